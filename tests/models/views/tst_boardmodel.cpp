// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/boardmodel.h"

#include "tests/models/views/shop.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace astern;
using small::Shop;

namespace {

const QString kCheckoutEu = QStringLiteral("checkout@prod/eu-1");
const QString kCheckoutUs = QStringLiteral("checkout@prod/us-1");
const QString kCartEu = QStringLiteral("cart@prod/eu-1");
const QString kCartUs = QStringLiteral("cart@prod/us-1");
const QString kCartStaging = QStringLiteral("cart@staging/eu-1");
const QString kWebEu = QStringLiteral("web@prod/eu-1");
const QString kWebStaging = QStringLiteral("web@staging/eu-1");

QStringList order(const BoardModel &model)
{
    QStringList all;
    for (int row = 0; row < model.rowCount(); ++row)
        all.append(model.isHeading(row) ? QLatin1Char('#') + model.headingAt(row).title : model.rowAt(row).id());
    return all;
}

Rollout waiting(qint64 sinceMs)
{
    Rollout rollout = samples::canary();
    rollout.control.pausedSinceMs = sinceMs;
    return rollout;
}

} // namespace

// The board while a shop changes under it: every test runs under the item model tester.
class TestBoardModel : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<Shop> m_shop;
    std::unique_ptr<BoardModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;

    void errors(const QString &key, double ratio)
    {
        m_shop->clock.pass(1);
        m_shop->sample(key, "errors", Role::Stable, ratio);
    }

private Q_SLOTS:
    void init();
    void cleanup();
    void standsInOrderOfNeed();
    void waitsLongestFirst();
    void movesAtMostEveryTwoSeconds();
    void keepsStillWhileHeld();
    void showsNewOrderWhenAsked();
    void whatBeginsToFailRisesThoughHeld();
    void risesAmongTheFailingByTheirTime();
    void keepsStillWhenTheWorkspaceIsReadAgain();
    void countsEveryPlaceInScope();
    void knowsTheWorst();
    void filters_data();
    void filters();
    void rowsEnterAndLeaveTheFilterWhileHeld();
    void hasOneRuleBelowTheUrgent();
    void followsTheSession();
    void keepsPersistentIndexes();
    void tellsRolesOfItsCells();
    void standsTogether_data();
    void standsTogether();
    void groupsStayWhileHeldAndRiseWhenTheyFail();
    void headingsCount();
    void livesThroughMuchChange();
    void livesThroughMuchChangeInGroups();
    void manyChangesKeepPersistentIndexes();

private:
    void turnTheWheel(int turns);
};

// Everything is seen and serves; checkout is measured and well.
void TestBoardModel::init()
{
    m_shop = std::make_unique<Shop>();
    m_shop->alive();
    m_shop->observeAll(samples::finished());
    for (const Placement &place : m_shop->session.workspace().services.first().placements)
        m_shop->well(place.key(), Role::Stable);
    m_model = std::make_unique<BoardModel>(m_shop->session);
    m_tester = std::make_unique<QAbstractItemModelTester>(m_model.get(),
                                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
}

void TestBoardModel::cleanup()
{
    m_tester.reset();
    m_model.reset();
    m_shop.reset();
}

void TestBoardModel::standsInOrderOfNeed()
{
    const QStringList calm = order(*m_model);
    QStringList sorted = calm;
    sorted.sort();
    QCOMPARE(calm, sorted); // calm rows stand by name
    Rollout held = samples::progressing();
    held.control.pausedByPerson = true;
    Rollout fails = samples::progressing();
    fails.control.failure = QStringLiteral("ProgressDeadlineExceeded");
    m_shop->observe(kWebEu, held);
    m_shop->observe(kCartUs, samples::progressing());
    m_shop->observe(kCartStaging, waiting(samples::kNow));
    m_shop->observe(kWebStaging, fails);
    errors(kCheckoutUs, 0.03);
    m_model->tick();
    QCOMPARE(order(*m_model).mid(0, 5), QStringList({kCheckoutUs, kWebStaging, kCartStaging, kCartUs, kWebEu}));
    for (int row = 1; row < m_model->rowCount(); ++row)
        QVERIFY(m_model->rowAt(row - 1).rank() <= m_model->rowAt(row).rank());
}

void TestBoardModel::waitsLongestFirst()
{
    m_shop->observe(kCartEu, waiting(0)); // since when is not known: last of them
    m_shop->observe(kCartUs, waiting(samples::kNow - 1'000));
    m_shop->observe(kWebEu, waiting(samples::kNow - 9'000));
    m_model->tick();
    QCOMPARE(order(*m_model).mid(0, 3), QStringList({kWebEu, kCartUs, kCartEu}));
}

void TestBoardModel::movesAtMostEveryTwoSeconds()
{
    QSignalSpy moved(m_model.get(), &QAbstractItemModel::rowsMoved);
    m_shop->observe(kWebEu, waiting(samples::kNow));
    m_model->tick();
    QCOMPARE(moved.size(), 1);
    QCOMPARE(m_model->rowOf(kWebEu), 0);
    m_shop->observe(kCartUs, waiting(samples::kNow - 1'000));
    m_shop->clock.pass(1'999);
    m_shop->alive();
    m_model->tick();
    QCOMPARE(moved.size(), 1);
    QCOMPARE(m_model->waitingMoves(), 1);
    // What the row says is not held back, only its place.
    QCOMPARE(words(m_model->rowAt(m_model->rowOf(kCartUs)).state), words(BoardState::WaitsForYou));
    m_shop->clock.pass(1);
    m_model->tick();
    QCOMPARE(moved.size(), 2);
    QCOMPARE(m_model->rowOf(kCartUs), 0);
    QCOMPARE(m_model->waitingMoves(), 0);
}

void TestBoardModel::keepsStillWhileHeld()
{
    const QStringList before = order(*m_model);
    QSignalSpy waits(m_model.get(), &BoardModel::waitingMovesChanged);
    m_model->setHeld(true);
    m_shop->observe(kWebEu, waiting(samples::kNow));
    m_model->tick();
    m_shop->observe(kWebStaging, waiting(samples::kNow - 5));
    m_shop->clock.pass(10'000);
    m_shop->alive();
    m_model->tick();
    m_model->tick();
    QCOMPARE(order(*m_model), before);
    QCOMPARE(m_model->waitingMoves(), 2);
    QCOMPARE(waits.size(), 2); // said once for each number
    QCOMPARE(waits.last().first().toInt(), 2);
    m_shop->observe(kWebStaging, samples::finished()); // and back: nothing to move for it
    m_model->tick();
    QCOMPARE(m_model->waitingMoves(), 1);
    m_model->setHeld(false);
    QCOMPARE(m_model->rowOf(kWebEu), 0);
    QCOMPARE(waits.last().first().toInt(), 0);
}

void TestBoardModel::showsNewOrderWhenAsked()
{
    m_model->setHeld(true);
    m_shop->observe(kWebEu, waiting(samples::kNow));
    m_shop->observe(kCartUs, waiting(samples::kNow - 5));
    m_model->tick();
    QCOMPARE(m_model->waitingMoves(), 2);
    m_model->applyMoves();
    QCOMPARE(order(*m_model).mid(0, 2), QStringList({kCartUs, kWebEu}));
    QCOMPARE(m_model->waitingMoves(), 0);
    m_shop->observe(kWebEu, waiting(samples::kNow - 9'000)); // still held afterwards
    m_shop->clock.pass(5'000);
    m_shop->alive();
    m_model->tick();
    QCOMPARE(order(*m_model).mid(0, 2), QStringList({kCartUs, kWebEu}));
    QCOMPARE(m_model->waitingMoves(), 1);
}

void TestBoardModel::whatBeginsToFailRisesThoughHeld()
{
    QSignalSpy failing(m_model.get(), &BoardModel::beganToFail);
    m_shop->observe(kWebEu, waiting(samples::kNow));
    m_model->tick(); // the order has just changed, too
    m_model->setHeld(true);
    m_shop->observe(kWebStaging, waiting(samples::kNow - 5));
    errors(kCheckoutUs, 0.03);
    m_model->tick();
    QCOMPARE(m_model->rowOf(kCheckoutUs), 0);
    QCOMPARE(m_model->rowOf(kWebEu), 1);
    QCOMPARE(m_model->rowOf(kWebStaging), m_model->rowCount() - 1); // only what fails rises
    QCOMPARE(m_model->waitingMoves(), 1);
    QCOMPARE(failing.size(), 1);
    QCOMPARE(failing.first().first().toString(), kCheckoutUs);
    errors(kCheckoutUs, 0.04);
    m_model->tick();
    QCOMPARE(failing.size(), 1); // it goes on, it does not begin
    errors(kCheckoutUs, 0.001);
    m_model->tick();
    QCOMPARE(m_model->rowOf(kCheckoutUs), 0); // held: it stays where it rose to
    errors(kCheckoutUs, 0.05);
    m_model->tick();
    QCOMPARE(failing.size(), 2);
}

void TestBoardModel::risesAmongTheFailingByTheirTime()
{
    errors(kCheckoutUs, 0.03);
    m_model->tick();
    m_model->setHeld(true);
    errors(kCheckoutEu, 0.03);
    m_model->tick();
    QCOMPARE(order(*m_model).mid(0, 2), QStringList({kCheckoutUs, kCheckoutEu}));
}

// A file that is saved must not pull the row away under the pointer.
void TestBoardModel::keepsStillWhenTheWorkspaceIsReadAgain()
{
    m_model->setHeld(true);
    m_shop->observe(kWebStaging, waiting(samples::kNow));
    m_model->tick();
    const QStringList before = order(*m_model);
    m_shop->session.setWorkspace(small::workspace());
    QCOMPARE(order(*m_model), before);
    QCOMPARE(m_model->waitingMoves(), 1);
    Workspace fewer = small::workspace();
    fewer.services.removeFirst();
    m_shop->session.setWorkspace(fewer);
    QCOMPARE(m_model->rowCount(), 6);
    QCOMPARE(m_model->rowOf(kWebStaging), 5);
    m_model->setHeld(false);
    QCOMPARE(m_model->rowOf(kWebStaging), 0);
}

void TestBoardModel::countsEveryPlaceInScope()
{
    QSignalSpy counts(m_model.get(), &BoardModel::countsChanged);
    QCOMPARE(m_model->countOf(BoardState::Serving), 9);
    QCOMPARE(m_model->urgent(), 0);
    m_shop->observe(kWebEu, waiting(samples::kNow));
    errors(kCheckoutUs, 0.03);
    m_model->tick();
    QCOMPARE(counts.size(), 1);
    QCOMPARE(m_model->countOf(BoardState::Serving), 7);
    QCOMPARE(m_model->countOf(BoardState::WaitsForYou), 1);
    QCOMPARE(m_model->countOf(BoardState::OverLimit), 1);
    QCOMPARE(m_model->urgent(), 2);
    m_model->tick();
    QCOMPARE(counts.size(), 1); // no news, no signal
    m_model->setFilter(QStringLiteral("service:cart"));
    QCOMPARE(m_model->rowCount(), 3);
    QCOMPARE(m_model->total(), 9);
    QCOMPARE(m_model->urgent(), 2); // whatever the filter
    m_model->setEnvironments({QStringLiteral("staging")});
    QCOMPARE(m_model->rowCount(), 1);
    QCOMPARE(m_model->total(), 3);
    QCOMPARE(m_model->urgent(), 0);
    m_model->setEnvironments({});
    QCOMPARE(m_model->urgent(), 2);
    m_shop->clock.pass(200'000); // nobody answers any more
    m_model->tick();
    QCOMPARE(m_model->countOf(BoardState::Unknown), 9);
    int sum = 0;
    for (int state = int(BoardState::Failing); state <= int(BoardState::Serving); ++state)
        sum += m_model->countOf(BoardState(state));
    QCOMPARE(sum, m_model->total());
}

void TestBoardModel::knowsTheWorst()
{
    m_shop->observe(kWebEu, waiting(samples::kNow));
    m_model->tick();
    QVERIFY(m_model->worst().isEmpty()); // to wait is not to fail
    Rollout fails = samples::progressing();
    fails.control.failure = QStringLiteral("ProgressDeadlineExceeded");
    m_shop->observe(kCartEu, fails);
    m_model->tick();
    QCOMPARE(m_model->worst(), kCartEu);
    errors(kCheckoutUs, 0.03);
    m_model->tick();
    errors(kCheckoutEu, 0.9);
    m_model->tick();
    QCOMPARE(m_model->worst(), kCheckoutUs); // over limit first, the longest first
    m_model->setFilter(QStringLiteral("nothing-like-it"));
    QCOMPARE(m_model->rowCount(), 0);
    QCOMPARE(m_model->worst(), kCheckoutUs);
    m_model->setEnvironments({QStringLiteral("staging")});
    QVERIFY(m_model->worst().isEmpty());
}

void TestBoardModel::filters_data()
{
    QTest::addColumn<int>("rows");
    const auto row = [](const char *words, int rows) { QTest::newRow(words) << rows; };
    row("", 9);
    row("   ", 9);
    row("checkout", 3);
    row("service:checkout", 3);
    row("SERVICE:CheckOut", 3);
    row("service:", 9);
    row("-service:", 9);
    row("-service:checkout", 6);
    row("env:prod", 6);
    row("cell:us", 3);
    row("prod/us-1", 3);
    row("owner:basket", 3);
    row("basket", 3);
    row("-owner:basket cell:us", 2);
    row("state:over", 1);
    row("state:over-limit", 1);
    row("-state:over", 8);
    row("state:waits", 1);
    row("waits", 1);
    row("4.7.1", 1);
    row("4.8.0", 9);
    row("checkout env:prod cell:eu", 1);
    row("checkout cart", 0);
    row("unknown-key:checkout", 0);
    row("service:checkout service:check", 3);
}

void TestBoardModel::filters()
{
    QFETCH(const int, rows);
    m_shop->observe(kWebEu, waiting(samples::kNow)); // 4.7.1 serves beside 4.8.0
    errors(kCheckoutUs, 0.03);
    m_model->tick();
    m_model->setFilter(QString::fromLatin1(QTest::currentDataTag()));
    QCOMPARE(m_model->rowCount(), rows);
    m_model->setFilter(QString());
    QCOMPARE(m_model->rowCount(), 9);
    QCOMPARE(m_model->rowOf(kCheckoutUs), 0);
}

void TestBoardModel::rowsEnterAndLeaveTheFilterWhileHeld()
{
    m_model->setFilter(QStringLiteral("state:waits"));
    QCOMPARE(m_model->rowCount(), 0);
    m_model->setHeld(true);
    m_shop->observe(kWebEu, waiting(samples::kNow));
    m_model->tick();
    QCOMPARE(order(*m_model), QStringList({kWebEu}));
    m_shop->observe(kCartEu, waiting(samples::kNow - 5'000));
    m_model->tick();
    QCOMPARE(order(*m_model), QStringList({kCartEu, kWebEu})); // new ones stand where they belong
    QCOMPARE(m_model->waitingMoves(), 0);
    m_shop->observe(kCartEu, samples::finished());
    m_model->tick();
    QCOMPARE(order(*m_model), QStringList({kWebEu}));
}

void TestBoardModel::hasOneRuleBelowTheUrgent()
{
    const auto rules = [this] {
        QList<int> all;
        for (int row = -1; row <= m_model->rowCount(); ++row) {
            if (m_model->isLastUrgent(row))
                all.append(row);
        }
        return all;
    };
    QCOMPARE(rules(), QList<int>());
    m_shop->observe(kWebEu, waiting(samples::kNow));
    m_shop->observe(kCartEu, waiting(samples::kNow));
    m_model->tick();
    QCOMPARE(rules(), QList<int>({1}));
    m_model->setHeld(true); // one more below, where it may not rise from
    m_shop->observe(kCheckoutUs, waiting(samples::kNow));
    m_shop->well(kCheckoutUs, Role::New);
    m_model->tick();
    QVERIFY(m_model->rowOf(kCheckoutUs) > 2);
    QCOMPARE(rules(), QList<int>({1}));
    m_model->applyMoves();
    QCOMPARE(rules(), QList<int>({2}));
    m_model->setFilter(QStringLiteral("state:waits"));
    QCOMPARE(rules(), QList<int>()); // nothing calm below
}

void TestBoardModel::followsTheSession()
{
    QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    m_shop->observe(kWebEu, waiting(samples::kNow));
    QTRY_COMPARE(m_model->rowOf(kWebEu), 0); // by itself
    QVERIFY(!changed.isEmpty());
    m_shop->session.observe({.backend = QStringLiteral("argo"), .complete = true, .changed = {}, .gone = {}});
    QTRY_COMPARE(m_model->countOf(BoardState::Unknown), 9);
    m_shop->observe(kCartEu, samples::finished());
    QTRY_COMPARE(m_model->countOf(BoardState::Serving), 1);
    m_shop->clock.pass(16'000);
    m_shop->health("argo", BackendHealth::State::Retrying, samples::kNow, "connection refused");
    QCOMPARE(m_model->countOf(BoardState::Unknown), 9);
}

void TestBoardModel::keepsPersistentIndexes()
{
    const QPersistentModelIndex web(m_model->index(m_model->rowOf(kWebEu), BoardModel::ServiceColumn));
    const QPersistentModelIndex cart(m_model->index(m_model->rowOf(kCartEu), BoardModel::ServiceColumn));
    m_shop->observe(kWebEu, waiting(samples::kNow));
    m_model->tick();
    QCOMPARE(web.row(), 0);
    QCOMPARE(web.data(BoardModel::IdRole).toString(), kWebEu);
    QCOMPARE(cart.data(BoardModel::IdRole).toString(), kCartEu);
    m_model->setFilter(QStringLiteral("service:cart"));
    QVERIFY(!web.isValid());
    QCOMPARE(cart.data(BoardModel::IdRole).toString(), kCartEu);
}

void TestBoardModel::tellsRolesOfItsCells()
{
    m_shop->observe(kCheckoutEu, waiting(samples::kNow));
    m_shop->well(kCheckoutEu, Role::New, 2'000);
    m_model->tick();
    const int row = m_model->rowOf(kCheckoutEu);
    const auto cell = [&](int column, int role) { return m_model->index(row, column).data(role); };
    QCOMPARE(cell(BoardModel::FirstSignalColumn, BoardModel::LimitAboveRole).toDouble(), 0.01);
    QVERIFY(!cell(BoardModel::FirstSignalColumn, BoardModel::LimitBelowRole).isValid());
    QCOMPARE(cell(BoardModel::SecondSignalColumn, BoardModel::LimitBelowRole).toDouble(), 40.0);
    QCOMPARE(cell(BoardModel::FirstSignalColumn, BoardModel::SortRole).toDouble(), 0.002);
    QCOMPARE(cell(BoardModel::FirstSignalColumn, BoardModel::ObservedRole).toLongLong(), samples::kNow - 2'000);
    QCOMPARE(cell(BoardModel::FirstSignalColumn, BoardModel::ReadingRole).toInt(), int(LimitReading::State::Within));
    const SeriesId series = cell(BoardModel::FirstSignalColumn, BoardModel::SeriesRole).value<SeriesId>();
    QVERIFY(series == (SeriesId{kCheckoutEu, QStringLiteral("errors"), Role::New}));
    QCOMPARE(cell(BoardModel::ProgressColumn, BoardModel::PercentRole).toDouble(), 25.0);
    QVERIFY(cell(BoardModel::StateColumn, BoardModel::ProductionRole).toBool());
    QVERIFY(!cell(BoardModel::ProgressColumn, BoardModel::StaleRole).toBool());
    const int unmeasured = m_model->rowOf(kCartEu);
    QVERIFY(qIsNaN(m_model->index(unmeasured, BoardModel::FirstSignalColumn).data(BoardModel::SortRole).toDouble()));
    QCOMPARE(m_model->headerData(BoardModel::FirstSignalColumn, Qt::Horizontal, Qt::DisplayRole).toString(),
             QStringLiteral("Error ratio"));
    for (int column = 0; column < BoardModel::ColumnCount; ++column)
        QVERIFY(!cell(column, Qt::AccessibleTextRole).toString().isEmpty());
}

void TestBoardModel::standsTogether_data()
{
    QTest::addColumn<int>("grouping");
    QTest::addColumn<QStringList>("titles");
    using Grouping = BoardModel::Grouping;
    const auto row = [](const char *name, Grouping grouping, const QStringList &titles) {
        QTest::newRow(name) << int(grouping) << titles;
    };
    const auto s = [](const char *text) { return QString::fromLatin1(text); };
    // web@staging waits for a person: its group comes first, the calm ones by name.
    row("service", Grouping::Service, {s("#web"), s("#cart"), s("#checkout")});
    row("environment", Grouping::Environment, {s("#staging"), s("#prod")});
    row("owner", Grouping::Owner, {s("#front-team"), s("#basket-team"), s("#payments-team")});
    row("wave", Grouping::Wave, {s("#staging, no wave"), s("#prod, wave 1"), s("#prod, wave 2")});
    row("none", Grouping::None, {});
}

void TestBoardModel::standsTogether()
{
    QFETCH(const int, grouping);
    QFETCH(const QStringList, titles);
    Workspace waves = small::workspace();
    waves.environments[1].waves = {{QStringLiteral("us-1")}, {QStringLiteral("eu-1")}};
    m_shop->session.setWorkspace(waves);
    m_shop->observe(kWebStaging, waiting(samples::kNow));
    m_model->tick();
    const QStringList flat = order(*m_model);
    m_model->setGrouping(BoardModel::Grouping(grouping));
    QStringList headings;
    QStringList places;
    for (const QString &one : order(*m_model))
        (one.startsWith(QLatin1Char('#')) ? headings : places).append(one);
    QCOMPARE(headings, titles);
    QCOMPARE(QSet<QString>(places.cbegin(), places.cend()), QSet<QString>(flat.cbegin(), flat.cend()));
    QCOMPARE(m_model->firstPlace(), titles.isEmpty() ? 0 : 1);
    QCOMPARE(m_model->rowOf(kWebStaging), m_model->firstPlace());
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const QModelIndex cell = m_model->index(row, BoardModel::StateColumn);
        QCOMPARE(bool(cell.flags() & Qt::ItemIsEnabled), !m_model->isHeading(row));
        QVERIFY(!cell.data(Qt::AccessibleTextRole).toString().isEmpty());
        QCOMPARE(cell.data(BoardModel::IdRole).toString().isEmpty(), m_model->isHeading(row));
    }
    m_model->setGrouping(BoardModel::Grouping::None);
    QCOMPARE(order(*m_model), flat);
}

void TestBoardModel::groupsStayWhileHeldAndRiseWhenTheyFail()
{
    m_model->setGrouping(BoardModel::Grouping::Service);
    const QStringList calm = order(*m_model);
    QCOMPARE(calm.first(), QStringLiteral("#cart"));
    m_model->setHeld(true);
    m_shop->observe(kWebStaging, waiting(samples::kNow));
    m_model->tick();
    QCOMPARE(order(*m_model), calm);
    QVERIFY(m_model->waitingMoves() > 0);
    errors(kCheckoutUs, 0.03);
    m_model->tick();
    QCOMPARE(order(*m_model).mid(0, 2), QStringList({QStringLiteral("#checkout"), kCheckoutUs}));
    QCOMPARE(order(*m_model).at(4), QStringLiteral("#cart")); // the others stay among themselves
    m_shop->clock.pass(2'000);
    m_model->setHeld(false);
    QCOMPARE(order(*m_model).at(4), QStringLiteral("#web"));
    QCOMPARE(order(*m_model).at(5), kWebStaging);
    QCOMPARE(m_model->waitingMoves(), 0);
}

void TestBoardModel::headingsCount()
{
    m_model->setGrouping(BoardModel::Grouping::Service);
    m_shop->observe(kCheckoutEu, waiting(samples::kNow));
    m_shop->well(kCheckoutEu, Role::New);
    errors(kCheckoutUs, 0.03);
    m_model->tick();
    QVERIFY(m_model->headingAt(0) == (BoardModel::Heading{QStringLiteral("checkout"), 3, 2, 1}));
    QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    errors(kCheckoutUs, 0.001);
    m_model->tick();
    QVERIFY(m_model->headingAt(0) == (BoardModel::Heading{QStringLiteral("checkout"), 3, 1, 0}));
    QCOMPARE(changed.first().first().toModelIndex().row(), 0); // the heading's own row
    m_model->setFilter(QStringLiteral("cell:us"));
    for (int row = 0; row < m_model->rowCount(); ++row)
        QVERIFY(!m_model->isHeading(row) || m_model->headingAt(row).places == 1);
    QCOMPARE(m_model->rowCount(), 6);
}

// More than a few: told by one change of the layout, in which nothing may get lost.
void TestBoardModel::manyChangesKeepPersistentIndexes()
{
    Workspace big = small::workspace();
    for (int i = 0; i < 60; ++i)
        big.services.append(
            small::service(qPrintable(QStringLiteral("s%1").arg(i, 2, 10, QLatin1Char('0'))), "team", false));
    m_shop->session.setWorkspace(big);
    m_shop->observeAll(samples::finished());
    m_model->tick();
    QHash<QString, QPersistentModelIndex> kept;
    for (int row = 0; row < m_model->rowCount(); ++row)
        kept.insert(m_model->rowAt(row).id(), m_model->index(row, BoardModel::ServiceColumn));
    QCOMPARE(kept.size(), 189);
    const auto check = [&](const auto &isShown) {
        for (auto it = kept.cbegin(); it != kept.cend(); ++it) {
            if (!isShown(it.key()))
                QVERIFY(!it.value().isValid());
            else
                QCOMPARE(it.value().data(BoardModel::IdRole).toString(), it.key());
        }
    };
    const auto all = [](const QString &) { return true; };
    QSignalSpy layouts(m_model.get(), &QAbstractItemModel::layoutChanged);
    QSignalSpy moves(m_model.get(), &QAbstractItemModel::rowsMoved);
    for (int i = 0; i < 60; i += 2)
        m_shop->observe(QStringLiteral("s%1@prod/us-1").arg(i, 2, 10, QLatin1Char('0')), waiting(samples::kNow - i));
    m_shop->clock.pass(2'000);
    m_model->tick();
    QTRY_VERIFY(!layouts.isEmpty()); // so many are judged in pieces
    QVERIFY(moves.isEmpty());
    QVERIFY(m_model->rowAt(0).id().startsWith(QLatin1String("s58")));
    check(all);
    m_model->setGrouping(BoardModel::Grouping::Owner);
    check(all);
    m_model->setGrouping(BoardModel::Grouping::Environment);
    check(all);
    m_model->setFilter(QStringLiteral("cell:us"));
    check([](const QString &key) { return key.endsWith(QLatin1String("us-1")); });
    QCOMPARE(m_model->rowCount(), 64);
    m_model->setFilter(QString());
    QCOMPARE(m_model->rowCount(), 191);
    m_model->setGrouping(BoardModel::Grouping::None);
    check([](const QString &key) { return key.endsWith(QLatin1String("us-1")); }); // what was gone stays gone
}

void TestBoardModel::livesThroughMuchChange() { turnTheWheel(600); }

void TestBoardModel::livesThroughMuchChangeInGroups()
{
    for (const auto grouping : {BoardModel::Grouping::Service, BoardModel::Grouping::Environment}) {
        m_model->setGrouping(grouping);
        turnTheWheel(200);
    }
}

// Many turns of a wheel that is the same each time; the tester and the sums hold at every one.
void TestBoardModel::turnTheWheel(int turns)
{
    const QList<Rollout> rollouts{samples::finished(), samples::canary(), samples::progressing(),
                                  samples::aborted(),  samples::back(),   samples::blueGreen()};
    const QStringList filters{QString(), QStringLiteral("env:prod"), QStringLiteral("-state:serving"),
                              QStringLiteral("web")};
    const QList<Placement> places = m_shop->session.workspace().placements();
    quint32 wheel = 1;
    const auto turn = [&wheel](qsizetype n) {
        wheel = wheel * 1'664'525u + 1'013'904'223u;
        return qsizetype(wheel >> 16) % n;
    };
    for (int i = 0; i < turns; ++i) {
        const QString key = places.at(turn(places.size())).key();
        m_shop->observe(key, rollouts.at(turn(rollouts.size())));
        if (key.startsWith(QLatin1String("checkout")))
            m_shop->sample(key, "errors", turn(2) ? Role::New : Role::Stable, turn(3) ? 0.002 : 0.2);
        m_model->setHeld(turn(3) == 0);
        if (turn(10) == 0)
            m_model->setFilter(filters.at(turn(filters.size())));
        if (turn(10) == 0)
            m_shop->alive();
        m_shop->clock.pass(turn(1'500));
        m_model->tick();
        if (turn(10) == 0)
            m_model->applyMoves();
        int sum = 0;
        for (int state = int(BoardState::Failing); state <= int(BoardState::Serving); ++state)
            sum += m_model->countOf(BoardState(state));
        QCOMPARE(sum, 9);
        const QStringList shown = order(*m_model);
        QCOMPARE(QSet<QString>(shown.cbegin(), shown.cend()).size(), m_model->rowCount());
        const auto headings = std::count_if(shown.cbegin(), shown.cend(),
                                            [](const QString &one) { return one.startsWith(QLatin1Char('#')); });
        if (m_model->filter().isEmpty())
            QCOMPARE(m_model->rowCount() - int(headings), 9);
        for (int row = 0; row < m_model->rowCount(); ++row) // no heading without a place
            QVERIFY(!m_model->isHeading(row) || (row + 1 < m_model->rowCount() && !m_model->isHeading(row + 1)));
    }
}

QTEST_GUILESS_MAIN(TestBoardModel)
#include "tst_boardmodel.moc"
