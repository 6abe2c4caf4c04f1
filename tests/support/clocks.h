// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"
#include "tests/support/samples.h"

#include <atomic>

namespace astern {

// Both times move only when the test says so.
class ManualClock final : public Clock {
public:
    [[nodiscard]] qint64 wallMs() const override { return m_wall; }
    [[nodiscard]] qint64 monoMs() const override { return m_mono; }
    void pass(qint64 ms)
    {
        m_wall += ms;
        m_mono += ms;
    }

private:
    qint64 m_wall = samples::kNow;
    qint64 m_mono = 1'000'000;
};

// The wall clock stands where the test puts it, so that an instant can be asked for twice: once by Astern, once by
// the test. Durations go on: a hold still takes its time.
class SteppedClock final : public Clock {
public:
    explicit SteppedClock(qint64 wallMs = SystemClock().wallMs()) : m_wallMs(wallMs) {}
    [[nodiscard]] qint64 wallMs() const override { return m_wallMs; }
    [[nodiscard]] qint64 monoMs() const override { return SystemClock().monoMs(); }
    void set(qint64 wallMs) { m_wallMs = wallMs; }

private:
    std::atomic<qint64> m_wallMs;
};

// The system's clocks, with sleeps of the machine that the test adds.
class SleepyClock final : public Clock {
public:
    [[nodiscard]] qint64 wallMs() const override { return SystemClock().wallMs() + m_sleptMs; }
    [[nodiscard]] qint64 monoMs() const override { return SystemClock().monoMs() + m_sleptMs; }
    [[nodiscard]] qint64 awakeMs() const override { return SystemClock().awakeMs(); }
    void sleep(qint64 ms) { m_sleptMs += ms; }

private:
    std::atomic<qint64> m_sleptMs = 0;
};

} // namespace astern
