// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rollout/chartgeometry.h"

#include <QDateTime>
#include <QTest>

#include <cmath>
#include <limits>

using namespace astern::ui;

namespace {
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
const QTimeZone kBerlin("Europe/Berlin");
const QTimeZone kKolkata("Asia/Kolkata");

qint64 at(const char *iso) { return QDateTime::fromString(QString::fromLatin1(iso), Qt::ISODate).toMSecsSinceEpoch(); }
} // namespace

class ChartGeometryTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void timeToPixelsAndBack()
    {
        const TimeScale scale{1000, 5000, 40, 400};
        QCOMPARE(scale.toX(1000), 40.0);
        QCOMPARE(scale.toX(5000), 440.0);
        QCOMPARE(scale.toX(2000), 140.0);
        QCOMPARE(scale.toTime(140), 2000);
        QCOMPARE(scale.toTime(-9), 1000);
        QCOMPARE(scale.toTime(9999), 5000);
        QCOMPARE((TimeScale{5, 5, 40, 400}).toX(7), 40.0);
    }

    void niceSteps_data()
    {
        QTest::addColumn<double>("atLeast");
        QTest::addColumn<double>("step");
        QTest::newRow("exact") << 1.0 << 1.0;
        QTest::newRow("between") << 1.1 << 2.0;
        QTest::newRow("quarter") << 2.2 << 2.5;
        QTest::newRow("five") << 3.0 << 5.0;
        QTest::newRow("next power") << 5.1 << 10.0;
        QTest::newRow("small") << 0.0033 << 0.005;
        QTest::newRow("sum of tenths") << 0.1 + 0.2 << 0.5;
        QTest::newRow("zero") << 0.0 << 1.0;
        QTest::newRow("nan") << kNan << 1.0;
    }
    void niceSteps()
    {
        QFETCH(double, atLeast);
        QFETCH(double, step);
        QVERIFY2(std::abs(niceStep(atLeast) - step) < 1e-12, qPrintable(QString::number(niceStep(atLeast))));
    }

    void valueScales_data()
    {
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::addColumn<double>("limit"); // NaN: none
        QTest::addColumn<QList<double>>("ticks");
        QTest::newRow("errors over the limit") << 0.2 << 4.3 << 1.0 << QList<double>{0, 1, 2, 3, 4, 5};
        QTest::newRow("quiet: the limit has a place") << 0.1 << 0.3 << 1.0 << QList<double>{0, 0.5, 1, 1.5};
        QTest::newRow("latency") << 290.0 << 861.0 << 600.0 << QList<double>{0, 200, 400, 600, 800, 1000};
        QTest::newRow("lower limit") << 30.0 << 58.0 << 40.0 << QList<double>{0, 20, 40, 60};
        QTest::newRow("no limit") << 40.0 << 840.0 << kNan << QList<double>{0, 200, 400, 600, 800, 1000};
        QTest::newRow("constant zero") << 0.0 << 0.0 << kNan << QList<double>{0, 0.25, 0.5, 0.75, 1};
        QTest::newRow("no data, limit") << kNan << kNan << 1.0 << QList<double>{0, 0.5, 1, 1.5, 2};
        QTest::newRow("below zero") << -3.0 << 4.0 << kNan << QList<double>{-4, -2, 0, 2, 4};
    }
    void valueScales()
    {
        QFETCH(double, low);
        QFETCH(double, high);
        QFETCH(double, limit);
        QFETCH(QList<double>, ticks);
        const ValueScale scale =
            ValueScale::fit(low, high, std::isnan(limit) ? std::nullopt : std::optional(limit), 10, 200);
        QCOMPARE(scale.ticks, ticks);
        QCOMPARE(scale.toY(scale.low), 210.0);
        QCOMPARE(scale.toY(scale.high), 10.0);
        QVERIFY(scale.ticks.size() >= 4 && scale.ticks.size() <= 6); // 3 to 5 lines over the baseline
        if (!std::isnan(limit))
            QVERIFY(scale.toY(limit) > 10 && scale.toY(limit) < 210);
    }

    void timeTicksAreRound_data()
    {
        QTest::addColumn<qint64>("from");
        QTest::addColumn<qint64>("span");
        QTest::addColumn<QTimeZone>("zone");
        QTest::addColumn<QStringList>("labels");
        const qint64 from = at("2026-11-23T13:58:40Z");
        QTest::newRow("six minutes") << from << qint64(360'000) << kBerlin
                                     << QStringList{QStringLiteral("15:00"), QStringLiteral("15:02"),
                                                    QStringLiteral("15:04")};
        QTest::newRow("eighty seconds") << from << qint64(80'000) << kBerlin
                                        << QStringList{QStringLiteral("14:59:00"), QStringLiteral("14:59:30"),
                                                       QStringLiteral("15:00:00")};
        QTest::newRow("half-hour zone") << at("2026-11-23T13:50:00Z") << qint64(9'000'000) << kKolkata
                                        << QStringList{QStringLiteral("20:00"), QStringLiteral("21:00")};
        QTest::newRow("nothing") << from << qint64(0) << kBerlin << QStringList{};
    }
    void timeTicksAreRound()
    {
        QFETCH(qint64, from);
        QFETCH(qint64, span);
        QFETCH(QTimeZone, zone);
        QFETCH(QStringList, labels);
        const QList<qint64> ticks = timeTicks({from, from + span, 0, 250}, 80, zone);
        QStringList got;
        for (qint64 t : ticks)
            got.append(timeLabel(t, ticks, zone));
        QCOMPARE(got, labels);
    }

    void labels()
    {
        QCOMPARE(tickLabel(1000), QStringLiteral("1\u00a0k"));
        QCOMPARE(tickLabel(2500), QStringLiteral("2.5\u00a0k"));
        QCOMPARE(tickLabel(750), QStringLiteral("750"));
        QCOMPARE(tickLabel(0.5), QStringLiteral("0.5"));
        QCOMPARE(tickLabel(0.005), QStringLiteral("0.005"));
        QCOMPARE(tickLabel(0), QStringLiteral("0"));
    }

    void split_data()
    {
        QTest::addColumn<QList<QPointF>>("points");
        QTest::addColumn<bool>("up");
        QTest::addColumn<QList<QPolygonF>>("within");
        QTest::addColumn<QList<QPolygonF>>("beyond");
        // The limit is at y = 50; smaller y is a greater value.
        using P = QList<QPointF>;
        using L = QList<QPolygonF>;
        QTest::newRow("all within") << P{{0, 80}, {10, 70}} << true << L{QPolygonF({{0, 80}, {10, 70}})} << L{};
        QTest::newRow("all beyond") << P{{0, 30}, {10, 20}} << true << L{} << L{QPolygonF({{0, 30}, {10, 20}})};
        QTest::newRow("crosses once") << P{{0, 60}, {10, 40}} << true << L{QPolygonF({{0, 60}, {5, 50}})}
                                      << L{QPolygonF({{5, 50}, {10, 40}})};
        QTest::newRow("lower limit") << P{{0, 40}, {10, 60}} << false << L{QPolygonF({{0, 40}, {5, 50}})}
                                     << L{QPolygonF({{5, 50}, {10, 60}})};
        QTest::newRow("there and back") << P{{0, 60}, {10, 40}, {20, 60}} << true
                                        << L{QPolygonF({{0, 60}, {5, 50}}), QPolygonF({{15, 50}, {20, 60}})}
                                        << L{QPolygonF({{5, 50}, {10, 40}, {15, 50}})};
        QTest::newRow("on the limit is within")
            << P{{0, 50}, {10, 50}} << true << L{QPolygonF({{0, 50}, {10, 50}})} << L{};
        QTest::newRow("a hole breaks") << P{{0, 60}, {10, kNan}, {20, 60}} << true
                                       << L{QPolygonF({{0, 60}}), QPolygonF({{20, 60}})} << L{};
        QTest::newRow("no crossing over a hole")
            << P{{0, 60}, {10, kNan}, {20, 40}} << true << L{QPolygonF({{0, 60}})} << L{QPolygonF({{20, 40}})};
        QTest::newRow("nothing") << P{} << true << L{} << L{};
    }
    void split()
    {
        QFETCH(QList<QPointF>, points);
        QFETCH(bool, up);
        QFETCH(QList<QPolygonF>, within);
        QFETCH(QList<QPolygonF>, beyond);
        const SplitCurve cut = splitAtLimit(points, LimitLine{50, up});
        QCOMPARE(cut.within, within);
        QCOMPARE(cut.beyond, beyond);
        QCOMPARE(cut.areas.size(), cut.beyond.size());
        for (qsizetype i = 0; i < cut.areas.size(); ++i) { // each area stands on the limit
            QCOMPARE(cut.areas.at(i).last(), QPointF(cut.beyond.at(i).first().x(), 50));
            QCOMPARE(cut.areas.at(i).at(cut.areas.at(i).size() - 2), QPointF(cut.beyond.at(i).last().x(), 50));
        }
    }
    void splitWithoutLimit()
    {
        const QList<QPointF> points{{0, 1}, {5, 99}};
        QCOMPARE(splitAtLimit(points, std::nullopt).within, QList<QPolygonF>{QPolygonF(points)});
        QVERIFY(splitAtLimit(points, std::nullopt).beyond.isEmpty());
    }

    void layoutKeepsItsParts_data()
    {
        QTest::addColumn<QSizeF>("size");
        QTest::newRow("usual") << QSizeF(300, 290);
        QTest::newRow("flat") << QSizeF(300, 180);
        QTest::newRow("hopeless") << QSizeF(20, 20);
    }
    void layoutKeepsItsParts()
    {
        QFETCH(QSizeF, size);
        const ChartLayout layout = ChartLayout::of(size, {});
        QVERIFY(layout.plot.width() >= 1 && layout.plot.height() >= 1);
        QVERIFY(layout.value.top() >= layout.title.bottom());
        QVERIFY(layout.strip.bottom() <= layout.plot.top());
        QVERIFY(layout.strip.top() >= layout.value.bottom());
        QCOMPARE(layout.strip.left(), layout.plot.left());
        QCOMPARE(layout.axis.width(), layout.plot.width());
    }
};

QTEST_GUILESS_MAIN(ChartGeometryTest)
#include "tst_chartgeometry.moc"
