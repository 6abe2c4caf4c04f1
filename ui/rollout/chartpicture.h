// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/health/seriesstore.h"
#include "ui/rollout/chartgeometry.h"

#include <QList>
#include <QString>

#include <vector>

// What a health chart shows, worked out from samples and a size: no painter, no widget, no clock.
namespace astern::ui {

// Something that was decided or done, as a line through the chart.
struct ChartMarker {
    qint64 atMs = 0;
    QString text; // "25 %", "sent, jo"
    bool operator==(const ChartMarker &) const = default;
};

// What the policies or, without any, the limits said during a piece of time, for the strip above the plot and the tint
// behind it. Nothing: all was well.
struct VerdictBand {
    enum class State { OverLimit, NoData, Suspect, External, Failing };
    qint64 fromMs = 0;
    qint64 toMs = 0;
    State state = State::OverLimit;
    bool operator==(const VerdictBand &) const = default;
};
// When the signal was beyond its limit; excursions closer than `joinMs` are one.
[[nodiscard]] QList<VerdictBand> overLimitBands(const SignalSpec &spec, const SeriesStore::View &view, qint64 fromMs,
                                                qint64 toMs, qint64 joinMs);
// The union of several signals' bands of one state.
[[nodiscard]] QList<VerdictBand> joined(QList<VerdictBand> bands);

// A ratio is shown in percent; everything else in its own unit.
[[nodiscard]] double displayFactor(const SignalSpec &spec);
// "3.42" and "%": a value and its unit apart, for a header that prints them in two sizes.
struct ValueText {
    QString digits;
    QString unit;
    [[nodiscard]] QString together() const;
};
[[nodiscard]] ValueText valueText(const SignalSpec &spec, double value);
// "limit 1 %".
[[nodiscard]] QString limitText(const SignalSpec &spec);
// The limit in the signal's own scale, with its side; nothing when it has none.
struct LimitValue {
    double value = 0;
    bool beyondIsUp = true;
    [[nodiscard]] bool isBeyond(double v) const { return beyondIsUp ? v > value : v < value; }
};
[[nodiscard]] std::optional<LimitValue> limitOf(const SignalSpec &spec);

// The sample that was current at `atMs`: the last one not after it, if it is not older than `holdMs`.
[[nodiscard]] std::optional<Sample> sampleAt(const SeriesStore::View &view, qint64 atMs, qint64 holdMs);

struct ChartInput {
    SignalSpec spec;
    SeriesStore::View fresh;  // the version on its way, or all traffic
    SeriesStore::View stable; // what serves beside it; may be empty
    qint64 fromMs = 0;
    qint64 toMs = 0; // now
    QList<VerdictBand> bands;
    QList<ChartMarker> markers;
    QTimeZone zone;
};

// Everything in pixels.
struct ChartPicture {
    ChartLayout layout;
    TimeScale time;
    ValueScale values; // in the displayed unit
    SplitCurve fresh;
    QList<QPolygonF> stable;
    std::optional<LimitLine> limit;
    QString limitLabel;
    bool limitLabelLeft = true;
    struct Tick {
        double at = 0;
        QString text;
    };
    QList<Tick> valueTicks;
    QList<Tick> timeTicks;
    struct Span {
        double left = 0;
        double right = 0;
        VerdictBand::State state = VerdictBand::State::OverLimit;
    };
    QList<Span> spans;
    struct Mark {
        double x = 0;
        QString text;
    };
    QList<Mark> marks;
    std::optional<double> noDataFrom; // x; from here on there is nothing to draw
    std::optional<QPointF> last;      // the newest sample inside the window
    bool lastBeyond = false;
};
[[nodiscard]] ChartPicture compose(const ChartInput &input, const ChartLayout &layout);

} // namespace astern::ui
