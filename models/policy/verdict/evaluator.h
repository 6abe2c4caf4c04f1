// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/policy/verdict/intake.h"
#include "models/policy/verdict/judge.h"

#include <functional>

namespace astern::policy {

// verdict(policy, samples, tick): one policy over one rollout, record by record. Nothing in it reads a clock; live,
// replayed after a restart and backtested it is the same function, and gives the same bytes. Owns all of its state;
// moves from thread to thread as long as one uses it at a time.
class Evaluator {
public:
    Evaluator(Policy policy, JudgedRollout rollout);
    Evaluator(const Evaluator &) = delete;
    Evaluator &operator=(const Evaluator &) = delete;

    // In the order in which they were written down. Afterwards take the ticks that are over.
    void add(const Record &record);
    [[nodiscard]] Intake &intake() { return m_intake; } // for samples by handle
    // Tells each verdict that is due, in order.
    void advance(const std::function<void(const Verdict &)> &tell);

    [[nodiscard]] const Policy &policy() const { return m_policy; }
    [[nodiscard]] const JudgedRollout &rollout() const { return m_rollout; }

private:
    const Policy m_policy;
    const JudgedRollout m_rollout;
    Arms m_arms;
    Intake m_intake;
    Judge m_judge;
};

} // namespace astern::policy
