// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/boardmodel.h"
#include "tests/support/clocks.h"
#include "tests/support/shop.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace astern;

namespace {

constexpr int kServices = 1500; // 4500 places: three pieces

} // namespace

// More places than can be judged in half a frame are judged in pieces, with the event loop in between.
class BoardPieces : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aBackendThatFallsSilentTurnsEveryPlace()
    {
        ManualClock clock;
        Session session(shop::manyServices(kServices), {.clock = &clock});
        shop::setHealth(session, "argo", true);
        RolloutBatch batch{.backend = QStringLiteral("argo"), .complete = true, .changed = {}, .gone = {}};
        for (const Placement &place : session.workspace().placements()) {
            Rollout rollout = samples::finished();
            rollout.ref = place.object;
            batch.changed.append(rollout);
        }
        session.observe(batch);
        BoardModel model(session);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(model.countOf(BoardState::Serving), model.total());

        clock.pass(120'000);
        shop::setHealth(session, "argo", false);
        const int atOnce = model.countOf(BoardState::Unknown);
        QVERIFY2(atOnce > 0 && atOnce < model.total(), qPrintable(QString::number(atOnce)));
        QTRY_COMPARE(model.countOf(BoardState::Unknown), model.total());
        for (int row = 0; row < model.rowCount(); ++row)
            QCOMPARE(int(model.rowAt(row).state), int(BoardState::Unknown));
    }

    void aListOfChangesTurnsEveryPlace()
    {
        ManualClock clock;
        Session session(shop::manyServices(kServices), {.clock = &clock});
        shop::setHealth(session, "argo", true);
        BoardModel model(session);
        QCOMPARE(model.countOf(BoardState::Unknown), model.total());
        RolloutBatch batch{.backend = QStringLiteral("argo"), .complete = true, .changed = {}, .gone = {}};
        for (const Placement &place : session.workspace().placements()) {
            Rollout rollout = samples::aborted();
            rollout.ref = place.object;
            batch.changed.append(rollout);
        }
        session.observe(batch);
        QTRY_COMPARE(model.countOf(BoardState::RolledBack), model.total());
        QCOMPARE(model.rowCount(), model.total());
    }
};

QTEST_GUILESS_MAIN(BoardPieces)
#include "tst_boardpieces.moc"
