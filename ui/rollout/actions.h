// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"

namespace astern::ui {

// A button of the Rollout screen: what it would do, or why it cannot, and what would change that.
struct RolloutAction {
    PlanKind kind = PlanKind::Pause;
    QString text;  // "Promote to 50 %"
    QString glyph; // Lucide name
    bool enabled = false;
    QString fact;        // why not; or what it does
    QString consequence; // what would change it; or what comes of it
    [[nodiscard]] QString id() const { return toString(kind); }
    bool operator==(const RolloutAction &) const = default;
};
// Those that make sense for what is going on there, in their order; Rollback is always the last one.
[[nodiscard]] QList<RolloutAction> actionsFor(const Session &session, const Placement &placement);

} // namespace astern::ui
