// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/entrylist.h"

#include "models/views/entrydetail.h"
#include "ui/theme/paint.h"
#include "ui/theme/status.h"

#include <QAccessible>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>

namespace astern::ui {
namespace {

constexpr int kReadSoonMs = 15;

} // namespace

EntryList::EntryList(Session &session, LogModel &model, QWidget *parent)
    : QAbstractScrollArea(parent), m_session(session), m_model(model)
{
    setObjectName(QStringLiteral("logEntries"));
    setAccessibleName(tr("Entries of the log"));
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setAutoFillBackground(false);
    m_read.setSingleShot(true);
    m_read.setInterval(kReadSoonMs);
    connect(&m_read, &QTimer::timeout, this, &EntryList::read);
    connect(&model, &QAbstractItemModel::rowsInserted, this,
            [this](const QModelIndex &, int first, int last) { inserted(first, last); });
    connect(&model, &QAbstractItemModel::modelReset, this, [this] {
        m_current = -1;
        m_entry.reset();
        verticalScrollBar()->setValue(0);
        fit();
        tell();
    });
    connect(&model, &QAbstractItemModel::dataChanged, viewport(), qOverload<>(&QWidget::update));
    connect(&model, &LogModel::loaded, this, [this] {
        const EntryRow *row = m_model.rowAt(m_current);
        if (row && m_entry != row->entry.index) {
            m_entry = row->entry.index;
            tell();
            Q_EMIT entryChosen(*m_entry);
        }
        viewport()->update();
    });
    fit();
}

int EntryList::rowHeight() const { return theme().line(TextStyle::Body) + theme().px(10); }
int EntryList::headerHeight() const { return theme().line(TextStyle::CaptionMedium) + theme().px(10); }
int EntryList::firstRow() const { return verticalScrollBar()->value(); }
int EntryList::rowsInSight() const { return std::max(1, (viewport()->height() - headerHeight()) / rowHeight()); }
QSize EntryList::sizeHint() const { return {theme().px(700), theme().px(480)}; }

QRect EntryList::rowRect(int row) const
{
    return {0, headerHeight() + (row - firstRow()) * rowHeight(), viewport()->width(), rowHeight()};
}

void EntryList::fit()
{
    verticalScrollBar()->setPageStep(rowsInSight());
    verticalScrollBar()->setSingleStep(1);
    verticalScrollBar()->setRange(0, std::max(0, m_model.rowCount() - rowsInSight()));
    if (!m_read.isActive())
        m_read.start();
    viewport()->update();
}

// Rows come at the top; who reads further down goes on reading there.
void EntryList::inserted(int first, int last)
{
    const int count = last - first + 1;
    const bool above = first <= firstRow() && (firstRow() > 0 || m_current > 0 || (hasFocus() && m_current == 0));
    if (m_current >= first)
        m_current += count;
    const int value = firstRow();
    fit();
    if (above && first <= value && value > 0)
        verticalScrollBar()->setValue(value + count);
    if (hasFocus() && m_current < 0) // the keyboard was here before them
        setCurrentRow(0);
}

void EntryList::read()
{
    const int first = firstRow();
    const int last = first + rowsInSight() + 1;
    m_model.need(first, last);
    if (last >= m_model.rowCount() && m_model.canFetchMore({}))
        m_model.fetchMore({});
    viewport()->update();
}

void EntryList::setCurrentRow(int row)
{
    const int to = std::clamp(row, 0, std::max(0, m_model.rowCount() - 1));
    if (m_model.rowCount() == 0)
        return;
    m_current = to;
    if (to < firstRow())
        verticalScrollBar()->setValue(to);
    else if (to >= firstRow() + rowsInSight())
        verticalScrollBar()->setValue(to - rowsInSight() + 1);
    const EntryRow *found = m_model.rowAt(to);
    m_entry = found ? std::optional(found->entry.index) : std::nullopt;
    m_model.need(to, to);
    tell();
    viewport()->update();
    if (m_entry)
        Q_EMIT entryChosen(*m_entry);
    if (to + 1 >= m_model.rowCount() && m_model.canFetchMore({}))
        m_model.fetchMore({});
}

void EntryList::chooseEntry(quint64 index)
{
    const int row = m_model.rowOf(index);
    if (row < 0)
        return;
    if (row < firstRow() || row >= firstRow() + rowsInSight())
        verticalScrollBar()->setValue(row - rowsInSight() / 2);
    setCurrentRow(row);
}

void EntryList::setEmptyText(const QString &text)
{
    m_empty = text;
    tell();
    viewport()->update();
}

// The row under the cursor is read aloud.
void EntryList::tell()
{
    QString words = m_model.rowCount() == 0 ? m_empty : QString();
    if (m_current >= 0 && m_current < m_model.rowCount())
        words = m_model.data(m_model.index(m_current, 0), Qt::AccessibleTextRole).toString();
    if (words == accessibleDescription())
        return;
    setAccessibleDescription(words);
    QAccessibleEvent told(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&told);
}

// What is narrow keeps what happened and leaves out what can be seen beside it.
QList<EntryList::Column> EntryList::columns() const
{
    const Theme &t = theme();
    struct Wish {
        int column;
        double width;
        double needs;
    };
    static constexpr std::array kWishes{Wish{LogModel::NumberColumn, 74, 0},  Wish{LogModel::TimeColumn, 92, 0},
                                        Wish{LogModel::KindColumn, 108, 560}, Wish{LogModel::PlaceColumn, 184, 640},
                                        Wish{LogModel::WhoColumn, 136, 860},  Wish{LogModel::TextColumn, 0, 0},
                                        Wish{LogModel::ProofColumn, 36, 420}};
    const double width = viewport()->width();
    double fixed = 0;
    for (const Wish &wish : kWishes)
        fixed += width >= t.px(wish.needs) ? t.px(wish.width) : 0;
    QList<Column> all;
    double left = t.px(8);
    for (const Wish &wish : kWishes) {
        if (width < t.px(wish.needs))
            continue;
        const double own = wish.width > 0 ? t.px(wish.width) : std::max(0.0, width - fixed - t.px(8));
        all.append({wish.column, left, own});
        left += own;
    }
    return all;
}

void EntryList::drawHeader(QPainter &painter, const QList<Column> &columns)
{
    const Theme &t = theme();
    const double high = headerHeight();
    painter.fillRect(QRectF(0, 0, viewport()->width(), high), t.colour(Tone::BgSurface));
    for (const Column &column : columns) {
        const bool number = column.column == LogModel::NumberColumn;
        drawText(painter, t, QRectF(column.left, 0, column.width - t.px(number ? 16 : 8), high),
                 TextStyle::CaptionMedium, t.colour(Tone::InkTertiary),
                 m_model.headerData(column.column, Qt::Horizontal, Qt::DisplayRole).toString(),
                 (number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    drawHLine(painter, 0, viewport()->width(), high - 1, t.colour(Tone::LineDefault));
}

void EntryList::drawRow(QPainter &painter, const QRectF &area, int row, const QList<Column> &columns)
{
    const Theme &t = theme();
    if (row == m_current)
        painter.fillRect(area, t.colour(Tone::BgSelected));
    drawHLine(painter, area.left(), area.right(), area.bottom() - 1, t.colour(Tone::LineSubtle));
    const EntryRow *entry = m_model.rowAt(row);
    const bool bad = entry && entry->tone == EntryRow::Tone::Bad;
    const bool doubt = entry && entry->tone == EntryRow::Tone::Doubt;
    const double dpr = devicePixelRatioF();
    for (const Column &column : columns) {
        QRectF cell(column.left, area.top(), column.width - t.px(8), area.height());
        const QModelIndex index = m_model.index(row, column.column);
        const QString text = m_model.data(index, Qt::DisplayRole).toString();
        TextStyle style = TextStyle::Small;
        Tone tone = Tone::InkSecondary;
        Qt::Alignment align = Qt::AlignLeft | Qt::AlignVCenter;
        switch (column.column) {
        case LogModel::NumberColumn:
            align = Qt::AlignRight | Qt::AlignVCenter;
            cell.setRight(cell.right() - t.px(8));
            break;
        case LogModel::KindColumn:
            if (entry)
                painter.drawPixmap(QPointF(cell.left(), snap(cell.center().y() - t.px(7), dpr)),
                                   t.icon(m_model.data(index, LogModel::GlyphRole).toString(),
                                          bad     ? Tone::CriticalText
                                          : doubt ? Tone::WarningText
                                                  : Tone::InkSecondary,
                                          14, dpr));
            cell.setLeft(cell.left() + t.px(20));
            if (bad || doubt) {
                style = TextStyle::SmallStrong;
                tone = bad ? Tone::CriticalText : Tone::WarningText;
            }
            break;
        case LogModel::PlaceColumn: {
            const QString service = text.section(QLatin1Char(' '), 0, 0);
            const double used = drawText(painter, t, cell, TextStyle::Strong, t.colour(Tone::InkPrimary), service);
            drawText(painter, t, cell.adjusted(used + t.px(6), 0, 0, 0), TextStyle::Small, t.colour(Tone::InkTertiary),
                     text.section(QLatin1Char(' '), 1));
            continue;
        }
        case LogModel::TextColumn:
            style = TextStyle::Body;
            tone = Tone::InkPrimary;
            break;
        case LogModel::ProofColumn:
            if (entry)
                painter.drawPixmap(QPointF(cell.left() + t.px(4), snap(cell.center().y() - t.px(7), dpr)),
                                   t.icon(m_model.data(index, LogModel::ProofRole).toBool() ? QStringLiteral("check")
                                                                                            : QStringLiteral("clock"),
                                          Tone::InkTertiary, 14, dpr));
            continue;
        default:
            break;
        }
        drawText(painter, t, cell, style, t.colour(tone), text, align);
    }
}

void EntryList::paintEvent(QPaintEvent *)
{
    const Theme &t = theme();
    QPainter painter(viewport());
    const QList<Column> all = columns();
    const int first = firstRow();
    const int last = std::min(m_model.rowCount() - 1, first + rowsInSight() + 1);
    bool missing = false;
    for (int row = first; row <= last; ++row) {
        drawRow(painter, QRectF(rowRect(row)), row, all);
        missing = missing || !m_model.rowAt(row);
    }
    if (missing && !m_read.isActive())
        m_read.start();
    drawHeader(painter, all);
    if (m_model.rowCount() == 0)
        drawText(painter, t, QRectF(t.px(16), headerHeight(), viewport()->width() - t.px(32), rowHeight()),
                 TextStyle::Body, t.colour(Tone::InkTertiary), m_empty);
    if (hasFocus()) {
        const QRectF ring = m_current >= 0 ? QRectF(rowRect(m_current)) : QRectF(viewport()->rect());
        drawFocusRing(painter, ring, t.size(QLatin1String("radiusChip")), t.colour(Tone::Focus));
    }
}

void EntryList::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    fit();
}

void EntryList::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        fit();
}

void EntryList::scrollContentsBy(int, int)
{
    if (!m_read.isActive())
        m_read.start();
    viewport()->update();
}

void EntryList::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    if (m_current < 0 && m_model.rowCount() > 0 && event->reason() != Qt::MouseFocusReason)
        setCurrentRow(firstRow());
    viewport()->update();
}

void EntryList::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

void EntryList::mousePressEvent(QMouseEvent *event)
{
    const double y = event->position().y() - headerHeight();
    if (event->button() != Qt::LeftButton || y < 0)
        return;
    const int row = firstRow() + int(y) / rowHeight();
    if (row < m_model.rowCount())
        setCurrentRow(row);
}

void EntryList::mouseDoubleClickEvent(QMouseEvent *event)
{
    mousePressEvent(event);
    Q_EMIT openRequested();
}

void EntryList::keyPressEvent(QKeyEvent *event)
{
    const int row = std::max(0, m_current);
    switch (event->key()) {
    case Qt::Key_Up:
        return setCurrentRow(row - 1);
    case Qt::Key_Down:
        return setCurrentRow(m_current < 0 ? 0 : row + 1);
    case Qt::Key_PageUp:
        return setCurrentRow(row - rowsInSight());
    case Qt::Key_PageDown:
        return setCurrentRow(row + rowsInSight());
    case Qt::Key_Home:
        return setCurrentRow(0);
    case Qt::Key_End:
        return setCurrentRow(m_model.rowCount() - 1);
    case Qt::Key_Return:
    case Qt::Key_Enter:
        Q_EMIT openRequested();
        return;
    default:
        event->ignore();
    }
}

} // namespace astern::ui
