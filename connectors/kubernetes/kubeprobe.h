// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/http/probe.h"
#include "connectors/kubernetes/kubeaccess.h"
#include "connectors/kubernetes/workload.h"

namespace astern::connectors {

// What a test asks an API server: its version, and by access reviews what the credentials may do with workloads of this
// kind in the namespaces where the workspace has some.
[[nodiscard]] ProbePlan kubeProbe(const KubeAccess &access, const BackendConfig &config, const WorkloadKindInfo &info,
                                  const QStringList &namespaces);

} // namespace astern::connectors
