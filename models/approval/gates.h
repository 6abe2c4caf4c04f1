// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/approval/approvalbook.h"
#include "models/approval/authority.h"
#include "models/approval/gatejudge.h"

namespace astern {

// One gate that stands before a plan, and how it is.
struct GateStanding {
    GateConfig gate;
    ApprovalSubject subject; // the plan as it would be sent now
    GateFacts facts;
    Decision decision;
    bool operator==(const GateStanding &) const = default;
};

// Names that a manifest's annotation "astern.dev/author" has; several are parted by commas.
[[nodiscard]] QStringList authorsOf(const Manifest &manifest);
// What workspace and plan say of the facts; the rest comes from signals and the log.
[[nodiscard]] GateFacts factsOf(const Workspace &workspace, const Plan &plan, qint64 healthySinceMs);
// Every gate before this plan, in the order of the file; empty: none stands there.
[[nodiscard]] QList<GateStanding> gateStandings(const Workspace &workspace, const Plan &plan,
                                                const QList<ApprovalRecord> &history, qint64 healthySinceMs,
                                                qint64 nowMs);
// Whether the book tells how the log is now. Refused: nobody knows `what` here, which is a clause.
[[nodiscard]] AuthorityAnswer isKnownNow(const ApprovalBook *book, const QString &what, const QString &where);
// The first that is shut, as an answer. `book` null, not read yet or not as the log is now: each is.
[[nodiscard]] AuthorityAnswer mayPassGates(const Workspace &workspace, const Plan &plan, const ApprovalBook *book,
                                           qint64 healthySinceMs, qint64 nowMs);
// Whether the workspace's `permissions` let this person do it; the roles that count are those that were proven.
[[nodiscard]] AuthorityAnswer mayByRole(const Workspace &workspace, const Plan &plan, const Actor &actor);
// In a team: whether an administrator pinned what the workspace says about people. Alone there is nobody to pin it.
[[nodiscard]] AuthorityAnswer rulesArePinned(const Workspace &workspace, const ApprovalBook *book);

} // namespace astern
