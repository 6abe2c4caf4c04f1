// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/freezecalendar.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QHash>
#include <QSet>
#include <QTimeZone>

#include <libical/ical.h>

#include <algorithm>
#include <memory>

namespace astern {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Workspace", text); }

constexpr int kLastYear = 2099;
constexpr int kMostSteps = 400'000; // of a rule that never falls, or seldom

struct FreeComponent {
    void operator()(icalcomponent *component) const { icalcomponent_free(component); }
};
using Component = std::unique_ptr<icalcomponent, FreeComponent>;

Error bad(const QString &message)
{
    return {.kind = Error::Kind::Invalid, .message = message, .hint = tr("an iCalendar file (RFC 5545)")};
}

QString textOf(const char *text) { return text ? QString::fromUtf8(text) : QString(); }

// When the clocks of a zone show this time first; one that they leave out, with the offset before.
qint64 instantOf(const QDateTime &local, const QTimeZone &zone)
{
    const qint64 ms = QDateTime(local.date(), local.time(), Qt::UTC).toMSecsSinceEpoch();
    constexpr qint64 kDayMs = 24 * 3'600'000;
    const auto offset = [&zone](qint64 utc) {
        return qint64(zone.offsetFromUtc(QDateTime::fromMSecsSinceEpoch(utc, Qt::UTC))) * 1000;
    };
    const qint64 before = ms - offset(ms - kDayMs);
    const qint64 after = ms - offset(ms + kDayMs);
    if (before + offset(before) == ms)
        return after + offset(after) == ms ? std::min(before, after) : before;
    return after + offset(after) == ms ? after : before;
}

// One file being read: where its times without a zone stand, and what has been found.
class CalendarReader {
public:
    explicit CalendarReader(const QString &zone) : m_zone(zone.toLatin1())
    {
        if (zone.isEmpty())
            m_zone = QTimeZone::systemTimeZone();
    }

    Result<QList<CalendarSpan>> read(icalcomponent *calendar)
    {
        // Times that an event of their own stands for are left out of the recurring one.
        for (icalcomponent *event = first(calendar); event; event = next(calendar)) {
            const icaltimetype of = icalcomponent_get_recurrenceid(event);
            if (icaltime_is_null_time(of))
                continue;
            const auto at = instant(event, of, ICAL_RECURRENCEID_PROPERTY);
            if (!at)
                return at.error();
            m_moved[textOf(icalcomponent_get_uid(event))].insert(*at);
        }
        for (icalcomponent *event = first(calendar); event; event = next(calendar)) {
            if (icalcomponent_get_status(event) == ICAL_STATUS_CANCELLED)
                continue;
            if (auto done = readEvent(event); !done)
                return done.error();
        }
        std::sort(m_spans.begin(), m_spans.end(),
                  [](const CalendarSpan &a, const CalendarSpan &b) { return a.fromMs < b.fromMs; });
        return m_spans;
    }

private:
    static icalcomponent *first(icalcomponent *calendar)
    {
        return icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
    }
    static icalcomponent *next(icalcomponent *calendar)
    {
        return icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT);
    }

    static QString zoneName(icalcomponent *event, icalproperty_kind kind)
    {
        icalproperty *property = icalcomponent_get_first_property(event, kind);
        icalparameter *zone = property ? icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER) : nullptr;
        return zone ? textOf(icalparameter_get_tzid(zone)) : QString();
    }

    // Names of Lotus and Outlook ("/freeassociation.sourceforge.net/Europe/Berlin") end with what everybody knows.
    Result<QTimeZone> zoneOf(const QString &name) const
    {
        if (name.isEmpty())
            return m_zone;
        const QStringList parts = name.split(QLatin1Char('/'), Qt::SkipEmptyParts);
        for (qsizetype from = 0; from < parts.size(); ++from) {
            const QByteArray id = parts.mid(from).join(QLatin1Char('/')).toUtf8();
            if (QTimeZone::isTimeZoneIdAvailable(id))
                return QTimeZone(id);
        }
        const QByteArray windows = QTimeZone::windowsIdToDefaultIanaId(name.toUtf8());
        if (!windows.isEmpty())
            return QTimeZone(windows);
        return bad(tr("there is no time zone \"%1\"").arg(name.left(60)));
    }

    Result<qint64> instant(icalcomponent *event, const icaltimetype &time, icalproperty_kind kind) const
    {
        const QDateTime local(QDate(time.year, time.month, time.day),
                              time.is_date ? QTime(0, 0) : QTime(time.hour, time.minute, std::min(time.second, 59)),
                              Qt::UTC);
        if (!local.isValid())
            return bad(tr("an event has a day or a time that does not exist"));
        if (icaltime_is_utc(time))
            return local.toMSecsSinceEpoch();
        const auto zone = zoneOf(time.is_date ? QString() : zoneName(event, kind));
        return zone ? Result<qint64>(instantOf(local, *zone)) : Result<qint64>(zone.error());
    }

    Result<Ok> add(icalcomponent *event, const icaltimetype &start, const icaltimetype &end, qint64 lastsMs)
    {
        const auto from = instant(event, start, ICAL_DTSTART_PROPERTY);
        if (!from)
            return from.error();
        const bool moved = icaltime_is_null_time(icalcomponent_get_recurrenceid(event)) &&
                           m_moved.value(textOf(icalcomponent_get_uid(event))).contains(*from);
        if (moved || m_left.contains(*from))
            return Ok{};
        // Days are as long as they are; hours are hours.
        qint64 to = *from + lastsMs;
        if (start.is_date) {
            const auto until = instant(event, end, ICAL_DTSTART_PROPERTY);
            if (!until)
                return until.error();
            to = *until;
        }
        if (to <= *from)
            return Ok{};
        if (m_spans.size() >= kMostCalendarSpans)
            return bad(tr("the calendar has more than %1 times").arg(kMostCalendarSpans));
        m_spans.append({*from, to, textOf(icalcomponent_get_summary(event)).left(200)});
        return Ok{};
    }

    Result<Ok> readLeftOut(icalcomponent *event)
    {
        m_left.clear();
        for (icalproperty *property = icalcomponent_get_first_property(event, ICAL_EXDATE_PROPERTY); property;
             property = icalcomponent_get_next_property(event, ICAL_EXDATE_PROPERTY)) {
            const auto at = instant(event, icalproperty_get_exdate(property), ICAL_DTSTART_PROPERTY);
            if (!at)
                return at.error();
            m_left.insert(*at);
        }
        return Ok{};
    }

    Result<Ok> readEvent(icalcomponent *event)
    {
        const icaltimetype start = icalcomponent_get_dtstart(event);
        if (icaltime_is_null_time(start))
            return bad(tr("an event has no beginning"));
        icaltimetype end = icalcomponent_get_dtend(event);
        if (icaltime_is_null_time(end)) {
            end = start;
            if (start.is_date)
                icaltime_adjust(&end, 1, 0, 0, 0);
        }
        const auto from = instant(event, start, ICAL_DTSTART_PROPERTY);
        const bool ownZone = icalcomponent_get_first_property(event, ICAL_DTEND_PROPERTY) != nullptr;
        const auto to = instant(event, end, ownZone ? ICAL_DTEND_PROPERTY : ICAL_DTSTART_PROPERTY);
        if (!from || !to)
            return from ? to.error() : from.error();
        if (auto done = readLeftOut(event); !done)
            return done;
        // An hour is an hour, also where the clocks change within it.
        icalproperty *duration = icalcomponent_get_first_property(event, ICAL_DURATION_PROPERTY);
        const qint64 lasts = duration && !start.is_date
                                 ? qint64(icaldurationtype_as_int(icalproperty_get_duration(duration))) * 1000
                                 : *to - *from;
        const int days = int(std::max<qint64>(1, (lasts + 12 * 3'600'000) / (24 * 3'600'000LL)));
        icalproperty *rule = icalcomponent_get_first_property(event, ICAL_RRULE_PROPERTY);
        if (!rule)
            return add(event, start, end, lasts);
        struct icalrecurrencetype recurrence = icalproperty_get_rrule(rule);
        icalrecur_iterator *each = icalrecur_iterator_new(recurrence, start);
        if (!each)
            return bad(tr("a recurrence cannot be understood"));
        const std::unique_ptr<icalrecur_iterator, void (*)(icalrecur_iterator *)> keep(each, icalrecur_iterator_free);
        int steps = 0;
        for (icaltimetype at = icalrecur_iterator_next(each);
             !icaltime_is_null_time(at) && at.year <= kLastYear && ++steps < kMostSteps;
             at = icalrecur_iterator_next(each)) {
            icaltimetype until = at;
            icaltime_adjust(&until, days, 0, 0, 0);
            if (auto done = add(event, at, until, lasts); !done)
                return done;
        }
        return Ok{};
    }

    QTimeZone m_zone;
    QHash<QString, QSet<qint64>> m_moved; // by uid: beginnings that another event stands for
    QSet<qint64> m_left;                  // EXDATE of the event that is read
    QList<CalendarSpan> m_spans;
};

} // namespace

Result<QList<CalendarSpan>> readCalendar(const QByteArray &text, const QString &zone)
{
    const Component calendar(icalparser_parse_string(text.constData()));
    if (!calendar || icalcomponent_isa(calendar.get()) != ICAL_VCALENDAR_COMPONENT)
        return bad(tr("this is no calendar"));
    if (icalcomponent_count_errors(calendar.get()) > 0)
        return bad(tr("the calendar has errors"));
    return CalendarReader(zone).read(calendar.get());
}

std::optional<CalendarSpan> frozenBy(const QList<CalendarSpan> &spans, qint64 atMs)
{
    std::optional<CalendarSpan> on;
    // By their beginning: none behind the first that begins later is on.
    for (const CalendarSpan &span : spans) {
        if (span.fromMs > (on ? on->toMs : atMs))
            break;
        if (on ? span.toMs > on->toMs : span.toMs > atMs) {
            const QString summary = on ? on->summary : span.summary;
            on = CalendarSpan{on ? on->fromMs : span.fromMs, span.toMs, summary};
        }
    }
    return on;
}

} // namespace astern
