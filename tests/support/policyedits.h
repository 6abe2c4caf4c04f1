// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/approval/policyedit.h"
#include "tests/support/gates.h"
#include "tests/support/recordings.h"

// An edit of the shop's policy that waits at a gate.
namespace astern::gates {

// One release manager signs before a policy that was edited comes into force, not who asked.
inline GateConfig beforePolicies()
{
    GateConfig gate;
    gate.id = s("policies");
    gate.when.acts = {GatedAct::PolicyEdit};
    gate.approvals.count = 1;
    gate.approvals.roles = {s("release-manager")};
    gate.approvals.notRequester = true;
    gate.at = {s("astern.yaml"), 71, 5};
    return gate;
}

// The next revision: errors may be more, for longer.
inline QByteArray looserPolicy()
{
    return recordings::policyText()
        .replace("revision: 12", "revision: 13")
        .replace("above: 2%", "above: 5%")
        .replace("for: 120s", "for: 300s");
}

inline PolicyFile policyFile(const Workspace &workspace, const QByteArray &text)
{
    const QList<PolicyFile> files = readPolicies({{s("policies/checkout.yaml"), text}}, workspace);
    if (files.isEmpty() || !files.constFirst().policy)
        qFatal("the policy is broken: %s", files.isEmpty() || files.constFirst().issues.isEmpty()
                                               ? "?"
                                               : qPrintable(files.constFirst().issues.constFirst().toString()));
    return files.constFirst();
}

// What waits where the files say `wanted` and `inForce` is in force; empty: no file does.
inline QList<PolicyEdit> waitingEdits(const Workspace &workspace, const ApprovalBook &book, const QByteArray &wanted,
                                      const QByteArray &inForce = recordings::policyText())
{
    Workspace next = workspace;
    next.policies.clear();
    if (!wanted.isEmpty())
        next.policies = {policyFile(workspace, wanted)};
    QList<PolicyFile> before;
    if (!inForce.isEmpty())
        before = {policyFile(workspace, inForce)};
    return gatedEdits(next, before, book, samples::kNow);
}

} // namespace astern::gates
