// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <optional>
#include <span>
#include <vector>

namespace astern::statistics {

// Type 7 of Hyndman and Fan, The American Statistician 50 (1996): linear between order statistics, what R and numpy
// answer by default. `share` within 0…1; none of nothing. All values finite.
[[nodiscard]] std::optional<double> quantile(std::vector<double> values, double share);
[[nodiscard]] std::optional<double> median(std::vector<double> values);
// Median absolute deviation from the median times 1.4826, which is sigma for a normal law (Hampel 1974).
[[nodiscard]] std::optional<double> scaledMad(const std::vector<double> &values);

// Of a histogram: cumulative counts per upper bound, ascending, the last bound +Inf. Linear within a bucket (the first
// begins at 0); the +Inf bucket answers the highest finite bound; an empty histogram, or one of +Inf alone, none.
[[nodiscard]] std::optional<double> histogramQuantile(std::span<const double> bounds,
                                                      std::span<const qint64> cumulative, double share);

} // namespace astern::statistics
