// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/policy/statistics/eprocess.h"

#include <limits>
#include <vector>

namespace astern::policy {

// One signal of one role in one tick.
struct ArmTick {
    bool data = false;              // a sample, or none was to be expected yet
    bool invalid = false;           // more bad than all for three ticks, a bound that does not exist…
    statistics::ArmCounts counts{}; // of events
    double gauge = std::numeric_limits<double>::quiet_NaN(); // the last finite value; NaN: none
    double raw = std::numeric_limits<double>::quiet_NaN();   // the last value, whatever it is
    bool read = false;                                       // raw was told in this tick
};

// The recent past of an arm, tick by tick without a hole. Sums over windows are differences of running sums, so that
// a window costs the same whatever its length; integers, so that they are exact.
class ArmHistory {
public:
    // Keeps that many ticks, and takes memory as they come.
    explicit ArmHistory(qint64 capacity = 1) : m_capacity(capacity + 1) {}

    void add(qint64 tick, const ArmTick &arm); // the first, or one after the last

    struct Sum {
        statistics::ArmCounts counts;
        qint64 data = 0;  // ticks with data
        qint64 ticks = 0; // of the window that exist
        [[nodiscard]] qint64 coverageE9() const;
    };
    // Of the `ticks` up to and including `last`, none before `notBefore` or before the oldest kept.
    [[nodiscard]] Sum sum(qint64 last, qint64 ticks, qint64 notBefore) const;
    [[nodiscard]] statistics::ArmCounts counts(qint64 tick) const; // nothing where it is not kept
    [[nodiscard]] double gauge(qint64 tick) const;                 // NaN: none
    [[nodiscard]] bool isInvalid(qint64 tick) const;
    [[nodiscard]] const ArmTick &last() const { return m_last; }
    [[nodiscard]] qint64 firstKept() const; // oldest tick that counts() knows
    // The first tick with data since ever; max(): none yet.
    [[nodiscard]] qint64 firstData() const { return m_firstData; }

private:
    struct Entry { // running sums up to and including the tick
        qint64 total = 0;
        qint64 bad = 0;
        qint32 data = 0;
        bool invalid = false; // the tick itself
        double gauge = std::numeric_limits<double>::quiet_NaN();
    };
    [[nodiscard]] const Entry &entry(qint64 tick) const;

    qint64 m_capacity;
    qint64 m_first = 0; // tick of the first add()
    qint64 m_next = 0;
    qint64 m_firstData = std::numeric_limits<qint64>::max();
    std::vector<Entry> m_entries; // a ring once it is full
    qint64 m_place = 0;           // of the last tick's
    ArmTick m_last;
};

} // namespace astern::policy
