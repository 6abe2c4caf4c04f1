// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QNetworkAccessManager>
#include <QProcess>
#include <QTemporaryDir>
#include <QUrl>

namespace astern::test {

// A server of Debian's on a free loopback port, with configuration and data in a folder of its own. Nothing of it
// outlives the test: it is ended by its pid, and dies with the test where that is killed.
class RealServer {
public:
    RealServer(const RealServer &) = delete;
    RealServer &operator=(const RealServer &) = delete;

    // Starts it and waits until the server that answers is proven to be this one. Answers with why not, or nothing.
    // Again after stop(): same port, same data.
    [[nodiscard]] QString start();
    void stop();
    [[nodiscard]] QUrl url() const;
    [[nodiscard]] qint64 processId() const { return m_process.processId(); }

    [[nodiscard]] QByteArray get(const QString &path); // empty: no answer of status 200
    // The body whatever the status is. A path may have a query.
    [[nodiscard]] QByteArray post(const QString &path, const QByteArray &body, int *status = nullptr,
                                  const char *type = "application/x-www-form-urlencoded");
    [[nodiscard]] int remove(const QString &path); // DELETE: the status

protected:
    explicit RealServer(const char *package) : m_package(QLatin1String(package)) {}
    ~RealServer(); // not to be deleted as this: nothing virtual may be called from here

    [[nodiscard]] virtual QString program() const { return m_package; }
    [[nodiscard]] virtual QStringList arguments(quint16 port) const = 0;
    // It is ready, and none but the one that was just started would say what it says.
    [[nodiscard]] virtual bool isReadyAndMine() = 0;
    [[nodiscard]] virtual QStringList environment(quint16) const { return {}; } // "NAME=value", beside this one's
    [[nodiscard]] virtual int readyMs() const { return 20'000; }                // at most
    void authorize(const QByteArray &authorization) { m_authorization = authorization; }
    [[nodiscard]] QString file(const char *name) const { return m_folder.filePath(QLatin1String(name)); }
    void writeFile(const char *name, const QByteArray &content) const;

private:
    [[nodiscard]] QString tryStart();
    [[nodiscard]] QNetworkRequest requestFor(const QString &path) const;
    static void wait(QNetworkReply *reply);

    QString m_package;
    QTemporaryDir m_folder;
    quint16 m_port = 0;
    QProcess m_process;
    QNetworkAccessManager m_network;
    QByteArray m_authorization;
};

} // namespace astern::test
