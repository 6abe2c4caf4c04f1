// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/command/claims.h"
#include "models/command/dispatcher.h"
#include "models/command/planner.h"
#include "models/command/record.h"
#include "tests/support/fakedoors.h"
#include "tests/support/samples.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace astern;

namespace {

// Does what Argo does at once: abort returns traffic, undo to the stable template ends the abort.
void obey(const DeliveryCommand &command, Rollout &now)
{
    if (command.action == DeliveryAction::Abort) {
        now.control.aborted = true;
        now.serving.shares = {{QStringLiteral("old"), 8, 100, 12, 12}};
    } else if (command.action == DeliveryAction::Undo) {
        now.control.aborted = false;
        now.desired.hash = QStringLiteral("old");
        now.desired.manifest = samples::manifest(QStringLiteral("4.7.1"));
    }
}

struct World {
    FakeJournal journal;
    FakeBackend backend;
    FakeAuthority authority;
    SystemClock clock;
    qint64 underSince = 0;
    LogVerdict need;
    Result<QJsonObject> lead = QJsonObject();
    Dispatcher dispatcher{{.backend = [this](const QString &) { return &backend; },
                           .journal = &journal,
                           .authority = &authority,
                           .clock = &clock,
                           .underLimitsSince = [this](const Plan &) { return underSince; },
                           .logNeed = [this](const Plan &) { return need; },
                           .lead = [this](const PlanRun &) { return lead; }}};
    PlanRun last;

    World()
    {
        backend.now = samples::canary();
        backend.effect = obey;
        backend.journal = &journal;
        QObject::connect(&dispatcher, &Dispatcher::progressed, &dispatcher, [this](const PlanRun &run) { last = run; });
    }
    [[nodiscard]] Plan rollback() const
    {
        const auto plan = planRollback(backend.now, {.service = QStringLiteral("checkout"),
                                                     .environment = QStringLiteral("prod"),
                                                     .cell = QStringLiteral("eu-1"),
                                                     .production = true});
        if (!plan)
            qFatal("no plan: %s", qPrintable(plan.error().toString()));
        return *plan;
    }
    [[nodiscard]] Plan promotion() const
    {
        const auto plan = planAction(PlanKind::Promote, backend.now,
                                     {.service = QStringLiteral("checkout"),
                                      .environment = QStringLiteral("prod"),
                                      .cell = QStringLiteral("eu-1"),
                                      .production = true});
        if (!plan)
            qFatal("no plan: %s", qPrintable(plan.error().toString()));
        return *plan;
    }
    [[nodiscard]] Dispatcher::Doors doors()
    {
        return {.backend = [this](const QString &) { return &backend; },
                .journal = &journal,
                .authority = &authority,
                .clock = &clock,
                .underLimitsSince = {}};
    }
    void run(const Plan &plan)
    {
        dispatcher.run(plan, {.ref = QStringLiteral("p-1")}, QStringLiteral("errors at 3 %"));
    }
    // What a crash leaves behind: the intent of a plan's first step, without an outcome.
    Plan leftOver()
    {
        PlanRun run;
        run.plan = rollback();
        run.steps.resize(run.plan.steps.size());
        journal.appendIntent(intentDraft(run, 0, 1, true), run.plan.id + QStringLiteral(":abort:1"),
                             [](const Result<LoggedIntent> &) {});
        return run.plan;
    }
    // For the dispatcher of another process on the same journal.
    [[nodiscard]] Dispatcher::Doors doors(Claims &claims)
    {
        return {.backend = [this](const QString &) { return &backend; },
                .journal = &journal,
                .authority = &authority,
                .clock = &clock,
                .claims = &claims,
                .underLimitsSince = {}};
    }
    [[nodiscard]] bool over() const { return !last.plan.id.isEmpty() && last.state != PlanRun::State::Running; }
};

bool take(Claims &claims, const QString &planId)
{
    const Result<bool> taken = claims.take(planId);
    return taken && *taken;
}

Error lost() { return {.kind = Error::Kind::Unreachable, .message = QStringLiteral("connection closed")}; }

} // namespace

class TestDispatcher : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // What goes forward is not even recorded when the log cannot be had as safely as it must be.
    void nothingGoesForwardWithoutItsLevel()
    {
        World w;
        w.need.refused = Error{.kind = Error::Kind::Refused, .message = QStringLiteral("otel: no route")};
        w.run(w.rollback());
        QTRY_VERIFY(w.over());
        QVERIFY(w.last.state == PlanRun::State::Refused);
        QVERIFY2(w.last.error->message.contains(QStringLiteral("otel: no route")), qPrintable(w.last.error->message));
        QVERIFY(w.backend.sent.isEmpty());
        QVERIFY(w.journal.log.isEmpty());
    }

    // Another process acts for the team: what is under way here ends, and says why.
    void whoDoesNotLeadSendsNothing()
    {
        World w;
        w.lead = Error{.kind = Error::Kind::Refused, .message = QStringLiteral("ops-2 leads")};
        w.run(w.rollback());
        QTRY_VERIFY(w.over());
        QVERIFY(w.last.state == PlanRun::State::Refused);
        QCOMPARE(w.last.error->message, QStringLiteral("ops-2 leads"));
        QVERIFY(w.backend.sent.isEmpty());
        QVERIFY(w.journal.log.isEmpty());
    }

    void anIntentSaysUnderWhichLeadItWent()
    {
        World w;
        w.lead = QJsonObject{{QStringLiteral("epoch"), 7}};
        w.run(w.rollback());
        QTRY_VERIFY(w.over());
        QCOMPARE(w.journal.log.constFirst().payload[QStringLiteral("lead")][QStringLiteral("epoch")].toInt(), 7);
    }

    // A gate is passed once, behind the fresh look and before the first intent, which names the approvals.
    void aGateIsPassedBeforeTheFirstIntent()
    {
        World w;
        int passed = 0;
        QStringList kindsThen;
        Dispatcher::Doors doors = w.doors();
        doors.passGates = [&](const Plan &plan, const Actor &, const Done<QJsonArray> &done) {
            ++passed;
            kindsThen = w.journal.kinds();
            QVERIFY(plan.seen.observedMs == w.backend.now.observedMs); // as just read
            done(QJsonArray{QJsonObject{{QStringLiteral("gate"), QStringLiteral("into-production")}}});
        };
        Dispatcher dispatcher(doors);
        QObject::connect(&dispatcher, &Dispatcher::progressed, &dispatcher, [&w](const PlanRun &run) { w.last = run; });
        w.backend.effect = [](const DeliveryCommand &, Rollout &now) { ++now.control.currentStep; };
        dispatcher.run(w.promotion(), {.ref = QStringLiteral("p-1")}, QStringLiteral("looks good"));
        QTRY_VERIFY(w.over());
        QVERIFY2(w.last.state == PlanRun::State::Succeeded, qPrintable(w.last.summary));
        QCOMPARE(passed, 1);
        QCOMPARE(kindsThen, QStringList());
        const QJsonArray said = w.journal.log.constFirst().payload.value(QLatin1String("approvals")).toArray();
        QCOMPARE(said.first().toObject().value(QLatin1String("gate")).toString(), QStringLiteral("into-production"));
    }

    // What is read at dispatch is what the authority is asked about, and its no is the last word: recorded, once.
    void nothingIsSentWhenTheFreshLookSaysNo()
    {
        World w;
        w.authority.now = {.allowed = false, .reason = QStringLiteral("the manifest is another one")};
        bool passed = false;
        Dispatcher::Doors doors = w.doors();
        doors.passGates = [&](const Plan &, const Actor &, const Done<QJsonArray> &) { passed = true; };
        Dispatcher dispatcher(doors);
        QObject::connect(&dispatcher, &Dispatcher::progressed, &dispatcher, [&w](const PlanRun &run) { w.last = run; });
        dispatcher.run(w.promotion(), {.ref = QStringLiteral("p-1")}, QStringLiteral("looks good"));
        QTRY_VERIFY(w.over());
        QVERIFY(w.last.state == PlanRun::State::Refused && w.last.error->kind == Error::Kind::NotPermitted);
        QVERIFY(w.backend.sent.isEmpty() && !passed);
        QCOMPARE(w.journal.kinds(), QStringList{QStringLiteral("authority.refused")});
        // What goes back is not asked about again.
        w.last = {};
        w.run(w.rollback());
        QTRY_VERIFY(w.over());
        QVERIFY(!w.backend.sent.isEmpty());
    }

    // Somebody else used the approval up a moment before.
    void aRivalAtTheGateStopsIt()
    {
        World w;
        Dispatcher::Doors doors = w.doors();
        doors.passGates = [&](const Plan &, const Actor &, const Done<QJsonArray> &done) {
            done(Error{.kind = Error::Kind::NotPermitted, .message = QStringLiteral("another decision came first")});
        };
        Dispatcher dispatcher(doors);
        QObject::connect(&dispatcher, &Dispatcher::progressed, &dispatcher, [&w](const PlanRun &run) { w.last = run; });
        dispatcher.run(w.promotion(), {.ref = QStringLiteral("p-1")}, QStringLiteral("looks good"));
        QTRY_VERIFY(w.over());
        QVERIFY(w.last.state == PlanRun::State::Refused);
        QVERIFY(w.backend.sent.isEmpty());
        QCOMPARE(w.journal.kinds(), QStringList{QStringLiteral("authority.refused")});
    }

    // What it had used up lets another plan go, where nothing of this one was sent.
    void whatSentNothingGivesItsApprovalBack_data()
    {
        QTest::addColumn<bool>("logged");
        QTest::newRow("the intent could not be recorded") << false;
        QTest::newRow("it was sent") << true;
    }
    void whatSentNothingGivesItsApprovalBack()
    {
        QFETCH(const bool, logged);
        World w;
        w.need.level = w.need.required = JournalLevel::Shared;
        w.journal.levelMissing = !logged;
        w.backend.effect = [](const DeliveryCommand &, Rollout &now) { ++now.control.currentStep; };
        QStringList given;
        Dispatcher::Doors doors = w.doors();
        doors.passGates = [&](const Plan &, const Actor &, const Done<QJsonArray> &done) { done(QJsonArray()); };
        doors.logNeed = [&w](const Plan &) { return w.need; };
        doors.giveBack = [&](const Plan &plan, const Actor &, const Done<Ok> &done) {
            QVERIFY(!w.over());
            given.append(plan.id);
            done(Ok{});
        };
        Dispatcher dispatcher(doors);
        QObject::connect(&dispatcher, &Dispatcher::progressed, &dispatcher, [&w](const PlanRun &run) { w.last = run; });
        const Plan plan = w.promotion();
        dispatcher.run(plan, {.ref = QStringLiteral("p-1")}, QStringLiteral("looks good"));
        QTRY_VERIFY(w.over());
        QCOMPARE(w.last.state == PlanRun::State::Succeeded, logged);
        QCOMPARE(given, logged ? QStringList() : QStringList{plan.id});
        QCOMPARE(w.backend.sent.isEmpty(), !logged);
    }

    // In the log of this device and not safe enough in time: nothing is sent, and the intent gets its outcome at once.
    void anIntentThatComesTooLateIsEnded()
    {
        World w;
        w.need.level = w.need.required = JournalLevel::Shared;
        w.journal.levelMissing = true;
        w.run(w.rollback());
        QTRY_VERIFY(w.over());
        QVERIFY(w.last.state == PlanRun::State::Refused);
        QVERIFY(w.backend.sent.isEmpty());
        QCOMPARE(w.journal.kinds(),
                 (QStringList{QStringLiteral("rollback.intent"), QStringLiteral("rollback.outcome")}));
        QCOMPARE(w.journal.lastResult(), QStringLiteral("aborted"));
        QVERIFY(w.journal.open().isEmpty());
        QVERIFY(w.journal.levels.constFirst() == JournalLevel::Shared);
        QVERIFY(w.journal.levels.constLast() == JournalLevel::Local); // an outcome waits for nothing
    }

    // Going back does not wait, and says what was missing.
    void whatGoesBackSaysWhatIsMissing()
    {
        World w;
        w.need.required = JournalLevel::Shared;
        w.need.missing = {kTeamName};
        w.need.reason = QStringLiteral("connection refused");
        w.journal.levelMissing = true;
        w.run(w.rollback());
        QTRY_VERIFY(w.over());
        QVERIFY2(w.last.state == PlanRun::State::Succeeded, qPrintable(w.last.summary));
        const QJsonObject &intent = w.journal.log.constFirst().payload;
        QCOMPARE(intent[QStringLiteral("level_required")].toInt(), 2);
        QCOMPARE(intent[QStringLiteral("degraded")][QStringLiteral("missing")][0].toString(), QStringLiteral("team"));
        QCOMPARE(intent[QStringLiteral("degraded")][QStringLiteral("reason")].toString(),
                 QStringLiteral("connection refused"));
    }

    void rollsACanaryBack()
    {
        World w;
        const Plan plan = w.rollback();
        QCOMPARE(plan.steps.size(), 2); // abort, restore
        w.run(plan);
        QTRY_VERIFY(w.over());
        QVERIFY2(w.last.state == PlanRun::State::Succeeded, qPrintable(w.last.summary));
        QCOMPARE(w.backend.sent.size(), 2);
        QCOMPARE(w.journal.kinds(),
                 (QStringList{QStringLiteral("rollback.intent"), QStringLiteral("rollback.outcome"),
                              QStringLiteral("rollback.intent"), QStringLiteral("rollback.outcome")}));
        QVERIFY(w.journal.open().isEmpty());
        QCOMPARE(w.backend.keys.first(), plan.id + QStringLiteral(":abort:1"));
        QCOMPARE(w.journal.log.first().personal.value(QStringLiteral("rationale")), QStringLiteral("errors at 3 %"));
        QVERIFY(w.last.steps.first().outcomeIndex > w.last.steps.first().intentIndex);
    }
    void intentComesBeforeTheEffect()
    {
        World w;
        w.run(w.rollback());
        QTRY_VERIFY(w.over());
        QCOMPARE(w.backend.intentsAtSend, (QList<qsizetype>{1, 2}));
    }
    // Whatever append fails: never an effect without a durable intent, and no crash.
    void failingJournal_data()
    {
        QTest::addColumn<int>("at");
        QTest::addColumn<int>("sent");
        QTest::newRow("first intent") << 0 << 0;
        QTest::newRow("first outcome") << 1 << 2;
        QTest::newRow("second intent") << 2 << 1;
        QTest::newRow("second outcome") << 3 << 2;
    }
    void failingJournal()
    {
        QFETCH(int, at);
        QFETCH(int, sent);
        World w;
        w.journal.failAt = at;
        w.run(w.rollback());
        QTRY_VERIFY(w.over());
        QCOMPARE(w.backend.sent.size(), sent);
        QCOMPARE(w.journal.kinds().count(QStringLiteral("rollback.intent")), sent);
        if (at == 0) {
            QVERIFY(w.last.state == PlanRun::State::Refused);
            QVERIFY(w.last.error->message.contains(QStringLiteral("disk full")));
        }
        if (at == 1)
            QCOMPARE(w.journal.open().size(), 1); // found and resolved at the next start
    }
    void authorityRefusesBeforeAnything()
    {
        World w;
        w.authority.answer = {.allowed = false, .reason = QStringLiteral("read-only")};
        w.run(w.rollback());
        QTRY_VERIFY(w.over());
        QVERIFY(w.last.state == PlanRun::State::Refused);
        QVERIFY(w.last.error->kind == Error::Kind::NotPermitted);
        QVERIFY(w.backend.sent.isEmpty());
        QCOMPARE(w.journal.kinds(), QStringList{QStringLiteral("authority.refused")});
    }
    void anotherVersionSinceThenIsAnotherDecision()
    {
        World w;
        const Plan plan = w.rollback();
        w.backend.now.desired.hash = QStringLiteral("newer");
        w.run(plan);
        QTRY_VERIFY(w.over());
        QVERIFY(w.last.state == PlanRun::State::Refused);
        QVERIFY(w.backend.sent.isEmpty());
    }
    void alreadySoSendsNothing()
    {
        World w;
        const Plan plan = w.rollback();
        obey(*plan.steps.first().delivery(), w.backend.now);
        w.run(plan);
        QTRY_VERIFY(w.over());
        QVERIFY(w.last.steps.first().state == StepRun::State::Found);
        QCOMPARE(w.backend.sent.size(), 1); // only the restore
    }
    void lostAnswerIsReadBackNotSentAgain()
    {
        World w;
        w.backend.answers = {lost()};
        w.backend.effectDespiteError = true;
        w.run(w.rollback());
        QTRY_VERIFY(w.over());
        QVERIFY(w.last.state == PlanRun::State::Succeeded);
        QCOMPARE(w.backend.sent.size(), 2); // abort once, restore once
    }
    void unsafeIsNeverSentTwice()
    {
        World w;
        w.backend.can.idempotency = Idempotency::Unsafe;
        w.backend.answers = {lost()};
        Plan plan = w.rollback();
        plan.steps[0].timeoutMs = 6'000; // longer than the doubt about a lost answer
        w.run(plan);
        QTRY_VERIFY_WITH_TIMEOUT(w.over(), 15'000);
        QVERIFY(w.last.state == PlanRun::State::Unknown);
        QCOMPARE(w.backend.sent.size(), 1);
        QCOMPARE(w.journal.lastResult(), QStringLiteral("unknown"));
    }
    void safeIsSentAgainUnderANewIntent()
    {
        World w;
        w.backend.answers = {lost()}; // and the request never arrived
        w.run(w.rollback());
        QTRY_VERIFY_WITH_TIMEOUT(w.over(), 15'000);
        QVERIFY(w.last.state == PlanRun::State::Succeeded);
        QCOMPARE(w.backend.sent.size(), 3);
        QVERIFY(w.backend.keys.at(1).endsWith(QStringLiteral(":abort:2")));
        QVERIFY(w.journal.open().isEmpty());
    }
    void conflictLooksAgain()
    {
        World w;
        w.backend.answers = {Error{.kind = Error::Kind::Conflict, .message = QStringLiteral("changed")}};
        w.run(w.rollback());
        QTRY_VERIFY(w.over());
        QVERIFY(w.last.state == PlanRun::State::Succeeded);
        QCOMPARE(w.backend.sent.size(), 3);
    }
    void forbiddenEndsWithTheServersWords()
    {
        World w;
        w.backend.answers = {
            Error{.kind = Error::Kind::NotPermitted, .message = QStringLiteral("viewer cannot patch")}};
        w.run(w.rollback());
        QTRY_VERIFY(w.over());
        QVERIFY(w.last.state == PlanRun::State::Failed);
        QCOMPARE(w.last.error->message, QStringLiteral("viewer cannot patch"));
        QCOMPARE(w.journal.lastResult(), QStringLiteral("failed"));
    }
    void acceptedWithoutEffectSaysSo()
    {
        World w;
        w.backend.effect = {};
        Plan plan = w.rollback();
        plan.steps[0].timeoutMs = 300;
        w.run(plan);
        QTRY_VERIFY(w.over());
        QVERIFY(w.last.state == PlanRun::State::Unknown);
        QVERIFY2(w.last.error->message.startsWith(QStringLiteral("Accepted, but no effect after")),
                 qPrintable(w.last.error->message));
        QVERIFY(w.journal.open().isEmpty());
    }
    void aPlanRunsOnce()
    {
        World w;
        const Plan plan = w.rollback();
        w.run(plan);
        w.run(plan);
        QTRY_VERIFY(w.over());
        w.run(plan);
        QTest::qWait(50);
        QCOMPARE(w.backend.sent.size(), 2);
    }
    void plansOnOneTargetQueue()
    {
        World w;
        const Plan first = w.rollback();
        Plan second = w.rollback();
        QVERIFY(first.id != second.id);
        QSignalSpy spy(&w.dispatcher, &Dispatcher::progressed);
        w.run(first);
        w.run(second);
        QTRY_VERIFY(w.last.plan.id == second.id && w.over());
        QCOMPARE(w.backend.sent.size(), 2); // the second found everything done
        bool secondSeen = false;
        for (const auto &call : spy) {
            const auto run = call.first().value<PlanRun>();
            secondSeen = secondSeen || run.plan.id == second.id;
            QVERIFY(!(secondSeen && run.plan.id == first.id));
        }
    }
    void stopSendsNothingFurther()
    {
        World w;
        const Plan plan = w.rollback();
        w.run(plan);
        w.dispatcher.stop(plan.id);
        QTRY_VERIFY(w.over());
        QVERIFY(w.last.state == PlanRun::State::Stopped);
        QVERIFY(w.backend.sent.isEmpty());
    }
    void recoveryCountsOnlyTimeAfterTheCommands()
    {
        World w;
        Plan plan = w.rollback();
        plan.steps.append(PlanStep{
            .id = QStringLiteral("recover"), .kind = PlanStep::Kind::Recover, .timeoutMs = 10'000, .holdMs = 600});
        w.underSince = 1; // fine since for ever, so the bad canary was not what hurt, or nothing did
        w.run(plan);
        QTRY_VERIFY(w.over());
        QVERIFY(w.last.state == PlanRun::State::Succeeded);
        const StepRun &recover = w.last.steps.last();
        QVERIFY(recover.endedMs - recover.startedMs >= 600);
    }

    // What a crash leaves behind, and what the next start makes of it.
    void recovery_data()
    {
        QTest::addColumn<bool>("effectIsThere");
        QTest::addColumn<bool>("sameVersion");
        QTest::addColumn<int>("idempotency");
        QTest::addColumn<qint64>("ageMs");
        QTest::addColumn<int>("sent");
        QTest::addColumn<QString>("result");
        const auto row = [](const char *name, bool there, bool same, Idempotency idempotency, qint64 age, int sent,
                            const char *result) {
            QTest::newRow(name) << there << same << int(idempotency) << age << sent << QString::fromLatin1(result);
        };
        // Then the plan goes on with what was to come: the restore.
        row("effect is there", true, true, Idempotency::Safe, 1000, 1, "succeeded");
        row("sent again with the same key", false, true, Idempotency::Safe, 1000, 2, "succeeded");
        row("never again when unsafe", false, true, Idempotency::Unsafe, 1000, 0, "aborted");
        row("another version since", false, false, Idempotency::Safe, 1000, 0, "aborted");
        row("too long ago", false, true, Idempotency::Safe, 3'600'000, 0, "aborted");
    }
    void recovery()
    {
        QFETCH(bool, effectIsThere);
        QFETCH(bool, sameVersion);
        QFETCH(int, idempotency);
        QFETCH(qint64, ageMs);
        QFETCH(int, sent);
        QFETCH(QString, result);
        World w;
        const Plan plan = w.leftOver();
        const QString key = plan.id + QStringLiteral(":abort:1");
        w.journal.log[0].wallMs -= ageMs;
        w.backend.can.idempotency = Idempotency(idempotency);
        if (!sameVersion)
            w.backend.now.desired.hash = QStringLiteral("newer");
        if (effectIsThere)
            obey(*plan.steps.first().delivery(), w.backend.now);
        QSignalSpy spy(&w.dispatcher, &Dispatcher::recovered);
        w.dispatcher.recoverUnresolved();
        QTRY_COMPARE(spy.size(), 1);
        QCOMPARE(spy.first().first().toInt(), 1);
        QCOMPARE(w.backend.sent.size(), sent);
        if (sent && !effectIsThere)
            QCOMPARE(w.backend.keys.first(), key);
        QCOMPARE(w.journal.lastResult(), result);
        QVERIFY(w.journal.open().isEmpty());
    }
    // Nothing was looked at is not the same as nothing was left open.
    void saysThatTheJournalCannotBeAsked()
    {
        World w;
        w.leftOver();
        w.journal.unreadable = true;
        QSignalSpy recovered(&w.dispatcher, &Dispatcher::recovered);
        QSignalSpy failed(&w.dispatcher, &Dispatcher::recoveryFailed);
        w.dispatcher.recoverUnresolved();
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(failed.first().first().value<Error>().message.contains(QLatin1String("index")));
        QVERIFY(recovered.isEmpty());
        QVERIFY(w.backend.sent.isEmpty());
    }
    // Two processes on one journal: what the other one works on is no leftover, until it ends.
    void leavesAloneWhatAnotherProcessWorksOn()
    {
        const QTemporaryDir folder;
        Claims mine(folder.filePath(QStringLiteral("claims")));
        Claims others(folder.filePath(QStringLiteral("claims")));
        World w;
        Dispatcher starting(w.doors(mine));
        const QString planId = w.leftOver().id;
        QVERIFY(take(others, planId));

        QSignalSpy spy(&starting, &Dispatcher::recovered);
        starting.recoverUnresolved();
        QTRY_COMPARE(spy.size(), 1);
        QCOMPARE(spy.last().at(0).toInt(), 0);
        QCOMPARE(spy.last().at(1).toInt(), 0); // it is in good hands
        QVERIFY(w.backend.sent.isEmpty());
        QCOMPARE(w.journal.open().size(), 1);

        others.release(planId);
        starting.recoverUnresolved();
        QTRY_COMPARE(spy.size(), 2);
        QCOMPARE(spy.last().at(0).toInt(), 1);
        QCOMPARE(w.backend.sent.size(), 2); // the abort, and the restore that was to follow
        QVERIFY(w.journal.open().isEmpty());
        QVERIFY(take(others, planId)); // given back when it is done
    }
    void aPlanIsClaimedUntilItIsOver()
    {
        const QTemporaryDir folder;
        Claims mine(folder.filePath(QStringLiteral("claims")));
        Claims others(folder.filePath(QStringLiteral("claims")));
        World w;
        Dispatcher dispatcher(w.doors(mine));
        const Plan plan = w.rollback();
        QList<bool> freeAtSend;
        w.backend.effect = [&](const DeliveryCommand &command, Rollout &now) {
            freeAtSend.append(take(others, plan.id));
            obey(command, now);
        };
        QSignalSpy spy(&dispatcher, &Dispatcher::progressed);
        dispatcher.run(plan, {.ref = QStringLiteral("p-1")}, QStringLiteral("errors at 3 %"));
        QTRY_VERIFY(!spy.isEmpty() && spy.last().first().value<PlanRun>().state == PlanRun::State::Succeeded);
        QCOMPARE(freeAtSend, QList<bool>({false, false}));
        QTRY_VERIFY(take(others, plan.id));
    }
    void twoStartsResolveOnce()
    {
        const QTemporaryDir folder;
        Claims one(folder.filePath(QStringLiteral("claims")));
        Claims two(folder.filePath(QStringLiteral("claims")));
        World w;
        Dispatcher first(w.doors(one));
        Dispatcher second(w.doors(two));
        (void)w.leftOver();
        QSignalSpy ofFirst(&first, &Dispatcher::recovered);
        QSignalSpy ofSecond(&second, &Dispatcher::recovered);
        first.recoverUnresolved();
        second.recoverUnresolved();
        QTRY_COMPARE(ofFirst.size() + ofSecond.size(), 2);
        QCOMPARE(w.backend.sent.size(), 2); // the abort, and the restore that was to follow: each once
        QCOMPARE(w.journal.kinds().count(QStringLiteral("rollback.outcome")), 2);
    }
    // The second start has listed the intent while the first was at it, and claims it just after the first is done.
    void looksAgainOnceClaimed()
    {
        const QTemporaryDir folder;
        Claims claims(folder.filePath(QStringLiteral("claims")));
        World w;
        Dispatcher late(w.doors(claims));
        const Plan plan = w.leftOver();
        QSignalSpy spy(&late, &Dispatcher::recovered);
        late.recoverUnresolved(); // has its list already, and acts on it when the loop runs
        const JournalEntry &intent = w.journal.log.constFirst();
        w.journal.append(outcomeDraft(operationOf(plan), {.index = 0, .id = intent.id, .leafHash = intent.leafHash},
                                      Outcome::Succeeded, QString()),
                         [](const Result<Receipt> &) {});
        QTRY_COMPARE(spy.size(), 1);
        QVERIFY(w.backend.sent.isEmpty());
        QCOMPARE(w.journal.log.size(), 2);
    }
    void refusesWhatCannotBeClaimed()
    {
        const QTemporaryDir folder;
        Claims claims(folder.path()); // a folder cannot be locked
        World w;
        Dispatcher dispatcher(w.doors(claims));
        QSignalSpy spy(&dispatcher, &Dispatcher::progressed);
        dispatcher.run(w.rollback(), {.ref = QStringLiteral("p-1")}, QStringLiteral("errors at 3 %"));
        QTRY_VERIFY(!spy.isEmpty());
        QVERIFY(spy.last().first().value<PlanRun>().state == PlanRun::State::Refused);
        QVERIFY(w.backend.sent.isEmpty());
        QVERIFY(w.journal.log.isEmpty());
    }
    // Nothing can be recorded, not even here: refused, unless the name was typed. Then it goes back, the record stays
    // in memory, and is written behind a gap as soon as that is possible.
    void goesBackUnrecorded()
    {
        QVERIFY(!TypedConfirmation::of(QStringLiteral("check"), QStringLiteral("checkout")));
        QVERIFY(!TypedConfirmation::of({}, {}));
        const auto confirmation = TypedConfirmation::of(QStringLiteral(" checkout "), QStringLiteral("checkout"));
        QVERIFY(confirmation.has_value());
        World w;
        w.underSince = 1;
        QSignalSpy told(&w.dispatcher, &Dispatcher::unrecordedChanged);
        w.journal.full = true;
        w.run(w.rollback());
        QTRY_VERIFY(w.over());
        QVERIFY(w.last.state == PlanRun::State::Refused && w.last.mayGoUnrecorded);
        QVERIFY(w.backend.sent.isEmpty());
        QVERIFY(told.isEmpty());
        w.last = {};
        w.dispatcher.runUnrecorded(w.rollback(), {.ref = QStringLiteral("p-1")}, QStringLiteral("errors at 3 %"),
                                   *confirmation);
        QTRY_COMPARE(w.backend.sent.size(), 2);
        QTRY_VERIFY(w.journal.unrecorded().size() == 4);
        QVERIFY(w.last.isUnrecorded);
        QVERIFY(w.journal.log.isEmpty());
        const QString text = told.last().first().toString();
        QCOMPARE(text, unrecordedText(w.journal.unrecorded()));
        QVERIFY(text.contains(QStringLiteral("errors at 3 %")));
        const auto read = unrecordedFrom(text);
        QVERIFY2(read.ok(), read ? "" : qPrintable(read.error().toString()));
        QCOMPARE(unrecordedText(*read), text);
        for (const StepRun &step : std::as_const(w.last.steps))
            QCOMPARE(step.intentIndex, quint64(0)); // none that the log has

        w.journal.full = false;
        QTRY_VERIFY_WITH_TIMEOUT(w.journal.unrecorded().isEmpty(), 20'000);
        QTRY_COMPARE(told.last().first().toString(), QString());
        QCOMPARE(w.journal.kinds().mid(0, 5),
                 (QStringList{QStringLiteral("journal.gap"), QStringLiteral("rollback.intent"),
                              QStringLiteral("rollback.outcome"), QStringLiteral("rollback.intent"),
                              QStringLiteral("rollback.outcome")}));
        QCOMPARE(w.journal.log.first()
                     .payload.value(QLatin1String("gap"))
                     .toObject()
                     .value(QLatin1String("entries"))
                     .toInteger(),
                 4);
        QVERIFY(w.journal.log.at(1).payload.contains(QLatin1String("unrecorded")));
        QVERIFY(w.journal.open().isEmpty()); // each outcome is that of its intent
    }
    void onlyWhatWasNamedGoesBackUnrecorded()
    {
        World w;
        w.journal.full = true;
        const auto other = TypedConfirmation::of(QStringLiteral("cart"), QStringLiteral("cart"));
        w.dispatcher.runUnrecorded(w.rollback(), {.ref = QStringLiteral("p-1")}, QStringLiteral("errors"), *other);
        QTRY_VERIFY(w.over());
        QVERIFY(w.last.state == PlanRun::State::Refused);
        QVERIFY(w.backend.sent.isEmpty());
        // Nothing that goes forward has this way out.
        std::optional<Result<LoggedIntent>> key;
        Draft forward{.kind = QStringLiteral("promotion.intent")};
        forward.fields = {
            {QStringLiteral("subject"), QJsonObject{{QStringLiteral("service"), QStringLiteral("cart")}}}};
        w.journal.appendUnrecorded(forward, QStringLiteral("k"), *other,
                                   [&key](const Result<LoggedIntent> &answer) { key = answer; });
        QTRY_VERIFY(key.has_value());
        QCOMPARE(key->error().kind, Error::Kind::Refused);
        QVERIFY(w.journal.unrecorded().isEmpty());
        QVERIFY(!unrecordedFrom(QStringLiteral("{\"unrecorded\":1,\"id\":\"x\",\"kind\":\"promotion.intent\"}")));
        QVERIFY(!unrecordedFrom(QStringLiteral("no json")));
        QVERIFY(!unrecordedFrom(QString()));
    }
    // Where the disk can be written after all, it is recorded as anything else.
    void aTypedNameRecordsWhereItCan()
    {
        World w;
        w.underSince = 1;
        w.dispatcher.runUnrecorded(w.rollback(), {.ref = QStringLiteral("p-1")}, QStringLiteral("errors"),
                                   *TypedConfirmation::of(QStringLiteral("checkout"), QStringLiteral("checkout")));
        QTRY_COMPARE(w.backend.sent.size(), 2);
        QVERIFY(!w.last.isUnrecorded);
        QVERIFY(w.journal.unrecorded().isEmpty());
        QVERIFY(w.journal.kinds().startsWith(QStringLiteral("rollback.intent")));
    }
    void breaker()
    {
        Breaker breaker;
        for (int i = 0; i < Breaker::kFailures; ++i) {
            QCOMPARE(breaker.waitMs(0), 0);
            breaker.failed(0);
        }
        QCOMPARE(breaker.waitMs(0), Breaker::kOpenMs);
        QCOMPARE(breaker.waitMs(Breaker::kOpenMs), 0); // one may try
        breaker.succeeded();
        QCOMPARE(breaker.waitMs(0), 0);
    }
};

QTEST_GUILESS_MAIN(TestDispatcher)
#include "tst_dispatcher.moc"
