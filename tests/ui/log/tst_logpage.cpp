// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/logs.h"
#include "tests/support/shoptest.h"
#include "ui/log/entrylist.h"
#include "ui/log/entrypane.h"
#include "ui/log/factsheet.h"
#include "ui/log/logpage.h"
#include "ui/log/logstrip.h"
#include "ui/rollout/runslabel.h"

#include <QClipboard>
#include <QLineEdit>
#include <QPushButton>

using namespace astern;
using logs::s;

class LogTest : public ShopTest {
    Q_OBJECT
public:
    using ShopTest::ShopTest;

private:
    ui::LogPage *m_page = nullptr;
    ui::EntryList *m_entries = nullptr;
    void openLog()
    {
        m_session->setJournalState(state());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_2, Qt::ControlModifier);
        m_page = &m_window->logPage();
        m_entries = &m_page->entries();
        QVERIFY(m_entries->hasFocus());
        QTRY_VERIFY(m_page->model().rowAt(0));
    }
    [[nodiscard]] JournalState state() const
    {
        const quint64 size = quint64(m_journal.log.size());
        return {.state = JournalState::State::Open, .size = size, .verifiedTo = size};
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::keyClick(QApplication::focusWidget(), key, modifiers);
    }
    [[nodiscard]] QString said() const { return m_page->findChild<ui::RunsLabel *>(s("logSaid"))->plainText(); }

private Q_SLOTS:
    void init()
    {
        openShop();
        m_journal.away = m_journal.unreadable = false;
        m_journal.verifications = 0;
        logs::months(m_journal, 30, 12);
        logs::incident(m_journal);
    }
    void cleanup() { closeShop(); }
    void keysGoThroughAllOfIt();
    void aPressChooses();
    void linksLeadThroughAnOperation();
    void theChoiceStaysWhileEntriesCome();
    void searchingAndBack();
    void verifyNowSaysHowItGoes();
    void copiesAreSaid();
    void anAlarmIsOverEverything();
    void unresolvedLeadsToItsIntent();
    void anAwayJournalIsSaid();
};

void LogTest::keysGoThroughAllOfIt()
{
    openLog();
    const int rows = m_page->model().rowCount();
    QCOMPARE(rows, int(m_journal.log.size()));
    press(Qt::Key_Home);
    QTRY_COMPARE(m_entries->currentEntry(), std::optional<quint64>(quint64(rows - 1)));
    press(Qt::Key_Down);
    QCOMPARE(m_entries->currentRow(), 1);
    QTRY_COMPARE(m_page->pane().entry()->index, quint64(rows - 2));
    press(Qt::Key_End); // a page that was never read
    QTRY_COMPARE(m_entries->currentEntry(), std::optional<quint64>(0));
    QTRY_COMPARE(m_page->pane().entry()->index, quint64(0));
    press(Qt::Key_PageUp);
    QCOMPARE(m_entries->currentRow(), rows - 1 - m_entries->rowsInSight());
    QVERIFY(m_entries->accessibleDescription().contains(s("#")));
}

void LogTest::aPressChooses()
{
    openLog();
    QTest::mouseClick(m_entries->viewport(), Qt::LeftButton, {}, m_entries->rowRect(6).center());
    QCOMPARE(m_entries->currentRow(), 6);
    QTRY_VERIFY(m_page->pane().entry());
    QCOMPARE(m_page->pane().entry()->index, quint64(m_journal.log.size() - 7));
}

void LogTest::linksLeadThroughAnOperation()
{
    openLog();
    quint64 index = 0;
    for (const JournalEntry &entry : std::as_const(m_journal.log)) {
        if (entry.kind == s("guard.rollback"))
            index = entry.index;
    }
    m_page->showEntry(index);
    QTRY_COMPARE(m_entries->currentEntry(), std::optional(index));
    QTRY_VERIFY(m_page->pane().detail().sections.at(1).facts.size() >= 7);
    press(Qt::Key_Return); // into what it says
    ui::FactSheet &facts = m_page->pane().facts();
    QVERIFY(facts.hasFocus());
    press(Qt::Key_Down); // past the operation's id
    press(Qt::Key_Return);
    QTRY_COMPARE(m_entries->currentEntry(), std::optional(index + 1));
    QTRY_COMPARE(m_page->pane().entry()->index, index + 1);
}

void LogTest::theChoiceStaysWhileEntriesCome()
{
    openLog();
    for (int i = 0; i < 30; ++i)
        press(Qt::Key_Down);
    const std::optional<quint64> chosen = m_entries->currentEntry();
    QVERIFY(chosen);
    const int row = m_entries->currentRow();
    const int first = m_entries->firstRow();
    for (int i = 0; i < 5; ++i) {
        logs::verdict(m_journal, samples::kNow + i, "search", "slo", "healthy");
        m_session->addEntry(m_journal.log.constLast());
    }
    QCOMPARE(m_entries->currentRow(), row + 5);
    QCOMPARE(m_entries->currentEntry(), chosen);
    QCOMPARE(m_entries->firstRow(), first + 5); // what is read does not move away
    QCOMPARE(m_page->pane().entry()->index, *chosen);
}

void LogTest::searchingAndBack()
{
    openLog();
    auto *filter = m_page->findChild<QLineEdit *>(s("logFilter"));
    filter->setFocus();
    QTest::keyClicks(filter, s("service:payments kind:promotion"));
    press(Qt::Key_Return);
    QVERIFY(m_entries->hasFocus());
    QTRY_VERIFY(m_page->model().rowCount() > 3 && m_page->model().rowAt(0));
    for (int row = 0; row < 3; ++row)
        QVERIFY(m_page->model().rowAt(row)->place.startsWith(s("payments")));
    filter->setFocus();
    press(Qt::Key_Escape);
    QTRY_COMPARE(m_page->model().rowCount(), int(m_journal.log.size()));
    // An entry that the search hides is shown all the same.
    m_page->setFilter(s("service:payments"));
    QTRY_VERIFY(m_page->model().rowCount() > 0);
    m_page->showEntry(quint64(m_journal.log.size()) - 5);
    QTRY_COMPARE(m_entries->currentEntry(), std::optional<quint64>(quint64(m_journal.log.size()) - 5));
}

void LogTest::verifyNowSaysHowItGoes()
{
    openLog();
    auto *verify = m_page->findChild<QPushButton *>(s("logVerify"));
    QTest::mouseClick(verify, Qt::LeftButton);
    QCOMPARE(m_journal.verifications, 1);
    JournalState now = state();
    now.checking = now.size / 2;
    now.checkingOf = now.size;
    m_session->setJournalState(now);
    QVERIFY(!verify->isEnabled());
    QVERIFY2(verify->text().contains(s("50")), qPrintable(verify->text()));
    now.checking = now.checkingOf = 0;
    now.checkedMs = samples::kNow + 900;
    m_session->setJournalState(now);
    QVERIFY(verify->isEnabled());
    QVERIFY2(said().contains(s("nothing is wrong")), qPrintable(said()));
    // And what it found.
    m_clock.set(samples::kNow + 1'500);
    QTest::mouseClick(verify, Qt::LeftButton);
    now.checkedMs = samples::kNow + 1'900;
    now.finding = s("entry 7 differs from its hash");
    m_session->setJournalState(now);
    QVERIFY(said().contains(s("entry 7 differs")));
    QVERIFY(m_page->findChild<QWidget *>(s("logAlarm"))->isVisible());
}

void LogTest::copiesAreSaid()
{
    openLog();
    press(Qt::Key_Down);
    QTRY_VERIFY(m_page->pane().entry());
    QTest::mouseClick(m_page->pane().findChild<QPushButton *>(s("entryCopyHash")), Qt::LeftButton);
    QCOMPARE(QGuiApplication::clipboard()->text(), m_page->pane().entry()->leafHash);
    QVERIFY(!said().isEmpty());
    QTest::mouseClick(m_page->pane().findChild<QPushButton *>(s("entryCopyId")), Qt::LeftButton);
    QCOMPARE(QGuiApplication::clipboard()->text(), m_page->pane().entry()->id);
    auto *shown = m_page->pane().findChild<QPushButton *>(s("entryShowSigned"));
    QTest::mouseClick(shown, Qt::LeftButton);
    QVERIFY(m_page->pane().findChild<QWidget *>(s("entrySigned"))->isVisible());
    QVERIFY(!m_page->pane().facts().isVisible());
}

void LogTest::anAlarmIsOverEverything()
{
    openLog();
    auto *alarm = m_page->findChild<QWidget *>(s("logAlarm"));
    QVERIFY(!alarm->isVisible());
    JournalState now = state();
    now.state = JournalState::State::Truncated;
    now.words = s("3 entries are missing.");
    m_session->setJournalState(now);
    QVERIFY(alarm->isVisible());
    QCOMPARE(alarm->width(), m_page->width());
    QVERIFY(!alarm->accessibleName().isEmpty());
    QVERIFY(alarm->accessibleDescription().contains(now.words));
    m_session->setJournalState(state());
    QVERIFY(!alarm->isVisible());
}

void LogTest::unresolvedLeadsToItsIntent()
{
    openLog();
    auto *strip = m_page->findChild<ui::LogStrip *>(s("logStrip"));
    QTRY_VERIFY(strip->facts().at(1).entry);
    strip->setFocus();
    press(Qt::Key_Return);
    QTRY_COMPARE(m_entries->currentEntry(), strip->facts().at(1).entry);
}

void LogTest::anAwayJournalIsSaid()
{
    m_journal.away = m_journal.unreadable = true;
    m_session->setJournalState(state());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_2, Qt::ControlModifier);
    m_page = &m_window->logPage();
    QTRY_VERIFY(m_page->model().error());
    QTRY_VERIFY(m_page->findChild<ui::RunsLabel *>(s("logCount"))->plainText().contains(s("does not answer")));
    m_journal.away = m_journal.unreadable = false;
    JournalState now = state();
    --now.verifiedTo;
    m_session->setJournalState(now);
    m_page->model().need(0, 20);
    QTRY_VERIFY(m_page->model().rowAt(0));
}

int main(int argc, char *argv[]) { return runShopTest<LogTest>(argc, argv); }

#include "tst_logpage.moc"
