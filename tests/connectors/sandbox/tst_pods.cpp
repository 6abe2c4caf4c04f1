// SPDX-License-Identifier: GPL-3.0-or-later
// What the company tells about its pods: states, events and logs that agree with each other and with what is wrong,
// as any client of the API sees them, and as Astern does.
#include "connectors/argo/argorollout.h"
#include "connectors/kubernetes/kubediagnosis.h"
#include "connectors/sandbox/host.h"
#include "connectors/sandbox/json.h"
#include "models/rollout/podwords.h"
#include "tests/support/sandboxorders.h"

#include <QJsonDocument>
#include <QTest>

using namespace astern::connectors::sandbox;

namespace {

constexpr qint64 kStart = 1'795'000'000'000;
constexpr qint64 kMinute = 60'000;

std::unique_ptr<World> company(quint64 seed = 3)
{
    World::Options options;
    options.seed = seed;
    options.startWallMs = kStart;
    options.historyMs = 2 * kMinute;
    options.story = false;
    return std::make_unique<World>(options);
}

Fault fault(Fault::Kind kind, double ratio = 0)
{
    Fault made;
    made.id = u"f"_s;
    made.service = u"search"_s;
    made.version = u"1.44.0"_s;
    made.kind = kind;
    made.ratio = ratio;
    return made;
}

ApiResponse ask(World &world, const QString &path, QList<QPair<QString, QString>> query = {},
                const QStringList &withheld = {})
{
    Access access;
    access.byToken.insert("t", {u"viewer"_s, false, false, withheld});
    Cluster &cluster = *world.cluster(u"prod-eu-1"_s);
    const PodNews news(cluster, world.faults(), {world.now(), world.speed()});
    ApiRequest request;
    request.path = path;
    request.query = std::move(query);
    request.authorization = "Bearer t";
    return KubeApi(cluster, access, news).handle(request).response;
}

QList<QJsonObject> items(const ApiResponse &response)
{
    QList<QJsonObject> all;
    for (const QJsonValue &item : QJsonDocument::fromJson(response.body).object().value("items"_L1).toArray())
        all.append(item.toObject());
    return all;
}

// The pods of search that run this version.
QList<QJsonObject> podsOf(World &world, const QString &tag)
{
    QList<QJsonObject> all;
    for (const QJsonObject &pod :
         items(ask(world, u"/api/v1/namespaces/shop/pods"_s, {{u"labelSelector"_s, u"app=search"_s}}))) {
        const QJsonObject status = get(pod, {"status"_L1, "containerStatuses"_L1}).toArray().at(0).toObject();
        if (status.value("image"_L1).toString().endsWith(QLatin1Char(':') + tag))
            all.append(pod);
    }
    return all;
}

QJsonObject container(const QJsonObject &pod)
{
    return get(pod, {"status"_L1, "containerStatuses"_L1}).toArray().at(0).toObject();
}

QString nameOf(const QJsonObject &object) { return text(object, {"metadata"_L1, "name"_L1}); }

ApiResponse logOf(World &world, const QJsonObject &pod, QList<QPair<QString, QString>> query = {})
{
    return ask(world, u"/api/v1/namespaces/shop/pods/"_s + nameOf(pod) + u"/log"_s, std::move(query));
}

} // namespace

class TestSandboxPods : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aCrashLoopsWithLongerAndLongerPauses()
    {
        const auto world = company();
        world->faults().add(fault(Fault::Kind::Crashes));
        QCOMPARE(world->deploy(u"search"_s, u"prod-eu-1"_s, u"1.44.0"_s), QString());
        world->runFor(kMinute);
        const auto bad = [&] { return container(podsOf(*world, u"1.44.0"_s).first()); };
        const int early = bad().value("restartCount"_L1).toInt();
        QVERIFY(early >= 2);
        QCOMPARE(text(bad(), {"state"_L1, "waiting"_L1, "reason"_L1}), u"CrashLoopBackOff"_s);
        QCOMPARE(number(bad(), {"lastState"_L1, "terminated"_L1, "exitCode"_L1}), 1);
        world->runFor(9 * kMinute);
        const int late = bad().value("restartCount"_L1).toInt();
        QVERIFY2(late > early && late < 10, qPrintable(QString::number(late)));
        // What it is cured of, it recovers from; the restarts stay.
        QVERIFY(world->faults().clear(u"f"_s));
        world->runFor(kMinute);
        QVERIFY(bad().value("ready"_L1).toBool());
        QCOMPARE(bad().value("restartCount"_L1).toInt(), late);
    }

    void eventsSayWhatPodsSay()
    {
        const auto world = company();
        world->faults().add(fault(Fault::Kind::Crashes));
        QCOMPARE(world->deploy(u"search"_s, u"prod-eu-1"_s, u"1.44.0"_s), QString());
        world->runFor(2 * kMinute);
        const QJsonObject pod = podsOf(*world, u"1.44.0"_s).first();
        const auto about = [&](const QString &selector) {
            return items(ask(*world, u"/api/v1/namespaces/shop/events"_s, {{u"fieldSelector"_s, selector}}));
        };
        const QList<QJsonObject> events = about(u"involvedObject.kind=Pod,involvedObject.name="_s + nameOf(pod) +
                                                u",involvedObject.uid="_s + text(pod, {"metadata"_L1, "uid"_L1}));
        QMap<QString, QJsonObject> byReason;
        for (const QJsonObject &event : events) {
            QCOMPARE(text(event, {"involvedObject"_L1, "name"_L1}), nameOf(pod));
            byReason.insert(text(event, {"reason"_L1}), event);
        }
        QVERIFY(byReason.contains(u"Scheduled"_s) && byReason.contains(u"BackOff"_s));
        QCOMPARE(text(byReason.value(u"BackOff"_s), {"type"_L1}), u"Warning"_s);
        QCOMPARE(number(byReason.value(u"Started"_s), {"count"_L1}),
                 container(pod).value("restartCount"_L1).toInt() + 1);
        QVERIFY(about(u"involvedObject.name=nobody"_s).isEmpty());
        QCOMPARE(ask(*world, u"/api/v1/namespaces/shop/events"_s, {{u"fieldSelector"_s, u"spec.x=1"_s}}).status, 400);
        QCOMPARE(
            ask(*world, u"/api/v1/namespaces/shop/pods"_s, {{u"fieldSelector"_s, u"involvedObject.name=x"_s}}).status,
            400);
        // Kept for an hour.
        world->runFor(70 * kMinute);
        for (const QJsonObject &event : about(u"involvedObject.name="_s + nameOf(pod)))
            QVERIFY(parseStamp(text(event, {"lastTimestamp"_L1})) >= world->now().wall - 61 * kMinute);
    }

    void anImageThatIsNotThere()
    {
        const auto world = company();
        QCOMPARE(world->deploy(u"search"_s, u"prod-eu-1"_s, u"bad-1"_s), QString());
        world->runFor(kMinute);
        const QJsonObject pod = podsOf(*world, u"bad-1"_s).first();
        QCOMPARE(text(container(pod), {"state"_L1, "waiting"_L1, "reason"_L1}), u"ImagePullBackOff"_s);
        const ApiResponse log = logOf(*world, pod);
        QCOMPARE(log.status, 400);
        QVERIFY(log.body.contains("trying and failing to pull image"));
        bool failed = false;
        for (const QJsonObject &event : items(ask(*world, u"/api/v1/namespaces/shop/events"_s,
                                                  {{u"fieldSelector"_s, u"involvedObject.name="_s + nameOf(pod)}})))
            failed = failed || text(event, {"message"_L1}).contains(u"manifest unknown"_s);
        QVERIFY(failed);
    }

    void logsTellWhatIsWrong()
    {
        const auto world = company();
        world->faults().add(fault(Fault::Kind::Errors, 0.5));
        QCOMPARE(world->deploy(u"search"_s, u"prod-eu-1"_s, u"1.44.0"_s), QString());
        world->runFor(3 * kMinute);
        const QByteArray sick = logOf(*world, podsOf(*world, u"1.44.0"_s).first(),
                                      {{u"tailLines"_s, u"100"_s}, {u"timestamps"_s, u"true"_s}})
                                    .body;
        QVERIFY(sick.contains("level=error"));
        QCOMPARE(sick.count('\n'), 100);
        QCOMPARE(sick.at(10), 'T');
        const QByteArray well = logOf(*world, podsOf(*world, u"1.43.2"_s).first(), {{u"tailLines"_s, u"100"_s}}).body;
        QVERIFY2(well.contains("level=info") && !well.contains("level=error"), well.left(300).constData());
        QCOMPARE(logOf(*world, podsOf(*world, u"1.43.2"_s).first(), {{u"limitBytes"_s, u"10"_s}}).body.size(), 10);
    }

    void theRunBefore()
    {
        const auto world = company();
        world->faults().add(fault(Fault::Kind::Crashes));
        QCOMPARE(world->deploy(u"search"_s, u"prod-eu-1"_s, u"1.44.0"_s), QString());
        world->runFor(kMinute);
        const QJsonObject bad = podsOf(*world, u"1.44.0"_s).first();
        const QByteArray log = logOf(*world, bad, {{u"previous"_s, u"true"_s}, {u"container"_s, u"search"_s}}).body;
        QVERIFY(log.contains("panic:"));
        QCOMPARE(logOf(*world, bad, {{u"container"_s, u"other"_s}}).status, 400);
        const ApiResponse none = logOf(*world, podsOf(*world, u"1.43.2"_s).first(), {{u"previous"_s, u"true"_s}});
        QCOMPARE(none.status, 400);
        QVERIFY(none.body.contains("previous terminated container"));
        QCOMPARE(ask(*world, u"/api/v1/namespaces/shop/pods/nobody/log"_s).status, 404);
    }

    void rightsCanBeWithheld()
    {
        const auto world = company();
        const QJsonObject pod = items(ask(*world, u"/api/v1/namespaces/shop/pods"_s)).first();
        const ApiResponse refused =
            ask(*world, u"/api/v1/namespaces/shop/pods/"_s + nameOf(pod) + u"/log"_s, {}, {u"pods/log"_s});
        QCOMPARE(refused.status, 403);
        QVERIFY2(refused.body.contains("cannot get resource \\\"pods/log\\\""), refused.body.constData());
        QCOMPARE(ask(*world, u"/api/v1/namespaces/shop/pods"_s, {}, {u"pods/log"_s}).status, 200);
    }

    void sameSeedSameWords()
    {
        const auto one = company(7);
        const auto two = company(7);
        for (World *world : {one.get(), two.get()}) {
            world->faults().add(fault(Fault::Kind::Crashes));
            QCOMPARE(world->deploy(u"search"_s, u"prod-eu-1"_s, u"1.44.0"_s), QString());
        }
        one->runFor(3 * kMinute);
        for (int i = 0; i < 3 * 60; ++i)
            two->runFor(1'000);
        const QString events = u"/api/v1/namespaces/shop/events"_s;
        QCOMPARE(ask(*one, events).body, ask(*two, events).body);
        for (const QString &tag : {u"1.44.0"_s, u"1.43.2"_s}) {
            const QByteArray log = logOf(*one, podsOf(*one, tag).first()).body;
            QVERIFY(!log.isEmpty());
            QCOMPARE(log, logOf(*two, podsOf(*two, tag).first()).body);
        }
    }

    // The whole way: Astern's own connector over the wire.
    void asternSeesWhy()
    {
        Host::Options options;
        options.world.startWallMs = QDateTime::currentMSecsSinceEpoch();
        options.world.story = false;
        options.world.historyMs = kMinute;
        options.world.speed = 20;
        Host host(options);
        QCOMPARE(host.start(), QString());
        const auto order = [&host](const QJsonObject &what) { return astern::test::orderOf(host, what).status; };
        QCOMPARE(order({{u"op"_s, u"inject"_s}, {u"fault"_s, fault(Fault::Kind::Crashes).toJson()}}), 200);
        QCOMPARE(order({{u"op"_s, u"deploy"_s},
                        {u"service"_s, u"search"_s},
                        {u"cluster"_s, u"prod-eu-1"_s},
                        {u"tag"_s, u"1.44.0"_s}}),
                 200);
        QCOMPARE(order({{u"op"_s, u"withhold"_s}, {u"user"_s, u"viewer"_s}, {u"resource"_s, u"events"_s}}), 200);

        astern::BackendConfig config;
        config.id = u"prod-eu"_s;
        config.url = QUrl(host.clusterUrl(u"prod-eu-1"_s));
        config.bearer = {u"${env:TOKEN}"_s};
        const QString token = QString::fromLatin1(host.viewerToken());
        const auto access = astern::connectors::openKubeAccess(
            config, [token](const astern::Secret &) { return astern::Result<QString>(token); });
        QVERIFY(access.ok());
        const astern::SystemClock clock;
        astern::connectors::KubeDiagnosis source(*access, config, astern::connectors::argoKind(), clock);
        astern::DiagnosisQuestion question;
        question.ref = {u"prod-eu"_s, astern::WorkloadKind::ArgoRollout, u"shop"_s, u"search"_s};
        astern::Diagnosis now;
        quint64 ticket = 0;
        const auto look = [&] {
            now = {};
            source.ask(++ticket, question, [&now](const astern::Diagnosis &told) { now = told; });
            return QTest::qWaitFor([&now] { return now.complete; });
        };
        // As the controller calls the new version.
        for (const ServiceSpec &service : shopServices())
            for (const CellSpec &cell : cells())
                if (service.id == "search"_L1 && cell.context() == "prod-eu-1"_L1)
                    question.newHash = templateHash(podTemplate(service, cell, u"1.44.0"_s));
        QVERIFY(!question.newHash.isEmpty());
        QTRY_VERIFY_WITH_TIMEOUT(look() && !now.pods.value.isEmpty() && now.pods.value.first().restarts > 0, 20'000);
        QVERIFY2(astern::summaryOf(now).sentence.contains(u"CrashLoopBackOff, exit code 1"_s),
                 qPrintable(astern::summaryOf(now).sentence));
        QVERIFY(now.log.value.previous);
        QStringList lines;
        for (const astern::LogLine &line : now.log.value.lines)
            lines.append(line.text);
        QVERIFY(lines.contains(u"panic: the schema is older than this build"_s));
        QVERIFY(!lines.join(QLatin1Char('\n')).contains(u"hunter2"_s));
        QVERIFY(now.events.error->hint.contains(u"list events in namespace shop"_s));
        QVERIFY(now.conditions.atMs > 0);
    }
};

QTEST_GUILESS_MAIN(TestSandboxPods)
#include "tst_pods.moc"
