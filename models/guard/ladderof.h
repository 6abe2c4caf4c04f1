// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/guard/ladder.h"

#include <vector>

namespace astern::guard {

// All verdicts of a tick, and when they were judged.
struct JudgedTick {
    qint64 nowMs = 0;
    QList<Ladder::Judged> verdicts;
};

// What nobody can know of acts that were never sent.
struct Assumed {
    Outcome::Result result = Outcome::Result::Confirmed; // of every act; questions stay without an answer
    qint64 afterMs = 0;                                  // how long each takes
    // The samples say when a mitigation was confirmed (MarkRecord::Mitigated). Otherwise none is assumed to have
    // helped.
    bool marked = false;
};

// What the ladder would have done: the acts with their times (dueMs), in order. Pure.
[[nodiscard]] QList<Act> ladderOf(const QString &rolloutId, const QList<policy::Policy> &policies,
                                  const std::vector<JudgedTick> &ticks, const Assumed &assumed = {});

} // namespace astern::guard
