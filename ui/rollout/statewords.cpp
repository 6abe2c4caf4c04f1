// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rollout/statewords.h"

#include "models/base/format.h"
#include "ui/rollout/chartpicture.h"

#include <QCoreApplication>

namespace astern::ui {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("RolloutPage", text); }

} // namespace

Status statusOf(BoardState state)
{
    switch (state) {
    case BoardState::Failing:
    case BoardState::OverLimit:
    case BoardState::FailingToProgress:
        return Status::Failing;
    case BoardState::RollingBack:
        return Status::RolledBack;
    case BoardState::Suspect:
        return Status::Suspect;
    case BoardState::WaitsForYou:
        return Status::YourTurn;
    case BoardState::Unknown:
        return Status::Unknown;
    case BoardState::External:
        return Status::External;
    case BoardState::Healthy:
        return Status::Healthy;
    case BoardState::Running:
        return Status::Running;
    case BoardState::Held:
        return Status::Held;
    case BoardState::NoVerdict:
        return Status::NoVerdict;
    case BoardState::RolledBack:
        return Status::RolledBack;
    case BoardState::Serving:
        return Status::Finished;
    }
    return Status::Unknown;
}

Tone textTone(BoardState state)
{
    if (state == BoardState::RollingBack)
        return Tone::CriticalText;
    return isUrgent(state) ? look(statusOf(state)).text : Tone::InkPrimary;
}

QString stateFor(const BoardRow &row, qint64 nowMs)
{
    if (row.sinceMs <= 0)
        return words(row.state);
    return tr("%1 for %2").arg(words(row.state), format::age(row.sinceMs, nowMs));
}

QList<TextRun> headline(const BoardRow &row, qint64 nowMs)
{
    QList<TextRun> runs{{stateFor(row, nowMs), textTone(row.state), TextStyle::Strong}};
    if (!row.stateReason.isEmpty())
        runs.append({QStringLiteral("   ") + row.stateReason, Tone::InkPrimary, TextStyle::Body});
    if (!row.next.isEmpty()) {
        const QString next = row.nextBy.isEmpty() ? row.next : tr("policy %1 %2").arg(row.nextBy, row.next);
        runs.append(
            {QStringLiteral("   ") + next, row.judged ? Tone::InkPrimary : Tone::InkSecondary, TextStyle::Body});
        if (row.nextAtMs > nowMs)
            runs.append({tr(" in %1").arg(format::duration((row.nextAtMs - nowMs) / 1000 * 1000)), Tone::InkPrimary,
                         TextStyle::Strong});
        if (!row.nextBy.isEmpty())
            runs.append({tr(" unless somebody holds it"), Tone::InkPrimary, TextStyle::Body});
    }
    return runs;
}

QList<Excess> excesses(const Session &session, const Placement &placement, qint64 nowMs)
{
    QList<Excess> out;
    const ServiceConfig *service = session.workspace().service(placement.service);
    if (!service)
        return out;
    for (const SignalSpec &spec : service->signalSpecs) {
        const BoardSignal now = readSignal(session, placement.key(), spec, shownRole(session, placement), nowMs);
        const std::optional<LimitValue> limit = limitOf(spec);
        if (now.over() && limit)
            out.append(
                {spec.title, valueText(spec, now.reading.value).together(), valueText(spec, limit->value).together()});
    }
    return out;
}

} // namespace astern::ui
