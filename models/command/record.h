// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"
#include "models/command/plan.h"
#include "models/journal/journal.h"

namespace astern {

// A command of yesterday must not surprise today's rollout: what was interrupted earlier is not sent again.
inline constexpr qint64 kResendWithinMs = 10 * 60'000;

// What the dispatcher writes into the journal, and reads back after a crash. An intent says everything that is
// needed to judge it later without the plan: target, command, what had to be true before, what will be true after.
struct IntentRecord {
    PlanKind kind = PlanKind::Rollback;
    QString saga;
    QString step;
    QString key; // "<saga>:<step>:<attempt>"
    QString service;
    QString environment;
    QString cell;
    QString campaign; // empty: none
    QString next;     // the step whose command comes after this one; empty: it is the last
    PlanCommand command;
    Expectation precondition;
    Expectation effect;
};

// "rollback" for what returns to an older version, "promotion" for the rest: the journal's families of kinds.
[[nodiscard]] QString kindFamily(PlanKind kind);

// `actor` of an entry: pseudonyms and how they were known, never a name.
[[nodiscard]] QJsonObject actorToJson(const Actor &actor);
[[nodiscard]] Actor actorFromJson(const QJsonObject &object);

// The intent of one request. The first of a plan carries the whole chosen path.
[[nodiscard]] Draft intentDraft(const PlanRun &run, int step, int attempt, bool first);
[[nodiscard]] Result<IntentRecord> readIntent(const JournalEntry &entry);

enum class Outcome { Succeeded, Failed, Aborted, Unknown };
[[nodiscard]] QString toString(Outcome outcome); // "succeeded"
// What an outcome says of the operation it ends.
struct Operation {
    PlanKind kind = PlanKind::Rollback;
    QString saga;
    QJsonObject subject;
    QString campaign; // empty: none
    QString next;     // the step that follows once this one has succeeded; empty: none
};
[[nodiscard]] Operation operationOf(const Plan &plan);
[[nodiscard]] Operation operationOf(const IntentRecord &record);
// `observed`: what was seen afterwards, not what was promised. `resolvedBy` is "recovery" at a start after a crash.
[[nodiscard]] Draft outcomeDraft(const Operation &operation, const Receipt &intent, Outcome outcome,
                                 const QString &observed, const QString &resolvedBy = {});

// Between two steps nothing is open: the outcome before says which step is promised. Empty: none.
[[nodiscard]] QString promisedStep(const JournalEntry &entry);
// Takes such a promise back: the plan has ended all the same.
[[nodiscard]] Draft endDraft(const PlanRun &run);
// The plan of these entries of one saga, newest first, ready to go on with `from`: the steps before it are done, and
// what only watches is left out.
[[nodiscard]] Result<PlanRun> readRun(const QList<JournalEntry> &entries, const QString &from);

} // namespace astern
