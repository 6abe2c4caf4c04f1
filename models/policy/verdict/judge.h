// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/policy/verdict/rulejudge.h"
#include "models/policy/verdict/samplerecord.h"

namespace astern::policy {

// All rules of a policy over the life of one rollout, and the one verdict that follows from them. Reads the arms, which
// somebody else fills tick by tick (Intake). Policy, rollout and arms outlive it. Deterministic; one thread.
class Judge {
public:
    Judge(const Policy &policy, const JudgedRollout &rollout, const Arms &arms);
    Judge(const Judge &) = delete;
    Judge &operator=(const Judge &) = delete;

    // The tick whose data the arms hold: each once, in order, from startTick() on. Valid until the next step.
    const Verdict &step(qint64 tick, std::span<const MarkRecord> marks);
    [[nodiscard]] qint64 startTick() const { return m_ground.startTick; }

private:
    struct Rule {
        const policy::Rule *rule;
        std::unique_ptr<RuleJudge> judge;
        const Arm *arm = nullptr;    // whose samples count
        const Arm *second = nullptr; // and, of a comparison, these
        const qint64 *late = nullptr;
        qsizetype lowTraffic = -1; // the rule that says whether there are enough events for this one
        bool enforced = false;
    };

    void order();
    void judgeRule(size_t i, const Moment &now);
    void combine(const Moment &now);
    void take(VerdictClass verdict, const Moment &now);
    void explain(const Moment &now);
    void mitigated(const Moment &now);
    [[nodiscard]] bool isWell(size_t i) const; // of a rule that a mitigation was meant for
    [[nodiscard]] VerdictClass effective(size_t i) const;

    Ground m_ground;
    std::vector<Rule> m_rules;
    std::vector<size_t> m_order; // what others read comes first
    Verdict m_verdict;
    std::vector<RuleReading> m_before; // of the last tick
    bool m_latched = false;
    std::vector<bool> m_raised;    // systemic at some tick since the start: the reasons of a latched verdict
    std::vector<size_t> m_raising; // that a mitigation was meant for
    std::vector<std::pair<size_t, Why>> m_reasons; // that m_verdict.reasons spells out
};

} // namespace astern::policy
