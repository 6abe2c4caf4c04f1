// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"
#include "ui/rollout/healthchart.h"

// Which samples a chart of a place shows.
namespace astern::ui {

// The version on its way against the one that serves beside it; all traffic where nothing is on its way. A role
// without samples gives way to one that has some. `rollout` tells the versions' names.
[[nodiscard]] HealthChart::Source chartSource(const Session &session, const Placement &placement,
                                              const SignalSpec &spec, const Rollout &rollout);
// "stable 4.7.1", for a legend; in the header of a small chart there is no room for the version.
[[nodiscard]] QString stableLabel(const Rollout &rollout);
// When any of the place's signals was over its limit, and from when on there is no data.
// The classes that the policies said one after the other, up to `toMs`; a verdict that is stale then ends where it was
// reached, and what follows is not known.
[[nodiscard]] QList<VerdictBand> verdictBands(const guard::PlaceVerdict &verdict, qint64 toMs);
[[nodiscard]] QList<VerdictBand> bandsOf(const Session &session, const Placement &placement, const Rollout &rollout,
                                         qint64 fromMs, qint64 toMs);
// The signal that is furthest beyond its limit; else the first one with a limit; else the first one.
[[nodiscard]] QString worstSignal(const Session &session, const Placement &placement, qint64 nowMs);

} // namespace astern::ui
