// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"
#include "models/document/issue.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace astern {

// One time of a calendar, as it falls: recurrences are written out.
struct CalendarSpan {
    qint64 fromMs = 0; // UTC
    qint64 toMs = 0;   // not included
    QString summary;   // of its event
    bool operator==(const CalendarSpan &) const = default;
};

// Times of an iCalendar file (RFC 5545) in which nothing starts or is promoted. Never blocks what goes back.
struct FreezeCalendar {
    QString id;
    QStringList environments; // empty: every one
    QStringList services;     // empty: every one
    QString file;             // as the workspace names it
    bool blocksStart = false;
    bool blocksPromote = false;
    QList<CalendarSpan> spans; // by their beginning
    SourcePosition at;
    [[nodiscard]] bool covers(const QString &environment, const QString &service) const
    {
        return (environments.isEmpty() || environments.contains(environment)) &&
               (services.isEmpty() || services.contains(service));
    }
    bool operator==(const FreezeCalendar &) const = default;
};

// Promotions that may begin within a time, counted over everything that it covers.
struct ChangeBudget {
    QString id;
    QStringList environments; // empty: every one
    QStringList services;     // empty: every one
    int promotions = 0;
    qint64 withinMs = 0;
    SourcePosition at;
    [[nodiscard]] bool covers(const QString &environment, const QString &service) const
    {
        return (environments.isEmpty() || environments.contains(environment)) &&
               (services.isEmpty() || services.contains(service));
    }
    bool operator==(const ChangeBudget &) const = default;
};

// The one that is on at `atMs` (UTC), the one that ends last; spans that follow each other without a gap are one.
[[nodiscard]] std::optional<CalendarSpan> frozenBy(const QList<CalendarSpan> &spans, qint64 atMs);

inline constexpr int kMostCalendarSpans = 20'000;

// Every time of the file's events until the end of 2099, by its beginning. Days and times without a zone are meant in
// `zone` (IANA); a time that a change of clocks leaves out is read with the offset before it, of one that comes twice
// an event begins with the first. An event that is cancelled is none. Refused: what is no calendar, a zone that nobody
// knows, more times than kMostCalendarSpans.
[[nodiscard]] Result<QList<CalendarSpan>> readCalendar(const QByteArray &text, const QString &zone);

} // namespace astern
