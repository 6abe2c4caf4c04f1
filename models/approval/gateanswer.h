// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/approval/gates.h"

namespace astern {

// Parts of an authority's answer that do not ask what it is that waits: a plan, an edit of a policy, a device.

[[nodiscard]] inline AuthorityAnswer yes() { return {true, {}, {}, {}}; }
[[nodiscard]] inline AuthorityAnswer no(const QString &reason, const QString &where, const QString &hint)
{
    return {false, reason, where, hint};
}
// Whether the workspace's `permissions` let this person do it; the roles that count are those that were proven.
[[nodiscard]] AuthorityAnswer mayByRole(const Workspace &workspace, GatedAct act, const Actor &actor);
// The first of these that is shut, as an answer.
[[nodiscard]] AuthorityAnswer mayPass(const QList<GateStanding> &standings);
// What let it go, for the entry that follows: {gate, request, digest, broken, approvals: [{person, entry}]}.
[[nodiscard]] QJsonObject passOf(const GateStanding &standing);
// Whether this is what used up every approval that these gates ask for.
[[nodiscard]] bool wereUsedBy(const QString &use, const QList<GateStanding> &standings,
                              const QList<ApprovalRecord> &history);

} // namespace astern
