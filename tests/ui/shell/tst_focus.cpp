// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/logs.h"
#include "tests/support/shoptest.h"
#include "ui/chart/signalwindow.h"
#include "ui/emergency/guardcontrol.h"
#include "ui/emergency/planpane.h"

#include <QAbstractScrollArea>
#include <QPushButton>
#include <QSet>
#include <QTabBar>

using namespace astern;

namespace {

QString s(const char *text) { return QString::fromUtf8(text); }
const QString kEu = s("checkout@prod/eu-1");

QString nameOf(const QWidget *widget)
{
    return widget
               ? QStringLiteral("%1 \"%2\"").arg(QLatin1String(widget->metaObject()->className()), widget->objectName())
               : s("nothing");
}

} // namespace

// The keyboard on every screen: Tab comes by everything and back again, and whatever has the focus shows it and has a
// name for who does not see it.
class FocusTest : public ShopTest {
    Q_OBJECT
public:
    using ShopTest::ShopTest;

private Q_SLOTS:
    void init() { openShop(); }
    void cleanup() { closeShop(); }
    void everyStopIsSeenAndNamed_data();
    void everyStopIsSeenAndNamed();
    void aScreenBeginsWhereItIsRead_data();
    void aScreenBeginsWhereItIsRead();
    void shiftAndArrowsChooseRows();

private:
    // Opens it and answers the window that it is in.
    QWidget *show(const QString &screen)
    {
        if (screen == s("rollout") || screen == s("why"))
            m_window->openRollout(kEu);
        if (screen == s("why"))
            m_window->rolloutPage().findChild<QTabBar *>(s("rolloutTabs"))->setCurrentIndex(1);
        if (screen == s("log")) {
            logs::incident(m_journal);
            m_window->showPage(ui::MainWindow::LogScreen);
        }
        if (screen == s("timeline"))
            m_window->showPage(ui::MainWindow::TimelineScreen);
        if (screen == s("emergency"))
            m_window->openEmergency();
        if (screen == s("several"))
            m_window->emergency().openForSeveral({kEu, s("checkout@prod/us-1")});
        if (screen == s("chart")) {
            m_window->openSignal(kEu);
            return m_window->findChild<ui::SignalWindow *>();
        }
        return m_window.get();
    }
};

void FocusTest::everyStopIsSeenAndNamed_data()
{
    QTest::addColumn<QStringList>("reached"); // object names that Tab must come by
    QTest::newRow("board") << QStringList{s("board"), s("emergencyButton"), s("boardView"), s("rolloutTabs")};
    QTest::newRow("rollout") << QStringList{s("emergencyButton"), s("backToBoard"), s("rolloutTabs"), s("healthChart"),
                                            s("changes"),         s("versions"),    s("entries")};
    QTest::newRow("why") << QStringList{s("rolloutTabs"), s("whyPods"), s("whyEvents")};
    QTest::newRow("log") << QStringList{s("emergencyButton"), s("logFilter"),  s("chip-verdict"),
                                        s("logEntries"),      s("entryFacts"), s("logVerify")};
    QTest::newRow("timeline") << QStringList{s("emergencyButton"), s("timelineFilter"), s("timelineDay"),
                                             s("timelineLive"), s("timelineView")};
    QTest::newRow("emergency") << QStringList{s("emergencyButton"), s("planSeveral"), s("guard"), s("reasonText")};
    QTest::newRow("several") << QStringList{s("severalGuard"), s("campaignOrder"), s("place:checkout@prod/us-1")};
    QTest::newRow("chart") << QStringList{s("signalPlot"), s("chartLive"), s("chartCompare"), s("chartExport"),
                                          s("legend-0")};
}

void FocusTest::everyStopIsSeenAndNamed()
{
    QFETCH(const QStringList, reached);
    QWidget *window = show(QString::fromLatin1(QTest::currentDataTag()));
    QVERIFY(QTest::qWaitForWindowActive(window));
    QTest::qWait(150); // coalesced updates
    // Something to begin from: whatever the screen begins with.
    QVERIFY(QApplication::focusWidget());
    QSet<QString> met;
    QList<QWidget *> round;
    QStringList wrong;
    for (int i = 0; i < 80; ++i) {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QWidget *at = QApplication::focusWidget();
        QVERIFY(at);
        if (round.contains(at))
            break;
        round.append(at);
        met.insert(at->objectName());
        const auto *scroll = qobject_cast<const QAbstractScrollArea *>(at); // covers itself with what it scrolls
        if (!at->isVisible() || (scroll ? scroll->viewport() : at)->visibleRegion().isEmpty())
            wrong.append(nameOf(at) + s(" is not on the screen"));
        const auto *button = qobject_cast<const QAbstractButton *>(at);
        if (at->accessibleName().isEmpty() && !(button && !button->text().isEmpty()))
            wrong.append(nameOf(at) + s(" has no name"));
        // The picture with the focus differs from the one without.
        const QImage with = window->grab().toImage();
        at->clearFocus();
        const QImage without = window->grab().toImage();
        at->setFocus(Qt::TabFocusReason);
        if (with == without)
            wrong.append(nameOf(at) + s(" does not show its focus"));
    }
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(s("; "))));
    for (const QString &name : reached)
        QVERIFY2(met.contains(name),
                 qPrintable(name + s(" is not reached; only ") + QStringList(met.values()).join(s(", "))));
}

void FocusTest::aScreenBeginsWhereItIsRead_data()
{
    QTest::addColumn<int>("key");
    QTest::addColumn<int>("modifiers");
    QTest::addColumn<QString>("begins");
    QTest::newRow("rollout") << int(Qt::Key_Return) << 0 << s("rolloutTabs");
    QTest::newRow("log") << int(Qt::Key_2) << int(Qt::ControlModifier) << s("logEntries");
    QTest::newRow("timeline") << int(Qt::Key_5) << int(Qt::ControlModifier) << s("timelineView");
    QTest::newRow("board") << int(Qt::Key_1) << int(Qt::ControlModifier) << s("board");
    QTest::newRow("emergency") << int(Qt::Key_R) << int(Qt::ControlModifier | Qt::ShiftModifier) << s("guard");
}

void FocusTest::aScreenBeginsWhereItIsRead()
{
    QFETCH(const int, key);
    QFETCH(const int, modifiers);
    QFETCH(const QString, begins);
    QVERIFY(m_window->boardPage().view().hasFocus());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key(key), Qt::KeyboardModifiers(modifiers));
    QTRY_COMPARE(QApplication::focusWidget() ? QApplication::focusWidget()->objectName() : QString(), begins);
    QVERIFY(QApplication::focusWidget()->isVisible());
}

// Several rows of the board without a mouse: Shift and the arrows choose them, R opens the sheet with all of them.
void FocusTest::shiftAndArrowsChooseRows()
{
    ui::BoardView &view = m_window->boardPage().view();
    QVERIFY(view.hasFocus());
    QTest::keyClick(&view, Qt::Key_Home, Qt::ControlModifier);
    QCOMPARE(view.currentPlacement(), kEu);
    QTest::keyClick(&view, Qt::Key_Down, Qt::ShiftModifier);
    QTest::keyClick(&view, Qt::Key_Down, Qt::ShiftModifier);
    QStringList wanted;
    for (int row = 0; row < 3; ++row)
        wanted.append(m_window->board().rowAt(row).id());
    QCOMPARE(view.selectedPlacements(), wanted);
    QCOMPARE(m_window->boardPage().detail().placement(), wanted.last()); // the detail goes along
    QTest::keyClick(&view, Qt::Key_Up, Qt::ShiftModifier);
    wanted.removeLast();
    QCOMPARE(view.selectedPlacements(), wanted);
    QTest::keyClick(&view, Qt::Key_R);
    QVERIFY(m_window->emergency().showsSeveral());
    QTest::keyClick(m_window.get(), Qt::Key_Escape);
    // An arrow alone chooses one row again.
    QTest::keyClick(m_window.get(), Qt::Key_1, Qt::ControlModifier);
    QVERIFY(view.hasFocus());
    QTest::keyClick(&view, Qt::Key_Up);
    QCOMPARE(view.selectedPlacements(), QStringList{kEu});
}

int main(int argc, char *argv[]) { return runShopTest<FocusTest>(argc, argv); }

#include "tst_focus.moc"
