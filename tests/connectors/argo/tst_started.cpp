// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/argo/argocommands.h"
#include "tests/connectors/kubernetes/fakeapi.h"

#include <QTest>

using namespace astern;
using namespace astern::connectors;
using namespace astern::test;

namespace {

constexpr int kWithinMs = 20'000; // until it counts as no answer

QString s(const char *text) { return QString::fromUtf8(text); }

} // namespace

// When a rollout began names it for the guard: it must be known, and must stay the same while the rollout goes on.
class TestStarted : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void started_data();
    void started();
};

void TestStarted::started_data()
{
    QTest::addColumn<bool>("said");        // status.duration.rolloutStartedAt is there
    QTest::addColumn<QString>("history");  // of its ReplicaSet, whose revision is 3
    QTest::addColumn<int>("afterSeconds"); // after its ReplicaSet was made
    QTest::newRow("the controller says it") << true << QString() << 0;
    QTest::newRow("new pods") << false << QString() << 0;
    QTest::newRow("new pods, whose annotations were changed") << false << s("3") << 0;
    QTest::newRow("changed twice") << false << s("3,3") << 0;
    QTest::newRow("pods of an older release") << false << s("1") << 100;
    QTest::newRow("of an older release, changed since") << false << s("1,3") << 100;
}

void TestStarted::started()
{
    QFETCH(bool, said);
    QFETCH(QString, history);
    QFETCH(int, afterSeconds);
    FakeApi api;
    QJsonObject rollout = captureItems(s("argo-rollouts.json")).value(s("pay"));
    QJsonObject status = rollout[s("status")].toObject();
    if (!said)
        status.remove(s("duration"));
    QJsonArray conditions;
    for (const QJsonValue &value : status[s("conditions")].toArray()) {
        QJsonObject condition = value.toObject();
        if (condition[s("type")] == s("Completed")) {
            const QDateTime since = QDateTime::fromString(condition[s("lastTransitionTime")].toString(), Qt::ISODate);
            condition[s("lastTransitionTime")] = since.addSecs(100).toString(Qt::ISODate);
        }
        conditions.append(condition);
    }
    status[s("conditions")] = conditions;
    rollout[s("status")] = status;
    api.put(s("/apis/argoproj.io/v1alpha1/namespaces/shop/rollouts/pay"), rollout);
    qint64 madeMs = 0;
    for (QJsonObject set : captureItems(s("k8s-replicasets.json"))) {
        QJsonObject metadata = set[s("metadata")].toObject();
        if (metadata[s("ownerReferences")].toArray().first()[s("uid")] != rollout[s("metadata")][s("uid")])
            continue;
        QJsonObject annotations = metadata[s("annotations")].toObject();
        if (annotations[s("rollout.argoproj.io/revision")] == s("3"))
            madeMs =
                QDateTime::fromString(metadata[s("creationTimestamp")].toString(), Qt::ISODate).toMSecsSinceEpoch();
        if (annotations[s("rollout.argoproj.io/revision")] == s("3") && !history.isEmpty())
            annotations[s("rollout.argoproj.io/revision-history")] = history;
        metadata[s("annotations")] = annotations;
        set[s("metadata")] = metadata;
        api.sets.append(set);
    }
    SystemClock clock;
    const Result<KubeAccess> access = openKubeAccess(configFor(api.server), {});
    ArgoCommands commands(*access, configFor(api.server), clock);
    const ObjectRef ref{s("prod-eu"), WorkloadKind::ArgoRollout, s("shop"), s("pay")};
    const Result<Rollout> read = answerOf<Rollout>([&](auto done) { commands.read(ref, done); }, kWithinMs).value();
    QVERIFY2(read.ok(), read ? "" : qPrintable(read.error().toString()));
    const Revision *current = read->revisionByHash(read->desired.hash);
    QVERIFY(current);
    QCOMPARE(current->number, 3);
    QCOMPARE((read->startedMs - current->createdMs) / 1000, afterSeconds);
    // Whatever clock this machine has.
    QCOMPARE(read->startedStampMs, madeMs + afterSeconds * 1000);
}

QTEST_GUILESS_MAIN(TestStarted)
#include "tst_started.moc"
