// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/dueline.h"

#include "models/base/format.h"
#include "models/views/gatewords.h"
#include "ui/emergency/banner.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPushButton>

namespace astern::ui {

DueLine::DueLine(Session &session, InboxModel &inbox, QWidget *parent)
    : QWidget(parent), m_session(session), m_inbox(inbox)
{
    const Theme &theme = Theme::of(this);
    setObjectName(QStringLiteral("dueLine"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(theme.px(14), theme.px(6), theme.px(14), theme.px(6));
    row->setSpacing(theme.px(8));
    m_banner = new Banner(this);
    row->addWidget(m_banner, 1);
    m_act = new QPushButton(this);
    m_act->setObjectName(QStringLiteral("dueAct"));
    row->addWidget(m_act, 0, Qt::AlignVCenter);
    hide();
    connect(m_act, &QPushButton::clicked, this, &DueLine::act);
    connect(&inbox, &InboxModel::refreshed, this, &DueLine::refresh);
    connect(&session, &Session::unrecordedChanged, this, &DueLine::refresh);
    m_tick.setInterval(10'000);
    connect(&m_tick, &QTimer::timeout, this, &DueLine::refresh);
    refresh();
}

const InboxRow *DueLine::overdue() const
{
    return m_inbox.countOf(InboxRow::Group::Overdue) > 0 ? &m_inbox.rowAt(0) : nullptr;
}

void DueLine::act()
{
    if (!m_session.unrecorded().isEmpty())
        QGuiApplication::clipboard()->setText(m_session.unrecorded());
    else if (const InboxRow *row = overdue())
        Q_EMIT reviewRequested(row->id());
}

void DueLine::refresh()
{
    const bool unrecorded = !m_session.unrecorded().isEmpty();
    const InboxRow *row = overdue();
    if (unrecorded) {
        m_banner->show(Status::Failing,
                       {{tr("What was done is in no log."), Tone::InkPrimary, TextStyle::Strong},
                        {QLatin1Char(' ') + tr("It is in the memory of this program alone, and is recorded as soon as "
                                               "the log can be written again. Keep the lines before you close it.")}});
        m_act->setText(tr("Copy the lines"));
    } else if (row) {
        const int count = m_inbox.countOf(InboxRow::Group::Overdue);
        const qint64 over = std::max<qint64>(0, m_session.nowMs() - row->gate.record.expiresMs);
        m_banner->show(
            Status::Suspect,
            {{format::plural(count, tr("1 review is overdue:"), tr("%1 reviews are overdue, the oldest:")),
              Tone::InkPrimary, TextStyle::Strong},
             {QLatin1Char(' ') + tr("%1 in %2 went past the gate %3, and a second person had to look at it %4 ago.")
                                     .arg(row->gate.service, row->place, row->gate.gate, format::duration(over))}});
        m_act->setText(tr("Open the review"));
    }
    const bool shown = unrecorded || row;
    setVisible(shown);
    shown ? m_tick.start() : m_tick.stop();
    if (std::exchange(m_shown, shown) != shown)
        Q_EMIT shownOrHidden();
}

QString DueLine::words() const { return m_shown ? m_banner->plainText() : QString(); }

QSize DueLine::sizeHint() const { return m_shown ? QWidget::sizeHint() : QSize(400, 0); }

} // namespace astern::ui
