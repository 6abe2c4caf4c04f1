// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/emergency/campaignpane.h"

#include "ui/emergency/banner.h"
#include "ui/emergency/campaignwords.h"
#include "ui/emergency/emergencywords.h"
#include "ui/emergency/reasonrow.h"
#include "ui/emergency/steplist.h"
#include "ui/widgets/controls.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace astern::ui {

CampaignPane::CampaignPane(Session &session, QWidget *parent) : QWidget(parent), m_session(session)
{
    setObjectName(QStringLiteral("campaignPane"));
    build();
    m_tick.setInterval(100);
    connect(&m_tick, &QTimer::timeout, this, &CampaignPane::refresh);
    connect(m_places, &StepList::entryActivated, this, &CampaignPane::entryRequested);
    connect(m_stop, &QPushButton::clicked, this, [this] { m_session.stopCampaign(m_run.campaign.id); });
    connect(m_close, &QPushButton::clicked, this, &CampaignPane::done);
    connect(m_reason, &ReasonRow::recorded, this,
            [this](const QString &reason) { m_session.giveReason(m_run.campaign.id, reason); });
}

void CampaignPane::build()
{
    const Theme &theme = Theme::of(this);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme.px(8));
    m_elapsed = new RunsLabel(this);
    m_elapsed->setObjectName(QStringLiteral("campaignElapsed"));
    m_elapsed->setOneLine(true);
    column->addWidget(m_elapsed);
    m_outcome = new Banner(this);
    m_outcome->setObjectName(QStringLiteral("campaignOutcome"));
    column->addWidget(m_outcome);
    auto *scroll = makeScroll(this);
    QWidget *content = scroll->widget();
    auto *rows = new QVBoxLayout(content);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(theme.px(8));
    RunsLabel *note = nullptr;
    rows->addWidget(sectionHead(tr("Places"), &note, content));
    note->setRuns({{tr("each outcome is read back, not assumed"), Tone::InkTertiary, TextStyle::Caption}});
    m_places = new StepList(content);
    m_places->setObjectName(QStringLiteral("campaignPlaces"));
    rows->addWidget(m_places);
    m_leftOut = new Banner(content);
    m_leftOut->setObjectName(QStringLiteral("campaignLeftOut"));
    rows->addWidget(m_leftOut);
    m_policy = new RunsLabel(content);
    rows->addWidget(m_policy);
    rows->addStretch(1);
    column->addWidget(scroll, 1);
    m_reason = new ReasonRow(this);
    column->addWidget(m_reason);
    auto *buttons = new QHBoxLayout;
    m_stop = new QPushButton(tr("Stop before the next wave"), this);
    m_stop->setObjectName(QStringLiteral("campaignStop"));
    m_stop->setToolTip(tr("What is under way goes on to its end. Waves that have not begun are not begun."));
    m_close = new QPushButton(tr("Close"), this);
    m_close->setObjectName(QStringLiteral("campaignClose"));
    for (QPushButton *button : {m_stop, m_close})
        button->setProperty("large", true);
    buttons->addWidget(m_stop);
    buttons->addStretch(1);
    buttons->addWidget(m_close);
    column->addLayout(buttons);
}

void CampaignPane::begin(const CampaignRun &run, const QString &preset, const QString &ownWords)
{
    const QList<Plan> plans = run.campaign.plans();
    const Placement *first = plans.isEmpty() ? nullptr : m_session.placement(plans.constFirst().placementKey());
    if (first)
        m_reason->setPresets(reasonPresets(m_session, *first, m_session.nowMs()));
    m_reason->setReason(preset, ownWords);
    m_reason->setRecording(true, run.reason);
    setRun(run);
}

void CampaignPane::setRun(const CampaignRun &run)
{
    m_run = run;
    if (m_run.isOver())
        m_tick.stop();
    else
        m_tick.start();
    refresh();
}

void CampaignPane::refresh()
{
    const qint64 nowMs = m_session.nowMs();
    const CampaignWords words = campaignWords(m_run);
    const qint64 whole = (m_run.endedMs > 0 ? m_run.endedMs : nowMs) - m_run.startedMs;
    m_elapsed->setRuns({{elapsedText(whole), Tone::InkPrimary, TextStyle::Counter},
                        {QStringLiteral("   ") + words.counts, Tone::InkSecondary, TextStyle::Body}});
    m_outcome->setVisible(m_run.isOver());
    if (m_run.isOver()) {
        const StatusLook looks = look(words.status);
        QList<TextRun> said{{words.outcome, looks.urgent ? looks.text : Tone::InkPrimary, TextStyle::Strong}};
        if (!words.next.isEmpty())
            said.append({QStringLiteral("   ") + words.next, Tone::InkPrimary, TextStyle::Body});
        m_outcome->show(words.status, said);
    }
    m_places->setLines(placeLines(m_run, nowMs));
    QStringList left;
    for (const LeftOut &place : std::as_const(m_run.campaign.leftOut))
        left.append(tr("%1 was left out: %2").arg(place.placementKey, place.why.message));
    m_leftOut->setVisible(!left.isEmpty());
    m_leftOut->show(Status::Suspect, {{left.join(QLatin1Char(' ')), Tone::InkPrimary, TextStyle::Small}});
    const bool waves = m_run.campaign.waves.size() > 1;
    m_policy->setVisible(waves && !m_run.isOver());
    m_policy->setRuns({{m_run.campaign.onRefusal == OnRefusal::Stop
                            ? tr("A place that is refused or fails stops it before the next wave.")
                            : tr("A place that is refused or fails does not hold up the next wave."),
                        Tone::InkSecondary, TextStyle::Small}});
    m_stop->setVisible(!m_run.isOver() && m_run.wave + 1 < m_run.campaign.waves.size());
    m_stop->setEnabled(!m_run.stopping);
    m_close->setVisible(m_run.isOver());
}

} // namespace astern::ui
