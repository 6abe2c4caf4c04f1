// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/sandbox/json.h"
#include "connectors/sandbox/rolloutcontroller.h"

#include <algorithm>
#include <cmath>

namespace astern::connectors::sandbox {

void RolloutPass::runCanary()
{
    if (m_stable.isEmpty() && m_new->ready() >= m_replicas)
        promote(); // the first version there ever was
    const bool paused = m_spec.value("paused"_L1).toBool() && !aborted();
    if (aborted())
        scaleCanary(0);
    else if (!paused)
        advanceSteps();
    writeWeights();
}

void RolloutPass::advanceSteps()
{
    const int count = int(m_steps.size());
    // A person skipped a step by writing another index: the pause belonged to the old one.
    if (hasPause() && m_memory.pausedStep != index())
        endPause();
    while (index() < count) {
        if (!stepDone(m_steps.at(index()).toObject()))
            return;
        setIndex(index() + 1);
    }
    if (index() > count)
        setIndex(count);
    if (!scaleCanary(100) || settled())
        return;
    m_memory.weight = 100;
    promote();
    if (m_routed)
        dropOld(m_canary.value("scaleDownDelaySeconds"_L1).toInt(30));
}

bool RolloutPass::stepDone(const QJsonObject &step)
{
    if (step.contains("pause"_L1))
        return pauseDone(step.value("pause"_L1).toObject());
    if (!step.contains("setWeight"_L1))
        return true; // setCanaryScale: pods follow the weight here
    const int weight = step.value("setWeight"_L1).toInt();
    if (!scaleCanary(weight))
        return false;
    m_memory.weight = weight;
    return true;
}

bool RolloutPass::pauseDone(const QJsonObject &pause)
{
    scaleCanary(weightBefore(index()));
    if (!controllerPause()) {
        beginPause("CanaryPauseStep"_L1);
    } else if (!hasPause()) { // somebody took the condition away: go on
        endPause();
        return true;
    }
    if (!pause.contains("duration"_L1))
        return false;
    const qint64 due = m_memory.pausedAt + std::max<qint64>(0, parseDurationMs(pause.value("duration"_L1)));
    if (m_now.sim < due) {
        m_memory.wake(due);
        return false;
    }
    endPause();
    return true;
}

int RolloutPass::weightBefore(int index) const
{
    for (int i = std::min(index, int(m_steps.size())) - 1; i >= 0; --i)
        if (const QJsonValue weight = m_steps.at(i).toObject().value("setWeight"_L1); !weight.isUndefined())
            return weight.toInt();
    return 0;
}

// Moves pods towards `weight` percent on the new version. True: they are there and ready.
bool RolloutPass::scaleCanary(int weight)
{
    if (m_stable.isEmpty()) {
        m_sets.scale(*m_new, m_replicas, m_now);
        return m_new->ready() >= m_replicas;
    }
    if (settled()) { // nothing in progress, but the number of replicas may change
        m_sets.scale(*m_new, m_replicas, m_now);
        if (!m_routed)
            return rollTowards(m_sets, *m_new, olds(), m_replicas, 0, {m_replicas, m_replicas, m_replicas}, m_now);
        dropOld(30);
        return m_new->ready() >= m_replicas;
    }
    const int wanted = int(std::ceil(m_replicas * weight / 100.0));
    if (m_routed) {
        // The router divides the traffic: the stable version keeps its pods until the end.
        for (auto *old : olds())
            if (old == m_stableSet)
                m_sets.scale(*old, m_replicas, m_now);
            else if (!m_memory.scaleDownAt.contains(old->hash))
                m_sets.scale(*old, 0, m_now);
        if (aborted()) { // the canary's pods wait for their timer
            m_memory.weight = 0;
            return true;
        }
        m_sets.scale(*m_new, wanted, m_now);
        return m_new->ready() >= wanted;
    }
    std::vector<ReplicaSets::Set *> others = olds();
    std::stable_partition(others.begin(), others.end(), [this](auto *set) { return set == m_stableSet; });
    const RollingLimits limits{m_replicas, countOf(m_canary.value("maxSurge"_L1), m_replicas, true, 1),
                               countOf(m_canary.value("maxUnavailable"_L1), m_replicas, false, 0)};
    const bool reached = rollTowards(m_sets, *m_new, others, wanted, m_replicas - wanted, limits, m_now);
    m_memory.weight = reached ? weight : m_memory.weight;
    return reached;
}

void RolloutPass::writeWeights()
{
    const auto owned = m_sets.of(u"rollouts|"_s + m_key);
    if (!m_routed) {
        m_memory.shares = sharesByPods(owned);
        return;
    }
    // For a moment after the end the router still names the old version: "canary 100, stable 0".
    const bool settling = settled() && m_now.sim < m_memory.settlesAt;
    const int weight = (settled() && !settling) || m_stable.isEmpty() ? 0 : m_memory.weight;
    QString stableHash = m_stable;
    if (settling)
        for (const auto *set : olds())
            if (set->desired > 0)
                stableHash = set->hash;
    const auto entry = [this](const QString &hash, QLatin1String service, int percent) {
        return QJsonObject{
            {u"podTemplateHash"_s, hash}, {u"serviceName"_s, m_canary.value(service)}, {u"weight"_s, percent}};
    };
    set(m_status, {"canary"_L1, "weights"_L1},
        QJsonObject{{u"canary"_s, entry(m_hash, "canaryService"_L1, weight)},
                    {u"stable"_s, entry(stableHash, "stableService"_L1, 100 - weight)}});
    m_memory.shares.clear();
    for (const auto *candidate : owned) {
        const double percent = candidate->hash == m_stable && m_stable == m_hash ? 100
                               : candidate == m_new                              ? weight
                               : candidate->hash == m_stable                     ? 100 - weight
                                                                                 : 0;
        if (percent > 0 && candidate->ready() > 0)
            m_memory.shares.push_back({candidate->hash, candidate->image, percent / 100});
    }
}

} // namespace astern::connectors::sandbox
