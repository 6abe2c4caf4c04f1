// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"
#include "models/rollout/deliverybackend.h"
#include "models/rollout/diagnosis.h"
#include "models/workspace/workspace.h"

#include <functional>
#include <memory>

namespace astern::connectors {

// Turns `${env:NAME}` and `${keychain:NAME}` into the secret itself. Called when a connection is opened, on the
// thread that opens it.
using SecretResolver = std::function<Result<QString>(const Secret &)>;

// Kubernetes Deployments. The objects are light until their first use (start(), read(), …): make them anywhere,
// move them to their thread, then use them. `clock` must outlive them. An error tells what is wrong with the
// workspace or the kubeconfig, with file, line and column; nothing is sent here.
[[nodiscard]] Result<std::unique_ptr<DeliveryWatch>>
makeKubernetesWatch(const BackendConfig &config, const SecretResolver &secrets, const Clock &clock);
[[nodiscard]] Result<std::unique_ptr<DeliveryCommands>>
makeKubernetesCommands(const BackendConfig &config, const SecretResolver &secrets, const Clock &clock);
[[nodiscard]] Result<std::unique_ptr<DiagnosisSource>>
makeKubernetesDiagnosis(const BackendConfig &config, const SecretResolver &secrets, const Clock &clock);

} // namespace astern::connectors
