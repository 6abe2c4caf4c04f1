// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/guard/placeverdict.h"
#include "tests/models/policy/told.h"

using namespace astern;
using namespace astern::guard;
using namespace astern::test;

// What a place says will happen, and when: it has to be what then happens.
class TestComing : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void countdown();
    void minorCountsNothingDown();
};

namespace {

Policy errorsFor60s(policy::Severity severity)
{
    Policy made = errorsPolicy(kTick, 60'000);
    made.rules[0].severity = severity;
    made.ladder.onSystemic = {{.act = policy::Rollback{}}};
    return made;
}

QList<PlaceVerdict::Coming> coming(const Told &told, const Verdict &verdict)
{
    const auto policy = std::make_shared<Policy>(told.evaluator.policy());
    return comingOf({{{.policy = policy}, verdict}}, {});
}

} // namespace

void TestComing::countdown()
{
    Told told(errorsFor60s(policy::Severity::Major), alone());
    Verdict verdict = told.run(1, 6, 0);
    QVERIFY(coming(told, verdict).isEmpty());

    verdict = told.run(7, 7, 50);
    QCOMPARE(coming(told, verdict).size(), 1);
    QCOMPARE(coming(told, verdict).constFirst().what, QStringLiteral("rollback"));
    QCOMPARE(coming(told, verdict).constFirst().atMs, verdict.tickMs + 60'000);

    verdict = told.run(8, 8, 0);
    QVERIFY(coming(told, verdict).isEmpty()); // still suspect, but on the way back

    verdict = told.run(9, 9, 50); // begins anew, however long it has been suspect
    QCOMPARE(verdict.rules[0].verdict, policy::VerdictClass::Transient);
    QCOMPARE(coming(told, verdict).constFirst().atMs, verdict.tickMs + 60'000);

    verdict = told.run(10, 10, 50);
    QCOMPARE(coming(told, verdict).constFirst().atMs, verdict.tickMs + 50'000);

    verdict = told.run(11, 11, 0, 0); // silence: the time stands still
    const qint64 atMs = coming(told, verdict).constFirst().atMs;
    QCOMPARE(atMs, verdict.tickMs + 50'000);
    for (qint64 tick = 12; tick * kTick < atMs; ++tick) {
        verdict = told.run(tick, tick, 50);
        QCOMPARE(verdict.verdict, policy::VerdictClass::Transient);
        QCOMPARE(coming(told, verdict).constFirst().atMs, atMs);
    }
    verdict = told.run(atMs / kTick, atMs / kTick, 50);
    QCOMPARE(verdict.verdict, policy::VerdictClass::Systemic);
    QVERIFY(coming(told, verdict).isEmpty());
}

void TestComing::minorCountsNothingDown()
{
    Told told(errorsFor60s(policy::Severity::Minor), alone());
    QVERIFY(coming(told, told.run(1, 7, 50)).isEmpty());
}

QTEST_GUILESS_MAIN(TestComing)
#include "tst_coming.moc"
