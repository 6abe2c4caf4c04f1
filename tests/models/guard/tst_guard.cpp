// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/guard/guard.h"
#include "models/guard/recorded.h"

#include "ladderfixture.h"
#include "tests/models/guard/judgedsubject.h"
#include "tests/support/clocks.h"
#include "tests/support/fakedoors.h"
#include "tests/support/samples.h"

#include <QDir>
#include <QLockFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace astern;
using namespace astern::guard;
using namespace astern::test;

namespace {

const QString kPlace = QStringLiteral("checkout@prod/eu-1");
constexpr qint64 kBegan = samples::kNow - 62'000;

// Answers questions about the past when it is told to.
class SlowJournal final : public FakeJournal {
public:
    bool slow = false;
    void entries(const JournalQuery &query, Done<QList<JournalEntry>> done) override
    {
        if (!slow)
            return FakeJournal::entries(query, std::move(done));
        m_waiting.append([this, query, done] { FakeJournal::entries(query, done); });
    }
    void answer()
    {
        slow = false;
        for (const auto &one : std::exchange(m_waiting, {}))
            one();
    }
    [[nodiscard]] bool isAsked() const { return !m_waiting.isEmpty(); }

private:
    QList<std::function<void()>> m_waiting;
};

Subject subjectWith(const Policy &policy)
{
    Subject subject;
    subject.rollout = samples::progressing();
    subject.placement = {.service = QStringLiteral("checkout"),
                         .environment = QStringLiteral("prod"),
                         .cell = QStringLiteral("eu-1"),
                         .object = subject.rollout.ref,
                         .onlyCell = false,
                         .at = {}};
    subject.context = {.service = QStringLiteral("checkout"),
                       .environment = QStringLiteral("prod"),
                       .cell = QStringLiteral("eu-1"),
                       .production = true,
                       .hasSignals = true};
    subject.id = kRollout;
    subject.judged.id = kRollout;
    subject.judged.startMs = kBegan;
    subject.policies = {{.name = QStringLiteral("p.yaml"),
                         .text = {},
                         .digest = QStringLiteral("d"),
                         .policy = std::make_shared<const Policy>(policy),
                         .issues = {}}};
    return subject;
}

Subject probed()
{
    Policy policy = climbing({step(ask())});
    policy.time.tickMs = 2'000;
    policy.time.latenessMs = 2'000;
    policy::Signal page;
    page.id = QStringLiteral("page");
    policy::HttpCheck check;
    check.url = QStringLiteral("http://{role}/");
    page.body = policy::Probe{.everyMs = 1'000, .timeoutMs = 1'000, .check = check, .from = {}};
    policy.signalSpecs = {page};
    policy::Rule rule;
    rule.id = QStringLiteral("reach");
    rule.severity = policy::Severity::Critical;
    rule.body = policy::ProbeRule{.signal = page.id};
    policy.rules = {rule};
    Subject subject = subjectWith(policy);
    subject.onItsWay = true;
    subject.judged.startMs = ManualClock().wallMs() - 4'000;
    subject.hosts.insert(Role::New, QStringLiteral("canary.example"));
    return subject;
}

// What a guard that is gone now had kept of a ladder.
bool keep(const QTemporaryDir &folder, const Ladder &ladder)
{
    const auto store = GuardStore::open(folder.path());
    return store && (*store)->save({.rollout = kRollout,
                                    .place = kPlace,
                                    .ladder = toJson(ladder.state(), kRollout),
                                    .digests = {QStringLiteral("d")},
                                    .savedMs = kBegan,
                                    .over = false});
}

// How far a guard had come that is gone now: the ladder said systemic and issued what its policy says first.
QList<Act> leaveBehind(const QTemporaryDir &folder, const Policy &policy)
{
    Ladder ladder(kRollout, {policy});
    Verdict verdict;
    verdict.tickMs = kBegan + 60'000;
    verdict.verdict = VerdictClass::Systemic;
    verdict.fresh = true;
    verdict.sinceMs = verdict.tickMs;
    policy::RuleReading reading;
    reading.verdict = VerdictClass::Systemic;
    reading.why = policy::Why::Continuous;
    verdict.rules.assign(size_t(policy.rules.size()), reading);
    const QList<Act> acts = ladder.judge({{policy.id, verdict}}, kBegan + 61'000);
    if (!keep(folder, ladder))
        qFatal("The store cannot be written");
    return acts;
}

} // namespace

class TestGuard : public QObject {
    Q_OBJECT

    struct World {
        explicit World(const QString &folder, std::optional<Plan> mitigation = {}, bool act = true)
            : guard({.clock = &clock,
                     .journal = &journal,
                     .run = [this](const Plan &plan, const Actor &, const QString &) { plans.append(plan); },
                     .mitigation =
                         [this, mitigation](const QString &place, const policy::Mitigate &wanted,
                                            const Done<Plan> &done) {
                             asked.append(place + QLatin1Char(' ') + wanted.flag + QLatin1Char(' ') + wanted.set);
                             done(mitigation ? Result<Plan>(*mitigation) : Result<Plan>(Error{}));
                         },
                     .record = [this](const policy::RecordNeeds &asks) { needs = asks; }},
                    {.folder = folder, .name = QStringLiteral("a test"), .act = act, .whyNot = {}})
        {
            connect(&guard, &Guard::judged, &guard, [this](const PlaceVerdict &verdict) { last = verdict; });
        }
        // An earlier process had sent the act's plan.
        void begin(const QString &key)
        {
            Draft begun;
            begun.kind = QStringLiteral("rollback.intent");
            begun.saga = planIdOf(key, kBegan, 0);
            journal.append(begun, [](const Result<Receipt> &) {});
        }
        ManualClock clock;
        SlowJournal journal;
        QList<Plan> plans;
        QStringList asked;
        PlaceVerdict last;
        policy::RecordNeeds needs;
        Guard guard;
    };

private Q_SLOTS:
    // A rollback that another process issued is gone on with, under the same plan's name, however long the journal
    // takes to say whether it was begun; also when the rollout is no longer on its way.
    void goesOnWithARollback_data()
    {
        QTest::addColumn<bool>("onItsWay");
        QTest::newRow("on its way") << true;
        QTest::newRow("aborted meanwhile") << false;
    }
    void goesOnWithARollback()
    {
        QFETCH(const bool, onItsWay);
        const QTemporaryDir folder;
        const Policy policy = climbing({step(policy::Rollback())});
        const QList<Act> issued = leaveBehind(folder, policy);
        QCOMPARE(issued.constLast().name(), QStringLiteral("rollback"));
        World world(folder.path());
        world.journal.slow = true;
        Subject subject = subjectWith(policy);
        subject.onItsWay = onItsWay;
        world.guard.setSubjects({subject});
        QVERIFY(!world.journal.isAsked()); // not before what a crash left open is resolved
        world.guard.setRecovered();
        QVERIFY(world.journal.isAsked());
        world.clock.pass(10'000);
        QTest::qWait(600); // two of its turns
        QVERIFY(world.plans.isEmpty());
        world.journal.answer();
        QTRY_COMPARE(world.plans.size(), 1);
        QCOMPARE(world.plans.constFirst().id, planIdOf(issued.constLast().key, kBegan, 0));
        QVERIFY(world.plans.constFirst().kind == PlanKind::Rollback);
        world.guard.setRecovered(); // told twice
        QTest::qWait(50);
        QCOMPARE(world.plans.size(), 1);
    }
    // What a source has kept is judged tick by tick, and nothing is done about what was: here a burst of five minutes
    // ago.
    void thePastIsNotActedOn()
    {
        const QTemporaryDir folder;
        World world(folder.path());
        const qint64 now = world.clock.wallMs() / 2'000 * 2'000;
        const qint64 start = now - 400'000;
        Subject subject = test::subjectUnder(
            "policy: astern/v1\nid: limit\nrevision: 1\nowner: team\n"
            "applies_to: {service: checkout, environments: [prod], strategies: [canary]}\n"
            "time: {tick: 2s, lateness: 2s, max_duration: 60m}\n"
            "signals:\n"
            "  http: {kind: events, scrape: 2s, total: {source: prom, series: t}, bad: {source: prom, series: b}}\n"
            "rules:\n"
            "  - {id: errors, type: threshold, signal: http, role: new, above: 1%, window: 10s, for: 10m, clear_for: "
            "20s}\n"
            "  - {id: gone, type: missing, signal: http, role: new, stale_after: 30s, unknown_after: 60s}\n"
            "ladder:\n"
            "  on_transient: [{do: hold}]\n  on_systemic: [{do: rollback}]\n  on_unknown: [{do: hold}]\n"
            "  on_external: [{do: hold}]\n",
            start);
        const Subject placed = subjectWith(*subject.policies.constFirst().policy);
        subject.placement = placed.placement;
        subject.context = placed.context;
        subject.rollout = placed.rollout;
        subject.onItsWay = true;
        subject.selectors = {subject.judged.newLabels};
        world.guard.setSubjects({subject});
        world.guard.setRecovered();
        policy::RecordBatch past{.rollout = subject.id,
                                 .source = QStringLiteral("prom"),
                                 .arrivedMs = now,
                                 .records = {},
                                 .catchUp = true,
                                 .error = {}};
        double bad = 0;
        for (qint64 at = start; at <= now; at += 2'000) {
            bad += at > start + 60'000 && at < start + 100'000 ? 20 : 0;
            for (const auto &[series, value] : {std::pair("t", double(at - start) / 20), std::pair("b", bad)})
                past.records.append({past.source, QLatin1String(series), subject.judged.newLabels, at, at, value});
        }
        world.guard.take(past);
        policy::RecordBatch present = past;
        present.records.clear();
        present.catchUp = false;
        world.guard.take(present);
        QVERIFY(world.last.verdict == VerdictClass::Healthy);
        const auto suspect = [](const PlaceVerdict::Span &span) { return span.verdict == VerdictClass::Transient; };
        QVERIFY(std::any_of(world.last.timeline.cbegin(), world.last.timeline.cend(), suspect)); // it was judged
        QTest::qWait(600);                                                                       // two of its turns
        QVERIFY(world.last.sent.isEmpty());
        QVERIFY(world.plans.isEmpty());
    }
    // A rollback of before: what is told of it is over with the longest cool-down of those policies that enforce.
    void coolsDown()
    {
        const QTemporaryDir folder;
        const qint64 now = ManualClock().wallMs();
        {
            const auto store = GuardStore::open(folder.path());
            QVERIFY(store);
            QVERIFY((*store)->noteRollback(QStringLiteral("checkout"), QStringLiteral("prod"), now - 60'000));
            QVERIFY((*store)->noteRollback(QStringLiteral("cart"), QStringLiteral("prod"), now - 60'000));
        }
        World world(folder.path());
        Policy enforced = climbing({step(policy::Rollback())});
        enforced.guards.coolDownMs = 5 * 60'000;
        Policy observed = enforced;
        observed.id = QStringLiteral("observed");
        observed.mode = policy::Mode::Observe;
        observed.guards.coolDownMs = 60 * 60'000;
        Subject subject = subjectWith(enforced);
        subject.policies.append(subjectWith(observed).policies);
        world.guard.setSubjects({subject});                    // nothing is on its way
        QTRY_COMPARE(world.guard.state().coolDowns.size(), 1); // no policy applies to cart
        const CoolDown cools = world.guard.state().coolDowns.constFirst();
        QCOMPARE(cools.service, QStringLiteral("checkout"));
        QCOMPARE(cools.untilMs, now - 60'000 + 5 * 60'000);
        QCOMPARE(world.guard.state().coolDownUntilMs(QStringLiteral("checkout"), QStringLiteral("prod"), now),
                 cools.untilMs);
        world.clock.pass(5 * 60'000);
        QTRY_VERIFY(world.guard.state().coolDowns.isEmpty());
    }
    // What was begun under a name is never begun again under it.
    void neverTheSamePlanAgain()
    {
        const QTemporaryDir folder;
        const Policy policy = climbing({step(policy::Rollback())});
        const QString key = leaveBehind(folder, policy).constLast().key;
        World world(folder.path());
        world.begin(key);
        Subject subject = subjectWith(policy);
        subject.onItsWay = true;
        world.guard.setSubjects({subject});
        world.guard.setRecovered();
        QTRY_COMPARE(world.plans.size(), 1);
        QCOMPARE(world.plans.constFirst().id, planIdOf(key, kBegan, 1));
        QVERIFY(Uuid7::isValid(world.plans.constFirst().id));
    }
    // A verdict that says the same again costs no write; what changes is kept.
    void keepsWhatChanges()
    {
        const QTemporaryDir folder;
        World world(folder.path());
        world.guard.setSubjects({probed()});
        world.guard.setRecovered();
        const auto store = GuardStore::open(folder.path());
        QVERIFY(store);
        const auto savedMs = [&store] {
            const auto climb = (*store)->climbOf(kRollout);
            return climb && *climb ? (*climb)->savedMs : 0;
        };
        const auto passTick = [&world] {
            const qint64 before = world.last.tickMs;
            world.clock.pass(2'000);
            return QTest::qWaitFor([&] { return world.last.tickMs > before; });
        };
        for (int i = 0; i < 3; ++i)
            QVERIFY(passTick());
        QVERIFY(savedMs() > 0);
        const qint64 before = savedMs();
        const qint64 tick = world.last.tickMs;
        for (int i = 0; i < 4; ++i)
            QVERIFY(passTick());
        QCOMPARE(world.last.tickMs, tick + 8'000);
        QCOMPARE(savedMs(), before);
        world.guard.setSubjects({});
        QVERIFY(savedMs() > before);
    }
    void whatTheLogKnowsIsNotDoneAgain_data()
    {
        QTest::addColumn<QStringList>("entries"); // of the plan that a process began that is gone now: kind, result
        QTest::addColumn<bool>("told");           // the journal has the act's outcome already
        QTest::newRow("seen, and not told yet") << QStringList{QStringLiteral("rollback.outcome succeeded")} << false;
        QTest::newRow("at the second attempt")
            << QStringList{QStringLiteral("rollback.outcome failed"), QStringLiteral("rollback.intent"),
                           QStringLiteral("rollback.outcome succeeded")}
            << false;
        QTest::newRow("told, and not saved yet")
            << QStringList{QStringLiteral("rollback.outcome succeeded"), QStringLiteral("guard.outcome confirmed")}
            << true;
    }
    // What a restart read back, or the last process wrote down, is the act's outcome: nothing is sent for it again, it
    // is told once, and the ladder goes on behind it.
    void whatTheLogKnowsIsNotDoneAgain()
    {
        QFETCH(const QStringList, entries);
        QFETCH(const bool, told);
        const QTemporaryDir folder;
        const Policy policy = climbing({step(flagOff()), step(policy::Notify{.to = QStringLiteral("room")})});
        const QString key = leaveBehind(folder, policy).constLast().key;
        World world(folder.path());
        for (const QString &entry : QStringList{QStringLiteral("rollback.intent")} + entries) {
            Draft draft;
            draft.kind = entry.section(u' ', 0, 0);
            draft.saga = planIdOf(key, kBegan, 0);
            draft.fields.insert(QStringLiteral("outcome"),
                                QJsonObject{{QStringLiteral("key"), key},
                                            {QStringLiteral("result"), entry.section(u' ', 1)},
                                            {QStringLiteral("observed"), QStringLiteral("it is off")}});
            world.journal.append(draft, [](const Result<Receipt> &) {});
        }
        Subject subject = subjectWith(policy);
        subject.onItsWay = true;
        world.guard.setSubjects({subject});
        world.guard.setRecovered();
        const auto isDone = [&] {
            return std::any_of(world.last.sent.cbegin(), world.last.sent.cend(), [&key](const auto &sent) {
                return sent.act.key == key && sent.result == Outcome::Result::Confirmed && sent.words == u"it is off";
            });
        };
        QTRY_VERIFY(isDone());
        QVERIFY(world.asked.isEmpty());
        QVERIFY(world.plans.isEmpty());
        QCOMPARE(world.journal.kinds().count(QStringLiteral("guard.outcome")), 1);
        QCOMPARE(world.journal.log.constLast().payload.contains(QStringLiteral("subject")), !told);
        // The rules start afresh behind it, and the ladder is saved with it.
        const policy::RecordStore records(samplesFolder(folder.path()));
        auto reader = records.read(kRollout);
        QVERIFY(reader);
        bool marked = false;
        for (auto block = reader.value().next(); block && *block; block = reader.value().next())
            marked =
                marked || std::any_of((*block)->records.cbegin(), (*block)->records.cend(), [](const auto &record) {
                    const auto *mark = std::get_if<policy::MarkRecord>(&record);
                    return mark && mark->kind == policy::MarkRecord::Kind::Mitigated;
                });
        QVERIFY(marked);
    }
    // The class had turned graver before the pause was sent: the next one still owes it.
    void aHoldOutlivesItsEpisode()
    {
        const QTemporaryDir folder;
        Policy policy = climbing({step(policy::Hold()), step(flagOff())});
        policy.ladder.onTransient = {step(policy::Hold())};
        Ladder ladder(kRollout, {policy});
        QStringList keys;
        for (const VerdictClass said : {VerdictClass::Transient, VerdictClass::Systemic}) {
            Verdict verdict;
            verdict.tickMs = kBegan + (said == VerdictClass::Transient ? 50'000 : 60'000);
            verdict.verdict = said;
            verdict.fresh = true;
            verdict.rules.resize(size_t(policy.rules.size()));
            for (const Act &act : ladder.judge({{policy.id, verdict}}, verdict.tickMs + 1'000))
                keys.append(act.key);
        }
        QCOMPARE(keys.size(), 2); // one pause, and the flag
        QVERIFY(keep(folder, ladder));
        Plan switchOff;
        switchOff.kind = PlanKind::FlagOff;
        World world(folder.path(), switchOff);
        Subject subject = subjectWith(policy);
        subject.onItsWay = true;
        world.guard.setSubjects({subject});
        world.guard.setRecovered();
        QTRY_COMPARE(world.plans.size(), 2);
        const auto pause = std::find_if(world.plans.cbegin(), world.plans.cend(),
                                        [](const Plan &plan) { return plan.kind == PlanKind::Pause; });
        QVERIFY(pause != world.plans.cend());
        QCOMPARE(pause->id, planIdOf(keys.constFirst(), kBegan, 0));
    }
    // A restart finds the version that was judged gone: its request had arrived, or somebody was faster. Another plan
    // would go back from what is wanted now, which is to what was judged.
    void neverBackToWhatWasJudged()
    {
        const QTemporaryDir folder;
        const Policy policy = climbing({step(policy::Rollback())});
        const QString key = leaveBehind(folder, policy).constLast().key;
        World world(folder.path());
        world.begin(key);
        Subject subject = subjectWith(policy);
        subject.onItsWay = true;
        subject.newHash = subject.rollout.desired.hash;
        subject.rollout.desired.hash = QStringLiteral("old");
        subject.rollout.serving.shares = {{QStringLiteral("old"), 8, 60, 7, 12}, {subject.newHash, 9, 40, 5, 5}};
        world.guard.setSubjects({subject});
        world.guard.setRecovered();
        QTest::qWait(600); // two of its turns
        QVERIFY(world.last.sent.constLast().act.key == key && !world.last.sent.constLast().result);
        subject.rollout.serving.shares = {{QStringLiteral("old"), 8, 100, 12, 12}};
        world.guard.seeSubjects({subject});
        QTRY_VERIFY(world.last.sent.constLast().result == Outcome::Result::Confirmed);
        QCOMPARE(world.last.sent.constLast().words, QStringLiteral("4.7.1 serves 100\u00a0%, 12 of 12 pods ready"));
        QVERIFY(world.plans.isEmpty());
    }
    // A pause takes longer than the service needs to be well again: its end leaves once it is over, or the service
    // would stay paused.
    void aPauseAndItsEndKeepTheirOrder()
    {
        const QTemporaryDir folder;
        Policy policy = climbing({step(page())});
        policy.ladder.onTransient = {step(policy::Hold())};
        Ladder ladder(kRollout, {policy});
        QStringList names;
        for (qint64 second = 2; second <= 70; ++second) {
            Verdict verdict;
            verdict.tickMs = kBegan - 60'000 + second * 1'000;
            verdict.verdict = second < 4 ? VerdictClass::Transient : VerdictClass::Healthy;
            verdict.fresh = true;
            verdict.rules.resize(size_t(policy.rules.size()));
            for (const Act &act : ladder.judge({{policy.id, verdict}}, verdict.tickMs + 1'000))
                names.append(act.name());
        }
        QCOMPARE(names, QStringList({QStringLiteral("hold"), QStringLiteral("release")}));
        QVERIFY(keep(folder, ladder)); // and here the process died, before either was told
        World world(folder.path());
        Subject subject = subjectWith(policy);
        subject.onItsWay = true;
        world.guard.setSubjects({subject});
        world.guard.setRecovered();
        QTRY_COMPARE(world.plans.size(), 1);
        QTest::qWait(600); // two of its turns
        QCOMPARE(world.plans.size(), 1);
        QVERIFY(world.plans.constFirst().kind == PlanKind::Pause);
        PlanRun run;
        run.plan = world.plans.constFirst();
        run.state = PlanRun::State::Succeeded;
        world.guard.planProgressed(run);
        QTRY_VERIFY(world.last.sent.constFirst().result == Outcome::Result::Confirmed);
        QTest::qWait(600);
        QCOMPARE(world.plans.size(), 1); // the watch has not shown the pause yet
        subject.rollout.desired.paused = true;
        world.guard.seeSubjects({subject});
        QTRY_COMPARE(world.plans.size(), 2);
        QVERIFY(world.plans.constLast().kind == PlanKind::Resume);
    }
    // Issued, kept, and killed before anybody was told: told by the next process, and only if the log does not have it.
    void aPageOutlivesTheProcess_data()
    {
        QTest::addColumn<bool>("told");
        QTest::newRow("nobody was told") << false;
        QTest::newRow("the log has it") << true;
    }
    void aPageOutlivesTheProcess()
    {
        QFETCH(const bool, told);
        const QTemporaryDir folder;
        const Policy policy = climbing({step(page())});
        const Act issued = leaveBehind(folder, policy).constLast();
        QCOMPARE(issued.name(), QStringLiteral("page"));
        World world(folder.path());
        if (told) {
            Draft draft;
            draft.kind = QStringLiteral("guard.page");
            draft.saga = planIdOf(issued.key, kBegan, 0);
            world.journal.append(draft, [](const Result<Receipt> &) {});
        }
        Subject subject = subjectWith(policy);
        subject.onItsWay = true;
        world.guard.setSubjects({subject});
        world.guard.setRecovered();
        QTRY_COMPARE(world.journal.kinds().count(QStringLiteral("guard.outcome")), 1);
        QCOMPARE(world.journal.kinds().count(QStringLiteral("guard.page")), 1);
        QTRY_VERIFY(!world.last.sent.isEmpty() && world.last.sent.constLast().result == Outcome::Result::Confirmed);
    }
    // An outcome that the journal has not taken yet is nothing that the ladder goes on from.
    void theLogComesFirst()
    {
        const QTemporaryDir folder;
        const Policy policy = climbing({step(flagOff()), step(policy::Rollback())});
        Plan switchOff;
        switchOff.kind = PlanKind::FlagOff;
        World world(folder.path(), switchOff);
        Subject subject = subjectWith(policy);
        subject.onItsWay = true;
        (void)leaveBehind(folder, policy);
        world.guard.setSubjects({subject});
        world.guard.setRecovered();
        QTRY_COMPARE(world.plans.size(), 1);
        PlanRun run;
        run.plan = world.plans.constFirst();
        run.state = PlanRun::State::Failed;
        world.guard.planProgressed(run);
        QCOMPARE(world.journal.kinds().last(), QStringLiteral("guard.outcome"));
        QCOMPARE(world.last.sent.size(), 1);
        QVERIFY(!world.last.sent.constFirst().result); // its receipt is on its way
        QTRY_COMPARE(world.plans.size(), 2);
        QVERIFY(world.plans.constLast().kind == PlanKind::Rollback);
    }
    // A question of a process that is gone can still be answered.
    void asksOutliveTheProcess()
    {
        const QTemporaryDir folder;
        const Policy policy = climbing({step(ask())});
        const QList<Act> issued = leaveBehind(folder, policy);
        QCOMPARE(issued.constLast().name(), QStringLiteral("ask"));
        World world(folder.path());
        Subject subject = subjectWith(policy);
        subject.onItsWay = true;
        world.guard.setSubjects({subject});
        world.guard.setRecovered();
        QCOMPARE(world.last.asks.size(), 1);
        QCOMPARE(world.last.asks.constFirst().key, issued.constLast().key);
        QCOMPARE(std::get<policy::Ask>(world.last.asks.constFirst().what).to, QStringLiteral("manager"));
        QCOMPARE(world.last.asks.constFirst().deadlineMs, issued.constLast().deadlineMs);
        world.guard.answer({.key = issued.constLast().key,
                            .choice = Answer::Choice::Rollback,
                            .by = QStringLiteral("jo"),
                            .atMs = world.clock.wallMs()});
        QVERIFY(world.last.asks.isEmpty());
        QTRY_COMPARE(world.plans.size(), 1);
        QVERIFY(world.plans.constFirst().kind == PlanKind::Rollback);
    }
    // Of several processes one acts; the others show what it asks, and what somebody answers there reaches it once.
    void asksAreSeenEverywhere()
    {
        const QTemporaryDir folder;
        const Policy policy = climbing({step(ask())});
        Subject subject = subjectWith(policy);
        subject.onItsWay = true;
        QLockFile other(QDir(folder.path()).filePath(QStringLiteral("guard.lock")));
        QVERIFY(other.tryLock(0));
        World late(folder.path());
        late.guard.setSubjects({subject});
        late.guard.setRecovered();
        QVERIFY(!late.guard.state().acts);
        QVERIFY(late.last.asks.isEmpty());
        const Act asked = leaveBehind(folder, policy).constLast();
        QTRY_COMPARE(late.last.asks.size(), 1);
        QCOMPARE(late.last.asks.constFirst().key, asked.key);
        QVERIFY(late.plans.isEmpty());
        // Whoever acts goes away, and the one that looked on goes on with the same question.
        other.unlock();
        QTRY_VERIFY(late.guard.state().acts);
        late.guard.setRecovered();
        QTRY_COMPARE(late.last.asks.size(), 1);
    }
    void anAnswerGivenElsewhereReachesWhoeverActs()
    {
        const QTemporaryDir folder;
        const Policy policy = climbing({step(ask())});
        const Act asked = leaveBehind(folder, policy).constLast();
        Subject subject = subjectWith(policy);
        subject.onItsWay = true;
        World acting(folder.path());
        World looking(folder.path());
        for (World *one : {&acting, &looking}) {
            one->guard.setSubjects({subject});
            one->guard.setRecovered();
            QCOMPARE(one->last.asks.size(), 1);
        }
        QVERIFY(acting.guard.state().acts && !looking.guard.state().acts);
        const Answer answer{.key = asked.key,
                            .choice = Answer::Choice::Rollback,
                            .by = QStringLiteral("jo"),
                            .atMs = acting.clock.wallMs()};
        looking.guard.answer(answer);
        looking.guard.answer(answer); // pressed twice
        QTRY_COMPARE(acting.plans.size(), 1);
        QVERIFY(acting.plans.constFirst().kind == PlanKind::Rollback);
        QTRY_VERIFY(looking.last.asks.isEmpty());
        QVERIFY(acting.last.asks.isEmpty());
        looking.guard.answer(answer); // and once more, when it was answered
        QTest::qWait(600);            // two of their turns
        QCOMPARE(acting.plans.size(), 1);
        QCOMPARE(acting.journal.kinds().count(QStringLiteral("guard.answer")), 1);
        QVERIFY(looking.plans.isEmpty());
        QVERIFY(!looking.journal.kinds().contains(QStringLiteral("guard.answer")));
    }
    // Answered while nobody acted: whoever begins to act next takes it, also when it sees the rollout later.
    void anAnswerWaitsForTheRollout()
    {
        const QTemporaryDir folder;
        const Policy policy = climbing({step(ask())});
        const Act asked = leaveBehind(folder, policy).constLast();
        World world(folder.path());
        {
            const auto store = GuardStore::open(folder.path());
            QVERIFY(store && (*store)->answer({.key = asked.key,
                                               .choice = Answer::Choice::Rollback,
                                               .by = QStringLiteral("jo"),
                                               .atMs = world.clock.wallMs()}));
        }
        world.guard.setRecovered();
        QTest::qWait(600); // two of its turns: it has been taken
        Subject subject = subjectWith(policy);
        subject.onItsWay = true;
        world.guard.setSubjects({subject});
        QTRY_COMPARE(world.plans.size(), 1);
        QVERIFY(world.plans.constFirst().kind == PlanKind::Rollback);
    }
    // A flag is switched by a plan of its own; where nothing can, the ladder goes on to its next step.
    void mitigates_data()
    {
        QTest::addColumn<bool>("possible");
        QTest::newRow("possible") << true;
        QTest::newRow("refused") << false;
    }
    void mitigates()
    {
        QFETCH(const bool, possible);
        const QTemporaryDir folder;
        const Policy policy = climbing({step(flagOff()), step(policy::Rollback(), 0, Step::When::StillSystemic)});
        Plan switchOff;
        switchOff.kind = PlanKind::FlagOff;
        World world(folder.path(), possible ? std::optional<Plan>(switchOff) : std::nullopt);
        Subject subject = subjectWith(policy);
        subject.onItsWay = true;
        const QString key = leaveBehind(folder, policy).constLast().key;
        world.guard.setSubjects({subject});
        world.guard.setRecovered();
        if (!possible) {
            QTRY_COMPARE(world.plans.size(), 1);
            QVERIFY(world.plans.constFirst().kind == PlanKind::Rollback);
            return;
        }
        QTRY_COMPARE(world.plans.size(), 1);
        QCOMPARE(world.asked, QStringList{kPlace + QStringLiteral(" new-flow off")});
        QCOMPARE(world.plans.constFirst().id, planIdOf(key, kBegan, 0));
        PlanRun run;
        run.plan = world.plans.constFirst();
        run.state = PlanRun::State::Succeeded;
        world.guard.planProgressed(run);
        QTRY_VERIFY(world.last.sent.constLast().result == Outcome::Result::Confirmed);
    }
    // Who acts probes. One beside it only hears what that one's probes found, from its records; one that never acts
    // probes where nobody else does.
    void probesOnce()
    {
        const QTemporaryDir folder;
        const Subject subject = probed();
        World acting(folder.path());
        acting.guard.setSubjects({subject});
        acting.guard.setRecovered();
        QCOMPARE(acting.needs.probes.size(), 1);
        QVERIFY(acting.needs.series.isEmpty() && acting.needs.states.isEmpty());
        World beside(folder.path());
        World watching(folder.path(), {}, false);
        for (World *one : {&beside, &watching}) {
            one->guard.setSubjects({subject});
            QVERIFY(!one->guard.state().acts);
            QVERIFY(one->needs.probes.isEmpty());
        }
        // Failing from the first probe on: all of them say so, and one of them asked.
        for (int second = 0; second < 30; ++second) {
            for (World *one : {&acting, &beside, &watching})
                one->clock.pass(1'000);
            const qint64 now = acting.clock.wallMs();
            acting.guard.take({.rollout = subject.id,
                               .source = QStringLiteral("probe"),
                               .arrivedMs = now,
                               .records = {{QStringLiteral("probe"),
                                            QStringLiteral("page"),
                                            {{QStringLiteral("role"), QStringLiteral("new")},
                                             {QStringLiteral("location"), QStringLiteral("here")}},
                                            now,
                                            now,
                                            0}},
                               .catchUp = false,
                               .error = {}});
        }
        QVERIFY(acting.last.verdict == VerdictClass::Systemic);
        QTRY_VERIFY(beside.last.verdict == VerdictClass::Systemic);
        QTRY_VERIFY(watching.last.verdict == VerdictClass::Systemic);
        // The next one goes on where it ended.
        acting.guard.stop();
        QTRY_VERIFY(beside.guard.state().acts);
        QTRY_COMPARE(beside.needs.probes.size(), 1);
        QVERIFY(watching.needs.probes.isEmpty());
        // A host that the workspace has only now is asked from now on.
        Subject moved = subject;
        moved.hosts.insert(Role::New, QStringLiteral("other.example"));
        beside.guard.setSubjects({moved});
        QCOMPARE(std::get<policy::HttpCheck>(beside.needs.probes.constFirst().probe.check).url,
                 QStringLiteral("http://other.example/"));
        // It has ended: there is no new version to be probed.
        moved.onItsWay = false;
        beside.guard.setSubjects({moved});
        QVERIFY(beside.needs.probes.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestGuard)
#include "tst_guard.moc"
