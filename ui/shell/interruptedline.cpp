// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/interruptedline.h"

#include "ui/emergency/banner.h"
#include "ui/emergency/emergencywords.h"
#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QPushButton>

namespace astern::ui {
namespace {

constexpr qsizetype kNamed = 4; // places by name; the log has all

// As every other screen names them; a place that the workspace has no more as the log names it.
QString named(QStringList places, const Session &session)
{
    const qsizetype more = places.size() - kNamed;
    places = places.mid(0, kNamed);
    for (QString &key : places) {
        const Placement *place = session.placement(key);
        key = place ? placeName(*place)
                    : InterruptedLine::tr("%1 in %2").arg(key.section(u'@', 0, 0), key.section(u'@', 1));
    }
    const QString text = places.join(QStringLiteral(", "));
    return more > 0 ? InterruptedLine::tr("%1 and %2 more").arg(text).arg(more) : text;
}

} // namespace

InterruptedLine::InterruptedLine(Session &session, QWidget *parent) : QWidget(parent), m_session(session)
{
    const Theme &theme = Theme::of(this);
    setObjectName(QStringLiteral("interruptedLine"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(theme.px(14), theme.px(6), theme.px(14), theme.px(6));
    row->setSpacing(theme.px(8));
    m_banner = new Banner(this);
    row->addWidget(m_banner, 1);
    m_show = new QPushButton(tr("Show in log"), this);
    m_show->setObjectName(QStringLiteral("showInterrupted"));
    row->addWidget(m_show, 0, Qt::AlignVCenter);
    m_note = new QPushButton(tr("Noted"), this);
    m_note->setObjectName(QStringLiteral("noteInterrupted"));
    m_note->setToolTip(tr("Takes this line away; the log keeps what happened."));
    row->addWidget(m_note, 0, Qt::AlignVCenter);
    connect(m_show, &QPushButton::clicked, this, [this] {
        if (!m_session.interruptedCampaigns().isEmpty())
            Q_EMIT entryRequested(m_session.interruptedCampaigns().constFirst().outcomeIndex - 1);
    });
    connect(m_note, &QPushButton::clicked, this, [this] {
        if (!m_session.interruptedCampaigns().isEmpty())
            m_session.noteInterrupted(m_session.interruptedCampaigns().constFirst().id);
    });
    connect(&session, &Session::interruptedChanged, this, [this] {
        refresh();
        Q_EMIT shownOrHidden();
    });
    refresh();
}

QString InterruptedLine::words() const
{
    return m_session.interruptedCampaigns().isEmpty() ? QString() : m_banner->plainText();
}

void InterruptedLine::refresh()
{
    setVisible(!m_session.interruptedCampaigns().isEmpty());
    if (m_session.interruptedCampaigns().isEmpty())
        return;
    const InterruptedCampaign &first = m_session.interruptedCampaigns().constFirst();
    QString text = tr("%1 of %2 places have arrived.").arg(first.succeeded).arg(first.places);
    if (!first.notSeen.isEmpty())
        text += QLatin1Char(' ') + tr("Begun, and not seen to arrive: %1.").arg(named(first.notSeen, m_session));
    if (!first.notBegun.isEmpty())
        text += QLatin1Char(' ') +
                tr("Not begun: %1. Nothing of it goes on by itself.").arg(named(first.notBegun, m_session));
    m_banner->show(first.succeeded == first.places ? Status::Unknown : Status::Failing,
                   {{tr("Interrupted: %1. ").arg(first.title), Tone::InkPrimary, TextStyle::Strong}, {text}});
    m_show->setVisible(first.outcomeIndex > 0);
}

QSize InterruptedLine::sizeHint() const
{
    return m_session.interruptedCampaigns().isEmpty() ? QSize(400, 0) : QWidget::sizeHint();
}

} // namespace astern::ui
