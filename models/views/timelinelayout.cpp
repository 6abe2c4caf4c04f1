// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/timelinelayout.h"

#include <algorithm>
#include <limits>

namespace astern {
namespace {

struct Row {
    double shapes = std::numeric_limits<double>::lowest(); // right end of the last ring or bar
    double labels = std::numeric_limits<double>::lowest(); // of its label
    qsizetype last = -1;                                   // its mark
};

// Takes back what the last label of a row needs beyond `right`.
void shorten(TimelineMark &mark, double right, const LaneGeometry &geometry)
{
    if (mark.inside || mark.labelX < mark.left)
        return;
    mark.labelWidth = std::min(mark.labelWidth, right - geometry.gap - mark.labelX);
    if (mark.labelWidth < geometry.leastLabel)
        mark.labelWidth = 0;
}

TimelineMark markOf(const TimelineItem &item, qsizetype at, const std::function<double(qint64)> &toX,
                    const std::function<double(const QString &)> &labelWidth, const LaneGeometry &geometry)
{
    TimelineMark mark;
    mark.item = at;
    const double from = toX(item.fromMs);
    const bool span = item.shape == TimelineItem::Shape::Span;
    mark.left = span ? from : from - geometry.ring / 2;
    mark.right = span ? std::max(toX(item.toMs), from + geometry.ring / 3) : from + geometry.ring / 2;
    mark.left = span ? std::max(mark.left, geometry.left - geometry.ring) : mark.left;
    mark.right = std::min(mark.right, geometry.right + geometry.ring);
    const double wanted = std::min(labelWidth(item.label), geometry.mostLabel);
    const double visible = std::max(mark.left, geometry.left);
    mark.inside = span && std::min(mark.right, geometry.right) - visible >= wanted + 3 * geometry.gap;
    mark.labelX = mark.inside ? visible + 1.5 * geometry.gap : mark.right + geometry.gap;
    mark.labelWidth = std::min(wanted, geometry.right - mark.labelX);
    if (mark.labelWidth < geometry.leastLabel && mark.labelWidth < wanted)
        mark.labelWidth = 0;
    return mark;
}

// Graver is higher.
int rankOf(TimelineItem::Verdict verdict)
{
    using Verdict = TimelineItem::Verdict;
    switch (verdict) {
    case Verdict::None:
    case Verdict::Healthy:
        return 0;
    case Verdict::External:
        return 1;
    case Verdict::Unknown:
        return 2;
    case Verdict::Suspect:
        return 3;
    case Verdict::Failing:
        return 4;
    }
    return 0;
}

// A row for each place, the one that was worst first: a hundred healthy ones do not hide the one that failed. Of
// several policies the gravest lies on top.
QList<TimelineMark> layOutVerdicts(const QList<TimelineItem> &items, const std::function<double(qint64)> &toX,
                                   const std::function<double(const QString &)> &labelWidth,
                                   const LaneGeometry &geometry)
{
    struct Place {
        QString name;
        int worst = 0;
        qint64 latestMs = 0;
    };
    QList<Place> places;
    QList<TimelineMark> marks;
    for (qsizetype at = 0; at < items.size(); ++at) {
        const TimelineItem &item = items.at(at);
        if (item.lane != TimelineLane::Verdicts)
            continue;
        const TimelineMark mark = markOf(item, at, toX, labelWidth, geometry);
        if (mark.right < geometry.left || mark.left > geometry.right)
            continue;
        marks.append(mark);
        auto place =
            std::find_if(places.begin(), places.end(), [&](const Place &one) { return one.name == item.place; });
        if (place == places.end())
            place = places.insert(places.end(), {item.place});
        place->worst = std::max(place->worst, rankOf(item.verdict));
        place->latestMs = std::max(place->latestMs, item.fromMs);
    }
    std::stable_sort(places.begin(), places.end(), [](const Place &a, const Place &b) {
        return a.worst != b.worst ? a.worst > b.worst : a.latestMs > b.latestMs;
    });
    const int rows = std::max(1, geometry.rows);
    QList<TimelineMark> placed;
    int others = int(places.size()) - rows;
    for (TimelineMark &mark : marks) {
        const auto place = std::find_if(places.cbegin(), places.cend(),
                                        [&](const Place &one) { return one.name == items.at(mark.item).place; });
        mark.row = int(place - places.cbegin());
        if (mark.row >= rows)
            continue;
        if (!mark.inside) { // in the bar or not at all: the next one begins beside it
            mark.labelWidth = std::min(mark.labelWidth, std::min(mark.right, geometry.right) -
                                                            std::max(mark.left, geometry.left) - 2 * geometry.gap);
            mark.labelX = std::max(mark.left, geometry.left) + geometry.gap;
            mark.inside = mark.labelWidth >= geometry.leastLabel;
            mark.labelWidth = mark.inside ? mark.labelWidth : 0;
        }
        if (mark.row == rows - 1 && others > 0)
            mark.more = std::exchange(others, 0);
        placed.append(mark);
    }
    std::stable_sort(placed.begin(), placed.end(), [&items](const TimelineMark &a, const TimelineMark &b) {
        return rankOf(items.at(a.item).verdict) < rankOf(items.at(b.item).verdict);
    });
    return placed;
}

} // namespace

QList<TimelineMark> layOutLane(const QList<TimelineItem> &items, TimelineLane lane,
                               const std::function<double(qint64)> &toX,
                               const std::function<double(const QString &)> &labelWidth, const LaneGeometry &geometry)
{
    if (lane == TimelineLane::Verdicts)
        return layOutVerdicts(items, toX, labelWidth, geometry);
    QList<TimelineMark> marks;
    std::vector<Row> rows(size_t(std::max(1, geometry.rows)));
    for (qsizetype at = 0; at < items.size(); ++at) {
        const TimelineItem &item = items.at(at);
        if (item.lane != lane)
            continue;
        TimelineMark mark = markOf(item, at, toX, labelWidth, geometry);
        if (mark.right < geometry.left || mark.left > geometry.right)
            continue;
        const auto freeAt = [&](double left) {
            return std::find_if(rows.begin(), rows.end(),
                                [&](const Row &row) { return row.labels + geometry.gap <= left; });
        };
        auto row = freeAt(mark.left);
        const double wanted = std::min(labelWidth(item.label), geometry.mostLabel);
        if (!mark.inside && mark.labelWidth < wanted) { // at the end of the axis: before it, where there is room
            const double left = mark.left - geometry.gap - wanted;
            if (const auto before = freeAt(left); left >= geometry.left && before != rows.end()) {
                row = before;
                mark.labelX = left;
                mark.labelWidth = wanted;
            }
        }
        if (row == rows.end()) {
            // The row whose label loses least.
            row = std::min_element(rows.begin(), rows.end(), [&](const Row &a, const Row &b) {
                const bool fitsA = a.shapes <= mark.left;
                const bool fitsB = b.shapes <= mark.left;
                return fitsA != fitsB ? fitsA : a.labels < b.labels;
            });
            if (row->shapes > mark.left) {
                row = std::max_element(rows.begin(), rows.end(),
                                       [](const Row &a, const Row &b) { return a.shapes > b.shapes; });
                ++marks[row->last].more;
                continue;
            }
            shorten(marks[row->last], mark.left, geometry);
        }
        mark.row = int(row - rows.begin());
        row->shapes = mark.right;
        row->labels = std::max(mark.right, mark.inside ? mark.right : mark.labelX + mark.labelWidth);
        row->last = marks.size();
        marks.append(mark);
    }
    return marks;
}

std::array<int, kTimelineLanes> laneRows(int fitting)
{
    std::array<int, kTimelineLanes> rows{};
    rows.fill(1);
    int left = fitting - kTimelineLanes;
    static constexpr std::array kOrder{TimelineLane::Commands,  TimelineLane::Rollouts, TimelineLane::Decisions,
                                       TimelineLane::Verdicts,  TimelineLane::Commands, TimelineLane::Rollouts,
                                       TimelineLane::Decisions, TimelineLane::Verdicts, TimelineLane::Flags};
    constexpr int kMost = 7;
    for (size_t next = 0; left > 0; next = (next + 1) % kOrder.size()) {
        int &lane = rows[size_t(kOrder[next])];
        if (std::all_of(kOrder.begin(), kOrder.end(), [&](TimelineLane l) { return rows[size_t(l)] >= kMost; }))
            break;
        if (lane >= kMost)
            continue;
        ++lane;
        --left;
    }
    return rows;
}

} // namespace astern
