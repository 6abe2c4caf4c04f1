// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/emergency/steplist.h"

#include "models/base/format.h"
#include "ui/theme/paint.h"
#include "ui/theme/status.h"

#include <QFontMetricsF>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace astern::ui {
namespace {

constexpr double kText = 34; // where the words begin

} // namespace

StepList::StepList(QWidget *parent) : QWidget(parent)
{
    setMouseTracking(true);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void StepList::setLines(const QList<StepLine> &lines)
{
    if (m_lines == lines)
        return;
    m_lines = lines;
    QStringList spoken;
    bool entries = false;
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const StepLine &line = lines.at(i);
        spoken.append(
            QStringLiteral("%1. %2, %3, %4 %5").arg(i + 1).arg(line.title, line.detail, line.right, line.proofText));
        entries = entries || line.entry > 0;
    }
    setAccessibleName(tr("Steps"));
    setAccessibleDescription(spoken.join(QStringLiteral("; ")));
    setFocusPolicy(entries ? Qt::TabFocus : Qt::NoFocus);
    updateGeometry();
    update();
}

double StepList::rightWidth(const StepLine &line) const
{
    const double em = theme().textScale();
    double wide = QFontMetricsF(theme().font(TextStyle::Strong)).horizontalAdvance(line.right);
    const double proof = QFontMetricsF(theme().font(TextStyle::Caption)).horizontalAdvance(line.proofText) +
                         (line.proof == StepLine::Proof::None ? 0 : 18 * em);
    wide = std::max(wide, std::min(proof, width() * 0.45));
    if (line.entry > 0)
        wide = std::max(
            wide,
            QFontMetricsF(theme().font(TextStyle::Caption)).horizontalAdvance(format::entry(qint64(line.entry - 1))));
    return wide + 12 * em;
}

QList<StepList::Place> StepList::places(double width) const
{
    const double em = theme().textScale();
    const QFontMetricsF titles(theme().font(TextStyle::Strong));
    const QFontMetricsF details(theme().font(TextStyle::Small));
    QList<Place> out;
    double top = 0;
    for (const StepLine &line : m_lines) {
        const double room = std::max(80.0, width - kText * em - rightWidth(line));
        Place place;
        place.top = top;
        place.detailHeight =
            line.detail.isEmpty()
                ? 0
                : details.boundingRect(QRectF(0, 0, room, 1e4), Qt::TextWordWrap, line.detail).height();
        place.height = std::max(titles.height() + place.detailHeight, titles.height() + details.height()) + 14 * em;
        out.append(place);
        top += place.height;
    }
    return out;
}

int StepList::heightForWidth(int width) const
{
    const QList<Place> all = places(width);
    return all.isEmpty() ? 0 : int(std::ceil(all.last().top + all.last().height - 6 * theme().textScale()));
}

QSize StepList::sizeHint() const
{
    const int wide = int(560 * theme().textScale());
    return {wide, heightForWidth(wide)};
}
QSize StepList::minimumSizeHint() const
{
    return {int(320 * theme().textScale()), heightForWidth(std::max(width(), int(320 * theme().textScale())))};
}

QRectF StepList::entryRect(int line) const
{
    if (line < 0 || line >= m_lines.size() || m_lines.at(line).entry == 0)
        return {};
    const double em = theme().textScale();
    const Place place = places(width()).at(line);
    const QFontMetricsF metrics(theme().font(TextStyle::Caption));
    const double wide = metrics.horizontalAdvance(format::entry(qint64(m_lines.at(line).entry - 1)));
    const double top = place.top + QFontMetricsF(theme().font(TextStyle::Strong)).height();
    return QRectF(width() - wide - 4 * em, top, wide + 4 * em, metrics.height() + 2);
}

void StepList::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double em = theme().textScale();
    const QList<Place> all = places(width());
    const double line = QFontMetricsF(theme().font(TextStyle::Strong)).height();
    for (int i = 0; i < all.size(); ++i) {
        const QPointF centre(11 * em, all.at(i).top + line / 2 + 2);
        if (i + 1 < all.size()) {
            const bool passed = m_lines.at(i).sign == StepLine::Sign::Done;
            const double bottom = all.at(i + 1).top + line / 2 + 2 - 12 * em;
            const double top = centre.y() + 12 * em;
            painter.fillRect(QRectF(snap(centre.x(), devicePixelRatioF()), top,
                                    passed ? 1.5 : hairline(devicePixelRatioF()), bottom - top),
                             theme().colour(passed ? Tone::InkSecondary : Tone::LineDefault));
        }
        paintSign(painter, i, centre);
        paintLine(painter, i, all.at(i));
    }
    if (hasFocus() && !entryRect(m_focusLine).isEmpty()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme().colour(Tone::Focus), 2));
        painter.drawRoundedRect(entryRect(m_focusLine).adjusted(-2, 0, -1, 0), 3, 3);
    }
}

void StepList::paintSign(QPainter &painter, int at, const QPointF &centre) const
{
    const StepLine &line = m_lines.at(at);
    const double em = theme().textScale();
    const double radius = 9.5 * em;
    const double side = 12 * em;
    const QPointF corner(centre.x() - side / 2, centre.y() - side / 2);
    const double dpr = devicePixelRatioF();
    painter.setBrush(Qt::NoBrush);
    const auto filled = [&](Tone ground, const char *icon, Tone on) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme().colour(ground));
        painter.drawEllipse(centre, radius, radius);
        painter.drawPixmap(corner, theme().icon(QLatin1String(icon), on, 12, dpr));
    };
    switch (line.sign) {
    case StepLine::Sign::Done:
        filled(Tone::InkPrimary, "check", Tone::BgRaised);
        return;
    case StepLine::Sign::Failed:
        filled(Tone::CriticalFill, "x", Tone::CriticalOn);
        return;
    case StepLine::Sign::Doubt: {
        QPen pen(theme().colour(Tone::UnknownText), 1.75 * em);
        pen.setDashPattern({2, 1.4});
        painter.setPen(pen);
        painter.drawEllipse(centre, radius, radius);
        painter.setFont(theme().font(TextStyle::CaptionStrong));
        painter.drawText(QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius), Qt::AlignCenter,
                         QStringLiteral("?"));
        return;
    }
    case StepLine::Sign::Skipped:
    case StepLine::Sign::Moving:
    case StepLine::Sign::Number:
        break;
    }
    const bool moving = line.sign == StepLine::Sign::Moving;
    painter.setPen(QPen(theme().colour(moving ? Tone::LineDefault : Tone::LineStrong), (moving ? 2 : 1.25) * em));
    painter.drawEllipse(centre, radius, radius);
    if (moving) {
        painter.setPen(QPen(theme().colour(Tone::InkPrimary), 2 * em, Qt::SolidLine, Qt::FlatCap));
        const double share = line.progress >= 0 ? std::max(0.06, line.progress) : 0.33;
        painter.drawArc(QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius), 90 * 16,
                        -int(share * 360 * 16));
    }
    painter.setFont(theme().font(TextStyle::CaptionStrong));
    painter.setPen(
        theme().colour(line.faint || line.sign == StepLine::Sign::Skipped ? Tone::InkTertiary : Tone::InkPrimary));
    const QString sign = line.sign == StepLine::Sign::Skipped ? QStringLiteral("–") : QString::number(at + 1);
    painter.drawText(QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius), Qt::AlignCenter, sign);
}

void StepList::paintLine(QPainter &painter, int at, const Place &place) const
{
    const StepLine &line = m_lines.at(at);
    const double em = theme().textScale();
    const QFont title = theme().font(line.faint ? TextStyle::Body : TextStyle::Strong);
    const QFontMetricsF titles(title);
    const double left = kText * em;
    const double rightRoom = rightWidth(line);
    const double textWidth = width() - left - rightRoom;
    painter.setFont(title);
    painter.setPen(theme().colour(line.faint ? Tone::InkSecondary : Tone::InkPrimary));
    painter.drawText(QRectF(left, place.top, textWidth, titles.height()), Qt::AlignLeft | Qt::AlignVCenter,
                     titles.elidedText(line.title, Qt::ElideRight, textWidth));
    painter.drawText(QRectF(width() - rightRoom, place.top, rightRoom, titles.height()),
                     Qt::AlignRight | Qt::AlignVCenter, line.right);
    const double second = place.top + titles.height();
    painter.setFont(theme().font(TextStyle::Small));
    const bool bad = line.sign == StepLine::Sign::Failed;
    painter.setPen(theme().colour(bad                                  ? Tone::CriticalText
                                  : line.sign == StepLine::Sign::Doubt ? Tone::UnknownText
                                                                       : Tone::InkSecondary));
    painter.drawText(QRectF(left, second, std::max(80.0, textWidth), place.detailHeight + 2), Qt::TextWordWrap,
                     line.detail);
    if (line.progress >= 0 && line.sign == StepLine::Sign::Moving) {
        const double y = snap(place.top + place.height - 8 * em, devicePixelRatioF());
        painter.fillRect(QRectF(left, y, width() - left, 3), theme().colour(Tone::BgSunken));
        painter.fillRect(QRectF(left, y, (width() - left) * std::min(1.0, line.progress), 3),
                         theme().colour(Tone::InkPrimary));
    }
    const QFont caption = theme().font(TextStyle::Caption);
    const double captionHigh = QFontMetricsF(theme().font(TextStyle::Small)).height();
    painter.setFont(caption);
    if (line.entry > 0) {
        painter.setPen(theme().colour(Tone::AccentText));
        painter.drawText(QRectF(width() - rightRoom, second, rightRoom, captionHigh), Qt::AlignRight | Qt::AlignVCenter,
                         format::entry(qint64(line.entry - 1)));
        return;
    }
    if (line.proof == StepLine::Proof::None)
        return;
    const Tone tone = line.proof == StepLine::Proof::Bad       ? Tone::CriticalText
                      : line.proof == StepLine::Proof::Waiting ? Tone::InkTertiary
                                                               : Tone::InkSecondary;
    painter.setPen(theme().colour(tone));
    const double side = 12 * em;
    const QString words = QFontMetricsF(caption).elidedText(line.proofText, Qt::ElideRight, rightRoom - side - 6 * em);
    const double wide = QFontMetricsF(caption).horizontalAdvance(words);
    painter.drawText(QRectF(width() - rightRoom, second, rightRoom, captionHigh), Qt::AlignRight | Qt::AlignVCenter,
                     words);
    const QRectF sign(width() - wide - side - 6 * em, second + (captionHigh - side) / 2, side, side);
    if (line.proof == StepLine::Proof::Bad)
        drawStatus(painter, theme(), sign, Status::Failing);
    else
        painter.drawPixmap(sign.topLeft(), theme().icon(line.proof == StepLine::Proof::Good ? QStringLiteral("check")
                                                                                            : QStringLiteral("clock"),
                                                        tone, 12, devicePixelRatioF()));
}

void StepList::mouseMoveEvent(QMouseEvent *event)
{
    bool over = false;
    for (int i = 0; i < m_lines.size(); ++i)
        over = over || entryRect(i).contains(event->position());
    setCursor(over ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void StepList::mouseReleaseEvent(QMouseEvent *event)
{
    for (int i = 0; i < m_lines.size(); ++i) {
        if (entryRect(i).contains(event->position()))
            Q_EMIT entryActivated(m_lines.at(i).entry - 1);
    }
}

void StepList::keyPressEvent(QKeyEvent *event)
{
    const int step = event->key() == Qt::Key_Down ? 1 : event->key() == Qt::Key_Up ? -1 : 0;
    for (int i = m_focusLine + step; step != 0 && i >= 0 && i < m_lines.size(); i += step) {
        if (m_lines.at(i).entry > 0) {
            m_focusLine = i;
            update();
            return;
        }
    }
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && !entryRect(m_focusLine).isEmpty()) {
        Q_EMIT entryActivated(m_lines.at(m_focusLine).entry - 1);
        return;
    }
    QWidget::keyPressEvent(event);
}

void StepList::focusInEvent(QFocusEvent *)
{
    for (int i = 0; i < m_lines.size() && entryRect(m_focusLine).isEmpty(); ++i)
        m_focusLine = i;
    update();
}
void StepList::focusOutEvent(QFocusEvent *) { update(); }

void StepList::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange || event->type() == QEvent::PaletteChange) {
        updateGeometry();
        update();
    }
    QWidget::changeEvent(event);
}

} // namespace astern::ui
