// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/clocks.h"
#include "tests/support/shop.h"
#include "ui/board/boardpage.h"
#include "ui/board/boardview.h"
#include "ui/emergency/emergencysheet.h"
#include "ui/emergency/guardcontrol.h"
#include "ui/emergency/planpane.h"
#include "ui/emergency/runpane.h"
#include "ui/rollout/rolloutpage.h"
#include "ui/shell/mainwindow.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

using namespace astern;

// The window as people use it: keys and mouse, nothing called from behind.
class MainWindowTest : public QObject {
    Q_OBJECT
public:
    explicit MainWindowTest(ui::Theme &theme) : m_theme(theme) {}

private:
    ui::Theme &m_theme;
    SteppedClock m_clock{samples::kNow};
    FakeAuthority m_authority;
    FakeJournal m_journal;
    QList<Plan> m_sent;
    QStringList m_signedIn;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<ui::MainWindow> m_window;
    [[nodiscard]] QWidget *guard() const { return m_window->emergency().planPane()->guard(); }

private Q_SLOTS:
    void init();
    void cleanup() { m_window.reset(); }
    void theWorstPlaceIsChosenAtFirst();
    void whatAPersonChoseStays();
    void emergencyTakesTwoActs();
    void lettingGoEarlySendsNothing();
    void emergencyByKeyboardAlone();
    void emergencyIsCoveredByNothing();
    void readOnlySaysWhy();
    void theFilterFilters();
    void enterOpensAndEscGoesBack();
    void escPutsAwayThePlanFirst();
    void ownWordsGoAlong();
    void aChipSignsInAgain_data();
    void aChipSignsInAgain();
};

void MainWindowTest::init()
{
    m_sent.clear();
    m_signedIn.clear();
    m_authority.answer = {.allowed = true};
    m_theme.setReducedMotion(true);
    m_session = std::make_unique<Session>(
        shop::workspace(),
        Session::Doors{.clock = &m_clock,
                       .authority = &m_authority,
                       .journal = &m_journal,
                       .run = [this](const Plan &plan, const Actor &, const QString &) { m_sent.append(plan); },
                       .signIn = [this](const QString &backend) { m_signedIn.append(backend); }});
    m_window = std::make_unique<ui::MainWindow>(*m_session, m_theme);
    m_window->resize(1440, 900);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    shop::open(*m_session);
    QTRY_COMPARE(m_window->board().worst(), QStringLiteral("checkout@prod/eu-1"));
}

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
    QVERIFY(m_sent.isEmpty());
    QTest::mousePress(guard(), Qt::LeftButton, {}, guard()->rect().center());
    QTRY_COMPARE_WITH_TIMEOUT(m_sent.size(), 1, 5000);
    QTest::mouseRelease(guard(), Qt::LeftButton, {}, guard()->rect().center());
    QVERIFY(m_sent.first().kind == PlanKind::Rollback);
    QCOMPARE(m_sent.first().toVersion, QStringLiteral("4.7.1"));
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
    QVERIFY(m_sent.isEmpty());
    QVERIFY(!m_window->emergency().showsRun());
}

void MainWindowTest::emergencyByKeyboardAlone()
{
    QTest::keyClick(m_window.get(), Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(guard()->hasFocus());
    QTest::keyClick(guard(), Qt::Key_Space);
    QVERIFY(m_sent.isEmpty());
    QTest::keyPress(guard(), Qt::Key_Space);
    QTRY_COMPARE_WITH_TIMEOUT(m_sent.size(), 1, 5000);
    QTest::keyRelease(QApplication::focusWidget(), Qt::Key_Space);
    QVERIFY(m_window->emergency().isOpen());
    QTest::keyClick(m_window.get(), Qt::Key_Escape);
    QVERIFY(!m_window->emergency().isOpen());
}

void MainWindowTest::emergencyIsCoveredByNothing()
{
    auto *button = m_window->findChild<QPushButton *>(QStringLiteral("emergencyButton"));
    for (const ui::MainWindow::Page page : {ui::MainWindow::BoardScreen, ui::MainWindow::LogScreen}) {
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
    QVERIFY(m_sent.isEmpty());
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
    QTRY_COMPARE_WITH_TIMEOUT(m_sent.size(), 1, 5000);
    const auto *kept = m_window->emergency().runPane()->findChild<QLineEdit *>(QStringLiteral("reasonText"));
    QVERIFY(kept);
    QCOMPARE(kept->text(), QStringLiteral("orders fell"));
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    ui::Theme theme;
    theme.install(application);
    MainWindowTest test(theme);
    return QTest::qExec(&test, argc, argv);
}

#include "tst_mainwindow.moc"
