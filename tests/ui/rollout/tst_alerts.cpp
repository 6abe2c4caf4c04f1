// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/alerts.h"
#include "tests/support/shoptest.h"
#include "ui/rollout/alertsstrip.h"
#include "ui/rollout/factsview.h"
#include "ui/rollout/linksrow.h"
#include "ui/rollout/runslabel.h"

#include <QPushButton>
#include <QTabBar>

using namespace astern;

// A place's alerts, as a person finds them: keys and mouse in the whole window.
class AlertsTest : public ShopTest {
    Q_OBJECT
public:
    using ShopTest::ShopTest;

private:
    void openWhy()
    {
        QTest::keyClick(&m_window->boardPage().view(), Qt::Key_Return);
        auto *tabs = m_window->rolloutPage().findChild<QTabBar *>(QStringLiteral("rolloutTabs"));
        QTRY_VERIFY(tabs->isVisible());
        QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(1).center());
    }
    [[nodiscard]] ui::AlertsStrip &strip() const { return *m_window->rolloutPage().findChild<ui::AlertsStrip *>(); }
    [[nodiscard]] QString note() const
    {
        QString text = strip().findChild<ui::RunsLabel *>(QStringLiteral("alertsNote"))->plainText();
        return text.replace(QChar(0x00a0), QLatin1Char(' ')).replace(QChar(0x202f), QLatin1Char(' '));
    }

private Q_SLOTS:
    void cleanup() { closeShop(); }

    void withoutAManagerThereIsNoStrip()
    {
        openShop();
        openWhy();
        QVERIFY(!strip().isVisible());
    }

    void listedWithTheirPages()
    {
        openShop(samples::watched(shop::workspace()));
        openWhy();
        QTRY_VERIFY(strip().isVisible());
        QCOMPARE(note(), QStringLiteral("not known")); // and not: none
        samples::tellAlerts(*m_session, {samples::alert("Down", "critical", 60'000),
                                         samples::silenced(samples::alert("Queue", "info", 7'200'000))});
        QTRY_COMPARE(strip().view().model()->rowCount(), 2);
        QTRY_COMPARE(note(), QStringLiteral("1 firing · 1 silenced · as of now"));
        QUrl opened;
        strip().links().setOpener([&opened](const QUrl &url) {
            opened = url;
            return true;
        });
        const auto press = [this](const char *name) {
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete); // the links of the one before
            auto *button = strip().findChild<QPushButton *>(QStringLiteral("link-") + QLatin1String(name));
            QVERIFY(button);
            QTest::mouseClick(button, Qt::LeftButton);
        };
        press("Runbook"); // of the worst, while none is chosen
        QCOMPARE(opened, QUrl(QStringLiteral("https://wiki.shop.example/Down")));
        ui::FactsView &view = strip().view();
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, view.visualRect(view.model()->index(1, 0)).center());
        press("Runbook");
        QCOMPARE(opened, QUrl(QStringLiteral("https://wiki.shop.example/Queue")));
        press("Source");
        QCOMPARE(opened, QUrl(QStringLiteral("https://prometheus.shop.example/graph")));
    }

    void oldIsSaidAsOld()
    {
        openShop(samples::watched(shop::workspace()));
        samples::tellAlerts(*m_session, {});
        openWhy();
        QTRY_COMPARE(note(), QStringLiteral("none · as of now"));
        m_clock.set(samples::kNow + 40'000);
        QTRY_COMPARE(note(), QStringLiteral("40 s old"));
    }

    // A column that a person asks for.
    void columnOfTheBoard()
    {
        openShop(samples::watched(shop::workspace()));
        QVERIFY(m_window->boardPage().view().isColumnHidden(BoardModel::AlertsColumn));
        ui::BoardPrefs prefs = m_window->boardPage().prefs();
        prefs.hidden.remove(BoardModel::AlertsColumn);
        m_window->boardPage().setPrefs(prefs);
        QVERIFY(!m_window->boardPage().view().isColumnHidden(BoardModel::AlertsColumn));
    }
};

int main(int argc, char **argv) { return runShopTest<AlertsTest>(argc, argv); }
#include "tst_alerts.moc"
