// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/http/filewatch.h"
#include "connectors/kubernetes/kuberesource.h"
#include "connectors/kubernetes/statetap.h"
#include "connectors/kubernetes/workload.h"

#include <QElapsedTimer>
#include <QHash>
#include <QSet>
#include <QTimer>

#include <memory>
#include <optional>
#include <vector>

namespace astern::connectors {

// Follows the workloads of one kind and their ReplicaSets, and tells rollouts put together from both, at most
// ten times a second.
class WorkloadWatch final : public DeliveryWatch {
    Q_OBJECT
public:
    WorkloadWatch(KubeAccess access, const BackendConfig &config, const WorkloadKindInfo &info, const Clock &clock);
    ~WorkloadWatch() override;

    void start() override;
    void refresh() override;
    void signInAgain() override;
    void setStateQueries(const QList<policy::StateQuery> &queries) override { m_states->setQueries(queries); }
    void setTimings(const KubeTimings &timings) { m_timings = timings; } // before start()

    // Answers that could not be understood, newest last: kept in memory, each and all of them capped.
    struct Evidence {
        qint64 wallMs = 0;
        QString object; // ObjectRef::key(), or empty where nothing said which object it was
        QString reason;
        QByteArray bytes;
    };
    [[nodiscard]] const QList<Evidence> &evidence() const { return m_evidence; }

private:
    struct Entry {
        WorkloadFacts facts;
        Rollout last;       // as it was told
        bool known = false; // facts were read at least once
        bool told = false;
        QString unknownReason;
        qint64 observedMs = 0;
    };
    struct Follow {
        std::unique_ptr<KubeResource> resource;
        bool history = false; // ReplicaSets
        QSet<QString> seen;   // of the list under way
        bool listing = false;
        QString ns;
    };

    void openClient();
    void reopen();
    void followAll();
    void onSignInChanged();
    void onWoke(qint64 sleptMs);
    void follow(const QString &ns);
    void addFollow(const QString &ns, bool history);
    void onWorkload(Follow &follow, JsonReader &reader, const JsonView &object);
    void onWorkloadGone(const JsonView &object);
    void onWorkloadsListed(Follow &follow);
    void onReplicaSet(Follow &follow, JsonReader &reader, const JsonView &object);
    void forgetReplicaSet(const QString &uid);
    void onReplicaSetsListed(Follow &follow);
    void onStateChanged(Follow &follow);
    void fallBackToOwnNamespace();
    void remove(const QString &key);
    void markDirty(const QString &key);
    void tellSoon();
    void keepEvidence(const QString &object, const QByteArray &bytes, const QString &reason);

    void tick();
    [[nodiscard]] bool readyToTell();
    void tellBatch();
    [[nodiscard]] Rollout build(Entry &entry);
    void tellHealth();
    [[nodiscard]] BackendHealth health() const;
    [[nodiscard]] Result<Rollout> believed(const ObjectRef &ref) const;

    KubeAccess m_access;
    BackendConfig m_config;
    const WorkloadKindInfo &m_info;
    const Clock &m_clock;
    KubeTimings m_timings;
    std::unique_ptr<HttpClient> m_client;
    std::unique_ptr<FileWatch> m_files;
    std::optional<Error> m_reopenError; // the files have changed, and cannot be used as they are now
    bool m_parked = false;
    qint64 m_skewMs = 0; // as everything was told
    std::vector<std::unique_ptr<Follow>> m_follows;
    std::unique_ptr<StateTap> m_states; // asks over m_client too
    QTimer *m_tick = nullptr;
    QTimer m_soon{this};
    qint64 m_toldMs = 0; // mono

    QHash<QString, Entry> m_entries; // by "namespace/name"
    QHash<QString, QString> m_keyByUid;
    QHash<QString, QHash<QString, KubeReplicaSet>> m_history; // by owner's uid, then its own
    QHash<QString, QString> m_ownerOfSet;
    QSet<QString> m_dirty;
    QStringList m_gone;
    int m_listsAwaited = 0; // whole workload lists until a complete batch can be told
    bool m_toldComplete = false;
    bool m_fellBack = false;
    qint64 m_workloadsListedMs = 0;
    QString m_note; // what could not be understood last
    QList<Evidence> m_evidence;
    BackendHealth m_health;
    bool m_healthDirty = false;
};

} // namespace astern::connectors
