// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/http/filewatch.h"
#include "connectors/kubernetes/kubeaccess.h"
#include "connectors/kubernetes/workload.h"

#include <QHash>
#include <QJsonObject>

#include <memory>
#include <optional>
#include <vector>

namespace astern::connectors {

// One workload as it was read: what commands are decided on and guarded by.
struct KubeTarget {
    QJsonObject object;
    WorkloadFacts facts;
    Rollout rollout;         // with history
    QList<QJsonObject> sets; // its ReplicaSets as they are, for their templates
    // Why a revision may be missing in `rollout` and `sets` although it is kept: not permitted, or not understood.
    std::optional<Error> historyProblem;
    QJsonObject referenced; // the object that holds the template, where it is another one
    qint64 readMs = 0;      // mono

    // The ReplicaSet that has this number, or had it: the controller gives an older one a new number as soon as its
    // template is wanted again, so after an undo the number that was asked for is history.
    [[nodiscard]] const QJsonObject *setOfRevision(int number, const WorkloadKindInfo &info) const;
    [[nodiscard]] const Revision *revisionOf(const QJsonObject &set) const;
    // Why an undo to this revision is not possible.
    [[nodiscard]] Error noRevision(int number) const;
};

// The one changing request that a command comes to.
struct KubePatch {
    bool alreadyDone = false; // nothing to send: it is as wanted
    QString warning;
    QString path;
    QByteArray contentType;
    QByteArray body;
    bool strict = false; // a field that this server does not know must not be dropped silently
    // For controllers from before the status subresource: the same on the object itself.
    QString pathWithoutStatus;
};

inline constexpr char kMergePatch[] = "application/merge-patch+json";
inline constexpr char kJsonPatch[] = "application/json-patch+json";
inline constexpr char kIntentAnnotation[] = "astern.dev/intent";

// Merge patch under a guard: refused by the server when the object is another one than was read. `intent` is put
// into an annotation unless empty (a status subresource drops all but the status, so it cannot be told there).
[[nodiscard]] QByteArray mergePatch(const KubeTarget &target, QJsonObject patch, const QString &intent);
// JSON patch that makes `podTemplate` the template of `object`, guarded the same way; a pause by a person ends
// in it when `unpause`.
[[nodiscard]] QByteArray templatePatch(const QJsonObject &object, const QJsonObject &podTemplate, bool unpause,
                                       const QString &intent);
[[nodiscard]] QJsonObject withoutHash(QJsonObject podTemplate, const char *hashLabel);
[[nodiscard]] Error refused(const QString &message, const QString &hint = {});

// Reading, asking and changing workloads of one kind; what a command means is the subclass's.
class KubeCommands : public DeliveryCommands {
    Q_OBJECT
public:
    KubeCommands(KubeAccess access, const BackendConfig &config, const WorkloadKindInfo &info, const Clock &clock);
    ~KubeCommands() override;

    void read(const ObjectRef &ref, Done<Rollout> done) override;
    void mayI(DeliveryAction action, const ObjectRef &ref, Done<Permission> done) override;
    void apply(const LoggedIntent &intent, const DeliveryCommand &command, Done<Accepted> done) override;

    void signInAgain() override;

    // Pure: from what was read to the request, or why not.
    [[nodiscard]] virtual Result<KubePatch> decide(const KubeTarget &target, const DeliveryCommand &command,
                                                   const QString &intentKey) const = 0;

protected:
    using Target = std::shared_ptr<KubeTarget>;
    // Another object that must be read before `decide`; empty: none.
    [[nodiscard]] virtual QString alsoNeeds(const KubeTarget &target, const DeliveryCommand &command) const;
    [[nodiscard]] virtual QString subresource(DeliveryAction action) const = 0; // "status" or empty
    // Which object a command changes cannot be said without reading its target.
    [[nodiscard]] virtual bool changesAnother(DeliveryAction) const { return false; }
    // What is changed, for the question about permission.
    struct Changed {
        QString group;
        QString resource;
        QString name;
        QString subresource;
    };
    [[nodiscard]] virtual Changed changed(DeliveryAction action, const KubeTarget &target) const;
    // After a lost answer: the state shows that the request had gone through.
    [[nodiscard]] virtual bool passed(const KubeTarget &target, const DeliveryCommand &command) const;
    [[nodiscard]] const WorkloadKindInfo &info() const { return m_info; }
    [[nodiscard]] QString objectPath(const QString &ns, const QString &name) const;

private:
    class Errand;
    friend class Errand;
    void get(const QString &path, const QString &query, Done<QByteArray> done);
    void fetch(const ObjectRef &ref, Done<Target> done);
    void askPermission(const ObjectRef &ref, const Changed &what, Done<Permission> done);
    void fetchHistory(const Target &target, const ObjectRef &ref, Done<Target> done);
    [[nodiscard]] HttpClient &client();
    void reopen();
    [[nodiscard]] Result<Ok> checkRef(const ObjectRef &ref) const;
    void later(std::function<void()> call);

    KubeAccess m_access;
    QString m_backend;
    const WorkloadKindInfo &m_info;
    const Clock &m_clock;
    std::unique_ptr<HttpClient> m_client;
    std::vector<std::unique_ptr<HttpClient>> m_retired; // with older settings, as long as something is under way
    std::unique_ptr<FileWatch> m_files;
    QHash<QString, Target> m_read; // last fresh read by ObjectRef::key(); commands are decided on it
};

class DeploymentCommands final : public KubeCommands {
    Q_OBJECT
public:
    DeploymentCommands(KubeAccess access, const BackendConfig &config, const Clock &clock)
        : KubeCommands(std::move(access), config, deploymentKind(), clock)
    {
    }
    [[nodiscard]] Capability capability(DeliveryAction action, const Rollout &rollout) const override;
    [[nodiscard]] Result<KubePatch> decide(const KubeTarget &target, const DeliveryCommand &command,
                                           const QString &intentKey) const override;

protected:
    [[nodiscard]] QString subresource(DeliveryAction) const override { return {}; }
};

} // namespace astern::connectors
