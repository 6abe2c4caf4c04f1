// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/draft.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QRegularExpression>
#include <QTimeZone>

namespace astern::policy {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Policy", text); }

constexpr int kMinutesOfDay = 24 * 60;

// RFC 3339 with an offset; absent: said.
std::optional<qint64> readInstant(Fields &fields, const char *key)
{
    static const QRegularExpression form(QStringLiteral(
        "^([0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?)([Zz]|[-+][0-9]{2}:[0-9]{2})\\z"));
    const QString text = fields.words(key);
    if (text.isEmpty())
        return std::nullopt;
    const QRegularExpressionMatch match = form.match(text);
    const QDateTime at =
        match.hasMatch()
            ? QDateTime::fromString(match.captured(1).replace(10, 1, QLatin1Char('T')) + match.captured(3).toUpper(),
                                    Qt::ISODateWithMs)
            : QDateTime();
    if (at.isValid())
        return at.toMSecsSinceEpoch();
    fields.refuse(key, "P-TIME", tr("%1 is %2").arg(fields.path(QLatin1String(key)), quoted(text)),
                  tr("an existing date and time with its offset, in quotes: \"2026-11-27T00:00:00+01:00\""));
    return std::nullopt;
}

FreezeSpan readSpan(Fields &fields)
{
    FreezeSpan span;
    if (!fields.need("from") || !fields.need("to"))
        return span;
    const std::optional<qint64> from = readInstant(fields, "from");
    const std::optional<qint64> to = readInstant(fields, "to");
    if (from && to && *to <= *from)
        fields.refuse("to", "P-TIME", tr("%1 ends before it begins").arg(fields.path({})),
                      tr("a later time than from"));
    span.fromMs = from.value_or(0);
    span.toMs = to.value_or(0);
    return span;
}

std::optional<int> readMinute(Fields &fields, const char *key)
{
    static const QRegularExpression form(QStringLiteral("^([01][0-9]|2[0-3]):([0-5][0-9])\\z"));
    if (!fields.need(key))
        return std::nullopt;
    const QString text = fields.words(key);
    const QRegularExpressionMatch match = form.match(text);
    if (match.hasMatch())
        return match.captured(1).toInt() * 60 + match.captured(2).toInt();
    if (!text.isEmpty())
        fields.refuse(key, "P-TIME", tr("%1 is %2").arg(fields.path(QLatin1String(key)), quoted(text)),
                      tr("a time of the day, in quotes: \"22:00\""),
                      text == QLatin1String("24:00") ? QStringLiteral("00:00") : QString());
    return std::nullopt;
}

void readZone(Fields &fields, FreezeWeekly &weekly)
{
    if (!fields.need("tz"))
        return;
    weekly.zone = fields.words("tz");
    if (weekly.zone.isEmpty() || QTimeZone::isTimeZoneIdAvailable(weekly.zone.toUtf8()))
        return;
    QStringList zones;
    for (const QByteArray &zone : QTimeZone::availableTimeZoneIds())
        zones.append(QString::fromLatin1(zone));
    fields.refuse("tz", "P-TIME", tr("there is no time zone %1").arg(quoted(weekly.zone)),
                  tr("a name of the time zone database: Europe/Berlin"), nearestText(weekly.zone, zones));
}

FreezeWeekly readWeekly(Fields &fields)
{
    static const QStringList names{QStringLiteral("mon"), QStringLiteral("tue"), QStringLiteral("wed"),
                                   QStringLiteral("thu"), QStringLiteral("fri"), QStringLiteral("sat"),
                                   QStringLiteral("sun")};
    FreezeWeekly weekly;
    if (fields.need("days")) {
        for (const QString &day : fields.wordList("days")) {
            if (names.contains(day))
                weekly.days.append(int(names.indexOf(day)) + 1);
            else
                fields.refuse("days", kDialect.value, tr("there is no day %1").arg(quoted(day)),
                              tr("of %1").arg(names.join(QStringLiteral(", "))),
                              nearestText(day.left(3).toLower(), names));
        }
        std::sort(weekly.days.begin(), weekly.days.end());
    }
    const std::optional<int> from = readMinute(fields, "from");
    const std::optional<int> to = readMinute(fields, "to");
    if (from && to && *from == *to)
        fields.refuse("to", "P-TIME", tr("%1 ends when it begins").arg(fields.path({})),
                      tr("another time than from; an earlier one is of the next day"));
    weekly.fromMinute = from.value_or(0);
    weekly.toMinute = to.value_or(kMinutesOfDay - 1);
    readZone(fields, weekly);
    fields.finish();
    return weekly;
}

void readBlocks(Fields &fields, Freeze &freeze)
{
    if (!fields.need("blocks"))
        return;
    const QStringList blocks = fields.wordList("blocks");
    const YamlNode *list = fields.take("blocks");
    for (const YamlNode &item : list->items) {
        if (!blocks.contains(item.text))
            continue;
        freeze.blocksStart = freeze.blocksStart || item.text == QLatin1String("start");
        freeze.blocksPromote = freeze.blocksPromote || item.text == QLatin1String("promote");
        if (item.text == QLatin1String("rollback"))
            fields.context().error(item.at, "P-FREEZE",
                                   tr("%1 would block rollbacks, which nothing may").arg(fields.path({})),
                                   tr("start, promote"));
        else if (item.text != QLatin1String("start") && item.text != QLatin1String("promote"))
            fields.context().error(item.at, kDialect.value, tr("%1 blocks %2").arg(fields.path({}), quoted(item.text)),
                                   tr("start, promote"),
                                   nearestText(item.text, {QStringLiteral("start"), QStringLiteral("promote")}));
    }
}

} // namespace

void readFreezes(Draft &draft, const YamlNode &node)
{
    if (node.kind != YamlNode::Kind::Sequence) {
        draft.context.type(node, QStringLiteral("freeze"), tr("a list of times"));
        return;
    }
    QStringList ids;
    for (size_t i = 0; i < node.items.size(); ++i) {
        Fields fields(draft.context, node.items[i], QStringLiteral("freeze[%1]").arg(i));
        if (!fields.isMap())
            continue;
        Freeze freeze;
        if (fields.need("id"))
            freeze.id = fields.id("id");
        if (!freeze.id.isEmpty() && ids.contains(freeze.id))
            fields.refuse("id", "P-DUPLICATE-ID", tr("there is another freeze %1").arg(quoted(freeze.id)),
                          tr("each id once"));
        ids.append(freeze.id);
        const YamlNode *weekly = fields.take("weekly");
        for (const char *key : {"from", "to"}) {
            if (weekly && fields.has(key))
                fields.conflict(key, "weekly", tr("%1 is once and every week").arg(fields.path({})),
                                tr("from and to, or weekly"));
        }
        if (weekly) {
            Fields inner(draft.context, *weekly, fields.path(QStringLiteral("weekly")));
            freeze.when = inner.isMap() ? readWeekly(inner) : FreezeWeekly();
        } else {
            freeze.when = readSpan(fields);
        }
        readBlocks(fields, freeze);
        fields.finish();
        draft.policy.freezes.append(freeze);
    }
}

void readGuards(Draft &draft, const YamlNode &node)
{
    Fields fields(draft.context, node, QStringLiteral("guards"));
    if (!fields.isMap())
        return;
    Guards &guards = draft.policy.guards;
    guards.coolDownMs = fields.span("cool_down", guards.coolDownMs);
    if (const YamlNode *most = fields.take("max_auto_rollbacks")) {
        Fields inner(draft.context, *most, fields.path(QStringLiteral("max_auto_rollbacks")));
        if (inner.isMap() && inner.need("count") && inner.need("within")) {
            guards.maxAutoRollbacks = inner.integer("count", guards.maxAutoRollbacks, 0, 1'000);
            guards.maxAutoRollbacksWithinMs = inner.span("within", guards.maxAutoRollbacksWithinMs, 1);
        }
        if (inner.isMap()) {
            for (const char *key : {"count", "within"})
                (void)inner.take(key);
            inner.finish();
        }
    }
    guards.rollbackSafe = fields.boolean("rollback_safe", guards.rollbackSafe);
    if (const YamlNode *budget = fields.take("alert_budget")) {
        Fields inner(draft.context, *budget, fields.path(QStringLiteral("alert_budget")));
        if (inner.isMap()) {
            guards.alertsPer10m = inner.integer("per_10m", guards.alertsPer10m, 0, 100'000);
            guards.alertFlood = inner.integer("flood", guards.alertFlood, 1, 100'000);
            guards.alertsPerDay = inner.integer("per_day", guards.alertsPerDay, 0, 10'000'000);
            inner.finish();
        }
    }
    fields.finish();
}

} // namespace astern::policy
