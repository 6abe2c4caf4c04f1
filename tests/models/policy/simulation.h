// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/policy/statistics/dispersion.h"
#include "models/policy/statistics/twophase.h"

#include <QtGlobal>

#include <functional>
#include <optional>
#include <random>
#include <vector>

// Made-up rollouts with a known truth: 40 min of 10 s ticks, the canary's share 5, 10, 25 and 50 % for 10 min each,
// requests Poisson, bad events binomial. One seed gives one sequence everywhere: no distribution of the library's.
namespace astern::test {

inline constexpr qint64 kSimulatedTicks = 240;

class Random {
public:
    explicit Random(quint64 seed) : m_engine(seed) {}
    double uniform() { return double(m_engine() >> 11) * 0x1p-53; }
    qint64 below(qint64 n) { return qint64(uniform() * double(n)); }
    qint64 poisson(double mean);
    qint64 binomial(qint64 n, double p);
    qint64 clustered(double mean, double clusterSize); // geometric clusters

private:
    double normal();
    std::mt19937_64 m_engine;
};

struct Scenario {
    using Ratio = std::function<double(qint64 tick, qint64 onset)>;
    Ratio canary;
    Ratio stable;
    double perSecond = 100;
    double cluster = 0;           // mean size of clusters of errors; 0: each on its own
    qint64 canarySilentTicks = 0; // from the onset on its metrics are gone
};

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
