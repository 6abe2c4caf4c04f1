// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/command/plan.h"

#include <QStringList>

namespace astern {

struct GateStanding; // models/approval/gates.h

// Answer to "may this person do this plan now, and if not, why".
struct AuthorityAnswer {
    bool allowed = false;
    QString reason; // full sentence when not allowed
    QString where;  // e.g. "astern.yaml:58: gates[0] into-production"
    QString hint;
    bool presence = false; // nothing is missing but the PIN of who asks
    bool waits = false;    // nothing is missing but approvals, which can be asked for
};

// The one place that decides; asked by buttons, command line and dispatcher alike. Thread safe.
class Authority {
public:
    virtual ~Authority() = default;
    [[nodiscard]] virtual AuthorityAnswer may(const Plan &plan, const Actor &actor) const = 0;
    // The same at dispatch, with what was just read of the backend: approvals were given to exactly that.
    [[nodiscard]] virtual AuthorityAnswer mayNow(const Plan &plan, const Actor &actor, const Observation &now) const;
    // The gates before this plan, and how each is; empty: none stands there, or nobody knows any.
    [[nodiscard]] virtual QList<GateStanding> gates(const Plan &plan) const;
    [[nodiscard]] virtual Actor self() const = 0;
};

// The plan as if it had been made of this observation, for who looks at what it changes.
[[nodiscard]] Plan asSeen(Plan plan, const Observation &now);

} // namespace astern
