// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/models/guard/ladderfixture.h"

#include <QCryptographicHash>

using namespace astern;
using namespace astern::test;
using policy::Hold;
using policy::Rollback;
using policy::Shrink;

namespace {

constexpr auto kStill = Step::When::StillSystemic;
constexpr auto kNotConfirmed = Step::When::NotConfirmed;
const Said kSystemic{.verdict = VerdictClass::Systemic};
const Said kCritical{.verdict = VerdictClass::Systemic, .critical = true};
const Said kTransient{.verdict = VerdictClass::Transient};
const Said kUnknown{.verdict = VerdictClass::Unknown};
const Said kExternal{.verdict = VerdictClass::External};
const Said kHealthy{};
// A mitigation is in place, and what raised systemic is well since.
const Said kHelped{.verdict = VerdictClass::Systemic, .still = false, .raising = false};

QList<Step> mitigateFirst()
{
    return {step(flagOff("ranker"), 0, Step::When::Always, true), step(flagOff("safe"), 0, kStill, true),
            step(Rollback(), 0, kStill), step(page(), 0, kNotConfirmed),
            step(ask(policy::Ask::Default::Freeze), 600'000)};
}

} // namespace

class TestLadder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rollsBackAtOnceAndHoldsFirst()
    {
        Climb climb({climbing({step(Hold()), step(Rollback()), step(page(), 0, kNotConfirmed)})});
        climb.say(1, 3, kHealthy);
        climb.say(4, kSystemic);
        QCOMPARE(climb.told(), QStringLiteral("hold@4 rollback@4"));
        climb.outcome("rollback", 5);
        climb.say(6, 80, kSystemic);
        QCOMPARE(climb.told(), QStringLiteral("hold@4 rollback@4"));
        const auto &act = climb.acts.constLast();
        QCOMPARE(act.key, actKey(kRollout, VerdictClass::Systemic, 1, 1, QStringLiteral("rollback")));
        QCOMPARE(act.reasons, QStringList(QStringLiteral("shop-policy/errors: confirmed")));
        QVERIFY(act.automatic);
        QVERIFY(!climb.ladder.mayPromote());
    }

    // The same key from any build: [rollout id, class, episode, step index, do], canonical.
    void keyOfAnAct()
    {
        QCOMPARE(actKey(QStringLiteral("checkout/7"), VerdictClass::Systemic, 1, 1, QStringLiteral("rollback")),
                 QString::fromLatin1(
                     QCryptographicHash::hash(R"(["checkout/7","systemic",1,1,"rollback"])", QCryptographicHash::Sha256)
                         .toHex()));
    }

    void holdEndsOnceHealthyForLongEnough()
    {
        Climb climb({climbing({step(Rollback())})});
        climb.say(1, 2, kTransient);
        climb.say(3, 8, kHealthy);
        QCOMPARE(climb.told(), QStringLiteral("hold@1"));
        QVERIFY(!climb.ladder.mayPromote());
        climb.say(9, kHealthy);
        QCOMPARE(climb.told(), QStringLiteral("hold@1 release@9"));
        QVERIFY(climb.ladder.mayPromote());
        climb.say(10, 30, kHealthy);
        climb.say(31, kTransient);
        climb.say(32, 50, kHealthy);
        QCOMPARE(climb.told(), QStringLiteral("hold@1 release@9 hold@31 release@38"));
        QCOMPARE(climb.acts.at(2).episode, 2);
        climb.say(51, Said{.fresh = false});
        QVERIFY(!climb.ladder.mayPromote());
    }

    void oneHoldIsEnough()
    {
        Climb climb({climbing({step(Hold()), step(Rollback())})});
        climb.say(1, kTransient);
        climb.say(2, kUnknown);
        climb.say(3, kExternal);
        climb.say(4, kTransient);
        climb.say(5, kSystemic);
        QCOMPARE(climb.told(), QStringLiteral("hold@1 page@3 rollback@5"));
    }

    void aHoldThatFailedIsTriedAgain()
    {
        Climb climb({climbing({step(Hold()), step(Rollback())})});
        climb.say(1, kTransient);
        climb.outcome("hold", 1, Outcome::Result::Failed);
        climb.say(2, 3, kTransient);
        climb.say(4, kUnknown);
        QCOMPARE(climb.told(), QStringLiteral("hold@1 hold@4"));
    }

    void waitsForWhatAMitigationDoes_data()
    {
        QTest::addColumn<Said>("afterwards");
        QTest::addColumn<QString>("told");
        QTest::newRow("none helps") << kSystemic << QStringLiteral("mitigate@1 mitigate@11 rollback@21 ask@61");
        QTest::newRow("the first helps") << kHelped << QStringLiteral("mitigate@1 ask@61");
    }
    void waitsForWhatAMitigationDoes()
    {
        QFETCH(const Said, afterwards);
        QFETCH(const QString, told);
        Climb climb({climbing(mitigateFirst())});
        climb.say(1, kSystemic);
        climb.outcome("mitigate", 2);
        climb.say(2, 11, afterwards);
        if (climb.acts.size() > 1) {
            climb.outcome("mitigate", 12);
            climb.say(12, 20, afterwards);
            QCOMPARE(climb.acts.size(), 2);
        }
        climb.say(21, 61, afterwards);
        QCOMPARE(climb.told(), told);
    }

    // Verdicts come `lateness` behind: what is judged must be about the time after the wait.
    void waitsForTheVerdictOnTheWait()
    {
        Climb climb({climbing(mitigateFirst())});
        climb.say(1, kSystemic);
        climb.outcome("mitigate", 2);
        climb.say(2, 10, kHelped);
        climb.take(climb.ladder.advance(12 * kTick)); // past the wait, no verdict about it yet
        QCOMPARE(climb.told(), QStringLiteral("mitigate@1"));
        climb.say(11, kSystemic);
        QCOMPARE(climb.told(), QStringLiteral("mitigate@1 mitigate@12"));
    }

    // Nothing is seen of what the mitigation did: undecided counts as still systemic.
    void goesOnWhereNoVerdictComes()
    {
        Climb climb({climbing({step(flagOff()), step(Rollback(), 0, kStill)})});
        climb.say(1, kSystemic);
        climb.outcome("mitigate", 2);
        climb.take(climb.ladder.advance(20 * kTick + 4'999)); // 90 s, lateness, two ticks and a minute
        QCOMPARE(climb.told(), QStringLiteral("mitigate@1"));
        climb.take(climb.ladder.advance(20 * kTick + 5'000));
        QCOMPARE(climb.told(), QStringLiteral("mitigate@1 rollback@20"));
    }

    void theFirstVerdictOfATickStays()
    {
        Climb climb({climbing({step(Rollback())})});
        climb.say(2, kHealthy);
        climb.say(1, kSystemic);
        climb.say(2, kSystemic);
        QVERIFY(climb.acts.isEmpty());
    }

    void aMitigationThatFailedIsNotWaitedFor_data()
    {
        QTest::addColumn<Outcome::Result>("result");
        QTest::newRow("failed") << Outcome::Result::Failed;
        QTest::newRow("partly") << Outcome::Result::Partly;
        QTest::newRow("unknown") << Outcome::Result::Unknown;
        QTest::newRow("timed out") << Outcome::Result::TimedOut;
        QTest::newRow("not possible") << Outcome::Result::NotPossible;
    }
    void aMitigationThatFailedIsNotWaitedFor()
    {
        QFETCH(const Outcome::Result, result);
        Climb climb({climbing({step(flagOff()), step(Rollback(), 0, kStill), step(page(), 0, kNotConfirmed)})});
        climb.say(1, Said{.verdict = VerdictClass::Systemic, .still = false});
        climb.outcome("mitigate", 2, result);
        QCOMPARE(climb.told(), QStringLiteral("mitigate@1 rollback@2"));
        climb.outcome("rollback", 3, result);
        QCOMPARE(climb.told(), QStringLiteral("mitigate@1 rollback@2 page@3"));
    }

    void silenceOfAnActTimesOut()
    {
        Climb climb({climbing({step(flagOff()), step(Rollback(), 0, kStill), step(page(), 0, kNotConfirmed)})});
        climb.say(1, kSystemic);
        climb.say(2, 12, kSystemic);
        QCOMPARE(climb.told(), QStringLiteral("mitigate@1"));
        climb.say(13, kSystemic);
        QCOMPARE(climb.told(), QStringLiteral("mitigate@1 rollback@13"));
        climb.say(14, 136, kSystemic); // 4 x 5 min and the pauses between them
        QCOMPARE(climb.told(), QStringLiteral("mitigate@1 rollback@13"));
        climb.say(137, kSystemic);
        QCOMPARE(climb.told(), QStringLiteral("mitigate@1 rollback@13 page@137"));
    }

    void criticalSkipsMitigations()
    {
        Climb climb({climbing(mitigateFirst())});
        climb.say(1, kCritical);
        QCOMPARE(climb.told(), QStringLiteral("rollback@1"));
    }

    void becomingCriticalEndsTheWait_data()
    {
        QTest::addColumn<bool>("confirmed");
        QTest::newRow("of a mitigation under way") << false;
        QTest::newRow("for what it does") << true;
    }
    void becomingCriticalEndsTheWait()
    {
        QFETCH(const bool, confirmed);
        Climb climb({climbing(mitigateFirst())});
        climb.say(1, kSystemic);
        if (confirmed)
            climb.outcome("mitigate", 2);
        climb.say(3, kCritical);
        QCOMPARE(climb.told(), QStringLiteral("mitigate@1 rollback@3"));
    }

    // What a mitigation had cured comes back: the ladder goes on behind it, as an episode of its own.
    void aRelapseGoesOnBehindTheMitigation()
    {
        Climb climb({climbing({step(flagOff()), step(Rollback(), 0, kStill)})});
        climb.say(1, kSystemic);
        climb.outcome("mitigate", 1);
        climb.say(2, 20, kHelped);
        climb.say(21, Said{.verdict = VerdictClass::Systemic, .still = true, .raising = false}); // in doubt only
        QCOMPARE(climb.told(), QStringLiteral("mitigate@1"));
        climb.say(22, kSystemic);
        QCOMPARE(climb.told(), QStringLiteral("mitigate@1 rollback@22"));
        QCOMPARE(climb.acts.constLast().episode, 2);
    }

    void afterKeepsNobodyWaiting()
    {
        auto policy = climbing({step(Rollback())});
        policy.ladder.onUnknown = {step(Hold()), step(notify(), 120'000), step(page(), 60'000), step(page("second"))};
        Climb climb({policy});
        climb.say(1, 20, kUnknown);
        QCOMPARE(climb.told(), QStringLiteral("hold@1 page@1 page@7 notify@13"));
    }

    void peopleAreToldAtOnceWhenAMissingRuleSaysSo()
    {
        auto policy = climbing({step(Rollback())});
        policy.ladder.onUnknown = {step(Hold()), step(notify(), 120'000), step(ask(), 600'000),
                                   step(Shrink{0.05}, 600'000)};
        Climb climb({policy});
        climb.say(1, 3, kUnknown);
        climb.say(4, Said{.verdict = VerdictClass::Unknown, .escalates = true});
        QCOMPARE(climb.told(), QStringLiteral("hold@1 notify@4 ask@4"));
    }

    void aGraverClassInterrupts()
    {
        auto policy = climbing({step(Rollback())});
        policy.ladder.onUnknown = {step(Hold()), step(ask(policy::Ask::Default::Rollback)), step(page(), 60'000)};
        Climb climb({policy});
        climb.say(1, kUnknown);
        climb.say(2, kSystemic);
        QCOMPARE(climb.told(), QStringLiteral("hold@1 ask@1 withdraw@2 rollback@2"));
        climb.outcome("rollback", 3);
        climb.say(4, 100, kSystemic); // neither the page of the old class nor the old question's default
        QCOMPARE(climb.told(), QStringLiteral("hold@1 ask@1 withdraw@2 rollback@2"));
    }

    void aLighterClassCancelsWhatIsPending()
    {
        auto policy = climbing({step(Rollback())});
        policy.ladder.onExternal = {step(page("platform")), step(page("more"), 60'000)};
        policy.ladder.onTransient = {step(Hold()), step(Shrink{0.05})};
        Climb climb({policy});
        climb.say(1, kExternal);
        climb.say(2, kTransient);
        climb.say(3, 20, kHealthy);
        QCOMPARE(climb.told(), QStringLiteral("page@1 hold@2 shrink@2 release@9"));
        QVERIFY(std::get<Release>(climb.acts.constLast().what).restoreShare);
    }

    // A rollback that a question's silence began goes on, whatever is said afterwards, and is followed to its end.
    void aRunningRollbackIsNeverCancelled()
    {
        auto policy = climbing({step(Hold()), step(flagOff()), step(Rollback())});
        policy.ladder.onUnknown = {step(ask(policy::Ask::Default::Rollback, 60'000))};
        Climb climb({policy});
        climb.say(1, 7, kUnknown);
        QCOMPARE(climb.told(), QStringLiteral("ask@1 rollback@7"));
        climb.say(8, 30, kHealthy);
        climb.say(31, kSystemic); // no second one, and nothing else beside it
        QCOMPARE(climb.told(), QStringLiteral("ask@1 rollback@7"));
        climb.outcome("rollback", 32, Outcome::Result::Failed);
        QCOMPARE(climb.told(), QStringLiteral("ask@1 rollback@7 page@32"));
        QCOMPARE(std::get<policy::Page>(climb.acts.constLast().what).to, QStringLiteral("team-shop"));
    }

    void shrinkThatIsNotPossibleHoldsAndGoesOn()
    {
        auto policy = climbing({step(Rollback())});
        policy.ladder.onTransient = {step(Shrink{0.05}), step(notify())};
        Climb climb({policy});
        climb.say(1, kTransient);
        QCOMPARE(climb.told(), QStringLiteral("shrink@1"));
        climb.outcome("shrink", 1, Outcome::Result::NotPossible);
        QCOMPARE(climb.told(), QStringLiteral("shrink@1 hold@1 notify@1"));
    }

    void theGravestPolicyWins()
    {
        auto first = climbing({step(page("first"))}, kOther);
        first.ladder.onTransient = {step(notify("first"))};
        Climb climb({climbing({step(page("second"))}), first});
        climb.say(1, {kTransient, kTransient});
        QCOMPARE(climb.acts.constLast().policyId, kOther); // equal: the smallest id
        climb.say(2, {kSystemic, kTransient});
        QCOMPARE(climb.told(), QStringLiteral("notify@1 page@2"));
        QCOMPARE(climb.acts.constLast().policyId, QStringLiteral("shop-policy"));
        climb.say(3, {kSystemic, kSystemic}); // once per class and episode, whoever asks for it
        QCOMPARE(climb.acts.size(), 2);
        climb.say(4, {kSystemic, kCritical}); // but critical is graver
        QCOMPARE(climb.told(), QStringLiteral("notify@1 page@2 page@4"));
        QCOMPARE(climb.acts.constLast().policyId, kOther);
        QCOMPARE(climb.acts.constLast().episode, 2);
        QCOMPARE(climb.acts.constLast().reasons, (QStringList{kOther + QStringLiteral("/errors: confirmed"),
                                                              QStringLiteral("shop-policy/errors: confirmed")}));
    }

    void whatIsOnlyObservedDoesNothing()
    {
        auto observed = climbing({step(Rollback())});
        observed.mode = policy::Mode::Observe;
        Climb climb({observed});
        climb.say(1, 20, kSystemic);
        QVERIFY(climb.acts.isEmpty());
        QVERIFY(!climb.ladder.mayPromote());
    }

    void theEndOfTheRolloutEndsTheLadder()
    {
        auto policy = climbing({step(Rollback())});
        policy.ladder.onUnknown = {step(ask(policy::Ask::Default::Rollback)), step(page(), 60'000)};
        Climb climb({policy});
        climb.say(1, kUnknown);
        climb.take(climb.ladder.finish(2 * kTick));
        climb.say(3, 200, kUnknown);
        climb.say(201, kSystemic);
        QCOMPARE(climb.told(), QStringLiteral("ask@1 withdraw@2"));
    }

    // What a backtest shows: mitigations help nobody unless the samples say so, questions stay unanswered.
    void whatTheLadderWouldHaveDone()
    {
        auto policy = climbing({step(flagOff()), step(Rollback(), 0, kStill)});
        const auto told = [&policy](const Assumed &assumed) {
            AssumedClimb climb(kRollout, {policy}, assumed);
            for (qint64 tick = 1; tick <= 20; ++tick) {
                const auto said = tick < 3 ? kHealthy : Said{.verdict = VerdictClass::Systemic, .still = false};
                climb.judge({{policy.id, verdictOf(policy, tick, said)}}, tick * kTick + 15'000);
            }
            QStringList words;
            for (const auto &act : climb.acts())
                words.append(act.name() + QLatin1Char('@') + QString::number(act.dueMs));
            return words.join(QLatin1Char(' '));
        };
        QCOMPARE(told({}), QStringLiteral("mitigate@45000 rollback@155000"));
        QCOMPARE(told({.marked = true}), QStringLiteral("mitigate@45000"));
        QCOMPARE(told({.result = Outcome::Result::Failed, .afterMs = 20'000}),
                 QStringLiteral("mitigate@45000 rollback@65000 page@85000"));
    }
};

QTEST_GUILESS_MAIN(TestLadder)
#include "tst_ladder.moc"
