// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/models/journal/journalfixture.h"
#include "tests/support/clocks.h"
#include "tests/support/gates.h"
#include "tests/support/policyedits.h"
#include "ui/approvals/approvalspage.h"
#include "ui/approvals/gatefoot.h"
#include "ui/approvals/gatepane.h"
#include "ui/approvals/gatestrip.h"
#include "ui/approvals/inboxlist.h"
#include "ui/rollout/holdbutton.h"
#include "ui/rollout/rolloutpage.h"
#include "ui/rollout/runslabel.h"
#include "ui/shell/mainwindow.h"
#include "ui/widgets/navlist.h"

#include <QApplication>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTest>

using namespace astern;
using gates::s;
using gates::someone;
using Verdict = ApprovalRecord::Verdict;

namespace {

const QString kPayments = s("payments@prod/eu-1");
const QString kCheckout = s("checkout@prod/eu-1");
constexpr char kWhy[] = "it looks good to me";

} // namespace

// What waits and what people say to it, by keys and mouse, over the rules that decide and a log on disk.
class ApprovalsPageTest : public QObject {
    Q_OBJECT
public:
    explicit ApprovalsPageTest(ui::Theme &theme) : m_theme(theme) {}

private:
    ui::Theme &m_theme;
    std::shared_ptr<SteppedClock> m_clock = std::make_shared<SteppedClock>(samples::kNow);
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ApprovalBook> m_book; // outlives the journal, whose thread tells it
    std::unique_ptr<LocalJournal> m_journal;
    std::unique_ptr<ApprovalDesk> m_desk;
    std::unique_ptr<LocalAuthority> m_authority;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<ui::MainWindow> m_window;
    QList<Plan> m_plans;
    QList<Actor> m_actors;
    QStringList m_pins;

    template <class T>
    T *child(const char *name) const
    {
        return m_window->findChild<T *>(QLatin1String(name));
    }
    QPushButton *button(const char *name) const { return child<QPushButton>(name); }
    ui::InboxList &list() const { return m_window->approvalsPage().list(); }
    ui::GateFoot &foot() const { return m_window->approvalsPage().pane().foot(); }
    GateStanding standing(const QString &place, PlanKind kind = PlanKind::Promote) const
    {
        const Result<Plan> plan = m_session->plan(kind, place);
        const QList<GateStanding> all = plan ? m_session->gates(*plan) : QList<GateStanding>();
        return all.isEmpty() ? GateStanding() : all.constFirst();
    }
    QString ask(const QString &place, const Actor &who)
    {
        const auto id = test::await<QString>([&](auto done) { m_desk->request(standing(place), who, s(kWhy), done); });
        if (!id)
            qFatal("%s", qPrintable(id.error().toString()));
        return *id;
    }
    void sign(const QString &place, const QString &request, const Actor &who)
    {
        const auto signedNow = test::await<Decision>(
            [&](auto done) { m_desk->decide(request, Verdict::Approve, standing(place), who, s(kWhy), done); });
        if (!signedNow)
            qFatal("%s", qPrintable(signedNow.error().toString()));
    }
    void letHandOn()
    {
        Workspace workspace = m_session->workspace();
        workspace.gates[0].delegation = true;
        m_authority->setWorkspace(workspace);
        m_session->setWorkspace(workspace);
    }
    // On screen and chosen.
    void show(const QString &request)
    {
        m_window->openRequest(request);
        QTRY_COMPARE(list().currentId(), request);
        QTRY_VERIFY(m_window->approvalsPage().pane().row().has_value());
    }
    QStringList kinds() const
    {
        const auto all = test::entries(*m_journal, {.limit = 1'000});
        QStringList kinds;
        for (const JournalEntry &entry : all ? *all : QList<JournalEntry>())
            kinds.prepend(entry.kind);
        kinds.removeIf(
            [](const QString &kind) { return !kind.startsWith(s("approval")) && !kind.startsWith(s("override")); });
        return kinds;
    }
    static void hold(ui::HoldButton *confirm)
    {
        QTRY_VERIFY(confirm->isVisible() && confirm->isEnabled());
        QTest::mousePress(confirm, Qt::LeftButton);
        QTest::qWait(1'500); // as long as a person holds it
        QTest::mouseRelease(confirm, Qt::LeftButton);
    }

private Q_SLOTS:
    void init();
    void cleanup();
    void keysAloneSign();
    void whoAskedTakesItBack();
    void aRejectionSaysWhy();
    void theWrongPinSignsNothing();
    void whatChangesMeanwhileIsNotSigned();
    void theButtonSaysWhyNot();
    void aReviewIsCountersigned();
    void theNavigationCounts();
    void aRolloutAsksAndOpensItsRequest();
    void onCallGoesPastTheGate();
    void whoHasNoRoleDoesNotGoPast();
    void anApprovalIsHandedOnByKeys();
    void nobodyToHandItTo();
    void anEditOfAPolicyShowsItsNumbers();
};

void ApprovalsPageTest::init()
{
    m_plans.clear();
    m_actors.clear();
    m_pins.clear();
    m_clock->set(samples::kNow);
    m_theme.setReducedMotion(true);
    m_folder = std::make_unique<QTemporaryDir>();
    m_book = std::make_unique<ApprovalBook>();
    m_journal = test::openedJournal({.folder = m_folder->filePath(s("journal")),
                                     .markFile = {},
                                     .keys = std::make_shared<test::MemoryKeys>(),
                                     .clock = m_clock,
                                     .domain = {}});
    QVERIFY(m_journal);
    m_desk = std::make_unique<ApprovalDesk>(
        ApprovalDesk::Doors{.journal = m_journal.get(), .book = m_book.get(), .clock = m_clock.get(), .level = {}});
    connect(
        m_journal.get(), &Journal::appended, m_journal.get(),
        [book = m_book.get()](const JournalEntry &entry) { book->take(entry); }, Qt::DirectConnection);
    m_book->setRead();
    const Workspace workspace = gates::gated(shop::workspace());
    m_authority = std::make_unique<LocalAuthority>(workspace, Actor{.ref = s("os-1"), .name = s("alice")}, *m_clock);
    m_authority->setApprovals(m_book.get());
    m_authority->setSignedIn(scenes::aliceSignedIn());
    IdentityDoors doors = scenes::quietDoors();
    doors.checkPin = [this](const QString &pin, const Done<Ok> &done) {
        m_pins.append(pin);
        if (pin == s("274935"))
            done(Ok{});
        else
            done(Error{.kind = Error::Kind::NotPermitted, .message = s("The PIN is wrong")});
    };
    m_session = std::make_unique<Session>(
        workspace, Session::Doors{.clock = m_clock.get(),
                                  .authority = m_authority.get(),
                                  .journal = m_journal.get(),
                                  .run =
                                      [this](const Plan &plan, const Actor &actor, const QString &) {
                                          m_plans.append(plan);
                                          m_actors.append(actor);
                                      },
                                  .identity = doors,
                                  .approvals = m_book.get(),
                                  .approvalDesk = m_desk.get()});
    m_session->setSignedIn(scenes::aliceSignedIn());
    connect(m_journal.get(), &Journal::appended, m_session.get(), &Session::setApprovalsChanged);
    m_window = std::make_unique<ui::MainWindow>(*m_session, m_theme);
    m_window->resize(1440, 900);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    shop::open(*m_session);
    QTRY_COMPARE(m_window->board().worst(), kCheckout);
}

void ApprovalsPageTest::cleanup()
{
    m_window.reset();
    m_session.reset();
    m_desk.reset();
    m_journal.reset();
    m_book.reset();
}

void ApprovalsPageTest::keysAloneSign()
{
    const QString request = ask(kPayments, someone("bob"));
    sign(kPayments, request, someone("cyd"));
    QTest::keyClick(m_window.get(), Qt::Key_6, Qt::ControlModifier);
    QTRY_VERIFY(list().isVisible() && list().hasFocus());
    QTRY_VERIFY(m_window->inbox().rowOf(request) >= 0);
    QTest::keyClick(&list(), Qt::Key_Home);
    for (int i = 0; i < m_window->inbox().rowCount() && list().currentId() != request; ++i)
        QTest::keyClick(&list(), Qt::Key_Down);
    QCOMPARE(list().currentId(), request);
    QCOMPARE(child<ui::RunsLabel>("gateSentence")->plainText(), s("Your signature completes the gate."));
    QVERIFY(!button("gateApprove")->isEnabled());
    QVERIFY2(foot().whyWords().contains(s("Say why first")), qPrintable(foot().whyWords()));
    QTest::keyClick(&list(), Qt::Key_A);
    QCOMPARE(QApplication::focusWidget(), static_cast<QWidget *>(child<QLineEdit>("gateReason")));
    QTest::keyClicks(QApplication::focusWidget(), s(kWhy));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QCOMPARE(QApplication::focusWidget(), static_cast<QWidget *>(child<QLineEdit>("gatePin")));
    QTest::keyClicks(QApplication::focusWidget(), s("274935"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QCOMPARE(QApplication::focusWidget(), static_cast<QWidget *>(button("gateApprove")));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
    QTRY_COMPARE(m_book->history().size(), 3);
    const ApprovalRecord vote = m_book->history().constLast();
    QVERIFY(vote.verdict == Verdict::Approve);
    QCOMPARE(vote.actor.person, s("person-1"));
    QCOMPARE(vote.actor.auth, s("pin"));
    QTRY_VERIFY2(foot().whyWords().startsWith(s("Signed. Open, 2 of 2")), qPrintable(foot().whyWords()));
    QVERIFY(child<QLineEdit>("gateReason")->text().isEmpty());
    QVERIFY(standing(kPayments).decision.isOpen());
    QVERIFY(m_plans.isEmpty()); // nothing is sent by a signature
}

void ApprovalsPageTest::whoAskedTakesItBack()
{
    const QString request = ask(kPayments, m_session->self());
    show(request);
    QTRY_VERIFY(button("gateTakeBack")->isVisible() && button("gateTakeBack")->isEnabled());
    QVERIFY(!button("gateApprove")->isEnabled());
    QVERIFY2(button("gateApprove")->toolTip().contains(s("Who asked for it may not approve it")),
             qPrintable(button("gateApprove")->toolTip()));
    QVERIFY(foot().whyWords().contains(s("Who asked for it may not approve it")));
    QTest::mouseClick(button("gateTakeBack"), Qt::LeftButton);
    QTRY_COMPARE(m_window->inbox().rowOf(request), -1);
    QTest::mouseClick(button("approvalsPast"), Qt::LeftButton);
    QTRY_VERIFY(m_window->inbox().rowOf(request) >= 0);
    QCOMPARE(kinds(), (QStringList{s("approval.requested"), s("approval.closed")}));
}

void ApprovalsPageTest::aRejectionSaysWhy()
{
    const QString request = ask(kPayments, someone("bob"));
    show(request);
    list().setFocus();
    QTest::keyClick(&list(), Qt::Key_R);
    QTest::keyClicks(QApplication::focusWidget(), s("too early"));
    QVERIFY(!button("gateReject")->isEnabled()); // nine letters
    QTest::keyClicks(QApplication::focusWidget(), s(" in the day"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QCOMPARE(QApplication::focusWidget(), static_cast<QWidget *>(button("gateReject")));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
    QTRY_COMPARE(m_window->inbox().rowOf(request), -1);
    QVERIFY(m_pins.isEmpty()); // a no goes nowhere
    QVERIFY(m_book->history().constLast().verdict == Verdict::Reject);
}

void ApprovalsPageTest::theWrongPinSignsNothing()
{
    const QString request = ask(kPayments, someone("bob"));
    show(request);
    QTest::keyClicks(child<QLineEdit>("gateReason"), s(kWhy));
    QTest::keyClicks(child<QLineEdit>("gatePin"), s("111222"));
    QTRY_VERIFY(button("gateApprove")->isEnabled());
    QTest::mouseClick(button("gateApprove"), Qt::LeftButton);
    QTRY_VERIFY(foot().whyWords().contains(s("The PIN is wrong")));
    QVERIFY(child<QLineEdit>("gatePin")->text().isEmpty());
    QCOMPARE(child<QLineEdit>("gateReason")->text(), s(kWhy));
    QCOMPARE(kinds(), QStringList{s("approval.requested")});
}

// The rollout gets another version while somebody types: what they saw is not what would be done.
void ApprovalsPageTest::whatChangesMeanwhileIsNotSigned()
{
    const QString request = ask(kPayments, someone("bob"));
    show(request);
    QTest::keyClicks(child<QLineEdit>("gateReason"), s(kWhy));
    QTest::keyClicks(child<QLineEdit>("gatePin"), s("274935"));
    Rollout other = *m_session->rollout(m_session->placement(kPayments)->object);
    other.desired.manifest = samples::manifest(s("4.9.0"));
    other.revisions[0].manifest = other.desired.manifest;
    m_session->observe({.backend = s("argo"), .complete = false, .changed = {other}, .gone = {}});
    QTRY_VERIFY(!button("gateApprove")->isEnabled());
    QVERIFY2(foot().whyWords().contains(s("is not what would be done now")), qPrintable(foot().whyWords()));
    QVERIFY(child<ui::RunsLabel>("gateSentence")->plainText().contains(s("no signature on it counts")));
    const QList<EntrySection> &plan = m_window->approvalsPage().pane().detail().plan;
    QCOMPARE(plan.constFirst().title, s("What changed since it was asked for"));
    QTest::mouseClick(button("gateApprove"), Qt::LeftButton);
    QTest::qWait(100);
    QCOMPARE(kinds(), QStringList{s("approval.requested")});
}

void ApprovalsPageTest::theButtonSaysWhyNot()
{
    const QString request = ask(kPayments, someone("bob"));
    SignedIn mal = scenes::aliceSignedIn();
    mal.identity.roles = {s("on-call")};
    m_authority->setSignedIn(mal);
    m_session->setSignedIn(mal);
    show(request);
    QTRY_VERIFY(button("gateApprove")->isVisible());
    QVERIFY(!button("gateApprove")->isEnabled());
    QCOMPARE(button("gateApprove")->toolTip(), s("Only release-manager may."));
    QCOMPARE(foot().whyWords(), s("Only release-manager may."));
    QVERIFY(!child<QLineEdit>("gateReason")->isVisible());
    shop::setHealth(*m_session, "argo", false);
    QTRY_VERIFY(foot().whyWords().startsWith(s("argo has been silent")));
}

void ApprovalsPageTest::aReviewIsCountersigned()
{
    const Result<Plan> plan = m_session->plan(PlanKind::Promote, kPayments);
    QVERIFY(plan);
    const auto broken = test::await<Ok>([&](auto done) {
        m_desk->breakGlass(standing(kPayments), *plan, someone("dan", {s("on-call")}), s("customers cannot pay"), done);
    });
    QVERIFY(broken);
    m_clock->set(samples::kNow + 90 * 60'000);
    shop::setHealth(*m_session, "argo", true);
    SignedIn later = scenes::aliceSignedIn();
    later.identity.untilMs = samples::kNow + 600 * 60'000;
    m_authority->setSignedIn(later);
    m_session->setSignedIn(later);
    QTest::keyClick(m_window.get(), Qt::Key_6, Qt::ControlModifier);
    QTRY_COMPARE(m_window->inbox().countOf(InboxRow::Group::Overdue), 1);
    QTest::keyClick(&list(), Qt::Key_Home);
    QTRY_VERIFY(gates::plain(child<ui::RunsLabel>("gateSentence")->plainText()).startsWith(s("Overdue for 30 min")));
    QVERIFY(!button("gateApprove")->isVisible() && !button("gateReject")->isVisible());
    QTest::keyClick(&list(), Qt::Key_A);
    QTest::keyClicks(QApplication::focusWidget(), s("I have looked at it"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QCOMPARE(QApplication::focusWidget(), static_cast<QWidget *>(button("gateCountersign")));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
    QTRY_COMPARE(m_window->inbox().countOf(InboxRow::Group::Overdue), 0);
    QVERIFY(m_session->countersigns().isEmpty());
}

void ApprovalsPageTest::theNavigationCounts()
{
    const auto note = [this] {
        for (const ui::NavItem *item : m_window->findChildren<ui::NavItem *>()) {
            if (item->text() == s("Approvals"))
                return item->note();
        }
        return s("none");
    };
    QTRY_COMPARE(note(), s("1")); // payments waits, and its gate is shut: anybody can ask
    (void)ask(kPayments, someone("bob"));
    (void)ask(kCheckout, someone("bob"));
    QTRY_COMPARE(note(), s("2"));
}

void ApprovalsPageTest::aRolloutAsksAndOpensItsRequest()
{
    m_window->openRollout(kPayments);
    auto *strip = m_window->rolloutPage().findChild<ui::GateStrip *>();
    QTRY_VERIFY(strip->isVisible());
    QVERIFY2(strip->words().contains(s("Nobody has asked yet. It needs 2 more approvals of release-manager")),
             qPrintable(strip->words()));
    auto *promote = m_window->rolloutPage().findChild<QPushButton *>(s("action-promote"));
    QVERIFY(!promote->isEnabled() &&
            m_window->rolloutPage().findChild<QPushButton *>(s("action-rollback"))->isEnabled());
    const auto in = [strip](const char *name) { return strip->findChild<QPushButton *>(QLatin1String(name)); };
    QVERIFY(!in("gateOpen")->isVisible());
    QTest::mouseClick(in("gateAskStrip"), Qt::LeftButton);
    QCOMPARE(QApplication::focusWidget(), static_cast<QWidget *>(strip->findChild<QLineEdit *>(s("gateStripReason"))));
    QTest::keyClicks(QApplication::focusWidget(), s("healthy for an hour"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space); // asking is no plan: one press
    QTRY_COMPARE(kinds(), QStringList{s("approval.requested")});
    QTRY_VERIFY(in("gateOpen")->isVisible() && !in("gateAskStrip")->isVisible());
    QTest::mouseClick(in("gateOpen"), Qt::LeftButton);
    QTRY_VERIFY(m_window->approvalsPage().isVisible());
    const QString request = m_book->history().constFirst().request;
    QTRY_COMPARE(list().currentId(), request);
    QTest::mouseClick(button("gateRollout"), Qt::LeftButton);
    QTRY_VERIFY(m_window->rolloutPage().isVisible());
    QCOMPARE(m_window->rolloutPage().placement(), kPayments);
}

void ApprovalsPageTest::onCallGoesPastTheGate()
{
    m_window->openRollout(kPayments);
    auto *strip = m_window->rolloutPage().findChild<ui::GateStrip *>();
    QTRY_VERIFY(strip->isVisible());
    QTest::mouseClick(strip->findChild<QPushButton *>(s("gateGlass")), Qt::LeftButton);
    QVERIFY(gates::plain(strip->findChild<ui::RunsLabel *>(s("gateStripWhat"))->plainText())
                .contains(s("countersign it within 1 h")));
    auto *confirm = strip->findChild<ui::HoldButton *>(s("gateStripConfirm"));
    QVERIFY(!confirm->isEnabled());
    QTest::keyClicks(QApplication::focusWidget(), s("customers cannot pay"));
    QVERIFY(!confirm->isEnabled()); // goes forward in production: the PIN
    QTest::keyClicks(strip->findChild<QLineEdit *>(s("gateStripPin")), s("274935"));
    hold(confirm);
    QTRY_COMPARE(m_plans.size(), 1);
    QCOMPARE(m_actors.constFirst().auth, s("pin"));
    QVERIFY(m_plans.constFirst().kind == PlanKind::Promote);
    QCOMPARE(kinds(), (QStringList{s("override.granted"), s("approval.requested")}));
    QCOMPARE(m_session->countersigns().size(), 1);
    QTRY_COMPARE(m_window->inbox().rowCount(), 3); // the review, and the two pauses
}

void ApprovalsPageTest::whoHasNoRoleDoesNotGoPast()
{
    SignedIn other = scenes::aliceSignedIn();
    other.identity.roles = {s("release-manager")};
    m_authority->setSignedIn(other);
    m_session->setSignedIn(other);
    m_window->openRollout(kPayments);
    auto *glass = m_window->rolloutPage().findChild<QPushButton *>(s("gateGlass"));
    QTRY_VERIFY(glass->isVisible());
    QVERIFY(!glass->isEnabled());
    QVERIFY2(glass->toolTip().contains(s("only on-call may break the glass")), qPrintable(glass->toolTip()));
}

void ApprovalsPageTest::anApprovalIsHandedOnByKeys()
{
    const QString before = ask(kPayments, someone("bob"));
    show(before);
    QTRY_VERIFY(button("gateApprove")->isVisible());
    QVERIFY(!button("gateHandOn")->isVisible()); // the rule lets nobody
    letHandOn();
    (void)ask(kCheckout, someone("dan"));
    const QString request = ask(kPayments, someone("bob"));
    show(request);
    QTRY_VERIFY(button("gateHandOn")->isVisible());
    QVERIFY(!button("gateHandOn")->isEnabled());
    QVERIFY(button("gateHandOn")->toolTip().contains(s("Say why first")));
    QTest::keyClicks(child<QLineEdit>("gateReason"), s("I am on leave from noon"));
    QVERIFY(button("gateHandOn")->toolTip().contains(s("PIN"))); // as for the approval
    QTest::keyClicks(child<QLineEdit>("gatePin"), s("274935"));
    child<QLineEdit>("gatePin")->setFocus();
    for (int i = 0; i < 5 && QApplication::focusWidget() != button("gateHandOn"); ++i)
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    QCOMPARE(QApplication::focusWidget(), static_cast<QWidget *>(button("gateHandOn")));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
    QTRY_VERIFY(QApplication::activePopupWidget());
    auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
    QVERIFY(menu);
    QCOMPARE(menu->actions().size(), 1); // not bob, who asked, nor who sits here
    QCOMPARE(menu->actions().constFirst()->text(), s("dan"));
    QTest::keyClick(menu, Qt::Key_Down);
    QTest::keyClick(menu, Qt::Key_Return);
    QTRY_VERIFY2(foot().whyWords().startsWith(s("Handed on to dan.")), qPrintable(foot().whyWords()));
    const ApprovalRecord handed = m_book->history().constLast();
    QVERIFY(handed.verdict == Verdict::Delegate);
    QCOMPARE(handed.delegateTo, s("p-dan"));
    QCOMPARE(handed.actor.person, s("person-1"));
    QCOMPARE(handed.actor.auth, s("pin"));
    QCOMPARE(handed.request, request);
    QTRY_VERIFY(!button("gateHandOn")->isVisible()); // once
    // Now dan's signature counts, who has no role.
    sign(kPayments, request, someone("dan", {}));
    QCOMPARE(standing(kPayments).decision.seats.size(), 1);
    QCOMPARE(standing(kPayments).decision.seats.constFirst().delegatedBy, s("person-1"));
}

void ApprovalsPageTest::nobodyToHandItTo()
{
    letHandOn();
    show(ask(kPayments, someone("bob")));
    QTest::keyClicks(child<QLineEdit>("gateReason"), s(kWhy));
    QTest::keyClicks(child<QLineEdit>("gatePin"), s("274935"));
    QTRY_VERIFY(button("gateHandOn")->isEnabled());
    QTest::mouseClick(button("gateHandOn"), Qt::LeftButton);
    QTRY_VERIFY(QApplication::activePopupWidget());
    const auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
    QVERIFY(menu && menu->actions().size() == 1 && !menu->actions().constFirst()->isEnabled());
    QVERIFY(menu->actions().constFirst()->text().contains(s("asternctl approve --to")));
    QTest::keyClick(QApplication::activePopupWidget(), Qt::Key_Escape);
    QTest::qWait(50);
    QCOMPARE(kinds(), QStringList{s("approval.requested")});
}

void ApprovalsPageTest::anEditOfAPolicyShowsItsNumbers()
{
    Workspace workspace = m_session->workspace();
    workspace.gates.append(gates::beforePolicies());
    m_authority->setWorkspace(workspace);
    m_session->setWorkspace(workspace);
    const auto waiting = [&] { return gates::waitingEdits(workspace, *m_book, gates::looserPolicy()); };
    m_session->setPolicyEdits(waiting());
    const auto id = test::await<QString>([&](auto done) {
        m_desk->request(m_session->policyEdits().constFirst().gates.constFirst(), someone("bob"), s(kWhy), done);
    });
    QVERIFY(id);
    m_session->setPolicyEdits(waiting());
    show(*id);
    const QList<EntrySection> &plan = m_window->approvalsPage().pane().detail().plan;
    const auto numbers = std::find_if(plan.cbegin(), plan.cend(),
                                      [](const EntrySection &one) { return one.title == s("Which numbers change"); });
    QVERIFY(numbers != plan.cend());
    QCOMPARE(numbers->facts.constLast().name, s("errors/for"));
    QCOMPARE(numbers->facts.constLast().words, s("120s → 300s"));
    QCOMPARE(button("gateApprove")->text(), s("Approve")); // it leads to no share of the traffic
    QTest::keyClicks(child<QLineEdit>("gateReason"), s(kWhy));
    QTRY_VERIFY2(button("gateApprove")->isEnabled(), qPrintable(foot().whyWords())); // nothing goes forward by itself
    QTest::mouseClick(button("gateApprove"), Qt::LeftButton);
    QTRY_VERIFY(foot().whyWords().startsWith(s("Signed.")));
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    ui::Theme theme;
    theme.install(application);
    ApprovalsPageTest test(theme);
    return QTest::qExec(&test, argc, argv);
}

#include "tst_approvalspage.moc"
