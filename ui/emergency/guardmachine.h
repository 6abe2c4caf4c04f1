// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QtGlobal>

namespace astern::ui {

// The two acts of a dangerous commit, without a painter and without a clock of its own: every call brings the
// time (any monotonic milliseconds). Open the guard, then hold for 1.2 s. Letting go early does nothing.
class GuardMachine {
public:
    enum class State {
        Locked,  // nothing can be sent now; the reason stands in the control
        Closed,  // covered
        Open,    // uncovered, waits for the hold
        Holding, // fills
        Falling, // let go: falls back, then Open
        Sent,    // committed, once
    };
    struct Timing {
        qint64 holdMs = 1200;
        qint64 fallMs = 120;
        qint64 openMs = 20'000; // closes by itself
        // Time that the event loop slept through does not count as holding: a release may lie waiting in it.
        qint64 longestTickMs = 100;
    };

    GuardMachine() = default;
    explicit GuardMachine(const Timing &timing) : m_timing(timing) {}

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] const Timing &timing() const { return m_timing; }

    // Every one answers whether the state changed.
    bool lock();   // also ends a hold; not after Sent
    bool unlock(); // Locked -> Closed
    bool open(qint64 nowMs);
    bool close(); // Open, Holding, Falling -> Closed
    bool press(qint64 nowMs);
    bool release(qint64 nowMs); // let go, focus lost, pointer left: the hold is off
    void reset();               // to Closed, for the next plan

    // Lets time pass. True exactly once: at the moment when the hold is complete.
    [[nodiscard]] bool tick(qint64 nowMs);
    // The other way to commit, for people who cannot hold: the service's name, typed in full. True once.
    [[nodiscard]] bool typed(const QString &text, const QString &expected);

    [[nodiscard]] double fill(qint64 nowMs) const;       // 0…1
    [[nodiscard]] qint64 holdLeftMs() const;             // until the commit
    [[nodiscard]] qint64 closesInMs(qint64 nowMs) const; // until the guard closes; 0 when it is not open
    [[nodiscard]] bool isMoving() const { return m_state == State::Holding || m_state == State::Falling; }

private:
    Timing m_timing;
    State m_state = State::Closed;
    qint64 m_heldMs = 0;  // lived-through holding time
    qint64 m_tickMs = 0;  // of the last tick while holding
    qint64 m_sinceMs = 0; // when Open began, or Falling
};

} // namespace astern::ui
