// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/models/policy/simulation.h"

#include "models/policy/statistics/sustained.h"

#include <QTest>

#include <cmath>
#include <random>

using namespace astern::statistics;
using namespace astern::test;

namespace {

// The mixture over the ticks up to `last` without those in [from, from + window): every start, one by one.
std::vector<double> without(const std::vector<std::vector<double>> &lrs, size_t last, qint64 from, qint64 window,
                            int starts, int every)
{
    std::vector<double> logs(lrs.front().size(), kNothing);
    int used = 0;
    for (size_t t = 0; t <= last; ++t) {
        const bool start = used < starts && qint64(t) % every == 0;
        used += start;
        const bool out = qint64(t) >= from && qint64(t) < from + window;
        for (size_t k = 0; k < logs.size(); ++k) {
            if (start)
                logs[k] = logAdd(logs[k], -std::log(starts));
            if (!out)
                logs[k] += lrs[t][k];
        }
    }
    return logs;
}

TwoPhaseSettings usual(bool sustained)
{
    TwoPhaseSettings settings;
    settings.plannedTicks = kSimulatedTicks;
    settings.sustained = sustained;
    settings.probationTicks = sustained ? 6 : 0;
    return settings;
}

Scenario named(const char *id)
{
    for (const auto &scenario : astern::policy::simulation::scenarios()) {
        if (scenario.id == QLatin1String(id))
            return scenario;
    }
    qFatal("no scenario %s", id);
}

int runsOr(int usualRuns)
{
    const int wanted = qEnvironmentVariableIntValue("ASTERN_SIMULATION_N");
    return wanted > 0 ? wanted : usualRuns;
}

TickCounts counts(qint64 total, qint64 bad) { return {.canary = {total, bad}, .stable = {9 * total, 0}}; }

} // namespace

class TestSustained : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Against every window, one by one.
    void isTheLeastOverAllWindows_data()
    {
        QTest::addColumn<int>("window");
        QTest::addColumn<int>("every");
        for (const int window : {1, 2, 6, 13}) {
            for (const int every : {1, 4, 6})
                QTest::addRow("%d of %d", window, every) << window << every;
        }
    }
    void isTheLeastOverAllWindows()
    {
        QFETCH(const int, window);
        QFETCH(const int, every);
        constexpr int kStarts = 5;
        std::mt19937 random(quint32(window * 100 + every));
        RestartMixture mixture(3, kStarts, every);
        SustainedMixture sustained(3, kStarts, window);
        std::vector<std::vector<double>> lrs;
        for (size_t t = 0; t < 40; ++t) {
            std::vector<double> lr;
            for (int k = 0; k < 3; ++k)
                lr.push_back(random() % 3 == 0 ? double(random() % 5000) / 1000 - 2 : -0.01);
            lrs.push_back(lr);
            mixture.advance(qint64(t), lr, 1);
            sustained.advance(mixture, lr, 1);
            double leastOfMixtures = std::numeric_limits<double>::infinity();
            for (qint64 from = 0; from <= qint64(t) + 1; ++from) {
                double one = 0;
                for (const auto log : without(lrs, t, from, window, kStarts, every))
                    one += std::exp(log) / 3;
                leastOfMixtures = std::min(leastOfMixtures, one);
            }
            double inside = 0;
            for (size_t k = 0; k < 3; ++k) {
                double least = std::numeric_limits<double>::infinity();
                for (qint64 from = 0; from <= qint64(t) + 1; ++from)
                    least = std::min(least, without(lrs, t, from, window, kStarts, every)[k]);
                inside += std::exp(least) / 3;
            }
            QVERIFY2(std::abs(sustained.logMixture() - std::log(inside)) < 1e-9, qPrintable(QString::number(t)));
            QVERIFY(sustained.logMixture() <= std::log(leastOfMixtures) + 1e-9); // valid: below each window's e-process
        }
        sustained.reset();
        QCOMPARE(sustained.logMixture(), kNothing);
    }

    // One burst of transient_max says nothing, however grave; one tick more does.
    void forgivesOneBurst()
    {
        for (const int burst : {1, 6, 7}) {
            TwoPhase phases(usual(true));
            for (int t = 0; t < 60; ++t)
                phases.step(t >= 20 && t < 20 + burst ? counts(100, 40) : counts(100, 0), 1);
            QCOMPARE(phases.state() == TwoPhase::State::Systemic, burst == 7);
        }
    }

    void startsAfreshWhenMitigated()
    {
        TwoPhase phases(usual(true));
        for (int t = 0; t < 6; ++t)
            phases.step(counts(100, 20), 1);
        phases.startAfresh();
        for (int t = 0; t < 6; ++t) {
            phases.step(counts(100, 20), 1);
            QVERIFY(phases.state() != TwoPhase::State::Systemic);
        }
    }

    // Cleared, and back within the probation: the old trouble. Without one it is a new suspicion.
    void whatComesBackIsTheOldTrouble()
    {
        for (const int probation : {0, 6}) {
            auto settings = usual(false);
            settings.probationTicks = probation;
            TwoPhase phases(settings);
            int t = 0;
            for (; phases.why() != TwoPhase::Why::ClearedTransient && t < 60; ++t)
                phases.step(t < 2 ? counts(1000, 100) : counts(1000, 1), 1);
            QVERIFY(t < 40);
            for (int i = 0; i < 4; ++i)
                phases.step(counts(1000, 0), 1);
            phases.step(counts(1000, 100), 1);
            QCOMPARE(phases.state() == TwoPhase::State::Systemic, probation > 0);
        }
    }

    void probationEnds()
    {
        auto settings = usual(false);
        settings.probationTicks = 6;
        TwoPhase phases(settings);
        int t = 0;
        for (; phases.why() != TwoPhase::Why::ClearedTransient && t < 60; ++t)
            phases.step(t < 2 ? counts(1000, 100) : counts(1000, 1), 1);
        for (int i = 0; i < 6; ++i)
            phases.step(counts(1000, 0), 1);
        phases.step(counts(1000, 100), 1);
        QVERIFY(phases.state() == TwoPhase::State::Suspect);
    }

    void theWorseTheSooner_data()
    {
        QTest::addColumn<bool>("dose");
        QTest::addColumn<QList<int>>("bad"); // of 100, tick by tick
        QTest::addColumn<int>("ticks");      // after which it is critical; 0: never
        QTest::newRow("all of it") << true << QList<int>{0, 100, 100, 100} << 3;
        QTest::newRow("all of it, each tick") << false << QList<int>{0, 100, 100, 100, 100} << 5;
        QTest::newRow("four fifths") << true << QList<int>{0, 80, 80, 80} << 4;
        QTest::newRow("half of it") << true << QList<int>{0, 50, 50, 50, 50} << 5;
        QTest::newRow("with a pause") << true << QList<int>{0, 100, 0, 100, 0, 100, 0} << 0;
        QTest::newRow("less for long") << true << QList<int>{0, 49, 49, 49, 49, 49} << 0;
        QTest::newRow("young") << true << QList<int>{100, 100} << 2;
        QTest::newRow("young, each tick") << false << QList<int>{100, 100, 100} << 0;
    }
    void theWorseTheSooner()
    {
        QFETCH(const bool, dose);
        QFETCH(const QList<int>, bad);
        QFETCH(const int, ticks);
        auto settings = usual(false);
        settings.critical->dose = dose;
        TwoPhase phases(settings);
        int found = 0;
        for (int t = 0; t < bad.size(); ++t) {
            phases.step(counts(100, bad.at(t)), 1);
            if (phases.isCritical() && found == 0)
                found = t + 1;
        }
        QCOMPARE(found, ticks);
    }
    void aDoseNeedsItsRequests()
    {
        auto settings = usual(false);
        settings.critical->dose = true;
        TwoPhase phases(settings);
        for (int t = 0; t < 2; ++t)
            phases.step(counts(24, 24), 1);
        QVERIFY(!phases.isCritical()); // 48 of 50
        phases.step(counts(24, 24), 1);
        QVERIFY(phases.isCritical());
    }

    // Not one rollback more where nothing is wrong.
    void nothingIsRolledBack_data()
    {
        QTest::addColumn<Scenario>("scenario");
        for (const auto &scenario : astern::policy::simulation::scenarios()) {
            if (scenario.truth != astern::policy::simulation::Truth::Systemic &&
                scenario.subject == astern::policy::simulation::Subject::Errors)
                QTest::newRow(qPrintable(scenario.id)) << scenario;
        }
        Scenario never{.id = QStringLiteral("never tuned for"), .canary = {{.forMs = 40'000, .ratio = 0.4}}};
        QTest::newRow("40 % for 40 s") << never;
        never.canary = {{.forMs = 60'000, .ratio = 0.45}};
        QTest::newRow("45 % for 60 s") << never;
        never.perSecond = 10;
        QTest::newRow("45 % for 60 s at 10 a second") << never;
        never.canary = {{.forMs = 60'000, .ratio = 0.02}};
        never.perSecond = 500;
        QTest::newRow("2 % for 60 s at 500 a second") << never;
    }
    void nothingIsRolledBack()
    {
        QFETCH(const Scenario, scenario);
        const int runs = runsOr(150);
        auto settings = usual(true);
        settings.critical->dose = true;
        const auto before = simulateMany(scenario, usual(false), runs, 20261124, true);
        const auto now = simulateMany(scenario, settings, runs, 20261124, true);
        QVERIFY2(now.rollbacks <= before.rollbacks, QByteArray::number(now.rollbacks).constData());
    }

    void harmIsFoundSooner_data()
    {
        QTest::addColumn<double>("atLeast"); // seconds of the median, or points of the share
        QTest::newRow("systemic_low_traffic_2rps_20pct") << 30.0;
        QTest::newRow("systemic_step_1pct") << 20.0;
        QTest::newRow("systemic_step_100pct") << 20.0;
        QTest::newRow("systemic_step_0.2pct") << 100.0;
    }
    void harmIsFoundSooner()
    {
        QFETCH(const double, atLeast);
        const auto scenario = named(QTest::currentDataTag());
        const int runs = runsOr(200);
        auto settings = usual(true);
        settings.critical->dose = true;
        const auto before = simulateMany(scenario, usual(false), runs, 20261124);
        const auto now = simulateMany(scenario, settings, runs, 20261124);
        qInfo("%.0f -> %.0f s (p95 %.0f -> %.0f), %.0f -> %.0f %%", before.median, now.median, before.p95, now.p95,
              100 * before.detected, 100 * now.detected);
        QVERIFY(now.median <= before.median - atLeast);
        QVERIFY(now.p95 <= before.p95);
        QVERIFY(now.detected >= before.detected);
    }
};

QTEST_GUILESS_MAIN(TestSustained)
#include "tst_sustained.moc"
