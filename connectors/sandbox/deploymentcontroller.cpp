// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/sandbox/deploymentcontroller.h"

#include "connectors/sandbox/json.h"

namespace astern::connectors::sandbox {

static constexpr auto kRevision = "deployment.kubernetes.io/revision"_L1;
static constexpr auto kHashLabel = "pod-template-hash"_L1;

// The set of the wanted template; a paused Deployment makes none, and raises none.
ReplicaSets::Set *DeploymentController::newSet(QJsonObject &object, const QString &hash, bool paused, Moment now)
{
    if (paused) {
        const auto sets = m_sets.of(u"deployments|"_s + ObjectStore::key(object)); // newest first
        const auto found = std::find_if(sets.begin(), sets.end(), [&](const auto *set) { return set->hash == hash; });
        if (found == sets.end())
            return nullptr;
        if (found != sets.begin())
            return *found;
    }
    ReplicaSets::Recipe recipe;
    recipe.owner = object;
    recipe.ownerResource = u"deployments"_s;
    recipe.podTemplate = get(object, {"spec"_L1, "template"_L1}).toObject();
    recipe.hash = hash;
    recipe.hashLabel = kHashLabel;
    recipe.revisionAnnotation = kRevision;
    ReplicaSets::Set &wanted = m_sets.ensure(recipe, now);
    set(object, {"metadata"_L1, "annotations"_L1, kRevision}, QString::number(wanted.revision));
    return &wanted;
}

void DeploymentController::reconcile(const QString &key, WorkloadMemory &memory, Moment now)
{
    QJsonObject object = *m_store.find(u"deployments"_s, key);
    const QJsonObject spec = object.value("spec"_L1).toObject();
    QJsonObject status = object.value("status"_L1).toObject();
    const bool paused = spec.value("paused"_L1).toBool();
    const int replicas = spec.value("replicas"_L1).toInt(1);
    ReplicaSets::Set *newest = newSet(object, templateHash(spec.value("template"_L1).toObject()), paused, now);

    std::vector<ReplicaSets::Set *> olds = m_sets.of(u"deployments|"_s + key);
    std::erase(olds, newest);
    bool complete = false;
    if (newest && !paused) {
        const QJsonObject rolling = get(spec, {"strategy"_L1, "rollingUpdate"_L1}).toObject();
        RollingLimits limits{replicas, countOf(rolling.value("maxSurge"_L1), replicas, true, 1),
                             countOf(rolling.value("maxUnavailable"_L1), replicas, false, 0)};
        if (limits.surge == 0 && limits.unavailable == 0)
            limits.unavailable = 1;
        complete = rollTowards(m_sets, *newest, olds, replicas, 0, limits, now);
    }
    int total = 0;
    int ready = 0;
    const auto sets = m_sets.of(u"deployments|"_s + key);
    for (const auto *set : sets) {
        total += set->count();
        ready += set->ready();
    }
    status.insert(u"observedGeneration"_s, number(object, {"metadata"_L1, "generation"_L1}));
    const auto count = [&status](QLatin1String name, int value) {
        if (value > 0)
            status.insert(name, value);
        else
            status.remove(name);
    };
    count("replicas"_L1, total);
    count("readyReplicas"_L1, ready);
    count("availableReplicas"_L1, ready);
    count("unavailableReplicas"_L1, std::max(0, total - ready));
    count("updatedReplicas"_L1, newest ? newest->count() : 0);
    const int least =
        replicas - countOf(get(spec, {"strategy"_L1, "rollingUpdate"_L1, "maxUnavailable"_L1}), replicas, false, 0);
    const bool available = ready >= least;
    setCondition(status, "Available"_L1, available ? "True"_L1 : "False"_L1,
                 available ? "MinimumReplicasAvailable"_L1 : "MinimumReplicasUnavailable"_L1,
                 available ? u"Deployment has minimum availability."_s
                           : u"Deployment does not have minimum availability."_s,
                 now.wall);
    if (paused)
        setCondition(status, "Progressing"_L1, "Unknown"_L1, "DeploymentPaused"_L1, u"Deployment is paused"_s,
                     now.wall);
    else if (newest)
        noteProgress(status, spec, *newest, complete, memory, now);
    memory.shares = sharesByPods(sets);
    object.insert(u"status"_s, status);
    m_store.put(u"deployments"_s, object);
    trimHistory(key, spec.value("revisionHistoryLimit"_L1).toInt(10), newest);
}

void DeploymentController::noteProgress(QJsonObject &status, const QJsonObject &spec, const ReplicaSets::Set &newest,
                                        bool complete, WorkloadMemory &memory, Moment now) const
{
    const QString reason = condition(status, "Progressing"_L1).value("reason"_L1).toString();
    const QString name = newest.key.section(QLatin1Char('/'), 1);
    if (reason == "DeploymentPaused"_L1) {
        setCondition(status, "Progressing"_L1, "Unknown"_L1, "DeploymentResumed"_L1, u"Deployment is resumed"_s,
                     now.wall);
        memory.progressSince = now.sim;
    }
    if (complete) {
        setCondition(status, "Progressing"_L1, "True"_L1, "NewReplicaSetAvailable"_L1,
                     u"ReplicaSet \""_s + name + u"\" has successfully progressed."_s, now.wall);
        memory.lastReady = -1;
        return;
    }
    const bool moved = newest.ready() > memory.lastReady;
    if (moved || memory.lastReady < 0)
        memory.progressSince = now.sim;
    memory.lastReady = newest.ready();
    const qint64 due = memory.progressSince + spec.value("progressDeadlineSeconds"_L1).toInt(600) * 1000LL;
    if (now.sim >= due) {
        setCondition(status, "Progressing"_L1, "False"_L1, "ProgressDeadlineExceeded"_L1,
                     u"ReplicaSet \""_s + name + u"\" has timed out progressing."_s, now.wall);
        return;
    }
    memory.wake(due);
    setCondition(status, "Progressing"_L1, "True"_L1, "ReplicaSetUpdated"_L1,
                 u"ReplicaSet \""_s + name + u"\" is progressing."_s, now.wall);
}

void DeploymentController::trimHistory(const QString &key, int limit, const ReplicaSets::Set *newest)
{
    int kept = 0;
    for (auto *set : m_sets.of(u"deployments|"_s + key))
        if (set != newest && ++kept > limit && set->desired == 0 && set->pods.empty())
            m_sets.remove(*set);
}

} // namespace astern::connectors::sandbox
