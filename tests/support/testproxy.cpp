// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/testproxy.h"

#include <QHostAddress>
#include <QNetworkProxy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QThread>
#include <QUrl>

#include <functional>
#include <mutex>
#include <utility>

namespace astern::test {
namespace {

struct State {
    mutable std::mutex mutex;
    QMap<QByteArray, quint16> leads;
    QList<QByteArray> denied;
    QByteArray authorization; // empty: none is wanted
    QList<QByteArray> heads;
};

// One client: first its request, then bytes both ways.
class Link : public QObject {
public:
    Link(QTcpSocket *client, State &state, QObject *parent) : QObject(parent), m_client(client), m_state(state)
    {
        client->setParent(this);
        connect(client, &QTcpSocket::readyRead, this, &Link::fromClient);
        connect(client, &QTcpSocket::disconnected, this, &QObject::deleteLater);
        connect(&m_server, &QTcpSocket::readyRead, this, [this] { m_client->write(m_server.readAll()); });
        connect(&m_server, &QTcpSocket::disconnected, this, [this] { m_client->disconnectFromHost(); });
        connect(&m_server, &QTcpSocket::connected, this, [this] {
            if (m_tunnel)
                m_client->write("HTTP/1.1 200 Connection established\r\n\r\n");
            m_server.write(std::exchange(m_out, {}));
        });
        m_server.setProxy(QNetworkProxy::NoProxy);
    }

private:
    void fromClient()
    {
        m_in += m_client->readAll();
        if (m_tunnel)
            send(std::exchange(m_in, {}));
        else
            next();
    }

    void send(const QByteArray &bytes)
    {
        if (m_server.state() == QAbstractSocket::ConnectedState)
            m_server.write(bytes);
        else
            m_out += bytes;
    }

    void refuse(const QByteArray &status, const QByteArray &headers = {})
    {
        m_client->write("HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: 0\r\n\r\n");
    }

    // The next request with its body, if it is there.
    void next()
    {
        const qsizetype end = m_in.indexOf("\r\n\r\n");
        if (end < 0)
            return;
        const QByteArray head = m_in.left(end);
        const qsizetype at = head.toLower().indexOf("content-length:");
        const qsizetype length =
            at < 0 ? 0 : head.mid(at + 15, head.indexOf('\r', at) - at - 15).trimmed().toLongLong();
        if (m_in.size() < end + 4 + length)
            return;
        const QList<QByteArray> words = head.split('\r').first().split(' ');
        const bool tunnel = words.value(0) == "CONNECT";
        const QUrl url(QString::fromLatin1(tunnel ? "http://" + words.value(1) : words.value(1)));
        const quint16 port = allowed(head, url.host().toLatin1());
        const QByteArray body = m_in.mid(end + 4, length);
        m_in.remove(0, end + 4 + length);
        if (port == 0)
            return;
        m_tunnel = tunnel;
        if (!tunnel) {
            // The origin gets its own form of the request, and nothing that was meant for the proxy.
            QByteArrayList lines = head.split('\n');
            lines[0] = words.value(0) + ' ' + url.toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority) + " HTTP/1.1\r";
            lines.removeIf([](const QByteArray &each) { return each.startsWith("Proxy-"); });
            send(lines.join('\n') + "\r\n\r\n" + body);
        }
        if (m_server.state() == QAbstractSocket::UnconnectedState)
            m_server.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
    }

    // Where it goes; 0: it was refused.
    quint16 allowed(const QByteArray &head, const QByteArray &host)
    {
        const std::lock_guard lock(m_state.mutex);
        m_state.heads.append(head);
        if (!m_state.authorization.isEmpty() &&
            !head.toLower().contains("proxy-authorization: " + m_state.authorization.toLower())) {
            refuse("407 Proxy Authentication Required", "Proxy-Authenticate: Basic realm=\"test\"\r\n");
            return 0;
        }
        if (m_state.denied.contains(host)) {
            refuse("403 Forbidden");
            return 0;
        }
        const quint16 port = m_state.leads.value(host);
        if (port == 0)
            refuse("502 Bad Gateway");
        return port;
    }

    QTcpSocket *m_client;
    State &m_state;
    QTcpSocket m_server;
    QByteArray m_in;
    QByteArray m_out;
    bool m_tunnel = false;
};

} // namespace

class TestProxy::Private {
public:
    State state;
    QThread thread;
    QTcpServer *server = new QTcpServer;
    quint16 port = 0;

    void run(const std::function<void()> &f) { QMetaObject::invokeMethod(server, f, Qt::BlockingQueuedConnection); }
};

TestProxy::TestProxy() : d(std::make_unique<Private>())
{
    d->server->moveToThread(&d->thread);
    d->thread.start();
    d->run([this] {
        if (!d->server->listen(QHostAddress::LocalHost, 0))
            qFatal("no loopback port for the proxy");
        d->port = d->server->serverPort();
        QObject::connect(d->server, &QTcpServer::newConnection, d->server, [this] {
            while (QTcpSocket *socket = d->server->nextPendingConnection())
                new Link(socket, d->state, d->server);
        });
    });
}

TestProxy::~TestProxy()
{
    d->run([this] { delete d->server; });
    d->thread.quit();
    d->thread.wait();
}

quint16 TestProxy::port() const { return d->port; }

void TestProxy::lead(const QByteArray &host, quint16 port)
{
    const std::lock_guard lock(d->state.mutex);
    d->state.leads.insert(host, port);
}

void TestProxy::wantPassword(const QByteArray &user, const QByteArray &password)
{
    const std::lock_guard lock(d->state.mutex);
    d->state.authorization = "Basic " + QByteArray(user + ':' + password).toBase64();
}

void TestProxy::deny(const QByteArray &host)
{
    const std::lock_guard lock(d->state.mutex);
    d->state.denied.append(host);
}

QList<QByteArray> TestProxy::heads() const
{
    const std::lock_guard lock(d->state.mutex);
    return d->state.heads;
}

QList<QByteArray> TestProxy::requests() const
{
    QList<QByteArray> lines;
    for (const QByteArray &head : heads())
        lines.append(head.split('\r').first());
    return lines;
}

} // namespace astern::test
