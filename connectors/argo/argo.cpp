// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/argo/argo.h"

#include "connectors/argo/argocommands.h"
#include "connectors/kubernetes/kubediagnosis.h"
#include "connectors/kubernetes/kubeprobe.h"
#include "connectors/kubernetes/workloadwatch.h"

namespace astern::connectors {

Result<std::unique_ptr<DeliveryWatch>> makeArgoWatch(const BackendConfig &config, const SecretResolver &secrets,
                                                     const Clock &clock)
{
    const Result<KubeAccess> access = openKubeAccess(config, secrets);
    if (!access)
        return access.error();
    return std::unique_ptr<DeliveryWatch>(std::make_unique<WorkloadWatch>(*access, config, argoKind(), clock));
}

Result<std::unique_ptr<DeliveryCommands>> makeArgoCommands(const BackendConfig &config, const SecretResolver &secrets,
                                                           const Clock &clock)
{
    const Result<KubeAccess> access = openKubeAccess(config, secrets);
    if (!access)
        return access.error();
    return std::unique_ptr<DeliveryCommands>(std::make_unique<ArgoCommands>(*access, config, clock));
}

Result<std::unique_ptr<DiagnosisSource>> makeArgoDiagnosis(const BackendConfig &config, const SecretResolver &secrets,
                                                           const Clock &clock)
{
    const Result<KubeAccess> access = openKubeAccess(config, secrets);
    if (!access)
        return access.error();
    return std::unique_ptr<DiagnosisSource>(std::make_unique<KubeDiagnosis>(*access, config, argoKind(), clock));
}

Result<std::unique_ptr<ConnectionTest>> makeArgoTest(const BackendConfig &config, const QStringList &namespaces,
                                                     const SecretResolver &secrets, const Clock &clock)
{
    const Result<KubeAccess> access = openKubeAccess(config, secrets);
    if (!access)
        return access.error();
    return std::unique_ptr<ConnectionTest>(
        std::make_unique<Probe>(kubeProbe(*access, config, argoKind(), namespaces), clock));
}

} // namespace astern::connectors
