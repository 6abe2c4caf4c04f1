// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/guard/assumedclimb.h"

#include <algorithm>

namespace astern::guard {

AssumedClimb::AssumedClimb(QString rolloutId, QList<policy::Policy> policies, const Assumed &assumed)
    : m_assumed(assumed), m_ladder(std::move(rolloutId), std::move(policies))
{
}

void AssumedClimb::judge(const QList<Ladder::Judged> &verdicts, qint64 nowMs)
{
    tellUntil(nowMs);
    const auto assumedOf = [](const policy::Verdict &verdict) {
        return verdict.verdict == policy::VerdictClass::Systemic;
    };
    const bool asJudged = m_assumed.marked || std::all_of(verdicts.cbegin(), verdicts.cend(), [&](const auto &judged) {
                              return judged.verdict.stillSystemic == assumedOf(judged.verdict);
                          });
    if (asJudged) {
        take(m_ladder.judge(verdicts, nowMs));
    } else {
        auto helpless = verdicts;
        for (auto &judged : helpless)
            judged.verdict.stillSystemic = assumedOf(judged.verdict);
        take(m_ladder.judge(helpless, nowMs));
    }
    tellUntil(nowMs);
}

void AssumedClimb::take(const QList<Act> &acts)
{
    for (const auto &act : acts) {
        m_acts.append(act);
        if (!std::holds_alternative<policy::Ask>(act.what) && !std::holds_alternative<Withdraw>(act.what))
            m_awaited.append({act.key, m_assumed.result, act.dueMs + m_assumed.afterMs});
    }
}

void AssumedClimb::tellUntil(qint64 nowMs)
{
    while (!m_awaited.isEmpty() && m_awaited.constFirst().atMs <= nowMs)
        take(m_ladder.tell(m_awaited.takeFirst()));
}

} // namespace astern::guard
