// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/logstrip.h"

#include "ui/theme/paint.h"
#include "ui/theme/status.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace astern::ui {
namespace {

using Sign = LogFact::Sign;

Tone wordTone(Sign sign)
{
    switch (sign) {
    case Sign::Amber:
        return Tone::WarningText;
    case Sign::Red:
        return Tone::CriticalText;
    case Sign::Unknown:
        return Tone::UnknownText;
    case Sign::Calm:
    case Sign::Waiting:
        break;
    }
    return Tone::InkPrimary;
}

} // namespace

LogStrip::LogStrip(QWidget *parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("logStrip"));
    setAccessibleName(tr("How the log is"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void LogStrip::setFacts(const QList<LogFact> &facts)
{
    if (facts == m_facts)
        return;
    m_facts = facts;
    QStringList words;
    bool leads = false;
    for (const LogFact &fact : facts) {
        words.append(fact.note.isEmpty() ? QStringLiteral("%1: %2").arg(fact.name, fact.words)
                                         : QStringLiteral("%1: %2, %3").arg(fact.name, fact.words, fact.note));
        leads = leads || fact.entry;
    }
    setAccessibleDescription(words.join(QStringLiteral(". ")));
    setFocusPolicy(leads ? Qt::StrongFocus : Qt::NoFocus);
    update();
}

QSize LogStrip::sizeHint() const
{
    const Theme &t = Theme::of(this);
    return {t.px(600), 2 * t.line(TextStyle::Caption) + t.line(TextStyle::Strong) + t.px(16)};
}

QRectF LogStrip::cell(qsizetype at) const
{
    const double side = Theme::of(this).px(16);
    const double step = (width() - side) / std::max(1.0, double(m_facts.size()));
    return {side + double(at) * step, 0, step, double(height())};
}

void LogStrip::paintEvent(QPaintEvent *)
{
    const Theme &t = Theme::of(this);
    QPainter painter(this);
    const double dpr = devicePixelRatioF();
    for (qsizetype i = 0; i < m_facts.size(); ++i) {
        const LogFact &fact = m_facts.at(i);
        const QRectF room = cell(i);
        if (i > 0)
            drawVLine(painter, room.left() - t.px(10), t.px(6), height() - t.px(8), t.colour(Tone::LineDefault));
        const double side = t.px(13);
        const QRectF sign(room.left(), t.px(4) + (t.line(TextStyle::Caption) - side) / 2, side, side);
        if (fact.sign == Sign::Waiting)
            painter.drawPixmap(sign.topLeft(), t.icon(QStringLiteral("clock"), Tone::InkTertiary, 13, dpr));
        else
            drawStatus(painter, t, sign,
                       fact.sign == Sign::Red       ? Status::Failing
                       : fact.sign == Sign::Amber   ? Status::Suspect
                       : fact.sign == Sign::Unknown ? Status::Unknown
                                                    : Status::Finished);
        const double left = room.left() + t.px(19);
        const double right = room.right() - t.px(18);
        double y = t.px(4);
        const auto line = [&](TextStyle style, Tone tone, const QString &text) {
            drawText(painter, t, QRectF(left, y, right - left, t.line(style)), style, t.colour(tone), text);
            y += t.line(style) + t.px(1);
        };
        line(TextStyle::Caption, Tone::InkSecondary, fact.name);
        line(TextStyle::Strong,
             fact.entry ? (fact.sign == Sign::Amber ? Tone::WarningText : Tone::AccentText) : wordTone(fact.sign),
             fact.words);
        line(TextStyle::Caption, Tone::InkSecondary, fact.note);
        if (hasFocus() && fact.entry)
            drawFocusRing(painter, room.adjusted(-t.px(4), 1, -t.px(14), -1), t.size(QLatin1String("radiusChip")),
                          t.colour(Tone::Focus));
    }
}

bool LogStrip::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        for (qsizetype i = 0; i < m_facts.size(); ++i) {
            if (cell(i).contains(help->pos()))
                QToolTip::showText(help->globalPos(), m_facts.at(i).words + QLatin1Char('\n') + m_facts.at(i).note,
                                   this);
        }
        return true;
    }
    return QWidget::event(event);
}

void LogStrip::mouseReleaseEvent(QMouseEvent *event)
{
    for (qsizetype i = 0; i < m_facts.size(); ++i) {
        if (m_facts.at(i).entry && cell(i).contains(event->position()))
            Q_EMIT entryRequested(*m_facts.at(i).entry);
    }
}

void LogStrip::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space) {
        for (const LogFact &fact : std::as_const(m_facts)) {
            if (fact.entry)
                return Q_EMIT entryRequested(*fact.entry);
        }
    }
    event->ignore();
}

LogAlarmBar::LogAlarmBar(QWidget *parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("logAlarm"));
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    hide();
}

void LogAlarmBar::setAlarm(const std::optional<LogAlarm> &alarm)
{
    if (alarm && *alarm != m_alarm) {
        m_alarm = *alarm;
        setAccessibleName(m_alarm.headline);
        setAccessibleDescription(m_alarm.words);
        updateGeometry();
        update();
    }
    setVisible(alarm.has_value());
}

int LogAlarmBar::heightForWidth(int width) const
{
    const Theme &t = Theme::of(this);
    const QFontMetricsF metrics(t.font(TextStyle::Body));
    const QRectF words = metrics.boundingRect(QRectF(0, 0, width - t.px(64), 10'000), Qt::TextWordWrap, m_alarm.words);
    return int(t.line(TextStyle::PaneTitle) + words.height() + t.px(26));
}

QSize LogAlarmBar::sizeHint() const { return {600, heightForWidth(std::max(400, width()))}; }

void LogAlarmBar::paintEvent(QPaintEvent *)
{
    const Theme &t = Theme::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), t.colour(Tone::CriticalBg));
    painter.fillRect(QRectF(0, 0, t.px(4), height()), t.colour(Tone::CriticalFill));
    drawHLine(painter, 0, width(), height() - 1, t.colour(Tone::CriticalFill));
    const double side = t.px(18);
    drawStatus(painter, t, QRectF(t.px(16), t.px(10), side, side), Status::Failing);
    const double left = t.px(44);
    drawText(painter, t, QRectF(left, t.px(9), width() - left - t.px(16), t.line(TextStyle::PaneTitle)),
             TextStyle::PaneTitle, t.colour(Tone::CriticalText), m_alarm.headline);
    painter.setFont(t.font(TextStyle::Body));
    painter.setPen(t.colour(Tone::InkPrimary));
    painter.drawText(QRectF(left, t.px(13) + t.line(TextStyle::PaneTitle), width() - left - t.px(16), height()),
                     Qt::TextWordWrap, m_alarm.words);
}

} // namespace astern::ui
