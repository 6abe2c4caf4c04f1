// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/command/plan.h"
#include "models/journal/journalvalues.h"

#include <optional>

namespace astern {

inline const QString kHandOverKind = QStringLiteral("oncall.handover");
inline const QString kOnCallRole = QStringLiteral("on-call"); // of people.roles

// Who is on call for a workspace, as the log says: the last hand-over that counts.
struct OnCall {
    QString person; // pseudonym; empty: nobody said yet
    QString name;   // for people; empty: not known here
    QString before; // person who had it until then; empty: nobody
    QString entry;  // id of the hand-over
    qint64 sinceMs = 0;
    qint64 generation = 0; // of the log's gate for it: the next hand-over takes the next one
    bool operator==(const OnCall &) const = default;
};

// One hand-over, as its entry says it.
struct HandOver {
    QString workspace;
    QString to;
    QString toName;
    Actor by;
    QString entry;
    qint64 atMs = 0;
    qint64 generation = 0;
};
[[nodiscard]] std::optional<HandOver> readHandOver(const JournalEntry &entry); // absent: another kind, or too little

// Why this person may not hand over now, as a clause; empty: they may. Who is on call hands over to anybody; who proved
// the role on-call takes it.
[[nodiscard]] QString whyNotHandOver(const OnCall &now, const Actor &by, const QString &to);
// What counts after it: what may not be is passed over.
[[nodiscard]] OnCall after(const OnCall &now, const HandOver &handOver);
// Two that are made at once take the same generation: the log lets one of them count.
[[nodiscard]] Draft handOverDraft(const QString &workspace, const OnCall &now, const QString &to, const QString &toName,
                                  const Actor &by, const QString &reason);

} // namespace astern
