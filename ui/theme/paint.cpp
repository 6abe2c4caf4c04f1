// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/paint.h"

#include <QFontMetricsF>
#include <QPaintDevice>

#include <cmath>

namespace astern::ui {

qreal devicePixelRatio(const QPainter &painter) { return painter.device() ? painter.device()->devicePixelRatioF() : 1; }

qreal snap(qreal value, qreal dpr) { return std::round(value * dpr) / dpr; }

qreal hairline(qreal dpr) { return std::max(1.0, std::floor(dpr)) / dpr; }

void drawHLine(QPainter &painter, qreal left, qreal right, qreal y, const QColor &colour)
{
    const qreal dpr = devicePixelRatio(painter);
    painter.fillRect(QRectF(left, snap(y, dpr), right - left, hairline(dpr)), colour);
}

void drawVLine(QPainter &painter, qreal x, qreal top, qreal bottom, const QColor &colour)
{
    const qreal dpr = devicePixelRatio(painter);
    painter.fillRect(QRectF(snap(x, dpr), top, hairline(dpr), bottom - top), colour);
}

void fillSnapped(QPainter &painter, const QRectF &rect, const QColor &colour)
{
    const qreal dpr = devicePixelRatio(painter);
    const QPointF topLeft(snap(rect.left(), dpr), snap(rect.top(), dpr));
    const QPointF bottomRight(snap(rect.right(), dpr), snap(rect.bottom(), dpr));
    painter.fillRect(QRectF(topLeft, bottomRight), colour);
}

void drawPanel(QPainter &painter, const QRectF &rect, qreal radius, const QColor &fill, const QColor &border)
{
    const qreal line = hairline(devicePixelRatio(painter));
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(fill);
    painter.setPen(border.alpha() == 0 ? QPen(Qt::NoPen) : QPen(border, line));
    const qreal inset = border.alpha() == 0 ? 0 : line / 2;
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius, radius);
    painter.restore();
}

void drawFocusRing(QPainter &painter, const QRectF &rect, qreal radius, const QColor &colour)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(colour, 2));
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), std::max(0.0, radius - 1), std::max(0.0, radius - 1));
    painter.restore();
}

void drawHatch(QPainter &painter, const QRectF &rect, const QColor &colour)
{
    painter.save();
    painter.setClipRect(rect, Qt::IntersectClip);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colour, 1));
    constexpr qreal step = 4;
    // Lines start at multiples of the step, so that neighbouring hatches meet.
    const qreal first = std::floor((rect.left() - rect.height()) / step) * step;
    for (qreal x = first; x < rect.right(); x += step)
        painter.drawLine(QPointF(x, rect.bottom()), QPointF(x + rect.height(), rect.top()));
    painter.restore();
}

qreal drawText(QPainter &painter, const Theme &theme, const QRectF &rect, TextStyle style, const QColor &colour,
               const QString &text, Qt::Alignment align, Qt::TextElideMode elide)
{
    if (text.isEmpty() || rect.width() <= 0)
        return 0;
    const Theme::TextRun &run = theme.textRun(style, text, rect.width(), elide);
    const QSizeF size = run.text.size();
    const qreal spare = rect.width() - run.width;
    const qreal x = align & Qt::AlignRight ? spare : align & Qt::AlignHCenter ? spare / 2 : 0;
    const qreal high = rect.height() - size.height();
    const qreal y = align & Qt::AlignBottom ? high : align & Qt::AlignVCenter ? high / 2 : 0;
    painter.setFont(theme.font(style));
    painter.setPen(colour);
    painter.drawStaticText(QPointF(rect.left() + x, rect.top() + y), run.text);
    return run.width;
}

qreal textWidth(const Theme &theme, TextStyle style, const QString &text)
{
    return theme.textRun(style, text, 0, Qt::ElideNone).width;
}

} // namespace astern::ui
