// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/kubernetes/workload.h"

#include "connectors/kubernetes/podtemplate.h"

#include <algorithm>

namespace astern::connectors {

QString WorkloadKindInfo::path(const QString &ns) const
{
    const QString base = QStringLiteral("/apis/%1/%2/").arg(group, version);
    return ns.isEmpty() ? base + resource : base + QStringLiteral("namespaces/%1/%2").arg(ns, resource);
}

KubeReplicaSet readReplicaSet(const JsonView &object, const WorkloadKindInfo &info)
{
    const JsonView metadata = object["metadata"];
    KubeReplicaSet set;
    set.ns = metadata["namespace"].text();
    set.uid = metadata["uid"].text();
    metadata["ownerReferences"].eachItem([&](const JsonView &owner) {
        if (owner["controller"].boolean() && owner["kind"].text() == info.kindName)
            set.ownerUid = owner["uid"].text();
    });
    const JsonView annotations = metadata["annotations"];
    Revision &revision = set.revision;
    revision.objectName = metadata["name"].text();
    revision.number = annotations[info.revisionAnnotation].text().toInt();
    // Argo adds the present revision to its past ones whenever another annotation of the object changes.
    const QStringList past = annotations[info.historyAnnotation].text().split(QLatin1Char(','), Qt::SkipEmptyParts);
    set.reused = std::any_of(past.cbegin(), past.cend(),
                             [&revision](const QString &number) { return number.toInt() != revision.number; });
    revision.hash = metadata["labels"][info.hashLabel].text();
    revision.createdMs = metadata["creationTimestamp"].timeMs();
    revision.manifest = readManifest(object["spec"]["template"], info.hashLabel);
    const JsonView status = object["status"];
    revision.pods = status["replicas"].smallInteger();
    revision.readyPods = status["readyReplicas"].smallInteger();
    return set;
}

QString readSelector(const JsonView &selector)
{
    QStringList parts;
    selector["matchLabels"].eachField([&](std::string_view key, const JsonView &value) {
        parts.append(toText(key) + QLatin1Char('=') + value.text());
    });
    selector["matchExpressions"].eachItem([&](const JsonView &expression) {
        const QString key = expression["key"].text();
        const QString op = expression["operator"].text();
        QStringList values;
        expression["values"].eachItem([&](const JsonView &value) { values.append(value.text()); });
        const QString list = QLatin1Char('(') + values.join(QLatin1Char(',')) + QLatin1Char(')');
        if (op == QLatin1String("In"))
            parts.append(key + QStringLiteral(" in ") + list);
        else if (op == QLatin1String("NotIn"))
            parts.append(key + QStringLiteral(" notin ") + list);
        else if (op == QLatin1String("Exists"))
            parts.append(key);
        else if (op == QLatin1String("DoesNotExist"))
            parts.append(QLatin1Char('!') + key);
    });
    return parts.join(QLatin1Char(','));
}

std::optional<GitOwner> readGitOwner(const JsonView &metadata)
{
    const JsonView labels = metadata["labels"];
    const JsonView annotations = metadata["annotations"];
    const QString argoCd = QStringLiteral("Argo CD");
    const QString flux = QStringLiteral("Flux");
    if (const JsonView tracking = annotations["argocd.argoproj.io/tracking-id"]; tracking.exists())
        return GitOwner{argoCd, tracking.text().section(QLatin1Char(':'), 0, 0)}; // "app:group/kind:namespace/name"
    for (const JsonView &place : {labels, annotations}) {
        if (const JsonView instance = place["argocd.argoproj.io/instance"]; instance.exists())
            return GitOwner{argoCd, instance.text()};
    }
    if (const JsonView name = labels["kustomize.toolkit.fluxcd.io/name"]; name.exists())
        return GitOwner{flux, name.text()};
    if (const JsonView name = labels["helm.toolkit.fluxcd.io/name"]; name.exists())
        return GitOwner{flux, name.text()};
    // Argo CD's default label is everybody's: Helm charts set it too. Believed only together with the name under
    // which Argo CD writes fields.
    const JsonView instance = labels["app.kubernetes.io/instance"];
    if (!instance.exists())
        return std::nullopt;
    bool managed = false;
    metadata["managedFields"].eachItem(
        [&](const JsonView &entry) { managed = managed || entry["manager"].bytes().substr(0, 7) == "argocd-"; });
    return managed ? std::optional(GitOwner{argoCd, instance.text()}) : std::nullopt;
}

WorkloadFacts readCommon(const JsonView &object, const WorkloadKindInfo &info)
{
    WorkloadFacts facts;
    Rollout &rollout = facts.rollout;
    const JsonView metadata = object["metadata"];
    rollout.ref.kind = info.kind;
    rollout.ref.ns = metadata["namespace"].text();
    rollout.ref.name = metadata["name"].text();
    rollout.uid = metadata["uid"].text();
    rollout.resourceVersion = metadata["resourceVersion"].text();
    rollout.owner = readGitOwner(metadata);
    const JsonView spec = object["spec"];
    rollout.desired.replicas = spec["replicas"].smallInteger(1);
    rollout.desired.paused = spec["paused"].boolean();
    rollout.control.pausedByPerson = rollout.desired.paused;
    rollout.desired.manifest = readManifest(spec["template"], info.hashLabel);
    rollout.historyLimit = spec["revisionHistoryLimit"].smallInteger(10);
    facts.selector = readSelector(spec["selector"]);
    const JsonView status = object["status"];
    facts.replicas = status["replicas"].smallInteger();
    facts.readyReplicas = status["readyReplicas"].smallInteger();
    facts.updatedReplicas = status["updatedReplicas"].smallInteger();
    return facts;
}

QList<Revision> revisionsOf(const QList<KubeReplicaSet> &history)
{
    QList<Revision> revisions;
    revisions.reserve(history.size());
    for (const KubeReplicaSet &set : history)
        revisions.append(set.revision);
    std::sort(revisions.begin(), revisions.end(), [](const Revision &a, const Revision &b) {
        return a.number != b.number         ? a.number > b.number
               : a.createdMs != b.createdMs ? a.createdMs > b.createdMs
                                            : a.hash > b.hash;
    });
    return revisions;
}

void intoOurTime(Rollout &rollout, qint64 skewMs)
{
    const auto shift = [skewMs](qint64 &at) {
        if (at > 0)
            at -= skewMs;
    };
    rollout.startedStampMs = rollout.startedMs;
    shift(rollout.startedMs);
    shift(rollout.serving.sinceMs);
    shift(rollout.control.pausedSinceMs);
    for (Revision &revision : rollout.revisions)
        shift(revision.createdMs);
}

void sortShares(QList<Serving::Share> &shares)
{
    std::sort(shares.begin(), shares.end(), [](const Serving::Share &a, const Serving::Share &b) {
        return a.percent != b.percent ? a.percent > b.percent : a.hash < b.hash;
    });
}

QList<Serving::Share> sharesByReadyPods(const QList<Revision> &revisions)
{
    int ready = 0;
    for (const Revision &revision : revisions)
        ready += revision.readyPods;
    QList<Serving::Share> shares;
    for (const Revision &revision : revisions) {
        if (revision.readyPods > 0)
            shares.append({revision.hash, revision.number, 100.0 * revision.readyPods / ready, revision.readyPods,
                           revision.pods});
    }
    sortShares(shares);
    return shares;
}

QHash<QString, KubeCondition> readConditions(const JsonView &conditions)
{
    QHash<QString, KubeCondition> found;
    conditions.eachItem([&](const JsonView &condition) {
        found.insert(condition["type"].text(),
                     {condition["status"].text(), condition["reason"].text(), condition["message"].text(),
                      condition["lastTransitionTime"].timeMs(), condition["lastUpdateTime"].timeMs()});
    });
    return found;
}

} // namespace astern::connectors
