// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/health/seriesstore.h"

#include <QTest>

#include <cmath>

using namespace astern;

namespace {

const SeriesId kId{QStringLiteral("checkout@prod/eu-1"), QStringLiteral("errors"), Role::New};

SampleBatch batch(const QList<qint64> &times)
{
    SampleBatch made;
    QList<Sample> samples;
    for (qint64 t : times)
        samples.append({t, double(t)});
    made.series.append({kId, samples});
    return made;
}

QList<qint64> timesOf(const SeriesStore &store)
{
    QList<qint64> times;
    const SeriesStore::View view = store.view(kId);
    for (qsizetype i = 0; i < view.size(); ++i)
        times.append(view.at(i).atMs);
    return times;
}

} // namespace

class TestSeriesStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsOrder_data()
    {
        QTest::addColumn<QList<QList<qint64>>>("batches");
        QTest::addColumn<QList<qint64>>("kept");
        using Batches = QList<QList<qint64>>;
        using Times = QList<qint64>;
        QTest::newRow("in order") << Batches{{1, 2}, {3}} << Times{1, 2, 3};
        QTest::newRow("repeated") << Batches{{1, 2}, {2, 2, 3}} << Times{1, 2, 3};
        QTest::newRow("ring turns") << Batches{{1, 2, 3, 4, 5}, {6, 7}} << Times{3, 4, 5, 6, 7};
        QTest::newRow("past after the present") << Batches{{10}, {7, 8, 9, 10}} << Times{7, 8, 9, 10};
        QTest::newRow("past and present in one") << Batches{{10}, {8, 9, 10, 11}} << Times{8, 9, 10, 11};
        QTest::newRow("only as much past as has room") << Batches{{10, 11}, {1, 2, 3, 4, 5}} << Times{3, 4, 5, 10, 11};
        QTest::newRow("a full ring takes no past") << Batches{{6, 7, 8, 9, 10, 11}, {1, 2}} << Times{7, 8, 9, 10, 11};
        QTest::newRow("nothing in between") << Batches{{5}, {10}, {7}} << Times{5, 10};
    }
    void keepsOrder()
    {
        QFETCH(QList<QList<qint64>>, batches);
        QFETCH(QList<qint64>, kept);
        SeriesStore store(5);
        for (const QList<qint64> &times : batches)
            store.add(batch(times));
        QCOMPARE(timesOf(store), kept);
    }
    void tellsWhatChanged()
    {
        SeriesStore store(5);
        QCOMPARE(store.add(batch({1})), QList<SeriesId>{kId});
        QCOMPARE(store.add(batch({1})), QList<SeriesId>{});
        store.forget(kId);
        QVERIFY(store.view(kId).isEmpty());
    }
    void limits_data()
    {
        QTest::addColumn<double>("value");
        QTest::addColumn<qint64>("nowMs");
        QTest::addColumn<int>("state");
        using State = LimitReading::State;
        QTest::newRow("within") << 0.005 << qint64(1000) << int(State::Within);
        QTest::newRow("exactly at the limit is within") << 0.01 << qint64(1000) << int(State::Within);
        QTest::newRow("over") << 0.02 << qint64(1000) << int(State::OverLimit);
        QTest::newRow("over, but old") << 0.02 << qint64(100'000) << int(State::Stale);
        QTest::newRow("no number") << std::nan("") << qint64(1000) << int(State::NoData);
    }
    void limits()
    {
        QFETCH(double, value);
        QFETCH(qint64, nowMs);
        QFETCH(int, state);
        SeriesStore store;
        SampleBatch made;
        made.series.append({kId, {{1000, value}}});
        store.add(made);
        SignalSpec spec;
        spec.limitAbove = 0.01;
        spec.scrapeMs = 1000;
        QCOMPARE(int(readLimit(spec, store.view(kId), nowMs).state), state);
    }
};

QTEST_GUILESS_MAIN(TestSeriesStore)
#include "tst_seriesstore.moc"
