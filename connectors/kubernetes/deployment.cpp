// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/kubernetes/workload.h"

#include <QCoreApplication>

#include <algorithm>

namespace astern::connectors {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Kubernetes", text); }

void readControl(const JsonView &object, WorkloadFacts &facts)
{
    const JsonView status = object["status"];
    Control &control = facts.rollout.control;
    const QHash<QString, KubeCondition> conditions = readConditions(status["conditions"]);
    const KubeCondition progressing = conditions.value(QStringLiteral("Progressing"));
    const KubeCondition available = conditions.value(QStringLiteral("Available"));
    const KubeCondition failing = conditions.value(QStringLiteral("ReplicaFailure"));
    const int wanted = facts.rollout.desired.replicas;

    const bool recreate = object["spec"]["strategy"]["type"].bytes() == "Recreate";
    control.strategy = recreate ? QStringLiteral("recreate") : QStringLiteral("rolling");
    control.sawLatest = object["metadata"]["generation"].integer() <= status["observedGeneration"].integer();
    control.message = progressing.message;

    const bool complete = facts.updatedReplicas == wanted && facts.replicas == wanted &&
                          status["availableReplicas"].smallInteger() >= wanted;
    // Sticky: stays when pods fail later or an autoscaler changes their number. Without a progress deadline
    // there is no such condition, then the numbers decide.
    const bool said = progressing.reason == QLatin1String("NewReplicaSetAvailable");
    const bool late = progressing.reason == QLatin1String("ProgressDeadlineExceeded");
    facts.progressed = control.sawLatest && !late && (said || complete);
    if (said)
        facts.completedMs = progressing.updateMs;

    if (late)
        control.failure = progressing.reason + QStringLiteral(": ") + progressing.message;
    else if (failing.isTrue())
        control.failure = QStringLiteral("ReplicaFailure: ") + failing.message;

    if (!control.failure.isEmpty()) {
        control.phase = Control::Phase::Degraded;
        control.message = control.failure;
    } else if (facts.rollout.desired.paused) {
        control.phase = Control::Phase::Paused;
        control.pauseReason = progressing.reason;
        control.pausedSinceMs = progressing.transitionMs;
        if (control.message.isEmpty())
            control.message = tr("Deployment is paused");
    } else if (!facts.progressed) {
        control.phase = Control::Phase::Progressing;
        if (!control.sawLatest)
            control.message = tr("The controller has not seen the latest change yet");
    } else if (available.isFalse()) {
        control.phase = Control::Phase::Degraded;
        control.message = available.message;
    } else {
        control.phase = Control::Phase::Healthy;
    }
}

WorkloadFacts readDeployment(const JsonView &object)
{
    WorkloadFacts facts = readCommon(object, deploymentKind());
    readControl(object, facts);
    return facts;
}

// The Deployment does not name its new ReplicaSet: it is the one with the same template.
const KubeReplicaSet *newSet(const WorkloadFacts &facts, const QList<KubeReplicaSet> &history)
{
    const KubeReplicaSet *found = nullptr;
    for (const KubeReplicaSet &set : history) {
        const bool same = set.revision.manifest.digest == facts.rollout.desired.manifest.digest;
        if (same && (!found || set.revision.number > found->revision.number))
            found = &set;
    }
    return found;
}

// While a new version is on its way: the old one with the most ready pods, and of equals the newest.
QString stableDuring(const QList<Revision> &revisions, const QString &desiredHash)
{
    const Revision *best = nullptr;
    for (const Revision &revision : revisions) { // newest first
        if (revision.hash != desiredHash && (!best || revision.readyPods > best->readyPods))
            best = &revision;
    }
    return best ? best->hash : QString();
}

Rollout completeDeployment(const WorkloadFacts &facts, const QList<KubeReplicaSet> &history)
{
    Rollout rollout = facts.rollout;
    rollout.revisions = revisionsOf(history);
    const KubeReplicaSet *current = newSet(facts, history);
    if (current)
        rollout.desired.hash = current->revision.hash;
    rollout.stableHash =
        facts.progressed ? rollout.desired.hash : stableDuring(rollout.revisions, rollout.desired.hash);
    rollout.serving.shares = sharesByReadyPods(rollout.revisions);
    const bool settled = rollout.serving.shares.size() == 1 && facts.progressed &&
                         rollout.serving.shares.first().hash == rollout.desired.hash;
    if (settled)
        rollout.serving.sinceMs = facts.completedMs;
    if (current && !current->reused)
        rollout.startedMs = current->revision.createdMs;
    return rollout;
}

} // namespace

const WorkloadKindInfo &deploymentKind()
{
    static const WorkloadKindInfo info = [] {
        WorkloadKindInfo i;
        i.kind = WorkloadKind::Deployment;
        i.type = QStringLiteral("kubernetes");
        i.group = QStringLiteral("apps");
        i.version = QStringLiteral("v1");
        i.resource = QStringLiteral("deployments");
        i.kindName = QStringLiteral("Deployment");
        i.notServed = QStringLiteral("This server does not serve apps/v1: it is no Kubernetes API server");
        i.hashLabel = "pod-template-hash";
        i.revisionAnnotation = "deployment.kubernetes.io/revision";
        i.historyAnnotation = "deployment.kubernetes.io/revision-history";
        i.read = readDeployment;
        i.complete = completeDeployment;
        return i;
    }();
    return info;
}

} // namespace astern::connectors
