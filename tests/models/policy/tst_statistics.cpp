// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/statistics/burnrate.h"
#include "models/policy/statistics/dispersion.h"
#include "models/policy/statistics/intervals.h"
#include "models/policy/statistics/quantiles.h"
#include "models/policy/statistics/ranktest.h"
#include "tests/models/policy/vectorfile.h"

using namespace astern;
using namespace astern::statistics;
using astern::test::policyVectors;
using astern::test::tickCounts;

// Against reference values of other programs: every row of the vectors that needs one look only.
class TestStatistics : public QObject {
    Q_OBJECT

    QJsonObject m_vectors = policyVectors();

    void rows(const char *key)
    {
        QTest::addColumn<QJsonObject>("vector");
        const auto list = m_vectors.value(QLatin1String(key)).toArray();
        QVERIFY(!list.isEmpty());
        for (qsizetype i = 0; i < list.size(); ++i) {
            const auto vector = list.at(i).toObject();
            QTest::addRow("%lld %s", qlonglong(i), qPrintable(vector.value(QLatin1String("name")).toString()))
                << vector;
        }
    }
    static QJsonObject vector()
    {
        return *static_cast<QJsonObject *>(QTest::qData("vector", qMetaTypeId<QJsonObject>()));
    }
    static double number(const char *key) { return vector().value(QLatin1String(key)).toDouble(); }
    static qint64 whole(const char *key) { return vector().value(QLatin1String(key)).toInteger(); }
    static std::vector<double> list(const QJsonValue &values)
    {
        std::vector<double> numbers;
        for (const auto value : values.toArray())
            numbers.push_back(value.isString() ? std::numeric_limits<double>::infinity() : value.toDouble());
        return numbers;
    }
    static void compareInterval(const Interval &actual, const char *key)
    {
        const auto expected = vector().value(QLatin1String(key)).toArray();
        COMPARE_CLOSE(actual.lower, expected.at(0).toDouble());
        COMPARE_CLOSE(actual.upper, expected.at(1).toDouble());
    }

private Q_SLOTS:
    void everyKindOfVectorIsTested()
    {
        const QStringList here{QStringLiteral("mann_whitney"),     QStringLiteral("binomial_interval"),
                               QStringLiteral("burn_rate"),        QStringLiteral("two_rates_fixed_look"),
                               QStringLiteral("percentile_type7"), QStringLiteral("histogram_quantile"),
                               QStringLiteral("dispersion")};
        const QStringList elsewhere{QStringLiteral("ratio_e_process"), QStringLiteral("two_phase_timeline"),
                                    QStringLiteral("threshold_timeline"), QStringLiteral("counter_buckets")};
        const QStringList words{QStringLiteral("about"), QStringLiteral("cross_check")};
        auto known = here + elsewhere + words;
        known.sort();
        QCOMPARE(m_vectors.keys(), known);
    }

    void ranks_data() { rows("mann_whitney"); }
    void ranks()
    {
        const auto expected = vector().value(QLatin1String("expected")).toObject();
        const auto value = [&](const char *key) { return expected.value(QLatin1String(key)).toDouble(); };
        const auto result = compareRanks(list(vector().value(QLatin1String("canary"))),
                                         list(vector().value(QLatin1String("stable"))), {});
        COMPARE_CLOSE(result.u, value("U"));
        COMPARE_CLOSE(result.a12, value("A12"));
        COMPARE_CLOSE(result.sigma, value("sigma"));
        COMPARE_CLOSE(result.greater, value("p_greater"));
        COMPARE_CLOSE(result.less, value("p_less"));
        COMPARE_CLOSE(result.either, value("p_two"));
        COMPARE_CLOSE(result.shift, value("hl"));
        QVERIFY(result.shiftInterval.lower <= result.shift && result.shift <= result.shiftInterval.upper);
        static const QHash<QString, RankMethod> methods{{QStringLiteral("exact"), RankMethod::Exact},
                                                        {QStringLiteral("normal+cc+ties"), RankMethod::Normal},
                                                        {QStringLiteral("degenerate"), RankMethod::Degenerate}};
        static const QHash<QString, RankClass> classes{
            {QStringLiteral("higher"), RankClass::Higher},
            {QStringLiteral("lower"), RankClass::Lower},
            {QStringLiteral("not_distinguishable"), RankClass::NotDistinguishable},
            {QStringLiteral("insufficient"), RankClass::Insufficient}};
        QCOMPARE(result.method, methods.value(expected.value(QLatin1String("method")).toString()));
        QCOMPARE(result.answer, classes.value(expected.value(QLatin1String("class_alpha_0.02")).toString()));
    }

    void intervals_data() { rows("binomial_interval"); }
    void intervals()
    {
        const ArmCounts arm{.total = whole("total"), .bad = whole("bad")};
        const double confidence = number("conf");
        compareInterval(clopperPearson(arm, confidence), "clopper_pearson");
        compareInterval(wilson(arm, confidence), "wilson");
        compareInterval(jeffreys(arm, confidence), "jeffreys");
        COMPARE_CLOSE(clopperPearsonUpper(arm, 0.95), number("upper_one_sided_95"));
    }

    void twoRates_data() { rows("two_rates_fixed_look"); }
    void twoRates()
    {
        const TickCounts counts{.canary = {whole("canary_total"), whole("canary_bad")},
                                .stable = {whole("stable_total"), whole("stable_bad")}};
        COMPARE_CLOSE(fisherGreater(counts), number("fisher_greater_p"));
        COMPARE_CLOSE(conditionalBinomialGreater(counts), number("conditional_binomial_greater_p"));
        compareInterval(newcombeDifference(counts, 0.95), "newcombe_diff_ci95");
    }

    void burnRates_data() { rows("burn_rate"); }
    void burnRates()
    {
        const double slo = number("slo");
        const double burn = burnRateOf(number("error_ratio"), slo);
        COMPARE_CLOSE(burn, number("burn_rate"));
        const auto flag = [](const char *key) { return vector().value(QLatin1String(key)).toBool(); };
        QCOMPARE(burn > 14.4, flag("page_fast_14.4"));
        QCOMPARE(burn > 6, flag("page_slow_6"));
        QCOMPARE(burn > 1, flag("ticket_1"));
        COMPARE_CLOSE(largestBurnRate(slo), number("max_possible_burn"));
        QCOMPARE(isReachable(14.4, slo), flag("fast_reachable"));
        const auto detect = timeToDetect(3600, 14.4, burn);
        const auto expected = vector().value(QLatin1String("detect_s_1h_14.4"));
        QCOMPARE(detect.has_value(), !expected.isNull());
        if (detect)
            COMPARE_CLOSE(*detect, expected.toDouble());
        COMPARE_CLOSE(timeToExhaust(30 * 24, burn).value(), number("budget_hours_to_zero_30d"));
    }

    void percentiles_data() { rows("percentile_type7"); }
    void percentiles()
    {
        const auto data = list(vector().value(QLatin1String("data")));
        const auto expected = vector().value(QLatin1String("type7")).toObject();
        for (auto it = expected.begin(); it != expected.end(); ++it)
            COMPARE_CLOSE(quantile(data, it.key().toDouble() / 100).value(), it.value().toDouble());
    }

    void histograms_data() { rows("histogram_quantile"); }
    void histograms()
    {
        const auto bounds = list(vector().value(QLatin1String("le")));
        std::vector<qint64> cumulative;
        for (const auto value : vector().value(QLatin1String("cumulative")).toArray())
            cumulative.push_back(value.toInteger());
        const auto expected = vector().value(QLatin1String("expected")).toObject();
        for (auto it = expected.begin(); it != expected.end(); ++it) {
            const auto found = histogramQuantile(bounds, cumulative, it.key().toDouble());
            QCOMPARE(found.has_value(), !it.value().isNull());
            if (found)
                COMPARE_CLOSE(*found, it.value().toDouble());
        }
    }

    void dispersions_data() { rows("dispersion"); }
    void dispersions()
    {
        std::vector<ArmCounts> ticks;
        const auto bad = vector().value(QLatin1String("bad")).toArray();
        const auto total = vector().value(QLatin1String("total")).toArray();
        for (qsizetype i = 0; i < bad.size(); ++i)
            ticks.push_back({.total = total.at(i).toInteger(), .bad = bad.at(i).toInteger()});
        const auto pearson = pearsonDispersion(ticks);
        COMPARE_CLOSE(pearson.value(), number("phi_pearson"));
        const auto used = fixedDispersion(usedDispersion(*pearson));
        COMPARE_CLOSE(used.phi, number("phi_used"));
        COMPARE_CLOSE(used.eta, number("eta"));
        // Eight ticks are too few to estimate it from.
        QCOMPARE(estimateDispersion(ticks), (Dispersion{1.5, 1 / 1.5, true}));
    }
};

QTEST_GUILESS_MAIN(TestStatistics)
#include "tst_statistics.moc"
