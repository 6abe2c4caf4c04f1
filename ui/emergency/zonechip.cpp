// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/emergency/zonechip.h"

#include "ui/theme/paint.h"

#include <QPainter>

#include <cmath>

namespace astern::ui {

ZoneChip::ZoneChip(QWidget *parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("zone"));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void ZoneChip::setZone(const Zone &zone)
{
    if (m_zone == zone)
        return;
    m_zone = zone;
    setAccessibleName(zone.text);
    setToolTip(zone.sandbox ? tr("A simulated company: nothing here is real.") : QString());
    updateGeometry();
    update();
}

QSize ZoneChip::sizeHint() const
{
    const Theme &theme = Theme::of(this);
    return {int(std::ceil(textWidth(theme, TextStyle::CaptionStrong, m_zone.text))) + theme.px(14),
            theme.line(TextStyle::CaptionStrong) + theme.px(6)};
}

void ZoneChip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Theme &theme = Theme::of(this);
    // Production: ink, the strongest there is without being a status. Sandbox: dashed, as something that is not there.
    const QRectF box = QRectF(rect()).adjusted(0.75, 0.75, -0.75, -0.75);
    const Tone text = m_zone.production ? Tone::BgRaised : m_zone.sandbox ? Tone::InkPrimary : Tone::InkSecondary;
    painter.setBrush(m_zone.production ? QBrush(theme.colour(Tone::InkPrimary)) : QBrush(Qt::NoBrush));
    QPen pen(theme.colour(m_zone.production ? Tone::InkPrimary : Tone::LineStrong), 1.25);
    if (m_zone.sandbox)
        pen.setDashPattern({3, 2});
    painter.setPen(pen);
    painter.drawRoundedRect(box, 3, 3);
    painter.setFont(theme.font(TextStyle::CaptionStrong));
    painter.setPen(theme.colour(text));
    painter.drawText(rect(), Qt::AlignCenter, m_zone.text);
}

} // namespace astern::ui
