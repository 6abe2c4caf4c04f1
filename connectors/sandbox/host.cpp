// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/sandbox/host.h"

#include "connectors/sandbox/alertmanagerapi.h"
#include "connectors/sandbox/json.h"
#include "connectors/sandbox/promapi.h"
#include "connectors/sandbox/registryapi.h"
#include "connectors/sandbox/unleashapi.h"

#include <QDateTime>
#include <QRandomGenerator>

#include <chrono>

namespace astern::connectors::sandbox {

using namespace std::chrono_literals;

static QByteArray makeToken(const QByteArray &name)
{
    // Not from the company's seed: who knows the seed must not know the token.
    QByteArray bytes(24, Qt::Uninitialized);
    QRandomGenerator::system()->generate(bytes.begin(), bytes.end());
    return "sandbox-" + name + '-' + bytes.toBase64(QByteArray::Base64UrlEncoding);
}

Host::Host(const Options &options)
    : m_world(options.world), m_adminToken(makeToken("admin")), m_viewerToken(makeToken("viewer")),
      m_controlToken(makeToken("control")), m_port(options.port)
{
    m_access.byToken.insert(m_adminToken, {u"admin"_s, true, false});
    m_access.byToken.insert(m_viewerToken, {u"viewer"_s, false, false});
    for (const QString &name : otherServers())
        m_servers[name] =
            std::make_unique<HttpServer>([this, name](const ApiRequest &request) { return other(name, request); });
    for (const auto &cluster : m_world.clusters()) {
        const QString name = cluster->name();
        m_servers[name] =
            std::make_unique<HttpServer>([this, name](const ApiRequest &request) { return kubernetes(name, request); });
    }
}

Host::~Host() { stop(); }

QString Host::start()
{
    int port = m_port;
    const QStringList order = otherServers().mid(0, 1) + clusterNames() + otherServers().mid(1);
    for (const QString &name : order) {
        if (m_servers.at(name)->start(port) == 0)
            return QStringLiteral("cannot listen on 127.0.0.1:%1").arg(port);
        port += port > 0 ? 1 : 0;
    }
    m_time = std::thread([this] { letTimePass(); });
    return {};
}

void Host::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_changed.notify_all();
    for (auto &[name, server] : m_servers)
        server->stop();
    if (m_time.joinable())
        m_time.join();
}

QStringList Host::clusterNames() const
{
    QStringList names;
    for (const auto &cluster : m_world.clusters())
        names.append(cluster->name());
    return names;
}

const QStringList &Host::otherServers()
{
    static const QStringList names{u"prometheus"_s, u"unleash"_s, u"registry"_s, u"alertmanager"_s};
    return names;
}

QString Host::clusterUrl(const QString &name) const { return url(name); }
QString Host::url(const QString &server) const
{
    return QStringLiteral("http://127.0.0.1:%1").arg(m_servers.at(server)->port());
}

void Host::letTimePass()
{
    std::unique_lock lock(m_mutex);
    while (!m_stopping) {
        qint64 before = 0;
        qint64 after = 0;
        for (const auto &cluster : m_world.clusters())
            before += cluster->store().version();
        m_world.runUntilWall(QDateTime::currentMSecsSinceEpoch());
        for (const auto &cluster : m_world.clusters())
            after += cluster->store().version();
        if (before != after)
            m_changed.notify_all();
        lock.unlock();
        std::this_thread::sleep_for(20ms);
        lock.lock();
    }
}

HttpReply Host::kubernetes(const QString &clusterName, const ApiRequest &request)
{
    if (request.path.startsWith(QLatin1String(HttpServer::kControlPath)))
        return {door(clusterName, request), {}};
    const std::lock_guard lock(m_mutex);
    Cluster &cluster = *m_world.cluster(clusterName);
    const qint64 before = cluster.store().version();
    const PodNews news(cluster, m_world.faults(), {m_world.now(), m_world.speed()});
    KubeApi::Answer answer = KubeApi(cluster, m_access, news).handle(request);
    if (cluster.store().version() != before)
        m_changed.notify_all();
    HttpReply reply{std::move(answer.response), {}};
    if (answer.watch)
        reply.stream = openWatch(clusterName, *answer.watch);
    return reply;
}

ByteStream Host::openWatch(const QString &clusterName, const WatchSpec &spec)
{
    const auto begin = std::chrono::steady_clock::now();
    const ObjectStore &store = m_world.cluster(clusterName)->store();
    return [this, begin, &store, watch = std::make_shared<WatchStream>(store, spec)](QByteArray &bytes) {
        const auto age = [begin] {
            return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin)
                .count();
        };
        std::unique_lock lock(m_mutex);
        bytes = watch->take(age());
        if (bytes.isEmpty() && !watch->ended() && !m_stopping) {
            const qint64 seen = store.version();
            // Not longer than this: the connection looks whether its reader is still there.
            m_changed.wait_for(lock, 250ms, [&] { return m_stopping || store.version() != seen; });
            bytes = watch->take(age());
        }
        return !watch->ended() && !m_stopping;
    };
}

HttpReply Host::other(const QString &server, const ApiRequest &request)
{
    if (request.path.startsWith(QLatin1String(HttpServer::kControlPath)))
        return {door(server, request), {}};
    const std::lock_guard lock(m_mutex);
    if (server == "alertmanager"_L1)
        return {AlertmanagerApi(m_world.alerts(), m_world.startWall(), m_world.now().wall).handle(request), {}};
    if (server == "registry"_L1)
        return {RegistryApi(m_world.artifacts(), m_world.faults()).handle(request), {}};
    if (server == "unleash"_L1)
        return {UnleashApi(m_world.flags(), m_access, m_world.now().wall).handle(request), {}};
    return {PromApi(m_world.samples(), m_world.now().wall).handle(request), {}};
}

} // namespace astern::connectors::sandbox
