// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/error.h"

namespace astern::app {

// The same for every verb.
enum ExitCode {
    ExitDone = 0,
    ExitRefused = 1,    // refused, or found wrong
    ExitIncomplete = 2, // effect not confirmed, withheld, unanchored
    ExitUsage = 3,
    ExitUnreachable = 4, // unreadable or unreachable
    ExitNotPermitted = 5,
};

[[nodiscard]] ExitCode exitCodeFor(const Error &error);

} // namespace astern::app
