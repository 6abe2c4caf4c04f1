// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/options.h"
#include "models/approval/policyedit.h"

// Edits of policies that wait at a gate.
namespace astern::app {

// "errors/above: 5% → 10%", a line each; where the numbers are the same, that the rest differs.
[[nodiscard]] QStringList policyChanges(const PolicyEdit &edit);
// `policy propose [POLICY...]`: asks for approval of what the files say.
[[nodiscard]] int proposePolicies(const QStringList &policies, const VerbOptions &options, Streams streams);

} // namespace astern::app
