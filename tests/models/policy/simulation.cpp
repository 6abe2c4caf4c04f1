// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/models/policy/simulation.h"

#include "models/policy/statistics/dispersion.h"
#include "models/policy/statistics/quantiles.h"

namespace astern::test {

using namespace astern::statistics;

Simulated simulate(const Scenario &scenario, const TwoPhaseSettings &settings, Random &random, bool estimated)
{
    const auto rollout = policy::simulation::draw(scenario, 10'000, random);
    const auto onset = rollout.onset;
    const double eta = estimated ? estimateDispersion(rollout.before).eta : 1;
    TwoPhase phases(settings);
    Simulated result;
    for (qint64 tick = 0; tick < kSimulatedTicks; ++tick) {
        auto counts = rollout.ticks[size_t(tick)];
        if (rollout.isSilent(tick))
            counts.canary = {};
        phases.step(counts, eta);
        const auto after = (tick - onset + 1) * 10;
        if (phases.state() != TwoPhase::State::Watch && !result.hold)
            result.hold = after;
        if (phases.why() == TwoPhase::Why::ClearedTransient && result.holdEndsAfter < 0)
            result.holdEndsAfter = tick - onset;
        if (phases.state() == TwoPhase::State::Systemic) {
            result.rollback = after;
            result.early = tick < onset;
            break;
        }
    }
    return result;
}

Summary simulateMany(const Scenario &scenario, const TwoPhaseSettings &settings, int runs, quint64 seed, bool estimated)
{
    Random random(seed);
    std::vector<double> delays, holds, cleared;
    Summary summary;
    for (int i = 0; i < runs; ++i) {
        const auto one = simulate(scenario, settings, random, estimated);
        summary.rollbacks += one.rollback ? 1000.0 / runs : 0;
        summary.holds += one.hold ? 1000.0 / runs : 0;
        if (one.rollback && !one.early)
            delays.push_back(double(*one.rollback));
        if (one.hold && *one.hold > 0)
            holds.push_back(double(*one.hold));
        if (one.holdEndsAfter >= 0)
            cleared.push_back(double(one.holdEndsAfter));
    }
    summary.detected = double(delays.size()) / runs;
    summary.median = median(delays).value_or(0);
    summary.p95 = quantile(delays, 0.95).value_or(0);
    summary.holdMedian = median(holds).value_or(0);
    summary.clearedMedian = median(cleared).value_or(-1);
    return summary;
}

} // namespace astern::test
