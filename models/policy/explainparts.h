// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/policy/explain.h"
#include "models/policy/words.h"

namespace astern::policy {

[[nodiscard]] Chapter explainRule(const Policy &policy, const Rule &rule);
[[nodiscard]] QString listed(const QStringList &items); // "a, b and c"

} // namespace astern::policy
