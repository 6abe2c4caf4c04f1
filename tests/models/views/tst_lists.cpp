// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/backendsmodel.h"
#include "models/views/changesmodel.h"
#include "models/views/entriesmodel.h"
#include "models/views/planstepsmodel.h"
#include "models/views/revisionsmodel.h"
#include "tests/models/views/shop.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace astern;
using samples::kNow;
using small::Shop;

namespace {

constexpr auto kFatal = QAbstractItemModelTester::FailureReportingMode::Fatal;
const QString kCheckout = QStringLiteral("checkout@prod/eu-1");
const QString kCart = QStringLiteral("cart@prod/eu-1");

JournalEntry entry(quint64 index, const QString &kind, const char *service = "checkout")
{
    JournalEntry entry;
    entry.index = index;
    entry.id = QStringLiteral("e%1").arg(index);
    entry.kind = kind;
    entry.saga = QStringLiteral("saga-of-") + QLatin1String(service);
    entry.payload = {{QStringLiteral("subject"), QJsonObject{{QStringLiteral("service"), QLatin1String(service)},
                                                             {QStringLiteral("environment"), QStringLiteral("prod")},
                                                             {QStringLiteral("cell"), QStringLiteral("eu-1")}}}};
    return entry;
}

// Answers page by page, newest first, when the test says so.
class PagedJournal final : public FakeJournal {
public:
    bool fails = false;
    QList<JournalQuery> asked;
    QList<std::function<void()>> answers;

    explicit PagedJournal(int count)
    {
        for (int i = 0; i < count; ++i)
            log.append(entry(quint64(i), QStringLiteral("rollback.intent"), i % 2 ? "checkout" : "cart"));
    }
    void entries(const JournalQuery &query, Done<QList<JournalEntry>> done) override
    {
        asked.append(query);
        QList<JournalEntry> page;
        for (qsizetype i = log.size() - 1; i >= 0 && page.size() < query.limit; --i) {
            const QString service =
                log.at(i).payload.value(QLatin1String("subject")).toObject().value(QLatin1String("service")).toString();
            if ((query.before == 0 || log.at(i).index < query.before) &&
                (query.service.isEmpty() || query.service == service))
                page.append(log.at(i));
        }
        answers.append([page, done, failing = fails] {
            if (failing)
                done(Error{.kind = Error::Kind::Storage, .message = QStringLiteral("cannot be read")});
            else
                done(page);
        });
    }
    void answer() { answers.takeFirst()(); }
};

QStringList ids(const EntriesModel &model)
{
    QStringList all;
    for (const EntryRow &row : model.rows())
        all.append(row.id());
    return all;
}

bool newestFirst(const EntriesModel &model)
{
    for (int row = 1; row < model.rowCount(); ++row) {
        if (model.rowAt(row - 1).entry.index <= model.rowAt(row).entry.index)
            return false;
    }
    return true;
}

QString text(const QAbstractItemModel &model, int row, int column)
{
    return model.index(row, column).data().toString().replace(QChar(0x00a0), QLatin1Char(' '));
}

} // namespace

// The lists beside the board, each under the item model tester while it changes.
class TestLists : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void saysHowConnectionsDo_data();
    void saysHowConnectionsDo();
    void connectionsStandAsInTheWorkspace();
    void changesFollowTheirPlace();
    void changesOfAnyTwo();
    void revisionsSayWhatTheyAre_data();
    void revisionsSayWhatTheyAre();
    void revisionsComeMoveAndGo();
    void stepsTellTheirRun();
    void entriesComePageByPage();
    void entriesOfOnePlace();
    void entriesDropAnAnswerToAnOlderQuestion();
    void entriesStayNewestFirst();
    void entriesSayThatTheyCannotBeRead();
    void entriesReadAsWords_data();
    void entriesReadAsWords();
};

void TestLists::saysHowConnectionsDo_data()
{
    QTest::addColumn<int>("state");
    QTest::addColumn<qint64>("answered");
    QTest::addColumn<qint64>("next");
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("age");
    QTest::addColumn<bool>("stale");
    using State = BackendHealth::State;
    const auto row = [](const char *name, State state, qint64 answered, qint64 next, const char *words, const char *age,
                        bool stale) {
        QTest::newRow(name) << int(state) << answered << next << QString::fromUtf8(words) << QString::fromUtf8(age)
                            << stale;
    };
    row("never answered", State::Connecting, 0, 0, "connecting", "", false);
    row("live", State::Live, kNow - 2'000, 0, "live", "2 s", false);
    row("three polls old", State::Live, kNow - 15'000, 0, "live", "15 s", false);
    row("older", State::Live, kNow - 15'001, 0, "silent", "15 s", true);
    row("will try", State::Retrying, kNow - 60'000, kNow + 4'000, "retry in 4 s", "1 min", true);
    row("tries", State::Retrying, 0, kNow, "retrying", "", false);
    row("signed out", State::NeedsLogin, 0, 0, "sign in again", "", false);
    row("refused", State::Refused, 0, 0, "refused", "", false);
}

void TestLists::saysHowConnectionsDo()
{
    QFETCH(const int, state);
    QFETCH(const qint64, answered);
    QFETCH(const qint64, next);
    Shop shop;
    BackendsModel model(shop.session);
    const QAbstractItemModelTester tester(&model, kFatal);
    BackendHealth health;
    health.backend = QStringLiteral("prom");
    health.state = BackendHealth::State(state);
    health.lastAnswerMs = answered;
    health.nextTryMs = next;
    health.pollMs = 5'000;
    shop.session.setBackendHealth(health);
    QCOMPARE(model.rowCount(), 1);
    QTEST(text(model, 0, BackendsModel::StateColumn), "words");
    QTEST(text(model, 0, BackendsModel::AgeColumn), "age");
    QTEST(model.index(0, 0).data(BackendsModel::StaleRole).toBool(), "stale");
}

void TestLists::connectionsStandAsInTheWorkspace()
{
    Shop shop;
    BackendsModel model(shop.session);
    const QAbstractItemModelTester tester(&model, kFatal);
    QCOMPARE(model.rowCount(), 0);
    shop.health("prom", BackendHealth::State::Live, kNow);
    shop.alive();
    QCOMPARE(text(model, 0, BackendsModel::NameColumn), QStringLiteral("argo"));
    QCOMPARE(text(model, 1, BackendsModel::NameColumn), QStringLiteral("prom"));
    shop.health("unheard-of", BackendHealth::State::Live, kNow);
    QCOMPARE(model.rowCount(), 2);
    const QPersistentModelIndex prom(model.index(1, 0));
    Workspace turned = small::workspace();
    std::swap(turned.backends[0], turned.backends[1]);
    shop.session.setWorkspace(turned);
    QCOMPARE(prom.row(), 0);
    shop.clock.pass(3'000);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    model.tick();
    QCOMPARE(changed.size(), 2);
    QCOMPARE(text(model, 0, BackendsModel::AgeColumn), QStringLiteral("3 s"));
    turned.backends.removeFirst();
    shop.session.setWorkspace(turned);
    QVERIFY(!prom.isValid());
    QCOMPARE(model.rowCount(), 1);
}

void TestLists::changesFollowTheirPlace()
{
    Shop shop;
    ChangesModel model;
    const QAbstractItemModelTester tester(&model, kFatal);
    QSignalSpy versions(&model, &ChangesModel::versionsChanged);
    model.follow(shop.session, kCheckout);
    QCOMPARE(model.rowCount(), 0); // not seen
    shop.observe(kCheckout, samples::progressing());
    QTRY_COMPARE(model.toVersion(), QStringLiteral("4.8.0"));
    QCOMPARE(model.fromVersion(), QStringLiteral("4.7.1"));
    QVERIFY(model.rowCount() > 0);
    QVERIFY2(text(model, 0, ChangesModel::FromColumn).contains(QStringLiteral("4.7.1")),
             qPrintable(text(model, 0, ChangesModel::FromColumn)));
    QVERIFY(text(model, 0, ChangesModel::ToColumn).contains(QStringLiteral("4.8.0")));
    QCOMPARE(versions.size(), 1);
    QSignalSpy changed(&shop.session, &Session::changed);
    shop.observe(kCheckout, samples::canary()); // another step of the same release
    QTRY_COMPARE(changed.size(), 1);
    QCOMPARE(versions.size(), 1);
    shop.observe(kCheckout, samples::back());
    QTRY_COMPARE(model.toVersion(), QStringLiteral("4.7.1"));
    QTRY_COMPARE(changed.size(), 2);
    Workspace fewer = small::workspace();
    fewer.services.removeFirst();
    shop.session.setWorkspace(fewer);
    QCOMPARE(model.rowCount(), 0);
}

void TestLists::changesOfAnyTwo()
{
    Shop shop;
    ChangesModel model;
    const QAbstractItemModelTester tester(&model, kFatal);
    shop.observe(kCheckout, samples::progressing());
    model.follow(shop.session, kCheckout);
    QVERIFY(model.rowCount() > 0);
    const Manifest old = samples::manifest(QStringLiteral("1.0.0"));
    model.setManifests(old, old);
    QCOMPARE(model.rowCount(), 0);
    Manifest next = samples::manifest(QStringLiteral("1.1.0"));
    next.images.append({QStringLiteral("helper"), QStringLiteral("registry.example/shop/helper:3"), {}});
    model.setManifests(old, next);
    bool added = false;
    for (int row = 0; row < model.rowCount(); ++row)
        added = added || text(model, row, ChangesModel::FromColumn) == QLatin1String("absent");
    QVERIFY(added);
    QSignalSpy changed(&shop.session, &Session::changed);
    shop.observe(kCheckout, samples::back()); // it does not follow the place any more
    QTRY_COMPARE(changed.size(), 1);
    QCOMPARE(model.toVersion(), QStringLiteral("1.1.0"));
}

void TestLists::revisionsSayWhatTheyAre_data()
{
    QTest::addColumn<Rollout>("rollout");
    QTest::addColumn<QStringList>("notes");
    QTest::addColumn<int>("target"); // row
    QTest::addColumn<int>("choices");
    const auto note = [](const char *words) { return QString::fromUtf8(words); };
    QTest::newRow("on its way") << samples::progressing()
                                << QStringList{note("on its way, 25 %"), note("serves 75 %"), QString()} << 1 << 2;
    QTest::newRow("serves") << samples::finished()
                            << QStringList{note("serves 100 %"), note("served before"), QString()} << 1 << 2;
    QTest::newRow("aborted") << samples::aborted() << QStringList{note("aborted"), note("serves 100 %"), QString()} << 1
                             << 2;
    QTest::newRow("back") << samples::back() << QStringList{note("serves 100 %"), note("served before"), QString()} << 1
                          << 2;
    QTest::newRow("the first one") << samples::firstDeploy() << QStringList{note("serves 100 %")} << -1 << 0;
    Rollout strange = samples::finished();
    strange.unknownReason = QStringLiteral("status is no object");
    QTest::newRow("not understood") << strange << QStringList{note("serves 100 %"), note("served before"), QString()}
                                    << 1 << 0;
    Rollout same = samples::finished();
    same.revisions[2].manifest = same.desired.manifest;
    QTest::newRow("the same once more") << same
                                        << QStringList{note("serves 100 %"), note("served before"),
                                                       note("runs the same as 4.8.0")}
                                        << 1 << 2;
}

void TestLists::revisionsSayWhatTheyAre()
{
    QFETCH(const Rollout, rollout);
    QFETCH(const int, target);
    Shop shop;
    RevisionsModel model(shop.session);
    const QAbstractItemModelTester tester(&model, kFatal);
    shop.observe(kCheckout, rollout);
    model.setPlacement(kCheckout);
    QStringList notes;
    int choices = 0;
    for (int row = 0; row < model.rowCount(); ++row) {
        notes.append(text(model, row, RevisionsModel::NoteColumn));
        const QModelIndex index = model.index(row, 0);
        const bool may = index.data(RevisionsModel::MayChooseRole).toBool();
        choices += may ? 1 : 0;
        QCOMPARE(index.flags().testFlag(Qt::ItemIsEnabled), may);
        QCOMPARE(index.data(RevisionsModel::ReasonRole).toString().isEmpty(), may);
        QCOMPARE(index.data(RevisionsModel::TargetRole).toBool(), row == target);
    }
    QTEST(notes, "notes");
    QTEST(choices, "choices");
}

void TestLists::revisionsComeMoveAndGo()
{
    Shop shop;
    RevisionsModel model(shop.session);
    const QAbstractItemModelTester tester(&model, kFatal);
    model.setPlacement(kCheckout);
    QCOMPARE(model.rowCount(), 0);
    shop.observe(kCheckout, samples::firstDeploy());
    QTRY_COMPARE(model.rowCount(), 1);
    shop.observe(kCheckout, samples::finished());
    QTRY_COMPARE(model.rowCount(), 3);
    const QPersistentModelIndex old(model.index(1, 0));
    QSignalSpy moved(&model, &QAbstractItemModel::rowsMoved);
    shop.observe(kCheckout, samples::back()); // the same ReplicaSet with a new number
    QTRY_COMPARE(moved.size(), 1);
    QCOMPARE(old.row(), 0);
    QCOMPARE(old.data(RevisionsModel::NumberRole).toInt(), 10);
    shop.observe(kCart, samples::firstDeploy());
    model.setPlacement(kCart);
    QCOMPARE(model.rowCount(), 1);
    Workspace fewer = small::workspace();
    fewer.services.removeAt(1);
    shop.session.setWorkspace(fewer);
    QCOMPARE(model.rowCount(), 0);
}

void TestLists::stepsTellTheirRun()
{
    Shop shop;
    PlanStepsModel model;
    const QAbstractItemModelTester tester(&model, kFatal);
    shop.observe(kCheckout, samples::canary());
    const Result<Plan> plan = shop.session.plan(PlanKind::Rollback, kCheckout);
    QVERIFY(plan);
    model.setPlan(*plan);
    QCOMPARE(model.rowCount(), int(plan->steps.size()));
    QVERIFY(model.rowCount() >= 2);
    for (int row = 0; row < model.rowCount(); ++row) {
        QCOMPARE(model.index(row, 0).data(PlanStepsModel::StateRole).toInt(), int(StepRun::State::Waiting));
        QCOMPARE(model.index(row, PlanStepsModel::WordsColumn).data().toString(), plan->steps.at(row).detail);
        QCOMPARE(text(model, row, PlanStepsModel::ElapsedColumn), QString());
        QCOMPARE(text(model, row, PlanStepsModel::EntryColumn), QString());
    }
    PlanRun run;
    run.plan = *plan;
    run.steps.resize(plan->steps.size());
    run.steps[0].state = StepRun::State::Confirming;
    run.steps[0].startedMs = kNow;
    run.steps[0].intentIndex = 1; // entry 0
    run.steps[0].words = QStringLiteral("9 of 12 pods");
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    model.setRun(run, kNow + 3'000);
    QCOMPARE(changed.size(), 1); // of its row alone
    QCOMPARE(changed.first().first().toModelIndex().row(), 0);
    QCOMPARE(text(model, 0, PlanStepsModel::ElapsedColumn), QStringLiteral("3 s"));
    QCOMPARE(text(model, 0, PlanStepsModel::WordsColumn), QStringLiteral("9 of 12 pods"));
    QCOMPARE(text(model, 0, PlanStepsModel::EntryColumn), QStringLiteral("#0"));
    run.steps[0].state = StepRun::State::Failed;
    run.steps[0].endedMs = kNow + 4'000;
    run.steps[0].outcomeIndex = 3;
    run.steps[0].error = Error{.kind = Error::Kind::Refused, .message = QStringLiteral("changed meanwhile")};
    model.setRun(run, kNow + 60'000); // an end stays where it was
    QCOMPARE(text(model, 0, PlanStepsModel::ElapsedColumn), QStringLiteral("4 s"));
    QCOMPARE(text(model, 0, PlanStepsModel::EntryColumn), QStringLiteral("#2"));
    QVERIFY(model.index(0, 0).data(PlanStepsModel::ErrorRole).toString().contains(QStringLiteral("changed meanwhile")));
    model.setRun(run, kNow - 60'000);
    const Result<Plan> pause = shop.session.plan(PlanKind::Abort, kCheckout);
    QVERIFY(pause);
    model.setPlan(*pause);
    QCOMPARE(model.rowCount(), int(pause->steps.size()));
    model.setPlan({});
    QCOMPARE(model.rowCount(), 0);
}

void TestLists::entriesComePageByPage()
{
    Shop shop;
    PagedJournal journal(250);
    Session session(small::workspace(), {.clock = &shop.clock, .authority = &shop.authority, .journal = &journal});
    EntriesModel model(session);
    const QAbstractItemModelTester tester(&model, kFatal);
    QSignalSpy loaded(&model, &EntriesModel::loaded);
    model.setPlacement(QString());
    QVERIFY(!model.canFetchMore({})); // under way
    for (const int rows : {100, 200, 250}) {
        QCOMPARE(journal.answers.size(), 1);
        journal.answer();
        QTRY_COMPARE(model.rowCount(), rows);
        QVERIFY(newestFirst(model));
        QCOMPARE(model.canFetchMore({}), rows < 250);
        model.fetchMore({});
        model.fetchMore({}); // twice: asked once
    }
    QCOMPARE(journal.asked.size(), 3);
    QCOMPARE(journal.asked.last().before, quint64(50));
    QCOMPARE(loaded.size(), 3);
    session.addEntry(entry(250, QStringLiteral("rollback.intent")));
    QCOMPARE(model.rowCount(), 251);
    QCOMPARE(model.rowAt(0).entry.index, quint64(250));
}

void TestLists::entriesOfOnePlace()
{
    Shop shop;
    PagedJournal journal(200); // a full page of each service; that of cart ends with entry 0
    Session session(small::workspace(), {.clock = &shop.clock, .authority = &shop.authority, .journal = &journal});
    EntriesModel model(session);
    const QAbstractItemModelTester tester(&model, kFatal);
    model.setPlacement(kCart);
    journal.answer();
    QTRY_COMPARE(model.rowCount(), 100);
    QVERIFY(!model.canFetchMore({}));
    session.addEntry(entry(200, QStringLiteral("rollback.intent"), "checkout"));
    QCOMPARE(model.rowCount(), 100);
    JournalEntry reason = entry(201, QStringLiteral("rationale.late"), "cart"); // tells its operation, not its place
    reason.payload = {};
    session.addEntry(reason);
    QCOMPARE(model.rowCount(), 101);
    JournalEntry stranger = entry(202, QStringLiteral("rationale.late"), "cart");
    stranger.payload = {};
    stranger.saga.clear();
    session.addEntry(stranger);
    QCOMPARE(model.rowCount(), 101);
}

void TestLists::entriesDropAnAnswerToAnOlderQuestion()
{
    Shop shop;
    PagedJournal journal(8);
    Session session(small::workspace(), {.clock = &shop.clock, .authority = &shop.authority, .journal = &journal});
    EntriesModel model(session);
    const QAbstractItemModelTester tester(&model, kFatal);
    QSignalSpy loaded(&model, &EntriesModel::loaded);
    model.setPlacement(kCheckout);
    model.setPlacement(kCart); // before the first answer
    QCOMPARE(journal.answers.size(), 2);
    journal.answers.swapItemsAt(0, 1);
    journal.answer();
    journal.answer();
    QTRY_COMPARE(loaded.size(), 1);
    QCoreApplication::processEvents();
    QCOMPARE(ids(model),
             QStringList({QStringLiteral("e6"), QStringLiteral("e4"), QStringLiteral("e2"), QStringLiteral("e0")}));
}

void TestLists::entriesStayNewestFirst()
{
    Shop shop;
    PagedJournal journal(4);
    Session session(small::workspace(), {.clock = &shop.clock, .authority = &shop.authority, .journal = &journal});
    EntriesModel model(session);
    const QAbstractItemModelTester tester(&model, kFatal);
    QSignalSpy loaded(&model, &EntriesModel::loaded);
    model.setPlacement(QString());
    session.addEntry(journal.log.at(2)); // told while the page that has it, and a newer one, is under way
    journal.answer();
    QTRY_COMPARE(loaded.size(), 1);
    session.addEntry(journal.log.at(3));
    QCOMPARE(ids(model),
             QStringList({QStringLiteral("e3"), QStringLiteral("e2"), QStringLiteral("e1"), QStringLiteral("e0")}));
}

void TestLists::entriesSayThatTheyCannotBeRead()
{
    Shop shop;
    PagedJournal journal(4);
    Session session(small::workspace(), {.clock = &shop.clock, .authority = &shop.authority, .journal = &journal});
    EntriesModel model(session);
    const QAbstractItemModelTester tester(&model, kFatal);
    QSignalSpy loaded(&model, &EntriesModel::loaded);
    journal.fails = true;
    model.setPlacement(kCart);
    journal.answer();
    QTRY_COMPARE(loaded.size(), 1);
    QVERIFY(model.error());
    QCOMPARE(model.error()->message, QStringLiteral("cannot be read"));
    journal.fails = false;
    model.setPlacement(kCart); // looked at once more
    journal.answer();
    QTRY_COMPARE(model.rowCount(), 2);
    QVERIFY(!model.error());
}

void TestLists::entriesReadAsWords_data()
{
    QTest::addColumn<JournalEntry>("entry");
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("tone");
    using Tone = EntryRow::Tone;
    const auto row = [](const char *name, const JournalEntry &entry, const char *text, Tone tone) {
        QTest::newRow(name) << entry << QString::fromUtf8(text) << int(tone);
    };
    const auto outcome = [](const char *result, const char *observed) {
        JournalEntry one = entry(1, QStringLiteral("rollback.outcome"));
        one.payload.insert(QStringLiteral("outcome"),
                           QJsonObject{{QStringLiteral("result"), QLatin1String(result)},
                                       {QStringLiteral("observed"), QLatin1String(observed)}});
        return one;
    };
    JournalEntry intent = entry(1, QStringLiteral("rollback.intent"));
    row("an intent without a title", intent, "about to act", Tone::Plain);
    intent.payload.insert(QStringLiteral("decision"),
                          QJsonObject{{QStringLiteral("title"), QStringLiteral("Abort the canary")}});
    intent.payload.insert(QStringLiteral("actor"), QJsonObject{{QStringLiteral("ref"), QStringLiteral("p-1")}});
    row("an intent", intent, "p-1: Abort the canary", Tone::Plain);
    intent.personal.insert(QStringLiteral("actor.name"), QStringLiteral("jo"));
    row("a person's intent", intent, "jo: Abort the canary", Tone::Plain);
    row("done", outcome("succeeded", "4.7.1 serves 100 %"), "succeeded: 4.7.1 serves 100 %", Tone::Good);
    row("failed", outcome("failed", ""), "failed", Tone::Bad);
    row("refused", outcome("refused", ""), "refused", Tone::Bad);
    row("not known", outcome("unknown", ""), "unknown", Tone::Doubt);
    row("without a result", entry(1, QStringLiteral("rollback.outcome")), "", Tone::Bad);
    JournalEntry reason = entry(1, QStringLiteral("rationale.late"));
    row("an erased reason", reason, "Reason given: (erased)", Tone::Plain);
    reason.personal.insert(QStringLiteral("rationale"), QStringLiteral("orders fell"));
    row("a reason", reason, "Reason given: orders fell", Tone::Plain);
    row("of a later version", entry(1, QStringLiteral("lease.taken")), "lease.taken", Tone::Plain);
}

void TestLists::entriesReadAsWords()
{
    QFETCH(const JournalEntry, entry);
    const EntryRow row = describeEntry(entry);
    QCOMPARE(row.place, QStringLiteral("checkout prod/eu-1"));
    QTEST(row.text, "text");
    QTEST(int(row.tone), "tone");
}

QTEST_GUILESS_MAIN(TestLists)
#include "tst_lists.moc"
