// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/document/units.h"

#include <QRegularExpression>

#include <QList>

#include <utility>

namespace astern::units {

std::optional<qint64> duration(const QString &text)
{
    static const QRegularExpression form(QStringLiteral("^([0-9]{1,9})(ms|s|m|h|d)$"));
    const QRegularExpressionMatch match = form.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    const QString unit = match.captured(2);
    const qint64 factor = unit == QLatin1String("ms")  ? 1
                          : unit == QLatin1String("s") ? 1'000
                          : unit == QLatin1String("m") ? 60'000
                          : unit == QLatin1String("h") ? 3'600'000
                                                       : 86'400'000;
    return match.captured(1).toLongLong() * factor;
}

QString nearestDuration(const QString &text)
{
    static const QRegularExpression whole(QStringLiteral("^-?\\s*([0-9]{1,9}\\s*[a-z]*\\s*)+$"));
    static const QRegularExpression part(QStringLiteral("([0-9]{1,9})\\s*([a-z]*)"));
    const QString small = text.trimmed().toLower();
    if (!whole.match(small).hasMatch())
        return {};
    QList<std::pair<qint64, QString>> parts; // count, unit
    QRegularExpressionMatchIterator matches = part.globalMatch(small);
    while (matches.hasNext()) {
        const QRegularExpressionMatch match = matches.next();
        const QString word = match.captured(2);
        const QString unit = word.startsWith(QLatin1String("ms")) || word.startsWith(QLatin1String("mil"))
                                 ? QStringLiteral("ms")
                             : word.isEmpty() ? QStringLiteral("s")
                                              : word.left(1);
        if (!QStringLiteral("ms s m h d").split(QLatin1Char(' ')).contains(unit))
            return {};
        parts.append({match.captured(1).toLongLong(), unit});
    }
    if (parts.size() == 1)
        return QString::number(parts.first().first) + parts.first().second;
    qint64 sum = 0;
    for (const auto &[count, unit] : std::as_const(parts))
        sum += duration(QString::number(count) + unit).value_or(0);
    for (const auto &[factor, unit] :
         {std::pair{qint64(86'400'000), "d"}, {3'600'000, "h"}, {60'000, "m"}, {1'000, "s"}}) {
        if (sum % factor == 0)
            return QString::number(sum / factor) + QLatin1String(unit);
    }
    return QString::number(sum) + QLatin1String("ms");
}

std::optional<double> number(const QString &text)
{
    static const QRegularExpression form(QStringLiteral("^-?[0-9]{1,15}(\\.[0-9]{1,15})?$"));
    if (!form.match(text).hasMatch())
        return std::nullopt;
    return text.toDouble(); // QString::toDouble is locale-free
}

std::optional<double> ratio(const QString &text)
{
    const bool percent = text.endsWith(QLatin1Char('%'));
    const std::optional<double> value = number(percent ? text.chopped(1) : text);
    if (!value)
        return std::nullopt;
    // Two places to the left in the text, not a division: 99.9% is the same number as 0.999.
    const double result = percent ? QString(text.chopped(1) + QLatin1String("e-2")).toDouble() : *value;
    return result >= 0 && result <= 1 ? std::optional(result) : std::nullopt;
}

} // namespace astern::units
