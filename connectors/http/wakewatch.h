// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"

#include <QObject>
#include <QTimer>

namespace astern::connectors {

// Notices that the machine has slept: the clock that counts sleep has moved ahead of the one that does not.
class WakeWatch : public QObject {
    Q_OBJECT
public:
    explicit WakeWatch(const Clock &clock, QObject *parent = nullptr);
    void look(); // now; once a second by itself

Q_SIGNALS:
    void woke(qint64 sleptMs);

private:
    const Clock &m_clock;
    qint64 m_sleptMs;
    QTimer m_timer;
};

// Less than that is what the two clocks differ by anyway, and no connection dies of it.
inline constexpr qint64 kShortestSleepMs = 2'000;

} // namespace astern::connectors
