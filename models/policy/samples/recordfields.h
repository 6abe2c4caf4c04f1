// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/policy/verdict/samplerecord.h"

#include <QByteArray>

#include <optional>

// What the two forms of a record share: numbers without a locale, and words.
namespace astern::policy {

// The shortest text that gives the same double again; "NaN", "+Inf", "-Inf".
[[nodiscard]] QByteArray valueText(double value);
// A number as JSON writes it (no leading zero or plus, digits on both sides of the point), within the range of a
// double.
[[nodiscard]] std::optional<double> numberFrom(QByteArrayView text);
[[nodiscard]] std::optional<double> wordValueFrom(QByteArrayView text); // of the three words
// Whole milliseconds within 0…SampleReader::kLatestMs.
[[nodiscard]] std::optional<qint64> instantFrom(QByteArrayView text);
// Valid UTF-8 only.
[[nodiscard]] std::optional<QString> textFrom(QByteArrayView utf8);

[[nodiscard]] QString wordFor(MarkRecord::Kind kind);
[[nodiscard]] std::optional<MarkRecord::Kind> markFrom(const QString &word);

} // namespace astern::policy
