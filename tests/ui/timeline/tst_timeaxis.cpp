// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/timeaxis.h"

#include <QDateTime>
#include <QTest>

using namespace astern;
using namespace astern::ui;

namespace {

QString s(const char *text) { return QString::fromUtf8(text); }
constexpr qint64 kHour = 3'600'000;
constexpr qint64 kDay = 24 * kHour;
const QTimeZone kZone("Europe/Berlin");
qint64 at(const char *iso) { return QDateTime::fromString(s(iso), Qt::ISODate).toMSecsSinceEpoch(); }

} // namespace

class TimeAxis : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void ticksSuitTheLength_data();
    void ticksSuitTheLength();
    void midnightIsADay();
    void spansAreSaid();
    void theLongerStretchHasTheWindow_data();
    void theLongerStretchHasTheWindow();
};

void TimeAxis::ticksSuitTheLength_data()
{
    QTest::addColumn<qint64>("lengthMs");
    QTest::addColumn<QString>("first");
    QTest::newRow("a minute") << qint64(60'000) << s("12:00:00");
    QTest::newRow("an hour") << kHour << s("12:00");
    QTest::newRow("a day") << kDay << s("12:00");
    QTest::newRow("a month") << 30 * kDay << s("1 Nov"); // over the end of summer time
    QTest::newRow("a year") << 366 * kDay << s("2026");
    QTest::newRow("ten years") << 3660 * kDay << s("2026");
}

void TimeAxis::ticksSuitTheLength()
{
    QFETCH(const qint64, lengthMs);
    QFETCH(const QString, first);
    const qint64 from = at("2025-10-25T12:00:00+02:00");
    const TimeScale scale{from, from + lengthMs, 0, 1000};
    const QList<AxisTick> ticks = axisTicks(scale, 80, kZone);
    QVERIFY2(ticks.size() >= 2 && ticks.size() <= 13, qPrintable(QString::number(ticks.size())));
    QCOMPARE(ticks.constFirst().label, first);
    for (qsizetype i = 1; i < ticks.size(); ++i)
        QVERIFY(scale.toX(ticks.at(i).atMs) - scale.toX(ticks.at(i - 1).atMs) >= 60);
}

void TimeAxis::midnightIsADay()
{
    const qint64 from = at("2025-11-24T18:00:00+01:00");
    const QList<AxisTick> ticks = axisTicks({from, from + kDay / 2, 0, 1000}, 80, kZone);
    const auto midnight = std::find_if(ticks.cbegin(), ticks.cend(), [](const AxisTick &tick) { return tick.strong; });
    QVERIFY(midnight != ticks.cend());
    QCOMPARE(midnight->label, s("25 Nov"));
    QCOMPARE(midnight->atMs, at("2025-11-25T00:00:00+01:00"));
}

void TimeAxis::spansAreSaid()
{
    const qint64 from = at("2025-11-24T14:20:00+01:00");
    QCOMPARE(spanWords({from, from + kHour / 2}, kZone), s("2025-11-24  14:20 – 14:50 +01:00"));
    QCOMPARE(spanWords({from, from + 60'000}, kZone), s("2025-11-24  14:20:00 – 14:21:00 +01:00"));
    QCOMPARE(spanWords({from, from + kDay}, kZone), s("2025-11-24  14:20 – 2025-11-25  14:20 +01:00"));
    QCOMPARE(spanWords({from, from + 300 * kDay}, kZone), s("2025-11-24 – 2026-09-20"));
}

void TimeAxis::theLongerStretchHasTheWindow_data()
{
    QTest::addColumn<qint64>("lengthMs");
    for (const qint64 length : {qint64(60'000), kHour, kDay, 7 * kDay, 60 * kDay, 366 * kDay, 2000 * kDay})
        QTest::addRow("%lld", static_cast<long long>(length)) << length;
}

void TimeAxis::theLongerStretchHasTheWindow()
{
    QFETCH(const qint64, lengthMs);
    const qint64 now = at("2025-11-24T17:00:00+01:00");
    for (const qint64 to : {now, now - 17 * kHour, now - 400 * kDay}) {
        const TimeSpan span{to - lengthMs, to};
        const TimeSpan outer = overviewOf(span, {now - 500 * kDay, now}, kZone);
        QVERIFY(outer.fromMs <= span.fromMs && outer.toMs >= span.toMs);
        if (lengthMs <= kHour)
            QVERIFY(outer.lengthMs() <= 25 * kHour);
    }
}

QTEST_GUILESS_MAIN(TimeAxis)
#include "tst_timeaxis.moc"
