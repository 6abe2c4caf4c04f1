// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/navlist.h"

#include "ui/theme/paint.h"

#include <QKeyEvent>
#include <QPainter>

namespace astern::ui {

NavItem::NavItem(const QString &name, const QString &glyph, QWidget *parent) : QAbstractButton(parent), m_glyph(glyph)
{
    setText(name);
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(name);
}

void NavItem::setNote(const QString &text, const QString &glyph, Tone tone)
{
    if (text == m_note && glyph == m_noteGlyph && tone == m_noteTone)
        return;
    m_note = text;
    m_noteGlyph = glyph;
    m_noteTone = tone;
    setAccessibleDescription(text);
    update();
}

QSize NavItem::sizeHint() const
{
    const Theme &theme = Theme::of(this);
    return {theme.size(QLatin1String("nav")) - theme.px(16), theme.px(30)};
}

void NavItem::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    const qreal dpr = devicePixelRatioF();
    const QRectF area = rect();
    const qreal radius = theme.size(QLatin1String("radiusControl"));
    if (isChecked())
        drawPanel(painter, area, radius, theme.colour(Tone::BgRaised), theme.colour(Tone::LineDefault));
    else if (underMouse())
        drawPanel(painter, area, radius, theme.colour(Tone::BgHover), Qt::transparent);
    const Tone ink = isChecked() ? Tone::InkPrimary : Tone::InkSecondary;
    const QPointF at(theme.px(9), snap((height() - theme.px(16)) / 2.0, dpr));
    painter.drawPixmap(at, theme.icon(m_glyph, ink, 16, dpr));
    drawText(painter, theme, area.adjusted(theme.px(34), 0, -theme.px(34), 0),
             isChecked() ? TextStyle::Strong : TextStyle::Medium, theme.colour(ink), text());
    QRectF side = area.adjusted(0, 0, -theme.px(10), 0);
    if (!m_note.isEmpty()) {
        drawText(painter, theme, side, TextStyle::Small, theme.colour(m_noteTone), m_note,
                 Qt::AlignRight | Qt::AlignVCenter);
        side.setRight(side.right() - textWidth(theme, TextStyle::Small, m_note) - theme.px(5));
    }
    if (!m_noteGlyph.isEmpty()) {
        const QPointF sign(snap(side.right() - theme.px(14), dpr), snap((height() - theme.px(14)) / 2.0, dpr));
        painter.drawPixmap(sign, theme.icon(m_noteGlyph, m_noteTone, 14, dpr));
    }
    if (hasFocus())
        drawFocusRing(painter, area, radius, theme.colour(Tone::Focus));
}

NavList::NavList(QWidget *parent) : QWidget(parent) { setAccessibleName(tr("Screens")); }

NavItem *NavList::add(const QString &name, const QString &glyph)
{
    auto *item = new NavItem(name, glyph, this);
    const int index = int(m_items.size());
    m_items.append(item);
    connect(item, &QAbstractButton::clicked, this, [this, index] {
        setCurrent(index);
        Q_EMIT chosen(index);
    });
    arrange();
    return item;
}

void NavList::setCurrent(int index)
{
    m_current = index;
    for (int i = 0; i < int(m_items.size()); ++i)
        m_items.at(i)->setChecked(i == index);
}

QSize NavList::sizeHint() const
{
    const Theme &theme = Theme::of(this);
    return {theme.size(QLatin1String("nav")), theme.px(200)};
}

void NavList::keyPressEvent(QKeyEvent *event)
{
    const int step = event->key() == Qt::Key_Down ? 1 : event->key() == Qt::Key_Up ? -1 : 0;
    if (step == 0)
        return QWidget::keyPressEvent(event);
    for (int i = 0; i < int(m_items.size()); ++i) {
        if (!m_items.at(i)->hasFocus())
            continue;
        const int next = std::clamp(i + step, 0, int(m_items.size()) - 1);
        m_items.at(next)->setFocus(Qt::TabFocusReason);
        return;
    }
}

void NavList::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void NavList::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.colour(Tone::BgApp));
    drawVLine(painter, width() - 1, 0, height(), theme.colour(Tone::LineDefault));
}

void NavList::arrange()
{
    const Theme &theme = Theme::of(this);
    const int side = theme.px(8);
    int y = theme.px(8);
    for (NavItem *item : m_items) {
        item->setGeometry(side, y, width() - 2 * side - 1, item->sizeHint().height());
        y += item->sizeHint().height() + theme.px(2);
    }
}

} // namespace astern::ui
