// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"
#include "models/workspace/workspace.h"

#include <functional>

namespace astern::connectors {

// Turns `${env:NAME}` and `${keychain:NAME}` into the secret itself. Called when a connection is opened, on the
// thread that opens it.
using SecretResolver = std::function<Result<QString>(const Secret &)>;

} // namespace astern::connectors
