// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/intake.h"
#include "tests/support/clocks.h"
#include "tests/support/shop.h"

#include <QTest>

using namespace astern;
using namespace astern::app;

namespace {

constexpr int kServices = 250; // 750 places: four pieces

} // namespace

// Ten thousand rollouts at once would hold up the window: they are handed over in pieces, and nothing is lost by it.
class IntakeTest : public QObject {
    Q_OBJECT

    [[nodiscard]] RolloutBatch wholeList() const
    {
        RolloutBatch batch{.backend = QStringLiteral("argo"), .complete = true, .changed = {}, .gone = {}};
        for (const Placement &place : m_session->workspace().placements()) {
            Rollout rollout = samples::finished();
            rollout.ref = place.object;
            batch.changed.append(rollout);
        }
        return batch;
    }
    [[nodiscard]] qsizetype seen() const
    {
        const QList<Placement> places = m_session->workspace().placements();
        return std::count_if(places.cbegin(), places.cend(),
                             [this](const Placement &place) { return m_session->rollout(place.object); });
    }

    ManualClock m_clock;
    std::unique_ptr<Session> m_session;

private Q_SLOTS:
    void init()
    {
        m_session = std::make_unique<Session>(shop::manyServices(kServices), Session::Doors{.clock = &m_clock});
    }

    void aSmallBatchIsThereAtOnce()
    {
        Intake intake(*m_session);
        RolloutBatch batch = wholeList();
        batch.changed.resize(Intake::kPiece);
        batch.complete = false;
        intake.take(batch);
        QVERIFY(intake.isEmpty());
        QCOMPARE(seen(), Intake::kPiece);
    }

    void aLongListComesInPieces()
    {
        Intake intake(*m_session);
        intake.take(wholeList());
        QVERIFY(seen() < wholeList().changed.size());
        qsizetype most = 0;
        for (qsizetype before = seen(); !intake.isEmpty(); before = seen()) {
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
            most = std::max(most, seen() - before);
        }
        QVERIFY(most <= Intake::kPiece);
        QCOMPARE(seen(), wholeList().changed.size());
    }

    // Only what the whole list does not have is gone: not what another piece of it had.
    void whatAListInPiecesLacksIsGone()
    {
        Intake intake(*m_session);
        const RolloutBatch all = wholeList();
        m_session->observe(all);
        RolloutBatch fewer = all;
        const ObjectRef gone = fewer.changed.takeFirst().ref;
        intake.take(fewer);
        QVERIFY(m_session->rollout(gone)); // it is not known yet
        QTRY_VERIFY(intake.isEmpty());
        QVERIFY(!m_session->rollout(gone));
        QCOMPARE(seen(), all.changed.size() - 1);
    }

    // A change that is seen while the list is still handed over is newer than the list.
    void whatIsSeenLaterComesLater()
    {
        Intake intake(*m_session);
        const RolloutBatch all = wholeList();
        intake.take(all);
        Rollout newer = all.changed.constLast();
        newer.control.pausedByPerson = true;
        intake.take({.backend = QStringLiteral("argo"), .complete = false, .changed = {newer}, .gone = {}});
        QTRY_VERIFY(intake.isEmpty());
        QVERIFY(m_session->rollout(newer.ref)->control.pausedByPerson);
    }

    void aClosedBackendIsNotHeardAnyMore()
    {
        Intake intake(*m_session);
        intake.take(wholeList());
        const qsizetype before = seen();
        intake.forget(QStringLiteral("argo"));
        QVERIFY(intake.isEmpty());
        QTest::qWait(20);
        QCOMPARE(seen(), before);
    }
};

QTEST_GUILESS_MAIN(IntakeTest)
#include "tst_intake.moc"
