// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/command/plan.h"
#include "models/journal/journalvalues.h"
#include "models/workspace/journalconfig.h"

#include <optional>

namespace astern {

// What is known of the log's reach when something is to be done.
struct LogSight {
    JournalConfig config;
    ShippingState shipping; // of the process that ships; another one knows less, and asks by appending
    QString teamTrouble;    // why the shared log cannot be had now; empty: it can, or nobody knows otherwise
    bool teamKnown = true;  // false: nobody here has an answer of the shared log yet
    qint64 nowMs = 0;       // wall clock
    void setTeam(const SharedLogState &state);
};

// How safely an intent must be recorded before it has an effect, and what follows where that cannot be had.
struct LogVerdict {
    JournalLevel level = JournalLevel::Local;    // that the intent is appended with
    JournalLevel required = JournalLevel::Local; // that policy asks for
    std::optional<Error> refused;                // it may not go forward: which sink, and what to do
    // Recorded although `required` cannot be had: what is missing ("team", ids of sinks), and why.
    QStringList missing;
    QString reason;
    [[nodiscard]] bool isDegraded() const { return !missing.isEmpty(); }
};

inline constexpr qint64 kAnchorMs = 24 * 3'600'000LL;
inline const QString kTeamName = QStringLiteral("team");

[[nodiscard]] LogAction logActionOf(PlanKind kind);
// The rule, pure. What goes forward is refused where its level cannot be had. What goes back, stops or turns off never
// waits for anything but this device's own disk, and says in its entry what was missing.
[[nodiscard]] LogVerdict judgeLog(PlanKind kind, const QString &environment, bool production, const LogSight &sight);
// The same of what is no plan: an approval, an edit of a policy, a change of keys, an override. Nothing of it is an
// emergency, so what cannot be had is refused. `environment` empty: it belongs to none.
[[nodiscard]] LogVerdict judgeLog(LogAction action, const QString &environment, const LogSight &sight);
// `level_required` and `degraded` of the intent.
void markLevel(const LogVerdict &verdict, Draft &draft);
// What an entry was recorded without; empty: nothing.
[[nodiscard]] QStringList missingOf(const JournalEntry &entry);
// Whether the log has meanwhile reached all of `missing` with the entry of this index.
[[nodiscard]] bool hasCaughtUp(const QStringList &missing, quint64 index, const ShippingState &shipping,
                               const JournalLevels &levels);
[[nodiscard]] QString toString(JournalLevel level); // "shared"

} // namespace astern
