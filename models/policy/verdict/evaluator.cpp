// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/verdict/evaluator.h"

namespace astern::policy {

Evaluator::Evaluator(Policy policy, JudgedRollout rollout)
    : m_policy(std::move(policy)), m_rollout(std::move(rollout)), m_arms(m_policy), m_intake(m_policy, m_rollout),
      m_judge(m_policy, m_rollout, m_arms)
{
}

void Evaluator::add(const Record &record)
{
    if (const auto *sample = std::get_if<SampleRecord>(&record))
        m_intake.add(*sample);
    else if (const auto *heartbeat = std::get_if<HeartbeatRecord>(&record))
        m_intake.heartbeat(heartbeat->atMs);
    else
        m_intake.mark(std::get<MarkRecord>(record));
}

void Evaluator::advance(const std::function<void(const Verdict &)> &tell)
{
    while (m_intake.isTickOver()) {
        const auto taken = m_intake.take(m_arms);
        if (taken.tick >= m_judge.startTick())
            tell(m_judge.step(taken.tick, taken.marks));
    }
}

} // namespace astern::policy
