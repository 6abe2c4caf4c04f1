// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/statistics/quantiles.h"
#include "models/policy/statistics/ranktest.h"
#include "models/policy/verdict/breachtimeline.h"
#include "models/policy/verdict/judges.h"

#include <algorithm>
#include <cmath>

namespace astern::policy {

namespace {

// Minute ratios of both arms, compared at fixed looks only: at the end of a step or of the rollout.
class RankJudge : public RuleJudge {
public:
    RankJudge(const CompareRank &rule, const Ground &ground)
        : m_rule(rule), m_ground(ground), m_new(ground.arm(rule.signal, Role::New)),
          m_stable(ground.arm(rule.signal, Role::Stable)),
          m_minute(std::max<qint64>(1, 60'000 / ground.policy.time.tickMs))
    {
    }

    void step(const Moment &now, std::span<const RuleReading>, RuleReading &reading) override
    {
        const bool looks = now.rolloutEnd || (now.stepEnd && m_rule.at == CompareRank::Look::StepEnd) ||
                           m_rule.at == CompareRank::Look::EveryTick; // only ever observed;
        if (looks && !(m_looked && m_last.verdict == VerdictClass::Systemic))
            look(now);
        if (m_looked) {
            const auto severity = reading.severity;
            reading = m_last;
            reading.severity = severity;
        }
        reading.carries = m_looked;
    }
    void startAfresh(qint64) override { m_looked = false; }

private:
    // Of whole minutes since the rollout's start with traffic in them.
    [[nodiscard]] std::vector<double> minutes(const Arm &arm, qint64 tick) const
    {
        std::vector<double> ratios;
        const auto &history = arm.history;
        for (auto last = m_ground.startTick + m_minute - 1; last <= tick; last += m_minute) {
            if (last - m_minute + 1 < history.firstKept())
                continue;
            const auto counts = history.sum(last, m_minute, last - m_minute + 1).counts;
            if (counts.total > 0)
                ratios.push_back(static_cast<double>(counts.bad) / static_cast<double>(counts.total));
        }
        return ratios;
    }
    void look(const Moment &now)
    {
        const auto result = statistics::compareRanks(minutes(m_new, now.tick), minutes(m_stable, now.tick),
                                                     {m_rule.alpha, m_rule.minSamples, m_rule.effectA12});
        const bool bad =
            (result.answer == statistics::RankClass::Higher && m_rule.direction != Direction::LowerIsBad) ||
            (result.answer == statistics::RankClass::Lower && m_rule.direction != Direction::HigherIsBad);
        m_looked = true;
        m_last = {};
        m_last.valueE9 = statistics::toE9(result.a12);
        m_last.limitE9 = statistics::toE9(m_rule.effectA12);
        if (result.answer == statistics::RankClass::Insufficient) {
            m_last.outcome = Outcome::Insufficient;
            m_last.why = Why::NoAnswer;
            return;
        }
        m_last.outcome = bad ? Outcome::Breach : Outcome::Ok;
        m_last.verdict = bad ? VerdictClass::Systemic : VerdictClass::Healthy;
        m_last.why = bad ? Why::FixedLook : Why::None;
        m_last.suspects = bad;
    }

    const CompareRank &m_rule;
    const Ground &m_ground;
    const Arm &m_new;
    const Arm &m_stable;
    qint64 m_minute; // in ticks
    bool m_looked = false;
    RuleReading m_last;
};

// A number read so many times; each reading passes, fails or does neither. No number is an error of the source.
class SampledJudge : public RuleJudge {
public:
    SampledJudge(const Sampled &rule, const Ground &ground)
        : m_rule(rule), m_arm(ground.arm(rule.signal, rule.role)),
          m_every(std::max<qint64>(1, ground.ticks(rule.everyMs)))
    {
    }

    void step(const Moment &now, std::span<const RuleReading>, RuleReading &reading) override
    {
        if (m_arm.history.last().read)
            m_read = m_arm.history.last().raw;
        if ((now.t + 1) % m_every == 0) {
            if (m_state == State::Open)
                measure();
            m_read.reset();
        }
        if (m_value && std::isfinite(*m_value))
            reading.valueE9 = statistics::toE9(*m_value);
        switch (m_state) {
        case State::Open:
            reading.outcome = Outcome::Pending;
            break;
        case State::Passed:
            reading.outcome = Outcome::Ok;
            reading.verdict = VerdictClass::Healthy;
            break;
        case State::Undecided:
            reading.outcome = Outcome::Invalid;
            reading.why = Why::NoAnswer;
            break;
        case State::Failed:
            reading.outcome = Outcome::Breach;
            reading.verdict = VerdictClass::Systemic;
            reading.why = Why::Measured;
            reading.suspects = true;
            break;
        }
    }
    void startAfresh(qint64) override
    {
        m_state = State::Open;
        m_value.reset();
        m_done = m_failures = m_inconclusive = m_errors = m_inARow = 0;
    }

private:
    enum class State { Open, Passed, Undecided, Failed };

    void measure()
    {
        if (!m_read) {
            if (++m_errors > m_rule.maxSourceErrors) // in a row
                m_state = State::Undecided;
            return;
        }
        m_errors = 0;
        m_value = m_read;
        ++m_done;
        const bool fails = m_rule.fail ? m_rule.fail->holds(*m_read) : m_rule.pass && !m_rule.pass->holds(*m_read);
        const bool passes = !fails && (!m_rule.pass || m_rule.pass->holds(*m_read));
        m_failures += fails ? 1 : 0;
        m_inconclusive += fails || passes ? 0 : 1;
        m_inARow = passes ? m_inARow + 1 : 0;
        if (m_failures > m_rule.maxFailures)
            m_state = State::Failed;
        else if (m_inconclusive > m_rule.maxInconclusive)
            m_state = State::Undecided;
        else if (m_rule.needSuccessesInARow ? m_inARow >= *m_rule.needSuccessesInARow : m_done >= m_rule.count)
            m_state = State::Passed;
    }

    const Sampled &m_rule;
    const Arm &m_arm;
    qint64 m_every;
    std::optional<double> m_read; // since the last measurement
    std::optional<double> m_value;
    State m_state = State::Open;
    qint64 m_done = 0, m_failures = 0, m_inconclusive = 0, m_errors = 0, m_inARow = 0;
};

// Fewer counted events than in the same slot of the last weeks. Only ever observed.
class DropJudge : public RuleJudge {
public:
    DropJudge(const Drop &rule, const Ground &ground)
        : m_rule(rule), m_ground(ground), m_arm(ground.arm(rule.signal, rule.role)), m_slot(ground.ticks(rule.slotMs)),
          m_timeline({.forTicks = ground.ticks(rule.forMs),
                      .clearTicks = ground.ticks(Answering().clearForMs),
                      .holdTicks = ground.ticks(Answering().noDataHoldMs)})
    {
        const auto weeks = ground.rollout.sameSlots.value(rule.signal);
        const std::vector<double> values(weeks.begin(), weeks.end());
        m_median = statistics::median(values);
        m_mad = statistics::scaledMad(values);
    }

    void step(const Moment &now, std::span<const RuleReading>, RuleReading &reading) override
    {
        const auto sum = m_arm.history.sum(now.tick, m_slot, m_arm.beginsAtTick(m_ground.startTick));
        const auto coverage = sum.coverageE9();
        reading.coverageE9 = coverage;
        const bool answered =
            m_median && *m_median > 0 && sum.ticks == m_slot && coverage >= statistics::toE9(Answering().minCoverage);
        std::optional<bool> breached;
        if (answered) {
            const double away = *m_median - static_cast<double>(sum.counts.bad);
            reading.valueE9 = statistics::toE9(away / *m_median);
            if (m_rule.below)
                reading.limitE9 = statistics::toE9(*m_rule.below);
            breached = (!m_rule.below || *reading.valueE9 > *reading.limitE9) &&
                       (!m_rule.z || statistics::toE9(away) > statistics::toE9(*m_rule.z * m_mad.value_or(0)));
        }
        m_timeline.step(breached);
        if (m_timeline.isConfirmed())
            m_timeline.latch(m_timeline.confirmedBy());
        reading.outcome = !breached ? Outcome::NoData : *breached ? Outcome::Breach : Outcome::Ok;
        reading.verdict = m_timeline.verdict();
        reading.why = m_timeline.why();
        if (const auto ticks = m_timeline.ticksToConfirm())
            reading.confirmsAtMs = now.endMs + *ticks * m_ground.policy.time.tickMs;
        reading.suspects = m_timeline.inBreach() || m_timeline.isLatched();
        reading.withoutHistory = !m_median;
    }
    void startAfresh(qint64) override { m_timeline.startAfresh(); }

private:
    const Drop &m_rule;
    const Ground &m_ground;
    const Arm &m_arm;
    qint64 m_slot;
    BreachTimeline m_timeline;
    std::optional<double> m_median;
    std::optional<double> m_mad;
};

} // namespace

std::unique_ptr<RuleJudge> judgeOf(const CompareRank &rule, const Rule &, const Ground &ground)
{
    return std::make_unique<RankJudge>(rule, ground);
}

std::unique_ptr<RuleJudge> judgeOf(const Sampled &rule, const Rule &, const Ground &ground)
{
    return std::make_unique<SampledJudge>(rule, ground);
}

std::unique_ptr<RuleJudge> judgeOf(const Drop &rule, const Rule &, const Ground &ground)
{
    return std::make_unique<DropJudge>(rule, ground);
}

std::unique_ptr<RuleJudge> makeRuleJudge(const Rule &rule, const Ground &ground)
{
    return std::visit([&](const auto &body) { return judgeOf(body, rule, ground); }, rule.body);
}

} // namespace astern::policy
