// SPDX-License-Identifier: GPL-3.0-or-later
// How the company is, for whoever holds the control token.
#include "connectors/sandbox/host.h"
#include "connectors/sandbox/json.h"

namespace astern::connectors::sandbox {

// What runs where, and with which share of the traffic. Not the fleet: it would be thousands.
static QJsonArray servicesNow(const World &world)
{
    QJsonArray all;
    for (const ServiceSpec &service : world.services()) {
        if (service.fleet)
            continue;
        const QString resource = workloadResource(service);
        const QString key = ObjectStore::key(nameSpace(), service.id);
        for (const auto &cluster : world.clusters()) {
            const QJsonObject *object = cluster->store().find(resource, key);
            if (!object)
                continue;
            QJsonArray versions;
            for (const Share &share : cluster->shares(resource + QLatin1Char('|') + key))
                versions.append(QJsonObject{{u"tag"_s, imageTag(share.image)}, {u"share"_s, share.weight}});
            const QJsonObject status = object->value("status"_L1).toObject();
            const QString progress = condition(status, "Progressing"_L1).value("reason"_L1).toString();
            all.append(QJsonObject{{u"service"_s, service.id},
                                   {u"cluster"_s, cluster->name()},
                                   {u"phase"_s, status.value("phase"_L1).toString(progress)},
                                   {u"versions"_s, versions}});
        }
    }
    return all;
}

QJsonObject Host::state()
{
    QJsonArray faults;
    for (const Fault &fault : m_world.faults().all())
        faults.append(fault.toJson());
    QJsonArray scenarios;
    for (const RunningScenario &running : m_world.runningScenarios())
        scenarios.append(running.toJson());
    QJsonObject flags; // share of users, by environment
    for (const auto &[name, flag] : m_world.flags().all()) {
        QJsonObject shares;
        for (const CellSpec &cell : cells())
            shares.insert(cell.environment, m_world.flags().share(name, cell.environment));
        flags.insert(name, shares);
    }
    QJsonObject versions;
    QJsonObject configs; // revision, by cluster and ConfigMap
    for (const auto &cluster : m_world.clusters()) {
        QJsonObject revisions;
        for (const auto &[key, map] : cluster->store().all(u"configmaps"_s))
            revisions.insert(key.section(QLatin1Char('/'), 1), configRevision(map.value("data"_L1).toObject()));
        configs.insert(cluster->name(), revisions);
        versions.insert(cluster->name(), QString::number(cluster->store().version()));
    }
    QJsonArray catalogue;
    for (const Scenario &each : sandbox::scenarios())
        catalogue.append(
            QJsonObject{{u"id"_s, each.id()}, {u"truth"_s, toString(each.truth)}, {u"summary"_s, each.summary}});
    return {{u"services"_s, servicesNow(m_world)},
            {u"catalogue"_s, catalogue},
            {u"kinds"_s, QJsonArray::fromStringList(Fault::kinds())},
            {u"simulated_ms"_s, m_world.now().sim},
            {u"wall"_s, stamp(m_world.now().wall)},
            {u"speed"_s, m_world.speed()},
            {u"faults"_s, faults},
            {u"scenarios"_s, scenarios},
            {u"flags"_s, flags},
            {u"configs"_s, configs},
            {u"resource_versions"_s, versions}};
}

} // namespace astern::connectors::sandbox
