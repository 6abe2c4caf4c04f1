// SPDX-License-Identifier: GPL-3.0-or-later
// Of a session: plans, what the backends permit, and what can be done before a release is taken back.
#include "models/session/session.h"

#include "models/base/format.h"

#include <algorithm>
#include <cstdlib>

namespace astern {
namespace {

QString permissionKey(const PlanCommand &command)
{
    return actionWord(command) + QLatin1Char(' ') + targetKey(command);
}

constexpr qint64 kSeekEveryMs = 10'000; // between two looks into the book of flags for the same rollout

// Why nothing is decided by this state of a flag or a configuration set; one that is not known says so itself.
template <class State>
std::optional<Error> staleness(const Session &session, const State &now)
{
    if (!now.unknownReason.isEmpty())
        return std::nullopt;
    const QString stale = session.whyStale(now.ref.backend, now.observedMs);
    if (stale.isEmpty())
        return std::nullopt;
    return Error{.kind = Error::Kind::Refused,
                 .message = Session::tr("%1 is not known as it is now: %2").arg(now.ref.name, stale),
                 .hint = Session::tr("Wait until %1 answers, or look at why it does not.").arg(now.ref.backend)};
}

} // namespace

std::optional<Permission> Session::permission(const PlanCommand &command) const
{
    const auto it = m_permissions.constFind(permissionKey(command));
    return it == m_permissions.cend() ? std::nullopt : std::optional<Permission>(*it);
}

std::optional<Permission> Session::permission(DeliveryAction action, const ObjectRef &ref) const
{
    DeliveryCommand command;
    command.action = action;
    command.target = ref;
    return permission(PlanCommand(command));
}

void Session::askPermissions(const QString &placementKey)
{
    const Placement *place = placement(placementKey);
    if (!place || !m_doors.mayI)
        return;
    QList<PlanCommand> asked;
    for (const DeliveryAction action :
         {DeliveryAction::Pause, DeliveryAction::Promote, DeliveryAction::Abort, DeliveryAction::Undo}) {
        DeliveryCommand command;
        command.action = action;
        command.target = place->object;
        asked.append(command);
    }
    for (const PlanStep &step : mitigations(placementKey))
        asked.append(step.command);
    ask(placementKey, asked);
}

void Session::askPermissions(const Plan &plan)
{
    QList<PlanCommand> asked;
    for (const PlanStep &step : plan.steps) {
        if (step.kind == PlanStep::Kind::Command)
            asked.append(step.command);
    }
    if (m_doors.mayI)
        ask(plan.placementKey(), asked);
}

void Session::ask(const QString &placementKey, const QList<PlanCommand> &commands)
{
    for (const PlanCommand &command : commands) {
        m_doors.mayI(command, [this, command, placementKey](const Result<Permission> &answer) {
            if (!answer)
                return;
            m_permissions.insert(permissionKey(command), *answer);
            touch(placementKey);
        });
    }
}

QList<FlagState> Session::flags(const QString &placementKey) const
{
    QList<FlagState> all;
    const Placement *place = placement(placementKey);
    for (const FlagRef &ref : place ? flagsOf(m_workspace, *place) : QList<FlagRef>()) {
        FlagState state{.ref = ref, .unknownReason = tr("it has not been read yet")};
        all.append(m_flags.value(ref.key(), state));
    }
    return all;
}

void Session::noteFlags(const Place &place)
{
    if (!m_doors.flags || !place.service || place.service->flags.isEmpty())
        return;
    const Rollout *seen = rollout(place.placement.object);
    if (!seen || seen->startedMs <= 0 || seen->desired.hash.isEmpty())
        return;
    const QString id = rolloutId(place.key, *seen);
    const auto known = m_flagGrounds.constFind(place.key);
    if (known != m_flagGrounds.cend() && known->rollout == id)
        return;
    // The book is a file, this is asked with every change of every place, and seldom has another program written it.
    Sought &sought = m_flagsSought[place.key];
    if (sought.rollout != id || std::abs(nowMs() - sought.atMs) >= kSeekEveryMs) {
        sought = {id, nowMs()};
        if (const std::optional<FlagGround> kept = m_doors.flags->find(place.key))
            m_flagGrounds.insert(place.key, *kept);
    }
    if (flagGround(place.key) || !seen->inProgress() || !m_doors.readOnly.isEmpty())
        return;
    const std::optional<FlagGround> ground =
        groundOf(id, seen->desired.manifest.version(), seen->startedMs, flags(place.key), nowMs());
    if (!ground)
        return;
    m_doors.flags->note(place.key, *ground); // unless another program was first
    m_flagGrounds.insert(place.key, m_doors.flags->find(place.key).value_or(*ground));
}

const FlagGround *Session::flagGround(const QString &placementKey) const
{
    const Placement *place = placement(placementKey);
    const Rollout *seen = place ? rollout(place->object) : nullptr;
    const auto known = m_flagGrounds.constFind(placementKey);
    const bool ofThis = seen && known != m_flagGrounds.cend() && known->rollout == rolloutId(placementKey, *seen);
    return ofThis ? &*known : nullptr;
}

QList<ConfigState> Session::configs(const QString &placementKey) const
{
    QList<ConfigState> all;
    const Placement *place = placement(placementKey);
    for (const ConfigOf &config : place ? configsOf(m_workspace, *place) : QList<ConfigOf>()) {
        ConfigState state;
        state.ref = config.ref;
        state.unknownReason = tr("it has not been read yet");
        all.append(m_configs.value(config.ref.key(), state));
    }
    return all;
}

QList<PlanStep> Session::mitigations(const QString &placementKey) const
{
    const Placement *place = placement(placementKey);
    if (!place)
        return {};
    const Rollout *seen = rollout(place->object);
    QList<ConfigGoal> goals;
    for (const ConfigOf &config : configsOf(m_workspace, *place)) {
        const auto now = m_configs.constFind(config.ref.key());
        if (now != m_configs.cend() && m_doors.configs)
            goals.append({*now, versionToRestore(config.use, *now, *m_doors.configs, seen ? seen->startedMs : 0)});
    }
    return mitigationSteps(flags(placementKey), goals);
}

QString Session::whyStale(const QString &backendId, qint64 observedMs) const
{
    constexpr qint64 kLongestPollMs = 15'000; // of configuration sets, which no setting changes
    const BackendHealth *health = backend(backendId);
    const qint64 now = nowMs();
    const qint64 pollMs = std::max(kLongestPollMs, health ? health->pollMs : 0);
    if (observedMs <= 0)
        return tr("%1 has told nothing of it yet").arg(backendId);
    const bool silent = health && (health->lastAnswerMs == 0 || health->isStale(now));
    if (!silent && now - observedMs <= 3 * pollMs)
        return {};
    const QString old = tr("what %1 told of it is %2 old").arg(backendId, format::age(observedMs, now));
    return health && !health->reason.isEmpty() ? tr("%1: %2").arg(old, health->reason) : old;
}

Result<Plan> Session::planFlag(PlanKind kind, const QString &placementKey, const FlagRef &flag, int percent) const
{
    const Placement *place = placement(placementKey);
    const QList<FlagState> all = flags(placementKey);
    const auto now = std::find_if(all.cbegin(), all.cend(), [&flag](const FlagState &one) { return one.ref == flag; });
    if (!place || now == all.cend())
        return Error{.kind = Error::Kind::NotFound,
                     .message = tr("The workspace names no flag %1 for this place").arg(flag.name)};
    if (const std::optional<Error> stale = staleness(*this, *now))
        return *stale;
    return astern::planFlag(kind, *now, percent, planContext(*place), place->object);
}

Result<Plan> Session::planConfig(const QString &placementKey, const ConfigRef &config, const QString &digest) const
{
    const Placement *place = placement(placementKey);
    const QList<ConfigState> all = configs(placementKey);
    const auto now =
        std::find_if(all.cbegin(), all.cend(), [&config](const ConfigState &one) { return one.ref == config; });
    if (!place || now == all.cend())
        return Error{.kind = Error::Kind::NotFound,
                     .message = tr("The workspace names no configuration %1 for this place").arg(config.name)};
    if (const std::optional<Error> stale = staleness(*this, *now))
        return *stale;
    return astern::planConfig(*now, digest, planContext(*place), place->object);
}

PlanContext Session::planContext(const Placement &place) const
{
    const ServiceConfig *config = service(place.service);
    const EnvironmentConfig *environment = m_workspace.environment(place.environment);
    return {.service = place.service,
            .environment = place.environment,
            .cell = place.cell,
            .production = environment && environment->isProtected,
            .hasSignals = config && std::any_of(config->signalSpecs.cbegin(), config->signalSpecs.cend(),
                                                [](const SignalSpec &spec) { return spec.hasLimit(); })};
}

Result<Plan> Session::plan(PlanKind kind, const QString &placementKey, int toRevision, Mitigation mitigation,
                           const QStringList &leftOut) const
{
    const Placement *place = placement(placementKey);
    if (!place)
        return Error{.kind = Error::Kind::NotFound, .message = tr("The workspace has no %1").arg(placementKey)};
    const Rollout *seen = rollout(place->object);
    if (!seen) {
        return Error{.kind = Error::Kind::Unreachable,
                     .message = tr("%1 has not been seen yet").arg(place->object.name),
                     .where = place->object.backend,
                     .hint = tr("Wait for its backend, or look at why it does not answer.")};
    }
    PlanContext context = planContext(*place);
    if (mitigation != Mitigation::None || kind == PlanKind::Mitigate)
        context.first = mitigations(placementKey);
    context.first.removeIf([&leftOut](const PlanStep &step) { return leftOut.contains(step.id); });
    if (mitigation == Mitigation::Only || kind == PlanKind::Mitigate)
        return planMitigation(*seen, context);
    return kind == PlanKind::Rollback ? planRollback(*seen, context, toRevision) : planAction(kind, *seen, context);
}

void Session::touchUsers(const std::function<bool(const Place &)> &uses)
{
    for (const Place &place : std::as_const(m_places)) {
        if (place.service && uses(place))
            touch(place.key, false);
    }
}

void Session::setFlags(const FlagBatch &batch)
{
    for (const FlagState &state : batch.flags)
        m_flags.insert(state.ref.key(), state);
    touchUsers([&batch](const Place &place) {
        return std::any_of(place.service->flags.cbegin(), place.service->flags.cend(),
                           [&batch](const FlagUse &use) { return use.backend == batch.backend; });
    });
    for (const Place &place : std::as_const(m_places))
        noteFlags(place);
}

void Session::setConfigs(const ConfigBatch &batch)
{
    for (const ConfigState &state : batch.configs)
        m_configs.insert(state.ref.key(), state);
    touchUsers([](const Place &place) { return !place.service->configs.isEmpty(); });
}

} // namespace astern
