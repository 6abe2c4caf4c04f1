// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/kubernetes/kubernetes.h"

#include "connectors/kubernetes/configmaps.h"
#include "connectors/kubernetes/kubecommands.h"
#include "connectors/kubernetes/kubediagnosis.h"
#include "connectors/kubernetes/kubeprobe.h"
#include "connectors/kubernetes/workloadwatch.h"

namespace astern::connectors {

Result<std::unique_ptr<DeliveryWatch>> makeKubernetesWatch(const BackendConfig &config, const SecretResolver &secrets,
                                                           const Clock &clock)
{
    const Result<KubeAccess> access = openKubeAccess(config, secrets);
    if (!access)
        return access.error();
    return std::unique_ptr<DeliveryWatch>(std::make_unique<WorkloadWatch>(*access, config, deploymentKind(), clock));
}

Result<std::unique_ptr<DeliveryCommands>> makeKubernetesCommands(const BackendConfig &config,
                                                                 const SecretResolver &secrets, const Clock &clock)
{
    const Result<KubeAccess> access = openKubeAccess(config, secrets);
    if (!access)
        return access.error();
    return std::unique_ptr<DeliveryCommands>(std::make_unique<DeploymentCommands>(*access, config, clock));
}

Result<std::unique_ptr<DiagnosisSource>> makeKubernetesDiagnosis(const BackendConfig &config,
                                                                 const SecretResolver &secrets, const Clock &clock)
{
    const Result<KubeAccess> access = openKubeAccess(config, secrets);
    if (!access)
        return access.error();
    return std::unique_ptr<DiagnosisSource>(std::make_unique<KubeDiagnosis>(*access, config, deploymentKind(), clock));
}

Result<std::unique_ptr<ConfigBackend>> makeConfigMaps(const BackendConfig &config, const SecretResolver &secrets,
                                                      ConfigStore &store, const Clock &clock)
{
    const Result<KubeAccess> access = openKubeAccess(config, secrets);
    if (!access)
        return access.error();
    return std::unique_ptr<ConfigBackend>(std::make_unique<ConfigMaps>(*access, config, store, clock));
}

Result<std::unique_ptr<ConfigSource>> makeConfigMapSource(const BackendConfig &config, const SecretResolver &secrets,
                                                          ConfigStore &store, const Clock &clock)
{
    const Result<KubeAccess> access = openKubeAccess(config, secrets);
    if (!access)
        return access.error();
    return std::unique_ptr<ConfigSource>(std::make_unique<ConfigMapSource>(*access, config, store, clock));
}

Result<std::unique_ptr<ConnectionTest>> makeKubernetesTest(const BackendConfig &config, const QStringList &namespaces,
                                                           const SecretResolver &secrets, const Clock &clock)
{
    const Result<KubeAccess> access = openKubeAccess(config, secrets);
    if (!access)
        return access.error();
    return std::unique_ptr<ConnectionTest>(
        std::make_unique<Probe>(kubeProbe(*access, config, deploymentKind(), namespaces), clock));
}

} // namespace astern::connectors
