// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/crashnote.h"

#include <array>
#include <csignal>
#include <cstring>
#include <execinfo.h>
#include <unistd.h>

namespace astern::app {
namespace {

const char *g_program = "";

void say(const char *text) { [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, text, std::strlen(text)); }

// Only what may be called in a signal handler: the heap may be what is broken.
void onCrash(int number)
{
    const char digits[] = {char('0' + number / 10), char('0' + number % 10), '\0'};
    say(g_program);
    say(": crashed (signal ");
    say(number < 10 ? digits + 1 : digits);
    say("). What was sent is in the log; the next start reads back what became of it. Please report these lines:\n");
    std::array<void *, 64> frames{};
    ::backtrace_symbols_fd(frames.data(), ::backtrace(frames.data(), int(frames.size())), STDERR_FILENO);
    ::raise(number); // SA_RESETHAND: now it is the system's turn
}

} // namespace

void installCrashNote(const char *program)
{
    g_program = program;
    std::array<void *, 1> once{};
    ::backtrace(once.data(), int(once.size())); // loads what it needs now, not in the handler
    // A stack of its own, for the stack may be what has run out.
    static std::array<char, 64 * 1024> stack;
    stack_t own{};
    own.ss_sp = stack.data();
    own.ss_size = stack.size();
    ::sigaltstack(&own, nullptr);
    struct sigaction action{};
    action.sa_handler = onCrash;
    action.sa_flags = int(SA_RESETHAND) | SA_NODEFER | SA_ONSTACK;
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) // they say more
    for (const int number : {SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL})
        ::sigaction(number, &action, nullptr);
#endif
}

} // namespace astern::app
