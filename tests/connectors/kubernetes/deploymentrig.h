// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/kubernetes/kubecommands.h"
#include "tests/connectors/kubernetes/fakeapi.h"
#include "tests/support/fakedoors.h"

#include <QTest>

#include <atomic>

namespace astern::test {

inline const QByteArray kDeploymentSets = "/apis/apps/v1/namespaces/shop/replicasets";

// The recorded Deployment "web" (v3, revision 5, of which 2 to 4 are kept) on a server that can misbehave, and the
// commands on it. Retries follow one another at once; deadlines are the real ones.
struct DeploymentRig {
    static constexpr int kOlder = 3; // revision of v1

    FakeApi api;
    SystemClock clock;
    FakeJournal journal;
    ObjectRef ref{QStringLiteral("prod-eu"), WorkloadKind::Deployment, QStringLiteral("shop"), QStringLiteral("web")};
    QString path = QStringLiteral("/apis/apps/v1/namespaces/shop/deployments/web");
    std::unique_ptr<connectors::DeploymentCommands> commands;

    explicit DeploymentRig(bool paused = false)
    {
        QJsonObject web = captureItems(QStringLiteral("k8s-deployments.json")).value(QStringLiteral("web"));
        QJsonObject spec = web[QStringLiteral("spec")].toObject();
        spec[QStringLiteral("paused")] = paused;
        web[QStringLiteral("spec")] = spec;
        api.put(path, web);
        api.sets = captureItems(QStringLiteral("k8s-replicasets.json")).values();
        const BackendConfig config = configFor(api.server, QStringLiteral("kubernetes"));
        Result<connectors::KubeAccess> access = connectors::openKubeAccess(config, {});
        access->http.retry = {{1, 20}, {1, 20}, {1, 20}};
        commands = std::make_unique<connectors::DeploymentCommands>(*access, config, clock);
    }

    // A controller works: the wanted template gets a new number, and all pods while `podsFollow`.
    void obey()
    {
        api.controller = [this](const QJsonObject &web) {
            const auto imageOf = [](const QJsonObject &object) {
                return object[QStringLiteral("spec")][QStringLiteral("template")][QStringLiteral("spec")]
                             [QStringLiteral("containers")][0][QStringLiteral("image")];
            };
            for (QJsonObject &set : api.sets) {
                if (imageOf(set) == imageOf(web))
                    wanted = &set - api.sets.data();
            }
            renumber(api.sets[wanted]);
            if (podsFollow)
                movePods();
        };
    }
    std::atomic<bool> podsFollow = true;
    qsizetype wanted = 0; // in api.sets
    void movePods()
    {
        for (qsizetype i = 0; i < api.sets.size(); ++i) {
            const int pods = i == wanted ? 3 : 0;
            api.sets[i][QStringLiteral("status")] =
                QJsonObject{{QStringLiteral("replicas"), pods}, {QStringLiteral("readyReplicas"), pods}};
        }
    }
    // As the Deployment controller does it: what is wanted again gets the newest number, the old one becomes history.
    static void renumber(QJsonObject &set)
    {
        const QString number = QStringLiteral("deployment.kubernetes.io/revision");
        const QString history = QStringLiteral("deployment.kubernetes.io/revision-history");
        QJsonObject metadata = set[QStringLiteral("metadata")].toObject();
        QJsonObject annotations = metadata[QStringLiteral("annotations")].toObject();
        if (annotations[number] == QStringLiteral("5"))
            return; // it is the newest
        const QString before = annotations[history].toString();
        annotations[history] =
            (before.isEmpty() ? QString() : QString(before + QLatin1Char(','))) + annotations[number].toString();
        annotations[number] = QStringLiteral("6");
        metadata[QStringLiteral("annotations")] = annotations;
        set[QStringLiteral("metadata")] = metadata;
    }
    // The server answers this to some requests, and as usual to the others.
    void answer(const std::function<std::optional<FakeReply>(const FakeRequest &)> &trouble)
    {
        api.intercept = [trouble](const FakeRequest &request) {
            FakeReply usual;
            usual.status = 0;
            return trouble(request).value_or(usual);
        };
    }
    [[nodiscard]] QString version() const
    {
        return api.object(path)[QStringLiteral("metadata")][QStringLiteral("resourceVersion")].toString();
    }

    // The answers come into these; wait with read() or by QTRY.
    std::optional<Result<Rollout>> seen;
    std::optional<Result<Accepted>> answered;
    void beginRead()
    {
        seen.reset();
        commands->read(ref, [this](const Result<Rollout> &got) { seen = got; });
    }
    // As the dispatcher sends it: an undo only to what was seen.
    void beginSend(DeliveryAction action)
    {
        answered.reset();
        const DeliveryCommand command{.action = action,
                                      .target = ref,
                                      .expectResourceVersion = action == DeliveryAction::Undo ? version() : QString(),
                                      .toRevision = action == DeliveryAction::Undo ? kOlder : 0,
                                      .expectDesiredHash = {}};
        journal.appendIntent({.kind = toString(action) + QStringLiteral(".intent"), .saga = Uuid7::next()},
                             QStringLiteral("saga:1:1"), [this, command](const Result<LoggedIntent> &intent) {
                                 commands->apply(*intent, command,
                                                 [this](const Result<Accepted> &got) { answered = got; });
                             });
    }
    bool wait(const std::function<bool()> &reached) { return QTest::qWaitFor(reached, 90'000); }
};

} // namespace astern::test
