// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/desknotes.h"

#include "tests/support/clocks.h"
#include "tests/support/escalations.h"
#include "tests/support/shop.h"
#include "tests/support/verdicts.h"

#include <QTest>

using namespace astern;

namespace {

const QString kPlace = QStringLiteral("checkout@prod/eu-1");

} // namespace

// What a desktop says to a person who looks elsewhere: once, and not too much.
class DeskNotesTest : public QObject {
    Q_OBJECT

    SteppedClock m_clock{samples::kNow};
    FakeAuthority m_authority;
    FakeJournal m_journal;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<DeskNotes> m_notes;
    QList<DeskNote> m_said;

private Q_SLOTS:
    void init()
    {
        m_said.clear();
        m_notes.reset();
        m_session = std::make_unique<Session>(
            shop::workspace(), Session::Doors{.clock = &m_clock, .authority = &m_authority, .journal = &m_journal});
        shop::open(*m_session);
        m_notes = std::make_unique<DeskNotes>(*m_session);
        connect(m_notes.get(), &DeskNotes::note, this, [this](const DeskNote &note) { m_said.append(note); });
    }
    void failingIsSaidOnce()
    {
        m_session->setGuardState(samples::guardActs());
        const guard::PlaceVerdict failing = samples::failingVerdict(kPlace);
        m_session->setVerdict(failing);
        QTRY_VERIFY(!m_said.isEmpty());
        QVERIFY(m_said.first().kind == DeskNote::Kind::Failing);
        QCOMPARE(m_said.first().place, kPlace);
        QVERIFY(m_said.first().urgent);
        const qsizetype said = m_said.size();
        m_session->setVerdict(failing);
        QTest::qWait(400);
        QCOMPARE(m_said.size(), said);
    }
    void whatWaitsForAPersonIsTheBadge()
    {
        int badge = -1;
        connect(m_notes.get(), &DeskNotes::waitingChanged, this, [&badge](int count) { badge = count; });
        m_session->setEscalations({true, {}, {samples::paged(kPlace)}});
        QCOMPARE(badge, 1);
        QTRY_COMPARE(m_said.size(), 1);
        QVERIFY(m_said.first().kind == DeskNote::Kind::NeedsYou);
        QVERIFY(m_said.first().text.contains(QStringLiteral("errors: confirmed")));
        escalation::Shown taken = samples::paged(kPlace);
        taken.item.acknowledgedMs = samples::kNow;
        m_session->setEscalations({true, {}, {taken}});
        QCOMPARE(badge, 0);
    }
    void severalAtOnceAreOneNote()
    {
        escalation::Sight sight;
        for (int i = 0; i < 12; ++i) {
            escalation::Shown one = samples::paged(m_session->workspace().placements().at(i).key());
            one.item.concern.id += QString::number(i);
            sight.items.append(one);
        }
        m_session->setEscalations(sight);
        QTRY_COMPARE(m_said.size(), 1);
        QCOMPARE(m_said.first().title, QStringLiteral("12 things want to be seen"));
        QCOMPARE(m_said.first().text.count(QLatin1Char('\n')), 4);
    }
    void ofOnePlaceNotAgainWithinTenMinutes()
    {
        const auto raise = [this](const char *id) {
            escalation::Shown one = samples::paged(kPlace);
            one.item.concern.id = QLatin1String(id);
            m_session->setEscalations({true, {}, {one}});
            QTest::qWait(400);
        };
        raise("a");
        raise("b");
        QCOMPARE(m_said.size(), 1);
        m_clock.set(samples::kNow + 10 * 60'000);
        raise("c");
        QCOMPARE(m_said.size(), 2);
    }
    void howAPlanEnded()
    {
        const Result<Plan> plan = m_session->plan(PlanKind::Rollback, kPlace);
        QVERIFY(plan);
        PlanRun run;
        run.plan = *plan;
        run.steps.resize(plan->steps.size());
        run.startedMs = samples::kNow;
        m_session->setRun(run);
        QTest::qWait(400);
        QVERIFY(m_said.isEmpty());
        run.state = PlanRun::State::Succeeded;
        run.endedMs = samples::kNow + 41'000;
        run.summary = QStringLiteral("recovered after 41 s");
        m_session->setRun(run);
        QTRY_COMPARE(m_said.size(), 1);
        QVERIFY(m_said.first().kind == DeskNote::Kind::PlanEnded && !m_said.first().urgent);
        QCOMPARE(m_said.first().text, QStringLiteral("recovered after 41 s"));
    }
};

QTEST_GUILESS_MAIN(DeskNotesTest)
#include "tst_desknotes.moc"
