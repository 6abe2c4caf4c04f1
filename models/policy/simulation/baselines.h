// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/policy/simulation/drawnrollout.h"

namespace astern::policy::simulation {

// What is common today, beside which a policy is shown. Each says the tick at whose end it acts; nullopt: never.
// Untuned defaults of their documentation, with a limit of 1 % of bad events (of orders: below 3.5 %).

// Argo Rollouts' analysis: 2 min of the canary every 60 s after an initialDelay of 60 s, failureLimit 3; no value
// fails.
[[nodiscard]] std::optional<qint64> argoStyle(const DrawnRollout &rollout, Subject subject);
// Flagger: 1 min of the canary every 60 s, rolled back at the check after the fifth failed one; no value fails.
[[nodiscard]] std::optional<qint64> flaggerStyle(const DrawnRollout &rollout, Subject subject);
// Multi-window, multi-burn-rate alerts of the SRE workbook: 99.9 % (slow requests: 99 %), 14.4 over 1 h and 5 min or 6
// over 6 h and 30 min, every 30 s, of the canary alone. Orders have no such objective.
[[nodiscard]] std::optional<qint64> sreBurn(const DrawnRollout &rollout, Subject subject);

} // namespace astern::policy::simulation
