// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/random.h"
#include "models/policy/policy.h"
#include "models/policy/simulation/scenario.h"
#include "models/policy/statistics/eprocess.h"
#include "models/policy/verdict/samplerecord.h"

#include <functional>
#include <vector>

namespace astern::policy::simulation {

// One rollout of a scenario, drawn once and judged by every method.
struct DrawnRollout {
    qint64 tickMs = 10'000;
    std::vector<statistics::TickCounts> ticks; // what really happened
    std::vector<statistics::ArmCounts> before; // of stable, in the hour before the rollout
    qint64 onset = 0;                          // tick
    qint64 silentTicks = 0;                    // from the onset on nothing of the new version is told
    [[nodiscard]] bool isSilent(qint64 tick) const { return tick >= onset && tick < onset + silentTicks; }
};
[[nodiscard]] DrawnRollout draw(const Scenario &scenario, qint64 tickMs, Random &random);

inline constexpr qint64 kSimulatedStartMs = 1'795'424'400'000; // on every grid that divides an hour

// The same as records, in the order in which they would have been written down. The rollout begins at
// kSimulatedStartMs + 1 ms, in the first of its ticks.
[[nodiscard]] QList<Record> recordsOf(const DrawnRollout &rollout, const Policy &policy);

struct PolicyFound {
    std::optional<qint64> hold;     // the first tick that is transient, external or systemic
    std::optional<qint64> systemic; // the first that is systemic
};
// The policy's first events signal carries the counts.
[[nodiscard]] PolicyFound judge(const DrawnRollout &rollout, const Policy &policy);
[[nodiscard]] const Signal *eventsSignal(const Policy &policy); // nullptr: it has none

} // namespace astern::policy::simulation
