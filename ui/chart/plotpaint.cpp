// SPDX-License-Identifier: GPL-3.0-or-later
// What stands around the lines: scales, limits, silence, cursor. Scene and viewport have the same coordinates.
#include "ui/chart/curvepen.h"
#include "ui/chart/signalplot.h"

#include "models/base/format.h"
#include "ui/rollout/chartpaint.h"
#include "ui/theme/paint.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace astern::ui {

void SignalPlot::drawBackground(QPainter *painter, const QRectF &)
{
    painter->fillRect(viewport()->rect(), theme().colour(Tone::BgSurface));
    paintScales(*painter);
    paintSilence(*painter);
}

void SignalPlot::drawForeground(QPainter *painter, const QRectF &)
{
    painter->setRenderHint(QPainter::Antialiasing);
    if (m_picture.lines.size() != m_curves.size())
        return; // not composed yet
    paintBeyond(*painter);
    paintLimits(*painter);
    for (int i = 0; i < m_picture.lines.size(); ++i) {
        if (!m_picture.lines.at(i).last)
            continue;
        painter->setPen(QPen(theme().colour(Tone::BgSurface), 1));
        painter->setBrush(curvePen(theme(), m_curves.at(i).subject, m_curves.at(i).stable).color());
        painter->drawEllipse(*m_picture.lines.at(i).last, 3.2, 3.2);
    }
    painter->setBrush(Qt::NoBrush);
    paintCursor(*painter);
    if (m_drag == Drag::Select) {
        const QRectF plot = plotRect();
        const double left = std::clamp(std::min(m_pressed.x(), m_at.x()), plot.left(), plot.right());
        const double right = std::clamp(std::max(m_pressed.x(), m_at.x()), plot.left(), plot.right());
        QColor fill = theme().colour(Tone::AccentFill);
        fill.setAlphaF(0.14F);
        painter->fillRect(QRectF(left, plot.top(), right - left, plot.height()), fill);
        drawVLine(*painter, left, plot.top(), plot.bottom(), theme().colour(Tone::AccentFill));
        drawVLine(*painter, right, plot.top(), plot.bottom(), theme().colour(Tone::AccentFill));
    }
    if (hasFocus() && !m_bare)
        drawFocusRing(*painter, QRectF(viewport()->rect()), 4, theme().colour(Tone::Focus));
}

void SignalPlot::paintScales(QPainter &painter) const
{
    const QRectF plot = plotRect();
    const QColor ink = theme().colour(Tone::InkTertiary);
    const double line = theme().line(TextStyle::Caption);
    for (int i = 0; i < m_picture.axes.size(); ++i) {
        const PlotPicture::Axis &axis = m_picture.axes.at(i);
        const bool isFirst = i == 0;
        const double left = isFirst ? 0 : plot.right() + 6 + (i - 1) * axisWidth();
        const Qt::Alignment side = (isFirst ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter;
        const double wide = axisWidth() - 6;
        for (int tick = 0; tick < axis.scale.ticks.size(); ++tick) {
            const double y = axis.scale.toY(axis.scale.ticks.at(tick));
            if (isFirst && tick > 0)
                drawHLine(painter, plot.left(), plot.right(), y, theme().colour(Tone::DataGrid));
            drawText(painter, theme(), QRectF(left, y - line / 2, wide, line), TextStyle::Caption, ink,
                     tickLabel(axis.scale.ticks.at(tick)), side);
        }
        drawText(painter, theme(), QRectF(left, plot.top() - 1.5 * line - 3, wide, line), TextStyle::CaptionStrong,
                 theme().colour(Tone::InkSecondary), axis.unit, side);
        if (!isFirst)
            drawVLine(painter, left - 4, plot.top(), plot.bottom(), theme().colour(Tone::LineDefault));
    }
    drawHLine(painter, plot.left(), plot.right(), plot.bottom(), theme().colour(Tone::LineStrong));
    for (const PlotPicture::Tick &tick : m_picture.timeTicks) {
        drawVLine(painter, tick.x, plot.bottom(), plot.bottom() + 4, theme().colour(Tone::LineStrong));
        const double wide = textWidth(theme(), TextStyle::Caption, tick.text) + 2;
        const double left = std::clamp(tick.x - wide / 2, plot.left() - 8, std::max(plot.left(), plot.right() - wide));
        drawText(painter, theme(), QRectF(left, plot.bottom() + 6, wide, line), TextStyle::Caption, ink, tick.text);
    }
}

void SignalPlot::paintSilence(QPainter &painter) const
{
    if (!m_picture.silentFrom)
        return;
    const QRectF plot = plotRect();
    QColor hatch = theme().colour(Tone::UnknownFill);
    hatch.setAlphaF(0.35F);
    QColor ground = theme().colour(Tone::UnknownBg);
    ground.setAlphaF(0.62F);
    const QRectF silent(*m_picture.silentFrom, plot.top(), plot.right() - *m_picture.silentFrom, plot.height());
    paintHatch(painter, silent, hatch, ground, devicePixelRatioF());
    drawVLine(painter, silent.left(), plot.top(), plot.bottom(), theme().colour(Tone::UnknownFill));
    const QString words = tr("no data");
    const double wide = textWidth(theme(), TextStyle::CaptionStrong, words) + 12;
    if (silent.width() < wide + 4)
        return;
    const double line = theme().line(TextStyle::CaptionStrong);
    const QRectF label(silent.center().x() - wide / 2, plot.top() + 6, wide, line + 2);
    painter.fillRect(label, theme().colour(Tone::BgSurface));
    drawText(painter, theme(), label, TextStyle::CaptionStrong, theme().colour(Tone::UnknownText), words,
             Qt::AlignCenter);
}

// As in the small chart: what is beyond its limit is red, however it is compared.
void SignalPlot::paintBeyond(QPainter &painter) const
{
    const QColor red = theme().colour(Tone::DataThreshold);
    painter.save();
    painter.setClipRect(plotRect());
    for (int i = 0; i < m_picture.lines.size(); ++i) {
        const PlotPicture::Line &line = m_picture.lines.at(i);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme().colour(Tone::DataArea));
        for (const QPolygonF &area : line.split.areas)
            painter.drawPolygon(area);
        painter.setBrush(Qt::NoBrush);
        QPen pen = curvePen(theme(), m_curves.at(i).subject, false);
        pen.setColor(red);
        pen.setWidthF(pen.widthF() + 0.5);
        painter.setPen(pen);
        for (const QPolygonF &piece : line.split.beyond)
            painter.drawPolyline(piece);
    }
    painter.restore();
}

void SignalPlot::paintLimits(QPainter &painter) const
{
    const QRectF plot = plotRect();
    const QColor red = theme().colour(Tone::DataThreshold);
    const double dpr = devicePixelRatioF();
    const double line = theme().line(TextStyle::CaptionStrong);
    for (const PlotPicture::Limit &limit : m_picture.limits) {
        const double y = snap(limit.y, dpr);
        painter.setRenderHint(QPainter::Antialiasing, false);
        for (double x = snap(plot.left(), dpr); x < plot.right(); x += 7)
            painter.fillRect(QRectF(x, y, std::min(4.0, plot.right() - x), hairline(dpr)), red);
        painter.setRenderHint(QPainter::Antialiasing, true);
        // On a ground of its own: the line that it belongs to may be crossed by curves.
        const double wide = textWidth(theme(), TextStyle::CaptionStrong, limit.label) + 8;
        const QRectF label(plot.left() + 6, limit.beyondIsUp ? y - line - 3 : y + 3, wide, line);
        QColor ground = theme().colour(Tone::BgSurface);
        ground.setAlphaF(0.85F);
        painter.fillRect(label, ground);
        drawText(painter, theme(), label.adjusted(4, 0, 0, 0), TextStyle::CaptionStrong, red, limit.label);
    }
}

void SignalPlot::paintCursor(QPainter &painter) const
{
    if (!m_cursor || *m_cursor < m_span.fromMs || *m_cursor > m_span.toMs)
        return;
    const QRectF plot = plotRect();
    const double x = m_picture.time.toX(*m_cursor);
    const QColor blue = theme().colour(Tone::AccentFill);
    drawVLine(painter, x, plot.top(), plot.bottom(), blue);
    for (int i = 0; i < m_curves.size(); ++i) {
        const Curve &curve = m_curves.at(i);
        const std::optional<Sample> sample =
            m_shown.at(i) ? sampleAt(m_store.view(curve.id), *m_cursor, curve.spec.staleAfterMs()) : std::nullopt;
        if (!sample || !std::isfinite(sample->value))
            continue;
        const ValueScale &scale = m_picture.axes.at(m_picture.lines.at(i).axis).scale;
        const QPointF at(x, scale.toY(sample->value * displayFactor(curve.spec)));
        if (!plot.adjusted(-1, -1, 1, 1).contains(at))
            continue;
        painter.setPen(QPen(theme().colour(Tone::BgSurface), 1));
        painter.setBrush(curvePen(theme(), curve.subject, curve.stable).color());
        painter.drawEllipse(at, 3.5, 3.5);
    }
    painter.setBrush(Qt::NoBrush);
    const QString time = format::clock(*m_cursor, m_nowMs);
    const double wide = textWidth(theme(), TextStyle::CaptionStrong, time) + 10;
    const double left = std::clamp(x - wide / 2, plot.left(), std::max(plot.left(), plot.right() - wide));
    const QRectF flag(left, plot.bottom() + 4, wide, theme().line(TextStyle::CaptionStrong) + 2);
    painter.setPen(Qt::NoPen);
    painter.setBrush(blue);
    painter.drawRoundedRect(flag, 3, 3);
    painter.setBrush(Qt::NoBrush);
    drawText(painter, theme(), flag, TextStyle::CaptionStrong, theme().colour(Tone::AccentOn), time, Qt::AlignCenter);
}

} // namespace astern::ui
