// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/session/session.h"
#include "tests/support/samples.h"

#include <QSignalSpy>
#include <QTest>

using namespace astern;

namespace {

Placement placementOf(const QString &service, const ObjectRef &object)
{
    return {
        .service = service, .environment = QStringLiteral("prod"), .cell = QStringLiteral("eu-1"), .object = object};
}

// Two services whose signals tell the versions apart.
Workspace twoServices()
{
    Workspace workspace;
    workspace.backends = {{.id = QStringLiteral("argo"), .type = QStringLiteral("argo-rollouts")}};
    workspace.environments = {{.id = QStringLiteral("prod"), .cells = {QStringLiteral("eu-1")}}};
    for (const QString &name : {QStringLiteral("checkout"), QStringLiteral("pay")}) {
        ServiceConfig service{.id = name};
        service.placements = {placementOf(name, samples::argoRef(name))};
        service.newLabels = {{QStringLiteral("hash"), QStringLiteral("{hash}")}};
        service.stableLabels = {{QStringLiteral("hash"), QStringLiteral("{stable_hash}")}};
        service.signalSpecs = {SignalSpec{.id = QStringLiteral("errors"), .source = QStringLiteral("prom")}};
        workspace.services.append(service);
    }
    return workspace;
}

RolloutBatch batchOf(const QList<Rollout> &changed)
{
    return {.backend = QStringLiteral("argo"), .complete = false, .changed = changed, .gone = {}};
}

QStringList hashesAsked(const Session &session)
{
    QStringList all;
    const QList<SignalQuery> queries = session.signalQueries();
    for (const SignalQuery &query : queries)
        all.append(query.id.place.section(QLatin1Char('@'), 0, 0) + QLatin1Char(':') +
                   query.labels.value(QStringLiteral("hash")));
    return all;
}

} // namespace

class TestObserve : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void questionsFollowTheHashes()
    {
        SystemClock clock;
        Session session(twoServices(), {.clock = &clock});
        QSignalSpy asked(&session, &Session::queriesChanged);
        QCOMPARE(hashesAsked(session), QStringList());

        session.observe(batchOf({samples::canary(QStringLiteral("pay"))}));
        QCOMPARE(hashesAsked(session), QStringList({QStringLiteral("pay:new"), QStringLiteral("pay:old")}));
        QCOMPARE(asked.size(), 1);

        // In the order of the workspace, whoever is seen first.
        session.observe(batchOf({samples::canary()}));
        QCOMPARE(hashesAsked(session), QStringList({QStringLiteral("checkout:new"), QStringLiteral("checkout:old"),
                                                    QStringLiteral("pay:new"), QStringLiteral("pay:old")}));
        QCOMPARE(asked.size(), 2);

        // Another step, the same versions: nothing new to ask.
        session.observe(batchOf({samples::progressing()}));
        QCOMPARE(asked.size(), 2);

        session.observe(batchOf({samples::finished()}));
        QCOMPARE(asked.size(), 3);
        QCOMPARE(hashesAsked(session).mid(0, 2),
                 QStringList({QStringLiteral("checkout:new"), QStringLiteral("checkout:new")}));
    }

    void whatIsGoneIsForgotten()
    {
        SystemClock clock;
        Session session(twoServices(), {.clock = &clock});
        session.observe(batchOf({samples::canary(), samples::canary(QStringLiteral("pay"))}));
        RolloutBatch gone = batchOf({});
        gone.gone = {samples::argoRef().key()};
        session.observe(gone);
        QVERIFY(!session.rollout(samples::argoRef()));
        QVERIFY(session.rollout(samples::argoRef(QStringLiteral("pay"))));
        QCOMPARE(hashesAsked(session), QStringList({QStringLiteral("pay:new"), QStringLiteral("pay:old")}));
    }

    // Deleted and made again between two batches: it is there.
    void madeAgain()
    {
        SystemClock clock;
        Session session(twoServices(), {.clock = &clock});
        session.observe(batchOf({samples::canary()}));
        RolloutBatch again = batchOf({samples::finished()});
        again.gone = {samples::argoRef().key()};
        session.observe(again);
        QVERIFY(session.rollout(samples::argoRef()));
        QVERIFY(session.rollout(samples::argoRef())->finished());
    }

    void aCompleteListIsAll()
    {
        SystemClock clock;
        Session session(twoServices(), {.clock = &clock});
        Rollout elsewhere = samples::canary();
        elsewhere.ref.backend = QStringLiteral("argo-us");
        session.observe({.backend = QStringLiteral("argo-us"), .complete = true, .changed = {elsewhere}, .gone = {}});
        session.observe(batchOf({samples::canary(), samples::canary(QStringLiteral("pay"))}));
        RolloutBatch all = batchOf({samples::canary(QStringLiteral("pay"))});
        all.complete = true;
        session.observe(all);
        QVERIFY(!session.rollout(samples::argoRef()));
        QVERIFY(session.rollout(samples::argoRef(QStringLiteral("pay"))));
        QVERIFY(session.rollout(elsewhere.ref)); // of another backend, whose name begins the same
    }

    void whoIsTold()
    {
        SystemClock clock;
        Session session(twoServices(), {.clock = &clock});
        QSignalSpy changed(&session, &Session::changed);
        QTRY_COMPARE(changed.size(), 1); // the workspace itself
        session.observe(batchOf({samples::canary()}));
        QTRY_COMPARE(changed.size(), 2);
        QCOMPARE(changed.last().first().value<QSet<QString>>(), QSet<QString>({QStringLiteral("checkout@prod/eu-1")}));
    }
};

QTEST_GUILESS_MAIN(TestObserve)
#include "tst_observe.moc"
