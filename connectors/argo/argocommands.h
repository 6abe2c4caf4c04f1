// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/argo/argorollout.h"
#include "connectors/kubernetes/kubecommands.h"

namespace astern::connectors {

// Argo Rollouts has no API of its own: commands are the patches that its kubectl plugin sends, each under the
// guard of the resourceVersion that it was decided on.
class ArgoCommands final : public KubeCommands {
    Q_OBJECT
public:
    ArgoCommands(KubeAccess access, const BackendConfig &config, const Clock &clock)
        : KubeCommands(std::move(access), config, argoKind(), clock)
    {
    }
    [[nodiscard]] Capability capability(DeliveryAction action, const Rollout &rollout) const override;
    [[nodiscard]] Result<KubePatch> decide(const KubeTarget &target, const DeliveryCommand &command,
                                           const QString &intentKey) const override;

protected:
    [[nodiscard]] QString alsoNeeds(const KubeTarget &target, const DeliveryCommand &command) const override;
    [[nodiscard]] QString subresource(DeliveryAction action) const override;
    [[nodiscard]] bool changesAnother(DeliveryAction action) const override { return action == DeliveryAction::Undo; }
    [[nodiscard]] Changed changed(DeliveryAction action, const KubeTarget &target) const override;
    [[nodiscard]] bool passed(const KubeTarget &target, const DeliveryCommand &command) const override;

private:
    [[nodiscard]] Result<KubePatch> decideSpec(const KubeTarget &target, bool paused, const QString &intentKey) const;
    [[nodiscard]] Result<KubePatch> decidePromote(const KubeTarget &target, const DeliveryCommand &command) const;
    [[nodiscard]] Result<KubePatch> decidePromoteFull(const KubeTarget &target, const DeliveryCommand &command) const;
    [[nodiscard]] Result<KubePatch> decideAbort(const KubeTarget &target, bool abort) const;
    [[nodiscard]] Result<KubePatch> decideUndo(const KubeTarget &target, const DeliveryCommand &command,
                                               const QString &intentKey) const;
    [[nodiscard]] KubePatch statusPatch(const KubeTarget &target, const QJsonObject &status) const;
};

} // namespace astern::connectors
