// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/options.h"

namespace astern::app {

// `team rules [--pin]`: whether what the workspace says about people is what an administrator pinned.
int runTeamRules(const VerbOptions &options, Streams streams);

} // namespace astern::app
