// SPDX-License-Identifier: GPL-3.0-or-later
// Everything that a server, or what stands in its place, can answer wrongly: each gets a sentence and what to do
// about it, nothing of it is believed, and other backends stay live.
#include "connectors/argo/argocommands.h"
#include "connectors/argo/argorollout.h"
#include "tests/connectors/kubernetes/fakeapi.h"
#include "tests/connectors/kubernetes/troubles.h"
#include "tests/support/fakedoors.h"

#include <QTest>

using namespace astern;
using namespace astern::connectors;
using namespace astern::test;
using State = BackendHealth::State;
using Kind = Error::Kind;

namespace {

constexpr int kWithinMs = 90'000; // until it counts as no answer

const QByteArray kRollouts = "/apis/argoproj.io/v1alpha1/namespaces/shop/rollouts";
const QByteArray kDeployments = "/apis/apps/v1/namespaces/shop/deployments";
const QByteArray kSets = "/apis/apps/v1/namespaces/shop/replicasets";

// The same workloads of one kind, from a server in order.
struct Workloads {
    QByteArray path;
    QByteArray list;
    const WorkloadKindInfo *info = nullptr;
    QString type;
    int count = 0;
};

Workloads workloads(bool argo)
{
    if (argo)
        return {kRollouts, capture(s("argo-rollouts.json")), &argoKind(), s("argo-rollouts"), 3};
    return {kDeployments, capture(s("k8s-deployments.json")), &deploymentKind(), s("kubernetes"), 1};
}

void serve(FakeServer &server, const Workloads &all, const std::function<std::optional<FakeReply>()> &trouble)
{
    server.handle([all, trouble](const FakeRequest &request) {
        if (request.path == all.path) {
            if (const std::optional<FakeReply> reply = trouble())
                return *reply;
        }
        if (isWatch(request))
            return quietWatch();
        if (request.path == all.path)
            return FakeReply::json(all.list);
        return request.path == kSets ? FakeReply::json(capture(s("k8s-replicasets.json")))
                                     : FakeReply::text(404, "404 page not found\n");
    });
}

void addRows(const QList<Trouble> &all, bool argo, const char *prefix = "")
{
    for (const Trouble &one : all)
        QTest::addRow("%s%s%s", prefix, argo ? "argo: " : "kubernetes: ", one.name)
            << argo << one.reply << int(one.state) << int(one.kind) << s(one.said) << s(one.advice);
}

void columns()
{
    QTest::addColumn<bool>("argo");
    QTest::addColumn<FakeReply>("reply");
    QTest::addColumn<int>("state");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("said");
    QTest::addColumn<QString>("advice");
}

struct Commands {
    FakeApi api;
    SystemClock clock;
    FakeJournal journal;
    std::unique_ptr<ArgoCommands> commands;
    ObjectRef ref{s("prod-eu"), WorkloadKind::ArgoRollout, s("shop"), s("checkout")};
    QString path = QString::fromLatin1(kRollouts) + s("/checkout");

    Commands()
    {
        api.put(path, captureItems(s("argo-rollouts.json")).value(s("checkout")));
        const Result<KubeAccess> access = openKubeAccess(configFor(api.server), {});
        commands = std::make_unique<ArgoCommands>(*access, configFor(api.server), clock);
    }
    std::optional<Result<Rollout>> read()
    {
        return answerOf<Rollout>([&](auto done) { commands->read(ref, done); }, kWithinMs);
    }
    std::optional<Result<Accepted>> pause(const QString &expect = {})
    {
        std::optional<LoggedIntent> intent;
        journal.appendIntent({.kind = s("pause.intent"), .saga = Uuid7::next()}, s("saga:pause:1"),
                             [&](const Result<LoggedIntent> &logged) { intent = *logged; });
        (void)QTest::qWaitFor([&] { return intent.has_value(); });
        return answerOf<Accepted>(
            [&](auto done) {
                commands->apply(
                    *intent, {.action = DeliveryAction::Pause, .target = ref, .expectResourceVersion = expect}, done);
            },
            kWithinMs);
    }
};

} // namespace

class TestKubeBadInput : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void watch_data()
    {
        columns();
        for (const bool argo : {true, false}) {
            addRows(troubles(), argo);
            addRows(passing(), argo);
        }
    }
    void watch()
    {
        QFETCH(bool, argo);
        QFETCH(FakeReply, reply);
        QFETCH(int, state);
        QFETCH(QString, said);
        QFETCH(QString, advice);
        const Workloads all = workloads(argo);
        std::atomic<bool> trouble = true;
        FakeServer server;
        serve(server, all, [&, reply] { return trouble ? std::optional(reply) : std::nullopt; });
        FakeServer healthy;
        serve(healthy, workloads(!argo), [] { return std::optional<FakeReply>(); });

        KubeTimings timings = quickTimings();
        timings.listDeadlineMs = 400;
        Watched other(configFor(healthy, workloads(!argo).type), *workloads(!argo).info);
        Watched watched(configFor(server, all.type), *all.info, timings);
        QTRY_COMPARE(int(watched.health.state), state);
        QVERIFY2(watched.health.reason.contains(said), qPrintable(watched.health.reason));
        QVERIFY(!watched.health.reason.isEmpty());
        QVERIFY2(watched.health.hint.contains(advice),
                 qPrintable(watched.health.reason + s(" | ") + watched.health.hint));
        // Refused credentials are not shown again by themselves.
        const bool parked = State(state) == State::NeedsLogin;
        QCOMPARE(watched.health.nextTryMs > 0, !parked);
        QVERIFY(watched.rollouts.isEmpty()); // nothing of it was believed
        // The rest stays live.
        QTRY_COMPARE(other.health.state, State::Live);
        QTRY_COMPARE(other.rollouts.size(), workloads(!argo).count);
        // And so is this one as soon as the trouble is over.
        trouble = false;
        if (parked)
            watched.watch->signInAgain();
        QTRY_COMPARE_WITH_TIMEOUT(watched.health.state, State::Live, 20'000);
        QTRY_COMPARE(watched.rollouts.size(), all.count);
    }

    // What was known stays on screen while the backend is in trouble, and a later answer that is wrong about one
    // object makes that one unknown, with the reason.
    void oneWrongObjectAmongGoodOnes()
    {
        QJsonObject list = QJsonDocument::fromJson(capture(s("argo-rollouts.json"))).object();
        QJsonArray items = list[s("items")].toArray();
        QJsonObject pay = items.at(2).toObject();
        QJsonObject spoiled = pay[s("status")].toObject();
        spoiled[s("currentStepIndex")] = s("three");
        pay[s("status")] = spoiled;
        items[2] = pay;
        list[s("items")] = items;
        const QByteArray body = QJsonDocument(list).toJson(QJsonDocument::Compact);
        FakeServer server;
        serve(server, workloads(true), [] { return std::optional<FakeReply>(); });
        Watched watched(configFor(server), argoKind());
        QTRY_COMPARE(watched.rollouts.size(), 3);
        const Rollout before = watched.rollout("pay");
        server.on(kRollouts, {FakeReply::json(body), quietWatch()});
        watched.watch->refresh();
        QTRY_VERIFY(!watched.rollout("pay").unknownReason.isEmpty());
        QCOMPARE(watched.rollout("pay").unknownReason,
                 s("status.currentStepIndex: a whole number expected, found a string"));
        QCOMPARE(watched.rollout("pay").desired, before.desired);
        QVERIFY(watched.rollout("cart").unknownReason.isEmpty());
        QTRY_COMPARE(watched.health.state, State::Live);
        QTRY_VERIFY2(watched.health.reason.contains(s("shop/pay")), qPrintable(watched.health.reason));
        QVERIFY(watched.watch->evidence().last().bytes.contains("three"));
    }

    void gone_data()
    {
        QTest::addColumn<FakeReply>("listing");
        QTest::addColumn<FakeReply>("watching");
        const FakeReply list = FakeReply::json(capture(s("argo-rollouts.json")));
        const QByteArray expired = status(410, "Expired", "too old resource version: 1 (370)");
        QTest::newRow("watch answers 200 and an ERROR event")
            << list << FakeReply::lines({"{\"type\":\"ERROR\",\"object\":" + expired + "}"});
        QTest::newRow("watch answers 410") << list << FakeReply::json(expired, 410);
        QTest::newRow("list answers 410") << FakeReply::json(expired, 410) << quietWatch();
    }
    void gone()
    {
        QFETCH(FakeReply, listing);
        QFETCH(FakeReply, watching);
        std::atomic<int> lists = 0;
        std::atomic<int> watches = 0;
        FakeServer server;
        server.handle([&, listing, watching](const FakeRequest &request) {
            if (request.path == kSets)
                return isWatch(request) ? quietWatch() : FakeReply::json(capture(s("k8s-replicasets.json")));
            if (isWatch(request))
                return ++watches == 1 ? watching : quietWatch();
            return ++lists == 1 ? listing : FakeReply::json(capture(s("argo-rollouts.json")));
        });
        Watched watched(configFor(server), argoKind());
        QTRY_COMPARE(watched.rollouts.size(), 3);
        QTRY_COMPARE(lists.load(), 2); // listed again, and nobody was alarmed
        QTRY_COMPARE(watched.health.state, State::Live);
        QVERIFY(!watched.states.contains(State::Retrying));
        QVERIFY(watched.watch->evidence().isEmpty());
    }

    void tls_data()
    {
        QTest::addColumn<QByteArray>("certificate");
        QTest::addColumn<QString>("authority");
        QTest::addColumn<bool>("wantsClient");
        QTest::addColumn<QString>("said");
        QTest::addColumn<QString>("advice");
        QTest::newRow("another name") << QByteArray("elsewhere") << s("ca.crt") << false << s("not for 127.0.0.1")
                                      << s("Use a name that the certificate carries");
        QTest::newRow("another authority") << QByteArray("server") << s("otherca.crt") << false
                                           << s("authority that is not trusted here") << s("(ca)");
        QTest::newRow("expired") << QByteArray("expired") << s("ca.crt") << false << s("expired at")
                                 << s("Renew the backend's certificate");
        QTest::newRow("client certificate missing")
            << QByteArray("server") << s("ca.crt") << true << QString() << s("cert and key");
    }
    void tls()
    {
        QFETCH(QByteArray, certificate);
        QFETCH(QString, authority);
        QFETCH(bool, wantsClient);
        QFETCH(QString, said);
        QFETCH(QString, advice);
        const TestCertificates &all = TestCertificates::instance();
        FakeServer server(FakeServer::Tls{all.pem((certificate + ".crt").constData()),
                                          all.pem((certificate + ".key").constData()),
                                          wantsClient ? all.pem("ca.crt") : QByteArray()});
        BackendConfig config = configFor(server);
        config.caFile = all.file(authority.toLatin1().constData());
        Watched watched(config, argoKind());
        QTRY_COMPARE(watched.health.state, State::Retrying);
        QVERIFY2(watched.health.reason.contains(said), qPrintable(watched.health.reason));
        QVERIFY2(watched.health.hint.contains(advice), qPrintable(watched.health.hint));
        QVERIFY(server.requests().isEmpty()); // no credentials went there
    }

    void nobodyThere()
    {
        BackendConfig config;
        {
            const FakeServer server;
            config = configFor(server);
        }
        Watched watched(config, argoKind());
        QTRY_COMPARE(watched.health.state, State::Retrying);
        QVERIFY2(watched.health.reason.contains(s("Nothing answers for prod-eu at 127.0.0.1, port ")),
                 qPrintable(watched.health.reason));
        QVERIFY2(watched.health.hint.contains(s("Check that it runs")), qPrintable(watched.health.hint));
    }

    void read_data()
    {
        columns();
        addRows(troubles(), true);
        addRows({passing().at(1)}, true);
    }
    void read()
    {
        QFETCH(FakeReply, reply);
        QFETCH(int, kind);
        QFETCH(QString, said);
        QFETCH(QString, advice);
        Commands c;
        c.api.intercept = [&](const FakeRequest &) { return reply; };
        const auto answer = c.read();
        QVERIFY(answer && !*answer);
        checkError(answer->error(), kind, said, advice);
    }

    void history_data() { read_data(); }
    // The object is read, its ReplicaSets are not: nothing to go back to must not be taken for "no history".
    void history()
    {
        QFETCH(FakeReply, reply);
        QFETCH(int, kind);
        QFETCH(QString, said);
        QFETCH(QString, advice);
        Commands c;
        c.api.intercept = [&](const FakeRequest &request) {
            FakeReply usual;
            usual.status = 0;
            return request.path == kSets ? reply : usual;
        };
        const auto answer = c.read();
        QVERIFY(answer);
        if (Kind(kind) == Kind::NotPermitted) { // known and said elsewhere: everything else is still possible
            QVERIFY(answer->ok());
            return;
        }
        QVERIFY(!*answer);
        checkError(answer->error(), kind, said, advice);
    }

    void permission_data() { read_data(); }
    void permission()
    {
        QFETCH(FakeReply, reply);
        QFETCH(int, kind);
        QFETCH(QString, advice);
        Commands c;
        c.api.intercept = [&](const FakeRequest &) { return reply; };
        const auto answer =
            answerOf<Permission>([&](auto done) { c.commands->mayI(DeliveryAction::Abort, c.ref, done); }, kWithinMs);
        QVERIFY(answer && !*answer);
        checkError(answer->error(), kind, {}, advice);
    }

    void command_data()
    {
        columns();
        QList<Trouble> all = troubles();
        all.erase(std::remove_if(all.begin(), all.end(),
                                 [](const Trouble &one) {
                                     // An accepted change whose answer cannot be read is accepted: it is read back.
                                     return one.kind == Kind::Malformed;
                                 }),
                  all.end());
        addRows(all, true);
        addRows({passing().at(1)}, true);
    }
    void command()
    {
        QFETCH(FakeReply, reply);
        QFETCH(int, kind);
        QFETCH(QString, said);
        QFETCH(QString, advice);
        Commands c;
        const auto seen = c.read();
        QVERIFY(seen && seen->ok());
        c.api.intercept = [&](const FakeRequest &request) {
            FakeReply usual;
            usual.status = 0;
            return request.method == "PATCH" ? reply : usual;
        };
        const auto answer = c.pause((*seen)->resourceVersion);
        QVERIFY(answer && !*answer);
        checkError(answer->error(), kind, Kind(kind) == Kind::NotFound ? QString() : said, advice);
        // Refused is refused: sent once. What may have been lost is sent again under its guard, but not for ever.
        const qsizetype most = reply.noAnswer || reply.status >= 500 || reply.status == 200 ? 5 : 1;
        QVERIFY2(c.api.patches().size() <= most, qPrintable(QString::number(c.api.patches().size())));
        QVERIFY(!c.api.object(c.path)[s("spec")][s("paused")].toBool());
    }
};

QTEST_GUILESS_MAIN(TestKubeBadInput)
#include "tst_badinput.moc"
