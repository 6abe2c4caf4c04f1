// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/policy/policy.h"
#include "models/policy/verdict/armhistory.h"

namespace astern::policy {

struct InstanceState {
    QString id;
    int state = -1;       // index into the signal's states; -1: another one
    qint64 sinceMs = 0;   // event time from which on it has been told in this state
    qint64 startedMs = 0; // its own, or the event time it was first told of
    qint64 restarts = 0;
    qint64 seenMs = 0; // event time of the newest report
    bool gone = false;
    bool operator==(const InstanceState &) const = default;
};

struct ProbeResult {
    QString location;
    qint64 atMs = 0;
    bool success = false;
    bool operator==(const ProbeResult &) const = default;
};

// What is known of one signal of one role at the tick under way.
struct Arm {
    Role role = Role::All;
    ArmHistory history;
    qint64 samples = 0;                   // accepted since the rollout's start
    std::optional<qint64> lastEventMs;    // of the newest accepted sample
    std::vector<InstanceState> instances; // of a state signal, by id
    std::vector<ProbeResult> results;     // of a probe, within this tick, by time
    qint64 beginsAtTick(qint64 startTick) const
    {
        return role == Role::New ? startTick : std::min(startTick, history.firstData());
    }
};

// All arms of a policy: three for each signal. Their addresses last as long as it does.
class Arms {
public:
    explicit Arms(const Policy &policy);
    Arms(const Arms &) = delete;
    Arms &operator=(const Arms &) = delete;

    [[nodiscard]] Arm &at(qsizetype signal, Role role) { return m_arms[size_t(signal) * 3 + size_t(role)]; }
    [[nodiscard]] const Arm &at(qsizetype signal, Role role) const { return m_arms[size_t(signal) * 3 + size_t(role)]; }
    [[nodiscard]] qint64 &late(qsizetype signal) { return m_late[size_t(signal)]; } // since the rollout's start
    [[nodiscard]] const qint64 &late(qsizetype signal) const { return m_late[size_t(signal)]; }
    // Ticks before the rollout that rules look back to at most.
    [[nodiscard]] qint64 lookBack() const { return m_lookBack; }

private:
    std::vector<Arm> m_arms;
    std::vector<qint64> m_late;
    qint64 m_lookBack = 0;
};

// Whole ticks that a span takes, rounded up.
[[nodiscard]] inline qint64 ticksOf(qint64 ms, qint64 tickMs) { return (ms + tickMs - 1) / tickMs; }
// The tick that an event belongs to: k covers ((k - 1) tick, k tick]. The grid hangs on the epoch.
[[nodiscard]] inline qint64 tickOf(qint64 eventMs, qint64 tickMs)
{
    return eventMs > 0 ? (eventMs + tickMs - 1) / tickMs : -(-eventMs / tickMs);
}

} // namespace astern::policy
