// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/verdict/breachtimeline.h"

namespace astern::policy {

void BreachTimeline::step(std::optional<bool> breached)
{
    ++m_tick;
    m_confirmed = Why::None;
    if (breached) {
        m_lastAnswer = m_tick;
        answer(*breached);
        return;
    }
    if (inBreach())
        ++m_frozen;
    if (m_lastAnswer < 0 || m_tick - m_lastAnswer > m_settings.holdTicks) {
        m_class = VerdictClass::Unknown;
        m_firstBreach = -1; // dropped, and no episode: nobody saw it end
        m_ok = 0;
    }
}

void BreachTimeline::answer(bool breached)
{
    if (breached) {
        if (!inBreach()) {
            m_firstBreach = m_tick;
            m_frozen = 0;
        }
        m_ok = 0;
        m_class = VerdictClass::Transient;
        if (breachTicks() >= m_settings.forTicks)
            m_confirmed = Why::Continuous;
        return;
    }
    if (inBreach())
        endBreach();
    if (++m_ok >= m_settings.clearTicks)
        m_class = VerdictClass::Healthy;
}

std::optional<qint64> BreachTimeline::ticksToConfirm() const
{
    if (!inBreach() || isConfirmed() || isLatched())
        return std::nullopt;
    return m_settings.forTicks - breachTicks();
}

void BreachTimeline::endBreach()
{
    m_firstBreach = -1;
    if (m_settings.episodes <= 0)
        return;
    std::erase_if(m_episodes, [this](qint64 tick) { return tick <= m_tick - m_settings.episodeTicks; });
    m_episodes.push_back(m_tick);
    if (m_episodes.size() >= static_cast<size_t>(m_settings.episodes))
        m_confirmed = Why::Recurrence;
}

void BreachTimeline::latch(Why why)
{
    if (!isLatched())
        m_latched = why;
}

void BreachTimeline::startAfresh()
{
    m_firstBreach = -1;
    m_frozen = m_ok = 0;
    m_lastAnswer = -1;
    m_episodes.clear();
    m_class = VerdictClass::Unknown;
    m_confirmed = m_latched = Why::None;
}

Why BreachTimeline::why() const
{
    if (isLatched())
        return m_latched;
    if (inBreach())
        return Why::Breach;
    switch (m_class) {
    case VerdictClass::Transient:
        return Why::Cleared;
    case VerdictClass::Unknown:
        return Why::NoAnswer;
    default:
        return Why::None;
    }
}

} // namespace astern::policy
