// SPDX-License-Identifier: GPL-3.0-or-later
// Hands and keys on the plot.
#include "ui/chart/signalplot.h"

#include "ui/widgets/axisturn.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace astern::ui {
namespace {

constexpr double kLeastDrag = 5; // px; less is a click that trembled

} // namespace

void SignalPlot::wheelEvent(QWheelEvent *event)
{
    event->accept();
    const auto turn = axisTurn(*event);
    if (!turn)
        return;
    if (turn->move)
        Q_EMIT panRequested(std::llround(*turn->move * double(m_span.lengthMs())));
    else
        Q_EMIT zoomRequested(turn->zoom, m_picture.time.toTime(event->position().x()));
}

void SignalPlot::mousePressEvent(QMouseEvent *event)
{
    const bool pan = event->button() == Qt::MiddleButton ||
                     (event->button() == Qt::LeftButton && event->modifiers() & Qt::ShiftModifier);
    if (m_drag != Drag::None || (event->button() != Qt::LeftButton && !pan))
        return;
    m_drag = pan ? Drag::Pan : Drag::Select;
    m_pressed = m_at = event->position();
    if (pan)
        viewport()->setCursor(Qt::ClosedHandCursor);
    viewport()->update();
}

void SignalPlot::mouseMoveEvent(QMouseEvent *event)
{
    const QPointF before = m_at;
    m_at = event->position();
    if (m_drag == Drag::Pan) {
        const double perPixel = double(m_span.lengthMs()) / std::max(1.0, m_picture.time.width);
        Q_EMIT panRequested(-std::llround((m_at.x() - before.x()) * perPixel));
        return;
    }
    const QRectF plot = plotRect();
    if (m_at.x() < plot.left() || m_at.x() > plot.right())
        Q_EMIT cursorMoved(std::nullopt);
    else
        Q_EMIT cursorMoved(m_picture.time.toTime(m_at.x()));
    if (m_drag == Drag::Select)
        viewport()->update();
}

void SignalPlot::mouseReleaseEvent(QMouseEvent *event)
{
    if (m_drag == Drag::None || (event->button() != Qt::LeftButton && event->button() != Qt::MiddleButton))
        return;
    m_at = event->position();
    const bool selected = m_drag == Drag::Select && std::abs(m_at.x() - m_pressed.x()) >= kLeastDrag;
    m_drag = Drag::None;
    viewport()->unsetCursor();
    viewport()->update();
    if (selected)
        Q_EMIT spanRequested({m_picture.time.toTime(m_pressed.x()), m_picture.time.toTime(m_at.x())});
}

// The second press of a double click is a press like the first.
void SignalPlot::mouseDoubleClickEvent(QMouseEvent *event) { mousePressEvent(event); }

void SignalPlot::leaveEvent(QEvent *event)
{
    QChartView::leaveEvent(event);
    Q_EMIT cursorMoved(std::nullopt);
}

void SignalPlot::keyPressEvent(QKeyEvent *event)
{
    const bool shift = event->modifiers() & Qt::ShiftModifier;
    const double length = double(m_span.lengthMs());
    // Around the cursor where there is one; else the newest stays, which is what a person watches.
    const qint64 around = m_cursor.value_or(m_span.toMs);
    switch (event->key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        Q_EMIT zoomRequested(kAxisKeyZoom, around);
        return;
    case Qt::Key_Minus:
    case Qt::Key_Underscore:
        Q_EMIT zoomRequested(1 / kAxisKeyZoom, around);
        return;
    case Qt::Key_Left:
    case Qt::Key_Right: {
        const int way = event->key() == Qt::Key_Left ? -1 : 1;
        if (shift)
            Q_EMIT cursorStepped(way);
        else
            Q_EMIT panRequested(std::llround(way * kAxisKeyStep * length));
        return;
    }
    case Qt::Key_PageUp:
        Q_EMIT panRequested(-std::llround(length));
        return;
    case Qt::Key_PageDown:
        Q_EMIT panRequested(std::llround(length));
        return;
    case Qt::Key_Home:
        Q_EMIT liveRequested();
        return;
    case Qt::Key_Escape:
        if (m_drag != Drag::None) {
            m_drag = Drag::None;
            viewport()->unsetCursor();
            viewport()->update();
            return;
        }
        if (m_cursor) {
            Q_EMIT cursorMoved(std::nullopt);
            return;
        }
        break;
    default:
        break;
    }
    // Not to the scroll area, which would take arrows and scroll nothing.
    event->ignore();
}

} // namespace astern::ui
