// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/local/sharedjournal.h"

#include "connectors/local/devicekeys.h"
#include "models/base/uuid7.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QJsonArray>

namespace astern::connectors {
namespace {

constexpr int kRetryMs = 20;
constexpr int kAnswerAfterLevelMs = 5'000;
constexpr int kExpiryMs = 200;

qint64 nowMs() { return SystemClock().monoMs(); }

QList<JournalEntry> entriesOf(const QJsonObject &message)
{
    QList<JournalEntry> entries;
    const auto list = message.value(QLatin1String("entries")).toArray();
    for (const auto value : list)
        entries.append(wire::entryFrom(value.toObject()));
    return entries;
}

QList<UnresolvedIntent> intentsOf(const QJsonObject &message)
{
    QList<UnresolvedIntent> intents;
    for (const JournalEntry &entry : entriesOf(message))
        intents.append({entry});
    return intents;
}

Receipt receiptOf(const QJsonObject &message)
{
    return wire::receiptFrom(message.value(QLatin1String("receipt")).toObject());
}

JournalState stateOf(const QJsonObject &message)
{
    return wire::stateFrom(message.value(QLatin1String("state")).toObject());
}

Ok okOf(const QJsonObject &) { return {}; }

template <class T>
DoorClient::Waiting waitingFor(QJsonObject request, T (*decode)(const QJsonObject &), const Done<T> &done,
                               std::function<void(LocalJournal &)> here)
{
    return {std::move(request),
            [decode, done](const Result<QJsonObject> &answer) {
                done(answer ? Result<T>(decode(*answer)) : Result<T>(answer.error()));
            },
            std::move(here)};
}

QJsonObject request(const char *op) { return {{QStringLiteral("op"), QString::fromLatin1(op)}}; }

} // namespace

SharedJournal::SharedJournal(LocalJournalOptions options, int answerWithinMs) : m_options(std::move(options))
{
    qRegisterMetaType<JournalEntry>();
    qRegisterMetaType<JournalState>();
    m_thread.setObjectName(QStringLiteral("journal-door"));
    m_client = new DoorClient(*this, answerWithinMs);
    m_client->moveToThread(&m_thread);
    m_thread.start();
    // Here and not later: the first process must not queue its first decisions behind a thread's start.
    auto lock = JournalLock::tryTake(m_options.folder);
    if (lock && *lock) {
        auto local = std::make_unique<LocalJournal>(m_options, std::move(*lock.value()));
        connect(local.get(), &Journal::appended, this, &Journal::appended, Qt::DirectConnection);
        connect(local.get(), &Journal::stateChanged, this, &Journal::stateChanged, Qt::DirectConnection);
        m_local = std::move(local);
    }
    QMetaObject::invokeMethod(m_client, &DoorClient::start, Qt::QueuedConnection);
}

SharedJournal::~SharedJournal()
{
    QMetaObject::invokeMethod(
        m_client,
        [this] {
            m_client->stop();
            m_server.reset();
            delete m_client;
        },
        Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
    {
        const std::lock_guard lock(m_mutex);
        m_client = nullptr;
    }
    m_local.reset(); // answers what waits, and whoever hears that may ask again
}

void SharedJournal::askOwner(const DoorQuestion &waiting)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_client) {
            QMetaObject::invokeMethod(
                m_client, [client = m_client, waiting] { client->ask(waiting); }, Qt::QueuedConnection);
            return;
        }
    }
    waiting.answer(Error{.kind = Error::Kind::Cancelled, .message = QStringLiteral("the journal is closing")});
}

LocalJournal *SharedJournal::owned()
{
    const std::lock_guard lock(m_mutex);
    return m_local.get();
}

void SharedJournal::own(JournalLock lock)
{
    auto local = std::make_unique<LocalJournal>(m_options, std::move(lock));
    connect(local.get(), &Journal::appended, this, &Journal::appended, Qt::DirectConnection);
    connect(local.get(), &Journal::stateChanged, this, &Journal::stateChanged, Qt::DirectConnection);
    const std::lock_guard guard(m_mutex);
    m_local = std::move(local);
}

void SharedJournal::append(const Draft &draft, JournalLevel level, Done<Receipt> done)
{
    if (LocalJournal *local = owned()) {
        local->append(draft, level, std::move(done));
        return;
    }
    // The id is made here: sent again to another owner after a lost answer, it is still the same entry.
    const QString id = Uuid7::next();
    QJsonObject message = request("append");
    message.insert(QStringLiteral("id"), id);
    message.insert(QStringLiteral("draft"), wire::toJson(draft));
    message.insert(QStringLiteral("level"), int(level));
    const auto waiting = waitingFor<Receipt>(message, receiptOf, done, [id, draft, level, done](LocalJournal &local) {
        local.appendAs(id, draft, level, done);
    });
    askOwner(waiting);
}

void SharedJournal::entries(const JournalQuery &query, Done<QList<JournalEntry>> done)
{
    if (LocalJournal *local = owned()) {
        local->entries(query, std::move(done));
        return;
    }
    QJsonObject message = request("entries");
    message.insert(QStringLiteral("query"), wire::toJson(query));
    const auto waiting = waitingFor<QList<JournalEntry>>(
        message, entriesOf, done, [query, done](LocalJournal &local) { local.entries(query, done); });
    askOwner(waiting);
}

void SharedJournal::summary(const JournalSummaryQuery &query, Done<JournalSummary> done)
{
    if (LocalJournal *local = owned()) {
        local->summary(query, std::move(done));
        return;
    }
    QJsonObject message = request("summary");
    message.insert(QStringLiteral("query"), wire::toJson(query));
    const auto waiting = waitingFor<JournalSummary>(message, wire::summaryFrom, done,
                                                    [query, done](LocalJournal &local) { local.summary(query, done); });
    askOwner(waiting);
}

void SharedJournal::unresolved(Done<QList<UnresolvedIntent>> done)
{
    if (LocalJournal *local = owned()) {
        local->unresolved(std::move(done));
        return;
    }
    const auto waiting = waitingFor<QList<UnresolvedIntent>>(request("unresolved"), intentsOf, done,
                                                             [done](LocalJournal &local) { local.unresolved(done); });
    askOwner(waiting);
}

void SharedJournal::state(Done<JournalState> done)
{
    if (LocalJournal *local = owned()) {
        local->state(std::move(done));
        return;
    }
    const auto waiting =
        waitingFor<JournalState>(request("state"), stateOf, done, [done](LocalJournal &local) { local.state(done); });
    askOwner(waiting);
}

void SharedJournal::setReached(JournalLevel level, quint64 upTo)
{
    if (LocalJournal *local = owned())
        local->setReached(level, upTo);
}

void SharedJournal::setUnreachable(JournalLevel level, const Error &why)
{
    if (LocalJournal *local = owned())
        local->setUnreachable(level, why);
}

void SharedJournal::setLost(quint64 index, const Error &why)
{
    if (LocalJournal *local = owned())
        local->setLost(index, why);
}

void SharedJournal::setSeen(const QJsonObject &head)
{
    if (LocalJournal *local = owned())
        local->setSeen(head);
}

void SharedJournal::setShared(const SharedLogState &state)
{
    if (LocalJournal *local = owned())
        local->setShared(state);
}

void SharedJournal::verifyNow(Done<Ok> done)
{
    if (LocalJournal *local = owned()) {
        local->verifyNow(std::move(done));
        return;
    }
    const auto waiting =
        waitingFor<Ok>(request("verify"), okOf, done, [done](LocalJournal &local) { local.verifyNow(done); });
    askOwner(waiting);
}

void SharedJournal::erase(const Erasure &erasure, Done<Receipt> done)
{
    if (LocalJournal *local = owned()) {
        local->erase(erasure, std::move(done));
        return;
    }
    QJsonObject message = request("erase");
    message.insert(QStringLiteral("erasure"), wire::toJson(erasure));
    const auto waiting = waitingFor<Receipt>(message, receiptOf, done,
                                             [erasure, done](LocalJournal &local) { local.erase(erasure, done); });
    askOwner(waiting);
}

void SharedJournal::hold(const PrivacyHold &hold, Done<Receipt> done)
{
    if (LocalJournal *local = owned()) {
        local->hold(hold, std::move(done));
        return;
    }
    QJsonObject message = request("hold");
    message.insert(QStringLiteral("hold"), wire::toJson(hold));
    const auto waiting =
        waitingFor<Receipt>(message, receiptOf, done, [hold, done](LocalJournal &local) { local.hold(hold, done); });
    askOwner(waiting);
}

void SharedJournal::changeKey(const KeyChange &change, JournalLevel level, Done<Receipt> done)
{
    if (LocalJournal *local = owned()) {
        local->changeKey(change, level, std::move(done));
        return;
    }
    QJsonObject message = request("key");
    message.insert(QStringLiteral("change"), wire::toJson(change));
    message.insert(QStringLiteral("level"), int(level));
    const auto waiting = waitingFor<Receipt>(
        message, receiptOf, done, [change, level, done](LocalJournal &local) { local.changeKey(change, level, done); });
    askOwner(waiting);
}

DoorClient::DoorClient(SharedJournal &journal, int answerWithinMs)
    : m_journal(journal), m_answerWithinMs(answerWithinMs)
{
}

void DoorClient::start()
{
    m_retry = new QTimer(this);
    m_retry->setSingleShot(true);
    connect(m_retry, &QTimer::timeout, this, &DoorClient::tryDoor);
    m_expiry = new QTimer(this);
    connect(m_expiry, &QTimer::timeout, this, &DoorClient::expire);
    tryDoor();
}

void DoorClient::stop()
{
    if (m_socket)
        m_socket->disconnect(this);
    const Error cancelled{.kind = Error::Kind::Cancelled, .message = tr("The program is closing")};
    for (auto &[number, waiting] : std::exchange(m_waiting, {}))
        waiting.answer(cancelled);
}

// Becomes the owner when nobody is, else enters through the owner's door.
void DoorClient::tryDoor()
{
    if (m_owner)
        return;
    m_cannotLock = false;
    if (!m_journal.owned()) {
        auto lock = JournalLock::tryTake(m_journal.m_options.folder);
        if (!lock)
            m_problem = lock.error();
        else if (*lock)
            m_journal.own(std::move(*lock.value()));
        else
            m_problem = {.kind = Error::Kind::Unreachable,
                         .message = tr("Another Astern owns the journal and does not answer"),
                         .where = m_journal.m_options.folder,
                         .hint = tr("Look for a hanging astern or asternctl and end it; this one then takes over")};
        m_cannotLock = !lock.ok();
        if (!lock) {
            JournalState state{.state = JournalState::State::Refused, .words = m_problem.toString()};
            Q_EMIT m_journal.stateChanged(state);
        }
    }
    if (LocalJournal *local = m_journal.owned()) {
        m_owner = true;
        m_expiry->stop();
        m_journal.m_server = std::make_unique<LocalServer>(m_journal.m_options.folder);
        // Without its door this process still records; the others wait for the lock.
        (void)m_journal.m_server->open(*local);
        for (auto &[number, waiting] : std::exchange(m_waiting, {}))
            waiting.here(*local);
        return;
    }
    QFile door(wire::doorFile(m_journal.m_options.folder));
    if (!door.open(QIODevice::ReadOnly)) {
        refuseAll();
        later();
        return;
    }
    m_socket = new QLocalSocket(this);
    m_reader = wire::Reader(wire::kMaxAnswer);
    m_connected = false;
    connect(m_socket, &QLocalSocket::connected, this, [this] {
        m_connected = true;
        for (const auto &[number, waiting] : m_waiting)
            send(number, waiting);
        ask(waitingFor<JournalState>(
            request("state"), stateOf,
            [this](const Result<JournalState> &state) {
                if (state)
                    Q_EMIT m_journal.stateChanged(*state);
            },
            [](LocalJournal &) {}));
    });
    connect(m_socket, &QLocalSocket::readyRead, this, &DoorClient::read);
    connect(m_socket, &QLocalSocket::disconnected, this, &DoorClient::lost);
    connect(m_socket, &QLocalSocket::errorOccurred, this, &DoorClient::lost);
    m_socket->connectToServer(QString::fromUtf8(door.read(4096)));
}

// The lock cannot be taken, and there is nobody at the door: nobody owns the journal, and who waits is told at once.
void DoorClient::refuseAll()
{
    if (!m_cannotLock)
        return;
    for (auto &[number, waiting] : std::exchange(m_waiting, {}))
        waiting.answer(m_problem);
}

void DoorClient::later() { m_retry->start(kRetryMs); }

void DoorClient::lost()
{
    if (!m_socket)
        return;
    m_socket->disconnect(this);
    m_socket->deleteLater();
    m_socket = nullptr;
    if (!m_connected)
        refuseAll();
    m_retry->start(0); // the lock of a process that died is free at once
    if (m_waiting.empty())
        return;
    m_retry->start(kRetryMs);
}

void DoorClient::ask(Waiting waiting)
{
    if (LocalJournal *local = m_journal.owned()) {
        waiting.here(*local);
        return;
    }
    waiting.deadlineMs = nowMs() + m_answerWithinMs;
    const qint64 number = m_next++;
    if (m_socket && m_socket->state() == QLocalSocket::ConnectedState)
        send(number, waiting);
    m_waiting.emplace(number, std::move(waiting));
    if (m_expiry && !m_expiry->isActive())
        m_expiry->start(kExpiryMs);
}

void DoorClient::send(qint64 number, const Waiting &waiting)
{
    QJsonObject message = waiting.request;
    message.insert(QStringLiteral("n"), number);
    m_socket->write(wire::frame(message));
    m_socket->flush();
}

void DoorClient::read()
{
    m_reader.add(m_socket->readAll());
    while (const auto message = m_reader.next()) {
        const QString event = message->value(QLatin1String("event")).toString();
        if (event == QLatin1String("appended")) {
            Q_EMIT m_journal.appended(wire::entryFrom(message->value(QLatin1String("entry")).toObject()));
            continue;
        }
        if (event == QLatin1String("state")) {
            Q_EMIT m_journal.stateChanged(stateOf(*message));
            continue;
        }
        const auto node = m_waiting.extract(message->value(QLatin1String("n")).toInteger());
        if (node.empty())
            continue;
        if (message->contains(QLatin1String("error")))
            node.mapped().answer(wire::errorFrom(message->value(QLatin1String("error")).toObject()));
        else
            node.mapped().answer(*message);
    }
    if (m_reader.isBroken())
        lost();
}

void DoorClient::expire()
{
    const qint64 now = nowMs();
    while (!m_waiting.empty() && m_waiting.begin()->second.deadlineMs <= now) {
        const auto node = m_waiting.extract(m_waiting.begin());
        Error error = m_problem;
        if (m_socket)
            error = {.kind = Error::Kind::TimedOut,
                     .message = tr("The program that owns the journal did not answer in time"),
                     .hint = tr("Whether it was recorded is not known; look into the log before you try again")};
        node.mapped().answer(error);
    }
    if (m_waiting.empty())
        m_expiry->stop();
}

std::unique_ptr<Journal> openJournal(const QString &folder, const JournalOptions &options)
{
    const QString path = QDir(folder).absolutePath();
    LocalJournalOptions local{.folder = path,
                              .markFile = options.markFile,
                              .keys = options.keys,
                              .clock = options.clock,
                              .segmentBytes = options.segmentBytes,
                              .domain = options.domain,
                              .keepOpeningsDays = options.keepOpeningsDays,
                              .levelWithinMs = options.levelWithinMs};
    if (!local.keys)
        local.keys = std::make_shared<DeviceKeys>(
            DeviceKeyOptions{.path = options.keyFile.isEmpty() ? path + QStringLiteral(".keys") : options.keyFile,
                             .passphrase = options.passphrase,
                             .keychain = options.keychain,
                             .preferKeychain = options.preferKeychain,
                             .move = options.moveToKeychain});
    return std::make_unique<SharedJournal>(
        std::move(local), std::max(options.answerWithinMs, options.levelWithinMs + kAnswerAfterLevelMs));
}

} // namespace astern::connectors

#include "moc_sharedjournal.cpp"
