// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace astern {

// Where the time comes from; tests bring their own. Thread safe.
class Clock {
public:
    virtual ~Clock() = default;
    // Milliseconds since the Unix epoch. May jump; only for people and for stamps.
    [[nodiscard]] virtual qint64 wallMs() const = 0;
    // CLOCK_BOOTTIME milliseconds: never falls, counts suspend. For every duration and deadline.
    [[nodiscard]] virtual qint64 monoMs() const = 0;
    // CLOCK_MONOTONIC milliseconds: stands still while the machine sleeps, as all timers do. monoMs() moving ahead of
    // it is how a sleep is noticed.
    [[nodiscard]] virtual qint64 awakeMs() const { return monoMs(); }
    [[nodiscard]] qint64 sleptMs() const { return monoMs() - awakeMs(); } // in all; only its growth means anything
};

class SystemClock final : public Clock {
public:
    [[nodiscard]] qint64 wallMs() const override;
    [[nodiscard]] qint64 monoMs() const override;
    [[nodiscard]] qint64 awakeMs() const override;
};

} // namespace astern
