// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/sandbox/replicasets.h"

#include <algorithm>
#include <map>

namespace astern::connectors::sandbox {

// Which version gets how much of a workload's traffic.
struct Share {
    QString hash;
    QString image;
    double weight = 0; // 0…1
};

// What a controller remembers of an object beside what it wrote into its status.
struct WorkloadMemory {
    bool dirty = true;
    qint64 wakeAt = -1;       // sim: a timer runs out; -1: none
    qint64 progressSince = 0; // sim: last time that a pod came up
    int lastReady = -1;
    int weight = 0; // percent that the router sends to the new version
    int pausedStep = -1;
    qint64 pausedAt = 0;                   // sim
    qint64 settlesAt = -1;                 // sim: just promoted; until then the router still names the old version
    std::map<QString, qint64> scaleDownAt; // hash -> sim
    std::vector<Share> shares;

    void wake(qint64 at) { wakeAt = wakeAt < 0 ? at : std::min(wakeAt, at); }
};

// What the controllers have in common: objects that changed or whose timer runs out are looked at, the rest costs
// nothing.
class WorkloadController {
public:
    WorkloadController(ObjectStore &store, ReplicaSets &sets, QString resource)
        : m_store(store), m_sets(sets), m_resource(std::move(resource))
    {
    }
    virtual ~WorkloadController() = default;

    void touch(const QString &key);
    // Reconciles what changed and what a timer is due for; returns the keys it looked at.
    std::vector<QString> advance(Moment now);
    [[nodiscard]] const std::vector<Share> &shares(const QString &key) const;

protected:
    virtual void reconcile(const QString &key, WorkloadMemory &memory, Moment now) = 0;

    ObjectStore &m_store;
    ReplicaSets &m_sets;

private:
    QString m_resource; // "rollouts"
    std::map<QString, WorkloadMemory> m_memory;
    qint64 m_wakeAt = 0; // sim: nothing is due before
};

// Conditions of a status, with the API's rules for their times.
void setCondition(QJsonObject &status, QLatin1String type, QLatin1String value, QLatin1String reason,
                  const QString &message, qint64 wallMs);
[[nodiscard]] QJsonObject condition(const QJsonObject &status, QLatin1String type);
void dropCondition(QJsonObject &status, QLatin1String type);

// Shares by ready pods, as a Service without a router spreads requests.
[[nodiscard]] std::vector<Share> sharesByPods(const std::vector<ReplicaSets::Set *> &sets);

// "25%" or 2 of `replicas`.
[[nodiscard]] int countOf(const QJsonValue &value, int replicas, bool roundUp, int missing);

// One move of a rolling change towards `newTarget` new pods (and `oldTarget` old ones) that keeps surge and
// availability. True: nothing is left to do.
struct RollingLimits {
    int replicas = 0;
    int surge = 1;
    int unavailable = 0;
};
bool rollTowards(ReplicaSets &sets, ReplicaSets::Set &newSet, const std::vector<ReplicaSets::Set *> &olds,
                 int newTarget, int oldTarget, RollingLimits limits, Moment now);

} // namespace astern::connectors::sandbox
