// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/models/policy/simulation.h"

#include "models/policy/statistics/quantiles.h"

#include <cmath>

namespace astern::test {

using namespace astern::statistics;

double Random::normal()
{
    return std::sqrt(-2 * std::log(1 - uniform())) * std::cos(6.283185307179586 * uniform()); // Box and Muller
}

qint64 Random::poisson(double mean)
{
    if (mean > 60)
        return std::max<qint64>(0, std::llround(mean + std::sqrt(mean) * normal()));
    const double limit = std::exp(-mean);
    qint64 count = 0;
    for (double product = uniform(); product > limit; product *= uniform())
        ++count;
    return count;
}

qint64 Random::binomial(qint64 n, double p)
{
    if (p <= 0 || n <= 0)
        return 0;
    if (p >= 1)
        return n;
    if (p > 0.5)
        return n - binomial(n, 1 - p);
    const double mean = double(n) * p;
    if (mean > 60)
        return std::clamp<qint64>(std::llround(mean + std::sqrt(mean * (1 - p)) * normal()), 0, n);
    // From success to success.
    const double logQ = std::log1p(-p);
    qint64 count = 0;
    for (double at = std::floor(std::log(1 - uniform()) / logQ); at < double(n); ++count)
        at += 1 + std::floor(std::log(1 - uniform()) / logQ);
    return count;
}

qint64 Random::clustered(double mean, double size)
{
    qint64 count = 0;
    for (auto left = poisson(mean / size); left > 0; --left)
        count += 1 + qint64(std::floor(std::log(1 - uniform()) / std::log1p(-1 / size)));
    return count;
}

Simulated simulate(const Scenario &scenario, const TwoPhaseSettings &settings, Random &random, bool estimated)
{
    const double perTick = scenario.perSecond * 10;
    const auto bad = [&](qint64 total, double ratio) {
        if (scenario.cluster > 0)
            return std::min(total, random.clustered(double(total) * ratio, scenario.cluster));
        return random.binomial(total, ratio);
    };
    const qint64 onset = 6 + random.below(145); // minute 1 to 25
    double eta = 1;
    if (estimated) {
        std::vector<ArmCounts> hour;
        for (int i = 0; i < 360; ++i) {
            const auto total = random.poisson(perTick);
            hour.push_back({total, bad(total, scenario.stable(-1, onset))});
        }
        eta = estimateDispersion(hour).eta;
    }
    TwoPhase phases(settings);
    Simulated result;
    for (qint64 tick = 0; tick < kSimulatedTicks; ++tick) {
        const double share = std::array{0.05, 0.1, 0.25, 0.5}[size_t(tick / 60)];
        TickCounts counts;
        counts.canary.total = random.poisson(perTick * share);
        counts.stable.total = random.poisson(perTick * (1 - share));
        counts.canary.bad = bad(counts.canary.total, scenario.canary(tick, onset));
        counts.stable.bad = bad(counts.stable.total, scenario.stable(tick, onset));
        if (tick >= onset && tick < onset + scenario.canarySilentTicks)
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
