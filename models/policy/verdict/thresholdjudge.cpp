// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/verdict/attribution.h"
#include "models/policy/verdict/judges.h"

#include <cmath>

namespace astern::policy {

namespace {

struct Value {
    Outcome outcome = Outcome::NoData; // Ok: there is enough to judge by
    std::optional<double> value;
    qint64 coverageE9 = 0;
};

// Mean, most, least or last of the values of a window; nothing of none.
class Aggregated {
public:
    void add(double value)
    {
        m_sum += value;
        m_most = m_count == 0 ? value : std::max(m_most, value);
        m_least = m_count == 0 ? value : std::min(m_least, value);
        m_last = value;
        ++m_count;
    }
    [[nodiscard]] std::optional<double> as(Threshold::Aggregate aggregate) const
    {
        if (m_count == 0)
            return std::nullopt;
        switch (aggregate) {
        case Threshold::Aggregate::Max:
            return m_most;
        case Threshold::Aggregate::Min:
            return m_least;
        case Threshold::Aggregate::Last:
            return m_last;
        case Threshold::Aggregate::Mean:
        case Threshold::Aggregate::Ratio: // of events, and those are summed
            break;
        }
        return m_sum / static_cast<double>(m_count);
    }

private:
    double m_sum = 0, m_most = 0, m_least = 0, m_last = 0;
    qint64 m_count = 0;
};

BreachTimeline::Settings timelineOf(const Threshold &rule, const Ground &ground)
{
    return {.forTicks = ground.ticks(rule.forMs),
            .clearTicks = ground.ticks(rule.answering.clearForMs),
            .holdTicks = ground.ticks(rule.answering.noDataHoldMs),
            .episodes = rule.recurrence.episodes,
            .episodeTicks = ground.ticks(rule.recurrence.withinMs)};
}

// A value over its limit for `for`, with a lower limit for getting well again (POLICY threshold).
class ThresholdJudge : public RuleJudge {
public:
    ThresholdJudge(const Threshold &rule, const Ground &ground)
        : m_rule(rule), m_ground(ground), m_arm(ground.arm(rule.signal, rule.role)),
          m_events(std::holds_alternative<Events>(ground.signal(rule.signal).body)),
          m_window(ground.ticks(rule.windowMs)),
          m_limitE9(statistics::toE9(rule.above ? *rule.above : rule.below.value_or(0))),
          m_clearE9(statistics::toE9(rule.clear)), m_timeline(timelineOf(rule, ground)),
          m_attribution(ground, rule.signal, rule.role, {timelineOf(rule, ground)},
                        [this](const Arm &arm, qint64 tick, bool inBreach, bool full) {
                            return breached(arm, tick, inBreach, full);
                        })
    {
    }

    void step(const Moment &now, std::span<const RuleReading>, RuleReading &reading) override
    {
        m_attribution.prepare(now);
        const auto found = value(m_arm, now.tick);
        reading.limitE9 = m_limitE9;
        reading.coverageE9 = found.coverageE9;
        if (found.value)
            reading.valueE9 = statistics::toE9(*found.value);
        if (now.warmUp && m_rule.role == Role::New)
            return; // pending: gathers, and cannot fire
        const bool answered = found.outcome == Outcome::Ok;
        m_timeline.step(answered ? std::optional(isOver(*reading.valueE9, m_timeline.inBreach())) : std::nullopt);
        m_attribution.step(now, m_timeline.inBreach(), m_timeline.beganNow());
        reading.outcome = answered && m_timeline.inBreach() ? Outcome::Breach : found.outcome;
        reading.verdict = m_timeline.verdict();
        reading.why = m_timeline.why();
        reading.withoutHistory = m_attribution.withoutHistory();
        if (m_timeline.isConfirmed() && !m_timeline.isLatched()) {
            if (m_attribution.isExternal()) {
                reading.verdict = VerdictClass::External;
                reading.why = m_attribution.why();
            } else {
                m_timeline.latch(m_timeline.confirmedBy());
                reading.verdict = VerdictClass::Systemic;
                reading.why = m_timeline.confirmedBy();
            }
        }
        if (reading.verdict == VerdictClass::Healthy)
            m_attribution.forgetBefore();
        if (const auto ticks = m_timeline.ticksToConfirm())
            reading.confirmsAtMs = now.endMs + *ticks * m_ground.policy.time.tickMs;
        reading.suspects = m_timeline.inBreach() || reading.verdict == VerdictClass::Systemic;
    }
    void startAfresh(qint64 tick) override
    {
        m_timeline.startAfresh();
        m_attribution.startAfresh();
        m_afresh = tick;
    }

private:
    [[nodiscard]] bool isOver(qint64 valueE9, bool inBreach) const
    {
        if (m_rule.above)
            return inBreach ? valueE9 > m_clearE9 : valueE9 > m_limitE9;
        return inBreach ? valueE9 < m_clearE9 : valueE9 < m_limitE9;
    }

    [[nodiscard]] std::optional<bool> breached(const Arm &arm, qint64 tick, bool inBreach, bool full) const
    {
        if (full && tick - m_window + 1 < std::max(arm.history.firstData(), arm.history.firstKept()))
            return std::nullopt;
        const auto found = value(arm, tick);
        if (found.outcome != Outcome::Ok)
            return std::nullopt;
        return isOver(statistics::toE9(*found.value), inBreach);
    }

    [[nodiscard]] qint64 notBefore(const Arm &arm) const
    {
        return std::max(arm.beginsAtTick(m_ground.startTick), m_afresh);
    }
    [[nodiscard]] Value value(const Arm &arm, qint64 tick) const
    {
        return m_events ? eventsValue(arm, tick) : gaugeValue(arm, tick);
    }
    [[nodiscard]] Value eventsValue(const Arm &arm, qint64 tick) const
    {
        const auto answer = eventsWithin(arm, tick, m_window, notBefore(arm), m_rule.answering);
        Value found{answer.outcome, {}, answer.coverageE9};
        const auto &counts = answer.sum.counts;
        if (counts.total <= 0 || answer.outcome == Outcome::NoData)
            return found;
        if (m_rule.aggregate == Threshold::Aggregate::Ratio) {
            found.value = static_cast<double>(counts.bad) / static_cast<double>(counts.total);
            return found;
        }
        Aggregated ratios;
        for (auto at = tick - answer.sum.ticks + 1; at <= tick; ++at) {
            const auto one = arm.history.counts(at);
            if (one.total > 0)
                ratios.add(static_cast<double>(one.bad) / static_cast<double>(one.total));
        }
        found.value = ratios.as(m_rule.aggregate);
        return found;
    }
    [[nodiscard]] Value gaugeValue(const Arm &arm, qint64 tick) const
    {
        const auto sum = arm.history.sum(tick, m_window, notBefore(arm));
        Value found{Outcome::NoData, {}, sum.coverageE9()};
        Aggregated values;
        for (auto at = tick - sum.ticks + 1; at <= tick; ++at) {
            const double one = arm.history.gauge(at);
            if (std::isfinite(one))
                values.add(one);
        }
        if (arm.history.isInvalid(tick)) {
            found.outcome = Outcome::Invalid;
        } else if (found.coverageE9 >= statistics::toE9(m_rule.answering.minCoverage)) {
            found.value = values.as(m_rule.aggregate);
            found.outcome = found.value ? Outcome::Ok : Outcome::NoData;
        }
        return found;
    }

    const Threshold &m_rule;
    const Ground &m_ground;
    const Arm &m_arm;
    bool m_events;
    qint64 m_window;
    qint64 m_limitE9;
    qint64 m_clearE9;
    qint64 m_afresh = std::numeric_limits<qint64>::min(); // a window never reaches before a mitigation
    BreachTimeline m_timeline;
    Attribution m_attribution;
};

} // namespace

std::unique_ptr<RuleJudge> judgeOf(const Threshold &rule, const Rule &, const Ground &ground)
{
    return std::make_unique<ThresholdJudge>(rule, ground);
}

} // namespace astern::policy
