// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/plotpicture.h"

#include "models/health/decimate.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <cmath>
#include <limits>

namespace astern::ui {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// Low and high of what is drawn on one axis, limits included.
struct Extent {
    double low = kNan;
    double high = kNan;
    std::optional<double> limit;
    void add(double value)
    {
        if (!std::isfinite(value))
            return;
        low = std::isnan(low) ? value : std::min(low, value);
        high = std::isnan(high) ? value : std::max(high, value);
    }
};

int axisOf(PlotPicture &picture, QList<Extent> &extents, const QString &unit)
{
    for (int i = 0; i < picture.axes.size(); ++i) {
        if (picture.axes.at(i).unit == unit)
            return i;
    }
    picture.axes.append({unit, {}});
    extents.append(Extent{});
    return int(picture.axes.size()) - 1;
}

PlotPicture::Line lineOf(const SeriesStore::View &view, const Curve &curve, const PlotInput &input, Extent &extent)
{
    PlotPicture::Line line;
    const int columns = std::max(1, int(input.plot.width() * input.devicePixelRatio));
    std::vector<Sample> thinned;
    decimate(view, {input.span.fromMs, input.span.toMs, columns}, curve.spec.staleAfterMs(), thinned);
    const double factor = displayFactor(curve.spec);
    // Half a pixel: a sample that stands alone is a dot, and a line without length is drawn by nobody.
    const double half = double(input.span.lengthMs()) / std::max(1.0, input.plot.width()) / 2;
    for (const std::span<const Sample> samples : unbroken(thinned)) {
        PlotPicture::Piece piece;
        piece.reserve(qsizetype(samples.size()) + 1);
        for (const Sample &sample : samples) {
            piece.append({double(sample.atMs - input.span.fromMs), sample.value * factor});
            if (sample.atMs >= input.span.fromMs && sample.atMs <= input.span.toMs)
                extent.add(sample.value * factor);
        }
        if (piece.size() == 1) {
            piece.append(piece.first() + QPointF(half, 0));
            piece.first().rx() -= half;
        }
        line.pieces.append(piece);
    }
    return line;
}

void placeLimits(PlotPicture &picture, const PlotInput &input)
{
    for (int i = 0; i < input.curves.size(); ++i) {
        const Curve &curve = input.curves.at(i);
        const std::optional<LimitValue> limit = limitOf(curve.spec);
        if (!input.shown.at(i) || !limit)
            continue;
        const int axis = picture.lines.at(i).axis;
        const double y = picture.axes.at(axis).scale.toY(limit->value * displayFactor(curve.spec));
        const bool isFirst = curve.spec.id == input.curves.first().spec.id;
        const QString label =
            isFirst ? limitText(curve.spec) : QString(curve.spec.title + QStringLiteral(", ") + limitText(curve.spec));
        const PlotPicture::Limit placed{axis, y, limit->beyondIsUp, label};
        if (!picture.limits.contains(placed)) // both sides, and the same signal elsewhere, share one
            picture.limits.append(placed);
    }
}

// What of a new version's curves is beyond their limits. Its own pieces within are the lines themselves.
void splitLines(PlotPicture &picture, const PlotInput &input)
{
    for (int i = 0; i < input.curves.size(); ++i) {
        const Curve &curve = input.curves.at(i);
        PlotPicture::Line &line = picture.lines[i];
        const std::optional<LimitValue> limit = limitOf(curve.spec);
        if (curve.stable || !limit || line.pieces.isEmpty())
            continue;
        const ValueScale &scale = picture.axes.at(line.axis).scale;
        QList<QPointF> points;
        for (const PlotPicture::Piece &piece : std::as_const(line.pieces)) {
            for (const QPointF &at : piece)
                points.append({picture.time.toX(input.span.fromMs + qRound64(at.x())), scale.toY(at.y())});
            points.append({points.constLast().x(), kNan});
        }
        line.split =
            splitAtLimit(points, LimitLine{scale.toY(limit->value * displayFactor(curve.spec)), limit->beyondIsUp});
        line.split.within.clear();
    }
}

void placeNewest(PlotPicture &picture, const SeriesStore &store, const PlotInput &input)
{
    bool isFirst = true;
    for (int i = 0; i < input.curves.size(); ++i) {
        if (!input.shown.at(i))
            continue;
        const Curve &curve = input.curves.at(i);
        const SeriesStore::View view = store.view(curve.id);
        const bool silent = view.isEmpty() || input.nowMs - view.last().atMs > curve.spec.staleAfterMs();
        if (isFirst && silent) {
            const double from = view.isEmpty() ? picture.time.left : picture.time.toX(view.last().atMs);
            if (from < picture.time.right())
                picture.silentFrom = std::max(from, picture.time.left);
        }
        isFirst = false;
        if (silent || !std::isfinite(view.last().value) || view.last().atMs < input.span.fromMs ||
            view.last().atMs > input.span.toMs)
            continue;
        const ValueScale &scale = picture.axes.at(picture.lines.at(i).axis).scale;
        picture.lines[i].last =
            QPointF(picture.time.toX(view.last().atMs), scale.toY(view.last().value * displayFactor(curve.spec)));
    }
}

} // namespace

QString plotTimeLabel(qint64 atMs, const QList<qint64> &ticks, const QTimeZone &zone)
{
    const bool apart = ticks.size() > 1 && ticks.at(1) - ticks.at(0) >= 43'200'000;
    if (!apart)
        return timeLabel(atMs, ticks, zone);
    return QLocale::c().toString(QDateTime::fromMSecsSinceEpoch(atMs, zone), QStringLiteral("d MMM HH:mm"));
}

PlotPicture composePlot(const SeriesStore &store, const PlotInput &input)
{
    PlotPicture picture;
    picture.time = {input.span.fromMs, input.span.toMs, input.plot.left(), input.plot.width()};
    QList<Extent> extents;
    // The first subject's unit has the left axis even while its curves are switched off.
    if (!input.curves.isEmpty())
        axisOf(picture, extents, axisUnit(input.curves.first().spec));
    for (int i = 0; i < input.curves.size(); ++i) {
        const Curve &curve = input.curves.at(i);
        if (!input.shown.at(i)) {
            picture.lines.append(PlotPicture::Line{});
            continue;
        }
        const int axis = axisOf(picture, extents, axisUnit(curve.spec));
        PlotPicture::Line line = lineOf(store.view(curve.id), curve, input, extents[axis]);
        line.axis = axis;
        picture.lines.append(line);
        if (const std::optional<LimitValue> limit = limitOf(curve.spec)) {
            const double value = limit->value * displayFactor(curve.spec);
            // Of several limits the highest one makes the room, the others lie below it.
            extents[axis].limit = std::max(value, extents[axis].limit.value_or(value));
        }
    }
    for (int i = 0; i < picture.axes.size(); ++i)
        picture.axes[i].scale = ValueScale::fit(extents.at(i).low, extents.at(i).high, extents.at(i).limit,
                                                input.plot.top(), input.plot.height());
    placeLimits(picture, input);
    splitLines(picture, input);
    placeNewest(picture, store, input);
    const QList<qint64> times = timeTicks(picture.time, input.labelWidth, input.zone);
    for (const qint64 at : times)
        picture.timeTicks.append({picture.time.toX(at), plotTimeLabel(at, times, input.zone)});
    return picture;
}

} // namespace astern::ui
