// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/verdict/judge.h"

#include <algorithm>
#include <utility>

namespace astern::policy {

namespace {

// Whose answer rests on the number of events.
bool restsOnVolume(const Rule &rule, const Signal *signal)
{
    return signal && std::holds_alternative<Events>(signal->body) && !std::holds_alternative<LowTraffic>(rule.body) &&
           !std::holds_alternative<Missing>(rule.body);
}

bool compares(const Rule &rule)
{
    return std::holds_alternative<CompareRatio>(rule.body) || std::holds_alternative<CompareRank>(rule.body);
}

} // namespace

Judge::Judge(const Policy &policy, const JudgedRollout &rollout, const Arms &arms)
    : m_ground{policy, rollout, arms, tickOf(rollout.startMs, policy.time.tickMs)}
{
    for (const auto &rule : policy.rules) {
        auto &entry = m_rules.emplace_back();
        entry.rule = &rule;
        entry.judge = makeRuleJudge(rule, m_ground);
        entry.enforced = policy.enforces(rule);
        if (rule.signal().isEmpty())
            continue;
        const auto signal = m_ground.signalIndex(rule.signal());
        entry.late = &arms.late(signal);
        entry.arm = &arms.at(signal, rule.role());
        if (compares(rule))
            entry.second = &arms.at(signal, Role::Stable);
        if (!restsOnVolume(rule, policy.signal(rule.signal())))
            continue;
        for (qsizetype i = 0; i < policy.rules.size(); ++i) {
            const auto &other = policy.rules.at(i);
            if (std::holds_alternative<LowTraffic>(other.body) && other.signal() == rule.signal() &&
                policy.enforces(other))
                entry.lowTraffic = i;
        }
    }
    order();
    m_verdict.rules.resize(m_rules.size());
    m_before.resize(m_rules.size());
    m_raised.resize(m_rules.size(), false);
}

void Judge::order()
{
    std::vector<bool> placed(m_rules.size(), false);
    const auto place = [&](const auto &self, size_t i) -> void {
        if (placed[i])
            return;
        placed[i] = true; // the reader refuses circles
        if (m_rules[i].lowTraffic >= 0)
            self(self, size_t(m_rules[i].lowTraffic));
        for (const auto other : m_rules[i].judge->reads())
            self(self, size_t(other));
        m_order.push_back(i);
    };
    for (size_t i = 0; i < m_rules.size(); ++i)
        place(place, i);
}

const Verdict &Judge::step(qint64 tick, std::span<const MarkRecord> marks)
{
    Moment now;
    now.tick = tick;
    now.t = tick - m_ground.startTick;
    now.endMs = tick * m_ground.policy.time.tickMs;
    now.warmUp = now.t < m_ground.ticks(m_ground.policy.time.warmUpMs);
    bool mitigates = false;
    for (const auto &mark : marks) {
        now.stepEnd = now.stepEnd || mark.kind == MarkRecord::Kind::StepEnd;
        now.rolloutEnd = now.rolloutEnd || mark.kind == MarkRecord::Kind::RolloutEnd;
        mitigates = mitigates || mark.kind == MarkRecord::Kind::Mitigated;
    }
    std::swap(m_before, m_verdict.rules);
    for (const auto i : m_order)
        judgeRule(i, now);
    combine(now);
    if (mitigates)
        mitigated(now);
    return m_verdict;
}

void Judge::judgeRule(size_t i, const Moment &now)
{
    const auto &entry = m_rules[i];
    auto &reading = m_verdict.rules[i];
    reading = RuleReading{.severity = entry.rule->severity};
    entry.judge->step(now, m_verdict.rules, reading);
    if (entry.lowTraffic >= 0 && reading.verdict < VerdictClass::Transient) {
        const auto &traffic = m_verdict.rules[size_t(entry.lowTraffic)];
        if (traffic.outcome == Outcome::Insufficient) {
            reading.outcome = Outcome::Insufficient;
            reading.verdict = VerdictClass::Unknown;
            reading.why = Why::LowTraffic;
            reading.carries = traffic.carries && reading.carries;
        }
    }
    if (entry.arm)
        reading.samples = entry.arm->samples + (entry.second ? entry.second->samples : 0);
    if (entry.late)
        reading.late = *entry.late;
    const auto &before = m_before[i];
    reading.sinceMs = now.t > 0 && before.verdict == reading.verdict ? before.sinceMs : now.endMs;
}

// A minor rule holds; it takes a quorum to roll back.
VerdictClass Judge::effective(size_t i) const
{
    const auto &reading = m_verdict.rules[i];
    if (reading.verdict == VerdictClass::Systemic && reading.severity == Severity::Minor)
        return VerdictClass::Transient;
    return reading.verdict;
}

void Judge::combine(const Moment &now)
{
    auto gravest = VerdictClass::Healthy;
    bool any = false;
    m_verdict.fresh = true;
    for (size_t i = 0; i < m_rules.size(); ++i) {
        const auto &reading = m_verdict.rules[i];
        if (!m_rules[i].enforced || !reading.carries)
            continue;
        any = true;
        const auto verdict = effective(i);
        gravest = std::max(gravest, verdict);
        m_verdict.fresh = m_verdict.fresh && reading.answered();
        if (verdict == VerdictClass::Systemic) {
            m_raised[i] = true;
            m_verdict.critical = m_verdict.critical || reading.severity == Severity::Critical;
        }
    }
    if (!any)
        gravest = VerdictClass::Unknown; // only observed: nothing may pass
    m_verdict.fresh = m_verdict.fresh && any;
    m_latched = m_latched || gravest == VerdictClass::Systemic;
    if (m_latched)
        gravest = VerdictClass::Systemic; // of this rollout, until people or another rollout end it
    if (gravest == VerdictClass::Healthy && now.t >= m_ground.plannedTicks())
        gravest = VerdictClass::Unknown;
    take(gravest, now);
    m_verdict.stillSystemic =
        m_latched && std::any_of(m_raising.begin(), m_raising.end(), [this](size_t i) { return !isWell(i); });
    explain(now);
}

void Judge::take(VerdictClass verdict, const Moment &now)
{
    if (now.t == 0 || verdict != m_verdict.verdict)
        m_verdict.sinceMs = now.endMs;
    m_verdict.verdict = verdict;
    m_verdict.tickMs = now.endMs;
}

void Judge::explain(const Moment &now)
{
    std::vector<std::pair<size_t, Why>> reasons;
    if (m_verdict.verdict != VerdictClass::Healthy) {
        for (size_t i = 0; i < m_rules.size(); ++i) {
            const auto &reading = m_verdict.rules[i];
            if (m_latched ? m_raised[i] : m_rules[i].enforced && reading.carries && effective(i) == m_verdict.verdict)
                reasons.emplace_back(i, reading.why);
        }
    }
    if (now.t >= m_ground.plannedTicks())
        reasons.emplace_back(m_rules.size(), Why::Overdue);
    if (reasons == m_reasons)
        return;
    m_reasons = std::move(reasons);
    m_verdict.reasons.clear();
    for (const auto &[i, why] : m_reasons) {
        const auto who = i < m_rules.size() ? m_rules[i].rule->id : QStringLiteral("rollout");
        const auto word = wordFor(why);
        m_verdict.reasons.append(word.isEmpty() ? who : who + QLatin1String(": ") + word);
    }
}

bool Judge::isWell(size_t i) const
{
    const auto &reading = m_verdict.rules[i];
    return reading.verdict == VerdictClass::Healthy || reading.why == Why::Cleared;
}

// A rule that had no time to say whether the mitigation before this one helped is still to be heard.
void Judge::mitigated(const Moment &now)
{
    const auto before = std::exchange(m_raising, {});
    for (size_t i = 0; i < m_rules.size(); ++i) {
        const bool undecided = std::find(before.begin(), before.end(), i) != before.end() && !isWell(i);
        if (m_verdict.rules[i].verdict != VerdictClass::Systemic && !undecided)
            continue;
        m_raising.push_back(i);
        m_rules[i].judge->startAfresh(now.tick + 1);
    }
    m_verdict.stillSystemic = m_latched && !m_raising.empty();
}

} // namespace astern::policy
