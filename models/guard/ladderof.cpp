// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/guard/ladderof.h"

namespace astern::guard {

QList<Act> ladderOf(const QString &rolloutId, const QList<policy::Policy> &policies,
                    const std::vector<JudgedTick> &ticks, const Assumed &assumed)
{
    Ladder ladder(rolloutId, policies);
    QList<Act> all;
    QList<Outcome> awaited; // in the order of their times: each takes equally long
    const auto take = [&](const QList<Act> &acts) {
        for (const auto &act : acts) {
            all.append(act);
            if (!std::holds_alternative<policy::Ask>(act.what) && !std::holds_alternative<Withdraw>(act.what))
                awaited.append({act.key, assumed.result, act.dueMs + assumed.afterMs});
        }
    };
    const auto tellUntil = [&](qint64 nowMs) {
        while (!awaited.isEmpty() && awaited.constFirst().atMs <= nowMs)
            take(ladder.tell(awaited.takeFirst()));
    };
    for (auto tick : ticks) {
        tellUntil(tick.nowMs);
        for (auto &judged : tick.verdicts) {
            if (!assumed.marked)
                judged.verdict.stillSystemic = judged.verdict.verdict == policy::VerdictClass::Systemic;
        }
        take(ladder.judge(tick.verdicts, tick.nowMs));
        tellUntil(tick.nowMs);
    }
    return all;
}

} // namespace astern::guard
