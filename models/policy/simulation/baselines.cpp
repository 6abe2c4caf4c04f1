// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/simulation/baselines.h"

#include <algorithm>

namespace astern::policy::simulation {
namespace {

constexpr double kMostBad = 0.01;
constexpr double kMostSlow = 0.05;
constexpr double kLeastOrders = 0.035;

// Of the canary as it is told, as running sums: any window costs the same.
class Told {
public:
    explicit Told(const DrawnRollout &rollout) : m_tickMs(rollout.tickMs)
    {
        m_sums.push_back({});
        for (size_t i = 0; i < rollout.ticks.size(); ++i) {
            auto sum = m_sums.back();
            if (!rollout.isSilent(qint64(i))) {
                sum.total += rollout.ticks[i].canary.total;
                sum.bad += rollout.ticks[i].canary.bad;
            }
            m_sums.push_back(sum);
        }
    }
    [[nodiscard]] qint64 ticks() const { return qint64(m_sums.size()) - 1; }
    // The share within the window that ends with the tick; nullopt: no traffic.
    [[nodiscard]] std::optional<double> share(qint64 tick, qint64 windowMs) const
    {
        const auto &last = m_sums[size_t(tick + 1)];
        const auto &first = m_sums[size_t(std::max<qint64>(0, tick + 1 - windowMs / m_tickMs))];
        if (last.total == first.total)
            return std::nullopt;
        return double(last.bad - first.bad) / double(last.total - first.total);
    }
    [[nodiscard]] bool isEvery(qint64 tick, qint64 everyMs) const { return (tick + 1) * m_tickMs % everyMs == 0; }

private:
    qint64 m_tickMs;
    std::vector<statistics::ArmCounts> m_sums;
};

bool fails(const std::optional<double> &share, Subject subject)
{
    if (!share)
        return true;
    if (subject == Subject::Orders)
        return *share < kLeastOrders;
    return *share > (subject == Subject::Slow ? kMostSlow : kMostBad);
}

} // namespace

std::optional<qint64> argoStyle(const DrawnRollout &rollout, Subject subject)
{
    const Told told(rollout);
    int failures = 0;
    for (qint64 tick = 0; tick < told.ticks(); ++tick) {
        if (told.isEvery(tick, 60'000) && fails(told.share(tick, 120'000), subject) && ++failures > 3)
            return tick;
    }
    return std::nullopt;
}

std::optional<qint64> flaggerStyle(const DrawnRollout &rollout, Subject subject)
{
    const Told told(rollout);
    int failures = 0;
    for (qint64 tick = 0; tick < told.ticks(); ++tick) {
        if (!told.isEvery(tick, 60'000))
            continue;
        if (failures >= 5)
            return tick;
        failures += fails(told.share(tick, 60'000), subject);
    }
    return std::nullopt;
}

std::optional<qint64> sreBurn(const DrawnRollout &rollout, Subject subject)
{
    if (subject == Subject::Orders)
        return std::nullopt;
    constexpr qint64 kMinute = 60'000;
    const double budget = subject == Subject::Slow ? 0.01 : 0.001;
    const Told told(rollout);
    for (qint64 tick = 0; tick < told.ticks(); ++tick) {
        if (!told.isEvery(tick, 30'000))
            continue;
        const auto burns = [&](qint64 windowMs, double factor) {
            return told.share(tick, windowMs).value_or(0) / budget > factor;
        };
        if ((burns(60 * kMinute, 14.4) && burns(5 * kMinute, 14.4)) ||
            (burns(360 * kMinute, 6) && burns(30 * kMinute, 6)))
            return tick;
    }
    return std::nullopt;
}

} // namespace astern::policy::simulation
