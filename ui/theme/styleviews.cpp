// SPDX-License-Identifier: GPL-3.0-or-later
// Tabs, headers, scroll bars and menus.
#include "ui/theme/paint.h"
#include "ui/theme/style.h"

#include <QStyleOption>

namespace astern::ui {

void Style::drawTabShape(const QStyleOptionTab *option, QPainter *painter) const
{
    const QRectF rect = option->rect;
    if (option->state & State_Selected)
        fillSnapped(*painter, QRectF(rect.left() + m_theme.px(8), rect.bottom() - 2, rect.width() - m_theme.px(16), 2),
                    m_theme.colour(Tone::InkPrimary));
    if (option->state & State_HasFocus)
        drawFocusRing(*painter, rect.adjusted(2, 3, -2, -4), m_theme.size(QLatin1String("radiusControl")),
                      m_theme.colour(Tone::Focus));
}

void Style::drawTabLabel(const QStyleOptionTab *option, QPainter *painter) const
{
    const bool selected = option->state & State_Selected;
    const bool hover = option->state & State_MouseOver;
    const Tone tone = !(option->state & State_Enabled) ? Tone::InkDisabled
                      : selected || hover              ? Tone::InkPrimary
                                                       : Tone::InkSecondary;
    const TextStyle style = selected ? TextStyle::SmallStrong : TextStyle::SmallMedium;
    // "Log\t12": the number after the tab is a count, grey and lighter.
    const QString name = option->text.section(QLatin1Char('\t'), 0, 0);
    const QString number = option->text.section(QLatin1Char('\t'), 1);
    QRectF rect = QRectF(option->rect).adjusted(m_theme.px(12), 0, 0, 0);
    const qreal width = drawText(*painter, m_theme, rect, style, m_theme.colour(tone), name);
    if (number.isEmpty())
        return;
    rect.setLeft(rect.left() + width + m_theme.px(6));
    drawText(*painter, m_theme, rect, TextStyle::Small, m_theme.colour(Tone::InkTertiary), number);
}

void Style::drawHeaderLabel(const QStyleOptionHeader *option, QPainter *painter) const
{
    const QRectF rect = QRectF(option->rect).adjusted(m_theme.px(8), 0, -m_theme.px(8), 0);
    const Qt::Alignment align = (option->textAlignment & Qt::AlignHorizontal_Mask) | Qt::AlignVCenter;
    drawText(*painter, m_theme, rect, TextStyle::CaptionMedium, m_theme.colour(Tone::InkTertiary), option->text, align);
}

void Style::drawScrollBar(const QStyleOptionSlider *option, QPainter *painter, const QWidget *widget) const
{
    painter->fillRect(option->rect, m_theme.colour(Tone::BgSurface));
    if (option->maximum <= option->minimum)
        return;
    const bool active = option->state & State_MouseOver || option->activeSubControls & SC_ScrollBarSlider;
    const QRectF handle = subControlRect(CC_ScrollBar, option, SC_ScrollBarSlider, widget);
    const qreal inset = m_theme.px(3);
    const bool horizontal = option->orientation == Qt::Horizontal;
    const QRectF thin = horizontal ? handle.adjusted(2, inset, -2, -inset) : handle.adjusted(inset, 2, -inset, -2);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(m_theme.colour(active ? Tone::LineStrong : Tone::LineDefault));
    const qreal radius = std::min(thin.width(), thin.height()) / 2;
    painter->drawRoundedRect(thin, radius, radius);
    painter->restore();
}

void Style::drawMenuItem(const QStyleOptionMenuItem *option, QPainter *painter) const
{
    const QRectF rect = option->rect;
    if (option->menuItemType == QStyleOptionMenuItem::Separator) {
        drawHLine(*painter, rect.left() + 1, rect.right() - 1, rect.center().y(), m_theme.colour(Tone::LineSubtle));
        return;
    }
    const bool enabled = option->state & State_Enabled;
    if (option->state & State_Selected)
        painter->fillRect(rect.adjusted(1, 0, -1, 0), m_theme.colour(enabled ? Tone::BgSelected : Tone::BgHover));
    const Tone ink = enabled ? Tone::InkPrimary : Tone::InkDisabled;
    const qreal dpr = devicePixelRatio(*painter);
    if (option->checked) {
        painter->drawPixmap(
            QPointF(snap(rect.left() + m_theme.px(9), dpr), snap(rect.center().y() - m_theme.px(7), dpr)),
            m_theme.icon(QStringLiteral("check"), ink, 14, dpr));
    } else if (!option->icon.isNull()) {
        const int side = m_theme.px(16);
        option->icon.paint(
            painter, QRect(option->rect.left() + m_theme.px(8), option->rect.center().y() - side / 2 + 1, side, side));
    }
    QString text = option->text.section(QLatin1Char('\t'), 0, 0);
    text.remove(QLatin1Char('&'));
    const QString shortcut = option->text.section(QLatin1Char('\t'), 1);
    const QRectF inner = rect.adjusted(m_theme.px(32), 0, -m_theme.px(12), 0);
    drawText(*painter, m_theme, inner, TextStyle::Small, m_theme.colour(ink), text);
    if (!shortcut.isEmpty())
        drawText(*painter, m_theme, inner, TextStyle::Caption, m_theme.colour(enabled ? Tone::InkTertiary : ink),
                 shortcut, Qt::AlignRight | Qt::AlignVCenter);
}

} // namespace astern::ui
