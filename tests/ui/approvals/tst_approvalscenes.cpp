// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/clocks.h"
#include "tests/support/policyedits.h"
#include "tests/ui/shell/golden.h"
#include "tests/ui/shell/scenedata.h"
#include "ui/approvals/approvalspage.h"
#include "ui/approvals/gatepane.h"
#include "ui/approvals/gatestrip.h"
#include "ui/approvals/inboxlist.h"
#include "ui/emergency/emergencysheet.h"
#include "ui/emergency/runpane.h"
#include "ui/rollout/rolloutpage.h"
#include "ui/settings/settingspage.h"
#include "ui/shell/mainwindow.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>

using namespace astern;

// Approvals and gates, with the same data at the same instant.
class ApprovalScenes : public QObject {
    Q_OBJECT
public:
    explicit ApprovalScenes(ui::Theme &theme) : m_theme(theme) {}

private:
    enum Screen {
        Inbox,
        Changed,
        Overdue,
        Past,
        Empty,
        Unread,
        Silent,
        Crowd,
        Device,
        Strip,
        Glass,
        Unrecorded,
        Kept,
        Roles,
        HandOn,
        Policy
    };
    static void crowdAsks(const Session &session, gates::Register &log);
    void arrange(ui::MainWindow &window, int screen);
    void showUnrecorded(ui::MainWindow &window, Session &session, bool kept);
    ui::Theme &m_theme;

private Q_SLOTS:
    void screens_data();
    void screens();
};

void ApprovalScenes::screens_data()
{
    QTest::addColumn<int>("screen");
    QTest::addColumn<bool>("dark");
    QTest::addColumn<double>("scale");
    const QList<QPair<const char *, Screen>> all{{"approvals", Inbox},          {"approvalschanged", Changed},
                                                 {"approvalsoverdue", Overdue}, {"approvalspast", Past},
                                                 {"approvalsempty", Empty},     {"approvalsunread", Unread},
                                                 {"approvalssilent", Silent},   {"approvalscrowd", Crowd},
                                                 {"approvalsdevice", Device},   {"gatestrip", Strip},
                                                 {"gateglass", Glass},          {"unrecorded", Unrecorded},
                                                 {"unrecordedkept", Kept},      {"roles", Roles},
                                                 {"approvalshandon", HandOn},   {"approvalspolicy", Policy}};
    for (const auto &[name, screen] : all) {
        for (const bool dark : {false, true})
            QTest::addRow("%s-%s", name, dark ? "dark" : "light") << int(screen) << dark << 1.0;
    }
    QTest::addRow("approvals-200") << int(Inbox) << false << 2.0;
    QTest::addRow("approvalscrowd-200") << int(Crowd) << true << 2.0;
    QTest::addRow("gateglass-200") << int(Glass) << false << 2.0;
    QTest::addRow("unrecorded-200") << int(Unrecorded) << true << 2.0;
    QTest::addRow("roles-200") << int(Roles) << false << 2.0;
    QTest::addRow("approvalshandon-200") << int(HandOn) << true << 2.0;
    QTest::addRow("approvalspolicy-200") << int(Policy) << false << 2.0;
}

// Two hundred requests, some with names that no line has room for.
void ApprovalScenes::crowdAsks(const Session &session, gates::Register &log)
{
    int asked = 0;
    for (const Placement &place : session.workspace().placements()) {
        const bool crowd = place.service.startsWith(QLatin1String("audience-for")) ||
                           place.service.startsWith(QLatin1String("warehouse-"));
        if (!crowd || place.environment != QLatin1String("prod") || place.cell != QLatin1String("eu-1") || asked == 200)
            continue;
        const QString id = log.ask(gates::Register::subject(session, place.key()),
                                   gates::someone(asked % 5 == 0 ? "bartholomew-of-the-northern-release-guild" : "bob"),
                                   3 + asked % 50, 30 + asked);
        if (asked % 3 == 0)
            log.say(id, ApprovalRecord::Verdict::Approve, gates::someone("cyd"), 2);
        ++asked;
    }
}

void ApprovalScenes::arrange(ui::MainWindow &window, int screen)
{
    if (screen == Strip || screen == Glass) {
        window.openRollout(gates::s(screen == Strip ? "payments@prod/eu-1" : "checkout@prod/eu-1"));
        auto *strip = window.rolloutPage().findChild<ui::GateStrip *>();
        QTRY_VERIFY(strip->isVisible());
        if (screen == Glass) {
            QTest::mouseClick(strip->findChild<QPushButton *>(gates::s("gateGlass")), Qt::LeftButton);
            QTest::keyClicks(strip->findChild<QLineEdit *>(gates::s("gateStripReason")),
                             gates::s("the fix has to be out before noon"));
        }
        return;
    }
    if (screen == Roles)
        return window.openSettings(ui::SettingsPage::RolesSection);
    window.showPage(ui::MainWindow::ApprovalsScreen);
    ui::ApprovalsPage &page = window.approvalsPage();
    if (screen == Empty || screen == Unread)
        return;
    QTRY_VERIFY(window.inbox().rowCount() > 5);
    if (screen == Past)
        QTest::mouseClick(page.findChild<QPushButton *>(gates::s("approvalsPast")), Qt::LeftButton);
    if (screen == Past)
        QTRY_VERIFY(window.inbox().countOf(InboxRow::Group::Past) > 3);
    const auto choose = [&](const char *service) {
        for (int row = 0; row < window.inbox().rowCount(); ++row) {
            const InboxRow &line = window.inbox().rowAt(row);
            if (line.gate.kind == GateRow::Kind::Request && line.gate.service == gates::s(service))
                return page.list().chooseId(line.id());
        }
        return false;
    };
    if (screen == Inbox || screen == Silent)
        QVERIFY(choose("payments"));
    if (screen == Device)
        QVERIFY(choose("")); // it is of no service
    if (screen == Changed)
        QVERIFY(choose("catalog"));
    if (screen == HandOn) {
        QVERIFY(choose("checkout"));
        QTest::keyClicks(page.findChild<QLineEdit *>(gates::s("gateReason")), gates::s("I am on leave from noon"));
        QTest::keyClicks(page.findChild<QLineEdit *>(gates::s("gatePin")), gates::s("274935"));
        QTest::mouseClick(page.findChild<QPushButton *>(gates::s("gateHandOn")), Qt::LeftButton);
        QTRY_VERIFY(QApplication::activePopupWidget());
    }
    if (screen == Past)
        QVERIFY(choose("inventory"));
    if (screen == Inbox)
        QTest::keyClicks(page.findChild<QLineEdit *>(gates::s("gateReason")),
                         gates::s("error ratio and p99 equal to stable over 40 min"));
}

// A rollback that no log would take; and the same once a person had typed the name.
void ApprovalScenes::showUnrecorded(ui::MainWindow &window, Session &session, bool kept)
{
    const QString checkout = gates::s("checkout@prod/eu-1");
    const Result<Plan> plan = session.plan(PlanKind::Rollback, checkout);
    QVERIFY(plan);
    Plan fixed = *plan;
    fixed.id = gates::s("019ac2e4-3f00-7000-8000-000000000001");
    PlanRun run = scenes::runOf(fixed);
    session.setRun(run);
    window.openEmergency(checkout);
    QTRY_VERIFY(window.emergency().showsRun());
    run.endedMs = samples::kNow;
    run.state = kept ? PlanRun::State::Succeeded : PlanRun::State::Refused;
    for (StepRun &step : run.steps) {
        step = {.state = kept ? StepRun::State::Done : StepRun::State::Waiting};
        step.startedMs = step.endedMs = kept ? samples::kNow - 1'000 : 0;
    }
    if (kept) {
        run.isUnrecorded = true;
        run.summary = gates::s("recovered after 3 s");
        session.setUnrecorded(gates::s("{}\n{}\n{}\n{}\n"));
    } else {
        run.mayGoUnrecorded = true;
        run.steps[0].state = StepRun::State::Refused;
        run.error = Error{.kind = Error::Kind::Storage,
                          .message = gates::s("Nothing was sent, because it could not be recorded: no space is left "
                                              "on the disk of the log"),
                          .hint = gates::s("Make room on that disk.")};
    }
    session.setRun(run);
    QTRY_VERIFY(window.emergency().runPane()->isOver());
    QTest::qWait(350); // coalesced updates
    golden::compare(QString::fromLatin1(QTest::currentDataTag()),
                    window.grab().toImage().convertToFormat(QImage::Format_RGB32));
}

void ApprovalScenes::screens()
{
    QFETCH(const int, screen);
    QFETCH(const bool, dark);
    QFETCH(const double, scale);
    m_theme.setMode(dark ? ui::Theme::Mode::Dark : ui::Theme::Mode::Light);
    m_theme.setTextScale(scale);
    m_theme.setReducedMotion(true);
    SteppedClock clock{samples::kNow};
    FakeJournal journal;
    Workspace workspace = gates::gated(shop::workspace());
    if (screen == Crowd)
        scenes::crowd(workspace);
    if (screen == Device)
        workspace.gates.append(gates::newDevices());
    if (screen == HandOn)
        workspace.gates[0].delegation = true;
    if (screen == Policy)
        workspace.gates.append(gates::beforePolicies());
    LocalAuthority authority(workspace, Actor{.ref = gates::s("os-1"), .name = gates::s("alice")}, clock);
    ApprovalBook book;
    const ApprovalDesk desk{{.journal = &journal, .book = &book, .clock = &clock, .level = {}}};
    if (screen != Unread)
        authority.setApprovals(&book);
    authority.setSignedIn(scenes::aliceSignedIn());
    ApprovalBook unread;
    Session session(workspace, {.clock = &clock,
                                .authority = &authority,
                                .journal = &journal,
                                .identity = scenes::quietDoors(),
                                .approvals = screen == Unread ? &unread : &book,
                                .approvalDesk = &desk});
    session.setSignedIn(scenes::aliceSignedIn());
    ui::MainWindow window(session, m_theme);
    window.resize(int(1440 * scale), int(900 * scale));
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    shop::open(session);
    const bool crowd = screen == Crowd;
    RolloutBatch batch{.backend = gates::s("argo"), .complete = false, .changed = {}, .gone = {}};
    for (const Placement &place : workspace.placements()) {
        const bool inCrowd = crowd && (place.service.startsWith(QLatin1String("audience-")) ||
                                       place.service.startsWith(QLatin1String("warehouse-")));
        if (place.environment != QLatin1String("prod") || place.cell != QLatin1String("eu-1") || !inCrowd)
            continue;
        astern::Rollout rollout = samples::progressing();
        rollout.ref = place.object;
        batch.changed.append(rollout);
    }
    session.observe(batch);
    session.setJournalState(
        {.state = JournalState::State::Open, .size = 36, .root = {}, .verifiedTo = 36, .words = {}});
    QTRY_COMPARE(window.board().total(), int(workspace.placements().size()));
    gates::Register log(book);
    if (screen != Empty)
        gates::pauseByPerson(session, "notifications@prod/eu-1");
    if (screen != Empty && screen != Unread)
        gates::fillInbox(session, log);
    if (crowd)
        crowdAsks(session, log);
    if (screen == Device)
        log.ask(gates::Register::subject(session, gates::notebook()), gates::someone("bob"), 6);
    if (screen == Empty) { // nobody waits anywhere
        RolloutBatch all{.backend = gates::s("argo"), .complete = false, .changed = {}, .gone = {}};
        for (const Placement &place : workspace.placements()) {
            astern::Rollout rollout = samples::finished();
            rollout.ref = place.object;
            all.changed.append(rollout);
        }
        session.observe(all);
    }
    if (screen == Unread)
        session.setJournalState({.state = JournalState::State::Damaged,
                                 .size = 36,
                                 .root = {},
                                 .verifiedTo = 30,
                                 .words = gates::s("Entry #31 is not what this device signed. Copy the folder of the "
                                                   "log, then run `asternctl journal repair`.")});
    if (screen == Silent)
        shop::setHealth(session, "argo", false);
    if (screen == Unrecorded || screen == Kept)
        return showUnrecorded(window, session, screen == Kept);
    QString policy;
    for (const bool asked : {false, true}) {
        if (screen != Policy)
            continue;
        session.setPolicyEdits(gates::waitingEdits(workspace, book, gates::looserPolicy()));
        if (!asked)
            policy = log.ask(session.policyEdits().constFirst().gates.constFirst().subject, gates::someone("bob"), 12);
    }
    session.setApprovalsChanged();
    window.inbox().refreshNow();
    arrange(window, screen);
    if (screen == Policy)
        QVERIFY(window.approvalsPage().list().chooseId(policy));
    QTest::qWait(350); // coalesced updates
    QImage now = window.grab().toImage().convertToFormat(QImage::Format_RGB32);
    if (QWidget *popup = QApplication::activePopupWidget()) {
        // A window of its own, where the screen of the tests has no room for it.
        const auto *button = window.findChild<QPushButton *>(gates::s("gateHandOn"));
        QPainter(&now).drawPixmap(button->mapTo(&window, QPoint(0, -popup->height())), popup->grab());
        popup->close();
    }
    golden::compare(QString::fromLatin1(QTest::currentDataTag()), now);
}

int main(int argc, char *argv[])
{
    qputenv("QT_SCALE_FACTOR", "1");
    QApplication application(argc, argv);
    QApplication::setCursorFlashTime(0); // a cursor that blinks is in every other picture
    ui::Theme theme;
    theme.install(application);
    ApprovalScenes scenes(theme);
    return QTest::qExec(&scenes, argc, argv);
}

#include "tst_approvalscenes.moc"
