// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/statistics/burnrate.h"
#include "tests/models/policy/told.h"

#include <cmath>

using namespace astern;
using namespace astern::policy;
using namespace astern::test;

// The ways in which a judge of live signals goes wrong, one by one.
class TestTraps : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void endedEarlyWithoutData()
    {
        Told told(errorsPolicy());
        told.traffic.mark(MarkRecord::Kind::RolloutEnd, 2);
        for (qint64 tick = 1; tick <= 20; ++tick)
            QCOMPARE(told.traffic.end(tick).verdict, VerdictClass::Unknown);
    }

    void notANumber_data()
    {
        QTest::addColumn<double>("value");
        QTest::newRow("NaN") << std::numeric_limits<double>::quiet_NaN();
        QTest::newRow("+Inf") << std::numeric_limits<double>::infinity();
        QTest::newRow("-Inf") << -std::numeric_limits<double>::infinity();
    }
    void notANumber()
    {
        QFETCH(const double, value);
        auto policy = errorsPolicy();
        policy.signalSpecs[0].body = Gauge{query("depth"), {}};
        auto depth = threshold(5, 20'000, 0);
        depth.aggregate = Threshold::Aggregate::Mean;
        policy.rules = {rule(QStringLiteral("depth"), depth)};
        Told told(policy, alone());
        const QMap<QString, QString> labels{{QStringLiteral("version"), QStringLiteral("new")}};
        told.traffic.sample(QStringLiteral("depth"), labels, 9'000, 2);
        told.traffic.sample(QStringLiteral("depth"), labels, 10'000, value);
        QCOMPARE(told.traffic.end(1).rules[0].valueE9, 2'000'000'000); // the last finite value
        told.traffic.sample(QStringLiteral("depth"), labels, 20'000, value);
        const auto reading = told.traffic.end(2).rules[0];
        QCOMPARE(reading.outcome, Outcome::NoData); // one tick of two
        QVERIFY(!reading.valueE9);
        QCOMPARE(told.evaluator.intake().notes(0).invalid, 2);
    }

    void errorCounterBornWithOne()
    {
        Told told(errorsPolicy());
        told.run(1, 6, 0);
        const auto verdict = told.run(7, 7, 1); // the series 5xx appears, and its first value is 1
        QCOMPARE(verdict.rules[0].valueE9, statistics::toE9(1.0 / 6000));
    }

    // It was there before the rollout: its first value is no increase.
    void errorCounterFromBefore()
    {
        auto policy = errorsPolicy();
        auto all = threshold(0.01, 60'000, 60'000);
        all.role = Role::All;
        policy.rules = {rule(kErrors, all)};
        Told told(policy, rolloutAt(3));
        told.traffic.requests(1, "old", 100'000, 50'000);
        told.traffic.requests(2, "old", 100, 0);
        told.traffic.requests(3, "old", 100, 0);
        QCOMPARE(told.traffic.end(3).rules[0].valueE9, 0);
    }

    void badSeriesAbsent()
    {
        Told told(errorsPolicy());
        const auto verdict = told.run(1, 6, 0);
        QCOMPARE(verdict.rules[0].outcome, Outcome::Ok);
        QCOMPARE(verdict.verdict, VerdictClass::Healthy);
    }

    void counterResetAtTheEdgeOfATick()
    {
        Told told(errorsPolicy());
        told.run(1, 6, 0);
        told.traffic.restart("new", "200");
        const auto verdict = told.run(7, 7, 0, 400); // sampled exactly at the end of the tick
        QCOMPARE(told.evaluator.intake().notes(0).resets, 1);
        QCOMPARE(verdict.rules[0].outcome, Outcome::Ok);
        auto low = threshold(0.01, 10'000, 0);
        Told one(policyOf({rule(kErrors, low)}));
        one.run(1, 3, 0);
        one.traffic.restart("new", "200");
        one.traffic.count(4, "new", "500", 4);
        QCOMPARE(one.run(4, 4, 0, 396).rules[0].valueE9, 10'000'000); // 4 of 400: what it counted since it was born
    }

    void bigIncreaseAfterAGap()
    {
        Told told(errorsPolicy());
        told.run(1, 6, 0);
        for (qint64 tick = 7; tick <= 11; ++tick)
            told.traffic.end(tick);
        const auto verdict = told.run(12, 12, 9'000, 10'000); // counted in fifty seconds that nobody saw
        QCOMPARE(told.evaluator.intake().notes(0).gaps, 1);   // the series of errors is new: it has no gap
        QVERIFY(verdict.verdict != VerdictClass::Systemic);
        QCOMPARE(verdict.rules[0].outcome, Outcome::NoData);
    }

    void lateCounterHeals()
    {
        Told told(policyOf({rule(kErrors, threshold(0.5, 30'000, 0))}));
        told.run(1, 3, 0);
        told.traffic.latenessMs = 15'001; // one millisecond too late for its tick
        told.traffic.requests(4, "new", 1000, 0);
        told.traffic.latenessMs = 200;
        QCOMPARE(told.traffic.end(4).rules[0].late, 0); // nobody knew of it yet
        told.traffic.requests(5, "new", 1000, 0);
        told.traffic.end(5);
        QCOMPARE(told.traffic.verdicts.back().rules[0].late, 1);
        const auto &http = told.evaluator.intake().notes(0);
        QCOMPARE(http.late, 1);
        QCOMPARE(http.gaps, 0);
        QCOMPARE(told.traffic.verdicts.back().rules[0].samples, 4); // and the fifth carried both increases
    }

    void inTimeToTheMillisecond()
    {
        Told told(errorsPolicy());
        told.traffic.latenessMs = 15'000; // as much as is allowed
        told.traffic.requests(1, "new", 1000, 0);
        QCOMPARE(told.traffic.end(1).rules[0].samples, 1);
    }

    // Bursts of D keep a window of 30 s in breach for D + 20 s: for 120 s, up to 90 s are forgiven.
    void bursts_data()
    {
        QTest::addColumn<qint64>("ticks");
        QTest::addColumn<VerdictClass>("worst");
        QTest::newRow("shorter") << qint64(8) << VerdictClass::Transient;
        QTest::newRow("equal") << qint64(9) << VerdictClass::Transient;
        QTest::newRow("longer by two ticks") << qint64(11) << VerdictClass::Systemic;
    }
    void bursts()
    {
        QFETCH(const qint64, ticks);
        QFETCH(const VerdictClass, worst);
        Told told(errorsPolicy(30'000, 120'000));
        told.run(1, 10, 0);
        told.run(11, 10 + ticks, 500);
        told.run(11 + ticks, 40, 0);
        auto gravest = VerdictClass::Healthy;
        for (size_t i = 10; i < told.traffic.verdicts.size(); ++i)
            gravest = std::max(gravest, told.traffic.verdicts[i].verdict);
        QCOMPARE(gravest, worst);
    }

    void exactlyAtTheLimits()
    {
        Told told(errorsPolicy(10'000, 600'000));
        QCOMPARE(told.run(1, 1, 10).rules[0].outcome, Outcome::Ok); // 1 % is not above 1 %
        QCOMPARE(told.run(2, 2, 11).rules[0].outcome, Outcome::Breach);
        QCOMPARE(told.run(3, 3, 10).rules[0].outcome, Outcome::Breach); // under the limit, not cleared
        QCOMPARE(told.run(4, 4, 9).rules[0].outcome, Outcome::Breach);
        QCOMPARE(told.run(5, 5, 8).rules[0].outcome, Outcome::Ok); // clear is 0.8 %: that counts
    }

    void flappingJustAboveClearFor()
    {
        auto body = threshold(0.01, 10'000, 60'000);
        Told told(policyOf({rule(kErrors, body)}));
        Verdict verdict;
        qint64 tick = 1;
        for (int episode = 1; episode <= 3; ++episode) {
            verdict = told.run(tick, tick + 6, 0); // seven ok ticks: healthy again in between
            QCOMPARE(verdict.verdict, VerdictClass::Healthy);
            told.run(tick + 7, tick + 8, 500);
            tick += 9;
        }
        verdict = told.run(tick, tick, 0); // the third ends
        QCOMPARE(verdict.verdict, VerdictClass::Systemic);
        QCOMPARE(verdict.rules[0].why, Why::Recurrence);
    }

    // The share of the canary grows while both get worse: pooled, the canary looks bad; tick by tick it does not.
    void weightChangesWithinAWindow()
    {
        Told told(policyOf({rule(kVersus, compareRatio())}));
        for (qint64 tick = 1; tick <= 60; ++tick) {
            const bool later = tick > 30;
            const qint64 canary = later ? 5000 : 500;
            const qint64 stable = later ? 5000 : 9500;
            const qint64 perMille = later ? 8 : 2;
            const auto verdict =
                told.run(tick, tick, canary * perMille / 1000, canary, stable * perMille / 1000, stable);
            QVERIFY(verdict.verdict == VerdictClass::Healthy);
        }
    }

    void commonOutageIsExternal()
    {
        auto policy = errorsPolicy(30'000, 60'000);
        policy.rules.append(rule(kVersus, compareRatio()));
        Told told(policy);
        told.run(1, 10, 1, 1000, 3, 3000);
        auto verdict = told.run(11, 30, 100, 1000, 300, 3000); // 10 % everywhere
        QCOMPARE(verdict.rules[0].verdict, VerdictClass::External);
        QCOMPARE(verdict.verdict, VerdictClass::External);
        QCOMPARE(verdict.reasons, QStringList{QStringLiteral("errors: stable_too")});
        verdict = told.run(31, 45, 1, 1000, 3, 3000); // and it is over without anybody's rollback
        QCOMPARE(verdict.verdict, VerdictClass::Healthy);
    }
    void worseThanTheCommonOutageIsNot()
    {
        Told told(errorsPolicy(30'000, 60'000));
        told.run(1, 10, 1, 1000, 3, 3000);
        const auto verdict = told.run(11, 30, 400, 1000, 150, 3000);
        QCOMPARE(verdict.verdict, VerdictClass::Systemic);
    }

    void breachFromBeforeTheStart()
    {
        auto body = threshold(0.01, 30'000, 30'000);
        body.role = Role::All;
        Told told(policyOf({rule(kErrors, body)}), [] {
            auto rollout = rolloutAt(20);
            rollout.stableLabels.clear();
            return rollout;
        }());
        Verdict verdict;
        for (qint64 tick = 1; tick <= 40; ++tick) {
            told.traffic.requests(tick, "old", 1000, 50);
            verdict = told.traffic.end(tick);
        }
        QCOMPARE(verdict.verdict, VerdictClass::External);
        QCOMPARE(verdict.rules[0].why, Why::BeforeStart);
        // It ends; the next one is the rollout's.
        for (qint64 tick = 41; tick <= 60; ++tick) {
            told.traffic.requests(tick, "old", 1000, tick < 52 ? 0 : 50);
            verdict = told.traffic.end(tick);
        }
        QCOMPARE(verdict.verdict, VerdictClass::Systemic);
    }
    void missingHistoryIsSaid()
    {
        Told told(errorsPolicy());
        QVERIFY(told.run(1, 12, 500).rules[0].withoutHistory);
        QCOMPARE(told.traffic.verdicts.back().verdict, VerdictClass::Systemic); // and the rollout is blamed
    }

    void stableVanishes()
    {
        BurnRate burn{.signal = QStringLiteral("http"), .slo = 0.999, .pairs = {}};
        burn.pairs = {{120'000, 60'000, 14.4, Severity::Critical}};
        Told told(policyOf({rule(kVersus, compareRatio()), rule(QStringLiteral("burn"), burn)}));
        told.run(1, 12, 0, 1000, 0, 3000);
        // Promoted: only the new version is left.
        auto verdict = told.run(13, 22, 0, 4000);
        QCOMPARE(verdict.rules[0].verdict, VerdictClass::Unknown);
        QCOMPARE(verdict.rules[1].verdict, VerdictClass::Healthy);
        verdict = told.run(23, 23, 4000, 4000);
        QCOMPARE(verdict.rules[1].verdict, VerdictClass::Systemic); // judged at the same tick
        QVERIFY(verdict.critical);
    }

    // After a restart of the program the records are read again: the same bytes, and nothing is raised twice.
    void replayReachesTheSame()
    {
        QList<Record> written;
        const auto tell = [&written](Told &told, qint64 tick, qint64 bad) {
            const SampleRecord good{
                QStringLiteral("prom"),
                QStringLiteral("http_requests_total"),
                {{QStringLiteral("version"), QStringLiteral("new")}, {QStringLiteral("status"), QStringLiteral("200")}},
                tick * kTick,
                tick * kTick + 100,
                double(tick * 1000)};
            auto worse = good;
            worse.labels[QStringLiteral("status")] = QStringLiteral("500");
            worse.value = double(bad);
            for (const Record &record : {Record(good), Record(worse), Record(HeartbeatRecord{tick * kTick + 15'000})}) {
                written.append(record);
                told.evaluator.add(record);
            }
        };
        Told first(errorsPolicy(30'000, 60'000));
        std::vector<Verdict> before;
        for (qint64 tick = 1; tick <= 30; ++tick) {
            tell(first, tick, tick < 12 ? 0 : (tick - 11) * 500);
            first.evaluator.advance([&](const Verdict &verdict) { before.push_back(verdict); });
        }
        QCOMPARE(before.back().verdict, VerdictClass::Systemic);
        Told second(errorsPolicy(30'000, 60'000));
        std::vector<Verdict> after;
        for (const auto &record : written)
            second.evaluator.add(record);
        second.evaluator.advance([&](const Verdict &verdict) { after.push_back(verdict); });
        QVERIFY(before == after);
        const JudgedBy by{QStringLiteral("p"), QStringLiteral("d"), QStringLiteral("r")};
        QCOMPARE(
            toCanonical(toRecord(after.back(), first.evaluator.policy(), by)).value(),
            QByteArray("{\"class\":\"systemic\",\"digest\":\"d\",\"policy\":\"p\",\"reasons\":[\"errors: continuous\"],"
                       "\"rollout\":\"r\",\"rules\":[{\"coverage_e9\":1000000000,\"id\":\"errors\",\"late\":0,"
                       "\"limit_e9\":10000000,\"log_evidence_e9\":null,\"outcome\":\"breach\",\"samples\":60,"
                       "\"since_ms\":180000,\"value_e9\":333333333}],\"since_ms\":180000,\"tick_ms\":300000}"));
    }

    void unreachableBurn()
    {
        QVERIFY(!statistics::isReachable(14.4, 0.9));
        BurnRate burn{.signal = QStringLiteral("http"), .slo = 0.9, .pairs = {}};
        burn.pairs = {{120'000, 60'000, 14.4, Severity::Critical}};
        Told told(policyOf({rule(QStringLiteral("burn"), burn)}));
        QCOMPARE(told.run(1, 20, 1000).rules[0].outcome, Outcome::Ok); // everything fails, ten times too fast
    }

    void moreBadThanAll()
    {
        Told told(policyOf({rule(kErrors, threshold(0.01, 10'000, 600'000))}), alone());
        auto policy = told.evaluator.policy();
        std::get<Events>(policy.signalSpecs[0].body).from = Events::Counters{query("all_total"), query("bad_total")};
        Told skewed(policy, alone());
        const QMap<QString, QString> labels{{QStringLiteral("version"), QStringLiteral("new")}};
        qint64 all = 0, bad = 0;
        const auto tick = [&](qint64 at, qint64 moreAll, qint64 moreBad) {
            skewed.traffic.sample(QStringLiteral("all_total"), labels, at * kTick, double(all += moreAll));
            skewed.traffic.sample(QStringLiteral("bad_total"), labels, at * kTick, double(bad += moreBad));
            return skewed.traffic.end(at).rules[0];
        };
        QCOMPARE(tick(1, 100, 120).valueE9, 1'000'000'000);
        QCOMPARE(tick(2, 100, 0).valueE9, 200'000'000); // twenty went over
        QCOMPARE(tick(3, 100, 0).valueE9, 0);           // once
        tick(4, 100, 150);
        tick(5, 100, 150);
        QCOMPARE(tick(6, 100, 150).outcome, Outcome::Invalid);
        QCOMPARE(tick(7, 1000, 0).valueE9, 150'000'000);
    }

    // All requests go elsewhere: what is left says nothing, and nothing is healthy.
    void quietCanary()
    {
        Told told(policyOf({rule(kVersus, compareRatio())}));
        QCOMPARE(told.run(1, 12, 0, 1000, 0, 3000).verdict, VerdictClass::Healthy);
        Verdict verdict;
        for (qint64 tick = 13; tick <= 26; ++tick) {
            told.traffic.count(tick, "new", "200", 0); // scraped, and nobody asks it anything
            verdict = told.run(tick, tick, 0, 0, 0, 3000);
            QVERIFY(!verdict.fresh || tick < 19);
        }
        QCOMPARE(verdict.rules[0].outcome, Outcome::NoTraffic);
        QCOMPARE(verdict.verdict, VerdictClass::Unknown);
    }
};

QTEST_GUILESS_MAIN(TestTraps)
#include "tst_traps.moc"
