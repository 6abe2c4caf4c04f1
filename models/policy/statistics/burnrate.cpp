// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/statistics/burnrate.h"

namespace astern::statistics {

double burnRateOf(double errorRatio, double slo) { return fromE9(toE9(errorRatio / (1 - slo))); }

std::optional<double> burnRate(const ArmCounts &window, double slo)
{
    if (window.total <= 0)
        return std::nullopt;
    return burnRateOf(static_cast<double>(window.bad) / static_cast<double>(window.total), slo);
}

double largestBurnRate(double slo) { return burnRateOf(1, slo); }

bool isReachable(double factor, double slo) { return factor < largestBurnRate(slo); }

std::optional<double> timeToDetect(double window, double factor, double burn)
{
    if (burn <= factor)
        return std::nullopt;
    return window * factor / burn;
}

std::optional<double> timeToExhaust(double period, double burn)
{
    if (burn <= 0)
        return std::nullopt;
    return period / burn;
}

} // namespace astern::statistics
