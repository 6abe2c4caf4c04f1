// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/statistics/special.h"

#include "models/policy/statistics/elementary.h"

#include <cmath>
#include <limits>

namespace astern::statistics {

namespace {

constexpr double kSqrt2Pi = 2.50662827463100050242;
constexpr double kHalfLog2Pi = 0.91893853320467274178;
constexpr double kSmall = 1e-300; // in place of 0 in Lentz's algorithm
constexpr double kEnough = 1e-16;

// Lentz's algorithm for the continued fraction of I_x(a, b) (DLMF 8.17.22), good for x < (a + 1) / (a + b + 2).
double betaFraction(double x, double a, double b)
{
    const auto away = [](double value) { return std::abs(value) < kSmall ? kSmall : value; };
    double c = 1;
    double d = 1 / away(1 - (a + b) * x / (a + 1));
    double fraction = d;
    for (int m = 1; m <= 100'000; ++m) {
        const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        d = 1 / away(1 + even * d);
        c = away(1 + even / c);
        fraction *= d * c;
        const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        d = 1 / away(1 + odd * d);
        c = away(1 + odd / c);
        const double factor = d * c;
        fraction *= factor;
        if (std::abs(factor - 1) < kEnough)
            break;
    }
    return fraction;
}

} // namespace

double normalAbove(double z)
{
    if (z < 0)
        return 1 - normalAbove(-z);
    const double density = expOf(-z * z / 2) / kSqrt2Pi;
    if (z < 2.5) { // 1/2 - phi(z) (z + z^3/3 + z^5/(3 5) + …)
        double term = z;
        double sum = z;
        for (int n = 3; term > sum * 1e-18; n += 2) {
            term *= z * z / n;
            sum += term;
        }
        return 0.5 - density * sum;
    }
    double fraction = z; // phi(z) / (z + 1/(z + 2/(z + …))), from the far end
    for (int n = 200; n >= 1; --n)
        fraction = z + n / fraction;
    return density / fraction;
}

double normalQuantile(double below)
{
    double low = -40;
    double high = 40;
    for (int i = 0; i < 200 && high - low > 1e-15; ++i) {
        const double middle = (low + high) / 2;
        (1 - below < normalAbove(middle) ? low : high) = middle;
    }
    return (low + high) / 2;
}

double logGamma(double x)
{
    double shift = 0; // Gamma(x) = Gamma(x + n) / (x (x + 1) … (x + n - 1))
    double product = 1;
    while (x < 16) {
        product *= x;
        x += 1;
        if (product > 1e100) {
            shift += logOf(product);
            product = 1;
        }
    }
    shift += logOf(product);
    const double y = 1 / (x * x);
    const double series =
        (1.0 / 12 -
         y * (1.0 / 360 - y * (1.0 / 1260 - y * (1.0 / 1680 - y * (1.0 / 1188 - y * (691.0 / 360360 - y / 156)))))) /
        x;
    return (x - 0.5) * logOf(x) - x + kHalfLog2Pi + series - shift;
}

double betaBelow(double x, double a, double b)
{
    if (x <= 0)
        return 0;
    if (x >= 1)
        return 1;
    const double front = expOf(logGamma(a + b) - logGamma(a) - logGamma(b) + a * logOf(x) + b * log1pOf(-x));
    if (x < (a + 1) / (a + b + 2))
        return front * betaFraction(x, a, b) / a;
    return 1 - front * betaFraction(1 - x, b, a) / b;
}

double betaQuantile(double below, double a, double b)
{
    // By halving, of x or of its logarithm where it is small, so that small answers keep all their digits.
    double low = -745;
    double high = 0;
    for (int i = 0; i < 200 && high - low > 1e-16; ++i) {
        const double middle = (low + high) / 2;
        (betaBelow(expOf(middle), a, b) < below ? low : high) = middle;
        if (high - low <= 4 * std::numeric_limits<double>::epsilon() * std::abs(low))
            break;
    }
    return expOf((low + high) / 2);
}

double binomialAtLeast(qint64 k, qint64 n, double p)
{
    if (k <= 0)
        return 1;
    if (k > n)
        return 0;
    return betaBelow(p, static_cast<double>(k), static_cast<double>(n - k + 1));
}

} // namespace astern::statistics
