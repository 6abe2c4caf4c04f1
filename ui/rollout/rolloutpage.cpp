// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rollout/rolloutpage.h"

#include "models/base/format.h"
#include "models/views/boardrow.h"
#include "models/views/changesmodel.h"
#include "models/views/entriesmodel.h"
#include "models/views/revisionsmodel.h"
#include "models/views/verdictwords.h"
#include "ui/approvals/gatestrip.h"
#include "ui/emergency/emergencywords.h"
#include "ui/emergency/zonechip.h"
#include "ui/rollout/actions.h"
#include "ui/rollout/alsohere.h"
#include "ui/rollout/chartstrip.h"
#include "ui/rollout/escalationstrip.h"
#include "ui/rollout/factsview.h"
#include "ui/rollout/flagspanel.h"
#include "ui/rollout/legend.h"
#include "ui/rollout/planstrip.h"
#include "ui/rollout/policypanel.h"
#include "ui/rollout/runbookpanel.h"
#include "ui/rollout/statewords.h"
#include "ui/rollout/stepladder.h"
#include "ui/rollout/titledpanel.h"
#include "ui/rollout/whypanel.h"
#include "ui/theme/paint.h"
#include "ui/widgets/controls.h"

#include <QPainter>
#include <QPushButton>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

#include <algorithm>

namespace astern::ui {
namespace {

enum Tab { SignalsTab, WhyTab, PolicyTab, FlagsTab, RunbookTab, ChangesTab, VersionsTab, LogTab };

} // namespace

RolloutPage::RolloutPage(Session &session, QWidget *parent) : QWidget(parent), m_session(session)
{
    setObjectName(QStringLiteral("rolloutPage"));
    m_changes = new ChangesModel(this);
    m_entries = new EntriesModel(session, this);
    m_revisions = new RevisionsModel(session, this);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    buildHead(column);
    buildPanels(column);
    arrange();
    m_tick.setInterval(1000);
    connect(&m_tick, &QTimer::timeout, this, &RolloutPage::refreshAll);
    connect(&session, &Session::changed, this, [this](const QSet<QString> &keys) {
        if (isVisible() && keys.contains(m_key))
            refreshAll();
    });
    connect(&session, &Session::workspaceChanged, this, [this] {
        if (isVisible())
            refresh(); // which may have dropped the place
    });
    connect(&session, &Session::verdictChanged, this, [this](const QString &key) {
        if (isVisible() && key == m_key)
            refreshAll();
    });
    connect(&session, &Session::signedInChanged, this, [this] {
        if (isVisible())
            refresh();
    });
    connect(&session, &Session::guardChanged, this, [this] {
        if (isVisible())
            refresh();
    });
    connect(&session, &Session::runChanged, this, [this] {
        if (isVisible())
            refresh();
    });
}

void RolloutPage::buildHead(QBoxLayout *column)
{
    const Theme &theme = Theme::of(this);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(theme.px(16), theme.px(10), theme.px(12), theme.px(6));
    head->setSpacing(theme.px(8));
    auto *words = new QVBoxLayout;
    words->setSpacing(theme.px(1));
    auto *first = new QHBoxLayout;
    first->setSpacing(theme.px(6));
    m_back = new QPushButton(tr("Board") + QStringLiteral("  ›"), this);
    m_back->setObjectName(QStringLiteral("backToBoard"));
    m_back->setProperty("kind", QStringLiteral("quiet"));
    connect(m_back, &QPushButton::clicked, this, &RolloutPage::boardRequested);
    m_name = new RunsLabel(this);
    m_name->setObjectName(QStringLiteral("rolloutName"));
    m_name->setOneLine(true);
    m_zone = new ZoneChip(this);
    first->addWidget(m_back);
    first->addWidget(m_name);
    first->addWidget(m_zone);
    m_also = new AlsoHere(m_session, this);
    m_also->setOneLine(true);
    first->addSpacing(theme.px(8));
    first->addWidget(m_also);
    first->addStretch(1);
    words->addLayout(first);
    m_sentence = new RunsLabel(this);
    m_sentence->setObjectName(QStringLiteral("rolloutSentence"));
    m_sentence->setIndent(20);
    words->addWidget(m_sentence);
    head->addLayout(words, 1);
    m_buttons = new QHBoxLayout;
    m_buttons->setSpacing(theme.px(8));
    head->addLayout(m_buttons);
    column->addLayout(head);

    m_strip = new PlanStrip(m_session, this);
    connect(m_strip, &PlanStrip::entryRequested, this, &RolloutPage::entryRequested);
    connect(m_strip, &PlanStrip::emergencyRequested, this, &RolloutPage::emergencyRequested);
    column->addWidget(m_strip);
    m_gate = new GateStrip(m_session, this);
    connect(m_gate, &GateStrip::requestOpened, this, &RolloutPage::requestOpened);
    column->addWidget(m_gate);
    m_told = new EscalationStrip(m_session, this);
    column->addWidget(m_told);
    auto *ladder = new QHBoxLayout;
    ladder->setContentsMargins(theme.px(16), theme.px(6), theme.px(16), theme.px(6));
    m_ladder = new StepLadder(this);
    ladder->addWidget(m_ladder);
    column->addLayout(ladder);

    auto *tabs = new QHBoxLayout;
    tabs->setContentsMargins(theme.px(8), 0, theme.px(16), 0);
    m_tabs = new QTabBar(this);
    m_tabs->setObjectName(QStringLiteral("rolloutTabs"));
    m_tabs->setAccessibleName(tr("Parts of the rollout"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    for (const QString &text :
         {tr("Signals"), tr("Why"), tr("Policy"), tr("Flags"), tr("Runbook"), tr("Changes"), tr("Versions"), tr("Log")})
        m_tabs->addTab(text);
    m_legend = new Legend(this);
    tabs->addWidget(m_tabs);
    tabs->addStretch(1);
    tabs->addWidget(m_legend);
    column->addLayout(tabs);
}

void RolloutPage::buildPanels(QBoxLayout *column)
{
    using Sign = FactColumn::Sign;
    m_charts = new ChartStrip(m_session, this);
    connect(m_charts, &ChartStrip::chartRequested, this,
            [this](const QString &signalId) { Q_EMIT chartRequested(m_key, signalId); });
    m_changesView = new FactsView(
        {{ChangesModel::NameColumn, TextStyle::Small, Tone::InkSecondary, 0, false, Sign::None, -1, false},
         {ChangesModel::FromColumn, TextStyle::Small, Tone::InkTertiary, 0, false, Sign::None, -1, false},
         {ChangesModel::ToColumn, TextStyle::SmallMedium, Tone::InkPrimary, 0, false, Sign::Arrow, -1, false}},
        this);
    m_changesView->setObjectName(QStringLiteral("changes"));
    m_changesView->setAccessibleName(tr("What is different"));
    m_changesView->setModel(m_changes);
    m_changesView->setEmptyText(tr("Nothing is different between the two, as far as the backend tells."));
    auto *versions = new FactsView(
        {{RevisionsModel::VersionColumn, TextStyle::Strong, Tone::InkPrimary, 90, false, Sign::None, -1, false},
         {RevisionsModel::NumberColumn, TextStyle::Caption, Tone::InkTertiary, 44, true, Sign::None, -1, false},
         {RevisionsModel::CreatedColumn, TextStyle::Small, Tone::InkSecondary, 96, false, Sign::None, -1, false},
         {RevisionsModel::NoteColumn, TextStyle::Small, Tone::InkSecondary, 0, true, Sign::None, -1, false}},
        this);
    versions->setObjectName(QStringLiteral("versions"));
    versions->setAccessibleName(tr("Versions"));
    versions->setModel(m_revisions);
    versions->setEmptyText(tr("The backend has told no version yet."));
    connect(versions, &QAbstractItemView::doubleClicked, this, [this](const QModelIndex &index) {
        if (index.data(RevisionsModel::MayChooseRole).toBool())
            Q_EMIT emergencyRequested(m_key, index.data(RevisionsModel::NumberRole).toInt());
    });
    auto *entries = new FactsView(
        {{EntriesModel::TimeColumn, TextStyle::Small, Tone::InkTertiary, 70, false, Sign::None, -1, false},
         {EntriesModel::TextColumn, TextStyle::Small, Tone::InkPrimary, 0, false, Sign::Tone, EntriesModel::ToneRole,
          false, Qt::ElideRight},
         {EntriesModel::NumberColumn, TextStyle::Small, Tone::AccentText, 64, true, Sign::None, -1, true}},
        this);
    entries->setObjectName(QStringLiteral("entries"));
    entries->setAccessibleName(tr("Log of this place"));
    entries->setModel(m_entries);
    entries->setEmptyText(tr("Nothing was decided or done here yet."));
    connect(entries, &FactsView::linkActivated, this, [this](const QModelIndex &index) {
        Q_EMIT entryRequested(index.data(EntriesModel::IndexRole).toULongLong());
    });

    const TitledPanel different = titledPanel(tr("What is different"), m_changesView, {}, this);
    const TitledPanel history = titledPanel(tr("Versions"), versions, {}, this);
    const TitledPanel log = titledPanel(tr("Log of this place"), entries, {}, this);
    m_changesNote = different.note;
    m_revisionsNote = history.note;
    m_entriesNote = log.note;
    m_timeline = makeButton(tr("Timeline"), "quiet", QStringLiteral("chart-gantt"), log.widget);
    m_timeline->setObjectName(QStringLiteral("rolloutTimeline"));
    m_timeline->setToolTip(tr("Show this place on the time axis"));
    connect(m_timeline, &QPushButton::clicked, this, [this] { Q_EMIT timelineRequested(m_key); });
    log.head->addWidget(m_timeline);
    m_panelList = {different.widget, history.widget, log.widget};
    m_stack = new QStackedWidget(this);
    m_panels = new QWidget(this);
    m_panelRow = new QHBoxLayout(m_panels);
    m_panelRow->setContentsMargins(0, 0, 0, 0);
    m_panelRow->setSpacing(0);
    m_stack->addWidget(m_charts);
    m_why = new WhyPanel(m_session, this);
    m_stack->addWidget(m_why);
    m_policy = new PolicyPanel(m_session, this);
    connect(m_policy, &PolicyPanel::policyRequested, this, &RolloutPage::policyRequested);
    m_stack->addWidget(m_policy);
    m_flags = new FlagsPanel(m_session, this);
    m_stack->addWidget(m_flags);
    connect(m_flags, &FlagsPanel::planRequested, m_strip, &PlanStrip::openPlan);
    m_runbook = new RunbookPanel(m_session, this);
    m_stack->addWidget(m_runbook);
    connect(m_runbook, &RunbookPanel::planRequested, m_strip, &PlanStrip::openPlan);
    connect(m_runbook, &RunbookPanel::emergencyRequested, this, &RolloutPage::emergencyRequested);
    connect(m_runbook, &RunbookPanel::stepsChanged, this, &RolloutPage::refreshRunbook);
    column->addSpacing(Theme::of(this).px(8));
    column->addWidget(m_stack, 5);
    column->addWidget(m_panels, 4);
    connect(m_tabs, &QTabBar::currentChanged, this, [this](int tab) {
        m_stack->setCurrentIndex(tab);
        m_panels->setVisible(!m_compact && tab == SignalsTab);
        m_legend->setVisible(tab == SignalsTab);
        update();
    });
    const auto notes = [this] { refreshNotes(); };
    for (const QAbstractItemModel *model :
         {static_cast<QAbstractItemModel *>(m_changes), static_cast<QAbstractItemModel *>(m_entries),
          static_cast<QAbstractItemModel *>(m_revisions)}) {
        connect(model, &QAbstractItemModel::rowsInserted, this, notes);
        connect(model, &QAbstractItemModel::rowsRemoved, this, notes);
    }
}

void RolloutPage::focusTabs() { m_tabs->setFocus(Qt::ShortcutFocusReason); }

void RolloutPage::setTeam(const TeamSight *team) { m_also->setTeam(team); }

void RolloutPage::setCompact(bool compact)
{
    if (m_compact == compact)
        return;
    m_compact = compact;
    arrange();
}

void RolloutPage::arrange()
{
    for (QWidget *made : m_panelList) {
        m_stack->removeWidget(made);
        m_panelRow->removeWidget(made);
        if (m_compact)
            m_stack->addWidget(made);
        else
            m_panelRow->addWidget(made, made == m_panelList.at(1) ? 4 : 5);
        made->setVisible(!m_compact);
    }
    m_why->setCompact(m_compact);
    m_policy->setCompact(m_compact);
    m_flags->setCompact(m_compact);
    m_panels->setVisible(!m_compact);
    m_back->setVisible(!m_compact);
    m_timeline->setVisible(!m_compact);
    // In full, these stand below the charts: their tabs would have nothing to change.
    for (int tab = ChangesTab; tab <= LogTab; ++tab)
        m_tabs->setTabVisible(tab, m_compact);
    m_tabs->setCurrentIndex(SignalsTab);
    m_stack->setCurrentIndex(SignalsTab);
}

void RolloutPage::setPlacement(const QString &key)
{
    m_key = key;
    m_changes->follow(m_session, key);
    m_entries->setPlacement(key);
    m_revisions->setPlacement(key);
    m_strip->setPlacement(key);
    m_charts->setPlacement(key);
    m_why->setPlacement(key);
    m_policy->setPlacement(key);
    m_flags->setPlacement(key);
    m_runbook->setPlacement(key);
    m_told->setPlacement(key);
    m_gate->setPlacement(key);
    m_also->setPlaces({key});
    refresh();
}

// A page that nobody sees costs nothing, and is up to date when it is shown.
void RolloutPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    refreshAll();
    m_tick.start();
}

void RolloutPage::hideEvent(QHideEvent *event)
{
    m_tick.stop();
    QWidget::hideEvent(event);
}

void RolloutPage::refreshAll()
{
    refresh();
    m_charts->refresh();
}

void RolloutPage::refresh()
{
    const Placement *placement = m_session.placement(m_key);
    if (!placement) {
        refreshGone();
        return;
    }
    const qint64 nowMs = m_session.nowMs();
    const BoardRow row = makeBoardRow(m_session, *placement, nowMs);
    refreshHead(row, nowMs);
    refreshActions(*placement);
    refreshLadder(row, nowMs);
    refreshPolicy();
    refreshFlags();
    refreshRunbook();
    refreshNotes();
    m_strip->refresh();
    m_gate->refresh();
    m_legend->setNames(m_charts->freshName(), m_charts->stableName());
    redrawFrame();
}

// The workspace dropped the place while a person looked at it. What was seen stays to be read; nothing can be pressed.
void RolloutPage::refreshGone()
{
    if (m_key.isEmpty())
        return;
    m_sentence->setRuns({{tr("The workspace no longer has %1. What stands here is the last that was seen.").arg(m_key),
                          Tone::UnknownText, TextStyle::Body}});
    for (int i = 0; i < m_buttons->count(); ++i)
        m_buttons->itemAt(i)->widget()->setEnabled(false);
    m_strip->refresh();
    redrawFrame();
}

void RolloutPage::refreshHead(const BoardRow &row, qint64 nowMs)
{
    const Placement &placement = row.placement;
    m_status = statusOf(row.state);
    const Rollout *rollout = m_session.rollout(placement.object);
    QList<TextRun> name{
        {placement.service, Tone::InkPrimary, m_compact ? TextStyle::PaneTitle : TextStyle::Title},
        {QStringLiteral("   ") + placement.where() + QStringLiteral("   "), Tone::InkSecondary, TextStyle::Body}};
    if (row.inProgress && !row.oldVersion.isEmpty())
        name.append({row.oldVersion + QStringLiteral(" → "), Tone::InkSecondary, TextStyle::Body});
    name.append({row.newVersion, Tone::InkPrimary, TextStyle::Medium});
    if (rollout && row.inProgress && rollout->startedMs > 0)
        name.append({QStringLiteral("   ") + tr("started %1").arg(format::clock(rollout->startedMs, nowMs)),
                     Tone::InkTertiary, TextStyle::Small});
    if (row.stale && row.observedMs > 0)
        name.append({QStringLiteral("   ") + tr("%1 old").arg(format::age(row.observedMs, nowMs)), Tone::UnknownText,
                     TextStyle::SmallMedium});
    m_name->setRuns(name);
    m_zone->setZone(zoneOf(m_session.workspace(), placement.environment));
    QList<TextRun> sentence = headline(row, nowMs);
    const QString cools = coolDownWords(m_session.guardState(), placement.service, placement.environment, nowMs);
    if (!cools.isEmpty())
        sentence.append({QStringLiteral("   ") + cools, Tone::InkSecondary, TextStyle::Body});
    m_sentence->setRuns(sentence);
    m_also->refresh();
}

void RolloutPage::refreshActions(const Placement &placement)
{
    const QList<RolloutAction> actions = actionsFor(m_session, placement);
    QStringList ids;
    for (int i = 0; i < m_buttons->count(); ++i)
        ids.append(m_buttons->itemAt(i)->widget()->property("action").toString());
    QStringList wanted;
    for (const RolloutAction &action : actions)
        wanted.append(action.id());
    if (ids != wanted) {
        while (QLayoutItem *item = m_buttons->takeAt(0)) {
            item->widget()->hide();
            item->widget()->deleteLater();
            delete item;
        }
        for (const RolloutAction &action : actions) {
            auto *button = new QPushButton(this);
            button->setObjectName(QStringLiteral("action-") + action.id());
            button->setProperty("action", action.id());
            button->setProperty("glyph", action.glyph);
            if (action.kind == PlanKind::Rollback)
                button->setProperty("kind", QStringLiteral("dangerline"));
            connect(button, &QPushButton::clicked, this, [this, kind = action.kind] { act(int(kind)); });
            m_buttons->addWidget(button);
        }
    }
    for (int i = 0; i < m_buttons->count(); ++i) {
        auto *button = static_cast<QPushButton *>(m_buttons->itemAt(i)->widget());
        const RolloutAction &action = actions.at(i);
        button->setText(action.text);
        button->setEnabled(action.enabled);
        const QString why =
            action.consequence.isEmpty() ? action.fact : QString(action.fact + QLatin1Char('\n') + action.consequence);
        button->setToolTip(why);
        button->setStatusTip(QString(why).replace(QLatin1Char('\n'), QLatin1Char(' ')));
        button->setAccessibleDescription(button->statusTip());
    }
}

void RolloutPage::act(int kind)
{
    if (PlanKind(kind) == PlanKind::Rollback)
        Q_EMIT emergencyRequested(m_key, 0);
    else
        m_strip->openPlan([this, kind, key = m_key] { return m_session.plan(PlanKind(kind), key); });
}

void RolloutPage::refreshLadder(const BoardRow &row, qint64 nowMs)
{
    const Rollout *rollout = m_session.rollout(row.placement.object);
    const bool shown = rollout && (rollout->inProgress() || rollout->control.aborted);
    refreshMarks(rollout);
    m_ladder->setVisible(shown);
    if (!shown)
        return;
    QString note;
    if (isUrgent(row.state) && row.sinceMs > 0)
        note = tr("%1 %2").arg(words(row.state), format::age(row.sinceMs, nowMs));
    m_ladder->setRungs(ladder(*rollout, nowMs), row.state, note);
}

// What was decided and done, by controller and policies.
void RolloutPage::refreshMarks(const Rollout *rollout)
{
    QList<std::pair<qint64, QString>> marks;
    if (rollout && (rollout->inProgress() || rollout->control.aborted) && rollout->control.pausedSinceMs > 0)
        marks.append({rollout->control.pausedSinceMs, format::weight(rollout->newPercent())});
    const guard::PlaceVerdict *verdict = m_session.verdict(m_key);
    for (const guard::PlaceVerdict::Sent &sent : verdict ? verdict->sent : QList<guard::PlaceVerdict::Sent>{})
        marks.append({sent.act.dueMs, actWords(sent.act.name())});
    std::sort(marks.begin(), marks.end());
    m_charts->setMarkers(marks);
}

// There while something is judged here, or would be.
void RolloutPage::refreshPolicy()
{
    const Placement *placement = m_session.placement(m_key);
    const ServiceConfig *service = placement ? m_session.service(placement->service) : nullptr;
    const guard::PlaceVerdict *verdict = m_session.verdict(m_key);
    const bool shown = verdict || (service && !service->policies.isEmpty());
    if (!shown && m_tabs->currentIndex() == PolicyTab)
        m_tabs->setCurrentIndex(SignalsTab);
    m_tabs->setTabVisible(PolicyTab, shown);
    qsizetype rules = 0;
    for (const guard::PlaceVerdict::OfPolicy &of : verdict ? verdict->policies : QList<guard::PlaceVerdict::OfPolicy>{})
        rules += of.policy.policy->rules.size();
    const bool asks = verdict && !verdict->asks.isEmpty();
    sayOnTab(PolicyTab, asks ? tr("Policy asks") : rules > 0 ? tr("Policy %1").arg(rules) : tr("Policy"));
}

// There wherever a service of this workspace declares something: where this one does not, it says how.
void RolloutPage::refreshFlags()
{
    const QList<ServiceConfig> &services = m_session.workspace().services;
    const bool shown = std::any_of(services.cbegin(), services.cend(), [](const ServiceConfig &service) {
        return !service.flags.isEmpty() || !service.configs.isEmpty();
    });
    if (!shown && m_tabs->currentIndex() == FlagsTab)
        m_tabs->setCurrentIndex(SignalsTab);
    m_tabs->setTabVisible(FlagsTab, shown);
    const qsizetype declared = m_session.flags(m_key).size() + m_session.configs(m_key).size();
    sayOnTab(FlagsTab, declared > 0 ? tr("Flags %1").arg(declared) : tr("Flags"));
}

// There where the service names one.
void RolloutPage::refreshRunbook()
{
    const Placement *placement = m_session.placement(m_key);
    const ServiceConfig *service = placement ? m_session.service(placement->service) : nullptr;
    const bool shown = service && !service->runbook.isEmpty();
    if (!shown && m_tabs->currentIndex() == RunbookTab)
        m_tabs->setCurrentIndex(SignalsTab);
    m_tabs->setTabVisible(RunbookTab, shown);
    sayOnTab(RunbookTab, m_runbook->stepCount() > 0
                             ? tr("Runbook %1/%2").arg(m_runbook->doneCount()).arg(m_runbook->stepCount())
                             : tr("Runbook"));
}

void RolloutPage::refreshNotes()
{
    const auto note = [](const QString &text) { return QList<TextRun>{{text, Tone::InkTertiary, TextStyle::Caption}}; };
    const int changes = m_changes->rowCount();
    const QString between = m_changes->fromVersion().isEmpty()
                                ? QString()
                                : tr("%1 → %2, ").arg(m_changes->fromVersion(), m_changes->toVersion());
    m_changesNote->setRuns(note(between + format::plural(changes, tr("1 change"), tr("%1 changes"))));
    m_entriesNote->setRuns(note(format::plural(m_entries->rowCount(), tr("1 entry"), tr("%1 entries"))));
    m_revisionsNote->setRuns(note(format::plural(m_revisions->rowCount(), tr("1 version"), tr("%1 versions"))));
    sayOnTab(ChangesTab, changes > 0 ? tr("Changes %1").arg(changes) : tr("Changes"));
    sayOnTab(VersionsTab, tr("Versions %1").arg(m_revisions->rowCount()));
    sayOnTab(LogTab, m_entries->rowCount() > 0 ? tr("Log %1").arg(m_entries->rowCount()) : tr("Log"));
}

// The bar is laid out and painted anew by each text that it is told, the same one, too.
void RolloutPage::sayOnTab(int tab, const QString &text)
{
    if (m_tabs->tabText(tab) != text)
        m_tabs->setTabText(tab, text);
}

bool RolloutPage::event(QEvent *event)
{
    const bool done = QWidget::event(event);
    if (event->type() == QEvent::LayoutRequest)
        redrawFrame();
    return done;
}

RolloutPage::Frame RolloutPage::frame() const
{
    Frame frame{.status = m_status,
                .sentence = QRect(m_sentence->mapTo(this, QPoint(0, 0)), m_sentence->size()),
                .tabs = m_tabs->geometry().bottom() + 1,
                .panels = {},
                .panelsAt = {}};
    if (m_panels->isVisible()) {
        frame.panels = m_panels->y();
        for (const QWidget *panel : m_panelList)
            frame.panelsAt.append(panel->x());
    }
    return frame;
}

// What lies on the page is painted with it, and most of it looks as it did a second ago.
void RolloutPage::redrawFrame()
{
    if (frame() != m_drawn)
        update();
}

void RolloutPage::paintEvent(QPaintEvent *event)
{
    const Frame now = frame();
    if (QRegion(rect()).subtracted(event->region()).isEmpty())
        m_drawn = now; // else a part of it is still as it was
    QPainter painter(this);
    const Theme &theme = Theme::of(this);
    painter.fillRect(rect(), theme.colour(Tone::BgSurface));
    fillSnapped(painter, QRectF(0, 0, width(), 2),
                theme.colour(m_status == Status::Failing ? Tone::CriticalFill : Tone::LineDefault));
    const double side = theme.px(14);
    const double line = theme.line(TextStyle::Strong);
    const QRect &sentence = now.sentence;
    drawStatus(painter, theme,
               QRectF(sentence.x(), sentence.y() + (std::min(line, double(sentence.height())) - side) / 2, side, side),
               m_status);
    drawHLine(painter, 0, width(), now.tabs, theme.colour(Tone::LineDefault));
    if (!now.panels)
        return;
    drawHLine(painter, 0, width(), *now.panels, theme.colour(Tone::LineDefault));
    for (const int x : now.panelsAt.mid(1))
        drawVLine(painter, x, *now.panels + theme.px(12), height() - theme.px(12), theme.colour(Tone::LineSubtle));
}

} // namespace astern::ui
