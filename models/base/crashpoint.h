// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>

namespace astern::CrashPoint {

// Negative: not looked yet; 0: no crash is wanted; 1: one is.
extern std::atomic<int> g_armed;
void hit(const char *name);

inline bool isArmed() { return g_armed.load(std::memory_order_relaxed) != 0; }

} // namespace astern::CrashPoint

// A named place where kill tests let the process die, as if by kill -9. With ASTERN_CRASH_AT=name the first hit
// raises SIGKILL, with name:n the n-th. Always compiled in, so that what ships is what was tested; when the
// variable is not set it costs one relaxed load.
#define ASTERN_CRASH_POINT(name)                                                                                       \
    do {                                                                                                               \
        if (::astern::CrashPoint::isArmed())                                                                           \
            ::astern::CrashPoint::hit(name);                                                                           \
    } while (false)
