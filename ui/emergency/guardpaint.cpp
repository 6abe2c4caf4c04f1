// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/emergency/guardpaint.h"

#include "ui/theme/paint.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace astern::ui {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("GuardControl", text); }

QColor alpha(QColor colour, double a)
{
    colour.setAlphaF(float(a));
    return colour;
}

QPainterPath rounded(const QRectF &rect, double radius)
{
    QPainterPath path;
    path.addRoundedRect(rect, radius, radius);
    return path;
}

void stripes(QPainter &painter, const QPainterPath &shape, const QColor &colour, double width)
{
    painter.save();
    painter.setClipPath(shape, Qt::IntersectClip);
    const QRectF box = shape.boundingRect();
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    // Lean by 45 degrees; stripe and gap are equally wide.
    for (double x = box.left() - box.height(); x < box.right(); x += width * 2.8) {
        const QPointF quad[] = {{x, box.bottom()},
                                {x + width * 1.4, box.bottom()},
                                {x + width * 1.4 + box.height(), box.top()},
                                {x + box.height(), box.top()}};
        painter.drawConvexPolygon(quad, 4);
    }
    painter.restore();
}

void outline(QPainter &painter, const QRectF &rect, double radius, const QColor &colour, double width)
{
    painter.setPen(QPen(colour, width));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(rect.adjusted(width / 2, width / 2, -width / 2, -width / 2), radius, radius);
}

// One line that gives way at its end.
double line(QPainter &painter, const QRectF &room, const QFont &font, const QColor &colour, const QString &text)
{
    painter.setFont(font);
    painter.setPen(colour);
    const QFontMetricsF metrics(font);
    const QString shown = metrics.elidedText(text, Qt::ElideRight, room.width());
    painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter, shown);
    return metrics.horizontalAdvance(shown);
}

// Where the commit would land. Loud for production, plain otherwise, never absent.
double paintZone(QPainter &painter, const QPointF &topRight, const GuardLook &look, const QFont &font,
                 const QColor &colour, const QColor &on)
{
    if (look.words.zone.isEmpty())
        return 0;
    const QFontMetricsF metrics(font);
    const double wide = metrics.horizontalAdvance(look.words.zone) + 12;
    const QRectF chip(topRight.x() - wide, topRight.y(), wide, metrics.height() + 4);
    if (look.words.production) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        painter.drawRoundedRect(chip, 3, 3);
    } else {
        outline(painter, chip, 3, colour, 1);
    }
    painter.setFont(font);
    painter.setPen(look.words.production ? on : colour);
    painter.drawText(chip, Qt::AlignCenter, look.words.zone);
    return wide;
}

void paintClosed(QPainter &painter, const QRectF &frame, const GuardLook &look, const GuardInk &ink)
{
    const double em = look.em;
    const QPainterPath cover = rounded(frame, 6);
    painter.fillPath(cover, ink.ground);
    stripes(painter, cover, alpha(ink.critical, look.hover ? 0.26 : 0.2), 12 * em);
    outline(painter, frame, 6, ink.critical, 1.5);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ink.deep);
    for (const double x : {frame.left() + 40 * em, frame.right() - 72 * em})
        painter.drawRoundedRect(QRectF(x, frame.top() - 3 * em, 32 * em, 6 * em), 2, 2);

    const double plateHeight = std::min(frame.height() - 28 * em, 66 * em);
    const double plateWidth = std::min(frame.width() - 80 * em, 400 * em);
    const QRectF plate(frame.center().x() - plateWidth / 2, frame.center().y() - plateHeight / 2 + 1, plateWidth,
                       plateHeight);
    painter.fillPath(rounded(plate, 4), ink.ground);
    outline(painter, plate, 4, look.focus ? ink.focus : ink.line, look.focus ? 2 : hairline(look.dpr));
    const double iconSide = look.lock.isNull() ? 0 : look.lock.deviceIndependentSize().width();
    painter.drawPixmap(QPointF(plate.left() + 18 * em, plate.center().y() - iconSide / 2), look.lock);
    const double textLeft = plate.left() + 36 * em + iconSide - 2;
    const QFontMetricsF titles(ink.title);
    const QFontMetricsF smalls(ink.small);
    const double block = titles.height() + smalls.height() + 2;
    const double top = plate.center().y() - block / 2;
    const double capWidth = paintKeyCap(
        painter, QRectF(plate.left(), plate.top(), plate.width() - 14 * em, plate.height()), tr("Space"), ink);
    const double room = plate.right() - textLeft - capWidth - 22 * em;
    line(painter, QRectF(textLeft, top, room, titles.height()), ink.title, ink.primary, tr("Open the guard"));
    const QString detail = tr("Nothing is sent yet. Then press and hold %1 s.").arg(double(look.holdMs) / 1000);
    line(painter, QRectF(textLeft, top + titles.height() + 2, room, smalls.height()), ink.small, ink.secondary, detail);
}

void paintLocked(QPainter &painter, const QRectF &frame, const GuardLook &look, const GuardInk &ink)
{
    painter.fillPath(rounded(frame, 6), ink.sunken);
    painter.setPen(QPen(ink.line, hairline(look.dpr), Qt::DashLine));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    if (look.focus)
        outline(painter, frame, 6, ink.focus, 2);
    const double em = look.em;
    const double iconSide = look.lock.isNull() ? 0 : look.lock.deviceIndependentSize().width();
    painter.drawPixmap(QPointF(frame.left() + 18 * em, frame.top() + 18 * em), look.lock);
    const QFontMetricsF titles(ink.title);
    QRectF text(frame.left() + 34 * em + iconSide, frame.top() + 14 * em, frame.width() - 50 * em - iconSide,
                frame.height() - 24 * em);
    painter.setFont(ink.title);
    painter.setPen(ink.primary);
    const QRectF why = QFontMetricsF(ink.title).boundingRect(text, Qt::TextWordWrap, look.lockedWhy);
    painter.drawText(text, Qt::TextWordWrap, look.lockedWhy);
    text.setTop(text.top() + why.height() + 2);
    painter.setFont(ink.small);
    painter.setPen(ink.secondary);
    painter.drawText(text, Qt::TextWordWrap, look.lockedHint);
}

void paintRing(QPainter &painter, const QPointF &centre, const GuardLook &look, const GuardInk &ink)
{
    const double radius = 19 * look.em;
    const QRectF box(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(alpha(ink.on, 0.4), 3 * look.em));
    painter.drawEllipse(box);
    painter.setPen(QPen(ink.on, 3 * look.em, Qt::SolidLine, Qt::FlatCap));
    painter.drawArc(box, 90 * 16, -int(look.fill * 360 * 16));
    const bool moving = look.state == GuardMachine::State::Holding;
    const QString digits =
        QString::number(std::ceil(double(moving ? look.holdLeftMs : look.holdMs) / 100) / 10, 'f', 1);
    painter.setFont(ink.strong);
    painter.setPen(ink.on);
    painter.drawText(box, Qt::AlignCenter, moving ? digits : QString(digits + QChar(0x202f) + QLatin1Char('s')));
}

void paintOpen(QPainter &painter, const QRectF &frame, const GuardLook &look, const GuardInk &ink)
{
    const double em = look.em;
    painter.fillPath(rounded(frame, 6), ink.well);
    painter.save();
    painter.setClipPath(rounded(frame, 6));
    const QRectF strip(frame.left(), frame.top(), frame.width(), 13 * em);
    painter.fillRect(strip, ink.ground);
    QPainterPath stripShape;
    stripShape.addRect(strip);
    stripes(painter, stripShape, alpha(ink.critical, 0.28), 7 * em);
    painter.fillRect(QRectF(strip.left(), snap(strip.bottom(), look.dpr), strip.width(), hairline(look.dpr)),
                     ink.critical);
    painter.restore();
    outline(painter, frame, 6, ink.critical, 1.5);

    const bool holding = look.state == GuardMachine::State::Holding || look.state == GuardMachine::State::Falling ||
                         look.state == GuardMachine::State::Sent;
    const QRectF control = holdRect(frame, em);
    const QPainterPath shape = rounded(control, 4);
    painter.fillPath(shape, holding ? ink.deep : ink.critical);
    if (holding) {
        painter.save();
        painter.setClipPath(shape);
        const double edge = snap(control.left() + control.width() * look.fill, look.dpr);
        painter.fillRect(QRectF(control.left(), control.top(), edge - control.left(), control.height()), ink.critical);
        if (look.fill > 0 && look.fill < 1)
            painter.fillRect(QRectF(edge - 1.5, control.top(), 3, control.height()), ink.on);
        painter.restore();
    } else if (look.focus) {
        // Between frame and control: visible on both grounds.
        outline(painter, control.adjusted(-4, -4, 4, 4), 6, ink.focus, 2);
    }
    if (look.typing)
        return;
    const double ringRoom = 62 * em;
    paintRing(painter, {control.right() - ringRoom / 2 - 5 * em, control.center().y()}, look, ink);
    const QFontMetricsF holds(ink.hold);
    const QFontMetricsF smalls(ink.strong);
    const double block = holds.height() + smalls.height() + 3 * em;
    const double top = control.center().y() - block / 2;
    const double left = control.left() + 18 * em;
    const double right = control.right() - ringRoom - 14 * em;
    const double chip =
        paintZone(painter, {right, top + holds.height() + 3 * em - 2}, look, ink.strong, ink.on, ink.deep);
    const bool keep = look.state == GuardMachine::State::Holding;
    line(painter, QRectF(left, top, right - left, holds.height()), ink.hold, ink.on,
         keep ? tr("Keep holding") : look.words.hold);
    line(painter, QRectF(left, top + holds.height() + 3 * em, right - left - chip - 10 * em, smalls.height()),
         ink.strong, ink.on, keep ? tr("Let go and nothing happens") : look.words.detail);
}

} // namespace

GuardInk guardInk(const Theme &theme)
{
    GuardInk ink;
    ink.ground = theme.colour(Tone::BgRaised);
    ink.well = theme.colour(Tone::CriticalBg);
    ink.sunken = theme.colour(Tone::BgSunken);
    ink.primary = theme.colour(Tone::InkPrimary);
    ink.secondary = theme.colour(Tone::InkSecondary);
    ink.line = theme.colour(Tone::LineStrong);
    ink.keyCap = theme.colour(Tone::BgApp);
    ink.critical = theme.colour(Tone::CriticalFill);
    ink.deep = theme.colour(Tone::CriticalDeep);
    ink.on = theme.colour(Tone::CriticalOn);
    ink.focus = theme.colour(Tone::Focus);
    ink.title = theme.font(TextStyle::PaneTitle);
    ink.hold = theme.font(TextStyle::Title);
    ink.small = theme.font(TextStyle::Small);
    ink.strong = theme.font(TextStyle::SmallStrong);
    ink.caption = theme.font(TextStyle::CaptionMedium);
    return ink;
}

QRectF holdRect(const QRectF &frame, double em) { return frame.adjusted(8, 13 * em + 8, -8, -8); }

double paintKeyCap(QPainter &painter, const QRectF &room, const QString &key, const GuardInk &ink)
{
    const QFontMetricsF metrics(ink.caption);
    const double wide = metrics.horizontalAdvance(key) + 16;
    const double high = metrics.height() + 5;
    const QRectF cap(room.right() - wide, room.center().y() - high / 2, wide, high);
    painter.setPen(QPen(ink.line, 1));
    painter.setBrush(ink.keyCap);
    painter.drawRoundedRect(cap.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
    painter.setFont(ink.caption);
    painter.setPen(ink.secondary);
    painter.drawText(cap, Qt::AlignCenter, key);
    return wide;
}

void paintGuard(QPainter &painter, const QRectF &frame, const GuardLook &look, const GuardInk &ink)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, true);
    switch (look.state) {
    case GuardMachine::State::Locked:
        paintLocked(painter, frame, look, ink);
        break;
    case GuardMachine::State::Closed:
        paintClosed(painter, frame, look, ink);
        break;
    case GuardMachine::State::Open:
    case GuardMachine::State::Holding:
    case GuardMachine::State::Falling:
    case GuardMachine::State::Sent:
        paintOpen(painter, frame, look, ink);
        break;
    }
    painter.restore();
}

} // namespace astern::ui
