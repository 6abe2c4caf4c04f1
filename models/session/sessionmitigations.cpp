// SPDX-License-Identifier: GPL-3.0-or-later
// Of a session: plans, what the backends permit, and what can be done before a release is taken back.
#include "models/session/session.h"

#include <algorithm>

namespace astern {
namespace {

QString permissionKey(const PlanCommand &command)
{
    return actionWord(command) + QLatin1Char(' ') + targetKey(command);
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
    for (const PlanCommand &command : std::as_const(asked)) {
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

Result<Plan> Session::plan(PlanKind kind, const QString &placementKey, int toRevision, Mitigation mitigation) const
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
}

void Session::setConfigs(const ConfigBatch &batch)
{
    for (const ConfigState &state : batch.configs)
        m_configs.insert(state.ref.key(), state);
    touchUsers([](const Place &place) { return !place.service->configs.isEmpty(); });
}

} // namespace astern
