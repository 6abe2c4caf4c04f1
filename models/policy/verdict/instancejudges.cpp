// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/verdict/attribution.h"
#include "models/policy/verdict/judges.h"

#include <algorithm>

namespace astern::policy {

namespace {

bool isFresh(const Arm &arm, const Moment &now, qint64 staleAfterMs)
{
    return arm.lastEventMs && now.endMs - *arm.lastEventMs <= staleAfterMs;
}

// Instances of the new version have to become ready, each in its time, and enough of them.
class DeadlineJudge : public RuleJudge {
public:
    DeadlineJudge(const Deadline &rule, const Ground &ground)
        : m_rule(rule), m_ground(ground), m_arm(ground.arm(rule.signal, rule.role)),
          m_staleAfterMs(ground.signal(rule.signal).staleAfterMs),
          m_expected(int(std::get<States>(ground.signal(rule.signal).body).states.indexOf(rule.expect))),
          m_progressMs(ground.rollout.startMs)
    {
    }

    void step(const Moment &now, std::span<const RuleReading>, RuleReading &reading) override
    {
        const auto count = look(now);
        const bool holds = quorumHolds(count);
        m_heldOnce = m_heldOnce || holds;
        reading.limitE9 = wanted(count) * 1'000'000'000;
        reading.valueE9 = count.ready * 1'000'000'000;
        if (m_latched == Why::None)
            m_latched = confirmed(now, count, holds);
        if (m_latched != Why::None) {
            reading.outcome = Outcome::Breach;
            reading.verdict = VerdictClass::Systemic;
            reading.why = m_latched;
            reading.suspects = true;
            return;
        }
        if (!isFresh(m_arm, now, m_staleAfterMs)) {
            reading.outcome = m_arm.lastEventMs ? Outcome::NoData : Outcome::Pending;
            reading.why = Why::SourceDown;
            return; // unknown
        }
        if (!m_heldOnce)
            return; // pending
        reading.outcome = holds ? Outcome::Ok : Outcome::Breach;
        reading.verdict = holds ? VerdictClass::Healthy : VerdictClass::Transient;
        reading.why = holds ? Why::None : Why::Breach;
        reading.suspects = !holds;
    }
    void startAfresh(qint64) override { m_latched = Why::None; }

private:
    struct Count {
        qint64 all = 0;
        qint64 ready = 0;
        bool late = false;  // one has not become ready in its time
        bool loops = false; // one restarts again and again
    };

    [[nodiscard]] Count look(const Moment &now)
    {
        Count count;
        for (const auto &instance : m_arm.instances) {
            if (instance.gone)
                continue;
            ++count.all;
            const bool ready = instance.state == m_expected && now.endMs - instance.sinceMs >= m_rule.healthyForMs;
            const auto known = std::lower_bound(m_wereReady.begin(), m_wereReady.end(), instance.id);
            const bool wasReady = known != m_wereReady.end() && *known == instance.id;
            if (ready) {
                ++count.ready;
                if (!wasReady) {
                    m_wereReady.insert(known, instance.id);
                    m_progressMs = now.endMs;
                }
            } else if (!wasReady && now.endMs - instance.startedMs >= m_rule.eachWithinMs) {
                count.late = true;
            }
            count.loops = count.loops || instance.restarts >= m_rule.crashLoops;
        }
        return count;
    }
    [[nodiscard]] qint64 wanted(const Count &count) const
    {
        switch (m_rule.quorum.kind) {
        case Deadline::Quorum::Kind::Count:
            return m_rule.quorum.count;
        case Deadline::Quorum::Kind::Percent: {
            const auto share = statistics::toE9(m_rule.quorum.percent);
            return (count.all * share + 999'999'999) / 1'000'000'000;
        }
        case Deadline::Quorum::Kind::All:
            break;
        }
        return count.all;
    }
    [[nodiscard]] bool quorumHolds(const Count &count) const { return count.all > 0 && count.ready >= wanted(count); }
    [[nodiscard]] Why confirmed(const Moment &now, const Count &count, bool holds) const
    {
        if (!isFresh(m_arm, now, m_staleAfterMs))
            return Why::None; // nobody knows
        if (m_arm.instances.empty())
            return now.endMs - m_ground.rollout.startMs >= m_rule.eachWithinMs ? Why::NoInstance : Why::None;
        if (holds)
            return Why::None;
        if (count.loops)
            return Why::CrashLoop;
        if (count.late)
            return Why::Deadline;
        if (!m_heldOnce && now.endMs - m_progressMs >= m_rule.progressWithinMs)
            return Why::NoProgress;
        return Why::None;
    }

    const Deadline &m_rule;
    const Ground &m_ground;
    const Arm &m_arm;
    qint64 m_staleAfterMs;
    int m_expected;
    qint64 m_progressMs;              // when the last instance became ready
    std::vector<QString> m_wereReady; // ids, sorted
    bool m_heldOnce = false;
    Why m_latched = Why::None;
};

// Some instance is in a bad state (an open breaker, an ejected host) for a while.
class StateJudge : public RuleJudge {
public:
    StateJudge(const StateRule &rule, const Ground &ground)
        : m_arm(ground.arm(rule.signal, rule.role)), m_role(rule.role),
          m_staleAfterMs(ground.signal(rule.signal).staleAfterMs), m_tickMs(ground.policy.time.tickMs),
          m_timeline(timelineOf(rule, ground)),
          m_attribution(ground, rule.signal, rule.role, {timelineOf(rule, ground), false},
                        [this](const Arm &arm, qint64, bool, bool) { return breached(arm); })
    {
        const auto &states = std::get<States>(ground.signal(rule.signal).body).states;
        for (const auto &bad : rule.bad)
            m_bad.push_back(int(states.indexOf(bad)));
    }

    void step(const Moment &now, std::span<const RuleReading>, RuleReading &reading) override
    {
        m_now = now;
        m_attribution.prepare(now);
        const auto found = breached(m_arm);
        if (now.warmUp && m_role == Role::New)
            return;
        m_timeline.step(found);
        m_attribution.step(now, m_timeline.inBreach(), m_timeline.beganNow());
        reading.outcome = !found ? Outcome::NoData : *found ? Outcome::Breach : Outcome::Ok;
        if (m_timeline.isConfirmed() && !m_timeline.isLatched() && m_attribution.isExternal()) {
            reading.verdict = VerdictClass::External;
            reading.why = m_attribution.why();
        } else {
            if (m_timeline.isConfirmed())
                m_timeline.latch(m_timeline.confirmedBy());
            reading.verdict = m_timeline.verdict();
            reading.why = m_timeline.why();
        }
        if (const auto ticks = m_timeline.ticksToConfirm())
            reading.confirmsAtMs = now.endMs + *ticks * m_tickMs;
        reading.suspects = m_timeline.inBreach() || m_timeline.isLatched();
    }
    void startAfresh(qint64) override
    {
        m_timeline.startAfresh();
        m_attribution.startAfresh();
    }

private:
    static BreachTimeline::Settings timelineOf(const StateRule &rule, const Ground &ground)
    {
        const Answering answering;
        return {.forTicks = ground.ticks(rule.forMs),
                .clearTicks = ground.ticks(answering.clearForMs),
                .holdTicks = ground.ticks(answering.noDataHoldMs)};
    }
    [[nodiscard]] std::optional<bool> breached(const Arm &arm) const
    {
        if (!isFresh(arm, m_now, m_staleAfterMs))
            return std::nullopt;
        return std::any_of(arm.instances.begin(), arm.instances.end(), [this](const InstanceState &instance) {
            return !instance.gone && std::find(m_bad.begin(), m_bad.end(), instance.state) != m_bad.end();
        });
    }

    const Arm &m_arm;
    Role m_role;
    qint64 m_staleAfterMs;
    qint64 m_tickMs;
    std::vector<int> m_bad;
    Moment m_now;
    BreachTimeline m_timeline;
    Attribution m_attribution;
};

} // namespace

std::unique_ptr<RuleJudge> judgeOf(const Deadline &rule, const Rule &, const Ground &ground)
{
    return std::make_unique<DeadlineJudge>(rule, ground);
}

std::unique_ptr<RuleJudge> judgeOf(const StateRule &rule, const Rule &, const Ground &ground)
{
    return std::make_unique<StateJudge>(rule, ground);
}

} // namespace astern::policy
