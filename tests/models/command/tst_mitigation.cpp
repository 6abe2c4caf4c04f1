// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/command/commandjson.h"
#include "models/command/dispatcher.h"
#include "models/command/mitigationplanner.h"
#include "models/command/record.h"
#include "tests/support/fakemitigations.h"
#include "tests/support/samples.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace astern;

namespace {

QString s(const char *text) { return QString::fromUtf8(text); }

void obey(const DeliveryCommand &command, Rollout &now)
{
    if (command.action == DeliveryAction::Abort) {
        now.control.aborted = true;
        now.serving.shares = {{s("old"), 8, 100, 12, 12}};
    } else if (command.action == DeliveryAction::Undo) {
        now.control.aborted = false;
        now.desired.hash = s("old");
        now.desired.manifest = samples::manifest(s("4.7.1"));
    }
}

// Says when something was written, before the answer.
class TellingJournal : public FakeJournal {
public:
    std::function<void()> written;
    using Journal::append;
    void append(const Draft &draft, JournalLevel level, Done<Receipt> done) override
    {
        FakeJournal::append(draft, level, std::move(done));
        if (written)
            written();
    }
};

struct World {
    TellingJournal journal;
    FakeBackend backend;
    FakeFlags flags;
    FakeConfigs configs;
    FakeAuthority authority;
    SystemClock clock;
    std::unique_ptr<Dispatcher> dispatcher;
    PlanRun last;

    World()
    {
        backend.now = samples::canary();
        backend.effect = obey;
        open();
    }
    // Another process, later: what was under way is gone.
    void open()
    {
        last = {};
        dispatcher =
            std::make_unique<Dispatcher>(Dispatcher::Doors{.backend = [this](const QString &) { return &backend; },
                                                           .flags = [this](const QString &) { return &flags; },
                                                           .configs = [this](const QString &) { return &configs; },
                                                           .journal = &journal,
                                                           .authority = &authority,
                                                           .clock = &clock});
        QObject::connect(dispatcher.get(), &Dispatcher::progressed, dispatcher.get(),
                         [this](const PlanRun &run) { last = run; });
    }
    [[nodiscard]] PlanContext context() const
    {
        return {.service = s("checkout"),
                .environment = s("prod"),
                .cell = s("eu-1"),
                .first = mitigationSteps({flags.now}, {{configs.now, s("sha256:safe")}})};
    }
    [[nodiscard]] Plan rollback() const
    {
        const Result<Plan> plan = planRollback(backend.now, context());
        if (!plan)
            qFatal("no plan: %s", qPrintable(plan.error().toString()));
        return *plan;
    }
    void run(const Plan &plan) { dispatcher->run(plan, {.ref = s("p-1")}, s("errors at 3 %")); }
    [[nodiscard]] bool over() const { return !last.plan.id.isEmpty() && last.state != PlanRun::State::Running; }
    [[nodiscard]] bool isBack() const
    {
        return !flags.now.on && configs.now.digest == s("sha256:safe") && backend.now.desired.hash == s("old");
    }
    [[nodiscard]] qsizetype sent() const { return flags.sent.size() + configs.sent.size() + backend.sent.size(); }
};

QStringList ids(const Plan &plan)
{
    QStringList all;
    for (const PlanStep &step : plan.steps)
        all.append(step.id);
    return all;
}

} // namespace

class TestMitigation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void flagThenConfigThenRelease()
    {
        World w;
        const Plan plan = w.rollback();
        QCOMPARE(ids(plan),
                 (QStringList{s("flag-off-new-pricing"), s("config-checkout-config"), s("abort"), s("restore")}));
        w.run(plan);
        QTRY_VERIFY(w.over());
        QVERIFY2(w.last.state == PlanRun::State::Succeeded, qPrintable(w.last.summary));
        QVERIFY(w.isBack());
        QCOMPARE(w.sent(), 4);
        QCOMPARE(w.configs.sent.first().expectResourceVersion, s("7"));
        QCOMPARE(w.journal.kinds().count(s("rollback.intent")), 4);
        QCOMPARE(w.journal.kinds().count(s("rollback.outcome")), 4);
        QCOMPARE(w.journal.log.size(), 8);
        QVERIFY(w.journal.open().isEmpty());
        for (const StepRun &step : std::as_const(w.last.steps))
            QVERIFY(step.state == StepRun::State::Done && step.outcomeIndex > step.intentIndex);
    }

    void interruptedBetweenAnyTwoSteps_data()
    {
        QTest::addColumn<int>("entries"); // that were written when the process died
        for (int i = 1; i <= 8; ++i)
            QTest::addRow("after %d", i) << i;
    }
    // The process dies after the n-th entry; the next start ends it, and nothing is sent twice.
    void interruptedBetweenAnyTwoSteps()
    {
        QFETCH(int, entries);
        World w;
        // How everything stood when that entry was written: no later request had left.
        struct Stood {
            FlagState flag;
            ConfigState config;
            Rollout rollout;
        } stood;
        w.journal.written = [&] {
            if (w.journal.log.size() == entries)
                stood = {w.flags.now, w.configs.now, w.backend.now};
        };
        w.run(w.rollback());
        QTRY_VERIFY(w.over());
        w.dispatcher.reset();
        w.journal.written = {};
        w.journal.forget(entries);
        w.flags.now = stood.flag;
        w.configs.now = stood.config;
        w.backend.now = stood.rollout;
        w.flags.sent.clear();
        w.configs.sent.clear();
        w.backend.sent.clear();
        QVERIFY(w.isBack() == (entries == 8));
        w.open();
        QSignalSpy spy(w.dispatcher.get(), &Dispatcher::recovered);
        w.dispatcher->recoverUnresolved();
        QTRY_COMPARE_WITH_TIMEOUT(spy.size(), 1, 10'000);
        QVERIFY(w.isBack());
        QVERIFY(w.journal.open().isEmpty());
        QCOMPARE(w.sent(), 4 - entries / 2); // what had no outcome, and each once
        const qsizetype before = w.sent();
        w.open();
        QSignalSpy again(w.dispatcher.get(), &Dispatcher::recovered);
        w.dispatcher->recoverUnresolved();
        QTRY_COMPARE(again.size(), 1);
        QCOMPARE(w.sent(), before); // nothing is left to go on with
    }

    void whatAPersonStoppedStaysStopped()
    {
        World w;
        const Plan plan = w.rollback();
        QObject::connect(w.dispatcher.get(), &Dispatcher::progressed, w.dispatcher.get(), [&](const PlanRun &run) {
            if (run.steps.constFirst().state == StepRun::State::Done)
                w.dispatcher->stop(plan.id);
        });
        w.run(plan);
        QTRY_VERIFY(w.over());
        QVERIFY(w.last.state == PlanRun::State::Stopped);
        QCOMPARE(w.sent(), 1);
        QCOMPARE(w.journal.kinds().last(), s("rollback.ended"));
        w.open();
        QSignalSpy spy(w.dispatcher.get(), &Dispatcher::recovered);
        w.dispatcher->recoverUnresolved();
        QTRY_COMPARE(spy.size(), 1);
        QCOMPARE(w.sent(), 1);
    }

    void anOldInterruptionIsLeftToAPerson()
    {
        World w;
        w.run(w.rollback());
        QTRY_VERIFY(w.over());
        w.dispatcher.reset();
        w.journal.forget(2);
        w.configs.now.digest = s("sha256:bad");
        for (JournalEntry &entry : w.journal.log)
            entry.wallMs -= 3'600'000;
        const qsizetype before = w.sent();
        w.open();
        QSignalSpy spy(w.dispatcher.get(), &Dispatcher::recovered);
        w.dispatcher->recoverUnresolved();
        QTRY_COMPARE(spy.size(), 1);
        QCOMPARE(w.sent(), before);
    }

    // A configuration that is another one than was looked at is not written over.
    void anotherContentSinceThenIsRefused()
    {
        World w;
        const Plan plan = w.rollback();
        w.configs.now.digest = s("sha256:other");
        w.run(plan);
        QTRY_VERIFY(w.over());
        QVERIFY(w.last.state == PlanRun::State::Failed);
        QVERIFY(w.configs.sent.isEmpty() && w.backend.sent.isEmpty());
        QVERIFY(!w.flags.now.on);
    }

    // Two plans that share a flag run one after another, whatever else they change.
    void plansWithACommonTargetWait()
    {
        World w;
        const Plan first = w.rollback();
        ObjectRef elsewhere = w.backend.now.ref;
        elsewhere.name = s("another");
        const Result<Plan> second = planFlag(PlanKind::FlagOff, w.flags.now, -1, w.context(), elsewhere);
        QVERIFY(second);
        QList<QString> order;
        QObject::connect(w.dispatcher.get(), &Dispatcher::progressed, w.dispatcher.get(), [&](const PlanRun &run) {
            if (order.isEmpty() || order.last() != run.plan.id)
                order.append(run.plan.id);
        });
        w.run(first);
        w.run(*second);
        QTRY_VERIFY(w.over() && w.last.plan.id == second->id);
        QCOMPARE(order, (QList<QString>{first.id, second->id}));
        QCOMPARE(w.flags.sent.size(), 1); // the second found it off
    }

    void aPercentageComesBeforeTheSwitch()
    {
        World w;
        w.flags.now.on = false;
        w.flags.now.percent = 100;
        const Result<Plan> plan = planFlag(PlanKind::FlagOn, w.flags.now, 5, w.context(), w.backend.now.ref);
        QVERIFY(plan);
        QCOMPARE(ids(*plan), (QStringList{s("flag-percent-new-pricing"), s("flag-on-new-pricing")}));
        w.run(*plan);
        QTRY_VERIFY(w.over());
        QVERIFY(w.last.state == PlanRun::State::Succeeded);
        QCOMPARE(w.flags.sent.first().percent, 5);
        QVERIFY(w.flags.now.on);
        QVERIFY(w.journal.kinds().first() == s("promotion.intent"));
    }

    void refusals_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<bool>("on");
        QTest::addColumn<int>("strategies");
        QTest::addColumn<int>("percent");
        QTest::newRow("off already") << int(PlanKind::FlagOff) << false << 1 << -1;
        QTest::newRow("on already") << int(PlanKind::FlagOn) << true << 1 << -1;
        QTest::newRow("nothing decides") << int(PlanKind::FlagOn) << false << 0 << -1;
        QTest::newRow("same percentage") << int(PlanKind::FlagPercent) << true << 1 << 25;
        QTest::newRow("too much") << int(PlanKind::FlagPercent) << true << 1 << 101;
        QTest::newRow("nothing said") << int(PlanKind::FlagPercent) << true << 1 << -1;
    }
    void refusals()
    {
        QFETCH(int, kind);
        QFETCH(bool, on);
        QFETCH(int, strategies);
        QFETCH(int, percent);
        World w;
        w.flags.now.on = on;
        w.flags.now.strategies = strategies;
        const Result<Plan> plan = planFlag(PlanKind(kind), w.flags.now, percent, w.context(), w.backend.now.ref);
        QVERIFY(!plan);
        QVERIFY(!plan.error().message.isEmpty());
    }

    void mitigationAloneLeavesTheRelease()
    {
        World w;
        const Result<Plan> plan = planMitigation(w.backend.now, w.context());
        QVERIFY(plan);
        QVERIFY(isProtective(plan->kind));
        w.run(*plan);
        QTRY_VERIFY(w.over());
        QVERIFY(w.backend.sent.isEmpty());
        QVERIFY(!w.flags.now.on);
        // And then there is nothing more to do.
        w.configs.now.digest = s("sha256:safe");
        QVERIFY(!planMitigation(w.backend.now, w.context()));
    }

    void commandsSurviveTheLog()
    {
        World w;
        const Plan plan = w.rollback();
        for (const PlanStep &step : plan.steps) {
            QVERIFY(commandFrom(toJson(step.command)) == step.command);
            QVERIFY(expectationFrom(toJson(step.effect)) == step.effect);
        }
        QVERIFY(!commandFrom({{s("kind"), s("flag")}, {s("action"), s("explode")}}));
    }

    void versionToRestore_data()
    {
        QTest::addColumn<QString>("safe");
        QTest::addColumn<qint64>("releaseStarted");
        QTest::addColumn<QString>("wanted");
        QTest::newRow("the safe one") << s("sha256:aaaa") << qint64(0) << s("sha256:aaaa1");
        QTest::newRow("a safe one that was never seen") << s("sha256:ffff") << qint64(1'500) << QString();
        QTest::newRow("came with the release") << QString() << qint64(1'500) << s("sha256:aaaa1");
        QTest::newRow("was there before it") << QString() << qint64(2'500) << QString();
        QTest::newRow("nobody knows when it began") << QString() << qint64(0) << QString();
    }
    void versionToRestore()
    {
        QFETCH(QString, safe);
        QFETCH(qint64, releaseStarted);
        QFETCH(QString, wanted);
        const QTemporaryDir folder;
        ConfigStore store(folder.filePath(s("configs")));
        World w;
        ConfigState state = w.configs.now;
        for (const auto &[digest, at] : {std::pair("sha256:aaaa1", 1'000), std::pair("sha256:bbbb2", 2'000)}) {
            state.digest = s(digest);
            state.observedMs = at;
            QVERIFY(store.keep(state));
        }
        QCOMPARE(astern::versionToRestore({.safe = safe}, state, store, releaseStarted), wanted);
    }
};

QTEST_GUILESS_MAIN(TestMitigation)
#include "tst_mitigation.moc"
