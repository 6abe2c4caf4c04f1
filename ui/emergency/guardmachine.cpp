// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/emergency/guardmachine.h"

#include <algorithm>

namespace astern::ui {

bool GuardMachine::lock()
{
    if (m_state == State::Locked || m_state == State::Sent)
        return false;
    m_state = State::Locked;
    m_heldMs = 0;
    return true;
}

bool GuardMachine::unlock()
{
    if (m_state != State::Locked)
        return false;
    m_state = State::Closed;
    return true;
}

bool GuardMachine::open(qint64 nowMs)
{
    if (m_state != State::Closed)
        return false;
    m_state = State::Open;
    m_sinceMs = nowMs;
    m_heldMs = 0;
    return true;
}

bool GuardMachine::close()
{
    if (m_state != State::Open && m_state != State::Holding && m_state != State::Falling)
        return false;
    m_state = State::Closed;
    m_heldMs = 0;
    return true;
}

bool GuardMachine::press(qint64 nowMs)
{
    // A press while the fill still falls starts again from nothing: two short holds are not a long one.
    if (m_state != State::Open && m_state != State::Falling)
        return false;
    m_state = State::Holding;
    m_heldMs = 0;
    m_tickMs = nowMs;
    return true;
}

bool GuardMachine::release(qint64 nowMs)
{
    if (m_state != State::Holding)
        return false;
    m_state = State::Falling;
    m_sinceMs = nowMs;
    return true;
}

void GuardMachine::reset()
{
    m_state = State::Closed;
    m_heldMs = 0;
}

bool GuardMachine::tick(qint64 nowMs)
{
    switch (m_state) {
    case State::Holding:
        m_heldMs += std::clamp<qint64>(nowMs - m_tickMs, 0, m_timing.longestTickMs);
        m_tickMs = nowMs;
        if (m_heldMs < m_timing.holdMs)
            return false;
        m_state = State::Sent;
        return true;
    case State::Falling:
        if (nowMs - m_sinceMs >= m_timing.fallMs) {
            m_state = State::Open;
            m_sinceMs = nowMs; // whoever let go gets the whole time again
            m_heldMs = 0;
        }
        return false;
    case State::Open:
        if (closesInMs(nowMs) == 0)
            close();
        return false;
    case State::Locked:
    case State::Closed:
    case State::Sent:
        return false;
    }
    return false;
}

bool GuardMachine::typed(const QString &text, const QString &expected)
{
    if (m_state != State::Open || expected.isEmpty() || text.trimmed() != expected)
        return false;
    m_state = State::Sent;
    return true;
}

double GuardMachine::fill(qint64 nowMs) const
{
    const double held = std::min(1.0, double(m_heldMs) / double(m_timing.holdMs));
    switch (m_state) {
    case State::Holding:
        return held;
    case State::Falling: {
        const double left = 1 - double(nowMs - m_sinceMs) / double(m_timing.fallMs);
        return held * std::clamp(left, 0.0, 1.0);
    }
    case State::Sent:
        return 1;
    case State::Locked:
    case State::Closed:
    case State::Open:
        return 0;
    }
    return 0;
}

qint64 GuardMachine::holdLeftMs() const { return std::max<qint64>(0, m_timing.holdMs - m_heldMs); }

qint64 GuardMachine::closesInMs(qint64 nowMs) const
{
    return m_state == State::Open ? std::max<qint64>(0, m_sinceMs + m_timing.openMs - nowMs) : 0;
}

} // namespace astern::ui
