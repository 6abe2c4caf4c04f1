// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/models/guard/ladderfixture.h"

using namespace astern;
using namespace astern::test;
using policy::Hold;
using policy::Rollback;

namespace {

const Said kSystemic{.verdict = VerdictClass::Systemic};
const Said kUnknown{.verdict = VerdictClass::Unknown};

Policy asking(policy::Ask::Default otherwise)
{
    auto policy = climbing({step(Rollback())});
    policy.ladder.onUnknown = {step(Hold()), step(ask(otherwise)), step(notify())};
    return policy;
}

} // namespace

// Where a person decides, or nobody does: questions, what refuses a rollback, and what follows one.
class TestPeople : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nobodyAnswers_data()
    {
        QTest::addColumn<policy::Ask::Default>("otherwise");
        QTest::addColumn<QString>("told");
        QTest::newRow("hold") << policy::Ask::Default::Hold << QStringLiteral("hold@1 ask@1 notify@61");
        QTest::newRow("freeze") << policy::Ask::Default::Freeze << QStringLiteral("hold@1 ask@1 freeze@61 notify@61");
        QTest::newRow("rollback") << policy::Ask::Default::Rollback << QStringLiteral("hold@1 ask@1 rollback@61");
    }
    void nobodyAnswers()
    {
        QFETCH(const policy::Ask::Default, otherwise);
        QFETCH(const QString, told);
        Climb climb({asking(otherwise)});
        climb.say(1, 60, kUnknown);
        QCOMPARE(climb.told(), QStringLiteral("hold@1 ask@1"));
        QCOMPARE(climb.acts.constLast().deadlineMs, 61 * kTick);
        climb.say(61, 70, kUnknown);
        QCOMPARE(climb.told(), told);
        climb.answer(71, Answer::Choice::Continue); // too late
        QCOMPARE(climb.told(), told);
        if (otherwise == policy::Ask::Default::Freeze) {
            QVERIFY(climb.ladder.state().frozen);
            climb.ladder.liftFreeze();
            QVERIFY(!climb.ladder.state().frozen);
        }
    }

    void somebodyAnswers_data()
    {
        QTest::addColumn<Answer::Choice>("choice");
        QTest::addColumn<QString>("told");
        QTest::newRow("hold") << Answer::Choice::Hold << QStringLiteral("hold@1 ask@1");
        QTest::newRow("rollback") << Answer::Choice::Rollback << QStringLiteral("hold@1 ask@1 rollback@5");
        QTest::newRow("freeze") << Answer::Choice::Freeze << QStringLiteral("hold@1 ask@1 freeze@5");
        QTest::newRow("continue") << Answer::Choice::Continue << QStringLiteral("hold@1 ask@1 release@5");
    }
    void somebodyAnswers()
    {
        QFETCH(const Answer::Choice, choice);
        QFETCH(const QString, told);
        Climb climb({asking(policy::Ask::Default::Rollback)});
        climb.say(1, 4, kUnknown);
        climb.answer(5, choice);
        QCOMPARE(climb.told(), told);
        climb.answer(6, Answer::Choice::Rollback); // the first answer counts
        climb.say(7, 100, kUnknown);
        QCOMPARE(climb.told(), told);
        if (choice != Answer::Choice::Hold) {
            QCOMPARE(climb.acts.constLast().decidedBy, QStringLiteral("rita"));
            QVERIFY(!climb.acts.constLast().automatic);
        }
        if (choice == Answer::Choice::Rollback)
            QVERIFY(climb.ladder.state().rollbacks.isEmpty()); // a person's is none of the automatic ones
    }

    void aRollbackThatIsRefusedBecomesAQuestion_data()
    {
        QTest::addColumn<bool>("safe");
        QTest::addColumn<int>("before");
        QTest::addColumn<Act::Because>("because");
        QTest::newRow("it cannot be undone") << false << 0 << Act::Because::RollbackUnsafe;
        QTest::newRow("too many lately") << true << 2 << Act::Because::TooManyRollbacks;
    }
    void aRollbackThatIsRefusedBecomesAQuestion()
    {
        QFETCH(const bool, safe);
        QFETCH(const int, before);
        QFETCH(const Act::Because, because);
        auto policy = climbing({step(Rollback()), step(page(), 0, Step::When::NotConfirmed)});
        policy.guards.rollbackSafe = safe;
        Climb climb({policy});
        for (int i = 0; i < before; ++i)
            climb.ladder.noteRollback(-i * 3'600'000);
        climb.say(1, kSystemic);
        QCOMPARE(climb.told(), QStringLiteral("ask@1"));
        QCOMPARE(int(climb.acts.constLast().because), int(because));
        QCOMPARE(std::get<policy::Ask>(climb.acts.constLast().what).to, QStringLiteral("oncall"));
        climb.answer(2, Answer::Choice::Rollback); // a person may
        QCOMPARE(climb.told(), QStringLiteral("ask@1 rollback@2"));
        climb.outcome("rollback", 3, Outcome::Result::Failed);
        QCOMPARE(climb.told(), QStringLiteral("ask@1 rollback@2 page@3"));
    }

    void theLimitForgetsAfterItsSpan()
    {
        Climb climb({climbing({step(Rollback())})});
        climb.ladder.noteRollback(kTick - 24 * 3'600'000); // exactly a day ago
        climb.ladder.noteRollback(kTick - 1);
        climb.say(1, kSystemic);
        QCOMPARE(climb.told(), QStringLiteral("rollback@1"));
        QCOMPARE(climb.ladder.state().rollbacks.size(), 3);
        QCOMPARE(climb.ladder.coolDownUntilMs(), kTick + 600'000);
    }

    void anyPolicyMayForbidIt()
    {
        auto other = climbing({step(Rollback())}, kOther);
        other.guards.rollbackSafe = false;
        Climb climb({climbing({step(Rollback())}), other});
        climb.say(1, {kSystemic, Said{}});
        QCOMPARE(climb.told(), QStringLiteral("ask@1"));
    }

    // Silence never does what is refused.
    void noDefaultRollsBackWhatIsUnsafe()
    {
        auto policy = asking(policy::Ask::Default::Rollback);
        policy.guards.rollbackSafe = false;
        Climb climb({policy});
        climb.say(1, 70, kUnknown);
        QCOMPARE(climb.told(), QStringLiteral("hold@1 ask@1 page@61 notify@61"));
    }

    void aRollbackWithoutAStepBehindItPagesWhenItFails()
    {
        Climb climb({climbing({step(Rollback())})});
        climb.say(1, kSystemic);
        climb.outcome("rollback", 2, Outcome::Result::Unknown);
        QCOMPARE(climb.told(), QStringLiteral("rollback@1 page@2"));
        QCOMPARE(int(climb.acts.constLast().because), int(Act::Because::NotConfirmed));
        QCOMPARE(std::get<policy::Page>(climb.acts.constLast().what).to, QStringLiteral("team-shop"));
    }

    void recovery_data()
    {
        QTest::addColumn<bool>("well");
        QTest::addColumn<qint64>("wellSince");
        QTest::addColumn<Recovery>("recovery");
        QTest::addColumn<QString>("told");
        QTest::newRow("recovers") << true << qint64(10) << Recovery::Recovered << QStringLiteral("rollback@1");
        QTest::newRow("was never unwell") << true << qint64(0) << Recovery::Recovered << QStringLiteral("rollback@1");
        QTest::newRow("well too late") << true << qint64(28) << Recovery::Failed
                                       << QStringLiteral("rollback@1 page@32");
        QTest::newRow("still unhealthy") << false << qint64(0) << Recovery::Failed
                                         << QStringLiteral("rollback@1 page@32");
    }
    void recovery()
    {
        QFETCH(const bool, well);
        QFETCH(const qint64, wellSince);
        QFETCH(const Recovery, recovery);
        QFETCH(const QString, told);
        Climb climb({judgingRecovery({step(Rollback()), step(ask(), 200'000)})});
        climb.say(1, kSystemic);
        climb.outcome("rollback", 2);
        for (qint64 tick = 3; tick <= 120; ++tick) {
            auto said = kSystemic;
            said.well = well && tick >= wellSince;
            said.wellSince = wellSince;
            climb.say(tick, said);
            if (tick == 7)
                QCOMPARE(int(climb.ladder.state().rollback.recovery), int(Recovery::Watching));
        }
        QCOMPARE(int(climb.ladder.state().rollback.recovery), int(recovery));
        // Never a second rollback; the pending question is asked only where it is still one.
        QCOMPARE(climb.told(), recovery == Recovery::Recovered
                                   ? told
                                   : told.section(QLatin1Char(' '), 0, 0) + QStringLiteral(" ask@21 page@32 hold@81"));
    }

    void recoveryThatNobodyCanJudge()
    {
        Climb climb({climbing({step(Rollback()), step(ask(), 200'000)})});
        climb.say(1, kSystemic);
        climb.outcome("rollback", 2);
        climb.say(3, 60, kSystemic);
        QCOMPARE(int(climb.ladder.state().rollback.recovery), int(Recovery::NotJudged));
        QCOMPARE(climb.told(), QStringLiteral("rollback@1"));
    }
};

QTEST_GUILESS_MAIN(TestPeople)
#include "tst_people.moc"
