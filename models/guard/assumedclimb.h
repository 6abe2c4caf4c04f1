// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/guard/ladder.h"

namespace astern::guard {

// What nobody can know of acts that were never sent.
struct Assumed {
    Outcome::Result result = Outcome::Result::Confirmed; // of every act; questions stay without an answer
    qint64 afterMs = 0;                                  // how long each takes
    // The samples say when a mitigation was confirmed (MarkRecord::Mitigated). Otherwise none is assumed to have
    // helped.
    bool marked = false;
};

// What the ladder would have done, tick by tick. Pure; one thread at a time.
class AssumedClimb {
public:
    AssumedClimb(QString rolloutId, QList<policy::Policy> policies, const Assumed &assumed = {});

    // All verdicts of a tick, and when they were judged; in the order of time.
    void judge(const QList<Ladder::Judged> &verdicts, qint64 nowMs);
    [[nodiscard]] const QList<Act> &acts() const { return m_acts; } // with their times (dueMs), in order

private:
    void take(const QList<Act> &acts);
    void tellUntil(qint64 nowMs);

    const Assumed m_assumed;
    Ladder m_ladder;
    QList<Act> m_acts;
    QList<Outcome> m_awaited; // in the order of their times: each takes equally long
};

} // namespace astern::guard
