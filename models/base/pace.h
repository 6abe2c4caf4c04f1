// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <algorithm>

namespace astern {

// When to pass on what may come in floods: at once after a silence, then a few times close to each other (what begins
// comes in parts: a rollout, its samples, their past), and all in all no more often than once in `everyMs`.
class Pace {
public:
    constexpr Pace(qint64 everyMs, int closeTogether, qint64 apartMs)
        : m_everyMs(everyMs), m_savedMs((closeTogether - 1) * everyMs), m_apartMs(apartMs)
    {
    }
    // How long it has to wait at this time, 0 to `everyMs`. Monotonic milliseconds, here and below.
    [[nodiscard]] constexpr qint64 waitMs(qint64 nowMs) const
    {
        if (!m_begun)
            return 0;
        return std::clamp<qint64>(std::max(m_lastMs + m_apartMs, m_paidMs - m_savedMs) - nowMs, 0, m_everyMs);
    }
    constexpr void wentAt(qint64 nowMs)
    {
        // Never more of it than one turn ahead: a clock that stands still makes nobody wait for ever.
        m_paidMs = std::min(m_begun ? std::max(m_paidMs, nowMs) : nowMs, nowMs + m_savedMs) + m_everyMs;
        m_lastMs = nowMs;
        m_begun = true;
    }

private:
    qint64 m_everyMs;
    qint64 m_savedMs;  // what a silence saves at most
    qint64 m_apartMs;  // between those that follow each other closely
    qint64 m_paidMs{}; // the time that is used up by those that went
    qint64 m_lastMs{};
    bool m_begun = false;
};

} // namespace astern
