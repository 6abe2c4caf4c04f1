// SPDX-License-Identifier: GPL-3.0-or-later
// What a real Argo Rollouts controller and API server answered reaches the connector over HTTP: whole, cut at
// random bytes, and over connections that drop.
#include "connectors/argo/argorollout.h"
#include "tests/connectors/kubernetes/kubetest.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTest>

using namespace astern;
using namespace astern::connectors;
using namespace astern::test;

namespace {

const QByteArray kRollouts = "/apis/argoproj.io/v1alpha1/namespaces/shop/rollouts";
const QByteArray kSets = "/apis/apps/v1/namespaces/shop/replicasets";

QString versionOfLine(const QByteArray &line)
{
    return QJsonDocument::fromJson(
               line)[QLatin1String("object")][QLatin1String("metadata")][QLatin1String("resourceVersion")]
        .toString();
}

// Lists of nothing, then the recorded watch up to `count` lines.
void serveWatch(FakeServer &server, int count)
{
    QByteArray body;
    const QList<QByteArray> lines = captureLines(QStringLiteral("argo-rollouts-watch.ndjson")).mid(0, count);
    server.handle([lines](const FakeRequest &request) {
        if (!isWatch(request))
            return FakeReply::json(emptyList("370"));
        return request.path == kRollouts ? FakeReply::lines(lines, FakeReply::End::Hang) : quietWatch();
    });
}

} // namespace

class TestArgoCaptures : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void list_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("phase");
        QTest::addColumn<QString>("version");
        QTest::addColumn<QString>("desired");
        QTest::addColumn<QString>("stable");
        QTest::addColumn<QString>("shares");
        QTest::addColumn<int>("step");
        QTest::addColumn<int>("steps");
        QTest::addColumn<QString>("revisions");
        const auto row = [](const char *name, const char *phase, const char *version, const char *desired,
                            const char *stable, const char *shares, int step, int steps, const char *revisions) {
            QTest::newRow(name) << QString::fromLatin1(name) << QString::fromLatin1(phase)
                                << QString::fromLatin1(version) << QString::fromLatin1(desired)
                                << QString::fromLatin1(stable) << QString::fromLatin1(shares) << step << steps
                                << QString::fromLatin1(revisions);
        };
        row("cart", "Healthy", "v2", "7bc9d8b88", "7bc9d8b88", "7bc9d8b88 100%", -1, 0, "2:v2:2/2 1:v1:0/0");
        row("checkout", "Healthy", "v1", "79bf7b7575", "79bf7b7575", "79bf7b7575 100%", 2, 2,
            "5:v1:5/5 4:bad7:0/0 2:v2:0/0");
        row("pay", "Degraded", "v3", "b55d99f7", "56c8bdbd94", "56c8bdbd94 100%", 0, 4, "3:v3:0/0 2:v2:4/4 1:v1:0/0");
    }
    void list()
    {
        FakeServer server;
        server.on(kRollouts, {FakeReply::json(capture(QStringLiteral("argo-rollouts.json"))), quietWatch()});
        server.on(kSets, {FakeReply::json(capture(QStringLiteral("k8s-replicasets.json"))), quietWatch()});
        Watched w(configFor(server), argoKind());
        QTRY_COMPARE(w.completes, 1);
        QFETCH(QString, name);
        QCOMPARE(w.rollouts.size(), 3);
        const Rollout r = w.rollouts.value(name);
        QCOMPARE(r.unknownReason, QString());
        QCOMPARE(r.ref.key(), QStringLiteral("prod-eu/rollout/shop/") + name);
        QTEST(phaseText(r.control.phase), "phase");
        QTEST(r.desired.manifest.version(), "version");
        QTEST(r.desired.hash, "desired");
        QTEST(r.stableHash, "stable");
        QTEST(sharesText(r), "shares");
        QTEST(r.control.currentStep, "step");
        QTEST(int(r.control.steps.size()), "steps");
        QStringList revisions;
        for (const Revision &revision : r.revisions)
            revisions.append(QStringLiteral("%1:%2:%3/%4")
                                 .arg(revision.number)
                                 .arg(revision.manifest.version())
                                 .arg(revision.readyPods)
                                 .arg(revision.pods));
        QTEST(revisions.join(QLatin1Char(' ')), "revisions");
        QVERIFY(r.control.sawLatest);
        QCOMPARE(server.requests(kRollouts).at(0).headers.value("user-agent"), QByteArray("astern/" ASTERN_VERSION));
        QTRY_COMPARE(server.count(kRollouts), 2);
        QCOMPARE(query(server.requests(kRollouts).at(1), "resourceVersion"), QStringLiteral("2931")); // of the list
        QCOMPARE(query(server.requests(kRollouts).at(1), "allowWatchBookmarks"), QStringLiteral("true"));
        QTRY_COMPARE(w.health.state, BackendHealth::State::Live);
    }
    void factsOfTheList()
    {
        FakeServer server;
        server.on(kRollouts, {FakeReply::json(capture(QStringLiteral("argo-rollouts.json"))), quietWatch()});
        server.on(kSets, {FakeReply::json(capture(QStringLiteral("k8s-replicasets.json"))), quietWatch()});
        Watched w(configFor(server), argoKind());
        QTRY_COMPARE(w.completes, 1);
        const Rollout cart = w.rollout("cart");
        QVERIFY(cart.finished());
        QCOMPARE(cart.control.strategy, QStringLiteral("blue-green"));
        QCOMPARE(cart.serving.sinceMs, 1'795'448'180'000); // Completed, 2026-11-23T15:36:20Z
        QCOMPARE(cart.previousRevision()->number, 1);
        const Rollout checkout = w.rollout("checkout");
        QVERIFY(checkout.finished());
        QCOMPARE(checkout.historyLimit, 4);
        QCOMPARE(checkout.control.steps.at(0).weight, 20);
        QCOMPARE(checkout.control.steps.at(1).durationMs, -1);
        const Rollout pay = w.rollout("pay");
        QVERIFY(pay.rolledBack());
        QVERIFY(pay.control.aborted);
        QVERIFY(pay.serving.measuredByRouter);
        QVERIFY(pay.control.message.contains(QLatin1String("failureLimit")));
        QCOMPARE(pay.control.steps.at(1).kind, RolloutStep::Kind::Analysis);
        QCOMPARE(pay.control.steps.at(1).text, QStringLiteral("success-rate"));
        QCOMPARE(pay.newPercent(), 0.0);
        // The custom resource is stored as written, the ReplicaSet with the server's defaults: one digest all the same.
        QCOMPARE(cart.desired.manifest.digest, cart.revision(2)->manifest.digest);
    }

    void watch_data()
    {
        QTest::addColumn<int>("lines");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("facts");
        const auto row = [](const char *tag, int lines, const char *name, const char *facts) {
            QTest::newRow(tag) << lines << QString::fromLatin1(name) << QString::fromLatin1(facts);
        };
        row("first deploy is done", 3, "checkout",
            "Healthy desired=79bf7b7575 stable=79bf7b7575 step=6/6 [79bf7b7575 100%] saw");
        row("new image, not seen yet", 5, "checkout",
            "Progressing desired= stable=79bf7b7575 step=6/6 [79bf7b7575 100%] behind");
        row("begun", 8, "checkout", "Progressing desired=7dccc9fb46 stable=79bf7b7575 step=0/6 [79bf7b7575 100%] saw");
        row("waits at the first pause", 13, "checkout",
            "Paused desired=7dccc9fb46 stable=79bf7b7575 step=1/6 [79bf7b7575 80% 7dccc9fb46 20%] saw waits "
            "CanaryPauseStep");
        row("promoted, controller not there yet", 15, "checkout",
            "Paused desired=7dccc9fb46 stable=79bf7b7575 step=1/6 [79bf7b7575 80% 7dccc9fb46 20%] saw");
        row("timed pause waits for nobody", 21, "checkout",
            "Paused desired=7dccc9fb46 stable=79bf7b7575 step=3/6 [79bf7b7575 60% 7dccc9fb46 40%] saw CanaryPauseStep");
        row("abort flag, phase still the old one", 33, "checkout",
            "Paused desired=7dccc9fb46 stable=79bf7b7575 step=5/6 [7dccc9fb46 80% 79bf7b7575 20%] saw aborted "
            "CanaryPauseStep");
        row("aborted, pods still there", 34, "checkout",
            "Degraded desired=7dccc9fb46 stable=79bf7b7575 step=0/6 [7dccc9fb46 80% 79bf7b7575 20%] saw aborted");
        row("rolled back", 46, "checkout",
            "Degraded desired=7dccc9fb46 stable=79bf7b7575 step=0/6 [79bf7b7575 100%] saw aborted rolledback");
        row("retried", 49, "checkout",
            "Progressing desired=7dccc9fb46 stable=79bf7b7575 step=0/6 [79bf7b7575 100%] saw");
        row("promoted to the end", 70, "checkout",
            "Healthy desired=7dccc9fb46 stable=7dccc9fb46 step=6/6 [7dccc9fb46 100%] saw");
        row("router weights", 154, "pay",
            "Degraded desired=b55d99f7 stable=56c8bdbd94 step=0/4 [56c8bdbd94 100%] saw aborted rolledback");
        row("blue-green switched", 154, "cart",
            "Healthy desired=7bc9d8b88 stable=7bc9d8b88 step=-1/0 [7bc9d8b88 100%] saw");
        row("blue-green waits", 151, "cart",
            "Paused desired=7bc9d8b88 stable=79dcfb745c step=-1/0 [79dcfb745c 100%] saw waits BlueGreenPause");
    }
    void watch()
    {
        QFETCH(int, lines);
        QFETCH(QString, name);
        QFETCH(QString, facts);
        FakeServer server;
        serveWatch(server, lines);
        Watched w(configFor(server), argoKind());
        const QString version = versionOfLine(captureLines(QStringLiteral("argo-rollouts-watch.ndjson")).at(lines - 1));
        const auto text = [&] {
            const Rollout r = w.rollouts.value(name);
            QString t = QStringLiteral("%1 desired=%2 stable=%3 step=%4/%5 [%6] %7")
                            .arg(phaseText(r.control.phase), r.desired.hash, r.stableHash)
                            .arg(r.control.currentStep)
                            .arg(r.control.steps.size())
                            .arg(sharesText(r), r.control.sawLatest ? QStringLiteral("saw") : QStringLiteral("behind"));
            if (r.control.aborted)
                t += QStringLiteral(" aborted");
            if (r.rolledBack())
                t += QStringLiteral(" rolledback");
            if (r.control.waitsForPerson)
                t += QStringLiteral(" waits");
            if (!r.control.pauseReason.isEmpty())
                t += QLatin1Char(' ') + r.control.pauseReason;
            return t;
        };
        QTRY_COMPARE(text(), facts);
    }

    void cutAtRandomBytes_data()
    {
        QTest::addColumn<quint32>("seed");
        for (quint32 seed = 1; seed <= 8; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }
    void cutAtRandomBytes()
    {
        QFETCH(quint32, seed);
        QRandomGenerator random(seed);
        FakeReply whole = FakeReply::lines({}, FakeReply::End::Hang);
        const QByteArray all = capture(QStringLiteral("argo-rollouts-watch.ndjson"));
        for (qsizetype at = 0; at < all.size();) {
            const qsizetype size = 1 + random.bounded(20'000);
            whole.pieces.append(all.mid(at, size));
            at += size;
        }
        FakeServer server;
        server.handle([whole](const FakeRequest &request) {
            if (!isWatch(request))
                return FakeReply::json(emptyList("370"));
            return request.path == kRollouts ? whole : quietWatch();
        });
        Watched w(configFor(server), argoKind());
        QTRY_COMPARE(w.rollout("cart").stableHash, QStringLiteral("7bc9d8b88"));
        QTRY_VERIFY(w.rollout("pay").rolledBack());
        QTRY_COMPARE(w.rollout("checkout").desired.manifest.version(), QStringLiteral("v1"));
        QVERIFY(w.rollout("checkout").finished());
        QVERIFY(w.watch->evidence().isEmpty());
    }

    void droppedConnections_data() { cutAtRandomBytes_data(); }
    void droppedConnections()
    {
        QFETCH(quint32, seed);
        auto random = std::make_shared<QRandomGenerator>(seed);
        const QList<QByteArray> lines = captureLines(QStringLiteral("argo-rollouts-watch.ndjson"));
        FakeServer server;
        server.handle([random, lines](const FakeRequest &request) {
            if (!isWatch(request))
                return FakeReply::json(emptyList("370"));
            if (request.path != kRollouts)
                return quietWatch();
            const QString from = query(request, "resourceVersion");
            qsizetype first = 0;
            for (qsizetype i = 0; i < lines.size(); ++i) {
                if (versionOfLine(lines.at(i)) == from)
                    first = i + 1;
            }
            if (first >= lines.size())
                return quietWatch();
            // At least one line whole, then cut somewhere: in the middle of a line, mostly.
            QByteArray bytes;
            for (const QByteArray &line : lines.mid(first))
                bytes += line + '\n';
            const qsizetype least = lines.at(first).size() + 1;
            FakeReply reply =
                FakeReply::lines({}, random->bounded(3) == 0 ? FakeReply::End::Complete : FakeReply::End::Reset);
            reply.pieces = {bytes.left(least + random->bounded(60'000))};
            return reply;
        });
        Watched w(configFor(server), argoKind());
        QTRY_COMPARE_WITH_TIMEOUT(w.rollout("cart").stableHash, QStringLiteral("7bc9d8b88"), 20'000);
        QVERIFY(w.rollout("pay").rolledBack());
        QCOMPARE(w.rollout("checkout").desired.manifest.version(), QStringLiteral("v1"));
        QVERIFY(w.rollout("checkout").finished());
        int watches = 0;
        int lists = 0;
        for (const FakeRequest &request : server.requests(kRollouts))
            ++(isWatch(request) ? watches : lists);
        QVERIFY(watches > 3);
        QCOMPARE(lists, 1); // a dropped stream goes on where it stopped
    }

    void listCutAtRandomBytes_data() { cutAtRandomBytes_data(); }
    void listCutAtRandomBytes()
    {
        QFETCH(quint32, seed);
        QRandomGenerator random(seed);
        const QByteArray all = capture(QStringLiteral("argo-rollouts.json"));
        FakeReply torn = FakeReply::json(all.left(1 + random.bounded(int(all.size()) - 2)));
        if (seed % 2) { // the answer breaks off
            torn.contentLength = int(all.size());
            torn.end = FakeReply::End::Close;
        }
        FakeServer server;
        server.on(kRollouts, {torn, torn, FakeReply::json(all), quietWatch()});
        server.on(kSets, {FakeReply::json(capture(QStringLiteral("k8s-replicasets.json"))), quietWatch()});
        Watched w(configFor(server), argoKind());
        QTRY_COMPARE(w.rollouts.size(), 3);
        QVERIFY(w.rollout("pay").rolledBack());
        // Health is told at most ten times a second, so two short failures may pass unseen; what counts is that
        // neither torn answer was believed and the list was asked for again.
        int lists = 0;
        for (const FakeRequest &request : server.requests(kRollouts))
            lists += isWatch(request) ? 0 : 1;
        QCOMPARE(lists, 3);
        QTRY_COMPARE(w.health.state, BackendHealth::State::Live);
    }

    void everyFileIsReadOrRefused_data()
    {
        QTest::addColumn<QString>("file");
        for (const char *name : {"argo-analysisruns.json", "argo-resources.json", "k8s-apis.json", "k8s-pods.json",
                                 "k8s-deployments.json"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    // Whatever a confused proxy answers in place of the rollouts: said, kept as evidence, never taken for rollouts
    // that are healthy.
    void everyFileIsReadOrRefused()
    {
        QFETCH(QString, file);
        FakeServer server;
        server.on(kRollouts, {FakeReply::json(capture(file)), quietWatch()});
        server.on(kSets, {FakeReply::json(emptyList("1")), quietWatch()});
        Watched w(configFor(server), argoKind());
        QTRY_VERIFY(w.completes == 1 || w.health.state == BackendHealth::State::Retrying);
        for (const Rollout &rollout : std::as_const(w.rollouts))
            QVERIFY(rollout.control.phase != Control::Phase::Healthy);
        if (w.health.state == BackendHealth::State::Retrying)
            QVERIFY(!w.watch->evidence().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestArgoCaptures)
#include "tst_argocaptures.moc"
