// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/kubernetes/workload.h"

namespace astern::connectors {

[[nodiscard]] const WorkloadKindInfo &argoKind();

// "1h30m", "300ms", "90" (seconds) in milliseconds; -1: no duration
[[nodiscard]] qint64 goDurationMs(const QString &text);

} // namespace astern::connectors
