// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/options.h"

// Edits of policies that wait at a gate.
namespace astern::app {

// `policy propose [POLICY...]`: asks for approval of what the files say.
[[nodiscard]] int proposePolicies(const QStringList &policies, const VerbOptions &options, Streams streams);

} // namespace astern::app
