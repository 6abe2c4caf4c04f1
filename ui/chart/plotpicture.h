// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/chart/curves.h"
#include "ui/rollout/chartgeometry.h"

#include <QPointF>
#include <QTimeZone>

// What a large chart looks like for a piece of time and a size, worked out from samples: no painter, no widget.
namespace astern::ui {

struct PlotInput {
    QList<Curve> curves;
    QList<bool> shown; // beside curves
    TimeSpan span;
    qint64 nowMs = 0;
    QRectF plot; // px
    double devicePixelRatio = 1;
    double labelWidth = 78; // of a time label, with air
    QTimeZone zone;
};

struct PlotPicture {
    TimeScale time; // px
    // One for every unit among the shown curves; the first one stands at the left, the others at the right.
    struct Axis {
        QString unit;
        ValueScale scale; // px
    };
    QList<Axis> axes;
    // A line that is whole: x in ms since span.fromMs, y in the axis' unit.
    using Piece = QList<QPointF>;
    struct Line {
        int axis = 0;
        QList<Piece> pieces;
        SplitCurve split;            // px; of a canary with a limit: what is beyond it
        std::optional<QPointF> last; // px; the newest sample, while it is fresh and inside
    };
    QList<Line> lines; // beside the input's curves; a hidden one has no pieces
    struct Limit {
        int axis = 0;
        double y = 0; // px
        bool beyondIsUp = true;
        QString label;
        bool operator==(const Limit &) const = default;
    };
    QList<Limit> limits;
    struct Tick {
        double x = 0;
        QString text;
    };
    QList<Tick> timeTicks;
    // From here on (px) the first shown curve has told nothing, for longer than it may; nothing is drawn there.
    std::optional<double> silentFrom;
};
[[nodiscard]] PlotPicture composePlot(const SeriesStore &store, const PlotInput &input);

// "15:02", "15:02:30", or with the day where the ticks are spread over several.
[[nodiscard]] QString plotTimeLabel(qint64 atMs, const QList<qint64> &ticks, const QTimeZone &zone);

} // namespace astern::ui
