// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/guard/policytest.h"
#include "models/policy/reader.h"
#include "tests/support/places.h"

#include <QTest>

using namespace astern;
using namespace astern::guard;

namespace {

PolicyTestReading read(const QByteArray &cases)
{
    return readPolicyTest("test: astern/v1\npolicy: error-window.yaml\n" + cases,
                          test::sourcePath("resources/policies/t.yaml"));
}

} // namespace

class TestPolicyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void expectations_data()
    {
        QTest::addColumn<QByteArray>("expect");
        QTest::addColumn<QString>("failure");
        const auto row = [](const char *expect, const char *failure) {
            QTest::newRow(expect) << QByteArray(expect) << QString::fromUtf8(failure);
        };
        row("{at: 5m, class: healthy}", "");
        row("{at: 5m, class: unknown}", ":8:7: at 5 min it was to be unknown, and is healthy (no reason)");
        row("{at: 6m, class: transient}", "");
        row("{at: 6m, class: healthy}",
            ":8:7: at 6 min it was to be healthy, and is transient (errors-continuous: breach)");
        row("{by: 10m, class: systemic}", "");
        row("{by: 6m, class: systemic}", ":8:7: systemic was to come by 6 min, and comes after 7 min 1");
        row("{by: 10m, act: rollback}", "");
        row("{by: 6m, act: rollback}", ":8:7: rollback was to come by 6 min, and comes after 7 min 1");
        row("{by: 20m, act: notify}", ":8:7: notify was to come by 20 min, and never does");
        row("{by: 20m, class: external}", ":8:7: external was to come by 20 min, and never does");
        row("{never: external}", "");
        row("{never: notify}", "");
        row("{never: rollback}", ":8:7: rollback was never to be, and comes after 7 min 1");
        row("{never: transient}", ":8:7: transient was never to be, and comes after 5 min 10 s");
        row("{at: 1h, class: healthy}", ":8:7: 1 h is not within what was told");
    }
    // Five good minutes, then 5 % of errors for good: `for` is 120 s and the window 30 s.
    void expectations()
    {
        QFETCH(const QByteArray, expect);
        QFETCH(const QString, failure);
        const auto reading = read("cases:\n  - name: a step\n    counts:\n      - {for: 5m, new: \"0/1000\"}\n"
                                  "      - {for: 10m, new: \"50/1000\"}\n    expect: [" +
                                  expect + "]\n");
        for (const auto &issue : reading.issues)
            qInfo("%s", qPrintable(issue.toString()));
        QVERIFY(reading.test);
        const auto policy = policy::readFile(reading.test->policyFile);
        QVERIFY(policy.policy);
        const auto found = runCase(*reading.test, reading.test->cases.constFirst(), *policy.policy);
        QVERIFY(found);
        const auto said = found->failures.join(QLatin1Char('\n')).replace(QChar(0xa0), QLatin1Char(' '));
        const auto place = QString(failure).replace(QStringLiteral(":8:7"), QStringLiteral(":8:14"));
        QVERIFY2(failure.isEmpty() ? said.isEmpty() : said.contains(place), qPrintable(said));
    }

    void samplesInAFile()
    {
        const auto reading =
            read("cases:\n  - name: of a file\n    samples: none.ndjson\n    expect: [{never: systemic}]\n");
        QVERIFY(reading.test);
        const auto found = runCase(*reading.test, reading.test->cases.constFirst(),
                                   *policy::readFile(reading.test->policyFile).policy);
        QVERIFY(!found);
        QVERIFY(found.error().where.endsWith(QStringLiteral("resources/policies/none.ndjson")));
    }

    void noSuchSignal()
    {
        const auto reading =
            read("cases:\n  - {name: x, signal: slow, counts: [{for: 1m}], expect: [{never: systemic}]}\n");
        QVERIFY(reading.test);
        QVERIFY(!runCase(*reading.test, reading.test->cases.constFirst(),
                         *policy::readFile(reading.test->policyFile).policy));
    }

    void whatATestMayNotSay_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("said");
        const auto row = [](const char *text, const char *said) {
            QTest::newRow(text) << QByteArray(text) << QString::fromLatin1(said);
        };
        row("cases: [{name: x, expect: []}]", "P-MISSING-KEY");
        row("cases: [{name: x, counts: [{for: 1m}]}]", "P-MISSING-KEY");
        row("cases: [{name: x, counts: [{for: 1m, new: \"5\"}], expect: []}]", "bad events of all");
        row("cases: [{name: x, counts: [{for: 1m, new: \"5/4\"}], expect: []}]", "bad events of all");
        row("cases: [{name: x, counts: [{for: 1m}], samples: a, expect: []}]", "P-CONFLICT");
        row("cases: [{name: x, counts: [{for: 8d}], expect: []}]", "P-RANGE");
        row("cases: [{name: x, counts: [], expect: [{at: 1m, class: fine}]}]", "P-RANGE");
        row("cases: [{name: x, counts: [], expect: [{at: 1m, act: rollback}]}]", "P-UNKNOWN-KEY");
        row("cases: [{name: x, counts: [], expect: [{}]}]", "P-MISSING-KEY");
        row("start: tomorrow\ncases: []", "P-TIME");
        row("cases: []\nsauce: 1", "P-UNKNOWN-KEY");
    }
    void whatATestMayNotSay()
    {
        QFETCH(const QByteArray, text);
        QFETCH(const QString, said);
        const auto reading = read(text + "\n");
        QVERIFY(!reading.test);
        QString all;
        for (const auto &issue : reading.issues)
            all += issue.toString() + QLatin1Char('\n');
        QVERIFY2(all.contains(said), qPrintable(all));
    }
};

QTEST_GUILESS_MAIN(TestPolicyTest)
#include "tst_policytest.moc"
