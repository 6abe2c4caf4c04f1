// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/views/gaterows.h"

namespace astern {

// One number of a policy's rules that an edit changes; without a name: what there is to say instead, as a clause.
struct PolicyChange {
    QString name;                       // "errors/above"
    QString words;                      // "5% → 10%"
    [[nodiscard]] QString line() const; // "errors/above: 5% → 10%"
    bool operator==(const PolicyChange &) const = default;
};
// Never empty: where the numbers are the same, it says that the rest differs.
[[nodiscard]] QList<PolicyChange> policyChanges(const PolicyEdit &edit);
// The edit that a request is about, while it waits here; empty: none does.
[[nodiscard]] std::optional<PolicyEdit> policyEditOf(const Session &session, const ApprovalRecord &request);

} // namespace astern
