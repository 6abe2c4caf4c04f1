// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/verdict/judges.h"

#include <algorithm>

namespace astern::policy {

namespace {

// What each location says of one arm.
class Locations {
public:
    Locations(const ProbeRule &rule, const Ground &ground, Role role)
        : m_rule(rule), m_arm(ground.arm(rule.signal, role)),
          m_silentMs(3 * std::get<Probe>(ground.signal(rule.signal).body).everyMs),
          m_firstMs(ground.rollout.startMs + rule.initialDelayMs)
    {
    }

    struct Count {
        qint64 up = 0;
        qint64 down = 0;
        qint64 reporting = 0; // heard of lately: a silent one has no say
    };
    Count step(const Moment &now)
    {
        for (const auto &result : m_arm.results) {
            if (result.atMs >= m_firstMs)
                take(result);
        }
        Count count;
        for (const auto &location : m_locations) {
            if (now.endMs - location.atMs > m_silentMs)
                continue;
            ++count.reporting;
            count.up += location.state == State::Up ? 1 : 0;
            count.down += location.state == State::Down ? 1 : 0;
        }
        return count;
    }
    void forget() { m_locations.clear(); }

private:
    enum class State { Open, Up, Down };
    struct Location {
        QString name;
        State state = State::Open;
        qint64 inARow = 0; // results like the last one
        bool last = false;
        qint64 atMs = 0;
    };

    void take(const ProbeResult &result)
    {
        auto at = std::find_if(m_locations.begin(), m_locations.end(),
                               [&result](const Location &location) { return location.name == result.location; });
        if (at == m_locations.end())
            at = m_locations.insert(at, {.name = result.location});
        at->inARow = at->last == result.success ? at->inARow + 1 : 1;
        at->last = result.success;
        at->atMs = result.atMs;
        if (!result.success && at->inARow >= m_rule.failAfter)
            at->state = State::Down;
        if (result.success && at->inARow >= m_rule.recoverAfter)
            at->state = State::Up;
    }

    const ProbeRule &m_rule;
    const Arm &m_arm;
    qint64 m_silentMs;
    qint64 m_firstMs;
    std::vector<Location> m_locations;
};

// Enough locations cannot reach the new version; when they cannot reach stable either, it is not the rollout's doing.
class ProbeJudge : public RuleJudge {
public:
    ProbeJudge(const ProbeRule &rule, const Ground &ground)
        : m_rule(rule), m_own(rule, ground, rule.role), m_stable(rule, ground, Role::Stable),
          m_attributes(rule.role != Role::Stable)
    {
    }

    void step(const Moment &now, std::span<const RuleReading>, RuleReading &reading) override
    {
        const auto count = m_own.step(now);
        const auto stable = m_attributes ? m_stable.step(now) : Locations::Count();
        reading.valueE9 = count.down * 1'000'000'000;
        reading.limitE9 = m_rule.locations * 1'000'000'000;
        if (count.down >= m_rule.locations && stable.down < m_rule.locations)
            m_latched = true;
        if (m_latched) {
            say(reading, Outcome::Breach, VerdictClass::Systemic, Why::ProbeFailed);
        } else if (count.down >= m_rule.locations) {
            say(reading, Outcome::Breach, VerdictClass::External, Why::StableToo);
        } else if (count.down > 0) {
            say(reading, Outcome::Breach, VerdictClass::Transient, Why::Breach);
        } else if (count.reporting == 0) {
            say(reading, Outcome::NoData, VerdictClass::Unknown, Why::NoAnswer);
        } else if (count.up == 0) {
            say(reading, Outcome::Pending, VerdictClass::Unknown, Why::None);
        } else {
            say(reading, Outcome::Ok, VerdictClass::Healthy, Why::None);
        }
        reading.suspects = count.down > 0 || m_latched;
    }
    void startAfresh(qint64) override
    {
        m_latched = false;
        m_own.forget();
    }

private:
    static void say(RuleReading &reading, Outcome outcome, VerdictClass verdict, Why why)
    {
        reading.outcome = outcome;
        reading.verdict = verdict;
        reading.why = why;
    }

    const ProbeRule &m_rule;
    Locations m_own;
    Locations m_stable;
    bool m_attributes;
    bool m_latched = false;
};

} // namespace

std::unique_ptr<RuleJudge> judgeOf(const ProbeRule &rule, const Rule &, const Ground &ground)
{
    return std::make_unique<ProbeJudge>(rule, ground);
}

} // namespace astern::policy
