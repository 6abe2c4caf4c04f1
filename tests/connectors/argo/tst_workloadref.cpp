// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/argo/argocommands.h"
#include "models/base/uuid7.h"
#include "tests/connectors/kubernetes/fakeapi.h"
#include "tests/support/fakedoors.h"

#include <QTest>

using namespace astern;
using namespace astern::connectors;
using namespace astern::test;

namespace {

constexpr int kWithinMs = 20'000; // until it counts as no answer

QString s(const char *text) { return QString::fromUtf8(text); }

const char kRollout[] = "/apis/argoproj.io/v1alpha1/namespaces/shop/rollouts/checkout";
const char kDeployment[] = "/apis/apps/v1/namespaces/shop/deployments/checkout-app";
const char kReview[] = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

QJsonObject spec(const QJsonObject &object) { return object[s("spec")].toObject(); }

} // namespace

// A rollout whose template lives in a Deployment (workloadRef), made from recorded ones: what runs comes from its
// ReplicaSets, and going back changes the Deployment.
class TestWorkloadRef : public QObject {
    Q_OBJECT

    struct Shop {
        FakeApi api;
        SystemClock clock;
        FakeJournal journal;
        std::unique_ptr<ArgoCommands> commands;
        ObjectRef ref{s("prod-eu"), WorkloadKind::ArgoRollout, s("shop"), s("checkout")};
        int older = 0; // a revision to go back to

        Shop()
        {
            QJsonObject rollout = captureItems(s("argo-rollouts.json")).value(s("checkout"));
            QJsonObject its = spec(rollout);
            const QJsonValue podTemplate = its.take(s("template"));
            its[s("workloadRef")] = QJsonObject{
                {s("apiVersion"), s("apps/v1")}, {s("kind"), s("Deployment")}, {s("name"), s("checkout-app")}};
            rollout[s("spec")] = its;
            api.put(s(kRollout), rollout);
            QJsonObject deployment = captureItems(s("k8s-deployments.json")).value(s("web"));
            its = spec(deployment);
            its[s("template")] = podTemplate;
            its[s("replicas")] = 0;
            deployment[s("spec")] = its;
            api.put(s(kDeployment), deployment);
            for (const QJsonObject &set : captureItems(s("k8s-replicasets.json"))) {
                const QJsonArray owners = set[s("metadata")][s("ownerReferences")].toArray();
                if (owners.isEmpty() || owners.first()[s("uid")] != rollout[s("metadata")][s("uid")])
                    continue;
                api.sets.append(set);
                if (spec(set)[s("replicas")].toInt() == 0 || older == 0)
                    older = set[s("metadata")][s("annotations")][s("rollout.argoproj.io/revision")].toString().toInt();
            }
            const Result<KubeAccess> access = openKubeAccess(configFor(api.server), {});
            commands = std::make_unique<ArgoCommands>(*access, configFor(api.server), clock);
        }
        Result<Rollout> read()
        {
            return answerOf<Rollout>([&](auto done) { commands->read(ref, done); }, kWithinMs).value();
        }
        Result<Accepted> undo(int revision)
        {
            std::optional<LoggedIntent> intent;
            journal.appendIntent({.kind = s("rollback.intent"), .saga = Uuid7::next()}, s("saga:undo:1"),
                                 [&](const Result<LoggedIntent> &logged) { intent = *logged; });
            (void)QTest::qWaitFor([&] { return intent.has_value(); });
            return answerOf<Accepted>(
                       [&](auto done) {
                           commands->apply(
                               *intent, {.action = DeliveryAction::Undo, .target = ref, .toRevision = revision}, done);
                       },
                       kWithinMs)
                .value();
        }
    };

private Q_SLOTS:
    void whatRunsComesFromItsReplicaSets()
    {
        Shop shop;
        const Result<Rollout> read = shop.read();
        QVERIFY2(read.ok(), read.ok() ? "" : qPrintable(read.error().toString()));
        QVERIFY(read->sharedTemplate);
        QVERIFY(!read->desired.manifest.images.isEmpty());
        QCOMPARE(read->desired.manifest, read->revisionByHash(read->desired.hash)->manifest);
        QVERIFY(!read->serving.shares.isEmpty());
    }

    void goingBackChangesTheDeployment()
    {
        Shop shop;
        const Result<Rollout> read = shop.read();
        QVERIFY(read.ok());
        const Revision *back = read->revision(shop.older);
        QVERIFY(back && back->hash != read->desired.hash);
        const QJsonObject before = shop.api.object(s(kRollout));
        const Result<Accepted> accepted = shop.undo(shop.older);
        QVERIFY2(accepted.ok(), accepted.ok() ? "" : qPrintable(accepted.error().toString()));
        QVERIFY2(accepted->warning.contains(s("checkout-app")), qPrintable(accepted->warning));
        QCOMPARE(shop.api.patches().size(), 1);
        QCOMPARE(shop.api.patches().first().path, QByteArray(kDeployment));
        QCOMPARE(shop.api.object(s(kRollout)), before);
        const QJsonObject now = spec(shop.api.object(s(kDeployment)))[s("template")].toObject();
        QVERIFY(!now[s("metadata")][s("labels")].toObject().contains(s("rollouts-pod-template-hash")));
        for (const QJsonObject &set : std::as_const(shop.api.sets)) {
            if (set[s("metadata")][s("name")].toString() == back->objectName)
                QCOMPARE(now[s("spec")], spec(set)[s("template")][s("spec")]);
        }
        // The Deployment says so already, though the controller has not seen it: nothing is sent a second time.
        const Result<Accepted> again = shop.undo(shop.older);
        QVERIFY(again.ok());
        QVERIFY(again->changedNothing || shop.api.patches().size() == 1);
        QCOMPARE(shop.api.patches().size(), 1);
    }

    void aDeploymentThatChangedMeanwhileIsReadAgain()
    {
        Shop shop;
        QVERIFY(shop.read().ok());
        shop.api.meddle(1);
        const Result<Accepted> accepted = shop.undo(shop.older);
        QVERIFY2(accepted.ok(), accepted.ok() ? "" : qPrintable(accepted.error().toString()));
        QCOMPARE(shop.api.patches().size(), 2); // the first met another resourceVersion and changed nothing
    }

    void permissionIsAskedForTheDeployment_data()
    {
        QTest::addColumn<int>("action");
        QTest::addColumn<QString>("resource");
        QTest::addColumn<QString>("name");
        QTest::newRow("undo") << int(DeliveryAction::Undo) << s("deployments") << s("checkout-app");
        QTest::newRow("abort") << int(DeliveryAction::Abort) << s("rollouts") << s("checkout");
    }
    void permissionIsAskedForTheDeployment()
    {
        QFETCH(int, action);
        QFETCH(QString, resource);
        QFETCH(QString, name);
        Shop shop;
        shop.api.intercept = [](const FakeRequest &request) {
            FakeReply other;
            other.status = 0;
            return request.path == kReview ? FakeReply::json("{\"status\":{\"allowed\":false}}", 201) : other;
        };
        const auto answer = answerOf<Permission>(
            [&](auto done) { shop.commands->mayI(DeliveryAction(action), shop.ref, done); }, kWithinMs);
        QVERIFY(answer && answer->ok());
        QVERIFY2((*answer)->reason.contains(resource), qPrintable((*answer)->reason));
        const QJsonObject asked =
            QJsonDocument::fromJson(shop.api.server.requests(kReview).first().body)[s("spec")][s("resourceAttributes")]
                .toObject();
        QCOMPARE(asked[s("resource")].toString(), resource);
        QCOMPARE(asked[s("name")].toString(), name);
    }
};

QTEST_GUILESS_MAIN(TestWorkloadRef)
#include "tst_workloadref.moc"
