// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/sandbox/api.h"
#include "connectors/sandbox/cluster.h"
#include "connectors/sandbox/faults.h"
#include "connectors/sandbox/selector.h"

namespace astern::connectors::sandbox {

// What there is to tell about the pods of one cluster beside their state: events and logs. Both are worked out from
// the state when somebody asks, so that they never contradict it and cost nothing until then; the same seed and the
// same instant give the same bytes. As in a real cluster, events are kept for an hour.
class PodNews {
public:
    struct When {
        Moment now;
        double speed = 1; // simulated seconds per second
    };
    PodNews(Cluster &cluster, const Faults &faults, When when) : m_cluster(cluster), m_faults(faults), m_when(when) {}

    // By "namespace/name"; `fields` keeps the work to what was asked for.
    [[nodiscard]] ObjectStore::Objects events(const std::optional<Selector> &fields) const;
    // GET …/pods/NAME/log
    [[nodiscard]] ApiResponse log(const QString &ns, const QString &name, const ApiRequest &request) const;

private:
    struct Line {
        qint64 wall = 0;
        QString text;
    };
    [[nodiscard]] QList<Line> running(const ReplicaSets::Set &set, const ReplicaSets::Pod &pod, int most) const;
    [[nodiscard]] QList<Line> crashed(const ReplicaSets::Set &set, const ReplicaSets::Pod &pod) const;
    [[nodiscard]] ServingVersion versionOf(const ReplicaSets::Set &set) const;

    Cluster &m_cluster;
    const Faults &m_faults;
    When m_when;
};

} // namespace astern::connectors::sandbox
