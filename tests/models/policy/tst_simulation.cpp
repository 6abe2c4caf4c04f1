// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/models/policy/simulation.h"

#include <QTest>

#include <cmath>

using namespace astern::statistics;
using namespace astern::test;

namespace {

Scenario named(const char *id)
{
    for (const auto &scenario : astern::policy::simulation::scenarios()) {
        if (scenario.id == QLatin1String(id))
            return scenario;
    }
    qFatal("no scenario %s", id);
}
// From the onset for some ticks; 0: for good.
Scenario burst(double ratio, qint64 ticks = 0)
{
    Phase phase{.ratio = ratio};
    if (ticks > 0)
        phase.forMs = ticks * 10'000;
    return {.id = QStringLiteral("burst"), .canary = {phase}};
}

TwoPhaseSettings usual()
{
    TwoPhaseSettings settings;
    settings.plannedTicks = kSimulatedTicks;
    return settings;
}

int runsOr(int usualRuns)
{
    const int wanted = qEnvironmentVariableIntValue("ASTERN_SIMULATION_N");
    return wanted > 0 ? wanted : usualRuns;
}

} // namespace

// Detection and false rollback over rollouts with a known truth, beside the figures of another simulator (N = 1000).
// ASTERN_SIMULATION_N=1000 for the full size, at which shares are within two points and medians within 20 s.
class TestSimulation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingIsRolledBack_data()
    {
        QTest::addColumn<Scenario>("scenario");
        QTest::addColumn<bool>("estimated");
        QTest::addColumn<double>("rollbacks"); // per 1000
        const auto row = [](const char *name, const Scenario &scenario, bool estimated = false, double rollbacks = 0) {
            QTest::newRow(name) << scenario << estimated << rollbacks;
        };
        row("healthy", named("healthy"));
        row("drift common to both", named("healthy_drift_common"));
        row("drift with the ramp", named("healthy_drift_step_with_ramp"));
        row("clustered errors", named("healthy_clustered_errors"), false, 28);
        row("clustered errors, dispersion auto", named("healthy_clustered_errors"), true);
        row("common outage of 2 min", named("healthy_common_outage_2m_5pct"));
        row("common outage of 10 min", named("healthy_common_outage_10m_5pct"));
        row("2 requests a second", named("healthy_low_traffic_2rps"));
        row("0.2 requests a second", named("healthy_very_low_0.2rps"));
        row("metrics gone for 5 min", named("healthy_metric_outage_5m"));
        row("30 % for 30 s", named("transient_30s_30pct"));
        row("5 % for 30 s", named("transient_30s_5pct"));
        row("20 % for 60 s", named("transient_60s_20pct"));
        row("40 % for 40 s, never tuned for", burst(0.4, 4));
    }
    void nothingIsRolledBack()
    {
        QFETCH(const Scenario, scenario);
        QFETCH(const bool, estimated);
        QFETCH(const double, rollbacks);
        const int runs = runsOr(150);
        const auto found = simulateMany(scenario, usual(), runs, 20261123, estimated);
        qInfo("%d runs: rollbacks %.0f, holds %.0f per 1000", runs, found.rollbacks, found.holds);
        // One in a thousand is within what the bound allows; more than the sampling error is not.
        const double allowed = rollbacks + 1 + 3 * std::sqrt(std::max(1.0, rollbacks) * 1000 / runs);
        QVERIFY2(rollbacks > 0 ? found.rollbacks <= allowed : found.rollbacks * runs <= 1000 * (runs >= 1000 ? 1 : 0),
                 QByteArray::number(found.rollbacks).constData());
    }

    void realHarmIsFound_data()
    {
        QTest::addColumn<Scenario>("scenario");
        QTest::addColumn<double>("floor");
        QTest::addColumn<double>("share");
        QTest::addColumn<double>("median");
        QTest::addColumn<double>("holdMedian");
        const auto row = [](const char *name, const Scenario &scenario, double share, double median, double hold,
                            double floor = 0.001) {
            QTest::newRow(name) << scenario << floor << share << median << hold;
        };
        row("0.2 %", named("systemic_step_0.2pct"), 0.55, 1440, 1090);
        row("0.5 %", named("systemic_step_0.5pct"), 1, 440, 260);
        row("1 %", named("systemic_step_1pct"), 1, 220, 100);
        row("2 %", named("systemic_step_2pct"), 1, 130, 50);
        row("5 %", named("systemic_step_5pct"), 1, 90, 20);
        row("20 %", named("systemic_step_20pct"), 1, 80, 10);
        row("100 %", named("systemic_step_100pct"), 1, 40, 10);
        row("20 % at 2/s", named("systemic_low_traffic_2rps_20pct"), 1, 290, 140);
        row("100 % at 2/s", named("systemic_low_traffic_2rps_100pct"), 1, 110, 30);
        row("leak", named("leak_latency_ramp_0.5_to_30pct_20m"), 1, 230, 160, 0.01);
        row("flapping", named("flapping_20s_of_120s_10pct"), 1, 130, 10);
    }
    void realHarmIsFound()
    {
        QFETCH(const Scenario, scenario);
        QFETCH(const double, floor);
        QFETCH(const double, share);
        QFETCH(const double, median);
        QFETCH(const double, holdMedian);
        const int runs = runsOr(150);
        auto settings = usual();
        settings.floor = floor;
        settings.badFloor = 2 * floor;
        const auto found = simulateMany(scenario, settings, runs, 20261123);
        qInfo("%d runs: detected %.1f %%, median %.0f s, p95 %.0f s, hold after %.0f s", runs, 100 * found.detected,
              found.median, found.p95, found.holdMedian);
        const double sampling = 3 * std::sqrt(share * (1 - share) / runs);
        QVERIFY2(std::abs(found.detected - share) <= 0.02 + sampling, QByteArray::number(found.detected).constData());
        const double tolerance = 20 + 2 * median / std::sqrt(double(runs));
        QVERIFY2(std::abs(found.median - median) <= tolerance, QByteArray::number(found.median).constData());
        QVERIFY2(std::abs(found.holdMedian - holdMedian) <= tolerance,
                 QByteArray::number(found.holdMedian).constData());
    }

    // Ville's inequality, kept: the share of healthy rollouts in which evidence ever reaches 1/alpha.
    void boundIsKept_data()
    {
        QTest::addColumn<double>("alpha");
        QTest::addColumn<double>("rate");
        QTest::newRow("5 %") << 0.05 << 0.018;
        QTest::newRow("1 %") << 0.01 << 0.0032;
        QTest::newRow("0.1 %") << 0.001 << 0.0004;
    }
    void boundIsKept()
    {
        QFETCH(const double, alpha);
        QFETCH(const double, rate);
        const int runs = std::max(1000, runsOr(1500));
        auto settings = usual();
        settings.alpha = alpha;
        settings.floor = 0; // the ratio alone
        settings.critical.reset();
        const auto found = simulateMany({.ratio = 0.005}, settings, runs, 7).holds / 1000;
        qInfo("%d runs: %.2f %%", runs, 100 * found);
        QVERIFY(found <= alpha + 2 * std::sqrt(alpha / runs)); // what sampling adds
        QVERIFY2(std::abs(found - rate) <= 4 * std::sqrt(rate / runs), QByteArray::number(found).constData());
    }

    void pricesOfTheSettings_data()
    {
        QTest::addColumn<double>("alpha");
        QTest::addColumn<int>("transientTicks");
        QTest::addColumn<int>("restartTicks");
        QTest::addColumn<double>("step");
        QTest::addColumn<double>("median");
        const auto row = [](const char *name, double alpha, int transient, int restart, double step, double median) {
            QTest::newRow(name) << alpha << transient << restart << step << median;
        };
        row("alpha 1 %", 0.01, 6, 6, 0.01, 200);
        row("alpha 0.1 %", 0.001, 6, 6, 0.01, 210);
        row("alpha 0.01 %", 0.0001, 6, 6, 0.01, 230);
        row("restart every tick", 0.001, 6, 1, 0.01, 210);
        row("restart every 300 s", 0.001, 6, 30, 0.01, 230);
        row("no restart", 0.001, 6, 240, 0.01, 270);
        row("transient_max 30 s, 5 %", 0.001, 3, 6, 0.05, 60);
        row("transient_max 120 s, 5 %", 0.001, 12, 6, 0.05, 150);
        row("transient_max 30 s, 1 %", 0.001, 3, 6, 0.01, 180);
        row("transient_max 120 s, 1 %", 0.001, 12, 6, 0.01, 270);
    }
    void pricesOfTheSettings()
    {
        QFETCH(const double, alpha);
        QFETCH(const int, transientTicks);
        QFETCH(const int, restartTicks);
        QFETCH(const double, step);
        QFETCH(const double, median);
        auto settings = usual();
        settings.alpha = alpha;
        settings.transientTicks = transientTicks;
        settings.restartTicks = restartTicks;
        const int runs = runsOr(200);
        const auto found = simulateMany(burst(step), settings, runs, 11);
        qInfo("%d runs: median %.0f s", runs, found.median);
        QVERIFY2(std::abs(found.median - median) <= 20 + 2 * median / std::sqrt(double(runs)),
                 QByteArray::number(found.median).constData());
    }

    // transient_max is exactly the burst that is forgiven.
    void forgivenBursts_data()
    {
        QTest::addColumn<int>("transientTicks");
        QTest::addColumn<qint64>("ticks");
        QTest::addColumn<bool>("forgiven");
        QTest::newRow("60 s of 30 s") << 3 << qint64(6) << false;
        QTest::newRow("60 s of 60 s") << 6 << qint64(6) << true;
        QTest::newRow("60 s of 120 s") << 12 << qint64(6) << true;
        QTest::newRow("120 s of 30 s") << 3 << qint64(12) << false;
        QTest::newRow("120 s of 60 s") << 6 << qint64(12) << false;
        QTest::newRow("120 s of 120 s") << 12 << qint64(12) << true;
    }
    void forgivenBursts()
    {
        QFETCH(const int, transientTicks);
        QFETCH(const qint64, ticks);
        QFETCH(const bool, forgiven);
        auto settings = usual();
        settings.transientTicks = transientTicks;
        const auto found = simulateMany(burst(0.2, ticks), settings, runsOr(150), 13);
        QVERIFY2(forgiven ? found.rollbacks <= 2 : found.rollbacks >= 995,
                 QByteArray::number(found.rollbacks).constData());
    }

    // A hold after a burst of 30 % for 30 s ends 70 s after the burst, and much later without clear_fraction.
    void holdsEnd()
    {
        auto settings = usual();
        const auto soon = simulateMany(burst(0.3, 3), settings, runsOr(150), 17);
        settings.clearFraction = 1e-9;
        const auto late = simulateMany(burst(0.3, 3), settings, runsOr(150), 17);
        qInfo("%.0f and %.0f s after the burst", 10 * (soon.clearedMedian - 2), 10 * (late.clearedMedian - 2));
        QVERIFY(std::abs(10 * (soon.clearedMedian - 2) - 70) <= 20);
        QVERIFY(std::abs(10 * (late.clearedMedian - 2) - 475) <= 100);
    }
};

QTEST_GUILESS_MAIN(TestSimulation)
#include "tst_simulation.moc"
