// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/policy/policy.h"

#include <optional>

namespace astern::policy {

// What was wrong with a signal's samples, counted.
struct SampleNotes {
    qint64 late = 0;
    qint64 resets = 0;
    qint64 gaps = 0;
    qint64 invalid = 0; // not finite, or of a source whose clock runs wrong
    bool operator==(const SampleNotes &) const = default;
};

// One counter: its increases, in whole events. No interpolation and no extrapolation: a count test on extrapolated
// numbers is not valid.
class CounterState {
public:
    CounterState(SeriesStart start, qint64 staleAfterMs) : m_start(start), m_staleAfterMs(staleAfterMs) {}

    // The next accepted sample, finite and by ascending event time. Its increase, 0 when it only anchors; nullopt: the
    // same event time again, nothing is booked.
    std::optional<qint64> take(qint64 eventMs, double value, qint64 rolloutStartMs, SampleNotes &notes);

private:
    SeriesStart m_start;
    qint64 m_staleAfterMs;
    bool m_known = false;
    qint64 m_eventMs = 0;
    double m_value = 0;
};

} // namespace astern::policy
