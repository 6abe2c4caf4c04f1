// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/sandbox/workloads.h"

namespace astern::connectors::sandbox {

// Behaves towards Deployments as kube-controller-manager does: rolling updates within surge and availability,
// pause, revisions, the progress deadline.
class DeploymentController {
public:
    DeploymentController(ObjectStore &store, ReplicaSets &sets) : m_store(store), m_sets(sets) {}

    void touch(const QString &key);
    std::vector<QString> advance(Moment now);
    [[nodiscard]] const std::vector<Share> &shares(const QString &key) const;

private:
    void reconcile(const QString &key, WorkloadMemory &memory, Moment now);
    ReplicaSets::Set *newSet(QJsonObject &object, const QString &hash, bool paused, Moment now);
    void noteProgress(QJsonObject &status, const QJsonObject &spec, const ReplicaSets::Set &newest, bool complete,
                      WorkloadMemory &memory, Moment now) const;
    void trimHistory(const QString &key, int limit, const ReplicaSets::Set *newest);

    ObjectStore &m_store;
    ReplicaSets &m_sets;
    std::map<QString, WorkloadMemory> m_memory;
    qint64 m_wakeAt = 0; // sim: nothing is due before
};

} // namespace astern::connectors::sandbox
