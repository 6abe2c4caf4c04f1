// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/kubernetes/jsonview.h"
#include "models/rollout/diagnosis.h"

#include <string_view>

namespace astern::connectors {

// What a Pod object says; `hashLabel` is the label that tells its version. Texts of the cluster and of the program
// in the pod are redacted, and cut to a length that a person reads.
[[nodiscard]] Pod readPod(const JsonView &object, std::string_view hashLabel);
// A core/v1 Event, of the old kind (count, lastTimestamp) or the new one (series, eventTime).
[[nodiscard]] ClusterEvent readEvent(const JsonView &object);
[[nodiscard]] QList<WorkloadCondition> readWorkloadConditions(const JsonView &conditions);
// The body of pods/log with timestamps=true: lines without escape sequences and control characters, redacted as
// one text so that a secret over several lines does not get through. The newest `most` of them.
[[nodiscard]] QList<LogLine> readLog(const QByteArray &body, int most);

} // namespace astern::connectors
