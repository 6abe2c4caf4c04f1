// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/teambutton.h"

#include "ui/theme/paint.h"

#include <QKeyEvent>
#include <QPainter>

namespace astern::ui {
namespace {

constexpr int kRound = 24;
constexpr int kGap = 4;
constexpr int kPad = 4; // the ring of the focus is there

// Round, as wide as `box`; oneself is an outline alone.
void drawBadge(QPainter &painter, const Theme &theme, const QRectF &box, const TeamBadges::Badge &badge, bool stale)
{
    const Tone ink = stale ? Tone::UnknownText : badge.self ? Tone::InkSecondary : Tone::AccentText;
    QPen line(theme.colour(stale ? Tone::UnknownText : badge.self ? Tone::LineStrong : Tone::AccentText));
    line.setStyle(stale ? Qt::DashLine : Qt::SolidLine);
    painter.setPen(line);
    painter.setBrush(stale || badge.self ? QBrush(Qt::NoBrush) : QBrush(theme.colour(Tone::AccentBg)));
    painter.drawEllipse(box.adjusted(0.5, 0.5, -0.5, -0.5));
    drawText(painter, theme, box, TextStyle::CaptionStrong, theme.colour(ink), badge.initials, Qt::AlignCenter);
}

} // namespace

TeamButton::TeamButton(QWidget *parent) : QAbstractButton(parent)
{
    setObjectName(QStringLiteral("teamButton"));
    setFocusPolicy(Qt::StrongFocus);
    hide();
}

void TeamButton::setBadges(const TeamBadges &badges)
{
    if (m_badges == badges)
        return;
    m_badges = badges;
    setToolTip(badges.words);
    setAccessibleName(badges.words);
    updateGeometry();
    update();
}

QString TeamButton::moreText() const
{
    return m_badges.more > 0          ? QStringLiteral("+%1").arg(m_badges.more)
           : m_badges.shown.isEmpty() ? QStringLiteral("?")
                                      : QString();
}

QSize TeamButton::sizeHint() const
{
    const Theme &theme = Theme::of(this);
    double wide = theme.px(kPad * 2) + double(m_badges.shown.size()) * theme.px(kRound + kGap);
    if (const QString more = moreText(); more.isEmpty())
        wide -= theme.px(kGap);
    else
        wide += textWidth(theme, TextStyle::CaptionMedium, more);
    return {int(wide + 0.5), theme.size(QLatin1String("control"))};
}

void TeamButton::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (underMouse() || isDown())
        drawPanel(painter, rect(), theme.px(4), theme.colour(Tone::BgHover), theme.colour(Tone::BgHover));
    const double side = theme.px(kRound);
    QRectF box(theme.px(kPad), (height() - side) / 2.0, side, side);
    for (const TeamBadges::Badge &badge : m_badges.shown) {
        drawBadge(painter, theme, box, badge, m_badges.stale);
        box.translate(side + theme.px(kGap), 0);
    }
    if (const QString more = moreText(); !more.isEmpty())
        drawText(painter, theme, QRectF(box.left(), 0, width() - box.left(), height()), TextStyle::CaptionMedium,
                 theme.colour(m_badges.stale ? Tone::UnknownText : Tone::InkSecondary), more);
    if (hasFocus())
        drawFocusRing(painter, rect(), theme.px(4), theme.colour(Tone::Focus));
}

void TeamButton::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        click();
    else
        QAbstractButton::keyPressEvent(event);
}

} // namespace astern::ui
