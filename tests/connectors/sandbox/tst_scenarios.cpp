// SPDX-License-Identifier: GPL-3.0-or-later
// The metrics that the sandbox's Prometheus serves have the shape that each scenario promises.
#include "connectors/sandbox/json.h"
#include "connectors/sandbox/promapi.h"
#include "connectors/sandbox/world.h"

#include <QJsonDocument>
#include <QTest>

using namespace astern::connectors::sandbox;

namespace {

constexpr qint64 kStart = 1'795'000'000'000;
constexpr auto kStable = "4.7.1"_L1;
constexpr auto kCanary = "4.7.2"_L1;

std::unique_ptr<World> company(const QString &scenario, double onset, quint64 seed = 11)
{
    World::Options options;
    options.seed = seed;
    options.startWallMs = kStart;
    options.historyMs = 60'000;
    options.story = false;
    options.scenario = ScenarioOrder{scenario, u"checkout"_s, u"prod-eu-1"_s, onset};
    return std::make_unique<World>(options);
}

// The one number that a query has for an answer; -1: none.
double ask(World &world, const QString &query)
{
    ApiRequest request;
    request.path = u"/api/v1/query"_s;
    request.query = {{u"query"_s, query}};
    const QByteArray body = PromApi(world.samples(), world.now().wall).handle(request).body;
    const QJsonArray result = get(QJsonDocument::fromJson(body).object(), {"data"_L1, "result"_L1}).toArray();
    return result.size() != 1 ? -1 : result.first().toObject().value("value"_L1).toArray().at(1).toString().toDouble();
}

enum class What { Errors, Slow, Orders, Requests };

// Over the last `seconds`: the share of requests that fail, are slow or become orders; or requests a second.
double measure(World &world, What what, QLatin1String version, int seconds)
{
    const QString where =
        QStringLiteral("service=\"checkout\",environment=\"prod\",cell=\"eu-1\",version=\"%1\"").arg(version);
    const auto rate = [&](const QString &series, const QString &more) {
        return QStringLiteral("sum(rate(%1{%2%3}[%4s]))").arg(series, where, more).arg(seconds);
    };
    const QString all = rate(u"http_requests_total"_s, {});
    switch (what) {
    case What::Errors:
        return ask(world, rate(u"http_requests_total"_s, u",status=~\"5..\""_s) + u" / "_s + all);
    case What::Slow:
        return ask(world, u"1 - "_s + rate(u"http_request_duration_seconds_bucket"_s, u",le=\"0.3\""_s) + u" / "_s +
                              rate(u"http_request_duration_seconds_count"_s, {}));
    case What::Orders:
        return ask(world, rate(u"orders_completed_total"_s, {}) + u" / "_s + all);
    case What::Requests:
        return ask(world, all);
    }
    return -1;
}

struct Look {
    int at = 0;      // seconds after the release
    int seconds = 0; // the window that ends there
    What what = What::Errors;
    QLatin1String version;
    double low = 0;
    double high = 0;
};

} // namespace
Q_DECLARE_METATYPE(QList<Look>)

class TestSandboxScenarios : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void shape_data()
    {
        QTest::addColumn<QString>("scenario");
        QTest::addColumn<double>("onset");
        QTest::addColumn<QList<Look>>("looks");
        const auto row = [](const char *scenario, double onset, const QList<Look> &looks) {
            QTest::newRow(scenario) << QString::fromLatin1(scenario) << onset << looks;
        };
        using enum What;
        row("healthy", -1,
            {{300, 280, Requests, kCanary, 4.5, 5.5},
             {300, 280, Requests, kStable, 93, 97},
             {900, 280, Requests, kCanary, 9.3, 10.7},
             {1'500, 280, Requests, kCanary, 24, 26},
             {2'100, 280, Requests, kCanary, 48, 52},
             {2'100, 1'800, Errors, kCanary, 0.0001, 0.0012},
             {2'100, 1'800, Errors, kStable, 0.0003, 0.0007},
             {2'100, 1'800, Slow, kStable, 0.0045, 0.0055}});
        // The wave is at its top after 20 minutes, and at its foot at both ends.
        row("healthy_drift_common", -1,
            {{120, 100, Errors, kStable, 0.0001, 0.0011},
             {1'320, 240, Errors, kStable, 0.0014, 0.0026},
             {1'320, 240, Errors, kCanary, 0.0006, 0.0036}});
        row("healthy_drift_step_with_ramp", -1,
            {{1'590, 900, Errors, kStable, 0.0003, 0.0008},
             {2'400, 780, Errors, kStable, 0.0016, 0.0024},
             {2'400, 780, Errors, kCanary, 0.0015, 0.0025}});
        row("healthy_clustered_errors", -1, {{2'100, 2'000, Errors, kStable, 0.0003, 0.0008}});
        row("healthy_common_outage_2m_5pct", 700,
            {{690, 300, Errors, kStable, 0, 0.0015},
             {815, 100, Errors, kStable, 0.045, 0.055},
             {815, 100, Errors, kCanary, 0.025, 0.08},
             {930, 100, Errors, kStable, 0, 0.0015}});
        row("healthy_common_outage_10m_5pct", 700,
            {{1'290, 560, Errors, kStable, 0.045, 0.055}, {1'420, 100, Errors, kStable, 0, 0.0015}});
        row("healthy_low_traffic", -1,
            {{900, 800, Requests, kStable, 1.6, 2.2}, {1'500, 280, Requests, kCanary, 0.3, 0.7}});
        row("healthy_low_traffic_0.2rps", -1, {{1'200, 1'100, Requests, kStable, 0.1, 0.25}});
        row("healthy_metric_outage_5m", 700,
            {{690, 300, Requests, kCanary, 5.5, 10.5},
             {990, 60, Requests, kCanary, -1, -1}, // no series
             {990, 60, Requests, kStable, 85, 95},
             {1'200, 150, Requests, kCanary, 9, 11},
             {1'200, 1'100, Errors, kCanary, 0, 0.003}});
        row("transient", 700,
            {{690, 300, Errors, kCanary, 0, 0.005},
             {730, 25, Errors, kCanary, 0.2, 0.4},
             {730, 25, Errors, kStable, 0, 0.004},
             {800, 55, Errors, kCanary, 0, 0.01}});
        row("transient_30s_5pct", 1'400,
            {{1'430, 25, Errors, kCanary, 0.025, 0.08}, {1'500, 55, Errors, kCanary, 0, 0.004}});
        row("transient_60s_20pct", 700, {{760, 55, Errors, kCanary, 0.14, 0.26}, {830, 55, Errors, kCanary, 0, 0.01}});
        row("systemic_step", 700,
            {{690, 300, Errors, kCanary, 0, 0.005},
             {1'100, 380, Errors, kCanary, 0.04, 0.06},
             {2'390, 300, Errors, kCanary, 0.045, 0.055},
             {2'390, 300, Errors, kStable, 0, 0.0015}});
        row("systemic_step_0.2pct", 700, {{2'390, 1'600, Errors, kCanary, 0.0018, 0.0033}});
        row("systemic_step_0.5pct", 700, {{2'390, 1'600, Errors, kCanary, 0.0045, 0.0065}});
        row("systemic_step_1pct", 700, {{2'390, 1'600, Errors, kCanary, 0.009, 0.012}});
        row("systemic_step_2pct", 700, {{2'390, 1'600, Errors, kCanary, 0.018, 0.023}});
        row("systemic_step_20pct", 700, {{2'390, 1'600, Errors, kCanary, 0.19, 0.21}});
        row("systemic_step_100pct", 700,
            {{1'200, 400, Errors, kCanary, 1, 1}, {1'200, 400, Errors, kStable, 0, 0.0015}});
        row("systemic_low_traffic", 700,
            {{2'390, 1'600, Errors, kCanary, 0.15, 0.26}, {2'390, 500, Requests, kCanary, 0.8, 1.2}});
        row("systemic_low_traffic_2rps_100pct", 700, {{2'390, 1'600, Errors, kCanary, 1, 1}});
        row("leak", 700,
            {{690, 300, Slow, kCanary, 0, 0.012},
             {1'330, 60, Slow, kCanary, 0.12, 0.18}, // half way
             {2'390, 400, Slow, kCanary, 0.28, 0.32},
             {2'390, 400, Slow, kStable, 0.003, 0.007}});
        row("flapping", 700,
            {{720, 20, Errors, kCanary, 0.05, 0.16},
             {815, 80, Errors, kCanary, 0, 0.01},
             {840, 20, Errors, kCanary, 0.05, 0.16},
             {2'390, 1'560, Errors, kCanary, 0.012, 0.022}}); // 20 of 120
        row("business", 700,
            {{690, 600, Orders, kStable, 0.035, 0.065},
             {2'390, 1'500, Orders, kStable, 0.035, 0.065},
             {2'390, 1'500, Errors, kCanary, 0, 0.0015}});
    }

    void shape()
    {
        QFETCH(QString, scenario);
        QFETCH(double, onset);
        QFETCH(QList<Look>, looks);
        std::sort(looks.begin(), looks.end(), [](const Look &a, const Look &b) { return a.at < b.at; });
        const auto world = company(scenario, onset);
        for (const Look &look : looks) {
            world->runFor(look.at * 1'000LL - world->now().sim);
            const double found = measure(*world, look.what, look.version, look.seconds);
            QVERIFY2(found >= look.low && found <= look.high,
                     qPrintable(QStringLiteral("%1 s, %2: %3, wanted %4 to %5")
                                    .arg(QString::number(look.at), QString(look.version))
                                    .arg(found)
                                    .arg(look.low)
                                    .arg(look.high)));
        }
    }

    void theCanaryLosesOrders_data()
    {
        QTest::addColumn<double>("kept");
        QTest::newRow("business_drop_0pct") << 1.0;
        QTest::newRow("business_drop_10pct") << 0.9;
        QTest::newRow("business_drop_20pct") << 0.8;
        QTest::newRow("business_drop_50pct") << 0.5;
    }

    void theCanaryLosesOrders()
    {
        QFETCH(double, kept);
        const auto world = company(QString::fromLatin1(QTest::currentDataTag()), 700);
        world->runFor(2'390'000);
        const double share =
            measure(*world, What::Orders, kCanary, 1'000) / measure(*world, What::Orders, kStable, 1'000);
        QVERIFY2(std::abs(share - kept) < 0.07, qPrintable(QString::number(share)));
    }

    void ordersFollowTheDay()
    {
        World::Options options;
        options.story = false;
        options.historyMs = 300'000;
        options.scenario = ScenarioOrder{u"business_drop_0pct"_s};
        double least = 1;
        double most = 0;
        for (int hour = 0; hour < 24; hour += 6) {
            options.startWallMs = kStart - kStart % 86'400'000 + hour * 3'600'000LL;
            World world(options);
            const double ratio = measure(world, What::Orders, kStable, 240);
            least = std::min(least, ratio);
            most = std::max(most, ratio);
        }
        QVERIFY2(least < 0.045 && most > 0.055, qPrintable(QStringLiteral("%1 to %2").arg(least).arg(most)));
    }

    // As many failures, but they come together: their number over short windows scatters five to ten times as much.
    void clustersScatter()
    {
        const auto scatter = [](const QString &scenario) {
            const auto world = company(scenario, -1);
            double sum = 0;
            double squares = 0;
            constexpr int kWindows = 400;
            for (int i = 0; i < kWindows; ++i) {
                world->runFor(5'000);
                const double failed = 5 * 100 * measure(*world, What::Errors, kStable, 10);
                sum += failed;
                squares += failed * failed;
            }
            const double mean = sum / kWindows;
            return (squares / kWindows - mean * mean) / mean;
        };
        const double clustered = scatter(u"healthy_clustered_errors"_s);
        const double plain = scatter(u"healthy"_s);
        QVERIFY2(clustered > 4 * plain && clustered < 20 * plain,
                 qPrintable(QStringLiteral("%1 and %2").arg(clustered).arg(plain)));
    }

    void theOnsetIsDrawnFromTheSeed()
    {
        QSet<double> seen;
        for (quint64 seed = 1; seed < 6; ++seed) {
            const auto one = company(u"systemic_step"_s, -1, seed);
            const double onset = one->runningScenarios().first().onsetSeconds;
            QCOMPARE(company(u"systemic_step"_s, -1, seed)->runningScenarios().first().onsetSeconds, onset);
            QVERIFY(onset >= 60 && onset <= 1'500);
            seen.insert(onset);
        }
        QCOMPARE(seen.size(), 5);
    }

    void rollingBackTheRightThingEndsIt()
    {
        const auto world = company(u"systemic_step_20pct"_s, 100);
        world->runFor(300'000);
        QVERIFY(measure(*world, What::Errors, kCanary, 100) > 0.1);
        // Another service of the same place.
        QCOMPARE(world->deploy(u"payments"_s, u"prod-eu-1"_s, u"2.18.3"_s), QString());
        world->runFor(120'000);
        QVERIFY(measure(*world, What::Errors, kCanary, 100) > 0.1);
        QCOMPARE(world->deploy(u"checkout"_s, u"prod-eu-1"_s, QString(kStable)), QString());
        world->runFor(120'000);
        QCOMPARE(measure(*world, What::Requests, kCanary, 60), -1.0); // it is gone
        QVERIFY(measure(*world, What::Errors, kStable, 60) < 0.002);
    }

    void rollingBackDoesNotEndACommonOutage()
    {
        const auto world = company(u"healthy_common_outage_10m_5pct"_s, 100);
        world->runFor(200'000);
        QCOMPARE(world->deploy(u"checkout"_s, u"prod-eu-1"_s, QString(kStable)), QString());
        world->runFor(200'000);
        QVERIFY(measure(*world, What::Errors, kStable, 60) > 0.04);
    }

    void anEndedScenarioLeavesNothing()
    {
        const auto world = company(u"healthy_common_outage_10m_5pct"_s, 10);
        world->runFor(100'000);
        QCOMPARE(world->endScenario(u"checkout"_s, u"prod-eu-1"_s), QString());
        QVERIFY(world->runningScenarios().isEmpty());
        QVERIFY(world->faults().all().isEmpty());
        world->runFor(120'000);
        QVERIFY(measure(*world, What::Errors, kStable, 60) < 0.006); // its own 0.2 %
        QVERIFY(measure(*world, What::Requests, kStable, 60) < 80);  // its own 60 a second
        QVERIFY(world->endScenario(u"checkout"_s, u"prod-eu-1"_s).contains(u"no scenario"_s));
    }

    void wrongOrdersAreErrors_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("service");
        QTest::addColumn<QString>("cluster");
        QTest::addColumn<double>("onset");
        QTest::addColumn<QString>("words");
        QTest::newRow("name") << "nothing" << "checkout" << "prod-eu-1" << -1.0 << "no scenario \"nothing\"";
        QTest::newRow("service") << "healthy" << "nothing" << "prod-eu-1" << -1.0 << "routed canary";
        QTest::newRow("no canary") << "healthy" << "web-frontend" << "prod-eu-1" << -1.0 << "routed canary";
        QTest::newRow("no orders") << "business" << "search" << "prod-eu-1" << -1.0 << "counts nothing";
        QTest::newRow("cluster") << "healthy" << "checkout" << "mars" << -1.0 << "no cluster \"mars\"";
        QTest::newRow("onset") << "healthy" << "checkout" << "prod-eu-1" << 2'500.0 << "within";
    }

    void wrongOrdersAreErrors()
    {
        QFETCH(QString, name);
        QFETCH(QString, service);
        QFETCH(QString, cluster);
        QFETCH(double, onset);
        QFETCH(QString, words);
        const auto world = company(u"healthy"_s, -1);
        const QString error = world->beginScenario({name, service, cluster, onset});
        QVERIFY2(error.contains(words), qPrintable(error));
        QCOMPARE(world->runningScenarios().size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestSandboxScenarios)
#include "tst_scenarios.moc"
