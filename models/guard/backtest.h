// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/guard/assumedclimb.h"
#include "models/policy/verdict/evaluator.h"

#include <functional>

namespace astern::policy {
class SampleReader;
}

namespace astern::guard {

// Recorded samples, judged again: what a policy would have said of a rollout, and what its ladder would have done.
struct BacktestOrder {
    QList<policy::Policy> policies;
    policy::JudgedRollout rollout;
    // Samples count for their own tick however late they came (`lateness: inf`): what would have been known had nothing
    // been late. Nothing that anybody saw at the time, so it has to be shown as revised.
    bool revised = false;
    guard::Assumed assumed;
};

struct BacktestFound {
    QList<Act> acts;
    qint64 records = 0;
    qint64 revised = 0;  // samples that had come too late for their tick, of the first policy's grid
    bool marked = false; // the samples say when a mitigation was confirmed
    QStringList absent;  // series that a policy asks for and of which there is no record at all, "prom: orders_total"
};

// The next record in the order in which they were written down, wherever they are kept, there until it is asked again;
// nullptr: there is none.
using NextRecord = std::function<Result<const policy::Record *>()>;
[[nodiscard]] NextRecord recordsOf(policy::SampleReader &reader); // which outlives it
// Each verdict as soon as it is reached, with the place of its policy in the order. By time; with `revised` policy
// by policy.
using TellVerdict = std::function<void(size_t policy, const policy::Verdict &)>;

// Pure but for reading. Memory does not grow with what there is to read; with `revised` all of it is kept.
[[nodiscard]] Result<BacktestFound> backtest(const BacktestOrder &order, const NextRecord &next,
                                             const TellVerdict &tell);

// The same for whoever looks at all verdicts together.
struct BacktestKept : BacktestFound {
    // By policy in the order's order; of each, its verdicts tick by tick.
    std::vector<std::vector<policy::Verdict>> verdicts;
};
[[nodiscard]] Result<BacktestKept> backtest(const BacktestOrder &order, const NextRecord &next);

} // namespace astern::guard
