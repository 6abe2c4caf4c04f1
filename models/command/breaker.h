// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace astern {

// Circuit breaker of one backend: after several failures in a row nothing is sent for a while, then one request
// tries. What goes back is never held up by it: an emergency may always try.
class Breaker {
public:
    static constexpr int kFailures = 5;
    static constexpr qint64 kOpenMs = 15'000;

    // Milliseconds until a request may go; 0: now.
    [[nodiscard]] qint64 waitMs(qint64 monoMs) const
    {
        return m_failures < kFailures ? 0 : qMax<qint64>(0, m_openUntil - monoMs);
    }
    void succeeded() { m_failures = 0; }
    void failed(qint64 monoMs)
    {
        if (++m_failures >= kFailures)
            m_openUntil = monoMs + kOpenMs;
    }

private:
    int m_failures = 0;
    qint64 m_openUntil = 0;
};

} // namespace astern
