// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/canonicalform.h"
#include "tests/models/policy/policyfile.h"

#include <QCryptographicHash>
#include <QJsonArray>

using namespace astern;
using namespace astern::test;

namespace {

policy::Policy read(const QByteArray &text)
{
    const policy::Reading reading = policy::readText(text, QStringLiteral("p.yaml"));
    if (!reading.policy)
        qFatal("%s", qPrintable(allIssues(reading)));
    return *reading.policy;
}

const QByteArray kSmall =
    "policy: astern/v1\n"
    "id: demo\n"
    "revision: 3\n"
    "owner: team-a\n"
    "applies_to: {service: Shop.web, environments: [prod, eu], strategies: [canary, blue-green]}\n"
    "signals:\n"
    "  http: {kind: events, total: {source: prom, series: t}, bad: {source: prom, series: t, where: {status: 5xx}}}\n"
    "rules:\n"
    "  - {id: limit, type: threshold, signal: http, above: 1%, window: 30s, for: 2m}\n"
    "ladder:\n"
    "  on_transient: [{do: hold}, {do: shrink, to: 5%}]\n"
    "  on_systemic: [{do: rollback}]\n"
    "  on_unknown: [{do: ask, to: boss, timeout: 30m, default: hold}]\n"
    "  on_external: []\n";

} // namespace

// One policy has one canonical text, however it is written; another policy has another.
class TestForm : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void text()
    {
        // Written out by hand from the rules of the format.
        const QByteArray wanted =
            R"j({"applies_to":{"environments":["prod","eu"],"service":"Shop.web","strategies":["canary","blue-green"]},"freeze":[],)j"
            R"j("guards":{"alert_budget":{"flood":10,"per_10m":1,"per_day":150},"cool_down":600000,"max_auto_rollbacks":{"count":2,"within":86400000},"rollback_safe":true},)j"
            R"j("id":"demo","ladder":{"on_external":[],"on_systemic":[{"after":0,"backoff":5000,"do":"rollback","retries":3,"timeout":300000}],)j"
            R"j("on_transient":[{"after":0,"do":"hold"},{"after":0,"do":"shrink","to":50000000}],)j"
            R"j("on_unknown":[{"after":0,"default":"hold","do":"ask","timeout":1800000,"to":"boss"}]},"mode":"enforce","owner":"team-a","policy":"astern/v1","revision":3,)j"
            R"j("rules":[{"above":10000000,"aggregate":"ratio","clear":8000000,"clear_for":60000,"for":120000,"id":"limit","min_coverage":800000000,"min_total":50,)j"
            R"j("mode":"enforce","no_data_hold":60000,"recurrence":{"episodes":3,"within":900000},"role":"new","severity":"major","signal":"http","type":"threshold","window":30000}],)j"
            R"j("signals":{"http":{"bad":{"series":"t","source":"prom","where":{"status":"5xx"}},"error_class":"server_error","kind":"events","scrape":15000,)j"
            R"j("series_start":"zero_if_new","stale_after":45000,"total":{"series":"t","source":"prom","where":{}},"unit":"request"}},)j"
            R"j("time":{"lateness":15000,"max_duration":3600000,"tick":10000,"warm_up":0}})j";
        QCOMPARE(policy::canonicalText(read(kSmall)), wanted);
        QCOMPARE(policy::digestOf(read(kSmall)),
                 QString::fromLatin1(QCryptographicHash::hash(wanted, QCryptographicHash::Sha256).toHex()));
    }

    void same_data()
    {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<bool>("same");
        const auto row = [](const char *name, const char *from, const char *to, bool same) {
            QTest::newRow(name) << QByteArray(from) << QByteArray(to) << same;
        };
        row("a comment", "id: demo", "id: demo # a comment", true);
        row("a number for per cent", "above: 1%", "above: 0.01", true);
        row("another unit", "for: 120s", "for: 2m", true);
        row("a default written out", "above: 1%", "above: 1%, clear: 0.8%, min_total: 50, severity: major", true);
        row("another order of keys", "id: demo\nrevision: 1", "revision: 1\nid: demo", true);
        row("another order of signals", "  rps: {kind: gauge, series: {source: prom, series: r}, unit: 1/s}\n", "",
            false);
        row("another limit", "above: 1%", "above: 1.1%", false);
        row("another revision", "revision: 1", "revision: 2", false);
        row("another order of a list", "of: [limit, low]", "of: [low, limit]", false);
        row("what confirms, as usual", "direction: higher_is_bad",
            "direction: higher_is_bad, confirm: fresh, critical: {ratio: 50%, min_total: 50, for: 40s, measure: "
            "each_tick}",
            true);
        row("what confirms", "direction: higher_is_bad", "direction: higher_is_bad, confirm: sustained", false);
        row("the worse, the sooner", "direction: higher_is_bad",
            "direction: higher_is_bad, critical: {ratio: 50%, min_total: 50, for: 40s, measure: dose}", false);
        row("no fast path", "direction: higher_is_bad", "direction: higher_is_bad, critical: null", false);
        row("the fast path as it is", "direction: higher_is_bad",
            "direction: higher_is_bad, critical: {ratio: 50%, min_total: 50, for: 40s}", true);
        row("the smallest difference of a ratio", "budget: 0.5%", "budget: 0.5000001%", false);
        row("observing", "id: demo\n", "id: demo\nmode: observe\n", false);
        row("blanks in a condition", "'result < 0.05'", "'result  <  0.05'", true);
    }

    void same()
    {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QFETCH(bool, same);
        QByteArray text = changed(from, to);
        if (QByteArray(QTest::currentDataTag()) == "another order of signals") { // moved, not taken out
            text.replace("  http: {", from + "  http: {");
            same = true;
        }
        QCOMPARE(policy::digestOf(read(text)) == policy::digestOf(read(everyRule())), same);
    }

    void big()
    {
        const policy::Policy policy = read(changed("below: 5,", "below: 17179869184,"));
        const QJsonObject rule = policy::canonicalForm(policy).value(QLatin1String("rules")).toArray().at(1).toObject();
        QCOMPARE(rule.value(QLatin1String("below")).toString(), QStringLiteral("17179869184000000000"));
        QVERIFY(!policy::canonicalText(policy).isEmpty());
    }

    void condition_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<double>("result");
        QTest::addColumn<bool>("holds");
        const double nan = qQNaN();
        QTest::newRow("below") << QStringLiteral("result < 0.05") << 0.04 << true;
        QTest::newRow("at") << QStringLiteral("result < 0.05") << 0.05 << false;
        QTest::newRow("at or below") << QStringLiteral("result[0] <= 0.05") << 0.05 << true;
        QTest::newRow("turned round") << QStringLiteral("0.05 > result") << 0.04 << true;
        QTest::newRow("and") << QStringLiteral("result >= 1 && result <= 3") << 4.0 << false;
        QTest::newRow("or, and binds first")
            << QStringLiteral("result == 9 or result > 1 and result < 3") << 9.0 << true;
        QTest::newRow("parentheses") << QStringLiteral("(result == 9 or result > 1) and result < 3") << 9.0 << false;
        QTest::newRow("not") << QStringLiteral("!(result > 1)") << 0.5 << true;
        QTest::newRow("not a number compares with nothing")
            << QStringLiteral("result < 1 or result >= 1") << nan << false;
        QTest::newRow("unequal to nothing") << QStringLiteral("result != 1") << nan << false;
        QTest::newRow("is not a number") << QStringLiteral("isNaN(result)") << nan << true;
        QTest::newRow("is a number") << QStringLiteral("not isNaN(result) and not isInf(result)") << 1.0 << true;
        QTest::newRow("infinite") << QStringLiteral("isInf(result)") << -qInf() << true;
        QTest::newRow("negative number") << QStringLiteral("result > -1e-3") << 0.0 << true;
    }

    void condition()
    {
        QFETCH(QString, text);
        QFETCH(double, result);
        QFETCH(bool, holds);
        const Result<policy::Condition> parsed = policy::Condition::parse(text);
        QVERIFY2(parsed, parsed ? "" : qPrintable(parsed.error().message));
        QCOMPARE(parsed->holds(result), holds);
    }

    void noCondition_data()
    {
        QTest::addColumn<QString>("text");
        for (const char *text : {"", "result", "result <", "< 1", "result < 1 and", "(result < 1", "result < 1)",
                                 "result = 1", "result < 1 < 2", "isNaN result", "isNaN(result", "len(result) > 1",
                                 "result < 1.2.3", "result < 1e999", "result[1] < 2", "1", "result < 1 result > 2"})
            QTest::newRow(text) << QString::fromLatin1(text);
        QTest::newRow("deep") << QString(QStringLiteral("(").repeated(500) + QStringLiteral("result < 1"));
        QTest::newRow("long") << QStringLiteral("not ").repeated(500);
    }

    void noCondition()
    {
        QFETCH(QString, text);
        const Result<policy::Condition> parsed = policy::Condition::parse(text);
        QVERIFY(!parsed);
        QVERIFY(!parsed.error().message.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestForm)
#include "tst_form.moc"
