// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/logwords.h"

#include "models/base/format.h"
#include "models/command/record.h"

#include <QCoreApplication>

#include <algorithm>

namespace astern {
namespace {

using Sign = LogFact::Sign;

QString tr(const char *text) { return QCoreApplication::translate("LogWords", text); }

// Back-pressure of a sink, as the policy for a log that cannot be reached has it.
constexpr quint64 kAmberBehind = 1'000;
constexpr quint64 kRedBehind = 10'000;
constexpr qint64 kAmberMs = 15 * 60'000;
constexpr qint64 kRedMs = 4 * 3'600'000;
constexpr qint64 kUnderWayMs = 5 * 60'000;

QString number(quint64 value) { return format::count(qint64(value)); }

LogFact verified(const LogOverview &sight)
{
    const JournalState &state = sight.state;
    LogFact fact{.name = tr("Verified"), .words = {}, .note = {}, .sign = Sign::Calm, .entry = {}};
    fact.note = state.checkedMs > 0 ? tr("whole log %1 ago").arg(format::age(state.checkedMs, sight.nowMs))
                                    : tr("the whole log was never checked");
    if (state.checkingOf > 0) {
        fact.sign = Sign::Waiting;
        fact.words = tr("checking, %1").arg(format::ratio(double(state.checking) / double(state.checkingOf)));
        fact.note = tr("%1 of %2 entries").arg(number(state.checking), number(state.checkingOf));
    } else if (state.size == 0) {
        fact.words = tr("nothing to verify");
        fact.note.clear();
    } else if (state.verifiedTo == 0) {
        fact.sign = Sign::Waiting;
        fact.words = tr("not yet");
    } else {
        fact.words = tr("to %1").arg(format::entry(qint64(state.verifiedTo - 1)));
        fact.sign = state.verifiedTo < state.size ? Sign::Waiting : Sign::Calm;
    }
    return fact;
}

LogFact unresolved(const LogOverview &sight)
{
    LogFact fact{
        .name = tr("Without an outcome"), .words = tr("not known"), .note = {}, .sign = Sign::Unknown, .entry = {}};
    if (!sight.unresolved)
        return fact;
    const QList<UnresolvedIntent> &all = *sight.unresolved;
    // What was sent just now is still on its way.
    const bool old = !all.isEmpty() && sight.nowMs - all.constFirst().intent.wallMs > kUnderWayMs;
    fact.sign = all.isEmpty() ? Sign::Calm : old ? Sign::Amber : Sign::Waiting;
    fact.words = all.isEmpty() ? tr("none") : format::plural(all.size(), tr("1 intent"), tr("%1 intents"));
    fact.note = tr("everything sent was told back");
    if (!all.isEmpty()) {
        fact.entry = all.constFirst().intent.index;
        fact.note = recoveryWords(all.constFirst().intent, sight.nowMs);
    }
    return fact;
}

// How long what is not covered has waited: an anchor's age.
LogFact sealed(const LogOverview &sight)
{
    const JournalState &state = sight.state;
    LogFact fact{.name = tr("Checkpoint"),
                 .words = tr("none yet"),
                 .note = tr("nothing is sealed"),
                 .sign = Sign::Waiting,
                 .entry = {}};
    if (state.levels.sealed == 0)
        return fact;
    fact.words = tr("to %1").arg(format::entry(qint64(state.levels.sealed - 1)));
    const quint64 after = state.size - std::min(state.size, state.levels.sealed);
    fact.note = after == 0 ? tr("everything is sealed") : tr("%1 after it").arg(number(after));
    fact.sign = after == 0 ? Sign::Calm : Sign::Waiting;
    return fact;
}

LogFact sinks(const LogOverview &sight)
{
    LogFact fact{.name = tr("Remote sinks"),
                 .words = tr("none set up"),
                 .note = tr("the log is on this machine only"),
                 .sign = Sign::Waiting,
                 .entry = {}};
    if (!sight.sinks) {
        fact.words = tr("not known here");
        fact.note = tr("another process ships the log");
        return fact;
    }
    if (sight.sinks->isEmpty())
        return fact;
    const quint64 size = sight.state.size;
    quint64 most = 0;
    qint64 oldest = 0;
    int even = 0;
    quint64 rejected = 0;
    QString slowest;
    for (const SinkCursor &sink : *sight.sinks) {
        const quint64 behind = size - std::min(size, sink.acked);
        even += behind == 0 ? 1 : 0;
        rejected += quint64(sink.rejected.size());
        if (behind >= most && behind > 0) {
            most = behind;
            slowest = sink.sink;
        }
        if (behind > 0)
            oldest = std::max(oldest, sight.nowMs - sink.atMs);
    }
    fact.words = tr("%1 of %2, %3 behind").arg(even).arg(sight.sinks->size()).arg(number(most));
    fact.sign = most > kRedBehind || (most > 0 && oldest > kRedMs)       ? Sign::Red
                : most > kAmberBehind || (most > 0 && oldest > kAmberMs) ? Sign::Amber
                                                                         : Sign::Calm;
    if (rejected > 0) {
        fact.sign = Sign::Red;
        fact.note = tr("%1 rejected").arg(number(rejected));
    } else if (most > 0) {
        fact.note = tr("%1 answered %2 ago").arg(slowest, format::duration(std::max<qint64>(0, oldest)));
    } else {
        QStringList names;
        for (const SinkCursor &sink : *sight.sinks)
            names.append(sink.sink);
        fact.note = names.join(QStringLiteral(", "));
    }
    return fact;
}

LogFact witnessed(const LogOverview &sight)
{
    const JournalLevels &levels = sight.state.levels;
    LogFact fact{.name = tr("Elsewhere"),
                 .words = tr("not shared"),
                 .note = tr("a lone log: a checkpoint kept outside "
                            "is its anchor"),
                 .sign = Sign::Waiting,
                 .entry = {}};
    const SharedLogState &team = sight.state.shared;
    if (const TeamWords wrong = teamWords(team); team.worst() || !team.trouble.isEmpty()) {
        fact.words = wrong.text;
        fact.note = levels.shared > 0 ? tr("shared to %1").arg(format::entry(qint64(levels.shared - 1)))
                                      : tr("nothing is shared");
        fact.sign = wrong.loud ? Sign::Red : Sign::Amber;
        return fact;
    }
    if (levels.witnessed > 0) {
        fact.words = tr("witnessed to %1").arg(format::entry(qint64(levels.witnessed - 1)));
        fact.sign = Sign::Calm;
        fact.note = levels.shared > 0 ? tr("shared to %1").arg(format::entry(qint64(levels.shared - 1))) : QString();
    } else if (levels.shared > 0) {
        fact.words = tr("shared to %1").arg(format::entry(qint64(levels.shared - 1)));
        fact.note = tr("no other device has signed for it yet");
        fact.sign = levels.shared < sight.state.size ? Sign::Waiting : Sign::Calm;
    }
    return fact;
}

} // namespace

TeamWords teamWords(const SharedLogState &state)
{
    if (const SharedAlarm *alarm = state.worst())
        return {tr("shared log: %1").arg(alarm->words), true, alarm->hint};
    if (!state.trouble.isEmpty())
        return {tr("shared log away: %1").arg(state.trouble), false,
                tr("What goes forward waits for it, going back does not. It is tried again by itself.")};
    if (state.pendingWriters > 0)
        return {format::plural(state.pendingWriters, tr("shared log: 1 device waits for an administrator"),
                               tr("shared log: %1 devices wait for an administrator")),
                false, tr("`asternctl team enrol` approves one")};
    return {};
}

QString recoveryWords(const JournalEntry &intent, qint64 nowMs)
{
    const Result<IntentRecord> record = readIntent(intent);
    if (!record || intent.payload.contains(QLatin1String("campaign")))
        return tr("sends nothing: a person decides");
    return isProtective(record->kind) && nowMs - intent.wallMs < kResendWithinMs
               ? tr("the next start reads the target and sends again what is missing, under the same key")
               : tr("the next start reads the target and records how it is; nothing is sent again");
}

QList<LogFact> logFacts(const LogOverview &sight)
{
    return {verified(sight), unresolved(sight), sealed(sight), sinks(sight), witnessed(sight)};
}

std::optional<LogAlarm> logAlarm(const LogOverview &sight)
{
    const JournalState &state = sight.state;
    const QString check = tr("Do not delete anything. Run asternctl journal verify, and compare with another copy.");
    switch (state.state) {
    case JournalState::State::Truncated:
        return LogAlarm{tr("Entries are missing from the log"),
                        QStringLiteral("%1 %2").arg(state.words, check).trimmed()};
    case JournalState::State::Damaged:
        return LogAlarm{tr("The log is damaged"), QStringLiteral("%1 %2").arg(state.words, check).trimmed()};
    case JournalState::State::Refused:
        return LogAlarm{tr("Nothing can be recorded"), state.words};
    case JournalState::State::Opening:
    case JournalState::State::Open:
        break;
    }
    if (!state.finding.isEmpty())
        return LogAlarm{tr("The check of the whole log found damage"),
                        QStringLiteral("%1 %2").arg(state.finding, check)};
    if (const SharedAlarm *alarm = state.shared.worst())
        return LogAlarm{alarm->kind == SharedAlarm::Kind::GateLost ? tr("Somebody else decided first")
                                                                   : tr("The shared log is not as it was signed for"),
                        QStringLiteral("%1. %2").arg(alarm->words, alarm->hint)};
    if (!state.locked.isEmpty())
        return LogAlarm{tr("Only emergencies are recorded"),
                        tr("The key of this device is out of reach, and a key that stands in for it signs them: %1")
                            .arg(state.locked)};
    if (state.diskFull)
        return LogAlarm{tr("The disk is full"),
                        tr("Only emergencies are recorded, into the space that was kept for them. Free some space.")};
    return std::nullopt;
}

} // namespace astern
