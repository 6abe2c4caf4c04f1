// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/kubernetes/kuberesource.h"
#include "connectors/kubernetes/workload.h"
#include "models/policy/verdict/statequery.h"

#include <functional>
#include <memory>
#include <vector>

namespace astern::connectors {

class StateRecording;

// The states that verdicts rest on, of a cluster: one recording for each query, all over the connection of the watch
// that owns this. Every round is told, also one in which nothing can be said.
class StateTap final : public QObject {
    Q_OBJECT
public:
    // The rollout as the watch has it now; an Error says why what it has is not to be believed.
    using Find = std::function<Result<Rollout>(const ObjectRef &)>;
    StateTap(const BackendConfig &config, const WorkloadKindInfo &info, const Clock &clock, Find find);
    ~StateTap() override;

    // Replaces what is recorded; what stays the same goes on where it was.
    void setQueries(const QList<policy::StateQuery> &queries);
    // nullptr before the old connection, or what is known of it, ends.
    void setConnection(HttpClient *client, const KubeAccess *access, const KubeTimings &timings);
    void doubt(const QString &reason); // what was told of pods is asked anew
    // Why instances cannot be told, for people; empty: nothing is wrong, or nobody asks.
    [[nodiscard]] QString problem() const;

Q_SIGNALS:
    void recorded(const astern::policy::RecordBatch &batch);
    void problemChanged();

private:
    friend class StateRecording;
    const BackendConfig &m_config;
    const WorkloadKindInfo &m_info;
    const Clock &m_clock;
    const Find m_find;
    HttpClient *m_client = nullptr;
    const KubeAccess *m_access = nullptr;
    KubeTimings m_timings;
    std::vector<std::unique_ptr<StateRecording>> m_recordings;
};

// Follows the pods of one rollout's versions, and tells what each of them is doing.
class StateRecording final : public QObject {
    Q_OBJECT
public:
    StateRecording(StateTap &tap, const policy::StateQuery &query);
    ~StateRecording() override;

    [[nodiscard]] const policy::StateQuery &query() const { return m_query; }
    void open(); // over the tap's connection, where there is one
    void close();
    void doubt(const QString &reason);
    [[nodiscard]] QString problem() const;

private:
    struct Instance {
        QString name;
        QString state;
        qint64 restarts = 0;
        qint64 startedMs = 0; // ours, as it was told first
        bool isNew = false;
        bool seen = false; // in the list under way
    };
    void onPod(JsonReader &reader, const JsonView &object);
    void onListed();
    void tell();
    void tellPods(policy::RecordBatch &batch);
    void tellRollout(policy::RecordBatch &batch);
    [[nodiscard]] bool asks(const char *object) const { return m_query.objects.contains(QLatin1String(object)); }

    StateTap &m_tap;
    const policy::StateQuery m_query;
    std::unique_ptr<KubeResource> m_pods;
    QMap<QString, Instance> m_instances; // by uid
    bool m_listing = false;
    QTimer m_timer;
    QString m_said; // the last trouble, so that it is logged once
};

} // namespace astern::connectors
