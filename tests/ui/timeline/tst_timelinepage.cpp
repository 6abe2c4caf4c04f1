// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/logs.h"
#include "tests/support/shoptest.h"
#include "ui/log/entrylist.h"
#include "ui/log/entrypane.h"
#include "ui/log/factsheet.h"
#include "ui/log/logpage.h"
#include "ui/timeline/timelinepage.h"

#include <QLineEdit>
#include <QPushButton>
#include <QWheelEvent>

using namespace astern;
using logs::s;

namespace {

constexpr qint64 kHour = 3'600'000;
constexpr qint64 kDay = 24 * kHour;

} // namespace

class TimelineTest : public ShopTest {
    Q_OBJECT
public:
    using ShopTest::ShopTest;

private:
    ui::TimelinePage *m_page = nullptr;
    ui::TimelineView *m_view = nullptr;
    void openTimeline()
    {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_5, Qt::ControlModifier);
        m_page = &m_window->timelinePage();
        m_view = &m_page->view();
        QVERIFY(m_view->hasFocus());
        m_view->setLength(kHour);
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::keyClick(QApplication::focusWidget(), key, modifiers);
    }
    void wheel(const QPointF &at, int notches)
    {
        QWheelEvent event(at, m_view->mapToGlobal(at), {}, {0, 120 * notches}, Qt::NoButton, {}, Qt::NoScrollPhase,
                          false);
        QApplication::sendEvent(m_view, &event);
    }
    [[nodiscard]] quint64 indexOf(const char *kind) const
    {
        for (const JournalEntry &entry : m_journal.log) {
            if (entry.kind == s(kind))
                return entry.index;
        }
        return ~quint64(0);
    }

private Q_SLOTS:
    void init()
    {
        openShop();
        m_journal.away = false;
        logs::months(m_journal, 30, 12);
        logs::incident(m_journal);
    }
    void cleanup() { closeShop(); }
    void theWheelZoomsAroundThePointer();
    void aHandDragsTime();
    void keysAloneAreEnough();
    void tabGoesThroughTheItems();
    void hoveringTells();
    void aPressOpensTheEntry();
    void aLinkLeadsToTheOther();
    void itFollowsUntilThePersonLeaves();
    void aPressInTheStripGoesThere();
    void theFilterSpeaksTheBoardsWords();
    void chipsAreWords();
    void anAwayJournalIsSaid();
    void itIsDrawnOnceForEachChange();
};

void TimelineTest::theWheelZoomsAroundThePointer()
{
    openTimeline();
    const double x = m_view->scale().left + m_view->scale().width / 4;
    const qint64 under = m_view->scale().toTime(x);
    wheel({x, 300}, 3);
    QVERIFY(m_view->span().lengthMs() < kHour * 6 / 10);
    QVERIFY(std::abs(m_view->scale().toTime(x) - under) < 2'000);
    wheel({x, 300}, 100);
    QVERIFY(std::abs(m_view->span().lengthMs() - 60'000) <= 1);
    wheel({x, 300}, -100);
    QVERIFY(std::abs(m_view->span().lengthMs() - 366 * kDay) < kHour); // a year, although the log is a month old
}

void TimelineTest::aHandDragsTime()
{
    openTimeline();
    const TimeSpan before = m_view->span();
    const QPoint at(700, 300);
    QTest::mousePress(m_view, Qt::LeftButton, {}, at);
    QTest::mouseMove(m_view, at + QPoint(60, 0));
    QTest::mouseMove(m_view, at + QPoint(200, 0));
    QTest::mouseRelease(m_view, Qt::LeftButton, {}, at + QPoint(200, 0));
    const double perPixel = double(kHour) / m_view->scale().width;
    QVERIFY(std::abs(double(before.fromMs - m_view->span().fromMs) - 200 * perPixel) < 5 * perPixel);
    QVERIFY(!m_view->followsNow());
    QVERIFY(!m_view->chosen()); // a drag is no choice
}

void TimelineTest::keysAloneAreEnough()
{
    openTimeline();
    const TimeSpan shown = m_view->span();
    press(Qt::Key_Plus);
    QCOMPARE(m_view->span().lengthMs(), kHour / 2);
    press(Qt::Key_Minus);
    QCOMPARE(m_view->span().lengthMs(), kHour);
    press(Qt::Key_Left);
    QCOMPARE(m_view->span().toMs, shown.toMs - kHour / 10);
    press(Qt::Key_PageUp);
    QCOMPARE(m_view->span().toMs, shown.toMs - kHour / 10 - kHour);
    press(Qt::Key_End);
    QCOMPARE(m_view->span(), shown);
    QVERIFY(m_view->followsNow());
    QTRY_VERIFY(m_page->model().whole().lengthMs() > 0);
    press(Qt::Key_Home);
    QVERIFY(m_view->span().fromMs <= m_journal.log.constFirst().wallMs);
    QVERIFY(m_view->span().toMs > m_journal.log.constFirst().wallMs);
}

void TimelineTest::tabGoesThroughTheItems()
{
    openTimeline();
    QTRY_VERIFY(m_page->model().rowCount() > 20);
    QSet<quint64> met;
    for (int i = 0; i < 200 && QApplication::focusWidget() == m_view; ++i) {
        press(Qt::Key_Tab);
        if (m_view->chosen())
            met.insert(*m_view->chosen());
    }
    QVERIFY(QApplication::focusWidget() != m_view); // it ends
    QVERIFY(met.contains(indexOf("guard.rollback")));
    QVERIFY(met.size() > 15);
    m_view->setFocus();
    press(Qt::Key_Escape);
    QVERIFY(!m_view->chosen());
    press(Qt::Key_Down);
    QVERIFY(m_view->chosen());
    QVERIFY(!m_view->accessibleDescription().isEmpty());
    press(Qt::Key_Return);
    QTRY_COMPARE(QApplication::focusWidget(), static_cast<QWidget *>(&m_page->pane().facts()));
}

void TimelineTest::hoveringTells()
{
    openTimeline();
    QTRY_VERIFY(m_page->model().rowCount() > 20);
    const std::optional<QPointF> at = m_view->centreOf(indexOf("guard.rollback"));
    QVERIFY(at);
    QVERIFY2(m_view->saidAt(*at).contains(s("rolls back")), qPrintable(m_view->saidAt(*at)));
    m_view->setLength(366 * kDay); // counted
    QTRY_VERIFY(m_page->model().entriesInSpan() > TimelineModel::kMostItems);
    m_view->grab();
    const QRectF lane = m_view->laneRect(TimelineLane::Verdicts);
    const double x = m_view->scale().toX(m_journal.log.at(40).wallMs);
    QVERIFY2(m_view->saidAt({x, lane.center().y()}).contains(s("Verdicts")),
             qPrintable(m_view->saidAt({x, lane.center().y()})));
}

void TimelineTest::aPressOpensTheEntry()
{
    openTimeline();
    QTRY_VERIFY(m_page->model().rowCount() > 20);
    const quint64 index = indexOf("guard.rollback");
    QTest::mouseClick(m_view, Qt::LeftButton, {}, m_view->centreOf(index)->toPoint());
    QCOMPARE(m_view->chosen(), std::optional(index));
    QTRY_COMPARE(m_page->pane().entry() ? m_page->pane().entry()->index : 0, index);
    QTRY_VERIFY(m_page->pane().detail().sections.size() >= 3);
    QVERIFY(m_page->pane().detail().sections.at(1).facts.size() >= 7); // intents, outcomes, recovery, reason
    QTest::mouseClick(m_view, Qt::LeftButton, {},
                      QPoint(int(m_view->scale().left) + 4, int(m_view->laneRect(TimelineLane::Flags).bottom()) - 2));
    QVERIFY(!m_view->chosen());
}

void TimelineTest::aLinkLeadsToTheOther()
{
    openTimeline();
    QTRY_VERIFY(m_page->model().rowCount() > 20);
    const quint64 index = indexOf("guard.rollback");
    m_page->showEntry(index);
    QTRY_COMPARE(m_view->chosen(), std::optional(index));
    QTRY_VERIFY(m_page->pane().entry());
    QTest::mouseClick(m_page->pane().findChild<QPushButton *>(s("entryElsewhere")), Qt::LeftButton);
    QTRY_VERIFY(m_window->logPage().isVisible());
    QTRY_COMPARE(m_window->logPage().entries().currentEntry(), std::optional(index));
    QTRY_VERIFY(m_window->logPage().pane().entry());
    QTest::mouseClick(m_window->logPage().pane().findChild<QPushButton *>(s("entryElsewhere")), Qt::LeftButton);
    QTRY_VERIFY(m_page->isVisible());
    // One of a month ago: the axis goes there.
    QCOMPARE(m_journal.log.at(1).kind, s("promotion.outcome")); // stands in the bar of its intent
    m_page->showEntry(1);
    QTRY_COMPARE(m_view->chosen(), std::optional<quint64>(0));
    QTRY_COMPARE(m_page->pane().entry()->index, quint64(1));
    m_page->showEntry(5);
    QTRY_VERIFY(m_view->chosen() && *m_view->chosen() > 1);
    QVERIFY(m_view->span().fromMs < m_journal.log.at(5).wallMs && m_view->span().toMs > m_journal.log.at(5).wallMs);
}

void TimelineTest::itFollowsUntilThePersonLeaves()
{
    openTimeline();
    QTRY_VERIFY(m_page->model().rowCount() > 20);
    auto *live = m_page->findChild<QPushButton *>(s("timelineLive"));
    const qint64 end = m_view->span().toMs;
    m_clock.set(samples::kNow + 30'000);
    m_view->keepFollowing();
    QCOMPARE(m_view->span().toMs, end + 30'000);
    logs::verdict(m_journal, samples::kNow + 29'000, "cart", "slo", "systemic");
    const int rows = m_page->model().rowCount();
    m_session->addEntry(m_journal.log.constLast());
    QCOMPARE(m_page->model().rowCount(), rows + 1);
    const QString told = live->text();
    press(Qt::Key_Left);
    m_clock.set(samples::kNow + 90'000);
    m_view->keepFollowing();
    QVERIFY(m_view->span().toMs < end + 30'000);
    QVERIFY(live->text() != told);
    QTest::mouseClick(live, Qt::LeftButton);
    QCOMPARE(m_view->span().toMs, samples::kNow + 90'000);
    QCOMPARE(live->text(), told);
}

void TimelineTest::aPressInTheStripGoesThere()
{
    openTimeline();
    m_view->grab();
    const qint64 before = m_view->span().fromMs;
    QTest::mouseClick(m_view, Qt::LeftButton, {}, QPoint(int(m_view->scale().left + m_view->scale().width / 4), 16));
    QVERIFY(m_view->span().fromMs < before - 6 * kHour);
    QCOMPARE(m_view->span().lengthMs(), kHour);
}

void TimelineTest::theFilterSpeaksTheBoardsWords()
{
    openTimeline();
    QTRY_VERIFY(m_page->model().rowCount() > 20);
    auto *filter = m_page->findChild<QLineEdit *>(s("timelineFilter"));
    filter->setFocus();
    QTest::keyClicks(filter, s("service:payments env:prod"));
    QTRY_VERIFY(m_page->model().rowCount() > 0 && m_page->model().rowCount() < 20);
    for (const TimelineItem &item : m_page->model().rows())
        QVERIFY(item.place.startsWith(s("payments")));
    press(Qt::Key_Escape);
    QTRY_VERIFY(m_page->model().rowCount() > 20);
}

void TimelineTest::chipsAreWords()
{
    openTimeline();
    auto *filter = m_page->findChild<QLineEdit *>(s("timelineFilter"));
    QTest::mouseClick(m_page->findChild<QPushButton *>(s("chip-verdict")), Qt::LeftButton);
    QCOMPARE(filter->text(), s("kind:verdict"));
    QTest::mouseClick(m_page->findChild<QPushButton *>(s("chip-rollback")), Qt::LeftButton);
    QCOMPARE(filter->text(), s("kind:verdict,rollback"));
    QTest::mouseClick(m_page->findChild<QPushButton *>(s("chip-verdict")), Qt::LeftButton);
    QCOMPARE(filter->text(), s("kind:rollback"));
    QTest::keyClicks(filter, s(" service:checkout"));
    QVERIFY(m_page->findChild<QPushButton *>(s("chip-rollback"))->isChecked());
}

void TimelineTest::anAwayJournalIsSaid()
{
    m_journal.away = true;
    openTimeline();
    QTRY_VERIFY(m_page->model().error());
    m_journal.away = false;
    m_session->setJournalState({.state = JournalState::State::Open, .size = quint64(m_journal.log.size())});
    QTRY_VERIFY(m_page->model().rowCount() > 20);
    QVERIFY(!m_page->model().error());
}

void TimelineTest::itIsDrawnOnceForEachChange()
{
    openTimeline();
    QTRY_VERIFY(m_page->model().rowCount() > 20);
    QTest::qWait(100);
    m_view->grab();
    const int pictures = m_view->pictures();
    for (int x = 400; x < 800; x += 20) // a pointer draws nothing anew
        QTest::mouseMove(m_view, QPoint(x, 400));
    m_view->grab();
    QCOMPARE(m_view->pictures(), pictures);
}

int main(int argc, char *argv[]) { return runShopTest<TimelineTest>(argc, argv); }

#include "tst_timelinepage.moc"
