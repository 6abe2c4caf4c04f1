// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QMetaType>
#include <QString>

namespace astern {

// What somebody must know of the shared log, in words, until it is put right.
struct SharedAlarm {
    enum class Kind {
        Truncated,      // entries that were there are gone
        Replaced,       // other entries stand in their place
        Changed,        // a row is not what was signed
        TwoHistories,   // a head or an entry tells of another log than the one here
        Forked,         // this device's own chain is contradicted: a copy of it is in use elsewhere
        Void,           // an entry that its writer did not sign
        Unapproved,     // a writer that no administrator approved
        NotYours,       // the login may not write for this device
        Refused,        // the store will not take an entry of ours
        Disputed,       // an entry that a revoked key signed behind its last good number
        Unacknowledged, // a device does not say that what was erased is gone there
        GateLost,       // another entry took the decision that one of ours was for
    };
    Kind kind = Kind::Changed;
    quint64 index = 0; // of the shared log, where it begins; of Forked, Refused and GateLost: of the own log
    QString words;     // what is wrong
    QString hint;      // what to do
    qint64 atMs = 0;
    qint64 healedMs = 0; // 0: still so
    bool operator==(const SharedAlarm &) const = default;
};
inline constexpr auto kLastAlarmKind = SharedAlarm::Kind::GateLost;
[[nodiscard]] QString toString(SharedAlarm::Kind kind); // "truncated"

// How the log that a team shares is, as the device's own process that follows it says. Every process of the device has
// it in JournalState.
struct SharedLogState {
    enum class State {
        None,       // nobody on this device follows a shared log
        Waiting,    // another process owns the journal, and follows the shared log
        Connecting, // nobody knows yet whether it can be had
        Following,
        Away,
        Forked
    };
    State state = State::None;
    quint64 size = 0; // of the shared log as verified here
    QString root;     // hex
    QString origin;
    quint64 sent = 0;      // own entries below are in the shared log
    quint64 waiting = 0;   // own entries that are not
    quint64 witnessed = 0; // entries of the shared log below are under another device's cosignature
    int pendingWriters = 0;
    qint64 checkedMs = 0; // when the copy was last compared with the store
    QList<SharedAlarm> alarms;
    QString words;   // why it is away
    QString trouble; // why an entry cannot become shared now; empty: it can, or nobody knows yet
    bool operator==(const SharedLogState &) const = default;
    // Whether that is known at all.
    [[nodiscard]] bool isKnown() const { return state == State::Following || !trouble.isEmpty(); }
    [[nodiscard]] const SharedAlarm *worst() const; // the first that is still so; nullptr: none is
};
[[nodiscard]] QString toString(SharedLogState::State state); // "following"

} // namespace astern

Q_DECLARE_METATYPE(astern::SharedLogState)
Q_DECLARE_METATYPE(astern::SharedAlarm)
