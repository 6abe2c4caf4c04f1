// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/guard/cooldown.h"

#include "models/policy/policy.h"

#include <algorithm>

namespace astern::guard {

QList<CoolDown> coolDownsOf(const QList<GuardStore::RolledBack> &last, const PoliciesOf &policies, qint64 nowMs)
{
    QList<CoolDown> all;
    for (const GuardStore::RolledBack &one : last) {
        qint64 lengthMs = 0;
        for (const PolicyFile &file : policies(one.service, one.environment)) {
            if (file.policy && file.policy->mode == policy::Mode::Enforce)
                lengthMs = std::max(lengthMs, file.policy->guards.coolDownMs);
        }
        if (one.atMs + lengthMs > nowMs)
            all.append({one.service, one.environment, one.atMs + lengthMs});
    }
    return all;
}

} // namespace astern::guard
