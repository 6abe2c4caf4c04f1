// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/verbs.h"
#include "connectors/sandbox/sandboxmain.h"

namespace astern::app {

// The simulated company has options and output of its own: it is a server, not a question.
int runSandboxVerb(const QStringList &args, Streams) { return connectors::runSandbox(args); }

} // namespace astern::app
