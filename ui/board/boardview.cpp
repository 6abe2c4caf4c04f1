// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/board/boardview.h"

#include "ui/board/boardcolumns.h"
#include "ui/board/boarddelegate.h"
#include "ui/theme/paint.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QScrollBar>

#include <cmath>
#include <numbers>

namespace astern::ui {

namespace {

// The table keeps the keyboard focus for hours after a click; only recent keys mean that somebody reads it.
constexpr int kKeyboardHoldMs = 8'000;

} // namespace

BoardView::BoardView(const Session &session, BoardModel &model, QWidget *parent)
    : QTableView(parent), m_session(session), m_model(model), m_delegate(new BoardDelegate(session, model, this))
{
    setObjectName(QStringLiteral("board"));
    setAccessibleName(tr("Rollouts and services, the one that needs a person most first"));
    setModel(&model);
    setItemDelegate(m_delegate);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setShowGrid(false);
    setFrameShape(NoFrame);
    setMouseTracking(true);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(ScrollPerPixel);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setMinimumSectionSize(1);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    horizontalHeader()->setFocusPolicy(Qt::NoFocus);
    m_keyboardRest.setSingleShot(true);
    m_keyboardRest.setInterval(kKeyboardHoldMs);
    connect(&m_keyboardRest, &QTimer::timeout, this, &BoardView::hold);
    connect(&model, &BoardModel::beganToFail, this, &BoardView::pulse);
    // These repaint everything by themselves; rows have other numbers afterwards.
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(&model, signal, this, [this] { m_shown.clear(); });
    connect(&Theme::of(this), &Theme::changed, this, [this] {
        m_delegate->clearCache();
        fitColumns();
    });
    fitColumns();
}

QString BoardView::currentPlacement() const
{
    const QModelIndex index = currentIndex();
    return index.isValid() ? index.data(BoardModel::IdRole).toString() : QString();
}

QStringList BoardView::selectedPlacements() const
{
    QList<int> rows;
    for (const QModelIndex &index : selectionModel()->selectedRows(BoardModel::ServiceColumn)) {
        if (!m_model.isHeading(index.row()))
            rows.append(index.row());
    }
    std::sort(rows.begin(), rows.end());
    QStringList keys;
    for (const int row : std::as_const(rows))
        keys.append(m_model.rowAt(row).id());
    if (keys.isEmpty() && !currentPlacement().isEmpty())
        keys.append(currentPlacement());
    return keys;
}

bool BoardView::select(const QString &placementKey)
{
    const int row = m_model.rowOf(placementKey);
    if (row < 0)
        return false;
    setCurrentIndex(m_model.index(row, BoardModel::ServiceColumn));
    return true;
}

void BoardView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    viewport()->update();
    const QString key = currentPlacement();
    if (key.isEmpty() || key == m_selected)
        return;
    m_selected = key;
    Q_EMIT placementSelected(key);
}

void BoardView::keyPressEvent(QKeyEvent *event)
{
    m_keyboardRest.start();
    hold();
    const QString key = currentPlacement();
    const bool plain = (event->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
    if (plain && !key.isEmpty() && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)) {
        Q_EMIT openRequested(key);
        return;
    }
    if (plain && event->key() == Qt::Key_R && selectedPlacements().size() > 1) {
        Q_EMIT severalRequested(selectedPlacements());
        return;
    }
    if (plain && !key.isEmpty() && event->key() == Qt::Key_R) {
        Q_EMIT emergencyRequested(key);
        return;
    }
    // All of a company in one commit is never what somebody means.
    if (event->matches(QKeySequence::SelectAll))
        return;
    QTableView::keyPressEvent(event);
}

void BoardView::mouseDoubleClickEvent(QMouseEvent *event)
{
    QTableView::mouseDoubleClickEvent(event);
    const QModelIndex index = indexAt(event->pos());
    if (event->button() == Qt::LeftButton && index.isValid() && !m_model.isHeading(index.row()))
        Q_EMIT openRequested(index.data(BoardModel::IdRole).toString());
}

void BoardView::contextMenuEvent(QContextMenuEvent *event)
{
    const QModelIndex index = event->reason() == QContextMenuEvent::Keyboard ? currentIndex() : indexAt(event->pos());
    if (!index.isValid() || m_model.isHeading(index.row()))
        return;
    const BoardRow row = m_model.rowAt(index.row());
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    menu->addAction(tr("Open %1").arg(row.placement.service) + QStringLiteral("\tEnter"), this,
                    [this, key = row.id()] { Q_EMIT openRequested(key); });
    menu->addAction(tr("Open in a window of its own"), this, [this, key = row.id()] { Q_EMIT windowRequested(key); });
    QAction *back =
        menu->addAction((row.rollbackTo.isEmpty() ? tr("Roll back…") : tr("Roll back to %1…").arg(row.rollbackTo)) +
                            QStringLiteral("\tR"),
                        this, [this, key = row.id()] { Q_EMIT emergencyRequested(key); });
    back->setEnabled(!row.rollbackTo.isEmpty());
    back->setToolTip(row.rollbackTo.isEmpty() ? row.notReady : tr("Shows the plan first; nothing is sent yet."));
    back->setStatusTip(back->toolTip());
    menu->addSeparator();
    menu->addAction(tr("Copy name"), this, [text = row.placement.service + QLatin1Char(' ') + row.placement.where()] {
        QApplication::clipboard()->setText(text);
    });
    menu->popup(event->reason() == QContextMenuEvent::Keyboard ? viewport()->mapToGlobal(visualRect(index).bottomLeft())
                                                               : event->globalPos());
}

bool BoardView::viewportEvent(QEvent *event)
{
    switch (event->type()) {
    case QEvent::MouseMove:
        m_pointerInside = true;
        setHovered(indexAt(static_cast<QMouseEvent *>(event)->pos()).row());
        hold();
        break;
    case QEvent::Enter:
        m_pointerInside = true;
        hold();
        break;
    case QEvent::Leave:
        m_pointerInside = false;
        setHovered(-1);
        hold();
        break;
    default:
        break;
    }
    return QTableView::viewportEvent(event);
}

void BoardView::focusOutEvent(QFocusEvent *event)
{
    QTableView::focusOutEvent(event);
    m_keyboardRest.stop();
    hold();
    viewport()->update();
}

void BoardView::hold() { m_model.setHeld(m_pointerInside || m_keyboardRest.isActive()); }

void BoardView::setHovered(int row)
{
    if (row == m_hovered)
        return;
    m_hovered = row;
    m_delegate->setHoveredRow(row);
    viewport()->update();
}

void BoardView::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    fitColumns();
}

void BoardView::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        fitColumns();
}

void BoardView::setHiddenColumns(const QSet<int> &columns)
{
    m_hiddenColumns = columns;
    fitColumns();
}

void BoardView::fitColumns()
{
    const Theme &theme = Theme::of(this);
    verticalHeader()->setMinimumSectionSize(1);
    verticalHeader()->setDefaultSectionSize(theme.size(QLatin1String("row")));
    horizontalHeader()->setFixedHeight(theme.size(QLatin1String("tableHeader")));
    verticalScrollBar()->setSingleStep(theme.size(QLatin1String("row")));
    const BoardColumns columns = BoardColumns::fit(viewport()->width(), theme.textScale(), m_hiddenColumns);
    for (int i = 0; i < BoardModel::ColumnCount; ++i) {
        const int width = columns.widths[size_t(i)];
        setColumnHidden(i, width == 0);
        if (width > 0)
            setColumnWidth(i, width);
    }
}

void BoardView::dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight, const QList<int> &)
{
    if (QAccessible::isActive()) {
        QAccessibleTableModelChangeEvent event(this, QAccessibleTableModelChangeEvent::DataChanged);
        event.setFirstRow(topLeft.row());
        event.setLastRow(bottomRight.row());
        event.setFirstColumn(topLeft.column());
        event.setLastColumn(bottomRight.column());
        QAccessible::updateAccessibility(&event);
    }
    const int bottom = rowAt(viewport()->height() - 1);
    const int last = std::min(bottomRight.row(), bottom < 0 ? m_model.rowCount() - 1 : bottom);
    const qint64 now = m_session.nowMs();
    QRegion region;
    for (int row = std::max(topLeft.row(), rowAt(0)); row >= 0 && row <= last; ++row) {
        const auto wide = [&](int from, int to) {
            region += QRect(from, rowViewportPosition(row), to - from, rowHeight(row));
        };
        if (m_model.isHeading(row)) {
            wide(0, viewport()->width());
            continue;
        }
        const BoardRow &next = m_model.rowAt(row);
        Shown &shown = m_shown[row];
        BoardRow still = shown.row; // what it was, but for the cells that are new with every sample
        still.columns = next.columns;
        still.observedMs = next.observedMs;
        still.provenMs = next.provenMs;
        const bool whole =
            still != next || BoardDelegate::heldText(next, shown.atMs) != BoardDelegate::heldText(next, now);
        wide(whole ? 0 : columnViewportPosition(BoardModel::FirstSignalColumn),
             whole ? viewport()->width() : columnViewportPosition(BoardModel::NextColumn));
        shown = {next, now};
    }
    viewport()->update(region);
}

void BoardView::paintEvent(QPaintEvent *event)
{
    QTableView::paintEvent(event);
    if (!hasFocus() || !currentIndex().isValid())
        return;
    const QRect first = visualRect(currentIndex().siblingAtColumn(BoardModel::StateColumn));
    QPainter painter(viewport());
    drawFocusRing(painter, QRectF(0, first.top(), viewport()->width(), first.height() - 1), 3,
                  Theme::of(this).colour(Tone::Focus));
}

// A row that begins to fail pulses its bar three times, then rests; nothing blinks for ever.
void BoardView::pulse(const QString &placementKey)
{
    const Theme &theme = Theme::of(this);
    const int once = theme.motion(QLatin1String("pulse"));
    if (once == 0)
        return;
    auto *animation = new QVariantAnimation(this);
    animation->setDuration(once);
    animation->setLoopCount(3);
    animation->setStartValue(0.0);
    animation->setEndValue(1.0);
    const auto show = [this, placementKey](qreal strength) {
        m_delegate->setPulse(placementKey, strength);
        const int row = m_model.rowOf(placementKey);
        if (row >= 0)
            viewport()->update(visualRect(m_model.index(row, BoardModel::StateColumn)));
    };
    connect(animation, &QVariantAnimation::valueChanged, this, [show](const QVariant &value) {
        show(0.35 + 0.65 * std::abs(std::cos(value.toDouble() * std::numbers::pi)));
    });
    connect(animation, &QVariantAnimation::finished, this, [show] { show(1); });
    animation->start(QAbstractAnimation::DeleteWhenStopped);
}

} // namespace astern::ui
