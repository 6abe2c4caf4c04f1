// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/argo/argocommands.h"

#include "connectors/kubernetes/podtemplate.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

namespace astern::connectors {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Argo", text); }

Capability impossible(const char *reason) { return {Support::Impossible, Idempotency::Unsafe, tr(reason)}; }

QString revertedBy(const Rollout &rollout)
{
    return rollout.owner ? tr("%1 (%2) will revert it unless Git says the same")
                               .arg(rollout.owner->tool, rollout.owner->application)
                         : QString();
}

QJsonObject field(const QJsonObject &object, const char *key) { return object.value(QLatin1String(key)).toObject(); }

// Of the template in a workload as it was read.
QString templateDigest(const QJsonObject &workload, const char *hashLabel)
{
    const QByteArray bytes = QJsonDocument(field(field(workload, "spec"), "template")).toJson(QJsonDocument::Compact);
    simdjson::dom::parser parser;
    simdjson::dom::element document;
    if (parser.parse(bytes.constData(), size_t(bytes.size())).get(document))
        return {};
    JsonReader reader(document);
    return readManifest(reader.root(), hashLabel).digest;
}

// Why a command on the version that is on its way makes no sense now; empty: it does.
QString nothingInProgress(const Rollout &now)
{
    if (now.control.aborted)
        return tr("It was aborted: the old version has the traffic. Retry starts again");
    if (!now.control.sawLatest)
        return tr("The controller has not seen the latest change yet");
    if (now.desired.hash == now.stableHash)
        return tr("Nothing is in progress: the desired version is the stable one");
    return {};
}

QString whyNoPromote(const Rollout &now)
{
    if (now.control.pausedByPerson)
        return tr("A person paused it: resume it first");
    const QString none = nothingInProgress(now);
    if (none.isEmpty() && now.control.steps.isEmpty() && now.control.pauseReason.isEmpty())
        return tr("It does not wait at a step: it goes on by itself");
    return none;
}

QString whyNoPromoteFull(const Rollout &now)
{
    return now.control.pausedByPerson ? tr("A person paused it: resume it first") : nothingInProgress(now);
}

} // namespace

QString ArgoCommands::subresource(DeliveryAction action) const
{
    switch (action) {
    case DeliveryAction::Promote:
    case DeliveryAction::PromoteFull:
    case DeliveryAction::Abort:
    case DeliveryAction::Retry:
        return QStringLiteral("status");
    case DeliveryAction::Pause:
    case DeliveryAction::Resume:
    case DeliveryAction::Undo:
        break;
    }
    return {};
}

Capability ArgoCommands::capability(DeliveryAction action, const Rollout &now) const
{
    const auto unless = [](const QString &why, Idempotency idempotency, const QString &remark = {}) {
        return why.isEmpty() ? Capability{Support::Native, idempotency, remark}
                             : Capability{Support::Impossible, Idempotency::Unsafe, why};
    };
    switch (action) {
    case DeliveryAction::Pause:
        return {Support::Native, Idempotency::Safe, revertedBy(now)};
    case DeliveryAction::Resume:
        return unless(now.desired.paused ? QString() : tr("Nobody paused it"), Idempotency::Safe, revertedBy(now));
    case DeliveryAction::Promote:
        return unless(whyNoPromote(now), Idempotency::Keyed);
    case DeliveryAction::PromoteFull:
        return unless(whyNoPromoteFull(now), Idempotency::Safe);
    case DeliveryAction::Abort:
        return unless(nothingInProgress(now), Idempotency::Safe);
    case DeliveryAction::Retry:
        return unless(now.control.aborted ? QString() : tr("It was not aborted"), Idempotency::Safe);
    case DeliveryAction::Undo:
        if (now.historyLimit == 0)
            return impossible(QT_TRANSLATE_NOOP("Argo", "revisionHistoryLimit is 0: no older revision is kept"));
        if (now.revisions.size() < 2)
            return impossible(QT_TRANSLATE_NOOP("Argo", "No older revision is known"));
        if (now.sharedTemplate)
            return {Support::Native, Idempotency::Keyed,
                    tr("Its template lives in another object (workloadRef): that one is changed")};
        return {Support::Native, Idempotency::Keyed, revertedBy(now)};
    }
    return {};
}

KubePatch ArgoCommands::statusPatch(const KubeTarget &target, const QJsonObject &status) const
{
    KubePatch patch;
    patch.pathWithoutStatus = objectPath(target.rollout.ref.ns, target.rollout.ref.name);
    patch.path = patch.pathWithoutStatus + QStringLiteral("/status");
    patch.contentType = kMergePatch;
    patch.strict = true; // an older resource definition would drop a flag it does not know and call that success
    patch.body = mergePatch(target, {{QStringLiteral("status"), status}}, QString());
    return patch;
}

Result<KubePatch> ArgoCommands::decideSpec(const KubeTarget &target, bool paused, const QString &intentKey) const
{
    KubePatch patch;
    patch.path = objectPath(target.rollout.ref.ns, target.rollout.ref.name);
    patch.contentType = kMergePatch;
    patch.strict = true;
    patch.alreadyDone = target.rollout.desired.paused == paused;
    patch.body =
        mergePatch(target, {{QStringLiteral("spec"), QJsonObject{{QStringLiteral("paused"), paused}}}}, intentKey);
    return patch;
}

Result<KubePatch> ArgoCommands::decidePromote(const KubeTarget &target, const DeliveryCommand &command) const
{
    const Rollout &now = target.rollout;
    if (const QString why = whyNoPromote(now); !why.isEmpty())
        return refused(why);
    const int step = now.control.currentStep;
    if (command.fromStep >= 0 && command.fromStep != step)
        return refused(tr("It is at step %1 now, not at step %2 any more").arg(step + 1).arg(command.fromStep + 1),
                       tr("Look at it again, then decide."));
    const QJsonObject status = field(target.object, "status");
    const bool waits = !status.value(QLatin1String("pauseConditions")).toArray().isEmpty();
    const bool inconclusive = now.control.pauseReason.startsWith(QLatin1String("Inconclusive"));
    const int next = std::min<int>(step + 1, static_cast<int>(now.control.steps.size()));
    QJsonObject change{{QStringLiteral("pauseConditions"), QJsonValue::Null}};
    if (waits && inconclusive && status.value(QLatin1String("controllerPause")).toBool() && step >= 0) {
        // Without it the controller stays where the analysis did not know.
        change.insert(QStringLiteral("controllerPause"), false);
        change.insert(QStringLiteral("currentStepIndex"), next);
    } else if (!waits && step >= 0) {
        change.insert(QStringLiteral("currentStepIndex"), next); // in the middle of an analysis, experiment or weight
    }
    return statusPatch(target, change);
}

Result<KubePatch> ArgoCommands::decidePromoteFull(const KubeTarget &target, const DeliveryCommand &command) const
{
    const Rollout &now = target.rollout;
    // Right after an undo the controller still speaks of the version before: promoting that one would be the
    // opposite of what was asked for.
    if (!command.expectDesiredHash.isEmpty() && now.desired.hash != command.expectDesiredHash)
        return refused(
            tr("Another version is the desired one now (%1, not %2)").arg(now.desired.hash, command.expectDesiredHash),
            tr("Look at it again, then decide."));
    KubePatch patch = statusPatch(target, {{QStringLiteral("promoteFull"), true}});
    patch.alreadyDone = now.control.promotingFully ||
                        (now.control.sawLatest && !now.control.aborted && now.desired.hash == now.stableHash);
    if (const QString why = whyNoPromoteFull(now); !why.isEmpty() && !patch.alreadyDone)
        return refused(why);
    return patch;
}

Result<KubePatch> ArgoCommands::decideAbort(const KubeTarget &target, bool abort) const
{
    const Rollout &now = target.rollout;
    KubePatch patch = statusPatch(target, {{QStringLiteral("abort"), abort}});
    patch.alreadyDone = now.control.aborted == abort;
    if (!abort && patch.alreadyDone)
        return refused(tr("It was not aborted, so there is nothing to try again"));
    if (abort && !patch.alreadyDone) {
        if (const QString why = nothingInProgress(now); !why.isEmpty())
            return refused(why);
    }
    return patch;
}

KubeCommands::Changed ArgoCommands::changed(DeliveryAction action, const KubeTarget &target) const
{
    const QJsonObject reference = field(field(target.object, "spec"), "workloadRef");
    if (action != DeliveryAction::Undo || reference.isEmpty())
        return KubeCommands::changed(action, target);
    // Whoever may change the rollout may still not change the Deployment that holds its template.
    const WorkloadKindInfo &deployment = deploymentKind();
    return {deployment.group, deployment.resource, reference.value(QLatin1String("name")).toString(), {}};
}

QString ArgoCommands::alsoNeeds(const KubeTarget &target, const DeliveryCommand &command) const
{
    if (command.action != DeliveryAction::Undo || !target.rollout.sharedTemplate)
        return {};
    const QJsonObject reference = field(field(target.object, "spec"), "workloadRef");
    if (reference.value(QLatin1String("kind")).toString() != QLatin1String("Deployment"))
        return {};
    return deploymentKind().path(target.rollout.ref.ns) + QLatin1Char('/') +
           reference.value(QLatin1String("name")).toString();
}

Result<KubePatch> ArgoCommands::decideUndo(const KubeTarget &target, const DeliveryCommand &command,
                                           const QString &intentKey) const
{
    const Rollout &now = target.rollout;
    const QJsonObject *set = target.setOfRevision(command.toRevision, info());
    const Revision *revision = set ? target.revisionOf(*set) : nullptr;
    if (!set || !revision)
        return target.noRevision(command.toRevision);
    const QJsonObject podTemplate = withoutHash(field(field(*set, "spec"), "template"), info().hashLabel);
    KubePatch patch;
    patch.contentType = kJsonPatch;
    patch.path = objectPath(now.ref.ns, now.ref.name);
    if (now.sharedTemplate) {
        const QJsonObject reference = field(field(target.object, "spec"), "workloadRef");
        const QString kind = reference.value(QLatin1String("kind")).toString();
        if (kind != QLatin1String("Deployment"))
            return refused(tr("Its template lives in a %1, which Astern does not change").arg(kind),
                           tr("Change it where it is kept, in Git or with kubectl."));
        patch.path =
            deploymentKind().path(now.ref.ns) + QLatin1Char('/') + reference.value(QLatin1String("name")).toString();
        patch.warning = tr("The Deployment %1 that holds the template was changed")
                            .arg(reference.value(QLatin1String("name")).toString());
        if (now.desired.paused)
            patch.warning += tr("; the rollout is paused: resume it, or nothing moves");
        patch.body = templatePatch(target.referenced, podTemplate, false, intentKey);
        // What is wanted is what the Deployment says; the controller may not have seen that yet.
        patch.alreadyDone = revision->manifest.digest == templateDigest(target.referenced, info().hashLabel);
        return patch;
    }
    patch.alreadyDone = revision->manifest.digest == now.desired.manifest.digest && !now.desired.paused;
    if (now.desired.paused)
        patch.warning = tr("It was paused; the pause has been ended");
    patch.body = templatePatch(target.object, podTemplate, now.desired.paused, intentKey);
    return patch;
}

Result<KubePatch> ArgoCommands::decide(const KubeTarget &target, const DeliveryCommand &command,
                                       const QString &intentKey) const
{
    switch (command.action) {
    case DeliveryAction::Pause:
        return decideSpec(target, true, intentKey);
    case DeliveryAction::Resume:
        return decideSpec(target, false, intentKey);
    case DeliveryAction::Promote:
        return decidePromote(target, command);
    case DeliveryAction::PromoteFull:
        return decidePromoteFull(target, command);
    case DeliveryAction::Abort:
        return decideAbort(target, true);
    case DeliveryAction::Retry:
        return decideAbort(target, false);
    case DeliveryAction::Undo:
        return decideUndo(target, command, intentKey);
    }
    return refused(tr("Unknown command"));
}

bool ArgoCommands::passed(const KubeTarget &target, const DeliveryCommand &command) const
{
    const Control &control = target.rollout.control;
    switch (command.action) {
    case DeliveryAction::Promote:
        return command.fromStep >= 0 && control.currentStep > command.fromStep && !control.aborted;
    case DeliveryAction::Retry:
        return !control.aborted;
    default:
        return false; // decide() says of the others that they are done
    }
}

} // namespace astern::connectors
