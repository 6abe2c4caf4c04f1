// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/escalations.h"
#include "tests/support/shoptest.h"
#include "ui/emergency/runpane.h"
#include "ui/rollout/escalationstrip.h"
#include "ui/settings/notifypane.h"
#include "ui/settings/settingspage.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>

using namespace astern;

namespace {

const QString kPlace = QStringLiteral("checkout@prod/eu-1");

} // namespace

// Who was told, on the rollout's screen, and whom the settings know.
class ToldTest : public ShopTest {
    Q_OBJECT
public:
    using ShopTest::ShopTest;

private:
    ui::EscalationStrip &strip() { return *m_window->rolloutPage().findChild<ui::EscalationStrip *>(); }

private Q_SLOTS:
    void hiddenWhileThereIsNothing()
    {
        openShop();
        m_window->openRollout(kPlace);
        QVERIFY(!strip().isVisible());
        m_session->setEscalations({true, {}, {samples::paged(QStringLiteral("cart@prod/eu-1"))}});
        QVERIFY(!strip().isVisible()); // of another place
    }
    void saysWhoWasToldAndWhoIsNext()
    {
        openShop();
        m_window->openRollout(kPlace);
        m_session->setEscalations({true, {}, {samples::paged(kPlace)}});
        QTRY_VERIFY(strip().isVisible());
        // The next one is told ten minutes after the first.
        static const QRegularExpression form(QStringLiteral(
            "^a policy pages people\\s+oncall-payments: told at (\\d\\d:\\d\\d:\\d\\d)\\s+next payments-leads at "
            "(\\d\\d:\\d\\d:\\d\\d)$"));
        const QRegularExpressionMatch said = form.match(strip().words());
        QVERIFY2(said.hasMatch(), qPrintable(strip().words()));
        const auto at = [&said](int which) {
            return QTime::fromString(said.captured(which), QStringLiteral("HH:mm:ss"));
        };
        QCOMPARE(at(1).secsTo(at(2)), 600);
    }
    void saidWhereAnEmergencyDidNotEndWell()
    {
        openShop();
        const Result<Plan> plan = m_session->plan(PlanKind::Rollback, kPlace);
        QVERIFY(plan);
        ui::RunPane pane(*m_session, m_window.get());
        pane.resize(900, 700);
        pane.show();
        auto *told = pane.findChild<ui::EscalationStrip *>();
        QVERIFY(told);
        m_session->setEscalations({true, {}, {samples::paged(kPlace)}});
        PlanRun run;
        run.plan = *plan;
        run.steps.resize(plan->steps.size());
        run.startedMs = m_session->nowMs() - 1000;
        pane.setRun(run);
        QVERIFY(!told->isVisible()); // while it goes on there is something better to look at
        run.state = PlanRun::State::Unknown;
        run.endedMs = m_session->nowMs();
        pane.setRun(run);
        QTRY_VERIFY(told->isVisible());
        QVERIFY2(told->words().contains(QStringLiteral("oncall-payments: told at")), qPrintable(told->words()));
        run.state = PlanRun::State::Succeeded;
        pane.setRun(run);
        QTRY_VERIFY(!told->isVisible());
    }
    void takenOverByKeys()
    {
        openShop();
        m_window->openRollout(kPlace);
        m_session->setEscalations({true, {}, {samples::paged(kPlace)}});
        auto *take = strip().findChild<QPushButton *>(QStringLiteral("takeOver"));
        QVERIFY(take && tabTo(take));
        QTest::keyClick(take, Qt::Key_Space);
        QCOMPARE(m_taken, QStringList{samples::paged(kPlace).item.concern.id});
        escalation::Shown taken = samples::paged(kPlace);
        taken.item.acknowledgedBy = QStringLiteral("jo");
        taken.item.acknowledgedMs = samples::kNow;
        taken.next.reset();
        m_session->setEscalations({true, {}, {taken}});
        QVERIFY(strip().words().contains(QStringLiteral("taken over by jo")));
        QVERIFY(!take->isVisible());
    }
    void whatFailsAndWhatNobodyHas()
    {
        openShop();
        m_window->openRollout(kPlace);
        m_session->setEscalations(samples::troubled(kPlace));
        QTRY_COMPARE(strip().findChildren<QPushButton *>(QStringLiteral("takeOver")).size(), 3);
        QVERIFY(strip().words().contains(QStringLiteral("release-room: not reached, tried again at")));
        QVERIFY(strip().words().contains(QStringLiteral("nobody outside has been told")));
        m_session->setEscalations({});
        QTRY_VERIFY(!strip().isVisible());
    }
    void settingsTestATarget()
    {
        Workspace workspace = shop::workspace();
        workspace.notify = samples::people();
        openShop(workspace);
        m_window->openSettings(ui::SettingsPage::NotifySection);
        auto &pane = *m_window->settingsPage().findChild<ui::NotifyPane *>();
        const QAbstractItemModelTester tester(&pane.targets());
        QCOMPARE(pane.targets().rowCount(), 3);
        auto *button = pane.findChild<QPushButton *>(QStringLiteral("testTarget"));
        QVERIFY(button->isVisible() && button->isEnabled());
        QTest::mouseClick(button, Qt::LeftButton);
        // This session has no way out, and says so.
        QCOMPARE(pane.targets().index(0, TargetsModel::StateColumn).data().toString(),
                 QStringLiteral("This session tells nobody"));
    }
    void desktopSettings()
    {
        openShop();
        m_window->openSettings(ui::SettingsPage::NotifySection);
        auto &pane = *m_window->settingsPage().findChild<ui::NotifyPane *>();
        QSignalSpy chosen(&pane, &ui::NotifyPane::desktopChosen);
        auto *shown = pane.findChild<QCheckBox *>(QStringLiteral("desktopShown"));
        auto *sound = pane.findChild<QCheckBox *>(QStringLiteral("desktopSound"));
        QVERIFY(shown->isChecked() && sound->isEnabled());
        shown->setFocus();
        QTest::keyClick(shown, Qt::Key_Space);
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen.constLast().at(0).toBool(), false);
        QVERIFY(!sound->isEnabled());
    }
};

int main(int argc, char *argv[]) { return runShopTest<ToldTest>(argc, argv); }
#include "tst_told.moc"
