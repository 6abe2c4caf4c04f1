// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/freezecalendar.h"

#include <QDateTime>
#include <QTest>
#include <QTimeZone>

using namespace astern;

namespace {

QString s(const char *text) { return QString::fromUtf8(text); }

QByteArray calendar(const QByteArray &events)
{
    QByteArray text = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//shop//freeze//EN\n" + events + "END:VCALENDAR\n";
    return text.replace("\n", "\r\n");
}

QByteArray vevent(const QByteArray &lines)
{
    return "BEGIN:VEVENT\nUID:e1@shop\nDTSTAMP:20260101T000000Z\nSUMMARY:Peak\n" + lines + "\nEND:VEVENT\n";
}

QString stamp(qint64 ms)
{
    return QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(QStringLiteral("yyyy-MM-dd HH:mm"));
}

} // namespace

// Freezes out of iCalendar files: when they really are, by the clocks of their zone.
class TestCalendar : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void spans_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QStringList>("first"); // the first spans, UTC
        QTest::addColumn<int>("count");         // of all; -1: many
        const auto row = [](const char *name, const QByteArray &text, const QStringList &first, int count = -2) {
            QTest::newRow(name) << text << first << (count == -2 ? int(first.size()) : count);
        };
        row("UTC", vevent("DTSTART:20261127T080000Z\nDTEND:20261127T200000Z"),
            {s("2026-11-27 08:00 2026-11-27 20:00")});
        row("a zone in winter",
            vevent("DTSTART;TZID=Europe/Berlin:20261127T080000\nDTEND;TZID=Europe/Berlin:20261127T200000"),
            {s("2026-11-27 07:00 2026-11-27 19:00")});
        row("a zone in summer",
            vevent("DTSTART;TZID=Europe/Berlin:20260727T080000\nDTEND;TZID=Europe/Berlin:20260727T200000"),
            {s("2026-07-27 06:00 2026-07-27 18:00")});
        row("without a zone", vevent("DTSTART:20261127T080000\nDTEND:20261127T200000"),
            {s("2026-11-27 07:00 2026-11-27 19:00")});
        row("another zone", vevent("DTSTART;TZID=America/New_York:20261127T080000\nDURATION:PT2H"),
            {s("2026-11-27 13:00 2026-11-27 15:00")});
        row("a zone as mail programs call it",
            vevent("DTSTART;TZID=/citadel.org/20210210_1/Europe/Berlin:20261127T080000\nDURATION:PT1H"),
            {s("2026-11-27 07:00 2026-11-27 08:00")});
        row("a zone as Outlook calls it",
            vevent("DTSTART;TZID=\"W. Europe Standard Time\":20261127T080000\nDURATION:PT1H"),
            {s("2026-11-27 07:00 2026-11-27 08:00")});
        row("whole days", vevent("DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261227"),
            {s("2026-12-23 23:00 2026-12-26 23:00")});
        row("one day without an end", vevent("DTSTART;VALUE=DATE:20261224"), {s("2026-12-23 23:00 2026-12-24 23:00")});
        // 2026-03-29 at 02:00 the clocks of Berlin go to 03:00; on 2026-10-25 at 03:00 to 02:00.
        row("a day of 23 hours", vevent("DTSTART;VALUE=DATE:20260329"), {s("2026-03-28 23:00 2026-03-29 22:00")});
        row("a day of 25 hours", vevent("DTSTART;VALUE=DATE:20261025"), {s("2026-10-24 22:00 2026-10-25 23:00")});
        row("begins in the hour that is left out", vevent("DTSTART;TZID=Europe/Berlin:20260329T023000\nDURATION:PT1H"),
            {s("2026-03-29 01:30 2026-03-29 02:30")});
        row("begins in the hour that comes twice", vevent("DTSTART;TZID=Europe/Berlin:20261025T023000\nDURATION:PT2H"),
            {s("2026-10-25 00:30 2026-10-25 02:30")});
        row("every week over the change of clocks",
            vevent("DTSTART;TZID=Europe/Berlin:20261019T220000\nDTEND;TZID=Europe/"
                   "Berlin:20261020T060000\nRRULE:FREQ=WEEKLY;COUNT=3"),
            {s("2026-10-19 20:00 2026-10-20 04:00"), s("2026-10-26 21:00 2026-10-27 05:00"),
             s("2026-11-02 21:00 2026-11-03 05:00")});
        row("some days of a week",
            vevent("DTSTART;TZID=Europe/"
                   "Berlin:20261127T160000\nDURATION:PT8H\nRRULE:FREQ=WEEKLY;BYDAY=FR,SA;UNTIL=20261205T230000Z"),
            {s("2026-11-27 15:00 2026-11-27 23:00"), s("2026-11-28 15:00 2026-11-28 23:00"),
             s("2026-12-04 15:00 2026-12-04 23:00"), s("2026-12-05 15:00 2026-12-05 23:00")});
        row("the last Friday of November",
            vevent("DTSTART;VALUE=DATE:20261127\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=-1FR"),
            {s("2026-11-26 23:00 2026-11-27 23:00"), s("2027-11-25 23:00 2027-11-26 23:00")}, -1);
        row("without one of them",
            vevent("DTSTART:20261127T080000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE:20261128T080000Z"),
            {s("2026-11-27 08:00 2026-11-27 09:00"), s("2026-11-29 08:00 2026-11-29 09:00")});
        row("one of them moved",
            vevent("DTSTART:20261127T080000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=2") +
                vevent("RECURRENCE-ID:20261128T080000Z\nDTSTART:20261128T120000Z\nDURATION:PT1H"),
            {s("2026-11-27 08:00 2026-11-27 09:00"), s("2026-11-28 12:00 2026-11-28 13:00")});
        row("one of them cancelled",
            vevent("DTSTART:20261127T080000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=2") +
                vevent("RECURRENCE-ID:20261128T080000Z\nDTSTART:20261128T080000Z\nDURATION:PT1H\nSTATUS:CANCELLED"),
            {s("2026-11-27 08:00 2026-11-27 09:00")});
        row("cancelled", vevent("DTSTART:20261127T080000Z\nDURATION:PT1H\nSTATUS:CANCELLED"), {});
        row("of no length", vevent("DTSTART:20261127T080000Z"), {});
        row("in the order of time",
            vevent("DTSTART:20261128T080000Z\nDURATION:PT1H") + vevent("DTSTART:20261127T080000Z\nDURATION:PT1H"),
            {s("2026-11-27 08:00 2026-11-27 09:00"), s("2026-11-28 08:00 2026-11-28 09:00")});
        row("nothing", QByteArray(), {});
    }
    void spans()
    {
        QFETCH(const QByteArray, text);
        QFETCH(const QStringList, first);
        QFETCH(const int, count);
        const auto spans = readCalendar(calendar(text), s("Europe/Berlin"));
        QVERIFY2(spans, qPrintable(spans ? QString() : spans.error().toString()));
        QStringList told;
        for (const CalendarSpan &span : spans->mid(0, first.size()))
            told.append(stamp(span.fromMs) + QLatin1Char(' ') + stamp(span.toMs));
        QCOMPARE(told, first);
        if (count >= 0)
            QCOMPARE(spans->size(), count);
        else
            QVERIFY(spans->size() > first.size());
    }

    void refused_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("why");
        QTest::newRow("no calendar") << QByteArray("hello") << s("no calendar");
        QTest::newRow("empty") << QByteArray() << s("no calendar");
        QTest::newRow("an event alone") << vevent("DTSTART:20261127T080000Z").replace("\n", "\r\n") << s("no calendar");
        QTest::newRow("unknown zone") << calendar(vevent("DTSTART;TZID=Mars/Olympus:20261127T080000\nDURATION:PT1H"))
                                      << s("Mars/Olympus");
        QTest::newRow("no beginning") << calendar(vevent("DTEND:20261127T080000Z")) << s("beginning");
        QTest::newRow("too many") << calendar(vevent("DTSTART:20260101T000000Z\nDURATION:PT1M\nRRULE:FREQ=HOURLY"))
                                  << s("more than 20000");
    }
    void refused()
    {
        QFETCH(const QByteArray, text);
        QFETCH(const QString, why);
        const auto spans = readCalendar(text, s("Europe/Berlin"));
        QVERIFY(!spans);
        QVERIFY2(spans.error().message.contains(why), qPrintable(spans.error().message));
    }

    void on()
    {
        const QList<CalendarSpan> spans{{10, 20, s("a")}, {15, 30, s("b")}, {30, 40, s("c")}, {50, 60, s("d")}};
        QVERIFY(!frozenBy(spans, 9));
        QCOMPARE(frozenBy(spans, 10)->toMs, 40); // they follow each other
        QCOMPARE(frozenBy(spans, 39)->toMs, 40);
        QVERIFY(!frozenBy(spans, 40));
        QCOMPARE(frozenBy(spans, 50)->summary, s("d"));
        QVERIFY(!frozenBy(spans, 60) && !frozenBy({}, 1));
    }
};

QTEST_GUILESS_MAIN(TestCalendar)
#include "tst_calendar.moc"
