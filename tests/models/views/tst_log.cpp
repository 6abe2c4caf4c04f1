// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/format.h"
#include "models/views/entrydetail.h"
#include "models/views/journalfilter.h"
#include "models/views/logmodel.h"
#include "models/views/logwords.h"
#include "tests/support/clocks.h"
#include "tests/support/logs.h"
#include "tests/support/shop.h"

#include <QAbstractItemModelTester>
#include <QDateTime>
#include <QTest>

using namespace astern;
using logs::s;

class Log : public QObject {
    Q_OBJECT
    ManualClock m_clock;
    FakeJournal m_journal;
    void fill(int entries)
    {
        for (int i = 0; i < entries; ++i)
            logs::verdict(m_journal, samples::kNow - (entries - i) * 60'000LL, i % 3 == 0 ? "checkout" : "search",
                          "slo", i % 10 == 0 ? "systemic" : "healthy");
    }

private Q_SLOTS:
    void init() { m_journal.log.clear(), m_journal.away = false, m_journal.reads = 0; }
    void words_data();
    void words();
    void wordsThatAreLookedAt();
    void everyRowHasItsPlace();
    void memoryIsConstant();
    void newEntriesComeOnTop();
    void aSearchFindsOn();
    void aSearchFindsWhatIsRecordedMeanwhile();
    void aJournalThatIsAwayIsSaid();
    void anEntryIsToldWhole();
    void linksLeadBothWays();
    void sinksPressBack_data();
    void sinksPressBack();
    void unresolvedIntentsSayWhatComes();
    void aForkCannotBeOverlooked();
    void theSharedLogIsSeen_data();
    void theSharedLogIsSeen();
};

void Log::words_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("asked"); // service|environment|cell|text|kinds
    QTest::newRow("nothing") << s("") << s("||||");
    QTest::newRow("exact") << s("service:checkout") << s("checkout||||");
    QTest::newRow("completed from the workspace") << s("service:checko") << s("checkout||||");
    QTest::newRow("gone from the workspace") << s("service:retired") << s("retired||||");
    QTest::newRow("places") << s("env:prod cell:us") << s("|prod|us-1||");
    QTest::newRow("kinds") << s("kind:rollback,promotion.intent") << s("||||rollback. promotion.intent");
    QTest::newRow("free") << s("error budget") << s("|||error budget|");
    QTest::newRow("who") << s("who:jo") << s("|||jo|");
    QTest::newRow("still being written") << s("service: kind:") << s("||||");
}

void Log::words()
{
    QFETCH(const QString, text);
    QFETCH(const QString, asked);
    const JournalFilter filter(text, shop::workspace(), samples::kNow);
    const JournalQuery &query = filter.query();
    QCOMPARE(QStringList({query.service, query.environment, query.cell, query.text, query.kinds.join(QLatin1Char(' '))})
                 .join(QLatin1Char('|')),
             asked);
    QCOMPARE(filter.isEmpty(), asked == s("||||"));
    QVERIFY2(filter.problem().isEmpty(), qPrintable(filter.problem()));
}

void Log::wordsThatAreLookedAt()
{
    const auto filter = [](const char *text) { return JournalFilter(s(text), shop::workspace(), samples::kNow); };
    QCOMPARE(filter("since:2h").query().fromMs, samples::kNow - 7'200'000);
    QCOMPARE(filter("until:2026-01-02").query().toMs, QDate(2026, 1, 2).startOfDay().toMSecsSinceEpoch());
    const QDateTime now = QDateTime::fromMSecsSinceEpoch(samples::kNow);
    QCOMPARE(filter("since:14:00").query().fromMs, QDateTime(now.date(), QTime(14, 0)).toMSecsSinceEpoch());
    QVERIFY(!filter("since:soon").problem().isEmpty());
    QVERIFY(!filter("state:failing").problem().isEmpty()); // the board's, not the log's
    logs::incident(m_journal);
    const auto count = [&](const char *text) {
        const JournalFilter one = filter(text);
        return std::count_if(m_journal.log.cbegin(), m_journal.log.cend(),
                             [&one](const JournalEntry &entry) { return one.matches(entry); });
    };
    QVERIFY(count("-kind:verdict") > 0);
    QCOMPARE(count("-kind:verdict") + count("kind:journal kind:verdict"),
             qsizetype(m_journal.log.size())); // second: left
    QVERIFY(count("-service:checkout") < m_journal.log.size());
    // Several names that it can be: asked for all, and looked at.
    const JournalFilter several = filter("service:c");
    QVERIFY(several.query().service.isEmpty());
    QVERIFY(!several.isExact());
    // Who: the journal finds the word, and it must be that of a person.
    for (const JournalEntry &entry : std::as_const(m_journal.log)) {
        if (filter("who:sam").matches(entry))
            QCOMPARE(entry.personal.value(s("actor.name")), s("sam"));
    }
}

void Log::everyRowHasItsPlace()
{
    fill(5'000);
    Session session(shop::workspace(), {.clock = &m_clock, .journal = &m_journal});
    session.setJournalState({.state = JournalState::State::Open, .size = 5'000, .verifiedTo = 4'000});
    LogModel model(session);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(model.rowCount(), 5'000);
    QVERIFY(!model.rowAt(2'500));
    model.need(2'495, 2'530);
    QTRY_VERIFY(model.rowAt(2'500));
    for (int row = 2'495; row <= 2'530; ++row)
        QCOMPARE(model.rowAt(row)->entry.index, quint64(4'999 - row));
    QCOMPARE(model.rowOf(4'999), 0);
    QCOMPARE(model.rowOf(5'000), -1);
    QVERIFY(model.data(model.index(2'500, 0), LogModel::ProofRole).toBool());
    model.need(0, 20);
    QTRY_VERIFY(model.rowAt(0));
    QVERIFY(!model.data(model.index(0, 0), LogModel::ProofRole).toBool()); // not verified yet
    model.need(4'990, 4'999);
    QTRY_VERIFY(model.rowAt(4'999));
    QCOMPARE(model.rowAt(4'999)->entry.index, quint64(0));
}

void Log::memoryIsConstant()
{
    fill(20'000);
    Session session(shop::workspace(), {.clock = &m_clock, .journal = &m_journal});
    session.setJournalState({.state = JournalState::State::Open, .size = 20'000});
    LogModel model(session);
    for (int row = 0; row < 20'000; row += 100)
        model.need(row, row + 40);
    QTRY_VERIFY(!model.isReading());
    QVERIFY2(model.pagesKept() <= 64, qPrintable(QString::number(model.pagesKept())));
}

void Log::newEntriesComeOnTop()
{
    fill(300);
    Session session(shop::workspace(), {.clock = &m_clock, .journal = &m_journal});
    session.setJournalState({.state = JournalState::State::Open, .size = 300});
    LogModel model(session);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.need(0, 30);
    QTRY_VERIFY(model.rowAt(0));
    const QPersistentModelIndex kept = model.index(7, 0);
    const QString id = kept.data(LogModel::IdRole).toString();
    for (int i = 0; i < 150; ++i) { // over the end of a page
        logs::verdict(m_journal, samples::kNow + i, "search", "slo", "healthy");
        session.addEntry(m_journal.log.constLast());
        QVERIFY(model.rowAt(0));
        QCOMPARE(model.rowAt(0)->entry.index, m_journal.log.constLast().index);
    }
    QCOMPARE(model.rowCount(), 450);
    QCOMPARE(kept.row(), 157);
    QCOMPARE(kept.data(LogModel::IdRole).toString(), id);
}

void Log::aSearchFindsOn()
{
    fill(3'000);
    Session session(shop::workspace(), {.clock = &m_clock, .journal = &m_journal});
    session.setJournalState({.state = JournalState::State::Open, .size = 3'000});
    LogModel model(session);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setFilter(s("service:checkout"));
    QTRY_COMPARE(model.rowCount(), LogModel::kPage);
    QVERIFY(!model.isWhole());
    while (!model.isWhole()) { // the tester fetches, too
        if (model.canFetchMore({}))
            model.fetchMore({});
        QTRY_VERIFY(!model.isReading());
    }
    QCOMPARE(model.rowCount(), 1'000);
    QVERIFY(model.isWhole());
    quint64 before = 3'000;
    for (int row = 0; row < model.rowCount(); ++row) {
        model.need(row, row);
        QTRY_VERIFY(model.rowAt(row));
        QVERIFY(model.rowAt(row)->entry.index < before);
        before = model.rowAt(row)->entry.index;
        QVERIFY(model.rowAt(row)->place.startsWith(s("checkout")));
    }
    // What only a look tells: whole pages may hold nothing of it.
    model.setFilter(s("-service:search kind:verdict -cell:eu-1"));
    QTRY_VERIFY(!model.isReading() && model.isWhole());
    QCOMPARE(model.rowCount(), 0);
    model.setFilter({});
    QCOMPARE(model.rowCount(), 3'000);
}

void Log::aSearchFindsWhatIsRecordedMeanwhile()
{
    fill(200);
    Session session(shop::workspace(), {.clock = &m_clock, .journal = &m_journal});
    session.setJournalState({.state = JournalState::State::Open, .size = 200});
    LogModel model(session);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setFilter(s("service:checkout"));
    QTRY_COMPARE(model.rowCount(), 67);
    for (const char *service : {"search", "checkout", "search", "checkout"}) {
        logs::verdict(m_journal, samples::kNow, service, "slo", "healthy");
        session.addEntry(m_journal.log.constLast());
    }
    QTRY_COMPARE(model.rowCount(), 69);
    QCOMPARE(model.rowAt(0)->entry.index, quint64(203));
    QCOMPARE(model.rowOf(201), 1);
}

void Log::aJournalThatIsAwayIsSaid()
{
    fill(10);
    m_journal.away = true;
    Session session(shop::workspace(), {.clock = &m_clock, .journal = &m_journal});
    session.setJournalState({.state = JournalState::State::Open, .size = 10});
    LogModel model(session);
    model.need(0, 9);
    QTRY_VERIFY(model.error().has_value());
    m_journal.away = false;
    model.reload();
    model.need(0, 9);
    QTRY_VERIFY(model.rowAt(0));
    QVERIFY(!model.error());
}

void Log::anEntryIsToldWhole()
{
    logs::incident(m_journal);
    const auto intent = std::find_if(m_journal.log.cbegin(), m_journal.log.cend(),
                                     [](const JournalEntry &entry) { return entry.kind == s("rollback.intent"); });
    JournalState state{.state = JournalState::State::Open, .size = 60, .verifiedTo = 60};
    state.levels = {.shared = 60, .sealed = intent->index, .witnessed = 0, .shipped = 60};
    const EntryDetail detail = detailOf(*intent, m_journal.log, state, samples::kNow);
    QCOMPARE(detail.title, s("Rollback: intent"));
    QVERIFY(detail.when.endsWith(s("ago")));
    QMap<QString, QString> facts;
    for (const EntrySection &section : detail.sections) {
        for (const EntryFact &fact : section.facts)
            facts.insert(fact.name, fact.words);
    }
    QCOMPARE(facts.value(s("Where")), s("checkout prod/eu-1"));
    QCOMPARE(facts.value(s("Version")), s("4.8.0 → 4.7.1"));
    QVERIFY(facts.value(s("Path")).contains(s("Abort the rollout")));
    QVERIFY(facts.value(s("Operation")).startsWith(s("RB-01932f4c-")));
    QVERIFY(facts.value(s("Signature")).startsWith(s("valid")));
    QCOMPARE(facts.value(s("Checkpoint")), s("none covers it yet")); // it ends right below
    QStringList reached;
    for (const EntryDetail::Level &level : detail.levels) {
        if (level.reached)
            reached.append(level.name);
    }
    QCOMPARE(reached, QStringList({s("local"), s("shared"), s("shipped")}));
    // What was committed to and cannot be read is not the same as what was never said.
    JournalEntry erased = *intent;
    erased.payload.insert(s("pd"), QJsonObject{{s("rationale"), s("hmac-sha256:00")}});
    const EntryDetail without = detailOf(erased, {}, state, samples::kNow);
    const QList<EntryFact> &said = without.sections.constFirst().facts;
    QVERIFY(
        std::any_of(said.cbegin(), said.cend(), [](const EntryFact &f) { return f.words.startsWith(s("erased")); }));
}

void Log::linksLeadBothWays()
{
    logs::command(m_journal, 1'000, "rollback", logs::sagaOf(1), "checkout", {.tookMs = 7'900});
    const auto came = [&](const JournalEntry &entry) {
        return detailOf(entry, m_journal.log, {}, samples::kNow).sections.at(1);
    };
    const EntrySection after = came(m_journal.log.at(0));
    QCOMPARE(after.facts.size(), 1);
    QCOMPARE(after.facts.constFirst().entry, std::optional<quint64>(1));
    QCOMPARE(after.facts.constFirst().note, format::duration(7'900));
    const EntrySection before = came(m_journal.log.at(1));
    QCOMPARE(before.facts.constFirst().entry, std::optional<quint64>(0));
    QVERIFY(before.title != after.title);
    m_journal.log.removeLast();
    const EntrySection none = came(m_journal.log.at(0));
    QCOMPARE(none.facts.size(), 1);
    QVERIFY(!none.facts.constFirst().entry);
}

void Log::sinksPressBack_data()
{
    using Sign = LogFact::Sign;
    QTest::addColumn<quint64>("acked");
    QTest::addColumn<qint64>("ageMs");
    QTest::addColumn<int>("rejected");
    QTest::addColumn<int>("sign");
    QTest::newRow("even") << quint64(20'000) << qint64(90'000'000) << 0 << int(Sign::Calm);
    QTest::newRow("some behind") << quint64(19'500) << qint64(1'000) << 0 << int(Sign::Calm);
    QTest::newRow("many behind") << quint64(18'999) << qint64(1'000) << 0 << int(Sign::Amber);
    QTest::newRow("long silent") << quint64(19'999) << qint64(16 * 60'000) << 0 << int(Sign::Amber);
    QTest::newRow("too many") << quint64(9'999) << qint64(1'000) << 0 << int(Sign::Red);
    QTest::newRow("too long") << quint64(19'999) << qint64(5 * 3'600'000) << 0 << int(Sign::Red);
    QTest::newRow("rejected") << quint64(20'000) << qint64(1'000) << 1 << int(Sign::Red);
}

void Log::sinksPressBack()
{
    QFETCH(const quint64, acked);
    QFETCH(const qint64, ageMs);
    QFETCH(const int, rejected);
    QFETCH(const int, sign);
    LogOverview sight{.state = {.state = JournalState::State::Open, .size = 20'000}, .nowMs = samples::kNow};
    SinkCursor sink{.sink = s("loki"), .acked = acked, .atMs = samples::kNow - ageMs};
    if (rejected > 0)
        sink.rejected = {7};
    sight.sinks = QList<SinkCursor>{{.sink = s("other"), .acked = 20'000, .atMs = samples::kNow}, sink};
    QCOMPARE(int(logFacts(sight).at(3).sign), sign);
}

void Log::unresolvedIntentsSayWhatComes()
{
    LogOverview sight{.state = {.state = JournalState::State::Open, .size = 2}, .nowMs = samples::kNow};
    QCOMPARE(int(logFacts(sight).at(1).sign), int(LogFact::Sign::Unknown));
    sight.unresolved = QList<UnresolvedIntent>();
    QCOMPARE(int(logFacts(sight).at(1).sign), int(LogFact::Sign::Calm));
    JournalEntry intent;
    intent.index = 41;
    intent.wallMs = samples::kNow - 8 * 60'000;
    sight.unresolved = QList<UnresolvedIntent>{{intent}};
    const LogFact fact = logFacts(sight).at(1);
    QCOMPARE(int(fact.sign), int(LogFact::Sign::Amber));
    QCOMPARE(fact.entry, std::optional<quint64>(41));
    QVERIFY(!fact.note.isEmpty());
    intent.wallMs = samples::kNow - 4'000; // on its way
    sight.unresolved = QList<UnresolvedIntent>{{intent}};
    QCOMPARE(int(logFacts(sight).at(1).sign), int(LogFact::Sign::Waiting));
}

void Log::aForkCannotBeOverlooked()
{
    LogOverview sight{.state = {.state = JournalState::State::Open, .size = 2}};
    QVERIFY(!logAlarm(sight));
    for (const auto state :
         {JournalState::State::Truncated, JournalState::State::Damaged, JournalState::State::Refused}) {
        sight.state.state = state;
        sight.state.words = s("3 entries are missing.");
        QVERIFY(logAlarm(sight).has_value());
        QVERIFY(logAlarm(sight)->words.contains(s("3 entries are missing.")));
    }
    sight.state.state = JournalState::State::Open;
    sight.state.finding = s("entry 7 differs");
    QVERIFY(logAlarm(sight).has_value());
    sight.state.finding.clear();
    sight.state.diskFull = true;
    QVERIFY(logAlarm(sight).has_value());
}

void Log::theSharedLogIsSeen_data()
{
    using Sign = LogFact::Sign;
    QTest::addColumn<QString>("how");
    QTest::addColumn<int>("sign");
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("headline");
    QTest::newRow("none") << s("none") << int(Sign::Waiting) << s("") << s("");
    QTest::newRow("well") << s("well") << int(Sign::Calm) << s("") << s("");
    QTest::newRow("away") << s("away") << int(Sign::Amber) << s("shared log away: connection refused") << s("");
    QTest::newRow("waits for an administrator")
        << s("pending") << int(Sign::Calm) << s("shared log: 1 device waits for an administrator") << s("");
    QTest::newRow("changed") << s("changed") << int(Sign::Red) << s("shared log: Entry 3 was changed")
                             << s("The shared log is not as it was signed for");
    QTest::newRow("put right") << s("healed") << int(Sign::Calm) << s("") << s("");
    QTest::newRow("decided by another") << s("gate") << int(Sign::Red) << s("shared log: generation 4 is taken")
                                        << s("Somebody else decided first");
}

void Log::theSharedLogIsSeen()
{
    QFETCH(const QString, how);
    QFETCH(const int, sign);
    QFETCH(const QString, line);
    QFETCH(const QString, headline);
    LogOverview sight{.state = {.state = JournalState::State::Open, .size = 2}};
    SharedLogState &shared = sight.state.shared;
    if (how != s("none")) {
        shared.state = SharedLogState::State::Following;
        sight.state.levels.shared = 2;
    }
    if (how == s("away"))
        shared.trouble = s("connection refused");
    if (how == s("pending"))
        shared.pendingWriters = 1;
    if (how == s("changed") || how == s("healed"))
        shared.alarms = {{SharedAlarm::Kind::Changed, 3, s("Entry 3 was changed"), s("Ask."), 1, how == s("healed")}};
    if (how == s("gate"))
        shared.alarms = {{SharedAlarm::Kind::GateLost, 3, s("generation 4 is taken"), s("Look."), 1, 0}};
    QCOMPARE(int(logFacts(sight).at(4).sign), sign);
    QCOMPARE(teamWords(shared).text, line);
    QCOMPARE(teamWords(shared).hint.isEmpty(), line.isEmpty());
    const auto alarm = logAlarm(sight);
    QCOMPARE(alarm ? alarm->headline : QString(), headline);
}

QTEST_GUILESS_MAIN(Log)
#include "tst_log.moc"
