// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/guardpage.h"

#include <QTcpSocket>
#include <QTimer>
#include <QUrl>

namespace astern::app {
namespace {

constexpr int kMostBytes = 8 * 1024;
constexpr int kDeadlineMs = 5'000;

} // namespace

GuardPage::GuardPage(std::function<Page(const QByteArray &)> page, QObject *parent)
    : QObject(parent), m_page(std::move(page)), m_server(this)
{
    connect(&m_server, &QTcpServer::newConnection, this, &GuardPage::serve);
}

Result<int> GuardPage::listen(const QString &address)
{
    const QUrl url(QStringLiteral("http://") + address);
    const QHostAddress host(url.host());
    if (!url.isValid() || url.port(-1) < 0 || !host.isLoopback())
        return Error{.kind = Error::Kind::Invalid,
                     .message = tr("%1 is no loopback address with a port").arg(address),
                     .where = QStringLiteral("--listen"),
                     .hint = tr("Say 127.0.0.1:9911; a proxy in front of it can reach further.")};
    if (!m_server.listen(host, quint16(url.port())))
        return Error{.kind = Error::Kind::Unavailable,
                     .message = tr("%1 cannot be listened on: %2").arg(address, m_server.errorString()),
                     .where = QStringLiteral("--listen"),
                     .hint = tr("Choose another port.")};
    return int(m_server.serverPort());
}

void GuardPage::serve()
{
    while (QTcpSocket *socket = m_server.nextPendingConnection()) {
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        QTimer::singleShot(kDeadlineMs, socket, [socket] { socket->abort(); });
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] {
            const QByteArray head = socket->peek(kMostBytes);
            const bool whole = head.contains("\r\n\r\n");
            if (!whole && head.size() < kMostBytes)
                return;
            const QList<QByteArray> words = head.left(head.indexOf("\r\n")).split(' ');
            Page page{.status = 405, .body = "GET only\n"};
            if (whole && words.size() == 3 && words.at(0) == "GET")
                page = m_page(words.at(1));
            socket->readAll();
            socket->write("HTTP/1.1 " + QByteArray::number(page.status) + (page.status == 200 ? " OK" : " Not OK") +
                          "\r\nContent-Type: " + page.type + "\r\nContent-Length: " +
                          QByteArray::number(page.body.size()) + "\r\nConnection: close\r\n\r\n" + page.body);
            socket->disconnectFromHost();
        });
    }
}

} // namespace astern::app
