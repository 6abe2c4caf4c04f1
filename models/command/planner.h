// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"
#include "models/command/plan.h"

namespace astern {

// Where a service runs, from the workspace: what a plan needs to know beside the observation.
struct PlanContext {
    QString service;
    QString environment;
    QString cell;
    bool production = false;
    bool hasSignals = false; // there are signals with limits to watch for recovery
    QList<PlanStep> first;   // mitigations that come before a rollback (mitigationplanner.h)
};

// Pure functions from an observation to a plan. A refusal says why, and what would change it.
// Rolled back means that the old version serves 100 %:
//  - a canary in progress: abort, then restore the stable template unless GitOps owns it;
//  - a finished rollout: undo to the chosen revision, then promote-full guarded by that version being desired,
//    because an undo alone starts again at step 0 with the bad version serving;
//  - a Deployment: replace the template by the chosen revision's.
[[nodiscard]] Result<Plan> planRollback(const Rollout &now, const PlanContext &context, int toRevision = 0);
// context.first alone: the release stays. Refused where there is none.
[[nodiscard]] Result<Plan> planMitigation(const Rollout &now, const PlanContext &context);
[[nodiscard]] Result<Plan> planAction(PlanKind kind, const Rollout &now, const PlanContext &context);

} // namespace astern
