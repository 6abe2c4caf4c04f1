// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/statistics/dispersion.h"
#include "models/policy/statistics/expecteddelay.h"
#include "models/policy/statistics/quantiles.h"
#include "models/policy/statistics/ranktest.h"
#include "models/policy/statistics/special.h"
#include "models/policy/statistics/twophase.h"
#include "tests/models/policy/vectorfile.h"

using namespace astern;
using namespace astern::statistics;

namespace {

// At most one unit of the last place away.
bool isNextTo(double actual, double expected)
{
    return actual == expected || actual == std::nextafter(expected, INFINITY) ||
           actual == std::nextafter(expected, -INFINITY);
}

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

} // namespace

// Against values computed with 60 decimal digits or with exact fractions (Python's decimal and fractions), so that no
// other program's rounding is taken for the truth.
class TestExact : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void elementary_data()
    {
        QTest::addColumn<int>("which"); // 0 log, 1 exp, 2 log1p
        QTest::addColumn<double>("x");
        QTest::addColumn<double>("expected");
        const auto rows = [](int which, const char *name, const std::vector<std::pair<double, double>> &values) {
            for (const auto &[x, expected] : values)
                QTest::addRow("%s(%.17g)", name, x) << which << x << expected;
        };
        rows(0, "log",
             {{1e-300, -690.7755278982137},
              {5e-324, -744.4400719213812},
              {0.5, -0.6931471805599453},
              {0.9999999999, -1.000000082790371e-10},
              {1.0, 0.0},
              {1.0000000001, 1.000000082690371e-10},
              {2.718281828459045, 1.0},
              {10.0, 2.302585092994046},
              {10000000.0, 16.11809565095832},
              {12345.678, 9.421061321291832},
              {1.7976931348623157e+308, 709.782712893384},
              {0.7071, -0.346583180371942},
              {1.4143, 0.34663470904431704},
              {0, -kInfinity},
              {kInfinity, kInfinity}});
        rows(1, "exp",
             {{-745, 5e-324},
              {-746, 0},
              {-700.5, 5.980196118639791e-305},
              {-50.25, 1.5021118919431522e-22},
              {-1.5, 0.22313016014842982},
              {-1e-10, 0.9999999999},
              {0.0, 1.0},
              {1e-12, 1.000000000001},
              {0.34, 1.4049475905635938},
              {0.35, 1.4190675485932571},
              {1.0, 2.718281828459045},
              {20.125, 549764190.6604683},
              {300.3, 2.6220013776845454e+130},
              {709.7, 1.6549840276802644e+308},
              {710, kInfinity},
              {-kInfinity, 0}});
        rows(2, "log1p",
             {{-0.999999, -13.815510557935518},
              {-0.5, -0.6931471805599453},
              {-1e-09, -1.0000000005000001e-09},
              {-3e-17, -3e-17},
              {1e-18, 1e-18},
              {1e-05, 9.999950000333332e-06},
              {0.25, 0.22314355131420976},
              {3.0, 1.3862943611198906},
              {10000000000.0, 23.025850930040455},
              {-1, -kInfinity}});
    }
    void elementary()
    {
        QFETCH(const int, which);
        QFETCH(const double, x);
        QFETCH(const double, expected);
        const double actual = which == 0 ? logOf(x) : which == 1 ? expOf(x) : log1pOf(x);
        QVERIFY2(isNextTo(actual, expected), astern::test::differs(QStringLiteral("it"), actual, expected).constData());
    }
    void noNumberStaysNone()
    {
        for (const double x : {logOf(kNan), logOf(-1), expOf(kNan), log1pOf(-2)})
            QVERIFY(std::isnan(x));
    }

    void billionths_data()
    {
        QTest::addColumn<double>("value");
        QTest::addColumn<qint64>("expected");
        QTest::newRow("zero") << 0.0 << qint64(0);
        QTest::newRow("half to even, down") << 0.5e-9 << qint64(0);
        QTest::newRow("half to even, up") << 1.5e-9 << qint64(2);
        QTest::newRow("half to even, below zero") << -2.5e-9 << qint64(-2);
        QTest::newRow("the last bit does not decide") << 0.1 + 0.2 << qint64(300'000'000);
        QTest::newRow("a third") << 1.0 / 3 << qint64(333'333'333);
        QTest::newRow("beyond JSON's integers") << 1e30 << (qint64(1) << 53) - 1;
        QTest::newRow("below them") << -kInfinity << 1 - (qint64(1) << 53);
    }
    void billionths()
    {
        QFETCH(const double, value);
        QFETCH(const qint64, expected);
        QCOMPARE(toE9(value), expected);
    }

    // Four ticks, ratios {2, 5} against 1, two starts, two ticks apart: 415/308, 569/308 and so on, as fractions.
    void evidence()
    {
        const std::vector<TickCounts> ticks{
            {{10, 1}, {90, 0}}, {{20, 0}, {80, 2}}, {{10, 3}, {90, 1}}, {{5, 2}, {95, 0}}};
        const std::vector<std::pair<double, double>> expected{{0.29817873725712385, 0.6137806511527565},
                                                              {-0.5255505758780473, 0.08730527853472843},
                                                              {3.005295655372467, 3.005295655372467},
                                                              {5.730465688705564, 5.730465688705564}};
        RestartMixture mixture(2, 2, 2);
        const std::vector<RatioAlternative> grid{{2, 1}, {5, 1}};
        for (size_t i = 0; i < ticks.size(); ++i) {
            const std::vector<double> logLr{grid[0].logLikelihoodRatio(ticks[i]), grid[1].logLikelihoodRatio(ticks[i])};
            mixture.advance(static_cast<qint64>(i), logLr, 1);
            COMPARE_CLOSE(mixture.logMixture(), expected[i].first);
            COMPARE_CLOSE(mixture.logEvidence(), expected[i].second);
        }
    }

    void nobodyToCompareWithIsNoEvidence_data()
    {
        QTest::addColumn<qint64>("canary");
        QTest::addColumn<qint64>("stable");
        QTest::newRow("all traffic is the canary's") << qint64(100) << qint64(0);
        QTest::newRow("the canary has none") << qint64(0) << qint64(100);
        QTest::newRow("nobody has any") << qint64(0) << qint64(0);
    }
    void nobodyToCompareWithIsNoEvidence()
    {
        QFETCH(const qint64, canary);
        QFETCH(const qint64, stable);
        QCOMPARE(RatioAlternative(3, 1).logLikelihoodRatio({{canary, canary}, {stable, stable}}), 0.0);
    }

    // 10^7 requests a tick: no factorial, so all stays finite, and as exact as doubles are.
    void manyRequests()
    {
        TwoPhase phases({});
        for (int i = 0; i < 3; ++i)
            phases.step({{10'000'000, 6'000'000}, {10'000'000, 4'000'000}}, 1);
        QVERIFY(std::isfinite(phases.logEvidence()));
        QCOMPARE(phases.state(), TwoPhase::State::Suspect);
        // (3/2)^6e6 (4/5)^1e7 with 60 digits: 201355.13550688873…
        COMPARE_CLOSE(RatioAlternative(1.5, 1).logLikelihoodRatio({{10'000'000, 6'000'000}, {10'000'000, 4'000'000}}),
                      201355.13550688873);
    }

    void startsRunOutButEvidenceStands()
    {
        RestartMixture mixture(1, 2, 2);
        const std::vector<double> none{0};
        for (qint64 i = 0; i < 10; ++i)
            mixture.advance(i, none, 1);
        QCOMPARE(mixture.used(), 2);
        QVERIFY(std::abs(mixture.logEvidence()) < 1e-15);
        const std::vector<double> strong{9};
        mixture.advance(10, strong, 1);
        COMPARE_CLOSE(mixture.logEvidence(), 9);
    }

    // 266462/173745 as a fraction; the tick without traffic does not count.
    void dispersion()
    {
        const qint64 bad[]{3, 0, 4, 1, 2, 6, 0, 0, 5, 1, 2, 3};
        const qint64 total[]{100, 0, 120, 90, 110, 100, 100, 80, 100, 100, 130, 100};
        std::vector<ArmCounts> ticks;
        for (size_t i = 0; i < std::size(bad); ++i)
            ticks.push_back({total[i], bad[i]});
        COMPARE_CLOSE(pearsonDispersion(ticks).value(), 1.5336383780828224);
        QCOMPARE(usedDispersion(1.5336383780828224), 2.0);
        QCOMPARE(usedDispersion(1.5), 1.5);
        QCOMPARE(usedDispersion(1.2999999999), 1.5); // 1.3 in billionths
        QCOMPARE(usedDispersion(1.29), 1.0);
        std::vector<ArmCounts> hour;
        for (int i = 0; i < 3; ++i)
            hour.insert(hour.end(), ticks.begin(), ticks.end());
        QCOMPARE(estimateDispersion(hour).phi, 1.5); // 33 ticks: 3 chi²/32 = 1.44…
        QVERIFY(!estimateDispersion(hour).assumed);
    }

    // All 35 orders of three and four values, listed: 4/35 and 33/35.
    void ranksByListing()
    {
        const std::vector<double> canary{3.1, 4.5, 2.2};
        const std::vector<double> stable{1.0, 2.5, 0.5, 3.0};
        const auto result = compareRanks(canary, stable, {.alpha = 0.02, .minSamples = 3, .effectA12 = 0.64});
        COMPARE_CLOSE(result.u, 10);
        COMPARE_CLOSE(result.greater, 4.0 / 35);
        COMPARE_CLOSE(result.less, 33.0 / 35);
    }
    void ranksWithoutMean()
    {
        const std::vector<double> canary{1, 1, 2, 1, 1, 3};
        const std::vector<double> stable{0, 0, 0, 0, 0, 0};
        const auto result = compareRanks(canary, stable, {});
        QVERIFY(!result.meanRatio);
        QCOMPARE(result.answer, RankClass::Higher);
        QCOMPARE(compareRanks({}, stable, {}).answer, RankClass::Insufficient);
        QCOMPARE(compareRanks(stable, canary, {}).answer, RankClass::Lower);
    }

    // Seconds for R = 41 starts, each as the format's page states it, and beside it with 60 digits for R = 60.
    void delays_data()
    {
        QTest::addColumn<ExpectedTraffic>("traffic");
        QTest::addColumn<double>("stated");
        QTest::addColumn<double>("suspect60");
        QTest::addColumn<double>("rollback60");
        const auto row = [](double rate, double share, double healthy, double bad, double stated, double suspect,
                            double rollback) {
            QTest::addRow("%g/s %g", rate, bad)
                << ExpectedTraffic{rate, share, healthy, bad} << stated << suspect << rollback;
        };
        row(100, 0.05, 0.0005, 0.01, 150, 154.49438170632624, 268.8819266991152);
        row(100, 0.1, 0.0005, 0.01, 87, 90.09935960954182, 181.81755492812775);
        row(100, 0.1, 0.0005, 0.05, 13, 13.07226827054232, 77.67417398950488);
        row(100, 0.1, 0.005, 0.01, 750, 774.3251516218277, 1106.9152844004605);
        row(10, 0.1, 0.001, 0.02, 440, 450.4967980477091, 669.0877746406387);
        row(2, 0.05, 0.0005, 0.2, 226, 233.19716163238346, 375.2908985074285);
        row(2, 0.5, 0.0005, 0.05, 394, 406.27348552854164, 609.2962752864422);
        row(0.2, 0.5, 0.001, 0.2, 955, 983.4135701842141, 1389.6103004742645);
        row(1000, 0.01, 0.001, 0.002, 3331, 3430.6755565598446, 4698.395987084856);
    }
    void delays()
    {
        QFETCH(const ExpectedTraffic, traffic);
        QFETCH(const double, stated);
        QFETCH(const double, suspect60);
        QFETCH(const double, rollback60);
        const auto delay = expectedDelay(traffic, {.starts = 41});
        QVERIFY2(std::abs(delay->suspect - stated) <= 0.03 * stated, QByteArray::number(delay->suspect).constData());
        const auto longer = expectedDelay(traffic, {});
        COMPARE_CLOSE(longer->suspect, suspect60);
        COMPARE_CLOSE(longer->rollback, rollback60);
    }
    void noDelayWhereNothingCanBeLearnt()
    {
        QVERIFY(!expectedDelay({0, 0.1, 0.01, 0.02}, {}));
        QVERIFY(!expectedDelay({100, 0, 0.01, 0.02}, {}));
        QVERIFY(!expectedDelay({100, 1, 0.01, 0.02}, {}));
        QVERIFY(!expectedDelay({100, 0.1, 0.01, 0.01}, {}));
        QVERIFY(expectedDelay({100, 0.1, 0, 0.01}, {}));
    }

    // Median 5, deviations 4 3 1 0 2 3 95: their median is 3.
    void madOfOneOutlier() { COMPARE_CLOSE(scaledMad({1, 2, 4, 5, 7, 8, 100}).value(), 1.4826 * 3); }
    void normalLaw()
    {
        // Abramowitz and Stegun, tables 26.1 and 26.2.
        QVERIFY(std::abs(normalAbove(1.96) - 0.024997895148220) < 1e-14);
        QVERIFY(std::abs(normalAbove(-1.96) - 0.975002104851780) < 1e-14);
        QVERIFY(std::abs(normalAbove(5) / 2.866515718791939e-07 - 1) < 1e-11);
        QVERIFY(std::abs(normalQuantile(0.975) - 1.959963984540054) < 1e-13);
        QCOMPARE(normalAbove(0), 0.5);
    }
};

QTEST_GUILESS_MAIN(TestExact)
#include "tst_exact.moc"
