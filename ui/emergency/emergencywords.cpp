// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/emergency/emergencywords.h"

#include "models/base/format.h"
#include "models/views/boardrow.h"
#include "ui/rollout/statewords.h"

#include <QCoreApplication>

#include <algorithm>

namespace astern::ui {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("EmergencySheet", text); }

} // namespace

Zone zoneOf(const Workspace &workspace, const QString &environment)
{
    const EnvironmentConfig *config = workspace.environment(environment);
    const bool production = config && config->isProtected;
    // Nothing in a sandbox is real: that goes before anything else it may call itself.
    if (workspace.sandbox)
        return {tr("SANDBOX"), false, true};
    return production ? Zone{tr("PRODUCTION"), true, false} : Zone{environment, false, false};
}

Zone zoneOf(const Workspace &workspace)
{
    Zone zone;
    for (const EnvironmentConfig &environment : workspace.environments) {
        const Zone next = zoneOf(workspace, environment.id);
        if (zone.text.isEmpty() || (next.production && !zone.production))
            zone = next;
    }
    return zone;
}

QString placeName(const Placement &placement) { return tr("%1 in %2").arg(placement.service, placement.where()); }

QString worstPlacement(const Session &session, const QStringList &environments, qint64 nowMs)
{
    QString worst;
    int rank = 0;
    qint64 since = 0;
    for (const Placement &placement : session.workspace().placements()) {
        if (!environments.isEmpty() && !environments.contains(placement.environment))
            continue;
        const BoardRow row = makeBoardRow(session, placement, nowMs);
        if (!isUrgent(row.state))
            continue;
        const bool longer = row.rank() == rank && row.sinceMs > 0 && (since == 0 || row.sinceMs < since);
        if (worst.isEmpty() || row.rank() < rank || longer) {
            worst = placement.key();
            rank = row.rank();
            since = row.sinceMs;
        }
    }
    return worst;
}

Trouble troubleAt(const Session &session, const Placement &placement, qint64 nowMs)
{
    const BoardRow row = makeBoardRow(session, placement, nowMs);
    Trouble out;
    out.status = statusOf(row.state);
    out.runs.append({stateFor(row, nowMs), textTone(row.state), TextStyle::Strong});
    const QList<Excess> over = excesses(session, placement, nowMs);
    for (qsizetype i = 0; i < over.size(); ++i) {
        out.runs.append({i == 0 ? QStringLiteral("   ") : QStringLiteral(",  "), Tone::InkPrimary, TextStyle::Body});
        out.runs.append({over.at(i).title + QLatin1Char(' '), Tone::InkPrimary, TextStyle::Body});
        out.runs.append({over.at(i).value, Tone::InkPrimary, TextStyle::Strong});
        out.runs.append({tr(" of %1").arg(over.at(i).limit), Tone::InkPrimary, TextStyle::Body});
    }
    if (over.isEmpty() && !row.stateReason.isEmpty())
        out.runs.append({QStringLiteral("   ") + row.stateReason, Tone::InkPrimary, TextStyle::Body});
    else if (over.isEmpty())
        out.runs.append(
            {QStringLiteral("   ") + tr("No signal is over its limit."), Tone::InkSecondary, TextStyle::Body});
    return out;
}

QString degradedWords(const Session &session, const Placement &placement, qint64 nowMs)
{
    QStringList words;
    const BackendHealth *health = session.backend(placement.object.backend);
    const Rollout *rollout = session.rollout(placement.object);
    if (health && health->state != BackendHealth::State::Live && health->state != BackendHealth::State::Connecting) {
        const QString since = health->sinceMs > 0 ? tr(" for %1").arg(format::age(health->sinceMs, nowMs)) : QString();
        words.append(tr("%1 has not answered%2: %3.").arg(health->backend, since, health->reason));
        if (rollout)
            words.append(tr("The plan is made from what was seen at %1, %2 ago. It is checked against a fresh read "
                            "before anything is sent, and tried until %3 answers.")
                             .arg(format::clock(rollout->observedMs, nowMs), format::age(rollout->observedMs, nowMs),
                                  health->backend));
    }
    if (rollout && !rollout->unknownReason.isEmpty())
        words.append(
            tr("The last answer could not be understood: %1. What is shown is older.").arg(rollout->unknownReason));
    const JournalState journal = session.journalState();
    if (journal.state == JournalState::State::Refused || journal.state == JournalState::State::Damaged ||
        journal.state == JournalState::State::Truncated)
        words.append(tr("The log is degraded: %1 Going back still works.").arg(journal.words));
    return words.join(QLatin1Char(' '));
}

QList<StepLine> previewLines(const Session &session, const Plan &plan, qint64 nowMs)
{
    QList<StepLine> lines;
    for (const PlanStep &step : plan.steps) {
        StepLine line;
        line.title = step.title;
        line.detail = step.detail;
        if (step.kind == PlanStep::Kind::Recover) {
            line.right = step.timeoutMs > 0 ? tr("up to %1").arg(format::duration(step.timeoutMs)) : QString();
            lines.append(line);
            continue;
        }
        line.right = step.expectedMs > 0 ? elapsedText(step.expectedMs) : QString();
        const std::optional<Permission> permission = session.permission(step.command);
        const QString age = format::age(plan.seen.observedMs, nowMs);
        if (!permission) {
            line.proof = StepLine::Proof::Waiting;
            line.proofText = tr("asking %1").arg(backendOf(step.command));
        } else if (permission->allowed) {
            line.proof = StepLine::Proof::Good;
            line.proofText = tr("%1 allows it, %2").arg(backendOf(step.command), age);
        } else {
            line.proof = StepLine::Proof::Bad;
            line.proofText = permission->reason.isEmpty() ? tr("%1 will refuse it").arg(backendOf(step.command))
                                                          : permission->reason;
        }
        lines.append(line);
    }
    return lines;
}

QString proofSummary(const Session &session, const Plan &plan, qint64 nowMs)
{
    bool all = true;
    for (const PlanStep &step : plan.steps) {
        if (step.kind == PlanStep::Kind::Command)
            all = all && session.permission(step.command).has_value();
    }
    if (!all)
        return tr("not every proof is there yet");
    return tr("seen at %1, %2 ago")
        .arg(format::clock(plan.seen.observedMs, nowMs), format::age(plan.seen.observedMs, nowMs));
}

QList<StepLine> runLines(const PlanRun &run, qint64 nowMs)
{
    QList<StepLine> lines;
    for (qsizetype i = 0; i < run.plan.steps.size(); ++i) {
        const PlanStep &step = run.plan.steps.at(i);
        const StepRun now = run.steps.value(i);
        StepLine line;
        line.title = step.title;
        line.detail = now.words.isEmpty() ? step.detail : now.words;
        line.entry = now.outcomeIndex > 0 ? now.outcomeIndex : now.intentIndex;
        if (now.startedMs > 0)
            line.right = elapsedText((now.endedMs > 0 ? now.endedMs : nowMs) - now.startedMs);
        switch (now.state) {
        case StepRun::State::Waiting:
            line.faint = true;
            line.right.clear();
            break;
        case StepRun::State::Checking:
        case StepRun::State::Logging:
        case StepRun::State::Sending:
        case StepRun::State::Confirming:
            line.sign = StepLine::Sign::Moving;
            line.progress = now.progress;
            if (now.attempt > 1 && !line.detail.isEmpty())
                line.detail += QStringLiteral("; ") + tr("try %1").arg(now.attempt);
            break;
        case StepRun::State::Done:
            line.sign = StepLine::Sign::Done;
            break;
        case StepRun::State::Found:
            line.sign = StepLine::Sign::Done;
            if (now.words.isEmpty())
                line.detail = tr("was already so, nothing was sent");
            break;
        case StepRun::State::Skipped:
            line.sign = StepLine::Sign::Skipped;
            line.faint = true;
            line.right = tr("skipped");
            break;
        case StepRun::State::Failed:
        case StepRun::State::Refused:
            line.sign = StepLine::Sign::Failed;
            break;
        case StepRun::State::Unknown:
            line.sign = StepLine::Sign::Doubt;
            break;
        }
        if (now.error && (line.sign == StepLine::Sign::Failed || line.sign == StepLine::Sign::Doubt))
            line.detail = now.error->message +
                          (now.error->hint.isEmpty() ? QString() : QString(QLatin1Char(' ') + now.error->hint));
        lines.append(line);
    }
    return lines;
}

bool samePromise(const Plan &a, const Plan &b)
{
    if (a.kind != b.kind || a.target != b.target || a.fromVersion != b.fromVersion || a.toVersion != b.toVersion ||
        a.toRevision != b.toRevision || a.steps.size() != b.steps.size())
        return false;
    for (qsizetype i = 0; i < a.steps.size(); ++i) {
        const PlanStep &x = a.steps.at(i);
        const PlanStep &y = b.steps.at(i);
        if (x.id != y.id || x.kind != y.kind || x.title != y.title || x.command != y.command)
            return false;
    }
    return true;
}

GuardWords guardWords(const Plan &plan, const Workspace &workspace)
{
    Placement placement;
    placement.service = plan.service;
    placement.environment = plan.environment;
    placement.cell = plan.cell;
    const Zone zone = zoneOf(workspace, plan.environment);
    GuardWords words;
    words.name = plan.service;
    words.zone = zone.text;
    words.production = zone.production;
    const QString where =
        plan.cell.isEmpty() ? plan.environment : QString(plan.environment + QLatin1Char('/') + plan.cell);
    words.hold = plan.kind == PlanKind::Rollback   ? tr("Hold to roll back %1 in %2").arg(plan.service, where)
                 : plan.kind == PlanKind::Mitigate ? tr("Hold to mitigate %1 in %2").arg(plan.service, where)
                                                   : tr("Hold to commit for %1 in %2").arg(plan.service, where);
    const auto commands = std::count_if(plan.steps.cbegin(), plan.steps.cend(),
                                        [](const PlanStep &s) { return s.kind == PlanStep::Kind::Command; });
    const QString changes = format::plural(int(commands), tr("1 change"), tr("%1 changes"));
    words.detail =
        plan.fromVersion.isEmpty() ? changes : tr("%1 → %2, %3").arg(plan.fromVersion, plan.toVersion, changes);
    return words;
}

QString aboutTime(qint64 ms)
{
    // A promise has no tenths: "about 9 s", "about 2 min".
    if (ms <= 0)
        return {};
    const qint64 seconds = std::max<qint64>(1, (ms + 500) / 1000);
    return tr("about %1").arg(format::duration(seconds >= 120 ? (seconds + 30) / 60 * 60'000 : seconds * 1000));
}

QStringList reasonPresets(const Session &session, const Placement &placement, qint64 nowMs)
{
    QStringList presets;
    for (const Excess &excess : excesses(session, placement, nowMs))
        presets.append(tr("%1 over its limit").arg(excess.title));
    presets.append({tr("Customers report a failure"), tr("Wrong release"), tr("As a precaution"), tr("Rehearsal")});
    return presets;
}

QString elapsedText(qint64 ms)
{
    if (ms < 0)
        ms = 0;
    if (ms < 10'000)
        return QString::number(double(ms / 100) / 10, 'f', 1) + QChar(format::kNoBreakSpace) + QLatin1Char('s');
    return format::duration(ms);
}

qint64 commandElapsed(const PlanRun &run, qint64 nowMs)
{
    qint64 until = run.endedMs > 0 ? run.endedMs : nowMs;
    for (qsizetype i = 0; i < run.plan.steps.size(); ++i) {
        const StepRun step = run.steps.value(i);
        if (run.plan.steps.at(i).kind == PlanStep::Kind::Recover && step.startedMs > 0)
            until = std::min(until, step.startedMs);
    }
    return std::max<qint64>(0, until - run.startedMs);
}

RunWords runWords(const PlanRun &run, qint64 nowMs)
{
    RunWords out;
    const QString &service = run.plan.service;
    const bool back = run.plan.kind == PlanKind::Rollback;
    const qint64 promised = run.plan.expectedMs();
    const qint64 took = commandElapsed(run, nowMs);
    out.late = promised > 0 && took > promised;
    out.promise = out.late ? tr("%1 over the promise of %2").arg(elapsedText(took - promised), elapsedText(promised))
                           : tr("of %1 promised").arg(aboutTime(promised));
    const int current = std::min(run.currentStep(), int(run.plan.steps.size()) - 1);
    const bool watching = current >= 0 && run.plan.steps.at(current).kind == PlanStep::Kind::Recover;
    switch (run.state) {
    case PlanRun::State::Running:
        out.title = back ? tr("Rolling back %1").arg(service) : tr("Changing %1").arg(service);
        out.status = Status::Running;
        out.step = tr("step %1 of %2").arg(current + 1).arg(run.plan.steps.size());
        if (watching)
            out.promise = tr("%1 serves since %2").arg(run.plan.toVersion, elapsedText(took));
        return out;
    case PlanRun::State::Succeeded:
        out.title = back ? tr("Rolled back %1").arg(service) : tr("Changed %1").arg(service);
        out.status = Status::Finished;
        out.outcome = run.summary.isEmpty() ? tr("Everything that was asked for is confirmed.") : run.summary;
        break;
    case PlanRun::State::Failed:
        out.title = back ? tr("Not rolled back: %1").arg(service) : tr("Not done: %1").arg(service);
        out.status = Status::Failing;
        break;
    case PlanRun::State::Refused:
        out.title = tr("Refused: %1").arg(service);
        out.status = Status::Failing;
        break;
    case PlanRun::State::Stopped:
        out.title = tr("Stopped: %1").arg(service);
        out.status = Status::Held;
        out.outcome = tr("Stopped by a person. What was sent before stays as it is.");
        break;
    case PlanRun::State::Unknown:
        out.title = tr("Not confirmed: %1").arg(service);
        out.status = Status::Unknown;
        break;
    }
    if (out.outcome.isEmpty())
        out.outcome = run.error ? run.error->message : run.summary;
    QStringList open;
    for (qsizetype i = 0; i < run.plan.steps.size(); ++i) {
        const StepRun::State state = run.steps.value(i).state;
        if (state != StepRun::State::Done && state != StepRun::State::Found)
            open.append(run.plan.steps.at(i).title);
    }
    QStringList next;
    if (run.state != PlanRun::State::Succeeded && !open.isEmpty())
        next.append(tr("Not confirmed: %1.").arg(open.join(QStringLiteral("; "))));
    if (run.error && !run.error->hint.isEmpty())
        next.append(run.error->hint);
    out.next = next.join(QLatin1Char(' '));
    return out;
}

PromiseBar promiseBar(qint64 elapsedMs, qint64 promisedMs)
{
    PromiseBar bar;
    if (promisedMs <= 0)
        return {0, 0};
    // The promise stands at three quarters, until a late plan pushes it to the left.
    const double whole = std::max(double(promisedMs) / 0.75, double(elapsedMs) / 0.96);
    bar.filled = std::clamp(double(elapsedMs) / whole, 0.0, 1.0);
    bar.tick = double(promisedMs) / whole;
    return bar;
}

} // namespace astern::ui
