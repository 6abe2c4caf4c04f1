// SPDX-License-Identifier: GPL-3.0-or-later
// What a watch tells of instances and of the rollout itself to who judges.
#include "connectors/argo/argorollout.h"
#include "connectors/kubernetes/statetap.h"
#include "tests/connectors/kubernetes/kubetest.h"

#include <QTest>

using namespace astern;
using namespace astern::connectors;
using namespace astern::test;

namespace {

const QByteArray kPods = "/api/v1/namespaces/shop/pods";
const QByteArray kRollouts = "/apis/argoproj.io/v1alpha1/namespaces/shop/rollouts";
const QByteArray kSets = "/apis/apps/v1/namespaces/shop/replicasets";

QString s(const char *text) { return QString::fromUtf8(text); }

QByteArray pod(const QByteArray &name, const QByteArray &hash, const QByteArray &container, const QByteArray &more = {},
               const QByteArray &set = {}, const QByteArray &meta = {})
{
    return "{\"metadata\":{\"name\":\"" + name + "\",\"namespace\":\"shop\",\"uid\":\"uid-" + name +
           "\",\"creationTimestamp\":\"2026-11-23T15:36:20Z\"" + meta +
           ",\"labels\":{\"rollouts-pod-template-hash\":\"" + hash +
           "\"},\"ownerReferences\":[{\"kind\":\"ReplicaSet\",\"name\":\"" +
           (set.isEmpty() ? "checkout-" + hash : set) +
           "\",\"controller\":true}]},\"spec\":{\"nodeName\":\"node-1\"},\"status\":{\"phase\":\"Running\"" + more +
           ",\"containerStatuses\":[{\"name\":\"checkout\",\"image\":\"checkout:v2\"," + container + "}]}}";
}

const QByteArray kReady = "\"ready\":true,\"restartCount\":1,\"lastState\":{},\"state\":{\"running\":{}}";
const QByteArray kUnready = "\"ready\":false,\"restartCount\":0,\"lastState\":{},\"state\":{\"running\":{}}";
const QByteArray kCreating =
    "\"ready\":false,\"restartCount\":0,\"lastState\":{},\"state\":{\"waiting\":{\"reason\":\"ContainerCreating\"}}";
const QByteArray kPulling =
    "\"ready\":false,\"restartCount\":0,\"lastState\":{},\"state\":{\"waiting\":{\"reason\":\"ImagePullBackOff\"}}";
const QByteArray kCrashing =
    "\"ready\":false,\"restartCount\":7,\"state\":{\"waiting\":{\"reason\":\"CrashLoopBackOff\"}},\"lastState\":"
    "{\"terminated\":{\"exitCode\":1,\"reason\":\"Error\",\"finishedAt\":\"2026-11-23T15:40:01Z\"}}";
const QByteArray kIsReady = ",\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]";

QByteArray list(const QList<QByteArray> &items)
{
    return "{\"kind\":\"List\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"7\"},\"items\":[" +
           items.join(',') + "]}";
}

policy::StateQuery query()
{
    policy::StateQuery made;
    made.rollout = s("r");
    made.source = s("prod-eu");
    made.objects = {s("replicas")};
    made.everyMs = 250;
    made.target = {s("prod-eu"), WorkloadKind::ArgoRollout, s("shop"), s("checkout")};
    made.newHash = s("new");
    made.stableHash = s("old");
    made.newSet = s("checkout-new");
    made.newLabels = {{s("v"), s("n")}};
    made.stableLabels = {{s("v"), s("o")}};
    return made;
}

// A cluster of which the lists are the test's, and a watch on it.
struct Rig {
    Rig()
    {
        server.handle([this](const FakeRequest &request) {
            const QMutexLocker lock(&mutex);
            if (isWatch(request)) {
                return request.path == kPods && expires
                           ? FakeReply::json(status(410, "Expired", "too old resource version"), 410)
                           : quietWatch();
            }
            if (request.path != kPods)
                return FakeReply::json(emptyList("7"));
            expires = false; // only now: a connection that ends may take the answer that says so with it
            FakeReply reply = refuses ? FakeReply::json(status(403, "Forbidden", "pods is forbidden"), 403)
                                      : FakeReply::json(list(pods));
            reply.delayMs = delayMs;
            return reply;
        });
    }
    void open(const QList<policy::StateQuery> &queries)
    {
        watched = std::make_unique<Watched>(configFor(server), argoKind());
        QObject::connect(watched->watch.get(), &DeliveryWatch::recorded, watched->watch.get(),
                         [this](const policy::RecordBatch &batch) { batches.append(batch); });
        watched->watch->setStateQueries(queries);
    }
    void set(const QList<QByteArray> &next)
    {
        const QMutexLocker lock(&mutex);
        pods = next;
    }
    // "n pod-1 ready 1", of the newest batch; the sign of life is "-".
    [[nodiscard]] QStringList told() const
    {
        QStringList all;
        for (const policy::SampleRecord &record :
             batches.isEmpty() ? QList<policy::SampleRecord>{} : batches.constLast().records) {
            const auto &labels = record.labels;
            all.append(labels.isEmpty() ? s("-")
                                        : QStringList{labels.value(s("v")), labels.value(s("instance")),
                                                      labels.value(s("state")), QString::number(record.value)}
                                              .join(u' '));
        }
        return all;
    }

    FakeServer server;
    QMutex mutex;
    QList<QByteArray> pods;
    bool refuses = false;
    bool expires = false; // no watch of pods goes on before they are listed again
    int delayMs = 0;      // of lists of pods
    QList<policy::RecordBatch> batches;
    std::unique_ptr<Watched> watched;
};

} // namespace

class TestStateTap : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void tellsInstances()
    {
        Rig rig;
        rig.set({pod("a", "new", kReady, kIsReady), pod("b", "new", kUnready), pod("c", "new", kCreating),
                 pod("d", "new", kPulling), pod("e", "new", kCrashing), pod("f", "old", kReady, kIsReady),
                 pod("g", "new", kReady, kIsReady, "elsewhere-new"), // another workload of the same template
                 pod("h", "new", kUnready, ",\"reason\":\"Evicted\"").replace("Running", "Failed"),
                 pod("i", "old", kReady, kIsReady, {}, ",\"deletionTimestamp\":\"2026-11-23T15:40:00Z\"")});
        rig.open({query()});
        QTRY_VERIFY(!rig.told().isEmpty());
        QStringList told = rig.told();
        QCOMPARE(told.takeFirst(), s("-"));
        told.sort();
        QCOMPARE(told, (QStringList{s("n a ready 1"), s("n b unready 0"), s("n c pending 0"), s("n d pending 0"),
                                    s("n e crashed 7"), s("o f ready 1")}));
        const policy::RecordBatch &batch = rig.batches.constLast();
        QCOMPARE(batch.rollout, s("r"));
        QCOMPARE(batch.source, s("prod-eu"));
        QVERIFY(!batch.error && !batch.catchUp);
        const policy::SampleRecord &one = batch.records.at(1);
        QCOMPARE(one.series, s("replicas"));
        QCOMPARE(one.source, s("prod-eu"));
        QVERIFY(one.eventMs == batch.arrivedMs && one.arrivedMs == batch.arrivedMs);
        QCOMPARE(one.labels.value(s("started")).toLongLong(),
                 QDateTime::fromString(s("2026-11-23T15:36:20Z"), Qt::ISODate).toMSecsSinceEpoch() -
                     rig.watched->health.clockSkewMs);
        // Again and again, without being asked.
        const qsizetype before = rig.batches.size();
        QTRY_VERIFY(rig.batches.size() > before + 1);
        const auto asked = rig.server.requests(kPods);
        QCOMPARE(test::query(asked.constFirst(), "labelSelector"), s("rollouts-pod-template-hash in (new,old)"));
        QCOMPARE(std::count_if(asked.cbegin(), asked.cend(), [](const auto &request) { return !isWatch(request); }), 1);
    }
    // Listed again, what is no longer there is not told.
    void gone()
    {
        Rig rig;
        rig.set({pod("a", "new", kUnready), pod("b", "new", kUnready)});
        rig.open({query()});
        QTRY_COMPARE(rig.told().size(), 3);
        rig.set({pod("b", "new", kReady, kIsReady)});
        {
            const QMutexLocker lock(&rig.mutex);
            rig.expires = true;
        }
        rig.server.dropConnections();
        QTRY_COMPARE_WITH_TIMEOUT(rig.told(), (QStringList{s("-"), s("n b ready 1")}), 20'000);
        // And by who asks anew.
        rig.watched->watch->setStateQueries({});
        rig.batches.clear();
        rig.watched->watch->setStateQueries({query()});
        QTRY_COMPARE(rig.told(), (QStringList{s("-"), s("n b ready 1")}));
    }
    // Nothing is said of pods before they were listed: no instance at all would be a verdict.
    void notListedYet()
    {
        Rig rig;
        rig.delayMs = 1'500;
        rig.set({pod("a", "new", kReady, kIsReady)});
        rig.open({query()});
        QTRY_VERIFY(rig.batches.size() >= 2);
        for (const policy::RecordBatch &batch : rig.batches.mid(0, 2))
            QVERIFY(batch.records.isEmpty() && !batch.error);
        QTRY_COMPARE(rig.told(), (QStringList{s("-"), s("n a ready 1")}));
    }
    // Who may not list pods says so; no instance at all would be a verdict.
    void refused()
    {
        Rig rig;
        rig.refuses = true;
        rig.open({query()});
        QTest::qWait(600);
        QVERIFY(!rig.batches.isEmpty());
        for (const policy::RecordBatch &batch : std::as_const(rig.batches))
            QVERIFY(batch.records.isEmpty());
        QTRY_VERIFY2(rig.watched->health.hint.contains(s("Policies that judge pods say unknown")),
                     qPrintable(rig.watched->health.hint));
        rig.refuses = false;
        QTRY_COMPARE(rig.told(), QStringList{s("-")});
        QTRY_VERIFY2(!rig.watched->health.hint.contains(s("unknown")), qPrintable(rig.watched->health.hint));
    }
    void theRolloutsState_data()
    {
        using Phase = Control::Phase;
        QTest::addColumn<int>("phase");
        QTest::addColumn<bool>("aborted");
        QTest::addColumn<QString>("hash"); // that it wants now
        QTest::addColumn<QStringList>("told");
        const QStringList life{s("-")};
        const auto row = [&](const char *name, Phase phase, bool aborted, const char *hash, const char *state) {
            QTest::newRow(name) << int(phase) << aborted << s(hash)
                                << (*state ? life + QStringList{s("n checkout ") + s(state) + s(" 0")} : life);
        };
        row("on its way", Phase::Progressing, false, "new", "progressing");
        row("paused", Phase::Paused, false, "new", "paused");
        row("degraded", Phase::Degraded, false, "new", "degraded");
        row("healthy", Phase::Healthy, false, "new", "healthy");
        row("not known", Phase::Unknown, false, "new", "unknown");
        row("aborted, whatever else it is", Phase::Degraded, true, "new", "aborted");
        row("another version's by now", Phase::Progressing, false, "newer", "");
    }
    void theRolloutsState()
    {
        QFETCH(int, phase);
        QFETCH(bool, aborted);
        QFETCH(QString, hash);
        QFETCH(QStringList, told);
        FakeServer server;
        SystemClock clock;
        HttpClient client(HttpOptions{.name = s("prod-eu"), .clock = &clock});
        const BackendConfig config = configFor(server);
        StateTap tap(config, argoKind(), clock, [&](const ObjectRef &ref) -> Result<Rollout> {
            Rollout rollout;
            rollout.ref = ref;
            rollout.desired.hash = hash;
            rollout.control.phase = Control::Phase(phase);
            rollout.control.aborted = aborted;
            return rollout;
        });
        Rig rig; // its words for what was told
        connect(&tap, &StateTap::recorded, &tap, [&](const policy::RecordBatch &batch) { rig.batches.append(batch); });
        tap.setConnection(&client, nullptr, {}); // no pods are asked for: it is only there
        policy::StateQuery wanted = query();
        wanted.objects = {s("rollout")};
        tap.setQueries({wanted});
        QTRY_VERIFY(!rig.batches.isEmpty());
        QCOMPARE(rig.told(), told);
    }
    // Nobody asks about pods: they are not listed. A rollout that has not been seen is not one that is well.
    void theRolloutAlone()
    {
        Rig rig;
        policy::StateQuery wanted = query();
        wanted.objects = {s("rollout")};
        rig.open({wanted});
        QTRY_VERIFY(rig.batches.size() >= 2);
        QVERIFY(rig.batches.constLast().records.isEmpty());
        QVERIFY(rig.batches.constLast().error);
        QCOMPARE(rig.server.count(kPods), 0);
    }
};

QTEST_GUILESS_MAIN(TestStateTap)
#include "tst_statetap.moc"
