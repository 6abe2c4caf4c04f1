// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rollout/chartpicture.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace astern;
using namespace astern::ui;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

SignalSpec errors()
{
    SignalSpec spec;
    spec.id = QStringLiteral("errors");
    spec.kind = SignalSpec::Kind::Events;
    spec.limitAbove = 0.01;
    spec.scrapeMs = 5000;
    return spec;
}
SignalSpec orders()
{
    SignalSpec spec;
    spec.id = QStringLiteral("orders");
    spec.kind = SignalSpec::Kind::Counter;
    spec.unit = QStringLiteral("/min");
    spec.limitBelow = 40;
    spec.scrapeMs = 5000;
    return spec;
}

// Values five seconds apart, from t = 0.
class Store {
public:
    explicit Store(const std::vector<double> &values)
    {
        for (size_t i = 0; i < values.size(); ++i)
            m_samples.push_back({qint64(i) * 5000, values[i]});
    }
    [[nodiscard]] SeriesStore::View view() const { return {m_samples, {}}; }

private:
    std::vector<Sample> m_samples;
};

ChartPicture picture(const SignalSpec &spec, const SeriesStore::View &view, qint64 toMs)
{
    ChartInput input;
    input.spec = spec;
    input.fresh = view;
    input.fromMs = 0;
    input.toMs = toMs;
    input.zone = QTimeZone::utc();
    return compose(input, ChartLayout::of(QSizeF(300, 280), {}));
}

} // namespace

class ChartPictureTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void values_data()
    {
        QTest::addColumn<SignalSpec>("spec");
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("digits");
        QTest::addColumn<QString>("unit");
        SignalSpec latency;
        latency.kind = SignalSpec::Kind::Gauge;
        latency.unit = QStringLiteral("ms");
        SignalSpec bare;
        bare.kind = SignalSpec::Kind::Gauge;
        QTest::newRow("ratio") << errors() << 0.0342 << QStringLiteral("3.42") << QStringLiteral("%");
        QTest::newRow("rate") << orders() << 31.0 << QStringLiteral("31") << QStringLiteral("/min");
        QTest::newRow("latency") << latency << 812.0 << QStringLiteral("812") << QStringLiteral("ms");
        QTest::newRow("latency reads better in seconds")
            << latency << 1240.0 << QStringLiteral("1.24") << QStringLiteral("s");
        QTest::newRow("no unit") << bare << 7.0 << QStringLiteral("7") << QString();
    }
    void values()
    {
        QFETCH(SignalSpec, spec);
        QFETCH(double, value);
        QFETCH(QString, digits);
        QFETCH(QString, unit);
        QCOMPARE(valueText(spec, value).digits, digits);
        QCOMPARE(valueText(spec, value).unit, unit);
    }

    void bands_data()
    {
        QTest::addColumn<std::vector<double>>("samples");
        QTest::addColumn<QList<VerdictBand>>("bands");
        using S = std::vector<double>;
        using B = QList<VerdictBand>;
        const auto over = VerdictBand::State::OverLimit;
        QTest::newRow("never") << S{0.001, 0.002, 0.001} << B{};
        QTest::newRow("once") << S{0.001, 0.02, 0.02, 0.001} << B{{5000, 15'000, over}};
        QTest::newRow("to the end") << S{0.001, 0.02, 0.03} << B{{5000, 10'000, over}};
        QTest::newRow("a short dip joins") << S{0.02, 0.001, 0.02, 0.001} << B{{0, 15'000, over}};
        QTest::newRow("a long one parts")
            << S{0.02, 0.001, 0.001, 0.001, 0.02, 0.0} << B{{0, 5000, over}, {20'000, 25'000, over}};
        QTest::newRow("not a number is not over") << S{0.02, kNan, kNan, kNan, 0.001} << B{{0, 5000, over}};
        QTest::newRow("on the limit is within") << S{0.01, 0.01} << B{};
    }
    void bands()
    {
        QFETCH(std::vector<double>, samples);
        QFETCH(QList<VerdictBand>, bands);
        QCOMPARE(overLimitBands(errors(), Store(samples).view(), 0, 60'000, 10'000), bands);
    }
    void unionOfBands()
    {
        const auto over = VerdictBand::State::OverLimit;
        QCOMPARE(joined({{20, 30, over}, {0, 10, over}, {5, 15, over}, {40, 50, over}}),
                 (QList<VerdictBand>{{0, 15, over}, {20, 30, over}, {40, 50, over}}));
    }

    // Each span costs a fill of the plot's height: their number follows the width, not how often trouble came and went.
    void troubleWithinAPixelIsOneSpan()
    {
        const Store store({0.001});
        ChartInput input;
        input.spec = errors();
        input.fresh = store.view();
        input.toMs = 3'600'000;
        input.zone = QTimeZone::utc();
        for (qint64 at = 600'000; at < 1'200'000; at += 3'000)
            input.bands.append({at, at + 1'000, VerdictBand::State::OverLimit});
        input.bands.append({1'800'000, 2'400'000, VerdictBand::State::OverLimit});
        const ChartPicture drawn = compose(input, ChartLayout::of(QSizeF(300, 280), {}));
        QCOMPARE(drawn.spans.size(), 2);
        QCOMPARE(drawn.spans.at(0).left, drawn.time.toX(600'000));
        QCOMPARE(drawn.spans.at(0).right, drawn.time.toX(1'198'000));
    }
    void lastSampleIsTheEndOfTheCurve()
    {
        const Store store({0.002, 0.002, 0.034});
        const ChartPicture got = picture(errors(), store.view(), 12'000);
        QVERIFY(got.last);
        QVERIFY(got.lastBeyond);
        QVERIFY(!got.noDataFrom);
        QCOMPARE(got.fresh.beyond.last().last(), *got.last);
        QVERIFY(got.last->y() < got.limit->y);
    }
    void lowerLimitIsBeyondBelow()
    {
        const Store store({55, 52, 31});
        const ChartPicture got = picture(orders(), store.view(), 10'000);
        QVERIFY(got.lastBeyond);
        QVERIFY(got.last->y() > got.limit->y);
        QCOMPARE(got.fresh.beyond.size(), 1);
    }
    void staleDataEndsInNoData()
    {
        const Store store({0.002, 0.002, 0.002});
        // 30 s without a sample is the earliest that counts as stale.
        QVERIFY(!picture(errors(), store.view(), 40'000).noDataFrom);
        const ChartPicture got = picture(errors(), store.view(), 100'000);
        QVERIFY(got.noDataFrom);
        QCOMPARE(*got.noDataFrom, got.time.toX(10'000));
        QVERIFY(!got.last);
    }
    void noSampleAtAll()
    {
        const ChartPicture got = picture(errors(), {}, 100'000);
        QCOMPARE(*got.noDataFrom, got.layout.plot.left());
        QVERIFY(got.fresh.within.isEmpty());
        QVERIFY(got.limit);
    }
    void curveStaysInThePlot()
    {
        const Store store({0.002, 0.5, 0.9, 0.0});
        const ChartPicture got = picture(errors(), store.view(), 15'000);
        for (const QList<QPolygonF> &pieces : {got.fresh.within, got.fresh.beyond}) {
            for (const QPolygonF &piece : pieces)
                QVERIFY(got.layout.plot.adjusted(-0.01, -0.01, 0.01, 0.01).contains(piece.boundingRect()));
        }
    }
    void limitLabelAvoidsTheCurve()
    {
        // Just over the limit at the left, far from it at the right.
        std::vector<double> values(60, 0.0105);
        for (size_t i = 30; i < 60; ++i)
            values[i] = 0.03;
        const Store store(values);
        QVERIFY(!picture(errors(), store.view(), 60 * 5000).limitLabelLeft);
        const Store quiet(std::vector<double>(60, 0.001));
        QVERIFY(picture(errors(), quiet.view(), 60 * 5000).limitLabelLeft);
    }
    void sampleUnderTheCursor()
    {
        const Store store({1, 2, kNan});
        QCOMPARE(sampleAt(store.view(), 7000, 30'000)->value, 2.0);
        QCOMPARE(sampleAt(store.view(), 0, 30'000)->value, 1.0);
        QVERIFY(!sampleAt(store.view(), -1, 30'000));
        QVERIFY(!sampleAt(store.view(), 10'000, 30'000));
        QVERIFY(!sampleAt(SeriesStore::View{}, 10'000, 30'000));
        QVERIFY(!sampleAt(Store({1}).view(), 99'000, 30'000));
    }
};

QTEST_GUILESS_MAIN(ChartPictureTest)
#include "tst_chartpicture.moc"
