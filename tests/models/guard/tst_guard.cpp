// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/guard/recorded.h"

#include "tests/models/guard/guardworld.h"
#include "tests/models/guard/judgedsubject.h"

#include <QDir>
#include <QLockFile>
#include <QSignalSpy>
#include <QTest>

using namespace astern;
using namespace astern::guard;
using namespace astern::test;

namespace {

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

} // namespace

class TestGuard : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // What a source has kept is judged tick by tick, and nothing is done about what was: here a burst of five minutes
    // ago.
    void thePastIsNotActedOn()
    {
        const QTemporaryDir folder;
        GuardWorld world(folder.path());
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
        GuardWorld world(folder.path());
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
    // A verdict that says the same again costs no write; what changes is kept.
    void keepsWhatChanges()
    {
        const QTemporaryDir folder;
        GuardWorld world(folder.path());
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
    // An outcome that the journal has not taken yet is nothing that the ladder goes on from.
    void theLogComesFirst()
    {
        const QTemporaryDir folder;
        const Policy policy = climbing({step(flagOff()), step(policy::Rollback())});
        Plan switchOff;
        switchOff.kind = PlanKind::FlagOff;
        GuardWorld world(folder.path(), switchOff);
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
    // Of several processes one acts; the others show what it asks, and what somebody answers there reaches it once.
    void asksAreSeenEverywhere()
    {
        const QTemporaryDir folder;
        const Policy policy = climbing({step(ask())});
        Subject subject = subjectWith(policy);
        subject.onItsWay = true;
        QLockFile other(QDir(folder.path()).filePath(QStringLiteral("guard.lock")));
        QVERIFY(other.tryLock(0));
        GuardWorld late(folder.path());
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
        GuardWorld acting(folder.path());
        GuardWorld looking(folder.path());
        for (GuardWorld *one : {&acting, &looking}) {
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
        GuardWorld world(folder.path(), possible ? std::optional<Plan>(switchOff) : std::nullopt);
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
    // Of a team's guards one acts. Who lost the lease between two looks does nothing more, and takes up what is to be
    // done when it leads again.
    void whoDoesNotLeadDoesNotAct()
    {
        const QTemporaryDir folder;
        const Subject subject = probed();
        GuardWorld world(folder.path());
        GuardWorld beside(folder.path()); // another process on the same data: it would not act, and keeps no lease
        QVERIFY(world.wanted && !beside.wanted);
        world.guard.setSubjects({subject});
        world.guard.setRecovered();
        QVERIFY(world.guard.state().acts);
        world.team = {
            .leads = false, .epoch = 4, .leader = QStringLiteral("ops-2"), .why = QStringLiteral("ops-2 leads")};
        QSignalSpy takesOver(&world.guard, &Guard::tookOver);
        const auto fail = [&] {
            for (int second = 0; second < 30; ++second) {
                world.clock.pass(1'000);
                const qint64 now = world.clock.wallMs();
                world.guard.take({.rollout = subject.id,
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
        };
        fail();
        QVERIFY(world.last.verdict == VerdictClass::Systemic);
        QTRY_VERIFY(!world.guard.state().acts);
        QCOMPARE(world.guard.state().leader, QStringLiteral("ops-2"));
        QCOMPARE(world.guard.state().why, QStringLiteral("ops-2 leads"));
        QVERIFY(world.last.sent.isEmpty());
        QVERIFY(world.wanted); // it would, when the other ends
        world.team = {.leads = true, .epoch = 5, .leader = {}, .why = {}};
        QTRY_COMPARE(takesOver.size(), 1);
        world.guard.setRecovered();
        fail();
        QTRY_VERIFY(!world.last.sent.isEmpty());
    }

    void probesOnce()
    {
        const QTemporaryDir folder;
        const Subject subject = probed();
        GuardWorld acting(folder.path());
        acting.guard.setSubjects({subject});
        acting.guard.setRecovered();
        QCOMPARE(acting.needs.probes.size(), 1);
        QVERIFY(acting.needs.series.isEmpty() && acting.needs.states.isEmpty());
        GuardWorld beside(folder.path());
        GuardWorld watching(folder.path(), {}, false);
        for (GuardWorld *one : {&beside, &watching}) {
            one->guard.setSubjects({subject});
            QVERIFY(!one->guard.state().acts);
            QVERIFY(one->needs.probes.isEmpty());
        }
        // Failing from the first probe on: all of them say so, and one of them asked.
        for (int second = 0; second < 30; ++second) {
            for (GuardWorld *one : {&acting, &beside, &watching})
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
