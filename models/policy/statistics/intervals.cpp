// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/statistics/intervals.h"

#include "models/policy/statistics/special.h"

#include <algorithm>
#include <cmath>

namespace astern::statistics {

namespace {

double good(const ArmCounts &arm) { return static_cast<double>(arm.total - arm.bad); }
double bad(const ArmCounts &arm) { return static_cast<double>(arm.bad); }
double ratio(const ArmCounts &arm) { return bad(arm) / static_cast<double>(arm.total); }

double logChoose(qint64 n, qint64 k)
{
    return logGamma(static_cast<double>(n + 1)) - logGamma(static_cast<double>(k + 1)) -
           logGamma(static_cast<double>(n - k + 1));
}

// The upper end of a beta law's interval, from its complement: 1 - x keeps its digits where x is close to 1.
double betaUpper(double above, double a, double b) { return 1 - betaQuantile(above, b, a); }

} // namespace

Interval clopperPearson(const ArmCounts &arm, double confidence)
{
    const double tail = (1 - confidence) / 2;
    return {arm.bad == 0 ? 0 : betaQuantile(tail, bad(arm), good(arm) + 1),
            arm.bad == arm.total ? 1 : betaUpper(tail, bad(arm) + 1, good(arm))};
}

double clopperPearsonUpper(const ArmCounts &arm, double confidence)
{
    return arm.bad == arm.total ? 1 : betaUpper(1 - confidence, bad(arm) + 1, good(arm));
}

Interval wilson(const ArmCounts &arm, double confidence)
{
    const auto n = static_cast<double>(arm.total);
    const double p = ratio(arm);
    const double z = normalQuantile(1 - (1 - confidence) / 2);
    const double denominator = 1 + z * z / n;
    const double centre = (p + z * z / (2 * n)) / denominator;
    const double half = z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / denominator;
    return {arm.bad == 0 ? 0 : std::max(0.0, centre - half), arm.bad == arm.total ? 1 : std::min(1.0, centre + half)};
}

Interval jeffreys(const ArmCounts &arm, double confidence)
{
    const double tail = (1 - confidence) / 2;
    return {betaQuantile(tail, bad(arm) + 0.5, good(arm) + 0.5), betaUpper(tail, bad(arm) + 0.5, good(arm) + 0.5)};
}

double fisherGreater(const TickCounts &counts)
{
    const auto &[canary, stable] = counts;
    const auto all = canary.bad + stable.bad;
    const auto most = std::min(all, canary.total);
    if (canary.bad <= std::max<qint64>(0, all - stable.total))
        return 1;
    double sum = 0;
    const double denominator = logChoose(canary.total + stable.total, all);
    for (auto k = canary.bad; k <= most; ++k)
        sum += expOf(logChoose(canary.total, k) + logChoose(stable.total, all - k) - denominator);
    return std::min(1.0, sum);
}

double conditionalBinomialGreater(const TickCounts &counts)
{
    const auto &[canary, stable] = counts;
    const double share = static_cast<double>(canary.total) / static_cast<double>(canary.total + stable.total);
    return binomialAtLeast(canary.bad, canary.bad + stable.bad, share);
}

Interval newcombeDifference(const TickCounts &counts, double confidence)
{
    const double p1 = ratio(counts.canary);
    const double p2 = ratio(counts.stable);
    const auto one = wilson(counts.canary, confidence);
    const auto two = wilson(counts.stable, confidence);
    const auto root = [](double a, double b) { return std::sqrt(a * a + b * b); };
    return {p1 - p2 - root(p1 - one.lower, two.upper - p2), p1 - p2 + root(one.upper - p1, p2 - two.lower)};
}

} // namespace astern::statistics
