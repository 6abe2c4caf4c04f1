// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/evidence.h"
#include "tests/support/clocks.h"
#include "tests/support/connections.h"
#include "tests/support/declared.h"
#include "tests/support/diagnoses.h"
#include "tests/support/escalations.h"
#include "tests/support/fakesecrets.h"
#include "tests/support/logs.h"
#include "tests/support/people.h"
#include "tests/support/recordings.h"
#include "tests/support/shop.h"
#include "tests/ui/shell/golden.h"
#include "tests/ui/shell/scenedata.h"
#include "ui/board/boardpage.h"
#include "ui/chart/signalplot.h"
#include "ui/chart/signalwindow.h"
#include "ui/emergency/choicelist.h"
#include "ui/emergency/emergencysheet.h"
#include "ui/emergency/guardcontrol.h"
#include "ui/emergency/planpane.h"
#include "ui/emergency/severalpane.h"
#include "ui/log/entrylist.h"
#include "ui/log/entrypane.h"
#include "ui/log/logpage.h"
#include "ui/policies/backtestpane.h"
#include "ui/policies/knoblist.h"
#include "ui/policies/policiespage.h"
#include "ui/policies/policyeditor.h"
#include "ui/rollout/factsview.h"
#include "ui/rollout/rolloutpage.h"
#include "ui/rollout/runbookpanel.h"
#include "ui/rollout/runslabel.h"
#include "ui/settings/settingspage.h"
#include "ui/shell/mainwindow.h"
#include "ui/theme/theme.h"
#include "ui/timeline/timelinepage.h"

#include <QApplication>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using namespace astern;
using namespace astern::scenes;

// Every screen with the same data at the same instant, compared with the picture that a person has accepted.
// ASTERN_ACCEPT_SCENES=1 takes the new ones.
class Scenes : public QObject {
    Q_OBJECT
public:
    explicit Scenes(ui::Theme &theme) : m_theme(theme) {}

private:
    enum Screen {
        Board,
        Degraded,
        TeamAway,
        Empty,
        Rollout,
        Serving,
        Emergency,
        Running,
        Log,
        LogFilled,
        LogSearch,
        LogExport,
        LogErase,
        LogAlarm,
        TeamAlarm,
        LogAway,
        Timeline,
        TimelineMonths,
        TimelineEmpty,
        TimelineAway,
        Grouped,
        Palette,
        Several,
        Campaign,
        Why,
        WhyRefused,
        WhyBoard,
        Broken,
        Interrupted,
        Settings,
        Secrets,
        Connection,
        ConnectionFails,
        AlertsBoard,
        AlertsWhy,
        Large,
        Compared,
        Crowded,
        Verdicts,
        Held,
        Judged,
        Policy,
        Asking,
        Cooling,
        Told,
        Runbook,
        RunbookMissing,
        Notify,
        NotifyEmpty,
        Flags,
        FlagsStale,
        FlagsNone,
        FlagsPlan,
        Mitigations,
        IdentityIn,
        IdentityOut,
        IdentityEnded,
        IdentityPin,
        Policies,
        PolicyError,
        PolicyNow,
        PolicyBacktest,
        PoliciesEmpty
    };
    void showLog(ui::MainWindow &window, Session &session, FakeJournal &journal, int screen);
    static void showDeed(ui::LogPage &page, bool exports);
    ui::Theme &m_theme;

private Q_SLOTS:
    void screens_data();
    void screens();
    void aDigitOrAShiftIsRed();
};

void Scenes::screens_data()
{
    QTest::addColumn<int>("screen");
    QTest::addColumn<bool>("dark");
    QTest::addColumn<double>("scale");
    const QList<QPair<const char *, Screen>> all{{"board", Board},
                                                 {"degraded", Degraded},
                                                 {"teamaway", TeamAway},
                                                 {"empty", Empty},
                                                 {"rollout", Rollout},
                                                 {"serving", Serving},
                                                 {"emergency", Emergency},
                                                 {"running", Running},
                                                 {"log", Log},
                                                 {"logfilled", LogFilled},
                                                 {"logsearch", LogSearch},
                                                 {"logexport", LogExport},
                                                 {"logerase", LogErase},
                                                 {"logalarm", LogAlarm},
                                                 {"teamalarm", TeamAlarm},
                                                 {"logaway", LogAway},
                                                 {"timeline", Timeline},
                                                 {"timelinemonths", TimelineMonths},
                                                 {"timelineempty", TimelineEmpty},
                                                 {"timelineaway", TimelineAway},
                                                 {"grouped", Grouped},
                                                 {"palette", Palette},
                                                 {"why", Why},
                                                 {"whyrefused", WhyRefused},
                                                 {"whyboard", WhyBoard},
                                                 {"several", Several},
                                                 {"campaign", Campaign},
                                                 {"broken", Broken},
                                                 {"interrupted", Interrupted},
                                                 {"settings", Settings},
                                                 {"secrets", Secrets},
                                                 {"connection", Connection},
                                                 {"connectionfails", ConnectionFails},
                                                 {"alerts", AlertsBoard},
                                                 {"alertswhy", AlertsWhy},
                                                 {"chart-large", Large},
                                                 {"chart-compared", Compared},
                                                 {"crowded", Crowded},
                                                 {"verdicts", Verdicts},
                                                 {"held", Held},
                                                 {"judged", Judged},
                                                 {"policy", Policy},
                                                 {"asking", Asking},
                                                 {"cooling", Cooling},
                                                 {"told", Told},
                                                 {"runbook", Runbook},
                                                 {"runbookmissing", RunbookMissing},
                                                 {"notify", Notify},
                                                 {"notifyempty", NotifyEmpty},
                                                 {"flags", Flags},
                                                 {"flagsstale", FlagsStale},
                                                 {"flagsnone", FlagsNone},
                                                 {"flagsplan", FlagsPlan},
                                                 {"mitigations", Mitigations},
                                                 {"identity", IdentityIn},
                                                 {"identityout", IdentityOut},
                                                 {"identityended", IdentityEnded},
                                                 {"identitypin", IdentityPin},
                                                 {"policies", Policies},
                                                 {"policyerror", PolicyError},
                                                 {"policynow", PolicyNow},
                                                 {"policybacktest", PolicyBacktest},
                                                 {"policiesempty", PoliciesEmpty}};
    for (const auto &[name, screen] : all) {
        for (const bool dark : {false, true})
            QTest::addRow("%s-%s", name, dark ? "dark" : "light") << int(screen) << dark << 1.0;
    }
    QTest::addRow("board-200") << int(Board) << false << 2.0;
    QTest::addRow("connection-200") << int(Connection) << false << 2.0;
    QTest::addRow("crowded-200") << int(Crowded) << true << 2.0;
    QTest::addRow("several-200") << int(Several) << false << 2.0;
    QTest::addRow("why-200") << int(Why) << false << 2.0;
    QTest::addRow("alerts-200") << int(AlertsBoard) << false << 2.0;
    QTest::addRow("alertswhy-200") << int(AlertsWhy) << false << 2.0;
    QTest::addRow("chart-large-200") << int(Large) << false << 2.0;
    QTest::addRow("logfilled-200") << int(LogFilled) << false << 2.0;
    QTest::addRow("logexport-200") << int(LogExport) << true << 2.0;
    QTest::addRow("logerase-200") << int(LogErase) << false << 2.0;
    QTest::addRow("teamaway-200") << int(TeamAway) << false << 2.0;
    QTest::addRow("logalarm-200") << int(LogAlarm) << true << 2.0;
    QTest::addRow("timeline-200") << int(Timeline) << false << 2.0;
    QTest::addRow("timelinemonths-200") << int(TimelineMonths) << true << 2.0;
    QTest::addRow("verdicts-200") << int(Verdicts) << false << 2.0;
    QTest::addRow("policy-200") << int(Policy) << false << 2.0;
    QTest::addRow("flags-200") << int(Flags) << false << 2.0;
    QTest::addRow("mitigations-200") << int(Mitigations) << true << 2.0;
    QTest::addRow("identity-200") << int(IdentityIn) << false << 2.0;
    QTest::addRow("identitypin-200") << int(IdentityPin) << true << 2.0;
    QTest::addRow("judged-200") << int(Judged) << true << 2.0;
    QTest::addRow("policybacktest-200") << int(PolicyBacktest) << false << 2.0;
    QTest::addRow("policyerror-200") << int(PolicyError) << true << 2.0;
    QTest::addRow("told-200") << int(Told) << true << 2.0;
    QTest::addRow("runbook-200") << int(Runbook) << false << 2.0;
    QTest::addRow("notify-200") << int(Notify) << true << 2.0;
    QTest::addRow("emergency-200") << int(Emergency) << true << 2.0;
}

void Scenes::screens()
{
    QFETCH(const int, screen);
    QFETCH(const bool, dark);
    QFETCH(const double, scale);
    m_theme.setMode(dark ? ui::Theme::Mode::Dark : ui::Theme::Mode::Light);
    m_theme.setTextScale(scale);
    m_theme.setReducedMotion(true);
    SteppedClock clock{samples::kNow};
    FakeAuthority authority;
    FakeJournal journal;
    Workspace workspace = shop::workspace();
    if (screen == Empty)
        workspace.services.clear();
    if (screen == TeamAway || screen == TeamAlarm)
        workspace.journal.team.type = QStringLiteral("postgresql");
    if (screen == Crowded)
        crowd(workspace);
    if (screen == Several || screen == Campaign)
        workspace.environments.last().waves = {{QStringLiteral("eu-1")}, {QStringLiteral("us-1")}};
    const bool alerts = screen == AlertsBoard || screen == AlertsWhy;
    if (alerts)
        workspace = samples::watched(workspace);
    samples::FakeCluster cluster;
    cluster.answer = screen == WhyRefused ? samples::refusedLog : samples::crash;
    FakeSecrets secrets;
    secrets.kept = {{QStringLiteral("eu.token"), QStringLiteral("s3cret")}};
    if (screen == Secrets) {
        workspace.backends[0].bearer = {QStringLiteral("${keychain:eu.token}")};
        workspace.backends[1].bearer = {QStringLiteral("${keychain:prometheus}")};
    }
    const bool declares =
        screen == Flags || screen == FlagsStale || screen == FlagsNone || screen == FlagsPlan || screen == Mitigations;
    if (declares)
        workspace = samples::declaring(workspace);
    const bool people = screen >= IdentityIn && screen <= IdentityPin;
    if (people)
        namePeople(workspace);
    if (screen == IdentityPin)
        authority.answer = {.allowed = false, .reason = QStringLiteral("your PIN is needed"), .presence = true};
    const bool hasRunbook = screen == Runbook || screen == RunbookMissing;
    const QTemporaryDir runbooks;
    if (hasRunbook) {
        workspace.folder = runbooks.path();
        QFile file(runbooks.filePath(QStringLiteral("checkout.md")));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(samples::runbookText()) > 0);
        workspace.services[0].runbook =
            screen == Runbook ? QStringLiteral("checkout.md") : QStringLiteral("runbooks/checkout.md");
    }
    if (screen == Told || screen == Notify)
        workspace.notify = samples::people();
    const QTemporaryDir kept;
    ConfigStore configs(kept.path());
    QTemporaryDir folder;
    QTemporaryDir data;
    FlagBook book(data.filePath(QStringLiteral("flags")));
    if (screen == Judged || screen == Policy || screen == Asking) {
        const guard::PlaceVerdict verdict = samples::failingVerdict(QStringLiteral("checkout@prod/eu-1"));
        for (const guard::PlaceVerdict::OfPolicy &of : verdict.policies)
            workspace.policies.append(of.policy);
    }
    const bool policies = screen >= Policies;
    if (policies && screen != PoliciesEmpty)
        equipPolicies(workspace, folder.path(), data.path());
    Session session(workspace,
                    {.clock = &clock,
                     .authority = &authority,
                     .journal = &journal,
                     .diagnose = [&cluster](const DiagnosisQuestion &question,
                                            DiagnosisSource::Told told) { return cluster.ask(question, told); },
                     .testConnection =
                         [screen](const QString &backend, const ConnectionTest::Told &told) {
                             told(screen == Connection || screen == IdentityIn ? samples::testedConnection(backend)
                                                                               : samples::failedConnection(backend));
                             return quint64(1);
                         },
                     .identity = people ? quietDoors() : IdentityDoors{},
                     .secrets = &secrets,
                     .configs = &configs,
                     .flags = &book,
                     .dataFolder = policies ? data.path() : QString(),
                     .testTarget =
                         [](const QString &, const Done<escalation::Answer> &done) {
                             done(escalation::Answer{escalation::Delivery::Told, {}, 0});
                         }});
    ui::MainWindow window(session, m_theme);
    window.resize(int(1440 * scale), int(900 * scale));
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    shop::open(session);
    if (alerts)
        samples::tellAlerts(session, someAlerts());
    if (screen == AlertsBoard)
        window.boardPage().setPrefs({.hidden = {}});
    if (screen == Degraded)
        shop::setHealth(session, "prom", false);
    JournalState log{.state = JournalState::State::Open, .size = 36, .root = {}, .verifiedTo = 36, .words = {}};
    if (screen == TeamAway)
        log.shared = {.state = SharedLogState::State::Away,
                      .sent = 31,
                      .trouble = QStringLiteral("The team store does not answer")};
    session.setJournalState(log);
    const QString checkout = QStringLiteral("checkout@prod/eu-1");
    QTRY_COMPARE(window.board().total(), int(workspace.placements().size()));
    if (screen != Empty)
        QTRY_COMPARE(window.board().worst(), checkout);
    const bool judges =
        screen == Verdicts || screen == Held || screen == Judged || screen == Policy || screen == Asking;
    if (judges) {
        judge(session, screen == Asking   ? samples::askingVerdict(checkout)
                       : screen == Judged ? samples::suspectVerdict(checkout)
                                          : samples::failingVerdict(checkout));
        QTRY_COMPARE(window.board().countOf(BoardState::Healthy), 1);
        window.board().applyMoves();
    }
    if (screen == Held) {
        guard::GuardState state = samples::guardActs();
        state.holds = {{QStringLiteral("cart@prod/us-1"), samples::kNow + 600'000, QStringLiteral("load test"), {}},
                       {checkout, samples::kNow + 600'000, QStringLiteral("load test"), {}}};
        session.setGuardState(state);
    }
    if (screen == Cooling) {
        guard::GuardState state = samples::guardActs();
        state.coolDowns = {{QStringLiteral("search"), QStringLiteral("prod"), samples::kNow + 412'000}};
        session.setGuardState(state);
        window.openRollout(QStringLiteral("search@prod/eu-1"));
    }
    if (screen == Judged || screen == Policy || screen == Asking || screen == Told || hasRunbook)
        window.openRollout(checkout);
    if (screen == Told)
        session.setEscalations(samples::troubled(checkout));
    if (screen == Notify || screen == NotifyEmpty)
        window.openSettings(ui::SettingsPage::NotifySection);
    if (screen == Notify)
        QTest::mouseClick(window.findChild<QPushButton *>(QStringLiteral("testTarget")), Qt::LeftButton);
    if (hasRunbook) {
        auto &panel = *window.rolloutPage().findChild<ui::RunbookPanel *>();
        window.rolloutPage().findChild<QTabBar *>(QStringLiteral("rolloutTabs"))->setCurrentIndex(4);
        QTRY_COMPARE(panel.stepCount(), screen == Runbook ? 5 : 0);
        if (screen == Runbook) {
            const auto steps = runbook::parseRunbook(QStringLiteral("checkout.md"), samples::runbookText());
            for (const int step : {0, 1}) {
                JournalEntry entry;
                entry.index = quint64(step);
                entry.wallMs = samples::kNow - 40'000 + step * 10'000;
                const Draft draft = runbook::stepDraft(
                    steps, steps.steps.at(step), true, {.ref = {}, .name = QStringLiteral("jo"), .role = {}},
                    QStringLiteral("checkout"), QStringLiteral("prod"), QStringLiteral("eu-1"));
                entry.kind = draft.kind;
                entry.payload = draft.fields;
                entry.personal = draft.personal;
                session.addEntry(entry);
            }
            QCOMPARE(panel.doneCount(), 2);
        } else {
            QTRY_VERIFY(!panel.text()->isVisible());
        }
    }
    if (screen == Rollout || screen == Why || screen == WhyRefused || screen == AlertsWhy)
        window.openRollout(checkout);
    else if (screen == Serving)
        window.openRollout(QStringLiteral("accounts@prod/us-1"));
    else if (screen == Emergency || screen == Running)
        window.openEmergency();
    else if (screen == Grouped)
        window.boardPage().setPrefs({.grouping = BoardModel::Grouping::Service});
    else if (screen == Palette)
        window.openPalette();
    else if (screen == Log)
        window.showPage(ui::MainWindow::LogScreen);
    if (screen >= LogFilled && screen <= TimelineAway)
        showLog(window, session, journal, screen);
    if (screen == Settings)
        window.openSettings(ui::SettingsPage::AppearanceSection);
    if (screen == Secrets)
        window.openSettings(ui::SettingsPage::SecretsSection);
    if (screen == Connection || screen == ConnectionFails) {
        window.openSettings(ui::SettingsPage::BackendsSection);
        QTest::mouseClick(window.findChild<QPushButton *>(QStringLiteral("testConnection")), Qt::LeftButton);
    }
    if (declares) {
        const ::astern::Rollout &release = *session.rollout(session.placement(checkout)->object);
        book.note(checkout,
                  *groundOf(rolloutId(checkout, release), release.desired.manifest.version(), release.startedMs,
                            {samples::flagState("new-checkout-flow", "production", false, {})}, samples::kNow));
        samples::tellDeclared(session, &configs, screen == FlagsStale ? 134'000 : 12'000);
        if (screen == Mitigations)
            window.openEmergency(checkout);
        else
            window.openRollout(screen == FlagsNone ? QStringLiteral("cart@prod/eu-1") : checkout);
    }
    if (screen == Mitigations) {
        auto *choices = window.emergency().findChild<ui::PlanPane *>()->findChild<ui::ChoiceList *>();
        QTRY_COMPARE(choices->choices().size(), 4);
        QTest::mouseClick(choices, Qt::LeftButton, {}, choices->rowRect(2).center());
    } else if (declares) {
        window.rolloutPage().findChild<QTabBar *>(QStringLiteral("rolloutTabs"))->setCurrentIndex(3);
    }
    if (screen == FlagsPlan)
        QTest::mouseClick(window.rolloutPage().findChild<QPushButton *>(QStringLiteral("flagOff")), Qt::LeftButton);
    if (people)
        session.setSignedIn(screen == IdentityOut     ? SignedIn{.state = SignedIn::State::Out}
                            : screen == IdentityEnded ? endedSignIn()
                                                      : aliceSignedIn());
    if (screen == IdentityPin) {
        window.openRollout(checkout);
        QTest::mouseClick(window.rolloutPage().findChild<QPushButton *>(QStringLiteral("action-promote")),
                          Qt::LeftButton);
        QTRY_VERIFY(window.rolloutPage().findChild<QLineEdit *>(QStringLiteral("stripPin"))->isVisible());
    } else if (people) {
        window.openSettings(ui::SettingsPage::IdentitySection);
        if (screen != IdentityOut)
            QTest::mouseClick(window.findChild<QPushButton *>(QStringLiteral("testIdentity")), Qt::LeftButton);
    }
    if (screen == Broken)
        session.setWorkspaceNews(brokenNews());
    if (screen == Interrupted)
        session.addInterrupted({.id = QStringLiteral("c"),
                                .title = QStringLiteral("Roll back checkout in 3 places"),
                                .places = 3,
                                .succeeded = 1,
                                .notBegun = {QStringLiteral("checkout@prod/us-1")},
                                .notSeen = {QStringLiteral("checkout@staging/eu-1")},
                                .outcomeIndex = 41});
    if (screen == Several || screen == Campaign) {
        window.emergency().openForSeveral({checkout, QStringLiteral("checkout@prod/us-1")});
        auto *order = window.emergency().severalPane()->findChild<ui::ChoiceList *>(QStringLiteral("campaignOrder"));
        QTest::mouseClick(order, Qt::LeftButton, {}, order->rowRect(1).center());
    }
    if (screen == Campaign) {
        session.setCampaign(campaignOf(*window.emergency().severalPane()->campaign()));
        window.openEmergency(checkout);
        QTRY_VERIFY(window.emergency().showsCampaign());
    }
    if (screen == Why || screen == WhyRefused || screen == WhyBoard || screen == AlertsWhy) {
        ui::RolloutPage &page = screen == WhyBoard ? window.boardPage().detail() : window.rolloutPage();
        page.findChild<QTabBar *>(QStringLiteral("rolloutTabs"))->setCurrentIndex(1);
    }
    if (screen == Policy || screen == Asking)
        window.rolloutPage().findChild<QTabBar *>(QStringLiteral("rolloutTabs"))->setCurrentIndex(2);
    if (screen == Asking)
        QTest::mouseClick(window.rolloutPage().findChild<QPushButton *>(QStringLiteral("answerRollback")),
                          Qt::LeftButton);
    if (screen == Running) {
        const Result<Plan> plan = session.plan(PlanKind::Rollback, checkout);
        QVERIFY(plan);
        Plan fixed = *plan;
        fixed.id = QStringLiteral("019ac2e4-3f00-7000-8000-000000000001");
        session.setRun(runOf(fixed));
        window.openEmergency(checkout);
        QTRY_VERIFY(window.emergency().showsRun());
    }
    if (policies) {
        window.showPage(ui::MainWindow::PoliciesScreen);
        ui::PoliciesPage &page = window.policiesPage();
        ui::PolicyEditor &editor = page.editor();
        if (screen != PoliciesEmpty)
            QTRY_VERIFY(ui::PolicyEditor::textOf(*editor.document()).contains(QStringLiteral("id: checkout-slo")));
        if (screen == PolicyError) {
            editor.setFocus();
            editor.setTextCursor(editor.document()->find(QStringLiteral("for: 120s")));
            QTest::keyClicks(&editor, QStringLiteral("for: 120"));
            editor.setTextCursor(editor.document()->find(QStringLiteral("severity: major")));
            QTest::keyClicks(&editor, QStringLiteral("severty: major"));
            QTRY_VERIFY(page.findChild<ui::FactsView *>(QStringLiteral("policyProblems"))->model()->rowCount() > 1);
        }
        if (screen == PolicyNow || screen == PolicyBacktest)
            page.showSection(screen == PolicyNow ? ui::PoliciesPage::NowSection : ui::PoliciesPage::BacktestSection);
        if (screen == PolicyNow) {
            editor.setTextCursor(editor.document()->find(QStringLiteral("above: 2%")));
            QTest::keyClicks(&editor, QStringLiteral("above: 8%"));
        }
        if (screen == PolicyBacktest) {
            ui::KnobList &knobs = page.backtest().knobs();
            QTRY_VERIFY(knobs.slider(QStringLiteral("errors/for")));
            for (int i = 0; i < 6; ++i)
                QTest::keyClick(knobs.slider(QStringLiteral("errors/for")), Qt::Key_Left);
        }
        // Checked after a pause in typing, and judged on another thread.
        const auto says = [&page](const char *label, const char *words) {
            return page.findChild<ui::RunsLabel *>(QLatin1String(label))->plainText().startsWith(QLatin1String(words));
        };
        if (screen == PolicyNow)
            QTRY_VERIFY(says("nowWords", "as edited healthy as in force failing"));
        if (screen == PolicyBacktest)
            QTRY_VERIFY(says("backtestWords", "As edited it rolls back after 3"));
        const auto *problems = page.findChild<ui::FactsView *>(QStringLiteral("policyProblems"));
        if (screen == Policies)
            QTRY_VERIFY(!problems->accessibleDescription().isEmpty()); // nothing is wrong
    }
    QWidget *shown = &window;
    if (screen == Large || screen == Compared) {
        window.openSignal(checkout);
        auto *chart = window.findChild<ui::SignalWindow *>();
        QVERIFY(QTest::qWaitForWindowExposed(chart));
        if (screen == Compared) {
            chart->compare({checkout, QStringLiteral("orders")}, true);
            chart->compare({QStringLiteral("checkout@prod/us-1"), chart->subject().signal}, true);
            chart->plot().setCursor(samples::kNow - 90'000);
            QTest::keyClick(&chart->plot(), Qt::Key_Left, Qt::ShiftModifier);
        }
        shown = chart;
    }
    QTest::qWait(250); // coalesced updates
    const QImage now = shown->grab().toImage().convertToFormat(QImage::Format_RGB32);
    golden::compare(QString::fromLatin1(QTest::currentDataTag()), now);
}

// The same half an hour in the log and on the axis, months before it, and a log that is not as it should be.
void Scenes::showLog(ui::MainWindow &window, Session &session, FakeJournal &journal, int screen)
{
    const bool timeline = screen >= Timeline;
    if (screen != TimelineEmpty) {
        logs::months(journal, screen == TimelineMonths ? 240 : 30, 12);
        logs::incident(journal);
    }
    const quint64 size = quint64(journal.log.size());
    JournalState state{.state = JournalState::State::Open, .size = size, .root = {}, .verifiedTo = size, .words = {}};
    state.levels = {.shared = size,
                    .sealed = size - std::min<quint64>(size, 7),
                    .witnessed = size - std::min<quint64>(size, 19),
                    .shipped = size};
    state.checkedMs = samples::kNow - 26 * 60'000;
    journal.sinks = {
        {.sink = QStringLiteral("loki"), .acked = size, .atMs = samples::kNow - 2'000},
        {.sink = QStringLiteral("siem"), .acked = size - std::min<quint64>(size, 3), .atMs = samples::kNow - 9'000}};
    if (screen == LogAlarm) {
        state.state = JournalState::State::Truncated;
        state.words = QStringLiteral("The log ends at #1 240; this machine had recorded up to #1 262 before.");
        journal.sinks[1] = {.sink = QStringLiteral("siem"), .acked = 0, .atMs = samples::kNow - 22 * 60'000};
    }
    if (screen == TeamAlarm)
        state.shared = {
            .state = SharedLogState::State::Following,
            .sent = size,
            .alarms = {{SharedAlarm::Kind::Changed, 1'204,
                        QStringLiteral("Entry 1204 of the shared log was changed in the database: it is not "
                                       "what 01928c3e signed"),
                        QStringLiteral("This device's copy has it as it was signed. The database's "
                                       "administrator must put the row back."),
                        samples::kNow - 4'000, 0}}};
    session.setJournalState(state);
    if (screen == LogAway || screen == TimelineAway)
        journal.away = journal.unreadable = true;
    if (timeline) {
        window.showPage(ui::MainWindow::TimelineScreen);
        ui::TimelinePage &page = window.timelinePage();
        page.view().setLength(screen == TimelineMonths ? 180 * 86'400'000LL : 3'600'000);
        if (screen == TimelineAway) {
            QTRY_VERIFY(page.model().error());
        } else if (screen == TimelineMonths) {
            QTRY_VERIFY(page.model().entriesInSpan() > 1'000);
        } else if (screen == Timeline) {
            QTRY_VERIFY(page.model().rowCount() > 20);
            for (const JournalEntry &entry : std::as_const(journal.log)) {
                if (entry.kind == QLatin1String("guard.rollback"))
                    page.showEntry(entry.index);
            }
            QTRY_VERIFY(!page.pane().detail().sections.isEmpty());
        }
        return;
    }
    window.showPage(ui::MainWindow::LogScreen);
    ui::LogPage &page = window.logPage();
    if (screen == LogSearch)
        page.setFilter(QStringLiteral("service:checkout kind:rollback,decision"));
    if (screen == LogAway)
        return;
    QTRY_VERIFY(page.model().rowAt(10));
    if (screen == LogExport || screen == LogErase) {
        for (const JournalEntry &entry : std::as_const(journal.log)) {
            if (entry.kind == QLatin1String("promotion.intent") &&
                entry.personal.contains(QStringLiteral("actor.name")))
                page.showEntry(entry.index);
        }
        QTRY_VERIFY(page.pane().entry());
        showDeed(page, screen == LogExport);
        return;
    }
    if (screen == LogFilled)
        page.showEntry(quint64(journal.log.size()) - 24);
    else
        QTest::keyClick(&page.entries(), Qt::Key_Down);
    QTRY_VERIFY(!page.pane().detail().sections.isEmpty());
}

namespace {

// There, and never asked.
class SilentEvidence final : public EvidenceDoor {
public:
    void run(const EvidenceQuestion &, Progress, Done<EvidenceWritten>) override {}
    void cancel() override {}
};

} // namespace

// A form beside the list, filled in as far as a person has to.
void Scenes::showDeed(ui::LogPage &page, bool exports)
{
    const auto fill = [&page](const char *name, const char *text) {
        page.findChild<QLineEdit *>(QLatin1String(name))->setText(QString::fromUtf8(text));
    };
    if (exports) {
        static SilentEvidence door;
        page.setEvidence(&door);
        page.openExport();
        for (int i = 0; i < 2; ++i)
            QTest::keyClick(page.findChild<QWidget *>(QStringLiteral("exportWhat")), Qt::Key_Down);
        fill("exportFrom", "2025-11-24 14:00");
        fill("exportTo", "2025-11-24 17:00");
        fill("exportFile", "/media/vault/incident-2025-11-24.astern-evidence.tar");
        return;
    }
    page.openErasure();
    fill("eraseBasis", "GDPR Art. 17(1)(b)");
    fill("eraseRequested", "the person, letter of 2025-11-20");
    fill("eraseReason", "the consent was withdrawn");
    fill("eraseTyped", "psn-7f");
}

void Scenes::aDigitOrAShiftIsRed()
{
    m_theme.setMode(ui::Theme::Mode::Light);
    m_theme.setTextScale(1);
    const auto draw = [this](const QString &text, int x) {
        QImage image(120, 30, QImage::Format_RGB32);
        image.fill(m_theme.colour(ui::Tone::BgSurface));
        QPainter painter(&image);
        painter.setFont(m_theme.font(ui::TextStyle::Axis)); // the smallest there is
        painter.setPen(m_theme.colour(ui::Tone::InkTertiary));
        painter.drawText(x, 20, text);
        return image;
    };
    const QImage accepted = draw(QStringLiteral("3.42 %"), 10);
    QCOMPARE(golden::difference(accepted, draw(QStringLiteral("3.42 %"), 10)), 0);
    QVERIFY(golden::difference(accepted, draw(QStringLiteral("3.43 %"), 10)) > golden::kAllowed);
    QVERIFY(golden::difference(accepted, draw(QStringLiteral("3.42 %"), 12)) > golden::kAllowed);
}

int main(int argc, char *argv[])
{
    qputenv("QT_SCALE_FACTOR", "1");
    QApplication application(argc, argv);
    QApplication::setCursorFlashTime(0); // a cursor that blinks is in every other picture
    ui::Theme theme;
    theme.install(application);
    Scenes scenes(theme);
    return QTest::qExec(&scenes, argc, argv);
}

#include "tst_scenes.moc"
