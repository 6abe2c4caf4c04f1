// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QTimeZone>

// Numbers and times as people read them: one place, so that a value looks the same on every screen, in every
// command's output and in every report. No locale decides about digits: an incident is talked about over the phone.
namespace astern::format {

inline constexpr char16_t kNoBreakSpace = 0x00a0; // before units
inline constexpr char16_t kThinSpace = 0x202f;    // between thousands
inline constexpr char16_t kMinus = 0x2212;

// Three significant digits, at most two decimals: "3.42", "12.3", "812", "48 213". Whole values stay whole ("31").
// Something that is not zero never reads "0": "< 0.01". "no number" for NaN, "∞" for infinities.
[[nodiscard]] QString number(double value);
// Digits in groups of three: "48 213".
[[nodiscard]] QString count(qint64 value);
// A value and its unit: "812 ms", "1.24 s", "214 req/s", "31 /min", "3.42 %". "ms" and "s" choose the one that
// reads better; "%" takes the value as it is (3.42, not 0.0342).
[[nodiscard]] QString quantity(double value, const QString &unit);
// A ratio 0…1 as "3.42 %".
[[nodiscard]] QString ratio(double ratio);
// A traffic weight, whole when it is: "25 %", "33.3 %".
[[nodiscard]] QString weight(double percent);
[[nodiscard]] QString latency(double ms);

// Two units at most: "38 s", "1 min 12 s", "1 h 58 min", "14 d". Below a second: "180 ms".
[[nodiscard]] QString duration(qint64 ms);
// How old something live is: "2 s" in whole steps, "now" below one second; a stamp of the future reads "now".
[[nodiscard]] QString age(qint64 atMs, qint64 nowMs);
// For past things: "15:04:11" when that was today, "24 Nov 15:04" this year, else "24 Nov 2025 15:04".
[[nodiscard]] QString clock(qint64 atMs, qint64 nowMs, const QTimeZone &zone = QTimeZone::systemTimeZone());
// Full and unmistakable: "2026-11-23 15:04:11 +01:00".
[[nodiscard]] QString stamp(qint64 atMs, const QTimeZone &zone = QTimeZone::systemTimeZone());
// `one` for 1, else `many` with the count in place of %1: "1 change", "6 changes".
[[nodiscard]] QString plural(qint64 n, const QString &one, const QString &many);
// A journal entry's number: "#48 213".
[[nodiscard]] QString entry(qint64 sequence);

} // namespace astern::format
