// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/style.h"

#include "ui/theme/paint.h"
#include "ui/theme/theme.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QScrollBar>
#include <QStyleFactory>
#include <QStyleOption>
#include <QTabBar>

namespace astern::ui {

Style::Style(Theme &theme) : QProxyStyle(QStyleFactory::create(QStringLiteral("fusion"))), m_theme(theme) {}

QPalette Style::standardPalette() const { return m_theme.palette(); }

void Style::polish(QWidget *widget)
{
    QProxyStyle::polish(widget);
    const bool hovers = qobject_cast<QAbstractButton *>(widget) || qobject_cast<QComboBox *>(widget) ||
                        qobject_cast<QLineEdit *>(widget) || qobject_cast<QTabBar *>(widget) ||
                        qobject_cast<QScrollBar *>(widget);
    if (hovers)
        widget->setAttribute(Qt::WA_Hover);
}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                          const QWidget *widget) const
{
    const auto colour = [this](Tone tone) { return m_theme.colour(tone); };
    const qreal radius = m_theme.size(QLatin1String("radiusControl"));
    switch (element) {
    case PE_PanelButtonCommand:
        drawButton(option, painter, widget);
        return;
    case PE_FrameFocusRect:
        drawFocusRing(*painter, option->rect, radius, colour(Tone::Focus));
        return;
    case PE_PanelLineEdit:
        drawField(option, painter, widget);
        return;
    case PE_FrameLineEdit:
    case PE_FrameDefaultButton:
    case PE_FrameTabBarBase:
    case PE_FrameStatusBarItem:
        return;
    case PE_IndicatorRadioButton:
        drawIndicator(option, painter, true);
        return;
    case PE_IndicatorCheckBox:
        drawIndicator(option, painter, false);
        return;
    case PE_PanelTipLabel:
        painter->fillRect(option->rect, colour(Tone::BgTooltip));
        return;
    case PE_PanelMenu:
    case PE_FrameMenu:
        drawPanel(*painter, option->rect, 0, colour(Tone::BgRaised), colour(Tone::LineDefault));
        return;
    case PE_Frame:
        if (option->state & State_Sunken || option->state & State_Raised)
            drawPanel(*painter, option->rect, 0, Qt::transparent, colour(Tone::LineDefault));
        return;
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void Style::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                        const QWidget *widget) const
{
    const QRectF rect = option->rect;
    switch (element) {
    case CE_PushButtonLabel:
        if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option))
            drawButtonLabel(button, painter, widget);
        return;
    case CE_ComboBoxLabel:
        if (const auto *box = qstyleoption_cast<const QStyleOptionComboBox *>(option))
            drawComboLabel(box, painter, widget);
        return;
    case CE_TabBarTabShape:
        if (const auto *tab = qstyleoption_cast<const QStyleOptionTab *>(option))
            drawTabShape(tab, painter);
        return;
    case CE_TabBarTabLabel:
        if (const auto *tab = qstyleoption_cast<const QStyleOptionTab *>(option))
            drawTabLabel(tab, painter);
        return;
    case CE_HeaderSection:
    case CE_HeaderEmptyArea:
        painter->fillRect(option->rect, m_theme.colour(Tone::BgSurface));
        drawHLine(*painter, rect.left(), rect.right(), rect.bottom() - hairline(devicePixelRatio(*painter)),
                  m_theme.colour(Tone::LineDefault));
        return;
    case CE_HeaderLabel:
        if (const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option))
            drawHeaderLabel(header, painter);
        return;
    case CE_MenuItem:
        if (const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option))
            drawMenuItem(item, painter);
        return;
    case CE_MenuEmptyArea:
        return;
    case CE_Splitter: {
        const qreal line = hairline(devicePixelRatio(*painter));
        if (option->state & State_Horizontal)
            drawVLine(*painter, rect.center().x(), rect.top(), rect.bottom(), m_theme.colour(Tone::LineDefault));
        else
            fillSnapped(*painter, QRectF(rect.left(), rect.bottom() - 1, rect.width(), line),
                        m_theme.colour(option->state & State_MouseOver ? Tone::LineStrong : Tone::LineDefault));
        return;
    }
    default:
        QProxyStyle::drawControl(element, option, painter, widget);
    }
}

void Style::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                               const QWidget *widget) const
{
    if (control == CC_ScrollBar) {
        if (const auto *slider = qstyleoption_cast<const QStyleOptionSlider *>(option))
            drawScrollBar(slider, painter, widget);
        return;
    }
    if (control == CC_ComboBox) {
        if (const auto *box = qstyleoption_cast<const QStyleOptionComboBox *>(option))
            drawComboBox(box, painter, widget);
        return;
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                              const QWidget *widget) const
{
    const int control = m_theme.size(QLatin1String("control"));
    switch (type) {
    case CT_PushButton:
        if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option))
            return buttonSize(button, widget);
        break;
    case CT_LineEdit:
        return {size.width() + m_theme.px(16), std::max(control, size.height() + m_theme.px(8))};
    case CT_ComboBox:
        return {size.width() + m_theme.px(44), control};
    case CT_TabBarTab: {
        const auto *tab = qstyleoption_cast<const QStyleOptionTab *>(option);
        const qreal text = tab ? textWidth(m_theme, TextStyle::SmallStrong, tab->text) : size.width();
        return {qRound(text) + m_theme.px(24), m_theme.px(34)};
    }
    case CT_HeaderSection:
        return {size.width(), m_theme.size(QLatin1String("tableHeader"))};
    case CT_MenuItem: {
        const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option);
        if (item && item->menuItemType == QStyleOptionMenuItem::Separator)
            return {m_theme.px(80), m_theme.px(9)};
        return {size.width() + m_theme.px(48), m_theme.size(QLatin1String("row"))};
    }
    default:
        break;
    }
    return QProxyStyle::sizeFromContents(type, option, size, widget);
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_ScrollBarExtent:
        return m_theme.px(10);
    case PM_ScrollBarSliderMin:
        return m_theme.px(32);
    case PM_SplitterWidth:
        return m_theme.px(6);
    case PM_SliderThickness:
    case PM_SliderControlThickness:
    case PM_SliderLength:
        return m_theme.px(15);
    case PM_FocusFrameHMargin:
    case PM_FocusFrameVMargin:
        return 0;
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
        return m_theme.px(16);
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return m_theme.px(16);
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
    case PM_TabBarTabShiftVertical:
    case PM_TabBarTabShiftHorizontal:
    case PM_TabBarBaseHeight:
    case PM_TabBarBaseOverlap:
        return 0;
    case PM_HeaderMargin:
        return m_theme.px(8);
    case PM_MenuPanelWidth:
        return 1;
    case PM_MenuVMargin:
        return m_theme.px(4);
    case PM_ToolTipLabelFrameWidth:
        return m_theme.px(8);
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int Style::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                     QStyleHintReturn *returnData) const
{
    switch (hint) {
    case SH_ToolTip_WakeUpDelay:
        return std::max(1, m_theme.motion(QLatin1String("tooltipDelay")));
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
    case SH_ComboBox_Popup:
    case SH_ScrollBar_Transient:
        return 0;
    case SH_ScrollView_FrameOnlyAroundContents:
        return 0;
    case SH_Widget_Animation_Duration:
        return m_theme.motion(QLatin1String("hover"));
    default:
        return QProxyStyle::styleHint(hint, option, widget, returnData);
    }
}

QRect Style::subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const
{
    const QRect rect = QProxyStyle::subElementRect(element, option, widget);
    const auto *edit = element == SE_LineEditContents ? qobject_cast<const QLineEdit *>(widget) : nullptr;
    if (!edit || !edit->hasFrame() || !edit->textMargins().isNull())
        return rect;
    // As far from the border as a combo box has its text: the line edit itself adds the rest.
    return rect.adjusted(m_theme.px(5), 0, -m_theme.px(5), 0);
}

QRect Style::subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl sub,
                            const QWidget *widget) const
{
    if (control == CC_ComboBox && sub == SC_ComboBoxEditField)
        return option->rect.adjusted(m_theme.px(10), 0, -m_theme.px(26), 0);
    if (control == CC_ScrollBar) { // no arrow buttons: the groove is the whole bar
        if (sub == SC_ScrollBarAddLine || sub == SC_ScrollBarSubLine)
            return {};
        if (sub == SC_ScrollBarGroove)
            return option->rect;
        const auto *slider = qstyleoption_cast<const QStyleOptionSlider *>(option);
        if (slider && (sub == SC_ScrollBarSlider || sub == SC_ScrollBarAddPage || sub == SC_ScrollBarSubPage)) {
            const bool horizontal = slider->orientation == Qt::Horizontal;
            const QRect &rect = slider->rect;
            const int span = horizontal ? rect.width() : rect.height();
            const qint64 range = qint64(slider->maximum) - slider->minimum;
            int length = span;
            if (range > 0) {
                length = int(qint64(slider->pageStep) * span / (range + slider->pageStep));
                length = std::clamp(length, std::min(span, m_theme.px(32)), span);
            }
            const int start = sliderPositionFromValue(slider->minimum, slider->maximum, slider->sliderPosition,
                                                      span - length, slider->upsideDown);
            int from = start;
            int size = length;
            if (sub == SC_ScrollBarSubPage) {
                from = 0;
                size = start;
            } else if (sub == SC_ScrollBarAddPage) {
                from = start + length;
                size = span - from;
            }
            return horizontal ? QRect(rect.x() + from, rect.y(), size, rect.height())
                              : QRect(rect.x(), rect.y() + from, rect.width(), size);
        }
    }
    return QProxyStyle::subControlRect(control, option, sub, widget);
}

QColor mix(const QColor &base, const QColor &other, qreal amount)
{
    const auto channel = [amount](int a, int b) { return qRound(a + (b - a) * amount); };
    return {channel(base.red(), other.red()), channel(base.green(), other.green()), channel(base.blue(), other.blue())};
}

} // namespace astern::ui
