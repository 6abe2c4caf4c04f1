// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/statistics/burnrate.h"
#include "models/policy/verdict/attribution.h"
#include "models/policy/verdict/judges.h"

#include <algorithm>

namespace astern::policy {

namespace {

// The error budget goes too fast, in a long window and in a short one: systemic at once.
class BurnJudge : public RuleJudge {
public:
    BurnJudge(const BurnRate &rule, const Ground &ground)
        : m_rule(rule), m_ground(ground), m_arm(ground.arm(rule.signal, rule.role)),
          m_timeline({.clearTicks = ground.ticks(m_answering.clearForMs),
                      .holdTicks = ground.ticks(m_answering.noDataHoldMs)}),
          m_attribution(ground, rule.signal, rule.role,
                        {{.clearTicks = ground.ticks(m_answering.clearForMs),
                          .holdTicks = ground.ticks(m_answering.noDataHoldMs)},
                         rule.sinceStart},
                        [this](const Arm &arm, qint64 tick, bool, bool full) { return breached(arm, tick, full); })
    {
        for (const auto &pair : rule.pairs) {
            const auto shortTicks = ground.ticks(pair.shortMs);
            m_pairs.push_back({ground.ticks(pair.longMs), shortTicks, pair.factor, pair.severity});
            m_shortest = m_pairs.size() == 1 ? shortTicks : std::min(m_shortest, shortTicks);
        }
    }

    void step(const Moment &now, std::span<const RuleReading>, RuleReading &reading) override
    {
        m_attribution.prepare(now);
        const auto found = look(m_arm, now.tick);
        const auto &shown = m_pairs[found.shown];
        const auto burn = statistics::burnRate(sum(m_arm, now.tick, shown.longTicks).counts, m_rule.slo);
        reading.limitE9 = statistics::toE9(shown.factor);
        reading.coverageE9 = found.coverageE9;
        if (burn)
            reading.valueE9 = statistics::toE9(*burn);
        if (now.warmUp && m_rule.role == Role::New)
            return;
        m_timeline.step(found.breached);
        m_attribution.step(now, m_timeline.inBreach(), m_timeline.beganNow());
        reading.outcome = found.outcome;
        reading.verdict = m_timeline.verdict();
        reading.why = m_timeline.why();
        reading.withoutHistory = m_attribution.withoutHistory();
        if (m_timeline.isConfirmed()) {
            const bool external = !m_timeline.isLatched() && m_attribution.isExternal();
            if (!external) {
                m_timeline.latch(Why::Continuous);
                m_gravest = std::max(m_gravest, shown.severity);
            }
            reading.verdict = external ? VerdictClass::External : VerdictClass::Systemic;
            reading.why = external ? m_attribution.why() : Why::Continuous;
        }
        if (reading.verdict == VerdictClass::Systemic)
            reading.severity = m_gravest;
        if (reading.verdict == VerdictClass::Healthy)
            m_attribution.forgetBefore();
        reading.suspects = m_timeline.inBreach() || m_timeline.isLatched();
    }
    void startAfresh(qint64 tick) override
    {
        m_afresh = tick;
        m_timeline.startAfresh();
        m_attribution.startAfresh();
        m_gravest = Severity::Minor;
    }

private:
    struct PairTicks {
        qint64 longTicks;
        qint64 shortTicks;
        double factor;
        Severity severity;
    };
    struct Found {
        Outcome outcome = Outcome::NoData;
        std::optional<bool> breached; // nullopt: no answer
        size_t shown = 0;             // the gravest pair that breaches, else the first
        qint64 coverageE9 = 0;
    };

    [[nodiscard]] qint64 notBefore(const Arm &arm) const
    {
        return std::max(arm.beginsAtTick(m_ground.startTick), m_afresh);
    }
    [[nodiscard]] ArmHistory::Sum sum(const Arm &arm, qint64 tick, qint64 ticks) const
    {
        return arm.history.sum(tick, ticks, notBefore(arm));
    }
    [[nodiscard]] bool breaches(const Arm &arm, qint64 tick, const PairTicks &pair) const
    {
        const auto longer = sum(arm, tick, pair.longTicks).counts;
        if (longer.bad < m_rule.minBad)
            return false;
        const auto slow = statistics::burnRate(longer, m_rule.slo);
        const auto fast = statistics::burnRate(sum(arm, tick, pair.shortTicks).counts, m_rule.slo);
        return slow && fast && *slow > pair.factor && *fast > pair.factor;
    }
    [[nodiscard]] Found look(const Arm &arm, qint64 tick) const
    {
        const auto answer = eventsWithin(arm, tick, m_shortest, notBefore(arm), m_answering);
        Found found{.outcome = answer.outcome, .coverageE9 = answer.coverageE9};
        if (answer.outcome == Outcome::NoData || answer.outcome == Outcome::Invalid)
            return found;
        bool any = false;
        for (size_t i = 0; i < m_pairs.size(); ++i) {
            if (!breaches(arm, tick, m_pairs[i]))
                continue;
            if (!any || m_pairs[i].severity > m_pairs[found.shown].severity)
                found.shown = i;
            any = true;
        }
        // min_bad guards against too little evidence: a breach needs no further traffic, being well does.
        if (any)
            found.outcome = Outcome::Breach;
        if (any || answer.outcome == Outcome::Ok)
            found.breached = any;
        return found;
    }
    [[nodiscard]] std::optional<bool> breached(const Arm &arm, qint64 tick, bool full) const
    {
        if (!full)
            return look(arm, tick).breached;
        // With full windows only: pairs that reach further back than what is known have no say.
        std::optional<bool> found;
        for (const auto &pair : m_pairs) {
            const auto begin = tick - std::max(pair.longTicks, pair.shortTicks) + 1;
            if (begin < std::max(arm.history.firstData(), arm.history.firstKept()))
                continue;
            found = found.value_or(false) || breaches(arm, tick, pair);
        }
        return found;
    }

    const BurnRate &m_rule;
    const Ground &m_ground;
    const Arm &m_arm;
    const Answering m_answering{};
    std::vector<PairTicks> m_pairs;
    qint64 m_shortest = 1;
    qint64 m_afresh = std::numeric_limits<qint64>::min(); // a window never reaches before a mitigation
    BreachTimeline m_timeline;
    Attribution m_attribution;
    Severity m_gravest = Severity::Minor;
};

} // namespace

std::unique_ptr<RuleJudge> judgeOf(const BurnRate &rule, const Rule &, const Ground &ground)
{
    return std::make_unique<BurnJudge>(rule, ground);
}

} // namespace astern::policy
