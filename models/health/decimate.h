// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/health/seriesstore.h"

namespace astern {

// A piece of a time axis: [fromMs, toMs] over `columns` pixel columns.
struct TimeColumns {
    qint64 fromMs = 0;
    qint64 toMs = 0;
    int columns = 0;
    // 0…columns-1 inside the range; below 0 or columns outside.
    [[nodiscard]] int column(qint64 atMs) const;
    bool operator==(const TimeColumns &) const = default;
};

// What a line needs on `columns` pixels: at most two points a column, the lowest and the highest in time order, so
// that no peak is lost; every column's own points are samples as they were, nothing is averaged or made up.
// One sample on each side of the range is kept, for the line to enter and leave the picture.
// NaN breaks the line: it stays as one NaN sample between the neighbours; so does a hole longer than `gapMs`
// (0: holes are bridged). Appends to `out`, which it does not clear: no allocation once it is large enough.
void decimate(const SeriesStore::View &view, const TimeColumns &axis, qint64 gapMs, std::vector<Sample> &out);

// The pieces of a line between its breaks, for whoever can only draw lines that are whole; none is empty. An infinity
// has no place on an axis and breaks the line like a number that is none.
[[nodiscard]] std::vector<std::span<const Sample>> unbroken(std::span<const Sample> line);

} // namespace astern
