// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/options.h"

namespace astern::app {

// Puts the text of a file into a policy of the workspace, as the Policies screen saves it: checked, recorded as safely
// as `journal.needs` asks of policies, then written whole. `name` is that of the policy's file in the workspace.
int savePolicy(const VerbOptions &options, const QString &name, const QString &file, Streams streams);

} // namespace astern::app
