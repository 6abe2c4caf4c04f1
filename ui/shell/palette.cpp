// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/palette.h"

#include "ui/theme/paint.h"
#include "ui/theme/theme.h"
#include "ui/widgets/controls.h"

#include <QApplication>
#include <QKeyEvent>
#include <QListView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

namespace astern::ui {
namespace {

constexpr int kRows = 9; // on screen at once
constexpr int kRowHeight = 34;

// Title at the left, what is known about it at the right.
class PaletteDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Theme &theme = Theme::of(option.widget);
        if (option.state & QStyle::State_Selected)
            painter->fillRect(option.rect, theme.colour(Tone::BgSelected));
        const QRectF line = QRectF(option.rect).adjusted(theme.px(16), 0, -theme.px(16), 0);
        const bool isPlace = index.data(PaletteModel::KindRole).toInt() == int(PaletteModel::Item::Kind::Place);
        const qreal dpr = devicePixelRatio(*painter);
        const qreal icon = theme.px(16);
        painter->drawPixmap(QPointF(snap(line.left(), dpr), snap(line.center().y() - icon / 2, dpr)),
                            theme.icon(isPlace ? QStringLiteral("layout-dashboard") : QStringLiteral("chevron-right"),
                                       Tone::InkTertiary, 16, dpr));
        QRectF rest = line.adjusted(icon + theme.px(10), 0, 0, 0);
        const qreal title =
            drawText(*painter, theme, rest, TextStyle::Medium, theme.colour(Tone::InkPrimary), index.data().toString());
        rest.setLeft(rest.left() + title + theme.px(24));
        drawText(*painter, theme, rest, TextStyle::Small, theme.colour(Tone::InkTertiary),
                 index.data(PaletteModel::DetailRole).toString(), Qt::AlignRight | Qt::AlignVCenter);
    }
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override
    {
        const Theme &theme = Theme::of(option.widget);
        return {theme.px(200), theme.px(kRowHeight)};
    }
};

} // namespace

Palette::Palette(Session &session, QWidget *parent) : QWidget(parent), m_model(session)
{
    setObjectName(QStringLiteral("palette"));
    setAccessibleName(tr("Command palette"));
    hide();
    m_field = new SearchField(QStringLiteral("search"), this);
    m_field->setObjectName(QStringLiteral("paletteField"));
    m_field->setAccessibleName(tr("Find an action, a place or an entry"));
    m_field->setPlaceholderText(tr("An action, a service, an entry’s number"));
    m_field->installEventFilter(this);
    m_list = new QListView(this);
    m_list->setObjectName(QStringLiteral("paletteList"));
    m_list->setAccessibleName(tr("Found"));
    m_list->setModel(&m_model);
    m_list->setItemDelegate(new PaletteDelegate(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    m_list->setFocusPolicy(Qt::NoFocus); // keys go to the field, always
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *column = new QVBoxLayout(this);
    column->setSpacing(8);
    column->addWidget(m_field);
    column->addWidget(m_list, 1);
    connect(m_field, &QLineEdit::textChanged, this, &Palette::show);
    connect(m_list, &QListView::clicked, this,
            [this] { choose(QApplication::keyboardModifiers() & Qt::ShiftModifier); });
}

void Palette::open(int top)
{
    m_top = top;
    m_before = QApplication::focusWidget();
    const QSignalBlocker quiet(m_field);
    m_field->clear();
    show(QString());
    setVisible(true);
    raise();
    m_field->setFocus(Qt::ShortcutFocusReason);
}

// As high as what was found, nine rows at most.
void Palette::fit()
{
    const Theme &theme = Theme::of(this);
    const int pad = theme.px(8);
    layout()->setContentsMargins(pad, pad, pad, pad);
    const int wide = std::min(theme.px(640), parentWidget()->width() - theme.px(48));
    const int rows = std::clamp(m_model.rowCount(), 1, kRows);
    const int high = m_field->sizeHint().height() + rows * theme.px(kRowHeight) + 3 * pad;
    setGeometry((parentWidget()->width() - wide) / 2, m_top, wide,
                std::min(high, parentWidget()->height() - m_top - pad));
}

void Palette::close()
{
    if (!isVisible())
        return;
    setVisible(false);
    if (m_before && m_before->isVisible())
        m_before->setFocus(Qt::OtherFocusReason);
    Q_EMIT closed();
}

void Palette::show(const QString &typed)
{
    m_model.setText(typed);
    m_list->setCurrentIndex(m_model.index(0));
    m_list->setVisible(m_model.rowCount() > 0);
    fit();
    update();
}

void Palette::choose(bool emergency)
{
    const QModelIndex current = m_list->currentIndex();
    if (!current.isValid())
        return;
    const PaletteModel::Item item = m_model.itemAt(current.row());
    close();
    Q_EMIT chosen(item, emergency && item.kind == PaletteModel::Item::Kind::Place);
}

bool Palette::takeKey(int key, bool shift)
{
    const int row = m_list->currentIndex().row();
    const auto go = [this](int to) {
        if (m_model.rowCount() > 0)
            m_list->setCurrentIndex(m_model.index(std::clamp(to, 0, m_model.rowCount() - 1)));
    };
    switch (key) {
    case Qt::Key_Down:
        go(row + 1);
        return true;
    case Qt::Key_Up:
        go(row - 1);
        return true;
    case Qt::Key_PageDown:
        go(row + kRows);
        return true;
    case Qt::Key_PageUp:
        go(row - kRows);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        choose(shift);
        return true;
    case Qt::Key_Escape:
        close();
        return true;
    default:
        return false;
    }
}

bool Palette::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_field && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (takeKey(key->key(), key->modifiers() & Qt::ShiftModifier))
            return true;
    }
    // Who looks elsewhere is done with it.
    if (watched == m_field && event->type() == QEvent::FocusOut &&
        static_cast<QFocusEvent *>(event)->reason() != Qt::PopupFocusReason && isVisible()) {
        m_before = nullptr; // somebody else has the focus already
        close();
    }
    return QWidget::eventFilter(watched, event);
}

void Palette::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(theme.colour(Tone::LineStrong));
    painter.setBrush(theme.colour(Tone::BgRaised));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme.px(6), theme.px(6));
    if (m_model.rowCount() == 0)
        drawText(painter, theme, QRectF(rect()).adjusted(theme.px(24), m_field->geometry().bottom(), -theme.px(24), 0),
                 TextStyle::Body, theme.colour(Tone::InkTertiary),
                 tr("Nothing matches “%1”").arg(m_field->text().trimmed()));
}

} // namespace astern::ui
