// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/workspace/workspace.h"

namespace astern {

// A role selector of the workspace with "{service}", "{environment}", "{cell}", "{namespace}", "{name}", "{hash}" and
// "{stable_hash}" filled in. Absent: a hash is not known (yet), so that nothing is asked rather than something too
// broad.
[[nodiscard]] std::optional<QMap<QString, QString>> filledIn(QMap<QString, QString> labels, const Placement &place,
                                                             const Rollout *rollout);

} // namespace astern
