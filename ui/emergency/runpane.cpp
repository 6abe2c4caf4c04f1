// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/emergency/runpane.h"

#include "models/base/format.h"
#include "models/base/uuid7.h"
#include "models/views/boardrow.h"
#include "ui/emergency/banner.h"
#include "ui/emergency/promisebarview.h"
#include "ui/emergency/reasonrow.h"
#include "ui/emergency/steplist.h"
#include "ui/emergency/unrecordedpane.h"
#include "ui/rollout/chartsource.h"
#include "ui/rollout/escalationstrip.h"
#include "ui/rollout/healthchart.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace astern::ui {
namespace {

constexpr qint64 kBefore = 90'000; // shown of the time before the commit
constexpr qint64 kLongest = 600'000;

} // namespace

RunPane::RunPane(Session &session, QWidget *parent) : QWidget(parent), m_session(session)
{
    build();
    m_tick.setInterval(100);
    connect(&m_tick, &QTimer::timeout, this, &RunPane::refresh);
    connect(m_steps, &StepList::entryActivated, this, &RunPane::entryRequested);
    connect(m_stop, &QPushButton::clicked, this, [this] { m_session.stop(m_run.plan.id); });
    connect(m_skip, &QPushButton::clicked, this, [this] { m_session.skipStep(m_run.plan.id); });
    connect(m_again, &QPushButton::clicked, this, &RunPane::planAgain);
    connect(m_close, &QPushButton::clicked, this, &RunPane::done);
    connect(m_timeline, &QPushButton::clicked, this, [this] {
        if (const std::optional<quint64> entry = firstEntry())
            Q_EMIT timelineRequested(*entry);
    });
    connect(m_reason, &ReasonRow::recorded, this,
            [this](const QString &reason) { m_session.giveReason(m_run.plan.id, reason); });
}

void RunPane::build()
{
    const Theme &theme = Theme::of(this);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme.px(6));
    auto *head = new QHBoxLayout;
    m_elapsed = new RunsLabel(this);
    m_elapsed->setObjectName(QStringLiteral("elapsed"));
    m_elapsed->setOneLine(true);
    m_id = new RunsLabel(this);
    m_id->setOneLine(true);
    m_id->setRightAligned(true);
    head->addWidget(m_elapsed, 1);
    head->addWidget(m_id);
    column->addLayout(head);
    m_bar = new PromiseBarView(this);
    column->addWidget(m_bar);
    m_outcome = new Banner(this);
    m_outcome->setObjectName(QStringLiteral("outcome"));
    column->addWidget(m_outcome);
    m_told = new EscalationStrip(m_session, this);
    column->addWidget(m_told);
    m_unrecorded = new UnrecordedPane(m_session, this);
    column->addWidget(m_unrecorded);
    connect(m_unrecorded, &UnrecordedPane::confirmed, this, &RunPane::unrecordedConfirmed);
    column->addSpacing(theme.px(6));
    RunsLabel *note = nullptr;
    column->addWidget(sectionHead(tr("Steps"), &note, this));
    note->setRuns({{tr("each outcome is read back, not assumed"), Tone::InkTertiary, TextStyle::Caption}});
    column->addSpacing(theme.px(2));
    m_steps = new StepList(this);
    m_steps->setObjectName(QStringLiteral("runSteps"));
    column->addWidget(m_steps);
    column->addSpacing(theme.px(8));
    m_chart = new HealthChart(m_session.series(), this);
    m_chart->setGround(Tone::BgRaised);
    column->addWidget(m_chart, 1);
    m_reason = new ReasonRow(this);
    column->addWidget(m_reason);
    column->addSpacing(theme.px(10));
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(theme.px(8));
    const auto button = [&](const QString &text, const char *name) {
        auto *made = new QPushButton(text, this);
        made->setObjectName(QLatin1String(name));
        made->setProperty("large", true);
        buttons->addWidget(made);
        return made;
    };
    m_stop = button(tr("Stop here"), "runStop");
    m_stop->setToolTip(tr("Nothing further is sent. What was sent stays as it is."));
    m_skip = button(tr("Skip step"), "runSkip");
    m_again = button(tr("Make another plan"), "runAgain");
    m_timeline = button(tr("Show in timeline"), "runTimeline");
    buttons->addStretch(1);
    m_close = button(tr("Close"), "runClose");
    column->addLayout(buttons);
    connect(m_chart, &HealthChart::cursorMoved, m_chart, &HealthChart::setCursor);
}

void RunPane::begin(const Plan &plan, const QString &preset, const QString &ownWords, const QString &reason)
{
    PlanRun run;
    run.plan = plan;
    run.actor = m_session.self();
    run.reason = reason;
    run.startedMs = m_session.nowMs();
    run.steps.resize(plan.steps.size());
    const Placement *placement = m_session.placement(plan.placementKey());
    if (placement)
        m_reason->setPresets(reasonPresets(m_session, *placement, m_session.nowMs()));
    m_reason->setReason(preset, ownWords);
    m_reason->setRecording(true, reason);
    m_chartSignal.clear();
    setRun(run);
}

void RunPane::setRun(const PlanRun &run)
{
    // The first moment is the commit: the dispatcher's clock starts a little later, and the person's was first.
    const qint64 started =
        m_run.plan.id == run.plan.id && m_run.startedMs > 0 ? std::min(m_run.startedMs, run.startedMs) : run.startedMs;
    m_run = run;
    if (started > 0)
        m_run.startedMs = started;
    if (isOver())
        m_tick.stop();
    else
        m_tick.start();
    refresh();
}

void RunPane::refresh()
{
    const qint64 nowMs = m_session.nowMs();
    const RunWords words = runWords(m_run, nowMs);
    const qint64 whole = (m_run.endedMs > 0 ? m_run.endedMs : nowMs) - m_run.startedMs;
    const qint64 promised = m_run.plan.expectedMs();
    QList<TextRun> runs{
        {elapsedText(whole), Tone::InkPrimary, TextStyle::Counter},
        {QStringLiteral("   ") + words.promise, words.late ? Tone::WarningText : Tone::InkSecondary, TextStyle::Body}};
    if (!words.step.isEmpty())
        runs.append({QStringLiteral("     ") + words.step, Tone::InkSecondary, TextStyle::Body});
    m_elapsed->setRuns(runs);
    // A person reads it over the phone; the whole id is in the tool tip and the log.
    m_id->setRuns({{Uuid7::shortForm(m_run.plan.id), Tone::InkTertiary, TextStyle::Mono}});
    m_id->setToolTip(m_run.plan.id);
    m_bar->setBar(promiseBar(commandElapsed(m_run, nowMs), promised), elapsedText(promised));
    m_outcome->setVisible(isOver());
    if (isOver()) {
        QList<TextRun> said{
            {words.outcome, look(words.status).urgent ? look(words.status).text : Tone::InkPrimary, TextStyle::Strong}};
        if (!words.next.isEmpty())
            said.append({QStringLiteral("   ") + words.next, Tone::InkPrimary, TextStyle::Body});
        m_outcome->show(words.status, said);
    }
    // Where it did not end well, the next question is who knows.
    const bool badly = isOver() && m_run.state != PlanRun::State::Succeeded;
    m_told->setPlacement(badly ? m_run.plan.placementKey() : QString());
    m_unrecorded->setRun(m_run);
    m_steps->setLines(runLines(m_run, nowMs));
    fillChart();
    fillButtons();
}

void RunPane::fillChart()
{
    const Plan &plan = m_run.plan;
    const Placement *placement = m_session.placement(plan.placementKey());
    const ServiceConfig *service = placement ? m_session.workspace().service(placement->service) : nullptr;
    m_chart->setVisible(service && !service->signalSpecs.isEmpty());
    if (!service || service->signalSpecs.isEmpty())
        return;
    const qint64 nowMs = m_run.endedMs > 0 ? std::min(m_session.nowMs(), m_run.endedMs + 30'000) : m_session.nowMs();
    const qint64 from = std::max(m_run.startedMs - kBefore, nowMs - kLongest);
    // The signal that was furthest from its limit at the commit stays on show: a chart must not change its subject.
    if (m_chartSignal.isEmpty())
        m_chartSignal = worstSignal(m_session, *placement, nowMs);
    for (const SignalSpec &spec : service->signalSpecs) {
        if (spec.id != m_chartSignal)
            continue;
        m_chart->setSource(chartSource(m_session, *placement, spec, m_run.plan.seen));
        m_chart->setBands(bandsOf(m_session, *placement, m_run.plan.seen, from, nowMs));
    }
    const QString who = m_run.actor.name.isEmpty() ? m_run.actor.ref : m_run.actor.name;
    m_chart->setMarkers({{m_run.startedMs, tr("sent, %1").arg(who)}});
    m_chart->setWindow(from, nowMs);
}

std::optional<quint64> RunPane::firstEntry() const
{
    for (const StepRun &step : m_run.steps) {
        if (step.intentIndex > 0)
            return step.intentIndex - 1;
    }
    return std::nullopt;
}

void RunPane::fillButtons()
{
    const bool over = isOver();
    const int step = m_run.currentStep();
    m_stop->setVisible(!over);
    m_skip->setVisible(!over && step < m_run.plan.steps.size());
    m_skip->setText(tr("Skip step %1").arg(step + 1));
    if (step < m_run.plan.steps.size())
        m_skip->setToolTip(tr("Goes on without: %1").arg(m_run.plan.steps.at(step).title));
    m_again->setVisible(over && m_run.state != PlanRun::State::Succeeded);
    m_timeline->setVisible(over && firstEntry());
    m_close->setVisible(over);
}

} // namespace astern::ui
