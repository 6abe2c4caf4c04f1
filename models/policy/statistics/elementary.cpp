// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/statistics/elementary.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>

namespace astern::statistics {

namespace {

constexpr double kLn2High = 6.93147180369123816490e-01; // its last 21 bits are 0: k * kLn2High is exact
constexpr double kLn2Low = 1.90821492927058770002e-10;
constexpr double kInverseLn2 = 1.44269504088896338700e+00;
constexpr double kUnseen = -38; // e^-38 < 2^-54
constexpr qint64 kLargest = (qint64(1) << 53) - 1;

} // namespace

double logOf(double x)
{
    if (!(x > 0))
        return x == 0 ? kNothing : std::numeric_limits<double>::quiet_NaN();
    if (x > std::numeric_limits<double>::max())
        return x;
    auto bits = std::bit_cast<std::uint64_t>(x);
    int exponent = 0;
    if (bits < (std::uint64_t(1) << 52)) { // subnormal
        exponent = -54;
        bits = std::bit_cast<std::uint64_t>(x * 0x1p54);
    }
    // x = 2^exponent (1 + f) with sqrt(1/2) <= 1 + f < sqrt(2)
    bits += std::uint64_t(0x3ff00000 - 0x3fe6a09e) << 32;
    exponent += static_cast<int>(bits >> 52) - 1023;
    bits = (bits & 0x000fffffffffffffULL) + (std::uint64_t(0x3fe6a09e) << 32);
    const double f = std::bit_cast<double>(bits) - 1;
    const double half = 0.5 * f * f;
    const double s = f / (2 + f);
    const double z = s * s;
    const double w = z * z;
    const double even = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01));
    const double odd =
        z * (6.666666666666735130e-01 +
             w * (2.857142874366239149e-01 + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)));
    const double k = exponent;
    return s * (half + (even + odd)) + k * kLn2Low - half + f + k * kLn2High;
}

double log1pOf(double x)
{
    const double u = 1 + x;
    if (u == 1)
        return x;
    if (!(u > 0) || u > std::numeric_limits<double>::max())
        return logOf(u);
    return logOf(u) + (x - (u - 1)) / u; // what 1 + x lost
}

double expOf(double x)
{
    if (!(x <= 709.782712893383973096)) // NaN too
        return x > 0 ? std::numeric_limits<double>::infinity() : x;
    if (x < -745.13321910194110842)
        return 0;
    const int k = static_cast<int>(kInverseLn2 * x + (x < 0 ? -0.5 : 0.5));
    const double high = x - k * kLn2High;
    const double low = k * kLn2Low;
    const double r = high - low;
    const double t = r * r;
    const double c = r - t * (1.66666666666666019037e-01 +
                              t * (-2.77777777770155933842e-03 +
                                   t * (6.61375632143793436117e-05 +
                                        t * (-1.65339022054652515390e-06 + t * 4.13813679705723846039e-08))));
    const double y = 1 + (r * c / (2 - c) - low + high);
    const auto power = [](int exponent) {
        return std::bit_cast<double>(static_cast<std::uint64_t>(exponent + 1023) << 52);
    };
    if (k == 1024)
        return y * 2 * power(1023);
    if (k >= -1022)
        return y * power(k);
    return y * power(k + 54) * 0x1p-54;
}

double logAdd(double a, double b)
{
    const double larger = a < b ? b : a;
    const double smaller = a < b ? a : b;
    if (!(smaller - larger > kUnseen)) // both may be kNothing
        return larger;
    return larger + log1pOf(expOf(smaller - larger));
}

double logSum(std::span<const double> terms)
{
    double largest = kNothing;
    for (const double term : terms)
        largest = term > largest ? term : largest;
    if (largest == kNothing)
        return kNothing;
    double sum = 0;
    for (const double term : terms) {
        if (term - largest > kUnseen) // below half a unit of the last place of a sum of 1 and more
            sum += expOf(term - largest);
    }
    return largest + logOf(sum);
}

qint64 toE9(double value)
{
    const double scaled = value * 1e9;
    if (std::isnan(scaled))
        return 0;
    if (scaled >= static_cast<double>(kLargest))
        return kLargest;
    if (scaled <= -static_cast<double>(kLargest))
        return -kLargest;
    const double below = std::floor(scaled);
    const double rest = scaled - below; // exact
    const auto whole = static_cast<qint64>(below);
    if (rest > 0.5 || (rest == 0.5 && whole % 2 != 0))
        return whole + 1;
    return whole;
}

double fromE9(qint64 billionths) { return static_cast<double>(billionths) / 1e9; }

} // namespace astern::statistics
