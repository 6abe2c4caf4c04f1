// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rollout/policypanel.h"

#include "models/base/format.h"
#include "models/views/actsmodel.h"
#include "models/views/rulesmodel.h"
#include "models/views/verdictwords.h"
#include "ui/rollout/decidepane.h"
#include "ui/rollout/factsview.h"
#include "ui/rollout/runslabel.h"
#include "ui/rollout/titledpanel.h"
#include "ui/widgets/controls.h"

#include <QMenu>
#include <QScrollArea>
#include <QVBoxLayout>

namespace astern::ui {

PolicyPanel::PolicyPanel(Session &session, QWidget *parent) : QWidget(parent), m_session(session)
{
    using Sign = FactColumn::Sign;
    setObjectName(QStringLiteral("policyPanel"));
    m_rulesModel = new RulesModel(session, this);
    m_actsModel = new ActsModel(session, this);
    // Where there is little height it scrolls, instead of taking it from the board.
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Ignored);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    QScrollArea *scroll = makeScroll(this);
    outer->addWidget(scroll);
    auto *column = new QVBoxLayout(scroll->widget());
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    const Theme &theme = Theme::of(this);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(theme.px(16), 0, theme.px(16), theme.px(2));
    m_sentence = new RunsLabel(this);
    m_sentence->setObjectName(QStringLiteral("policySentence"));
    head->addWidget(m_sentence, 1);
    m_open = makeButton(tr("Show the policy"), "quiet", QStringLiteral("shield-check"), this);
    m_open->setObjectName(QStringLiteral("openPolicy"));
    head->addWidget(m_open, 0, Qt::AlignTop);
    connect(m_open, &QPushButton::clicked, this, [this] {
        if (!m_open->menu())
            Q_EMIT policyRequested(m_open->property("policy").toString());
    });
    column->addLayout(head);
    m_decide = new DecidePane(session, this);
    column->addWidget(m_decide);

    const auto plain = [](int of, double width, bool right, double needs) {
        return FactColumn{
            of, TextStyle::Small, Tone::InkSecondary, width, right, Sign::None, -1, false, Qt::ElideRight, needs};
    };
    m_rules = new FactsView(
        {{RulesModel::RuleColumn, TextStyle::Strong, Tone::InkPrimary, 0, false, Sign::Tone, RulesModel::ToneRole,
          false, Qt::ElideMiddle, 0, RulesModel::CauseRole},
         plain(RulesModel::TypeColumn, 150, false, 900),
         {RulesModel::ValueColumn, TextStyle::SmallStrong, Tone::InkPrimary, 80, true, Sign::None, -1, false},
         plain(RulesModel::LimitColumn, 110, false, 0),
         plain(RulesModel::EvidenceColumn, 90, false, 560),
         {RulesModel::StateColumn, TextStyle::SmallMedium, Tone::InkPrimary, 136, false, Sign::None, -1, false},
         plain(RulesModel::SamplesColumn, 64, true, 720),
         plain(RulesModel::LateColumn, 44, true, 800),
         plain(RulesModel::CoverageColumn, 64, true, 720),
         {RulesModel::NextColumn, TextStyle::Small, Tone::InkPrimary, 196, false, Sign::None, -1, false, Qt::ElideRight,
          640}},
        this);
    m_rules->setObjectName(QStringLiteral("policyRules"));
    m_rules->setAccessibleName(tr("Rules"));
    m_rules->setModel(m_rulesModel);
    m_rules->showHeader();
    connect(m_rules, &QAbstractItemView::activated, this, [this](const QModelIndex &index) {
        Q_EMIT policyRequested(index.data(RulesModel::PolicyRole).toString());
    });
    m_rules->setEmptyText(tr("Nothing is judged here now: policies judge what is on its way."));
    m_acts =
        new FactsView({{ActsModel::TimeColumn, TextStyle::Small, Tone::InkTertiary, 70, false, Sign::None, -1, false},
                       {ActsModel::ActColumn, TextStyle::Small, Tone::InkPrimary, 0, false, Sign::Tone,
                        ActsModel::ToneRole, false, Qt::ElideRight},
                       {ActsModel::OutcomeColumn, TextStyle::Small, Tone::InkSecondary, 0, false, Sign::None, -1, false,
                        Qt::ElideRight}},
                      this);
    m_acts->setObjectName(QStringLiteral("policyActs"));
    m_acts->setAccessibleName(tr("What was done"));
    m_acts->setModel(m_actsModel);
    m_acts->setEmptyText(tr("No policy has done anything here."));
    for (FactsView *view : {m_rules, m_acts})
        view->setMinimumHeight(theme.px(96));
    m_tables = new QBoxLayout(QBoxLayout::TopToBottom);
    m_tables->setContentsMargins(0, 0, 0, 0);
    m_tables->setSpacing(0);
    const PanelSpace space{.top = 8, .bottom = 8, .gap = 4};
    const TitledPanel rules = titledPanel(tr("Rules"), m_rules, space, this);
    const TitledPanel acts = titledPanel(tr("What was done"), m_acts, space, this);
    m_rulesNote = rules.note;
    m_actsNote = acts.note;
    m_tables->addWidget(rules.widget, 3);
    m_tables->addWidget(acts.widget, 2);
    column->addLayout(m_tables, 1);

    m_tick.setInterval(1000);
    connect(&m_tick, &QTimer::timeout, this, &PolicyPanel::refresh);
    connect(&session, &Session::guardChanged, this, &PolicyPanel::refresh);
    connect(&session, &Session::verdictChanged, this, [this](const QString &key) {
        if (key == m_key)
            refresh();
    });
}

void PolicyPanel::setPlacement(const QString &key)
{
    m_key = key;
    m_rulesModel->setPlacement(key);
    m_actsModel->setPlacement(key);
    m_decide->setPlacement(key);
    refresh();
}

void PolicyPanel::setCompact(bool compact)
{
    m_tables->setDirection(compact ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
}

void PolicyPanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    refresh();
    m_tick.start();
}

void PolicyPanel::hideEvent(QHideEvent *event)
{
    m_tick.stop();
    QWidget::hideEvent(event);
}

// Those that the workspace still has: what judges this rollout may be an older revision, or gone from its files.
void PolicyPanel::refreshOpen(const guard::PlaceVerdict *verdict)
{
    QStringList ids;
    for (const guard::PlaceVerdict::OfPolicy &of : verdict ? verdict->policies : QList<guard::PlaceVerdict::OfPolicy>{})
        ids.append(of.policy.policy->id);
    if (const Placement *place = m_session.placement(m_key); ids.isEmpty() && place) {
        if (const ServiceConfig *service = m_session.service(place->service))
            ids = service->policies; // of what would be judged
    }
    ids.removeIf([this](const QString &id) {
        const QList<PolicyFile> &files = m_session.workspace().policies;
        return std::none_of(files.cbegin(), files.cend(),
                            [&id](const PolicyFile &file) { return file.policy && file.policy->id == id; });
    });
    m_open->setVisible(!ids.isEmpty());
    if (m_open->property("policies").toStringList() == ids)
        return;
    m_open->setProperty("policies", ids);
    m_open->setProperty("policy", ids.value(0));
    QMenu *before = m_open->menu();
    m_open->setMenu(nullptr);
    delete before;
    m_open->setText(ids.size() > 1 ? tr("Show a policy") : tr("Show the policy"));
    m_open->setToolTip(ids.size() > 1 ? tr("Opens the text of one of them.")
                                      : tr("Opens the text of %1.").arg(ids.value(0)));
    m_open->setAccessibleDescription(m_open->toolTip());
    if (ids.size() < 2)
        return;
    auto *menu = new QMenu(m_open);
    for (const QString &id : std::as_const(ids))
        menu->addAction(id, this, [this, id] { Q_EMIT policyRequested(id); });
    m_open->setMenu(menu);
}

void PolicyPanel::refresh()
{
    if (!isVisible())
        return;
    m_rulesModel->refresh();
    m_decide->refresh();
    const qint64 nowMs = m_session.nowMs();
    const guard::PlaceVerdict *verdict = m_session.verdict(m_key);
    m_decide->setVisible(verdict != nullptr);
    refreshOpen(verdict);
    QList<TextRun> runs;
    for (const guard::PlaceVerdict::OfPolicy &of :
         verdict ? verdict->policies : QList<guard::PlaceVerdict::OfPolicy>{}) {
        const policy::Policy &policy = *of.policy.policy;
        const QString gap = runs.isEmpty() ? QString() : QStringLiteral("   ");
        runs.append({gap + policy.id, Tone::InkPrimary, TextStyle::Strong});
        runs.append({tr(" revision %1, %2").arg(policy.revision).arg(of.policy.digest.left(8)), Tone::InkSecondary,
                     TextStyle::Small});
    }
    if (verdict && verdict->tickMs > 0)
        runs.append({QStringLiteral("   ") +
                         tr("judged for %1, %2 ago")
                             .arg(format::clock(verdict->tickMs, nowMs), format::age(verdict->judgedAtMs, nowMs)),
                     verdict->isStale(nowMs) ? Tone::UnknownText : Tone::InkTertiary, TextStyle::Small});
    if (verdict) {
        const VerdictNext next = nextOf(*verdict, m_session.guardState(), nowMs);
        if (!next.words.isEmpty())
            runs.append({QStringLiteral("   ") + next.words, Tone::InkPrimary, TextStyle::SmallStrong});
        if (next.atMs > nowMs)
            runs.append({tr(" in %1").arg(format::duration((next.atMs - nowMs) / 1000 * 1000)), Tone::InkPrimary,
                         TextStyle::SmallStrong});
    }
    m_sentence->setRuns(runs);
    m_sentence->setVisible(!runs.isEmpty());
    const auto note = [](const QString &text) { return QList<TextRun>{{text, Tone::InkTertiary, TextStyle::Caption}}; };
    m_rulesNote->setRuns(note(format::plural(m_rulesModel->rowCount(), tr("1 rule"), tr("%1 rules"))));
    m_actsNote->setRuns(note(format::plural(m_actsModel->rowCount(), tr("1 act"), tr("%1 acts"))));
}

} // namespace astern::ui
