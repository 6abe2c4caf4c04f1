// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/document/issue.h"

#include <QMap>
#include <QString>

#include <memory>
#include <optional>

namespace astern {

namespace policy {
enum class Strategy;
struct Freeze;
struct Policy;
} // namespace policy

struct Rollout;
struct ServiceConfig;
struct Workspace;

inline constexpr auto kPolicyFolder = "policies"; // of a workspace; its *.yaml are policies

// One file of a workspace's policies. A file with an error never takes effect: what it said before stays in force.
struct PolicyFile {
    QString name;                                 // "policies/checkout.yaml"
    QByteArray text;                              // of the revision in force, as it was written
    QString digest;                               // of the revision in force, hexadecimal; empty: there is none
    std::shared_ptr<const policy::Policy> policy; // in force; nullptr: nothing of this file is
    QList<DocumentIssue> issues;                  // errors and warnings of what the file says now
    bool operator==(const PolicyFile &other) const
    {
        return name == other.name && digest == other.digest && issues == other.issues;
    }
    // The file says something that is not in force.
    [[nodiscard]] bool isRefused() const { return hasErrors(issues); }
};

// What the files say, by name; absent: a file that cannot be read.
using PolicyTexts = QMap<QString, std::optional<QByteArray>>;
[[nodiscard]] PolicyTexts readPolicyTexts(const QString &workspaceFolder);
// Reads them for this workspace: what a policy refers to has to be there.
[[nodiscard]] QList<PolicyFile> readPolicies(const PolicyTexts &texts, const Workspace &workspace);
// One of them, as it would be among the others: their policies' ids are taken.
[[nodiscard]] PolicyFile readPolicy(const QString &name, const QByteArray &text, const Workspace &workspace,
                                    const QList<PolicyFile> &others);
// Says of each policy that a service names and that is not in force that it is not enforced.
void declareUnenforced(Workspace &workspace);
// Files of `next` with an error go on with what `before` has in force of them.
void keepPoliciesInForce(Workspace &next, const QList<PolicyFile> &before);

// The policies in force for a service in an environment under a strategy, by id.
[[nodiscard]] QList<PolicyFile> policiesFor(const Workspace &workspace, const ServiceConfig &service,
                                            const QString &environment, policy::Strategy strategy);
// What the policies that govern a rollout call its strategy.
[[nodiscard]] policy::Strategy strategyOf(const Rollout &rollout);

// A freeze that is on, and the policy that declares it.
struct FreezeInForce {
    PolicyFile file;
    const policy::Freeze *freeze = nullptr; // of file.policy
    qint64 untilMs = 0;
};
// Those of enforced policies that are on now, the one that ends last first.
[[nodiscard]] QList<FreezeInForce> freezesInForce(const QList<PolicyFile> &policies, qint64 nowMs);

} // namespace astern
