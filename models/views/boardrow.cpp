// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/boardrow.h"

#include "models/base/format.h"

#include <QCoreApplication>

#include <algorithm>
#include <bit>

namespace astern {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Board", text); }

QString overText(const BoardSignal &signal)
{
    const SignalSpec &spec = signal.spec;
    const bool above = spec.limitAbove && signal.reading.value > *spec.limitAbove;
    const double limit = above ? *spec.limitAbove : spec.limitBelow.value_or(0);
    return (above ? tr("%1 %2 is above %3") : tr("%1 %2 is below %3"))
        .arg(spec.title, displayText(spec, signal.reading.value), displayText(spec, limit));
}

QString versionOf(const Rollout &rollout, const QString &hash)
{
    if (hash == rollout.desired.hash && !rollout.desired.manifest.version().isEmpty())
        return rollout.desired.manifest.version();
    const Revision *revision = rollout.revisionByHash(hash);
    return revision ? revision->manifest.version() : hash;
}

// Everything that decides about a row's state, gathered once.
struct Facts {
    const Session &session;
    const Placement &placement;
    const Rollout *rollout = nullptr;
    const PlanRun *goingBack = nullptr;
    QList<BoardSignal> readings; // of every signal with a limit
    bool measured = false;       // some signal has samples
    QString unseen;              // why the observation cannot be relied upon
};

Facts gather(const Session &session, const Placement &placement, BoardRow &row, qint64 nowMs)
{
    Facts facts{session, placement, session.rollout(placement.object), nullptr, {}, false, {}};
    const PlanRun *run = session.runFor(placement.key());
    if (run && run->state == PlanRun::State::Running &&
        (run->plan.kind == PlanKind::Rollback || run->plan.kind == PlanKind::Abort))
        facts.goingBack = run;
    const Role role = shownRole(session, placement);
    if (const ServiceConfig *service = session.workspace().service(placement.service)) {
        for (qsizetype i = 0; i < service->signalSpecs.size(); ++i) {
            const BoardSignal signal = readSignal(session, placement.key(), service->signalSpecs.at(i), role, nowMs);
            if (i < qsizetype(row.columns.size()))
                row.columns[size_t(i)] = signal;
            facts.measured = facts.measured || signal.reading.state != LimitReading::State::NoData;
            if (signal.spec.hasLimit())
                facts.readings.append(signal);
        }
    }
    const BackendHealth *health = session.backend(placement.object.backend);
    row.stale = health && facts.rollout && (health->lastAnswerMs == 0 || health->isStale(nowMs));
    if (!facts.rollout) {
        facts.unseen = health && !health->reason.isEmpty() ? health->reason : tr("not seen yet");
    } else if (row.stale) {
        // A connection made anew has not answered yet; what it told before is as old as its observation.
        const qint64 seenMs = health->lastAnswerMs > 0 ? health->lastAnswerMs : facts.rollout->observedMs;
        facts.unseen = tr("last seen %1 ago").arg(format::age(seenMs, nowMs));
        row.sinceMs = seenMs;
    } else {
        facts.unseen = facts.rollout->unknownReason;
    }
    return facts;
}

// What the controller says, when nothing above it speaks: not over a limit, not going back.
void judgeControl(const Facts &facts, BoardRow &row)
{
    const Rollout &rollout = *facts.rollout;
    const Control &control = rollout.control;
    if (control.pausedByPerson) {
        row.state = BoardState::Held;
        row.sinceMs = control.pausedSinceMs;
        row.stateReason = tr("a person paused it");
    } else if (control.waitsForPerson) {
        row.state = BoardState::WaitsForYou;
        row.sinceMs = control.pausedSinceMs;
        row.stateReason = control.pauseReason == QLatin1String("BlueGreenPause")
                              ? tr("the switch waits for a person")
                              : tr("paused at a step until somebody promotes");
    } else if (rollout.inProgress()) {
        row.state = facts.measured ? BoardState::NoVerdict : BoardState::Running;
        row.sinceMs = rollout.startedMs;
    } else {
        row.state = BoardState::Serving;
        row.sinceMs = rollout.serving.sinceMs;
    }
}

void judge(const Facts &facts, BoardRow &row)
{
    if (facts.goingBack) {
        row.state = BoardState::RollingBack;
        row.sinceMs = facts.goingBack->startedMs;
        return;
    }
    const BoardSignal *over = nullptr;
    const BoardSignal *silent = nullptr;
    for (const BoardSignal &signal : facts.readings) {
        if (signal.over() && (!over || signal.reading.sinceMs < over->reading.sinceMs))
            over = &signal;
        // A version that has no traffic yet has no samples yet either: that is no loss of sight.
        const bool noTraffic = signal.series.role == Role::New && facts.rollout && facts.rollout->newPercent() <= 0;
        const bool none = signal.reading.state == LimitReading::State::NoData && !noTraffic;
        if (!silent && (signal.stale() || none))
            silent = &signal;
    }
    if (over) { // a fresh sample says so, however old the rest is
        row.state = BoardState::OverLimit;
        row.sinceMs = over->reading.sinceMs;
        row.stateReason = overText(*over);
        return;
    }
    const Rollout *rollout = facts.rollout;
    if (!facts.unseen.isEmpty() || !rollout) {
        row.state = BoardState::Unknown;
        row.stateReason = facts.unseen;
        return;
    }
    if (!rollout->control.failure.isEmpty() && !rollout->control.aborted) {
        row.state = BoardState::FailingToProgress;
        row.stateReason = rollout->control.failure;
    } else if (rollout->rolledBack()) {
        row.state = BoardState::RolledBack;
        row.sinceMs = rollout->serving.sinceMs;
    } else if (rollout->control.aborted) {
        row.state = BoardState::RollingBack;
        row.stateReason = tr("aborted; traffic returns");
    } else if (silent) {
        row.state = BoardState::Unknown;
        row.sinceMs = silent->stale() ? silent->reading.atMs : 0;
        row.stateReason = silent->stale() ? tr("no news of %1").arg(silent->spec.title)
                                          : tr("no samples of %1").arg(silent->spec.title);
    } else {
        judgeControl(facts, row);
    }
}

void describeRelease(const Rollout &rollout, BoardRow &row)
{
    row.inProgress = rollout.inProgress() || (rollout.control.aborted && !rollout.rolledBack());
    if (rollout.rolledBack()) {
        row.newVersion = versionOf(rollout, rollout.stableHash);
        row.percent = 100;
    } else {
        row.newVersion = versionOf(rollout, rollout.desired.hash);
        row.percent = row.inProgress ? rollout.newPercent() : 100;
    }
    if (row.inProgress && !rollout.stableHash.isEmpty())
        row.oldVersion = versionOf(rollout, rollout.stableHash);
    row.steps = int(rollout.control.steps.size());
    row.step = std::clamp(rollout.control.currentStep, 0, row.steps);
}

void describeWayBack(const Facts &facts, BoardRow &row)
{
    const Rollout &rollout = *facts.rollout;
    const Revision *target = rollout.previousRevision();
    if (!target) {
        row.notReady = tr("no older version is in its history");
        return;
    }
    const auto permission = facts.session.permission(DeliveryAction::Undo, rollout.ref);
    if (permission && !permission->allowed) {
        row.notReady = permission->reason;
        return;
    }
    row.rollbackTo =
        target->manifest.version().isEmpty() ? tr("revision %1").arg(target->number) : target->manifest.version();
    row.provenMs = rollout.observedMs;
}

// What comes unless somebody acts.
void describeNext(const Facts &facts, BoardRow &row)
{
    const Rollout &rollout = *facts.rollout;
    const Control &control = rollout.control;
    if (facts.goingBack) { // what is seen may still be the version that it leaves
        row.next = tr("%1 gets all traffic").arg(facts.goingBack->plan.toVersion);
        return;
    }
    if (row.state == BoardState::RollingBack) {
        row.next = tr("%1 gets all traffic").arg(row.oldVersion.isEmpty() ? row.newVersion : row.oldVersion);
        return;
    }
    if (!rollout.inProgress() || row.state == BoardState::Unknown)
        return;
    if (control.pausedByPerson) {
        row.next = tr("stays until somebody resumes it");
        return;
    }
    if (control.waitsForPerson) {
        row.next = tr("waits for Promote");
        return;
    }
    const qsizetype at = control.currentStep;
    if (at < 0 || at >= control.steps.size())
        return;
    int weight = 100;
    for (qsizetype i = at; i < control.steps.size(); ++i) {
        if (control.steps.at(i).kind == RolloutStep::Kind::SetWeight) {
            weight = control.steps.at(i).weight;
            break;
        }
    }
    row.next = tr("goes on to %1").arg(format::weight(weight));
    const RolloutStep &step = control.steps.at(at);
    if (step.kind == RolloutStep::Kind::Pause && step.durationMs > 0 && control.pausedSinceMs > 0)
        row.nextAtMs = control.pausedSinceMs + step.durationMs;
}

// Equal bits: "not a number" equals itself, so that such a row is not news ten times a second.
bool same(double a, double b) { return std::bit_cast<quint64>(a) == std::bit_cast<quint64>(b); }

} // namespace

QString toString(BoardState state)
{
    switch (state) {
    case BoardState::OverLimit:
        return QStringLiteral("over-limit");
    case BoardState::FailingToProgress:
        return QStringLiteral("failing");
    case BoardState::RollingBack:
        return QStringLiteral("rolling-back");
    case BoardState::WaitsForYou:
        return QStringLiteral("waits");
    case BoardState::Unknown:
        return QStringLiteral("unknown");
    case BoardState::Running:
        return QStringLiteral("running");
    case BoardState::Held:
        return QStringLiteral("held");
    case BoardState::NoVerdict:
        return QStringLiteral("no-verdict");
    case BoardState::RolledBack:
        return QStringLiteral("rolled-back");
    case BoardState::Serving:
        return QStringLiteral("serving");
    }
    return {};
}

QString words(BoardState state)
{
    switch (state) {
    case BoardState::OverLimit:
        return tr("over limit");
    case BoardState::FailingToProgress:
        return tr("failing");
    case BoardState::RollingBack:
        return tr("rolling back");
    case BoardState::WaitsForYou:
        return tr("waits for you");
    case BoardState::Unknown:
        return tr("unknown");
    case BoardState::Running:
        return tr("running");
    case BoardState::Held:
        return tr("held");
    case BoardState::NoVerdict:
        return tr("no verdict");
    case BoardState::RolledBack:
        return tr("rolled back");
    case BoardState::Serving:
        return tr("serving");
    }
    return {};
}

int rankOf(BoardState state) { return int(state) + 1; }

bool isUrgent(BoardState state) { return state <= BoardState::Unknown; }

bool BoardSignal::operator==(const BoardSignal &other) const
{
    return series == other.series && spec == other.spec && text == other.text && reading.state == other.reading.state &&
           same(reading.value, other.reading.value) && reading.atMs == other.reading.atMs &&
           reading.sinceMs == other.reading.sinceMs;
}

bool BoardRow::operator==(const BoardRow &other) const
{
    const auto key = [](const BoardRow &row) {
        return std::tie(row.production, row.state, row.sinceMs, row.stateReason, row.oldVersion, row.newVersion,
                        row.inProgress, row.step, row.steps, row.columns, row.rollbackTo, row.notReady, row.provenMs,
                        row.next, row.nextAtMs, row.stale, row.observedMs, row.seen);
    };
    return id() == other.id() && same(percent, other.percent) && key(*this) == key(other);
}

BoardRow makeBoardRow(const Session &session, const Placement &placement, qint64 nowMs)
{
    BoardRow row;
    row.placement = placement;
    const EnvironmentConfig *environment = session.workspace().environment(placement.environment);
    row.production = environment && environment->isProtected;
    const Facts facts = gather(session, placement, row, nowMs);
    judge(facts, row);
    if (!facts.rollout) {
        row.notReady = facts.unseen;
        return row;
    }
    row.seen = true;
    row.observedMs = facts.rollout->observedMs;
    describeRelease(*facts.rollout, row);
    describeWayBack(facts, row);
    describeNext(facts, row);
    return row;
}

QString releaseWords(const BoardRow &row)
{
    return row.oldVersion.isEmpty() ? row.newVersion : row.oldVersion + QStringLiteral(" → ") + row.newVersion;
}

QString whyWords(const BoardRow &row) { return row.stateReason.isEmpty() ? row.next : row.stateReason; }

BoardSignal readSignal(const Session &session, const QString &placementKey, const SignalSpec &spec, Role role,
                       qint64 nowMs)
{
    BoardSignal signal;
    signal.series = {placementKey, spec.id, role};
    signal.spec = spec;
    signal.reading = readLimit(spec, session.series().view(signal.series), nowMs);
    if (signal.reading.state == LimitReading::State::Stale)
        signal.text = tr("%1 old").arg(format::age(signal.reading.atMs, nowMs));
    else if (signal.reading.state != LimitReading::State::NoData)
        signal.text = displayText(spec, signal.reading.value);
    return signal;
}

Role shownRole(const Session &session, const Placement &placement)
{
    const ServiceConfig *service = session.workspace().service(placement.service);
    if (!service)
        return Role::All;
    const Rollout *rollout = session.rollout(placement.object);
    if (rollout && rollout->inProgress() && !service->newLabels.isEmpty())
        return Role::New;
    const bool asksForAll =
        !service->allLabels.isEmpty() || (service->newLabels.isEmpty() && service->stableLabels.isEmpty());
    return asksForAll ? Role::All : Role::Stable;
}

} // namespace astern
