// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/kubernetes/kubecommands.h"

#include <QCoreApplication>

namespace astern::connectors {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Kubernetes", text); }

Capability impossible(const char *reason) { return {Support::Impossible, Idempotency::Unsafe, tr(reason)}; }

QString revertedBy(const Rollout &rollout)
{
    return rollout.owner ? tr("%1 (%2) will revert it unless Git says the same")
                               .arg(rollout.owner->tool, rollout.owner->application)
                         : QString();
}

} // namespace

Capability DeploymentCommands::capability(DeliveryAction action, const Rollout &rollout) const
{
    switch (action) {
    case DeliveryAction::Pause:
        return {Support::Native, Idempotency::Safe, revertedBy(rollout)};
    case DeliveryAction::Resume:
        if (!rollout.desired.paused)
            return impossible(QT_TRANSLATE_NOOP("Kubernetes", "Nobody paused it"));
        return {Support::Native, Idempotency::Safe, revertedBy(rollout)};
    case DeliveryAction::Promote:
        if (!rollout.desired.paused)
            return impossible(QT_TRANSLATE_NOOP("Kubernetes", "A Deployment has no steps: it goes on by itself"));
        return {Support::Emulated, Idempotency::Safe,
                tr("A Deployment has no steps: resuming lets it go on to the end")};
    case DeliveryAction::PromoteFull:
        return impossible(
            QT_TRANSLATE_NOOP("Kubernetes", "A Deployment has no steps to skip: it goes to the end by itself"));
    case DeliveryAction::Abort:
        return impossible(QT_TRANSLATE_NOOP(
            "Kubernetes", "A Deployment cannot be aborted: going back to the older revision is the way"));
    case DeliveryAction::Retry:
        return impossible(
            QT_TRANSLATE_NOOP("Kubernetes", "A Deployment is never aborted, so there is nothing to try again"));
    case DeliveryAction::Undo:
        if (rollout.historyLimit == 0)
            return impossible(QT_TRANSLATE_NOOP("Kubernetes", "revisionHistoryLimit is 0: no older revision is kept"));
        if (rollout.revisions.size() < 2)
            return impossible(QT_TRANSLATE_NOOP("Kubernetes", "No older revision is known"));
        return {Support::Native, Idempotency::Keyed, revertedBy(rollout)};
    }
    return {};
}

Result<KubePatch> DeploymentCommands::decide(const KubeTarget &target, const DeliveryCommand &command,
                                             const QString &intentKey) const
{
    const Rollout &now = target.rollout;
    KubePatch patch;
    patch.path = objectPath(now.ref.ns, now.ref.name);
    patch.contentType = kMergePatch;
    patch.strict = true;
    const auto pause = [&](bool paused) {
        patch.alreadyDone = now.desired.paused == paused;
        patch.body =
            mergePatch(target, {{QStringLiteral("spec"), QJsonObject{{QStringLiteral("paused"), paused}}}}, intentKey);
        return patch;
    };
    switch (command.action) {
    case DeliveryAction::Pause:
        return pause(true);
    case DeliveryAction::Resume:
    case DeliveryAction::Promote:
        return pause(false);
    case DeliveryAction::PromoteFull:
    case DeliveryAction::Abort:
    case DeliveryAction::Retry:
        return refused(capability(command.action, now).reason);
    case DeliveryAction::Undo:
        break;
    }
    const QJsonObject *set = target.setOfRevision(command.toRevision, info());
    const Revision *revision = set ? target.revisionOf(*set) : nullptr;
    if (!set || !revision)
        return target.noRevision(command.toRevision);
    patch.alreadyDone = revision->manifest.digest == now.desired.manifest.digest && !now.desired.paused;
    patch.contentType = kJsonPatch;
    patch.strict = false; // a field of a newer server must not stop a rollback; the server's warning is shown
    const QJsonObject podTemplate =
        set->value(QLatin1String("spec")).toObject().value(QLatin1String("template")).toObject();
    // A paused Deployment would take the template and keep the bad pods: the pause ends in the same request.
    if (now.desired.paused)
        patch.warning = tr("It was paused; the pause has been ended");
    patch.body =
        templatePatch(target.object, withoutHash(podTemplate, info().hashLabel), now.desired.paused, intentKey);
    return patch;
}

} // namespace astern::connectors
