// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/command/planner.h"

#include "models/base/format.h"
#include "models/base/uuid7.h"

#include <QCoreApplication>

namespace astern {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Plan", text); }

constexpr qint64 kSecond = 1000;
constexpr qint64 kRecoveryHoldMs = 60 * kSecond;
constexpr qint64 kRecoveryTimeoutMs = 300 * kSecond;

Error refused(const QString &message, const QString &hint) { return {Error::Kind::Refused, message, {}, hint, {}}; }

QString nameOf(const Revision &revision)
{
    const QString version = revision.manifest.version();
    return version.isEmpty() ? tr("revision %1").arg(revision.number) : version;
}

QString desiredName(const Rollout &now)
{
    const QString version = now.desired.manifest.version();
    if (!version.isEmpty())
        return version;
    const Revision *revision = now.revisionByHash(now.desired.hash);
    return revision ? nameOf(*revision) : now.desired.hash;
}

QString stableName(const Rollout &now)
{
    const Revision *revision = now.revisionByHash(now.stableHash);
    return revision ? nameOf(*revision) : tr("the stable version");
}

int desiredRevision(const Rollout &now)
{
    const Revision *revision = now.revisionByHash(now.desired.hash);
    return revision ? revision->number : 0;
}

Plan begin(PlanKind kind, const Rollout &now, const PlanContext &context)
{
    Plan plan;
    plan.id = Uuid7::next();
    plan.kind = kind;
    plan.service = context.service;
    plan.environment = context.environment;
    plan.cell = context.cell;
    plan.target = now.ref;
    plan.production = context.production;
    plan.fromVersion = desiredName(now);
    plan.fromRevision = desiredRevision(now);
    plan.toVersion = plan.fromVersion;
    plan.toRevision = plan.fromRevision;
    plan.seen = now;
    return plan;
}

PlanStep commandStep(const char *id, DeliveryAction action, const Rollout &now)
{
    PlanStep step;
    step.id = QLatin1String(id);
    DeliveryCommand command;
    command.action = action;
    command.target = now.ref;
    step.command = command;
    return step;
}

DeliveryCommand &delivery(PlanStep &step) { return std::get<DeliveryCommand>(step.command); }

Expectation expect(Expectation::What what)
{
    Expectation expectation;
    expectation.what = what;
    return expectation;
}

Expectation expectRevision(Expectation::What what, const Revision &revision)
{
    Expectation expectation = expect(what);
    expectation.revision = revision.number;
    expectation.hash = revision.hash;
    expectation.digest = revision.manifest.digest;
    return expectation;
}

QString podsWords(const Revision &revision)
{
    if (revision.pods == 0)
        return tr("%1 has no pods now: they start first").arg(nameOf(revision));
    return tr("%1 is running, %2 of %3 ready").arg(nameOf(revision)).arg(revision.readyPods).arg(revision.pods);
}

QString ownerWords(const GitOwner &owner)
{
    return owner.application.isEmpty() ? owner.tool : tr("%1 (%2)").arg(owner.tool, owner.application);
}

// Facts that are too thin to plan on.
std::optional<Error> whyUnknown(const Rollout &now)
{
    const QString hint = tr("Look at the connection's chip; the plan can be made as soon as the backend answers.");
    if (!now.unknownReason.isEmpty())
        return refused(tr("What runs is not known: %1").arg(now.unknownReason), hint);
    if (now.observedMs == 0 || now.desired.hash.isEmpty())
        return refused(tr("%1 has not been seen yet").arg(now.ref.name), hint);
    return std::nullopt;
}

PlanStep abortStep(const Rollout &now, const QString &to)
{
    PlanStep step = commandStep("abort", DeliveryAction::Abort, now);
    const bool blueGreen = now.control.strategy == QLatin1String("blue-green");
    step.title = blueGreen ? tr("Abort the switch, all traffic stays on or returns to %1").arg(to)
                           : tr("Abort the canary, all traffic to %1").arg(to);
    const Revision *stable = now.revisionByHash(now.stableHash);
    step.detail = tr("%1 → 0 %").arg(format::weight(now.newPercent()));
    if (stable)
        step.detail += QStringLiteral("; ") + podsWords(*stable);
    step.precondition = expect(Expectation::What::InProgress);
    step.precondition.hash = now.desired.hash; // another version since then is another decision
    step.effect = expect(Expectation::What::StableServes);
    const bool warm = now.serving.measuredByRouter && stable && stable->pods > 0 && stable->readyPods == stable->pods;
    step.expectedMs = warm ? 5 * kSecond : 30 * kSecond;
    step.timeoutMs = 180 * kSecond;
    return step;
}

// Makes the old template the desired one where it serves already: nothing moves, but nothing goes forward again.
PlanStep restoreStep(const Rollout &now, const Revision &target)
{
    PlanStep step = commandStep("restore", DeliveryAction::Undo, now);
    delivery(step).toRevision = target.number;
    step.title = tr("Restore the template of %1").arg(nameOf(target));
    step.detail = tr("so that the next change does not start %1 again").arg(desiredName(now));
    step.effect = expectRevision(Expectation::What::FullyServes, target);
    step.expectedMs = 3 * kSecond;
    step.timeoutMs = 120 * kSecond;
    return step;
}

PlanStep undoStep(const Rollout &now, const Revision &target)
{
    PlanStep step = commandStep("undo", DeliveryAction::Undo, now);
    delivery(step).toRevision = target.number;
    step.title = tr("Make %1 the desired version").arg(nameOf(target));
    step.detail = tr("template of revision %1").arg(target.number);
    step.effect = expectRevision(Expectation::What::DesiredIs, target);
    step.expectedMs = 2 * kSecond;
    step.timeoutMs = 60 * kSecond;
    return step;
}

PlanStep promoteFullStep(const Rollout &now, const Revision &target)
{
    PlanStep step = commandStep("promote-full", DeliveryAction::PromoteFull, now);
    delivery(step).expectDesiredHash = target.hash;
    step.title = tr("Give %1 all traffic, skipping the steps").arg(nameOf(target));
    step.detail = podsWords(target);
    step.precondition = expectRevision(Expectation::What::DesiredIs, target);
    step.effect = expectRevision(Expectation::What::FullyServes, target);
    step.expectedMs = target.readyPods > 0 ? 10 * kSecond : 30 * kSecond;
    step.timeoutMs = 300 * kSecond;
    return step;
}

PlanStep replaceStep(const Rollout &now, const Revision &target)
{
    PlanStep step = undoStep(now, target);
    step.title = tr("Replace the template by that of %1").arg(nameOf(target));
    step.detail = tr("revision %1; pods are replaced a few at a time").arg(target.number);
    step.effect = expectRevision(Expectation::What::FullyServes, target);
    step.expectedMs = 30 * kSecond;
    step.timeoutMs = 300 * kSecond;
    return step;
}

void addRecovery(Plan &plan, const PlanContext &context)
{
    if (!context.hasSignals) {
        plan.stays.append(tr("Recovery is not watched: no signal of %1 has a limit").arg(context.service));
        return;
    }
    PlanStep step;
    step.id = QStringLiteral("recover");
    step.kind = PlanStep::Kind::Recover;
    step.title = tr("Watch recovery");
    step.detail = tr("every signal within its limit for %1, up to %2")
                      .arg(format::duration(kRecoveryHoldMs), format::duration(kRecoveryTimeoutMs));
    step.holdMs = kRecoveryHoldMs;
    step.expectedMs = kRecoveryHoldMs;
    step.timeoutMs = kRecoveryTimeoutMs;
    plan.steps.append(step);
}

void addWhatStays(Plan &plan, const Rollout &now, const PlanContext &context)
{
    if (!context.first.isEmpty()) {
        plan.stays.append(tr("Other configuration and feature flags stay as they are"));
        plan.stays.append(tr("What %1 has written to databases stays").arg(plan.fromVersion));
        return;
    }
    QStringList names;
    for (const Manifest::ConfigReference &config : now.desired.manifest.configs)
        names.append(config.name);
    plan.stays.append(
        names.isEmpty()
            ? tr("Configuration and feature flags stay as they are")
            : tr("The content of %1, and feature flags, stay as they are").arg(names.join(QStringLiteral(", "))));
    plan.stays.append(tr("What %1 has written to databases stays").arg(plan.fromVersion));
}

// The revision to go back to, or why there is none.
Result<Revision> chooseTarget(const Rollout &now, int toRevision)
{
    if (toRevision > 0) {
        if (const Revision *chosen = now.revision(toRevision))
            return *chosen;
        QStringList kept;
        for (const Revision &revision : now.revisions)
            kept.append(QString::number(revision.number));
        return Error{Error::Kind::NotFound,
                     tr("%1 has no revision %2").arg(now.ref.name).arg(toRevision),
                     {},
                     kept.isEmpty() ? tr("No revision is kept.")
                                    : tr("Kept are: %1.").arg(kept.join(QStringLiteral(", "))),
                     {}};
    }
    if (const Revision *previous = now.previousRevision())
        return *previous;
    if (now.historyLimit == 0)
        return refused(tr("No older version is kept: revisionHistoryLimit is 0"),
                       tr("Deploy the older version again, and let history be kept."));
    if (now.revisions.size() <= 1)
        return refused(tr("%1 is the first version here: there is none to go back to").arg(desiredName(now)),
                       tr("Stop it by scaling down, or deploy another version."));
    return refused(tr("No older version that differs from %1 is kept").arg(desiredName(now)),
                   tr("Deploy the older version again."));
}

bool sameVersion(const Revision &revision, const Rollout &now)
{
    return revision.hash == now.desired.hash ||
           (!revision.manifest.digest.isEmpty() && revision.manifest.digest == now.desired.manifest.digest);
}

// While spec.paused is set Argo accepts an abort and moves no traffic (seen on a real controller): the abort then only
// has to be taken in, and ending the pause is what brings its effect. In this order the bad version never goes on by
// itself in between. An undo ends the pause in its own request.
void endPause(Plan &plan, const Rollout &now)
{
    if (!now.desired.paused || now.ref.kind == WorkloadKind::Deployment || plan.steps.isEmpty())
        return;
    plan.warnings.append(tr("A person paused it: going back ends the pause"));
    PlanStep &abort = plan.steps.first();
    if (delivery(abort).action != DeliveryAction::Abort)
        return;
    PlanStep resume = commandStep("unpause", DeliveryAction::Resume, now);
    resume.title = tr("End the pause, so that the controller acts");
    resume.precondition = expect(Expectation::What::Aborted);
    // That the stable version serves is no proof that the pause has ended: whoever resumes a killed plan looks at both.
    resume.effect = expect(Expectation::What::StableServesUnpaused);
    resume.expectedMs = abort.expectedMs;
    resume.timeoutMs = abort.timeoutMs;
    abort.effect = expect(Expectation::What::Aborted);
    abort.expectedMs = 2 * kSecond;
    abort.timeoutMs = 30 * kSecond;
    plan.steps.insert(1, resume);
}

void warnOwner(Plan &plan, const Rollout &now)
{
    if (now.owner)
        plan.warnings.append(
            tr("%1 owns this and will undo it at its next sync unless Git says the same: revert the change in Git too")
                .arg(ownerWords(*now.owner)));
}

Error alreadyBack(const Rollout &now, const Revision &target)
{
    const QString hint =
        now.owner ? tr("Revert the change in Git: %1 still asks for %2.").arg(ownerWords(*now.owner), desiredName(now))
                  : tr("Nothing needs to be sent.");
    return refused(tr("%1 serves already, and %2 was given up").arg(nameOf(target), desiredName(now)), hint);
}

// A version is on its way, or was given up: abort, then restore unless a tool owns the template.
Result<Ok> planUnfinished(Plan &plan, const Rollout &now, const Revision &target)
{
    const bool toStable = target.hash == now.stableHash;
    if (now.inProgress())
        plan.steps.append(abortStep(now, stableName(now)));
    if (!toStable) {
        plan.steps.append(undoStep(now, target));
        plan.steps.append(promoteFullStep(now, target));
        warnOwner(plan, now);
        return Ok{};
    }
    if (!now.owner) {
        plan.steps.append(restoreStep(now, target));
        return Ok{};
    }
    if (plan.steps.isEmpty())
        return alreadyBack(now, target);
    plan.stays.append(tr("The template stays at %1: %2 owns it, and would undo a change")
                          .arg(desiredName(now), ownerWords(*now.owner)));
    plan.warnings.append(tr("%1 will start %2 again with any further change: revert it in Git too")
                             .arg(ownerWords(*now.owner), desiredName(now)));
    return Ok{};
}

std::optional<Error> whyNotOnItsWay(const Rollout &now)
{
    if (now.control.aborted)
        return refused(tr("%1 was aborted").arg(desiredName(now)), tr("Retry starts it again."));
    if (!now.control.sawLatest)
        return refused(tr("The controller has not seen the latest change yet"),
                       tr("Try again in a few seconds; if it stays so, the controller may be down."));
    if (!now.inProgress())
        return refused(tr("Nothing is on its way: %1 serves").arg(desiredName(now)), {});
    return std::nullopt;
}

std::optional<Error> whyNoPromotion(const Rollout &now)
{
    if (now.ref.kind == WorkloadKind::Deployment)
        return refused(tr("A Deployment has no steps: it goes on by itself"),
                       now.desired.paused ? tr("It is paused: resume it.") : QString());
    if (auto why = whyNotOnItsWay(now))
        return why;
    if (now.desired.paused)
        return refused(tr("A person paused it"), tr("Resume it first."));
    return std::nullopt;
}

// "50 %" of the next weight that promotion leads to.
QString nextWeight(const Rollout &now)
{
    for (qsizetype i = now.control.currentStep + 1; i >= 0 && i < now.control.steps.size(); ++i) {
        if (now.control.steps.at(i).kind == RolloutStep::Kind::SetWeight)
            return format::weight(now.control.steps.at(i).weight);
    }
    return format::weight(100);
}

Result<PlanStep> promoteStep(const Rollout &now)
{
    if (auto why = whyNoPromotion(now))
        return *why;
    PlanStep step = commandStep("promote", DeliveryAction::Promote, now);
    step.title = tr("Promote %1 to %2").arg(desiredName(now), nextWeight(now));
    step.detail = tr("%1 now").arg(format::weight(now.newPercent()));
    delivery(step).fromStep = now.control.currentStep;
    step.precondition = expect(Expectation::What::InProgress);
    step.precondition.hash = now.desired.hash;
    if (now.control.currentStep >= 0) {
        step.effect = expect(Expectation::What::StepPassed);
        step.effect.step = now.control.currentStep;
    } else {
        step.effect = expect(Expectation::What::FullyServes);
        step.effect.digest = now.desired.manifest.digest;
    }
    step.effect.hash = now.desired.hash;
    step.expectedMs = 3 * kSecond;
    step.timeoutMs = now.control.currentStep >= 0 ? 60 * kSecond : 300 * kSecond;
    return step;
}

Result<PlanStep> promoteAllStep(const Rollout &now)
{
    if (auto why = whyNoPromotion(now))
        return *why;
    Revision desired;
    desired.hash = now.desired.hash;
    desired.manifest = now.desired.manifest;
    if (const Revision *known = now.revisionByHash(now.desired.hash))
        desired = *known;
    return promoteFullStep(now, desired);
}

Result<PlanStep> abortAction(const Rollout &now)
{
    if (now.ref.kind == WorkloadKind::Deployment)
        return refused(tr("A Deployment cannot be aborted"), tr("Roll back to the older revision instead."));
    if (auto why = whyNotOnItsWay(now))
        return *why;
    if (now.stableHash.isEmpty())
        return refused(tr("%1 is the first version here: an abort has nothing to return to").arg(desiredName(now)),
                       tr("Pause it instead."));
    return abortStep(now, stableName(now));
}

Result<PlanStep> retryStep(const Rollout &now)
{
    if (!now.control.aborted)
        return refused(tr("It was not aborted, so there is nothing to try again"), {});
    PlanStep step = commandStep("retry", DeliveryAction::Retry, now);
    step.title = tr("Start %1 again").arg(desiredName(now));
    step.detail = tr("from the first step");
    step.precondition = expect(Expectation::What::Aborted);
    step.effect = expect(Expectation::What::Retrying);
    step.expectedMs = 3 * kSecond;
    step.timeoutMs = 60 * kSecond;
    return step;
}

Result<PlanStep> pauseStep(const Rollout &now, bool pause)
{
    if (pause && now.desired.paused)
        return refused(tr("It is paused already"), tr("Resume ends the pause."));
    if (!pause && !now.desired.paused)
        return refused(tr("Nobody paused it"),
                       now.control.waitsForPerson ? tr("It waits at a step: promote goes on.") : QString());
    PlanStep step =
        commandStep(pause ? "pause" : "resume", pause ? DeliveryAction::Pause : DeliveryAction::Resume, now);
    step.title = pause ? tr("Pause at %1").arg(format::weight(now.newPercent()))
                       : tr("Go on from %1").arg(format::weight(now.newPercent()));
    if (pause && !now.inProgress())
        step.title = tr("Pause: nothing new is started");
    step.effect = expect(pause ? Expectation::What::Paused : Expectation::What::NotPaused);
    step.expectedMs = kSecond;
    step.timeoutMs = 30 * kSecond;
    return step;
}

Result<PlanStep> actionStep(PlanKind kind, const Rollout &now)
{
    switch (kind) {
    case PlanKind::Pause:
        return pauseStep(now, true);
    case PlanKind::Resume:
        return pauseStep(now, false);
    case PlanKind::Promote:
        return promoteStep(now);
    case PlanKind::PromoteFull:
        return promoteAllStep(now);
    case PlanKind::Abort:
        return abortAction(now);
    case PlanKind::Retry:
        return retryStep(now);
    default:
        break;
    }
    return Error{Error::Kind::Internal, tr("%1 is planned elsewhere").arg(toString(kind)), {}, {}, {}};
}

} // namespace

Result<Plan> planRollback(const Rollout &now, const PlanContext &context, int toRevision)
{
    if (auto why = whyUnknown(now))
        return *why;
    const Result<Revision> target = chooseTarget(now, toRevision);
    if (!target)
        return target.error();
    if (sameVersion(*target, now) && now.control.sawLatest) {
        return now.finished() ? refused(tr("%1 serves already").arg(nameOf(*target)), tr("Choose another revision."))
                              : refused(tr("%1 is the version that is on its way").arg(nameOf(*target)),
                                        tr("Promote it, or choose another revision."));
    }
    Plan plan = begin(PlanKind::Rollback, now, context);
    plan.toVersion = nameOf(*target);
    plan.toRevision = target->number;
    if (now.ref.kind == WorkloadKind::Deployment) {
        plan.steps.append(replaceStep(now, *target));
        warnOwner(plan, now);
        if (now.desired.paused)
            plan.warnings.append(tr("It is paused: going back ends the pause, or the pods would stay"));
    } else if (now.control.sawLatest && (now.inProgress() || now.control.aborted)) {
        if (const Result<Ok> fits = planUnfinished(plan, now, *target); !fits)
            return fits.error();
    } else {
        plan.steps.append(undoStep(now, *target));
        plan.steps.append(promoteFullStep(now, *target));
        warnOwner(plan, now);
    }
    endPause(plan, now);
    if (now.sharedTemplate && plan.steps.constLast().id != QLatin1String("abort"))
        plan.warnings.append(tr("Its template lives in another object (workloadRef): that one is changed"));
    addWhatStays(plan, now, context);
    plan.steps = context.first + plan.steps;
    addRecovery(plan, context);
    return plan;
}

Result<Plan> planMitigation(const Rollout &now, const PlanContext &context)
{
    if (auto why = whyUnknown(now))
        return *why;
    if (context.first.isEmpty())
        return refused(
            tr("Nothing can be mitigated here: no flag of %1 is on, and no configuration set has a version to "
               "go back to")
                .arg(context.service),
            tr("Roll back instead."));
    Plan plan = begin(PlanKind::Mitigate, now, context);
    plan.steps = context.first;
    plan.stays.append(tr("%1 stays where it is, with the traffic that it has").arg(plan.fromVersion));
    addRecovery(plan, context);
    return plan;
}

Result<Plan> planAction(PlanKind kind, const Rollout &now, const PlanContext &context)
{
    if (kind == PlanKind::Rollback)
        return planRollback(now, context);
    if (kind == PlanKind::Mitigate)
        return planMitigation(now, context);
    if (auto why = whyUnknown(now))
        return *why;
    const Result<PlanStep> step = actionStep(kind, now);
    if (!step)
        return step.error();
    Plan plan = begin(kind, now, context);
    plan.steps.append(*step);
    if (kind == PlanKind::Abort) {
        endPause(plan, now);
        plan.toVersion = stableName(now);
        const Revision *stable = now.revisionByHash(now.stableHash);
        plan.toRevision = stable ? stable->number : 0;
        plan.stays.append(
            tr("The template stays at %1: retry, or any further change, starts it again").arg(plan.fromVersion));
    }
    if (kind == PlanKind::Pause || kind == PlanKind::Resume)
        warnOwner(plan, now);
    return plan;
}

} // namespace astern
