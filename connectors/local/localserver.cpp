// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/local/localserver.h"

#include "models/journal/logio.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>

#include <sys/socket.h>
#include <unistd.h>

namespace astern::connectors {
namespace {

constexpr int kMostClients = 64;
constexpr int kMostRunning = 256;
constexpr int kMostRows = 1000;
constexpr qsizetype kLongestPath = 100; // of a socket's address the kernel takes 108 bytes
constexpr qint64 kMostUnsent = wire::kMaxAnswer;

bool isSameUser(const QLocalSocket &socket)
{
    ucred peer{};
    socklen_t size = sizeof peer;
    return ::getsockopt(int(socket.socketDescriptor()), SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 &&
           peer.uid == ::geteuid();
}

QJsonObject failure(const Error &error) { return {{QStringLiteral("error"), wire::toJson(error)}}; }

QJsonObject receiptMessage(const Receipt &receipt) { return {{QStringLiteral("receipt"), wire::toJson(receipt)}}; }
QJsonObject okMessage(const Ok &) { return {}; }
QJsonObject stateMessage(const JournalState &state) { return {{QStringLiteral("state"), wire::toJson(state)}}; }
QJsonObject entriesMessage(const QList<JournalEntry> &entries)
{
    QJsonArray list;
    for (const JournalEntry &entry : entries)
        list.append(wire::toJson(entry));
    return {{QStringLiteral("entries"), list}};
}
QJsonObject intentsMessage(const QList<UnresolvedIntent> &intents)
{
    QJsonArray list;
    for (const UnresolvedIntent &intent : intents)
        list.append(wire::toJson(intent.intent));
    return {{QStringLiteral("entries"), list}};
}

} // namespace

LocalServer::LocalServer(QString folder) : m_folder(std::move(folder)) {}

LocalServer::~LocalServer()
{
    // Clients learn at once that the owner leaves and try to take over.
    for (const Client &client : std::as_const(m_clients)) {
        client.socket->disconnect(this);
        client.socket->abort();
    }
    m_server.close();
    if (!m_ownTemp.isEmpty())
        QDir(m_ownTemp).removeRecursively();
}

Result<Ok> LocalServer::open(LocalJournal &owner)
{
    m_owner = &owner;
    QString path = m_folder + QStringLiteral("/journal.sock");
    if (QFile::encodeName(path).size() > kLongestPath) {
        QTemporaryDir temp(QDir::tempPath() + QStringLiteral("/astern-door-XXXXXX")); // 0700
        temp.setAutoRemove(false);
        m_ownTemp = temp.path();
        path = m_ownTemp + QStringLiteral("/s");
    }
    QLocalServer::removeServer(path); // the lock is ours, so nobody alive listens there
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    m_server.setMaxPendingConnections(kMostClients);
    connect(&m_server, &QLocalServer::newConnection, this, &LocalServer::welcome);
    if (!m_server.listen(path))
        return Error{.kind = Error::Kind::Storage,
                     .message = tr("The journal's socket cannot be opened: %1").arg(m_server.errorString()),
                     .where = path};
    auto folder = openPosixFolder(m_folder);
    if (!folder)
        return folder.error();
    if (auto done = replaceFile(**folder, QStringLiteral("journal.door"), m_server.fullServerName().toUtf8()); !done)
        return done;
    connect(&owner, &Journal::appended, this, [this](const JournalEntry &entry) {
        tell({{QStringLiteral("event"), QStringLiteral("appended")}, {QStringLiteral("entry"), wire::toJson(entry)}});
    });
    connect(&owner, &Journal::stateChanged, this, [this](const JournalState &state) {
        tell({{QStringLiteral("event"), QStringLiteral("state")}, {QStringLiteral("state"), wire::toJson(state)}});
    });
    return Ok{};
}

void LocalServer::welcome()
{
    while (QLocalSocket *socket = m_server.nextPendingConnection()) {
        if (m_clients.size() >= kMostClients || !isSameUser(*socket)) {
            socket->abort();
            socket->deleteLater();
            continue;
        }
        const quint64 id = m_nextClient++;
        m_clients.insert(id, Client{socket});
        connect(socket, &QLocalSocket::readyRead, this, [this, id] { read(id); });
        connect(socket, &QLocalSocket::disconnected, this, [this, id, socket] {
            m_clients.remove(id);
            socket->deleteLater();
        });
        read(id);
    }
}

void LocalServer::read(quint64 id)
{
    auto client = m_clients.find(id);
    if (client == m_clients.end())
        return;
    client->reader.add(client->socket->readAll());
    while (true) {
        client = m_clients.find(id);
        if (client == m_clients.end())
            return;
        const auto request = client->reader.next();
        if (!request)
            break;
        answer(id, *request);
    }
    if (client->reader.isBroken())
        client->socket->abort();
}

template <class T>
Done<T> LocalServer::replyTo(quint64 id, qint64 number, QJsonObject (*encode)(const T &))
{
    return m_inbox.wrap([this, id, number, encode](const Result<T> &result) {
        reply(id, number, result ? encode(*result) : failure(result.error()));
    });
}

void LocalServer::answer(quint64 id, const QJsonObject &request)
{
    const qint64 number = request.value(QLatin1String("n")).toInteger();
    const QString op = request.value(QLatin1String("op")).toString();
    Client &client = m_clients[id];
    ++client.running;
    if (client.running > kMostRunning) {
        reply(id, number, failure({.kind = Error::Kind::Throttled, .message = tr("Too many requests at once")}));
    } else if (op == QLatin1String("append")) {
        const auto draft = wire::draftFrom(request.value(QLatin1String("draft")).toObject());
        if (draft)
            m_owner->appendAs(request.value(QLatin1String("id")).toString(), *draft, wire::levelFrom(request),
                              replyTo<Receipt>(id, number, receiptMessage));
        else
            reply(id, number, failure({.kind = Error::Kind::Invalid, .message = tr("The draft is not one")}));
    } else if (op == QLatin1String("entries")) {
        JournalQuery query = wire::queryFrom(request.value(QLatin1String("query")).toObject());
        query.limit = std::min(query.limit, kMostRows);
        m_owner->entries(query, replyTo<QList<JournalEntry>>(id, number, entriesMessage));
    } else if (op == QLatin1String("summary")) {
        m_owner->summary(wire::summaryQueryFrom(request.value(QLatin1String("query")).toObject()),
                         replyTo<JournalSummary>(id, number, wire::toJson));
    } else if (op == QLatin1String("unresolved")) {
        m_owner->unresolved(replyTo<QList<UnresolvedIntent>>(id, number, intentsMessage));
    } else if (op == QLatin1String("state")) {
        m_owner->state(replyTo<JournalState>(id, number, stateMessage));
    } else if (op == QLatin1String("verify")) {
        m_owner->verifyNow(replyTo<Ok>(id, number, okMessage));
    } else if (op == QLatin1String("erase")) {
        m_owner->erase(wire::erasureFrom(request.value(QLatin1String("erasure")).toObject()),
                       replyTo<Receipt>(id, number, receiptMessage));
    } else if (op == QLatin1String("key")) {
        m_owner->changeKey(wire::keyChangeFrom(request.value(QLatin1String("change")).toObject()),
                           wire::levelFrom(request), replyTo<Receipt>(id, number, receiptMessage));
    } else if (op == QLatin1String("hold")) {
        m_owner->hold(wire::holdFrom(request.value(QLatin1String("hold")).toObject()),
                      replyTo<Receipt>(id, number, receiptMessage));
    } else {
        reply(id, number, failure({.kind = Error::Kind::Unsupported, .message = tr("The request is not known")}));
    }
}

void LocalServer::reply(quint64 id, qint64 number, QJsonObject message)
{
    const auto client = m_clients.find(id);
    if (client == m_clients.end())
        return;
    --client->running;
    message.insert(QStringLiteral("n"), number);
    client->socket->write(wire::frame(message));
    client->socket->flush();
}

void LocalServer::tell(const QJsonObject &event)
{
    if (m_clients.isEmpty())
        return;
    const QByteArray bytes = wire::frame(event);
    const auto clients = m_clients.values();
    for (const Client &client : clients) {
        if (client.socket->bytesToWrite() > kMostUnsent)
            client.socket->abort(); // it does not read: it will come back and ask
        else
            client.socket->write(bytes);
    }
}

} // namespace astern::connectors

#include "moc_localserver.cpp"
