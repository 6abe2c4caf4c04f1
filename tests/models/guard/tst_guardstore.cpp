// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/guard/guardstore.h"

#include <QTemporaryDir>
#include <QTest>

using namespace astern;
using namespace astern::guard;

class TestGuardStore : public QObject {
    Q_OBJECT

    [[nodiscard]] static std::unique_ptr<GuardStore> open(const QTemporaryDir &folder)
    {
        auto store = GuardStore::open(folder.path());
        if (!store)
            qFatal("%s", qPrintable(store.error().toString()));
        return std::move(store.value());
    }

private Q_SLOTS:
    void climbsSurvive()
    {
        const QTemporaryDir folder;
        const GuardStore::Climb climb{.rollout = QStringLiteral("r1"),
                                      .place = QStringLiteral("checkout@prod/eu-1"),
                                      .ladder = {{QStringLiteral("a"), 7}},
                                      .digests = {QStringLiteral("d1"), QStringLiteral("d2")},
                                      .savedMs = 12,
                                      .over = false};
        QVERIFY(open(folder)->save(climb));
        const auto store = open(folder);
        const auto found = store->climbOf(climb.rollout);
        QVERIFY(found && *found);
        QCOMPARE((*found)->ladder, climb.ladder);
        QCOMPARE((*found)->digests, climb.digests);
        QCOMPARE((*found)->savedMs, 12);
        QVERIFY(!*store->climbOf(QStringLiteral("r2")));
    }
    void countsRollbacksOfAService()
    {
        const QTemporaryDir folder;
        const auto store = open(folder);
        const QString service = QStringLiteral("checkout");
        const QString prod = QStringLiteral("prod");
        for (const qint64 at : {30, 10, 10, 20})
            QVERIFY(store->noteRollback(service, prod, at));
        QVERIFY(store->noteRollback(service, QStringLiteral("staging"), 15));
        QCOMPARE(*store->rollbacksSince(service, prod, 15), (QList<qint64>{20, 30}));
        QCOMPARE(*store->rollbacksSince(service, prod, 0), (QList<qint64>{10, 20, 30})); // each once
        const auto last = store->lastRollbacks(20);
        QVERIFY(last);
        QCOMPARE(last->size(), 1);
        QVERIFY(last->constFirst() == (GuardStore::RolledBack{service, prod, 30}));
        QCOMPARE(store->lastRollbacks(0)->size(), 2);
    }
    void holdsEnd()
    {
        const QTemporaryDir folder;
        const auto store = open(folder);
        const AutomationHold everywhere{
            .place = QString(), .untilMs = 100, .reason = QString(), .by = QStringLiteral("a")};
        const AutomationHold place{.place = QStringLiteral("p"),
                                   .untilMs = 50,
                                   .reason = QStringLiteral("a migration is under way"),
                                   .by = QStringLiteral("b")};
        QVERIFY(store->hold(everywhere));
        QVERIFY(store->hold(place));
        QCOMPARE(store->holds(49)->size(), 2);
        QCOMPARE(store->holds(50)->size(), 1);
        QCOMPARE(store->holds(49)->at(1).reason, place.reason);
        AutomationHold longer = place;
        longer.untilMs = 80;
        QVERIFY(store->hold(longer));
        QCOMPARE(store->holds(60)->at(1).untilMs, 80);
    }
    // Of two guards only one gets an answer.
    void answersAreTakenOnce()
    {
        const QTemporaryDir folder;
        const auto store = open(folder);
        const auto other = open(folder);
        const Answer answer{
            .key = QStringLiteral("k"), .choice = Answer::Choice::Rollback, .by = QStringLiteral("jo"), .atMs = 5};
        QVERIFY(store->answer(answer));
        QCOMPARE(*other->takeAnswers(), QList<Answer>{answer});
        QVERIFY(store->takeAnswers()->isEmpty());
    }
    void theLeaderSaysThatItLives()
    {
        const QTemporaryDir folder;
        const auto store = open(folder);
        QVERIFY(!*store->leader());
        QVERIFY(store->sayAlive({QStringLiteral("a"), 5}));
        QVERIFY(store->sayAlive({QStringLiteral("b"), 9}));
        QCOMPARE(**open(folder)->leader(), (GuardStore::Leader{QStringLiteral("b"), 9}));
    }
};

QTEST_GUILESS_MAIN(TestGuardStore)
#include "tst_guardstore.moc"
