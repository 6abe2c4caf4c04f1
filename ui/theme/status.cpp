// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/status.h"

#include "ui/theme/paint.h"

#include <QPainterPath>
#include <QPixmapCache>

#include <cmath>

namespace astern::ui {

namespace {

// Shapes are drawn in a box of 14 units and scaled to what is asked.
constexpr qreal kBox = 14;

QPen roundPen(const QColor &colour, qreal width) { return {colour, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin}; }

void polygon(QPainter &painter, const QPolygonF &points, const QColor &fill, const QColor &rim)
{
    // Corners are rounded by a pen of the same colour.
    painter.setBrush(fill);
    painter.setPen(roundPen(rim, 1));
    painter.drawPolygon(points);
}

void drawFailing(QPainter &painter, const Theme &theme)
{
    const QColor fill = theme.colour(Tone::CriticalFill);
    polygon(painter, {{QPointF(7, 1.3), QPointF(13.1, 12.3), QPointF(0.9, 12.3)}}, fill, fill);
    painter.setPen(roundPen(theme.colour(Tone::CriticalOn), 1.5));
    painter.drawLine(QPointF(7, 5.3), QPointF(7, 8.2));
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.colour(Tone::CriticalOn));
    painter.drawEllipse(QPointF(7, 10.5), 0.9, 0.9);
}

// Amber alone is about 2:1 on white: in light the shape has a dark rim.
QColor amberRim(const Theme &theme) { return theme.colour(theme.isDark() ? Tone::WarningFill : Tone::WarningText); }

void drawSuspect(QPainter &painter, const Theme &theme)
{
    polygon(painter, {{QPointF(7, 0.8), QPointF(13.2, 7), QPointF(7, 13.2), QPointF(0.8, 7)}},
            theme.colour(Tone::WarningFill), amberRim(theme));
    QPainterPath wave(QPointF(4.2, 7.6));
    wave.cubicTo(5.2, 5.6, 6.2, 5.9, 7, 7);
    wave.cubicTo(7.8, 8.1, 8.8, 8.4, 9.8, 6.4);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(roundPen(theme.colour(Tone::WarningOn), 1.3));
    painter.drawPath(wave);
}

void drawYourTurn(QPainter &painter, const Theme &theme)
{
    const QColor fill = theme.colour(Tone::AccentFill);
    polygon(painter, {{QPointF(1.2, 2), QPointF(9.2, 2), QPointF(13.2, 7), QPointF(9.2, 12), QPointF(1.2, 12)}}, fill,
            fill);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(roundPen(theme.colour(Tone::AccentOn), 1.5));
    painter.drawPolyline(QPolygonF{{QPointF(3.7, 7.1), QPointF(5.7, 9), QPointF(9.2, 5.2)}});
}

void dashedRing(QPainter &painter, const QColor &colour, qreal width)
{
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(colour, width, Qt::SolidLine, Qt::FlatCap));
    for (int i = 0; i < 8; ++i)
        painter.drawArc(QRectF(1.2, 1.2, 11.6, 11.6), (i * 45 + 8) * 16, 29 * 16);
}

void drawUnknown(QPainter &painter, const Theme &theme)
{
    const QColor colour = theme.colour(Tone::UnknownFill);
    dashedRing(painter, colour, 1.5);
    QPainterPath mark(QPointF(5.3, 5.7));
    mark.cubicTo(5.3, 3.4, 8.8, 3.5, 8.7, 5.7);
    mark.cubicTo(8.7, 7.0, 7, 6.9, 7, 8.3);
    painter.setPen(roundPen(colour, 1.3));
    painter.drawPath(mark);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawEllipse(QPointF(7, 10.2), 0.8, 0.8);
}

void drawExternal(QPainter &painter, const Theme &theme)
{
    painter.setBrush(theme.colour(Tone::WarningFill));
    painter.setPen(roundPen(amberRim(theme), 1));
    painter.drawRect(QRectF(1.5, 1.5, 11, 11));
    painter.setPen(roundPen(theme.colour(Tone::WarningOn), 1.4));
    painter.drawLine(QPointF(4.4, 5.5), QPointF(9.6, 5.5));
    painter.drawLine(QPointF(4.4, 8.5), QPointF(9.6, 8.5));
}

void drawRunning(QPainter &painter, const Theme &theme)
{
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme.colour(Tone::LineDefault), 1.6));
    painter.drawEllipse(QPointF(7, 7), 5, 5);
    painter.setPen(QPen(theme.colour(Tone::GlyphCalm), 1.6, Qt::SolidLine, Qt::RoundCap));
    painter.drawArc(QRectF(2, 2, 10, 10), 90 * 16, -120 * 16);
}

void drawRolledBack(QPainter &painter, const Theme &theme)
{
    painter.setBrush(Qt::NoBrush);
    painter.setPen(roundPen(theme.colour(Tone::GlyphCalm), 1.4));
    painter.drawPolyline(QPolygonF{{QPointF(5, 2.6), QPointF(2.2, 5.4), QPointF(5, 8.2)}});
    QPainterPath arrow(QPointF(2.4, 5.4));
    arrow.lineTo(8.6, 5.4);
    arrow.cubicTo(12.9, 5.4, 12.9, 11.6, 8.6, 11.6);
    arrow.lineTo(6.6, 11.6);
    painter.drawPath(arrow);
}

void drawCalm(QPainter &painter, const Theme &theme, Status status)
{
    const QColor colour = theme.colour(Tone::GlyphCalm);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    switch (status) {
    case Status::Held:
        painter.drawRoundedRect(QRectF(3.6, 2.8, 2.3, 8.4), 0.6, 0.6);
        painter.drawRoundedRect(QRectF(8.1, 2.8, 2.3, 8.4), 0.6, 0.6);
        break;
    case Status::NoVerdict:
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(colour, 1.4));
        painter.drawEllipse(QPointF(7, 7), 3, 3);
        break;
    case Status::Finished:
        painter.setBrush(Qt::NoBrush);
        painter.setPen(roundPen(colour, 1.5));
        painter.drawPolyline(QPolygonF{{QPointF(2.6, 7.6), QPointF(5.6, 10.6), QPointF(11.6, 4)}});
        break;
    case Status::Stale:
        dashedRing(painter, colour, 1.4);
        break;
    default:
        painter.drawEllipse(QPointF(7, 7), 3, 3);
    }
}

} // namespace

StatusLook look(Status status)
{
    switch (status) {
    case Status::Failing:
        return {Tone::CriticalText, Tone::CriticalFill, Tone::CriticalBg, true};
    case Status::Suspect:
    case Status::External:
        return {Tone::WarningText, Tone::WarningFill, Tone::WarningBg, true};
    case Status::YourTurn:
        return {Tone::AccentText, Tone::AccentFill, Tone::AccentBg, true};
    case Status::Unknown:
        return {Tone::UnknownText, Tone::UnknownFill, Tone::UnknownBg, true};
    default:
        return {};
    }
}

void drawStatus(QPainter &painter, const Theme &theme, const QRectF &rect, Status status)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(rect.topLeft());
    painter.scale(rect.width() / kBox, rect.height() / kBox);
    switch (status) {
    case Status::Failing:
        drawFailing(painter, theme);
        break;
    case Status::Suspect:
        drawSuspect(painter, theme);
        break;
    case Status::YourTurn:
        drawYourTurn(painter, theme);
        break;
    case Status::Unknown:
        drawUnknown(painter, theme);
        break;
    case Status::External:
        drawExternal(painter, theme);
        break;
    case Status::Running:
        drawRunning(painter, theme);
        break;
    case Status::RolledBack:
        drawRolledBack(painter, theme);
        break;
    default:
        drawCalm(painter, theme, status);
    }
    painter.restore();
}

QPixmap statusPixmap(const Theme &theme, Status status, int px, qreal dpr)
{
    const int device = int(std::lround(theme.px(px) * dpr));
    const QString key =
        QStringLiteral("astern-status/%1/%2/%3/%4").arg(int(status)).arg(device).arg(dpr).arg(theme.isDark() ? 1 : 0);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    pixmap = QPixmap(device, device);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    drawStatus(painter, theme, QRectF(0, 0, device, device), status);
    painter.end();
    pixmap.setDevicePixelRatio(dpr);
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

} // namespace astern::ui
