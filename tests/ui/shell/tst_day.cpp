// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/format.h"
#include "models/command/dispatcher.h"
#include "models/views/entriesmodel.h"
#include "tests/support/fakecells.h"
#include "tests/support/shoptest.h"
#include "ui/chart/curvelegend.h"
#include "ui/chart/signalplot.h"
#include "ui/chart/signalwindow.h"
#include "ui/emergency/campaignpane.h"
#include "ui/emergency/campaignwords.h"
#include "ui/emergency/guardcontrol.h"
#include "ui/emergency/severalpane.h"
#include "ui/emergency/steplist.h"
#include "ui/log/entrylist.h"
#include "ui/log/entrypane.h"
#include "ui/log/factsheet.h"
#include "ui/log/logpage.h"
#include "ui/rollout/factsview.h"
#include "ui/rollout/healthchart.h"
#include "ui/rollout/logview.h"
#include "ui/rollout/runslabel.h"
#include "ui/rollout/whypanel.h"
#include "ui/widgets/navlist.h"

#include <QCheckBox>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QTabBar>

using namespace astern;

namespace {

QString s(const char *text) { return QString::fromUtf8(text); }
const QString kEu = s("checkout@prod/eu-1");
const QString kUs = s("checkout@prod/us-1");

// Numbers and their units are held together by spaces that do not break.
QString read(const ui::RunsLabel *label)
{
    return label->plainText().replace(QChar(format::kNoBreakSpace), QLatin1Char(' '));
}

// What Argo does, at once.
void obey(const DeliveryCommand &command, Rollout &now)
{
    const ObjectRef ref = now.ref;
    if (command.action == DeliveryAction::Abort)
        now = samples::aborted();
    else if (command.action == DeliveryAction::Undo)
        now = samples::back();
    now.ref = ref;
    now.observedMs = samples::kNow;
}

} // namespace

// A person's day at the cockpit, from the alarm to the record of what was done: once by mouse, once by keys alone.
class DayTest : public ShopTest {
    Q_OBJECT
public:
    using ShopTest::ShopTest;

private:
    FakeCells m_cells;
    ManualClock m_time; // of the dispatcher: the minute within limits passes when the test says so
    std::unique_ptr<Dispatcher> m_dispatcher;
    bool m_byKeys = false;

    [[nodiscard]] ui::RolloutPage &page() const { return m_window->rolloutPage(); }
    [[nodiscard]] QTabBar &tabs() const { return *page().findChild<QTabBar *>(s("rolloutTabs")); }
    [[nodiscard]] ui::SignalWindow *chart() const { return m_window->findChild<ui::SignalWindow *>(); }
    [[nodiscard]] ui::SeveralPane &several() const { return *m_window->emergency().severalPane(); }
    static void key(int code, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key(code), modifiers);
    }
    // To this widget as a person goes there: by a click into it, or by Tab until it has the focus, which must be seen.
    bool go(QWidget *wanted, const QPoint &at = {})
    {
        if (!m_byKeys) {
            QTest::mouseClick(wanted, Qt::LeftButton, {}, at.isNull() ? wanted->rect().center() : at);
            return true;
        }
        return tabTo(wanted);
    }
    // Presses what is a button of some kind.
    bool press(QWidget *button, const QPoint &at = {})
    {
        if (!go(button, at))
            return false;
        if (m_byKeys)
            key(Qt::Key_Space);
        return true;
    }
    void watchTheCluster();
    void findWhatFails();
    void readWhy();
    void compareWithStable();
    void rollBackTwoCells();
    void readTheLog();

private Q_SLOTS:
    void init();
    void cleanup() { closeShop(); }
    void fromTheAlarmToTheRecord_data();
    void fromTheAlarmToTheRecord();
};

void DayTest::init()
{
    openShop();
    watchTheCluster();
}

// The dispatcher as the program has it, on cells that obey; the session hears what it would hear.
void DayTest::watchTheCluster()
{
    for (const QString &key : {kEu, kUs}) {
        const ObjectRef ref = m_session->placement(key)->object;
        FakeBackend &cell = m_cells.at(ref);
        cell.now = *m_session->rollout(ref);
        cell.journal = &m_journal;
        cell.sent.clear();
        cell.effect = obey;
    }
    m_dispatcher = std::make_unique<Dispatcher>(
        Dispatcher::Doors{.backend = [this](const QString &) { return &m_cells; },
                          .journal = &m_journal,
                          .authority = &m_authority,
                          .clock = &m_time,
                          .underLimitsSince = [this](const Plan &) { return m_time.wallMs() - 90'000; }});
    connect(m_dispatcher.get(), &Dispatcher::campaignProgressed, m_session.get(), &Session::setCampaign);
    connect(m_dispatcher.get(), &Dispatcher::progressed, m_session.get(), &Session::setRun);
}

void DayTest::fromTheAlarmToTheRecord_data()
{
    QTest::addColumn<bool>("byKeys");
    QTest::newRow("mouse") << false;
    QTest::newRow("keyboard") << true;
}

void DayTest::fromTheAlarmToTheRecord()
{
    QFETCH(const bool, byKeys);
    m_byKeys = byKeys;
    for (const auto &step : {&DayTest::findWhatFails, &DayTest::readWhy, &DayTest::compareWithStable,
                             &DayTest::rollBackTwoCells, &DayTest::readTheLog}) {
        (this->*step)();
        if (QTest::currentTestFailed())
            return;
    }
}

// The board says at its top what fails and why.
void DayTest::findWhatFails()
{
    ui::BoardView &view = m_window->boardPage().view();
    if (m_byKeys) {
        QVERIFY(view.hasFocus()); // that is where a window begins
        key(Qt::Key_Down);
        key(Qt::Key_Up);
    } else {
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {},
                          view.visualRect(m_window->board().index(0, BoardModel::ServiceColumn)).center());
    }
    QCOMPARE(view.currentPlacement(), kEu);
    const BoardRow &row = m_window->board().rowAt(view.currentIndex().row());
    QVERIFY(row.state == BoardState::OverLimit);
    QString why = read(m_window->boardPage().detail().findChild<ui::RunsLabel *>(s("rolloutSentence")));
    QVERIFY2(why.contains(s("Error ratio 3.55 % is above 1 %")), qPrintable(why));
    if (m_byKeys)
        key(Qt::Key_Return);
    else
        QTest::mouseDClick(view.viewport(), Qt::LeftButton, {}, view.visualRect(view.currentIndex()).center());
    QTRY_VERIFY(page().isVisible());
    QCOMPARE(page().placement(), kEu);
}

// Its pods: which of them crash, what the cluster noticed, what the log of one says last.
void DayTest::readWhy()
{
    QVERIFY(go(&tabs(), tabs().tabRect(1).center()));
    if (m_byKeys)
        key(Qt::Key_Right);
    auto *panel = page().findChild<ui::WhyPanel *>();
    QTRY_VERIFY(panel->isVisible());
    QTRY_COMPARE(read(panel->findChild<ui::RunsLabel *>(s("whySentence"))),
                 s("3 of 5 new pods crash: CrashLoopBackOff, exit code 1, 7 restarts"));
    auto *pods = panel->findChild<ui::FactsView *>(s("whyPods"));
    if (m_byKeys) {
        QVERIFY(go(pods));
        key(Qt::Key_Home, Qt::ControlModifier);
        key(Qt::Key_Down);
    } else {
        QTest::mouseClick(pods->viewport(), Qt::LeftButton, {}, pods->visualRect(pods->model()->index(1, 0)).center());
    }
    auto *log = panel->findChild<ui::LogView *>();
    QTRY_COMPARE(log->accessibleName(), s("Log of checkout-new-m8vqz, from the run that ended"));
    QVERIFY(log->toPlainText().contains(s("panic: the schema is older than this build")));
    QVERIFY(go(log));
    QVERIFY(go(&tabs(), tabs().tabRect(0).center()));
    if (m_byKeys)
        key(Qt::Key_Left);
    QTRY_VERIFY(page().findChild<ui::HealthChart *>()->isVisible());
}

// The signal large: both sides at one instant, and the same signal in the other cell.
void DayTest::compareWithStable()
{
    auto *small = page().findChild<ui::HealthChart *>();
    if (m_byKeys) {
        QVERIFY(go(small));
        key(Qt::Key_Return);
    } else {
        QTest::mouseDClick(small, Qt::LeftButton);
    }
    QTRY_VERIFY(chart());
    QVERIFY(QTest::qWaitForWindowActive(chart()));
    ui::SignalPlot &plot = chart()->plot();
    QTRY_VERIFY(plot.hasFocus());
    if (m_byKeys) {
        key(Qt::Key_Left, Qt::ShiftModifier);
    } else {
        const QPointF at(plot.plotRect().right() - 12, plot.plotRect().center().y());
        QMouseEvent move(QEvent::MouseMove, at, plot.viewport()->mapToGlobal(at), Qt::NoButton, {}, {});
        QApplication::sendEvent(plot.viewport(), &move);
    }
    const QString said = read(chart()->findChild<ui::RunsLabel *>(s("chartReadout")));
    QVERIFY2(said.startsWith(s("at 16:59:")), qPrintable(said));
    const QRegularExpression both(s("canary 4\\.8\\.0 [34]\\.\\d+ % over the limit stable 4\\.7\\.1 0\\.2\\d+ %$"));
    QVERIFY2(both.match(said).hasMatch(), qPrintable(said));
    QVERIFY(press(chart()->findChild<QPushButton *>(s("chartCompare"))));
    auto *menu = chart()->findChild<QMenu *>(s("chartCompareMenu"));
    QTRY_VERIFY(menu->isVisible());
    for (QAction *action : menu->actions()) {
        if (action->text() != s("prod/us-1"))
            continue;
        if (m_byKeys) {
            for (int i = 0; i < 20 && menu->activeAction() != action; ++i)
                QTest::keyClick(menu, Qt::Key_Down);
            QTest::keyClick(menu, Qt::Key_Return);
        } else {
            QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(action).center());
        }
        break;
    }
    QCOMPARE(chart()->subjects().size(), 2);
    QCOMPARE(chart()->legend().entries().last()->text(), s("prod/us-1, 4.8.0"));
    if (m_byKeys) {
        QTest::keyClick(chart(), Qt::Key_Escape);
        if (chart()) // the first one put away the cursor
            QTest::keyClick(chart(), Qt::Key_Escape);
    } else {
        chart()->close(); // by the frame, which is the system's
    }
    QTRY_VERIFY(!chart());
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

// Both cells in one commit: two deliberate acts, and every effect read back.
void DayTest::rollBackTwoCells()
{
    if (m_byKeys)
        key(Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
    else
        QVERIFY(press(m_window->findChild<QPushButton *>(s("emergencyButton"))));
    QTRY_COMPARE(m_window->emergency().placement(), kEu);
    QVERIFY(press(m_window->findChild<QPushButton *>(s("planSeveral"))));
    QTRY_VERIFY(m_window->emergency().showsSeveral());
    QVERIFY(press(several().findChild<QCheckBox *>(s("place:") + kUs), QPoint(8, 8)));
    QCOMPARE(several().chosen(), (QStringList{kEu, kUs}));
    QVERIFY(press(several().guard())); // the first act: the guard is open
    QVERIFY(several().guard()->isOpen());
    QVERIFY(m_campaigns.isEmpty());
    if (m_byKeys)
        QTest::keyPress(several().guard(), Qt::Key_Space);
    else
        QTest::mousePress(several().guard(), Qt::LeftButton, {}, several().guard()->rect().center());
    QTRY_COMPARE_WITH_TIMEOUT(m_campaigns.size(), 1, 5000);
    if (m_byKeys)
        QTest::keyRelease(QApplication::focusWidget(), Qt::Key_Space);
    else
        QTest::mouseRelease(several().guard(), Qt::LeftButton, {}, several().guard()->rect().center());
    QVERIFY(m_plans.isEmpty());
    QVERIFY(m_window->emergency().showsCampaign());
    m_dispatcher->runCampaign(m_campaigns.first(), m_authority.self(), s("Error ratio over its limit"));
    const auto watched = [this] { // both cells are back, and their signals are watched
        const QList<PlaceRun> places = m_session->campaigns().first().places;
        return std::all_of(places.cbegin(), places.cend(), [](const PlaceRun &place) {
            return !place.run.steps.isEmpty() && place.run.steps.last().startedMs > 0;
        });
    };
    QTRY_VERIFY_WITH_TIMEOUT(watched(), 20'000);
    QVERIFY(!m_session->campaigns().first().isOver());
    m_time.pass(61'000);
    QTRY_VERIFY_WITH_TIMEOUT(m_session->campaigns().first().isOver(), 20'000);
    QCOMPARE(ui::campaignWords(m_window->emergency().campaignPane()->run()).title, s("2 of 2 places are back"));
    for (const QString &key : {kEu, kUs}) {
        const FakeBackend &cell = m_cells.at(m_session->placement(key)->object);
        QVERIFY2(!cell.sent.isEmpty(), qPrintable(key));
        QCOMPARE(cell.now.desired.manifest.version(), s("4.7.1"));
    }
    for (const JournalEntry &entry : std::as_const(m_journal.log))
        m_session->addEntry(entry);
    QVERIFY(press(m_window->findChild<QPushButton *>(s("campaignClose"))));
    QVERIFY(!m_window->emergency().isOpen());
}

// What was done, entry by entry, with what was signed.
void DayTest::readTheLog()
{
    if (m_byKeys) {
        key(Qt::Key_2, Qt::ControlModifier);
    } else {
        const auto items = m_window->findChildren<ui::NavItem *>();
        const auto log =
            std::find_if(items.begin(), items.end(), [](const ui::NavItem *item) { return item->text() == s("Log"); });
        QVERIFY(log != items.end() && press(*log));
    }
    ui::EntryList *entries = &m_window->logPage().entries();
    QTRY_VERIFY(entries->isVisible());
    QTRY_COMPARE(m_window->logPage().model().rowCount(), int(m_journal.log.size()));
    const QStringList kinds = m_journal.kinds();
    QCOMPARE(kinds.first(), s("campaign.intent"));
    QCOMPARE(kinds.last(), s("campaign.outcome"));
    QVERIFY(kinds.count(s("rollback.intent")) >= 2);
    QCOMPARE(kinds.count(s("rollback.intent")), kinds.count(s("rollback.outcome")));
    if (m_byKeys) {
        QVERIFY2(entries->hasFocus(), "who asks for the log reads it at once");
        key(Qt::Key_Home);
        key(Qt::Key_Down);
    } else {
        QTest::mouseClick(entries->viewport(), Qt::LeftButton, {}, entries->rowRect(1).center());
    }
    QCOMPARE(entries->currentRow(), 1); // newest first: how the last plan ended
    const ui::EntryPane &pane = m_window->logPage().pane();
    QTRY_VERIFY2(pane.detail().signedText.contains(s("\"words\": \"recovered after")),
                 qPrintable(pane.detail().signedText));
    QVERIFY(go(&pane.facts()));
}

int main(int argc, char *argv[]) { return runShopTest<DayTest>(argc, argv); }

#include "tst_day.moc"
