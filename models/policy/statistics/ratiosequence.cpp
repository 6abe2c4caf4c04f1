// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/statistics/ratiosequence.h"

namespace astern::statistics {

namespace {

constexpr size_t kPoints = 400;
constexpr double kLeast = 0.01;
constexpr double kGreatest = 1000;

} // namespace

RatioSequence::RatioSequence(double alpha) : m_logs(kPoints, 0), m_left(kPoints, true), m_limit(toE9(logOf(1 / alpha)))
{
    const double first = logOf(kLeast);
    const double step = (logOf(kGreatest) - first) / static_cast<double>(kPoints - 1);
    m_grid.reserve(kPoints);
    for (size_t i = 0; i < kPoints; ++i)
        m_grid.push_back(expOf(first + step * static_cast<double>(i)));
}

void RatioSequence::add(const TickCounts &tick, double eta)
{
    if (tick.canary.bad + tick.stable.bad == 0 || tick.canary.total <= 0 || tick.stable.total <= 0)
        return;
    for (size_t i = 0; i < kPoints; ++i)
        m_logs[i] += eta * RatioAlternative(m_grid[i], 1).logLikelihoodRatio(tick);
    const double mixture = logSum(m_logs) - logOf(static_cast<double>(kPoints));
    for (size_t i = 0; i < kPoints; ++i) {
        if (toE9(mixture - m_logs[i]) >= m_limit)
            m_left[i] = false;
    }
}

std::optional<Interval> RatioSequence::interval() const
{
    std::optional<Interval> found;
    for (size_t i = 0; i < kPoints; ++i) {
        if (!m_left[i])
            continue;
        if (!found)
            found = Interval{m_grid[i], m_grid[i]};
        found->upper = m_grid[i];
    }
    return found;
}

} // namespace astern::statistics
