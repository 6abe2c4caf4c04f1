// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/crashpoint.h"

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <string>

namespace astern::CrashPoint {

std::atomic<int> g_armed{-1};

namespace {

struct Wanted {
    std::string name;
    long hit = 1;
};

const Wanted &wanted()
{
    static const Wanted one = [] {
        Wanted w;
        if (const char *text = std::getenv("ASTERN_CRASH_AT")) {
            w.name = text;
            if (const auto colon = w.name.rfind(':'); colon != std::string::npos) {
                w.hit = std::strtol(w.name.c_str() + colon + 1, nullptr, 10);
                w.name.resize(colon);
            }
        }
        g_armed.store(w.name.empty() ? 0 : 1, std::memory_order_relaxed);
        return w;
    }();
    return one;
}

} // namespace

void hit(const char *name)
{
    const Wanted &w = wanted();
    if (w.name.empty() || w.name != name)
        return;
    static std::atomic<long> hits{0};
    if (hits.fetch_add(1) + 1 == w.hit)
        std::raise(SIGKILL);
}

} // namespace astern::CrashPoint
