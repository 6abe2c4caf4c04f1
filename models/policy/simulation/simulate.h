// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/policy/simulation/drawnrollout.h"

#include <QJsonObject>

namespace astern::policy::simulation {

// How one method did over all runs of a scenario.
struct Row {
    QString method; // "policy", "argo", "flagger", "sre-burn"
    QString scenario;
    int runs = 0;
    quint64 seed = 0;
    // Healthy and transient scenarios: rollbacks per 1000 runs. Systemic ones: those before the onset.
    double falsePer1000 = 0;
    std::optional<double> detectedPct; // rolled back at or after the onset; none: there was nothing to find
    std::optional<double> medianS;     // from the start of the onset's tick to the end of the one that acts
    std::optional<double> p95S;
    std::optional<double> failedRequests; // of the new version from the onset until the act, or the end; mean
    std::optional<double> holdMedianS;    // to the first hold; of the policy alone
    std::optional<double> holdPer1000;    // runs with a hold; of the policy alone, not part of the JSON
};
// {method, scenario, runs, seed, false_per_1000, detected_pct, median_s, p95_s, failed_requests, hold_median_s}
[[nodiscard]] QJsonObject toJson(const Row &row);

struct Order {
    Scenario scenario;
    Policy policy; // with a signal of kind events
    int runs = 200;
    quint64 seed = 0;
    int threads = 0; // 0: as many as the machine has cores. The figures are the same with any number
    std::function<bool(int done)> progress; // called now and then from one thread; false: stop, the rows are worthless
};
// Every run has a stream of numbers of its own, so that neither order nor threads matter.
[[nodiscard]] QList<Row> simulate(const Order &order);
// One of those runs.
[[nodiscard]] DrawnRollout drawRun(const Order &order, int run);

} // namespace astern::policy::simulation
