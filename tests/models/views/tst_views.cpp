// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/backendsmodel.h"
#include "models/views/boardmodel.h"
#include "models/views/changesmodel.h"
#include "models/views/entriesmodel.h"
#include "models/views/planstepsmodel.h"
#include "models/views/revisionsmodel.h"
#include "tests/support/clocks.h"
#include "tests/support/shop.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace astern;

namespace {

const QString kCheckout = QStringLiteral("checkout@prod/eu-1");

} // namespace

// Every item model of the screens, under the tester while its rows come, change, move and go.
class Views : public QObject {
    Q_OBJECT
private:
    ManualClock m_clock;
    FakeAuthority m_authority;
    FakeJournal m_journal;
    std::unique_ptr<Session> m_session;
    void observe(const QString &key, Rollout rollout);
    void sample(const QString &key, const QString &signal, Role role, double value);

private Q_SLOTS:
    void init();
    void states_data();
    void states();
    void freshOverLimitBeatsSilence();
    void orderMovesSlowlyAndNotWhileHeld();
    void whatBeginsToFailRisesAlways();
    void filterAndScope();
    void placesComeAndGo();
    void backends();
    void changes();
    void revisions();
    void planSteps();
    void entries();
};

void Views::init()
{
    m_clock = ManualClock();
    m_session = std::make_unique<Session>(
        shop::workspace(), Session::Doors{.clock = &m_clock, .authority = &m_authority, .journal = &m_journal});
    shop::open(*m_session);
}

void Views::observe(const QString &key, Rollout rollout)
{
    rollout.ref = m_session->placement(key)->object;
    m_session->observe({.backend = QStringLiteral("argo"), .complete = false, .changed = {rollout}, .gone = {}});
}

void Views::sample(const QString &key, const QString &signal, Role role, double value)
{
    m_session->addSamples(
        {QStringLiteral("prom"), m_clock.wallMs(), {{{key, signal, role}, {{m_clock.wallMs(), value}}}}});
}

void Views::states_data()
{
    QTest::addColumn<Rollout>("rollout");
    QTest::addColumn<int>("state");
    QTest::addColumn<QString>("shown");
    Rollout held = samples::progressing();
    held.control.pausedByPerson = true;
    Rollout failing = samples::progressing();
    failing.control.failure = QStringLiteral("ProgressDeadlineExceeded: no pod gets ready");
    Rollout returning = samples::aborted();
    returning.serving.shares = {{QStringLiteral("old"), 8, 80, 12, 12}, {QStringLiteral("new"), 9, 20, 3, 3}};
    Rollout strange = samples::finished();
    strange.unknownReason = QStringLiteral("status is no object");
    QTest::newRow("serving") << samples::finished() << int(BoardState::Serving) << QStringLiteral("4.8.0");
    QTest::newRow("on its way, measured")
        << samples::progressing() << int(BoardState::NoVerdict) << QStringLiteral("4.7.1 → 4.8.0");
    QTest::newRow("waits") << samples::canary() << int(BoardState::WaitsForYou) << QStringLiteral("4.7.1 → 4.8.0");
    QTest::newRow("held") << held << int(BoardState::Held) << QStringLiteral("4.7.1 → 4.8.0");
    QTest::newRow("failing") << failing << int(BoardState::FailingToProgress) << QStringLiteral("4.7.1 → 4.8.0");
    QTest::newRow("returning") << returning << int(BoardState::RollingBack) << QStringLiteral("4.7.1 → 4.8.0");
    QTest::newRow("rolled back") << samples::aborted() << int(BoardState::RolledBack) << QStringLiteral("4.7.1");
    QTest::newRow("not understood") << strange << int(BoardState::Unknown) << QStringLiteral("4.8.0");
}

void Views::states()
{
    QFETCH(const Rollout, rollout);
    QFETCH(const int, state);
    QFETCH(const QString, shown);
    const QString key = QStringLiteral("cart@prod/us-1");
    observe(key, rollout);
    BoardModel model(*m_session);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    const int row = model.rowOf(key);
    QCOMPARE(int(model.rowAt(row).state), state);
    QCOMPARE(model.index(row, BoardModel::ReleaseColumn).data().toString(), shown);
    QCOMPARE(model.index(row, BoardModel::StateColumn).data(BoardModel::StateRole).toInt(), state);
    QVERIFY(model.rowAt(row).state != BoardState::Healthy); // nothing is, without a policy
}

void Views::freshOverLimitBeatsSilence()
{
    m_clock.pass(200'000); // backend and samples are old now
    BoardModel model(*m_session);
    QVERIFY(model.rowAt(model.rowOf(kCheckout)).state == BoardState::Unknown);
    QVERIFY(model.rowAt(model.rowOf(kCheckout)).stale);
    QCOMPARE(model.countOf(BoardState::Unknown), 36);
    sample(kCheckout, QStringLiteral("errors"), Role::New, 0.034);
    model.tick();
    const BoardRow &row = model.rowAt(model.rowOf(kCheckout));
    QVERIFY(row.state == BoardState::OverLimit);
    QVERIFY2(row.stateReason.contains(QStringLiteral("is above")), qPrintable(row.stateReason));
    QCOMPARE(model.worst(), kCheckout);
}

void Views::orderMovesSlowlyAndNotWhileHeld()
{
    BoardModel model(*m_session);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    QCOMPARE(model.rowAt(0).id(), kCheckout);
    QVERIFY(model.rowAt(1).state == BoardState::WaitsForYou);
    QVERIFY(model.isLastUrgent(1));
    const QString late = QStringLiteral("web-frontend@staging/eu-1");
    model.setHeld(true);
    const int before = model.rowOf(late);
    observe(late, samples::canary());
    model.tick();
    QCOMPARE(model.rowOf(late), before);
    QCOMPARE(model.waitingMoves(), 1);
    QSignalSpy moved(&model, &QAbstractItemModel::rowsMoved);
    model.applyMoves();
    QCOMPARE(moved.size(), 1);
    QVERIFY(model.rowOf(late) < 3);
    QCOMPARE(model.waitingMoves(), 0);
    model.setHeld(false);
    observe(late, samples::finished());
    model.tick(); // the last move was just now
    QVERIFY(model.rowOf(late) < 3);
    QCOMPARE(model.waitingMoves(), 1);
    m_clock.pass(2'000);
    model.tick();
    QVERIFY(model.rowOf(late) > 3);
}

void Views::whatBeginsToFailRisesAlways()
{
    BoardModel model(*m_session);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    QSignalSpy failing(&model, &BoardModel::beganToFail);
    model.setHeld(true);
    const QString key = QStringLiteral("web-frontend@prod/us-1");
    sample(key, QStringLiteral("errors"), Role::Stable, 0.2);
    model.tick();
    QCOMPARE(failing.size(), 1);
    QCOMPARE(failing.first().first().toString(), key);
    QVERIFY(model.rowOf(key) <= 1);
    QCOMPARE(model.countOf(BoardState::OverLimit), 2);
}

void Views::filterAndScope()
{
    BoardModel model(*m_session);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    const QList<QPair<QString, int>> cases{{QStringLiteral("service:checkout"), 3},
                                           {QStringLiteral("CHECKOUT env:prod"), 2},
                                           {QStringLiteral("state:over"), 1},
                                           {QStringLiteral("-env:prod"), 12},
                                           {QStringLiteral("owner:team-pay"), 3},
                                           {QStringLiteral("cell:us-1"), 12},
                                           {QStringLiteral("nothing like it"), 0},
                                           {QStringLiteral("state:"), 36},
                                           {QString(), 36}};
    for (const auto &[text, rows] : cases) {
        model.setFilter(text);
        QVERIFY2(model.rowCount() == rows, qPrintable(QStringLiteral("%1: %2").arg(text).arg(model.rowCount())));
    }
    model.setEnvironments({QStringLiteral("staging")});
    QCOMPARE(model.total(), 12);
    QVERIFY(model.worst().isEmpty());
}

void Views::placesComeAndGo()
{
    BoardModel model(*m_session);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    m_session->observe({.backend = QStringLiteral("argo"),
                        .complete = false,
                        .changed = {},
                        .gone = {m_session->placement(kCheckout)->object.key()}});
    model.tick();
    QVERIFY(!model.rowAt(model.rowOf(kCheckout)).seen);
    QVERIFY(!model.rowAt(model.rowOf(kCheckout)).notReady.isEmpty());
    Workspace fewer = shop::workspace();
    fewer.services.removeFirst();
    m_session->setWorkspace(fewer);
    QCOMPARE(model.rowCount(), 33);
}

void Views::backends()
{
    BackendsModel model(*m_session);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.index(0, BackendsModel::StateColumn).data().toString(), QStringLiteral("live"));
    m_clock.pass(20'000);
    model.tick();
    QVERIFY(model.index(0, 0).data(BackendsModel::StaleRole).toBool());
    shop::setHealth(*m_session, "prom", false);
    QCOMPARE(model.index(1, BackendsModel::ReasonColumn).data().toString(), QStringLiteral("connection refused"));
}

void Views::changes()
{
    ChangesModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.follow(*m_session, kCheckout);
    QVERIFY(model.rowCount() > 0);
    QCOMPARE(model.fromVersion(), QStringLiteral("4.7.1"));
    QCOMPARE(model.toVersion(), QStringLiteral("4.8.0"));
    QSignalSpy versions(&model, &ChangesModel::versionsChanged);
    observe(kCheckout, samples::firstDeploy());
    QTRY_COMPARE(model.rowCount(), 0);
    QCOMPARE(versions.size(), 1);
}

void Views::revisions()
{
    RevisionsModel model(*m_session);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setPlacement(kCheckout);
    QCOMPARE(model.rowCount(), 3);
    QVERIFY(!model.index(0, 0).data(RevisionsModel::MayChooseRole).toBool()); // it is the desired one
    QVERIFY(!model.index(0, 0).flags().testFlag(Qt::ItemIsEnabled));
    QVERIFY(model.index(1, 0).data(RevisionsModel::TargetRole).toBool());
    QVERIFY(model.index(2, 0).data(RevisionsModel::MayChooseRole).toBool());
    observe(kCheckout, samples::back());
    QTRY_COMPARE(model.rowAt(0).revision.number, 10);
}

void Views::planSteps()
{
    PlanStepsModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    const Result<Plan> plan = m_session->plan(PlanKind::Rollback, kCheckout);
    QVERIFY(plan);
    model.setPlan(*plan);
    QCOMPARE(model.rowCount(), 3);
    PlanRun run;
    run.plan = *plan;
    run.steps.resize(3);
    run.steps[0].state = StepRun::State::Done;
    run.steps[0].startedMs = m_clock.wallMs() - 2'000;
    run.steps[0].endedMs = m_clock.wallMs();
    run.steps[0].outcomeIndex = 4;
    model.setRun(run, m_clock.wallMs());
    QCOMPARE(model.index(0, PlanStepsModel::EntryColumn).data().toString(), QStringLiteral("#3"));
    QCOMPARE(model.rowAt(0).elapsedMs, 2'000);
    model.setPlan({});
    QCOMPARE(model.rowCount(), 0);
}

void Views::entries()
{
    EntriesModel model(*m_session);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    QSignalSpy loaded(&model, &EntriesModel::loaded);
    model.setPlacement(kCheckout);
    QTRY_COMPARE(loaded.size(), 1);
    JournalEntry entry;
    entry.index = 7;
    entry.id = QStringLiteral("e7");
    entry.kind = QStringLiteral("rollback.intent");
    entry.saga = QStringLiteral("saga");
    entry.payload = {
        {QStringLiteral("subject"), QJsonObject{{QStringLiteral("service"), QStringLiteral("checkout")},
                                                {QStringLiteral("environment"), QStringLiteral("prod")},
                                                {QStringLiteral("cell"), QStringLiteral("eu-1")}}},
        {QStringLiteral("decision"), QJsonObject{{QStringLiteral("title"), QStringLiteral("Abort the canary")}}}};
    m_session->addEntry(entry);
    m_session->addEntry(entry); // told twice: shown once
    JournalEntry other = entry;
    other.id = QStringLiteral("e8");
    other.payload = {};
    other.saga = QStringLiteral("another");
    m_session->addEntry(other); // of another place
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.index(0, EntriesModel::TextColumn).data().toString(), QStringLiteral("Abort the canary"));
    JournalEntry reason = other;
    reason.id = QStringLiteral("e9");
    reason.kind = QStringLiteral("rationale.late");
    reason.saga = entry.saga;
    m_session->addEntry(reason);
    QCOMPARE(model.rowCount(), 2);
}

QTEST_GUILESS_MAIN(Views)

#include "tst_views.moc"
