// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/emergency/emergencysheet.h"

#include "models/base/format.h"
#include "models/views/boardrow.h"
#include "ui/emergency/campaignpane.h"
#include "ui/emergency/campaignwords.h"
#include "ui/emergency/guardcontrol.h"
#include "ui/emergency/planpane.h"
#include "ui/emergency/runpane.h"
#include "ui/emergency/severalpane.h"
#include "ui/emergency/zonechip.h"
#include "ui/rollout/alsohere.h"
#include "ui/rollout/statewords.h"
#include "ui/theme/paint.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLinearGradient>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QStackedWidget>
#include <QToolButton>

#include <algorithm>

namespace astern::ui {
namespace {

constexpr int kShade = 16; // the sheet's shadow, left of it

} // namespace

EmergencySheet::EmergencySheet(Session &session, QWidget *parent) : QWidget(parent), m_session(session)
{
    setObjectName(QStringLiteral("emergencySheet"));
    setAccessibleName(tr("Emergency"));
    hide();
    build();
    if (parent)
        parent->installEventFilter(this);
    m_tick.setInterval(1000);
    connect(&m_tick, &QTimer::timeout, this, &EmergencySheet::refresh);
    connect(&session, &Session::changed, this, [this](const QSet<QString> &keys) {
        if (m_open && (keys.contains(m_key) || showsSeveral()))
            refresh();
    });
    connect(&session, &Session::backendsChanged, this, &EmergencySheet::refresh);
    connect(&session, &Session::workspaceChanged, this, &EmergencySheet::refresh);
    connect(&session, &Session::runChanged, this, &EmergencySheet::takeRun);
    connect(&session, &Session::campaignChanged, this, [this](const CampaignRun &run) {
        if (m_campaign->run().campaign.id != run.campaign.id)
            return;
        m_campaign->setRun(run);
        refreshHead();
    });
    connect(&m_slide, &QVariantAnimation::valueChanged, this,
            [this](const QVariant &value) { place(value.toDouble()); });
    connect(&m_slide, &QVariantAnimation::finished, this, [this] {
        if (!m_open)
            hide();
    });
}

void EmergencySheet::build()
{
    const Theme &theme = Theme::of(this);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(kShade + theme.px(20), theme.px(14), theme.px(20), theme.px(10));
    column->setSpacing(theme.px(10));
    auto *head = new QHBoxLayout;
    head->setSpacing(theme.px(10));
    head->addSpacing(theme.px(24)); // the siren is painted
    m_title = new RunsLabel(this);
    m_title->setObjectName(QStringLiteral("sheetTitle"));
    m_title->setOneLine(true);
    m_title->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    m_chooser = new QToolButton(this);
    m_chooser->setObjectName(QStringLiteral("placeChooser"));
    m_chooser->setPopupMode(QToolButton::InstantPopup);
    m_chooser->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_chooser->setAutoRaise(true);
    m_chooser->setMenu(new QMenu(m_chooser));
    m_versions = new RunsLabel(this);
    m_versions->setOneLine(true);
    m_zone = new ZoneChip(this);
    m_close = new QPushButton(this);
    m_close->setObjectName(QStringLiteral("sheetClose"));
    m_close->setProperty("kind", QStringLiteral("quiet"));
    head->addWidget(m_title);
    head->addWidget(m_chooser);
    head->addWidget(m_versions, 1);
    m_toggle = new QPushButton(tr("One place"), this);
    m_toggle->setObjectName(QStringLiteral("sheetOne"));
    m_toggle->setProperty("kind", QStringLiteral("quiet"));
    head->addWidget(m_zone);
    head->addWidget(m_toggle);
    head->addWidget(m_close);
    column->addLayout(head);
    m_also = new AlsoHere(m_session, this); // before either acts
    column->addWidget(m_also);

    m_stack = new QStackedWidget(this);
    m_plan = new PlanPane(m_session, m_stack);
    m_run = new RunPane(m_session, m_stack);
    m_run->setFocusPolicy(Qt::StrongFocus);
    m_several = new SeveralPane(m_session, m_stack);
    m_campaign = new CampaignPane(m_session, m_stack);
    m_campaign->setFocusPolicy(Qt::StrongFocus);
    m_stack->addWidget(m_plan);
    m_stack->addWidget(m_run);
    m_stack->addWidget(m_several);
    m_stack->addWidget(m_campaign);
    column->addWidget(m_stack, 1);

    connect(m_close, &QPushButton::clicked, this, &EmergencySheet::closeSheet);
    connect(m_chooser->menu(), &QMenu::aboutToShow, this, &EmergencySheet::fillChooser);
    connect(m_plan, &PlanPane::committed, this, &EmergencySheet::commit);
    connect(m_toggle, &QPushButton::clicked, this, [this] { choose(m_key, 0); });
    connect(m_plan, &PlanPane::severalRequested, this, &EmergencySheet::takeOthersAlong);
    connect(m_several, &SeveralPane::committed, this, &EmergencySheet::commitCampaign);
    connect(m_campaign, &CampaignPane::entryRequested, this, &EmergencySheet::entryRequested);
    connect(m_campaign, &CampaignPane::done, this, &EmergencySheet::closeSheet);
    connect(m_run, &RunPane::entryRequested, this, &EmergencySheet::entryRequested);
    connect(m_run, &RunPane::timelineRequested, this, &EmergencySheet::timelineRequested);
    connect(m_run, &RunPane::done, this, &EmergencySheet::closeSheet);
    connect(m_run, &RunPane::planAgain, this, &EmergencySheet::showPlan);
    connect(m_run, &RunPane::unrecordedConfirmed, this, &EmergencySheet::commitUnrecorded);
}

void EmergencySheet::setTeam(const TeamSight *team) { m_also->setTeam(team); }

void EmergencySheet::setScope(const QStringList &environments) { m_scope = environments; }

void EmergencySheet::setInsets(int top, int bottom)
{
    m_top = top;
    m_bottom = bottom;
    place(m_open ? 1 : 0);
}

bool EmergencySheet::isOpen() const { return m_open; }
QString EmergencySheet::placement() const { return m_key; }
bool EmergencySheet::showsRun() const { return m_stack->currentWidget() == m_run; }
bool EmergencySheet::showsSeveral() const { return m_stack->currentWidget() == m_several; }
bool EmergencySheet::showsCampaign() const { return m_stack->currentWidget() == m_campaign; }

void EmergencySheet::openFor(const QString &placementKey, int toRevision)
{
    QString key = placementKey;
    if (key.isEmpty())
        key = worstPlacement(m_session, m_scope, m_session.nowMs());
    if (key.isEmpty())
        key = m_key;
    if (key.isEmpty()) {
        const QList<Placement> places = m_session.workspace().placements();
        key = places.isEmpty() ? QString() : places.first().key();
    }
    choose(key, toRevision);
    open();
    if (m_stack->currentWidget() == m_plan)
        m_plan->guard()->setFocus(Qt::ShortcutFocusReason);
}

void EmergencySheet::openForSeveral(const QStringList &placementKeys)
{
    m_key = placementKeys.value(0);
    Q_EMIT placeChosen();
    showSeveral(placementKeys);
    open();
    m_several->guard()->setFocus(Qt::ShortcutFocusReason);
}

void EmergencySheet::open()
{
    const bool wasOpen = m_open;
    m_open = true;
    m_tick.start();
    show();
    raise();
    const int ms = Theme::of(this).motion(QLatin1String("sheet"));
    m_slide.stop();
    if (wasOpen || ms == 0) {
        place(1);
    } else {
        m_slide.setStartValue(0.0);
        m_slide.setEndValue(1.0);
        m_slide.setDuration(ms);
        m_slide.setEasingCurve(QEasingCurve::OutCubic);
        m_slide.start();
    }
    refresh();
    if (!wasOpen)
        Q_EMIT opened();
}

void EmergencySheet::closeSheet()
{
    if (!m_open)
        return;
    m_open = false;
    m_plan->guard()->closeGuard();
    m_several->guard()->closeGuard();
    m_tick.stop();
    m_slide.stop();
    const int ms = Theme::of(this).motion(QLatin1String("sheet"));
    if (ms == 0) {
        hide();
    } else {
        m_slide.setStartValue(1.0);
        m_slide.setEndValue(0.0);
        m_slide.setDuration(ms);
        m_slide.start();
    }
    Q_EMIT closed();
}

void EmergencySheet::choose(const QString &key, int toRevision)
{
    m_key = key;
    Q_EMIT placeChosen();
    if (const CampaignRun *campaign = m_session.campaignFor(key); campaign && toRevision == 0) {
        showCampaign(*campaign);
        return;
    }
    const PlanRun *run = m_session.runFor(key);
    if (run && run->state == PlanRun::State::Running && toRevision == 0) {
        showRun(*run);
        return;
    }
    m_plan->setPlacement(key, toRevision);
    showPlan();
}

void EmergencySheet::showPlan()
{
    if (m_plan->placement() != m_key || showsRun())
        m_plan->setPlacement(m_key, 0);
    m_stack->setCurrentWidget(m_plan);
    refreshHead();
    m_plan->guard()->setFocus(Qt::OtherFocusReason);
}

void EmergencySheet::showRun(const PlanRun &run)
{
    if (m_run->run().plan.id == run.plan.id)
        m_run->setRun(run);
    else {
        m_run->begin(run.plan, {}, {}, run.reason);
        m_run->setRun(run);
    }
    m_stack->setCurrentWidget(m_run);
    refreshHead();
}

void EmergencySheet::commit(const Plan &plan, const QString &reason)
{
    const Result<Ok> answer = m_session.commit(plan, reason);
    if (!answer) {
        m_plan->showRefusal(answer.error());
        return;
    }
    // The run has spoken from inside the commit already, without the words that only this form knows.
    m_run->begin(plan, m_plan->preset(), m_plan->ownWords(), reason);
    if (const PlanRun *run = m_session.runFor(m_key))
        m_run->setRun(*run);
    m_stack->setCurrentWidget(m_run);
    m_run->setFocus(Qt::OtherFocusReason); // Space is still held: it must not press what comes next
    refreshHead();
}

// What was read is what is sent: the plan that could not be recorded, under another id. Its preconditions are read
// freshly like those of any other.
void EmergencySheet::commitUnrecorded(const QString &typed)
{
    const PlanRun before = m_run->run();
    const Result<Plan> plan = m_session.commitUnrecorded(before.plan, before.reason, typed);
    if (!plan) {
        PlanRun refused = before;
        refused.error = plan.error();
        m_run->setRun(refused);
        return;
    }
    m_run->begin(*plan, m_plan->preset(), m_plan->ownWords(), before.reason);
    if (const PlanRun *run = m_session.runFor(m_key))
        m_run->setRun(*run);
    m_run->setFocus(Qt::OtherFocusReason); // Space is still held: it must not press what comes next
    refreshHead();
}

void EmergencySheet::takeOthersAlong()
{
    // The place that is shown, and where else this service fails.
    QStringList keys{m_key};
    const Placement *here = m_session.placement(m_key);
    for (const QString &key : placesBeside(m_session, keys, m_session.nowMs())) {
        const Placement *place = m_session.placement(key);
        if (here && place->service == here->service && key != m_key &&
            isFailing(judgeBoardPlace(m_session, key, m_session.nowMs()).standing.state))
            keys.append(key);
    }
    showSeveral(keys);
    m_several->focusPlaces();
}

void EmergencySheet::showSeveral(const QStringList &keys)
{
    m_plan->guard()->closeGuard();
    m_several->setPlaces(keys);
    m_several->setTabAfter(m_close);
    m_stack->setCurrentWidget(m_several);
    refreshHead();
}

void EmergencySheet::showCampaign(const CampaignRun &run)
{
    if (m_campaign->run().campaign.id == run.campaign.id)
        m_campaign->setRun(run);
    else
        m_campaign->begin(run, {}, {});
    m_stack->setCurrentWidget(m_campaign);
    m_campaign->setFocus(Qt::OtherFocusReason); // Space is still held: it must not press what comes next
    refreshHead();
}

void EmergencySheet::commitCampaign(const Campaign &campaign, const QString &reason)
{
    const Result<Ok> answer = m_session.commit(campaign, reason);
    if (!answer) {
        m_several->showRefusal(answer.error());
        return;
    }
    if (const CampaignRun *run = m_session.campaignFor(campaign.plans().constFirst().placementKey())) {
        m_campaign->begin(*run, m_several->preset(), m_several->ownWords());
        showCampaign(*run);
    }
}

void EmergencySheet::takeRun(const PlanRun &run)
{
    if (m_run->run().plan.id == run.plan.id) {
        m_run->setRun(run);
        refreshHead();
        return;
    }
    // Somebody else, or the command line, goes back here already: what is under way is shown, not planned again.
    const bool holding = m_plan->guard()->state() == GuardMachine::State::Holding;
    if (m_open && !holding && run.plan.placementKey() == m_key && run.state == PlanRun::State::Running &&
        m_stack->currentWidget() == m_plan)
        showRun(run);
}

void EmergencySheet::refresh()
{
    if (!m_open)
        return;
    if (showsRun())
        m_run->refresh();
    else if (showsSeveral())
        m_several->refresh();
    else if (showsCampaign())
        m_campaign->refresh();
    else
        m_plan->refresh();
    refreshHead();
}

void EmergencySheet::refreshSeveralHead()
{
    const bool running = showsCampaign();
    const CampaignRun &run = m_campaign->run();
    const std::optional<Campaign> planned = running ? run.campaign : m_several->campaign();
    m_title->setRuns({{running ? campaignWords(run).title : tr("Emergency"), Tone::InkPrimary, TextStyle::Title}});
    m_versions->setRuns(
        {{planned ? planned->services().join(QStringLiteral(", ")) : QString(), Tone::InkSecondary, TextStyle::Body}});
    QString environment;
    QStringList keys;
    for (const Plan &plan : planned ? planned->plans() : QList<Plan>{}) {
        keys.append(plan.placementKey());
        if (environment.isEmpty() || plan.production)
            environment = plan.environment;
    }
    m_zone->setZone(zoneOf(m_session.workspace(), environment));
    m_zone->setVisible(!environment.isEmpty());
    m_also->setPlaces(keys);
    m_chooser->hide();
    m_toggle->setVisible(!running);
    m_close->setText(running && !run.isOver() ? tr("Hide  Esc") : tr("Close  Esc"));
    m_close->setToolTip(running && !run.isOver() ? tr("The plans go on.") : QString());
    update();
}

void EmergencySheet::refreshHead()
{
    if (showsSeveral() || showsCampaign()) {
        refreshSeveralHead();
        return;
    }
    const Placement *placement = m_session.placement(m_key);
    const bool running = showsRun();
    const RunWords words = running ? runWords(m_run->run(), m_session.nowMs()) : RunWords{};
    m_title->setRuns({{running ? words.title : tr("Emergency"), Tone::InkPrimary, TextStyle::Title}});
    m_chooser->setVisible(!running);
    m_toggle->hide();
    m_chooser->setText(placement ? placeName(*placement) : tr("choose a service"));
    m_chooser->setAccessibleName(tr("Service and place: %1").arg(m_chooser->text()));
    const Plan &plan = m_run->run().plan;
    if (running && placement)
        m_versions->setRuns({{placement->where() + QStringLiteral("   "), Tone::InkSecondary, TextStyle::Body},
                             {tr("%1 → %2").arg(plan.fromVersion, plan.toVersion), Tone::InkPrimary, TextStyle::Body}});
    else
        m_versions->setRuns({});
    m_zone->setZone(placement ? zoneOf(m_session.workspace(), placement->environment) : Zone{});
    m_zone->setVisible(placement);
    m_also->setPlaces({m_key});
    m_close->setText(running && !m_run->isOver() ? tr("Hide  Esc") : tr("Close  Esc"));
    m_close->setToolTip(running && !m_run->isOver() ? tr("The plan goes on.") : QString());
    update();
}

void EmergencySheet::fillChooser()
{
    QMenu *menu = m_chooser->menu();
    menu->clear();
    const qint64 nowMs = m_session.nowMs();
    QList<BoardRow> rows;
    for (const Placement &placement : m_session.workspace().placements())
        rows.append(makeBoardRow(m_session, placement, nowMs));
    // Needing a person first, then by name: the rest is looked for, not scanned.
    std::stable_sort(rows.begin(), rows.end(), [](const BoardRow &a, const BoardRow &b) {
        const int x = isUrgent(a.state) ? a.rank() : 100;
        const int y = isUrgent(b.state) ? b.rank() : 100;
        return x != y ? x < y : a.placement.service < b.placement.service;
    });
    const Theme &theme = Theme::of(this);
    for (const BoardRow &row : rows) {
        const QString words = isUrgent(row.state) ? QString(QStringLiteral("  –  ") + stateFor(row, nowMs)) : QString();
        QAction *action = menu->addAction(statusPixmap(theme, statusOf(row.state), 14, devicePixelRatioF()),
                                          placeName(row.placement) + words);
        const QString key = row.placement.key();
        action->setData(key);
        connect(action, &QAction::triggered, this, [this, key] { choose(key, 0); });
    }
}

void EmergencySheet::place(double shown)
{
    const QWidget *parent = parentWidget();
    if (!parent)
        return;
    const Theme &theme = Theme::of(this);
    const int wide = std::min(theme.size(QLatin1String("sheet")), parent->width()) + kShade;
    const int left = parent->width() - int(double(wide) * shown);
    setGeometry(left, m_top, wide, std::max(0, parent->height() - m_top - m_bottom));
}

bool EmergencySheet::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize && m_slide.state() != QAbstractAnimation::Running)
        place(m_open ? 1 : 0);
    return QWidget::eventFilter(watched, event);
}

void EmergencySheet::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = Theme::of(this);
    QLinearGradient shade(0, 0, kShade, 0);
    QColor none = theme.colour(Tone::Shadow);
    none.setAlpha(0);
    shade.setColorAt(0, none);
    shade.setColorAt(1, theme.colour(Tone::Shadow));
    painter.fillRect(QRectF(0, 0, kShade, height()), shade);
    const QRectF sheet(kShade, 0, width() - kShade, height());
    painter.fillRect(sheet, theme.colour(Tone::BgRaised));
    drawVLine(painter, kShade, 0, height(), theme.colour(Tone::LineDefault));
    fillSnapped(painter, QRectF(sheet.left(), 0, sheet.width(), 3), theme.colour(Tone::CriticalFill));
    const qreal dpr = devicePixelRatioF();
    painter.drawPixmap(QPointF(kShade + theme.px(20), m_title->geometry().center().y() - theme.px(20) / 2.0 + 1),
                       theme.icon(QStringLiteral("siren"), Tone::CriticalText, 20, dpr));
}

} // namespace astern::ui
