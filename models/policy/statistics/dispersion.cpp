// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/statistics/dispersion.h"

#include <cmath>

namespace astern::statistics {

namespace {

constexpr qint64 kFewestTicks = 30;
constexpr qint64 kFewestBad = 10;
constexpr double kAssumed = 1.5;

struct Sum {
    ArmCounts counts;
    qint64 ticks = 0;
};

Sum sumOf(std::span<const ArmCounts> ticks)
{
    Sum sum;
    for (const auto &tick : ticks) {
        sum.counts.total += tick.total;
        sum.counts.bad += tick.bad;
        sum.ticks += tick.total > 0 ? 1 : 0;
    }
    return sum;
}

} // namespace

std::optional<double> pearsonDispersion(std::span<const ArmCounts> ticks)
{
    const auto sum = sumOf(ticks);
    if (sum.ticks < 2 || sum.counts.bad == 0)
        return std::nullopt;
    const double p = static_cast<double>(sum.counts.bad) / static_cast<double>(sum.counts.total);
    double chi2 = 0;
    for (const auto &tick : ticks) {
        if (tick.total <= 0)
            continue;
        const double expected = static_cast<double>(tick.total) * p;
        const double off = static_cast<double>(tick.bad) - expected;
        chi2 += off * off / expected;
    }
    return chi2 / static_cast<double>(sum.ticks - 1);
}

double usedDispersion(double pearson)
{
    if (toE9(pearson) < 1'300'000'000)
        return 1;
    return std::ceil(2 * fromE9(toE9(pearson))) / 2;
}

Dispersion estimateDispersion(std::span<const ArmCounts> ticks)
{
    const auto sum = sumOf(ticks);
    if (sum.ticks < kFewestTicks || sum.counts.bad < kFewestBad)
        return {kAssumed, 1 / kAssumed, true};
    return fixedDispersion(usedDispersion(pearsonDispersion(ticks).value_or(1)));
}

Dispersion fixedDispersion(double phi) { return {phi, 1 / phi, false}; }

} // namespace astern::statistics
