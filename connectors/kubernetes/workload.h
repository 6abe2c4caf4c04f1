// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/kubernetes/jsonview.h"
#include "models/rollout/rollout.h"

#include <QHash>

#include <optional>

namespace astern::connectors {

// What one workload object says by itself. What serves, and by which revision, needs its ReplicaSets too.
struct WorkloadFacts {
    Rollout rollout;                // without revisions and serving
    QString selector;               // label selector of its ReplicaSets; empty: not known
    QString observedHash;           // the controller's word for the desired version; may be of an older template
    QList<Serving::Share> reported; // by a router or a switched service; hash and percent only
    bool hasRouter = false;
    bool progressed = false; // the controller calls the desired version fully rolled out
    qint64 completedMs = 0;  // since when, if it says so
    qint64 incompleteMs = 0; // since when it says that it is not
    int replicas = 0;        // as the object's own status counts them, for credentials that may not list ReplicaSets
    int readyReplicas = 0;
    int updatedReplicas = 0;
};

// A ReplicaSet as the history of a workload.
struct KubeReplicaSet {
    QString ns;
    QString uid;
    QString ownerUid; // of the controlling workload; empty: none
    Revision revision;
    bool reused = false; // an older revision whose template was asked for again
};

// What tells one kind of workload from another: its place in the API and how to read it.
struct WorkloadKindInfo {
    WorkloadKind kind = WorkloadKind::Deployment;
    QString type;      // "kubernetes", "argo-rollouts": as the workspace says it
    QString group;     // "apps"
    QString version;   // "v1"
    QString resource;  // "deployments"
    QString kindName;  // "Deployment"
    QString notServed; // said when the API group is not there
    const char *hashLabel = "";
    const char *revisionAnnotation = "";
    const char *historyAnnotation = "";
    WorkloadFacts (*read)(const JsonView &object) = nullptr;
    Rollout (*complete)(const WorkloadFacts &facts, const QList<KubeReplicaSet> &history) = nullptr;

    // "/apis/apps/v1/namespaces/shop/deployments"; an empty namespace means all of them
    [[nodiscard]] QString path(const QString &ns) const;
};

[[nodiscard]] const WorkloadKindInfo &deploymentKind();

[[nodiscard]] KubeReplicaSet readReplicaSet(const JsonView &object, const WorkloadKindInfo &info);
// Identity, generation, replicas, template, Git owner: what every workload has.
[[nodiscard]] WorkloadFacts readCommon(const JsonView &object, const WorkloadKindInfo &info);
// The tool that owns the object's spec, as far as labels, annotations and field managers tell.
[[nodiscard]] std::optional<GitOwner> readGitOwner(const JsonView &metadata);
[[nodiscard]] QString readSelector(const JsonView &selector);

// Newest first, and the shares of traffic by ready pods, largest first.
[[nodiscard]] QList<Revision> revisionsOf(const QList<KubeReplicaSet> &history);
[[nodiscard]] QList<Serving::Share> sharesByReadyPods(const QList<Revision> &revisions);
// Times that the cluster stamped, by our own clock: `skewMs` is the cluster's minus ours.
void intoOurTime(Rollout &rollout, qint64 skewMs);
void sortShares(QList<Serving::Share> &shares);

struct KubeCondition {
    QString status; // "True", "False", "Unknown"; empty: absent
    QString reason;
    QString message;
    qint64 transitionMs = 0;
    qint64 updateMs = 0;
    [[nodiscard]] bool isTrue() const { return status == QLatin1String("True"); }
    [[nodiscard]] bool isFalse() const { return status == QLatin1String("False"); }
};
[[nodiscard]] QHash<QString, KubeCondition> readConditions(const JsonView &conditions);

} // namespace astern::connectors
