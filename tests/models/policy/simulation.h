// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/policy/simulation/drawnrollout.h"
#include "models/policy/statistics/twophase.h"

#include <optional>

// The product's made-up rollouts, judged by the two phases alone, so that their settings can be turned one by one.
namespace astern::test {

inline constexpr qint64 kSimulatedTicks = 240;

using policy::simulation::Phase;
using policy::simulation::Scenario;

struct Simulated {
    std::optional<qint64> hold;     // seconds from the start of the onset's tick to the end of the first suspicion's
    std::optional<qint64> rollback; // the same to systemic; from the rollout's start where there is no onset
    bool early = false;             // it acted before the onset
    qint64 holdEndsAfter = -1;      // ticks from the onset until the first suspicion was cleared
};

// One rollout of a scenario, judged by the two phases alone; with `estimated` tempered by an hour of stable before it.
[[nodiscard]] Simulated simulate(const Scenario &scenario, const statistics::TwoPhaseSettings &settings, Random &random,
                                 bool estimated);

struct Summary {
    double rollbacks = 0; // per 1000
    double holds = 0;     // per 1000
    double detected = 0;  // share at or after the onset, 0…1
    double median = 0;    // seconds, of the detected
    double p95 = 0;
    double holdMedian = 0;
    double clearedMedian = 0; // ticks
};
[[nodiscard]] Summary simulateMany(const Scenario &scenario, const statistics::TwoPhaseSettings &settings, int runs,
                                   quint64 seed, bool estimated = false);

} // namespace astern::test
