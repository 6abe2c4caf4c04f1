// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/rollout/chartpicture.h"
#include "ui/theme/theme.h"

#include <QColor>
#include <QFont>

class QPainter;

// Draws what compose() worked out. Colours and fonts come in from the theme; nothing is decided here.
namespace astern::ui {

struct ChartInk {
    QColor ground;
    QColor primary;
    QColor tertiary;
    QColor fresh;     // the canary's curve
    QColor stable;    // dots
    QColor threshold; // limit, and the curve beyond it
    QColor area;
    QColor grid;
    QColor baseline;
    QColor quiet; // strip where nothing is wrong
    QColor critical;
    QColor criticalGround;
    QColor warning;
    QColor warningGround;
    QColor unknown;
    QColor unknownGround;
    QColor unknownText;
    QColor cursor;
    QColor cursorText;
    QFont axis;
    QFont axisStrong;
};

[[nodiscard]] ChartInk chartInk(const Theme &theme, Tone ground);

// Of a band: the strip on top, and the ground behind.
[[nodiscard]] std::pair<QColor, QColor> bandInk(VerdictBand::State state, const ChartInk &ink);

// The plot without the cursor: what is worth a cached pixmap.
void paintChart(QPainter &painter, const ChartPicture &picture, const ChartInk &ink, double dpr);

// The cursor over it: one line, a dot on each curve, the time as a flag on the axis.
struct ChartCursor {
    double x = 0;
    QString time;
    std::optional<double> freshY;
    std::optional<double> stableY;
    bool beyond = false;
};
void paintCursor(QPainter &painter, const ChartPicture &picture, const ChartCursor &cursor, const ChartInk &ink,
                 double dpr);

// Fine diagonals for "no data", on a ground.
void paintHatch(QPainter &painter, const QRectF &rect, const QColor &line, const QColor &ground, double dpr);

} // namespace astern::ui
