// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/approval/gates.h"

namespace astern {

// A policy that the workspace's files say otherwise than it is in force, where a gate stands before such an edit.
// What comes into force is what was approved, whoever wrote the file and with which program.
struct PolicyEdit {
    QString policy;            // id
    PolicyFile inForce;        // without a policy: nothing of it is
    PolicyFile wanted;         // without a policy: no file declares it any more
    QList<GateStanding> gates; // all that stand before it
    bool used = false;         // its approvals have let it into force before
    [[nodiscard]] bool isOpen() const;
    [[nodiscard]] QString file() const;  // "policies/checkout.yaml"
    [[nodiscard]] QString words() const; // "revision 3 → revision 4"
    // What an approval of it lets go, in place of a plan: the same wherever and whenever it comes into force.
    [[nodiscard]] Plan use() const;
    // What still has to be approved, in a sentence; empty: nothing.
    [[nodiscard]] QString waitsFor() const;
    bool operator==(const PolicyEdit &) const = default;
};

// The gate as it judges edits of policies: their author is who asks.
[[nodiscard]] GateConfig ruleForEdits(GateConfig gate);
// The edits in `next` that a gate stands before, by policy. A gate's places are those that the policy applies to, now
// or then. Before the log has been read (`book`) each is shut.
[[nodiscard]] QList<PolicyEdit> gatedEdits(const Workspace &next, const QList<PolicyFile> &inForce,
                                           const ApprovalBook &book, qint64 nowMs);
// Leaves what is in force of each of these.
void holdBack(Workspace &next, const QList<PolicyEdit> &edits);

} // namespace astern
