// SPDX-License-Identifier: GPL-3.0-or-later
// Hands and keys on the time axis.
#include "ui/timeline/timelineview.h"

#include "ui/widgets/axisturn.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace astern::ui {
namespace {

constexpr double kLeastDrag = 4; // px; less is a click that trembled
constexpr qint64 kLeastMs = 60'000;

} // namespace

void TimelineView::wheelEvent(QWheelEvent *event)
{
    event->accept();
    const auto turn = axisTurn(*event);
    if (!turn)
        return;
    const auto length = double(span().lengthMs());
    if (turn->move)
        m_range.pan(std::llround(*turn->move * length), kept());
    else
        m_range.zoom(std::max(turn->zoom, double(kLeastMs) / length), scale().toTime(event->position().x()), kept());
    moved();
}

void TimelineView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton && event->button() != Qt::MiddleButton)
        return;
    layOut();
    m_pressed = m_last = event->position();
    m_dragged = false;
    m_drag = m_pressed.y() < m_layout.axisTop && m_pressed.x() >= scale().left ? Drag::Strip : Drag::Pan;
    if (m_drag == Drag::Strip)
        mouseMoveEvent(event);
}

void TimelineView::mouseMoveEvent(QMouseEvent *event)
{
    const QPointF at = event->position();
    if (m_drag == Drag::Strip) {
        const qint64 middle = overviewScale().toTime(at.x());
        const qint64 length = span().lengthMs();
        lookAt({middle - length / 2, middle - length / 2 + length});
        return;
    }
    if (m_drag == Drag::Pan && (m_dragged || std::abs(at.x() - m_pressed.x()) >= kLeastDrag)) {
        m_dragged = true;
        setCursor(Qt::ClosedHandCursor);
        const double perPixel = double(span().lengthMs()) / scale().width;
        m_range.pan(-std::llround((at.x() - m_last.x()) * perPixel), kept());
        m_last = at;
        moved();
        return;
    }
    m_last = at;
    const bool inside = at.x() >= scale().left && at.x() <= scale().right() && at.y() >= m_layout.axisTop;
    m_pointer = inside ? std::optional(at) : std::nullopt;
    setCursor(markAt(at) ? Qt::PointingHandCursor : Qt::ArrowCursor);
    update();
}

void TimelineView::mouseReleaseEvent(QMouseEvent *event)
{
    const Drag drag = std::exchange(m_drag, Drag::None);
    unsetCursor();
    if (drag != Drag::Pan || m_dragged || event->button() != Qt::LeftButton)
        return;
    const TimelineMark *mark = markAt(event->position());
    if (!mark)
        return clearChoice();
    const TimelineItem item = m_layout.items.at(mark->item);
    if (mark->more > 0) { // nearer, so that they are told apart
        const qint64 length = std::max<qint64>(span().lengthMs() / 4, kLeastMs);
        lookAt({item.fromMs - length / 2, item.fromMs + length / 2});
    }
    choose(item);
    Q_EMIT entryChosen(item.index);
}

void TimelineView::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || markAt(event->position()))
        return mousePressEvent(event);
    const double least = double(kLeastMs) / double(span().lengthMs());
    m_range.zoom(std::max(0.25, least), scale().toTime(event->position().x()), kept());
    moved();
}

void TimelineView::leaveEvent(QEvent *event)
{
    QWidget::leaveEvent(event);
    m_pointer.reset();
    update();
}

void TimelineView::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    say();
}

// Tab goes through the items, and leaves where they end.
bool TimelineView::focusNextPrevChild(bool next)
{
    if (hasFocus() && step(next ? 1 : -1))
        return true;
    return QWidget::focusNextPrevChild(next);
}

void TimelineView::keyPressEvent(QKeyEvent *event)
{
    const TimeSpan shown = span();
    const double length = double(shown.lengthMs());
    qint64 around = m_pointer ? scale().toTime(m_pointer->x()) : shown.toMs;
    for (int row = 0; m_chosen && row < m_model.rowCount(); ++row) {
        const TimelineItem &item = m_model.rowAt(row);
        if (item.key == m_chosenKey && item.fromMs >= shown.fromMs && item.fromMs <= shown.toMs)
            around = item.fromMs;
    }
    const auto zoom = [&](double factor) {
        m_range.zoom(std::max(factor, double(kLeastMs) / length), around, kept());
        moved();
    };
    const auto pan = [&](double share) {
        m_range.pan(std::llround(share * length), kept());
        moved();
    };
    switch (event->key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        return zoom(kAxisKeyZoom);
    case Qt::Key_Minus:
    case Qt::Key_Underscore:
        return zoom(1 / kAxisKeyZoom);
    case Qt::Key_Left:
        return pan(-kAxisKeyStep);
    case Qt::Key_Right:
        return pan(kAxisKeyStep);
    case Qt::Key_PageUp:
        return pan(-1);
    case Qt::Key_PageDown:
        return pan(1);
    case Qt::Key_Home:
        return showOldest();
    case Qt::Key_End:
        return follow();
    case Qt::Key_Up:
        (void)step(-1);
        return;
    case Qt::Key_Down:
        (void)step(1);
        return;
    case Qt::Key_Tab:
    case Qt::Key_Backtab:
        if (event->modifiers() & Qt::ControlModifier) {
            QWidget::focusNextPrevChild(event->key() == Qt::Key_Tab);
            return;
        }
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_chosen) {
            Q_EMIT detailRequested();
            return;
        }
        break;
    case Qt::Key_Escape:
        if (m_chosen)
            return clearChoice();
        break;
    default:
        break;
    }
    event->ignore();
}

} // namespace astern::ui
