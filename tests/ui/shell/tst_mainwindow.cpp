// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/shoptest.h"
#include "ui/emergency/banner.h"
#include "ui/emergency/guardcontrol.h"
#include "ui/emergency/planpane.h"
#include "ui/emergency/runpane.h"
#include "ui/rollout/holdbutton.h"
#include "ui/rollout/planstrip.h"
#include "ui/shell/interruptedline.h"
#include "ui/shell/palette.h"
#include "ui/shell/windows.h"
#include "ui/shell/workspaceline.h"

#include <QAbstractItemModelTester>
#include <QLineEdit>
#include <QMenu>
#include <QPaintEvent>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace astern;

// The window as people use it: keys and mouse, nothing called from behind.
class MainWindowTest : public ShopTest {
    Q_OBJECT
public:
    using ShopTest::ShopTest;

private:
    [[nodiscard]] QWidget *guard() const { return m_window->emergency().planPane()->guard(); }

private Q_SLOTS:
    void init();
    void cleanup() { closeShop(); }
    void theWorstPlaceIsChosenAtFirst();
    void whatAPersonChoseStays();
    void emergencyTakesTwoActs();
    void lettingGoEarlySendsNothing();
    void emergencyByKeyboardAlone();
    void emergencyIsCoveredByNothing();
    void readOnlySaysWhy();
    void theFilterFilters();
    void enterOpensAndEscGoesBack();
    void thePageIsPaintedWhereItChanges();
    void escPutsAwayThePlanFirst();
    void ownWordsGoAlong();
    void aBrokenWorkspaceIsSaidCalmly();
    void anOpenReviewSaysThatItsGroundChanged();
    void aPlaceThatIsGoneCannotBeSent();
    void anOpenStripSaysThatItsGroundChanged();
    void ofAnotherServiceNothingIsSaid();
    void groupsByKeys();
    void leavesOutColumnsAndKeepsFilters();
    void thePaletteFinds_data();
    void thePaletteFinds();
    void thePaletteByKeysAlone();
    void asksForAnotherWindow();
    void windowsBeginAsTheLastOneWas();
    void aChipSignsInAgain_data();
    void aChipSignsInAgain();
    void whatWasCutShortIsSaidUntilNoted();
};

void MainWindowTest::init() { openShop(); }

void MainWindowTest::aChipSignsInAgain_data()
{
    QTest::addColumn<bool>("byKeyboard");
    QTest::newRow("mouse") << false;
    QTest::newRow("keyboard") << true;
}

void MainWindowTest::aChipSignsInAgain()
{
    QFETCH(const bool, byKeyboard);
    BackendHealth health = *m_session->backend(QStringLiteral("prom"));
    health.state = BackendHealth::State::NeedsLogin;
    health.reason = QStringLiteral("prom does not accept the credentials");
    m_session->setBackendHealth(health);
    auto *bar = m_window->findChild<QWidget *>(QStringLiteral("topBar"));
    QTRY_VERIFY2(bar->accessibleDescription().contains(QLatin1String("prom: sign in again")),
                 qPrintable(bar->accessibleDescription()));
    const auto popup = [this] { return m_window->findChild<QWidget *>(QStringLiteral("connectionPopup")); };
    if (byKeyboard) {
        bar->setFocus(Qt::TabFocusReason);
        QTest::keyClick(bar, Qt::Key_Right);
        QTest::keyClick(bar, Qt::Key_Return);
    } else {
        // The chips stand before the theme button, the last one next to it.
        const QWidget *theme = m_window->findChild<QWidget *>(QStringLiteral("themeButton"));
        QTest::mouseClick(bar, Qt::LeftButton, {}, QPoint(theme->x() - 60, bar->height() / 2));
    }
    QTRY_VERIFY(popup());
    QVERIFY2(popup()->accessibleDescription().contains(QLatin1String("does not accept the credentials")),
             qPrintable(popup()->accessibleDescription()));
    auto *act = popup()->findChild<QPushButton *>(QStringLiteral("connectionAct"));
    QCOMPARE(act->text(), QStringLiteral("Sign in again"));
    QTest::keyClick(act, Qt::Key_Space);
    QCOMPARE(m_signedIn, QStringList{QStringLiteral("prom")});
    QTRY_VERIFY(!popup());
}

// Two campaigns were cut short: one line, the newest first, each until somebody has noted it.
void MainWindowTest::whatWasCutShortIsSaidUntilNoted()
{
    auto *line = m_window->findChild<ui::InterruptedLine *>();
    QVERIFY(line->words().isEmpty() && !line->isVisible());
    const QWidget *screens = m_window->boardPage().parentWidget();
    const int before = screens->height();
    InterruptedCampaign cut{.id = QStringLiteral("a"),
                            .title = QStringLiteral("Roll back search in 9 places"),
                            .places = 9,
                            .succeeded = 3,
                            .notBegun = {},
                            .notSeen = {},
                            .outcomeIndex = 2};
    for (int i = 0; i < 6; ++i)
        cut.notBegun.append(QStringLiteral("search@prod/cell-%1").arg(i));
    m_session->addInterrupted(cut);
    m_session->addInterrupted({.id = QStringLiteral("b"),
                               .title = QStringLiteral("Roll back checkout in 2 places"),
                               .places = 2,
                               .succeeded = 2,
                               .notBegun = {},
                               .notSeen = {},
                               .outcomeIndex = 1});
    QVERIFY(line->isVisible());
    QTRY_COMPARE(screens->height(), before - line->height());
    QCOMPARE(line->words(), QStringLiteral("Interrupted: Roll back checkout in 2 places. 2 of 2 places have arrived."));
    auto *note = line->findChild<QPushButton *>(QStringLiteral("noteInterrupted"));
    QTest::mouseClick(note, Qt::LeftButton);
    QCOMPARE(
        line->words(),
        QStringLiteral("Interrupted: Roll back search in 9 places. 3 of 9 places have arrived. Not begun: search in "
                       "prod/cell-0, search in prod/cell-1, search in prod/cell-2, search in prod/cell-3 and 2 "
                       "more. Nothing of it goes on by itself."));
    QSignalSpy asked(line, &ui::InterruptedLine::entryRequested);
    line->findChild<QPushButton *>(QStringLiteral("showInterrupted"))->setFocus();
    QTest::keyClick(m_window->focusWidget(), Qt::Key_Space);
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked.first().first().toULongLong(), 1U);
    note->setFocus();
    QTest::keyClick(note, Qt::Key_Space);
    QVERIFY(line->words().isEmpty() && !line->isVisible());
    QTRY_COMPARE(screens->height(), before);
}

void MainWindowTest::theWorstPlaceIsChosenAtFirst()
{
    QTRY_COMPARE(m_window->boardPage().detail().placement(), QStringLiteral("checkout@prod/eu-1"));
    QCOMPARE(m_window->board().countOf(BoardState::OverLimit), 1);
    QCOMPARE(m_window->board().rowAt(0).id(), QStringLiteral("checkout@prod/eu-1"));
}

void MainWindowTest::whatAPersonChoseStays()
{
    ui::BoardView &view = m_window->boardPage().view();
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, view.visualRect(m_window->board().index(3, 1)).center());
    const QString chosen = m_window->boardPage().detail().placement();
    QCOMPARE(chosen, m_window->board().rowAt(3).id());
    QVERIFY(chosen != QLatin1String("checkout@prod/eu-1"));
    m_window->board().tick();
    QTest::qWait(250);
    QCOMPARE(m_window->boardPage().detail().placement(), chosen);
}

void MainWindowTest::emergencyTakesTwoActs()
{
    QTest::mouseClick(m_window->findChild<QPushButton *>(QStringLiteral("emergencyButton")), Qt::LeftButton);
    QTRY_VERIFY(guard()->isVisible());
    QCOMPARE(m_window->emergency().placement(), QStringLiteral("checkout@prod/eu-1"));
    QTest::mouseClick(guard(), Qt::LeftButton, {}, guard()->rect().center());
    QVERIFY(m_plans.isEmpty());
    QTest::mousePress(guard(), Qt::LeftButton, {}, guard()->rect().center());
    QTRY_COMPARE_WITH_TIMEOUT(m_plans.size(), 1, 5000);
    QTest::mouseRelease(guard(), Qt::LeftButton, {}, guard()->rect().center());
    QVERIFY(m_plans.first().kind == PlanKind::Rollback);
    QCOMPARE(m_plans.first().toVersion, QStringLiteral("4.7.1"));
    QVERIFY(m_window->emergency().showsRun());
}

void MainWindowTest::lettingGoEarlySendsNothing()
{
    QTest::keyClick(m_window.get(), Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(guard()->isVisible());
    QTest::mouseClick(guard(), Qt::LeftButton, {}, guard()->rect().center());
    QTest::mousePress(guard(), Qt::LeftButton, {}, guard()->rect().center());
    QTest::qWait(400);
    QTest::mouseRelease(guard(), Qt::LeftButton, {}, guard()->rect().center());
    QTest::qWait(1500);
    QVERIFY(m_plans.isEmpty());
    QVERIFY(!m_window->emergency().showsRun());
}

void MainWindowTest::emergencyByKeyboardAlone()
{
    QTest::keyClick(m_window.get(), Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(guard()->hasFocus());
    QTest::keyClick(guard(), Qt::Key_Space);
    QVERIFY(m_plans.isEmpty());
    QTest::keyPress(guard(), Qt::Key_Space);
    QTRY_COMPARE_WITH_TIMEOUT(m_plans.size(), 1, 5000);
    QTest::keyRelease(QApplication::focusWidget(), Qt::Key_Space);
    QVERIFY(m_window->emergency().isOpen());
    QTest::keyClick(m_window.get(), Qt::Key_Escape);
    QVERIFY(!m_window->emergency().isOpen());
}

void MainWindowTest::emergencyIsCoveredByNothing()
{
    auto *button = m_window->findChild<QPushButton *>(QStringLiteral("emergencyButton"));
    for (const ui::MainWindow::Page page : {ui::MainWindow::BoardScreen, ui::MainWindow::PoliciesScreen,
                                            ui::MainWindow::LogScreen, ui::MainWindow::SettingsScreen}) {
        m_window->showPage(page);
        m_window->openEmergency();
        QCOMPARE(m_window->childAt(button->mapTo(m_window.get(), button->rect().center())), button);
    }
}

void MainWindowTest::readOnlySaysWhy()
{
    m_authority.answer = {
        .allowed = false, .reason = QStringLiteral("This workspace is read only"), .where = {}, .hint = {}};
    QTest::keyClick(m_window.get(), Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(guard()->isVisible());
    QTest::mouseClick(guard(), Qt::LeftButton, {}, guard()->rect().center());
    QTest::mousePress(guard(), Qt::LeftButton, {}, guard()->rect().center());
    QTest::qWait(1600);
    QTest::mouseRelease(guard(), Qt::LeftButton, {}, guard()->rect().center());
    QVERIFY(m_plans.isEmpty());
}

void MainWindowTest::theFilterFilters()
{
    QTest::keyClick(m_window.get(), Qt::Key_F, Qt::ControlModifier);
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("service:pay env:prod"));
    QCOMPARE(m_window->board().rowCount(), 2);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    QTRY_COMPARE(m_window->board().rowCount(), 36);
}

void MainWindowTest::enterOpensAndEscGoesBack()
{
    ui::BoardView &view = m_window->boardPage().view();
    view.setFocus();
    QTest::keyClick(&view, Qt::Key_Return);
    QTRY_VERIFY(m_window->rolloutPage().isVisible());
    QCOMPARE(m_window->rolloutPage().placement(), QStringLiteral("checkout@prod/eu-1"));
    QTest::keyClick(m_window.get(), Qt::Key_Escape);
    QTRY_VERIFY(m_window->boardPage().isVisible());
}

// All of it for another state, and by no second that passes: what lies on it would be painted with it.
void MainWindowTest::thePageIsPaintedWhereItChanges()
{
    class WholePaints final : public QObject {
    public:
        int count = 0;

    protected:
        bool eventFilter(QObject *watched, QEvent *event) override
        {
            if (event->type() == QEvent::Paint)
                count += QRegion(static_cast<QWidget *>(watched)->rect())
                             .subtracted(static_cast<QPaintEvent *>(event)->region())
                             .isEmpty();
            return QObject::eventFilter(watched, event);
        }
    };
    m_window->openRollout(QStringLiteral("checkout@prod/eu-1"));
    ui::RolloutPage &page = m_window->rolloutPage();
    QTRY_VERIFY(page.isVisible());
    QTest::qWait(500); // it is laid out
    WholePaints whole;
    page.installEventFilter(&whole);
    QTest::qWait(2'500);
    QCOMPARE(whole.count, 0);
    m_window->openRollout(m_window->board().rowAt(m_window->board().rowCount() - 1).id());
    QTRY_VERIFY(whole.count > 0);
}

void MainWindowTest::escPutsAwayThePlanFirst()
{
    m_window->openRollout(QStringLiteral("checkout@prod/eu-1"));
    ui::RolloutPage &page = m_window->rolloutPage();
    auto *pause = page.findChild<QPushButton *>(QStringLiteral("action-pause"));
    QVERIFY(pause);
    QTest::mouseClick(pause, Qt::LeftButton);
    auto *cancel = page.findChild<QPushButton *>(QStringLiteral("stripCancel"));
    QTRY_VERIFY(cancel->isVisible());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    QVERIFY(!cancel->isVisible());
    QVERIFY(page.isVisible());
    QTest::keyClick(m_window.get(), Qt::Key_Escape);
    QVERIFY(!page.isVisible());
}

void MainWindowTest::ownWordsGoAlong()
{
    m_window->openEmergency();
    auto *text = m_window->emergency().planPane()->findChild<QLineEdit *>(QStringLiteral("reasonText"));
    QVERIFY(text);
    QTest::mouseClick(text, Qt::LeftButton);
    QTest::keyClicks(text, QStringLiteral("orders fell"));
    QTest::mouseClick(guard(), Qt::LeftButton, {}, guard()->rect().center());
    QTest::mousePress(guard(), Qt::LeftButton, {}, guard()->rect().center());
    QTRY_COMPARE_WITH_TIMEOUT(m_plans.size(), 1, 5000);
    const auto *kept = m_window->emergency().runPane()->findChild<QLineEdit *>(QStringLiteral("reasonText"));
    QVERIFY(kept);
    QCOMPARE(kept->text(), QStringLiteral("orders fell"));
}

void MainWindowTest::aBrokenWorkspaceIsSaidCalmly()
{
    auto *line = m_window->findChild<ui::WorkspaceLine *>();
    QVERIFY(line);
    QVERIFY(!line->isVisible());
    QWidget *focus = QApplication::focusWidget();
    const QSize board = m_window->boardPage().size();
    WorkspaceNews news;
    news.issues = {{.at = {QStringLiteral("astern.yaml"), 12, 3},
                    .code = QStringLiteral("W-KEY"),
                    .message = QStringLiteral("the key \"enviroments\" is not known in a workspace"),
                    .allowed = QStringLiteral("environments"),
                    .nearest = QStringLiteral("environments")},
                   {.at = {QStringLiteral("astern.yaml"), 14, 3}, .code = QStringLiteral("W-REF")}};
    news.sinceMs = m_clock.wallMs();
    m_session->setWorkspaceNews(news);
    QVERIFY(line->isVisible());
    for (const char *part : {"astern.yaml:12:3", "enviroments", "“environments”", "1 more", "stays in force"})
        QVERIFY2(line->words().contains(QString::fromUtf8(part)), qPrintable(line->words()));
    QCOMPARE(QApplication::focusWidget(), focus);
    QTRY_VERIFY(m_window->boardPage().height() < board.height()); // it covers nothing
    QCOMPARE(m_window->childAt(line->geometry().center()), line);
    m_window->openEmergency(); // nor is it covered
    QCOMPARE(m_window->childAt(line->geometry().center()), line);
    m_window->emergency().closeSheet();
    m_session->setWorkspaceNews({});
    QVERIFY(!line->isVisible());
    QTRY_COMPARE(m_window->boardPage().size(), board);
    // A change that waits says so in the same place.
    m_session->setWorkspaceNews({.issues = {}, .waits = QStringLiteral("It waits."), .sinceMs = m_clock.wallMs()});
    QVERIFY(line->isVisible() && line->words().contains(QStringLiteral("It waits.")));
}

void MainWindowTest::anOpenReviewSaysThatItsGroundChanged()
{
    m_window->openEmergency();
    auto *said = m_window->emergency().planPane()->findChild<ui::Banner *>(QStringLiteral("groundChanged"));
    QVERIFY(said && !said->isVisible());
    QTest::mouseClick(guard(), Qt::LeftButton, {}, guard()->rect().center()); // the guard is open
    QVERIFY(static_cast<ui::GuardControl *>(guard())->isOpen());
    Workspace next = shop::workspace();
    next.services.first().signalSpecs.first().limitAbove = 0.2;
    m_session->setWorkspace(next);
    QVERIFY(said->isVisible());
    QVERIFY2(said->plainText().contains(QStringLiteral("its signals and limits")), qPrintable(said->plainText()));
    QVERIFY(!static_cast<ui::GuardControl *>(guard())->isOpen()); // read again first
    QVERIFY(m_plans.isEmpty());
    QCOMPARE(m_window->emergency().placement(), QStringLiteral("checkout@prod/eu-1"));
    m_session->setWorkspace(next); // the same once more: what was said stays, and closes nothing
    QTest::mouseClick(guard(), Qt::LeftButton, {}, guard()->rect().center());
    m_session->setWorkspace(next);
    QVERIFY(static_cast<ui::GuardControl *>(guard())->isOpen());
    QVERIFY(said->isVisible());
    m_window->emergency().closeSheet();
    m_window->openEmergency();
    QVERIFY(!said->isVisible()); // opened anew, on the new ground
}

void MainWindowTest::aPlaceThatIsGoneCannotBeSent()
{
    m_window->openRollout(QStringLiteral("checkout@prod/eu-1"));
    m_window->openEmergency();
    QTest::mouseClick(guard(), Qt::LeftButton, {}, guard()->rect().center());
    QTest::mousePress(guard(), Qt::LeftButton, {}, guard()->rect().center());
    Workspace next = shop::workspace();
    next.services.removeFirst();
    m_session->setWorkspace(next); // while it is held
    QTest::qWait(1600);
    QTest::mouseRelease(guard(), Qt::LeftButton, {}, guard()->rect().center());
    QVERIFY(m_plans.isEmpty());
    auto *said = m_window->emergency().planPane()->findChild<ui::Banner *>(QStringLiteral("groundChanged"));
    QVERIFY(said->isVisible() && said->plainText().contains(QStringLiteral("the place is gone")));
    m_window->emergency().closeSheet();
    ui::RolloutPage &page = m_window->rolloutPage();
    for (const QPushButton *button : page.findChildren<QPushButton *>(QRegularExpression(QStringLiteral("^action-"))))
        QVERIFY2(!button->isEnabled(), qPrintable(button->objectName()));
}

void MainWindowTest::anOpenStripSaysThatItsGroundChanged()
{
    m_window->openRollout(QStringLiteral("checkout@prod/eu-1"));
    ui::RolloutPage &page = m_window->rolloutPage();
    QTest::mouseClick(page.findChild<QPushButton *>(QStringLiteral("action-pause")), Qt::LeftButton);
    auto *strip = page.findChild<ui::PlanStrip *>();
    QTRY_VERIFY(strip->showsPlan());
    QVERIFY(strip->confirm()->isVisible());
    Workspace next = shop::workspace();
    next.backends[0].pollMs = 9'000;
    m_session->setWorkspace(next);
    QVERIFY(strip->showsPlan()); // not taken away under a person's hands
    QVERIFY2(strip->words().contains(QStringLiteral("The workspace has changed: the connection argo")),
             qPrintable(strip->words()));
    QVERIFY(!strip->confirm()->isVisible());
    QVERIFY(m_plans.isEmpty());
}

void MainWindowTest::ofAnotherServiceNothingIsSaid()
{
    m_window->openEmergency();
    QTest::mouseClick(guard(), Qt::LeftButton, {}, guard()->rect().center());
    Workspace next = shop::workspace();
    next.services.last().signalSpecs.first().limitAbove = 0.2;
    m_session->setWorkspace(next);
    QVERIFY(static_cast<ui::GuardControl *>(guard())->isOpen());
    auto *said = m_window->emergency().planPane()->findChild<ui::Banner *>(QStringLiteral("groundChanged"));
    QVERIFY(!said->isVisible());
}

void MainWindowTest::groupsByKeys()
{
    ui::BoardPage &page = m_window->boardPage();
    QSignalSpy told(&page, &ui::BoardPage::prefsChanged);
    auto *button = page.findChild<QPushButton *>(QStringLiteral("boardView"));
    QTest::keyClick(button, Qt::Key_Space);
    auto *menu = page.findChild<QMenu *>(QStringLiteral("boardViewMenu"));
    QTRY_VERIFY(menu->isVisible());
    QTest::keyClick(menu, Qt::Key_S); // "Service"
    QCOMPARE(m_window->board().grouping(), BoardModel::Grouping::Service);
    QCOMPARE(told.size(), 1);
    QVERIFY(m_window->board().isHeading(0));
    // Arrows pass over the headings, and nothing opens on one.
    ui::BoardView &view = page.view();
    view.setFocus();
    view.setCurrentIndex(m_window->board().index(1, BoardModel::ServiceColumn));
    QTest::keyClick(&view, Qt::Key_Down);
    QTest::keyClick(&view, Qt::Key_Down);
    QCOMPARE(view.currentIndex().row(), 3);
    QTest::keyClick(&view, Qt::Key_Down);
    QVERIFY(m_window->board().isHeading(4));
    QCOMPARE(view.currentIndex().row(), 5);
    QSignalSpy opened(&view, &ui::BoardView::openRequested);
    QTest::mouseDClick(view.viewport(), Qt::LeftButton, {}, view.visualRect(m_window->board().index(4, 0)).center());
    QVERIFY(opened.isEmpty());
}

void MainWindowTest::leavesOutColumnsAndKeepsFilters()
{
    ui::BoardPage &page = m_window->boardPage();
    const auto choose = [&](const QString &text) {
        QTest::mouseClick(page.findChild<QPushButton *>(QStringLiteral("boardView")), Qt::LeftButton);
        auto *menu = page.findChild<QMenu *>(QStringLiteral("boardViewMenu"));
        QTRY_VERIFY(menu->isVisible());
        for (QAction *action : menu->actions()) {
            if (action->text() == text)
                QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(action).center());
        }
        menu->close();
    };
    QVERIFY(!page.view().isColumnHidden(BoardModel::ReadyColumn));
    choose(QStringLiteral("ready"));
    QVERIFY(page.view().isColumnHidden(BoardModel::ReadyColumn));
    QTest::keyClicks(page.findChild<QLineEdit *>(QStringLiteral("boardFilter")), QStringLiteral("env:staging"));
    choose(QStringLiteral("&Keep “env:staging”"));
    QCOMPARE(page.prefs().filters, QStringList{QStringLiteral("env:staging")});
    page.findChild<QLineEdit *>(QStringLiteral("boardFilter"))->clear();
    QCOMPARE(m_window->board().rowCount(), 36);
    choose(QStringLiteral("env:staging"));
    QCOMPARE(m_window->board().rowCount(), 12);
    choose(QStringLiteral("&Forget “env:staging”"));
    QVERIFY(page.prefs().filters.isEmpty());
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("ui.ini"));
    ui::BoardPrefs prefs{BoardModel::Grouping::Wave, {BoardModel::ReadyColumn}, {QStringLiteral("state:over, or so")}};
    {
        QSettings settings(path, QSettings::IniFormat);
        prefs.write(settings);
    }
    const QSettings again(path, QSettings::IniFormat);
    QVERIFY(ui::BoardPrefs::read(again) == prefs);
    QVERIFY(ui::BoardPrefs::read(QSettings(folder.filePath(QStringLiteral("none.ini")), QSettings::IniFormat)) ==
            ui::BoardPrefs());
}

void MainWindowTest::thePaletteFinds_data()
{
    QTest::addColumn<QString>("first");
    const auto row = [](const char *typed, const char *first) { QTest::newRow(typed) << QString::fromUtf8(first); };
    row("", "Emergency: show what going back would do");
    row("check", "checkout prod/eu-1");
    row("chk us", "checkout prod/us-1");
    row("staging web", "web-frontend staging");
    row("team-cart", "cart prod/eu-1");
    row("log", "Show the log");
    row("DARK", "Switch between light and dark");
    row("#12", "Entry #12");
    row("12", "Entry #12");
    row("#99", ""); // the log has 36 entries
    row("nothing like it", "");
}

void MainWindowTest::thePaletteFinds()
{
    QFETCH(const QString, first);
    m_session->setJournalState(
        {.state = JournalState::State::Open, .size = 36, .root = {}, .verifiedTo = 36, .words = {}});
    PaletteModel &model = m_window->commandPalette().model();
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setText(QString::fromLatin1(QTest::currentDataTag()));
    QCOMPARE(model.rowCount() > 0 ? model.index(0).data().toString() : QString(), first);
    QVERIFY(model.rowCount() <= PaletteModel::kMost);
}

void MainWindowTest::thePaletteByKeysAlone()
{
    const auto typed = [this](const char *text) {
        QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
        QTRY_VERIFY(m_window->commandPalette().isOpen());
        QTest::keyClicks(QApplication::focusWidget(), QString::fromLatin1(text));
    };
    typed("payments us");
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QVERIFY(!m_window->commandPalette().isOpen());
    QTRY_COMPARE(m_window->rolloutPage().placement(), QStringLiteral("payments@prod/us-1"));
    QVERIFY(m_window->rolloutPage().isVisible());
    typed("check");
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Down);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return, Qt::ShiftModifier);
    QTRY_VERIFY(m_window->emergency().isOpen());
    QCOMPARE(m_window->emergency().placement(), QStringLiteral("checkout@prod/us-1"));
    QVERIFY(m_plans.isEmpty());
    QTest::keyClick(m_window.get(), Qt::Key_Escape);
    typed("log");
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    QVERIFY(!m_window->commandPalette().isOpen());
    QVERIFY(m_window->rolloutPage().isVisible()); // Esc ended the palette, not the page
    // It never lies over the emergency control.
    QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
    auto *button = m_window->findChild<QPushButton *>(QStringLiteral("emergencyButton"));
    QCOMPARE(m_window->childAt(button->mapTo(m_window.get(), button->rect().center())), button);
}

void MainWindowTest::asksForAnotherWindow()
{
    QSignalSpy asked(m_window.get(), &ui::MainWindow::windowRequested);
    QTest::keyClick(m_window.get(), Qt::Key_N, Qt::ControlModifier);
    QCOMPARE(asked.takeFirst().first().toString(), QString());
    m_window->openRollout(QStringLiteral("payments@prod/us-1"));
    QTest::keyClick(m_window.get(), Qt::Key_N, Qt::ControlModifier);
    QCOMPARE(asked.takeFirst().first().toString(), QStringLiteral("payments@prod/us-1"));
}

void MainWindowTest::windowsBeginAsTheLastOneWas()
{
    QTemporaryDir folder;
    ui::Settings settings(folder.filePath(QStringLiteral("ui.ini")));
    const bool wasDark = m_theme.isDark();
    {
        ui::Windows windows(*m_session, m_theme, settings, QStringLiteral("en"));
        ui::MainWindow &first = windows.open();
        QCOMPARE(first.size(), QSize(1440, 900));
        first.resize(1200, 800);
        QVERIFY(QTest::qWaitForWindowActive(&first));
        QTest::keyClick(&first, Qt::Key_K, Qt::ControlModifier);
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("light and dark"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QVERIFY(m_theme.isDark() != wasDark);
        QTRY_VERIFY(!first.commandPalette().isOpen());
        QTRY_VERIFY(first.isActiveWindow());
        QTest::keyClick(&first, Qt::Key_N, Qt::ControlModifier);
        QCOMPARE(windows.all().size(), 2);
        ui::MainWindow &second = *windows.all().last();
        QTest::keyClick(second.boardPage().findChild<QPushButton *>(QStringLiteral("boardView")), Qt::Key_Space);
        auto *menu = second.boardPage().findChild<QMenu *>(QStringLiteral("boardViewMenu"));
        QTRY_VERIFY(menu->isVisible());
        QTest::keyClick(menu, Qt::Key_O); // "Owner"
        QCOMPARE(second.board().grouping(), BoardModel::Grouping::Owner);
        QCOMPARE(first.board().grouping(), BoardModel::Grouping::None); // each keeps its own
        first.close();
        QTRY_COMPARE(windows.all(), QList<ui::MainWindow *>{&second});
    }
    QVERIFY(ui::Windows::keptMode(settings) == (wasDark ? ui::Theme::Mode::Light : ui::Theme::Mode::Dark));
    ui::Windows again(*m_session, m_theme, settings, QStringLiteral("en"));
    ui::MainWindow &window = again.open(QStringLiteral("payments@prod/us-1"));
    QCOMPARE(window.size(), QSize(1200, 800));
    QCOMPARE(window.board().grouping(), BoardModel::Grouping::Owner);
    QTRY_VERIFY(window.rolloutPage().isVisible());
    QCOMPARE(window.rolloutPage().placement(), QStringLiteral("payments@prod/us-1"));
    m_theme.setMode(wasDark ? ui::Theme::Mode::Dark : ui::Theme::Mode::Light);
}

int main(int argc, char *argv[]) { return runShopTest<MainWindowTest>(argc, argv); }

#include "tst_mainwindow.moc"
