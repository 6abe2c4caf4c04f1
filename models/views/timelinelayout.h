// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/views/timeline.h"

#include <functional>

namespace astern {

// Where the items of one lane stand: numbers only, so that tables can test it. x in pixels.
struct TimelineMark {
    qsizetype item = 0; // into the list that was laid out
    int row = 0;
    double left = 0; // of ring or bar
    double right = 0;
    double labelX = 0;
    double labelWidth = 0; // 0: there is no room for it
    bool inside = false;   // the label stands in the bar
    int more = 0;          // others so close that they have no place of their own
    bool operator==(const TimelineMark &) const = default;
};

struct LaneGeometry {
    double left = 0; // of the axis
    double right = 0;
    int rows = 1;
    double ring = 18;       // of an event, and the least of a bar
    double gap = 4;         // between neighbours, and before a label
    double mostLabel = 220; // longer ones are elided
    double leastLabel = 28; // shorter ones say nothing
};

// Labels that would collide go to the lane's next row, then shrink to the ring; rings that would cover each other
// become one that knows how many. Verdicts have a row for each place. `items` by time.
[[nodiscard]] QList<TimelineMark> layOutLane(const QList<TimelineItem> &items, TimelineLane lane,
                                             const std::function<double(qint64)> &toX,
                                             const std::function<double(const QString &)> &labelWidth,
                                             const LaneGeometry &geometry);

// Rows for each lane, when so many fit in all: first one for each, then where most is told.
[[nodiscard]] std::array<int, kTimelineLanes> laneRows(int fitting);

} // namespace astern
