// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/statistics/sustained.h"

#include <algorithm>

namespace astern::statistics {

SustainedMixture::SustainedMixture(int alternatives, int starts, int window)
    : m_window(static_cast<size_t>(std::max(1, window))), m_logWeight(-logOf(std::max(1, starts))),
      m_logAlternatives(logOf(alternatives))
{
    m_closed.resize(static_cast<size_t>(alternatives));
    m_least.resize(static_cast<size_t>(alternatives));
    reset();
}

void SustainedMixture::reset()
{
    m_past.assign(1, {std::vector<double>(m_least.size(), kNothing), 0});
    m_anyClosed = false;
    m_mixture = kNothing;
}

void SustainedMixture::advance(const RestartMixture &mixture, std::span<const double> logLr, double eta)
{
    const bool start = mixture.used() > m_past.back().used;
    const bool closes = m_past.size() == m_window; // a window that began at the reset or later ends with this tick
    for (size_t k = 0; k < m_least.size(); ++k) {
        double least = mixture.logs()[k]; // windows that have not begun
        double ends = kNothing;
        for (const auto &past : m_past) {
            // The window began after `past`; its starts count from its end on.
            const auto inside = mixture.used() - past.used;
            ends = inside > 0 ? logAdd(past.logs[k], m_logWeight + logOf(inside)) : past.logs[k];
            least = std::min(least, ends);
        }
        const auto &oldest = m_past.front();
        const auto inside = mixture.used() - oldest.used;
        ends = inside > 0 ? logAdd(oldest.logs[k], m_logWeight + logOf(inside)) : oldest.logs[k];
        if (m_anyClosed) {
            if (start)
                m_closed[k] = logAdd(m_closed[k], m_logWeight);
            m_closed[k] += eta * logLr[k];
            least = std::min(least, m_closed[k]);
        }
        if (closes)
            m_closed[k] = m_anyClosed ? std::min(m_closed[k], ends) : ends;
        m_least[k] = least;
    }
    m_anyClosed = m_anyClosed || closes;
    m_past.push_back({mixture.logs(), mixture.used()});
    if (m_past.size() > m_window)
        m_past.pop_front();
    m_mixture = logSum(m_least) - m_logAlternatives;
}

} // namespace astern::statistics
