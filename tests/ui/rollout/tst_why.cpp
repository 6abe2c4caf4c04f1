// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/format.h"
#include "tests/support/shoptest.h"
#include "ui/rollout/factsview.h"
#include "ui/rollout/linksrow.h"
#include "ui/rollout/logview.h"
#include "ui/rollout/runslabel.h"
#include "ui/rollout/whypanel.h"

#include <QClipboard>
#include <QPushButton>
#include <QTabBar>

using namespace astern;

// Why a rollout fails, as a person finds it out: keys and mouse in the whole window.
class WhyTest : public ShopTest {
    Q_OBJECT
public:
    using ShopTest::ShopTest;

private:
    // The failing rollout by Enter on its row, then its Why by a click on the tab.
    void openWhy()
    {
        QTest::keyClick(&m_window->boardPage().view(), Qt::Key_Return);
        QTRY_VERIFY(page().isVisible());
        auto *tabs = page().findChild<QTabBar *>(QStringLiteral("rolloutTabs"));
        QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(1).center());
        QTRY_VERIFY(panel().isVisible());
    }
    [[nodiscard]] ui::RolloutPage &page() const { return m_window->rolloutPage(); }
    [[nodiscard]] ui::WhyPanel &panel() const { return *page().findChild<ui::WhyPanel *>(); }
    [[nodiscard]] QString said(const char *label) const
    {
        // Numbers and their units are held together by spaces that do not break.
        return panel()
            .findChild<ui::RunsLabel *>(QLatin1String(label))
            ->plainText()
            .replace(QChar(format::kNoBreakSpace), QLatin1Char(' '));
    }
    [[nodiscard]] ui::FactsView &table(const char *name) const
    {
        return *panel().findChild<ui::FactsView *>(QLatin1String(name));
    }
    [[nodiscard]] ui::LogView &log() const { return *panel().findChild<ui::LogView *>(); }

private Q_SLOTS:
    void init();
    void cleanup() { closeShop(); }
    void theWorstInOneSentence();
    void throughThePodsByKeyboard();
    void whatIsChosenStaysChosen();
    void theLogIsCopied();
    void linksLeaveTheProgram();
    void nothingIsAskedForWhatNobodySees();
    void missingRightsAreSaid();
    void loadingAndStale();
    void besideTheBoard();
    void closingTheWindowEndsTheQuestion();
    void whatIsSelectedStays();
};

void WhyTest::init() { openShop(); }

void WhyTest::theWorstInOneSentence()
{
    openWhy();
    QTRY_COMPARE(said("whySentence"),
                 QStringLiteral("3 of 5 new pods crash: CrashLoopBackOff, exit code 1, 7 restarts"));
    QVERIFY(said("whyNext").contains(QStringLiteral("has timed out progressing")));
    QCOMPARE(table("whyPods").model()->rowCount(), 11);
    QCOMPARE(table("whyPods").model()->index(0, 0).data().toString(), QStringLiteral("checkout-new-x2tkd"));
    QCOMPARE(log().accessibleName(), QStringLiteral("Log of checkout-new-x2tkd, from the run that ended"));
    QCOMPARE(table("whyEvents").model()->rowCount(), 6);
    QVERIFY(log().toPlainText().contains(QStringLiteral("panic: the schema is older than this build")));
    QCOMPARE(said("whyAsked"), QStringLiteral("asked 1 s ago"));
}

void WhyTest::throughThePodsByKeyboard()
{
    openWhy();
    QTRY_COMPARE(table("whyPods").model()->rowCount(), 11);
    auto *tabs = page().findChild<QTabBar *>(QStringLiteral("rolloutTabs"));
    tabs->setFocus(Qt::TabFocusReason);
    for (int i = 0; i < 20 && QApplication::focusWidget() != &table("whyPods"); ++i)
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    QCOMPARE(QApplication::focusWidget(), &table("whyPods"));
    QTest::keyClick(&table("whyPods"), Qt::Key_Home, Qt::ControlModifier);
    QTest::keyClick(&table("whyPods"), Qt::Key_Down);
    QTRY_COMPARE(m_asked.last().logPod, QStringLiteral("checkout-new-m8vqz"));
    QTRY_COMPARE(log().accessibleName(), QStringLiteral("Log of checkout-new-m8vqz, from the run that ended"));
    QTest::keyClick(&table("whyPods"), Qt::Key_Down);
    QTRY_COMPARE(log().accessibleName(), QStringLiteral("Log of checkout-new-p4wln, from the run that ended"));
    // On to the log, which is read by keys too.
    for (int i = 0; i < 5 && QApplication::focusWidget() != &log(); ++i)
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    QCOMPARE(QApplication::focusWidget(), &log());
    QTest::keyClick(&log(), Qt::Key_Home, Qt::ControlModifier);
    QTest::keyClick(&log(), Qt::Key_End, Qt::ShiftModifier);
    QVERIFY(log().textCursor().selectedText().contains(QStringLiteral("starting checkout 4.8.0")));
    QTest::keyClick(&log(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text(), log().textCursor().selectedText());
}

void WhyTest::whatIsChosenStaysChosen()
{
    openWhy();
    QTRY_COMPARE(table("whyPods").model()->rowCount(), 11);
    ui::FactsView &pods = table("whyPods");
    QTest::mouseClick(pods.viewport(), Qt::LeftButton, {}, pods.visualRect(pods.model()->index(2, 0)).center());
    QTRY_COMPARE(m_asked.last().logPod, QStringLiteral("checkout-new-p4wln"));
    // It becomes the worst of them.
    m_cluster.answer = [](const DiagnosisQuestion &question) {
        Diagnosis next = samples::crash(question);
        next.pods.value[2].restarts = 30;
        sortPods(next.pods.value, question.newHash);
        return next;
    };
    panel().diagnosis().askNow();
    QTRY_COMPARE(pods.currentIndex().row(), 0);
    QVERIFY(pods.selectionModel()->isRowSelected(0));
    QCOMPARE(m_asked.last().logPod, QStringLiteral("checkout-new-p4wln"));
}

void WhyTest::theLogIsCopied()
{
    openWhy();
    QTRY_VERIFY(log().hasLines());
    auto *copy = panel().findChild<QPushButton *>(QStringLiteral("whyCopy"));
    QTRY_VERIFY(copy->isEnabled());
    copy->setFocus(Qt::TabFocusReason);
    QTest::keyClick(copy, Qt::Key_Space);
    QCOMPARE(QApplication::clipboard()->text(), log().toPlainText());
    QCOMPARE(said("whyAsked"), QStringLiteral("11 lines copied"));
}

void WhyTest::linksLeaveTheProgram()
{
    openWhy();
    QList<QUrl> opened;
    bool works = true;
    panel().links().setOpener([&](const QUrl &url) {
        opened.append(url);
        return works;
    });
    auto *dashboard = panel().findChild<QPushButton *>(QStringLiteral("link-dashboard"));
    QVERIFY(dashboard && dashboard->isVisible());
    QTest::mouseClick(dashboard, Qt::LeftButton);
    QCOMPARE(opened, QList<QUrl>{QUrl(QStringLiteral("https://grafana.shop.example/d/checkout"))});
    auto *ci = panel().findChild<QPushButton *>(QStringLiteral("link-ci"));
    ci->setFocus(Qt::TabFocusReason);
    works = false;
    QTest::keyClick(ci, Qt::Key_Space);
    QCOMPARE(opened.size(), 2);
    QCOMPARE(said("whyAsked"), QStringLiteral("Nothing on this computer opens https://ci.shop.example/checkout"));
    // A workspace that was not checked (read by an older version) opens nothing but web pages.
    panel().links().setLinks({{QStringLiteral("bad"), QStringLiteral("file:///etc/passwd")},
                              {QStringLiteral("worse"), QStringLiteral("javascript:alert(1)")}});
    for (const char *name : {"link-bad", "link-worse"}) {
        auto *button = panel().findChild<QPushButton *>(QLatin1String(name));
        QVERIFY(!button->isEnabled());
        QVERIFY(button->toolTip().contains(QStringLiteral("no web address")));
        button->setEnabled(true);
        QTest::mouseClick(button, Qt::LeftButton);
    }
    QCOMPARE(opened.size(), 2);
}

void WhyTest::nothingIsAskedForWhatNobodySees()
{
    m_cluster.answer = nullptr; // questions stay open
    openWhy();
    QCOMPARE(m_cluster.open.size(), 1);
    const quint64 ticket = m_cluster.open.firstKey();
    QTest::keyClick(m_window.get(), Qt::Key_Escape);
    QTRY_VERIFY(!page().isVisible());
    QCOMPARE(m_cluster.ended, QList<quint64>{ticket});
    QVERIFY(m_cluster.open.isEmpty());
    for (const DiagnosisQuestion &question : std::as_const(m_asked))
        QCOMPARE(question.ref.name, QStringLiteral("checkout"));
}

void WhyTest::missingRightsAreSaid()
{
    m_cluster.answer = samples::refusedLog;
    openWhy();
    QTRY_COMPARE(table("whyPods").model()->rowCount(), 11);
    QVERIFY(table("whyEvents").accessibleDescription().contains(QStringLiteral("need the right to list events")));
    QVERIFY(log().placeholderText().contains(QStringLiteral("need the right to get pods/log in namespace shop")));
    QVERIFY(!panel().findChild<QPushButton *>(QStringLiteral("whyCopy"))->isEnabled());
    QVERIFY(said("whySentence").startsWith(QStringLiteral("3 of 5 new pods crash")));
}

void WhyTest::loadingAndStale()
{
    m_cluster.answer = nullptr;
    openWhy();
    QCOMPARE(said("whySentence"), QStringLiteral("Asking the cluster…"));
    QCOMPARE(table("whyPods").accessibleDescription(), QStringLiteral("Asking…"));
    QCOMPARE(log().placeholderText(), QStringLiteral("Asking…"));
    m_cluster.open.first().told(samples::crash(m_asked.last()));
    QTRY_VERIFY(said("whySentence").startsWith(QStringLiteral("3 of 5")));
    // The cluster is gone: what was known stays, and says how old it is.
    panel().diagnosis().askNow();
    m_clock.set(samples::kNow + 60'000);
    Diagnosis failed;
    failed.question = m_asked.last();
    failed.pods.error = failed.events.error = failed.conditions.error = failed.log.error =
        Error{.kind = Error::Kind::Unreachable, .message = QStringLiteral("connection refused")};
    failed.complete = true;
    m_cluster.open.last().told(failed);
    QTRY_COMPARE(said("whyAsked"), QStringLiteral("asked 1 min 1 s ago"));
    QVERIFY(said("whyPodsNote").contains(QStringLiteral("1 min 1 s old: connection refused")));
    QCOMPARE(table("whyPods").model()->rowCount(), 11);
    QVERIFY(log().hasLines());
}

void WhyTest::besideTheBoard()
{
    ui::RolloutPage &detail = m_window->boardPage().detail();
    auto *tabs = detail.findChild<QTabBar *>(QStringLiteral("rolloutTabs"));
    tabs->setFocus(Qt::TabFocusReason);
    QTest::keyClick(tabs, Qt::Key_Right);
    auto *panel = detail.findChild<ui::WhyPanel *>();
    QTRY_VERIFY(panel->isVisible());
    QTRY_VERIFY(panel->findChild<ui::LogView *>()->hasLines());
    QTest::keyClick(tabs, Qt::Key_Left);
    QVERIFY(!panel->isVisible());
    const qsizetype asked = m_asked.size();
    panel->diagnosis().askNow();
    QCOMPARE(m_asked.size(), asked);
}

// An answer that comes after it finds nobody, and harms nobody.
void WhyTest::closingTheWindowEndsTheQuestion()
{
    m_cluster.answer = nullptr;
    openWhy();
    QCOMPARE(m_cluster.open.size(), 1);
    const quint64 ticket = m_cluster.open.firstKey();
    const DiagnosisSource::Told late = m_cluster.open.first().told;
    m_window.reset();
    QCOMPARE(m_cluster.ended, QList<quint64>{ticket});
    late(samples::crash(m_asked.last()));
    QCoreApplication::processEvents();
}

// New lines do not take away what a person is about to copy; the log of another pod does.
void WhyTest::whatIsSelectedStays()
{
    openWhy();
    QTRY_VERIFY(log().hasLines());
    log().setFocus(Qt::TabFocusReason);
    QTest::keyClick(&log(), Qt::Key_Home, Qt::ControlModifier);
    QTest::keyClick(&log(), Qt::Key_End, Qt::ShiftModifier);
    const QString selected = log().textCursor().selectedText();
    QVERIFY(!selected.isEmpty());
    m_cluster.answer = [](const DiagnosisQuestion &question) {
        Diagnosis next = samples::crash(question);
        next.log.value.lines.append({samples::kNow, QStringLiteral("one line more")});
        return next;
    };
    panel().diagnosis().askNow();
    QTRY_COMPARE(panel().diagnosis().diagnosis().log.value.lines.size(), 12);
    QCOMPARE(log().textCursor().selectedText(), selected);
    QCOMPARE(log().lineCount(), 11); // as many as are shown
    panel().diagnosis().setLogPod(QStringLiteral("checkout-new-p4wln"));
    QTRY_VERIFY(log().toPlainText().endsWith(QStringLiteral("one line more")));
    QVERIFY(!log().textCursor().hasSelection());
    QCOMPARE(log().lineCount(), 12);
}

int main(int argc, char *argv[]) { return runShopTest<WhyTest>(argc, argv); }

#include "tst_why.moc"
