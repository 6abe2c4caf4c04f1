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
        SeriesStore store(50);
        using News = QList<SeriesStore::News>;
        QVERIFY(store.add(batch({1})) == (News{{0, true}}));
        QVERIFY(store.add(batch({1})).isEmpty());
        SignalSpec spec;
        spec.limitAbove = 40'000;
        QVERIFY(store.add(batch({1000})) ==
                (News{{0, false}})); // nobody has asked what it means, so nothing rests on it
        (void)store.reading(kId, spec, 1000);
        QVERIFY(store.add(batch({2000})) == (News{{0, false}}));
        QVERIFY(store.add(batch({50'000})) == (News{{0, true}})); // over, and a hole before it
        QVERIFY(store.add(batch({51'000})) == (News{{0, false}}));
        QVERIFY(store.add(batch({200'000})) == (News{{0, true}})); // goes on after a hole: that is since now
        QVERIFY(store.add(batch({-1})) == (News{{0, true}}));      // the past may reach further back
        store.forget(kId);
        QVERIFY(store.view(kId).isEmpty());
        QVERIFY(!store.last(kId));
        store.add(batch({7}));
        QCOMPARE(timesOf(store), QList<qint64>{7});
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
        QCOMPARE(int(store.reading(kId, spec, nowMs).state), state);
    }
    // The reading that is kept up to date against the one that looks back, over a past of every kind.
    void followsALimit()
    {
        SignalSpec spec;
        spec.limitAbove = 10;
        spec.scrapeMs = 1000;
        SignalSpec other = spec;
        other.limitAbove = 60;
        SeriesStore store(100'000);
        quint32 wheel = 7;
        const auto turn = [&wheel](quint32 n) {
            wheel = wheel * 1'664'525u + 1'013'904'223u;
            return (wheel >> 16) % n;
        };
        qint64 now = 10'000'000;
        qint64 first = now;
        const auto same = [&](const SignalSpec &asked) {
            const qint64 at = now + turn(40'000);
            const LimitReading kept = store.reading(kId, asked, at);
            const LimitReading lookedBack = readLimit(asked, store.view(kId), at);
            return kept.state == lookedBack.state && kept.atMs == lookedBack.atMs &&
                   kept.sinceMs == lookedBack.sinceMs &&
                   (kept.value == lookedBack.value || (std::isnan(kept.value) && std::isnan(lookedBack.value)));
        };
        QVERIFY(same(spec));
        for (int i = 0; i < 4000; ++i) {
            SampleBatch made;
            QList<Sample> samples;
            if (turn(50) == 0)
                samples.append({first -= 1000, double(turn(100))}); // the past, later
            for (quint32 n = turn(3); n > 0; --n) {
                now += turn(20) == 0 ? 31'000 : 1000;
                samples.append({now, turn(30) == 0 ? std::nan("") : double(turn(4) == 0 ? turn(100) : turn(9))});
            }
            made.series.append({kId, samples});
            store.add(made);
            QVERIFY2(same(spec), qPrintable(QString::number(i)));
            if (turn(10) == 0)
                QVERIFY(same(other)); // somebody else asks about another limit
        }
    }
    // Batches in any order, with ids that share their texts with what the store holds and with ids that do not.
    void findsSeriesInAnyOrder()
    {
        SeriesStore store(5);
        QList<SeriesId> ids;
        for (int i = 0; i < 40; ++i)
            ids.append({QStringLiteral("place-%1").arg(i / 4), QStringLiteral("signal-%1").arg(i % 2),
                        i % 4 < 2 ? Role::New : Role::Stable});
        QHash<SeriesId, double> expected;
        quint32 wheel = 3;
        for (int turn = 0; turn < 200; ++turn) {
            SampleBatch made;
            const int from = int((wheel = wheel * 1'664'525u + 1'013'904'223u) >> 16) % 40;
            for (int n = 0; n < 40; n += 1 + turn % 3) {
                SeriesId id = ids.at((from + n) % 40);
                if (turn % 5 == 0)
                    id = {QString(id.place.constData(), id.place.size()), id.signal, id.role};
                if (turn % 9 == 0)
                    store.forget(id);
                expected.insert(id, turn * 100 + n);
                made.series.append({id, {{turn + 1, double(turn * 100 + n)}}});
            }
            store.add(made);
        }
        for (const SeriesId &id : std::as_const(ids))
            QCOMPARE(store.last(id)->value, expected.value(id));
    }
    void remembersLongerThanItsRing()
    {
        SignalSpec spec;
        spec.limitBelow = 0;
        SeriesStore store(3);
        store.add(batch({1000}));
        QCOMPARE(store.reading(kId, spec, 1000).sinceMs, 1000);
        for (qint64 at = 2000; at < 20'000; at += 1000)
            store.add(batch({at}));
        QCOMPARE(store.reading(kId, spec, 20'000).sinceMs, 1000);
    }
    // Series of one source are all as long. If all of them took more room with the same sample, that one second would
    // move and clear as much memory as they have.
    void growsOneAfterTheOther_data()
    {
        QTest::addColumn<int>("past");
        QTest::newRow("from nothing") << 0;
        QTest::newRow("with a past that came later") << 300;
    }
    void growsOneAfterTheOther()
    {
        QFETCH(int, past);
        constexpr int kSeries = 512;
        constexpr int kTurns = 600;
        QList<SeriesId> ids;
        for (int i = 0; i < kSeries; ++i)
            ids.append({QStringLiteral("checkout@prod/eu-%1").arg(i), QStringLiteral("errors"), Role::New});
        SeriesStore store;
        const auto addAll = [&](qint64 from, qint64 to) {
            SampleBatch made;
            for (const SeriesId &id : std::as_const(ids)) {
                QList<Sample> samples;
                for (qint64 at = from; at < to; ++at)
                    samples.append({at, 1});
                made.series.append({id, samples});
            }
            store.add(made);
        };
        addAll(1000, 1001);
        if (past > 0)
            addAll(1000 - past, 1000);
        QHash<SeriesId, const Sample *> at;
        for (qint64 now = 1001; now < 1000 + kTurns; ++now) {
            addAll(now, now + 1);
            int moved = 0;
            for (const SeriesId &id : std::as_const(ids)) {
                const Sample *begins = store.view(id).older.data();
                moved += std::exchange(at[id], begins) != begins;
            }
            if (now > 1100) // of the shortest the steps are few
                QVERIFY2(moved <= kSeries / 8, qPrintable(QStringLiteral("%1 at %2").arg(moved).arg(now)));
        }
        QCOMPARE(store.view(ids.last()).size(), kTurns + past);
    }
};

QTEST_GUILESS_MAIN(TestSeriesStore)
#include "tst_seriesstore.moc"
