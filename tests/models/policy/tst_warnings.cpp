// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/models/policy/policyfile.h"

using namespace astern;
using namespace astern::test;

// Doubtful policies: they take effect, and what is doubtful is said. And what only the whole of a policy can tell.
class TestWarnings : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void warnings_data()
    {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<QByteArray>("at");
        QTest::addColumn<QString>("code");
        const auto row = [](const char *name, const char *from, const char *to, const char *at, const char *code) {
            QTest::newRow(name) << QByteArray(from) << QByteArray(to) << QByteArray(at) << QString::fromLatin1(code);
        };
        row("short for", "for: 120s", "for: 59s", "59s", "W-FOR-SHORT");
        row("judged at the tick", "for: 120s", "for: 0s", "0s}", "W-FOR-SHORT");
        row("nobody watches a signal",
            "  - {id: gone2, type: missing, signal: rps, stale_after: 45s, unknown_after: 60s}\n", "",
            "rules:", "W-NO-MISSING-RULE");
        row("unused signal",
            "rules:", "  spare: {kind: gauge, series: {source: prom, series: r}, unit: s}\nrules:", "spare",
            "W-UNUSED-SIGNAL");
        row("silence rolls back", "default: hold", "default: rollback", "rollback}", "W-UNKNOWN-ROLLBACK");
        row("the unknown is rolled back", "on_unknown: [{do: hold}, ", "on_unknown: [{do: hold}, {do: rollback}, ",
            "rollback}, {do: ask", "W-UNKNOWN-ROLLBACK");
        row("loose alpha", "direction: higher_is_bad", "direction: higher_is_bad, alpha: 0.05", "0.05", "W-ALPHA");
        row("loose alpha of ranks", "alpha: 0.02", "alpha: 0.1", "0.1", "W-ALPHA");
        row("peeking", "at: step_end", "at: tick", "tick", "W-PEEK");
        row("short critical", "direction: higher_is_bad",
            "direction: higher_is_bad, critical: {ratio: 50%, min_total: 50, for: 40s}", "40s", "W-CRITICAL-SHORT");
        row("window before the rollout", "slo: 99.9%", "role: new, slo: 99.9%", "", "");
        row("window longer than the rollout", "slo: 99.9%, pairs: [{long: 1h",
            "role: new, slo: 99.9%, pairs: [{long: 2h", "2h", "W-BURN-WINDOW");
        row("nothing can be confirmed", "direction: higher_is_bad", "direction: higher_is_bad, transient_max: 60m",
            "60m", "W-UNDETECTABLE");
        row("more locations than there are", "fail_after: 3", "fail_after: 3, locations: 3", "3}", "W-UNDETECTABLE");
        // The usual fast path is shorter than the usual forgiveness, and nobody wrote it: nothing to warn of.
        row("critical by default", "direction: higher_is_bad", "direction: higher_is_bad, transient_max: 120s", "", "");
    }

    void warnings()
    {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QFETCH(QByteArray, at);
        QFETCH(QString, code);
        const QByteArray text = changed(from, to);
        const policy::Reading reading = policy::readText(text, QStringLiteral("p.yaml"));
        QVERIFY2(reading.policy, qPrintable(allIssues(reading)));
        QCOMPARE(reading.issues.size(), code.isEmpty() ? 0 : 1);
        if (code.isEmpty())
            return;
        QVERIFY2(reading.issues.first().severity == DocumentIssue::Severity::Warning, qPrintable(allIssues(reading)));
        QCOMPARE(reading.issues.first().code, code);
        QCOMPARE(reading.issues.first().at.toString(), placeOf(text, at, everyRule().indexOf(from)).toString());
    }

    // The head of a policy with one rule.
    void whole_data()
    {
        QTest::addColumn<QByteArray>("strategies");
        QTest::addColumn<QByteArray>("rules");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QByteArray>("at");
        const QByteArray compare = "  - {id: a, type: compare.ratio, signal: http, direction: higher_is_bad}\n";
        const QByteArray stable =
            "  - {id: a, type: threshold, signal: http, role: stable, above: 1%, window: 30s, for: 120s}\n";
        const QByteArray limit = "  - {id: b, type: threshold, signal: http, above: 1%, window: 30s, for: 120s}\n";
        const QByteArray missing = "  - {id: m, type: missing, signal: http, stale_after: 45s, unknown_after: 60s}\n";
        const QByteArray both = "  - {id: q, type: quorum, of: [a, a2], need: 2}\n";
        QTest::newRow("compare of canaries") << QByteArray("canary") << compare + missing << QString() << QByteArray();
        QTest::newRow("compare alone") << QByteArray("canary, rolling") << compare + missing << QStringLiteral("P-ROLE")
                                       << QByteArray("compare.ratio");
        QTest::newRow("compare and a limit")
            << QByteArray("rolling") << compare + limit + missing << QString() << QByteArray();
        QTest::newRow("stable alone") << QByteArray("blue-green") << stable + missing << QStringLiteral("P-ROLE")
                                      << QByteArray("stable");
        QTest::newRow("quorum of compares")
            << QByteArray("rolling") << compare + QByteArray(compare).replace("id: a", "id: a2") + both + missing
            << QStringLiteral("P-ROLE") << QByteArray("compare.ratio");
        QTest::newRow("observed limit") << QByteArray("rolling")
                                        << compare + QByteArray(limit).replace("id: b", "id: b, mode: observe") +
                                               missing
                                        << QStringLiteral("P-ROLE") << QByteArray("compare.ratio");
        QTest::newRow("only missing") << QByteArray("canary") << missing << QStringLiteral("P-NO-ENFORCING-RULE")
                                      << QByteArray("rules:");
        QTest::newRow("only observing") << QByteArray("canary")
                                        << QByteArray(limit).replace("id: b", "id: b, mode: observe") + missing
                                        << QStringLiteral("P-NO-ENFORCING-RULE") << QByteArray("rules:");
        QTest::newRow("a circle of two")
            << QByteArray("canary")
            << limit + missing +
                   "  - {id: q, type: quorum, of: [p, b], need: 1}\n  - {id: p, type: quorum, of: [b, q], need: 1}\n"
            << QStringLiteral("P-CYCLE") << QByteArray("q], need");
        QTest::newRow("a diamond is no circle")
            << QByteArray("canary")
            << limit + missing +
                   "  - {id: q, type: quorum, of: [p, b], need: 1}\n  - {id: p, type: quorum, of: [b, m], need: 1}\n"
            << QString() << QByteArray();
    }

    void whole()
    {
        QFETCH(QByteArray, strategies);
        QFETCH(QByteArray, rules);
        QFETCH(QString, code);
        QFETCH(QByteArray, at);
        const QByteArray text = "policy: astern/v1\nid: demo\nrevision: 1\nowner: team-a\napplies_to: {service: demo, "
                                "environments: [prod], strategies: [" +
                                strategies +
                                "]}\nsignals:\n  http: {kind: events, total: {source: prom, series: t}, bad: {source: "
                                "prom, series: b}}\nrules:\n" +
                                rules +
                                "ladder:\n  on_transient: [{do: hold}]\n  on_systemic: [{do: rollback}]\n  on_unknown: "
                                "[{do: hold}]\n  on_external: [{do: hold}]\n";
        const policy::Reading reading = policy::readText(text, QStringLiteral("p.yaml"));
        QCOMPARE(reading.policy.has_value(), code.isEmpty());
        QCOMPARE(reading.issues.size(), code.isEmpty() ? 0 : 1);
        if (code.isEmpty())
            return;
        QCOMPARE(reading.issues.first().code, code);
        QCOMPARE(reading.issues.first().at.toString(), placeOf(text, at, 0).toString());
    }
};

QTEST_GUILESS_MAIN(TestWarnings)
#include "tst_warnings.moc"
