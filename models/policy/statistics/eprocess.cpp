// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/statistics/eprocess.h"

namespace astern::statistics {

RatioAlternative::RatioAlternative(double rho, double rho0) : m_rho(rho), m_rho0(rho0), m_log(logOf(rho / rho0)) {}

double RatioAlternative::logLikelihoodRatio(const TickCounts &tick) const
{
    const auto bad = tick.canary.bad + tick.stable.bad;
    if (bad == 0 || tick.canary.total <= 0 || tick.stable.total <= 0)
        return 0;
    const auto canary = static_cast<double>(tick.canary.total);
    const auto stable = static_cast<double>(tick.stable.total);
    // (n_c rho0 + n_s) / (n_c rho + n_s) - 1: near 0 for a small canary, where a plain quotient would lose the rest.
    const double less = canary * (m_rho0 - m_rho) / (canary * m_rho + stable);
    return static_cast<double>(tick.canary.bad) * m_log + static_cast<double>(bad) * log1pOf(less);
}

RateAlternative::RateAlternative(double p, double p0) : m_p(p), m_bad(logOf(p / p0)), m_good(log1pOf(-p) - log1pOf(-p0))
{
}

double RateAlternative::logLikelihoodRatio(const ArmCounts &arm) const
{
    return static_cast<double>(arm.bad) * m_bad + static_cast<double>(arm.total - arm.bad) * m_good;
}

RestartMixture::RestartMixture(int alternatives, int starts, int every)
    : m_logs(static_cast<size_t>(alternatives), kNothing), m_starts(qMax(1, starts)), m_every(every),
      m_logWeight(-logOf(m_starts)), m_logAlternatives(logOf(alternatives))
{
}

void RestartMixture::advance(qint64 tick, std::span<const double> logLr, double eta)
{
    const bool start = m_used < m_starts && (m_every > 0 ? tick % m_every == 0 : m_used == 0);
    if (start) {
        ++m_used;
        m_logReserve = m_used < m_starts ? logOf(1 - static_cast<double>(m_used) / m_starts) : kNothing;
    }
    bool changed = start;
    for (size_t k = 0; k < m_logs.size(); ++k) {
        if (start)
            m_logs[k] = logAdd(m_logs[k], m_logWeight);
        changed = changed || logLr[k] < 0 || logLr[k] > 0;
        m_logs[k] += eta * logLr[k];
    }
    if (!changed || m_used == 0)
        return;
    m_mixture = logSum(m_logs) - m_logAlternatives;
    m_evidence = logAdd(m_mixture, m_logReserve);
}

void RestartMixture::reset()
{
    m_logs.assign(m_logs.size(), kNothing);
    m_used = 0;
    m_logReserve = m_evidence = 0;
    m_mixture = kNothing;
}

} // namespace astern::statistics
