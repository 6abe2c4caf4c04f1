// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/guard/recorded.h"

#include "tests/models/guard/guardworld.h"

#include <QSignalSpy>
#include <QTest>

using namespace astern;
using namespace astern::guard;
using namespace astern::test;

// What a process that is gone had begun, and what the next one makes of it.
class TestGuardResume : public QObject {
    Q_OBJECT
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
        GuardWorld world(folder.path());
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
    // What was begun under a name is never begun again under it.
    void neverTheSamePlanAgain()
    {
        const QTemporaryDir folder;
        const Policy policy = climbing({step(policy::Rollback())});
        const QString key = leaveBehind(folder, policy).constLast().key;
        GuardWorld world(folder.path());
        world.begin(key);
        Subject subject = subjectWith(policy);
        subject.onItsWay = true;
        world.guard.setSubjects({subject});
        world.guard.setRecovered();
        QTRY_COMPARE(world.plans.size(), 1);
        QCOMPARE(world.plans.constFirst().id, planIdOf(key, kBegan, 1));
        QVERIFY(Uuid7::isValid(world.plans.constFirst().id));
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
        GuardWorld world(folder.path());
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
    // People are told behind the act's entry and before its outcome: only the outcome says that it cannot be lost.
    void peopleAreToldUntilItIsSure_data()
    {
        QTest::addColumn<QStringList>("entries"); // that the process before had written
        QTest::addColumn<int>("told");
        QTest::newRow("nothing yet") << QStringList{} << 1;
        QTest::newRow("the act") << QStringList{QStringLiteral("guard.notify ")} << 1;
        QTest::newRow("its outcome") << QStringList{QStringLiteral("guard.notify "),
                                                    QStringLiteral("guard.outcome confirmed")}
                                     << 0;
    }
    void peopleAreToldUntilItIsSure()
    {
        QFETCH(const QStringList, entries);
        QFETCH(const int, told);
        const QTemporaryDir folder;
        const Policy policy = climbing({step(policy::Notify{.to = QStringLiteral("room")})});
        const QString key = leaveBehind(folder, policy).constLast().key;
        GuardWorld world(folder.path(), {}, true, true);
        for (const QString &entry : entries) {
            Draft draft;
            draft.kind = entry.section(u' ', 0, 0);
            draft.saga = planIdOf(key, kBegan, 0);
            draft.fields.insert(
                QStringLiteral("outcome"),
                QJsonObject{{QStringLiteral("key"), key}, {QStringLiteral("result"), entry.section(u' ', 1)}});
            world.journal.append(draft, [](const Result<Receipt> &) {});
        }
        Subject subject = subjectWith(policy);
        subject.onItsWay = true;
        world.guard.setSubjects({subject});
        world.guard.setRecovered();
        const auto isDone = [&] {
            return std::any_of(world.last.sent.cbegin(), world.last.sent.cend(),
                               [&key](const auto &sent) { return sent.act.key == key && sent.result.has_value(); });
        };
        QTRY_VERIFY(world.toldPeople.size() == told && (told > 0 || isDone()));
        if (told == 0)
            return;
        QVERIFY(!isDone());
        QVERIFY(!world.journal.kinds().contains(QStringLiteral("guard.outcome")));
        world.peopleDone.constFirst()(Ok{});
        QTRY_VERIFY(isDone());
        QCOMPARE(world.toldPeople, QStringList{key});
        QCOMPARE(world.journal.kinds().count(QStringLiteral("guard.notify")), 1);
        QCOMPARE(world.journal.kinds().count(QStringLiteral("guard.outcome")), 1);
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
        GuardWorld world(folder.path(), switchOff);
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
        GuardWorld world(folder.path());
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
        GuardWorld world(folder.path());
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
        GuardWorld world(folder.path());
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
    // A question of a process that is gone can still be answered.
    void asksOutliveTheProcess()
    {
        const QTemporaryDir folder;
        const Policy policy = climbing({step(ask())});
        const QList<Act> issued = leaveBehind(folder, policy);
        QCOMPARE(issued.constLast().name(), QStringLiteral("ask"));
        GuardWorld world(folder.path());
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
    // Answered while nobody acted: whoever begins to act next takes it, also when it sees the rollout later.
    void anAnswerWaitsForTheRollout()
    {
        const QTemporaryDir folder;
        const Policy policy = climbing({step(ask())});
        const Act asked = leaveBehind(folder, policy).constLast();
        GuardWorld world(folder.path());
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
};

QTEST_GUILESS_MAIN(TestGuardResume)
#include "tst_guardresume.moc"
