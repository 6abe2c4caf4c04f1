// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/shoptest.h"
#include "ui/emergency/campaignpane.h"
#include "ui/emergency/campaignwords.h"
#include "ui/emergency/choicelist.h"
#include "ui/emergency/guardcontrol.h"
#include "ui/emergency/severalpane.h"
#include "ui/emergency/steplist.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QPushButton>

using namespace astern;

namespace {

QString s(const char *text) { return QString::fromUtf8(text); }
const QString kEu = s("checkout@prod/eu-1");
const QString kUs = s("checkout@prod/us-1");

} // namespace

// Several places in one commit, as people do it: keys and mouse, nothing called from behind.
class SeveralTest : public ShopTest {
    Q_OBJECT
public:
    using ShopTest::ShopTest;

private:
    [[nodiscard]] ui::BoardView &view() const { return m_window->boardPage().view(); }
    [[nodiscard]] ui::SeveralPane &pane() const { return *m_window->emergency().severalPane(); }
    [[nodiscard]] QCheckBox *box(const QString &key) const { return pane().findChild<QCheckBox *>(s("place:") + key); }
    // What the dispatcher would tell.
    void tell(PlaceRun::State first, PlaceRun::State second, bool over)
    {
        CampaignRun run = m_session->campaigns().constFirst();
        run.wave = second == PlaceRun::State::NotBegun || second == PlaceRun::State::Waiting ? 0 : 1;
        run.places[0].state = first;
        run.places[1].state = second;
        if (first == PlaceRun::State::Failed)
            run.places[0].run.error = Error{.kind = Error::Kind::NotPermitted,
                                            .message = s("403: you may not patch rollouts"),
                                            .hint = s("Ask for the role deployer.")};
        if (over) {
            run.state = CampaignRun::State::Incomplete;
            run.endedMs = samples::kNow + 9'000;
        }
        m_session->setCampaign(run);
    }

private Q_SLOTS:
    void init();
    void cleanup();
    void rowsOfTheBoardAreTicked();
    void byKeyboardAlone();
    void unticksAndChangesTheOrder();
    void aRefusedPlaceIsSeenBeforeTheCommit();
    void anotherPlanClosesTheGuard();
    void showsEachPlaceToItsEnd();
    void theReasonMayFollow();
};

void SeveralTest::init()
{
    Workspace workspace = shop::workspace();
    workspace.environments.last().waves = {{s("eu-1")}, {s("us-1")}};
    openShop(workspace);
}

void SeveralTest::cleanup()
{
    QVERIFY(m_plans.isEmpty()); // none went alone
    closeShop();
}

// Ctrl+click takes rows along, the detail stays with the current one, and R opens the sheet with all of them.
void SeveralTest::rowsOfTheBoardAreTicked()
{
    const auto click = [this](const QString &key, Qt::KeyboardModifiers modifiers) {
        const QModelIndex index = m_window->board().index(m_window->board().rowOf(key), BoardModel::ServiceColumn);
        view().scrollTo(index);
        QTest::mouseClick(view().viewport(), Qt::LeftButton, modifiers, view().visualRect(index).center());
    };
    click(kEu, {});
    click(kUs, Qt::ControlModifier);
    QCOMPARE(m_window->boardPage().detail().placement(), kUs);
    const QStringList rows = view().selectedPlacements();
    QCOMPARE(QSet<QString>(rows.cbegin(), rows.cend()), (QSet<QString>{kEu, kUs}));
    QTest::keyClick(&view(), Qt::Key_R);
    QVERIFY(m_window->emergency().showsSeveral());
    QCOMPARE(pane().chosen(), (QStringList{kEu, kUs}));
    QVERIFY(!box(s("checkout@staging/eu-1"))->isChecked()); // offered, not taken
    // One row alone is what it was before.
    QTest::keyClick(m_window.get(), Qt::Key_Escape);
    click(kEu, {});
    QTest::keyClick(&view(), Qt::Key_R);
    QVERIFY(!m_window->emergency().showsSeveral());
    QCOMPARE(m_window->emergency().placement(), kEu);
}

void SeveralTest::byKeyboardAlone()
{
    QTest::keyClick(m_window.get(), Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE(m_window->emergency().placement(), kEu);
    QVERIFY(tabTo(m_window->findChild<QPushButton *>(s("planSeveral"))));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
    QVERIFY(m_window->emergency().showsSeveral());
    QVERIFY(tabTo(box(kUs)));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
    QCOMPARE(pane().chosen(), (QStringList{kEu, kUs}));
    QVERIFY(tabTo(pane().guard()));
    QTest::keyClick(pane().guard(), Qt::Key_Space);
    QVERIFY(m_campaigns.isEmpty());
    QTest::keyPress(pane().guard(), Qt::Key_Space);
    QTRY_COMPARE_WITH_TIMEOUT(m_campaigns.size(), 1, 5000);
    QTest::keyRelease(QApplication::focusWidget(), Qt::Key_Space);
    QVERIFY(m_window->emergency().showsCampaign());
    const Campaign &sent = m_campaigns.constFirst();
    QCOMPARE(sent.plans().size(), 2);
    QCOMPARE(sent.waves.size(), 1);
    QVERIFY(sent.onRefusal == OnRefusal::GoOn);
    QTest::keyClick(m_window.get(), Qt::Key_Escape);
    QVERIFY(!m_window->emergency().isOpen());
    // What is under way is found again where it was committed.
    QTest::keyClick(m_window.get(), Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(m_window->emergency().showsCampaign());
}

void SeveralTest::unticksAndChangesTheOrder()
{
    m_window->emergency().openForSeveral({kEu, kUs, s("checkout@staging/eu-1")});
    QTest::mouseClick(box(s("checkout@staging/eu-1")), Qt::LeftButton, {}, QPoint(8, 8));
    QCOMPARE(pane().chosen(), (QStringList{kEu, kUs}));
    auto *order = pane().findChild<ui::ChoiceList *>(s("campaignOrder"));
    auto *policy = pane().findChild<ui::ChoiceList *>(s("campaignPolicy"));
    QVERIFY(!policy->isVisible()); // no wave is left that could be stopped
    QTest::mouseClick(order, Qt::LeftButton, {}, order->rowRect(1).center());
    QTRY_VERIFY(policy->isVisible());
    QTest::mouseClick(policy, Qt::LeftButton, {}, policy->rowRect(1).center());
    QVERIFY(pane().campaign());
    QCOMPARE(ui::orderWords(*pane().campaign()), s("eu-1, then us-1"));
    QVERIFY(pane().campaign()->onRefusal == OnRefusal::Stop);
    const ui::GuardWords words = ui::guardWords(*pane().campaign(), m_session->workspace());
    QCOMPARE(words.hold, s("Hold to roll back 2 places"));
    QCOMPARE(words.detail, s("checkout prod/eu-1, prod/us-1"));
    QVERIFY(words.production);
}

// A place that has not been seen is named as left out; one that the authority refuses at the commit refuses it all.
void SeveralTest::aRefusedPlaceIsSeenBeforeTheCommit()
{
    m_session->observe(
        {.backend = s("argo"), .complete = false, .changed = {}, .gone = {m_session->placement(kUs)->object.key()}});
    m_window->emergency().openForSeveral({kEu, kUs});
    QVERIFY(pane().campaign());
    QCOMPARE(pane().campaign()->leftOut.size(), 1);
    auto *left = pane().findChild<QWidget *>(s("leftOut"));
    QTRY_VERIFY(left->isVisible());
    QVERIFY(box(kUs)->text().contains(s("cannot: ")));

    const Campaign seen = *pane().campaign();
    m_authority.answer = {.allowed = false, .reason = s("This workspace is read only"), .where = {}, .hint = {}};
    const Result<Ok> refused = m_session->commit(seen, {});
    QVERIFY(!refused);
    QVERIFY(refused.error().message.contains(s("Nothing was sent")));
    QVERIFY(m_campaigns.isEmpty());
    QVERIFY(m_session->campaigns().isEmpty());
}

void SeveralTest::anotherPlanClosesTheGuard()
{
    m_window->emergency().openForSeveral({kEu, kUs});
    QTest::mouseClick(pane().guard(), Qt::LeftButton, {}, pane().guard()->rect().center());
    QVERIFY(pane().guard()->isOpen());
    m_session->observe(
        {.backend = s("argo"), .complete = false, .changed = {}, .gone = {m_session->placement(kUs)->object.key()}});
    QTRY_VERIFY(!pane().guard()->isOpen());
    QVERIFY(m_campaigns.isEmpty());
}

void SeveralTest::showsEachPlaceToItsEnd()
{
    m_window->emergency().openForSeveral({kEu, kUs});
    auto *order = pane().findChild<ui::ChoiceList *>(s("campaignOrder"));
    QTest::mouseClick(order, Qt::LeftButton, {}, order->rowRect(1).center());
    QTest::mouseClick(pane().guard(), Qt::LeftButton, {}, pane().guard()->rect().center());
    QTest::mousePress(pane().guard(), Qt::LeftButton, {}, pane().guard()->rect().center());
    QTRY_COMPARE_WITH_TIMEOUT(m_campaigns.size(), 1, 5000);
    QTest::mouseRelease(pane().guard(), Qt::LeftButton, {}, pane().guard()->rect().center());
    const auto &lines = m_window->emergency().campaignPane()->findChild<ui::StepList *>(s("campaignPlaces"))->lines();
    auto *stop = m_window->findChild<QPushButton *>(s("campaignStop"));

    tell(PlaceRun::State::Running, PlaceRun::State::Waiting, false);
    QCOMPARE(lines.size(), 2);
    QVERIFY(lines.at(0).sign == ui::StepLine::Sign::Moving);
    QVERIFY(lines.at(1).faint);
    QTRY_VERIFY(stop->isVisible());
    QTest::mouseClick(stop, Qt::LeftButton);
    QCOMPARE(m_stopped, QStringList{m_campaigns.constFirst().id});

    tell(PlaceRun::State::Failed, PlaceRun::State::NotBegun, true);
    QVERIFY(lines.at(0).sign == ui::StepLine::Sign::Failed);
    QVERIFY2(lines.at(0).detail.contains(s("Ask for the role")), qPrintable(lines.at(0).detail));
    QCOMPARE(lines.at(1).detail, s("not begun"));
    const ui::CampaignWords words = ui::campaignWords(m_window->emergency().campaignPane()->run());
    QCOMPARE(words.title, s("0 of 2 places are back"));
    QVERIFY2(words.outcome.contains(s("403")), qPrintable(words.outcome));
    QVERIFY(!stop->isVisible());
    QTest::mouseClick(m_window->findChild<QPushButton *>(s("campaignClose")), Qt::LeftButton);
    QVERIFY(!m_window->emergency().isOpen());
}

// Nobody writes before the press; what was written then is still there, and more of it is recorded.
void SeveralTest::theReasonMayFollow()
{
    m_window->emergency().openForSeveral({kEu, kUs});
    QTest::keyClicks(pane().findChild<QLineEdit *>(s("reasonText")), s("carts fail"));
    QTest::mouseClick(pane().guard(), Qt::LeftButton, {}, pane().guard()->rect().center());
    QTest::mousePress(pane().guard(), Qt::LeftButton, {}, pane().guard()->rect().center());
    QTRY_COMPARE_WITH_TIMEOUT(m_campaigns.size(), 1, 5000);
    QTest::mouseRelease(pane().guard(), Qt::LeftButton, {}, pane().guard()->rect().center());
    auto *under = m_window->emergency().campaignPane();
    auto *text = under->findChild<QLineEdit *>(s("reasonText"));
    auto *record = under->findChild<QPushButton *>(s("reasonRecord"));
    QCOMPARE(text->text(), s("carts fail"));
    QVERIFY(!record->isEnabled());
    QTest::keyClicks(text, s(" since 2"));
    QTRY_VERIFY(record->isVisible() && record->isEnabled());
    QTest::mouseClick(record, Qt::LeftButton);
    const QString id = m_campaigns.constFirst().id;
    QTRY_VERIFY(m_session->campaigns().constFirst().reason.endsWith(s(": carts fail since 2")));
    const JournalEntry &late = m_journal.log.constLast();
    QCOMPARE(late.kind, s("rationale.late"));
    QCOMPARE(late.saga, id);
    QVERIFY(late.personal.value(s("rationale")).endsWith(s("carts fail since 2")));
    QVERIFY(!record->isEnabled());
}

int main(int argc, char *argv[]) { return runShopTest<SeveralTest>(argc, argv); }

#include "tst_several.moc"
