// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/engine.h"

namespace astern::app {

// Starts the engine and runs the event loop until every backend has answered or said why not, a signal came, or
// `timeoutMs` are over. What has arrived by then has been taken in.
void startAndSettle(Engine &engine, int timeoutMs);

} // namespace astern::app
