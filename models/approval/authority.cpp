// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/approval/authority.h"

#include "models/approval/gates.h"

namespace astern {

AuthorityAnswer Authority::mayNow(const Plan &plan, const Actor &actor, const Observation &now) const
{
    return may(asSeen(plan, now), actor);
}

QList<GateStanding> Authority::gates(const Plan &) const { return {}; }

Plan asSeen(Plan plan, const Observation &now)
{
    if (const auto *rollout = std::get_if<Rollout>(&now); rollout && rollout->ref == plan.target)
        plan.seen = *rollout;
    return plan;
}

} // namespace astern
