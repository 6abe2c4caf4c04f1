// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/policy/statistics/eprocess.h"

#include <optional>

// How fast an error budget goes: 1 is exactly as fast as the objective allows (Beyer et al., The Site Reliability
// Workbook, 2018, chapter 5).
namespace astern::statistics {

// (bad/total) / (1 - slo), rounded to billionths; none without events. slo within (0, 1).
[[nodiscard]] std::optional<double> burnRate(const ArmCounts &window, double slo);
[[nodiscard]] double burnRateOf(double errorRatio, double slo);
[[nodiscard]] double largestBurnRate(double slo); // when everything fails: 1 / (1 - slo)
// Whether a factor can ever be passed: with an objective of 90 % fourteen times the budget cannot be spent.
[[nodiscard]] bool isReachable(double factor, double slo);
// From the onset until the long window is above the factor, in the unit of `window`; none when it never will be.
[[nodiscard]] std::optional<double> timeToDetect(double window, double factor, double burn);
// Until the budget of a whole period is gone, in the unit of `period`; none at burn 0.
[[nodiscard]] std::optional<double> timeToExhaust(double period, double burn);

} // namespace astern::statistics
