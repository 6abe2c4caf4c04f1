// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policies/nowpane.h"

#include "models/base/format.h"
#include "ui/policies/rolloutchoice.h"
#include "ui/rollout/factsview.h"
#include "ui/rollout/runslabel.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace astern::ui {
namespace {

constexpr int kEveryMs = 3'000;
constexpr qint64 kLiveMs = 180'000; // something was recorded lately

Tone toneOf(policy::VerdictClass verdict)
{
    switch (verdict) {
    case policy::VerdictClass::Systemic:
        return Tone::CriticalText;
    case policy::VerdictClass::Transient:
    case policy::VerdictClass::External:
        return Tone::WarningText;
    case policy::VerdictClass::Unknown:
        return Tone::UnknownText;
    case policy::VerdictClass::Healthy:
        break;
    }
    return Tone::InkPrimary;
}

} // namespace

NowPane::NowPane(Session &session, guard::PolicyBench &bench, QWidget *parent)
    : QWidget(parent), m_session(session), m_bench(bench)
{
    setObjectName(QStringLiteral("nowPane"));
    const Theme &theme = Theme::of(this);
    m_choice = new RolloutChoice(this);
    m_choice->setObjectName(QStringLiteral("nowRollout"));
    m_choice->setAccessibleName(tr("Rollout on its way"));
    m_words = new RunsLabel(this);
    m_words->setObjectName(QStringLiteral("nowWords"));
    using Sign = FactColumn::Sign;
    const auto plain = [](int of, double width, Tone tone, double needs) {
        return FactColumn{of, TextStyle::Small, tone, width, false, Sign::None, -1, false, Qt::ElideRight, needs};
    };
    m_view = new FactsView(
        {{TrialRulesModel::RuleColumn, TextStyle::Strong, Tone::InkPrimary, 0, false, Sign::Tone,
          TrialRulesModel::ToneRole, false, Qt::ElideMiddle},
         plain(TrialRulesModel::TypeColumn, 120, Tone::InkSecondary, 1180),
         {TrialRulesModel::ValueColumn, TextStyle::SmallStrong, Tone::InkPrimary, 80, true, Sign::None, -1, false},
         plain(TrialRulesModel::LimitColumn, 112, Tone::InkSecondary, 700),
         plain(TrialRulesModel::StateColumn, 200, Tone::InkPrimary, 0),
         plain(TrialRulesModel::OtherLimitColumn, 112, Tone::InkSecondary, 820),
         plain(TrialRulesModel::OtherStateColumn, 200, Tone::InkSecondary, 0)},
        this);
    m_view->setObjectName(QStringLiteral("nowRules"));
    m_view->setAccessibleName(tr("Rules as edited and as in force"));
    m_view->setModel(&m_rules);
    m_view->showHeader();
    auto *head = new QHBoxLayout;
    head->setSpacing(theme.px(12));
    head->addWidget(m_choice);
    head->addWidget(m_words, 1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(theme.px(16), theme.px(10), theme.px(16), theme.px(8));
    column->setSpacing(theme.px(8));
    column->addLayout(head);
    column->addWidget(m_view, 1);
    m_again.setInterval(kEveryMs);
    connect(&m_again, &QTimer::timeout, this, &NowPane::look);
    connect(m_choice, &RolloutChoice::pathChanged, this, &NowPane::judge);
}

void NowPane::setPolicy(const std::shared_ptr<const policy::Policy> &edited, const QString &service,
                        const QString &policyId)
{
    m_edited = edited;
    m_service = service;
    m_policyId = policyId;
    if (isVisible())
        look();
}

void NowPane::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    look();
    m_again.start();
}

void NowPane::hideEvent(QHideEvent *event)
{
    m_again.stop();
    QWidget::hideEvent(event);
}

void NowPane::look()
{
    m_bench.list([this](const Result<QList<policy::RecordedRollout>> &all) {
        if (!isVisible())
            return;
        QList<policy::RecordedRollout> live;
        const qint64 nowMs = m_session.nowMs();
        for (const policy::RecordedRollout &one : all ? *all : QList<policy::RecordedRollout>()) {
            if (nowMs - one.endMs < kLiveMs)
                live.append(one);
        }
        const QString before = m_choice->path();
        m_choice->setRollouts(live, m_service, nowMs);
        if (m_choice->path() == before)
            judge();
    });
}

void NowPane::judge()
{
    if (!isVisible())
        return;
    const bool none = m_choice->path().isEmpty();
    if (none || !m_edited) {
        m_bench.stopJudging();
        m_rules.set(std::nullopt);
        m_words->setRuns({});
        m_view->setEmptyText(none ? tr("No rollout of %1 is on its way whose samples are recorded here. "
                                       "A guard records them while it judges.")
                                        .arg(m_service.isEmpty() ? tr("this service") : m_service)
                                  : tr("The text has errors. It is judged once it has none."));
        return;
    }
    m_bench.judge({.path = m_choice->path(), .edited = m_edited, .other = nullptr, .inForce = m_policyId},
                  [this](const Result<guard::JudgedRecords> &judged) { say(judged); });
}

void NowPane::say(const Result<guard::JudgedRecords> &judged)
{
    if (!judged) {
        m_rules.set(std::nullopt);
        m_words->setRuns({{judged.error().toString(), Tone::CriticalText, TextStyle::Small}});
        return;
    }
    m_view->setEmptyText({});
    m_rules.set(*judged);
    QList<TextRun> runs;
    const auto add = [&runs](const QString &name, const std::optional<guard::JudgedSide> &side, const QString &absent) {
        const QString gap = runs.isEmpty() ? QString() : QStringLiteral("   ");
        runs.append({gap + name + QLatin1Char(' '), Tone::InkSecondary, TextStyle::Small});
        if (side && !side->verdicts.empty())
            runs.append({guard::words(side->verdicts.back().verdict), toneOf(side->verdicts.back().verdict),
                         TextStyle::SmallStrong});
        else
            runs.append({absent, Tone::InkSecondary, TextStyle::Small});
    };
    add(tr("as edited"), judged->edited, tr("no verdict yet"));
    add(tr("as in force"), judged->other, judged->other ? tr("no verdict yet") : tr("is not judged there"));
    if (judged->latestMs > 0)
        runs.append({QStringLiteral("   ") + tr("for %1").arg(format::clock(judged->latestMs, m_session.nowMs())),
                     Tone::InkTertiary, TextStyle::Small});
    if (judged->edited && !judged->edited->absent.isEmpty())
        runs.append(
            {QStringLiteral("   ") + tr("not recorded: %1").arg(judged->edited->absent.join(QStringLiteral(", "))),
             Tone::UnknownText, TextStyle::Small});
    m_words->setRuns(runs);
}

} // namespace astern::ui
