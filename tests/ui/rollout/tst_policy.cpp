// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/format.h"
#include "models/views/actsmodel.h"
#include "models/views/rulesmodel.h"
#include "tests/support/shoptest.h"
#include "tests/support/verdicts.h"
#include "ui/policies/policiespage.h"
#include "ui/rollout/chartsource.h"
#include "ui/rollout/decidepane.h"
#include "ui/rollout/factsview.h"
#include "ui/rollout/holdbutton.h"
#include "ui/rollout/policypanel.h"
#include "ui/rollout/runslabel.h"
#include "ui/shell/statusline.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTabBar>

using namespace astern;
using guard::Answer;
using samples::kNow;

namespace {

const QString kPlace = QStringLiteral("checkout@prod/eu-1");

QString plain(QString text)
{
    return text.replace(QChar(format::kNoBreakSpace), QLatin1Char(' '))
        .replace(QChar(format::kThinSpace), QLatin1Char(' '));
}

} // namespace

// The Policy tab, with mouse and keys: what it shows, and that nothing is said to a policy by one click.
class PolicyTest : public ShopTest {
    Q_OBJECT
public:
    using ShopTest::ShopTest;

private:
    template <class T>
    T &child(const char *name)
    {
        return *page().findChild<T *>(QLatin1String(name));
    }
    ui::RolloutPage &page() { return m_window->rolloutPage(); }
    ui::DecidePane &pane() { return page().findChild<ui::PolicyPanel *>()->decide(); }
    QTabBar &tabs() { return child<QTabBar>("rolloutTabs"); }

    void judge(const guard::PlaceVerdict &verdict)
    {
        m_session->setGuardState(samples::guardActs());
        m_session->setVerdict(verdict);
    }
    void openPolicy(const guard::PlaceVerdict &verdict)
    {
        openShop();
        judge(verdict);
        m_window->openRollout(kPlace);
        QTRY_VERIFY(tabs().isTabVisible(2));
        QTest::mouseClick(&tabs(), Qt::LeftButton, {}, tabs().tabRect(2).center());
        QTRY_VERIFY(child<ui::PolicyPanel>("policyPanel").isVisible());
    }
    // The monotonic clock is the system's.
    static void holdDown(QWidget *button, int ms)
    {
        QTest::mousePress(button, Qt::LeftButton);
        QTest::qWait(ms);
        QTest::mouseRelease(button, Qt::LeftButton);
    }

private Q_SLOTS:
    void onlyWhereSomethingIsJudged()
    {
        openShop();
        m_window->openRollout(kPlace);
        QVERIFY(!tabs().isTabVisible(2));
        judge(samples::failingVerdict(kPlace));
        QTRY_VERIFY(tabs().isTabVisible(2));
        QCOMPARE(tabs().tabText(2), QStringLiteral("Policy 4"));
        tabs().setCurrentIndex(2);
        m_session->forgetVerdict(kPlace);
        QTRY_VERIFY(!tabs().isTabVisible(2));
        QCOMPARE(tabs().currentIndex(), 0);
    }

    void saysEachRule()
    {
        openPolicy(samples::suspectVerdict(kPlace));
        RulesModel model(*m_session);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setPlacement(kPlace);
        const auto row = [&model](int at) {
            QStringList cells;
            for (int column = 0; column < RulesModel::ColumnCount; ++column)
                cells.append(plain(model.index(at, column).data().toString()));
            return cells.join(QStringLiteral(" | "));
        };
        QCOMPARE(model.rowCount(), 4);
        QCOMPARE(row(0),
                 QStringLiteral("errors-vs-stable | compare.ratio | 0.21 % | the stable version | 0.12 of 6.91 | "
                                "healthy 4 min 30 s | 1 204 |  | 100 % | "));
        QCOMPARE(row(1), QStringLiteral("slow | threshold | 12.7 % | 5 % |  | suspect 38 s | 1 204 |  | 100 % | "
                                        "rolls back in 22 s"));
        QCOMPARE(row(2),
                 QStringLiteral("queue | threshold, only observed | 412 jobs | 900 jobs |  | healthy 4 min 30 s | "
                                "1 204 |  | 100 % | "));
        QCOMPARE(row(3), QStringLiteral("gone | missing | 2 s | 45 s |  | healthy 4 min 30 s | 1 204 |  | 100 % | "));
        QCOMPARE(model.index(1, 0).data(RulesModel::ToneRole).toInt(), 4);
        QCOMPARE(model.index(1, 0).data(RulesModel::CauseRole).toString(), QStringLiteral("beyond its limit"));
        // Nobody acts: no rule announces anything.
        m_session->setGuardState({.judges = true});
        QCOMPARE(row(1).section(QStringLiteral(" | "), -1), QString());
        m_session->forgetVerdict(kPlace);
        QCOMPARE(model.rowCount(), 0);
    }

    void saysWhatWasDone()
    {
        openPolicy(samples::failingVerdict(kPlace));
        ActsModel model(*m_session);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setPlacement(kPlace);
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.index(0, ActsModel::ActColumn).data().toString(), QStringLiteral("rolls back"));
        QCOMPARE(model.index(0, ActsModel::OutcomeColumn).data().toString(), QStringLiteral("under way"));
        QCOMPARE(model.index(1, ActsModel::OutcomeColumn).data().toString(), QStringLiteral("done: It is paused."));
        guard::PlaceVerdict failed = samples::failingVerdict(kPlace);
        failed.sent[1].result = guard::Outcome::Result::TimedOut;
        m_session->setVerdict(failed);
        QCOMPARE(model.index(0, ActsModel::OutcomeColumn).data().toString(), QStringLiteral("no outcome in time"));
        QCOMPARE(model.index(0, 0).data(ActsModel::ToneRole).toInt(), 2);
    }

    // A rollback is opened, held and only then said; let go early, nothing is.
    void answersByMouse()
    {
        openPolicy(samples::askingVerdict(kPlace));
        QTRY_VERIFY(child<QPushButton>("answerRollback").isVisible());
        QTest::mouseClick(&child<QPushButton>("answerRollback"), Qt::LeftButton);
        QVERIFY(m_answers.isEmpty());
        QVERIFY(pane().pendingWords().contains(QStringLiteral("4.7.1")));
        auto &confirm = child<ui::HoldButton>("decisionConfirm");
        QTRY_VERIFY(confirm.isVisible());
        holdDown(&confirm, 300);
        QVERIFY(m_answers.isEmpty());
        holdDown(&confirm, 1'300);
        QTRY_COMPARE(m_answers.size(), 1);
        QCOMPARE(m_answers.at(0).key, QStringLiteral("ask-1"));
        QVERIFY(m_answers.at(0).choice == Answer::Choice::Rollback);
        QCOMPARE(m_answers.at(0).by, QStringLiteral("p-1"));
        QCOMPARE(m_answers.at(0).atMs, m_clock.wallMs());
        QVERIFY(pane().pendingWords().isEmpty());
    }

    // What is harmless takes one press after it was opened; Esc takes it back.
    void answersByKeys()
    {
        openPolicy(samples::askingVerdict(kPlace));
        tabs().setFocus(Qt::TabFocusReason);
        QVERIFY(tabTo(&child<QPushButton>("answerHold")));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        QVERIFY(child<QPushButton>("decisionCancel").hasFocus()); // the harmless one
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QVERIFY(pane().pendingWords().isEmpty());
        QVERIFY(m_answers.isEmpty());
        QVERIFY(tabTo(&child<QPushButton>("answerFreeze")));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QVERIFY(child<ui::HoldButton>("decisionConfirm").hasFocus());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        QTRY_COMPARE(m_answers.size(), 1);
        QVERIFY(m_answers.at(0).choice == Answer::Choice::Freeze);
    }

    void aQuestionThatIsGoneTakesNoAnswer()
    {
        openPolicy(samples::askingVerdict(kPlace));
        QTest::mouseClick(&child<QPushButton>("answerHold"), Qt::LeftButton);
        QVERIFY(!pane().pendingWords().isEmpty());
        m_session->setVerdict(samples::failingVerdict(kPlace));
        QTRY_VERIFY(pane().pendingWords().isEmpty());
        QCOMPARE(child<ui::RunsLabel>("decisionSaid").plainText(), QStringLiteral("The question is no longer open."));
        QVERIFY(!m_session->answer(kPlace, QStringLiteral("ask-1"), Answer::Choice::Rollback));
        QVERIFY(m_answers.isEmpty());
    }

    void whoMayNotRollBackMayNotAnswer()
    {
        openShop();
        m_authority.answer = {.allowed = false, .reason = QStringLiteral("needs the role release-manager")};
        judge(samples::askingVerdict(kPlace));
        m_window->openRollout(kPlace);
        tabs().setCurrentIndex(2);
        QTRY_VERIFY(child<QPushButton>("answerRollback").isVisible());
        for (const char *name : {"answerRollback", "answerHold", "answerFreeze", "answerContinue", "holdAutomation"}) {
            QVERIFY2(!child<QPushButton>(name).isEnabled(), name);
            QCOMPARE(child<QPushButton>(name).toolTip(), QStringLiteral("needs the role release-manager"));
        }
        QVERIFY(!m_session->answer(kPlace, QStringLiteral("ask-1"), Answer::Choice::Hold));
        QVERIFY(!m_session->holdAutomation(kPlace, kNow + 1'000, QStringLiteral("no")));
        QVERIFY(m_answers.isEmpty());
        QVERIFY(m_holds.isEmpty());
    }

    void holdsAutomationWithAReason()
    {
        openPolicy(samples::suspectVerdict(kPlace));
        QTest::mouseClick(&child<QPushButton>("holdAutomation"), Qt::LeftButton);
        auto &confirm = child<ui::HoldButton>("decisionConfirm");
        QTRY_VERIFY(confirm.isVisible());
        QVERIFY(!confirm.isEnabled());
        QVERIFY(child<QLineEdit>("holdReason").hasFocus());
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("load test"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QVERIFY(confirm.hasFocus());
        QVERIFY(m_holds.isEmpty());
        QTest::keyClick(&confirm, Qt::Key_Space);
        QTRY_COMPARE(m_holds.size(), 1);
        QVERIFY(m_holds.at(0) ==
                (guard::AutomationHold{kPlace, kNow + 600'000, QStringLiteral("load test"), QStringLiteral("p-1")}));

        guard::GuardState state = samples::guardActs();
        state.holds = m_holds;
        m_session->setGuardState(state);
        QTRY_VERIFY(child<QPushButton>("releaseAutomation").isVisible());
        QVERIFY(!child<QPushButton>("holdAutomation").isVisible());
        QVERIFY(child<ui::RunsLabel>("automationState").plainText().endsWith(QStringLiteral(": load test")));
        QVERIFY(child<ui::RunsLabel>("rolloutSentence").plainText().contains(QStringLiteral("automation held until")));
        // It may act at once then: that is held, as a rollback is.
        QTest::mouseClick(&child<QPushButton>("releaseAutomation"), Qt::LeftButton);
        holdDown(&confirm, 300);
        QCOMPARE(m_holds.size(), 1);
        holdDown(&confirm, 1'300);
        QTRY_COMPARE(m_holds.size(), 2);
        QCOMPARE(m_holds.at(1).untilMs, m_clock.wallMs());
    }

    void theHeadSaysWhatComes()
    {
        openPolicy(samples::suspectVerdict(kPlace));
        const QString said = plain(child<ui::RunsLabel>("rolloutSentence").plainText());
        QVERIFY2(said.contains(QStringLiteral("policy checkout-slo rolls back in 22 s unless somebody holds it")),
                 qPrintable(said));
        auto *line = m_window->findChild<ui::StatusLine *>();
        QVERIFY2(line->accessibleName().endsWith(QStringLiteral("guard: judges only, asternctl guard on ops-2 acts")),
                 qPrintable(line->accessibleName()));
        m_session->setGuardState({.judges = true});
        QVERIFY(line->accessibleName().endsWith(QStringLiteral("guard: nobody acts")));
        QVERIFY(!child<ui::RunsLabel>("rolloutSentence").plainText().contains(QStringLiteral("rolls back")));
    }

    void theHeadSaysThatItCoolsDown()
    {
        openShop();
        m_window->openRollout(kPlace);
        guard::GuardState state = samples::guardActs();
        state.coolDowns = {{QStringLiteral("checkout"), QStringLiteral("prod"), kNow + 300'000}};
        m_session->setGuardState(state); // nothing is judged there any more
        QTRY_VERIFY(child<ui::RunsLabel>("rolloutSentence")
                        .plainText()
                        .contains(QStringLiteral("nothing starts by itself before 17:05:00")));
        m_window->openRollout(QStringLiteral("payments@prod/us-1"));
        QVERIFY(!child<ui::RunsLabel>("rolloutSentence").plainText().contains(QStringLiteral("cools down")));
    }

    // From what a policy says to its text, without the mouse; by the rule, and by the button.
    void leadsToThePolicy()
    {
        Workspace workspace = shop::workspace();
        const guard::PlaceVerdict verdict = samples::failingVerdict(kPlace);
        for (const guard::PlaceVerdict::OfPolicy &of : verdict.policies)
            workspace.policies.append(of.policy);
        PolicyFile second = workspace.policies.constFirst();
        second.name = QStringLiteral("policies/a-second.yaml");
        auto other = std::make_shared<policy::Policy>(*second.policy);
        other->id = QStringLiteral("a-second");
        second.policy = other;
        workspace.policies.prepend(second);
        openShop(workspace);
        judge(verdict);
        m_window->openRollout(kPlace);
        QTRY_VERIFY(tabs().isTabVisible(2));
        tabs().setCurrentIndex(2);
        auto &open = child<QPushButton>("openPolicy");
        QTRY_VERIFY(open.isVisible());
        tabs().setFocus(Qt::TabFocusReason);
        QVERIFY(tabTo(&open));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        QTRY_VERIFY(m_window->policiesPage().isVisible());
        QCOMPARE(m_window->policiesPage().policy(), workspace.policies.constLast().name);

        m_window->policiesPage().openPolicy(QStringLiteral("a-second"));
        m_window->openRollout(kPlace);
        tabs().setCurrentIndex(2);
        auto &rules = child<ui::FactsView>("policyRules");
        rules.setFocus(Qt::TabFocusReason);
        rules.setCurrentIndex(rules.model()->index(0, 0));
        QTest::keyClick(&rules, Qt::Key_Return);
        QTRY_VERIFY(m_window->policiesPage().isVisible());
        QCOMPARE(m_window->policiesPage().policy(), workspace.policies.constLast().name);
    }
    // Of several it asks which; one whose file is gone cannot be shown.
    void asksWhichPolicy()
    {
        Workspace workspace = shop::workspace();
        guard::PlaceVerdict verdict = samples::failingVerdict(kPlace);
        guard::PlaceVerdict::OfPolicy more = verdict.policies.constFirst();
        auto other = std::make_shared<policy::Policy>(*more.policy.policy);
        other->id = QStringLiteral("checkout-canary");
        more.policy.policy = other;
        more.policy.name = QStringLiteral("policies/canary.yaml");
        verdict.policies.append(more);
        openPolicy(verdict);
        auto &open = child<QPushButton>("openPolicy");
        QVERIFY(!open.isVisible()); // this workspace has neither
        for (const guard::PlaceVerdict::OfPolicy &of : std::as_const(verdict.policies))
            workspace.policies.append(of.policy);
        openShop(workspace);
        judge(verdict);
        m_window->openRollout(kPlace);
        tabs().setCurrentIndex(2);
        auto &both = child<QPushButton>("openPolicy");
        QTRY_VERIFY(both.isVisible() && both.menu());
        QCOMPARE(both.menu()->actions().size(), 2);
        QCOMPARE(both.menu()->actions().constLast()->text(), QStringLiteral("checkout-canary"));
        both.menu()->actions().constLast()->trigger();
        QTRY_VERIFY(m_window->policiesPage().isVisible());
        QCOMPARE(m_window->policiesPage().policy(), QStringLiteral("policies/canary.yaml"));
    }

    // The classes one after the other; a verdict that is stale says nothing about now.
    void bandsFollowTheVerdicts()
    {
        using State = ui::VerdictBand::State;
        const guard::PlaceVerdict verdict = samples::failingVerdict(kPlace);
        const QList<ui::VerdictBand> bands{{kNow - 300'000, kNow - 270'000, State::NoData},
                                           {kNow - 110'000, kNow - 38'000, State::Suspect},
                                           {kNow - 38'000, kNow, State::Failing}};
        QVERIFY(ui::verdictBands(verdict, kNow) == bands);
        QList<ui::VerdictBand> old = bands;
        old.last().toMs = verdict.tickMs;
        old.append({verdict.tickMs, kNow + 100'000, State::NoData});
        QVERIFY(ui::verdictBands(verdict, kNow + 100'000) == old);
    }
};

int main(int argc, char *argv[]) { return runShopTest<PolicyTest>(argc, argv); }

#include "tst_policy.moc"
