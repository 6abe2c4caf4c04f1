// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/canonicalform.h"
#include "models/policy/explain.h"
#include "tests/models/policy/policyfile.h"
#include "tests/support/places.h"

#include <QDir>
#include <QTest>

using namespace astern;
using namespace astern::test;

namespace {

policy::Policy read(const QByteArray &text)
{
    const policy::Reading reading = policy::readText(text, QStringLiteral("p.yaml"));
    if (!reading.policy)
        qWarning("%s", qPrintable(allIssues(reading)));
    return reading.policy.value_or(policy::Policy());
}

template <class T>
const T &body(const policy::Policy &policy, const char *id)
{
    return std::get<T>(policy.rule(QLatin1String(id))->body);
}

} // namespace

class TestReading : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyType()
    {
        const policy::Reading reading = policy::readText(everyRule(), QStringLiteral("p.yaml"));
        QVERIFY2(reading.policy, qPrintable(allIssues(reading)));
        QCOMPARE(allIssues(reading), QString());
        QCOMPARE(reading.policy->rules.size(), 15);
        for (const policy::Rule &rule : reading.policy->rules)
            QVERIFY2(!rule.type().isEmpty() && (!rule.signal().isEmpty() || rule.id == QLatin1String("some")),
                     qPrintable(rule.id));
    }

    void defaults()
    {
        const policy::Policy policy = read(everyRule());
        QCOMPARE(policy.time.tickMs, 10'000);
        QCOMPARE(policy.signal(QStringLiteral("http"))->staleAfterMs, 45'000);
        const auto &limit = body<policy::Threshold>(policy, "limit");
        QCOMPARE(limit.clear, 0.008);
        QCOMPARE(limit.answering.minTotal, 50);
        QCOMPARE(limit.recurrence, (policy::Recurrence{3, 900'000}));
        QCOMPARE(body<policy::Threshold>(policy, "low").clear, 6.25);
        QVERIFY(body<policy::Threshold>(policy, "low").aggregate == policy::Threshold::Aggregate::Mean);
        const auto &beside = body<policy::CompareRatio>(policy, "beside");
        QCOMPARE(beside.phases.ratios, (QList<double>{1.25, 1.5, 2, 3, 5, 10, 20, 50}));
        QCOMPARE(beside.badFloor, 0.002);
        QCOMPARE(beside.phases.critical, policy::Critical());
        QVERIFY(!beside.phases.dispersion);
        QCOMPARE(body<policy::Budget>(policy, "spent").badBudget, 0.01);
        QCOMPARE(body<policy::BurnRate>(policy, "burn").slo, 0.999);
        QVERIFY(body<policy::BurnRate>(policy, "burn").role == Role::All);
        QCOMPARE(body<policy::ProbeRule>(policy, "tried").locations, 2);
        QCOMPARE(body<policy::StateRule>(policy, "broke").forMs, 60'000);
        QVERIFY(body<policy::LowTraffic>(policy, "few").then == policy::LowTraffic::Then::RelyOn);
        QVERIFY(policy.rule(QStringLiteral("past"))->mode == policy::Mode::Observe);
        QCOMPARE(policy.guards.alertsPerDay, 150);
        QCOMPARE(std::get<policy::Rollback>(policy.ladder.onSystemic[1].act).retries, 3);
        const policy::Policy lower = read(changed("direction: higher_is_bad", "direction: lower_is_bad"));
        QCOMPARE(body<policy::CompareRatio>(lower, "beside").badRatio, 0.8);
        QCOMPARE(body<policy::CompareRatio>(lower, "beside").phases.ratios.size(), 7);
        const policy::Policy off =
            read(changed("direction: higher_is_bad", "direction: higher_is_bad, critical: null"));
        QVERIFY(!body<policy::CompareRatio>(off, "beside").phases.critical);
        QVERIFY(!beside.phases.sustained);
        const auto sooner =
            read(changed("direction: higher_is_bad", "direction: higher_is_bad, confirm: sustained, "
                                                     "critical: {ratio: 50%, min_total: 50, for: 40s, measure: dose}"));
        QVERIFY(body<policy::CompareRatio>(sooner, "beside").phases.sustained);
        QVERIFY(body<policy::CompareRatio>(sooner, "beside").phases.critical->dose);
    }

    void observing()
    {
        const policy::Policy enforcing = read(everyRule());
        QVERIFY(enforcing.enforces(*enforcing.rule(QStringLiteral("limit"))));
        QVERIFY(!enforcing.enforces(*enforcing.rule(QStringLiteral("past"))));
        const policy::Policy watching = read(changed("id: demo\n", "id: demo\nmode: observe\n"));
        QVERIFY(!watching.enforces(*watching.rule(QStringLiteral("limit"))));
    }

    void examples_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QStringList>("codes"); // warnings that the example is meant to have
        const QDir folder(test::sourcePath("resources/policies"));
        const QMap<QString, QStringList> codes{
            {QStringLiteral("burn-rate.yaml"), {QStringLiteral("W-NO-MISSING-RULE")}},
            {QStringLiteral("business-drop.yaml"), {QStringLiteral("W-NO-MISSING-RULE")}},
            {QStringLiteral("canary-compare.yaml"),
             {QStringLiteral("W-NO-MISSING-RULE"), QStringLiteral("W-CRITICAL-SHORT"),
              QStringLiteral("W-UNKNOWN-ROLLBACK")}},
            {QStringLiteral("error-window.yaml"), {QStringLiteral("W-UNKNOWN-ROLLBACK")}},
            {QStringLiteral("init-deadline.yaml"), {QStringLiteral("W-UNKNOWN-ROLLBACK")}},
            {QStringLiteral("quorum-ladder.yaml"),
             {QStringLiteral("W-NO-MISSING-RULE"), QStringLiteral("W-UNKNOWN-ROLLBACK")}},
            {QStringLiteral("synthetic-probe.yaml"), {QStringLiteral("W-UNKNOWN-ROLLBACK")}},
        };
        const QStringList names = folder.entryList({QStringLiteral("*.yaml")});
        QCOMPARE(names.size(), 8);
        for (const QString &name : names)
            QTest::newRow(qPrintable(name)) << folder.filePath(name) << codes.value(name);
    }

    void examples()
    {
        QFETCH(QString, path);
        QFETCH(QStringList, codes);
        const policy::Reading reading = policy::readFile(path);
        QVERIFY2(reading.policy, qPrintable(allIssues(reading)));
        QStringList found;
        for (const DocumentIssue &issue : reading.issues)
            found.append(issue.code);
        QCOMPARE(found, codes);
        for (const policy::Chapter &chapter : policy::explain(*reading.policy)) {
            QVERIFY2(!chapter.sentences.isEmpty(), qPrintable(chapter.heading));
            for (const QString &sentence : chapter.sentences)
                QVERIFY2(!sentence.isEmpty() && !sentence.contains(QStringLiteral("%1")) &&
                             !sentence.contains(QStringLiteral("%2")),
                         qPrintable(sentence));
        }
        QVERIFY(!policy::canonicalText(*reading.policy).isEmpty());
    }

    void issues_data();
    void issues();
    void allAtOnce();
    void nothingBehindSyntax();
};

void TestReading::issues_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<QByteArray>("at"); // what stands at the place that is named
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("nearest");
    const auto row = [](const char *name, const char *from, const char *to, const char *at, const char *code,
                        const char *nearest = "") {
        QTest::newRow(name) << QByteArray(from) << QByteArray(to) << QByteArray(at) << QString::fromLatin1(code)
                            << QString::fromLatin1(nearest);
    };
    row("another version", "astern/v1", "astern/v2", "astern/v2", "P-VERSION", "astern/v1");
    row("id in capitals", "id: demo", "id: Demo", "Demo", "P-RANGE", "demo");
    row("revision is a text", "revision: 1", "revision: '1'", "'1'", "P-TYPE");
    row("revision zero", "revision: 1", "revision: 0", "0\n", "P-RANGE");
    row("revision with a fraction", "revision: 1", "revision: 1.5", "1.5", "P-TYPE", "2");
    row("what confirms", "direction: higher_is_bad", "direction: higher_is_bad, confirm: later", "later", "P-RANGE");
    row("owner is a number", "owner: team-a", "owner: 12", "12", "P-TYPE");
    row("strategy", "[canary]", "[canari]", "canari", "P-RANGE", "canary");
    row("no environment", "[prod]", "[]", "[]", "P-RANGE");
    row("environment twice", "[prod]", "[prod, prod]", "prod]", "P-DUPLICATE-ID");
    row("duplicate key", "id: demo\n", "id: demo\nid: other\n", "id: other", "P-DUPLICATE-KEY");
    row("alias", "owner: team-a", "owner: *team", "*team", "P-YAML");
    row("tag", "owner: team-a", "owner: !!str team-a", "!!str", "P-ALIAS");
    row("off as a value", "set: 'off'", "set: off", "off,", "P-TYPE");
    row("yes as a value", "owner: team-a", "owner: yes", "yes", "P-TYPE");
    row("true as a value", "set: 'off'", "set: true", "true", "P-TYPE");
    row("not a boolean", "freeze:", "guards: {rollback_safe: 1}\nfreeze:", "1}", "P-TYPE");
    row("signal kind", "kind: gauge", "kind: gage", "gage", "P-RANGE", "gauge");
    row("signal id", "  rps: {", "  Rps: {", "Rps", "P-RANGE", "rps");
    row("events without bad", ", bad: {source: prom, series: b}", "", "kind: events", "P-MISSING-KEY");
    row("two sources of events", "bad: {source: prom, series: b}}",
        "bad: {source: prom, series: b}, histogram: {source: prom, series: h, over: 3s}}", "{source: prom, series: h",
        "P-CONFLICT");
    row("series name", "series: t}", "series: 't t'}", "'t t'", "P-RANGE");
    row("label", "series: t}", "series: t, where: {a-b: x}}", "a-b", "P-RANGE");
    row("label is a number", "series: t}", "series: t, where: {status: 500}}", "500", "P-TYPE");
    row("probe without a check", ", http: {url: 'https://{role}/smoke'}", "", "kind: probe", "P-MISSING-KEY");
    row("probe with two checks", "http: {url: 'https://{role}/smoke'}",
        "http: {url: 'https://{role}/smoke'}, tcp: {host: a, port: 1}", "{host: a", "P-CONFLICT");
    row("probe of nothing", "'https://{role}/smoke'", "'file:///etc/passwd'", "'file", "P-RANGE");
    row("rule type", "type: quorum", "type: quorom", "quorom", "P-RANGE", "quorum");
    row("rule id twice", "id: past,", "id: limit,", "limit, type: drop", "P-DUPLICATE-ID");
    row("severity", "signal: http, above", "signal: http, severity: blocker, above", "blocker", "P-RANGE");
    row("wrong kind of signal", "deadline, signal: ready", "deadline, signal: http", "http, expect", "P-TYPE");
    row("two limits", "above: 1%", "above: 1%, below: 2%", "2%, window", "P-CONFLICT");
    row("clear before the limit", "above: 1%", "clear: 2%, above: 1%", "1%, window", "P-CONFLICT");
    row("limit in per cent of a gauge", "below: 5,", "below: 5%,", "5%,", "P-TYPE");
    row("unreachable ratio", "above: 1%", "above: 100%", "100%", "P-UNREACHABLE");
    row("ratio with a blank", "above: 1%", "above: 1 %", "1 %", "P-UNIT", "1%");
    row("negative ratio", "above: 1%", "above: -0.1", "-0.1", "P-RANGE");
    row("not finite", "alpha: 0.02", "alpha: .nan", ".nan", "P-NONFINITE");
    row("infinite", "factor: 14.4", "factor: 1e999", "1e999", "P-NONFINITE");
    row("compound duration", "each_within: 5m", "each_within: 1m30s", "1m30s", "P-DURATION", "90s");
    row("duration in words", "each_within: 5m", "each_within: 5min", "5min", "P-DURATION", "5m");
    row("off the grid", "window: 30s", "window: 35s", "35s", "P-WINDOW-GRID", "40s");
    row("burn off the grid", "short: 5m", "short: 61s", "61s", "P-WINDOW-GRID", "70s");
    row("alpha too large", "direction: higher_is_bad", "direction: higher_is_bad, alpha: 0.2", "0.2", "P-RANGE");
    row("alpha zero", "direction: higher_is_bad", "direction: higher_is_bad, alpha: 0", "0}", "P-RANGE");
    row("ratio not above one", "direction: higher_is_bad", "direction: higher_is_bad, ratios: [1.5, 1]", "1]",
        "P-RANGE");
    row("bad ratio on the wrong side", "direction: higher_is_bad", "direction: higher_is_bad, bad_ratio: 0.9", "0.9",
        "P-CONFLICT");
    row("bad floor under the floor", "direction: higher_is_bad", "direction: higher_is_bad, floor: 2%, bad_floor: 1%",
        "1%}", "P-CONFLICT");
    row("direction of a ratio test", "direction: higher_is_bad", "direction: either", "either", "P-RANGE");
    row("dispersion", "direction: higher_is_bad", "direction: higher_is_bad, dispersion: some", "some", "P-RANGE",
        "auto");
    row("recurrence without a span", "direction: higher_is_bad", "direction: higher_is_bad, recurrence: {episodes: 3}",
        "episodes", "P-MISSING-KEY");
    row("burn exactly at the most", "factor: 14.4", "factor: 1000", "1000", "P-UNREACHABLE");
    row("unknown state", "expect: ready", "expect: redy", "redy", "P-UNKNOWN-REF", "ready");
    row("unknown bad state", "bad: [crashed]", "bad: [broken]", "broken", "P-UNKNOWN-REF");
    row("quorum of instances", "each_within: 5m", "each_within: 5m, quorum: most", "most", "P-RANGE");
    row("unknown before stale", "unknown_after: 60s}", "unknown_after: 30s}", "30s}", "P-CONFLICT");
    row("rely on nobody", "rely_on: [tried]", "rely_on: [tired]", "tired", "P-UNKNOWN-REF", "tried");
    row("quorum of one", "of: [limit, low], need: 2", "of: [limit], need: 1", "[limit]", "P-RANGE");
    row("quorum of strangers", "of: [limit, low]", "of: [limit, lo]", "lo]", "P-UNKNOWN-REF", "low");
    row("circle", "rely_on: [tried]", "rely_on: [few]", "few]", "P-CYCLE");
    row("condition", "'result < 0.05'", "'result < '", "'result < '", "P-RANGE", "result < 0.05");
    row("too many failures", "every: 30s", "every: 30s, count: 3, max_failures: 3", "3, pass", "P-UNREACHABLE");
    row("sampled without a condition", ", pass: 'result < 0.05'", "", "id: argo", "P-RULE-NO-CONDITION");
    row("enforced drop", "baseline:", "mode: enforce, baseline:", "enforce", "P-CONFLICT", "observe");
    row("freeze at a broken time", "from: '22:00'", "from: '25:00'", "'25:00'", "P-TIME");
    row("freeze in no zone", "Europe/Berlin", "Europe/Berlim", "Europe/Berlim", "P-TIME", "Europe/Berlin");
    row("freeze without an offset", "weekly: {days: [mon], from: '22:00', to: '06:00', tz: Europe/Berlin}",
        "from: 2026-11-27T00:00:00, to: 2026-11-28T00:00:00Z", "2026-11-27", "P-TIME");
    row("day", "[mon]", "[monday]", "[monday]", "P-RANGE", "mon");
    row("unknown step", "do: shrink", "do: shrnk", "shrnk", "P-RANGE", "shrink");
    row("key of another step", "{do: hold}, {do: shrink", "{do: hold, timeout: 5m}, {do: shrink", "timeout: 5m}",
        "P-UNKNOWN-KEY");
    row("question without an end", "timeout: 30m, default: hold", "default: hold", "{do: ask", "P-LADDER");
    row("promoted by silence", "default: hold", "default: promote", "{do: ask", "P-LADDER", "hold");
    row("hold too late", "[{do: hold}, {do: page, to: oncall}]", "[{do: page, to: oncall}, {do: hold}]", "{do: page",
        "P-LADDER");
    row("still systemic after nothing", "{do: mitigate, flag: f, set: 'off', wait: 90s}, ", "", "{do: rollback",
        "P-LADDER");
    row("no step", "on_unknown: [{do: hold}, {do: ask, to: boss, after: 10m, timeout: 30m, default: hold}]",
        "on_unknown: []", "[]", "P-LADDER");
    row("stable arm ends", "strategies: [canary]}\nsignals:\n  http:", "strategies: [rolling]}\nsignals:\n  http:", "",
        "");
}

void TestReading::issues()
{
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    QFETCH(QByteArray, at);
    QFETCH(QString, code);
    QFETCH(QString, nearest);
    const QByteArray base = everyRule();
    QVERIFY2(base.contains(from), "the row does not fit the base");
    const QByteArray text = changed(from, to);
    const policy::Reading reading = policy::readText(text, QStringLiteral("p.yaml"));
    if (code.isEmpty()) {
        QVERIFY2(reading.policy, qPrintable(allIssues(reading)));
        return;
    }
    QVERIFY(!reading.policy);
    const SourcePosition wanted = placeOf(text, at, base.indexOf(from) - 40);
    const DocumentIssue *found = nullptr;
    int errors = 0;
    for (const DocumentIssue &issue : reading.issues) {
        errors += issue.severity == DocumentIssue::Severity::Error ? 1 : 0;
        if (issue.code == code && issue.at == wanted)
            found = &issue;
    }
    QVERIFY2(found,
             qPrintable(QStringLiteral("wanted %1 %2; got\n%3").arg(wanted.toString(), code, allIssues(reading))));
    QCOMPARE(found->nearest, nearest);
    QVERIFY2(!found->allowed.isEmpty(), "an error says what is allowed");
    QVERIFY2(errors == 1, qPrintable(QStringLiteral("one mistake is one error:\n") + allIssues(reading)));
}

void TestReading::allAtOnce()
{
    QByteArray text = everyRule();
    text.replace("revision: 1", "revision: one")
        .replace("window: 30s", "window: 30")
        .replace("signal: rps, below", "signal: rpm, below")
        .replace("do: shrink", "do: shrnk");
    const policy::Reading reading = policy::readText(text, QStringLiteral("p.yaml"));
    QStringList codes;
    int line = 0;
    for (const DocumentIssue &issue : reading.issues) {
        if (issue.severity == DocumentIssue::Severity::Error)
            codes.append(issue.code);
        QVERIFY2(issue.at.line >= line, "errors come in file order");
        line = issue.at.line;
    }
    QCOMPARE(codes, (QStringList{QStringLiteral("P-TYPE"), QStringLiteral("P-DURATION"),
                                 QStringLiteral("P-UNKNOWN-REF"), QStringLiteral("P-RANGE")}));
}

void TestReading::nothingBehindSyntax()
{
    QByteArray text = everyRule();
    text.replace("revision: 1", "revision: one").replace("owner: team-a", "owner: &a team-a");
    const policy::Reading reading = policy::readText(text, QStringLiteral("p.yaml"));
    QCOMPARE(reading.issues.size(), 1);
    QCOMPARE(reading.issues.first().code, QStringLiteral("P-ALIAS"));
    QCOMPARE(policy::readText(QByteArray(1024 * 1024 + 1, '#'), QStringLiteral("p.yaml")).issues.value(0).code,
             QStringLiteral("P-TOO-LARGE"));
    QCOMPARE(policy::readText("a: " + QByteArray(40, '[') + QByteArray(40, ']'), QStringLiteral("p.yaml"))
                 .issues.value(0)
                 .code,
             QStringLiteral("P-TOO-LARGE"));
    QCOMPARE(policy::readText("\xff\xfe", QStringLiteral("p.yaml")).issues.value(0).code, QStringLiteral("P-ENCODING"));
    QCOMPARE(policy::readText("", QStringLiteral("p.yaml")).issues.value(0).code, QStringLiteral("P-YAML"));
    QCOMPARE(policy::readText("hello", QStringLiteral("p.yaml")).issues.value(0).code, QStringLiteral("P-TYPE"));
    const policy::Reading none = policy::readFile(QStringLiteral("/nowhere/p.yaml"));
    QVERIFY(none.unreadable && !none.policy);
    QCOMPARE(none.issues.value(0).code, QStringLiteral("P-FILE"));
}

QTEST_GUILESS_MAIN(TestReading)
#include "tst_reading.moc"
