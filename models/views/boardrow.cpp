// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/boardrow.h"

#include "models/base/format.h"
#include "models/views/verdictwords.h"

#include <QCoreApplication>

#include <algorithm>
#include <bit>
#include <limits>

namespace astern {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Board", text); }

QString overText(const SignalSpec &spec, double value)
{
    const bool above = spec.limitAbove && value > *spec.limitAbove;
    const double limit = above ? *spec.limitAbove : spec.limitBelow.value_or(0);
    return (above ? tr("%1 %2 is above %3") : tr("%1 %2 is below %3"))
        .arg(spec.title, displayText(spec, value), displayText(spec, limit));
}

QString versionOf(const Rollout &rollout, const QString &hash)
{
    if (hash == rollout.desired.hash && !rollout.desired.manifest.version().isEmpty())
        return rollout.desired.manifest.version();
    const Revision *revision = rollout.revisionByHash(hash);
    return revision ? revision->manifest.version() : hash;
}

Role roleOf(const ServiceConfig *service, const Rollout *rollout)
{
    if (!service)
        return Role::All;
    if (rollout && rollout->inProgress() && !service->newLabels.isEmpty())
        return Role::New;
    const bool asksForAll =
        !service->allLabels.isEmpty() || (service->newLabels.isEmpty() && service->stableLabels.isEmpty());
    return asksForAll ? Role::All : Role::Stable;
}

// Everything that decides about a row's state, looked up once.
struct Facts {
    Facts(const Session &from, const QString &placementKey, qint64 atMs)
        : session(from), key(placementKey), nowMs(atMs), sight(from.look(placementKey)), service(sight.service),
          rollout(sight.rollout), health(sight.health), role(roleOf(service, rollout))
    {
        const PlanRun *run = sight.run;
        if (run && run->state == PlanRun::State::Running &&
            (run->plan.kind == PlanKind::Rollback || run->plan.kind == PlanKind::Abort))
            goingBack = run;
        stale = health && rollout && (health->lastAnswerMs == 0 || health->isStale(nowMs));
        if (health && !stale)
            holdsUntilMs = health->staleAtMs();
        verdict = session.verdict(key);
        if (verdict && !verdict->isStale(nowMs))
            holdsUntilMs = std::min(holdsUntilMs, verdict->goodUntilMs());
    }
    // Whether what the policies say is about what is on its way there now.
    [[nodiscard]] bool isJudged() const
    {
        return verdict && !verdict->over && rollout && rollout->inProgress() && !rollout->control.aborted;
    }
    [[nodiscard]] LimitReading read(const SignalSpec &spec) const
    {
        return session.series().reading({key, spec.id, role}, spec, nowMs);
    }
    [[nodiscard]] bool measured() const // some signal has samples
    {
        return service &&
               std::any_of(service->signalSpecs.cbegin(), service->signalSpecs.cend(),
                           [this](const auto &spec) { return read(spec).state != LimitReading::State::NoData; });
    }

    const Session &session;
    const QString &key;
    const qint64 nowMs;
    const Session::Sight sight;
    const ServiceConfig *service;
    const Rollout *rollout;
    const BackendHealth *health;
    const Role role;
    const PlanRun *goingBack = nullptr;
    const guard::PlaceVerdict *verdict = nullptr;             // what policies say there; nullptr: nothing is judged
    bool stale = false;                                       // the delivery backend has not answered for too long
    qint64 holdsUntilMs = std::numeric_limits<qint64>::max(); // of what is looked up here
};

// A state, and what it rests on: enough to say it in words later.
struct Judgement {
    enum class Cause {
        None,
        OverLimit,
        NotSeen,
        BackendSilent,
        NotUnderstood,
        ControllerFails,
        TrafficReturns,
        NoNews,
        NoSamples,
        PausedByPerson,
        SwitchWaits,
        StepWaits,
        Verdict,
        OldVerdict,
        NotRecovered,
        RecoveryWatched,
    };
    BoardStanding standing;
    Cause cause = Cause::None;
    const SignalSpec *spec = nullptr;                         // OverLimit, NoNews, NoSamples
    double value = 0;                                         // OverLimit
    qint64 holdsUntilMs = std::numeric_limits<qint64>::max(); // of the signals
};

// The two kinds of signals that speak before the controller does.
struct Alarms {
    const SignalSpec *over = nullptr; // the one that has been over for longest
    LimitReading overReading;
    const SignalSpec *silent = nullptr; // the first without news
    LimitReading silentReading;
    qint64 holdUntilMs = std::numeric_limits<qint64>::max(); // then the first signal grows stale
};

Alarms alarmsOf(const Facts &facts)
{
    Alarms alarms;
    if (!facts.service)
        return alarms;
    // A version that has no traffic yet has no samples yet either: that is no loss of sight.
    const bool noTraffic = facts.role == Role::New && facts.rollout && facts.rollout->newPercent() <= 0;
    for (const SignalSpec &spec : facts.service->signalSpecs) {
        if (!spec.hasLimit())
            continue;
        const LimitReading reading = facts.read(spec);
        if (reading.state != LimitReading::State::NoData && reading.state != LimitReading::State::Stale)
            alarms.holdUntilMs = std::min(alarms.holdUntilMs, reading.atMs + spec.staleAfterMs());
        const bool over = reading.state == LimitReading::State::OverLimit;
        if (over && (!alarms.over || reading.sinceMs < alarms.overReading.sinceMs)) {
            alarms.over = &spec;
            alarms.overReading = reading;
        }
        const bool none = reading.state == LimitReading::State::NoData && !noTraffic;
        if (!alarms.silent && (reading.state == LimitReading::State::Stale || none)) {
            alarms.silent = &spec;
            alarms.silentReading = reading;
        }
    }
    return alarms;
}

// What the controller says, when nothing above it speaks: not over a limit, not going back.
Judgement judgeControl(const Facts &facts)
{
    using Cause = Judgement::Cause;
    const Rollout &rollout = *facts.rollout;
    const Control &control = rollout.control;
    if (control.pausedByPerson)
        return {{BoardState::Held, control.pausedSinceMs}, Cause::PausedByPerson};
    if (control.waitsForPerson) {
        const bool isSwitch = control.pauseReason == QLatin1String("BlueGreenPause");
        return {{BoardState::WaitsForYou, control.pausedSinceMs}, isSwitch ? Cause::SwitchWaits : Cause::StepWaits};
    }
    if (rollout.inProgress())
        return {{facts.measured() ? BoardState::NoVerdict : BoardState::Running, rollout.startedMs}};
    return {{BoardState::Serving, rollout.serving.sinceMs}};
}

Judgement judgeBy(const Alarms &alarms, const Facts &facts)
{
    using Cause = Judgement::Cause;
    if (alarms.over) // a fresh sample says so, however old the rest is
        return {{BoardState::OverLimit, alarms.overReading.sinceMs},
                Cause::OverLimit,
                alarms.over,
                alarms.overReading.value};
    const Rollout *rollout = facts.rollout;
    if (!rollout)
        return {{BoardState::Unknown, 0}, Cause::NotSeen};
    if (facts.stale) {
        // A connection made anew has not answered yet; what it told before is as old as its observation.
        const qint64 seenMs = facts.health->lastAnswerMs > 0 ? facts.health->lastAnswerMs : rollout->observedMs;
        return {{BoardState::Unknown, seenMs}, Cause::BackendSilent};
    }
    if (!rollout->unknownReason.isEmpty())
        return {{BoardState::Unknown, 0}, Cause::NotUnderstood};
    if (!rollout->control.failure.isEmpty() && !rollout->control.aborted)
        return {{BoardState::FailingToProgress, 0}, Cause::ControllerFails};
    if (rollout->rolledBack())
        return {{BoardState::RolledBack, rollout->serving.sinceMs}};
    if (rollout->control.aborted)
        return {{BoardState::RollingBack, 0}, Cause::TrafficReturns};
    if (alarms.silent) {
        const bool old = alarms.silentReading.state == LimitReading::State::Stale;
        return {{BoardState::Unknown, old ? alarms.silentReading.atMs : 0},
                old ? Cause::NoNews : Cause::NoSamples,
                alarms.silent};
    }
    return judgeControl(facts);
}

// What the policies say of what is on its way, or of the recovery of what was rolled back.
std::optional<Judgement> judgeByPolicy(const Facts &facts)
{
    using Cause = Judgement::Cause;
    if (!facts.verdict)
        return std::nullopt;
    const guard::PlaceVerdict &verdict = *facts.verdict;
    if (!facts.isJudged()) {
        if (verdict.recovery == guard::Recovery::Failed)
            return Judgement{{BoardState::Failing, 0}, Cause::NotRecovered};
        return std::nullopt;
    }
    if (verdict.isStale(facts.nowMs))
        return Judgement{{BoardState::Unknown, verdict.tickMs}, Cause::OldVerdict};
    BoardState state = BoardState::Unknown;
    switch (verdict.verdict) {
    case policy::VerdictClass::Systemic:
        state = BoardState::Failing;
        break;
    case policy::VerdictClass::Transient:
        state = BoardState::Suspect;
        break;
    case policy::VerdictClass::External:
        state = BoardState::External;
        break;
    case policy::VerdictClass::Healthy:
        state = BoardState::Healthy;
        break;
    case policy::VerdictClass::Unknown:
        break;
    }
    return Judgement{{state, verdict.sinceMs}, Cause::Verdict};
}

// Evidence of harm speaks for itself, whatever limits and connections say; what is well has to be so by everything.
Judgement weigh(const std::optional<Judgement> &policies, const Judgement &rest, const Facts &facts)
{
    using Cause = Judgement::Cause;
    if (!policies) {
        const bool watched = facts.verdict && facts.verdict->recovery == guard::Recovery::Watching;
        const bool isBack = rest.standing.state == BoardState::RolledBack || rest.standing.state == BoardState::Serving;
        return watched && isBack ? Judgement{rest.standing, Cause::RecoveryWatched} : rest;
    }
    const BoardState said = policies->standing.state;
    const BoardState seen = rest.standing.state;
    switch (said) {
    case BoardState::Failing:
        return *policies;
    case BoardState::Suspect:
    case BoardState::External:
        return seen == BoardState::FailingToProgress ? rest : *policies;
    case BoardState::Unknown:
        return seen == BoardState::WaitsForYou || rankOf(seen) > rankOf(said) ? *policies : rest;
    default:
        return seen == BoardState::Running || seen == BoardState::NoVerdict ? *policies : rest;
    }
}

Judgement judge(const Facts &facts)
{
    if (facts.goingBack)
        return {{BoardState::RollingBack, facts.goingBack->startedMs}};
    const Alarms alarms = alarmsOf(facts);
    Judgement judgement = weigh(judgeByPolicy(facts), judgeBy(alarms, facts), facts);
    judgement.holdsUntilMs = alarms.holdUntilMs;
    return judgement;
}

QString unseenWords(const Facts &facts)
{
    return facts.health && !facts.health->reason.isEmpty() ? facts.health->reason : tr("not seen yet");
}

QString wordsOf(const Judgement &judgement, const Facts &facts)
{
    using Cause = Judgement::Cause;
    switch (judgement.cause) {
    case Cause::None:
        return {};
    case Cause::OverLimit:
        return overText(*judgement.spec, judgement.value);
    case Cause::NotSeen:
        return unseenWords(facts);
    case Cause::BackendSilent:
        return tr("last seen %1 ago").arg(format::age(judgement.standing.sinceMs, facts.nowMs));
    case Cause::NotUnderstood:
        return facts.rollout->unknownReason;
    case Cause::ControllerFails:
        return facts.rollout->control.failure;
    case Cause::TrafficReturns:
        return tr("aborted; traffic returns");
    case Cause::NoNews:
        return tr("no news of %1").arg(judgement.spec->title);
    case Cause::NoSamples:
        return tr("no samples of %1").arg(judgement.spec->title);
    case Cause::PausedByPerson:
        return tr("a person paused it");
    case Cause::SwitchWaits:
        return tr("the switch waits for a person");
    case Cause::StepWaits:
        return tr("paused at a step until somebody promotes");
    case Cause::Verdict:
        return reasonWords(*facts.verdict, facts.nowMs);
    case Cause::OldVerdict:
        if (facts.verdict->tickMs > 0)
            return tr("the last verdict is %1 old").arg(format::age(facts.verdict->tickMs, facts.nowMs));
        return facts.verdict->catchingUp ? tr("no verdict yet: the past is being read") : tr("no verdict yet");
    case Cause::NotRecovered:
        return tr("rolled back, and still not well");
    case Cause::RecoveryWatched:
        return tr("its recovery is watched");
    }
    return {};
}

BoardVersions versionsOf(const Rollout &rollout)
{
    const bool onItsWay = rollout.inProgress() || (rollout.control.aborted && !rollout.rolledBack());
    return {onItsWay && !rollout.stableHash.isEmpty() ? versionOf(rollout, rollout.stableHash) : QString(),
            versionOf(rollout, rollout.rolledBack() ? rollout.stableHash : rollout.desired.hash)};
}

void describeRelease(const Rollout &rollout, BoardRow &row)
{
    row.inProgress = rollout.inProgress() || (rollout.control.aborted && !rollout.rolledBack());
    const BoardVersions versions = versionsOf(rollout);
    row.oldVersion = versions.oldVersion;
    row.newVersion = versions.newVersion;
    row.percent = row.inProgress && !rollout.rolledBack() ? rollout.newPercent() : 100;
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
    // While its connection lives, what has not been told to have changed is as it was.
    const bool lives = facts.health && facts.health->state == BackendHealth::State::Live && !facts.stale;
    row.provenMs = lives ? std::max(rollout.observedMs, facts.health->lastAnswerMs) : rollout.observedMs;
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
    const bool isWell = facts.verdict && facts.verdict->verdict == policy::VerdictClass::Healthy;
    if (facts.isJudged() && (!isWell || facts.verdict->isStale(facts.nowMs))) {
        const VerdictNext next = nextOf(*facts.verdict, facts.session.guardState(), facts.nowMs);
        row.next = next.words;
        row.nextAtMs = next.atMs;
        row.nextBy = next.policy;
        if (!row.next.isEmpty())
            return;
    }
    if (!rollout.inProgress() || row.state == BoardState::Unknown || row.state == BoardState::Failing)
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
    case BoardState::Failing:
        return QStringLiteral("failing");
    case BoardState::OverLimit:
        return QStringLiteral("over-limit");
    case BoardState::FailingToProgress:
        return QStringLiteral("failing");
    case BoardState::RollingBack:
        return QStringLiteral("rolling-back");
    case BoardState::Suspect:
        return QStringLiteral("suspect");
    case BoardState::WaitsForYou:
        return QStringLiteral("waits");
    case BoardState::Unknown:
        return QStringLiteral("unknown");
    case BoardState::External:
        return QStringLiteral("external");
    case BoardState::Running:
        return QStringLiteral("running");
    case BoardState::Held:
        return QStringLiteral("held");
    case BoardState::Healthy:
        return QStringLiteral("healthy");
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
    case BoardState::Failing:
    case BoardState::FailingToProgress: // the reason says which
        return tr("failing");
    case BoardState::OverLimit:
        return tr("over limit");
    case BoardState::RollingBack:
        return tr("rolling back");
    case BoardState::Suspect:
        return tr("suspect");
    case BoardState::WaitsForYou:
        return tr("waits for you");
    case BoardState::Unknown:
        return tr("unknown");
    case BoardState::External:
        return tr("not its fault");
    case BoardState::Running:
        return tr("running");
    case BoardState::Held:
        return tr("held");
    case BoardState::Healthy:
        return tr("healthy");
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

bool isUrgent(BoardState state) { return state <= BoardState::External; }

bool isFailing(BoardState state) { return state <= BoardState::FailingToProgress; }

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
                        row.next, row.nextAtMs, row.nextBy, row.judged, row.stale, row.observedMs, row.seen,
                        row.alerts);
    };
    return id() == other.id() && same(percent, other.percent) && key(*this) == key(other);
}

BoardJudgement judgeBoardPlace(const Session &session, const QString &placementKey, qint64 nowMs)
{
    const Facts facts(session, placementKey, nowMs);
    const Judgement judgement = judge(facts);
    return {judgement.standing, std::min(facts.holdsUntilMs, judgement.holdsUntilMs)};
}

BoardVersions boardVersions(const Session &session, const Placement &placement)
{
    const Rollout *rollout = session.rollout(placement.object);
    return rollout ? versionsOf(*rollout) : BoardVersions{};
}

BoardRow makeBoardRow(const Session &session, const Placement &placement, qint64 nowMs)
{
    BoardRow row;
    row.placement = placement;
    const EnvironmentConfig *environment = session.workspace().environment(placement.environment);
    row.production = environment && environment->isProtected;
    const QString key = placement.key();
    const Facts facts(session, key, nowMs);
    if (facts.service) {
        const qsizetype count = std::min(facts.service->signalSpecs.size(), qsizetype(row.columns.size()));
        for (qsizetype i = 0; i < count; ++i)
            row.columns[size_t(i)] = readSignal(session, key, facts.service->signalSpecs.at(i), facts.role, nowMs);
    }
    const Judgement judgement = judge(facts);
    row.state = judgement.standing.state;
    row.sinceMs = judgement.standing.sinceMs;
    row.stateReason = wordsOf(judgement, facts);
    row.judged = judgement.cause == Judgement::Cause::Verdict || judgement.cause == Judgement::Cause::OldVerdict;
    row.stale = facts.stale;
    row.alerts = alertWords(session.alerts(key), nowMs);
    if (!facts.rollout) {
        row.notReady = unseenWords(facts);
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

QString nextWords(const BoardRow &row, qint64 nowMs)
{
    if (row.nextAtMs <= nowMs)
        return row.next;
    return tr("%1 in %2").arg(row.next, format::duration((row.nextAtMs - nowMs) / 1000 * 1000));
}

QString whyWords(const BoardRow &row, qint64 nowMs)
{
    if (row.stateReason.isEmpty())
        return row.judged ? nextWords(row, nowMs) : row.next;
    return row.judged && !row.next.isEmpty() ? tr("%1; %2").arg(nextWords(row, nowMs), row.stateReason)
                                             : row.stateReason;
}

BoardSignal readSignal(const Session &session, const QString &placementKey, const SignalSpec &spec, Role role,
                       qint64 nowMs)
{
    BoardSignal signal;
    signal.series = {placementKey, spec.id, role};
    signal.spec = spec;
    signal.reading = session.series().reading(signal.series, spec, nowMs);
    if (signal.reading.state == LimitReading::State::Stale)
        signal.text = tr("%1 old").arg(format::age(signal.reading.atMs, nowMs));
    else if (signal.reading.state != LimitReading::State::NoData)
        signal.text = displayText(spec, signal.reading.value);
    return signal;
}

Role shownRole(const Session &session, const Placement &placement)
{
    return roleOf(session.service(placement.service), session.rollout(placement.object));
}

} // namespace astern
