// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QList>
#include <QMetaType>
#include <QString>

#include <optional>

namespace astern {

// Names one feature flag in one of its server's environments. `backend` is the workspace's backend id.
struct FlagRef {
    QString backend;
    QString project;
    QString name;
    QString environment; // as the server calls it: "production"

    // "backend/project/name@environment": unique in the workspace, stable across restarts.
    [[nodiscard]] QString key() const;
    bool operator==(const FlagRef &) const = default;
};

// One change of a flag, as its server remembers it.
struct FlagChange {
    quint64 id = 0; // rises with every change on that server
    QString what;   // "switched off", or the server's own word
    QString by;     // as the server names them; a shared token has one name for everybody
    QString why;    // empty: the server keeps no reason
    qint64 atMs = 0;
    bool operator==(const FlagChange &) const = default;
};

// Whom a flag lets in, in one environment.
struct FlagState {
    FlagRef ref;
    bool on = false;
    int strategies = 0;         // that decide while it is on
    std::optional<int> percent; // whole, 0…100, of users or of those whom its constraints leave; absent: none decides
    QString strategyId;         // that has the percentage; empty: there is none, or it is not the only one
    QString decides;            // in words: "25 % of users", "2 strategies", "nothing yet"
    QString digest;             // "sha256:…" of switch and strategies: the same value lets the same users in
    bool archived = false;
    std::optional<FlagChange> lastChange; // absent: the server did not say
    qint64 observedMs = 0;                // wall clock of the answer it was read from
    QString unknownReason;                // not empty: the answer could not be understood
    bool operator==(const FlagState &) const = default;
};

// "off", "on, 25 % of users", "archived", "not known: …"
[[nodiscard]] QString flagWords(const FlagState &state);
// "switched off by kim, 2026-11-26 16:08"; empty: the server did not say.
[[nodiscard]] QString changeWords(const FlagChange &change);

// The flags that a release ran with, as they were at one instant.
struct FlagSnapshot {
    struct Value {
        FlagRef ref;
        bool on = false;
        QString words;
        QString digest;
        bool operator==(const Value &) const = default;
    };
    qint64 takenMs = 0;
    QList<Value> values; // by key
    bool operator==(const FlagSnapshot &) const = default;
};
// Without what is not known.
[[nodiscard]] FlagSnapshot snapshotOf(const QList<FlagState> &states, qint64 nowMs);

// One flag that is not as it was.
struct FlagDrift {
    FlagRef ref;
    QString from; // empty: it was not there
    QString to;   // empty: it is not there any more
    std::optional<FlagChange> lastChange;
    bool operator==(const FlagDrift &) const = default;
};
// In the order of `now`, then what is gone. What is not known now has not drifted.
[[nodiscard]] QList<FlagDrift> drift(const FlagSnapshot &since, const QList<FlagState> &now);

} // namespace astern

Q_DECLARE_METATYPE(astern::FlagState)
