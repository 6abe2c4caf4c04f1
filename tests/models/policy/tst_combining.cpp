// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/models/policy/told.h"

using namespace astern;
using namespace astern::policy;
using namespace astern::test;

// From what the rules say to the one verdict of a rollout, and what it takes to get rid of it.
class TestCombining : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void twoSystemicRulesInOneTick()
    {
        auto body = threshold(0.01, 10'000, 30'000);
        Told told(policyOf({rule(kErrors, body), rule(QStringLiteral("again"), body)}));
        told.run(1, 6, 0);
        const auto verdict = told.run(7, 10, 500);
        QCOMPARE(verdict.verdict, VerdictClass::Systemic);
        QCOMPARE(verdict.reasons,
                 (QStringList{QStringLiteral("errors: continuous"), QStringLiteral("again: continuous")}));
        QCOMPARE(told.traffic.verdicts[8].verdict, VerdictClass::Transient);
    }

    void longerThanPlanned()
    {
        auto policy = errorsPolicy();
        policy.time.maxDurationMs = 100'000;
        Told told(policy);
        QCOMPARE(told.run(1, 10, 0).verdict, VerdictClass::Healthy);
        const auto verdict = told.run(11, 11, 0);
        QCOMPARE(verdict.verdict, VerdictClass::Unknown);
        QCOMPARE(verdict.reasons, QStringList{QStringLiteral("rollout: overdue")});
        QCOMPARE(verdict.rules[0].verdict, VerdictClass::Healthy);
    }

    void systemicStays()
    {
        Told told(errorsPolicy(10'000, 30'000));
        told.run(1, 6, 0);
        told.run(7, 12, 500);
        QCOMPARE(told.run(13, 60, 0).verdict, VerdictClass::Systemic);
    }
    void mitigationStartsTheRuleAfresh()
    {
        Told told(errorsPolicy(10'000, 30'000));
        told.run(1, 6, 0);
        told.run(7, 12, 500);
        told.traffic.mark(MarkRecord::Kind::Mitigated, 13);
        auto verdict = told.run(13, 13, 500);
        QVERIFY(verdict.stillSystemic);
        verdict = told.run(14, 18, 0);
        QVERIFY(verdict.stillSystemic); // undecided is not well
        verdict = told.run(19, 20, 0);
        QVERIFY(!verdict.stillSystemic);
        QCOMPARE(verdict.verdict, VerdictClass::Systemic); // of this rollout, all the same
        QCOMPARE(verdict.rules[0].verdict, VerdictClass::Healthy);
    }

    // The next mitigation comes before the rule could say whether the one before had helped.
    void anotherMitigationBeforeItIsDecided()
    {
        Told told(errorsPolicy(10'000, 30'000));
        told.run(1, 6, 0);
        told.run(7, 12, 500);
        told.traffic.mark(MarkRecord::Kind::Mitigated, 13);
        told.run(13, 14, 500);
        told.traffic.mark(MarkRecord::Kind::Mitigated, 15);
        auto verdict = told.run(15, 15, 500);
        QVERIFY(verdict.rules[0].verdict != VerdictClass::Systemic);
        QVERIFY(verdict.stillSystemic);
        QVERIFY(told.run(16, 30, 500).stillSystemic); // neither of them helped
        told.traffic.mark(MarkRecord::Kind::Mitigated, 31);
        told.run(31, 31, 500);
        QVERIFY(!told.run(32, 40, 0).stillSystemic); // the third did
        told.traffic.mark(MarkRecord::Kind::Mitigated, 41);
        QVERIFY(!told.run(41, 41, 0).stillSystemic); // and of one that is well nothing is asked anew
    }

    void minorHoldsAndAQuorumRollsBack()
    {
        auto body = threshold(0.01, 10'000, 30'000);
        Told minor(policyOf({rule(kErrors, body, Severity::Minor)}));
        minor.run(1, 6, 0);
        QCOMPARE(minor.run(7, 20, 500).verdict, VerdictClass::Transient);
        QCOMPARE(minor.traffic.verdicts.back().rules[0].verdict, VerdictClass::Systemic);
        Told two(policyOf({rule(kErrors, body, Severity::Minor), rule(QStringLiteral("again"), body, Severity::Minor),
                           rule(QStringLiteral("both"), Quorum{.of = {kErrors, QStringLiteral("again")}, .need = 2})}));
        two.run(1, 6, 0);
        QCOMPARE(two.run(7, 20, 500).verdict, VerdictClass::Systemic);
        QCOMPARE(two.traffic.verdicts.back().reasons, QStringList{QStringLiteral("both: quorum")});
    }

    void observedRulesChangeNothing()
    {
        auto policy = errorsPolicy(10'000, 0);
        policy.rules.append(rule(QStringLiteral("watched"), threshold(0.001, 10'000, 0)));
        policy.rules[1].mode = Mode::Observe;
        Told told(policy);
        told.run(1, 1, 0);
        const auto verdict = told.run(2, 10, 5);
        QCOMPARE(verdict.rules[1].verdict, VerdictClass::Systemic);
        QCOMPARE(verdict.verdict, VerdictClass::Healthy);
        policy.mode = Mode::Observe;
        Told observed(policy);
        QCOMPARE(observed.run(1, 10, 0).verdict, VerdictClass::Unknown); // nothing enforces: nothing passes
    }

    void clockThatRunsAhead()
    {
        Told told(errorsPolicy());
        told.run(1, 6, 0);
        for (qint64 tick = 7; tick <= 20; ++tick) {
            told.traffic.latenessMs = -61'000; // stamped a minute and more before it arrived
            told.traffic.requests(tick, "new", 1000, 0);
            told.traffic.end(tick);
        }
        QVERIFY(told.evaluator.intake().notes(0).invalid >= 14);
        QCOMPARE(told.traffic.verdicts.back().verdict, VerdictClass::Unknown);
    }

    void scrapedLessOftenThanTicks()
    {
        auto policy = errorsPolicy();
        policy.signalSpecs[0].scrapeMs = 30'000;
        policy.signalSpecs[0].staleAfterMs = 90'000;
        Told told(policy);
        Verdict verdict;
        for (qint64 tick = 1; tick <= 18; ++tick) {
            if (tick % 3 == 1)
                told.traffic.requests(tick, "new", 3000, 0);
            verdict = told.traffic.end(tick);
        }
        QCOMPARE(verdict.rules[0].coverageE9, 1'000'000'000); // nothing is missing between two scrapes
        QCOMPARE(verdict.verdict, VerdictClass::Healthy);
        for (qint64 tick = 19; tick <= 24; ++tick)
            verdict = told.traffic.end(tick);
        QCOMPARE(verdict.rules[0].outcome, Outcome::NoData); // but here it is
    }

    void sharedBudgetIsExternal()
    {
        Budget budget{.signal = QStringLiteral("http"),
                      .budget = 0.01,
                      .badBudget = 0.02,
                      .phases = compareRatio().phases,
                      .answering = {}};
        Told told(policyOf({rule(QStringLiteral("budget"), budget)}));
        told.run(1, 10, 1, 1000, 3, 3000);
        auto verdict = told.run(11, 30, 100, 1000, 300, 3000);
        QCOMPARE(verdict.verdict, VerdictClass::External);
        verdict = told.run(31, 60, 1, 1000, 3, 3000);
        QCOMPARE(verdict.verdict, VerdictClass::Healthy);
        verdict = told.run(61, 80, 100, 1000, 3, 3000); // this time it is the canary's own
        QCOMPARE(verdict.verdict, VerdictClass::Systemic);
    }
};

QTEST_GUILESS_MAIN(TestCombining)
#include "tst_combining.moc"
