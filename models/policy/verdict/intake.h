// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/policy/verdict/arms.h"
#include "models/policy/verdict/counterstate.h"
#include "models/policy/verdict/samplerecord.h"
#include "models/policy/verdict/serieskey.h"

#include <QHash>

#include <deque>
#include <map>

namespace astern::policy {

// From samples as they were written down to counts per tick. A sample belongs to the tick of its event time and counts
// if it had arrived by the end of the tick and `lateness`; what comes later is counted as late and changes nothing, and
// of a counter the next sample carries the increase. A tick is over once something younger has arrived, or a heartbeat
// says that nothing older will. Samples from before the rollout may come until its first tick is over.
// Deterministic: the same records in the same order give the same ticks. One thread.
class Intake {
public:
    Intake(const Policy &policy, const JudgedRollout &rollout);

    // The handle of a series, for add(); -1: nobody asks for it.
    int series(const SeriesKey &key);
    void add(int series, qint64 eventMs, qint64 arrivedMs, double value);
    void add(const SampleRecord &record);
    void heartbeat(qint64 atMs);
    void mark(const MarkRecord &mark);

    [[nodiscard]] bool isTickOver() const; // the next one to take
    // Books the next tick into the arms. Ticks before the rollout's start come first, for whoever looks back.
    struct Taken {
        qint64 tick = 0;
        std::vector<MarkRecord> marks;
    };
    Taken take(Arms &arms);

    [[nodiscard]] const SampleNotes &notes(qsizetype signal) const { return m_signals[size_t(signal)].notes; }

private:
    struct Series {
        SeriesKey key;
        std::vector<Feed> feeds;
        std::vector<CounterState> counters; // one for each feed
        // Of an instance's state.
        QString instance;
        QString state;
        QString location; // of a probe
        std::optional<qint64> startedMs;
        int group = 0; // order by source and name, and then by labels
        int rank = 0;
    };
    struct Pending {
        int series;
        qint64 eventMs;
        qint64 arrivedMs;
        double value;
    };
    struct Late {
        qint64 arrivedMs;
        qsizetype signal;
    };
    struct SignalState {
        SampleNotes notes;
    };
    // What comes together for an arm within one tick, and what it carries to the next.
    struct ArmState {
        qint64 total = 0, bad = 0, all = 0, within = 0;
        bool sampled = false; // a total, a bucket or a gauge
        bool boundSeen = false;
        double gauge = 0, raw = 0;
        bool hasGauge = false, hasRaw = false;
        qint64 carry = 0;               // bad events for which there was no room
        int surplus = 0;                // ticks in a row
        std::optional<qint64> newestMs; // event time of the last sample of a total, a bucket or a gauge
    };

    [[nodiscard]] qint64 closesAt(qint64 tick) const;
    void rankSeries();
    [[nodiscard]] bool comesBefore(const Pending &a, const Pending &b) const;
    void fold(const Pending &sample, Arms &arms, qint64 tick);
    void foldInto(const Series &series, size_t feed, const Pending &sample, std::optional<qint64> increase, Arms &arms,
                  qint64 tick);
    void tellInstance(const Series &series, const Feed &feed, const Pending &sample, Arm &arm) const;
    void close(Arms &arms, qint64 tick);
    [[nodiscard]] ArmTick closeArm(ArmState &state, const Signal &signal, qint64 tick) const;

    const Policy &m_policy;
    const JudgedRollout &m_rollout;
    qint64 m_tickMs;
    qint64 m_startTick;
    qint64 m_oldestTick;                                     // nothing before it is of use
    std::optional<qint64> m_next;                            // tick to take next; none: nothing was taken yet
    qint64 m_watermark = std::numeric_limits<qint64>::min(); // latest arrival
    qint64 m_promise = std::numeric_limits<qint64>::min();   // latest heartbeat
    QHash<SeriesKey, int> m_handles;                         // looked up, never walked through
    size_t m_expected = 0; // handle: scrape after scrape series come in the same order
    std::vector<Series> m_series;
    bool m_ranked = true;
    std::map<qint64, std::vector<Pending>> m_pending;
    std::map<qint64, std::vector<MarkRecord>> m_marks;
    std::vector<SignalState> m_signals;
    std::deque<Late> m_late; // by arrival: a tick knows of those that came before it was over
    std::vector<ArmState> m_armStates;
};

} // namespace astern::policy
