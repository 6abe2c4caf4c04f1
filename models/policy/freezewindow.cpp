// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/freezewindow.h"

#include <QDateTime>
#include <QTimeZone>

#include <algorithm>

namespace astern::policy {
namespace {

// The first and the last instant that the clocks of a zone show this time.
struct Instants {
    qint64 firstMs = 0;
    qint64 lastMs = 0;
};

Instants instantsOf(const QDate &day, int minute, const QTimeZone &zone)
{
    const qint64 local = QDateTime(day, QTime(minute / 60, minute % 60), Qt::UTC).toMSecsSinceEpoch();
    // No zone changes its clocks twice within two days.
    const auto offsetMs = [&zone](qint64 utcMs) {
        return qint64(zone.offsetFromUtc(QDateTime::fromMSecsSinceEpoch(utcMs, Qt::UTC))) * 1000;
    };
    constexpr qint64 kDayMs = 24 * 3'600'000;
    const qint64 before = local - offsetMs(local - kDayMs);
    const qint64 after = local - offsetMs(local + kDayMs);
    const bool isBefore = before + offsetMs(before) == local;
    const bool isAfter = after + offsetMs(after) == local;
    if (isBefore && isAfter)
        return {std::min(before, after), std::max(before, after)};
    return isAfter ? Instants{after, after} : Instants{before, before};
}

std::optional<qint64> endOf(const FreezeWeekly &weekly, qint64 atMs)
{
    const QTimeZone zone(weekly.zone.toLatin1());
    const QDate today = QDateTime::fromMSecsSinceEpoch(atMs, zone).date();
    std::optional<qint64> end;
    for (const QDate &day : {today.addDays(-1), today}) {
        if (!weekly.days.contains(day.dayOfWeek()))
            continue;
        const qint64 from = instantsOf(day, weekly.fromMinute, zone).firstMs;
        const QDate lastDay = weekly.toMinute > weekly.fromMinute ? day : day.addDays(1);
        const qint64 to = instantsOf(lastDay, weekly.toMinute, zone).lastMs;
        if (from <= atMs && atMs < to)
            end = std::max(end.value_or(to), to);
    }
    return end;
}

} // namespace

std::optional<qint64> frozenUntil(const Freeze &freeze, qint64 atMs)
{
    if (const FreezeSpan *span = std::get_if<FreezeSpan>(&freeze.when))
        return span->fromMs <= atMs && atMs < span->toMs ? std::optional(span->toMs) : std::nullopt;
    const FreezeWeekly &weekly = std::get<FreezeWeekly>(freeze.when);
    std::optional<qint64> until = endOf(weekly, atMs);
    // Two windows can touch only where one repeats an hour; a week of them is all there can be.
    for (int i = 0; until && i < 7; ++i) {
        const std::optional<qint64> next = endOf(weekly, *until);
        if (!next)
            break;
        until = next;
    }
    return until;
}

} // namespace astern::policy
