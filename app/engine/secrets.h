// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"
#include "models/workspace/workspace.h"

namespace astern::app {

// The text of a secret, read where the workspace says it is kept: "${env:NAME}". The value never reaches a log,
// an error or the journal; an error names the variable only. Thread safe.
[[nodiscard]] Result<QString> resolveSecret(const Secret &secret);

} // namespace astern::app
