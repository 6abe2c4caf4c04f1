// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/models/policy/verdictfixture.h"

namespace astern::test {

using policy::Evaluator;
using policy::JudgedRollout;
using policy::Policy;
using policy::Query;
using policy::Verdict;

inline const QString kErrors = QStringLiteral("errors");
inline const QString kVersus = QStringLiteral("versus");

inline Query query(const char *series) { return {QStringLiteral("prom"), {QLatin1String(series), {}}}; }

// One evaluator and the traffic that it is told of.
struct Told {
    explicit Told(Policy policy, JudgedRollout rollout = rolloutAt(1))
        : evaluator(std::move(policy), std::move(rollout))
    {
    }
    Evaluator evaluator;
    Traffic traffic{evaluator};

    // Ticks with the same share of bad requests in each arm; none of an arm: a total of 0.
    Verdict run(qint64 from, qint64 to, qint64 bad, qint64 total = 1000, qint64 stableBad = 0, qint64 stableTotal = 0)
    {
        Verdict last;
        for (auto tick = from; tick <= to; ++tick) {
            if (total > 0)
                traffic.requests(tick, "new", total, bad);
            if (stableTotal > 0)
                traffic.requests(tick, "old", stableTotal, stableBad);
            last = traffic.end(tick);
        }
        return last;
    }
};

inline Policy errorsPolicy(qint64 windowMs = 60'000, qint64 forMs = 60'000)
{
    return policyOf({rule(kErrors, threshold(0.01, windowMs, forMs))});
}

inline JudgedRollout alone()
{
    auto rollout = rolloutAt(1);
    rollout.stableLabels.clear();
    return rollout;
}

} // namespace astern::test
