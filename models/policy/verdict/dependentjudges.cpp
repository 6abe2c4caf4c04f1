// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/verdict/judges.h"

#include <algorithm>

namespace astern::policy {

namespace {

QList<qsizetype> indicesOf(const QStringList &ids, const Policy &policy)
{
    QList<qsizetype> indices;
    for (qsizetype i = 0; i < policy.rules.size(); ++i) {
        if (ids.contains(policy.rules.at(i).id))
            indices.append(i);
    }
    return indices;
}

// Nothing came for too long.
class MissingJudge : public RuleJudge {
public:
    MissingJudge(const Missing &rule, const Ground &ground)
        : m_rule(rule), m_arm(ground.arm(rule.signal, rule.role)), m_startMs(ground.rollout.startMs),
          m_together(indicesOf(rule.systemicIf, ground.policy))
    {
    }

    void step(const Moment &now, std::span<const RuleReading> others, RuleReading &reading) override
    {
        const auto age = now.endMs - m_arm.lastEventMs.value_or(m_startMs);
        reading.valueE9 = age * 1'000'000; // seconds, in billionths
        reading.limitE9 = m_rule.staleAfterMs * 1'000'000;
        const bool missing = age > m_rule.staleAfterMs;
        if (missing && !m_together.isEmpty() &&
            std::all_of(m_together.begin(), m_together.end(), [&others](qsizetype i) {
                return others[size_t(i)].outcome == Outcome::Breach || others[size_t(i)].suspects;
            }))
            m_latched = true;
        reading.escalates = m_rule.escalateAfterMs && age > *m_rule.escalateAfterMs;
        if (m_latched) {
            reading.outcome = Outcome::Breach;
            reading.verdict = VerdictClass::Systemic;
            reading.why = Why::MissingInBreach;
            reading.suspects = true;
            return;
        }
        reading.outcome = missing ? Outcome::NoData : m_arm.lastEventMs ? Outcome::Ok : Outcome::Pending;
        const bool known = m_arm.lastEventMs && age <= m_rule.unknownAfterMs;
        reading.verdict = known ? VerdictClass::Healthy : VerdictClass::Unknown;
        reading.why = known ? Why::None : Why::NoAnswer;
    }
    void startAfresh(qint64) override { m_latched = false; }
    [[nodiscard]] QList<qsizetype> reads() const override { return m_together; }

private:
    const Missing &m_rule;
    const Arm &m_arm;
    qint64 m_startMs;
    QList<qsizetype> m_together;
    bool m_latched = false;
};

// Too few events to judge by: others carry the verdict, or nobody does. What it says of the rules on the same signal,
// Judge applies.
class LowTrafficJudge : public RuleJudge {
public:
    LowTrafficJudge(const LowTraffic &rule, const Ground &ground)
        : m_rule(rule), m_ground(ground), m_arm(ground.arm(rule.signal, rule.role)),
          m_window(ground.ticks(rule.withinMs))
    {
    }

    void step(const Moment &now, std::span<const RuleReading>, RuleReading &reading) override
    {
        const auto sum = m_arm.history.sum(now.tick, m_window, m_arm.beginsAtTick(m_ground.startTick));
        reading.valueE9 = sum.counts.total * 1'000'000'000;
        reading.limitE9 = m_rule.needTotal * 1'000'000'000;
        reading.coverageE9 = sum.coverageE9();
        if (sum.counts.total >= m_rule.needTotal) {
            reading.outcome = Outcome::Ok;
            reading.verdict = VerdictClass::Healthy;
            return;
        }
        reading.outcome = Outcome::Insufficient;
        reading.why = Why::LowTraffic;
        reading.carries = m_rule.then != LowTraffic::Then::RelyOn;
    }

private:
    const LowTraffic &m_rule;
    const Ground &m_ground;
    const Arm &m_arm;
    qint64 m_window;
};

// So many of the members at once. A member that is only observed does not count.
class QuorumJudge : public RuleJudge {
public:
    QuorumJudge(const Quorum &rule, const Ground &ground)
        : m_rule(rule), m_within(rule.withinMs ? ground.ticks(*rule.withinMs) : 1)
    {
        for (const auto i : indicesOf(rule.of, ground.policy)) {
            if (ground.policy.enforces(ground.policy.rules.at(i)))
                m_members.append(i);
        }
        m_lastSuspect.assign(size_t(m_members.size()), -1);
    }

    void step(const Moment &now, std::span<const RuleReading> others, RuleReading &reading) override
    {
        qint64 counting = 0, systemic = 0, answering = 0;
        for (qsizetype i = 0; i < m_members.size(); ++i) {
            const auto &member = others[size_t(m_members.at(i))];
            auto &last = m_lastSuspect[size_t(i)];
            if (member.suspects)
                last = now.t;
            counting += last >= 0 && last > now.t - m_within ? 1 : 0;
            systemic += member.verdict == VerdictClass::Systemic ? 1 : 0;
            answering += member.answered() ? 1 : 0;
        }
        reading.valueE9 = counting * 1'000'000'000;
        reading.limitE9 = m_rule.need * 1'000'000'000;
        m_latched = m_latched || systemic >= m_rule.need;
        reading.suspects = m_latched || counting >= m_rule.need;
        reading.outcome = reading.suspects ? Outcome::Breach : answering < m_rule.need ? Outcome::NoData : Outcome::Ok;
        reading.verdict = m_latched                 ? VerdictClass::Systemic
                          : counting >= m_rule.need ? VerdictClass::Transient
                          : answering < m_rule.need ? VerdictClass::Unknown
                                                    : VerdictClass::Healthy;
        reading.why = reading.suspects                           ? Why::Quorum
                      : reading.verdict == VerdictClass::Unknown ? Why::NoAnswer
                                                                 : Why::None;
    }
    void startAfresh(qint64) override
    {
        m_latched = false;
        m_lastSuspect.assign(m_lastSuspect.size(), -1);
    }
    [[nodiscard]] QList<qsizetype> reads() const override { return m_members; }

private:
    const Quorum &m_rule;
    qint64 m_within;
    QList<qsizetype> m_members;
    std::vector<qint64> m_lastSuspect; // t; -1: never
    bool m_latched = false;
};

} // namespace

std::unique_ptr<RuleJudge> judgeOf(const Missing &rule, const Rule &, const Ground &ground)
{
    return std::make_unique<MissingJudge>(rule, ground);
}

std::unique_ptr<RuleJudge> judgeOf(const LowTraffic &rule, const Rule &, const Ground &ground)
{
    return std::make_unique<LowTrafficJudge>(rule, ground);
}

std::unique_ptr<RuleJudge> judgeOf(const Quorum &rule, const Rule &, const Ground &ground)
{
    return std::make_unique<QuorumJudge>(rule, ground);
}

} // namespace astern::policy
