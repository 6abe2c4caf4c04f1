// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/units.h"

#include <QRegularExpression>

#include <cmath>

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
    const double result = percent ? *value / 100 : *value;
    return result >= 0 && result <= 1 ? std::optional(result) : std::nullopt;
}

} // namespace astern::units
