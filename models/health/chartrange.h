// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace astern {

// A piece of wall time, in ms since the epoch.
struct TimeSpan {
    qint64 fromMs = 0;
    qint64 toMs = 0;
    [[nodiscard]] qint64 lengthMs() const { return toMs - fromMs; }
    bool operator==(const TimeSpan &) const = default;
};

// Which piece of time a chart shows: so much up to now, moving along, or a piece of the past that stands still. A value
// that knows no clock: what is kept and what time it is come in as `kept` (oldest sample to now; from == to: nothing is
// kept yet). Whatever is asked for, the answer lies before now, and does not leave what is kept while there is room in
// it. Whoever comes back to now follows it again.
class ChartRange {
public:
    static constexpr qint64 kLeastMs = 5'000; // closer there are single samples only

    explicit ChartRange(qint64 lengthMs = 900'000) : m_lengthMs(lengthMs) {}

    [[nodiscard]] TimeSpan at(const TimeSpan &kept) const;
    [[nodiscard]] bool followsNow() const { return m_follows; }
    // Everything that is kept, however long that becomes.
    [[nodiscard]] bool showsAll() const { return m_all; }
    // What was asked for; 0: everything.
    [[nodiscard]] qint64 lengthMs() const { return m_all ? 0 : m_lengthMs; }

    void follow(); // the newest again, as long as it was
    void showAll();
    // So long, ending where it ends now.
    void setLength(qint64 lengthMs, const TimeSpan &kept);
    // `factor` 0.5: half as long. The instant `atMs` stays where it is, as far as that is possible.
    void zoom(double factor, qint64 atMs, const TimeSpan &kept);
    void select(TimeSpan wanted, const TimeSpan &kept); // either way round
    void pan(qint64 byMs, const TimeSpan &kept);        // above zero: towards now

private:
    void take(TimeSpan wanted, const TimeSpan &kept);

    qint64 m_lengthMs;
    qint64 m_endMs = 0; // while it does not follow
    bool m_follows = true;
    bool m_all = false;
};

} // namespace astern
