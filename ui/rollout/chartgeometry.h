// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QPointF>
#include <QPolygonF>
#include <QRectF>
#include <QTimeZone>

#include <optional>
#include <span>

// Where things of a health chart are: numbers only, no painter, so that tables can test it.
namespace astern::ui {

// A piece of time over a piece of a line of pixels.
struct TimeScale {
    qint64 fromMs = 0;
    qint64 toMs = 0;
    double left = 0;
    double width = 0;
    [[nodiscard]] double right() const { return left + width; }
    [[nodiscard]] double toX(qint64 atMs) const;
    [[nodiscard]] qint64 toTime(double x) const; // clamped to the range
    bool operator==(const TimeScale &) const = default;
};

// Values from bottom to top, with the grid's values: 3 to 5 round steps, the limit always inside.
struct ValueScale {
    double low = 0;
    double high = 1;
    double top = 0;
    double height = 0;
    QList<double> ticks; // ascending; first is low
    [[nodiscard]] double bottom() const { return top + height; }
    [[nodiscard]] double toY(double value) const;

    // Room for [dataLow, dataHigh] and the limit. Data that is never negative starts at zero. NaN: no data.
    [[nodiscard]] static ValueScale fit(double dataLow, double dataHigh, std::optional<double> limit, double top,
                                        double height);
};
// The next of 1, 2, 2.5, 5 times a power of ten that is not smaller.
[[nodiscard]] double niceStep(double atLeast);

// Round local times inside the scale, at least `gap` pixels apart.
[[nodiscard]] QList<qint64> timeTicks(const TimeScale &scale, double gap, const QTimeZone &zone);
// "15:02", or with seconds where the ticks are closer than a minute.
[[nodiscard]] QString timeLabel(qint64 atMs, const QList<qint64> &ticks, const QTimeZone &zone);
// "250", "1 k", "0.5": what stands beside the grid.
[[nodiscard]] QString tickLabel(double value);

// The places of a chart for a size, given the heights of its fonts.
struct ChartLayout {
    struct Fonts {
        double title = 14;     // line of the title
        double value = 20;     // line of the value now
        double axis = 13;      // line of the axis labels
        double axisDigits = 6; // width of a digit there
    };
    QRectF title;
    QRectF value; // value now, unit and reference in one line
    QRectF plot;
    QRectF strip; // verdict strip on top of the plot
    QRectF axis;  // time labels
    [[nodiscard]] static ChartLayout of(const QSizeF &size, const Fonts &fonts, double left = 0);
};

// The limit in pixels, and on which side of it trouble begins.
struct LimitLine {
    double y = 0;
    bool beyondIsUp = true;
};
// One curve cut where it crosses the limit: pieces within, pieces beyond, and the areas between the latter and
// the limit. Points with a NaN y break the curve. Neighbouring pieces share the crossing point.
struct SplitCurve {
    QList<QPolygonF> within;
    QList<QPolygonF> beyond;
    QList<QPolygonF> areas;
};
[[nodiscard]] SplitCurve splitAtLimit(std::span<const QPointF> points, std::optional<LimitLine> limit);

} // namespace astern::ui
