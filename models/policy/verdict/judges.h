// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/policy/verdict/rulejudge.h"

// One for each type of rule; makeRuleJudge() chooses.
namespace astern::policy {

[[nodiscard]] std::unique_ptr<RuleJudge> judgeOf(const Threshold &rule, const Rule &whole, const Ground &ground);
[[nodiscard]] std::unique_ptr<RuleJudge> judgeOf(const CompareRatio &rule, const Rule &whole, const Ground &ground);
[[nodiscard]] std::unique_ptr<RuleJudge> judgeOf(const CompareRank &rule, const Rule &whole, const Ground &ground);
[[nodiscard]] std::unique_ptr<RuleJudge> judgeOf(const Budget &rule, const Rule &whole, const Ground &ground);
[[nodiscard]] std::unique_ptr<RuleJudge> judgeOf(const BurnRate &rule, const Rule &whole, const Ground &ground);
[[nodiscard]] std::unique_ptr<RuleJudge> judgeOf(const Deadline &rule, const Rule &whole, const Ground &ground);
[[nodiscard]] std::unique_ptr<RuleJudge> judgeOf(const ProbeRule &rule, const Rule &whole, const Ground &ground);
[[nodiscard]] std::unique_ptr<RuleJudge> judgeOf(const Missing &rule, const Rule &whole, const Ground &ground);
[[nodiscard]] std::unique_ptr<RuleJudge> judgeOf(const LowTraffic &rule, const Rule &whole, const Ground &ground);
[[nodiscard]] std::unique_ptr<RuleJudge> judgeOf(const Quorum &rule, const Rule &whole, const Ground &ground);
[[nodiscard]] std::unique_ptr<RuleJudge> judgeOf(const StateRule &rule, const Rule &whole, const Ground &ground);
[[nodiscard]] std::unique_ptr<RuleJudge> judgeOf(const Sampled &rule, const Rule &whole, const Ground &ground);
[[nodiscard]] std::unique_ptr<RuleJudge> judgeOf(const Drop &rule, const Rule &whole, const Ground &ground);

} // namespace astern::policy
