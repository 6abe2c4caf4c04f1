// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/statistics/quantiles.h"

#include <algorithm>
#include <cmath>

namespace astern::statistics {

std::optional<double> quantile(std::vector<double> values, double share)
{
    if (values.empty())
        return std::nullopt;
    const double place = static_cast<double>(values.size() - 1) * share;
    const auto lower = static_cast<size_t>(std::floor(place));
    const double rest = place - std::floor(place);
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(lower);
    std::nth_element(values.begin(), at, values.end());
    if (rest == 0)
        return *at;
    const double next = *std::min_element(at + 1, values.end());
    return *at + rest * (next - *at);
}

std::optional<double> median(std::vector<double> values) { return quantile(std::move(values), 0.5); }

std::optional<double> scaledMad(const std::vector<double> &values)
{
    const auto middle = median(values);
    if (!middle)
        return std::nullopt;
    std::vector<double> away;
    away.reserve(values.size());
    for (const double value : values)
        away.push_back(std::abs(value - *middle));
    return 1.4826 * *median(std::move(away));
}

std::optional<double> histogramQuantile(std::span<const double> bounds, std::span<const qint64> cumulative,
                                        double share)
{
    const auto buckets = std::min(bounds.size(), cumulative.size());
    if (buckets < 2 || cumulative[buckets - 1] <= 0)
        return std::nullopt;
    const double rank = share * static_cast<double>(cumulative[buckets - 1]);
    size_t at = 0;
    while (at < buckets - 1 && static_cast<double>(cumulative[at]) < rank)
        ++at;
    if (at == buckets - 1)
        return bounds[buckets - 2];
    const double lower = at == 0 ? 0 : bounds[at - 1];
    const auto before = at == 0 ? 0 : cumulative[at - 1];
    const auto inside = cumulative[at] - before;
    if (inside <= 0)
        return bounds[at];
    return lower + (bounds[at] - lower) * (rank - static_cast<double>(before)) / static_cast<double>(inside);
}

} // namespace astern::statistics
