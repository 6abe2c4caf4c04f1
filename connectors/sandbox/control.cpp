// SPDX-License-Identifier: GPL-3.0-or-later
// The door for tests and drills: what happens in the company, and what trouble its servers make.
#include "connectors/sandbox/host.h"
#include "connectors/sandbox/json.h"

#include <QJsonDocument>

namespace astern::connectors::sandbox {

ApiResponse Host::control(const ApiRequest &request)
{
    const auto answer = [](int status, const QJsonObject &body) {
        return ApiResponse{status, "application/json", compact(body) + '\n', {}};
    };
    if (request.path == "/sandbox/state"_L1 && request.method == "GET") {
        const std::lock_guard lock(m_mutex);
        return answer(200, state());
    }
    if (request.path != "/sandbox/control"_L1 || request.method != "POST")
        return answer(404, {{u"error"_s, u"POST /sandbox/control or GET /sandbox/state"_s}});
    // A web page can make a browser post, but not with this type.
    if (!request.contentType.startsWith("application/json"))
        return answer(415, {{u"error"_s, u"the body must be application/json"_s}});
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(request.body, &error);
    if (error.error != QJsonParseError::NoError || !document.isObject())
        return answer(400, {{u"error"_s, u"the body must be a JSON object: "_s + error.errorString()}});
    const std::lock_guard lock(m_mutex);
    const QString wrong = apply(document.object());
    m_changed.notify_all();
    return wrong.isEmpty() ? answer(200, {{u"ok"_s, true}}) : answer(400, {{u"error"_s, wrong}});
}

QString Host::apply(const QJsonObject &order)
{
    const QString op = order.value("op"_L1).toString();
    const QString service = order.value("service"_L1).toString();
    const QString cluster = order.value("cluster"_L1).toString();
    if (op == "inject"_L1) {
        QString error;
        const auto fault = Fault::fromJson(order.value("fault"_L1).toObject(), error);
        if (fault)
            m_world.faults().add(*fault);
        return error;
    }
    if (op == "clear"_L1)
        return m_world.faults().clear(order.value("id"_L1).toString()) ? QString() : u"there is no such fault"_s;
    if (op == "deploy"_L1) {
        const QJsonObject brings = order.value("migration"_L1).toObject();
        std::optional<Migration> migration;
        if (!brings.value("id"_L1).toString().isEmpty())
            migration = Migration{brings.value("id"_L1).toString(), brings.value("down"_L1).toBool()};
        return m_world.deploy(service, cluster, order.value("tag"_L1).toString(), migration);
    }
    if (op == "config"_L1)
        return m_world.setConfig(order.value("map"_L1).toString(configSetName(service)), cluster,
                                 order.value("key"_L1).toString(), order.value("value"_L1).toString());
    if (op == "scenario"_L1) {
        ScenarioOrder wanted;
        wanted.name = order.value("name"_L1).toString();
        wanted.service = order.value("service"_L1).toString(wanted.service);
        wanted.cluster = order.value("cluster"_L1).toString(wanted.cluster);
        wanted.onsetSeconds = order.value("onset_seconds"_L1).toDouble(-1);
        return wanted.name.isEmpty() ? m_world.endScenario(wanted.service, wanted.cluster)
                                     : m_world.beginScenario(wanted);
    }
    if (op == "flag"_L1) {
        const QString name = order.value("name"_L1).toString();
        if (name.isEmpty())
            return u"a flag needs a name"_s;
        m_world.flags().set(name, order.value("on"_L1).toBool(), {u"drill"_s, 2, m_world.now().wall},
                            order.value("environment"_L1).toString());
        return {};
    }
    if (op == "scrape"_L1) {
        m_world.traffic().setScraped(service, order.value("on"_L1).toBool());
        return {};
    }
    if (op == "speed"_L1) {
        const double speed = order.value("value"_L1).toDouble();
        if (!(speed >= 0.1 && speed <= 1000))
            return u"value must be between 0.1 and 1000"_s;
        m_world.setSpeed(speed);
        return {};
    }
    if (op == "token"_L1) {
        for (Access::User &user : m_access.byToken)
            if (user.name == order.value("user"_L1).toString()) {
                user.expired = order.value("expired"_L1).toBool(true);
                return {};
            }
        return u"user must be admin or viewer"_s;
    }
    if (op == "withhold"_L1) {
        const QString resource = order.value("resource"_L1).toString();
        for (Access::User &user : m_access.byToken)
            if (user.name == order.value("user"_L1).toString()) {
                user.withheld.removeAll(resource);
                if (order.value("on"_L1).toBool(true))
                    user.withheld.append(resource);
                return {};
            }
        return u"user must be admin or viewer"_s;
    }
    return makeTrouble(op, order);
}

// `api`: a cluster's name, one of otherServers(), or absent for all of them.
QString Host::makeTrouble(const QString &op, const QJsonObject &order)
{
    const QString api = order.value("api"_L1).toString();
    if (!api.isEmpty() && !m_servers.contains(api))
        return u"api must be one of "_s + (otherServers() + clusterNames()).join(", "_L1);
    bool known = true;
    for (auto &[name, server] : m_servers) {
        if (!api.isEmpty() && api != name)
            continue;
        if (op == "hang"_L1)
            server->hang(order.value("on"_L1).toBool(true));
        else if (op == "fail"_L1)
            server->fail(order.value("status"_L1).toInt(503), order.value("retry_after"_L1).toInt(),
                         order.value("count"_L1).toInt(-1));
        else if (op == "truncate"_L1)
            server->truncate(order.value("count"_L1).toInt(1));
        else if (op == "drop"_L1)
            server->dropStreams();
        else if (op == "calm"_L1)
            server->calm();
        else if (op == "expire"_L1) {
            if (Cluster *where = m_world.cluster(name))
                where->store().expire();
        } else
            known = false;
    }
    return known ? QString()
                 : u"op must be one of inject, clear, deploy, config, scenario, flag, scrape, speed, token, withhold, "
                   u"hang, "
                   u"fail, truncate, "
                   "drop, expire, calm"_s;
}

} // namespace astern::connectors::sandbox
