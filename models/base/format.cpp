// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/format.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace astern::format {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("astern::format", text); }

QString withUnit(const QString &digits, const QString &unit)
{
    return unit.isEmpty() ? digits : QString(digits + QChar(kNoBreakSpace) + unit);
}

// "48213.5" -> "48 213.5", "-3" -> "−3".
QString grouped(QString digits)
{
    const bool negative = digits.startsWith(QLatin1Char('-'));
    if (negative)
        digits.remove(0, 1);
    qsizetype at = digits.indexOf(QLatin1Char('.'));
    if (at < 0)
        at = digits.size();
    for (at -= 3; at > 0; at -= 3)
        digits.insert(at, QChar(kThinSpace));
    return negative ? QChar(kMinus) + digits : digits;
}

QDateTime local(qint64 atMs, const QTimeZone &zone) { return QDateTime::fromMSecsSinceEpoch(atMs, zone); }

} // namespace

QString number(double value)
{
    if (std::isnan(value))
        return tr("no number");
    if (std::isinf(value))
        return value > 0 ? QString(QChar(0x221e)) : QString(QChar(kMinus)) + QChar(0x221e);
    const double size = std::abs(value);
    if (size == 0)
        return QStringLiteral("0");
    if (size < 0.005) // would round to zero, and is not
        return value > 0 ? QString(QStringLiteral("<") + QChar(kNoBreakSpace) + QStringLiteral("0.01"))
                         : QString(QStringLiteral(">") + QChar(kNoBreakSpace) + QChar(kMinus) + QStringLiteral("0.01"));
    if (size >= 1e15)
        return grouped(QString::number(value, 'g', 3));
    // The number of decimals follows what is shown: 9.996 is "10", not "10.00".
    int decimals = 0;
    if (size < 9.995)
        decimals = 2;
    else if (size < 99.95)
        decimals = 1;
    const double scale = std::pow(10, decimals);
    const double rounded = std::round(value * scale) / scale;
    if (rounded == std::floor(rounded))
        decimals = 0;
    return grouped(QString::number(rounded, 'f', decimals));
}

QString count(qint64 value) { return grouped(QString::number(value)); }

QString quantity(double value, const QString &unit)
{
    const bool milliseconds = unit == QLatin1String("ms");
    if ((milliseconds || unit == QLatin1String("s")) && std::isfinite(value))
        return latency(milliseconds ? value : value * 1000);
    return withUnit(number(value), unit);
}

QString ratio(double ratio) { return quantity(ratio * 100, QStringLiteral("%")); }

QString weight(double percent)
{
    if (std::abs(percent - std::round(percent)) < 0.05)
        percent = std::round(percent);
    return quantity(percent, QStringLiteral("%"));
}

QString latency(double ms)
{
    // 999.6 ms would read "1 000 ms": it is a second.
    if (std::abs(ms) >= 999.5)
        return withUnit(number(ms / 1000), QStringLiteral("s"));
    return withUnit(number(ms), QStringLiteral("ms"));
}

QString duration(qint64 ms)
{
    if (ms < 0)
        return QChar(kMinus) + duration(-ms);
    if (ms < 1000)
        return ms == 0 ? withUnit(QStringLiteral("0"), QStringLiteral("s"))
                       : withUnit(QString::number(ms), QStringLiteral("ms"));
    // Always rounded down, as an age is: "59 s" until a minute is full.
    const qint64 seconds = ms / 1000;
    const auto two = [](qint64 big, const QString &bigUnit, qint64 small, const QString &smallUnit) {
        const QString first = withUnit(QString::number(big), bigUnit);
        return small == 0 ? first : QString(first + QChar(kNoBreakSpace) + withUnit(QString::number(small), smallUnit));
    };
    const QString s = QStringLiteral("s");
    const QString min = tr("min");
    const QString h = tr("h");
    const QString d = tr("d");
    if (seconds < 60)
        return withUnit(QString::number(seconds), s);
    if (seconds < 3600)
        return two(seconds / 60, min, seconds % 60, s);
    if (seconds < 86'400)
        return two(seconds / 3600, h, seconds % 3600 / 60, min);
    const qint64 days = seconds / 86'400;
    // After two days nobody needs the hours.
    return two(days, d, days < 2 ? seconds % 86'400 / 3600 : 0, h);
}

QString age(qint64 atMs, qint64 nowMs)
{
    const qint64 ms = std::max<qint64>(0, nowMs - atMs);
    return ms < 1000 ? tr("now") : duration(ms);
}

QString clock(qint64 atMs, qint64 nowMs, const QTimeZone &zone)
{
    const QDateTime at = local(atMs, zone);
    const QDateTime now = local(nowMs, zone);
    if (at.date() == now.date())
        return at.toString(QStringLiteral("HH:mm:ss"));
    const QString day =
        at.date().year() == now.date().year() ? QStringLiteral("d MMM HH:mm") : QStringLiteral("d MMM yyyy HH:mm");
    return QLocale().toString(at, day);
}

QString stamp(qint64 atMs, const QTimeZone &zone)
{
    const QDateTime at = local(atMs, zone);
    const int minutes = at.offsetFromUtc() / 60;
    const int size = std::abs(minutes);
    // ASCII signs: a stamp is copied into other systems.
    return at.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss ")) +
           QStringLiteral("%1%2:%3")
               .arg(minutes < 0 ? QLatin1Char('-') : QLatin1Char('+'))
               .arg(size / 60, 2, 10, QLatin1Char('0'))
               .arg(size % 60, 2, 10, QLatin1Char('0'));
}

QString plural(qint64 n, const QString &one, const QString &many) { return n == 1 ? one : many.arg(count(n)); }

QString entry(qint64 sequence) { return QLatin1Char('#') + count(sequence); }

} // namespace astern::format
