// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rollout/chartpicture.h"

#include "models/base/format.h"
#include "models/health/decimate.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <limits>

namespace astern::ui {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

std::vector<Sample> thinned(const SeriesStore::View &view, const ChartInput &input, double width)
{
    std::vector<Sample> out;
    decimate(view, {input.fromMs, input.toMs, std::max(1, int(width))}, input.spec.staleAfterMs(), out);
    return out;
}

void widen(double &low, double &high, const std::vector<Sample> &samples, double factor)
{
    for (const Sample &sample : samples) {
        if (std::isnan(sample.value))
            continue;
        low = std::isnan(low) ? sample.value * factor : std::min(low, sample.value * factor);
        high = std::isnan(high) ? sample.value * factor : std::max(high, sample.value * factor);
    }
}

QList<QPointF> toPixels(const std::vector<Sample> &samples, const ChartPicture &picture, double factor)
{
    QList<QPointF> points;
    points.reserve(qsizetype(samples.size()));
    for (const Sample &sample : samples) {
        const double y = std::isnan(sample.value) ? kNan : picture.values.toY(sample.value * factor);
        points.append(QPointF(picture.time.toX(sample.atMs), y));
    }
    return points;
}

// The limit's words stand at the end of the line where the curve keeps away from them.
bool curveIsNear(const QList<QPointF> &points, double left, double right, double top, double bottom)
{
    return std::any_of(points.cbegin(), points.cend(), [&](const QPointF &p) {
        return p.x() >= left && p.x() <= right && p.y() >= top && p.y() <= bottom;
    });
}

void placeLimitLabel(ChartPicture &picture, const QList<QPointF> &points)
{
    const double wide = picture.layout.plot.width() * 0.35;
    const double y = picture.limit->y;
    const double top = picture.limit->beyondIsUp ? y - 14 : y;
    const double left = picture.layout.plot.left();
    const double right = picture.layout.plot.right();
    picture.limitLabelLeft = !curveIsNear(points, left, left + wide, top, top + 14) ||
                             curveIsNear(points, right - wide, right, top, top + 14);
}

void placeTicks(ChartPicture &picture, const QTimeZone &zone)
{
    for (const double value : picture.values.ticks)
        picture.valueTicks.append({picture.values.toY(value), tickLabel(value)});
    // "15:04:11" and air around it, in the size of the axis text.
    const double gap = std::max(78.0, picture.layout.axis.height() * 78 / 20);
    const QList<qint64> times = timeTicks(picture.time, gap, zone);
    for (const qint64 at : times)
        picture.timeTicks.append({picture.time.toX(at), timeLabel(at, times, zone)});
}

} // namespace

QList<VerdictBand> overLimitBands(const SignalSpec &spec, const SeriesStore::View &view, qint64 fromMs, qint64 toMs,
                                  qint64 joinMs)
{
    QList<VerdictBand> bands;
    const std::optional<LimitValue> limit = limitOf(spec);
    if (!limit)
        return bands;
    bool inside = false;
    for (qsizetype i = 0; i < view.size(); ++i) {
        const Sample &sample = view.at(i);
        if (sample.atMs < fromMs || sample.atMs > toMs)
            continue;
        const bool beyond = !std::isnan(sample.value) && limit->isBeyond(sample.value);
        if (beyond && !inside) {
            if (!bands.isEmpty() && sample.atMs - bands.last().toMs <= joinMs)
                bands.last().toMs = sample.atMs;
            else
                bands.append({sample.atMs, sample.atMs, VerdictBand::State::OverLimit});
        }
        if (inside)
            bands.last().toMs = sample.atMs;
        inside = beyond;
    }
    return bands;
}

QList<VerdictBand> joined(QList<VerdictBand> bands)
{
    std::sort(bands.begin(), bands.end(),
              [](const VerdictBand &a, const VerdictBand &b) { return a.fromMs < b.fromMs; });
    QList<VerdictBand> out;
    for (const VerdictBand &band : bands) {
        if (!out.isEmpty() && band.fromMs <= out.last().toMs && band.state == out.last().state)
            out.last().toMs = std::max(out.last().toMs, band.toMs);
        else
            out.append(band);
    }
    return out;
}

double displayFactor(const SignalSpec &spec) { return spec.kind == SignalSpec::Kind::Events ? 100 : 1; }

QString ValueText::together() const
{
    return unit.isEmpty() ? digits : QString(digits + QChar(format::kNoBreakSpace) + unit);
}

ValueText valueText(const SignalSpec &spec, double value)
{
    const QString text = displayText(spec, value);
    // The unit may have been changed for reading (1.24 s): it is what follows the last space.
    const bool bare = spec.kind != SignalSpec::Kind::Events && spec.unit.isEmpty();
    const qsizetype at = bare ? -1 : text.lastIndexOf(QChar(format::kNoBreakSpace));
    return at < 0 ? ValueText{text, {}} : ValueText{text.left(at), text.mid(at + 1)};
}

std::optional<LimitValue> limitOf(const SignalSpec &spec)
{
    if (spec.limitAbove)
        return LimitValue{*spec.limitAbove, true};
    if (spec.limitBelow)
        return LimitValue{*spec.limitBelow, false};
    return std::nullopt;
}

QString limitText(const SignalSpec &spec)
{
    const std::optional<LimitValue> limit = limitOf(spec);
    if (!limit)
        return {};
    return QCoreApplication::translate("HealthChart", "limit %1").arg(valueText(spec, limit->value).together());
}

std::optional<Sample> sampleAt(const SeriesStore::View &view, qint64 atMs, qint64 holdMs)
{
    qsizetype low = 0;
    qsizetype high = view.size();
    while (low < high) {
        const qsizetype middle = low + (high - low) / 2;
        if (view.at(middle).atMs <= atMs)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0)
        return std::nullopt;
    const Sample &sample = view.at(low - 1);
    if (atMs - sample.atMs > holdMs || std::isnan(sample.value))
        return std::nullopt;
    return sample;
}

ChartPicture compose(const ChartInput &input, const ChartLayout &layout)
{
    ChartPicture picture;
    picture.layout = layout;
    picture.time = {input.fromMs, input.toMs, layout.plot.left(), layout.plot.width()};
    const double factor = displayFactor(input.spec);
    const std::vector<Sample> fresh = thinned(input.fresh, input, layout.plot.width());
    const std::vector<Sample> stable = thinned(input.stable, input, layout.plot.width());
    double low = kNan;
    double high = kNan;
    widen(low, high, fresh, factor);
    widen(low, high, stable, factor);
    const std::optional<LimitValue> limit = limitOf(input.spec);
    picture.values = ValueScale::fit(low, high, limit ? std::optional(limit->value * factor) : std::nullopt,
                                     layout.plot.top(), layout.plot.height());
    if (limit)
        picture.limit = LimitLine{picture.values.toY(limit->value * factor), limit->beyondIsUp};
    const QList<QPointF> points = toPixels(fresh, picture, factor);
    picture.fresh = splitAtLimit(points, picture.limit);
    picture.stable = splitAtLimit(toPixels(stable, picture, factor), std::nullopt).within;
    picture.limitLabel = limitText(input.spec);
    if (picture.limit)
        placeLimitLabel(picture, points);
    placeTicks(picture, input.zone);
    for (const VerdictBand &band : input.bands) {
        const double left = std::max(picture.time.left, picture.time.toX(band.fromMs));
        const double right = std::min(picture.time.right(), picture.time.toX(band.toMs));
        if (right <= left)
            continue;
        // Trouble that comes and goes within a pixel is one span there, not a thousand of no width.
        ChartPicture::Span *before = picture.spans.isEmpty() ? nullptr : &picture.spans.last();
        if (before && before->state == band.state && left - before->right < 1)
            before->right = std::max(before->right, right);
        else
            picture.spans.append({left, right, band.state});
    }
    for (const ChartMarker &marker : input.markers) {
        if (marker.atMs >= input.fromMs && marker.atMs <= input.toMs)
            picture.marks.append({picture.time.toX(marker.atMs), marker.text});
    }
    const Sample newest = input.fresh.isEmpty() ? Sample{} : input.fresh.last();
    const bool gone = input.fresh.isEmpty() || input.toMs - newest.atMs > input.spec.staleAfterMs();
    if (gone) {
        picture.noDataFrom = std::clamp(input.fresh.isEmpty() ? picture.time.left : picture.time.toX(newest.atMs),
                                        picture.time.left, picture.time.right());
    } else if (!std::isnan(newest.value)) {
        picture.last = QPointF(picture.time.toX(newest.atMs), picture.values.toY(newest.value * factor));
        picture.lastBeyond = limit && limit->isBeyond(newest.value);
    }
    return picture;
}

} // namespace astern::ui
