// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/policy/policy.h"

#include <array>
#include <cstddef>

// The format's words, in the order of the enumerators and of the variants' alternatives.
namespace astern::policy {

inline constexpr std::array kRuleTypes{"threshold", "compare.ratio", "compare.rank", "budget",      "burn_rate",
                                       "deadline",  "probe",         "missing",      "low_traffic", "quorum",
                                       "state",     "sampled",       "drop"};
static_assert(kRuleTypes.size() == std::variant_size_v<RuleBody>);
inline constexpr std::array kActs{"hold", "shrink", "mitigate", "rollback", "notify", "page", "ask"};
static_assert(kActs.size() == std::variant_size_v<decltype(Step::act)>);
inline constexpr std::array kSignalKinds{"events", "gauge", "probe", "state"};
static_assert(kSignalKinds.size() == std::variant_size_v<decltype(Signal::body)>);

template <class E>
struct Words;
template <>
struct Words<Role> {
    static constexpr std::array kAll{"new", "stable", "all"};
};
template <>
struct Words<Mode> {
    static constexpr std::array kAll{"enforce", "observe"};
};
template <>
struct Words<Severity> {
    static constexpr std::array kAll{"minor", "major", "critical"};
};
template <>
struct Words<Direction> {
    static constexpr std::array kAll{"higher_is_bad", "lower_is_bad", "either"};
};
template <>
struct Words<Threshold::Aggregate> {
    static constexpr std::array kAll{"ratio", "mean", "max", "min", "last"};
};
template <>
struct Words<CompareRank::Look> {
    static constexpr std::array kAll{"step_end", "rollout_end", "tick"};
};
template <>
struct Words<LowTraffic::Then> {
    static constexpr std::array kAll{"hold", "rely_on", "ask"};
};
template <>
struct Words<Strategy> {
    static constexpr std::array kAll{"canary", "blue-green", "rolling"};
};
template <>
struct Words<ErrorClass> {
    static constexpr std::array kAll{"client_error", "server_error", "timeout", "slow",
                                     "dependency",   "saturation",   "data"};
};
template <>
struct Words<SeriesStart> {
    static constexpr std::array kAll{"zero_if_new", "zero", "ignore_first"};
};
template <>
struct Words<Ask::Default> {
    static constexpr std::array kAll{"hold", "rollback", "freeze"};
};
template <>
struct Words<Step::When> {
    static constexpr std::array kAll{"", "still_systemic", "not_confirmed"};
};

// The word of the format for a value: "higher_is_bad".
template <class E>
[[nodiscard]] QString wordOf(E value)
{
    return QLatin1String(Words<E>::kAll.at(std::size_t(value)));
}

} // namespace astern::policy
