// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace astern::app {

// When the program crashes (SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL) it says on standard error what that means for
// what it was doing, and where it was, before it ends by that signal as it would have: no exit code of its own, and a
// core file where the system keeps them. `program` must outlive the process. Call once, at the start of main().
void installCrashNote(const char *program);

} // namespace astern::app
