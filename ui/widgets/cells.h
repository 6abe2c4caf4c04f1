// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/health/seriesstore.h"
#include "ui/theme/status.h"
#include "ui/theme/theme.h"

#include <QPainter>

#include <optional>
#include <vector>

// Pictures that fit into a table cell: pure geometry and painting over values.
namespace astern::ui {

// The recent course of one signal, scaled so that its limit is always inside: headroom can be seen.
struct SparkPicture {
    std::vector<Sample> points; // decimated, ascending
    qint64 fromMs = 0;
    qint64 toMs = 0;
    std::optional<double> above; // limit
    std::optional<double> below;
    bool stale = false; // line ends in a hatch
    Tone beyond = Tone::CriticalText;
};
// Y of a value inside `rect`; the scale starts at zero (or below, where values are).
struct SparkScale {
    double low = 0;
    double high = 1;
    [[nodiscard]] qreal y(const QRectF &rect, double value) const
    {
        return rect.bottom() - (value - low) / (high - low) * rect.height();
    }
};
[[nodiscard]] SparkScale sparkScale(const SparkPicture &picture);
// Everything but its end, which moves with each sample while the rest can be kept as a picture.
void drawSpark(QPainter &painter, const Theme &theme, const QRectF &rect, const SparkPicture &picture);
// From the last of `picture.points` to the newest sample, and a dot there. `scale` is that of the picture.
void drawSparkEnd(QPainter &painter, const Theme &theme, const QRectF &rect, const SparkPicture &picture,
                  const SparkScale &scale, const Sample &newest);

// One segment per step: done, under way, to come. More steps than fit become one bar of the traffic share.
struct StepperPicture {
    int step = 0;  // passed steps
    int steps = 0; // 0: no steps, the bar shows `percent`
    double percent = 0;
    Tone current = Tone::InkPrimary;
};
void drawStepper(QPainter &painter, const Theme &theme, const QRectF &rect, const StepperPicture &picture);

// Shape, word and how long it has held. `filled`: the word on a filled ground (the top priority).
struct StatusPicture {
    Status status = Status::Unknown;
    QString word;
    QString held;
    bool filled = false;
};
void drawStatusCell(QPainter &painter, const Theme &theme, const QRectF &rect, const StatusPicture &picture);

// Old and new version with an arrow; when narrow the old one gives way, never the new.
void drawRelease(QPainter &painter, const Theme &theme, const QRectF &rect, const QString &oldVersion,
                 const QString &newVersion);

// A short word on a faint ground.
qreal drawChip(QPainter &painter, const Theme &theme, const QPointF &leftCentre, const QString &text, Tone ink,
               Tone ground);

} // namespace astern::ui
