// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/connectors/kubernetes/kubetest.h"

#include <QMutex>
#include <QSet>
#include <QTemporaryDir>

namespace astern::test {

// An API server with nothing in it, that looks at tokens: what it does not know gets a 401 as the real one gives it.
class GuardedApi {
public:
    GuardedApi() { guard(); }
    explicit GuardedApi(const FakeServer::Tls &tls) : server(tls) { guard(); }

    void accept(const QSet<QByteArray> &tokens)
    {
        const QMutexLocker lock(&m_mutex);
        m_tokens = tokens;
    }
    [[nodiscard]] int refused() const { return m_refused; }
    [[nodiscard]] int served() const { return m_served; }
    [[nodiscard]] int asked() const { return m_refused + m_served; }
    // What came last, without "Bearer".
    [[nodiscard]] QByteArray lastToken() const
    {
        const auto all = server.requests();
        return all.isEmpty() ? QByteArray() : all.last().headers.value("authorization").mid(7);
    }
    FakeServer server;

private:
    void guard()
    {
        server.handle([this](const FakeRequest &request) {
            const QMutexLocker lock(&m_mutex);
            if (!m_tokens.contains(request.headers.value("authorization").mid(7))) {
                ++m_refused;
                return FakeReply::json(status(401, "Unauthorized", "Unauthorized"), 401);
            }
            ++m_served;
            return isWatch(request) ? quietWatch() : FakeReply::json(emptyList("7"));
        });
    }
    QMutex m_mutex;
    QSet<QByteArray> m_tokens;
    std::atomic<int> m_refused = 0;
    std::atomic<int> m_served = 0;
};

// A folder with a kubeconfig and what it names. Files are replaced as tools do it: by renaming.
struct KubeFolder {
    [[nodiscard]] QString path(const char *name) const { return folder.filePath(QLatin1String(name)); }
    void write(const char *name, const QByteArray &text, bool program = false) const
    {
        const QString next = path(name) + QStringLiteral(".next");
        QFile file(next);
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("cannot write %s", name);
        file.close();
        if (program)
            file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        if (::rename(qPrintable(next), qPrintable(path(name))) != 0)
            qFatal("cannot rename %s", name);
    }
    [[nodiscard]] QByteArray read(const char *name) const
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    [[nodiscard]] qsizetype lines(const char *name) const { return read(name).count('\n'); }
    // `cluster` and `user` as flow maps; cluster's server is added.
    void kubeconfig(const FakeServer &server, const QByteArray &user, const QByteArray &cluster = {}) const
    {
        write("config", "current-context: eu\nclusters: [{name: eu, cluster: {server: \"" +
                            server.url(QString()).toEncoded() + "\"" + cluster + "}}]\nusers:\n- name: jo\n  user: " +
                            user + "\ncontexts: [{name: eu, context: {cluster: eu, user: jo, namespace: shop}}]\n");
    }
    [[nodiscard]] BackendConfig config() const
    {
        BackendConfig config;
        config.id = QStringLiteral("prod-eu");
        config.type = QStringLiteral("kubernetes");
        config.kubeconfig = path("config");
        config.namespaces = {QStringLiteral("shop")};
        return config;
    }
    QTemporaryDir folder;
};

} // namespace astern::test
