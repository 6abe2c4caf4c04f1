// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/approval/authority.h"
#include "models/base/clock.h"
#include "models/base/uuid7.h"
#include "models/journal/journal.h"
#include "models/rollout/deliverybackend.h"

#include <QTimer>

// The world behind the dispatcher, in memory and scripted, for failure paths.
namespace astern {

// Keeps what was recorded; the i-th append can fail.
class FakeJournal : public Journal {
    Q_OBJECT
public:
    int failAt = -1; // number of the append that fails, from 0
    bool unreadable = false;
    bool levelMissing = false;  // entries that need more than this device are logged here, and refused in time
    QList<JournalLevel> levels; // that were asked for
    QList<JournalEntry> log;

    using Journal::append;
    void append(const Draft &draft, JournalLevel level, Done<Receipt> done) override
    {
        levels.append(level);
        if (m_calls++ == failAt) {
            return later([done] { done(Error{.kind = Error::Kind::Storage, .message = QStringLiteral("disk full")}); });
        }
        JournalEntry entry;
        entry.index = quint64(log.size());
        entry.id = Uuid7::next();
        entry.kind = draft.kind;
        entry.saga = draft.saga;
        entry.leafHash = QStringLiteral("%1").arg(entry.index, 64, 16, QLatin1Char('0'));
        entry.wallMs = SystemClock().wallMs();
        entry.payload = draft.fields;
        entry.personal = draft.personal;
        log.append(entry);
        for (const EntryLink &link : draft.links) {
            if (link.rel == EntryLink::Rel::OutcomeOf) {
                m_ended.append(link.id);
                m_outcomes.insert(entry.id, link.id);
            }
        }
        if (levelMissing && level != JournalLevel::Local) {
            return later([done] {
                done(Error{.kind = Error::Kind::TimedOut, .message = QStringLiteral("nobody confirmed it in time")});
            });
        }
        later([done, entry] { done(Receipt{.index = entry.index, .id = entry.id, .leafHash = entry.leafHash}); });
    }
    // Newest first, of one saga or of all.
    void entries(const JournalQuery &query, Done<QList<JournalEntry>> done) override
    {
        QList<JournalEntry> found;
        for (auto entry = log.crbegin(); entry != log.crend(); ++entry) {
            if (query.saga.isEmpty() || entry->saga == query.saga)
                found.append(*entry);
        }
        done(found);
    }
    void unresolved(Done<QList<UnresolvedIntent>> done) override
    {
        if (unreadable)
            return done(Error{.kind = Error::Kind::Storage, .message = QStringLiteral("the index cannot be read")});
        done(open());
    }
    void state(Done<JournalState> done) override { done(JournalState{}); }

    [[nodiscard]] QList<UnresolvedIntent> open() const
    {
        QList<UnresolvedIntent> all;
        for (const JournalEntry &entry : log) {
            if (entry.kind.endsWith(QLatin1String(".intent")) && !m_ended.contains(entry.id))
                all.append({entry});
        }
        return all;
    }
    // As if the process had died when it held only so many entries.
    void forget(qsizetype kept)
    {
        log.resize(kept);
        m_ended.clear();
        for (const JournalEntry &entry : log) {
            if (m_outcomes.contains(entry.id))
                m_ended.append(m_outcomes.value(entry.id));
        }
    }
    [[nodiscard]] QStringList kinds() const
    {
        QStringList all;
        for (const JournalEntry &entry : log)
            all.append(entry.kind);
        return all;
    }
    [[nodiscard]] QString lastResult() const
    {
        return log.isEmpty() ? QString()
                             : log.last()
                                   .payload.value(QLatin1String("outcome"))
                                   .toObject()
                                   .value(QLatin1String("result"))
                                   .toString();
    }

private:
    void later(std::function<void()> call) { QTimer::singleShot(0, this, std::move(call)); }
    int m_calls = 0;
    QStringList m_ended;
    QHash<QString, QString> m_outcomes; // the intents that they end
};

// One object that obeys, or not.
class FakeBackend : public DeliveryCommands {
    Q_OBJECT
public:
    Rollout now;
    Capability can{Support::Native, Idempotency::Safe, {}};
    std::function<void(const DeliveryCommand &, Rollout &)> effect; // what a command does to `now`
    QList<Error> answers;            // for the next commands: an error instead of an answer, taken in order
    bool effectDespiteError = false; // the request arrived, only its answer was lost
    QList<DeliveryCommand> sent;
    QStringList keys;
    QList<qsizetype> intentsAtSend; // in the log at the instant a request left
    const FakeJournal *journal = nullptr;

    [[nodiscard]] Capability capability(DeliveryAction, const Rollout &) const override { return can; }
    void read(const ObjectRef &, Done<Rollout> done) override
    {
        QTimer::singleShot(0, this, [this, done] { done(now); });
    }
    void mayI(DeliveryAction, const ObjectRef &, Done<Permission> done) override { done(Permission{true, {}}); }
    void apply(const LoggedIntent &intent, const DeliveryCommand &command, Done<Accepted> done) override
    {
        sent.append(command);
        keys.append(intent.key());
        intentsAtSend.append(journal ? journal->kinds().count(QStringLiteral("rollback.intent")) : 0);
        const bool fails = !answers.isEmpty();
        if ((!fails || effectDespiteError) && effect)
            effect(command, now);
        const Result<Accepted> answer = fails ? Result<Accepted>(answers.takeFirst()) : Result<Accepted>(Accepted{});
        QTimer::singleShot(0, this, [done, answer] { done(answer); });
    }
};

class FakeAuthority : public Authority {
public:
    AuthorityAnswer answer{.allowed = true};
    [[nodiscard]] AuthorityAnswer may(const Plan &, const Actor &) const override { return answer; }
    [[nodiscard]] Actor self() const override { return {.ref = QStringLiteral("p-1")}; }
};

} // namespace astern
