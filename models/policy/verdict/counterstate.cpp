// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/verdict/counterstate.h"

#include <cmath>

namespace astern::policy {

namespace {

constexpr double kMost = 9007199254740991; // 2^53 - 1: beyond it doubles do not count

qint64 whole(double increase) { return increase > kMost ? qint64(kMost) : std::llround(increase); }

} // namespace

std::optional<qint64> CounterState::take(qint64 eventMs, double value, qint64 rolloutStartMs, SampleNotes &notes)
{
    if (m_known && eventMs == m_eventMs)
        return std::nullopt; // the first arrival wins
    const bool first = !m_known;
    const double before = m_value;
    const auto gap = eventMs - m_eventMs;
    m_known = true;
    m_eventMs = eventMs;
    m_value = value;
    if (first) {
        const bool fromZero =
            m_start == SeriesStart::Zero || (m_start == SeriesStart::ZeroIfNew && eventMs >= rolloutStartMs);
        return fromZero ? whole(value) : 0;
    }
    if (gap > m_staleAfterMs) {
        ++notes.gaps;
        return 0;
    }
    if (value < before) {
        ++notes.resets;
        return whole(value);
    }
    return whole(value - before);
}

} // namespace astern::policy
