// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace astern::units {

// "300ms", "5s", "1m", "4h", "7d": a whole number and one unit, nothing else. Milliseconds.
[[nodiscard]] std::optional<qint64> duration(const QString &text);
// What was probably meant by a text that is none: "120" -> "120s", "120sec" -> "120s", "1h30m" -> "90m". Or empty.
[[nodiscard]] QString nearestDuration(const QString &text);
// A plain decimal number, whatever the locale.
[[nodiscard]] std::optional<double> number(const QString &text);
// "1%" or "0.01": 0…1.
[[nodiscard]] std::optional<double> ratio(const QString &text);

} // namespace astern::units
