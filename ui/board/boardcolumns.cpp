// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/board/boardcolumns.h"

#include <cmath>
#include <numeric>

namespace astern::ui {

namespace {

struct Wish {
    int normal; // px at 100 %
    int least;
};
constexpr std::array<Wish, BoardModel::ColumnCount> kWishes{{
    {176, 132}, // state
    {142, 104}, // service
    {92, 90},   // place
    {146, 104}, // release
    {162, 162}, // progress
    {138, 138}, // first signal
    {138, 138}, // second signal
    {112, 96},  // alerts
    {78, 66},   // ready
    {230, 170}, // next
}};
// Left out in this order.
constexpr std::array kGiveWay{BoardModel::AlertsColumn,      BoardModel::SecondSignalColumn, BoardModel::ReadyColumn,
                              BoardModel::FirstSignalColumn, BoardModel::ProgressColumn,     BoardModel::PlaceColumn};

} // namespace

BoardColumns BoardColumns::fit(int width, double scale, const QSet<int> &hidden)
{
    BoardColumns columns;
    std::array<int, BoardModel::ColumnCount> least{};
    for (size_t i = 0; i < kWishes.size(); ++i) {
        if (hidden.contains(int(i)))
            continue;
        columns.widths[i] = int(std::lround(kWishes[i].normal * scale));
        least[i] = int(std::lround(kWishes[i].least * scale));
    }
    const auto sum = [](const auto &widths) { return std::accumulate(widths.begin(), widths.end(), 0); };
    for (const BoardModel::Column column : kGiveWay) {
        if (sum(least) <= width)
            break;
        least[size_t(column)] = columns.widths[size_t(column)] = 0;
    }
    int missing = sum(columns.widths) - width;
    if (missing <= 0) { // the last column takes what is left
        size_t last = columns.widths.size() - 1;
        while (last > 0 && columns.widths[last] == 0)
            --last;
        columns.widths[last] -= missing;
        return columns;
    }
    // Everything gives a part of what it can spare; "next" last.
    for (const bool withNext : {false, true}) {
        int spare = 0;
        for (size_t i = 0; i < columns.widths.size(); ++i)
            if ((i == BoardModel::NextColumn) == withNext)
                spare += columns.widths[i] - least[i];
        const int take = std::min(missing, spare);
        int left = take;
        for (size_t i = 0; i < columns.widths.size() && left > 0; ++i) {
            if ((i == BoardModel::NextColumn) != withNext || columns.widths[i] == 0)
                continue;
            const int own = columns.widths[i] - least[i];
            const int part = std::min(left, int(std::ceil(double(take) * own / std::max(1, spare))));
            columns.widths[i] -= part;
            left -= part;
        }
        missing -= take;
    }
    return columns;
}

} // namespace astern::ui
