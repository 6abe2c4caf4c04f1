// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/emergency/choicelist.h"

#include "ui/theme/paint.h"
#include "ui/theme/status.h"

#include <QFontMetricsF>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include <cmath>

namespace astern::ui {
namespace {

constexpr qsizetype kFewChoices = 3;

} // namespace

ChoiceList::ChoiceList(QWidget *parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("choices"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("What to do"));
}

void ChoiceList::setChoices(const QList<Choice> &choices, int current)
{
    if (m_choices == choices && m_current == current)
        return;
    const bool grew = m_choices.size() != choices.size();
    m_choices = choices;
    m_current = current;
    if (grew)
        updateGeometry();
    describe();
    placeEmbedded();
    update();
}

void ChoiceList::setCurrent(int current)
{
    if (m_current == current)
        return;
    m_current = current;
    describe();
    update();
}

void ChoiceList::describe()
{
    if (m_current < 0 || m_current >= m_choices.size())
        return;
    const Choice &choice = m_choices.at(m_current);
    setAccessibleDescription(tr("%1 of %2: %3, %4, %5")
                                 .arg(m_current + 1)
                                 .arg(m_choices.size())
                                 .arg(choice.title, choice.possible ? choice.detail : choice.reason, choice.right));
}

double ChoiceList::rowHeight() const
{
    // Where there is more to choose from, there is also more of a plan, which is to be read without scrolling.
    const double room = m_choices.size() > kFewChoices ? 16 : 26;
    return std::ceil(QFontMetricsF(theme().font(TextStyle::Strong)).height() + room * theme().textScale());
}

QSize ChoiceList::sizeHint() const
{
    return {int(560 * theme().textScale()), int(rowHeight() * double(m_choices.size())) + 2};
}
QSize ChoiceList::minimumSizeHint() const { return {int(320 * theme().textScale()), sizeHint().height()}; }

QRect ChoiceList::rowRect(int row) const
{
    const double high = rowHeight();
    return QRectF(0, 1 + row * high, width(), high).toAlignedRect();
}

void ChoiceList::setEmbedded(int row, QWidget *widget)
{
    m_embeddedRow = row;
    m_embedded = widget;
    if (widget)
        widget->setParent(this);
    placeEmbedded();
}

void ChoiceList::placeEmbedded()
{
    if (!m_embedded)
        return;
    const bool there = m_embeddedRow >= 0 && m_embeddedRow < m_choices.size() && m_choices.at(m_embeddedRow).possible;
    m_embedded->setVisible(there);
    if (!there)
        return;
    const QRect row = rowRect(m_embeddedRow);
    const QSize size = m_embedded->sizeHint();
    const int wide = std::min(size.width(), int(190 * theme().textScale()));
    m_embedded->setGeometry(row.right() - int(96 * theme().textScale()) - wide, row.center().y() - size.height() / 2,
                            wide, size.height());
}

void ChoiceList::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF frame = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    QPainterPath shape;
    shape.addRoundedRect(frame, 4, 4);
    painter.fillPath(shape, theme().colour(Tone::BgRaised));
    painter.save();
    painter.setClipPath(shape);
    for (int row = 0; row < m_choices.size(); ++row)
        paintRow(painter, row);
    painter.restore();
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme().colour(Tone::LineDefault), 1));
    painter.drawRoundedRect(frame, 4, 4);
    if (hasFocus() && m_current >= 0) {
        painter.setPen(QPen(theme().colour(Tone::Focus), 2));
        painter.drawRoundedRect(QRectF(rowRect(m_current)).adjusted(1, 1, -1, -1), 4, 4);
    }
}

void ChoiceList::paintRow(QPainter &painter, int row) const
{
    const Choice &choice = m_choices.at(row);
    const double em = theme().textScale();
    const QRectF box = rowRect(row);
    if (row == m_current && choice.possible)
        painter.fillRect(box, theme().colour(Tone::BgSelected));
    else if (row == m_hover && choice.possible)
        painter.fillRect(box, theme().colour(Tone::BgHover));
    if (row > 0)
        painter.fillRect(QRectF(box.left(), box.top(), box.width(), hairline(devicePixelRatioF())),
                         theme().colour(Tone::LineDefault));

    const QPointF sign(box.left() + 20 * em, box.center().y());
    if (row == m_current && choice.possible) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme().colour(Tone::AccentFill));
        painter.drawEllipse(sign, 7 * em, 7 * em);
        painter.setBrush(theme().colour(Tone::AccentOn));
        painter.drawEllipse(sign, 2.6 * em, 2.6 * em);
    } else {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme().colour(choice.possible ? Tone::LineStrong : Tone::LineDefault), 1.25 * em));
        painter.drawEllipse(sign, 6.5 * em, 6.5 * em);
    }
    const QFont strong = theme().font(row == m_current ? TextStyle::Strong : TextStyle::Medium);
    const QFont small = theme().font(TextStyle::Small);
    double right = box.right() - 12 * em;
    painter.setFont(small);
    painter.setPen(theme().colour(Tone::InkSecondary));
    if (choice.possible) {
        painter.drawText(QRectF(right - 90 * em, box.top(), 90 * em, box.height()), Qt::AlignRight | Qt::AlignVCenter,
                         choice.right);
        right -= QFontMetricsF(small).horizontalAdvance(choice.right) + 12 * em;
    }
    if (m_embedded && row == m_embeddedRow && choice.possible)
        right = std::min(right, double(m_embedded->geometry().left()) - 8 * em);
    double x = box.left() + 38 * em;
    const auto run = [&](const QString &text, const QFont &font, Tone tone) {
        painter.setFont(font);
        painter.setPen(theme().colour(tone));
        const QFontMetricsF metrics(font);
        const QString shown = metrics.elidedText(text, Qt::ElideRight, right - x);
        painter.drawText(QRectF(x, box.top(), right - x, box.height()), Qt::AlignLeft | Qt::AlignVCenter, shown);
        x += metrics.horizontalAdvance(shown) + 10 * em;
    };
    run(choice.title, strong, choice.possible ? Tone::InkPrimary : Tone::InkDisabled);
    run(choice.possible ? choice.detail : choice.reason, small, Tone::InkSecondary);
}

void ChoiceList::choose(int row)
{
    if (row < 0 || row >= m_choices.size() || !m_choices.at(row).possible || row == m_current)
        return;
    setCurrent(row);
    Q_EMIT chosen(row);
}

void ChoiceList::resizeEvent(QResizeEvent *) { placeEmbedded(); }

void ChoiceList::mousePressEvent(QMouseEvent *event)
{
    for (int row = 0; row < m_choices.size(); ++row) {
        if (rowRect(row).contains(event->position().toPoint()))
            choose(row);
    }
}

void ChoiceList::mouseMoveEvent(QMouseEvent *event)
{
    const int before = m_hover;
    m_hover = -1;
    for (int row = 0; row < m_choices.size(); ++row) {
        if (rowRect(row).contains(event->position().toPoint()))
            m_hover = row;
    }
    if (m_hover != before)
        update();
    setToolTip(m_hover >= 0 && !m_choices.at(m_hover).possible ? m_choices.at(m_hover).reason : QString());
}

void ChoiceList::leaveEvent(QEvent *)
{
    m_hover = -1;
    update();
}

void ChoiceList::keyPressEvent(QKeyEvent *event)
{
    const int step = event->key() == Qt::Key_Down ? 1 : event->key() == Qt::Key_Up ? -1 : 0;
    if (step == 0) {
        QWidget::keyPressEvent(event);
        return;
    }
    for (int row = m_current + step; row >= 0 && row < m_choices.size(); row += step) {
        if (m_choices.at(row).possible) {
            choose(row);
            return;
        }
    }
}

void ChoiceList::focusInEvent(QFocusEvent *) { update(); }
void ChoiceList::focusOutEvent(QFocusEvent *) { update(); }

void ChoiceList::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange || event->type() == QEvent::PaletteChange) {
        updateGeometry();
        placeEmbedded();
        update();
    }
    QWidget::changeEvent(event);
}

} // namespace astern::ui
