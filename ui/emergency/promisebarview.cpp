// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/emergency/promisebarview.h"

#include "ui/theme/paint.h"

#include <QPainter>

#include <algorithm>

namespace astern::ui {

PromiseBarView::PromiseBarView(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void PromiseBarView::setBar(const PromiseBar &bar, const QString &promised)
{
    m_bar = bar;
    m_promised = promised;
    update();
}

QSize PromiseBarView::sizeHint() const
{
    const Theme &theme = Theme::of(this);
    return {theme.px(560), theme.px(12) + theme.line(TextStyle::Caption) + 4};
}

void PromiseBarView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = Theme::of(this);
    const double high = theme.px(6);
    const double top = theme.px(3);
    fillSnapped(painter, QRectF(0, top, width(), high), theme.colour(Tone::BgSunken));
    fillSnapped(painter, QRectF(0, top, width() * m_bar.filled, high), theme.colour(Tone::InkPrimary));
    if (m_bar.tick <= 0)
        return;
    const double x = width() * m_bar.tick;
    fillSnapped(painter, QRectF(x - 1, 0, 2, theme.px(12)),
                theme.colour(m_bar.filled > m_bar.tick ? Tone::BgRaised : Tone::InkPrimary));
    const double wide = textWidth(theme, TextStyle::Caption, m_promised) + 2;
    const double left = std::clamp(x - wide / 2, 0.0, std::max(0.0, width() - wide));
    drawText(painter, theme, QRectF(left, theme.px(12), wide, height() - theme.px(12)), TextStyle::Caption,
             theme.colour(Tone::InkTertiary), m_promised);
}

} // namespace astern::ui
