// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/models/policy/naivesamples.h"

namespace astern::test::naive {

// The evaluator's oracle, second half: every verdict from the rollout's start to `last`, each computed from the
// beginning. Evidence is the explicit double sum over starts and alternatives, with the C library's functions.
class Oracle {
public:
    Oracle(const policy::Policy &policy, const policy::JudgedRollout &rollout, const QList<policy::Record> &records,
           qint64 last);

    [[nodiscard]] const QList<policy::Verdict> &verdicts() const { return m_verdicts; }

private:
    struct Window {
        statistics::ArmCounts counts;
        qint64 data = 0;
        qint64 ticks = 0;
        policy::Outcome outcome = policy::Outcome::NoData;
        [[nodiscard]] qint64 coverageE9() const;
    };
    struct Line { // of a condition over time, at its last tick
        policy::VerdictClass verdict = policy::VerdictClass::Unknown;
        policy::Why confirmed = policy::Why::None;
        qint64 breachSince = -1; // t
        bool everHealthy = false;
    };
    struct Phase {
        int state = 0; // 0 watch, 1 suspect, 2 unconfirmed, 3 systemic
        policy::Why why = policy::Why::None;
        bool critical = false;
        qint64 ended = -1;
        double evidence = 0;
    };
    using Condition = std::function<std::optional<bool>(qint64 t, bool inBreach)>;

    [[nodiscard]] qint64 ticks(qint64 ms) const { return qint64(std::ceil(double(ms) / double(m_policy.time.tickMs))); }
    // A window never reaches before a mitigation.
    [[nodiscard]] qint64 windowFrom(qsizetype rule) const
    {
        return m_afresh.at(rule) > 0 ? m_afresh.at(rule) : INT64_MIN;
    }
    [[nodiscard]] qint64 end(qint64 t) const { return (m_start + t) * m_policy.time.tickMs; }
    [[nodiscard]] statistics::ArmCounts counts(const QString &signal, Role role, qint64 t) const;
    [[nodiscard]] Window window(const QString &signal, Role role, qint64 t, qint64 length, qint64 from,
                                const policy::Answering &answering) const;
    [[nodiscard]] bool reaches(const QString &signal, qint64 t, qint64 length) const;
    [[nodiscard]] double eta(const QString &signal, Role role, std::optional<double> phi, bool *assumed) const;

    [[nodiscard]] Line line(qint64 from, qint64 t, const policy::Answering &answering, qint64 forTicks,
                            const policy::Recurrence &recurrence, const Condition &condition) const;
    [[nodiscard]] bool differ(const QString &signal, qint64 since, qint64 t, double eta) const;
    // All from `from` on.
    [[nodiscard]] QList<Phase> phases(const policy::TwoPhase &rule, int kind, double tolerate, double bad, double floor,
                                      double badFloor, double eta, qint64 from, qint64 warm,
                                      const std::function<statistics::TickCounts(qint64)> &at) const;
    [[nodiscard]] policy::RuleReading phaseReading(const policy::Answering &answering, qint64 from, qint64 t,
                                                   const QList<Phase> &phases,
                                                   const std::function<policy::Outcome(qint64)> &answer) const;

    policy::RuleReading judge(qsizetype rule, qint64 t);
    policy::RuleReading read(const policy::Threshold &rule, qsizetype index, qint64 t);
    policy::RuleReading read(const policy::CompareRatio &rule, qsizetype index, qint64 t);
    policy::RuleReading read(const policy::Budget &rule, qsizetype index, qint64 t);
    policy::RuleReading read(const policy::BurnRate &rule, qsizetype index, qint64 t);
    policy::RuleReading read(const policy::Deadline &rule, qsizetype index, qint64 t);
    policy::RuleReading read(const policy::ProbeRule &rule, qsizetype index, qint64 t);
    policy::RuleReading read(const policy::Missing &rule, qsizetype index, qint64 t);
    policy::RuleReading read(const policy::LowTraffic &rule, qsizetype index, qint64 t);
    policy::RuleReading read(const policy::Quorum &rule, qsizetype index, qint64 t);
    policy::RuleReading read(const policy::StateRule &rule, qsizetype index, qint64 t);
    policy::RuleReading read(const policy::Sampled &rule, qsizetype index, qint64 t);
    policy::RuleReading read(const policy::CompareRank &rule, qsizetype index, qint64 t);
    policy::RuleReading read(const policy::Drop &, qsizetype, qint64) { return {}; } // no history in these rollouts

    // A line with attribution: latched unless external.
    policy::RuleReading attributed(qsizetype index, qint64 t, const QString &signal, Role role,
                                   const policy::Answering &answering, qint64 forTicks,
                                   const policy::Recurrence &recurrence, bool sinceStart,
                                   const std::function<std::optional<bool>(Role, qint64, bool, bool)> &of);
    void combine(qint64 t);

    const policy::Policy &m_policy;
    const policy::JudgedRollout &m_rollout;
    Samples m_samples;
    qint64 m_start;
    QList<qint64> m_afresh;                       // per rule: t from which on it counts
    QList<QList<policy::RuleReading>> m_readings; // by t, then by rule
    QList<policy::Verdict> m_verdicts;
    qint64 m_last;
    std::optional<policy::Severity> m_severity; // of the rule being read, where it is another than its own
    QMap<std::pair<qsizetype, qint64>, QList<Phase>> m_phases; // by rule and its first tick
    QMap<std::tuple<qsizetype, qint64, int, qint64, bool, bool>, std::optional<bool>> m_asked;
    QMap<qsizetype, qint64> m_firstHealthy; // of an attributed rule
    QList<qsizetype> m_raising;
    QSet<qsizetype> m_raised;
};

} // namespace astern::test::naive
