// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/emergency/guardcontrol.h"

#include "models/base/format.h"

#include <QFontMetricsF>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMouseEvent>
#include <QPainter>
#include <QPushButton>

namespace astern::ui {
namespace {

constexpr int kFrameMs = 10;      // while it moves
constexpr int kCountdownMs = 250; // while it is open
constexpr double kSlip = 24;      // a hand that shakes does not let go; one that slides away does

} // namespace

GuardControl::GuardControl(const Clock &clock, QWidget *parent) : QAbstractButton(parent), m_clock(clock)
{
    setObjectName(QStringLiteral("guard"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &GuardControl::tick);
    // Only assistive technology clicks: mouse and keys are handled below, so that a click never commits.
    connect(this, &QAbstractButton::clicked, this, &GuardControl::open);

    auto *instead = new QPushButton(tr("Type the name instead"), this);
    instead->setObjectName(QStringLiteral("guardTypeInstead"));
    instead->setProperty("kind", QStringLiteral("quiet"));
    instead->setFlat(true);
    m_typeInstead = instead;
    m_typeInstead->hide();
    connect(m_typeInstead, &QAbstractButton::clicked, this, [this] { showTyping(true); });

    m_name = new QLineEdit(this);
    m_name->setObjectName(QStringLiteral("guardName"));
    m_name->hide();
    m_name->installEventFilter(this);
    connect(m_name, &QLineEdit::returnPressed, this, [this] {
        if (m_machine.typed(m_name->text(), m_words.name))
            commit();
    });
    after();
}

bool GuardControl::isOpen() const
{
    const GuardMachine::State now = state();
    return now == GuardMachine::State::Open || now == GuardMachine::State::Holding ||
           now == GuardMachine::State::Falling;
}

void GuardControl::setWords(const GuardWords &words)
{
    if (m_words == words)
        return;
    m_words = words;
    after();
}

void GuardControl::setFootnote(const QString &text)
{
    m_footnote = text;
    update();
}

void GuardControl::lock(const QString &why, const QString &hint)
{
    const bool changed = m_machine.lock() || m_lockedWhy != why || m_lockedHint != hint;
    m_lockedWhy = why;
    m_lockedHint = hint;
    if (changed)
        after();
}

void GuardControl::unlock()
{
    if (m_machine.unlock())
        after();
}

void GuardControl::closeGuard(const QString &why)
{
    if (!m_machine.close())
        return;
    m_note = why;
    after();
    Q_EMIT guardClosed();
}

void GuardControl::reset()
{
    m_machine.reset();
    m_note.clear();
    after();
}

void GuardControl::open()
{
    if (!m_machine.open(m_clock.monoMs()))
        return;
    m_note.clear();
    setFocus(Qt::OtherFocusReason);
    after();
    Q_EMIT guardOpened();
}

void GuardControl::press()
{
    if (m_machine.press(m_clock.monoMs()))
        after();
}

void GuardControl::letGo()
{
    if (m_machine.release(m_clock.monoMs()))
        after();
}

void GuardControl::commit()
{
    after();
    Q_EMIT committed();
}

void GuardControl::tick()
{
    const GuardMachine::State before = state();
    if (m_machine.tick(m_clock.monoMs())) {
        commit();
        return;
    }
    if (state() != before) {
        after();
        if (state() == GuardMachine::State::Closed) {
            m_note = tr("The guard closed by itself. Nothing was sent.");
            Q_EMIT guardClosed();
        }
    }
    update();
}

void GuardControl::after()
{
    const GuardMachine::State now = state();
    if (m_machine.isMoving())
        m_timer.start(kFrameMs);
    else if (now == GuardMachine::State::Open)
        m_timer.start(kCountdownMs);
    else
        m_timer.stop();
    const bool open = now == GuardMachine::State::Open;
    m_typeInstead->setVisible(open && m_name->isHidden() && !m_words.name.isEmpty());
    if (!open && !m_name->isHidden())
        showTyping(false);
    m_name->setPlaceholderText(m_words.name);
    m_name->setAccessibleName(tr("Type %1 and press Enter").arg(m_words.name));
    switch (now) {
    case GuardMachine::State::Locked:
        setAccessibleName(m_lockedWhy);
        setAccessibleDescription(m_lockedHint);
        break;
    case GuardMachine::State::Closed:
        setAccessibleName(tr("Open the guard"));
        setAccessibleDescription(
            tr("Nothing is sent yet. Then hold Space for %1 s.").arg(double(m_machine.timing().holdMs) / 1000));
        break;
    case GuardMachine::State::Open:
    case GuardMachine::State::Holding:
    case GuardMachine::State::Falling:
        setAccessibleName(m_words.hold + QStringLiteral(", ") + m_words.zone);
        setAccessibleDescription(
            m_words.detail + QStringLiteral(". ") +
            tr("Hold Space for %1 s, or type the name instead.").arg(double(m_machine.timing().holdMs) / 1000));
        break;
    case GuardMachine::State::Sent:
        setAccessibleName(tr("Sent"));
        break;
    }
    update();
}

void GuardControl::showTyping(bool on)
{
    m_name->clear();
    m_name->setVisible(on);
    m_typeInstead->setVisible(!on && state() == GuardMachine::State::Open);
    if (on)
        m_name->setFocus(Qt::OtherFocusReason);
    else if (state() == GuardMachine::State::Open)
        setFocus(Qt::OtherFocusReason);
    update();
}

QString GuardControl::footnote() const
{
    switch (state()) {
    case GuardMachine::State::Open: {
        const qint64 left = (m_machine.closesInMs(m_clock.monoMs()) + 999) / 1000 * 1000;
        if (!m_name->isHidden())
            return tr("Type %1 and press Enter. Esc goes back.").arg(m_words.name);
        return tr("Guard closes by itself in %1. Esc closes it now.").arg(format::duration(left));
    }
    case GuardMachine::State::Holding:
        return m_byKey ? tr("Space is down") : tr("Mouse button is down");
    case GuardMachine::State::Falling:
        return tr("Let go. Nothing was sent.");
    case GuardMachine::State::Sent:
        return {};
    case GuardMachine::State::Locked:
        return {};
    case GuardMachine::State::Closed:
        break;
    }
    return m_note.isEmpty() ? m_footnote : m_note;
}

QRectF GuardControl::frame() const
{
    const double em = theme().textScale();
    const double foot = QFontMetricsF(theme().font(TextStyle::Caption)).height() + 10 * em;
    return QRectF(0.5, 4 * em, width() - 1, height() - 4 * em - foot);
}

QSize GuardControl::sizeHint() const
{
    const double em = theme().textScale();
    const double foot = QFontMetricsF(theme().font(TextStyle::Caption)).height() + 10 * em;
    return {int(560 * em), int(100 * em + 4 * em + foot)};
}
QSize GuardControl::minimumSizeHint() const { return {int(320 * theme().textScale()), sizeHint().height()}; }

void GuardControl::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    GuardLook shown;
    shown.state = state();
    shown.words = m_words;
    shown.lockedWhy = m_lockedWhy;
    shown.lockedHint = m_lockedHint;
    shown.fill = m_machine.fill(m_clock.monoMs());
    shown.holdLeftMs = m_machine.holdLeftMs();
    shown.holdMs = m_machine.timing().holdMs;
    shown.focus = hasFocus();
    shown.hover = underMouse();
    shown.typing = !m_name->isHidden();
    shown.dpr = devicePixelRatioF();
    shown.em = theme().textScale();
    const bool locked = state() == GuardMachine::State::Locked;
    shown.lock = theme().icon(QStringLiteral("lock"), locked ? Tone::InkTertiary : Tone::CriticalText, 20, shown.dpr);
    paintGuard(painter, frame(), shown, guardInk(theme()));
    painter.setFont(theme().font(TextStyle::Caption));
    painter.setPen(theme().colour(Tone::InkTertiary));
    const QRectF foot(0, frame().bottom() + 4 * shown.em, width(), height() - frame().bottom() - 4 * shown.em);
    painter.drawText(foot, Qt::AlignLeft | Qt::AlignVCenter, footnote());
}

void GuardControl::resizeEvent(QResizeEvent *)
{
    const QSize button = m_typeInstead->sizeHint();
    const int footTop = int(frame().bottom() + 2);
    m_typeInstead->setGeometry(width() - button.width(), footTop, button.width(), height() - footTop);
    const QRectF control = holdRect(frame(), theme().textScale());
    const int high = m_name->sizeHint().height();
    m_name->setGeometry(int(control.left() + 18), int(control.center().y()) - high / 2, int(control.width() - 36),
                        high);
}

void GuardControl::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || !frame().contains(event->position()))
        return;
    m_armed = state() == GuardMachine::State::Closed;
    m_byKey = false;
    if (m_name->isHidden() && holdRect(frame(), theme().textScale()).contains(event->position()))
        press();
}

void GuardControl::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const bool opens = m_armed && frame().contains(event->position());
    m_armed = false;
    if (state() == GuardMachine::State::Holding && !m_byKey)
        letGo();
    else if (opens)
        open();
}

void GuardControl::mouseMoveEvent(QMouseEvent *event)
{
    const bool held = state() == GuardMachine::State::Holding && !m_byKey;
    if (held && !frame().adjusted(-kSlip, -kSlip, kSlip, kSlip).contains(event->position()))
        letGo();
    setCursor(state() == GuardMachine::State::Locked ? Qt::ArrowCursor : Qt::PointingHandCursor);
}

void GuardControl::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Space) {
        event->accept();
        // A key that is kept down since it opened the guard must not run on into the hold.
        if (event->isAutoRepeat())
            return;
        if (state() == GuardMachine::State::Closed) {
            open();
        } else if (state() == GuardMachine::State::Open || state() == GuardMachine::State::Falling) {
            m_byKey = true;
            press();
        }
        return;
    }
    if (event->key() == Qt::Key_Escape && isOpen()) {
        event->accept();
        closeGuard();
        return;
    }
    event->ignore();
}

void GuardControl::keyReleaseEvent(QKeyEvent *event)
{
    if (event->key() != Qt::Key_Space) {
        event->ignore();
        return;
    }
    event->accept();
    if (!event->isAutoRepeat() && m_byKey)
        letGo();
}

void GuardControl::focusInEvent(QFocusEvent *) { update(); }

void GuardControl::focusOutEvent(QFocusEvent *)
{
    letGo();
    update();
}

void GuardControl::hideEvent(QHideEvent *) { closeGuard(); }

void GuardControl::changeEvent(QEvent *event)
{
    // Another window in front means that nobody looks at this one any more.
    if (event->type() == QEvent::ActivationChange && !isActiveWindow())
        letGo();
    if (event->type() == QEvent::EnabledChange && !isEnabled())
        closeGuard();
    if (event->type() == QEvent::FontChange || event->type() == QEvent::PaletteChange) {
        updateGeometry();
        update();
    }
    QAbstractButton::changeEvent(event);
}

bool GuardControl::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_name && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        showTyping(false);
        return true;
    }
    return QAbstractButton::eventFilter(watched, event);
}

void GuardControl::enterEvent(QEnterEvent *event)
{
    QAbstractButton::enterEvent(event);
    update();
}
void GuardControl::leaveEvent(QEvent *event)
{
    QAbstractButton::leaveEvent(event);
    update();
}

} // namespace astern::ui
