// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QProxyStyle>

class QStyleOptionButton;
class QStyleOptionComboBox;
class QStyleOptionHeader;
class QStyleOptionMenuItem;
class QStyleOptionSlider;
class QStyleOptionTab;

namespace astern::ui {

class Theme;

// Variants of a push button, set as dynamic property "kind": "primary" (blue, one per page), "dangerline" (outline
// red), "danger" (filled red: only Emergency and the hold control), "quiet" (no frame); none: outline.
// Property "large" makes it 36 px high.
inline constexpr const char *kKindProperty = "kind";
inline constexpr const char *kLargeProperty = "large";
// Name of a Lucide icon before the text, tinted like it (QAbstractButton::icon would keep its colour).
inline constexpr const char *kGlyphProperty = "glyph";

// Fusion with our own painting of the controls that the screens use, from the theme's tokens. No style sheets: one
// application-wide rule would replace this style by QStyleSheetStyle and take bevel, icon and variants away.
class Style : public QProxyStyle {
    Q_OBJECT
public:
    explicit Style(Theme &theme);
    [[nodiscard]] Theme &theme() const { return m_theme; }

    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget) const override;
    void drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                     const QWidget *widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                            const QWidget *widget) const override;
    [[nodiscard]] QSize sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                                         const QWidget *widget) const override;
    [[nodiscard]] int pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const override;
    [[nodiscard]] int styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                                QStyleHintReturn *returnData) const override;
    [[nodiscard]] QRect subElementRect(SubElement element, const QStyleOption *option,
                                       const QWidget *widget) const override;
    [[nodiscard]] QRect subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl sub,
                                       const QWidget *widget) const override;
    [[nodiscard]] QPalette standardPalette() const override;
    using QProxyStyle::polish;
    void polish(QWidget *widget) override;

private:
    struct ButtonLook;
    [[nodiscard]] ButtonLook buttonLook(const QStyleOption *option, const QWidget *widget) const;
    void drawButton(const QStyleOption *option, QPainter *painter, const QWidget *widget) const;
    void drawButtonLabel(const QStyleOptionButton *option, QPainter *painter, const QWidget *widget) const;
    void drawField(const QStyleOption *option, QPainter *painter, const QWidget *widget) const;
    void drawIndicator(const QStyleOption *option, QPainter *painter, bool round) const;
    void drawComboBox(const QStyleOptionComboBox *option, QPainter *painter, const QWidget *widget) const;
    void drawComboLabel(const QStyleOptionComboBox *option, QPainter *painter, const QWidget *widget) const;
    void drawTabShape(const QStyleOptionTab *option, QPainter *painter) const;
    void drawTabLabel(const QStyleOptionTab *option, QPainter *painter) const;
    void drawHeaderLabel(const QStyleOptionHeader *option, QPainter *painter) const;
    void drawScrollBar(const QStyleOptionSlider *option, QPainter *painter, const QWidget *widget) const;
    void drawMenuItem(const QStyleOptionMenuItem *option, QPainter *painter) const;
    [[nodiscard]] QSize buttonSize(const QStyleOptionButton *option, const QWidget *widget) const;

    Theme &m_theme;
};

// `amount` 0…1 of `other` over `base`.
[[nodiscard]] QColor mix(const QColor &base, const QColor &other, qreal amount);

} // namespace astern::ui
