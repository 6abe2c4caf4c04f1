// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rollout/factsview.h"

#include "ui/theme/paint.h"
#include "ui/theme/status.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>

namespace astern::ui {
namespace {

class FactDelegate : public QStyledItemDelegate {
public:
    FactDelegate(const FactsView *view, QObject *parent) : QStyledItemDelegate(parent), m_view(view) {}

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Theme &theme = Theme::of(m_view);
        const QRectF cell = option.rect;
        if (option.state.testFlag(QStyle::State_Selected))
            painter->fillRect(cell, theme.colour(Tone::BgSelected));
        drawHLine(*painter, cell.left(), cell.left() + cell.width(), cell.bottom() - 1, theme.colour(Tone::LineSubtle));
        const auto &columns = m_view->columns();
        const auto found = std::find_if(columns.cbegin(), columns.cend(),
                                        [&](const FactColumn &c) { return c.column == index.column(); });
        if (found == columns.cend())
            return;
        QRectF room = cell.adjusted(found == columns.cbegin() ? 0 : theme.px(4), 0, -theme.px(4), -1);
        const double below = room.bottom();
        room.setBottom(cell.top() + rowHeight(theme) - 1);
        paintSign(*painter, theme, *found, index, room);
        const bool enabled = index.flags().testFlag(Qt::ItemIsEnabled);
        const Tone tone = enabled ? found->tone : Tone::InkTertiary;
        const auto align = (found->right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter;
        if (const QString detail = detailOf(*found, index); !detail.isEmpty()) {
            const int line = theme.line(TextStyle::Small);
            const QRectF second(room.left(), below - theme.px(5) - line, room.width(), line);
            drawText(*painter, theme, second, TextStyle::Small,
                     theme.colour(enabled ? Tone::InkSecondary : Tone::InkTertiary), detail, align, Qt::ElideRight);
        }
        drawText(*painter, theme, room, found->style, theme.colour(tone), index.data().toString(), align, found->elide);
    }
    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const override
    {
        const Theme &theme = Theme::of(m_view);
        const auto &columns = m_view->columns();
        const bool detailed = std::any_of(columns.cbegin(), columns.cend(), [&](const FactColumn &c) {
            return !detailOf(c, index.siblingAtColumn(c.column)).isEmpty();
        });
        return {theme.px(60), rowHeight(theme) + (detailed ? theme.line(TextStyle::Small) : 0)};
    }
    [[nodiscard]] static int rowHeight(const Theme &theme) { return theme.line(TextStyle::Body) + theme.px(10); }

private:
    [[nodiscard]] static QString detailOf(const FactColumn &column, const QModelIndex &index)
    {
        return column.detailRole < 0 ? QString() : index.data(column.detailRole).toString();
    }
    static void paintSign(QPainter &painter, const Theme &theme, const FactColumn &column, const QModelIndex &index,
                          QRectF &room)
    {
        if (column.sign == FactColumn::Sign::None)
            return;
        const double side = theme.px(12);
        const QPointF corner(room.left(), room.center().y() - side / 2);
        const qreal dpr = devicePixelRatio(painter);
        if (column.sign == FactColumn::Sign::Arrow) {
            painter.drawPixmap(corner, theme.icon(QStringLiteral("arrow-right"), Tone::InkTertiary, 12, dpr));
        } else {
            static constexpr Status kTones[] = {Status::Healthy, Status::Finished, Status::Failing, Status::Unknown,
                                                Status::Suspect};
            const int tone = std::clamp(index.data(column.signRole).toInt(), 0, 4);
            drawStatus(painter, theme, QRectF(corner, QSizeF(side, side)), kTones[tone]);
        }
        room.setLeft(room.left() + side + theme.px(8));
    }
    const FactsView *m_view;
};

// Names stand over what they name, with the cells' own insets.
class FactHeader : public QHeaderView {
public:
    explicit FactHeader(FactsView *view) : QHeaderView(Qt::Horizontal, view), m_view(view) {}

protected:
    void paintSection(QPainter *painter, const QRect &rect, int section) const override
    {
        const Theme &theme = Theme::of(m_view);
        const auto &columns = m_view->columns();
        const auto found =
            std::find_if(columns.cbegin(), columns.cend(), [&](const FactColumn &c) { return c.column == section; });
        if (found == columns.cend())
            return;
        const QRectF room = QRectF(rect).adjusted(found == columns.cbegin() ? 0 : theme.px(4), 0, -theme.px(4), -1);
        drawText(*painter, theme, room, TextStyle::CaptionMedium, theme.colour(Tone::InkTertiary),
                 model()->headerData(section, Qt::Horizontal).toString(),
                 (found->right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
        drawHLine(*painter, rect.left(), rect.left() + rect.width(), rect.bottom(), theme.colour(Tone::LineDefault));
    }

private:
    const FactsView *m_view;
};

} // namespace

FactsView::FactsView(const QList<FactColumn> &columns, QWidget *parent) : QTableView(parent), m_columns(columns)
{
    setItemDelegate(new FactDelegate(this, this));
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    horizontalHeader()->hide();
    verticalHeader()->hide();
    const bool detailed =
        std::any_of(m_columns.cbegin(), m_columns.cend(), [](const FactColumn &c) { return c.detailRole >= 0; });
    verticalHeader()->setSectionResizeMode(detailed ? QHeaderView::ResizeToContents : QHeaderView::Fixed);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setTabKeyNavigation(false);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setWordWrap(false);
    viewport()->setAutoFillBackground(false);
    connect(this, &QAbstractItemView::clicked, this, [this](const QModelIndex &index) {
        for (const FactColumn &column : m_columns) {
            if (column.column == index.column() && column.link)
                Q_EMIT linkActivated(index);
        }
    });
}

void FactsView::setModel(QAbstractItemModel *model)
{
    QTableView::setModel(model);
    connect(model, &QAbstractItemModel::rowsInserted, this, &FactsView::refreshEmpty);
    connect(model, &QAbstractItemModel::rowsRemoved, this, &FactsView::refreshEmpty);
    refreshEmpty();
    arrange();
}

void FactsView::showHeader()
{
    auto *header = new FactHeader(this);
    setHorizontalHeader(header);
    header->viewport()->setAutoFillBackground(false);
    header->setSectionsClickable(false);
    header->setHighlightSections(false);
    header->setMinimumSectionSize(1);
    header->show();
    arrange();
}

void FactsView::setEmptyText(const QString &text)
{
    if (m_empty == text)
        return;
    m_empty = text;
    refreshEmpty();
}

// What is written in the middle is read aloud too.
void FactsView::refreshEmpty()
{
    setAccessibleDescription(model() && model()->rowCount() == 0 ? m_empty : QString());
    viewport()->update();
}

void FactsView::arrange()
{
    if (!model())
        return;
    const Theme &theme = Theme::of(this);
    verticalHeader()->setDefaultSectionSize(FactDelegate::rowHeight(theme));
    for (int i = 0; i < model()->columnCount(); ++i) {
        const bool shown = std::any_of(m_columns.cbegin(), m_columns.cend(), [&](const FactColumn &c) {
            return c.column == i && width() >= theme.px(c.needs);
        });
        if (isColumnHidden(i) == shown)
            setColumnHidden(i, !shown);
    }
    for (const FactColumn &column : m_columns) {
        // Those without a width share exactly what is left.
        horizontalHeader()->setSectionResizeMode(column.column,
                                                 column.width > 0 ? QHeaderView::Fixed : QHeaderView::Stretch);
        if (column.width > 0)
            setColumnWidth(column.column, theme.px(column.width));
    }
}

void FactsView::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    arrange();
}

void FactsView::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        arrange();
}

void FactsView::keyPressEvent(QKeyEvent *event)
{
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && currentIndex().isValid()) {
        for (const FactColumn &column : m_columns) {
            if (column.link) {
                Q_EMIT linkActivated(currentIndex().siblingAtColumn(column.column));
                return;
            }
        }
    }
    QTableView::keyPressEvent(event);
}

void FactsView::paintEvent(QPaintEvent *event)
{
    QTableView::paintEvent(event);
    if (hasFocus()) {
        // Around the whole row, whichever of its columns there is room for; around all while there is no row.
        const int row = currentIndex().row();
        const QRect area =
            row < 0 ? viewport()->rect() : QRect(0, rowViewportPosition(row), viewport()->width(), rowHeight(row));
        QPainter ring(viewport());
        drawFocusRing(ring, area, Theme::of(this).size(QLatin1String("radiusChip")),
                      Theme::of(this).colour(Tone::Focus));
    }
    if (m_empty.isEmpty() || !model() || model()->rowCount() > 0)
        return;
    QPainter painter(viewport());
    const Theme &theme = Theme::of(this);
    painter.setFont(theme.font(TextStyle::Body));
    painter.setPen(theme.colour(Tone::InkTertiary));
    painter.drawText(QRectF(viewport()->rect()).adjusted(0, theme.px(6), -theme.px(8), 0),
                     Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, m_empty);
}

} // namespace astern::ui
