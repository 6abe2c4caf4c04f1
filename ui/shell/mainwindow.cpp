// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/mainwindow.h"

#include "models/base/format.h"
#include "models/views/teamsight.h"
#include "ui/approvals/approvalspage.h"
#include "ui/board/boardpage.h"
#include "ui/chart/signalwindow.h"
#include "ui/emergency/emergencysheet.h"
#include "ui/emergency/emergencywords.h"
#include "ui/log/logpage.h"
#include "ui/policies/policiespage.h"
#include "ui/rollout/chartsource.h"
#include "ui/rollout/rolloutpage.h"
#include "ui/settings/settingspage.h"
#include "ui/shell/dueline.h"
#include "ui/shell/interruptedline.h"
#include "ui/shell/statusline.h"
#include "ui/shell/topbar.h"
#include "ui/shell/workspaceline.h"
#include "ui/theme/theme.h"
#include "ui/timeline/timelinepage.h"
#include "ui/widgets/navlist.h"

#include <QKeyEvent>
#include <QLayout>
#include <QPushButton>
#include <QResizeEvent>
#include <QStackedWidget>

namespace astern::ui {
namespace {

constexpr int kMakeEveryMs = 150; // the first data arrives and is painted meanwhile

} // namespace

MainWindow::MainWindow(Session &session, Theme &theme, PolicyDesk *desk, QWidget *parent)
    : QWidget(parent), m_session(session), m_theme(theme), m_model(session), m_backends(session), m_inbox(session),
      m_desk(desk)
{
    setObjectName(QStringLiteral("mainWindow"));
    setMinimumSize(theme.px(960), theme.px(600));
    m_top = new TopBar(session, m_backends, this);
    m_nav = new NavList(this);
    m_boardItem = m_nav->add(tr("Board"), QStringLiteral("layout-dashboard"));
    m_approvalsItem = m_nav->add(tr("Approvals"), QStringLiteral("clipboard-check"));
    m_nav->add(tr("Timeline"), QStringLiteral("chart-gantt"));
    m_nav->add(tr("Policies"), QStringLiteral("shield-check"));
    m_nav->add(tr("Log"), QStringLiteral("scroll-text"));
    m_nav->add(tr("Settings"), QStringLiteral("sliders-horizontal"));
    m_stack = new QStackedWidget(this);
    m_board = new BoardPage(session, m_model, m_stack);
    m_stack->addWidget(m_board);
    m_status = new StatusLine(session, this);
    m_workspaceLine = new WorkspaceLine(session, this);
    m_interruptedLine = new InterruptedLine(session, this);
    m_dueLine = new DueLine(session, m_inbox, this);

    connect(m_nav, &NavList::chosen, this, [this](int index) { showPage(Page(index)); });
    connect(m_top, &TopBar::emergencyRequested, this, [this] { openEmergency(); });
    connect(m_top, &TopBar::themeRequested, this, &MainWindow::switchTheme);
    connect(m_top, &TopBar::placeRequested, this, &MainWindow::openRollout);
    connect(m_top, &TopBar::identityRequested, this, [this] { openSettings(SettingsPage::IdentitySection); });
    connect(m_board, &BoardPage::openRequested, this, &MainWindow::openRollout);
    connect(m_board, &BoardPage::severalRequested, this, [this](const QStringList &keys) {
        emergency().openForSeveral(keys);
        m_top->raise();
    });
    connect(m_board, &BoardPage::emergencyRequested, this, &MainWindow::openEmergency);
    connect(m_board, &BoardPage::entryRequested, this, &MainWindow::openEntry);
    connect(m_board, &BoardPage::windowRequested, this, &MainWindow::windowRequested);
    connect(m_board, &BoardPage::chartRequested, this, &MainWindow::openSignal);
    connect(m_board, &BoardPage::policyRequested, this, &MainWindow::openPolicy);
    connect(m_board, &BoardPage::requestOpened, this, &MainWindow::openRequest);
    connect(&m_model, &BoardModel::countsChanged, this, &MainWindow::refreshCounts);
    connect(&m_inbox, &InboxModel::refreshed, this, &MainWindow::refreshCounts);
    connect(&session, &Session::workspaceChanged, this, &MainWindow::refreshTitle);
    connect(m_workspaceLine, &WorkspaceLine::shownOrHidden, this, &MainWindow::arrange);
    connect(m_interruptedLine, &InterruptedLine::shownOrHidden, this, &MainWindow::arrange);
    connect(m_interruptedLine, &InterruptedLine::entryRequested, this, &MainWindow::openEntry);
    connect(m_dueLine, &DueLine::shownOrHidden, this, &MainWindow::arrange);
    connect(m_dueLine, &DueLine::reviewRequested, this, &MainWindow::openRequest);
    connect(&m_makeNext, &QTimer::timeout, this, &MainWindow::makeNextScreen);
    makeShortcuts();
    refreshTitle();
    refreshCounts();
    showPage(BoardScreen);
}

// The screens read the models to their last moment (a table that loses the focus lets go of its order), and ~QWidget
// deletes them only when the members are gone already.
MainWindow::~MainWindow() { qDeleteAll(findChildren<QWidget *>(Qt::FindDirectChildrenOnly)); }

ApprovalsPage &MainWindow::approvalsPage()
{
    if (!m_approvals) {
        m_approvals = new ApprovalsPage(m_session, m_inbox, m_stack);
        m_stack->addWidget(m_approvals);
        m_approvals->setTeam(m_team);
        connect(m_approvals, &ApprovalsPage::entryRequested, this, &MainWindow::openEntry);
        connect(m_approvals, &ApprovalsPage::rolloutRequested, this, &MainWindow::openRollout);
    }
    return *m_approvals;
}

LogPage &MainWindow::logPage()
{
    if (!m_log) {
        m_log = new LogPage(m_session, m_stack);
        m_stack->addWidget(m_log);
        m_log->setEvidence(m_evidence);
        connect(m_log, &LogPage::timelineRequested, this, &MainWindow::openTimeline);
    }
    return *m_log;
}

void MainWindow::setEvidence(EvidenceDoor *door)
{
    m_evidence = door;
    if (m_log)
        m_log->setEvidence(door);
}

void MainWindow::setTeam(TeamSight *team)
{
    m_team = team;
    m_top->setTeam(team);
    m_board->detail().setTeam(team);
    if (m_rollout)
        m_rollout->setTeam(team);
    if (m_approvals)
        m_approvals->setTeam(team);
    if (m_sheet)
        m_sheet->setTeam(team);
    tellWhere();
}

// One window speaks for the program: the one that a person is in. What is selected on the board is nobody's choice yet.
void MainWindow::tellWhere()
{
    if (!m_team || !isActiveWindow())
        return;
    const bool sheet = m_sheet && m_sheet->isOpen();
    m_team->look(sheet ? m_sheet->placement() : m_page == RolloutScreen ? rolloutPage().placement() : QString());
}

TimelinePage &MainWindow::timelinePage()
{
    if (!m_timeline) {
        m_timeline = new TimelinePage(m_session, m_stack);
        m_stack->addWidget(m_timeline);
        connect(m_timeline, &TimelinePage::logRequested, this, &MainWindow::openEntry);
    }
    return *m_timeline;
}

PoliciesPage &MainWindow::policiesPage()
{
    if (!m_policies) {
        m_policies = new PoliciesPage(m_session, m_desk, m_stack);
        m_stack->addWidget(m_policies);
    }
    return *m_policies;
}

RolloutPage &MainWindow::rolloutPage()
{
    if (!m_rollout) {
        m_rollout = new RolloutPage(m_session, m_stack);
        m_stack->addWidget(m_rollout);
        m_rollout->setTeam(m_team);
        connect(m_rollout, &RolloutPage::emergencyRequested, this, &MainWindow::openEmergency);
        connect(m_rollout, &RolloutPage::entryRequested, this, &MainWindow::openEntry);
        connect(m_rollout, &RolloutPage::timelineRequested, this, &MainWindow::showInTimeline);
        connect(m_rollout, &RolloutPage::chartRequested, this, &MainWindow::openSignal);
        connect(m_rollout, &RolloutPage::policyRequested, this, &MainWindow::openPolicy);
        connect(m_rollout, &RolloutPage::requestOpened, this, &MainWindow::openRequest);
        connect(m_rollout, &RolloutPage::boardRequested, this, [this] { showPage(BoardScreen); });
    }
    return *m_rollout;
}

SettingsPage &MainWindow::settingsPage()
{
    if (!m_settings) {
        m_settings = new SettingsPage(m_session, m_backends, m_theme, m_stack);
        m_stack->addWidget(m_settings);
        connect(m_settings, &SettingsPage::themeChosen, this, [this](Theme::Mode mode) {
            m_theme.setMode(mode);
            Q_EMIT themeSwitched();
        });
        connect(m_settings, &SettingsPage::languageChosen, this, &MainWindow::languageChosen);
    }
    return *m_settings;
}

EmergencySheet &MainWindow::emergency()
{
    if (!m_sheet) {
        m_sheet = new EmergencySheet(m_session, this);
        m_sheet->setTeam(m_team);
        connect(m_sheet, &EmergencySheet::opened, this, &MainWindow::tellWhere);
        connect(m_sheet, &EmergencySheet::placeChosen, this, &MainWindow::tellWhere);
        connect(m_sheet, &EmergencySheet::closed, this, &MainWindow::tellWhere);
        connect(m_sheet, &EmergencySheet::entryRequested, this, &MainWindow::openEntry);
        connect(m_sheet, &EmergencySheet::timelineRequested, this, &MainWindow::openTimeline);
        arrange();
    }
    return *m_sheet;
}

// One at a time, so that each costs a frame at most.
void MainWindow::makeNextScreen()
{
    if (!m_sheet)
        (void)emergency();
    else if (!m_rollout)
        (void)rolloutPage();
    else if (!m_approvals)
        (void)approvalsPage();
    else if (!m_log)
        (void)logPage();
    else if (!m_timeline)
        (void)timelinePage();
    else if (!m_policies)
        (void)policiesPage();
    else if (!m_palette)
        (void)commandPalette();
    else if (!m_settings)
        (void)settingsPage();
    else
        m_makeNext.stop();
}

void MainWindow::paintEvent(QPaintEvent *event)
{
    QWidget::paintEvent(event);
    if (!m_settings && !m_makeNext.isActive())
        m_makeNext.start(kMakeEveryMs);
}

QString MainWindow::currentPlace() const
{
    return m_page == RolloutScreen ? m_rollout->placement() : m_board->detail().placement();
}

void MainWindow::openSignal(const QString &placementKey, const QString &signalId)
{
    const Session::Sight sight = m_session.look(placementKey);
    if (!sight.placement)
        return;
    const QString id = signalId.isEmpty() ? worstSignal(m_session, *sight.placement, m_session.nowMs()) : signalId;
    if (id.isEmpty())
        return; // the service names no signals
    const ChartSubject subject{placementKey, id};
    SignalWindow *window = nullptr;
    for (SignalWindow *open : findChildren<SignalWindow *>(QString(), Qt::FindDirectChildrenOnly)) {
        if (open->subject() == subject)
            window = open;
    }
    if (!window) {
        window = new SignalWindow(m_session, subject, this);
        connect(window, &SignalWindow::emergencyRequested, this, [this](const QString &key) {
            raise();
            activateWindow();
            openEmergency(key);
        });
    }
    window->show();
    window->raise();
    window->activateWindow();
}

void MainWindow::switchTheme()
{
    m_theme.setMode(m_theme.isDark() ? Theme::Mode::Light : Theme::Mode::Dark);
    Q_EMIT themeSwitched();
}

// Esc ends what is innermost: a field or a plan strip takes it first, then the sheet, then the page.
void MainWindow::keyPressEvent(QKeyEvent *event)
{
    if (event->key() != Qt::Key_Escape) {
        QWidget::keyPressEvent(event);
    } else if (m_sheet && m_sheet->isOpen()) {
        m_sheet->closeSheet();
    } else {
        showPage(BoardScreen);
    }
}

void MainWindow::showPage(Page page)
{
    m_page = page;
    tellWhere();
    m_nav->setCurrent(page == RolloutScreen ? BoardScreen : page); // a rollout is opened from the board
    // Where it is read, so that keys do something at once.
    switch (page) {
    case BoardScreen:
        m_stack->setCurrentWidget(m_board);
        return m_board->focusTable();
    case ApprovalsScreen:
        m_stack->setCurrentWidget(&approvalsPage());
        return approvalsPage().focusList();
    case TimelineScreen:
        m_stack->setCurrentWidget(&timelinePage());
        return timelinePage().focusAxis();
    case PoliciesScreen:
        m_stack->setCurrentWidget(&policiesPage());
        return policiesPage().focusList();
    case LogScreen:
        m_stack->setCurrentWidget(&logPage());
        return logPage().focusEntries();
    case SettingsScreen:
        m_stack->setCurrentWidget(&settingsPage());
        return settingsPage().focusTabs();
    case RolloutScreen:
        m_stack->setCurrentWidget(&rolloutPage());
        return rolloutPage().focusTabs();
    }
}

void MainWindow::openSettings(int section)
{
    settingsPage().showSection(SettingsPage::Section(section));
    showPage(SettingsScreen);
}

void MainWindow::openPolicy(const QString &nameOrId)
{
    policiesPage().openPolicy(nameOrId);
    showPage(PoliciesScreen);
}

void MainWindow::openRollout(const QString &placementKey)
{
    m_session.askPermissions(placementKey);
    rolloutPage().setPlacement(placementKey);
    showPage(RolloutScreen);
}

void MainWindow::openEmergency(const QString &placementKey, int toRevision)
{
    // On a rollout's own screen the button means this rollout, unless another one fails.
    QString key = placementKey;
    if (key.isEmpty() && m_model.worst().isEmpty()) {
        if (m_page == RolloutScreen)
            key = rolloutPage().placement();
        else if (m_page == BoardScreen)
            key = m_board->detail().placement();
    }
    emergency().openFor(key, toRevision);
    m_session.askPermissions(m_sheet->placement());
    m_top->raise(); // the emergency control stays in sight whatever is open
}

void MainWindow::openEntry(quint64 index)
{
    showPage(LogScreen);
    logPage().showEntry(index);
}

void MainWindow::openRequest(const QString &id)
{
    approvalsPage().openRequest(id);
    showPage(ApprovalsScreen);
}

void MainWindow::openTimeline(quint64 index)
{
    showPage(TimelineScreen);
    timelinePage().showEntry(index);
}

void MainWindow::showInTimeline(const QString &placementKey)
{
    showPage(TimelineScreen);
    if (const Placement *place = m_session.placement(placementKey))
        timelinePage().showPlace(place->service, place->environment, place->cell);
}

// Under the open sheet nothing takes the focus: nobody would see where it is.
bool MainWindow::focusNextPrevChild(bool next)
{
    const QWidget *first = nullptr;
    do {
        if (!QWidget::focusNextPrevChild(next))
            return false;
        const QWidget *now = focusWidget();
        if (!m_sheet || !m_sheet->isOpen() || !now || !m_stack->isAncestorOf(now))
            return true;
        if (!first)
            first = now;
        else if (first == now)
            return true; // once round: there is nothing else
    } while (true);
}

void MainWindow::refreshTitle()
{
    const Zone zone = zoneOf(m_session.workspace());
    QString title = m_session.workspace().name;
    if (zone.sandbox || zone.production)
        title = tr("%1 – %2").arg(zone.text, title);
    setWindowTitle(title); // the platform adds the program's name
}

void MainWindow::refreshCounts()
{
    const int urgent = m_model.urgent();
    m_boardItem->setNote(format::count(urgent > 0 ? urgent : m_model.total()), {},
                         urgent > 0 ? Tone::CriticalText : Tone::InkTertiary);
    // What needs this person is said first; what waits for others is only a number.
    const int overdue = m_inbox.countOf(InboxRow::Group::Overdue);
    const int yours = m_inbox.countOf(InboxRow::Group::Yours);
    const int shown = overdue > 0 ? overdue : yours > 0 ? yours : m_inbox.waiting();
    m_approvalsItem->setNote(shown > 0 ? format::count(shown) : QString(),
                             overdue > 0 ? QStringLiteral("triangle-alert") : QString(),
                             overdue > 0 ? Tone::CriticalText
                             : yours > 0 ? Tone::AccentText
                                         : Tone::InkTertiary);
    const QString words = overdue > 0 ? tr("%1 overdue") : yours > 0 ? tr("%1 wait for you") : tr("%1 wait for others");
    m_approvalsItem->setAccessibleDescription(shown > 0 ? words.arg(shown) : QString());
}

void MainWindow::arrange()
{
    const int top = m_top->sizeHint().height();
    const int line = m_workspaceLine->sizeHint().height();
    const int bottom = m_status->sizeHint().height() + line;
    const int nav = m_theme.size(QLatin1String("nav"));
    m_top->setGeometry(0, 0, width(), top);
    m_nav->setGeometry(0, top, nav, height() - top - bottom);
    // As high as its words need in this width.
    int cut = 0;
    for (QWidget *strip : {static_cast<QWidget *>(m_interruptedLine), static_cast<QWidget *>(m_dueLine)}) {
        int high = strip->sizeHint().height();
        if (high > 0 && strip->layout()->hasHeightForWidth())
            high = strip->layout()->totalHeightForWidth(width() - nav);
        strip->setGeometry(nav, top + cut, width() - nav, high);
        cut += high;
    }
    m_stack->setGeometry(nav, top + cut, width() - nav, height() - top - bottom - cut);
    m_workspaceLine->setGeometry(0, height() - bottom, width(), line);
    m_status->setGeometry(0, height() - bottom + line, width(), bottom - line);
    if (m_sheet) {
        m_sheet->setInsets(top, bottom);
        m_sheet->raise();
    }
    m_top->raise();
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void MainWindow::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange && m_workspaceLine)
        arrange();
    else if (event->type() == QEvent::ActivationChange)
        tellWhere();
}

} // namespace astern::ui
