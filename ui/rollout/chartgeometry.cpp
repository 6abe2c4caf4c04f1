// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rollout/chartgeometry.h"

#include "models/base/format.h"

#include <QDateTime>

#include <algorithm>
#include <array>
#include <cmath>

namespace astern::ui {

double TimeScale::toX(qint64 atMs) const
{
    if (toMs <= fromMs)
        return left;
    return left + width * double(atMs - fromMs) / double(toMs - fromMs);
}

qint64 TimeScale::toTime(double x) const
{
    if (width <= 0)
        return fromMs;
    const double share = std::clamp((x - left) / width, 0.0, 1.0);
    return fromMs + qint64(std::llround(share * double(toMs - fromMs)));
}

double ValueScale::toY(double value) const
{
    if (high <= low)
        return bottom();
    return top + height * (high - value) / (high - low);
}

double niceStep(double atLeast)
{
    if (!(atLeast > 0) || !std::isfinite(atLeast))
        return 1;
    const double power = std::pow(10, std::floor(std::log10(atLeast)));
    for (const double factor : {1.0, 2.0, 2.5, 5.0, 10.0}) {
        // A hair of tolerance: 0.1 + 0.2 must not become the next step.
        if (factor * power >= atLeast * (1 - 1e-9))
            return factor * power;
    }
    return 10 * power;
}

ValueScale ValueScale::fit(double dataLow, double dataHigh, std::optional<double> limit, double top, double height)
{
    if (!std::isfinite(dataLow) || !std::isfinite(dataHigh)) {
        dataLow = 0;
        dataHigh = limit ? *limit * 1.6 : 1;
    }
    // Headroom over the limit, so that its label and the area beyond have a place.
    double low = std::min(dataLow, limit.value_or(dataLow));
    double high = std::max(dataHigh, limit ? *limit * 1.25 : dataHigh);
    if (low > 0)
        low = 0;
    if (high <= low)
        high = low + 1;
    // Four steps read well; 3 to 5 lines come out after rounding outwards.
    const double step = niceStep((high - low) / 4.5);
    ValueScale scale;
    scale.low = std::floor(low / step + 1e-9) * step;
    scale.high = std::ceil(high / step - 1e-9) * step;
    scale.top = top;
    scale.height = height;
    const int count = int(std::lround((scale.high - scale.low) / step));
    for (int i = 0; i <= count; ++i)
        scale.ticks.append(scale.low + i * step);
    return scale;
}

QList<qint64> timeTicks(const TimeScale &scale, double gap, const QTimeZone &zone)
{
    QList<qint64> ticks;
    if (scale.toMs <= scale.fromMs || scale.width <= 0)
        return ticks;
    static constexpr std::array<qint64, 20> kSteps{
        1'000,   2'000,   5'000,     10'000,    15'000,    20'000,    30'000,     60'000,     120'000,    300'000,
        600'000, 900'000, 1'200'000, 1'800'000, 3'600'000, 7'200'000, 10'800'000, 21'600'000, 43'200'000, 86'400'000};
    const double perPixel = double(scale.toMs - scale.fromMs) / scale.width;
    const auto found =
        std::find_if(kSteps.begin(), kSteps.end(), [&](qint64 s) { return double(s) >= gap * perPixel; });
    const qint64 step = found == kSteps.end() ? kSteps.back() : *found;
    // Round in local time: half past is half past in zones with half hours too.
    const qint64 shift = qint64(zone.offsetFromUtc(QDateTime::fromMSecsSinceEpoch(scale.fromMs))) * 1000;
    qint64 at = (scale.fromMs + shift) / step * step - shift;
    if (at < scale.fromMs)
        at += step;
    for (; at <= scale.toMs; at += step)
        ticks.append(at);
    return ticks;
}

QString timeLabel(qint64 atMs, const QList<qint64> &ticks, const QTimeZone &zone)
{
    const bool seconds = ticks.size() > 1 ? ticks.at(1) - ticks.at(0) < 60'000 : false;
    return QDateTime::fromMSecsSinceEpoch(atMs, zone)
        .toString(seconds ? QStringLiteral("HH:mm:ss") : QStringLiteral("HH:mm"));
}

QString tickLabel(double value)
{
    // Shortest digits, not a measured value's three: the grid's values are round by construction.
    const auto digits = [](double v) {
        QString text = QString::number(v, 'g', 4);
        text.replace(QLatin1Char('-'), QChar(format::kMinus));
        return text;
    };
    const double size = std::abs(value);
    const QString gap = QString(QChar(format::kNoBreakSpace));
    if (size >= 1e6)
        return digits(value / 1e6) + gap + QLatin1Char('M');
    if (size >= 1e3)
        return digits(value / 1e3) + gap + QLatin1Char('k');
    return digits(value);
}

ChartLayout ChartLayout::of(const QSizeF &size, const Fonts &fonts, double left)
{
    ChartLayout layout;
    const double gutter = std::max(34.0, fonts.axisDigits * 5 + 4);
    layout.title = QRectF(left, 0, size.width() - left, fonts.title);
    layout.value = QRectF(left, fonts.title, size.width() - left, fonts.value);
    const double plotTop = layout.value.bottom() + 9;
    const double plotBottom = size.height() - fonts.axis - 5;
    const double right = size.width() - 5; // the dot of the last sample needs its radius
    layout.plot =
        QRectF(left + gutter, plotTop, std::max(1.0, right - left - gutter), std::max(1.0, plotBottom - plotTop));
    layout.strip = QRectF(layout.plot.left(), plotTop - 6, layout.plot.width(), 3);
    layout.axis = QRectF(layout.plot.left(), plotBottom, layout.plot.width(), fonts.axis + 5);
    return layout;
}

SplitCurve splitAtLimit(std::span<const QPointF> points, std::optional<LimitLine> limit)
{
    SplitCurve out;
    QPolygonF piece;
    bool pieceBeyond = false;
    const auto isBeyond = [&](const QPointF &p) {
        return limit && (limit->beyondIsUp ? p.y() < limit->y : p.y() > limit->y);
    };
    const auto flush = [&] {
        if (piece.isEmpty())
            return;
        if (pieceBeyond) {
            QPolygonF area = piece;
            area.append(QPointF(piece.last().x(), limit->y));
            area.append(QPointF(piece.first().x(), limit->y));
            out.areas.append(area);
        }
        (pieceBeyond ? out.beyond : out.within).append(piece);
        piece.clear();
    };
    for (const QPointF &point : points) {
        if (std::isnan(point.y())) {
            flush();
            continue;
        }
        const bool beyond = isBeyond(point);
        if (!piece.isEmpty() && beyond != pieceBeyond) {
            const QPointF before = piece.last();
            const double share = (limit->y - before.y()) / (point.y() - before.y());
            const QPointF crossing(before.x() + share * (point.x() - before.x()), limit->y);
            piece.append(crossing);
            flush();
            piece.append(crossing);
        }
        if (piece.size() <= 1)
            pieceBeyond = beyond;
        piece.append(point);
    }
    flush();
    return out;
}

} // namespace astern::ui
