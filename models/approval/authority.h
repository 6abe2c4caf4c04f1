// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/command/plan.h"

#include <QStringList>

namespace astern {

// Answer to "may this person do this plan now, and if not, why".
struct AuthorityAnswer {
    bool allowed = false;
    QString reason; // full sentence when not allowed
    QString where;  // e.g. "astern.yaml:58: gates[0] into-production"
    QString hint;
    bool presence = false; // nothing is missing but the PIN of who asks
};

// The one place that decides; asked by buttons, command line and dispatcher alike. Thread safe.
class Authority {
public:
    virtual ~Authority() = default;
    [[nodiscard]] virtual AuthorityAnswer may(const Plan &plan, const Actor &actor) const = 0;
    [[nodiscard]] virtual Actor self() const = 0;
};

} // namespace astern
