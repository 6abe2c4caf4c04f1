// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/kubernetes/kubernetes.h"

namespace astern::connectors {

// Argo Rollouts, through the Kubernetes API; the same rules as for makeKubernetesWatch().
[[nodiscard]] Result<std::unique_ptr<DeliveryWatch>> makeArgoWatch(const BackendConfig &config,
                                                                   const SecretResolver &secrets, const Clock &clock);
[[nodiscard]] Result<std::unique_ptr<DeliveryCommands>>
makeArgoCommands(const BackendConfig &config, const SecretResolver &secrets, const Clock &clock);
[[nodiscard]] Result<std::unique_ptr<DiagnosisSource>>
makeArgoDiagnosis(const BackendConfig &config, const SecretResolver &secrets, const Clock &clock);
[[nodiscard]] Result<std::unique_ptr<ConnectionTest>> makeArgoTest(const BackendConfig &config,
                                                                   const QStringList &namespaces,
                                                                   const SecretResolver &secrets, const Clock &clock);

} // namespace astern::connectors
