// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace astern::app {

// Ends the process with what was written flushed, and without the exit handlers of libraries. Those take away what
// threads still need that are ending at this moment: QThread::wait() returns before the thread has run what is to
// be run at its end, and the networking classes have threads of their own. OpenSSL's handler frees the list that such
// a thread is walking (openssl 3.0, crypto/initthread.c), which now and then was a crash after everything was done.
// Call it last in main(), when nothing of ours lives any more.
[[noreturn]] void endProcess(int exitCode);

} // namespace astern::app
