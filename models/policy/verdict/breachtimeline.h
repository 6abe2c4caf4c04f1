// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/policy/verdict/verdict.h"

#include <optional>
#include <vector>

namespace astern::policy {

// A condition that holds or not at each tick, and what follows from how long: `for`, hysteresis, episodes, and a timer
// that freezes while there is no answer. Spans in whole ticks.
class BreachTimeline {
public:
    struct Settings {
        qint64 forTicks = 0;
        qint64 clearTicks = 6;
        qint64 holdTicks = 6; // that the last verdict is kept without an answer
        qint64 episodes = 0;  // that many within episodeTicks are systemic; 0: never
        qint64 episodeTicks = 0;
        bool operator==(const Settings &) const = default;
    };
    explicit BreachTimeline(const Settings &settings) : m_settings(settings) {}

    void step(std::optional<bool> breached); // the next tick; nullopt: without an answer
    void latch(Why why);                     // systemic from now on
    void startAfresh();

    [[nodiscard]] bool inBreach() const { return m_firstBreach >= 0; }
    [[nodiscard]] bool beganNow() const { return m_firstBreach == m_tick; }
    // At this tick: for `for`, or once too often.
    [[nodiscard]] bool isConfirmed() const { return m_confirmed != Why::None; }
    [[nodiscard]] Why confirmedBy() const { return m_confirmed; }
    // How many ticks of breach are missing until it is confirmed by its length; nothing: it is not on the way there.
    [[nodiscard]] std::optional<qint64> ticksToConfirm() const;
    [[nodiscard]] bool isLatched() const { return m_latched != Why::None; }
    // Without attribution: an unlatched confirmation is still transient here.
    [[nodiscard]] VerdictClass verdict() const { return isLatched() ? VerdictClass::Systemic : m_class; }
    [[nodiscard]] Why why() const;

private:
    void answer(bool breached);
    void endBreach();
    [[nodiscard]] qint64 breachTicks() const { return m_tick - m_firstBreach - m_frozen; } // the first is 0

    Settings m_settings;
    qint64 m_tick = -1;
    qint64 m_firstBreach = -1; // -1: not in breach
    qint64 m_frozen = 0;       // ticks without an answer in this breach
    qint64 m_ok = 0;           // ok ticks since the last breach, the beginning, or since it became unknown
    qint64 m_lastAnswer = -1;  // -1: never
    std::vector<qint64> m_episodes;
    VerdictClass m_class = VerdictClass::Unknown;
    Why m_confirmed = Why::None;
    Why m_latched = Why::None;
};

} // namespace astern::policy
