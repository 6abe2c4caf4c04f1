// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/sandbox/promeval.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace astern::connectors::sandbox {

namespace {

using Points = std::vector<SampleStore::Point>;
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// extrapolatedRate() of Prometheus 2.42. False: fewer than two samples.
bool extrapolated(const Points &points, const PromExpr &range, qint64 at, bool counter, bool perSecond, double &out)
{
    if (points.size() < 2)
        return false;
    double result = points.back().value - points.front().value;
    if (counter)
        for (size_t i = 1; i < points.size(); ++i)
            if (points[i].value < points[i - 1].value)
                result += points[i - 1].value;
    const double start = double(at - range.offsetMs - range.rangeMs) / 1000;
    const double end = double(at - range.offsetMs) / 1000;
    const double first = double(points.front().at) / 1000;
    const double last = double(points.back().at) / 1000;
    double toStart = first - start;
    const double toEnd = end - last;
    const double sampled = last - first;
    const double average = sampled / double(points.size() - 1);
    // A counter cannot have been below zero: not further back than where it would have begun.
    if (counter && result > 0 && points.front().value >= 0)
        toStart = std::min(toStart, sampled * (points.front().value / result));
    const double threshold = average * 1.1;
    double interval = sampled;
    interval += toStart < threshold ? toStart : average / 2;
    interval += toEnd < threshold ? toEnd : average / 2;
    out = result * (interval / sampled);
    if (perSecond)
        out /= double(range.rangeMs) / 1000;
    return true;
}

// The last two samples only.
bool instantaneous(const Points &points, bool perSecond, double &out)
{
    if (points.size() < 2)
        return false;
    const auto &last = points[points.size() - 1];
    const auto &previous = points[points.size() - 2];
    out = perSecond && last.value < previous.value ? last.value : last.value - previous.value;
    if (last.at == previous.at)
        return false;
    if (perSecond)
        out /= double(last.at - previous.at) / 1000;
    return true;
}

bool overTime(const QString &name, const Points &points, double &out)
{
    double sum = 0;
    double low = points.front().value;
    double high = low;
    int changes = 0;
    int resets = 0;
    for (size_t i = 0; i < points.size(); ++i) {
        const double value = points[i].value;
        sum += value;
        if (value < low || std::isnan(low))
            low = value;
        if (value > high || std::isnan(high))
            high = value;
        if (i > 0) {
            const double before = points[i - 1].value;
            changes += value != before && !(std::isnan(value) && std::isnan(before)) ? 1 : 0;
            resets += value < before ? 1 : 0;
        }
    }
    out = name == QLatin1String("sum_over_time")       ? sum
          : name == QLatin1String("avg_over_time")     ? sum / double(points.size())
          : name == QLatin1String("min_over_time")     ? low
          : name == QLatin1String("max_over_time")     ? high
          : name == QLatin1String("count_over_time")   ? double(points.size())
          : name == QLatin1String("last_over_time")    ? points.back().value
          : name == QLatin1String("present_over_time") ? 1
          : name == QLatin1String("changes")           ? changes
                                                       : resets;
    return true;
}

bool rangeFunction(const PromExpr &expr, std::vector<PromSeries> &matrix, qint64 at, PromValue &out, PromError &error)
{
    const PromExpr &range = expr.args[0];
    for (PromSeries &series : matrix) {
        double value = 0;
        bool has = false;
        if (expr.name == QLatin1String("rate"))
            has = extrapolated(series.points, range, at, true, true, value);
        else if (expr.name == QLatin1String("increase"))
            has = extrapolated(series.points, range, at, true, false, value);
        else if (expr.name == QLatin1String("delta"))
            has = extrapolated(series.points, range, at, false, false, value);
        else if (expr.name == QLatin1String("irate"))
            has = instantaneous(series.points, true, value);
        else if (expr.name == QLatin1String("idelta"))
            has = instantaneous(series.points, false, value);
        else
            has = overTime(expr.name, series.points, value);
        if (has)
            out.vector.push_back(
                {expr.name == QLatin1String("last_over_time") ? series.labels : withoutName(series.labels), value, at});
    }
    return unique(out.vector, error);
}

// bucketQuantile() of Prometheus 2.42.
double quantile(double q, std::vector<std::pair<double, double>> &buckets)
{
    std::sort(buckets.begin(), buckets.end());
    if (std::isnan(q))
        return kNan;
    if (q < 0)
        return -std::numeric_limits<double>::infinity();
    if (q > 1)
        return std::numeric_limits<double>::infinity();
    if (buckets.size() < 2 || !std::isinf(buckets.back().first))
        return kNan;
    double highest = 0;
    for (auto &[bound, count] : buckets) // counters read at different instants may disagree a little
        count = highest = std::max(highest, count);
    const double observations = buckets.back().second;
    if (observations == 0)
        return kNan;
    const double rank = q * observations;
    size_t b = 0;
    while (b < buckets.size() - 1 && buckets[b].second < rank)
        ++b;
    if (b == buckets.size() - 1)
        return buckets[buckets.size() - 2].first;
    if (b == 0 && buckets[0].first <= 0)
        return buckets[0].first;
    const double start = b > 0 ? buckets[b - 1].first : 0;
    const double below = b > 0 ? buckets[b - 1].second : 0;
    return start + (buckets[b].first - start) * ((rank - below) / (buckets[b].second - below));
}

bool histogramQuantile(double q, const std::vector<PromSample> &in, qint64 at, PromValue &out)
{
    std::map<Labels, std::vector<std::pair<double, double>>> histograms;
    for (const PromSample &sample : in) {
        Labels labels = withoutName(sample.labels);
        const auto le = labels.find(QStringLiteral("le"));
        if (le == labels.end())
            continue;
        bool number = true;
        const double bound = le->second == QLatin1String("+Inf") ? std::numeric_limits<double>::infinity()
                                                                 : le->second.toDouble(&number);
        labels.erase(le);
        if (number)
            histograms[labels].emplace_back(bound, sample.value);
    }
    for (auto &[labels, buckets] : histograms)
        out.vector.push_back({labels, quantile(q, buckets), at});
    return true;
}

bool labelReplace(std::vector<PromValue> &args, PromValue &out, PromError &error)
{
    const QRegularExpression pattern(QRegularExpression::anchoredPattern(args[4].text));
    if (!pattern.isValid()) {
        error = {QStringLiteral("invalid regular expression in label_replace(): %1").arg(args[4].text), -1, true};
        return false;
    }
    for (PromSample &sample : args[0].vector) {
        const auto source = sample.labels.find(args[3].text);
        const auto match = pattern.match(source == sample.labels.end() ? QString() : source->second);
        if (match.hasMatch()) {
            QString value = args[2].text;
            for (int i = match.lastCapturedIndex(); i >= 0; --i)
                value.replace(QStringLiteral("${%1}").arg(i), match.captured(i))
                    .replace(QStringLiteral("$%1").arg(i), match.captured(i));
            if (value.isEmpty())
                sample.labels.erase(args[1].text);
            else
                sample.labels[args[1].text] = value;
        }
        out.vector.push_back(std::move(sample));
    }
    return unique(out.vector, error);
}

void absent(const PromExpr &selector, bool empty, qint64 at, PromValue &out)
{
    if (!empty)
        return;
    Labels labels;
    for (const PromMatcher &matcher : selector.matchers)
        if (matcher.op == PromMatcher::Op::Equal && matcher.label != QLatin1String("__name__"))
            labels[matcher.label] = matcher.value;
    out.vector.push_back({labels, 1, at});
}

double simple(const QString &name, double value, const std::vector<PromValue> &args)
{
    if (name == QLatin1String("abs"))
        return std::abs(value);
    if (name == QLatin1String("ceil"))
        return std::ceil(value);
    if (name == QLatin1String("floor"))
        return std::floor(value);
    if (name == QLatin1String("sqrt"))
        return std::sqrt(value);
    if (name == QLatin1String("exp"))
        return std::exp(value);
    if (name == QLatin1String("ln"))
        return std::log(value);
    if (name == QLatin1String("clamp_min"))
        return std::max(args[1].scalar, value);
    if (name == QLatin1String("clamp_max"))
        return std::min(args[1].scalar, value);
    if (name == QLatin1String("clamp"))
        return std::max(args[1].scalar, std::min(args[2].scalar, value));
    const double inverse = 1.0 / (args.size() > 1 ? args[1].scalar : 1.0); // round()
    return std::floor(value * inverse + 0.5) / inverse;
}

} // namespace

bool callPromFunction(const PromExpr &expr, std::vector<PromValue> &args, qint64 atMs, PromValue &out, PromError &error)
{
    const QString &name = expr.name;
    if (!args.empty() && args[0].type == PromType::Matrix)
        return rangeFunction(expr, args[0].matrix, atMs, out, error);
    if (name == QLatin1String("time"))
        out.scalar = double(atMs) / 1000;
    else if (name == QLatin1String("scalar"))
        out.scalar = args[0].vector.size() == 1 ? args[0].vector.front().value : kNan;
    else if (name == QLatin1String("vector"))
        out.vector.push_back({{}, args[0].scalar, atMs});
    else if (name == QLatin1String("histogram_quantile"))
        return histogramQuantile(args[0].scalar, args[1].vector, atMs, out);
    else if (name == QLatin1String("label_replace"))
        return labelReplace(args, out, error);
    else if (name == QLatin1String("absent"))
        absent(expr.args[0], args[0].vector.empty(), atMs, out);
    else if (name == QLatin1String("sort") || name == QLatin1String("sort_desc")) {
        out.vector = std::move(args[0].vector);
        const bool down = name == QLatin1String("sort_desc");
        std::stable_sort(out.vector.begin(), out.vector.end(), [down](const PromSample &a, const PromSample &b) {
            return down ? a.value > b.value : a.value < b.value;
        });
    } else {
        for (const PromSample &sample : args[0].vector)
            out.vector.push_back(
                {withoutName(sample.labels),
                 name == QLatin1String("timestamp") ? double(sample.at) / 1000 : simple(name, sample.value, args),
                 atMs});
        return unique(out.vector, error);
    }
    return true;
}

} // namespace astern::connectors::sandbox
