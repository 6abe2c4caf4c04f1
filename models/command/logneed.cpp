// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/command/logneed.h"

#include "models/base/format.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <algorithm>

namespace astern {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("LogNeed", text); }

struct Missing {
    QStringList names;
    QStringList reasons;
    QString where;
};

// Whoever does not ship knows nothing of sinks: what it appends is answered by the one who does.
void lookAtRequired(const LogSight &sight, Missing &missing)
{
    if (!sight.shipping.shipping)
        return;
    for (const SinkState &sink : sight.shipping.sinks) {
        if (!sink.required)
            continue;
        QString why;
        if (sink.state == SinkState::State::Retrying || sink.state == SinkState::State::Refused)
            why = sink.words;
        else if (sink.pressure == SinkState::Pressure::Red)
            why = tr("%1 entries wait for it").arg(format::count(qint64(sink.due)));
        if (why.isEmpty())
            continue;
        missing.names.append(sink.name);
        missing.reasons.append(QStringLiteral("%1: %2").arg(sink.name, why));
        if (missing.where.isEmpty())
            missing.where = sink.where;
    }
}

// A lone desktop's own disk is all there is until a copy elsewhere has the log: an old copy proves little.
std::optional<Error> oldAnchor(const LogSight &sight)
{
    if (!sight.shipping.shipping)
        return std::nullopt;
    const SinkState *best = nullptr;
    for (const SinkState &sink : sight.shipping.sinks) {
        if (!sink.proves || sink.state == SinkState::State::Waiting)
            continue;
        const bool newer = best && (best->due == 0 || best->lastAckMs >= sink.lastAckMs);
        if (!newer || sink.due == 0)
            best = &sink;
    }
    if (!best || best->due == 0 || sight.nowMs - std::max(best->lastAckMs, best->oldestMs) <= kAnchorMs)
        return std::nullopt;
    return Error{
        .kind = Error::Kind::Refused,
        .message = best->lastAckMs > 0 ? tr("The last copy of the log elsewhere is %1 old (%2)")
                                             .arg(format::duration(sight.nowMs - best->lastAckMs), best->name)
                                       : tr("No copy of the log elsewhere has been made (%1)").arg(best->name),
        .where = best->where,
        .hint = tr("Bring the sink back, then try again, or hold. Going back is always possible. %1").arg(best->words)};
}

// What waits finds out by appending; what does not wait says what it did not wait for.
void lookAtTeam(const LogSight &sight, bool waits, Missing &missing)
{
    if (sight.config.team.isEmpty() || (sight.teamTrouble.isEmpty() && (sight.teamKnown || waits)))
        return;
    missing.names.append(kTeamName);
    missing.reasons.append(
        tr("the shared log: %1").arg(sight.teamTrouble.isEmpty() ? tr("it has not answered yet") : sight.teamTrouble));
    missing.where = sight.config.team.host;
}

} // namespace

void LogSight::setTeam(const SharedLogState &state)
{
    teamTrouble = state.trouble;
    teamKnown = state.isKnown();
}

QString toString(JournalLevel level)
{
    switch (level) {
    case JournalLevel::Local:
        return QStringLiteral("local");
    case JournalLevel::Shared:
        return QStringLiteral("shared");
    case JournalLevel::Sealed:
        return QStringLiteral("sealed");
    case JournalLevel::Witnessed:
        return QStringLiteral("witnessed");
    case JournalLevel::Shipped:
        return QStringLiteral("shipped");
    }
    return {};
}

LogAction logActionOf(PlanKind kind)
{
    switch (kind) {
    case PlanKind::FlagOn:
    case PlanKind::FlagOff:
    case PlanKind::FlagPercent:
        return LogAction::Flag;
    default:
        return LogAction::Promotion;
    }
}

namespace {

// What of `required` cannot be had now.
Missing missingFor(JournalLevel required, const LogSight &sight, bool waits)
{
    Missing missing;
    if (required > JournalLevel::Local)
        lookAtTeam(sight, waits, missing);
    if (required == JournalLevel::Shipped)
        lookAtRequired(sight, missing);
    return missing;
}

Error notSafeEnough(const Missing &missing)
{
    return {.kind = Error::Kind::Refused,
            .message =
                tr("It cannot be recorded as safely as it must be: %1").arg(missing.reasons.join(QStringLiteral("; "))),
            .where = missing.where,
            .hint = tr("Try again when it is back, or hold. Going back is always possible.")};
}

} // namespace

LogVerdict judgeLog(PlanKind kind, const QString &environment, bool production, const LogSight &sight)
{
    const LogAction action = logActionOf(kind);
    const bool said = sight.config.needs.value(environment).contains(action);
    LogVerdict verdict;
    // Flags are for trying things out where nobody is harmed.
    verdict.required = action == LogAction::Flag && !production && !said ? JournalLevel::Local
                                                                         : sight.config.need(action, environment);
    const Missing missing = missingFor(verdict.required, sight, !isProtective(kind));
    if (isProtective(kind)) {
        verdict.missing = missing.names;
        verdict.reason = missing.reasons.join(QStringLiteral("; "));
        return verdict;
    }
    verdict.level = verdict.required;
    if (!missing.names.isEmpty()) {
        verdict.refused = notSafeEnough(missing);
    } else if (!said && verdict.required == JournalLevel::Local && sight.config.team.isEmpty() &&
               action == LogAction::Promotion) {
        verdict.refused = oldAnchor(sight);
    }
    return verdict;
}

LogVerdict judgeLog(LogAction action, const QString &environment, const LogSight &sight)
{
    LogVerdict verdict;
    verdict.required = verdict.level = sight.config.need(action, environment);
    const Missing missing = missingFor(verdict.required, sight, true);
    if (!missing.names.isEmpty())
        verdict.refused = notSafeEnough(missing);
    return verdict;
}

void markLevel(const LogVerdict &verdict, Draft &draft)
{
    if (verdict.required != JournalLevel::Local)
        draft.fields.insert(QStringLiteral("level_required"), int(verdict.required));
    if (!verdict.isDegraded())
        return;
    draft.fields.insert(QStringLiteral("degraded"),
                        QJsonObject{{QStringLiteral("missing"), QJsonArray::fromStringList(verdict.missing)},
                                    {QStringLiteral("reason"), verdict.reason.left(1'000)}});
}

QStringList missingOf(const JournalEntry &entry)
{
    QStringList missing;
    const QJsonArray names =
        entry.payload.value(QLatin1String("degraded")).toObject().value(QLatin1String("missing")).toArray();
    for (const QJsonValue &name : names)
        missing.append(name.toString());
    return missing;
}

bool hasCaughtUp(const QStringList &missing, quint64 index, const ShippingState &shipping, const JournalLevels &levels)
{
    return std::all_of(missing.cbegin(), missing.cend(), [&](const QString &name) {
        if (name == kTeamName)
            return levels.shared > index;
        const SinkState *sink = shipping.sink(name);
        // One that the workspace no longer has is not waited for.
        return sink ? sink->acked > index && !sink->rejected.contains(index) : shipping.shipping;
    });
}

} // namespace astern
