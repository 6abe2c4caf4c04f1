// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"
#include "models/workspace/workspace.h"

namespace astern::app {

// The text of a secret that can be read at once, where the workspace says it is kept: "${env:NAME}", "${file:/path}".
// One in the keychain is refused: connections ask for those themselves (SecretResolver). The value never reaches a log,
// an error or the journal; an error names the variable or the file only. Thread safe.
[[nodiscard]] Result<QString> resolveSecret(const Secret &secret);

} // namespace astern::app
