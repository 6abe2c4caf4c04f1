// SPDX-License-Identifier: GPL-3.0-or-later
// A rollback of a plain Deployment through the dispatcher, over real sockets, while the server misbehaves: what the
// plan ends as, what the log says, and how many requests left.
#include "models/command/dispatcher.h"
#include "models/command/planner.h"
#include "tests/connectors/kubernetes/deploymentrig.h"
#include "tests/connectors/kubernetes/troubles.h"

using namespace astern;
using namespace astern::connectors;
using namespace astern::test;
using Kind = Error::Kind;
using RunState = PlanRun::State;

namespace {

// The same backend, of which nobody can say whether it takes a request twice.
class AsUnsafe final : public DeliveryCommands {
    Q_OBJECT
public:
    explicit AsUnsafe(DeliveryCommands &real) : m_real(real) {}
    [[nodiscard]] Capability capability(DeliveryAction action, const Rollout &now) const override
    {
        Capability can = m_real.capability(action, now);
        can.idempotency = Idempotency::Unsafe;
        return can;
    }
    void read(const ObjectRef &ref, Done<Rollout> done) override { m_real.read(ref, std::move(done)); }
    void mayI(DeliveryAction action, const ObjectRef &ref, Done<Permission> done) override
    {
        m_real.mayI(action, ref, std::move(done));
    }
    void apply(const LoggedIntent &intent, const DeliveryCommand &command, Done<Accepted> done) override
    {
        m_real.apply(intent, command, std::move(done));
    }

private:
    DeliveryCommands &m_real;
};

struct World {
    DeploymentRig rig;
    FakeAuthority authority;
    AsUnsafe careful{*rig.commands};
    bool isUnsafe = false;
    Dispatcher dispatcher{{.backend = [this](const QString &) -> DeliveryCommands * {
                               return isUnsafe ? static_cast<DeliveryCommands *>(&careful) : rig.commands.get();
                           },
                           .journal = &rig.journal,
                           .authority = &authority,
                           .clock = &rig.clock,
                           .underLimitsSince = {}}};
    PlanRun last;
    std::function<void(const StepRun &)> onStep;

    World()
    {
        rig.obey();
        QObject::connect(&dispatcher, &Dispatcher::progressed, &dispatcher, [this](const PlanRun &run) {
            last = run;
            if (onStep)
                onStep(run.steps.first());
        });
    }
    // Rolls v3 back to v1. `timeoutMs`: how long its effect is waited for.
    void rollBack(qint64 timeoutMs = 20'000)
    {
        rig.beginRead();
        QVERIFY(rig.wait([this] { return rig.seen.has_value(); }));
        QVERIFY(*rig.seen);
        Result<Plan> plan = planRollback(
            **rig.seen,
            {.service = s("web"), .environment = s("prod"), .cell = s("eu-1"), .production = true, .hasSignals = false},
            DeploymentRig::kOlder);
        QVERIFY2(plan, qPrintable(plan ? QString() : plan.error().toString()));
        QCOMPARE(plan->steps.size(), 1);
        plan->steps[0].timeoutMs = timeoutMs;
        dispatcher.run(*plan, {.ref = s("p-1")}, s("errors at 3 %"));
        QVERIFY(rig.wait([this] { return !last.plan.id.isEmpty() && last.state != RunState::Running; }));
    }
    // Of every attempt, in order: "failed", "unknown", "succeeded".
    [[nodiscard]] QStringList results() const
    {
        QStringList all;
        for (const JournalEntry &entry : rig.journal.log) {
            if (entry.kind.endsWith(QLatin1String(".outcome")))
                all.append(entry.payload[s("outcome")][s("result")].toString());
        }
        return all;
    }
    [[nodiscard]] QString told() const
    {
        return last.summary + QLatin1String(" | ") + (last.error ? last.error->toString() : QString());
    }
};

bool isPatch(const FakeRequest &request) { return request.method == "PATCH"; }

} // namespace

class TestDeploymentPlans : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void goesBack()
    {
        World w;
        w.rollBack();
        QVERIFY2(w.last.state == RunState::Succeeded, qPrintable(w.told()));
        QCOMPARE(w.rig.api.patches().size(), 1);
        QCOMPARE(w.results(), QStringList{s("succeeded")});
    }

    void refused_data()
    {
        QTest::addColumn<Trouble>("trouble");
        QList<Trouble> all = troubles();
        all.append({"410", FakeReply::json(status(410, "Gone", "the requested resource is gone"), 410),
                    BackendHealth::State::Retrying, Kind::Gone, "the requested resource is gone", "Look at it again"});
        for (const Trouble &one : std::as_const(all)) {
            if (one.reply.status >= 400 && one.reply.status < 500 && one.kind != Kind::Conflict)
                QTest::newRow(one.name) << one;
        }
    }
    // Said no: once is enough, and it is over at once.
    void refused()
    {
        QFETCH(Trouble, trouble);
        World w;
        w.rig.answer([&trouble](const FakeRequest &request) {
            return isPatch(request) ? std::optional(trouble.reply) : std::nullopt;
        });
        w.rollBack();
        QVERIFY2(w.last.state == RunState::Failed, qPrintable(w.told()));
        QCOMPARE(w.last.summary, s("refused by the backend"));
        checkError(*w.last.error, int(trouble.kind), trouble.kind == Kind::NotFound ? QString() : s(trouble.said),
                   s(trouble.advice));
        QCOMPARE(w.rig.api.patches().size(), 1);
        QCOMPARE(w.results(), QStringList{s("failed")});
    }

    void throttled()
    {
        World w;
        const FakeReply later =
            FakeReply::json(status(429, "TooManyRequests", "too many requests"), 429).with("Retry-After", "1");
        w.rig.answer(
            [&later](const FakeRequest &request) { return isPatch(request) ? std::optional(later) : std::nullopt; });
        w.rollBack();
        QVERIFY2(w.last.state == RunState::Failed, qPrintable(w.told()));
        QCOMPARE(w.last.summary, s("the backend asks to wait"));
        checkError(*w.last.error, int(Kind::Throttled), s("asks to wait"), s("pause"));
        QCOMPARE(w.results(), (QStringList{s("failed"), s("failed"), s("failed")}));
        QCOMPARE(w.rig.version().toInt(), 1001);
    }

    void inDoubt_data()
    {
        QTest::addColumn<FakeReply>("reply");
        QTest::newRow("500") << FakeReply::json(status(500, "InternalError", "etcdserver: leader changed"), 500);
        QTest::newRow("too large") << claimsTooMuch();
    }
    // Nobody knows whether it was obeyed: it is read back for a while, then sent again under a new intent.
    void inDoubt()
    {
        QFETCH(FakeReply, reply);
        World w;
        w.rig.answer([reply, patches = 0](const FakeRequest &request) mutable {
            return isPatch(request) && ++patches == 1 ? std::optional(reply) : std::nullopt;
        });
        w.rollBack();
        QVERIFY2(w.last.state == RunState::Succeeded, qPrintable(w.told()));
        QCOMPARE(w.results(), (QStringList{s("unknown"), s("succeeded")}));
        QCOMPARE(w.rig.api.patches().size(), 2);
        QCOMPARE(w.rig.version().toInt(), 1002); // changed once
        QVERIFY(w.rig.api.patches().first().headers.value("astern-intent") !=
                w.rig.api.patches().last().headers.value("astern-intent"));
    }
    void inDoubtAndUnsafe_data() { inDoubt_data(); }
    // The same where it may not be sent again: read back to the end, and left to a person.
    void inDoubtAndUnsafe()
    {
        QFETCH(FakeReply, reply);
        World w;
        w.isUnsafe = true;
        w.rig.answer(
            [reply](const FakeRequest &request) { return isPatch(request) ? std::optional(reply) : std::nullopt; });
        w.rollBack(6'000); // longer than anything that is sent again waits
        QVERIFY2(w.last.state == RunState::Unknown, qPrintable(w.told()));
        QCOMPARE(w.rig.api.patches().size(), 1);
        QCOMPARE(w.results(), QStringList{s("unknown")});
        checkError(*w.last.error, int(Kind::TimedOut), s("No answer and no effect"),
                   s("before sending anything again"));
    }

    // Obeyed, unheard, and its pods take their time: the second try finds it under way and sends nothing.
    void obeyedUnheard()
    {
        World w;
        w.rig.podsFollow = false;
        w.rig.api.loseAnswers = 1;
        w.rig.api.lostAs = FakeReply::json(status(500, "InternalError", "etcdserver: leader changed"), 500);
        w.onStep = [&w](const StepRun &step) {
            if (step.attempt == 2 && step.state == StepRun::State::Sending)
                w.rig.podsFollow = true;
        };
        w.rig.answer([&w](const FakeRequest &request) -> std::optional<FakeReply> {
            if (w.rig.podsFollow && w.rig.api.loseAnswers == 0 && request.path == kDeploymentSets)
                w.rig.movePods();
            return std::nullopt;
        });
        w.rollBack();
        QVERIFY2(w.last.state == RunState::Succeeded, qPrintable(w.told()));
        QCOMPARE(w.results(), (QStringList{s("unknown"), s("succeeded")}));
        QCOMPARE(w.rig.api.patches().size(), 1);
    }

    void unreadableYes_data()
    {
        QTest::addColumn<FakeReply>("reply");
        QTest::newRow("a login page") << FakeReply::text(200, "<html>Sign in</html>", "text/html");
        QTest::newRow("truncated JSON") << FakeReply::json("{\"kind\":\"Deployment\",\"meta");
        QTest::newRow("wrong types") << FakeReply::json("{\"metadata\":{\"resourceVersion\":7}}");
    }
    // 200 from something that is no API server: not believed beyond "accepted", and not sent again.
    void unreadableYes()
    {
        QFETCH(FakeReply, reply);
        World w;
        w.rig.answer(
            [reply](const FakeRequest &request) { return isPatch(request) ? std::optional(reply) : std::nullopt; });
        w.rollBack(500);
        QVERIFY2(w.last.state == RunState::Unknown, qPrintable(w.told()));
        checkError(*w.last.error, int(Kind::TimedOut), s("Accepted, but no effect"), s("Last seen: v3 serves"));
        QCOMPARE(w.rig.api.patches().size(), 1);
        QCOMPARE(w.results(), QStringList{s("unknown")});
    }

    void nobodyThere_data()
    {
        QTest::addColumn<bool>("comesBack");
        QTest::newRow("for a moment") << true;
        QTest::newRow("for good") << false;
    }
    // Gone at the instant of sending: nothing was sent, which is said, and is no doubt.
    void nobodyThere()
    {
        QFETCH(bool, comesBack);
        World w;
        w.rig.api.closesConnections = true;
        w.onStep = [&w, comesBack](const StepRun &step) {
            if (step.state == StepRun::State::Sending && step.attempt == 1)
                w.rig.api.server.stop();
            if (comesBack && step.state == StepRun::State::Checking && step.attempt == 2)
                w.rig.api.server.listen();
        };
        w.rollBack();
        QCOMPARE(w.results().first(), s("failed"));
        const QString observed = w.rig.journal.log.at(1).payload[s("outcome")][s("observed")].toString();
        QVERIFY2(observed.startsWith(s("nothing was sent: Nothing answers for prod-eu")), qPrintable(observed));
        if (comesBack) {
            QVERIFY2(w.last.state == RunState::Succeeded, qPrintable(w.told()));
            QCOMPARE(w.rig.api.patches().size(), 1);
            return;
        }
        QVERIFY2(w.last.state == RunState::Failed, qPrintable(w.told()));
        checkError(*w.last.error, int(Kind::Unreachable), s("Nothing answers for prod-eu"), s("Check that it runs"));
        QVERIFY(w.rig.api.patches().isEmpty());
        QCOMPARE(w.results(), QStringList{s("failed")});
        QVERIFY(w.rig.journal.open().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestDeploymentPlans)
#include "tst_deploymentplans.moc"
