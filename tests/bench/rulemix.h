// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/policy/policy.h"
#include "models/policy/verdict/rulejudge.h"
#include "models/policy/verdict/samplerecord.h"

#include <random>
#include <vector>

// Rules in the proportions of the example policies, and a service that they judge.
namespace astern::bench {

inline constexpr qint64 kRuleTickMs = 10'000;
inline constexpr qint64 kRuleStart = 1'000; // the first tick of the rollouts
inline constexpr qint64 kRuleWindow = 360;  // ticks

// The eighteen of them on one service with five signals.
[[nodiscard]] policy::Policy ruleMix();
// The same, each on a signal of its own, over and over; without the quorum, which has no signal.
[[nodiscard]] policy::Policy ruleMixOf(int signalCount);
[[nodiscard]] policy::JudgedRollout ruleRollout();

// What sources tell of a service that is well, tick after tick. The same seed tells the same.
class RuleFeed {
public:
    RuleFeed(const policy::Policy &policy, quint64 seed);

    // The records of the tick after the last one, its heartbeat behind them.
    [[nodiscard]] const std::vector<policy::Record> &next();

private:
    struct Series {
        policy::SampleRecord record; // its value is the count so far
        enum class Kind { Total, Bad, Gauge, Sign } kind;
    };
    void add(const QString &source, const QString &series, QMap<QString, QString> labels, Series::Kind kind,
             double value = 0);
    void addRoles(const policy::Signal &signal, bool bothRoles);

    const qint64 m_latenessMs;
    std::mt19937_64 m_random;
    std::vector<Series> m_series;
    std::vector<policy::Record> m_records;
    qint64 m_tick = kRuleStart;
};

} // namespace astern::bench
