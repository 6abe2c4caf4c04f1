// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rollout/holdbutton.h"

#include "ui/theme/paint.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include <cmath>
#include <limits>

namespace astern::ui {
namespace {

GuardMachine alwaysOpen()
{
    GuardMachine::Timing timing;
    timing.openMs = std::numeric_limits<qint64>::max() / 2; // it has no cover that could close
    return GuardMachine(timing);
}

} // namespace

HoldButton::HoldButton(const Clock &clock, QWidget *parent)
    : QAbstractButton(parent), m_clock(clock), m_machine(alwaysOpen())
{
    setFocusPolicy(Qt::StrongFocus);
    m_timer.setInterval(10);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &HoldButton::tick);
}

void HoldButton::setHolding(bool needed)
{
    m_hold = needed;
    setWords(m_words);
}

void HoldButton::setWords(const QString &text)
{
    m_words = text;
    setAccessibleName(said());
    updateGeometry();
    update();
}

QString HoldButton::said() const
{
    return m_hold ? tr("Hold to %1").arg(m_words) : m_words.left(1).toUpper() + m_words.mid(1);
}

QSize HoldButton::sizeHint() const
{
    return {int(std::ceil(textWidth(theme(), TextStyle::SmallStrong, said()))) + theme().px(32), theme().px(28)};
}

void HoldButton::showEvent(QShowEvent *event)
{
    m_machine.reset();
    m_machine.open(m_clock.monoMs());
    QAbstractButton::showEvent(event);
}

void HoldButton::press()
{
    if (!m_hold)
        return;
    if (m_machine.press(m_clock.monoMs())) {
        m_timer.start();
        update();
    }
}

void HoldButton::letGo()
{
    if (m_machine.release(m_clock.monoMs()))
        update();
}

void HoldButton::tick()
{
    const bool sent = m_machine.tick(m_clock.monoMs());
    if (!m_machine.isMoving())
        m_timer.stop();
    update();
    if (sent)
        Q_EMIT committed();
}

void HoldButton::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        press();
}

void HoldButton::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    if (m_hold)
        letGo();
    else if (isEnabled() && rect().contains(event->position().toPoint()))
        Q_EMIT committed();
}

void HoldButton::keyPressEvent(QKeyEvent *event)
{
    if (event->key() != Qt::Key_Space) {
        event->ignore();
        return;
    }
    if (!event->isAutoRepeat())
        press();
}

void HoldButton::keyReleaseEvent(QKeyEvent *event)
{
    if (event->key() != Qt::Key_Space || event->isAutoRepeat()) {
        event->ignore();
        return;
    }
    if (m_hold)
        letGo();
    else
        Q_EMIT committed();
}

void HoldButton::focusOutEvent(QFocusEvent *event)
{
    letGo();
    QAbstractButton::focusOutEvent(event);
}

void HoldButton::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::EnabledChange || event->type() == QEvent::ActivationChange)
        letGo();
    QAbstractButton::changeEvent(event);
}

void HoldButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    QPainterPath shape;
    shape.addRoundedRect(box, 4, 4);
    const double fill = m_machine.fill(m_clock.monoMs());
    const bool holding = m_machine.isMoving();
    QColor ground = theme().colour(isEnabled() ? Tone::AccentFill : Tone::BgSunken);
    painter.fillPath(shape, holding ? ground.darker(145) : ground);
    if (holding) {
        painter.save();
        painter.setClipPath(shape);
        painter.fillRect(QRectF(0, 0, width() * fill, height()), ground);
        painter.restore();
    }
    const QString text = m_machine.state() == GuardMachine::State::Holding ? tr("Keep holding") : said();
    painter.setFont(theme().font(TextStyle::SmallStrong));
    painter.setPen(theme().colour(isEnabled() ? Tone::AccentOn : Tone::InkDisabled));
    painter.drawText(rect(), Qt::AlignCenter, text);
    if (hasFocus())
        drawFocusRing(painter, QRectF(rect()).adjusted(2, 2, -2, -2), 3, theme().colour(Tone::AccentOn));
}

} // namespace astern::ui
