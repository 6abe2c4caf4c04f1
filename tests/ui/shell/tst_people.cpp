// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/approval/localauthority.h"
#include "models/base/format.h"
#include "models/views/gatesmodel.h"
#include "models/views/rolesmodel.h"
#include "tests/support/clocks.h"
#include "tests/support/people.h"
#include "tests/support/shop.h"
#include "ui/emergency/emergencysheet.h"
#include "ui/rollout/holdbutton.h"
#include "ui/rollout/rolloutpage.h"
#include "ui/rollout/runslabel.h"
#include "ui/settings/settingspage.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/topbar.h"

#include <QAbstractItemModelTester>
#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTest>

using namespace astern;

namespace {

const QString kCheckout = QStringLiteral("checkout@prod/eu-1");

} // namespace

// Who acts, as people see it and change it: keys and mouse, over the rules that really decide.
class PeopleTest : public QObject {
    Q_OBJECT
public:
    explicit PeopleTest(ui::Theme &theme) : m_theme(theme) {}

private:
    ui::Theme &m_theme;
    SteppedClock m_clock{samples::kNow};
    std::unique_ptr<LocalAuthority> m_authority;
    FakeJournal m_journal;
    QStringList m_asked; // "sign in", "sign in anew", "cancel", "sign out", "pin 274935"…
    Done<Ok> m_checked;  // of the PIN that was given last
    PinState m_pin;
    QList<Plan> m_plans;
    QList<Actor> m_actors;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<ui::MainWindow> m_window;

    template <class T>
    T *child(const char *name) const
    {
        return m_window->findChild<T *>(QLatin1String(name));
    }
    template <class T>
    T *strip(const char *name) const // of the rollout's own screen: the board has one, too
    {
        return m_window->rolloutPage().findChild<T *>(QLatin1String(name));
    }
    QPushButton *who() const { return child<QPushButton>("identityButton"); }
    void setSignedIn(const SignedIn &signedIn)
    {
        m_authority->setSignedIn(signedIn);
        m_session->setSignedIn(signedIn);
    }
    // Opens the menu by a click and chooses by keys.
    void choose(const char *action)
    {
        QTest::mouseClick(who(), Qt::LeftButton);
        QTRY_VERIFY(QApplication::activePopupWidget());
        auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        QVERIFY(menu);
        const QList<QAction *> actions = menu->actions();
        for (int i = 0; i < actions.size() &&
                        (!menu->activeAction() || menu->activeAction()->objectName() != QLatin1String(action));
             ++i)
            QTest::keyClick(menu, Qt::Key_Down);
        QVERIFY2(menu->activeAction() && menu->activeAction()->objectName() == QLatin1String(action), action);
        QTest::keyClick(menu, Qt::Key_Return);
    }
    QStringList offered()
    {
        QTest::mouseClick(who(), Qt::LeftButton);
        QStringList names;
        if (QTest::qWaitFor([] { return QApplication::activePopupWidget() != nullptr; })) {
            for (const QAction *action : QApplication::activePopupWidget()->actions()) {
                if (!action->isSeparator())
                    names.append(action->objectName());
            }
            QTest::keyClick(QApplication::activePopupWidget(), Qt::Key_Escape);
        }
        return names;
    }
    void openPlan(const char *action)
    {
        m_window->openRollout(kCheckout);
        auto *button = m_window->rolloutPage().findChild<QPushButton *>(QLatin1String(action));
        QVERIFY(button && button->isEnabled());
        QTest::mouseClick(button, Qt::LeftButton);
    }
    void holdConfirm()
    {
        auto *confirm = strip<ui::HoldButton>("stripConfirm");
        QTRY_VERIFY(confirm->isVisible() && confirm->isEnabled());
        QTest::mousePress(confirm, Qt::LeftButton);
        QTest::qWait(1'500); // as long as a person holds it
        QTest::mouseRelease(confirm, Qt::LeftButton);
    }

private Q_SLOTS:
    void init();
    void cleanup() { m_window.reset(); }
    void nothingIsSaidOfNobody();
    void theChipSaysWho();
    void theMenuSignsInAndOut();
    void theMenuGoesToTheSettings();
    void nobodyCannotPromote();
    void thePinIsAskedForAndGoodForOnePlan();
    void theRightPinForAPlanThatHasChanged();
    void aRollbackAsksForNothing();
    void thePaneSetsThePin();
    void thePaneTestsTheProvider();
    void rolesAreListed();
    void theRolesPaneSaysWhoMayWhat();
};

void PeopleTest::init()
{
    m_asked.clear();
    m_plans.clear();
    m_actors.clear();
    m_checked = {};
    m_clock.set(samples::kNow);
    m_pin = {};
    m_theme.setReducedMotion(true);
    Workspace workspace = shop::workspace();
    workspace.unenforced.clear();
    scenes::namePeople(workspace);
    m_authority = std::make_unique<LocalAuthority>(
        workspace, Actor{.ref = QStringLiteral("os-1"), .name = QStringLiteral("jo")}, m_clock);
    m_session = std::make_unique<Session>(
        workspace,
        Session::Doors{.clock = &m_clock,
                       .authority = m_authority.get(),
                       .journal = &m_journal,
                       .run =
                           [this](const Plan &plan, const Actor &actor, const QString &) {
                               m_plans.append(plan);
                               m_actors.append(actor);
                           },
                       .testConnection =
                           [this](const QString &backend, const ConnectionTest::Told &) {
                               m_asked.append(QStringLiteral("test ") + backend);
                               return quint64(1);
                           },
                       .endTest = [](quint64) {},
                       .identity = {.signIn =
                                        [this](IdentityProvider::Way, bool anew) {
                                            m_asked.append(anew ? QStringLiteral("sign in anew")
                                                                : QStringLiteral("sign in"));
                                        },
                                    .cancel = [this] { m_asked.append(QStringLiteral("cancel")); },
                                    .signOut =
                                        [this](const Done<Ok> &done) {
                                            m_asked.append(QStringLiteral("sign out"));
                                            done(Ok{});
                                        },
                                    .checkPin =
                                        [this](const QString &pin, const Done<Ok> &done) {
                                            m_asked.append(QStringLiteral("pin ") + pin);
                                            m_checked = done;
                                        },
                                    .setPin =
                                        [this](const QString &pin, const QString &old, const Done<PinState> &done) {
                                            m_asked.append(QStringLiteral("set %1 was %2").arg(pin, old));
                                            m_pin = {.set = true, .byKeychain = true, .setMs = samples::kNow};
                                            done(m_pin);
                                        },
                                    .lookAtPin = [this](const Done<PinState> &done) { done(m_pin); }}});
    setSignedIn({.state = SignedIn::State::Out});
    m_window = std::make_unique<ui::MainWindow>(*m_session, m_theme);
    m_window->resize(1440, 900);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    shop::open(*m_session);
    QTRY_COMPARE(m_window->board().worst(), kCheckout);
}

void PeopleTest::nothingIsSaidOfNobody()
{
    m_session->setSignedIn({});
    QVERIFY(!who()->isVisible());
    setSignedIn({.state = SignedIn::State::NotNeeded,
                 .identity = {.person = QStringLiteral("p"), .name = QStringLiteral("jo")}});
    QVERIFY(who()->isVisible());
    QCOMPARE(who()->text(), QStringLiteral("jo"));
}

void PeopleTest::theChipSaysWho()
{
    QCOMPARE(who()->text(), QStringLiteral("Sign in"));
    QVERIFY(who()->accessibleDescription().contains(QLatin1String("nothing can go forward")));
    setSignedIn(scenes::aliceSignedIn());
    QCOMPARE(who()->text(), QStringLiteral("Alice Ang · release-manager +1"));
    setSignedIn(scenes::endedSignIn());
    QCOMPARE(who()->text(), QStringLiteral("Alice Ang"));
    QVERIFY(who()->toolTip().contains(QLatin1String("ended at")));
    QVERIFY(who()->toolTip().contains(QLatin1String("connection was refused")));
    // Beside the chips of connections, and under none of the buttons.
    QVERIFY(who()->geometry().right() < child<QPushButton>("themeButton")->geometry().left());
    SignedIn long_ = scenes::aliceSignedIn();
    long_.identity.name = QStringLiteral("Wolfeschlegelsteinhausenbergerdorff & Sons of the North");
    setSignedIn(long_);
    QVERIFY(who()->width() <= m_theme.px(240));
    QVERIFY(who()->text().contains(QChar(0x2026)));
}

void PeopleTest::theMenuSignsInAndOut()
{
    const auto names = [](const QList<const char *> &list) {
        QStringList all;
        for (const char *name : list)
            all.append(QLatin1String(name));
        return all;
    };
    QCOMPARE(offered(), names({"identitySignIn", "identitySettings"}));
    choose("identitySignIn");
    setSignedIn({.state = SignedIn::State::Asking, .browse = QUrl(QStringLiteral("https://login.shop.example/auth"))});
    QCOMPARE(who()->text(), QStringLiteral("Signing in…"));
    QCOMPARE(offered(), names({"identityCancel", "identitySettings"}));
    choose("identityCancel");
    setSignedIn(scenes::aliceSignedIn());
    QCOMPARE(offered(), names({"identitySignIn", "identitySignOut", "identitySettings"}));
    choose("identitySignIn");
    choose("identitySignOut");
    QCOMPARE(m_asked, (QStringList{QStringLiteral("sign in"), QStringLiteral("cancel"), QStringLiteral("sign in anew"),
                                   QStringLiteral("sign out")}));
}

void PeopleTest::theMenuGoesToTheSettings()
{
    choose("identitySettings");
    QTRY_VERIFY(m_window->settingsPage().isVisible());
    QCOMPARE(int(m_window->settingsPage().section()), int(ui::SettingsPage::IdentitySection));
    QTest::mouseClick(child<QPushButton>("signIn"), Qt::LeftButton);
    QCOMPARE(m_asked, QStringList{QStringLiteral("sign in")});
    setSignedIn(scenes::aliceSignedIn());
    QTest::mouseClick(child<QPushButton>("signOut"), Qt::LeftButton);
    QTRY_VERIFY(child<ui::RunsLabel>("identitySaid")->plainText().contains(QLatin1String("Signed out")));
}

void PeopleTest::nobodyCannotPromote()
{
    m_window->openRollout(kCheckout);
    auto *promote = m_window->rolloutPage().findChild<QPushButton *>(QStringLiteral("action-promote"));
    QVERIFY(promote && !promote->isEnabled());
    QVERIFY2(promote->toolTip().contains(QLatin1String("Nobody is signed in")), qPrintable(promote->toolTip()));
    QVERIFY(m_window->rolloutPage().findChild<QPushButton *>(QStringLiteral("action-rollback"))->isEnabled());
    setSignedIn(scenes::aliceSignedIn());
    QTRY_VERIFY(promote->isEnabled());
    m_clock.set(samples::kNow + 13 * 60'000); // nobody has said yet that it has ended
    QTRY_VERIFY(!promote->isEnabled());
}

void PeopleTest::thePinIsAskedForAndGoodForOnePlan()
{
    setSignedIn(scenes::aliceSignedIn());
    openPlan("action-promote");
    auto *pin = strip<QLineEdit>("stripPin");
    auto *confirm = strip<ui::HoldButton>("stripConfirm");
    QTRY_VERIFY(pin->isVisible());
    QCOMPARE(QApplication::focusWidget(), static_cast<QWidget *>(pin));
    QVERIFY(!confirm->isEnabled());
    QTest::keyClicks(pin, QStringLiteral("111222"));
    QCOMPARE(pin->displayText().count(QLatin1Char('1')), 0);
    holdConfirm();
    QCOMPARE(m_asked, QStringList{QStringLiteral("pin 111222")});
    QVERIFY(m_plans.isEmpty());
    m_checked(Error{.kind = Error::Kind::NotPermitted, .message = QStringLiteral("The PIN is wrong")});
    QTRY_VERIFY(strip<ui::RunsLabel>("stripPinSaid")->plainText().contains(QLatin1String("The PIN is wrong")));
    QVERIFY(m_plans.isEmpty());
    QVERIFY(pin->text().isEmpty());
    QTest::keyClicks(pin, QStringLiteral("274935"));
    holdConfirm();
    QVERIFY(m_plans.isEmpty());
    m_checked(Ok{});
    QTRY_COMPARE(m_plans.size(), 1);
    QCOMPARE(m_actors.constFirst().auth, QStringLiteral("pin"));
    QCOMPARE(m_actors.constFirst().person, QStringLiteral("person-1"));
    // The next plan asks again.
    const Result<Plan> next = m_session->plan(PlanKind::Promote, kCheckout);
    QVERIFY(next);
    QVERIFY(m_session->may(*next).presence);
    QVERIFY(!m_session->commit(*next, {}));
    QCOMPARE(m_plans.size(), 1);
}

void PeopleTest::theRightPinForAPlanThatHasChanged()
{
    setSignedIn(scenes::aliceSignedIn());
    openPlan("action-promote");
    QTest::keyClicks(strip<QLineEdit>("stripPin"), QStringLiteral("274935"));
    holdConfirm();
    setSignedIn({.state = SignedIn::State::Out});
    m_checked(Ok{});
    QTest::qWait(50);
    QVERIFY(m_plans.isEmpty());
    SignedIn bob = scenes::aliceSignedIn();
    bob.identity.person = QStringLiteral("person-2");
    setSignedIn(bob);
    QTest::qWait(50);
    QVERIFY(m_plans.isEmpty());
}

void PeopleTest::aRollbackAsksForNothing()
{
    for (const SignedIn &signedIn :
         {SignedIn{.state = SignedIn::State::Out}, scenes::endedSignIn(), scenes::aliceSignedIn()}) {
        setSignedIn(signedIn);
        const Result<Plan> back = m_session->plan(PlanKind::Rollback, kCheckout);
        QVERIFY(back);
        QVERIFY(m_session->may(*back).allowed);
        QVERIFY(m_session->commit(*back, {}));
        QVERIFY(m_actors.constLast().auth != QLatin1String("pin"));
    }
    QCOMPARE(m_actors.at(0).auth, QStringLiteral("os"));
    QCOMPARE(m_actors.at(1).auth, QStringLiteral("oidc-ended"));
    QCOMPARE(m_actors.at(1).name, QStringLiteral("Alice Ang"));
    QVERIFY(m_actors.at(1).person.isEmpty());
    QCOMPARE(m_actors.at(2).auth, QStringLiteral("oidc"));
    QVERIFY(m_asked.isEmpty());
}

void PeopleTest::thePaneSetsThePin()
{
    setSignedIn(scenes::aliceSignedIn());
    m_window->openSettings(ui::SettingsPage::IdentitySection);
    auto *fresh = child<QLineEdit>("pinNew");
    auto *old = child<QLineEdit>("pinOld");
    auto *set = child<QPushButton>("pinSet");
    QTRY_VERIFY(fresh->isVisible() && !old->isVisible());
    QTRY_VERIFY(child<ui::RunsLabel>("pinState")->plainText().contains(QLatin1String("No PIN is set")));
    fresh->setFocus();
    QTest::keyClicks(fresh, QStringLiteral("2749"));
    QVERIFY(!set->isEnabled());
    QTest::keyClicks(fresh, QStringLiteral("35"));
    QTest::keyClick(fresh, Qt::Key_Return);
    QTRY_VERIFY(old->isVisible());
    QVERIFY(child<ui::RunsLabel>("pinState")->plainText().contains(QLatin1String("sealed by the keychain")));
    QVERIFY(fresh->text().isEmpty());
    QTest::keyClicks(fresh, QStringLiteral("864209"));
    QVERIFY(!set->isEnabled());
    QTest::keyClicks(old, QStringLiteral("274935"));
    QTest::mouseClick(set, Qt::LeftButton);
    QCOMPARE(m_asked, (QStringList{QStringLiteral("set 274935 was "), QStringLiteral("set 864209 was 274935")}));
}

void PeopleTest::thePaneTestsTheProvider()
{
    m_window->openSettings(ui::SettingsPage::IdentitySection);
    auto *button = child<QPushButton>("testIdentity");
    QTRY_VERIFY(button->isVisible());
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(m_asked, QStringList{QStringLiteral("test identity:")});
    QCOMPARE(button->text(), QStringLiteral("Cancel"));
}

void PeopleTest::rolesAreListed()
{
    RolesModel model(*m_session);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(model.rowAt(1).members, QStringLiteral("groups oncall, oncall-night of the provider"));
    const QPersistentModelIndex second = model.index(1, RolesModel::MineColumn);
    QVERIFY(second.data().toString().isEmpty());
    setSignedIn(scenes::aliceSignedIn());
    QVERIFY(second.isValid());
    QCOMPARE(second.data().toString(), QStringLiteral("yours"));
    Workspace fewer = m_session->workspace();
    fewer.roles.removeFirst();
    m_session->setWorkspace(fewer);
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(second.row(), 0);
}

// To be read, as it is in force: an edit of the file shows without anybody pressing anything.
void PeopleTest::theRolesPaneSaysWhoMayWhat()
{
    setSignedIn(scenes::aliceSignedIn());
    Workspace workspace = m_session->workspace();
    GateConfig gate;
    gate.id = QStringLiteral("into-production");
    gate.when.environments = {QStringLiteral("prod")};
    gate.approvals.count = 2;
    gate.approvals.roles = {QStringLiteral("release-manager")};
    gate.approvals.notRequester = true;
    gate.breakGlass.roles = {QStringLiteral("on-call")};
    gate.at = {QStringLiteral("astern.yaml"), 58, 5};
    workspace.gates = {gate};
    workspace.permissions = {{.act = GatedAct::Promote, .roles = {QStringLiteral("release-manager")}, .at = {}}};
    m_session->setWorkspace(workspace);
    QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("roles, perm"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    auto *roles = child<QAbstractItemView>("permissionList");
    QTRY_VERIFY(roles && roles->isVisible());
    const auto may = [roles](int row) { return roles->model()->index(row, RolesModel::MayColumn).data().toString(); };
    QCOMPARE(may(0), QStringLiteral("promote; signs at into-production"));
    QCOMPARE(may(1), QStringLiteral("may go past into-production"));
    QCOMPARE(may(2), QStringLiteral("nothing that others may not"));
    QVERIFY(child<ui::RunsLabel>("permissionWords")->plainText().contains(QLatin1String("always")));
    auto *gates = child<QAbstractItemView>("gateList");
    GatesModel &model = *qobject_cast<GatesModel *>(gates->model());
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(model.rowAt(0).when, QStringLiteral("going forward in prod"));
    QCOMPARE(model.rowAt(0).needs,
             QStringLiteral("2 of release-manager, not who asked, within ") + format::duration(4 * 3'600'000LL));
    QCOMPARE(model.rowAt(0).where, QStringLiteral("astern.yaml:58"));
    const QPersistentModelIndex first = model.index(0, 0);
    gate.id = QStringLiteral("before-flags");
    gate.when.acts = {GatedAct::FlagOn};
    workspace.gates.prepend(gate);
    m_session->setWorkspace(workspace);
    QCOMPARE(first.row(), 1);
    QCOMPARE(model.rowAt(0).when, QStringLiteral("flag-on in prod"));
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    ui::Theme theme;
    theme.install(application);
    PeopleTest test(theme);
    return QTest::qExec(&test, argc, argv);
}

#include "tst_people.moc"
