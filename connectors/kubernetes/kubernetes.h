// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/http/secrets.h"
#include "models/base/clock.h"
#include "models/release/configbackend.h"
#include "models/release/configstore.h"
#include "models/rollout/connectiontest.h"
#include "models/rollout/deliverybackend.h"
#include "models/rollout/diagnosis.h"
#include "models/workspace/workspace.h"

#include <memory>

namespace astern::connectors {

// Kubernetes Deployments. The objects are light until their first use (start(), read(), …): make them anywhere,
// move them to their thread, then use them. `clock` must outlive them. An error tells what is wrong with the
// workspace or the kubeconfig, with file, line and column; nothing is sent here.
[[nodiscard]] Result<std::unique_ptr<DeliveryWatch>>
makeKubernetesWatch(const BackendConfig &config, const SecretResolver &secrets, const Clock &clock);
[[nodiscard]] Result<std::unique_ptr<DeliveryCommands>>
makeKubernetesCommands(const BackendConfig &config, const SecretResolver &secrets, const Clock &clock);
[[nodiscard]] Result<std::unique_ptr<DiagnosisSource>>
makeKubernetesDiagnosis(const BackendConfig &config, const SecretResolver &secrets, const Clock &clock);
// ConfigMaps of a cluster, by either type of backend. `store` gets every version that is seen, and must outlive them.
[[nodiscard]] Result<std::unique_ptr<ConfigBackend>>
makeConfigMaps(const BackendConfig &config, const SecretResolver &secrets, ConfigStore &store, const Clock &clock);
[[nodiscard]] Result<std::unique_ptr<ConfigSource>>
makeConfigMapSource(const BackendConfig &config, const SecretResolver &secrets, ConfigStore &store, const Clock &clock);
// Looks at the connection itself, and at what the credentials may do in these namespaces of the workspace.
[[nodiscard]] Result<std::unique_ptr<ConnectionTest>> makeKubernetesTest(const BackendConfig &config,
                                                                         const QStringList &namespaces,
                                                                         const SecretResolver &secrets,
                                                                         const Clock &clock);

} // namespace astern::connectors
