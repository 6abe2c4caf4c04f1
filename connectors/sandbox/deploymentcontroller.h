// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/sandbox/workloads.h"

namespace astern::connectors::sandbox {

// Behaves towards Deployments as kube-controller-manager does: rolling updates within surge and availability,
// pause, revisions, the progress deadline.
class DeploymentController : public WorkloadController {
public:
    DeploymentController(ObjectStore &store, ReplicaSets &sets)
        : WorkloadController(store, sets, QStringLiteral("deployments"))
    {
    }

private:
    void reconcile(const QString &key, WorkloadMemory &memory, Moment now) override;
    ReplicaSets::Set *newSet(QJsonObject &object, const QString &hash, bool paused, Moment now);
    void noteProgress(QJsonObject &status, const QJsonObject &spec, const ReplicaSets::Set &newest, bool complete,
                      WorkloadMemory &memory, Moment now) const;
    void trimHistory(const QString &key, int limit, const ReplicaSets::Set *newest);
};

} // namespace astern::connectors::sandbox
