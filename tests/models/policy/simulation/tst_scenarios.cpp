// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/guard/backtest.h"
#include "models/policy/reader.h"
#include "models/policy/samples/samplereader.h"
#include "models/policy/samples/samplewriter.h"
#include "models/policy/simulation/scenarioreader.h"
#include "models/policy/simulation/signalfeed.h"
#include "models/policy/simulation/simulate.h"

#include <QBuffer>
#include <QTest>

#include <cmath>

using namespace astern;
using namespace astern::policy;
using namespace astern::policy::simulation;

namespace {

Scenario scenario(const char *id)
{
    for (const auto &one : scenarios()) {
        if (one.id == QLatin1String(id))
            return one;
    }
    qFatal("no scenario %s", id);
}

Policy builtIn(Subject subject) { return *readText(policyTextFor(subject), QStringLiteral("built-in")).policy; }

Order order(const char *id, int runs, int threads = 0)
{
    const auto one = scenario(id);
    return {.scenario = one,
            .policy = builtIn(one.subject),
            .runs = runs,
            .seed = 20261123,
            .threads = threads,
            .progress = {}};
}

Row rowOf(const QList<Row> &rows, const char *method)
{
    for (const auto &row : rows) {
        if (row.method == QLatin1String(method))
            return row;
    }
    qFatal("no method %s", method);
}

int runsOr(int usual)
{
    const int wanted = qEnvironmentVariableIntValue("ASTERN_SIMULATION_N");
    return wanted > 0 ? wanted : usual;
}

QByteArray written(const QList<Record> &records)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    SampleWriter writer(buffer, SampleForm::Ndjson);
    for (const auto &record : records) {
        if (!writer.write(record))
            qFatal("not written");
    }
    return bytes;
}

} // namespace

// The product's own simulation: the guard's Evaluator over rollouts whose truth is known, beside what is common today.
class TestScenarios : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theBuiltInPoliciesAreInOrder()
    {
        for (const auto subject : {Subject::Errors, Subject::Slow, Subject::Orders}) {
            const auto reading = readText(policyTextFor(subject), QStringLiteral("built-in"));
            for (const auto &issue : reading.issues)
                qInfo("%s", qPrintable(issue.toString()));
            QVERIFY(reading.policy);
        }
    }

    // False rollbacks per 1000 of healthy and transient rollouts: the policy never, the others as often as they do.
    void whatIsNoHarm_data()
    {
        QTest::addColumn<double>("argo");
        QTest::addColumn<double>("flagger");
        QTest::addColumn<double>("sre");
        const auto row = [](const char *id, double argo, double flagger, double sre) {
            QTest::newRow(id) << argo << flagger << sre;
        };
        row("healthy", 0, 0, 31);
        row("healthy_drift_common", 0, 0, 107);
        row("healthy_drift_step_with_ramp", 0, 0, 28);
        row("healthy_clustered_errors", 3, 0, 76);
        row("healthy_common_outage_2m_5pct", 215, 0, 989);
        row("healthy_common_outage_10m_5pct", 1000, 1000, 1000);
        row("healthy_low_traffic_2rps", 31, 1, 82);
        row("healthy_very_low_0.2rps", 600, 979, 44);
        row("healthy_metric_outage_5m", 158, 158, 39);
        row("transient_30s_30pct", 0, 0, 1000);
        row("transient_30s_5pct", 0, 0, 147);
        row("transient_60s_20pct", 0, 0, 1000);
    }
    void whatIsNoHarm()
    {
        QFETCH(const double, argo);
        QFETCH(const double, flagger);
        QFETCH(const double, sre);
        const int runs = runsOr(100);
        const auto rows = simulate(order(QTest::currentDataTag(), runs));
        qInfo("policy %.0f argo %.0f flagger %.0f sre %.0f", rowOf(rows, "policy").falsePer1000,
              rowOf(rows, "argo").falsePer1000, rowOf(rows, "flagger").falsePer1000,
              rowOf(rows, "sre-burn").falsePer1000);
        QVERIFY(rowOf(rows, "policy").falsePer1000 * runs <= 1000 * (runs >= 1000 ? 1 : 0));
        QVERIFY(!rowOf(rows, "policy").detectedPct);
        const auto near = [&](double found, double anchor) {
            const double p = anchor / 1000;
            return std::abs(found - anchor) <= 20 + 4000 * std::sqrt(std::max(0.01, p * (1 - p)) / runs);
        };
        QVERIFY(near(rowOf(rows, "argo").falsePer1000, argo));
        QVERIFY(near(rowOf(rows, "flagger").falsePer1000, flagger));
        QVERIFY(near(rowOf(rows, "sre-burn").falsePer1000, sre));
    }

    void whatIsHarm_data()
    {
        QTest::addColumn<double>("share");
        QTest::addColumn<double>("median");
        QTest::addColumn<double>("failed");
        QTest::addColumn<double>("hold");
        QTest::addColumn<double>("argo");
        QTest::addColumn<double>("flagger");
        QTest::addColumn<double>("sre");
        const auto row = [](const char *id, double share, double median, double failed, double hold, double argo,
                            double flagger, double sre) {
            QTest::newRow(id) << share << median << failed << hold << argo << flagger << sre;
        };
        row("systemic_step_1pct", 100, 220, 26, 100, 530, 670, 500);
        row("systemic_step_2pct", 100, 130, 30, 50, 270, 370, 190);
        row("systemic_step_5pct", 100, 90, 53, 20, 230, 340, 70);
        row("systemic_step_20pct", 100, 80, 192, 10, 220, 340, 30);
        row("systemic_step_100pct", 100, 40, 454, 10, 220, 335, 20);
        row("leak_latency_ramp_0.5_to_30pct_20m", 100, 230, 89, 160, 460, 550, 620);
        row("flapping_20s_of_120s_10pct", 100, 130, 48, 10, 230, 580, 150);
    }
    void whatIsHarm()
    {
        QFETCH(const double, share);
        QFETCH(const double, median);
        QFETCH(const double, failed);
        QFETCH(const double, hold);
        QFETCH(const double, argo);
        QFETCH(const double, flagger);
        QFETCH(const double, sre);
        const int runs = runsOr(100);
        const auto rows = simulate(order(QTest::currentDataTag(), runs));
        for (const auto &row : rows)
            qInfo("%-9s %.1f %% median %.0f p95 %.0f failed %.0f hold %.0f early %.0f", qPrintable(row.method),
                  row.detectedPct.value_or(-1), row.medianS.value_or(-1), row.p95S.value_or(-1),
                  row.failedRequests.value_or(-1), row.holdMedianS.value_or(-1), row.falsePer1000);
        const auto policy = rowOf(rows, "policy");
        QVERIFY(std::abs(*policy.detectedPct - share) <= 2);
        const auto near = [&](const std::optional<double> &found, double anchor) {
            return found && std::abs(*found - anchor) <= 20 + 2 * anchor / std::sqrt(double(runs));
        };
        QVERIFY(near(policy.medianS, median));
        QVERIFY(near(policy.holdMedianS, hold));
        QVERIFY(std::abs(*policy.failedRequests - failed) <= 5 + 4 * failed / std::sqrt(double(runs)));
        QVERIFY(near(rowOf(rows, "argo").medianS, argo));
        QVERIFY(near(rowOf(rows, "flagger").medianS, flagger));
        QVERIFY(near(rowOf(rows, "sre-burn").medianS, sre));
    }

    // What a policy may say to be quicker, through the evaluator: never slower, and no rollback more.
    void foundSooner_data()
    {
        QTest::addColumn<double>("atLeast"); // seconds of the median
        QTest::newRow("systemic_step_100pct") << 20.0;
        QTest::newRow("systemic_step_1pct") << 20.0;
        QTest::newRow("systemic_step_20pct") << 10.0;
        QTest::newRow("healthy_clustered_errors") << 0.0;
        QTest::newRow("transient_60s_20pct") << 0.0;
        QTest::newRow("healthy_low_traffic_2rps") << 0.0;
    }
    void foundSooner()
    {
        QFETCH(const double, atLeast);
        auto quick = order(QTest::currentDataTag(), runsOr(100));
        const auto usual = rowOf(simulate(quick), "policy");
        auto text = policyTextFor(quick.scenario.subject);
        text.replace("floor: 0.1%", "floor: 0.1%, confirm: sustained, "
                                    "critical: {ratio: 50%, min_total: 50, for: 40s, measure: dose}");
        quick.policy = *readText(text, QStringLiteral("quick")).policy;
        const auto row = rowOf(simulate(quick), "policy");
        qInfo("median %.0f -> %.0f, p95 %.0f -> %.0f, failed %.0f -> %.0f", usual.medianS.value_or(-1),
              row.medianS.value_or(-1), usual.p95S.value_or(-1), row.p95S.value_or(-1),
              usual.failedRequests.value_or(-1), row.failedRequests.value_or(-1));
        QCOMPARE(row.falsePer1000, 0.0);
        QCOMPARE(row.detectedPct, usual.detectedPct);
        if (row.medianS)
            QVERIFY(*row.medianS <= *usual.medianS - atLeast && *row.p95S <= *usual.p95S);
    }

    void threadsDoNotMatter()
    {
        for (const auto *id : {"systemic_step_1pct", "healthy_clustered_errors"}) {
            const auto one = simulate(order(id, 40, 1));
            const auto two = simulate(order(id, 40, 2));
            QCOMPARE(one.size(), two.size());
            for (qsizetype i = 0; i < one.size(); ++i)
                QCOMPARE(toJson(one.at(i)), toJson(two.at(i)));
        }
        auto other = order("systemic_step_1pct", 40);
        const auto before = simulate(other);
        other.seed = 5;
        QVERIFY(toJson(simulate(other).constFirst()) != toJson(before.constFirst()));
    }

    // What is written down and backtested gives the very tick that the simulation found.
    void writtenDownAndBacktested_data()
    {
        QTest::addColumn<QString>("id");
        for (const auto *id : {"systemic_step_5pct", "transient_30s_30pct", "leak_latency_ramp_0.5_to_30pct_20m",
                               "business_drop_50pct", "healthy_metric_outage_5m", "healthy_clustered_errors"})
            QTest::newRow(id) << QString::fromLatin1(id);
    }
    void writtenDownAndBacktested()
    {
        QFETCH(const QString, id);
        const auto what = order(id.toLatin1().constData(), 1);
        for (int run = 0; run < 4; ++run) {
            const auto rollout = drawRun(what, run);
            const auto found = judge(rollout, what.policy);
            auto bytes = written(recordsOf(rollout, what.policy));
            QBuffer buffer(&bytes);
            buffer.open(QIODevice::ReadOnly);
            SampleReader reader(buffer, QStringLiteral("run"));
            const auto again =
                guard::backtest({.policies = {what.policy},
                                 .rollout = {.id = QStringLiteral("r"),
                                             .startMs = kSimulatedStartMs + 1,
                                             .newLabels = {{QStringLiteral("version"), QStringLiteral("new")}},
                                             .stableLabels = {{QStringLiteral("version"), QStringLiteral("stable")}},
                                             .sameSlots = {}},
                                 .assumed = {}},
                                guard::recordsOf(reader));
            QVERIFY(again);
            PolicyFound told;
            for (const auto &verdict : again->verdicts.front()) {
                const auto tick = (verdict.tickMs - kSimulatedStartMs) / rollout.tickMs - 1;
                if (verdict.verdict >= VerdictClass::Transient && !told.hold)
                    told.hold = tick;
                if (verdict.verdict == VerdictClass::Systemic && !told.systemic)
                    told.systemic = tick;
            }
            QCOMPARE(told.hold, found.hold);
            QCOMPARE(told.systemic, found.systemic);
            // And the ladder goes with it: a rollback once that tick is judged.
            const auto rollback = std::find_if(again->acts.cbegin(), again->acts.cend(), [](const guard::Act &act) {
                return act.name() == QLatin1String("rollback");
            });
            QCOMPARE(rollback != again->acts.cend(), found.systemic.has_value());
            if (found.systemic)
                QCOMPARE(rollback->dueMs,
                         kSimulatedStartMs + (*found.systemic + 1) * rollout.tickMs + what.policy.time.latenessMs);
        }
    }

    void aScenarioFromAFile()
    {
        const auto reading =
            readScenario("scenario: astern/v1\nid: bad-host\ntruth: systemic\ncounts: slow\n"
                         "per_second: 500\nratio: 0.2%\ndrift: 2\ncluster: 3\nsilent: 1m\n"
                         "canary: [{ratio: 30%, for: 20s, every: 5m}, {at: start, from: 10m, times: 2, ramp: 1m}]\n"
                         "both: [{times: 0.5}]\nshares: [10%, 0.5]\nstep: 15m\nonset: {from: 2m, to: 20m}\n",
                         QStringLiteral("s.yaml"));
        for (const auto &issue : reading.issues)
            qInfo("%s", qPrintable(issue.toString()));
        QVERIFY(reading.scenario);
        const Scenario expected{.id = QStringLiteral("bad-host"),
                                .truth = Truth::Systemic,
                                .subject = Subject::Slow,
                                .perSecond = 500,
                                .ratio = 0.002,
                                .drift = 2,
                                .cluster = 3,
                                .silentMs = 60'000,
                                .canary = {{.forMs = 20'000, .everyMs = 300'000, .ratio = 0.3},
                                           {.fromStart = true, .fromMs = 600'000, .rampMs = 60'000, .times = 2}},
                                .both = {{.times = 0.5}},
                                .shares = {0.1, 0.5},
                                .stepMs = 900'000,
                                .onsetFromMs = 120'000,
                                .onsetToMs = 1'200'000};
        QCOMPARE(*reading.scenario, expected);
    }

    void whatAScenarioMayNotSay_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QString>("said");
        const auto row = [](const char *line, const char *said) {
            QTest::newRow(line) << QByteArray(line) << QString::fromLatin1(said);
        };
        row("canary: [{for: 3s}]", "s.yaml:4:11: P-MISSING-KEY");
        row("canary: [{ratio: 3%, times: 2}]", "s.yaml:4:29: P-CONFLICT");
        row("canary: [{ratio: 3%, for: 1m, every: 30s}]", "P-RANGE");
        row("per_second: 0", "s.yaml:4:13: P-RANGE");
        row("shares: []", "P-RANGE");
        row("shares: [0%]", "s.yaml:4:10: P-RANGE");
        row("onset: {from: 3m, to: 2m}", "P-TIME");
        row("onset: {to: 40m}", "P-RANGE");
        row("sauce: 1", "s.yaml:4:1: P-UNKNOWN-KEY");
        row("cluster: 1", "P-RANGE");
        row("step: 8d", "P-RANGE");
    }
    void whatAScenarioMayNotSay()
    {
        QFETCH(const QByteArray, line);
        QFETCH(const QString, said);
        const auto reading =
            readScenario("scenario: astern/v1\nid: x\ntruth: healthy\n" + line + "\n", QStringLiteral("s.yaml"));
        QVERIFY(!reading.scenario);
        QVERIFY2(reading.issues.constFirst().toString().contains(said),
                 qPrintable(reading.issues.constFirst().toString()));
    }

    // Whatever a policy's queries ask for, the feed tells it.
    void feedsWhatQueriesAskFor_data()
    {
        QTest::addColumn<QByteArray>("signal");
        QTest::newRow("one series") << QByteArray(
            "total: {source: p, series: a}, bad: {source: p, series: a, where: {s: 5xx}}");
        QTest::newRow("either") << QByteArray(
            "total: {source: p, series: a, where: {m: get}}, bad: {source: p, series: a, where: {m: get, s: \"x|y\"}}");
        QTest::newRow("not") << QByteArray(
            "total: {source: p, series: a}, bad: {source: p, series: a, where: {s: \"!200\"}}");
        QTest::newRow("two series") << QByteArray("total: {source: p, series: a}, bad: {source: q, series: b}");
        QTest::newRow("histogram") << QByteArray("histogram: {source: p, series: a, over: 300ms}");
    }
    void feedsWhatQueriesAskFor()
    {
        QFETCH(const QByteArray, signal);
        auto text = policyTextFor(Subject::Errors);
        const auto from = text.indexOf("total: {");
        text.replace(from, text.indexOf("}}\n", from) + 1 - from, signal);
        const auto reading = readText(text, QStringLiteral("p"));
        for (const auto &issue : reading.issues)
            qInfo("%s", qPrintable(issue.toString()));
        QVERIFY(reading.policy);
        auto what = order("systemic_step_20pct", 3);
        const auto usual = simulate(what);
        what.policy = *reading.policy;
        QCOMPARE(toJson(simulate(what).constFirst()), toJson(usual.constFirst()));
    }
};

QTEST_GUILESS_MAIN(TestScenarios)
#include "tst_scenarios.moc"
