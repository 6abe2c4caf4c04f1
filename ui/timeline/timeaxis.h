// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/health/chartrange.h"
#include "ui/rollout/chartgeometry.h"

// The ticks of a time axis from seconds to years: numbers and words only.
namespace astern::ui {

struct AxisTick {
    qint64 atMs = 0;
    QString label;
    bool strong = false; // a new day between hours, a new year between months
    bool operator==(const AxisTick &) const = default;
};
// Round local times, at least `gap` pixels apart; from days on by the calendar.
[[nodiscard]] QList<AxisTick> axisTicks(const TimeScale &scale, double gap, const QTimeZone &zone);

// "2026-11-23 14:20 – 14:50 +01:00", without what both ends share.
[[nodiscard]] QString spanWords(const TimeSpan &span, const QTimeZone &zone);

// The longer stretch in which a window lies, for the strip above: its day, its weeks, its year; never less than what is
// shown. `whole`: the log from its beginning to now.
[[nodiscard]] TimeSpan overviewOf(const TimeSpan &span, const TimeSpan &whole, const QTimeZone &zone);

} // namespace astern::ui
