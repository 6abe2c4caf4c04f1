// SPDX-License-Identifier: GPL-3.0-or-later
// The thread, and shipping: own entries to the store. What is read of it: sharedlogcheck.cpp; heads:
// sharedlogheads.cpp; what is told of it: sharedlogstate.cpp.
#include "models/journal/sharedlog.h"

#include "models/journal/canonical.h"
#include "models/journal/envelope.h"
#include "models/journal/outbox.h"

namespace astern {
namespace {

constexpr int kBatch = 64;
constexpr qint64 kNotifyEveryMs = 200;
constexpr qint64 kLongestRetryMs = 15'000;

Result<QJsonObject> payloadOf(const QByteArray &leaf)
{
    const auto opened = Envelope::open(leaf);
    return opened ? fromCanonical(opened->payload) : Result<QJsonObject>(opened.error());
}

} // namespace

SharedLog::SharedLog(Journal &journal, SharedLogOptions options, QObject *parent)
    : QObject(parent), m_journal(journal), m_options(std::move(options))
{
    qRegisterMetaType<SharedLogState>();
    qRegisterMetaType<SharedAlarm>();
    if (!m_options.clock)
        m_options.clock = std::make_shared<SystemClock>();
    m_now.state = m_state.state = SharedLogState::State::Waiting;
    QObject::connect(&m_journal, &Journal::appended, this, [this] { m_options.store->wake(); }, Qt::DirectConnection);
    m_thread = std::thread([this] { run(); });
}

SharedLog::~SharedLog()
{
    m_journal.disconnect(this);
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_options.store->cancel();
    m_wake.notify_one();
    m_thread.join();
}

void SharedLog::checkNow()
{
    {
        const std::lock_guard lock(m_mutex);
        m_checkWanted = true;
    }
    m_wake.notify_one();
    m_options.store->wake();
}

void SharedLog::pause(int ms)
{
    std::unique_lock lock(m_mutex);
    m_wake.wait_for(lock, std::chrono::milliseconds(ms), [this] { return m_stop || m_checkWanted; });
}

bool SharedLog::stopping() const
{
    const std::lock_guard lock(m_mutex);
    return m_stop;
}

void SharedLog::run()
{
    while (true) {
        {
            const std::lock_guard lock(m_mutex);
            if (m_stop)
                return;
            if (std::exchange(m_checkWanted, false))
                m_checkAt = 0;
        }
        round();
    }
}

void SharedLog::round()
{
    if (!m_journal.outbox()) {
        setState(SharedLogState::State::Waiting);
        pause(500);
        return;
    }
    if (auto done = connect(); !done) {
        away(done.error());
        pause(int(m_retryMs));
        m_retryMs = std::min(m_retryMs * 2, kLongestRetryMs);
        return;
    }
    Step done = Ok{};
    const bool audits = now() >= m_checkAt;
    if (audits || m_lookNow) {
        m_lookNow = false;
        m_tampered = m_tampered && !audits; // what was found stands until it was looked at again
        m_refusal.reset();
        done = check(audits);
        if (audits)
            m_checkAt = now() + m_options.checkMs;
        // A store that was tampered with still takes entries; the alarm is out.
        if (!done && m_tampered)
            done = Ok{};
    }
    if (done)
        done = ship();
    if (done && m_sweeping) {
        done = sweep();
        if (!done && m_tampered)
            done = Ok{};
    }
    if (done && !m_tampered)
        done = heads();
    if (done) {
        m_retryMs = 1'000;
        if (m_now.state != SharedLogState::State::Forked)
            setState(SharedLogState::State::Following);
        tellOthers();
        qint64 until = m_checkAt;
        if (m_notifyDue)
            until = std::min(until, m_notifyAt);
        if (m_waitsTurn)
            until = std::min(until, now() + 100);
        if (m_headAt > now())
            until = std::min(until, m_headAt);
        if (m_sweeping)
            until = now();
        const auto noticed = m_options.store->waitForNotice(int(std::max<qint64>(0, until - now())));
        if (noticed && *noticed)
            m_lookNow = true;
        if (!noticed)
            done = noticed.error();
    }
    if (!done) {
        away(done.error());
        if (m_options.store->connected())
            pause(1'000); // an alarm, or the own disk: the store itself is there
    }
}

Result<Ok> SharedLog::connect()
{
    if (m_options.store->connected())
        return Ok{};
    if (m_now.state != SharedLogState::State::Away)
        setState(SharedLogState::State::Connecting);
    if (!m_mirror) {
        auto mirror = SharedMirror::open(m_options.mirrorFile);
        if (!mirror)
            return mirror.error();
        m_mirror = std::move(mirror).value();
        m_names = readNames(namesFile(m_options.mirrorFile));
        const auto beside = m_mirror->kept(kBeside);
        if (!beside)
            return beside.error();
        m_beside = *beside;
    }
    if (m_writer.isEmpty()) {
        if (auto done = learnWho(); !done)
            return done;
    }
    m_checkAt = 0;
    if (auto done = m_options.store->connect(); !done || !m_options.signsHeads)
        return done;
    const auto signs = m_options.store->signsHeads();
    m_operator = signs && *signs;
    return signs ? Result<Ok>(Ok{}) : Result<Ok>(signs.error());
}

Result<Ok> SharedLog::learnWho()
{
    const auto first = ask<QList<LoggedLeaf>>(
        [this](Done<QList<LoggedLeaf>> done) { m_journal.outbox()->leaves(0, 1, std::move(done)); });
    if (!first)
        return first.error();
    if (first->isEmpty())
        return Error{.kind = Error::Kind::Unavailable, .message = tr("The journal of this device is still empty")};
    const auto payload = payloadOf(first->first().leaf);
    if (!payload)
        return payload.error();
    m_writer = payload->value(QLatin1String("writer")).toObject().value(QLatin1String("id")).toString();
    return Ok{};
}

Result<Ok> SharedLog::ship()
{
    m_waitsTurn = false;
    if (m_now.state == SharedLogState::State::Forked) {
        cannot({.kind = Error::Kind::Conflict,
                .message = tr("This device's journal contradicts what the shared log has of it")});
        return Ok{};
    }
    while (!m_refusal) {
        const auto leaves = ask<QList<LoggedLeaf>>(
            [this](Done<QList<LoggedLeaf>> done) { m_journal.outbox()->leaves(m_next, kBatch, std::move(done)); });
        if (!leaves)
            return leaves.error();
        if (leaves->isEmpty())
            break;
        const quint64 before = m_next;
        bool again = false;
        for (const LoggedLeaf &leaf : *leaves) {
            if ((m_waitsTurn = waitsForTurn(leaf)))
                break;
            if (auto done = file(leaf, again); !done)
                return done;
            if (again || m_refusal)
                break;
        }
        if (m_next > before || again)
            m_journal.setReached(JournalLevel::Shared, m_next);
        if (m_next > before) {
            m_notifyDue = true;
            tellOthers();
            const SinkCursor cursor{.sink = QStringLiteral("team"),
                                    .acked = m_next,
                                    .atMs = m_options.clock->wallMs(),
                                    .proof = origin().toUtf8()};
            // A cursor that is ahead, from before a loss, stays where it is.
            m_journal.outbox()->advance(cursor, [](const Result<Ok> &) {});
        }
        if (m_waitsTurn)
            break;
    }
    if (auto done = beside(); !done)
        return done;
    const auto state = ask<JournalState>([this](Done<JournalState> done) { m_journal.state(std::move(done)); });
    if (!state)
        return state.error();
    m_now.sent = m_next;
    m_now.waiting = state->size > m_next ? state->size - m_next : 0;
    if (m_refusal)
        cannot(*m_refusal);
    else
        can(m_next); // says that the store is there, too
    return Ok{};
}

Result<Ok> SharedLog::file(const LoggedLeaf &leaf, bool &again)
{
    const auto filed = m_options.store->append(leaf.leaf);
    if (!filed)
        return filed.error();
    const auto refuse = [&](SharedAlarm::Kind kind, const QString &words, const QString &hint) {
        m_refusal = Error{.kind = Error::Kind::NotPermitted, .message = words, .hint = hint};
        raise({kind, leaf.index, words, hint, m_options.clock->wallMs()});
    };
    switch (filed->status) {
    case Filed::Status::Ok:
    case Filed::Status::Dup:
        m_next = leaf.index + 1;
        heal(SharedAlarm::Kind::NotYours);
        heal(SharedAlarm::Kind::Refused);
        break;
    case Filed::Status::Stale: {
        const auto payload = payloadOf(leaf.leaf);
        const QString gate = payload ? payload->value(QLatin1String("gate")).toString() : QString();
        const qint64 generation = payload ? payload->value(QLatin1String("gate_gen")).toInteger() : 0;
        m_journal.setLost(leaf.index,
                          {.kind = Error::Kind::Conflict,
                           .message = tr("Somebody else decided first: generation %1 of %2 is taken; the newest is %3")
                                          .arg(generation)
                                          .arg(gate, filed->why),
                           .where = gate,
                           .hint = tr("Look at what was decided, and decide again if it still matters")});
        raise({SharedAlarm::Kind::GateLost, leaf.index,
               tr("The decision of entry %1 was not the first: generation %2 of %3 was taken by another entry")
                   .arg(leaf.index)
                   .arg(generation)
                   .arg(gate),
               tr("Look at what was decided, and decide again if it still matters"), m_options.clock->wallMs()});
        Q_EMIT gateLost(leaf.index, gate, generation);
        m_next = leaf.index + 1;
        break;
    }
    case Filed::Status::Gap:
        // The store lost entries that it had, or never had them: from there on, in order.
        if (filed->at >= leaf.index)
            return Error{.kind = Error::Kind::Malformed,
                         .message = tr("The team store asks for an entry that it was sent")};
        m_next = filed->at;
        m_beside = std::min(m_beside, m_next);
        again = true;
        break;
    case Filed::Status::Fork:
        forked(leaf.index, filed->why);
        break;
    case Filed::Status::NotYours:
        refuse(SharedAlarm::Kind::NotYours, tr("This login may not file entries of this device (%1)").arg(m_writer),
               tr("Ask for `asternctl team enrol` with the card that `asternctl team card` prints here"));
        break;
    case Filed::Status::Malformed:
        refuse(SharedAlarm::Kind::Refused,
               tr("The team store does not take entry %1 of this device: %2").arg(leaf.index).arg(filed->why),
               tr("Nothing behind it can be filed. Report it with `asternctl journal verify`"));
        break;
    }
    return Ok{};
}

void SharedLog::forked(quint64 index, const QString &why)
{
    m_refusal = Error{.kind = Error::Kind::Conflict,
                      .message = tr("This device's journal contradicts what the shared log has of it")};
    setState(SharedLogState::State::Forked);
    raise({SharedAlarm::Kind::Forked, index,
           tr("The shared log has another entry %1 of this device (%2): its journal was copied or restored, and both "
              "go on. "
              "Nothing more of this device is filed")
               .arg(index)
               .arg(why),
           tr("Stop the other copy and keep both journals: the contradicting entry is in the store's table fork. Then "
              "begin "
              "a new journal on this device, and enrol it"),
           m_options.clock->wallMs()});
}

// A lost entry takes its old place where the ones before it come back in time: then the log is the one that was
// witnessed.
bool SharedLog::waitsForTurn(const LoggedLeaf &leaf)
{
    const auto place = m_mirror->lostAt(leaf.leafHash);
    if (!place || !*place)
        return false;
    const auto head = m_options.store->head();
    if (!head || head->size >= **place)
        return false;
    if (m_turnFor != leaf.index || m_turnSince == 0) {
        m_turnFor = leaf.index;
        m_turnSince = now();
    }
    return now() - m_turnSince < m_options.turnMs;
}

void SharedLog::tellOthers()
{
    if (!m_notifyDue || now() < m_notifyAt)
        return;
    if (m_options.store->notify()) {
        m_notifyDue = false;
        m_notifyAt = now() + kNotifyEveryMs;
    }
}

Result<QByteArray> SharedLog::secret(const QString &name)
{
    auto known = m_options.keys->load(name);
    if (known || known.error().kind != Error::Kind::NotFound)
        return known;
    const QByteArray fresh = randomBytes(32);
    if (auto done = m_options.keys->store(name, fresh); !done)
        return done.error();
    return fresh;
}

} // namespace astern
