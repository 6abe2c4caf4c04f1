// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/statistics/twophase.h"
#include "models/policy/verdict/attribution.h"
#include "models/policy/verdict/judges.h"

#include <algorithm>

namespace astern::policy {

namespace {

using statistics::TwoPhaseSettings;
using Phases = statistics::TwoPhase;

constexpr qint64 kLookTicks = 6; // the last ticks of an arm that tell whether there is an answer

TwoPhaseSettings settingsOf(const TwoPhase &phases, const Answering &answering, const Ground &ground)
{
    TwoPhaseSettings settings;
    settings.alpha = phases.alpha;
    settings.alphaConfirm = phases.alphaConfirm;
    settings.betaClear = phases.betaClear;
    settings.clearFraction = phases.clearFraction;
    settings.ratios.assign(phases.ratios.begin(), phases.ratios.end());
    settings.transientTicks = int(ground.ticks(phases.transientMaxMs));
    settings.confirmTicks = int(ground.ticks(phases.confirmTimeoutMs));
    settings.restartTicks = int(ground.ticks(phases.restartEveryMs));
    settings.sustained = phases.sustained;
    settings.probationTicks = phases.sustained ? int(ground.ticks(answering.clearForMs)) : 0;
    settings.plannedTicks = ground.plannedTicks();
    settings.episodes = int(phases.recurrence.episodes);
    settings.episodeTicks = int(ground.ticks(phases.recurrence.withinMs));
    settings.critical.reset();
    if (phases.critical)
        settings.critical =
            TwoPhaseSettings::Critical{phases.critical->ratio, phases.critical->minTotal,
                                       int(ground.ticks(phases.critical->forMs)), phases.critical->dose};
    return settings;
}

TwoPhaseSettings settingsOf(const CompareRatio &rule, const Ground &ground)
{
    auto settings = settingsOf(rule.phases, rule.answering, ground);
    if (rule.direction == Direction::LowerIsBad)
        settings.kind = TwoPhaseSettings::Kind::LowerIsBad;
    settings.tolerateRatio = rule.tolerateRatio;
    settings.badRatio = rule.badRatio;
    settings.floor = rule.floor;
    settings.badFloor = rule.badFloor;
    return settings;
}

TwoPhaseSettings settingsOf(const Budget &rule, const Ground &ground)
{
    auto settings = settingsOf(rule.phases, rule.answering, ground);
    settings.kind = TwoPhaseSettings::Kind::Budget;
    settings.floor = rule.budget;
    settings.badFloor = rule.badBudget;
    return settings;
}

Why whyOf(Phases::Why why)
{
    switch (why) {
    case Phases::Why::Confirmed:
        return Why::Confirmed;
    case Phases::Why::Recurrence:
        return Why::Recurrence;
    case Phases::Why::Critical:
        return Why::Critical;
    case Phases::Why::Unconfirmed:
        return Why::Unconfirmed;
    case Phases::Why::ClearedTransient:
        return Why::Cleared;
    case Phases::Why::None:
        break;
    }
    return Why::Suspected;
}

// What a process in its state says, together with whether there is an answer. The state wins: a suspicion at little
// traffic is one; but only with an answer is anything healthy.
class PhaseVerdict {
public:
    PhaseVerdict(const Answering &answering, const Ground &ground)
        : m_clearTicks(ground.ticks(answering.clearForMs)), m_holdTicks(ground.ticks(answering.noDataHoldMs))
    {
    }
    void tell(const Moment &now, const Phases &phases, Outcome answer, RuleReading &reading)
    {
        if (answer == Outcome::Ok)
            m_lastAnswer = now.t;
        reading.outcome = answer;
        reading.logEvidenceE9 = statistics::toE9(phases.logEvidence());
        reading.suspects = phases.state() != Phases::State::Watch;
        if (reading.suspects)
            reading.outcome = Outcome::Breach;
        reading.why = phases.isCritical() ? Why::Critical : whyOf(phases.why());
        switch (phases.state()) {
        case Phases::State::Watch:
            reading.verdict = watching(now, phases, answer == Outcome::Ok);
            reading.why = reading.verdict == VerdictClass::Unknown     ? Why::NoAnswer
                          : reading.verdict == VerdictClass::Transient ? Why::Cleared
                                                                       : Why::None;
            break;
        case Phases::State::Suspect:
            reading.verdict = VerdictClass::Transient;
            break;
        case Phases::State::Unconfirmed:
            reading.verdict = VerdictClass::Unknown;
            break;
        case Phases::State::Systemic:
            reading.verdict = VerdictClass::Systemic;
            if (phases.isCritical())
                reading.severity = Severity::Critical;
            break;
        }
        m_told = reading.verdict;
    }
    void startAfresh()
    {
        m_lastAnswer = -1;
        m_told = VerdictClass::Unknown;
    }

private:
    [[nodiscard]] VerdictClass watching(const Moment &now, const Phases &phases, bool answered) const
    {
        const auto ended = phases.episodeEndedAt();
        if (answered)
            return ended && phases.tick() - *ended < m_clearTicks ? VerdictClass::Transient : VerdictClass::Healthy;
        if (m_lastAnswer < 0 || now.t - m_lastAnswer > m_holdTicks || m_told == VerdictClass::Unknown)
            return VerdictClass::Unknown;
        // The last verdict stays for a while; without an answer nothing gets well.
        return m_told == VerdictClass::Healthy ? VerdictClass::Healthy : VerdictClass::Transient;
    }

    qint64 m_clearTicks;
    qint64 m_holdTicks;
    qint64 m_lastAnswer = -1;
    VerdictClass m_told = VerdictClass::Unknown;
};

class CompareJudge : public RuleJudge {
public:
    CompareJudge(const CompareRatio &rule, const Ground &ground)
        : m_rule(rule), m_ground(ground), m_new(ground.arm(rule.signal, Role::New)),
          m_stable(ground.arm(rule.signal, Role::Stable)), m_all(ground.arm(rule.signal, Role::All)),
          m_phases(settingsOf(rule, ground)), m_verdict(rule.answering, ground),
          m_limitE9(statistics::toE9(statistics::logOf(1 / rule.phases.alpha)))
    {
    }

    void step(const Moment &now, std::span<const RuleReading>, RuleReading &reading) override
    {
        if (now.t == 0)
            prepare();
        const auto canary = look(m_new, now.tick);
        const auto stable = look(m_stable, now.tick);
        reading.limitE9 = m_limitE9;
        reading.coverageE9 = std::min(canary.coverageE9, stable.coverageE9);
        reading.assumedDispersion = m_dispersion.assumed;
        const auto &[total, bad] = canary.sum.counts;
        if (total > 0)
            reading.valueE9 = statistics::toE9(static_cast<double>(bad) / static_cast<double>(total));
        if (now.warmUp) {
            m_phases.step({}, m_dispersion.eta); // its clock goes on; what the first seconds say is forgiven
            return;
        }
        m_phases.step({m_new.history.counts(now.tick), m_stable.history.counts(now.tick)}, m_dispersion.eta);
        auto answer = canary.outcome == Outcome::Ok ? stable.outcome : canary.outcome;
        if (m_suspectSource)
            answer = Outcome::Invalid;
        m_verdict.tell(now, m_phases, answer, reading);
        if (m_suspectSource && reading.verdict != VerdictClass::Systemic)
            reading.verdict = VerdictClass::Unknown;
    }
    void startAfresh(qint64) override
    {
        m_phases.startAfresh();
        m_verdict.startAfresh();
    }

private:
    void prepare()
    {
        m_dispersion = m_rule.phases.dispersion ? statistics::fixedDispersion(*m_rule.phases.dispersion)
                                                : dispersionBefore(m_stable, m_ground);
        // What was counted was never once seen in an hour of traffic: a source that does not count it.
        const auto hour = m_all.history.sum(m_ground.startTick - 1, m_ground.ticks(3'600'000), 0);
        const bool lower = m_rule.direction == Direction::LowerIsBad;
        m_suspectSource =
            hour.counts.total >= m_rule.answering.minTotal && hour.counts.bad == (lower ? 0 : hour.counts.total);
    }
    [[nodiscard]] WindowAnswer look(const Arm &arm, qint64 tick) const
    {
        return eventsWithin(arm, tick, kLookTicks, arm.beginsAtTick(m_ground.startTick), m_rule.answering);
    }

    const CompareRatio &m_rule;
    const Ground &m_ground;
    const Arm &m_new;
    const Arm &m_stable;
    const Arm &m_all;
    statistics::Dispersion m_dispersion;
    Phases m_phases;
    PhaseVerdict m_verdict;
    qint64 m_limitE9;
    bool m_suspectSource = false;
};

// One arm against a rate that is harmless. The same process runs over stable: harm that both share is external for as
// long as canary against stable does not tell them apart.
class BudgetJudge : public RuleJudge {
public:
    BudgetJudge(const Budget &rule, const Ground &ground)
        : m_rule(rule), m_ground(ground), m_arm(ground.arm(rule.signal, rule.role)),
          m_new(ground.arm(rule.signal, Role::New)), m_stable(ground.arm(rule.signal, Role::Stable)),
          m_phases(settingsOf(rule, ground)), m_stablePhases(settingsOf(rule, ground)),
          m_verdict(rule.answering, ground), m_contrast(ground),
          m_limitE9(statistics::toE9(statistics::logOf(1 / rule.phases.alpha)))
    {
    }

    void step(const Moment &now, std::span<const RuleReading>, RuleReading &reading) override
    {
        if (now.t == 0)
            m_dispersion = m_rule.phases.dispersion
                               ? statistics::fixedDispersion(*m_rule.phases.dispersion)
                               : dispersionBefore(m_rule.role == Role::New ? m_stable : m_arm, m_ground);
        const auto look =
            eventsWithin(m_arm, now.tick, kLookTicks, m_arm.beginsAtTick(m_ground.startTick), m_rule.answering);
        reading.limitE9 = m_limitE9;
        reading.coverageE9 = look.coverageE9;
        reading.assumedDispersion = m_dispersion.assumed;
        const auto &[total, bad] = look.sum.counts;
        if (total > 0)
            reading.valueE9 = statistics::toE9(static_cast<double>(bad) / static_cast<double>(total));
        const bool gathers = now.warmUp && m_rule.role == Role::New;
        const auto counts = gathers ? statistics::ArmCounts() : m_arm.history.counts(now.tick);
        const auto stable = gathers ? statistics::ArmCounts() : m_stable.history.counts(now.tick);
        m_phases.step({counts, {}}, m_dispersion.eta);
        if (m_rule.role != Role::Stable && m_ground.hasStable())
            watchStable(now, stable);
        if (gathers)
            return;
        m_verdict.tell(now, m_phases, look.outcome, reading);
        if (reading.verdict == VerdictClass::Systemic)
            attribute(total > 0 && *reading.valueE9 <= statistics::toE9(m_rule.budget), reading);
    }
    void startAfresh(qint64) override { begin(); }

private:
    void begin()
    {
        m_phases.startAfresh();
        m_verdict.startAfresh();
        m_stablePhases.startAfresh();
        m_blamed = false;
    }
    void watchStable(const Moment &now, const statistics::ArmCounts &stable)
    {
        const bool watched = m_phases.state() == Phases::State::Watch;
        m_stablePhases.step({stable, {}}, m_dispersion.eta);
        if (!watched && !m_suspected)
            m_contrast.begin();
        if (!watched)
            m_contrast.feed({m_new.history.counts(now.tick), stable}, m_dispersion.eta);
        m_suspected = !watched;
    }
    void attribute(bool recovered, RuleReading &reading)
    {
        const bool shared = m_ground.hasStable() && m_rule.role != Role::Stable &&
                            m_stablePhases.state() != Phases::State::Watch && !m_contrast.rejects();
        if (m_blamed || !shared) {
            m_blamed = true;
            return;
        }
        reading.verdict = VerdictClass::External;
        reading.why = Why::StableToo;
        m_recovered = recovered ? m_recovered + 1 : 0;
        if (m_recovered >= m_ground.ticks(m_rule.answering.clearForMs)) {
            begin(); // the outage is over
            m_recovered = 0;
        }
    }

    const Budget &m_rule;
    const Ground &m_ground;
    const Arm &m_arm;
    const Arm &m_new;
    const Arm &m_stable;
    statistics::Dispersion m_dispersion;
    Phases m_phases;
    Phases m_stablePhases;
    PhaseVerdict m_verdict;
    Contrast m_contrast;
    qint64 m_limitE9;
    bool m_suspected = false;
    bool m_blamed = false;
    qint64 m_recovered = 0;
};

} // namespace

std::unique_ptr<RuleJudge> judgeOf(const CompareRatio &rule, const Rule &, const Ground &ground)
{
    return std::make_unique<CompareJudge>(rule, ground);
}

std::unique_ptr<RuleJudge> judgeOf(const Budget &rule, const Rule &, const Ground &ground)
{
    return std::make_unique<BudgetJudge>(rule, ground);
}

} // namespace astern::policy
