// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rollout/legend.h"

#include "ui/theme/paint.h"

#include <QPainter>

#include <cmath>

namespace astern::ui {

Legend::Legend(QWidget *parent) : QWidget(parent) { setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred); }

void Legend::setNames(const QString &fresh, const QString &stable)
{
    if (m_fresh == fresh && m_stable == stable)
        return;
    m_fresh = fresh;
    m_stable = stable;
    updateGeometry();
    update();
}

QSize Legend::sizeHint() const
{
    const Theme &theme = Theme::of(this);
    double wide = 0;
    for (const QString &text : {m_fresh, m_stable, tr("limit")}) {
        if (!text.isEmpty())
            wide += theme.px(24) + textWidth(theme, TextStyle::Caption, text) + theme.px(16);
    }
    return {int(std::ceil(wide)), theme.line(TextStyle::Caption) + theme.px(4)};
}

void Legend::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = Theme::of(this);
    double x = 0;
    const double y = height() / 2.0;
    const auto entry = [&](const QPen &pen, const QString &text) {
        if (text.isEmpty())
            return;
        painter.setPen(pen);
        painter.drawLine(QPointF(x, y), QPointF(x + theme.px(18), y));
        x += theme.px(24);
        x += drawText(painter, theme, QRectF(x, 0, width() - x, height()), TextStyle::Caption,
                      theme.colour(Tone::InkSecondary), text) +
             theme.px(16);
    };
    painter.setRenderHint(QPainter::Antialiasing);
    entry(QPen(theme.colour(Tone::DataNew), 1.75), m_fresh);
    QPen dots(theme.colour(Tone::DataStable), 1.5, Qt::CustomDashLine, Qt::RoundCap);
    dots.setDashPattern({0.01, 2.2});
    entry(dots, m_stable);
    QPen dashes(theme.colour(Tone::DataThreshold), 1);
    dashes.setDashPattern({4, 3});
    entry(dashes, tr("limit"));
}

} // namespace astern::ui
