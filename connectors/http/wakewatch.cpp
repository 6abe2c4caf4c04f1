// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/http/wakewatch.h"

namespace astern::connectors {

WakeWatch::WakeWatch(const Clock &clock, QObject *parent)
    : QObject(parent), m_clock(clock), m_sleptMs(clock.sleptMs()), m_timer(this)
{
    m_timer.setTimerType(Qt::VeryCoarseTimer); // all of them together, once a second
    connect(&m_timer, &QTimer::timeout, this, &WakeWatch::look);
    m_timer.start(1'000);
}

void WakeWatch::look()
{
    const qint64 slept = m_clock.sleptMs();
    const qint64 more = slept - m_sleptMs;
    m_sleptMs = slept;
    if (more >= kShortestSleepMs)
        Q_EMIT woke(more);
}

} // namespace astern::connectors
