// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/options.h"

namespace astern::app {

// `team who`: who is there, what they look at, who acts by policies, who is on call. Leaves no trace.
int runTeamWho(const VerbOptions &options, Streams streams);
// `team handover --to WHO | --take`: on call is somebody else from now on; an entry of the team's log.
int runTeamHandOver(const VerbOptions &options, Streams streams);

} // namespace astern::app
