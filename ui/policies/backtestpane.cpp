// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policies/backtestpane.h"

#include "models/base/format.h"
#include "ui/policies/knoblist.h"
#include "ui/policies/rolloutchoice.h"
#include "ui/policies/verdicttimeline.h"
#include "ui/rollout/factsview.h"
#include "ui/rollout/runslabel.h"
#include "ui/theme/paint.h"
#include "ui/widgets/controls.h"

#include <QHBoxLayout>
#include <QScrollArea>
#include <QVBoxLayout>

namespace astern::ui {

BacktestPane::BacktestPane(Session &session, guard::PolicyBench &bench, QWidget *parent)
    : QWidget(parent), m_session(session), m_bench(bench)
{
    setObjectName(QStringLiteral("backtestPane"));
    const Theme &theme = Theme::of(this);
    m_choice = new RolloutChoice(this);
    m_choice->setObjectName(QStringLiteral("backtestRollout"));
    m_choice->setAccessibleName(tr("Recorded rollout"));
    QScrollArea *scroll = makeScroll(this);
    m_knobs = new KnobList(scroll->widget());
    auto *inside = new QVBoxLayout(scroll->widget());
    inside->setContentsMargins(0, 0, 0, 0);
    inside->addWidget(m_knobs);
    inside->addStretch(1);
    m_left = new QWidget(this);
    m_left->setFixedWidth(theme.px(400));
    auto *left = new QVBoxLayout(m_left);
    left->setContentsMargins(theme.px(16), theme.px(10), theme.px(8), theme.px(8));
    left->setSpacing(theme.px(8));
    left->addWidget(m_choice);
    left->addWidget(scroll, 1);
    m_words = new RunsLabel(this);
    m_words->setObjectName(QStringLiteral("backtestWords"));
    m_timeline = new VerdictTimeline(this);
    using Sign = FactColumn::Sign;
    m_view = new FactsView(
        {{TrialEventsModel::TimeColumn, TextStyle::Small, Tone::InkTertiary, 120, false, Sign::None, -1, false},
         {TrialEventsModel::EditedColumn, TextStyle::Small, Tone::InkPrimary, 0, false, Sign::None, -1, false,
          Qt::ElideRight},
         {TrialEventsModel::OtherColumn, TextStyle::Small, Tone::InkSecondary, 0, false, Sign::None, -1, false,
          Qt::ElideRight}},
        this);
    m_view->setObjectName(QStringLiteral("backtestEvents"));
    m_view->setAccessibleName(tr("What would have happened"));
    m_view->setModel(&m_events);
    m_view->showHeader();
    auto *right = new QVBoxLayout;
    right->setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(8));
    right->setSpacing(theme.px(6));
    right->addWidget(m_words);
    right->addWidget(m_timeline);
    right->addWidget(m_view, 1);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_left);
    row->addLayout(right, 1);
    connect(&Theme::of(this), &Theme::changed, this, [this] { m_left->setFixedWidth(Theme::of(this).px(400)); });
    connect(m_choice, &RolloutChoice::pathChanged, this, &BacktestPane::judge);
    connect(m_knobs, &KnobList::turned, this, &BacktestPane::turned);
}

void BacktestPane::setPolicies(const guard::ReadPolicy &read, const QString &service)
{
    m_edited = read.file.policy;
    m_saved = read.saved.policy;
    m_service = service;
    if (m_edited) // else they stay where they are: a slider may have made the error, and takes it back
        m_knobs->setKnobs(read.knobs, read.savedKnobs);
    if (isVisible())
        look();
}

void BacktestPane::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    look();
}

void BacktestPane::look()
{
    m_bench.list([this](const Result<QList<policy::RecordedRollout>> &all) {
        if (!isVisible())
            return;
        const QString before = m_choice->path();
        m_choice->setRollouts(all ? *all : QList<policy::RecordedRollout>(), m_service, m_session.nowMs());
        if (m_choice->path() == before)
            judge();
    });
}

void BacktestPane::judge()
{
    if (!isVisible())
        return;
    const bool none = m_choice->path().isEmpty();
    m_timeline->setVisible(!none && m_edited);
    if (none || !m_edited) {
        m_bench.stopJudging();
        m_events.set(std::nullopt);
        m_timeline->set(std::nullopt);
        m_words->setRuns({});
        m_view->setEmptyText(none ? tr("No rollout of %1 is recorded here. A guard records what it judges.")
                                        .arg(m_service.isEmpty() ? tr("this service") : m_service)
                                  : tr("The text has errors. It is judged once it has none."));
        return;
    }
    m_bench.judge({.path = m_choice->path(), .edited = m_edited, .other = m_saved, .inForce = {}},
                  [this](const Result<guard::JudgedRecords> &judged) { say(judged); });
}

void BacktestPane::say(const Result<guard::JudgedRecords> &judged)
{
    if (!judged) {
        m_events.set(std::nullopt);
        m_timeline->set(std::nullopt);
        m_words->setRuns({{judged.error().toString(), Tone::CriticalText, TextStyle::Small}});
        return;
    }
    m_view->setEmptyText({});
    m_events.set(*judged);
    m_timeline->set(*judged);
    const qint64 startMs = judged->ground.rollout.startMs;
    const auto words = [startMs](const std::optional<guard::JudgedSide> &side) {
        if (!side)
            return tr("has errors");
        const QString first = firstDecision(*side, startMs);
        return first.isEmpty() ? tr("decides nothing") : first;
    };
    QList<TextRun> runs{{tr("As edited it %1").arg(words(judged->edited)), Tone::InkPrimary, TextStyle::SmallStrong},
                        {tr("; as saved it %1.").arg(words(judged->other)), Tone::InkPrimary, TextStyle::Small}};
    if (judged->edited && !judged->edited->absent.isEmpty())
        runs.append({QLatin1Char(' ') + tr("Not recorded: %1; what needs it has no answer.")
                                            .arg(judged->edited->absent.join(QStringLiteral(", "))),
                     Tone::UnknownText, TextStyle::Small});
    m_words->setRuns(runs);
}

void BacktestPane::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    drawVLine(painter, m_left->geometry().right(), 0, height(), Theme::of(this).colour(Tone::LineSubtle));
}

} // namespace astern::ui
