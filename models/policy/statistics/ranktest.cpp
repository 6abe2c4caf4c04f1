// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/statistics/ranktest.h"

#include "models/policy/statistics/quantiles.h"
#include "models/policy/statistics/special.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace astern::statistics {

namespace {

constexpr size_t kMostCounted = 50;

struct Ranks {
    double sum = 0;  // of the canary
    double ties = 0; // sum of t^3 - t
};

Ranks rank(std::span<const double> canary, std::span<const double> stable)
{
    std::vector<std::pair<double, bool>> all;
    for (const double value : canary)
        all.emplace_back(value, true);
    for (const double value : stable)
        all.emplace_back(value, false);
    std::sort(all.begin(), all.end());
    Ranks ranks;
    for (size_t i = 0; i < all.size();) {
        size_t end = i;
        while (end < all.size() && !(all[i].first < all[end].first))
            ++end;
        const auto tied = static_cast<double>(end - i);
        const double middle = static_cast<double>(i + end + 1) / 2;
        for (; i < end; ++i)
            ranks.sum += all[i].second ? middle : 0;
        ranks.ties += tied * tied * tied - tied;
    }
    return ranks;
}

// In how many of the orders of n and m values U is 0…nm: f(n, m, u) = f(n - 1, m, u - m) + f(n, m - 1, u). Below
// C(50, 25), so that doubles count exactly.
std::vector<double> orders(size_t n, size_t m)
{
    std::vector<std::vector<double>> of(m + 1, std::vector<double>{1}); // n = 0
    for (size_t i = 1; i <= n; ++i) {
        of[0] = {1};
        for (size_t j = 1; j <= m; ++j) {
            std::vector<double> counts(i * j + 1, 0);
            for (size_t u = 0; u < of[j].size(); ++u)
                counts[u + j] += of[j][u];
            for (size_t u = 0; u < of[j - 1].size(); ++u)
                counts[u] += of[j - 1][u];
            of[j] = std::move(counts);
        }
    }
    return of[m];
}

void count(RankResult &result, size_t n, size_t m)
{
    const auto counts = orders(n, m);
    const double all = std::accumulate(counts.begin(), counts.end(), 0.0);
    const auto u = static_cast<std::ptrdiff_t>(result.u);
    result.greater = std::accumulate(counts.begin() + u, counts.end(), 0.0) / all;
    result.less = std::accumulate(counts.begin(), counts.begin() + u + 1, 0.0) / all;
    result.method = RankMethod::Exact;
}

void approximate(RankResult &result, double middle)
{
    if (result.sigma <= 0)
        return;
    result.greater = normalAbove((result.u - middle - 0.5) / result.sigma);
    result.less = normalAbove((middle - result.u - 0.5) / result.sigma);
    result.method = RankMethod::Normal;
}

void measureShift(RankResult &result, std::span<const double> canary, std::span<const double> stable, double alpha)
{
    std::vector<double> differences;
    differences.reserve(canary.size() * stable.size());
    for (const double a : canary) {
        for (const double b : stable)
            differences.push_back(a - b);
    }
    std::sort(differences.begin(), differences.end());
    const auto size = differences.size();
    result.shift = (differences[(size - 1) / 2] + differences[size / 2]) / 2;
    const double z = normalQuantile(1 - alpha / 2);
    const double place = std::floor(static_cast<double>(size) / 2 - z * result.sigma - 0.5);
    const auto k = static_cast<size_t>(std::clamp(place, 0.0, static_cast<double>(size - 1)));
    result.shiftInterval = {differences[k], differences[size - 1 - k]};
}

RankClass classOf(const RankResult &result, size_t least, const RankSettings &settings)
{
    if (least < static_cast<size_t>(std::max<qint64>(1, settings.minSamples)))
        return RankClass::Insufficient;
    const auto limit = toE9(settings.alpha / 2);
    if (toE9(result.greater) <= limit && toE9(result.a12) >= toE9(settings.effectA12))
        return RankClass::Higher;
    if (toE9(result.less) <= limit && toE9(result.a12) <= toE9(1 - settings.effectA12))
        return RankClass::Lower;
    return RankClass::NotDistinguishable;
}

double sumOf(std::span<const double> values) { return std::accumulate(values.begin(), values.end(), 0.0); }

} // namespace

RankResult compareRanks(std::span<const double> canary, std::span<const double> stable, const RankSettings &settings)
{
    RankResult result;
    if (canary.empty() || stable.empty())
        return result;
    const auto n = static_cast<double>(canary.size());
    const auto m = static_cast<double>(stable.size());
    const auto ranks = rank(canary, stable);
    result.u = ranks.sum - n * (n + 1) / 2;
    result.a12 = result.u / (n * m);
    const double all = n + m;
    result.sigma = std::sqrt(std::max(0.0, n * m / 12 * ((all + 1) - ranks.ties / (all * (all - 1)))));
    if (ranks.ties == 0 && canary.size() + stable.size() <= kMostCounted)
        count(result, canary.size(), stable.size());
    else
        approximate(result, n * m / 2);
    result.either = std::min(1.0, 2 * std::min(result.greater, result.less));
    measureShift(result, canary, stable, settings.alpha);
    const double mean = sumOf(stable) / m;
    if (std::abs(mean) > 0)
        result.meanRatio = sumOf(canary) / n / mean;
    result.answer = classOf(result, std::min(canary.size(), stable.size()), settings);
    return result;
}

} // namespace astern::statistics
