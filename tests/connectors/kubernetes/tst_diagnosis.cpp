// SPDX-License-Identifier: GPL-3.0-or-later
// Pods, events, conditions and logs as API servers tell them: what is made of them, what is asked for, and that each
// part fails by itself.
#include "connectors/argo/argorollout.h"
#include "connectors/kubernetes/kubediagnosis.h"
#include "connectors/kubernetes/podfacts.h"
#include "models/rollout/podwords.h"
#include "tests/connectors/kubernetes/fakeapi.h"

#include <QTest>

using namespace astern;
using namespace astern::connectors;
using namespace astern::test;
using Kind = Error::Kind;

namespace {

const QByteArray kPods = "/api/v1/namespaces/shop/pods";
const QByteArray kEvents = "/api/v1/namespaces/shop/events";
const QByteArray kRollout = "/apis/argoproj.io/v1alpha1/namespaces/shop/rollouts/checkout";
const QByteArray kNew = "79bf7b7575";
const QByteArray kOld = "7dccc9fb46";

QString s(const char *text) { return QString::fromUtf8(text); }

// States of a container as kubelets write them.
const char kRunning[] = "\"ready\":true,\"restartCount\":0,\"lastState\":{},\"state\":{\"running\":{\"startedAt\":"
                        "\"2026-11-23T15:36:20Z\"}}";
const char kCrashing[] =
    "\"ready\":false,\"restartCount\":7,\"state\":{\"waiting\":{\"reason\":\"CrashLoopBackOff\",\"message\":"
    "\"back-off 5m0s restarting failed container=checkout pod=checkout-x_shop(1)\"}},\"lastState\":{\"terminated\":"
    "{\"exitCode\":1,\"reason\":\"Error\",\"startedAt\":\"2026-11-23T15:40:00Z\","
    "\"finishedAt\":\"2026-11-23T15:40:01Z\",\"containerID\":\"containerd://x\"}}";

QByteArray podJson(const QByteArray &name, const QByteArray &hash, const QByteArray &container,
                   const QByteArray &more = {}, const QByteArray &owner = {})
{
    const QByteArray set = owner.isEmpty() ? "checkout-" + hash : owner;
    return "{\"metadata\":{\"name\":\"" + name + "\",\"namespace\":\"shop\",\"uid\":\"uid-" + name +
           "\",\"creationTimestamp\":\"2026-11-23T15:36:20Z\",\"labels\":{\"app\":\"checkout\","
           "\"rollouts-pod-template-hash\":\"" +
           hash + "\"},\"ownerReferences\":[{\"kind\":\"ReplicaSet\",\"name\":\"" + set +
           "\",\"controller\":true}]},\"spec\":{\"nodeName\":\"node-1\"},\"status\":{\"phase\":\"Running\"" + more +
           (container.isEmpty()
                ? QByteArray()
                : ",\"containerStatuses\":[{\"name\":\"checkout\",\"image\":\"checkout:v2\"," + container + "}]") +
           "}}";
}

QByteArray listJson(const QList<QByteArray> &items, const QByteArray &continued = {})
{
    return "{\"kind\":\"List\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"7\",\"continue\":\"" +
           continued + "\"},\"items\":[" + items.join(',') + "]}";
}

QByteArray eventJson(const QByteArray &uid, const QByteArray &more)
{
    return "{\"metadata\":{\"name\":\"x\",\"uid\":\"" + uid +
           "\",\"creationTimestamp\":\"2026-11-23T15:36:20Z\"},\"involvedObject\":{\"kind\":\"Pod\",\"name\":"
           "\"checkout-x\"}," +
           more + "}";
}

// One crashing pod of the new version, one that runs; two of the stable one.
QByteArray podsOf(const FakeRequest &request)
{
    const bool fresh = query(request, "labelSelector").endsWith(QString::fromLatin1(kNew));
    if (fresh)
        return listJson(
            {podJson("checkout-ok", kNew, kRunning, ",\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]"),
             podJson("checkout-bad", kNew, kCrashing)});
    return listJson(
        {podJson("stable-1", kOld, kRunning, ",\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]"),
         podJson("stable-2", kOld, kRunning, ",\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]")});
}

const char kLog[] = "2026-11-23T15:40:00.123456789Z level=info msg=starting\n"
                    "2026-11-23T15:40:00.987654321Z panic: the schema is too old\n";

FakeReply inOrder(const FakeRequest &request)
{
    if (request.path == kPods)
        return FakeReply::json(podsOf(request));
    if (request.path == kEvents)
        return FakeReply::json(listJson({eventJson("e-" + query(request, "fieldSelector").toLatin1().toHex().right(8),
                                                   "\"type\":\"Warning\",\"reason\":\"BackOff\",\"message\":\"Back-"
                                                   "off\",\"count\":3,\"lastTimestamp\":\"2026-11-23T15:41:00Z\"")}));
    if (request.path == kRollout)
        return FakeReply::json(
            "{\"metadata\":{\"name\":\"checkout\"},\"status\":{\"conditions\":[{\"type\":\"Progressing\","
            "\"status\":\"False\",\"reason\":\"ProgressDeadlineExceeded\",\"message\":\"has timed out\"}]}}");
    if (request.path.endsWith("/log"))
        return FakeReply::text(200, kLog);
    return FakeReply::text(404, "404 page not found\n");
}

DiagnosisQuestion question()
{
    DiagnosisQuestion asked;
    asked.ref = {s("prod-eu"), WorkloadKind::ArgoRollout, s("shop"), s("checkout")};
    asked.uid = s("u-1");
    asked.newHash = QString::fromLatin1(kNew);
    asked.stableHash = QString::fromLatin1(kOld);
    asked.newSet = s("checkout-") + asked.newHash;
    asked.stableSet = s("checkout-") + asked.stableHash;
    return asked;
}

// A question and all that was told of it.
struct Asked {
    explicit Asked(const FakeServer &server, const DiagnosisQuestion &asked = question(), int deadlineMs = 5'000,
                   const WorkloadKindInfo &info = argoKind())
    {
        const BackendConfig config = configFor(server);
        source = std::make_unique<KubeDiagnosis>(*openKubeAccess(config, {}), config, info, clock);
        source->setDeadline(deadlineMs);
        source->ask(1, asked, [this](const Diagnosis &diagnosis) { told.append(diagnosis); });
    }
    [[nodiscard]] bool complete() const { return !told.isEmpty() && told.last().complete; }
    [[nodiscard]] const Diagnosis &last() const { return told.last(); }

    SystemClock clock;
    QList<Diagnosis> told;
    std::unique_ptr<KubeDiagnosis> source;
};

Pod podOf(const QByteArray &json)
{
    simdjson::dom::parser parser;
    simdjson::dom::element document;
    if (parser.parse(json.constData(), size_t(json.size())).get(document))
        qFatal("no JSON: %s", json.constData());
    JsonReader reader(document);
    const Pod pod = readPod(reader.root(), "rollouts-pod-template-hash");
    if (!reader.ok())
        qFatal("%s", qUtf8Printable(reader.problem()));
    return pod;
}

} // namespace

class TestDiagnosis : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void recordedPods()
    {
        const QMap<QString, QJsonObject> items = captureItems(s("k8s-pods.json"));
        QVERIFY(items.size() > 3);
        for (const QJsonObject &item : items) {
            const Pod pod = podOf(QJsonDocument(item).toJson(QJsonDocument::Compact));
            QVERIFY2(pod.name.startsWith(pod.setName) && pod.createdMs > 0, qPrintable(pod.name));
            QCOMPARE(int(pod.health), int(PodHealth::Ready));
            QCOMPARE(pod.readyContainers, pod.containers);
            QVERIFY(!pod.exitCode && pod.running && pod.reason.isEmpty());
        }
        QCOMPARE(podOf(QJsonDocument(items.value(s("cart-7bc9d8b88-8k95v"))).toJson()).hash, s("7bc9d8b88"));
    }

    void podStates_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<int>("health");
        QTest::addColumn<QString>("said");
        const auto row = [](const char *name, PodHealth health, const char *words, const QByteArray &container,
                            const QByteArray &more = {}) {
            QTest::newRow(name) << podJson("p", kNew, container, more) << int(health) << s(words);
        };
        const QByteArray ready = ",\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]";
        row("ready", PodHealth::Ready, "ready", kRunning, ready);
        row("ready again", PodHealth::Ready, "ready, last exit code 137, OOMKilled",
            "\"ready\":true,\"restartCount\":2,\"state\":{\"running\":{}},\"lastState\":{\"terminated\":{\"exitCode\":"
            "137,\"reason\":\"OOMKilled\"}}",
            ready);
        row("crash loop", PodHealth::Crashing, "CrashLoopBackOff, exit code 1", kCrashing);
        row("just crashed", PodHealth::Crashing, "OOMKilled, exit code 137",
            "\"ready\":false,\"restartCount\":1,\"state\":{\"terminated\":{\"exitCode\":137,\"reason\":\"OOMKilled\"}},"
            "\"lastState\":{}");
        row("no image", PodHealth::CannotStart, "ImagePullBackOff",
            "\"ready\":false,\"restartCount\":0,\"state\":{\"waiting\":{\"reason\":\"ImagePullBackOff\",\"message\":"
            "\"Back-off\"}},\"lastState\":{}");
        row("no configuration", PodHealth::CannotStart, "CreateContainerConfigError",
            "\"ready\":false,\"restartCount\":0,\"state\":{\"waiting\":{\"reason\":\"CreateContainerConfigError\","
            "\"message\":\"configmap \\\"x\\\" not found\"}},\"lastState\":{}");
        row("a reason of tomorrow", PodHealth::CannotStart, "SomethingNew",
            "\"ready\":false,\"restartCount\":0,\"state\":{\"waiting\":{\"reason\":\"SomethingNew\"}},\"lastState\":{"
            "}");
        row("not ready", PodHealth::NotReady, "running, not ready",
            "\"ready\":false,\"restartCount\":0,\"state\":{\"running\":{}},\"lastState\":{}");
        row("a readiness gate", PodHealth::NotReady, "running, not ready", kRunning,
            ",\"conditions\":[{\"type\":\"Ready\",\"status\":\"False\",\"reason\":\"ReadinessGatesNotReady\"}]");
        row("starting", PodHealth::Starting, "starting: ContainerCreating",
            "\"ready\":false,\"restartCount\":0,\"state\":{\"waiting\":{\"reason\":\"ContainerCreating\"}},"
            "\"lastState\":{}");
        row("evicted", PodHealth::Crashing, "Evicted", "",
            ",\"phase\":\"Failed\",\"reason\":\"Evicted\",\"message\":\"The node was low on resource: memory.\"");
        row("init container fails", PodHealth::Crashing, "CrashLoopBackOff, exit code 2",
            "\"ready\":false,\"restartCount\":0,\"state\":{\"waiting\":{\"reason\":\"PodInitializing\"}},\"lastState\":"
            "{}",
            ",\"initContainerStatuses\":[{\"name\":\"migrate\",\"ready\":false,\"restartCount\":4,\"state\":{"
            "\"waiting\":{\"reason\":\"CrashLoopBackOff\"}},\"lastState\":{\"terminated\":{\"exitCode\":2,\"reason\":"
            "\"Error\"}}}]");
        row("init container done", PodHealth::Ready, "ready", kRunning,
            ready + ",\"initContainerStatuses\":[{\"name\":\"migrate\",\"ready\":true,\"restartCount\":0,\"state\":{"
                    "\"terminated\":{\"exitCode\":0,\"reason\":\"Completed\"}},\"lastState\":{}}]");
        row("ended", PodHealth::Ended, "ended",
            "\"ready\":false,\"restartCount\":0,\"state\":{\"terminated\":{\"exitCode\":0,\"reason\":\"Completed\"}},"
            "\"lastState\":{}",
            ",\"phase\":\"Succeeded\"");
        row("lost node", PodHealth::Unknown, "NodeLost", kRunning, ",\"reason\":\"NodeLost\"");
        row("an empty status", PodHealth::Starting, "starting", "");
    }
    void podStates()
    {
        QFETCH(const QByteArray, json);
        QFETCH(const int, health);
        QFETCH(const QString, said);
        // The last of two equal keys would win in Qt, the first in simdjson: rows that set the phase have one only.
        QByteArray once = json;
        if (once.count("\"phase\"") == 2)
            once.replace("\"phase\":\"Running\",", "");
        const Pod pod = podOf(once);
        QCOMPARE(pod.health, PodHealth(health));
        QCOMPARE(podWords(pod), said);
    }

    void notPlacedAndGoing()
    {
        const Pod waits = podOf("{\"metadata\":{\"name\":\"p\"},\"spec\":{},\"status\":{\"phase\":\"Pending\","
                                "\"conditions\":[{\"type\":\"PodScheduled\","
                                "\"status\":\"False\",\"reason\":\"Unschedulable\",\"message\":\"0/3 nodes are "
                                "available: 3 Insufficient cpu.\"}]}}");
        QCOMPARE(waits.health, PodHealth::CannotStart);
        QCOMPARE(waits.reason, s("Unschedulable"));
        QCOMPARE(waits.message, s("0/3 nodes are available: 3 Insufficient cpu."));
        QByteArray json = podJson("p", kNew, kCrashing);
        json.replace("\"uid\"", "\"deletionTimestamp\":\"2026-11-23T15:36:20Z\",\"uid\"");
        QCOMPARE(podOf(json).health, PodHealth::Ending);
    }

    // The worst of several containers speaks for the pod; restarts are of all of them.
    void theWorstContainerSpeaks()
    {
        QByteArray json = podJson("p", kNew, kRunning);
        json.replace("\"containerStatuses\":[",
                     QByteArray("\"containerStatuses\":[{\"name\":\"proxy\",\"image\":\"proxy:1\",") + kCrashing +
                         "},");
        const Pod pod = podOf(json);
        QCOMPARE(pod.container, s("proxy"));
        QCOMPARE(pod.restarts, 7);
        QCOMPARE(pod.containers, 2);
        QCOMPARE(pod.readyContainers, 1);
    }

    void eventsOfBothKinds()
    {
        const auto read = [](const QByteArray &json) {
            simdjson::dom::parser parser;
            JsonReader reader(parser.parse(json.constData(), size_t(json.size())).value());
            return readEvent(reader.root());
        };
        const ClusterEvent old =
            read(eventJson("a", "\"type\":\"Warning\",\"reason\":\"Unhealthy\",\"message\":\"Readiness probe failed: "
                                "HTTP probe failed with statuscode: 503\",\"count\":12,"
                                "\"firstTimestamp\":\"2026-11-23T15:40:00Z\",\"lastTimestamp\":\"2026-11-23T15:41:"
                                "00Z\",\"eventTime\":null"));
        QVERIFY(old.warning);
        QCOMPARE(old.count, 12);
        QCOMPARE(old.lastMs - old.firstMs, 60'000);
        QCOMPARE(old.object, s("checkout-x"));
        const ClusterEvent fresh =
            read(eventJson("b", "\"type\":\"Normal\",\"reason\":\"Scheduled\",\"message\":\"ok\",\"firstTimestamp\":"
                                "null,\"lastTimestamp\":null,"
                                "\"eventTime\":\"2026-11-23T15:40:00.123456Z\",\"series\":{\"count\":4,"
                                "\"lastObservedTime\":\"2026-11-23T15:40:30.000000Z\"}"));
        QVERIFY(!fresh.warning);
        QCOMPARE(fresh.count, 4);
        QCOMPARE(fresh.lastMs - fresh.firstMs, 30'000 - 123);
    }

    void logsAreMadeReadable()
    {
        const QByteArray body = "2026-11-23T15:40:00.123456789Z \x1b[31;1mERROR\x1b[0m db \x07gone\r\n"
                                "2026-11-23T15:40:01Z token=abcdef123456 \xe2\x80\xae"
                                "evil\n"
                                "no time at all\n"
                                "2026-11-23T15:40:02Z -----BEGIN PRIVATE KEY-----\n"
                                "2026-11-23T15:40:02Z MIIEvQIBADANBg\n"
                                "2026-11-23T15:40:02Z -----END PRIVATE KEY-----\n"
                                "2026-11-23T15:40:03Z \n" +
                                QByteArray("2026-11-23T15:40:04Z ") + QByteArray(10'000, 'x') + "\n";
        const QList<LogLine> lines = readLog(body, 100);
        QCOMPARE(lines.size(), 6);
        QCOMPARE(lines.at(0).text, s("ERROR db gone"));
        QCOMPARE(lines.at(0).atMs % 1000, 123);
        QCOMPARE(lines.at(1).text, s("token=*** evil"));
        QCOMPARE(lines.at(2), (LogLine{0, s("no time at all")}));
        QCOMPARE(lines.at(3).text, s("***"));
        QVERIFY(lines.at(4).text.isEmpty());
        QCOMPARE(lines.at(5).text.size(), 4'000);
        QCOMPARE(readLog(body, 2).first().text, QString()); // the newest are kept
        QVERIFY(readLog({}, 100).isEmpty());
    }

    void everythingIsAskedForOnce()
    {
        FakeServer server;
        server.handle(inOrder);
        Asked asked(server);
        QTRY_VERIFY(asked.complete());
        const Diagnosis &now = asked.last();
        QStringList names;
        for (const Pod &pod : now.pods.value)
            names.append(pod.name);
        QCOMPARE(names, (QStringList{s("checkout-bad"), s("checkout-ok"), s("stable-1"), s("stable-2")}));
        QCOMPARE(summaryOf(now).sentence, s("1 of 2 new pods crashes: CrashLoopBackOff, exit code 1, 7 restarts"));
        QCOMPARE(now.events.value.size(), 3); // of the rollout, of its new ReplicaSet, of the pod that crashes
        QVERIFY(now.conditions.value.first().bad());
        QCOMPARE(now.log.value.lines.last().text, s("panic: the schema is too old"));
        QVERIFY(now.log.value.previous);
        QVERIFY(!now.pods.error && !now.events.error && !now.conditions.error && !now.log.error);

        QStringList selectors;
        for (const FakeRequest &request : server.requests(kEvents))
            selectors.append(query(request, "fieldSelector"));
        selectors.sort();
        QCOMPARE(selectors,
                 (QStringList{s("involvedObject.kind=Pod,involvedObject.name=checkout-bad,involvedObject.uid="
                                "uid-checkout-bad"),
                              s("involvedObject.kind=ReplicaSet,involvedObject.name=checkout-79bf7b7575"),
                              s("involvedObject.kind=Rollout,involvedObject.name=checkout,involvedObject.uid=u-1")}));
        const QList<FakeRequest> logs = server.requests(kPods + "/checkout-bad/log");
        QCOMPARE(logs.size(), 1);
        QCOMPARE(query(logs.first(), "previous"), s("true"));
        QCOMPARE(query(logs.first(), "container"), s("checkout"));
        QCOMPARE(query(logs.first(), "tailLines"), s("100"));
        QVERIFY(query(logs.first(), "limitBytes").toInt() > 0);
        QCOMPARE(server.requests().size(), 7);
        for (const FakeRequest &request : server.requests())
            QCOMPARE(request.method, QByteArray("GET"));
    }

    // A Deployment's pods carry another label, and its events another kind.
    void deploymentsToo()
    {
        FakeServer server;
        server.handle([](const FakeRequest &request) {
            if (request.path == kPods) {
                QByteArray json = listJson({podJson("web-1", kNew, kCrashing)});
                json.replace("rollouts-pod-template-hash", "pod-template-hash");
                return FakeReply::json(json);
            }
            if (request.path == "/apis/apps/v1/namespaces/shop/deployments/checkout")
                return FakeReply::json("{\"metadata\":{\"name\":\"checkout\"},\"status\":{}}");
            return inOrder(request);
        });
        DiagnosisQuestion about = question();
        about.ref.kind = WorkloadKind::Deployment;
        about.stableHash = about.newHash; // nothing on its way
        Asked asked(server, about, 5'000, deploymentKind());
        QTRY_VERIFY(asked.complete());
        QCOMPARE(asked.last().pods.value.size(), 1);
        QCOMPARE(summaryOf(asked.last()).sentence,
                 s("The only pod crashes: CrashLoopBackOff, exit code 1, 7 restarts"));
        QCOMPARE(server.requests(kPods).size(), 1);
        QCOMPARE(query(server.requests(kPods).first(), "labelSelector"), s("pod-template-hash=79bf7b7575"));
        bool deployment = false;
        for (const FakeRequest &request : server.requests(kEvents))
            deployment = deployment || query(request, "fieldSelector").startsWith(s("involvedObject.kind=Deployment,"));
        QVERIFY(deployment);
    }

    void anotherWorkloadsPodsAreNotOurs()
    {
        FakeServer server;
        server.handle([](const FakeRequest &request) {
            if (request.path == kPods && query(request, "labelSelector").endsWith(QString::fromLatin1(kNew)))
                return FakeReply::json(listJson({podJson("ours", kNew, kRunning),
                                                 podJson("theirs", kNew, kCrashing, {}, "other-79bf7b7575"),
                                                 podJson("mislabelled", "zzz", kCrashing)},
                                                "next-page"));
            return inOrder(request);
        });
        Asked asked(server);
        QTRY_VERIFY(asked.complete());
        QStringList fresh;
        for (const Pod &pod : asked.last().pods.value) {
            if (asked.last().isNew(pod))
                fresh.append(pod.name);
        }
        QCOMPARE(fresh, QStringList{s("ours")});
        QVERIFY(asked.last().morePods);
    }

    // The log of the run before may be gone with its container.
    void withoutAnEarlierRunTheLogIsOfThisOne()
    {
        FakeServer server;
        server.handle([](const FakeRequest &request) {
            if (request.path.endsWith("/log") && query(request, "previous") == QLatin1String("true"))
                return FakeReply::json(
                    status(400, "BadRequest",
                           "previous terminated container \\\"checkout\\\" in pod \\\"checkout-bad\\\" not found"),
                    400);
            return inOrder(request);
        });
        Asked asked(server);
        QTRY_VERIFY(asked.complete());
        QCOMPARE(asked.last().log.value.lines.size(), 2);
        QVERIFY(!asked.last().log.value.previous);
        QVERIFY(!asked.last().log.error);
    }

    void theLogOfAChosenPod()
    {
        FakeServer server;
        server.handle(inOrder);
        DiagnosisQuestion about = question();
        about.logPod = s("stable-2");
        Asked asked(server, about);
        QTRY_VERIFY(asked.complete());
        QCOMPARE(asked.last().log.value.pod, s("stable-2"));
        QCOMPARE(server.count(kPods + "/stable-2/log"), 1);
        QVERIFY(query(server.requests(kPods + "/stable-2/log").first(), "previous").isEmpty());
    }

    void aPodThatNeverRanHasNoLog()
    {
        FakeServer server;
        server.handle([](const FakeRequest &request) {
            if (request.path == kPods)
                return FakeReply::json(listJson({podJson(
                    "p", kNew,
                    "\"ready\":false,\"restartCount\":0,\"state\":{\"waiting\":{\"reason\":\"ErrImagePull\"}}")}));
            return inOrder(request);
        });
        DiagnosisQuestion about = question();
        about.stableHash.clear();
        Asked asked(server, about);
        QTRY_VERIFY(asked.complete());
        QVERIFY(asked.last().log.error->message.contains(s("has not run yet")));
        QCOMPARE(server.count(kPods + "/p/log"), 0);
    }

    void noHashYet()
    {
        FakeServer server;
        server.handle(inOrder);
        DiagnosisQuestion about = question();
        about.newHash.clear();
        about.stableHash.clear();
        Asked asked(server, about);
        QTRY_VERIFY(asked.complete());
        QVERIFY(asked.last().pods.error->message.contains(s("not told yet")));
        QCOMPARE(server.count(kPods), 0); // never all of the namespace
        QVERIFY(asked.last().conditions.atMs > 0);
    }

    void missingRightsAreNamed_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QString>("right");
        QTest::newRow("log") << QByteArray("/log") << s("get pods/log in namespace shop");
        QTest::newRow("events") << kEvents << s("list events in namespace shop");
        QTest::newRow("pods") << kPods << s("list pods in namespace shop");
        QTest::newRow("rollout") << kRollout << s("get rollouts.argoproj.io in namespace shop");
    }
    void missingRightsAreNamed()
    {
        QFETCH(const QByteArray, path);
        QFETCH(const QString, right);
        FakeServer server;
        server.handle([path](const FakeRequest &request) {
            if (request.path == path || (path == "/log" && request.path.endsWith(path)))
                return FakeReply::json(
                    status(403, "Forbidden",
                           "pods \\\"checkout-bad\\\" is forbidden: User \\\"viewer\\\" cannot get resource "
                           "\\\"pods/log\\\" in API group \\\"\\\" in the namespace \\\"shop\\\""),
                    403);
            return inOrder(request);
        });
        Asked asked(server);
        QTRY_VERIFY(asked.complete());
        const Diagnosis &now = asked.last();
        const Error error = *(path == "/log"    ? now.log.error
                              : path == kEvents ? now.events.error
                              : path == kPods   ? now.pods.error
                                                : now.conditions.error);
        QCOMPARE(int(error.kind), int(Kind::NotPermitted));
        QVERIFY2(error.hint.contains(right), qPrintable(error.hint));
        QVERIFY(error.message.contains(s("User \"viewer\" cannot get")));
        // The rest is there.
        QCOMPARE(now.pods.atMs > 0, path != kPods);
        QCOMPARE(now.events.atMs > 0, path != kEvents);
        QCOMPARE(now.conditions.atMs > 0, path != kRollout);
        QCOMPARE(now.log.atMs > 0, path != "/log" && path != kPods);
    }

    void trouble_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<int>("trouble");
        QTest::addColumn<int>("kind");
        const QList<QPair<const char *, Kind>> troubles{
            {"401", Kind::Unauthorized},      {"404", Kind::NotFound},           {"410", Kind::Gone},
            {"500", Kind::Unavailable},       {"429", Kind::Throttled},          {"truncated", Kind::Malformed},
            {"wrong types", Kind::Malformed}, {"a login page", Kind::Malformed}, {"broken off", Kind::Unreachable},
            {"hanging", Kind::TimedOut},      {"too large", Kind::TooLarge}};
        for (const QByteArray &path : {kPods, kEvents, kRollout, QByteArray("/log")}) {
            for (qsizetype i = 0; i < troubles.size(); ++i) {
                // A log is text: whatever comes is one.
                if (path == "/log" && i >= 5 && i <= 7)
                    continue;
                QTest::addRow("%s, %s", path.constData(), troubles.at(i).first)
                    << path << int(i) << int(troubles.at(i).second);
            }
        }
    }
    void trouble()
    {
        QFETCH(const QByteArray, path);
        QFETCH(const int, trouble);
        QFETCH(const int, kind);
        FakeReply brokenOff = FakeReply::json("{\"items\":[");
        brokenOff.contentLength = 5000;
        brokenOff.end = FakeReply::End::Close;
        FakeReply tooLarge = FakeReply::json("{\"items\":[");
        tooLarge.contentLength = 600 << 20;
        tooLarge.end = FakeReply::End::Hang;
        const QList<FakeReply> replies{
            FakeReply::json(status(401, "Unauthorized", "Unauthorized"), 401),
            FakeReply::json(status(404, "NotFound", "pods \\\"x\\\" not found"), 404),
            FakeReply::json(status(410, "Expired", "too old resource version"), 410),
            FakeReply::json(status(500, "InternalError", "etcd leader changed"), 500),
            FakeReply::json(status(429, "TooManyRequests", "slow down"), 429),
            FakeReply::json("{\"kind\":\"List\",\"metadata\":{},\"items\":["),
            FakeReply::json("{\"metadata\":7,\"items\":true,\"status\":{\"conditions\":{}}}"),
            FakeReply::text(200, "<html>Sign in</html>", "text/html"),
            brokenOff,
            FakeReply::silent(FakeReply::End::Hang),
            tooLarge};
        FakeServer server;
        server.handle([path, reply = replies.at(trouble)](const FakeRequest &request) {
            const bool hit = request.path == path || (path == "/log" && request.path.endsWith(path));
            return hit ? reply : inOrder(request);
        });
        Asked asked(server, question(), trouble == 9 ? 300 : 5'000);
        QTRY_VERIFY(asked.complete());
        const Diagnosis &now = asked.last();
        const std::optional<Error> error = path == "/log"    ? now.log.error
                                           : path == kEvents ? now.events.error
                                           : path == kPods   ? now.pods.error
                                                             : now.conditions.error;
        QVERIFY(error.has_value());
        QVERIFY2(int(error->kind) == kind, qPrintable(error->toString()));
        QVERIFY(!error->message.isEmpty());
        QVERIFY(path == kPods || now.pods.atMs > 0);
        QVERIFY(path == kEvents || now.events.atMs > 0);
        QVERIFY(path == kRollout || now.conditions.atMs > 0);
        if (path == kPods)
            QVERIFY(summaryOf(now).level == DiagnosisSummary::Level::Unknown);
    }

    // One pod that cannot be read does not take the others along, and is not passed over in silence.
    void oneBadPod()
    {
        FakeServer server;
        server.handle([](const FakeRequest &request) {
            if (request.path == kPods && query(request, "labelSelector").endsWith(QString::fromLatin1(kNew)))
                return FakeReply::json(
                    listJson({podJson("checkout-bad", kNew, kCrashing),
                              podJson("odd", kNew, "\"ready\":\"yes\",\"restartCount\":\"7\",\"state\":[]")}));
            return inOrder(request);
        });
        Asked asked(server);
        QTRY_VERIFY(asked.complete());
        QVERIFY(asked.last().pods.atMs > 0);
        QCOMPARE(asked.last().pods.value.first().name, s("checkout-bad"));
        QCOMPARE(int(asked.last().pods.error->kind), int(Kind::Malformed));
        QVERIFY2(asked.last().pods.error->message.contains(s("status.containerStatuses[0].ready")),
                 qPrintable(asked.last().pods.error->message));
    }

    void nothingIsToldAfterCancel()
    {
        FakeServer server;
        server.handle([](const FakeRequest &request) {
            return request.path.endsWith("/log") ? FakeReply::silent(FakeReply::End::Hang) : inOrder(request);
        });
        Asked asked(server);
        QTRY_VERIFY(server.count(kPods + "/checkout-bad/log") == 1);
        QTRY_VERIFY(!asked.told.isEmpty() && asked.told.last().events.atMs > 0);
        QVERIFY(!asked.complete());
        QVERIFY(asked.last().pods.atMs > 0); // what is known is told at once
        const qsizetype before = asked.told.size();
        asked.source->cancel(1);
        bool second = false;
        asked.source->ask(2, question(), [&second](const Diagnosis &) { second = true; });
        QTRY_VERIFY(second);
        QCOMPARE(asked.told.size(), before);
        asked.source.reset(); // with a question under way
        QCOMPARE(asked.told.size(), before);
    }

    void whoIsToldMayCancel()
    {
        FakeServer server;
        server.handle(inOrder);
        const BackendConfig config = configFor(server);
        const SystemClock clock;
        KubeDiagnosis source(*openKubeAccess(config, {}), config, argoKind(), clock);
        int told = 0;
        source.ask(1, question(), [&](const Diagnosis &) {
            ++told;
            source.cancel(1);
        });
        QTRY_COMPARE(told, 1);
        QTest::qWait(100);
        QCOMPARE(told, 1);
    }
};

QTEST_GUILESS_MAIN(TestDiagnosis)
#include "tst_diagnosis.moc"
