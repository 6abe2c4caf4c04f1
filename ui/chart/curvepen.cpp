// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/curvepen.h"

#include <array>

namespace astern::ui {

QPen curvePen(const Theme &theme, int subject, bool stable)
{
    static constexpr std::array kTones{Tone::DataOther1, Tone::DataOther2, Tone::DataOther3, Tone::DataOther4};
    // In widths of the line. The colours come round after four, the dashes do not.
    static const std::array<QList<qreal>, kMostSubjects> kDashes{
        QList<qreal>{}, {7, 2.5}, {3, 2}, {9, 2, 1.5, 2}, {5, 2, 1.5, 2, 1.5, 2}, {14, 3}, {2, 4}};
    // One that is denser for every other subject: the dots differ, too.
    static const std::array<QList<qreal>, kMostSubjects> kDots{
        QList<qreal>{0.01, 2.2}, {0.01, 3.2}, {0.01, 1.8}, {0.01, 4.2}, {0.01, 2.6}, {0.01, 3.7}, {0.01, 5}};
    const size_t index = size_t(subject) % kMostSubjects;
    const bool first = index == 0;
    QPen pen(theme.colour(first ? (stable ? Tone::DataStable : Tone::DataNew) : kTones[(index - 1) % kTones.size()]));
    pen.setWidthF(stable ? (first ? 1.5 : 1.75) : 1.75);
    pen.setCapStyle(stable ? Qt::RoundCap : Qt::FlatCap);
    pen.setJoinStyle(Qt::BevelJoin); // round ones take 2.4 times as long
    const QList<qreal> &dashes = stable ? kDots[index] : kDashes[index];
    if (!dashes.isEmpty())
        pen.setDashPattern(dashes);
    return pen;
}

} // namespace astern::ui
