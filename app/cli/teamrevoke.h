// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/options.h"

namespace astern::app {

// `team revoke`: a device is believed up to one of its entries, and no further; by an administrator's device. Says
// before what follows from that, and reads back that the team's log has it.
int revokeDevice(const VerbOptions &options, Streams streams);

} // namespace astern::app
