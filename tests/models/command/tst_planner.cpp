// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/command/planner.h"
#include "tests/support/samples.h"

#include <QTest>

using namespace astern;

Q_DECLARE_METATYPE(astern::Expectation)

class TestPlanner : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void rollback_data();
    void rollback();
    void actions_data();
    void actions();
    void canaryPlanSaysWhatItDoes();
    void gitOpsSaysWhatWillUndoIt();
    void finishedIsGuarded();
    void recoveryOnlyWithLimits();
    void expectations_data();
    void expectations();
    void unknownHoldsNothing();
    void progress();
};

namespace {

Rollout owned(Rollout r)
{
    r.owner = GitOwner{QStringLiteral("Argo CD"), QStringLiteral("shop")};
    return r;
}

template <class Change>
Rollout with(Rollout r, Change change)
{
    change(r);
    return r;
}

QString idsOf(const Plan &plan)
{
    QStringList ids;
    for (const PlanStep &step : plan.steps)
        ids.append(step.id);
    return ids.join(QLatin1Char(' '));
}

} // namespace

void TestPlanner::rollback_data()
{
    using namespace samples;
    QTest::addColumn<Rollout>("now");
    QTest::addColumn<int>("toRevision");
    QTest::addColumn<QString>("steps");   // ids; empty: refused
    QTest::addColumn<QString>("version"); // of the target
    QTest::addColumn<QString>("reason");  // part of the refusal
    const auto plan = [](const char *name, const Rollout &now, int to, const char *steps, const char *version) {
        QTest::newRow(name) << now << to << QString::fromLatin1(steps) << QString::fromLatin1(version) << QString();
    };
    const auto refusal = [](const char *name, const Rollout &now, int to, const char *reason) {
        QTest::newRow(name) << now << to << QString() << QString() << QString::fromLatin1(reason);
    };
    plan("canary waiting at a step", canary(), 0, "abort restore recover", "4.7.1");
    plan("canary moving", progressing(), 0, "abort restore recover", "4.7.1");
    plan("canary to an older version", canary(), 7, "abort undo promote-full recover", "4.7.0");
    plan("canary of GitOps: template stays", owned(canary()), 0, "abort recover", "4.7.1");
    plan("canary of GitOps to an older version", owned(canary()), 7, "abort undo promote-full recover", "4.7.0");
    plan("aborted, not restored", aborted(), 0, "restore recover", "4.7.1");
    plan("aborted, to an older version", aborted(), 7, "undo promote-full recover", "4.7.0");
    plan("aborted, traffic still returning",
         with(aborted(), [](Rollout &r) { r.serving.shares = canary().serving.shares; }), 0, "restore recover",
         "4.7.1");
    plan("finished hours ago", finished(), 0, "undo promote-full recover", "4.7.1");
    plan("finished, chosen revision", finished(), 7, "undo promote-full recover", "4.7.0");
    plan("finished, GitOps", owned(finished()), 0, "undo promote-full recover", "4.7.1");
    plan("rolled back, forward again", back(), 9, "undo promote-full recover", "4.8.0");
    plan("blue-green before the switch", blueGreen(), 0, "abort restore recover", "4.7.1");
    plan("blue-green finished", with(finished(), [](Rollout &r) { r.control.strategy = QStringLiteral("blue-green"); }),
         0, "undo promote-full recover", "4.7.1");
    plan("controller has not seen the new spec", with(canary(), [](Rollout &r) { r.control.sawLatest = false; }), 0,
         "undo promote-full recover", "4.7.1");
    plan("degraded canary",
         with(canary(), [](Rollout &r) { r.control.failure = QStringLiteral("ProgressDeadlineExceeded"); }), 0,
         "abort restore recover", "4.7.1");
    plan("paused by a person", with(canary(), [](Rollout &r) { r.desired.paused = r.control.pausedByPerson = true; }),
         0, "abort unpause restore recover", "4.7.1"); // a paused controller moves no traffic
    plan("finished, then paused", with(finished(), [](Rollout &r) { r.desired.paused = true; }), 0,
         "undo promote-full recover", "4.7.1");
    plan("aborted and paused", with(aborted(), [](Rollout &r) { r.desired.paused = true; }), 0, "restore recover",
         "4.7.1");
    plan("template in another object", with(finished(), [](Rollout &r) { r.sharedTemplate = true; }), 0,
         "undo promote-full recover", "4.7.1");
    plan("deployment", deployment(), 0, "undo recover", "4.7.1");
    plan("deployment on its way",
         with(deployment(),
              [](Rollout &r) {
                  r.stableHash = QStringLiteral("old");
                  r.serving.shares = canary().serving.shares;
              }),
         0, "undo recover", "4.7.1");
    plan("deployment paused", with(deployment(), [](Rollout &r) { r.desired.paused = true; }), 0, "undo recover",
         "4.7.1");
    refusal("first deploy", firstDeploy(), 0, "first version");
    refusal("history switched off", with(firstDeploy(), [](Rollout &r) { r.historyLimit = 0; }), 0,
            "revisionHistoryLimit is 0");
    refusal("history gone",
            with(finished(),
                 [](Rollout &r) {
                     r.revisions = {r.revisions[0], r.revisions[0]};
                     r.revisions[1].number = 3;
                 }),
            0, "No older version that differs");
    refusal("no such revision", finished(), 3, "no revision 3");
    refusal("serves already", finished(), 9, "4.8.0 serves already");
    refusal("is on its way", canary(), 9, "on its way");
    refusal("aborted under GitOps", owned(aborted()), 0, "4.7.1 serves already");
    refusal("not understood",
            with(canary(), [](Rollout &r) { r.unknownReason = QStringLiteral("spec.replicas is text"); }), 0,
            "spec.replicas is text");
    refusal("never seen", with(canary(), [](Rollout &r) { r.observedMs = 0; }), 0, "has not been seen");
    refusal("nothing there", Rollout(), 0, "has not been seen");
}

void TestPlanner::rollback()
{
    QFETCH(Rollout, now);
    QFETCH(int, toRevision);
    QFETCH(QString, steps);
    QFETCH(QString, version);
    QFETCH(QString, reason);
    const Result<Plan> plan = planRollback(now, samples::context(), toRevision);
    if (steps.isEmpty()) {
        QVERIFY2(!plan.ok(), "a plan was made");
        QVERIFY2(plan.error().message.contains(reason), qPrintable(plan.error().message));
        return;
    }
    QVERIFY2(plan.ok(), plan.ok() ? "" : qPrintable(plan.error().toString()));
    QCOMPARE(idsOf(*plan), steps);
    QCOMPARE(plan->toVersion, version);
    QVERIFY(plan->kind == PlanKind::Rollback);
    QVERIFY(!plan->id.isEmpty() && plan->production);
    QCOMPARE(plan->seen, now);
    QCOMPARE(plan->target, now.ref);
    QVERIFY2(!plan->stays.isEmpty(), "it is said what stays");
    for (const PlanStep &step : plan->steps) {
        QVERIFY2(!step.title.isEmpty() && step.timeoutMs > 0 && step.expectedMs > 0, qPrintable(step.id));
        if (step.kind == PlanStep::Kind::Command) {
            QCOMPARE(step.delivery()->target, now.ref);
            QVERIFY2(step.effect.what != Expectation::What::Nothing, "an effect is read back");
            QVERIFY2(!holds(step.effect, now) || step.skipWhenEffectHolds, qPrintable(step.id));
        }
    }
    // The last command's effect is what "rolled back" means, unless a tool owns the template.
    const PlanStep &last = plan->steps.at(plan->steps.size() - 2);
    QVERIFY(last.effect.what == Expectation::What::FullyServes || now.owner);
}

void TestPlanner::actions_data()
{
    using namespace samples;
    QTest::addColumn<PlanKind>("kind");
    QTest::addColumn<Rollout>("now");
    QTest::addColumn<QString>("title");  // part of the only step's title; empty: refused
    QTest::addColumn<QString>("reason"); // part of the refusal
    const auto row = [](const char *name, PlanKind kind, const Rollout &now, const char *title,
                        const char *reason = "") {
        QTest::newRow(name) << kind << now << QString::fromUtf8(title) << QString::fromLatin1(reason);
    };
    const auto paused = [](Rollout r) {
        r.desired.paused = r.control.pausedByPerson = true;
        return r;
    };
    row("promote", PlanKind::Promote, canary(), "Promote 4.8.0 to 50");
    row("promote the last step", PlanKind::Promote, with(canary(), [](Rollout &r) { r.control.currentStep = 3; }),
        "to 100");
    row("promote blue-green", PlanKind::Promote, blueGreen(), "to 100");
    row("promote what is paused", PlanKind::Promote, paused(canary()), "", "paused");
    row("promote what is finished", PlanKind::Promote, finished(), "", "Nothing is on its way");
    row("promote what was aborted", PlanKind::Promote, aborted(), "", "aborted");
    row("promote a deployment", PlanKind::Promote, deployment(), "", "no steps");
    row("promote unseen", PlanKind::Promote, with(canary(), [](Rollout &r) { r.control.sawLatest = false; }), "",
        "has not seen");
    row("promote unknown", PlanKind::Promote, with(canary(), [](Rollout &r) { r.unknownReason = QStringLiteral("x"); }),
        "", "not known");
    row("promote fully", PlanKind::PromoteFull, canary(), "Give 4.8.0 all traffic");
    row("promote a deployment fully", PlanKind::PromoteFull, deployment(), "", "no steps");
    row("abort", PlanKind::Abort, canary(), "Abort the canary, all traffic to 4.7.1");
    row("abort blue-green", PlanKind::Abort, blueGreen(), "Abort the switch");
    row("abort what is finished", PlanKind::Abort, finished(), "", "Nothing is on its way");
    row("abort twice", PlanKind::Abort, aborted(), "", "was aborted");
    row("abort a first version", PlanKind::Abort, with(canary(), [](Rollout &r) { r.stableHash.clear(); }), "",
        "first version");
    row("abort a deployment", PlanKind::Abort, deployment(), "", "cannot be aborted");
    row("retry", PlanKind::Retry, aborted(), "Start 4.8.0 again");
    row("retry what runs", PlanKind::Retry, canary(), "", "not aborted");
    row("pause", PlanKind::Pause, canary(), "Pause at 25");
    row("pause what is finished", PlanKind::Pause, finished(), "nothing new is started");
    row("pause a deployment", PlanKind::Pause, deployment(), "Pause");
    row("pause twice", PlanKind::Pause, paused(canary()), "", "paused already");
    row("resume", PlanKind::Resume, paused(canary()), "Go on from 25");
    row("resume what waits at a step", PlanKind::Resume, canary(), "", "Nobody paused it");
}

void TestPlanner::actions()
{
    QFETCH(PlanKind, kind);
    QFETCH(Rollout, now);
    QFETCH(QString, title);
    QFETCH(QString, reason);
    const Result<Plan> plan = planAction(kind, now, samples::context());
    if (title.isEmpty()) {
        QVERIFY2(!plan.ok(), "a plan was made");
        QVERIFY2(plan.error().message.contains(reason), qPrintable(plan.error().message));
        return;
    }
    QVERIFY2(plan.ok(), plan.ok() ? "" : qPrintable(plan.error().toString()));
    QCOMPARE(plan->steps.size(), 1);
    const PlanStep &step = plan->steps.first();
    QVERIFY2(step.title.contains(title), qPrintable(step.title));
    QVERIFY2(holds(step.precondition, now), "it could be sent now");
    QVERIFY2(!holds(step.effect, now), "it is not done yet");
}

void TestPlanner::canaryPlanSaysWhatItDoes()
{
    const Result<Plan> plan = planRollback(samples::canary(), samples::context());
    QVERIFY(plan.ok());
    QCOMPARE(plan->fromVersion, QStringLiteral("4.8.0"));
    QCOMPARE(plan->fromRevision, 9);
    QCOMPARE(plan->toRevision, 8);
    QCOMPARE(plan->steps.at(0).title, QStringLiteral("Abort the canary, all traffic to 4.7.1"));
    QVERIFY(plan->steps.at(0).detail.contains(QStringLiteral("12 of 12 ready")));
    QCOMPARE(plan->steps.at(1).delivery()->toRevision, 8);
    // Each step's effect holds at the end, so running it again finds everything done.
    QVERIFY(holds(plan->steps.at(0).effect, samples::aborted()));
    QVERIFY(!holds(plan->steps.at(1).effect, samples::aborted()));
    for (int i : {0, 1})
        QVERIFY(holds(plan->steps.at(i).effect, samples::back()));
}

void TestPlanner::gitOpsSaysWhatWillUndoIt()
{
    const Result<Plan> canary = planRollback(owned(samples::canary()), samples::context());
    QVERIFY(canary.ok());
    QVERIFY2(canary->warnings.join(QLatin1Char(' ')).contains(QStringLiteral("Argo CD (shop)")),
             "it is said who undoes it");
    QVERIFY(canary->stays.join(QLatin1Char(' ')).contains(QStringLiteral("The template stays at 4.8.0")));
    const Result<Plan> finished = planRollback(owned(samples::finished()), samples::context());
    QVERIFY(finished.ok());
    QVERIFY(finished->warnings.join(QLatin1Char(' ')).contains(QStringLiteral("will undo it")));
}

void TestPlanner::finishedIsGuarded()
{
    const Result<Plan> plan = planRollback(samples::finished(), samples::context());
    QVERIFY(plan.ok());
    const PlanStep &full = plan->steps.at(1);
    QVERIFY(full.delivery()->action == DeliveryAction::PromoteFull);
    QCOMPARE(full.delivery()->expectDesiredHash, QStringLiteral("old"));
    // While the bad version is desired, promote-full must not leave.
    QVERIFY(!holds(full.precondition, samples::finished()));
    QVERIFY(holds(full.precondition, samples::back()));
}

void TestPlanner::recoveryOnlyWithLimits()
{
    const Result<Plan> with = planRollback(samples::canary(), samples::context(true));
    QVERIFY(with.ok());
    QCOMPARE(with->steps.last().holdMs, 60'000);
    const Result<Plan> without = planRollback(samples::canary(), samples::context(false));
    QVERIFY(without.ok());
    QCOMPARE(idsOf(*without), QStringLiteral("abort restore"));
    QVERIFY(without->stays.join(QLatin1Char(' ')).contains(QStringLiteral("Recovery is not watched")));
}

void TestPlanner::expectations_data()
{
    using namespace samples;
    using What = Expectation::What;
    QTest::addColumn<Expectation>("expectation");
    QTest::addColumn<Rollout>("now");
    QTest::addColumn<bool>("wanted");
    const auto row = [](const char *name, What what, const Rollout &now, bool wanted, const char *hash = "",
                        const char *digest = "", int step = -1) {
        Expectation e;
        e.what = what;
        e.hash = QString::fromLatin1(hash);
        e.digest = QString::fromLatin1(digest);
        e.step = step;
        QTest::newRow(name) << e << now << wanted;
    };
    const auto unseen = [](Rollout r) {
        r.control.sawLatest = false;
        return r;
    };
    row("in progress", What::InProgress, canary(), true);
    row("in progress, another version", What::InProgress, canary(), false, "other");
    row("in progress, finished", What::InProgress, finished(), false);
    row("in progress, aborted", What::InProgress, aborted(), false);
    row("in progress, not seen", What::InProgress, unseen(canary()), false);
    row("step passed", What::StepPassed, progressing(), true, "new", "", 1);
    row("step not passed", What::StepPassed, canary(), false, "new", "", 1);
    row("step of an aborted one", What::StepPassed, with(progressing(), [](Rollout &r) { r.control.aborted = true; }),
        false, "new", "", 1);
    row("step of another version", What::StepPassed, progressing(), false, "other", "", 1);
    row("desired by digest", What::DesiredIs, back(), true, "renamed", "sha256:4.7.1");
    row("desired by hash", What::DesiredIs, back(), true, "old");
    row("desired, other digest", What::DesiredIs, finished(), false, "new", "sha256:4.7.1");
    row("desired, not seen by the controller", What::DesiredIs, unseen(back()), false, "old", "sha256:4.7.1");
    row("desired, nothing to compare", What::DesiredIs, back(), false);
    row("fully serves", What::FullyServes, back(), true, "old", "sha256:4.7.1");
    row("fully serves, aborted only", What::FullyServes, aborted(), false, "old", "sha256:4.7.1");
    row("fully serves, two serve", What::FullyServes, canary(), false, "new", "sha256:4.8.0");
    row("fully serves, not stable yet", What::FullyServes,
        with(back(), [](Rollout &r) { r.stableHash = QStringLiteral("new"); }), false, "old", "sha256:4.7.1");
    row("fully serves, a rest of traffic", What::FullyServes,
        with(back(),
             [](Rollout &r) {
                 r.serving.shares = {{QStringLiteral("old"), 10, 99, 12, 12}, {QStringLiteral("new"), 9, 1, 1, 1}};
             }),
        false, "old", "sha256:4.7.1");
    row("fully serves, nothing serves", What::FullyServes, with(back(), [](Rollout &r) { r.serving.shares.clear(); }),
        false, "old", "sha256:4.7.1");
    row("fully serves, pods of none", What::FullyServes,
        with(back(), [](Rollout &r) { r.serving.shares.append({QStringLiteral("new"), 9, 0, 0, 1}); }), true, "old",
        "sha256:4.7.1");
    row("stable serves, aborted", What::StableServes, aborted(), true);
    row("stable serves, canary at 0 %", What::StableServes, blueGreen(), false);
    row("stable serves, canary", What::StableServes, canary(), false);
    row("stable serves, no stable", What::StableServes, with(aborted(), [](Rollout &r) { r.stableHash.clear(); }),
        false);
    row("stable serves, unpaused", What::StableServesUnpaused, aborted(), true);
    row("stable serves, and still paused", What::StableServesUnpaused,
        with(aborted(), [](Rollout &r) { r.desired.paused = true; }), false);
    row("aborted", What::Aborted, aborted(), true);
    row("retrying", What::Retrying, canary(), true);
    row("retrying, aborted", What::Retrying, aborted(), false);
    row("paused", What::Paused, with(canary(), [](Rollout &r) { r.desired.paused = true; }), true);
    row("paused at a step", What::Paused, canary(), false);
    row("not paused", What::NotPaused, canary(), true);
    row("nothing", What::Nothing, canary(), true);
}

void TestPlanner::expectations()
{
    QFETCH(Expectation, expectation);
    QFETCH(Rollout, now);
    QFETCH(bool, wanted);
    QCOMPARE(holds(expectation, now), wanted);
    QVERIFY(!describe(expectation, now).isEmpty());
    now.unknownReason = QStringLiteral("an answer nobody understands");
    QVERIFY2(!holds(expectation, now), "nothing holds on what is not known");
    QVERIFY(describe(expectation, now).contains(now.unknownReason));
}

void TestPlanner::unknownHoldsNothing()
{
    for (int what = 0; what <= int(Expectation::What::Retrying); ++what) {
        Expectation expectation;
        expectation.what = Expectation::What(what);
        if (expectation.what != Expectation::What::Nothing && expectation.what != Expectation::What::NotPaused)
            QVERIFY2(!holds(expectation, Rollout()), qPrintable(QString::number(what)));
    }
}

void TestPlanner::progress()
{
    Expectation stable;
    stable.what = Expectation::What::StableServes;
    QCOMPARE(progressTo(stable, samples::canary()), 0.75);
    QCOMPARE(progressTo(stable, samples::aborted()), 1.0);
    Expectation paused;
    paused.what = Expectation::What::Paused;
    QCOMPARE(progressTo(paused, samples::canary()), -1.0);
    Expectation unpaused;
    unpaused.what = Expectation::What::StableServesUnpaused;
    QCOMPARE(progressTo(unpaused, samples::canary()), 0.75);
    QCOMPARE(describe(stable, samples::aborted()), QStringLiteral("4.7.1 serves 100\u00a0%, 12 of 12 pods ready"));
}

QTEST_GUILESS_MAIN(TestPlanner)
#include "tst_planner.moc"
