// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/clock.h"

#include <ctime>

namespace astern {
namespace {

qint64 nowMs(clockid_t id)
{
    timespec now{};
    clock_gettime(id, &now);
    return qint64(now.tv_sec) * 1000 + now.tv_nsec / 1'000'000;
}

} // namespace

qint64 SystemClock::wallMs() const { return nowMs(CLOCK_REALTIME); }
qint64 SystemClock::monoMs() const { return nowMs(CLOCK_BOOTTIME); }
qint64 SystemClock::awakeMs() const { return nowMs(CLOCK_MONOTONIC); }

} // namespace astern
