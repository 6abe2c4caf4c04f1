// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/freezewindow.h"

#include <QDateTime>
#include <QTest>

using namespace astern;
using namespace astern::policy;

// Windows of local time in zones that change their clocks. What is expected was written down from the zones' rules:
// Berlin goes 02:00 -> 03:00 on 29 March 2026 and 03:00 -> 02:00 on 25 October 2026, both at 01:00 UTC.
class TestFreezeWindow : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void weekly_data();
    void weekly();
    void span();
};

namespace {

qint64 utc(const QString &text)
{
    return QDateTime::fromString(text + QLatin1Char('Z'), Qt::ISODate).toMSecsSinceEpoch();
}

} // namespace

void TestFreezeWindow::weekly_data()
{
    QTest::addColumn<QList<int>>("days");
    QTest::addColumn<int>("from"); // hours * 100 + minutes
    QTest::addColumn<int>("to");
    QTest::addColumn<QString>("zone");
    QTest::addColumn<QString>("at");    // UTC
    QTest::addColumn<QString>("until"); // UTC; empty: none is on
    const QList<int> every{1, 2, 3, 4, 5, 6, 7};
    const QString berlin = QStringLiteral("Europe/Berlin");
    const auto row = [](const char *name, const QList<int> &days, int from, int to, const QString &zone, const char *at,
                        const char *until) {
        QTest::newRow(name) << days << from << to << zone << QString::fromLatin1(at) << QString::fromLatin1(until);
    };
    row("on a day", {3}, 900, 1700, berlin, "2026-11-25T10:00:00", "2026-11-25T16:00:00");
    row("its first instant", {3}, 900, 1700, berlin, "2026-11-25T08:00:00", "2026-11-25T16:00:00");
    row("before it", {3}, 900, 1700, berlin, "2026-11-25T07:59:59", "");
    row("its end", {3}, 900, 1700, berlin, "2026-11-25T16:00:00", "");
    row("on another day", {3}, 900, 1700, berlin, "2026-11-26T10:00:00", "");
    row("over midnight, in the evening", {5}, 2200, 600, berlin, "2026-11-27T22:00:00", "2026-11-28T05:00:00");
    row("over midnight, in the morning", {5}, 2200, 600, berlin, "2026-11-28T04:59:59", "2026-11-28T05:00:00");
    row("over midnight, the evening after", {5}, 2200, 600, berlin, "2026-11-28T22:00:00", "");
    row("every night", every, 2200, 600, berlin, "2026-11-28T22:00:00", "2026-11-29T05:00:00");
    row("the day of the zone, not of UTC", {6}, 0, 600, berlin, "2026-11-27T23:30:00", "2026-11-28T05:00:00");
    row("far east", {1}, 0, 600, QStringLiteral("Pacific/Kiritimati"), "2026-11-29T10:00:00", "2026-11-29T16:00:00");
    row("a night that is an hour short", {6}, 2200, 600, berlin, "2026-03-28T21:00:00", "2026-03-29T04:00:00");
    row("a night that is an hour long", {6}, 2200, 600, berlin, "2026-10-24T20:00:00", "2026-10-25T05:00:00");
    row("from a time left out", {7}, 230, 600, berlin, "2026-03-29T01:30:00", "2026-03-29T04:00:00");
    row("before a time left out", {7}, 230, 600, berlin, "2026-03-29T01:29:59", "");
    row("to a time left out", {6}, 2200, 230, berlin, "2026-03-29T01:29:59", "2026-03-29T01:30:00");
    row("from a time that comes twice: the first", {7}, 230, 600, berlin, "2026-10-25T00:30:00", "2026-10-25T05:00:00");
    row("before the first", {7}, 230, 600, berlin, "2026-10-25T00:29:59", "");
    row("to a time that comes twice: the second", {6}, 2200, 230, berlin, "2026-10-25T00:45:00", "2026-10-25T01:30:00");
    row("the second is over", {6}, 2200, 230, berlin, "2026-10-25T01:30:00", "");
    row("half an hour of change", {7}, 0, 600, QStringLiteral("Australia/Lord_Howe"), "2026-10-03T14:00:00",
        "2026-10-03T19:00:00");
}

void TestFreezeWindow::weekly()
{
    QFETCH(QList<int>, days);
    QFETCH(int, from);
    QFETCH(int, to);
    QFETCH(QString, zone);
    QFETCH(QString, at);
    QFETCH(QString, until);
    const auto minute = [](int clock) { return clock / 100 * 60 + clock % 100; };
    const Freeze freeze{QStringLiteral("nights"), FreezeWeekly{days, minute(from), minute(to), zone}, true, true};
    const std::optional<qint64> end = frozenUntil(freeze, utc(at));
    const QString got =
        end ? QDateTime::fromMSecsSinceEpoch(*end, Qt::UTC).toString(Qt::ISODate).chopped(1) : QString();
    QCOMPARE(got, until);
}

void TestFreezeWindow::span()
{
    const Freeze freeze{QStringLiteral("peak"), FreezeSpan{1000, 2000}, true, true};
    QVERIFY(!frozenUntil(freeze, 999));
    QCOMPARE(frozenUntil(freeze, 1000), 2000);
    QCOMPARE(frozenUntil(freeze, 1999), 2000);
    QVERIFY(!frozenUntil(freeze, 2000));
}

QTEST_GUILESS_MAIN(TestFreezeWindow)
#include "tst_freezewindow.moc"
