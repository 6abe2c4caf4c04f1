// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/sandbox/deploymentcontroller.h"
#include "connectors/sandbox/rolloutcontroller.h"

namespace astern::connectors::sandbox {

// One Kubernetes cluster: its objects and the controllers that act on them.
class Cluster {
public:
    Cluster(QString name, quint64 seed, ImageSource images);

    [[nodiscard]] const QString &name() const { return m_name; }
    [[nodiscard]] ObjectStore &store() { return m_store; }
    [[nodiscard]] const ObjectStore &store() const { return m_store; }
    [[nodiscard]] ReplicaSets &sets() { return m_sets; }

    // Somebody changed (or made) this object: its controller looks at it at the next step.
    void touch(const QString &resource, const QString &key);
    void advance(Moment now);
    // Of the workload "rollouts|shop/checkout".
    [[nodiscard]] const std::vector<Share> &shares(const QString &owner) const;
    [[nodiscard]] Random &random() { return m_random; }

private:
    QString m_name;
    ObjectStore m_store;
    Random m_random;
    ReplicaSets m_sets;
    RolloutController m_rollouts;
    DeploymentController m_deployments;
};

} // namespace astern::connectors::sandbox
