// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/approval/authority.h"
#include "models/base/clock.h"
#include "models/base/uuid7.h"
#include "models/journal/journal.h"
#include "models/journal/outbox.h"
#include "models/rollout/deliverybackend.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>
#include <QTimer>

#include <algorithm>

// The world behind the dispatcher, in memory and scripted, for failure paths.
namespace astern {

// Keeps what was recorded; the i-th append can fail.
class FakeJournal : public Journal, public Outbox {
    Q_OBJECT
public:
    int failAt = -1;   // number of the append that fails, from 0
    bool full = false; // every append fails
    bool unreadable = false;
    bool levelMissing = false;  // entries that need more than this device are logged here, and refused in time
    QList<JournalLevel> levels; // that were asked for
    QList<JournalEntry> log;

    using Journal::append;
    void append(const Draft &draft, JournalLevel level, Done<Receipt> done) override
    {
        levels.append(level);
        if (m_calls++ == failAt || full) {
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
    QList<SinkCursor> sinks;
    [[nodiscard]] Outbox *outbox() override { return this; }
    void leaves(quint64, int, Done<QList<LoggedLeaf>> done) override { done(QList<LoggedLeaf>()); }
    void cursors(Done<QList<SinkCursor>> done) override { done(sinks); }
    void advance(const SinkCursor &, Done<Ok> done) override { done(Ok{}); }
    int verifications = 0;
    void verifyNow(Done<Ok> done) override
    {
        ++verifications;
        done(Ok{});
    }

    QList<Erasure> erasures;
    std::optional<Error> eraseFails;
    void erase(const Erasure &erasure, Done<Receipt> done) override
    {
        erasures.append(erasure);
        if (eraseFails)
            return later([done, error = *eraseFails] { done(error); });
        append(Draft{.kind = QStringLiteral("privacy.erase")}, JournalLevel::Local, std::move(done));
    }
    void hold(const PrivacyHold &hold, Done<Receipt> done) override
    {
        Draft draft{.kind = QStringLiteral("privacy.hold")};
        draft.fields.insert(QStringLiteral("hold"), QJsonObject{{QStringLiteral("subject"), hold.subject},
                                                                {QStringLiteral("basis"), hold.basis},
                                                                {QStringLiteral("lifted"), hold.lifted}});
        append(draft, JournalLevel::Local, std::move(done));
    }

    bool away = false;      // nothing can be read
    int reads = 0;          // questions for entries
    qint64 summaryMost = 0; // entries in one answer of summary(); 0: all
    void entries(const JournalQuery &query, Done<QList<JournalEntry>> done) override
    {
        ++reads;
        if (away)
            return done(gone());
        QList<JournalEntry> found;
        for (const JournalEntry &entry : log) {
            if (isAsked(entry, query))
                found.append(entry);
        }
        if (!query.after)
            std::reverse(found.begin(), found.end());
        done(found.mid(0, query.limit));
    }
    void summary(const JournalSummaryQuery &query, Done<JournalSummary> done) override
    {
        if (away)
            return done(gone());
        JournalSummary summary;
        summary.size = quint64(log.size());
        QMap<std::pair<qint64, QString>, qint64> counts;
        qint64 seen = 0;
        QList<JournalEntry> inTime = log;
        std::stable_sort(inTime.begin(), inTime.end(),
                         [](const JournalEntry &a, const JournalEntry &b) { return a.wallMs < b.wallMs; });
        for (const JournalEntry &entry : inTime) {
            const qint64 start = entry.wallMs / query.pieceMs * query.pieceMs;
            JournalQuery like{.service = query.service, .environment = query.environment, .cell = query.cell};
            if (start < query.fromMs / query.pieceMs * query.pieceMs || start >= query.toMs || !isAsked(entry, like))
                continue;
            if (summaryMost > 0 && seen >= summaryMost && !counts.isEmpty() && start > counts.lastKey().first) {
                summary.nextMs = start;
                break;
            }
            ++seen;
            ++counts[{start, entry.kind}];
        }
        for (auto count = counts.cbegin(); count != counts.cend(); ++count)
            summary.pieces.append({count.key().first, count.key().second, count.value()});
        done(summary);
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
        QSet<QString> ended(m_ended.cbegin(), m_ended.cend());
        for (const JournalEntry &entry : log) { // put into the log whole
            const QJsonArray links = entry.payload.value(QLatin1String("links")).toArray();
            for (const auto link : links)
                ended.insert(link.toObject().value(QLatin1String("id")).toString());
        }
        QList<UnresolvedIntent> all;
        for (const JournalEntry &entry : log) {
            if (entry.kind.endsWith(QLatin1String(".intent")) && !ended.contains(entry.id))
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
    [[nodiscard]] static Error gone()
    {
        return {.kind = Error::Kind::Unreachable, .message = QStringLiteral("The log does not answer")};
    }
    [[nodiscard]] static bool isAsked(const JournalEntry &entry, const JournalQuery &query)
    {
        const QJsonObject subject = entry.payload.value(QLatin1String("subject")).toObject();
        const auto is = [&subject](const char *key, const QString &wanted) {
            return wanted.isEmpty() || subject.value(QLatin1String(key)).toString() == wanted;
        };
        const auto ofKind = [&entry](const QString &kind) {
            return kind.endsWith(QLatin1Char('.')) ? entry.kind.startsWith(kind) : entry.kind == kind;
        };
        const QStringList words = query.text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
        QString said;
        if (!words.isEmpty()) {
            said = QString::fromUtf8(QJsonDocument(entry.payload).toJson()) + entry.kind;
            for (const QString &opening : entry.personal)
                said += QLatin1Char(' ') + opening;
        }
        return (query.before == 0 || entry.index < query.before) &&
               (!query.after || *query.after == JournalQuery::kOldest || entry.index > *query.after) &&
               (query.saga.isEmpty() || entry.saga == query.saga) && is("service", query.service) &&
               is("environment", query.environment) && is("cell", query.cell) && entry.kind.startsWith(query.kind) &&
               (query.kinds.isEmpty() || std::any_of(query.kinds.cbegin(), query.kinds.cend(), ofKind)) &&
               (query.fromMs == 0 || entry.wallMs >= query.fromMs) && (query.toMs == 0 || entry.wallMs < query.toMs) &&
               std::all_of(words.cbegin(), words.cend(),
                           [&said](const QString &word) { return said.contains(word, Qt::CaseInsensitive); });
    }
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
    AuthorityAnswer now{.allowed = true}; // at dispatch
    [[nodiscard]] AuthorityAnswer may(const Plan &, const Actor &) const override { return answer; }
    [[nodiscard]] AuthorityAnswer mayNow(const Plan &, const Actor &, const Observation &) const override
    {
        return now;
    }
    [[nodiscard]] Actor self() const override { return {.ref = QStringLiteral("p-1")}; }
};

} // namespace astern
