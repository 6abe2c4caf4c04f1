// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/guard/backtest.h"
#include "tests/models/guard/ladderfixture.h"
#include "tests/models/policy/randomrollout.h"

using namespace astern;
using namespace astern::test;
using policy::Record;

namespace {

QByteArray textOf(const std::vector<Verdict> &verdicts, const Policy &policy)
{
    QByteArray text;
    for (const auto &verdict : verdicts)
        text += *toCanonical(toRecord(verdict, policy, {policy.id, {}, kRollout})) + '\n';
    return text;
}

NextRecord each(const QList<Record> &records)
{
    return [records, next = qsizetype(0)]() mutable -> Result<const Record *> {
        return next < records.size() ? &records.at(next++) : nullptr;
    };
}

QByteArray live(const ToldRollout &told)
{
    policy::Evaluator evaluator(told.policy, told.rollout);
    std::vector<Verdict> verdicts;
    for (const auto &record : told.records) {
        evaluator.add(record);
        evaluator.advance([&](const Verdict &verdict) { verdicts.push_back(verdict); });
    }
    return textOf(verdicts, told.policy);
}

} // namespace

class TestBacktest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Byte for byte what was said live, for one policy and for several at once.
    void saysWhatWasSaidLive()
    {
        for (quint32 seed = 1; seed <= 20; ++seed) {
            const auto told = randomRollout(seed);
            auto second = told.policy;
            second.id = kOther;
            second.time.tickMs *= 2;
            const auto found = backtest({.policies = {told.policy, second}, .rollout = told.rollout, .assumed = {}},
                                        each(told.records));
            QVERIFY(found);
            QCOMPARE(textOf(found->verdicts[0], told.policy), live(told));
            QVERIFY(!found->verdicts[1].empty());
            QCOMPARE(found->records, qint64(told.records.size()));
        }
    }

    void whatNobodySawIsRevised()
    {
        auto policy = climbing({step(policy::Rollback())});
        const auto rollout = rolloutAt(1);
        QList<Record> records;
        qint64 sum = 0;
        for (qint64 tick = 1; tick <= 40; ++tick) {
            // From tick 10 on half of the requests fail, and the source tells it an hour late.
            sum += 1000;
            const auto bad = tick >= 10 ? (tick - 9) * 500 : 0;
            const auto late = tick >= 10 ? qint64(300'000) : qint64(100);
            for (const auto &[status, value] : {std::pair{"200", sum - bad}, std::pair{"500", bad}})
                records.append(policy::SampleRecord{QStringLiteral("prom"),
                                                    QStringLiteral("http_requests_total"),
                                                    {{QStringLiteral("version"), QStringLiteral("new")},
                                                     {QStringLiteral("status"), QLatin1String(status)}},
                                                    tick * kTick,
                                                    tick * kTick + late,
                                                    double(value)});
        }
        for (qint64 tick = 1; tick <= 40; ++tick)
            records.append(policy::HeartbeatRecord{tick * kTick + policy.time.latenessMs});
        std::stable_sort(records.begin(), records.end(), [](const Record &a, const Record &b) {
            const auto at = [](const Record &record) {
                const auto *sample = std::get_if<policy::SampleRecord>(&record);
                return sample ? sample->arrivedMs : std::get<policy::HeartbeatRecord>(record).atMs;
            };
            return at(a) < at(b);
        });
        BacktestOrder order{.policies = {policy}, .rollout = rollout, .assumed = {}};
        const auto asSeen = backtest(order, each(records));
        QVERIFY(asSeen);
        QCOMPARE(asSeen->revised, qint64(0));
        for (const auto &act : asSeen->acts)
            QVERIFY(act.name() != QLatin1String("rollback"));
        order.revised = true;
        const auto revised = backtest(order, each(records));
        QVERIFY(revised);
        QCOMPARE(revised->revised, qint64(62));
        QCOMPARE(revised->acts.constLast().name(), QStringLiteral("rollback"));
        QCOMPARE(revised->verdicts[0].size(), size_t(40));
    }

    void nothingIsRevisedWhereNothingIsLate()
    {
        auto policy = climbing({step(policy::Rollback())});
        policy::Evaluator evaluator(policy, rolloutAt(1));
        QList<Record> records;
        for (qint64 tick = 1; tick <= 30; ++tick) {
            records.append(policy::SampleRecord{
                QStringLiteral("prom"),
                QStringLiteral("http_requests_total"),
                {{QStringLiteral("version"), QStringLiteral("new")}, {QStringLiteral("status"), QStringLiteral("200")}},
                tick * kTick,
                tick * kTick + 500,
                double(tick) * 1000});
            records.append(policy::HeartbeatRecord{tick * kTick + policy.time.latenessMs});
        }
        records.append(policy::MarkRecord{policy::MarkRecord::Kind::Mitigated, 300'000});
        BacktestOrder order{.policies = {policy}, .rollout = rolloutAt(1), .assumed = {}};
        const auto asSeen = backtest(order, each(records));
        order.revised = true;
        const auto revised = backtest(order, each(records));
        QCOMPARE(textOf(revised->verdicts[0], policy), textOf(asSeen->verdicts[0], policy));
        QCOMPARE(revised->acts, asSeen->acts);
        QVERIFY(asSeen->marked);
    }

    // Whether samples tell of mitigations is known at their end, and counts from their beginning.
    void mitigationsHelpedWhereTheSamplesSaySo()
    {
        const auto policy = climbing({step(flagOff()), step(policy::Rollback(), 0, Step::When::StillSystemic)});
        const auto told = [&policy](bool marked) {
            QList<Record> records;
            qint64 good = 0, bad = 0;
            for (qint64 tick = 1; tick <= 60; ++tick) {
                (tick < 10 || (marked && tick > 20) ? good : bad) += 1000;
                for (const auto &[status, value] : {std::pair{"200", good}, std::pair{"500", bad}})
                    records.append(policy::SampleRecord{QStringLiteral("prom"),
                                                        QStringLiteral("http_requests_total"),
                                                        {{QStringLiteral("version"), QStringLiteral("new")},
                                                         {QStringLiteral("status"), QLatin1String(status)}},
                                                        tick * kTick,
                                                        tick * kTick + 100,
                                                        double(value)});
                records.append(policy::HeartbeatRecord{tick * kTick + policy.time.latenessMs});
                if (marked && tick == 20)
                    records.append(policy::MarkRecord{policy::MarkRecord::Kind::Mitigated, tick * kTick + 1});
            }
            const auto found = backtest({.policies = {policy}, .rollout = rolloutAt(1), .assumed = {}}, each(records));
            QStringList words;
            for (const auto &act : found->acts)
                words.append(act.name());
            return words.join(QLatin1Char(' '));
        };
        QVERIFY2(told(false).startsWith(QLatin1String("hold mitigate rollback")), qPrintable(told(false)));
        QCOMPARE(told(true), QStringLiteral("hold mitigate"));
    }

    void anErrorOfTheSamplesIsTold()
    {
        const auto found =
            backtest({.policies = {climbing({step(policy::Rollback())})}, .rollout = rolloutAt(1), .assumed = {}},
                     []() -> Result<const Record *> {
                         return Error{.kind = Error::Kind::Invalid, .message = QStringLiteral("no")};
                     });
        QVERIFY(!found);
        QCOMPARE(found.error().message, QStringLiteral("no"));
    }
};

QTEST_GUILESS_MAIN(TestBacktest)
#include "tst_backtest.moc"
