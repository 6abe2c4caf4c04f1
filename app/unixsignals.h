// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace astern::app {

// SIGINT and SIGTERM end the event loop in order (QCoreApplication::exit(130 or 143)), so that the journal closes
// and nothing is half done; SIGPIPE is an error of write(), not the end. Call once, after the application exists.
void installUnixSignals();
// The signal that arrived, or 0.
[[nodiscard]] int receivedUnixSignal();

} // namespace astern::app
