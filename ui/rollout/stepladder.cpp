// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rollout/stepladder.h"

#include "models/base/format.h"
#include "ui/rollout/statewords.h"
#include "ui/theme/paint.h"

#include <QFontMetricsF>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace astern::ui {
namespace {

constexpr double kSign = 10; // radius of a rung's sign

bool isOnItsWay(BoardState state) // and nobody has to look at it
{
    return state == BoardState::Running || state == BoardState::NoVerdict || state == BoardState::Held ||
           state == BoardState::Healthy;
}

QString noteOf(const Rung &rung, const QString &instead)
{
    return rung.state == Rung::State::Current && !instead.isEmpty() ? instead : rung.note;
}

} // namespace

StepLadder::StepLadder(QWidget *parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("stepLadder"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Steps"));
}

void StepLadder::setRungs(const QList<Rung> &rungs, BoardState state, const QString &note)
{
    if (m_rungs == rungs && m_state == state && m_note == note)
        return;
    m_rungs = rungs;
    m_state = state;
    m_note = note;
    const int current = currentRung(rungs);
    setAccessibleDescription(current < 0 ? format::plural(qint64(rungs.size()), tr("1 step"), tr("%1 steps"))
                                         : tr("Step %1 of %2: %3, %4")
                                               .arg(current + 1)
                                               .arg(rungs.size())
                                               .arg(rungs.at(current).title, noteOf(rungs.at(current), note)));
    update();
}

QSize StepLadder::sizeHint() const
{
    const double words = QFontMetricsF(theme().font(TextStyle::CaptionStrong)).height();
    return {int(600 * theme().textScale()), int(2 * kSign * theme().textScale() + words + 12)};
}
QSize StepLadder::minimumSizeHint() const { return {int(240 * theme().textScale()), sizeHint().height()}; }

double StepLadder::xOf(qsizetype rung) const
{
    const double em = theme().textScale();
    const double first = kSign * em + 1;
    // The last rung's words need room to its right.
    const double last = width() - 90 * em;
    return m_rungs.size() < 2 ? first : first + (last - first) * double(rung) / double(m_rungs.size() - 1);
}

void StepLadder::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double em = theme().textScale();
    const double dpr = devicePixelRatioF();
    const double y = kSign * em + 1;
    for (qsizetype i = 0; i + 1 < m_rungs.size(); ++i) {
        const bool passed = m_rungs.at(i).state == Rung::State::Done && m_rungs.at(i + 1).state != Rung::State::Rest;
        const double thick = passed ? 2 : hairline(dpr);
        const double left = xOf(i) + (kSign + 2) * em;
        painter.fillRect(QRectF(left, snap(y - thick / 2, dpr), xOf(i + 1) - (kSign + 2) * em - left, thick),
                         theme().colour(passed ? Tone::LineStrong : Tone::LineDefault));
    }
    for (qsizetype i = 0; i < m_rungs.size(); ++i) {
        paintRung(painter, i);
        paintWords(painter, i);
    }
}

void StepLadder::paintRung(QPainter &painter, qsizetype at) const
{
    const Rung &rung = m_rungs.at(at);
    const double em = theme().textScale();
    const QPointF centre(xOf(at), kSign * em + 1);
    const double radius = (rung.state == Rung::State::Current ? kSign : 8) * em;
    painter.setBrush(theme().colour(Tone::BgSurface));
    if (rung.state == Rung::State::Current) {
        const bool calm = isOnItsWay(m_state);
        const QColor ink = theme().colour(calm ? Tone::InkPrimary : textTone(m_state));
        QPen pen(ink, 2 * em);
        if (m_state == BoardState::Unknown)
            pen.setDashPattern({2, 1.4});
        painter.setPen(pen);
        painter.drawEllipse(centre, radius, radius);
        drawStatus(painter, theme(), QRectF(centre.x() - 6 * em, centre.y() - 6 * em, 12 * em, 12 * em),
                   statusOf(m_state));
        return;
    }
    painter.setPen(QPen(theme().colour(Tone::LineStrong), 1.25 * em));
    if (rung.kind == Rung::Kind::Wait && rung.state == Rung::State::Rest)
        painter.drawRoundedRect(QRectF(centre.x() - 7 * em, centre.y() - 7 * em, 14 * em, 14 * em), 3, 3);
    else
        painter.drawEllipse(centre, radius, radius);
    const double side = 12 * em;
    const QPointF corner(centre.x() - side / 2, centre.y() - side / 2);
    if (rung.state == Rung::State::Done)
        painter.drawPixmap(corner, theme().icon(QStringLiteral("check"), Tone::InkSecondary, 12, devicePixelRatioF()));
    else if (rung.kind == Rung::Kind::Wait)
        painter.drawPixmap(corner, theme().icon(QStringLiteral("lock"), Tone::InkTertiary, 12, devicePixelRatioF()));
}

void StepLadder::paintWords(QPainter &painter, qsizetype at) const
{
    const Rung &rung = m_rungs.at(at);
    const double em = theme().textScale();
    const bool current = rung.state == Rung::State::Current;
    const bool calm = isOnItsWay(m_state);
    const double left = xOf(at) - 8 * em;
    const double right = at + 1 < m_rungs.size() ? xOf(at + 1) - 14 * em : width();
    const QFont strong = theme().font(TextStyle::CaptionStrong);
    const QFont plain = theme().font(current ? TextStyle::CaptionMedium : TextStyle::Caption);
    const double top = 2 * kSign * em + 6;
    const double high = QFontMetricsF(strong).height();
    const QColor ink = theme().colour(current && !calm                  ? textTone(m_state)
                                      : rung.state == Rung::State::Rest ? Tone::InkSecondary
                                                                        : Tone::InkPrimary);
    painter.setFont(strong);
    painter.setPen(ink);
    painter.drawText(QRectF(left, top, right - left, high), Qt::AlignLeft | Qt::AlignVCenter, rung.title);
    const double after = left + QFontMetricsF(strong).horizontalAdvance(rung.title) + 6 * em;
    painter.setFont(plain);
    painter.setPen(current && !calm ? ink : theme().colour(Tone::InkTertiary));
    painter.drawText(QRectF(after, top, right - after, high), Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetricsF(plain).elidedText(noteOf(rung, m_note), Qt::ElideRight, right - after));
}

bool StepLadder::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip && !m_rungs.isEmpty()) {
        auto *help = static_cast<QHelpEvent *>(event);
        qsizetype nearest = 0;
        for (qsizetype i = 1; i < m_rungs.size(); ++i) {
            if (help->pos().x() >= xOf(i) - 12 * theme().textScale())
                nearest = i;
        }
        const Rung &rung = m_rungs.at(nearest);
        QToolTip::showText(help->globalPos(), rung.title + QLatin1Char(' ') + noteOf(rung, m_note), this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace astern::ui
