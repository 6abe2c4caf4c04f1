// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/prometheus/promjoin.h"

#include "connectors/prometheus/promquery.h"
#include "connectors/prometheus/promscan.h"

#include <charconv>
#include <cmath>
#include <vector>

namespace astern::connectors::promql {
namespace {

struct Pair {
    std::span<const Sample> values;
    std::span<const Sample> times;
};

std::vector<Pair> pairs(const PromDecoder &answer, qsizetype count)
{
    std::vector<Pair> all(static_cast<size_t>(count));
    for (const PromDecoder::Series &series : answer.series()) {
        const std::string_view value = series.label(kValueLabel);
        const std::string_view time = series.label(kTimeLabel);
        const std::string_view text = value.empty() ? time : value;
        size_t index = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), index);
        if (error != std::errc() || end != text.data() + text.size() || index >= all.size())
            continue;
        (value.empty() ? all[index].times : all[index].values) = series.samples;
    }
    return all;
}

} // namespace

QList<Joined> join(const PromDecoder &answer, qsizetype count)
{
    QList<Joined> all;
    all.reserve(count);
    for (const Pair &pair : pairs(answer, count)) {
        Joined joined;
        joined.hasTime = !pair.times.empty();
        if (joined.hasTime && !promscan::toMilliseconds(pair.times.back().value, joined.timeMs))
            joined.timeMs = 0;
        size_t t = 0;
        for (const Sample &value : pair.values) {
            while (t < pair.times.size() && pair.times[t].atMs < value.atMs)
                ++t;
            qint64 atMs = 0;
            if (t == pair.times.size() || pair.times[t].atMs != value.atMs ||
                !promscan::toMilliseconds(pair.times[t].value, atMs))
                continue;
            if (!joined.samples.isEmpty() && atMs <= joined.samples.last().atMs) {
                // The same raw sample seen by two grid points: the later one has looked at more of its window.
                if (atMs == joined.samples.last().atMs)
                    joined.samples.last().value = value.value;
                continue;
            }
            joined.samples.append({atMs, value.value});
        }
        all.append(joined);
    }
    return all;
}

} // namespace astern::connectors::promql
