// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/approval/approvaldesk.h"
#include "models/base/format.h"
#include "models/views/verdictwords.h"
#include "tests/support/clocks.h"
#include "tests/support/fakesecrets.h"
#include "tests/support/recordings.h"
#include "tests/support/shop.h"
#include "ui/policies/backtestpane.h"
#include "ui/policies/knoblist.h"
#include "ui/policies/policiespage.h"
#include "ui/policies/policyeditor.h"
#include "ui/policies/verdicttimeline.h"
#include "ui/rollout/factsview.h"
#include "ui/rollout/runslabel.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/palette.h"
#include "ui/shell/windows.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QComboBox>
#include <QCryptographicHash>
#include <QLineEdit>
#include <QPushButton>
#include <QSlider>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>
#include <QTextBlock>

using namespace astern;

namespace {

const QString kName = QStringLiteral("policies/checkout.yaml");

} // namespace

// The Policies screen as people use it: keys and mouse, files and recorded samples on the disk.
class PoliciesPageTest : public QObject {
    Q_OBJECT
public:
    explicit PoliciesPageTest(ui::Theme &theme) : m_theme(theme) {}

private:
    ui::Theme &m_theme;
    SteppedClock m_clock{samples::kNow};
    FakeAuthority m_authority;
    FakeJournal m_journal;
    FakeSecrets m_secrets;
    ApprovalBook m_approvals;
    ApprovalDesk m_desk{{.journal = &m_journal, .book = &m_approvals, .clock = &m_clock, .level = {}}};
    QList<Draft> m_recorded;                             // asked for under the needs of policies
    std::function<void(const Done<Receipt> &)> m_answer; // empty: recorded at once
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QTemporaryDir> m_data;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<ui::MainWindow> m_window;

    ui::PoliciesPage &page() const { return m_window->policiesPage(); }
    ui::PolicyEditor &editor() const { return page().editor(); }
    QString text() const { return ui::PolicyEditor::textOf(*editor().document()); }
    template <class T>
    T *child(const char *name) const
    {
        return page().findChild<T *>(QLatin1String(name));
    }
    QString words(const char *name) const { return child<ui::RunsLabel>(name)->plainText(); }
    QAbstractItemModel *model(const char *name) const { return child<ui::FactsView>(name)->model(); }
    QByteArray onDisk() const
    {
        QFile file(m_folder->filePath(kName));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    void openSession(const QString &readOnly = {}, const QByteArray &saved = recordings::policyText())
    {
        m_window.reset();
        Workspace workspace = shop::workspace();
        recordings::equip(workspace, m_folder->path(),
                          {{kName, saved}, {QStringLiteral("policies/second.yaml"), second()}});
        m_session = std::make_unique<Session>(workspace,
                                              Session::Doors{.clock = &m_clock,
                                                             .authority = &m_authority,
                                                             .journal = &m_journal,
                                                             .secrets = &m_secrets,
                                                             .dataFolder = m_data->path(),
                                                             .readOnly = readOnly,
                                                             .recordNeeding = recorder(),
                                                             .approvals = &m_approvals,
                                                             .approvalDesk = readOnly.isEmpty() ? &m_desk : nullptr});
        m_window = std::make_unique<ui::MainWindow>(*m_session, m_theme);
        m_window->resize(1440, 900);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        shop::open(*m_session);
    }
    // Nothing of the file is another one while this is asked.
    std::function<void(LogAction, const QString &, const Draft &, Done<Receipt>)> recorder()
    {
        return [this](LogAction action, const QString &environment, const Draft &draft, const Done<Receipt> &done) {
            QVERIFY(action == LogAction::Policy);
            QVERIFY(environment.isEmpty());
            QCOMPARE(digestOf(onDisk()), policyOf(draft).value(QLatin1String("from_sha256")).toString());
            m_recorded.append(draft);
            m_answer ? m_answer(done) : done(Receipt{});
        };
    }
    static QJsonObject policyOf(const Draft &draft) { return draft.fields.value(QLatin1String("policy")).toObject(); }
    static QString digestOf(const QByteArray &bytes)
    {
        return QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
    }
    // Edits of files that the log was told of and that were not written.
    QStringList unwritten() const
    {
        QStringList all;
        for (const JournalEntry &entry : m_journal.log) {
            const QJsonObject policy = entry.payload.value(QLatin1String("policy")).toObject();
            if (entry.kind == QLatin1String("policy.edit") && policy.contains(QLatin1String("unwritten")))
                all.append(policy.value(QLatin1String("unwritten")).toString());
        }
        return all;
    }
    static QByteArray second()
    {
        return recordings::policyText().replace("id: checkout-slo", "id: second").replace("above: 2%", "above: 3%");
    }
    // With Ctrl+4, and the text is there.
    void show()
    {
        QTest::keyClick(m_window.get(), Qt::Key_4, Qt::ControlModifier);
        QTRY_VERIFY(page().isVisible());
        QTRY_VERIFY(text().contains(QStringLiteral("id: checkout-slo")));
    }
    // As a hand does: the cursor is put behind `after`, then `keys` are typed.
    void type(const QString &after, const QString &keys)
    {
        QTextCursor cursor = editor().document()->find(after);
        QVERIFY(!cursor.isNull());
        cursor.setPosition(cursor.selectionEnd());
        editor().setFocus();
        editor().setTextCursor(cursor);
        QTest::keyClicks(&editor(), keys);
    }
    void press(const char *name) { QTest::mouseClick(child<QPushButton>(name), Qt::LeftButton); }

private Q_SLOTS:
    void init()
    {
        m_theme.setReducedMotion(true);
        m_recorded.clear();
        m_answer = {};
        m_journal.log.clear();
        m_folder = std::make_unique<QTemporaryDir>();
        m_data = std::make_unique<QTemporaryDir>();
        openSession();
    }
    void cleanup()
    {
        m_window.reset();
        m_session.reset();
    }
    void saysWhatIsInForce()
    {
        show();
        const QAbstractItemModel *list = model("policyList");
        QCOMPARE(list->rowCount(), 2);
        QCOMPARE(list->index(0, 0).data().toString(), QStringLiteral("checkout-slo"));
        QCOMPARE(list->index(0, 0).data(PoliciesModel::DetailRole).toString(),
                 QStringLiteral("revision 12, for checkout"));
        QCOMPARE(list->index(1, 0).data(PoliciesModel::DetailRole).toString(),
                 QStringLiteral("revision 12, for no service"));
        QVERIFY(words("policyTitle").contains(QStringLiteral("revision 12 is in force")));
        // By arrow keys alone: the other one.
        QVERIFY(child<ui::FactsView>("policyList")->hasFocus());
        QTest::keyClick(child<ui::FactsView>("policyList"), Qt::Key_Down);
        QTRY_VERIFY(text().contains(QStringLiteral("id: second")));
    }
    void anErrorIsToldWhileOneTypes()
    {
        show();
        type(QStringLiteral("above: 2%"), QStringLiteral("%"));
        QTRY_VERIFY(model("policyProblems")->rowCount() > 0);
        const QModelIndex first = model("policyProblems")->index(0, PolicyIssuesModel::PlaceColumn);
        QCOMPARE(first.data().toString(), QStringLiteral("16:67"));
        QCOMPARE(first.data(PolicyIssuesModel::ToneRole).toInt(), 2);
        QCOMPARE(child<QTabBar>("policyTabs")->tabText(0), QStringLiteral("Problems (1)"));
        QCOMPARE(editor().extraSelections().size(), 1);
        QCOMPARE(editor().extraSelections().constFirst().cursor.selectedText(), QStringLiteral("2%%"));
        // Elsewhere, and by a click back to where it is.
        editor().moveCursor(QTextCursor::Start);
        const auto *view = child<ui::FactsView>("policyProblems");
        QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, view->visualRect(first).center());
        QCOMPARE(editor().textCursor().blockNumber(), 15);
        QVERIFY(editor().hasFocus());
        QTest::keyClick(&editor(), Qt::Key_Delete);
        QTRY_VERIFY(model("policyProblems")->rowCount() > 0); // "%%" without a number
        QTest::keyClick(&editor(), Qt::Key_Z, Qt::ControlModifier);
        QTest::keyClick(&editor(), Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(model("policyProblems")->rowCount(), 0);
    }
    void isSavedWhole()
    {
        show();
        QVERIFY(!child<QPushButton>("savePolicy")->isEnabled());
        type(QStringLiteral("revision: 1"), QString());
        QTest::keyClick(&editor(), Qt::Key_Delete);
        QTest::keyClicks(&editor(), QStringLiteral("3"));
        QCOMPARE(model("policyList")->index(0, 1).data().toString(), QStringLiteral("edited"));
        QTest::keyClick(&editor(), Qt::Key_S, Qt::ControlModifier);
        QTRY_COMPARE(onDisk(), recordings::policyText().replace("revision: 12", "revision: 13"));
        QTRY_VERIFY(words("policyNotice").startsWith(QStringLiteral("Saved at ")));
        QCOMPARE(model("policyList")->index(0, 1).data().toString(), QString());
        QVERIFY(!child<QPushButton>("savePolicy")->isEnabled());
        QCOMPARE(m_recorded.size(), 1);
        QCOMPARE(m_recorded.constFirst().kind, QStringLiteral("policy.edit"));
        const QJsonObject edit = policyOf(m_recorded.constFirst());
        QCOMPARE(edit.value(QLatin1String("file")).toString(), kName);
        QCOMPARE(edit.value(QLatin1String("from_sha256")).toString(), digestOf(recordings::policyText()));
        QCOMPARE(edit.value(QLatin1String("to_sha256")).toString(), digestOf(onDisk()));
        QVERIFY(unwritten().isEmpty());
    }
    // What cannot be recorded as safely as it must be is not written, and is not lost.
    void isRecordedBeforeItIsWritten()
    {
        show();
        Done<Receipt> answer;
        m_answer = [&answer](const Done<Receipt> &done) { answer = done; };
        type(QStringLiteral("for: 120"), QStringLiteral("0"));
        press("savePolicy");
        QTRY_COMPARE(m_recorded.size(), 1);
        QVERIFY(!child<QPushButton>("savePolicy")->isEnabled());
        QVERIFY(words("policyNotice").startsWith(QStringLiteral("The edit is being recorded")));
        QTest::keyClick(&editor(), Qt::Key_S, Qt::ControlModifier); // once is enough
        answer(Error{.kind = Error::Kind::Refused, .message = QStringLiteral("the shared log is away")});
        QTRY_VERIFY(words("policyNotice").contains(QStringLiteral("the shared log is away")));
        QCOMPARE(m_recorded.size(), 1);
        QCOMPARE(onDisk(), recordings::policyText());
        QVERIFY(text().contains(QStringLiteral("for: 1200s")));
        QTRY_COMPARE(unwritten(), QStringList(QStringLiteral("the shared log is away")));
        m_answer = {};
        QVERIFY(child<QPushButton>("savePolicy")->isEnabled());
        press("savePolicy");
        QTRY_VERIFY(onDisk().contains("for: 1200s"));
        QTRY_VERIFY(words("policyNotice").startsWith(QStringLiteral("Saved at ")));
        QCOMPARE(m_recorded.size(), 2);
    }
    // The file became another one while the edit was recorded: it stays, and the log says that the edit was not
    // written.
    void anEditThatIsNotWrittenIsTakenBack()
    {
        show();
        const QByteArray theirs = recordings::policyText().replace("owner: team-payments", "owner: team-checkout");
        m_answer = [this, theirs](const Done<Receipt> &done) {
            recordings::writePolicy(m_folder->path(), kName, theirs);
            done(Receipt{});
        };
        type(QStringLiteral("for: 120"), QStringLiteral("0"));
        press("savePolicy");
        QTRY_VERIFY(words("policyNotice").contains(QStringLiteral("Somebody else")));
        QCOMPARE(onDisk(), theirs);
        QTRY_COMPARE(unwritten().size(), 1);
    }
    void nothingTypedIsLost()
    {
        show();
        type(QStringLiteral("for: 120"), QStringLiteral("0"));
        // To the other policy and back.
        page().openPolicy(QStringLiteral("second"));
        QTRY_VERIFY(text().contains(QStringLiteral("id: second")));
        page().openPolicy(QStringLiteral("checkout-slo"));
        QVERIFY(text().contains(QStringLiteral("for: 1200s")));
        // The window is closed, and another one opened.
        openSession();
        show();
        QTRY_VERIFY(text().contains(QStringLiteral("for: 1200s")));
        QVERIFY(words("policyNotice").contains(QStringLiteral("is back")));
        QVERIFY(onDisk().contains("for: 120s"));
        // Thrown away by will, and even then Undo has it.
        press("discardPolicy");
        QTRY_VERIFY(!text().contains(QStringLiteral("1200s")));
        QTest::keyClick(&editor(), Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(text().contains(QStringLiteral("for: 1200s")));
        press("discardPolicy");
        openSession();
        show();
        QVERIFY(!text().contains(QStringLiteral("1200s")));
    }
    // What is typed in one window is in the other at once, and there is one draft of it, whichever is closed first.
    void windowsShareTheDraft()
    {
        m_window.reset();
        ui::Settings settings(m_data->filePath(QStringLiteral("ui.ini")));
        ui::Windows windows(*m_session, m_theme, settings, QStringLiteral("en"));
        const auto shown = [](ui::MainWindow &window) {
            return ui::PolicyEditor::textOf(*window.policiesPage().editor().document());
        };
        const auto button = [](ui::MainWindow &window, const char *name) {
            return window.policiesPage().findChild<QPushButton *>(QLatin1String(name));
        };
        const auto typeIn = [](ui::MainWindow &window, const QString &after, const QString &keys) {
            ui::PolicyEditor &editor = window.policiesPage().editor();
            QTextCursor cursor = editor.document()->find(after);
            cursor.setPosition(cursor.selectionEnd());
            editor.setTextCursor(cursor);
            QTest::keyClicks(&editor, keys);
        };
        ui::MainWindow &first = windows.open();
        ui::MainWindow &second = windows.open();
        for (ui::MainWindow *window : {&first, &second}) {
            window->openPolicy(QStringLiteral("checkout-slo"));
            QTRY_VERIFY(shown(*window).contains(QStringLiteral("for: 120s")));
        }
        typeIn(first, QStringLiteral("for: 120"), QStringLiteral("0"));
        QVERIFY(shown(second).contains(QStringLiteral("for: 1200s")));
        QTRY_VERIFY(button(second, "savePolicy")->isEnabled());
        typeIn(second, QStringLiteral("above: 2"), QStringLiteral("5"));
        QVERIFY(shown(first).contains(QStringLiteral("above: 25%")));
        QVERIFY(shown(first).contains(QStringLiteral("for: 1200s")));
        // An error is told in both.
        typeIn(first, QStringLiteral("for: 1200s"), QStringLiteral("x"));
        for (ui::MainWindow *window : {&first, &second}) {
            const auto *problems = window->policiesPage().findChild<ui::FactsView *>(QStringLiteral("policyProblems"));
            QTRY_COMPARE(problems->model()->rowCount(), 1);
        }
        QTest::keyClick(&second.policiesPage().editor(), Qt::Key_Z, Qt::ControlModifier); // Undo of the other's key
        QVERIFY(shown(first).contains(QStringLiteral("for: 1200s,")));
        first.close();
        QTRY_COMPARE(windows.all().size(), 1);
        typeIn(second, QStringLiteral("above: 25"), QStringLiteral("0"));
        QVERIFY(shown(second).contains(QStringLiteral("above: 250%")));
        QTest::keyClick(&second.policiesPage().editor(), Qt::Key_Z, Qt::ControlModifier);
        QTest::mouseClick(button(second, "savePolicy"), Qt::LeftButton);
        QTRY_VERIFY(onDisk().contains("above: 25%") && onDisk().contains("for: 1200s,"));
        ui::MainWindow &third = windows.open();
        third.openPolicy(QStringLiteral("checkout-slo"));
        QVERIFY(shown(third).contains(QStringLiteral("above: 25%")));
        QTRY_VERIFY(!button(third, "savePolicy")->isEnabled());
    }
    void somebodyElseChangesTheFile()
    {
        show();
        const QByteArray theirs = recordings::policyText().replace("owner: team-payments", "owner: team-checkout");
        // Nothing typed: theirs is taken.
        recordings::writePolicy(m_folder->path(), kName, theirs);
        m_session->noteWorkspaceRead();
        QTRY_VERIFY(text().contains(QStringLiteral("team-checkout")));
        // Something typed: nothing is written over, until a person says so.
        type(QStringLiteral("for: 120"), QStringLiteral("0"));
        recordings::writePolicy(m_folder->path(), kName, recordings::policyText());
        QTest::keyClick(&editor(), Qt::Key_S, Qt::ControlModifier);
        QTRY_VERIFY(words("policyNotice").contains(QStringLiteral("Somebody else")));
        QCOMPARE(onDisk(), recordings::policyText());
        QVERIFY(text().contains(QStringLiteral("for: 1200s")));
        QVERIFY(!child<QPushButton>("savePolicy")->isEnabled());
        press("keepMine");
        press("savePolicy");
        QTRY_VERIFY(onDisk().contains("team-checkout") && onDisk().contains("for: 1200s"));
    }
    // A text that a gate holds back: what stays in force, why, and whom it waits for; asked for with one press.
    void aGateHoldsTheTextBack()
    {
        m_approvals.setRead();
        show();
        Workspace next = m_session->workspace();
        GateConfig gate;
        gate.id = QStringLiteral("policy-changes");
        gate.when.acts = {GatedAct::PolicyEdit};
        gate.approvals.count = 1;
        next.gates = {gate};
        PolicyTexts texts{{kName, QByteArray(recordings::policyText()).replace("above: 2%", "above: 9%")}};
        const QList<PolicyFile> inForce = next.policies;
        next.policies = readPolicies(texts, next);
        const auto hold = [&] {
            QList<PolicyEdit> edits = gatedEdits(next, inForce, m_approvals, m_clock.wallMs());
            edits.removeIf([](const PolicyEdit &edit) { return edit.file() != kName; });
            m_session->setPolicyEdits(edits);
        };
        hold();
        QTRY_VERIFY2(words("policyNotice").contains(QStringLiteral("waits at the gate policy-changes")),
                     qPrintable(words("policyNotice")));
        QVERIFY(child<QPushButton>("proposePolicy")->isVisible());
        press("proposePolicy");
        QTRY_COMPARE(m_approvals.history().size(), 1);
        hold();
        QTRY_VERIFY(!child<QPushButton>("proposePolicy")->isVisible());
        QVERIFY(words("policyNotice").contains(QStringLiteral("0 of 1")));
        m_session->setPolicyEdits({});
        QTRY_VERIFY(!child<QPushButton>("proposePolicy")->isVisible());
        QVERIFY(!words("policyNotice").contains(QStringLiteral("gate")));
    }
    void readOnlyRefusesWithTheReason()
    {
        openSession(QStringLiteral("This session is read-only."));
        show();
        QVERIFY(words("policyNotice").contains(QStringLiteral("This session is read-only.")));
        editor().setFocus();
        QTest::keyClicks(&editor(), QStringLiteral("x"));
        QTest::keyClick(&editor(), Qt::Key_S, Qt::ControlModifier);
        QCOMPARE(text().toUtf8(), recordings::policyText());
        QVERIFY(!child<QPushButton>("savePolicy")->isEnabled());
        QCOMPARE(child<QPushButton>("savePolicy")->toolTip(), QStringLiteral("This session is read-only."));
    }
    // A limit of 2 % finds 5 % for three minutes, one of 10 % does not; what is in force stays beside it.
    void slidersTurnTheTextAndTheVerdict()
    {
        recordings::record(m_data->path(), recordings::policyText(), samples::kNow - 3'600'000);
        show();
        page().showSection(ui::PoliciesPage::BacktestSection);
        ui::BacktestPane &pane = page().backtest();
        QTRY_COMPARE(pane.timeline().lanes().size(), 2);
        QTRY_VERIFY(words("backtestWords").startsWith(QStringLiteral("As edited it rolls back after")));
        QCOMPARE(pane.timeline().lanes().at(0).bands, pane.timeline().lanes().at(1).bands);
        QSlider *slider = pane.knobs().slider(QStringLiteral("errors/above"));
        QVERIFY(slider);
        slider->setFocus();
        while (!text().contains(QStringLiteral("above: 10%")) && slider->value() < slider->maximum())
            QTest::keyClick(slider, Qt::Key_Right);
        QVERIFY(text().contains(QStringLiteral("above: 10%, window: 30s, for: 120s")));
        QTRY_VERIFY(
            words("backtestWords").startsWith(QStringLiteral("As edited it decides nothing; as saved it rolls")));
        QVERIFY(pane.timeline().lanes().at(0).bands != pane.timeline().lanes().at(1).bands);
        QVERIFY(model("backtestEvents")->rowCount() > 1);
        // One turn after the other is one step for Undo.
        editor().setFocus();
        QTest::keyClick(&editor(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(text().toUtf8(), recordings::policyText());
        QTRY_VERIFY(words("backtestWords").startsWith(QStringLiteral("As edited it rolls back")));
        QTRY_COMPARE(slider->accessibleDescription(), QStringLiteral("2%"));
    }
    // Each recorded rollout is judged by its own samples.
    void anotherRolloutIsJudgedByItsOwn()
    {
        recordings::record(m_data->path(), recordings::policyText(), samples::kNow - 3'600'000);
        recordings::record(m_data->path(), recordings::policyText(), samples::kNow - 7'200'000, 0.0);
        show();
        page().showSection(ui::PoliciesPage::BacktestSection);
        auto *choice = page().findChild<QComboBox *>(QStringLiteral("backtestRollout"));
        QTRY_COMPARE(choice->count(), 2);
        QTRY_VERIFY(words("backtestWords").startsWith(QStringLiteral("As edited it rolls back after")));
        choice->setFocus();
        QTest::keyClick(choice, choice->currentIndex() == 0 ? Qt::Key_Down : Qt::Key_Up);
        QTRY_COMPARE(words("backtestWords"),
                     QStringLiteral("As edited it decides nothing; as saved it decides nothing."));
    }
    void against_now()
    {
        recordings::record(m_data->path(), recordings::policyText(), samples::kNow - 20'000);
        recordings::record(m_data->path(), recordings::policyText(), samples::kNow - 7'200'000);
        show();
        page().showSection(ui::PoliciesPage::NowSection);
        QTRY_COMPARE(model("nowRules")->rowCount(), 3);
        QCOMPARE(page().findChild<QComboBox *>(QStringLiteral("nowRollout"))->count(), 1); // the old one is over
        // At 1440 points a rule of this length is read whole, its sign and margins included.
        const auto *rules = child<ui::FactsView>("nowRules");
        QCOMPARE(m_window->width(), 1440);
        QVERIFY2(rules->columnWidth(TrialRulesModel::RuleColumn) >=
                     QFontMetrics(m_theme.font(ui::TextStyle::Strong))
                             .horizontalAdvance(QStringLiteral("slow-requests-against-stable")) +
                         40,
                 qPrintable(QString::number(rules->columnWidth(TrialRulesModel::RuleColumn))));
        QTRY_VERIFY2(words("nowWords").startsWith(QStringLiteral("as edited failing as in force failing")),
                     qPrintable(words("nowWords")));
        type(QStringLiteral("above: "), QStringLiteral("1"));
        QTRY_VERIFY(words("nowWords").startsWith(QStringLiteral("as edited healthy as in force failing")));
        const QModelIndex limit = model("nowRules")->index(0, TrialRulesModel::LimitColumn);
        QCOMPARE(limit.data().toString().simplified(), QStringLiteral("12 %"));
        QCOMPARE(limit.siblingAtColumn(TrialRulesModel::OtherLimitColumn).data().toString().simplified(),
                 QStringLiteral("2 %"));
        type(QStringLiteral("above: 12%"), QStringLiteral("%"));
        QTRY_COMPARE(model("nowRules")->rowCount(), 0);
    }
    void isFoundByThePalette()
    {
        QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
        auto *field = m_window->commandPalette().findChild<QLineEdit *>();
        QTest::keyClicks(field, QStringLiteral("open policy second"));
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_VERIFY(page().isVisible());
        QTRY_VERIFY(text().contains(QStringLiteral("id: second")));
    }
    void theFirstDecisionIsTold()
    {
        guard::JudgedSide side;
        QVERIFY(firstDecision(side, 0).isEmpty());
        const auto act = [&side](const guard::Act::What &what, qint64 dueMs) {
            guard::Act made;
            made.what = what;
            made.dueMs = dueMs;
            side.acts.append(made);
        };
        act(policy::Hold(), 30'000); // decides nothing
        act(policy::Page{.to = QStringLiteral("oncall")}, 90'000);
        act(policy::Rollback(), 150'000);
        QCOMPARE(firstDecision(side, 30'000),
                 QStringLiteral("%1 after %2").arg(actWords(QStringLiteral("page")), format::duration(60'000)));
    }
    void theModelsKeepTheirPromises()
    {
        PoliciesModel policies(*m_session);
        PolicyIssuesModel issues;
        TrialRulesModel rules;
        TrialEventsModel events;
        for (QAbstractItemModel *one :
             {static_cast<QAbstractItemModel *>(&policies), static_cast<QAbstractItemModel *>(&issues),
              static_cast<QAbstractItemModel *>(&rules), static_cast<QAbstractItemModel *>(&events)})
            new QAbstractItemModelTester(one, QAbstractItemModelTester::FailureReportingMode::QtTest, this);
        const QPersistentModelIndex other = policies.index(1, 0);
        policies.setEdited(kName, true);
        Workspace workspace = m_session->workspace();
        workspace.policies.removeFirst();
        m_session->setWorkspace(workspace);
        QCOMPARE(other.row(), 0);
        issues.setIssues(policy::readText("policy: astern/v1\nid: X\n", {}).issues);
        QVERIFY(issues.rowCount() > 3);
        issues.setIssues({});
        recordings::record(m_data->path(), recordings::policyText(), samples::kNow);
        guard::PolicyBench bench(m_data->path());
        const auto edited = std::make_shared<const policy::Policy>(*policy::readText(second(), {}).policy);
        std::optional<guard::JudgedRecords> judged;
        bench.list([&](const Result<QList<policy::RecordedRollout>> &all) {
            bench.judge({.path = all->constFirst().path,
                         .edited = edited,
                         .other = nullptr,
                         .inForce = QStringLiteral("checkout-slo")},
                        [&](const Result<guard::JudgedRecords> &found) { judged = *found; });
        });
        QTRY_VERIFY(judged);
        QVERIFY(judged->edited && judged->other && judged->latestMs > 0);
        rules.set(judged);
        events.set(judged);
        QCOMPARE(rules.rowCount(), 3);
        // A row for each change of class, and one for each time at which something would have been done.
        QSet<qint64> changes;
        QSet<qint64> acts;
        for (const guard::JudgedSide &side : {*judged->edited, *judged->other}) {
            for (const guard::PlaceVerdict::Span &span : spansOf(side))
                changes.insert(span.fromMs);
            for (const guard::Act &act : side.acts)
                acts.insert(act.dueMs);
        }
        QCOMPARE(events.rowCount(), int(changes.size() + acts.size()));
        QVERIFY(events.rowCount() > 2);
        for (const int column : {TrialEventsModel::EditedColumn, TrialEventsModel::OtherColumn})
            QVERIFY(!events.index(0, column).data().toString().isEmpty());
        rules.set(std::nullopt);
        events.set(std::nullopt);
        QCOMPARE(events.rowCount(), 0);
    }
};

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    ui::Theme theme;
    theme.install(application);
    PoliciesPageTest test(theme);
    return QTest::qExec(&test, argc, argv);
}

#include "tst_policiespage.moc"
