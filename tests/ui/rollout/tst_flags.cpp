// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/format.h"
#include "tests/support/declared.h"
#include "tests/support/shoptest.h"
#include "ui/emergency/choicelist.h"
#include "ui/emergency/guardcontrol.h"
#include "ui/emergency/planpane.h"
#include "ui/emergency/steplist.h"
#include "ui/rollout/factsview.h"
#include "ui/rollout/flagspanel.h"
#include "ui/rollout/holdbutton.h"
#include "ui/rollout/planstrip.h"
#include "ui/rollout/runslabel.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QPushButton>
#include <QTabBar>
#include <QTemporaryDir>

using namespace astern;

namespace {

const QString kPlace = QStringLiteral("checkout@prod/eu-1");
constexpr int kFlagsTab = 3;

QString plain(QString text)
{
    return text.replace(QChar(format::kNoBreakSpace), QLatin1Char(' '))
        .replace(QChar(format::kThinSpace), QLatin1Char(' '));
}

} // namespace

// The Flags tab and what can be ticked before a rollback, with mouse and keys: nothing leaves without a plan that was
// read, and what cannot be done says why.
class FlagsScreenTest : public ShopTest {
    Q_OBJECT
public:
    using ShopTest::ShopTest;

private:
    QTemporaryDir m_folder;

    template <class T>
    T &child(const char *name)
    {
        return *page().findChild<T *>(QLatin1String(name));
    }
    ui::RolloutPage &page() { return m_window->rolloutPage(); }
    QTabBar &tabs() { return child<QTabBar>("rolloutTabs"); }
    ui::PlanStrip &strip() { return *page().findChild<ui::PlanStrip *>(); }
    QString said(const char *name) { return plain(child<ui::RunsLabel>(name).plainText()); }

    void openFlags(qint64 flagsAgoMs = 12'000, const QString &place = kPlace)
    {
        m_configs = std::make_unique<ConfigStore>(m_folder.filePath(QString::fromLatin1(QTest::currentTestFunction())));
        openShop(samples::declaring(shop::workspace()));
        samples::tellDeclared(*m_session, m_configs.get(), flagsAgoMs);
        m_window->openRollout(place);
        QTRY_VERIFY(tabs().isTabVisible(kFlagsTab));
        QTest::mouseClick(&tabs(), Qt::LeftButton, {}, tabs().tabRect(kFlagsTab).center());
        QTRY_VERIFY(child<ui::FlagsPanel>("flagsPanel").isVisible());
    }
    void choose(const char *view, int row)
    {
        auto &facts = child<ui::FactsView>(view);
        const QModelIndex index = facts.model()->index(row, 0);
        facts.scrollTo(index);
        QTest::mouseClick(facts.viewport(), Qt::LeftButton, {}, facts.visualRect(index).center());
        QCOMPARE(facts.currentIndex().row(), row);
    }
    void press(const char *name)
    {
        auto &button = child<QPushButton>(name);
        QVERIFY2(button.isVisible() && button.isEnabled(), qPrintable(button.toolTip()));
        QTest::mouseClick(&button, Qt::LeftButton);
    }
    // The monotonic clock is the system's.
    void hold(int ms)
    {
        ui::HoldButton *confirm = strip().confirm();
        QVERIFY(confirm->isVisible());
        QTest::mousePress(confirm, Qt::LeftButton);
        QTest::qWait(ms);
        QTest::mouseRelease(confirm, Qt::LeftButton);
    }

private Q_SLOTS:
    void onlyWhereSomethingIsDeclared()
    {
        m_configs.reset();
        openShop();
        m_window->openRollout(kPlace);
        QVERIFY(!tabs().isTabVisible(kFlagsTab));
        openFlags();
        QCOMPARE(tabs().tabText(kFlagsTab), QStringLiteral("Flags 4"));
        // A service without any says how to declare them; there is nothing to press.
        m_window->openRollout(QStringLiteral("cart@prod/eu-1"));
        QTRY_VERIFY(child<ui::FlagsPanel>("flagsPanel").isVisible());
        QCOMPARE(child<ui::FactsView>("flags").model()->rowCount(), 0);
        for (const char *name : {"flagOff", "flagOn", "flagShare", "configRestore"})
            QVERIFY2(!child<QPushButton>(name).isVisible(), name);
    }

    // Off is opened, held and only then sent; the reason may be left out, as on the command line.
    void switchesOffByMouse()
    {
        openFlags();
        choose("flags", 0);
        press("flagOff");
        QVERIFY(strip().showsPlan());
        QVERIFY(m_plans.isEmpty());
        QVERIFY(strip().words().contains(QStringLiteral("checkout in prod/eu-1")));
        auto &why = child<QLineEdit>("stripReason");
        QVERIFY(why.hasFocus());
        hold(300);
        QVERIFY(m_plans.isEmpty()); // production: a press is not enough
        QTest::mouseClick(&why, Qt::LeftButton);
        QTest::keyClicks(&why, QStringLiteral("errors at 3 %"));
        hold(1'300);
        QTRY_COMPARE(m_plans.size(), 1);
        QVERIFY(m_plans.at(0).kind == PlanKind::FlagOff);
        QVERIFY(m_plans.at(0).production);
        QCOMPARE(m_reasons, QStringList{QStringLiteral("errors at 3 %")});
        const auto *command = std::get_if<FlagCommand>(&m_plans.at(0).steps.constFirst().command);
        QVERIFY(command && command->action == FlagAction::Off);
        QCOMPARE(command->target.key(), QStringLiteral("unleash/default/new-checkout-flow@production"));
    }

    // A share is typed; what lets more users in needs a reason.
    void setsAShareByKeys()
    {
        openFlags();
        choose("flags", 0);
        child<ui::FactsView>("flags").setFocus(Qt::TabFocusReason);
        QVERIFY(tabTo(&child<QPushButton>("flagShare")));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        auto &percent = child<QLineEdit>("sharePercent");
        QVERIFY(percent.hasFocus());
        QCOMPARE(percent.text(), QStringLiteral("25"));
        QTest::keyClicks(&percent, QStringLiteral("250"));
        QVERIFY(!child<QPushButton>("shareShow").isEnabled()); // no percentage
        QTest::keyClick(&percent, Qt::Key_Return);
        QVERIFY(!strip().showsPlan());
        percent.selectAll();
        QTest::keyClicks(&percent, QStringLiteral("25"));
        QVERIFY(!child<QPushButton>("shareShow").isEnabled()); // it is that already
        percent.selectAll();
        QTest::keyClicks(&percent, QStringLiteral("40"));
        QTest::keyClick(&percent, Qt::Key_Return);
        QVERIFY(strip().showsPlan());
        QVERIFY(!strip().confirm()->isEnabled());
        QVERIFY(strip().confirm()->toolTip().contains(QStringLiteral("10 characters")));
        QVERIFY(child<QLineEdit>("stripReason").hasFocus());
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("an hour without errors"));
        QVERIFY(strip().confirm()->isEnabled());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QVERIFY(strip().confirm()->hasFocus());
        QTest::keyPress(strip().confirm(), Qt::Key_Space);
        QTest::qWait(1'300);
        QTest::keyRelease(strip().confirm(), Qt::Key_Space);
        QTRY_COMPARE(m_plans.size(), 1);
        const auto *command = std::get_if<FlagCommand>(&m_plans.at(0).steps.constFirst().command);
        QVERIFY(command && command->action == FlagAction::SetPercent && command->percent == 40);
        QCOMPARE(m_reasons, QStringList{QStringLiteral("an hour without errors")});
    }

    // Switched on with nothing that decides, the server would let everybody in: whom is asked first. Esc takes it back.
    void asksWhomBeforeItIsOn()
    {
        openFlags();
        choose("flags", 2);
        press("flagOn");
        auto &percent = child<QLineEdit>("sharePercent");
        QVERIFY(percent.hasFocus());
        QVERIFY(!strip().showsPlan());
        QTest::keyClick(&percent, Qt::Key_Escape);
        QVERIFY(!percent.isVisible());
        press("flagOn");
        QTest::keyClicks(&percent, QStringLiteral("5"));
        press("shareShow");
        QVERIFY(strip().showsPlan());
        const QList<ui::StepLine> lines = strip().findChild<ui::StepList *>()->lines();
        QCOMPARE(lines.size(), 2); // the share before the switch
        QVERIFY(plain(lines.at(0).title).contains(QStringLiteral("5 % of users")));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QVERIFY(!strip().showsPlan());
        QVERIFY(m_plans.isEmpty());
    }

    void anotherEnvironmentIsOnlyShown()
    {
        openFlags();
        choose("flags", 3);
        for (const char *name : {"flagOff", "flagOn", "flagShare"})
            QVERIFY2(!child<QPushButton>(name).isEnabled(), name);
        QVERIFY2(said("flagSaid").contains(QStringLiteral("This is staging. Open checkout there to change it.")),
                 qPrintable(said("flagSaid")));
    }

    void whatIsStaleRefuses()
    {
        openFlags(134'000);
        choose("flags", 0);
        for (const char *name : {"flagOff", "flagOn", "flagShare"})
            QVERIFY2(!child<QPushButton>(name).isEnabled(), name);
        QVERIFY2(
            said("flagSaid").contains(QStringLiteral("what unleash told of it is 2 min 14 s old: connection refused")),
            qPrintable(said("flagSaid")));
        QVERIFY(child<ui::FactsView>("flags").model()->rowCount() == 6); // and is still shown
        // It answers again.
        samples::tellDeclared(*m_session, m_configs.get());
        QTRY_VERIFY(child<QPushButton>("flagOff").isEnabled());
    }

    void readOnlyRefuses()
    {
        openFlags();
        m_authority.answer = {.allowed = false,
                              .reason = QStringLiteral("This session is read-only"),
                              .hint = QStringLiteral("Start it again without --read-only.")};
        choose("flags", 0);
        choose("configs", 1);
        for (const char *name : {"flagOff", "flagShare", "configRestore"})
            QTRY_VERIFY2(!child<QPushButton>(name).isEnabled(), name);
        QVERIFY(said("flagSaid").contains(QStringLiteral("This session is read-only")));
        QVERIFY(said("configSaid").contains(QStringLiteral("This session is read-only")));
    }

    // A plan that was opened is the one that is sent, or none.
    void anotherStateIsAnotherPlan()
    {
        openFlags();
        choose("flags", 0);
        press("flagOff");
        QVERIFY(strip().confirm()->isVisible());
        m_session->setFlags(
            {QStringLiteral("unleash"), {samples::flagState("new-checkout-flow", "production", true, 80)}});
        QTRY_VERIFY(!strip().confirm()->isVisible());
        QVERIFY(strip().words().contains(QStringLiteral("It is not as it was any more.")));
        QVERIFY(m_plans.isEmpty());
    }

    void restoresAVersion()
    {
        openFlags();
        choose("configs", 0);
        QVERIFY(!child<QPushButton>("configRestore").isEnabled()); // it is there already
        QVERIFY(!said("configSaid").contains(QStringLiteral("already")));
        choose("configs", 2);
        press("configRestore");
        QVERIFY(strip().showsPlan());
        hold(1'300);
        QTRY_COMPARE(m_plans.size(), 1);
        const auto *command = std::get_if<ConfigCommand>(&m_plans.at(0).steps.constFirst().command);
        QVERIFY(command);
        QCOMPARE(command->digest, samples::digestOf("good"));
        QVERIFY(m_plans.at(0).steps.constFirst().precondition.digest == samples::digestOf("bad"));
    }

    // What goes before a rollback is ticked off one by one; what cannot be done stands there with the reason.
    // Also below an open plan the buttons of both tables are on the screen, in a window of 900 points.
    void theButtonsStayOnTheScreen()
    {
        openFlags();
        choose("configs", 2);
        press("configRestore");
        QTRY_VERIFY(strip().showsPlan());
        const auto inView = [this](const char *name) {
            auto &button = child<QPushButton>(name);
            return button.visibleRegion().boundingRect().size() == button.size();
        };
        QTRY_VERIFY(inView("configRestore"));
        QVERIFY(inView("flagOff"));
        QVERIFY(child<ui::FactsView>("configs").height() > 60);
    }
    // With all that can be done first, in a window of 900 points: the plan is read to its last step without scrolling.
    void thePlanIsReadWhole()
    {
        openFlags();
        QCOMPARE(m_window->height(), 900);
        m_window->openEmergency(kPlace);
        ui::PlanPane &pane = *m_window->emergency().findChild<ui::PlanPane *>();
        QTRY_VERIFY(pane.isVisible());
        auto *choices = pane.findChild<ui::ChoiceList *>();
        auto *steps = pane.findChild<ui::StepList *>();
        const int before = steps->height();
        QTest::mouseClick(choices, Qt::LeftButton, {}, choices->rowRect(2).center());
        QVERIFY(pane.plan());
        QCOMPARE(pane.plan()->steps.size(), 5);
        QTRY_VERIFY(steps->height() > before && steps->height() >= steps->heightForWidth(steps->width()));
        QTRY_VERIFY(pane.findChild<QWidget *>(QStringLiteral("mitigations"))->isVisible());
        QApplication::processEvents(); // its place in the layout
        QCOMPARE(steps->visibleRegion().boundingRect().height(), steps->height());
    }
    void mitigationsAreTickedOff()
    {
        openFlags();
        FlagState lost = samples::flagState("gift-cards", "production", false, {});
        lost.unknownReason = QStringLiteral("the token may not read it");
        m_session->setFlags({QStringLiteral("unleash"), {lost}});
        m_window->openEmergency(kPlace);
        ui::PlanPane &pane = *m_window->emergency().findChild<ui::PlanPane *>();
        QTRY_VERIFY(pane.isVisible());
        auto *list = pane.findChild<QWidget *>(QStringLiteral("mitigations"));
        QVERIFY(!list->isVisible()); // a plain rollback has none
        auto *choices = pane.findChild<ui::ChoiceList *>();
        QCOMPARE(choices->choices().size(), 4);
        QTest::mouseClick(choices, Qt::LeftButton, {}, choices->rowRect(2).center());
        QTRY_VERIFY(list->isVisible());
        const QList<QCheckBox *> boxes = list->findChildren<QCheckBox *>();
        QCOMPARE(boxes.size(), 3);
        QVERIFY(boxes.at(0)->isChecked() && boxes.at(1)->isChecked());
        QVERIFY(!boxes.at(2)->isEnabled() && !boxes.at(2)->isChecked());
        QCOMPARE(boxes.at(2)->accessibleDescription(), QStringLiteral("the token may not read it"));
        QVERIFY(pane.plan());
        const qsizetype whole = pane.plan()->steps.size();
        QCOMPARE(pane.plan()->steps.at(0).id, QStringLiteral("flag-off-new-checkout-flow"));
        QCOMPARE(pane.plan()->steps.at(1).id, QStringLiteral("config-checkout-config"));
        QTest::mouseClick(boxes.at(1), Qt::LeftButton, {}, QPoint(8, boxes.at(1)->height() / 2));
        QTRY_COMPARE(pane.plan()->steps.size(), whole - 1);
        QCOMPARE(pane.plan()->steps.at(0).id, QStringLiteral("flag-off-new-checkout-flow"));
        boxes.at(0)->setFocus(Qt::TabFocusReason);
        QTest::keyClick(boxes.at(0), Qt::Key_Space);
        QTRY_COMPARE(pane.plan()->steps.size(), whole - 2);
        QVERIFY(pane.plan()->kind == PlanKind::Rollback);
        // Nothing but mitigations, and none of them: that is no plan.
        QTest::mouseClick(choices, Qt::LeftButton, {}, choices->rowRect(3).center());
        QTRY_VERIFY(!pane.plan());
        QTest::keyClick(boxes.at(0), Qt::Key_Space);
        QTRY_VERIFY(pane.plan());
        QVERIFY(pane.plan()->kind == PlanKind::Mitigate);
        QCOMPARE(pane.plan()->steps.at(0).id, QStringLiteral("flag-off-new-checkout-flow"));
        QVERIFY(m_plans.isEmpty());
    }
};

int main(int argc, char *argv[]) { return runShopTest<FlagsScreenTest>(argc, argv); }

#include "tst_flags.moc"
