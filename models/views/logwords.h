// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/journal.h"
#include "models/journal/outbox.h"

#include <optional>

namespace astern {

// How the log itself is, in plain words: what the Log screen says above its entries. Pure functions of values.
struct LogOverview {
    JournalState state;
    bool away = false;                                 // there is no journal to ask, or it does not answer
    std::optional<QList<SinkCursor>> sinks;            // nullopt: not known here
    std::optional<QList<UnresolvedIntent>> unresolved; // nullopt: not known (yet)
    qint64 newestMs = 0;                               // wall clock of the newest entry; 0: not known
    qint64 nowMs = 0;
};

struct LogFact {
    enum class Sign { Calm, Waiting, Amber, Red, Unknown };
    QString name;
    QString words;
    QString note;
    Sign sign = Sign::Calm;
    std::optional<quint64> entry; // pressed, it opens
    bool operator==(const LogFact &) const = default;
};
[[nodiscard]] QList<LogFact> logFacts(const LogOverview &sight);

// Something is wrong with the log itself: said over everything else of the screen.
struct LogAlarm {
    QString headline;
    QString words; // what it means, and what to do
    bool operator==(const LogAlarm &) const = default;
};
[[nodiscard]] std::optional<LogAlarm> logAlarm(const LogOverview &sight);

// The team's log in one line, for status lines and `asternctl`; empty where it is as it should be, or where there is
// none.
struct TeamWords {
    QString text;      // "shared log away: connection refused"
    bool loud = false; // something is wrong with what it says, not only with the way to it
    QString hint;      // what to do
    bool operator==(const TeamWords &) const = default;
};
[[nodiscard]] TeamWords teamWords(const SharedLogState &state);

// What the next start does with an intent that has no outcome.
[[nodiscard]] QString recoveryWords(const JournalEntry &intent, qint64 nowMs);

} // namespace astern
