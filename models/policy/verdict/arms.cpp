// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/verdict/arms.h"

#include <algorithm>

namespace astern::policy {

namespace {

constexpr qint64 kHourMs = 3'600'000; // attribution and dispersion look at the hour before the rollout

// The longest window of a rule over its signal.
qint64 longestWindow(const RuleBody &body)
{
    if (const auto *threshold = std::get_if<Threshold>(&body))
        return threshold->windowMs;
    if (const auto *traffic = std::get_if<LowTraffic>(&body))
        return traffic->withinMs;
    if (const auto *drop = std::get_if<Drop>(&body))
        return drop->slotMs;
    qint64 longest = 0;
    if (const auto *burn = std::get_if<BurnRate>(&body)) {
        for (const auto &pair : burn->pairs)
            longest = std::max({longest, pair.longMs, pair.shortMs});
    }
    return longest;
}

} // namespace

Arms::Arms(const Policy &policy)
{
    const auto tick = policy.time.tickMs;
    std::vector<qint64> windows(size_t(policy.signalSpecs.size()), 0);
    for (const auto &rule : policy.rules) {
        for (size_t i = 0; i < windows.size(); ++i) {
            if (policy.signalSpecs.at(qsizetype(i)).id != rule.signal())
                continue;
            // A rank test looks at the whole rollout.
            const bool whole = std::holds_alternative<CompareRank>(rule.body);
            const auto longest = whole ? policy.time.maxDurationMs : longestWindow(rule.body);
            windows[i] = std::max(windows[i], ticksOf(longest, tick));
        }
    }
    for (const auto window : windows) {
        const auto kept = window + ticksOf(kHourMs, tick) + 1;
        m_lookBack = std::max(m_lookBack, kept);
        for (const auto role : {Role::New, Role::Stable, Role::All}) {
            auto &arm = m_arms.emplace_back();
            arm.role = role;
            arm.history = ArmHistory(kept);
        }
    }
    m_late.resize(windows.size(), 0);
}

} // namespace astern::policy
