// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/timeaxis.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <array>

namespace astern::ui {
namespace {

constexpr qint64 kDay = 86'400'000;

QString month(const QDate &date) { return QLocale().standaloneMonthName(date.month(), QLocale::ShortFormat); }
QString day(const QDate &date)
{
    return QStringLiteral("%1 %2").arg(date.day()).arg(QLocale().monthName(date.month(), QLocale::ShortFormat));
}

QList<AxisTick> clockTicks(const TimeScale &scale, double gap, const QTimeZone &zone)
{
    QList<AxisTick> ticks;
    const QList<qint64> times = timeTicks(scale, gap, zone);
    for (const qint64 at : times) {
        const QDateTime local = QDateTime::fromMSecsSinceEpoch(at, zone);
        const bool midnight = local.time() == QTime(0, 0);
        ticks.append({at, midnight ? day(local.date()) : timeLabel(at, times, zone), midnight});
    }
    return ticks;
}

// The first day of a step: days are counted from the month's first, months from the year's.
QDate firstOf(const QDate &date, int days, int months)
{
    if (months == 0)
        return date.addDays(-((date.day() - 1) % days));
    return QDate(date.year(), (date.month() - 1) / std::max(1, months) * std::max(1, months) + 1, 1);
}

QDate nextOf(const QDate &date, int days, int months)
{
    if (months > 0)
        return date.addMonths(months);
    const QDate next = date.addDays(days);
    // Not a step of one day at the end of a month.
    const QDate first(date.year(), date.month(), 1);
    const QDate following = first.addMonths(1);
    return next > following || next.daysTo(following) < (days + 1) / 2 ? following : next;
}

QList<AxisTick> calendarTicks(const TimeScale &scale, double gap, const QTimeZone &zone)
{
    struct Step {
        int days = 0;
        int months = 0;
        double length = 0;
    };
    static constexpr std::array kSteps{Step{1, 0, 1},  Step{2, 0, 2},  Step{7, 0, 6},    Step{14, 0, 12},
                                       Step{0, 1, 28}, Step{0, 3, 89}, Step{0, 12, 365}, Step{0, 120, 3650}};
    const double perPixel = double(scale.toMs - scale.fromMs) / scale.width;
    const auto found = std::find_if(kSteps.begin(), kSteps.end(),
                                    [&](const Step &step) { return step.length * double(kDay) >= gap * perPixel; });
    const Step step = found == kSteps.end() ? kSteps.back() : *found;
    const QDate begin = QDateTime::fromMSecsSinceEpoch(scale.fromMs, zone).date();
    QList<AxisTick> ticks;
    for (QDate date = firstOf(begin, std::max(1, step.days), step.months);;
         date = nextOf(date, step.days, step.months)) {
        const qint64 at = date.startOfDay(zone).toMSecsSinceEpoch();
        if (at > scale.toMs)
            return ticks;
        if (at < scale.fromMs)
            continue;
        const bool year = date.month() == 1 && date.day() == 1;
        if (step.months == 0)
            ticks.append({at, day(date), date.day() == 1});
        else
            ticks.append({at, year ? QString::number(date.year()) : month(date), year});
    }
}

} // namespace

QList<AxisTick> axisTicks(const TimeScale &scale, double gap, const QTimeZone &zone)
{
    if (scale.toMs <= scale.fromMs || scale.width <= 0)
        return {};
    const double perPixel = double(scale.toMs - scale.fromMs) / scale.width;
    return gap * perPixel <= double(kDay) / 2 ? clockTicks(scale, gap, zone) : calendarTicks(scale, gap, zone);
}

QString spanWords(const TimeSpan &span, const QTimeZone &zone)
{
    const QDateTime from = QDateTime::fromMSecsSinceEpoch(span.fromMs, zone);
    const QDateTime to = QDateTime::fromMSecsSinceEpoch(span.toMs, zone);
    const bool seconds = span.lengthMs() < 10 * 60'000;
    const QString clock = seconds ? QStringLiteral("HH:mm:ss") : QStringLiteral("HH:mm");
    const QString date = QStringLiteral("yyyy-MM-dd");
    if (span.lengthMs() > 60 * kDay)
        return QStringLiteral("%1 – %2").arg(from.toString(date), to.toString(date));
    const int offset = to.offsetFromUtc();
    const QString sign = QStringLiteral("%1%2:%3")
                             .arg(offset < 0 ? QStringLiteral("-") : QStringLiteral("+"))
                             .arg(std::abs(offset) / 3600, 2, 10, QLatin1Char('0'))
                             .arg(std::abs(offset) / 60 % 60, 2, 10, QLatin1Char('0'));
    const QString end = to.date() == from.date() ? to.toString(clock)
                                                 : QStringLiteral("%1  %2").arg(to.toString(date), to.toString(clock));
    return QStringLiteral("%1  %2 – %3 %4").arg(from.toString(date), from.toString(clock), end, sign);
}

TimeSpan overviewOf(const TimeSpan &span, const TimeSpan &whole, const QTimeZone &zone)
{
    const qint64 middle = span.fromMs + span.lengthMs() / 2;
    const QDate date = QDateTime::fromMSecsSinceEpoch(middle, zone).date();
    const auto days = [&zone](const QDate &from, int count) {
        return TimeSpan{from.startOfDay(zone).toMSecsSinceEpoch(),
                        from.addDays(count).startOfDay(zone).toMSecsSinceEpoch()};
    };
    const auto within = [&](TimeSpan outer) {
        return TimeSpan{std::min(outer.fromMs, span.fromMs), std::max(outer.toMs, span.toMs)};
    };
    if (span.lengthMs() <= kDay / 2)
        return within(days(date, 1));
    if (span.lengthMs() <= 10 * kDay)
        return within(days(date.addDays(-15), 31));
    const TimeSpan year = days(date.addDays(-183), 366);
    if (span.lengthMs() <= 120 * kDay)
        return within(year);
    return within(
        {std::min(whole.fromMs > 0 ? whole.fromMs : year.fromMs, span.fromMs), std::max(whole.toMs, span.toMs)});
}

} // namespace astern::ui
