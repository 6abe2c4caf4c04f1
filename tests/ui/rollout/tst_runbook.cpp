// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/declared.h"
#include "tests/support/escalations.h"
#include "tests/support/shoptest.h"
#include "ui/rollout/planstrip.h"
#include "ui/rollout/runbookpanel.h"

#include <QDir>
#include <QFile>
#include <QPushButton>
#include <QScrollBar>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTextBlock>

using namespace astern;

namespace {

const QString kPlace = QStringLiteral("checkout@prod/eu-1");
constexpr int kTab = 4;

} // namespace

// The Runbook tab: steps are ticked by mouse and keys and are in the log; links open plans and do nothing themselves.
class RunbookScreenTest : public ShopTest {
    Q_OBJECT
public:
    using ShopTest::ShopTest;

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    QTemporaryDir m_data;
    ui::RunbookPanel &panel() { return *m_window->rolloutPage().findChild<ui::RunbookPanel *>(); }
    QTabBar &tabs() { return *m_window->rolloutPage().findChild<QTabBar *>(QStringLiteral("rolloutTabs")); }

    void write(const QString &name, const QByteArray &text)
    {
        QFile file(m_folder->filePath(name));
        QVERIFY(QFileInfo(file).dir().mkpath(QStringLiteral(".")));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
    }
    void openRunbook(const QByteArray &text = samples::runbookText(),
                     const QString &declared = QStringLiteral("runbooks/checkout.md"))
    {
        m_folder = std::make_unique<QTemporaryDir>();
        write(QStringLiteral("runbooks/checkout.md"), text);
        write(QStringLiteral("runbooks/provider.md"), "# Numbers\n\n- [ ] Call 1\n");
        Workspace workspace = samples::declaring(shop::workspace());
        workspace.folder = m_folder->path();
        for (ServiceConfig &service : workspace.services) {
            if (service.id == QLatin1String("checkout"))
                service.runbook = declared;
        }
        m_configs = std::make_unique<ConfigStore>(m_data.filePath(QString::fromLatin1(QTest::currentTestFunction())));
        openShop(workspace);
        samples::tellDeclared(*m_session, m_configs.get(), 12'000);
        m_window->openRollout(kPlace);
        QTRY_VERIFY(tabs().isTabVisible(kTab));
        QTest::mouseClick(&tabs(), Qt::LeftButton, {}, tabs().tabRect(kTab).center());
        QTRY_VERIFY(panel().isVisible());
    }
    // The middle of the link that leads there, on the screen; null: there is none.
    QPoint place(const QString &address)
    {
        ui::RunbookText *text = panel().text();
        for (QTextBlock block = text->document()->begin(); block.isValid(); block = block.next()) {
            for (auto it = block.begin(); !it.atEnd(); ++it) {
                if (it.fragment().charFormat().anchorHref() != address)
                    continue;
                QTextCursor cursor(text->document());
                cursor.setPosition(it.fragment().position());
                text->setTextCursor(cursor);
                text->ensureCursorVisible();
                const QRect begin = text->cursorRect(cursor);
                cursor.setPosition(it.fragment().position() + it.fragment().length());
                const QRect end = text->cursorRect(cursor);
                return {(begin.left() + end.right()) / 2, begin.center().y()};
            }
        }
        return {};
    }
    void press(const QString &address)
    {
        const QPoint at = place(address);
        QVERIFY2(!at.isNull(), qPrintable(address));
        QTest::mouseClick(panel().text()->viewport(), Qt::LeftButton, {}, at);
    }
    QString stepLink(int step)
    {
        return QStringLiteral("astern:step/") + runbook::parseRunbook({}, samples::runbookText()).steps.at(step).key;
    }
    void told() { m_session->addEntry(m_journal.log.constLast()); } // as the journal does

private Q_SLOTS:
    void onlyWhereThereIsOne()
    {
        openShop();
        m_window->openRollout(kPlace);
        QVERIFY(!tabs().isTabVisible(kTab));
    }
    void ticksByMouse()
    {
        openRunbook();
        QTRY_COMPARE(panel().stepCount(), 5);
        QCOMPARE(tabs().tabText(kTab), QStringLiteral("Runbook 0/5"));
        press(stepLink(0));
        QCOMPARE(m_journal.kinds(), QStringList{QStringLiteral("runbook.step")});
        QCOMPARE(panel().doneCount(), 0); // what is ticked is what the log has
        told();
        QTRY_COMPARE(panel().doneCount(), 1);
        QCOMPARE(tabs().tabText(kTab), QStringLiteral("Runbook 1/5"));
        press(stepLink(0)); // and back: an entry of its own
        told();
        QTRY_COMPARE(panel().doneCount(), 0);
        QCOMPARE(m_journal.log.size(), 2);
        const QJsonObject undone = m_journal.log.last().payload.value(QStringLiteral("runbook")).toObject();
        QCOMPARE(undone.value(QStringLiteral("done")).toBool(true), false);
        QVERIFY(m_plans.isEmpty());
    }
    void ticksByKeys()
    {
        openRunbook();
        QTRY_COMPARE(panel().stepCount(), 5);
        panel().text()->setFocus(Qt::TabFocusReason);
        QTest::keyClick(panel().text(), Qt::Key_Tab);
        QTest::keyClick(panel().text(), Qt::Key_Return);
        QCOMPARE(m_journal.kinds(), QStringList{QStringLiteral("runbook.step")});
    }
    void whoTickedIsReadAgain()
    {
        openRunbook();
        QTRY_COMPARE(panel().stepCount(), 5);
        press(stepLink(2));
        told();
        m_window->openRollout(QStringLiteral("cart@prod/eu-1"));
        QVERIFY(!tabs().isTabVisible(kTab));
        m_window->openRollout(kPlace);
        QTRY_COMPARE(panel().doneCount(), 1);
    }
    void aLinkOpensThePlan()
    {
        openRunbook();
        QTRY_COMPARE(panel().stepCount(), 5);
        press(QStringLiteral("astern:flag/new-checkout-flow/off"));
        auto &strip = *m_window->rolloutPage().findChild<ui::PlanStrip *>();
        QVERIFY(strip.showsPlan());
        QVERIFY(m_plans.isEmpty()); // nothing is sent by it
    }
    void rollbackOpensTheSheet()
    {
        openRunbook();
        QTRY_COMPARE(panel().stepCount(), 5);
        press(QStringLiteral("astern:rollback"));
        QTRY_VERIFY(m_window->emergency().isVisible());
        QVERIFY(m_plans.isEmpty());
    }
    void linksLeadWhereTheyMay_data()
    {
        QTest::addColumn<QString>("address");
        QTest::addColumn<QString>("opened"); // in the browser
        QTest::addColumn<bool>("refused");
        QTest::newRow("the web") << QStringLiteral("https://grafana.shop.example/d/checkout")
                                 << QStringLiteral("https://grafana.shop.example/d/checkout") << false;
        QTest::newRow("a file") << QStringLiteral("file:///etc/passwd") << QString() << true;
        QTest::newRow("a script") << QStringLiteral("javascript:alert(1)") << QString() << true;
        QTest::newRow("no plan") << QStringLiteral("astern:delete/all") << QString() << true;
        QTest::newRow("a flag that is not declared") << QStringLiteral("astern:flag/another/off") << QString() << true;
        QTest::newRow("no markdown") << QStringLiteral("secret.txt") << QString() << true;
    }
    void linksLeadWhereTheyMay()
    {
        QFETCH(const QString, address);
        QFETCH(const QString, opened);
        QFETCH(const bool, refused);
        openRunbook("[here](" + address.toUtf8() + ")\n");
        QStringList asked;
        panel().setOpener([&asked](const QUrl &url) {
            asked.append(url.toString());
            return true;
        });
        QTRY_VERIFY(!place(address).isNull());
        press(address);
        QCOMPARE(asked, opened.isEmpty() ? QStringList() : QStringList{opened});
        QCOMPARE(!panel().said().isEmpty(), refused);
        QVERIFY(m_plans.isEmpty());
    }
    void anotherFileOfTheWorkspaceAndBack()
    {
        openRunbook();
        QTRY_COMPARE(panel().stepCount(), 5);
        press(QStringLiteral("provider.md"));
        QTRY_COMPARE(panel().stepCount(), 1);
        auto *back = panel().findChild<QPushButton *>(QStringLiteral("runbookBack"));
        QVERIFY(back->isVisible());
        QTest::mouseClick(back, Qt::LeftButton);
        QTRY_COMPARE(panel().stepCount(), 5);
    }
    void outOfTheWorkspaceLeadsNoLink()
    {
        openRunbook("[up](../../../../../../etc/hosts.md)\n");
        QTRY_VERIFY(!place(QStringLiteral("../../../../../../etc/hosts.md")).isNull());
        press(QStringLiteral("../../../../../../etc/hosts.md"));
        QTRY_VERIFY(!panel().text()->isVisible()); // it says why instead
    }
    void anEditIsShown()
    {
        openRunbook("- [ ] One\n");
        QTRY_COMPARE(panel().stepCount(), 1);
        write(QStringLiteral("runbooks/checkout.md"), "- [ ] One\n- [ ] Two\n");
        QTRY_COMPARE_WITH_TIMEOUT(panel().stepCount(), 2, 10'000);
    }
    void missing()
    {
        openRunbook("x", QStringLiteral("runbooks/gone.md"));
        QTRY_VERIFY(!panel().text()->isVisible());
        QVERIFY(panel().isVisible());
    }
};

int main(int argc, char *argv[]) { return runShopTest<RunbookScreenTest>(argc, argv); }
#include "tst_runbook.moc"
