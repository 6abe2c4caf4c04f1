// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/oidc/redirectlistener.h"

#include <QCoreApplication>
#include <QNetworkProxy>
#include <QTcpSocket>
#include <QTimer>
#include <QUrlQuery>

#include <optional>

namespace astern::connectors {
namespace {

constexpr auto kPath = "/callback";
constexpr qsizetype kMostCode = 4'096;

QString tr(const char *text) { return QCoreApplication::translate("Oidc", text); }

// Takes as long whatever differs.
bool same(const QByteArray &a, const QByteArray &b)
{
    unsigned differs = a.size() == b.size() ? 0U : 1U;
    for (qsizetype i = 0; i < a.size() && i < b.size(); ++i)
        differs |= unsigned(uchar(a.at(i)) ^ uchar(b.at(i)));
    return differs == 0;
}

// Of a header that is there once; absent: it is not, or more than once.
std::optional<QByteArray> header(const QList<QByteArray> &lines, const char *name)
{
    std::optional<QByteArray> value;
    for (const QByteArray &line : lines.mid(1)) {
        const qsizetype colon = line.indexOf(':');
        if (colon <= 0 || line.left(colon).compare(name, Qt::CaseInsensitive) != 0)
            continue;
        if (value)
            return std::nullopt;
        value = line.mid(colon + 1).trimmed();
    }
    return value;
}

// Empty: absent, or said twice.
QString once(const QUrlQuery &query, const char *key)
{
    const QStringList all = query.allQueryItemValues(QLatin1String(key), QUrl::FullyDecoded);
    return all.size() == 1 ? all.constFirst() : QString();
}

Error refusal(const QUrlQuery &query)
{
    const QString code = once(query, "error").left(60);
    const QString words = once(query, "error_description").simplified().left(200);
    if (code == QLatin1String("access_denied"))
        return {.kind = Error::Kind::NotPermitted,
                .message = tr("The sign-in was refused at the provider"),
                .detail = words};
    return {.kind = Error::Kind::Refused,
            .message = words.isEmpty() ? tr("The provider refuses the sign-in: %1").arg(code)
                                       : tr("The provider refuses the sign-in: %1 (%2)").arg(words, code)};
}

} // namespace

RedirectListener::RedirectListener(Expected expected, QObject *parent)
    : QObject(parent), m_expected(std::move(expected))
{
    m_server.setMaxPendingConnections(kMostSockets);
    m_server.setProxy(QNetworkProxy::NoProxy);
    connect(&m_server, &QTcpServer::newConnection, this, &RedirectListener::onConnection);
}

Result<QUrl> RedirectListener::listen()
{
    if (!m_server.listen(QHostAddress(QHostAddress::LocalHost), 0))
        return Error{.kind = Error::Kind::Unreachable,
                     .message = tr("No port is free for the browser to come back to: %1").arg(m_server.errorString())};
    return QUrl(QStringLiteral("http://127.0.0.1:%1%2").arg(m_server.serverPort()).arg(QLatin1String(kPath)));
}

void RedirectListener::onConnection()
{
    while (QTcpSocket *socket = m_server.nextPendingConnection()) {
        if (m_answered || m_open.size() >= kMostSockets || ++m_visits > kMostVisits) {
            socket->abort();
            socket->deleteLater();
            continue;
        }
        m_open.insert(socket, {});
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { onBytes(socket); });
        connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
            m_open.remove(socket);
            socket->deleteLater();
        });
        QTimer::singleShot(kIdleMs, socket, [socket] { socket->abort(); });
    }
}

void RedirectListener::onBytes(QTcpSocket *socket)
{
    const auto open = m_open.find(socket);
    if (open == m_open.end())
        return;
    open.value() += socket->read(kMostBytes + 1 - open->size());
    const qsizetype end = open->indexOf("\r\n\r\n");
    if (end < 0 && open->size() <= kMostBytes)
        return;
    const QByteArray request = open->left(end);
    m_open.erase(open);
    int status = 400;
    const auto answer = end < 0 || end > kMostBytes ? std::nullopt : read(request, status);
    if (!answer || m_answered)
        return reply(socket, status, tr("This is not the sign-in that Astern is waiting for. Nothing was changed."));
    m_answered = true;
    m_server.close();
    reply(socket, 200,
          *answer ? tr("You may close this page and go back to Astern.")
                  : tr("Astern was not signed in: %1.").arg(answer->error().message));
    Q_EMIT answered(*answer);
}

std::optional<Result<QString>> RedirectListener::read(const QByteArray &request, int &status) const
{
    const QList<QByteArray> lines = request.split('\n');
    const QList<QByteArray> first = lines.constFirst().trimmed().split(' ');
    const QByteArray host = "127.0.0.1:" + QByteArray::number(m_server.serverPort());
    if (first.size() != 3 || !first.at(2).startsWith("HTTP/1."))
        return std::nullopt;
    // A name that somebody made resolve to this machine is not this address.
    if (header(lines, "Host") != host)
        return std::nullopt;
    if (first.at(0) != "GET") {
        status = 405;
        return std::nullopt;
    }
    const qsizetype mark = first.at(1).indexOf('?');
    if (first.at(1).left(mark) != kPath || mark < 0) {
        status = 404;
        return std::nullopt;
    }
    // "+" is a space in what a form sends, and codes have none of their own.
    const QUrlQuery query(QString::fromLatin1(first.at(1).mid(mark + 1).replace('+', "%20")));
    if (!same(once(query, "state").toUtf8(), m_expected.state.toUtf8()))
        return std::nullopt;
    const bool says = query.hasQueryItem(QStringLiteral("iss"));
    if ((says || m_expected.namesIssuer) && once(query, "iss") != m_expected.issuer)
        return std::nullopt;
    if (query.hasQueryItem(QStringLiteral("error")))
        return Result<QString>(refusal(query));
    const QString code = once(query, "code");
    if (code.isEmpty() || code.size() > kMostCode)
        return std::nullopt;
    return Result<QString>(code);
}

void RedirectListener::reply(QTcpSocket *socket, int status, const QString &words)
{
    const QByteArray page = QStringLiteral("<!doctype html><meta charset=\"utf-8\"><title>Astern</title>"
                                           "<body style=\"font-family: sans-serif; margin: 4em\"><p>%1</p>")
                                .arg(words.toHtmlEscaped())
                                .toUtf8();
    socket->write(
        "HTTP/1.1 " + QByteArray::number(status) + (status == 200 ? " OK" : " Refused") +
        "\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: " + QByteArray::number(page.size()) +
        "\r\nContent-Security-Policy: default-src 'none'; style-src 'unsafe-inline'\r\nReferrer-Policy: no-referrer"
        "\r\nX-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n" +
        page);
    // The page is on its way before the listener ends, which is often at once; the socket outlives it until it is read.
    socket->flush();
    socket->setParent(nullptr);
    connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
    socket->disconnectFromHost();
    if (socket->state() == QAbstractSocket::UnconnectedState)
        socket->deleteLater();
}

} // namespace astern::connectors
