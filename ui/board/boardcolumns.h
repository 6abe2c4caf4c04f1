// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/views/boardmodel.h"

#include <QSet>

#include <array>

namespace astern::ui {

// Widths of the board's columns for one width of the table: pure geometry. What does not fit is left out in an
// order that keeps the question "who needs me, what happens next" answerable; "next" is never cut before others.
struct BoardColumns {
    std::array<int, BoardModel::ColumnCount> widths{}; // 0: left out

    // `scale`: text size, 1 = 100 %. `hidden`: columns that a person left out.
    [[nodiscard]] static BoardColumns fit(int width, double scale, const QSet<int> &hidden = {});
    [[nodiscard]] bool shows(BoardModel::Column column) const { return widths[size_t(column)] > 0; }
};

} // namespace astern::ui
