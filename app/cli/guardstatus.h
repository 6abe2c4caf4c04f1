// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/cli.h"
#include "models/guard/placeverdict.h"
#include "models/workspace/workspace.h"

namespace astern::app {

// What the guards and people of a data folder have written down, for a process that judges nothing itself.
[[nodiscard]] Result<guard::GuardState> writtenGuardState(const QString &folder, const Workspace &workspace,
                                                          qint64 nowMs);
// {leader, alive, alive_ms, holds: [{place, until_ms, reason, by}], cool_downs: [{service, environment, until_ms}]}, or
// the same in words. Answers ExitDone where somebody acts, else ExitRefused.
int printGuardState(const guard::GuardState &state, qint64 nowMs, bool json, Streams streams);

} // namespace astern::app
