// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/sandbox/httpserver.h"
#include "connectors/sandbox/kubeapi.h"
#include "connectors/sandbox/world.h"

#include <QStringList>

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

namespace astern::connectors::sandbox {

// The company and its sockets: one API server for each cluster, one each for what is there only once, and the thread
// that lets time pass.
class Host {
public:
    struct Options {
        World::Options world;
        int port = 0; // Prometheus gets this one, the clusters the next ones, then the others; 0: free ones
    };
    explicit Host(const Options &options);
    ~Host();

    // The error; empty: it answers.
    [[nodiscard]] QString start();
    void stop();

    [[nodiscard]] QStringList clusterNames() const;
    [[nodiscard]] QString clusterUrl(const QString &name) const;
    // One of otherServers()
    [[nodiscard]] QString url(const QString &server) const;
    [[nodiscard]] static const QStringList &otherServers();
    [[nodiscard]] QByteArray adminToken() const { return m_adminToken; }
    [[nodiscard]] QByteArray viewerToken() const { return m_viewerToken; }
    [[nodiscard]] const World &world() const { return m_world; }

    [[nodiscard]] QByteArray controlToken() const { return m_controlToken; }

    // What comes in at a server's control path: GET /sandbox/ is the page (door.cpp).
    [[nodiscard]] ApiResponse door(const QString &server, const ApiRequest &request);
    // Past the door: POST /sandbox/control, GET /sandbox/state (control.cpp, controlstate.cpp)
    [[nodiscard]] ApiResponse control(const ApiRequest &request);

private:
    [[nodiscard]] HttpReply kubernetes(const QString &cluster, const ApiRequest &request);
    // One of otherServers().
    [[nodiscard]] HttpReply other(const QString &server, const ApiRequest &request);
    [[nodiscard]] ByteStream openWatch(const QString &cluster, const WatchSpec &spec);
    void letTimePass();
    [[nodiscard]] QString apply(const QJsonObject &order);
    [[nodiscard]] QString makeTrouble(const QString &op, const QJsonObject &order);
    [[nodiscard]] QJsonObject state();

    std::mutex m_mutex; // the world, the tokens
    std::condition_variable m_changed;
    bool m_stopping = false;
    World m_world;
    Access m_access;
    QByteArray m_adminToken;
    QByteArray m_viewerToken;
    QByteArray m_controlToken;
    int m_port;
    std::map<QString, std::unique_ptr<HttpServer>> m_servers; // by cluster name, and otherServers()
    std::thread m_time;
};

} // namespace astern::connectors::sandbox
