// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QPainter>
#include <QRectF>
#include <QString>

namespace astern::ui {

// Small painting words that every screen shares. Lines are filled rectangles snapped to device pixels, because
// strokes of one logical pixel blur at fractional scales.

[[nodiscard]] qreal devicePixelRatio(const QPainter &painter);
// Nearest device pixel.
[[nodiscard]] qreal snap(qreal value, qreal dpr);
// One hairline: as thin as whole device pixels allow.
[[nodiscard]] qreal hairline(qreal dpr);
void drawHLine(QPainter &painter, qreal left, qreal right, qreal y, const QColor &colour);
void drawVLine(QPainter &painter, qreal x, qreal top, qreal bottom, const QColor &colour);
// A filled rectangle with all four edges on device pixels.
void fillSnapped(QPainter &painter, const QRectF &rect, const QColor &colour);
// Rounded panel with a hairline border inside `rect`.
void drawPanel(QPainter &painter, const QRectF &rect, qreal radius, const QColor &fill, const QColor &border);
// 2 px focus ring inside the rectangle.
void drawFocusRing(QPainter &painter, const QRectF &rect, qreal radius, const QColor &colour);
// Diagonal hatch: "no data here".
void drawHatch(QPainter &painter, const QRectF &rect, const QColor &colour);

// Text in one style, vertically centred by default; elided to the rectangle. Answers the width used.
qreal drawText(QPainter &painter, const Theme &theme, const QRectF &rect, TextStyle style, const QColor &colour,
               const QString &text, Qt::Alignment align = Qt::AlignLeft | Qt::AlignVCenter,
               Qt::TextElideMode elide = Qt::ElideRight);
[[nodiscard]] qreal textWidth(const Theme &theme, TextStyle style, const QString &text);

} // namespace astern::ui
