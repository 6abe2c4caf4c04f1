// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rollout/actions.h"

#include "models/base/format.h"
#include "ui/rollout/ladder.h"

#include <QCoreApplication>

namespace astern::ui {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("RolloutPage", text); }

// The first step that the backend said no to.
std::optional<Permission> refusedStep(const Session &session, const Plan &plan)
{
    for (const PlanStep &step : plan.steps) {
        if (step.kind != PlanStep::Kind::Command)
            continue;
        const std::optional<Permission> permission = session.permission(step.command);
        if (permission && !permission->allowed)
            return permission;
    }
    return std::nullopt;
}

RolloutAction judged(const Session &session, const QString &key, PlanKind kind, const QString &text,
                     const QString &glyph)
{
    RolloutAction action{kind, text, glyph, false, {}, {}};
    const Result<Plan> plan = session.plan(kind, key);
    if (!plan) {
        action.fact = plan.error().message;
        action.consequence = plan.error().hint;
        return action;
    }
    const AuthorityAnswer answer = session.may(*plan);
    if (!answer.allowed && !answer.presence) { // a PIN is asked for where it is confirmed
        action.fact = answer.reason;
        action.consequence = answer.hint.isEmpty() ? answer.where : answer.hint;
        return action;
    }
    if (const std::optional<Permission> refused = refusedStep(session, *plan)) {
        action.fact = refused->reason;
        action.consequence = tr("The credentials of %1 would have to allow it.").arg(plan->target.backend);
        // Going back is never held up by an answer that may be old: the sheet says what the backend said.
        action.enabled = kind == PlanKind::Rollback;
        return action;
    }
    action.enabled = true;
    action.fact = plan->steps.isEmpty() ? text : plan->steps.first().title;
    action.consequence = kind == PlanKind::Rollback ? tr("Opens Emergency with this plan. Nothing is sent by this.")
                                                    : tr("Shows the plan first. Nothing is sent by this.");
    return action;
}

QString rollbackText(const Session &session, const QString &key)
{
    const Result<Plan> plan = session.plan(PlanKind::Rollback, key);
    return plan && !plan->toVersion.isEmpty() ? tr("Roll back to %1…").arg(plan->toVersion) : tr("Roll back…");
}

} // namespace

QList<RolloutAction> actionsFor(const Session &session, const Placement &placement)
{
    const QString key = placement.key();
    QList<RolloutAction> actions;
    const Rollout *rollout = session.rollout(placement.object);
    if (rollout && rollout->control.aborted)
        actions.append(judged(session, key, PlanKind::Retry, tr("Retry"), QStringLiteral("refresh-cw")));
    if (rollout && rollout->control.pausedByPerson)
        actions.append(judged(session, key, PlanKind::Resume, tr("Resume"), QStringLiteral("play")));
    else if (rollout && rollout->inProgress())
        actions.append(judged(session, key, PlanKind::Pause, tr("Pause"), QStringLiteral("pause")));
    if (rollout && rollout->inProgress()) {
        const int next = nextWeight(*rollout);
        const QString text = next > 0 ? tr("Promote to %1").arg(format::weight(next)) : tr("Promote");
        actions.append(judged(session, key, PlanKind::Promote, text, QStringLiteral("arrow-up-right")));
        actions.append(judged(session, key, PlanKind::Abort, tr("Abort"), QStringLiteral("x")));
    }
    actions.append(judged(session, key, PlanKind::Rollback, rollbackText(session, key), QStringLiteral("undo-2")));
    return actions;
}

} // namespace astern::ui
