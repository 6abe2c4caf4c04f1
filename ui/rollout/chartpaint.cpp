// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rollout/chartpaint.h"

#include "ui/rollout/chartcurves.h"
#include "ui/theme/paint.h"
#include "ui/theme/style.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace astern::ui {

std::pair<QColor, QColor> bandInk(VerdictBand::State state, const ChartInk &ink)
{
    switch (state) {
    case VerdictBand::State::OverLimit:
    case VerdictBand::State::Failing:
        return {ink.critical, ink.criticalGround};
    case VerdictBand::State::Suspect:
    case VerdictBand::State::External:
        return {ink.warning, ink.warningGround};
    case VerdictBand::State::NoData:
        break;
    }
    return {ink.unknown, ink.unknownGround};
}

namespace {

constexpr double kTint = 0.62; // of the verdict grounds, so that curves keep their contrast

void horizontal(QPainter &painter, double left, double right, double y, const QColor &colour, double dpr)
{
    const double thin = hairline(dpr);
    painter.fillRect(QRectF(snap(left, dpr), snap(y, dpr), snap(right, dpr) - snap(left, dpr), thin), colour);
}

void vertical(QPainter &painter, double x, double top, double bottom, const QColor &colour, double dpr)
{
    painter.fillRect(QRectF(snap(x, dpr), snap(top, dpr), hairline(dpr), snap(bottom, dpr) - snap(top, dpr)), colour);
}

QColor faded(QColor colour, double alpha)
{
    colour.setAlphaF(float(colour.alphaF() * alpha));
    return colour;
}

void paintGrounds(QPainter &painter, const ChartPicture &picture, const ChartInk &ink, double dpr)
{
    const QRectF plot = picture.layout.plot;
    const QRectF strip = picture.layout.strip;
    const auto columns = [&](double left, double right, const QRectF &rows) {
        const double from = snap(left, dpr);
        return QRectF(from, rows.top(), snap(right, dpr) - from, rows.height());
    };
    painter.fillRect(columns(plot.left(), plot.right(), strip), ink.quiet);
    for (const ChartPicture::Span &span : picture.spans) {
        const auto [solid, ground] = bandInk(span.state, ink);
        painter.fillRect(columns(span.left, span.right, plot), mix(ink.ground, ground, kTint));
        painter.fillRect(columns(span.left, span.right, strip), solid);
    }
    if (picture.noDataFrom) {
        paintHatch(painter, columns(*picture.noDataFrom, plot.right(), plot), faded(ink.unknown, 0.35),
                   faded(ink.unknownGround, kTint), dpr);
        painter.fillRect(columns(*picture.noDataFrom, plot.right(), strip), ink.unknown);
    }
}

void paintScales(QPainter &painter, const ChartPicture &picture, const ChartInk &ink, double dpr)
{
    const QRectF plot = picture.layout.plot;
    const QFontMetricsF metrics(ink.axis);
    painter.setFont(ink.axis);
    painter.setPen(ink.tertiary);
    for (qsizetype i = 0; i < picture.valueTicks.size(); ++i) {
        const ChartPicture::Tick &tick = picture.valueTicks.at(i);
        if (i > 0)
            horizontal(painter, plot.left(), plot.right(), tick.at, ink.grid, dpr);
        // In a flat chart every other label has no room.
        if (picture.valueTicks.size() > 2 && plot.height() / double(picture.valueTicks.size() - 1) < metrics.height() &&
            i % 2 == 1)
            continue;
        painter.drawText(QRectF(0, tick.at - 10, plot.left() - 6, 20), Qt::AlignRight | Qt::AlignVCenter, tick.text);
    }
    horizontal(painter, plot.left(), plot.right(), plot.bottom(), ink.baseline, dpr);
    for (const ChartPicture::Tick &tick : picture.timeTicks) {
        vertical(painter, tick.at, plot.bottom(), plot.bottom() + 3, ink.baseline, dpr);
        const double wide = metrics.horizontalAdvance(tick.text);
        const double left =
            std::clamp(tick.at - wide / 2, plot.left() - 4, std::max(plot.left(), plot.right() + 5 - wide));
        painter.drawText(QRectF(left, plot.bottom() + 4, wide + 2, metrics.height() + 1), Qt::AlignLeft | Qt::AlignTop,
                         tick.text);
    }
}

QRectF limitLabelRect(const ChartPicture &picture, const QFontMetricsF &metrics, double y)
{
    const QRectF plot = picture.layout.plot;
    const double wide = metrics.horizontalAdvance(picture.limitLabel) + 2;
    const double left = picture.limitLabelLeft ? plot.left() + 4 : plot.right() - wide - 4;
    const double top = picture.limit->beyondIsUp ? y - metrics.height() - 1 : y + 2;
    return {left, top, wide, metrics.height()};
}

void paintLimit(QPainter &painter, const ChartPicture &picture, const ChartInk &ink, double dpr)
{
    if (!picture.limit)
        return;
    const QRectF plot = picture.layout.plot;
    const double y = snap(picture.limit->y, dpr);
    painter.setRenderHint(QPainter::Antialiasing, false);
    for (double x = snap(plot.left(), dpr); x < plot.right(); x += 7)
        painter.fillRect(QRectF(x, y, std::min(4.0, plot.right() - x), hairline(dpr)), ink.threshold);
    painter.setRenderHint(QPainter::Antialiasing, true);
    painter.setFont(ink.axisStrong);
    painter.setPen(ink.threshold);
    painter.drawText(limitLabelRect(picture, QFontMetricsF(ink.axisStrong), y), Qt::AlignLeft | Qt::AlignVCenter,
                     picture.limitLabel);
}

void paintMarks(QPainter &painter, const ChartPicture &picture, const ChartInk &ink, double dpr)
{
    const QRectF plot = picture.layout.plot;
    const QFontMetricsF metrics(ink.axisStrong);
    double freeFrom = plot.left() - 100;
    for (const ChartPicture::Mark &mark : picture.marks) {
        vertical(painter, mark.x, picture.layout.strip.bottom() + 1, plot.bottom(), ink.tertiary, dpr);
        const double wide = metrics.horizontalAdvance(mark.text) + 8;
        // Right of its line, or left of it near the edge; two that would touch: the later one keeps its line only.
        const double left = mark.x + wide + 2 > plot.right() ? mark.x - wide - 2 : mark.x + 2;
        if (left < freeFrom || mark.text.isEmpty())
            continue;
        const QRectF ground(left, plot.top() + 1, wide, metrics.height() + 2);
        painter.fillRect(ground, ink.ground);
        painter.setFont(ink.axisStrong);
        painter.setPen(ink.primary);
        painter.drawText(ground, Qt::AlignCenter, mark.text);
        freeFrom = ground.right() + 2;
    }
}

void paintNoData(QPainter &painter, const ChartPicture &picture, const ChartInk &ink, double dpr)
{
    if (!picture.noDataFrom)
        return;
    const QRectF plot = picture.layout.plot;
    vertical(painter, *picture.noDataFrom, plot.top(), plot.bottom(), ink.unknown, dpr);
    const QString words = QCoreApplication::translate("HealthChart", "no data");
    const QFontMetricsF metrics(ink.axisStrong);
    const double wide = metrics.horizontalAdvance(words) + 12;
    if (plot.right() - *picture.noDataFrom < wide + 4)
        return;
    QRectF ground((*picture.noDataFrom + plot.right() - wide) / 2, plot.center().y() - metrics.height() / 2 - 1, wide,
                  metrics.height() + 2);
    if (picture.limit) { // what the limit is stays to be read
        const QRectF label = limitLabelRect(picture, metrics, snap(picture.limit->y, dpr));
        if (ground.intersects(label.adjusted(-2, -2, 2, 2)))
            ground.moveTop(label.bottom() + 4);
        if (ground.bottom() > plot.bottom())
            ground.moveBottom(label.top() - 4);
    }
    painter.fillRect(ground, ink.ground);
    painter.setFont(ink.axisStrong);
    painter.setPen(ink.unknownText);
    painter.drawText(ground, Qt::AlignCenter, words);
}

void dot(QPainter &painter, const QPointF &at, double radius, const QColor &fill, const QColor &rim)
{
    painter.setPen(QPen(rim, 1));
    painter.setBrush(fill);
    painter.drawEllipse(at, radius, radius);
    painter.setBrush(Qt::NoBrush);
}

} // namespace

ChartInk chartInk(const Theme &theme, Tone ground)
{
    ChartInk ink;
    ink.ground = theme.colour(ground);
    ink.primary = theme.colour(Tone::InkPrimary);
    ink.tertiary = theme.colour(Tone::InkTertiary);
    ink.fresh = theme.colour(Tone::DataNew);
    ink.stable = theme.colour(Tone::DataStable);
    ink.threshold = theme.colour(Tone::DataThreshold);
    ink.area = theme.colour(Tone::DataArea);
    ink.grid = theme.colour(Tone::DataGrid);
    ink.baseline = theme.colour(Tone::LineStrong);
    ink.quiet = theme.colour(Tone::LineDefault);
    ink.critical = theme.colour(Tone::CriticalFill);
    ink.criticalGround = theme.colour(Tone::CriticalBg);
    ink.warning = theme.colour(Tone::WarningFill);
    ink.warningGround = theme.colour(Tone::WarningBg);
    ink.unknown = theme.colour(Tone::UnknownFill);
    ink.unknownGround = theme.colour(Tone::UnknownBg);
    ink.unknownText = theme.colour(Tone::UnknownText);
    ink.cursor = theme.colour(Tone::AccentFill);
    ink.cursorText = theme.colour(Tone::AccentOn);
    ink.axis = theme.font(TextStyle::Axis);
    ink.axisStrong = ink.axis;
    ink.axisStrong.setWeight(QFont::Medium);
    return ink;
}

void paintHatch(QPainter &painter, const QRectF &rect, const QColor &line, const QColor &ground, double dpr)
{
    painter.save();
    painter.fillRect(rect, ground);
    painter.setClipRect(rect, Qt::IntersectClip);
    painter.setRenderHint(QPainter::Antialiasing, true);
    painter.setPen(QPen(line, hairline(dpr)));
    for (double x = rect.left() - rect.height(); x < rect.right(); x += 5)
        painter.drawLine(QPointF(x, rect.bottom()), QPointF(x + rect.height(), rect.top()));
    painter.restore();
}

void paintChart(QPainter &painter, const ChartPicture &picture, const ChartInk &ink, double dpr)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, true);
    paintGrounds(painter, picture, ink, dpr);
    paintScales(painter, picture, ink, dpr);
    painter.save();
    // A hair wider than the plot: the curve's own thickness at its edges.
    painter.setClipRect(picture.layout.plot.adjusted(0, -1, 1, 1));
    paintCurves(painter, picture, ink, dpr);
    painter.restore();
    paintLimit(painter, picture, ink, dpr);
    paintMarks(painter, picture, ink, dpr);
    paintNoData(painter, picture, ink, dpr);
    if (picture.last)
        dot(painter, *picture.last, 3.2, picture.lastBeyond ? ink.threshold : ink.fresh, ink.ground);
    painter.restore();
}

void paintCursor(QPainter &painter, const ChartPicture &picture, const ChartCursor &cursor, const ChartInk &ink,
                 double dpr)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, true);
    const QRectF plot = picture.layout.plot;
    vertical(painter, cursor.x, picture.layout.strip.top(), plot.bottom(), ink.cursor, dpr);
    if (cursor.stableY)
        dot(painter, {cursor.x, *cursor.stableY}, 3.5, ink.stable, ink.ground);
    if (cursor.freshY)
        dot(painter, {cursor.x, *cursor.freshY}, 3.5, ink.fresh, ink.ground);
    const QFontMetricsF metrics(ink.axisStrong);
    const double wide = metrics.horizontalAdvance(cursor.time) + 12;
    const double left = std::clamp(cursor.x - wide / 2, 0.0, std::max(0.0, plot.right() + 5 - wide));
    const QRectF flag(left, plot.bottom() + 2, wide, metrics.height() + 3);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ink.cursor);
    painter.drawRoundedRect(flag, 3, 3);
    painter.setFont(ink.axisStrong);
    painter.setPen(ink.cursorText);
    painter.drawText(flag, Qt::AlignCenter, cursor.time);
    painter.restore();
}

} // namespace astern::ui
