// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/session/session.h"
#include "models/views/boardrow.h"
#include "tests/support/clocks.h"

#include <QSignalSpy>
#include <QTest>

using namespace astern;
using Known = PlaceAlerts::Known;
using Labels = QMap<QString, QString>;

namespace {

QString s(const char *text) { return QString::fromUtf8(text); }

Placement placement(const char *service, const char *environment, const char *cell)
{
    const QString name = s(service) + s(environment) + s(cell);
    return {.service = s(service),
            .environment = s(environment),
            .cell = s(cell),
            .object = {s("argo"), WorkloadKind::ArgoRollout, s("shop"), name}};
}

Workspace workspace(const QStringList &managers)
{
    Workspace all;
    all.backends = {{.id = s("argo"), .type = s("argo-rollouts")}};
    for (const QString &id : managers)
        all.backends.append({.id = id, .type = s("alertmanager"), .pollMs = 5'000});
    all.environments = {{.id = s("prod"), .cells = {s("eu-1"), s("us-1")}}, {.id = s("staging"), .cells = {s("eu-1")}}};
    all.services = {{.id = s("checkout"),
                     .placements = {placement("checkout", "prod", "eu-1"), placement("checkout", "prod", "us-1"),
                                    placement("checkout", "staging", "eu-1")}},
                    {.id = s("pay"),
                     .placements = {placement("pay", "prod", "eu-1")},
                     .alertLabels = {{s("component"), s("{service}|{service}-worker")}, {s("region"), s("{cell}")}}}};
    return all;
}

Alert alert(const char *name, const Labels &labels, const char *backend = "am")
{
    Alert made;
    made.backend = s(backend);
    made.name = made.fingerprint = s(name);
    made.labels = labels;
    return made;
}

BackendHealth health(const char *id, BackendHealth::State state, qint64 answerMs, const char *reason = "")
{
    return {.backend = s(id),
            .type = s("alertmanager"),
            .state = state,
            .lastAnswerMs = answerMs,
            .sinceMs = 1,
            .pollMs = 5'000,
            .reason = s(reason)};
}

} // namespace

class TestAlerts : public QObject {
    Q_OBJECT

    // Where an alert with these labels is shown: "checkout@prod/eu-1".
    static QStringList places(const Labels &labels)
    {
        ManualClock clock;
        const Workspace all = workspace({s("am")});
        Session session(all, {.clock = &clock});
        session.setAlerts({s("am"), clock.wallMs(), {alert("A", labels)}});
        QStringList keys;
        for (const Placement &place : all.placements()) {
            if (!session.alerts(place.key()).alerts.isEmpty())
                keys.append(place.key());
        }
        if (keys.isEmpty() != (session.alertsOfNoPlace().size() == 1))
            keys.append(s("lost"));
        return keys;
    }

private Q_SLOTS:
    void belongs_data()
    {
        QTest::addColumn<Labels>("labels");
        QTest::addColumn<QString>("where");
        const auto row = [](const char *name, const Labels &labels, const char *where) {
            QTest::newRow(name) << labels << s(where);
        };
        row("service alone", {{s("service"), s("checkout")}},
            "checkout@prod/eu-1 checkout@prod/us-1 checkout@staging/eu-1");
        row("app", {{s("app"), s("checkout")}, {s("service"), s("checkout-svc")}, {s("cluster"), s("us-1")}},
            "checkout@prod/us-1");
        row("job", {{s("job"), s("checkout")}, {s("environment"), s("staging")}}, "checkout@staging/eu-1");
        row("env and cell", {{s("service"), s("checkout")}, {s("env"), s("prod")}, {s("cell"), s("eu-1")}},
            "checkout@prod/eu-1");
        row("both words", {{s("service"), s("checkout")}, {s("cell"), s("us-1")}, {s("cluster"), s("k8s-3")}},
            "checkout@prod/us-1");
        row("another cell", {{s("service"), s("checkout")}, {s("cluster"), s("ap-1")}}, "");
        row("another service", {{s("service"), s("cart")}}, "");
        row("nothing that tells", {{s("severity"), s("page")}}, "");
        row("a service by labels of its own", {{s("component"), s("pay")}, {s("region"), s("eu-1")}}, "pay@prod/eu-1");
        row("or another word", {{s("component"), s("pay-worker")}, {s("region"), s("eu-1")}}, "pay@prod/eu-1");
        row("only a part of them", {{s("component"), s("pay")}}, "");
        row("the usual ones no more", {{s("service"), s("pay")}}, "");
    }
    void belongs()
    {
        QFETCH(Labels, labels);
        QFETCH(QString, where);
        QCOMPARE(places(labels).join(QLatin1Char(' ')), where);
    }

    void howFarItIsKnown()
    {
        ManualClock clock;
        const qint64 now = clock.wallMs();
        const QString key = s("checkout@prod/eu-1");
        Session none(workspace({}), {.clock = &clock});
        QVERIFY(none.alerts(key).known == Known::NoSource);

        Session session(workspace({s("am"), s("am2")}), {.clock = &clock});
        QVERIFY(session.alerts(key).known == Known::NotYet);
        session.setBackendHealth(health("am", BackendHealth::State::Live, now - 2'000));
        QVERIFY(session.alerts(key).known == Known::NotYet); // the other has said nothing
        session.setBackendHealth(health("am2", BackendHealth::State::Retrying, 0, "Nothing answers"));
        QCOMPARE(session.alerts(key).trouble, s("Nothing answers"));
        session.setBackendHealth(health("am2", BackendHealth::State::Live, now));
        QVERIFY(session.alerts(key).known == Known::Now);
        QCOMPARE(session.alerts(key).asOfMs, now - 2'000);
        QVERIFY(session.alerts(key).trouble.isEmpty());
        clock.pass(13'500);
        QVERIFY(session.alerts(key).known == Known::Stale); // one of them is silent for three polls
        session.setBackendHealth(health("am", BackendHealth::State::Live, clock.wallMs()));
        QVERIFY(session.alerts(key).known == Known::Now);
    }

    // Two managers of one cluster tell of the same alert; a batch replaces what its manager had told, and no more.
    void managersShareTheirWork()
    {
        ManualClock clock;
        const Labels checkout{{s("service"), s("checkout")}};
        const QString key = s("checkout@prod/eu-1");
        Session session(workspace({s("am"), s("am2")}), {.clock = &clock});
        session.setAlerts({s("am"), 1, {alert("A", checkout), alert("B", checkout)}});
        session.setAlerts({s("am2"), 1, {alert("A", checkout, "am2"), alert("C", checkout, "am2")}});
        QCOMPARE(session.alerts(key).alerts.size(), 3);
        session.setAlerts({s("am"), 2, {}});
        QCOMPARE(session.alerts(key).alerts.size(), 2);
        QCOMPARE(session.alerts(key).alerts.first().backend, s("am2"));
        // A manager that the workspace has no more takes its alerts along.
        session.setWorkspace(workspace({s("am")}));
        QCOMPARE(session.alerts(key).alerts.size(), 0);
    }

    // Told about, and no verdict: nothing stands differently for it.
    void isNoVerdict()
    {
        ManualClock clock;
        Session session(workspace({s("am")}), {.clock = &clock});
        const QString key = s("checkout@prod/eu-1");
        Rollout rollout = samples::finished();
        rollout.ref = session.placement(key)->object;
        rollout.observedMs = clock.wallMs();
        session.observe({.backend = s("argo"), .complete = false, .changed = {rollout}, .gone = {}});
        QSignalSpy changed(&session, &Session::changed);
        QTRY_COMPARE(changed.size(), 1);
        const BoardStanding before = judgeBoardPlace(session, key, clock.wallMs()).standing;
        Alert page = alert("Down", {{s("service"), s("checkout")}, {s("severity"), s("page")}, {s("cell"), s("eu-1")}});
        page.severity = s("page");
        session.setAlerts({s("am"), 1, {page}});
        QTRY_COMPARE(changed.size(), 2);
        QCOMPARE(changed.last().at(0).value<QSet<QString>>(),
                 QSet<QString>({s("checkout@prod/eu-1"), s("checkout@staging/eu-1")}));
        QVERIFY(changed.last().at(1).value<QSet<QString>>().isEmpty()); // none of them turned
        QVERIFY(judgeBoardPlace(session, key, clock.wallMs()).standing == before);
        QVERIFY(makeBoardRow(session, *session.placement(key), clock.wallMs()).alerts.firing == 1);
        // The same again is no news.
        session.setAlerts({s("am"), 2, {page}});
        QTest::qWait(150);
        QCOMPARE(changed.size(), 2);
    }

    void labelsOfTheWorkspaceChange()
    {
        ManualClock clock;
        Session session(workspace({s("am")}), {.clock = &clock});
        session.setAlerts({s("am"), 1, {alert("A", {{s("team"), s("pay")}})}});
        QCOMPARE(session.alertsOfNoPlace().size(), 1);
        Workspace next = workspace({s("am")});
        next.services[1].alertLabels = {{s("team"), s("{service}")}};
        session.setWorkspace(next);
        QCOMPARE(session.alertsOfNoPlace().size(), 0);
        QCOMPARE(session.alerts(s("pay@prod/eu-1")).alerts.size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestAlerts)
#include "tst_alerts.moc"
