// SPDX-License-Identifier: GPL-3.0-or-later
// Buttons and fields.
#include "ui/theme/paint.h"
#include "ui/theme/style.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QStyleOption>

namespace astern::ui {

struct Style::ButtonLook {
    QColor fill = Qt::transparent;
    QColor border = Qt::transparent;
    QColor text;
    TextStyle style = TextStyle::SmallMedium;
};

Style::ButtonLook Style::buttonLook(const QStyleOption *option, const QWidget *widget) const
{
    const auto c = [this](Tone tone) { return m_theme.colour(tone); };
    const QString kind = widget ? widget->property(kKindProperty).toString() : QString();
    const bool isLarge = widget && widget->property(kLargeProperty).toBool();
    const bool hover = option->state & State_MouseOver;
    const bool down = option->state & (State_Sunken | State_On);
    const auto filled = [&](Tone tone) {
        return down ? mix(c(tone), Qt::black, 0.22) : hover ? mix(c(tone), Qt::black, 0.1) : c(tone);
    };
    ButtonLook look{down    ? c(Tone::BgSunken)
                    : hover ? c(Tone::BgHover)
                            : c(Tone::BgRaised),
                    c(Tone::LineDefault), c(Tone::InkPrimary), isLarge ? TextStyle::Medium : TextStyle::SmallMedium};
    const bool strong = kind == QLatin1String("primary") || kind.startsWith(QLatin1String("danger"));
    if (strong)
        look.style = isLarge ? TextStyle::Strong : TextStyle::SmallStrong;
    if (!(option->state & State_Enabled)) {
        const bool quiet = kind == QLatin1String("quiet");
        look.fill = quiet ? QColor(Qt::transparent) : c(Tone::BgSurface);
        look.border = quiet ? QColor(Qt::transparent) : c(Tone::LineSubtle);
        look.text = c(Tone::InkDisabled);
        return look;
    }
    if (kind == QLatin1String("primary")) {
        look.fill = look.border = filled(Tone::AccentFill);
        look.text = c(Tone::AccentOn);
    } else if (kind == QLatin1String("danger")) {
        look.fill = look.border = filled(Tone::CriticalFill);
        look.text = c(Tone::CriticalOn);
    } else if (kind == QLatin1String("dangerline")) {
        look.border = look.text = c(Tone::CriticalText);
        if (hover || down)
            look.fill = c(Tone::CriticalBg);
    } else if (kind == QLatin1String("quiet")) {
        look.border = Qt::transparent;
        if (!hover && !down)
            look.fill = Qt::transparent;
    }
    return look;
}

void Style::drawButton(const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    const ButtonLook look = buttonLook(option, widget);
    drawPanel(*painter, option->rect, m_theme.size(QLatin1String("radiusControl")), look.fill, look.border);
    // Fusion's own focus frame sits outside of what the label occupies; ours lies inside the button.
    if (option->state & State_HasFocus && option->state & State_KeyboardFocusChange) {
        const bool onFill = look.fill == look.border && look.fill.alpha() == 255;
        QRectF ring = option->rect;
        if (onFill)
            ring.adjust(2, 2, -2, -2);
        drawFocusRing(*painter, ring, m_theme.size(QLatin1String("radiusControl")) - (onFill ? 1 : 0),
                      onFill ? look.text : m_theme.colour(Tone::Focus));
    }
}

void Style::drawButtonLabel(const QStyleOptionButton *option, QPainter *painter, const QWidget *widget) const
{
    const ButtonLook look = buttonLook(option, widget);
    const qreal dpr = devicePixelRatio(*painter);
    const QString iconName = widget ? widget->property(kGlyphProperty).toString() : QString();
    // "&Abort" is written without its ampersand; an underline appears nowhere in this style.
    QString text = option->text;
    text.remove(QLatin1Char('&'));
    const int iconPx = 16;
    const qreal gap = text.isEmpty() || iconName.isEmpty() ? 0 : m_theme.px(8);
    const qreal iconWidth = iconName.isEmpty() ? 0 : m_theme.px(iconPx);
    const bool hasMenu = option->features & QStyleOptionButton::HasMenu;
    const qreal menuWidth = hasMenu ? m_theme.px(18) : 0;
    const qreal width = iconWidth + gap + textWidth(m_theme, look.style, text) + menuWidth;
    const QRectF rect = option->rect;
    qreal x = std::max(rect.left() + m_theme.px(6), rect.center().x() - width / 2);
    if (!iconName.isEmpty()) {
        const qreal y = rect.center().y() - iconWidth / 2.0;
        painter->drawPixmap(QPointF(snap(x, dpr), snap(y, dpr)), m_theme.icon(iconName, look.text, iconPx, dpr));
        x += iconWidth + gap;
    }
    const QRectF textRect(x, rect.top(), rect.right() - m_theme.px(6) - x - menuWidth, rect.height());
    drawText(*painter, m_theme, textRect, look.style, look.text, text);
    if (hasMenu) {
        const qreal edge = x + textWidth(m_theme, look.style, text) + m_theme.px(4);
        painter->drawPixmap(QPointF(snap(edge, dpr), snap(rect.center().y() - m_theme.px(7), dpr)),
                            m_theme.icon(QStringLiteral("chevron-down"), look.text, 14, dpr));
    }
}

QSize Style::buttonSize(const QStyleOptionButton *option, const QWidget *widget) const
{
    const bool isLarge = widget && widget->property(kLargeProperty).toBool();
    const int height = m_theme.size(QLatin1String(isLarge ? "controlLarge" : "control"));
    QString text = option->text;
    text.remove(QLatin1Char('&'));
    const bool hasIcon = widget && !widget->property(kGlyphProperty).toString().isEmpty();
    if (text.isEmpty())
        return {height, height};
    const ButtonLook look = buttonLook(option, widget);
    qreal width = textWidth(m_theme, look.style, text) + m_theme.px(26);
    if (hasIcon)
        width += m_theme.px(24);
    if (option->features & QStyleOptionButton::HasMenu)
        width += m_theme.px(18);
    return {int(std::ceil(width)), height};
}

void Style::drawField(const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    const auto *edit = qobject_cast<const QLineEdit *>(widget);
    if (edit && !edit->hasFrame())
        return;
    const bool enabled = option->state & State_Enabled;
    const qreal radius = m_theme.size(QLatin1String("radiusControl"));
    drawPanel(*painter, option->rect, radius, m_theme.colour(enabled ? Tone::BgRaised : Tone::BgSurface),
              m_theme.colour(enabled ? Tone::LineStrong : Tone::LineSubtle));
    if (option->state & State_HasFocus)
        drawFocusRing(*painter, option->rect, radius, m_theme.colour(Tone::Focus));
}

void Style::drawIndicator(const QStyleOption *option, QPainter *painter, bool round) const
{
    const qreal side = m_theme.px(14);
    const QRectF box(option->rect.left() + 1, option->rect.center().y() - side / 2 + 0.5, side, side);
    const bool on = option->state & State_On;
    const bool enabled = option->state & State_Enabled;
    const QColor accent = m_theme.colour(enabled ? Tone::AccentFill : Tone::InkDisabled);
    const QColor border = on ? accent : m_theme.colour(enabled ? Tone::LineStrong : Tone::LineDefault);
    const QColor fill = on && !round ? accent : m_theme.colour(Tone::BgRaised);
    drawPanel(*painter, box, round ? side / 2 : m_theme.size(QLatin1String("radiusChip")), fill, border);
    if (on && round) {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        painter->setBrush(accent);
        painter->drawEllipse(box.center(), side / 2, side / 2);
        painter->setBrush(m_theme.colour(Tone::AccentOn));
        painter->drawEllipse(box.center(), side / 5, side / 5);
        painter->restore();
    } else if (on) {
        const qreal dpr = devicePixelRatio(*painter);
        painter->drawPixmap(box.topLeft() + QPointF(1, 1),
                            m_theme.icon(QStringLiteral("check"), m_theme.colour(Tone::AccentOn), 12, dpr));
    }
    if (option->state & State_HasFocus && option->state & State_KeyboardFocusChange)
        drawFocusRing(*painter, box.adjusted(-1, -1, 1, 1), round ? side : 4, m_theme.colour(Tone::Focus));
}

void Style::drawComboBox(const QStyleOptionComboBox *option, QPainter *painter, const QWidget *widget) const
{
    Q_UNUSED(widget)
    const bool enabled = option->state & State_Enabled;
    const bool hover = option->state & State_MouseOver;
    const qreal radius = m_theme.size(QLatin1String("radiusControl"));
    drawPanel(*painter, option->rect, radius,
              m_theme.colour(!enabled ? Tone::BgSurface
                             : hover  ? Tone::BgHover
                                      : Tone::BgRaised),
              m_theme.colour(enabled ? Tone::LineStrong : Tone::LineSubtle));
    const qreal dpr = devicePixelRatio(*painter);
    const QRectF rect = option->rect;
    const QPointF at(rect.right() - m_theme.px(24), rect.center().y() - m_theme.px(7));
    painter->drawPixmap(QPointF(snap(at.x(), dpr), snap(at.y(), dpr)),
                        m_theme.icon(QStringLiteral("chevron-down"),
                                     m_theme.colour(enabled ? Tone::InkSecondary : Tone::InkDisabled), 14, dpr));
    if (option->state & State_HasFocus)
        drawFocusRing(*painter, rect, radius, m_theme.colour(Tone::Focus));
}

void Style::drawComboLabel(const QStyleOptionComboBox *option, QPainter *painter, const QWidget *widget) const
{
    if (option->editable)
        return;
    const QRectF rect = subControlRect(CC_ComboBox, option, SC_ComboBoxEditField, widget);
    drawText(*painter, m_theme, rect, TextStyle::SmallMedium,
             m_theme.colour(option->state & State_Enabled ? Tone::InkPrimary : Tone::InkDisabled), option->currentText);
}

} // namespace astern::ui
