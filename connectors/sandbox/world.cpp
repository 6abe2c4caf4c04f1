// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/sandbox/world.h"

#include "connectors/sandbox/json.h"

namespace astern::connectors::sandbox {

static constexpr qint64 kStepMs = 50;
static constexpr double kTrafficMs = 1'000;

World::World(const Options &options)
    : m_seed(options.seed), m_scrapeMs(options.scrapeMs), m_startWall(options.startWallMs), m_sim(-options.historyMs),
      m_wall(double(options.startWallMs - options.historyMs)), m_alerts(options.seed), m_flags(options.seed),
      m_faults(m_flags), m_migrations(m_faults), m_traffic(options.seed, m_samples, m_faults)
{
    m_nextTraffic = m_wall + kTrafficMs;
    m_nextScrape = m_wall + m_scrapeMs;
    // What fired earlier is over: nobody asks for it.
    m_nextRules = double(options.startWallMs - std::min<qint64>(options.historyMs, 10 * 60'000));
    build(options);
    makeFlags();
    if (options.story)
        tellStory();
    if (options.scenario) {
        prepare(*options.scenario);
        at(0, [this, order = *options.scenario] { (void)beginScenario(order); });
    }
    while (m_sim < 0)
        step();
    m_speed = options.speed;
}

Cluster *World::cluster(const QString &name) const
{
    for (const auto &cluster : m_clusters)
        if (cluster->name() == name)
            return cluster.get();
    return nullptr;
}

void World::runUntilWall(qint64 wallMs)
{
    while (m_wall + double(kStepMs) / m_speed <= double(wallMs))
        step();
}

void World::runFor(qint64 simMs)
{
    const qint64 end = m_sim + simMs;
    while (m_sim + kStepMs <= end)
        step();
}

void World::step()
{
    m_sim += kStepMs;
    m_wall += double(kStepMs) / m_speed;
    while (!m_script.empty() && m_script.begin()->first <= m_sim) {
        const auto what = std::move(m_script.begin()->second);
        m_script.erase(m_script.begin());
        what();
    }
    for (const auto &[service, where, tag, migration] :
         m_migrations.advance([this](const QString &name) -> Cluster & { return *cluster(name); }, now()))
        for (const QString &resource : {u"rollouts"_s, u"deployments"_s})
            if (const QString key = ObjectStore::key(nameSpace(), service); cluster(where)->store().find(resource, key))
                release(*cluster(where), resource, key, tag, migration);
    for (const auto &each : m_clusters)
        each->advance(now());
    while (m_nextTraffic <= m_wall) {
        m_traffic.advance(now(), kTrafficMs / 1000, false);
        m_nextTraffic += kTrafficMs;
    }
    while (m_nextScrape <= m_wall) {
        // What thousands of plain services did before the start is counted by the minute: nobody looks closer.
        m_uncountedMs += m_scrapeMs;
        if (m_sim >= 0 || m_uncountedMs >= 60'000)
            m_traffic.advance(now(), double(std::exchange(m_uncountedMs, 0)) / 1000, true);
        m_samples.scrape(qint64(m_nextScrape));
        m_nextScrape += m_scrapeMs;
    }
    if (m_nextRules <= m_wall) {
        judge();
        m_nextRules += Alerts::kEveryMs;
    }
}

void World::judge()
{
    std::vector<std::array<QString, 3>> failing;
    for (size_t i = 0; i < m_clusters.size(); ++i)
        for (const ReplicaSets::Set *each : m_clusters[i]->sets().failing()) {
            const CellSpec &cell = cells().at(qsizetype(i));
            failing.push_back({each->owner.section(QLatin1Char('/'), 1), cell.environment, cell.cell});
        }
    m_alerts.evaluate(m_samples, failing, qint64(m_wall));
}

void World::build(const Options &options)
{
    m_services = shopServices();
    const ImageSource images{[this](const QString &name) { return m_faults.fate(name); },
                             [this](const QString &name, qint64 wall) { return m_artifacts.digest(name, wall); }};
    for (const CellSpec &cell : cells()) {
        m_clusters.push_back(std::make_unique<Cluster>(cell.context(), m_seed, images));
        Cluster &made = *m_clusters.back();
        for (const QString &name : {u"default"_s, u"kube-system"_s, nameSpace()})
            made.store().put(
                u"namespaces"_s,
                {{u"apiVersion"_s, u"v1"_s},
                 {u"kind"_s, u"Namespace"_s},
                 {u"metadata"_s, QJsonObject{{u"name"_s, name},
                                             {u"uid"_s, makeUid(made.random())},
                                             {u"creationTimestamp"_s, stamp(m_startWall - 400LL * 86'400'000)}}},
                 {u"status"_s, QJsonObject{{u"phase"_s, u"Active"_s}}}});
        QJsonObject shared = sharedConfigMap(cell);
        set(shared, {"metadata"_L1, "uid"_L1}, makeUid(made.random()));
        set(shared, {"metadata"_L1, "creationTimestamp"_L1}, stamp(m_startWall - 400LL * 86'400'000));
        made.store().put(u"configmaps"_s, shared);
    }
    int placements = int(m_services.size() * cells().size());
    for (int i = 0; placements < options.rollouts; ++i, placements += int(cells().size()))
        m_services.append(fleetService(i));
    for (const ServiceSpec &service : m_services)
        for (qsizetype i = 0; i < cells().size(); ++i)
            build(service, cells().at(i), *m_clusters.at(size_t(i)));
}

// A workload whose last release came some time ago and which has been quiet since.
void World::build(const ServiceSpec &service, const CellSpec &cell, Cluster &made)
{
    const QString resource = workloadResource(service);
    const bool deployment = resource == "deployments"_L1;
    // The other cells get a release a little later than the first one.
    const double later = cell.environment == "staging"_L1 ? 2.0 : cell.cell == "us-1"_L1 ? -0.5 : 0.0;
    const auto wallOf = [&](const ReleaseSpec &release) {
        return m_startWall - qint64(std::max(1.2, release.hoursAgo + later) * 3'600'000);
    };
    QJsonObject object = workload(service, cell);
    set(object, {"metadata"_L1, "uid"_L1}, makeUid(made.random()));
    set(object, {"metadata"_L1, "creationTimestamp"_L1}, stamp(wallOf(service.releases.first()) - 30LL * 86'400'000));
    int revision = 1;
    for (const ReleaseSpec &release : service.releases) {
        const bool last = &release == &service.releases.last();
        m_artifacts.note(image(service.id, release.tag), wallOf(release) - 45 * 60'000);
        ReplicaSets::Recipe recipe;
        recipe.owner = object;
        recipe.ownerResource = resource;
        recipe.podTemplate = podTemplate(service, cell, release.tag);
        recipe.hash = templateHash(recipe.podTemplate);
        recipe.hashLabel = deployment ? u"pod-template-hash"_s : u"rollouts-pod-template-hash"_s;
        recipe.revisionAnnotation =
            deployment ? u"deployment.kubernetes.io/revision"_s : u"rollout.argoproj.io/revision"_s;
        recipe.revision = revision++;
        recipe.desired = last ? service.replicas : 0;
        recipe.settled = true;
        made.sets().create(recipe, {m_sim, wallOf(release)});
        if (!last)
            continue;
        const qint64 wall = wallOf(release) + 40 * 60'000;
        QJsonObject status;
        setCondition(
            status, "Available"_L1, "True"_L1, deployment ? "MinimumReplicasAvailable"_L1 : "AvailableReason"_L1,
            deployment ? u"Deployment has minimum availability."_s : u"Rollout has minimum availability"_s, wall);
        setCondition(status, "Progressing"_L1, "True"_L1, "NewReplicaSetAvailable"_L1,
                     u"ReplicaSet \""_s + service.id + QLatin1Char('-') + recipe.hash +
                         u"\" has successfully progressed."_s,
                     wall);
        if (!deployment) {
            setCondition(status, "Healthy"_L1, "True"_L1, "RolloutHealthy"_L1, u"Rollout is healthy"_s, wall);
            setCondition(status, "Completed"_L1, "True"_L1, "RolloutCompleted"_L1, u"RolloutCompleted"_s, wall);
            const QJsonArray steps = get(object, {"spec"_L1, "strategy"_L1, "canary"_L1, "steps"_L1}).toArray();
            status.insert(u"stableRS"_s, recipe.hash);
            status.insert(u"currentPodHash"_s, recipe.hash);
            if (service.strategy == Strategy::BlueGreen)
                status.insert(u"blueGreen"_s, QJsonObject{{u"activeSelector"_s, recipe.hash}});
            else {
                status.insert(u"currentStepHash"_s, templateHash({{u"steps"_s, steps}}));
                status.insert(u"currentStepIndex"_s, int(steps.size()));
            }
            status.insert(u"duration"_s, QJsonObject{{u"completionStatus"_s, u"Promoted"_s},
                                                     {u"rolloutStartedAt"_s, stamp(wallOf(release))},
                                                     {u"finishedAt"_s, stamp(wall)}});
        }
        object.insert(u"status"_s, status);
    }
    if (!service.fleet) {
        QJsonObject config = configMap(service, cell);
        set(config, {"metadata"_L1, "uid"_L1}, makeUid(made.random()));
        set(config, {"metadata"_L1, "creationTimestamp"_L1}, get(object, {"metadata"_L1, "creationTimestamp"_L1}));
        made.store().put(u"configmaps"_s, config);
    }
    made.store().put(resource, object);
    made.touch(resource, ObjectStore::key(object));
    m_traffic.add(service, cell, made);
    if (!service.fleet && &cell == &cells().first())
        m_alerts.watch(service.id);
}

QString World::deploy(const QString &service, const QString &clusterName, const QString &tag,
                      const std::optional<Migration> &migration)
{
    Cluster *where = cluster(clusterName);
    if (!where)
        return u"there is no cluster \""_s + clusterName + QLatin1Char('"');
    const QString key = ObjectStore::key(nameSpace(), service);
    for (const QString &resource : {u"rollouts"_s, u"deployments"_s}) {
        const QJsonObject *found = where->store().find(resource, key);
        if (!found)
            continue;
        if (migration) {
            m_migrations.begin(*where, {service, clusterName, tag, *migration}, now());
            return {};
        }
        release(*where, resource, key, tag, {});
        return {};
    }
    return u"there is no service \""_s + service + u"\" in "_s + clusterName;
}

void World::release(Cluster &where, const QString &resource, const QString &key, const QString &tag,
                    const std::optional<Migration> &migration)
{
    QJsonObject object = *where.store().find(resource, key);
    const QString service = key.section(QLatin1Char('/'), 1);
    QJsonArray containers = get(object, {"spec"_L1, "template"_L1, "spec"_L1, "containers"_L1}).toArray();
    QJsonObject container = containers.at(0).toObject();
    container.insert(u"image"_s, image(service, tag));
    containers.replace(0, container);
    set(object, {"spec"_L1, "template"_L1, "spec"_L1, "containers"_L1}, containers);
    const QJsonObject podTemplate = get(object, {"spec"_L1, "template"_L1}).toObject();
    set(object, {"spec"_L1, "template"_L1}, withMigration(podTemplate, migration));
    set(object, {"metadata"_L1, "generation"_L1}, number(object, {"metadata"_L1, "generation"_L1}) + 1);
    where.store().put(resource, object);
    where.touch(resource, key);
}

QString World::setConfig(const QString &map, const QString &clusterName, const QString &key, const QString &value)
{
    Cluster *where = cluster(clusterName);
    const QJsonObject *found =
        where ? where->store().find(u"configmaps"_s, ObjectStore::key(nameSpace(), map)) : nullptr;
    if (!found)
        return u"there is no ConfigMap \""_s + map + u"\" in \""_s + clusterName + QLatin1Char('"');
    QJsonObject object = *found;
    QJsonObject data = object.value("data"_L1).toObject();
    data.insert(key, value);
    object.insert(u"data"_s, data);
    where->store().put(u"configmaps"_s, object);
    return {};
}

} // namespace astern::connectors::sandbox
