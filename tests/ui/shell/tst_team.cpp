// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/approval/approvalbook.h"
#include "models/views/peoplemodel.h"
#include "tests/support/clocks.h"
#include "tests/support/shop.h"
#include "tests/support/team.h"
#include "ui/board/boardpage.h"
#include "ui/emergency/emergencysheet.h"
#include "ui/rollout/alsohere.h"
#include "ui/rollout/factsview.h"
#include "ui/rollout/rolloutpage.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/palette.h"
#include "ui/shell/teambutton.h"
#include "ui/shell/teampopup.h"
#include "ui/shell/topbar.h"

#include <QApplication>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

using namespace astern;

namespace {

QString s(const char *text) { return QString::fromUtf8(text); }
const QString kCheckout = s("checkout@prod/eu-1");

} // namespace

// The people of a team on the screens, by keys and mouse.
class TeamTest : public QObject {
    Q_OBJECT
public:
    explicit TeamTest(ui::Theme &theme) : m_theme(theme) {}

private:
    ui::Theme &m_theme;
    SteppedClock m_clock{samples::kNow};
    team::TeamAuthority m_authority;
    FakeJournal m_journal;
    std::unique_ptr<ApprovalBook> m_book;
    std::unique_ptr<team::FakePresence> m_presence;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<TeamSight> m_team;
    std::unique_ptr<ui::MainWindow> m_window;

    ui::TeamButton *button() const { return m_window->findChild<ui::TeamButton *>(); }
    static ui::TeamPopup *popup() { return qobject_cast<ui::TeamPopup *>(QApplication::activePopupWidget()); }
    template <class T>
    static T *inPopup(const char *name)
    {
        return popup() ? popup()->findChild<T *>(QLatin1String(name)) : nullptr;
    }
    static QString said(const char *name)
    {
        const auto *label = inPopup<ui::RunsLabel>(name);
        return label && label->isVisible() ? label->plainText() : QString();
    }
    static void press(int key) { QTest::keyClick(QApplication::focusWidget(), Qt::Key(key)); }
    void openByKeys()
    {
        QTest::keyClick(m_window.get(), Qt::Key_T, Qt::ControlModifier);
        QTRY_VERIFY(popup());
        QTRY_VERIFY(popup()->isAncestorOf(QApplication::focusWidget()));
    }
    void putOnCall(const QString &person, const QString &name)
    {
        Actor by;
        by.person = person;
        by.roles = {kOnCallRole};
        m_book->take(team::handedOver(
                         handOverDraft(m_session->workspace().name, onCallOf(*m_session), person, name, by, {}), 20),
                     1);
        m_session->setApprovalsChanged();
    }
    // Until the focus is there; false when a whole round did not come by.
    static bool tabTo(const QWidget *wanted)
    {
        for (int i = 0; i < 60 && QApplication::focusWidget(); ++i) {
            if (QApplication::focusWidget() == wanted)
                return true;
            press(Qt::Key_Tab);
        }
        return false;
    }

private Q_SLOTS:
    void init();
    void cleanup()
    {
        m_window.reset();
        m_team.reset();
        m_session.reset();
    }
    void nobodyIsShownWithoutATeam();
    void initialsComeAndGo();
    void aClickOpensWhoIsThere();
    void theKeyboardReachesThem();
    void aPlaceIsOpenedByKeys();
    void aPlaceIsOpenedByAClick();
    void theListStaysTrue();
    void theDatabaseIsAway();
    void onCallIsHandedOverByKeys();
    void onCallIsTaken();
    void whoMayNotIsToldWhy();
    void theLogsRefusalIsShown();
    void othersHearWhatIsLookedAt();
    void theRolloutSaysWhoElseLooks();
    void theEmergencySheetSaysWhoElseLooks();
    void thePaletteOffersIt();
};

void TeamTest::init()
{
    m_clock.set(samples::kNow);
    m_theme.setReducedMotion(true);
    m_authority.who = team::TeamAuthority().who;
    m_journal.log.clear();
    m_journal.full = false;
    m_book = std::make_unique<ApprovalBook>();
    m_book->setRead();
    m_presence = std::make_unique<team::FakePresence>();
    m_session = std::make_unique<Session>(
        team::withTeam(shop::workspace()),
        Session::Doors{.clock = &m_clock, .authority = &m_authority, .journal = &m_journal, .approvals = m_book.get()});
    m_team = std::make_unique<TeamSight>(*m_session, *m_presence);
    m_window = std::make_unique<ui::MainWindow>(*m_session, m_theme);
    m_window->setTeam(m_team.get());
    m_window->resize(1440, 900);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    shop::open(*m_session);
    QTRY_COMPARE(m_window->board().worst(), kCheckout);
    m_presence->tell(team::five());
    m_presence->looked.clear();
}

void TeamTest::nobodyIsShownWithoutATeam()
{
    QVERIFY(button()->isVisible());
    m_session->setWorkspace(shop::workspace());
    QVERIFY(!button()->isVisible());
    QTest::keyClick(m_window.get(), Qt::Key_T, Qt::ControlModifier);
    QTest::qWait(50);
    QVERIFY(!popup());
}

void TeamTest::initialsComeAndGo()
{
    QCOMPARE(button()->badges().shown.size(), 4);
    QCOMPARE(button()->badges().shown.constFirst().initials, s("KH"));
    QCOMPARE(button()->badges().more, 1);
    QVERIFY(button()->toolTip().startsWith(s("There now: Kim Lee-Hansen, Jo Berg")));
    QCOMPARE(button()->accessibleName(), button()->toolTip());
    const int wide = button()->width();
    TeamPresence alone;
    alone.known = true;
    alone.present = {team::alice()};
    m_presence->tell(alone);
    QVERIFY(button()->isVisible() && button()->width() < wide);
    QCOMPARE(button()->toolTip(), s("There now: you"));
    alone.present = {team::guard()};
    m_presence->tell(alone);
    QVERIFY(!button()->isVisible());
}

void TeamTest::aClickOpensWhoIsThere()
{
    QTest::mouseClick(button(), Qt::LeftButton);
    QTRY_VERIFY(popup());
    QCOMPARE(said("teamHead"), s("5 people are there."));
    QCOMPARE(said("teamAutomation"), s("Acts by policies: asternctl guard on ops-2, ops (ops)"));
    QCOMPARE(said("teamOnCall"), s("On call: nobody said"));
    QCOMPARE(inPopup<ui::FactsView>("teamList")->model()->rowCount(), 6);
    // Under the initials, and whole on the window.
    QVERIFY(popup()->height() > 200);
    QTest::keyClick(popup(), Qt::Key_Escape);
    QTRY_VERIFY(!popup());
}

void TeamTest::theKeyboardReachesThem()
{
    m_window->findChild<QPushButton *>(s("emergencyButton"))->setFocus(Qt::TabFocusReason);
    QVERIFY(tabTo(button()));
    press(Qt::Key_Return);
    QTRY_VERIFY(popup());
    QTRY_VERIFY(inPopup<ui::FactsView>("teamList")->hasFocus());
    QVERIFY(tabTo(inPopup<QPushButton>("onCallBegin")));
    press(Qt::Key_Escape);
    QTRY_VERIFY(!popup());
    button()->setFocus();
    press(Qt::Key_Space);
    QTRY_VERIFY(popup());
}

void TeamTest::aPlaceIsOpenedByKeys()
{
    openByKeys();
    for (int i = 0; i < 2; ++i)
        press(Qt::Key_Down);
    press(Qt::Key_Return);
    QTRY_VERIFY(!popup());
    QVERIFY(m_window->rolloutPage().isVisible());
    QCOMPARE(m_window->rolloutPage().placement(), kCheckout);
}

void TeamTest::aPlaceIsOpenedByAClick()
{
    openByKeys();
    auto *list = inPopup<ui::FactsView>("teamList");
    const auto click = [list](int row) {
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {},
                          list->visualRect(list->model()->index(row, PeopleModel::PlaceColumn)).center());
    };
    click(4); // a place that this workspace does not have
    QVERIFY(popup());
    click(3);
    QTRY_VERIFY(!popup());
    QCOMPARE(m_window->rolloutPage().placement(), s("payments@prod/eu-1"));
}

void TeamTest::theListStaysTrue()
{
    openByKeys();
    for (int i = 0; i < 5; ++i)
        press(Qt::Key_Down);
    auto *list = inPopup<ui::FactsView>("teamList");
    QCOMPARE(list->currentIndex().data(PeopleModel::IdRole).toString(), s("session-alice"));
    TeamPresence fewer = team::five();
    fewer.present.removeAt(1);
    const int high = popup()->height();
    m_presence->tell(fewer);
    QCOMPARE(said("teamHead"), s("4 people are there."));
    QCOMPARE(list->currentIndex().data(PeopleModel::IdRole).toString(), s("session-alice"));
    QVERIFY(popup()->height() < high);
    m_session->setWorkspace(shop::workspace()); // without a team
    QTRY_VERIFY(!popup());
}

void TeamTest::theDatabaseIsAway()
{
    m_presence->lose("the team's database does not answer");
    m_clock.set(samples::kNow + 134'000);
    QVERIFY(button()->isVisible() && button()->badges().stale);
    QVERIFY(button()->toolTip().startsWith(s("Not known now. There before: Kim")));
    openByKeys();
    QVERIFY2(said("teamHead").contains(s("not known now: The team's database does not answer. This is how it was")),
             qPrintable(said("teamHead")));
    auto *list = inPopup<ui::FactsView>("teamList");
    QCOMPARE(list->model()->rowCount(), 6);
    QVERIFY(!list->model()->flags(list->model()->index(0, 0)).testFlag(Qt::ItemIsEnabled));
    // It comes back while somebody looks.
    m_presence->tell(team::five());
    QCOMPARE(said("teamHead"), s("5 people are there."));
    QVERIFY(list->model()->flags(list->model()->index(0, 0)).testFlag(Qt::ItemIsEnabled));
    press(Qt::Key_Escape);
    QTRY_VERIFY(!popup());
    // Nothing was ever known: that can be looked at, too.
    m_presence->tell({});
    QVERIFY(!button()->isVisible());
    m_presence->lose("the connection was refused");
    QVERIFY(button()->isVisible());
    QTest::mouseClick(button(), Qt::LeftButton);
    QTRY_VERIFY(popup());
    QCOMPARE(said("teamHead"), s("Who is there is not known now: The connection was refused."));
    QVERIFY(!inPopup<ui::FactsView>("teamList")->isVisible());
}

void TeamTest::onCallIsHandedOverByKeys()
{
    putOnCall(s("person-1"), s("Alice Ang"));
    openByKeys();
    QVERIFY(said("teamOnCall").startsWith(s("On call: you, since ")));
    auto *begin = inPopup<QPushButton>("onCallBegin");
    QCOMPARE(begin->text(), s("Hand over…"));
    QVERIFY(tabTo(begin));
    press(Qt::Key_Space);
    auto *to = inPopup<QComboBox>("onCallTo");
    QVERIFY(to->isVisible() && to->hasFocus());
    QVERIFY(!begin->isVisible());
    QCOMPARE(to->count(), 4);
    QCOMPARE(to->currentText(), s("Kim Lee-Hansen (kim)"));
    press(Qt::Key_Escape); // the form alone
    QVERIFY(popup() && !to->isVisible());
    QCOMPARE(QApplication::focusWidget(), static_cast<QWidget *>(begin));
    press(Qt::Key_Space);
    press(Qt::Key_Down);
    QCOMPARE(to->currentData().toString(), s("p-jo"));
    // Somebody goes meanwhile: the choice stays.
    TeamPresence fewer = team::five();
    fewer.present.removeAt(1);
    m_presence->tell(fewer);
    QCOMPARE(to->currentData().toString(), s("p-jo"));
    press(Qt::Key_Tab);
    QTest::keyClicks(QApplication::focusWidget(), s("my shift ends"));
    press(Qt::Key_Return);
    QCOMPARE(QApplication::focusWidget(), static_cast<QWidget *>(inPopup<QPushButton>("onCallCommit")));
    press(Qt::Key_Space);
    QTRY_COMPARE(said("onCallSaid"), s("Recorded: Jo Berg is on call."));
    QCOMPARE(m_journal.log.size(), 1);
    const std::optional<HandOver> recorded = readHandOver(m_journal.log.constFirst());
    QVERIFY(recorded);
    QCOMPARE(recorded->to, s("p-jo"));
    QCOMPARE(recorded->toName, s("Jo Berg"));
    QCOMPARE(m_journal.log.constFirst().personal.value(s("rationale")), s("my shift ends"));
    m_book->take(m_journal.log.constFirst(), 2);
    m_session->setApprovalsChanged();
    QVERIFY(said("teamOnCall").startsWith(s("On call: Jo Berg, since ")));
    QCOMPARE(begin->text(), s("Take over…"));
}

void TeamTest::onCallIsTaken()
{
    putOnCall(s("p-jo"), s("Jo Berg"));
    openByKeys();
    auto *begin = inPopup<QPushButton>("onCallBegin");
    QCOMPARE(begin->text(), s("Take over…"));
    QTest::mouseClick(begin, Qt::LeftButton);
    QVERIFY(!inPopup<QComboBox>("onCallTo")->isVisible());
    QVERIFY(inPopup<QLineEdit>("onCallReason")->hasFocus());
    QTest::mouseClick(inPopup<QPushButton>("onCallCommit"), Qt::LeftButton);
    QTRY_COMPARE(said("onCallSaid"), s("Recorded: Alice Ang is on call."));
    QCOMPARE(readHandOver(m_journal.log.constFirst())->to, s("person-1"));
}

void TeamTest::whoMayNotIsToldWhy()
{
    putOnCall(s("p-jo"), s("Jo Berg"));
    m_authority.who.roles.clear();
    openByKeys();
    auto *begin = inPopup<QPushButton>("onCallBegin");
    QVERIFY(begin->isVisible() && !begin->isEnabled());
    QCOMPARE(said("onCallWhy"), s("Only on-call may take it, and this person proved no such role."));
    QCOMPARE(begin->toolTip(), said("onCallWhy"));
}

void TeamTest::theLogsRefusalIsShown()
{
    putOnCall(s("p-jo"), s("Jo Berg"));
    openByKeys();
    QTest::mouseClick(inPopup<QPushButton>("onCallBegin"), Qt::LeftButton);
    m_book->setTrouble(s("the team's store is away"));
    QTest::mouseClick(inPopup<QPushButton>("onCallCommit"), Qt::LeftButton);
    QTRY_VERIFY2(said("onCallSaid").contains(s("not known here now: the team's store is away")),
                 qPrintable(said("onCallSaid")));
    QVERIFY(m_journal.log.isEmpty());
    m_book->setTrouble({});
    m_journal.full = true;
    QVERIFY(inPopup<QPushButton>("onCallCommit")->isEnabled()); // to try again
    QTest::mouseClick(inPopup<QPushButton>("onCallCommit"), Qt::LeftButton);
    QTRY_VERIFY(said("onCallSaid").contains(s("disk full")));
    // What was begun for another's on-call is over once it is one's own.
    putOnCall(s("person-1"), s("Alice Ang"));
    QVERIFY(!inPopup<QLineEdit>("onCallReason")->isVisible());
}

void TeamTest::othersHearWhatIsLookedAt()
{
    const auto last = [this] { return m_presence->looked.isEmpty() ? Whereabouts() : m_presence->looked.constLast(); };
    m_window->openRollout(kCheckout);
    QCOMPARE(last(), team::at("checkout"));
    m_window->openEmergency(s("payments@prod/eu-1"));
    QCOMPARE(last(), team::at("payments"));
    m_window->openEmergency(s("cart@prod/us-1")); // the sheet is open already
    QCOMPARE(last(), team::at("cart", "us-1"));
    m_window->emergency().closeSheet();
    QCOMPARE(last(), team::at("checkout"));
    QTest::keyClick(m_window.get(), Qt::Key_1, Qt::ControlModifier);
    QCOMPARE(last(), Whereabouts());
    // Another window of this program shows something else: the one that a person is in counts.
    ui::MainWindow other(*m_session, m_theme);
    other.setTeam(m_team.get());
    other.show();
    QVERIFY(QTest::qWaitForWindowActive(&other));
    other.openRollout(s("payments@prod/eu-1"));
    QCOMPARE(last(), team::at("payments"));
    m_window->openRollout(kCheckout); // behind it
    QCOMPARE(last(), team::at("payments"));
    m_window->activateWindow();
    QTRY_COMPARE(last(), team::at("checkout"));
}

void TeamTest::theRolloutSaysWhoElseLooks()
{
    m_window->openRollout(kCheckout);
    const auto *also = m_window->rolloutPage().findChild<ui::AlsoHere *>();
    QTRY_VERIFY(also->isVisible());
    QCOMPARE(also->plainText(), s("Jo Berg also looks at this"));
    QVERIFY(also->toolTip().contains(s("the desktop on jo-laptop")));
    TeamPresence more = team::five();
    more.present[1].looksAt = team::at("checkout");
    m_presence->tell(more);
    QCOMPARE(also->plainText(), s("Kim Lee-Hansen and Jo Berg also look at this"));
    m_presence->lose("the team's database does not answer");
    m_clock.set(samples::kNow + 61'000);
    QTRY_VERIFY(also->plainText().contains(s("looked at this"))); // and the age goes on
    m_window->openRollout(s("cart@prod/us-1"));
    QVERIFY(!also->isVisible());
}

void TeamTest::theEmergencySheetSaysWhoElseLooks()
{
    m_window->openEmergency(kCheckout);
    const auto *also = m_window->emergency().findChild<ui::AlsoHere *>();
    QTRY_VERIFY(also->isVisible());
    QCOMPARE(also->plainText(), s("Jo Berg also looks at this"));
    m_window->emergency().openForSeveral({s("cart@prod/us-1"), s("payments@prod/eu-1")});
    QTRY_COMPARE(also->plainText(), s("Dana Okafor also looks at this"));
    m_window->openEmergency(s("cart@prod/us-1"));
    QTRY_VERIFY(!also->isVisible());
}

void TeamTest::thePaletteOffersIt()
{
    const auto offers = [this] {
        QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
        QTest::keyClicks(QApplication::focusWidget(), s("who of the team"));
        const bool found = m_window->commandPalette().model().rowCount() > 0;
        return found;
    };
    QVERIFY(offers());
    press(Qt::Key_Return);
    QTRY_VERIFY(popup());
    popup()->close();
    m_session->setWorkspace(shop::workspace());
    QVERIFY(!offers());
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    ui::Theme theme;
    theme.install(application);
    TeamTest test(theme);
    return QTest::qExec(&test, argc, argv);
}

#include "tst_team.moc"
