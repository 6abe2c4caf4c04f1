// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/guard/guardstore.h"
#include "models/workspace/policybook.h"

#include <functional>

namespace astern::guard {

// After an automatic rollback no rollout of the service starts by itself in that environment before `untilMs` (wall
// clock). What is on its way is held and rolled back as ever.
struct CoolDown {
    QString service;
    QString environment;
    qint64 untilMs = 0;
    bool operator==(const CoolDown &) const = default;
};

// The policies that apply to a service in an environment, under whatever strategy.
using PoliciesOf = std::function<QList<PolicyFile>(const QString &service, const QString &environment)>;
// Those that are not over at `nowMs`, by service and environment: the longest `cool_down` of the enforced policies
// counts.
[[nodiscard]] QList<CoolDown> coolDownsOf(const QList<GuardStore::RolledBack> &last, const PoliciesOf &policies,
                                          qint64 nowMs);

} // namespace astern::guard
