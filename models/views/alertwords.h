// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"

namespace astern {

// The alerts of one place in the few words of a cell, and in those of a tooltip.
struct AlertWords {
    int firing = 0;
    int muted = 0; // silenced or inhibited
    AlertRank worst = AlertRank::Info;
    PlaceAlerts::Known known = PlaceAlerts::Known::NoSource;
    QString text;  // "2 · critical", "1 silenced", "none", "2 · 48 s old", "not known"; empty: nobody is asked
    QString names; // a line each: "HighErrorRate, critical, for 12 min", and what is not known
    bool operator==(const AlertWords &) const = default;
};
[[nodiscard]] AlertWords alertWords(const PlaceAlerts &alerts, qint64 nowMs);
// How far the list can be believed: "as of 3 s ago", "48 s old: nothing answers for am at …". Empty: nobody is asked.
[[nodiscard]] QString alertsAsOf(const PlaceAlerts &alerts, qint64 nowMs);
// "3 alerts fit no place of the workspace: A, B, C". Empty: there are none.
[[nodiscard]] QString ofNoPlaceWords(const QList<Alert> &alerts);

} // namespace astern
