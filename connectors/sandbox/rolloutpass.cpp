// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/sandbox/json.h"
#include "connectors/sandbox/rolloutcontroller.h"

#include <algorithm>

namespace astern::connectors::sandbox {

static constexpr auto kRevision = "rollout.argoproj.io/revision"_L1;
static constexpr auto kHashLabel = "rollouts-pod-template-hash"_L1;

void RolloutPass::run(const QString &key)
{
    load(key);
    if (const QString wrong = invalid(); !wrong.isEmpty()) {
        setCondition(m_status, "InvalidSpec"_L1, "True"_L1, "InvalidSpec"_L1,
                     u"The Rollout \""_s + text(m_object, {"metadata"_L1, "name"_L1}) + u"\" is invalid: "_s + wrong,
                     m_now.wall);
        fillStatus();
        return;
    }
    dropCondition(m_status, "InvalidSpec"_L1);
    ensureNewSet();
    noteTemplateChange();
    noteFlags();
    if (m_isBlueGreen)
        runBlueGreen();
    else
        runCanary();
    noteProgress();
    noteDeadline();
    runTimers();
    trimHistory();
    fillStatus();
}

void RolloutPass::load(const QString &key)
{
    m_key = key;
    m_object = *m_store.find(u"rollouts"_s, key);
    m_spec = m_object.value("spec"_L1).toObject();
    m_status = m_object.value("status"_L1).toObject();
    m_canary = get(m_spec, {"strategy"_L1, "canary"_L1}).toObject();
    m_blueGreen = get(m_spec, {"strategy"_L1, "blueGreen"_L1}).toObject();
    m_isBlueGreen = get(m_spec, {"strategy"_L1, "blueGreen"_L1}).isObject();
    m_steps = m_canary.value("steps"_L1).toArray();
    m_routed = m_canary.contains("trafficRouting"_L1);
    m_replicas = m_spec.value("replicas"_L1).toInt(1);
    m_hash = templateHash(m_spec.value("template"_L1).toObject());
    m_stable = m_status.value("stableRS"_L1).toString();
}

QString RolloutPass::invalid() const
{
    for (qsizetype i = 0; i < m_steps.size(); ++i) {
        const QJsonObject step = m_steps.at(i).toObject();
        const int weight = step.value("setWeight"_L1).toInt();
        const QString at = QStringLiteral("spec.strategy.steps[%1]").arg(i);
        if (weight < 0 || weight > 100)
            return at +
                   QStringLiteral(".setWeight: Invalid value: %1: SetWeight needs to be between 0 and 100").arg(weight);
        if (!step.contains("setWeight"_L1) && !step.contains("pause"_L1) && !step.contains("setCanaryScale"_L1))
            return at + u": Invalid value: "_s + step.keys().join(QLatin1Char(',')) +
                   u": the sandbox runs neither analyses nor experiments"_s;
    }
    return {};
}

void RolloutPass::ensureNewSet()
{
    ReplicaSets::Recipe recipe;
    recipe.owner = m_object;
    recipe.ownerResource = u"rollouts"_s;
    recipe.podTemplate = m_spec.value("template"_L1).toObject();
    recipe.hash = m_hash;
    recipe.hashLabel = kHashLabel;
    recipe.revisionAnnotation = kRevision;
    m_new = &m_sets.ensure(recipe, m_now);
    set(m_object, {"metadata"_L1, "annotations"_L1, kRevision}, QString::number(m_new->revision));
    for (auto *candidate : m_sets.of(u"rollouts|"_s + m_key))
        if (candidate->hash == m_stable)
            m_stableSet = candidate;
}

void RolloutPass::noteTemplateChange()
{
    const QString stepHash = templateHash({{u"steps"_s, m_steps}});
    const bool changed = m_status.value("currentPodHash"_L1).toString() != m_hash;
    const bool stepsChanged = !m_isBlueGreen && m_status.value("currentStepHash"_L1).toString() != stepHash;
    if (!changed && !stepsChanged)
        return;
    m_status.insert(u"currentPodHash"_s, m_hash);
    if (!m_isBlueGreen) {
        m_status.insert(u"currentStepHash"_s, stepHash);
        setIndex(settled() || m_stable.isEmpty() ? int(m_steps.size()) : 0);
    }
    endPause();
    if (!changed)
        return;
    for (const auto key : {"abort"_L1, "abortedAt"_L1, "promoteFull"_L1, "message"_L1})
        erase(key);
    m_memory.weight = 0;
    m_memory.progressSince = m_now.sim;
    m_memory.lastReady = -1;
    m_memory.scaleDownAt.erase(m_hash);
    m_status.insert(u"duration"_s, QJsonObject{{u"rolloutStartedAt"_s, stamp(m_now.wall)}});
    setCondition(m_status, "Progressing"_L1, "True"_L1, "ReplicaSetUpdated"_L1,
                 u"ReplicaSet \""_s + setName() + u"\" is progressing."_s, m_now.wall);
}

// What people (or their tools) wrote into the status: abort, retry, full promotion.
void RolloutPass::noteFlags()
{
    if (aborted()) {
        if (settled() || m_stable.isEmpty())
            erase("abort"_L1); // nothing to return from
        else if (!m_status.contains("abortedAt"_L1))
            beginAbort();
    } else if (m_status.contains("abortedAt"_L1)) {
        erase("abortedAt"_L1);
        m_memory.scaleDownAt.erase(m_hash);
        m_memory.progressSince = m_now.sim;
        if (!m_isBlueGreen)
            setIndex(0);
        m_status.insert(u"duration"_s, QJsonObject{{u"rolloutStartedAt"_s, stamp(m_now.wall)}});
        setCondition(m_status, "Progressing"_L1, "Unknown"_L1, "RolloutRetry"_L1, u"Retrying Rollout after abort"_s,
                     m_now.wall);
    }
    if (m_status.value("promoteFull"_L1).toBool()) {
        if (settled())
            erase("promoteFull"_L1);
        else if (!aborted()) {
            if (!m_isBlueGreen)
                setIndex(int(m_steps.size()));
            endPause();
        }
    }
}

void RolloutPass::beginAbort()
{
    m_status.insert(u"abortedAt"_s, stamp(m_now.wall));
    erase("promoteFull"_L1);
    endPause();
    if (!m_isBlueGreen)
        setIndex(0);
    set(m_status, {"duration"_L1, "completionStatus"_L1}, u"Aborted"_s);
    set(m_status, {"duration"_L1, "finishedAt"_L1}, stamp(m_now.wall));
    setCondition(m_status, "Progressing"_L1, "False"_L1, "RolloutAborted"_L1,
                 QStringLiteral("Rollout aborted update to revision %1").arg(m_new->revision), m_now.wall);
    const QJsonObject strategy = m_isBlueGreen ? m_blueGreen : m_canary;
    if (m_routed || m_isBlueGreen)
        m_memory.scaleDownAt[m_hash] = m_now.sim + strategy.value("abortScaleDownDelaySeconds"_L1).toInt(30) * 1000;
}

void RolloutPass::beginPause(QLatin1String reason)
{
    m_memory.pausedStep = m_isBlueGreen ? 0 : index();
    m_memory.pausedAt = m_now.sim;
    m_status.insert(u"controllerPause"_s, true);
    m_status.insert(u"pauseConditions"_s,
                    QJsonArray{QJsonObject{{u"reason"_s, reason}, {u"startTime"_s, stamp(m_now.wall)}}});
    setCondition(m_status, "Paused"_L1, "True"_L1, "RolloutPaused"_L1, u"Rollout is paused"_s, m_now.wall);
    setCondition(m_status, "Progressing"_L1, "Unknown"_L1, "RolloutPaused"_L1, u"Rollout is paused"_s, m_now.wall);
}

void RolloutPass::endPause()
{
    if (condition(m_status, "Paused"_L1).value("status"_L1) == "True"_L1) {
        setCondition(m_status, "Paused"_L1, "False"_L1, "RolloutPaused"_L1, u"Rollout is paused"_s, m_now.wall);
        setCondition(m_status, "Progressing"_L1, "True"_L1, "ReplicaSetUpdated"_L1,
                     u"ReplicaSet \""_s + setName() + u"\" is progressing."_s, m_now.wall);
        m_memory.progressSince = m_now.sim;
    }
    erase("controllerPause"_L1);
    erase("pauseConditions"_L1);
    m_memory.pausedStep = -1;
}

void RolloutPass::promote()
{
    const bool fast = m_status.value("promoteFull"_L1).toBool();
    m_stable = m_hash;
    m_stableSet = m_new;
    m_status.insert(u"stableRS"_s, m_hash);
    erase("promoteFull"_L1);
    set(m_status, {"duration"_L1, "completionStatus"_L1}, fast ? u"FastPromoted"_s : u"Promoted"_s);
    set(m_status, {"duration"_L1, "finishedAt"_L1}, stamp(m_now.wall));
    setCondition(m_status, "Progressing"_L1, "True"_L1, "NewReplicaSetAvailable"_L1,
                 u"ReplicaSet \""_s + setName() + u"\" has successfully progressed."_s, m_now.wall);
    if (m_routed) {
        m_memory.settlesAt = m_now.sim + 100;
        m_memory.wake(m_memory.settlesAt);
    }
}

void RolloutPass::dropOld(int delaySeconds)
{
    for (auto *old : olds())
        if (old->desired > 0 && !m_memory.scaleDownAt.contains(old->hash))
            m_memory.scaleDownAt[old->hash] = m_now.sim + delaySeconds * 1000;
}

void RolloutPass::runTimers()
{
    for (auto it = m_memory.scaleDownAt.begin(); it != m_memory.scaleDownAt.end();) {
        if (it->second > m_now.sim) {
            m_memory.wake(it->second);
            ++it;
            continue;
        }
        for (auto *set : m_sets.of(u"rollouts|"_s + m_key))
            if (set->hash == it->first)
                m_sets.scale(*set, 0, m_now);
        it = m_memory.scaleDownAt.erase(it);
    }
}

void RolloutPass::noteProgress()
{
    if (m_new->ready() == m_memory.lastReady)
        return;
    if (m_new->ready() > m_memory.lastReady)
        m_memory.progressSince = m_now.sim;
    m_memory.lastReady = m_new->ready();
}

void RolloutPass::noteDeadline()
{
    const bool failed = condition(m_status, "Progressing"_L1).value("reason"_L1) == "ProgressDeadlineExceeded"_L1;
    const bool waits = !settled() && !aborted() && !hasPause() && !m_spec.value("paused"_L1).toBool() &&
                       m_new->ready() < m_new->desired;
    if (!waits) {
        if (failed && !aborted())
            setCondition(m_status, "Progressing"_L1, "True"_L1, "ReplicaSetUpdated"_L1,
                         u"ReplicaSet \""_s + setName() + u"\" is progressing."_s, m_now.wall);
        return;
    }
    const qint64 due = m_memory.progressSince + m_spec.value("progressDeadlineSeconds"_L1).toInt(600) * 1000LL;
    if (m_now.sim < due) {
        m_memory.wake(due);
        return;
    }
    setCondition(m_status, "Progressing"_L1, "False"_L1, "ProgressDeadlineExceeded"_L1,
                 u"ReplicaSet \""_s + setName() + u"\" has timed out progressing."_s, m_now.wall);
    if (m_spec.value("progressDeadlineAbort"_L1).toBool()) {
        m_status.insert(u"abort"_s, true);
        m_memory.wake(m_now.sim);
    }
}

void RolloutPass::trimHistory()
{
    const int limit = m_spec.value("revisionHistoryLimit"_L1).toInt(10);
    int kept = 0;
    for (auto *set : olds())
        if (set != m_stableSet && ++kept > limit && set->desired == 0 && set->pods.empty())
            m_sets.remove(*set);
}

QString RolloutPass::setName() const { return text(m_object, {"metadata"_L1, "name"_L1}) + QLatin1Char('-') + m_hash; }

std::vector<ReplicaSets::Set *> RolloutPass::olds() const
{
    auto sets = m_sets.of(u"rollouts|"_s + m_key);
    std::erase(sets, m_new);
    return sets;
}

// GetRolloutPhase() of the real controller, in its order.
std::pair<QString, QString> RolloutPass::phase() const
{
    const QJsonObject invalidSpec = condition(m_status, "InvalidSpec"_L1);
    if (!invalidSpec.isEmpty())
        return {u"Degraded"_s, u"InvalidSpec: "_s + invalidSpec.value("message"_L1).toString()};
    const QJsonObject progressing = condition(m_status, "Progressing"_L1);
    const QString reason = progressing.value("reason"_L1).toString();
    if (reason == "RolloutAborted"_L1 || reason == "ProgressDeadlineExceeded"_L1)
        return {u"Degraded"_s, reason + u": "_s + progressing.value("message"_L1).toString()};
    if (m_spec.value("paused"_L1).toBool())
        return {u"Paused"_s, u"manually paused"_s};
    if (hasPause())
        return {u"Paused"_s,
                m_status.value("pauseConditions"_L1).toArray().at(0).toObject().value("reason"_L1).toString()};
    const int updated = m_status.value("updatedReplicas"_L1).toInt();
    if (updated < m_replicas)
        return {u"Progressing"_s, u"more replicas need to be updated"_s};
    if (m_new && m_new->ready() < updated)
        return {u"Progressing"_s, u"updated replicas are still becoming available"_s};
    if (m_isBlueGreen) {
        if (get(m_status, {"blueGreen"_L1, "activeSelector"_L1}).toString() != m_hash)
            return {u"Progressing"_s, u"active service cutover pending"_s};
    } else {
        if (!m_routed && m_status.value("replicas"_L1).toInt() > updated)
            return {u"Progressing"_s, u"old replicas are pending termination"_s};
        if (!settled())
            return {u"Progressing"_s, u"waiting for all steps to complete"_s};
    }
    return {u"Healthy"_s, {}};
}

void RolloutPass::fillStatus()
{
    int total = 0;
    int ready = 0;
    for (const auto *set : m_sets.of(u"rollouts|"_s + m_key)) {
        total += set->count();
        ready += set->ready();
    }
    const auto count = [this](QLatin1String key, int value) {
        if (value > 0)
            m_status.insert(key, value);
        else
            erase(key); // as the real one: absent, not 0
    };
    count("replicas"_L1, total);
    count("HPAReplicas"_L1, total);
    count("readyReplicas"_L1, ready);
    count("availableReplicas"_L1, ready);
    if (m_new)
        count("updatedReplicas"_L1, m_new->count());
    m_status.insert(u"observedGeneration"_s, QString::number(number(m_object, {"metadata"_L1, "generation"_L1})));
    if (!m_status.contains("blueGreen"_L1))
        m_status.insert(u"blueGreen"_s, QJsonObject());
    if (!m_status.contains("canary"_L1))
        m_status.insert(u"canary"_s, QJsonObject());
    QString selector = u"app="_s + get(m_spec, {"selector"_L1, "matchLabels"_L1, "app"_L1}).toString();
    if (m_isBlueGreen)
        selector += u",rollouts-pod-template-hash="_s + get(m_status, {"blueGreen"_L1, "activeSelector"_L1}).toString();
    m_status.insert(u"selector"_s, selector);

    const auto [name, message] = phase();
    m_status.insert(u"phase"_s, name);
    if (message.isEmpty())
        erase("message"_L1);
    else
        m_status.insert(u"message"_s, message);
    const bool healthy = name == "Healthy"_L1;
    const bool available = ready >= m_replicas;
    setCondition(m_status, "Available"_L1, available ? "True"_L1 : "False"_L1, "AvailableReason"_L1,
                 available ? u"Rollout has minimum availability"_s : u"Rollout does not have minimum availability"_s,
                 m_now.wall);
    setCondition(m_status, "Healthy"_L1, healthy ? "True"_L1 : "False"_L1, "RolloutHealthy"_L1,
                 healthy ? u"Rollout is healthy"_s : u"Rollout is not healthy"_s, m_now.wall);
    setCondition(m_status, "Completed"_L1, settled() ? "True"_L1 : "False"_L1, "RolloutCompleted"_L1,
                 u"RolloutCompleted"_s, m_now.wall);
    m_object.insert(u"status"_s, m_status);
    m_store.put(u"rollouts"_s, m_object);
}

} // namespace astern::connectors::sandbox
