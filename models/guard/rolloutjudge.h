// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/guard/ladder.h"
#include "models/guard/subject.h"
#include "models/policy/verdict/evaluator.h"

#include <QSet>

#include <map>
#include <memory>
#include <vector>

namespace astern::guard {

// Everything that is said of one rollout, by all of its policies, from records as they come in. Brings them into one
// order, which is the one that is stored: whoever reads the stored records again reaches the same verdicts. Needs the
// time only to tell "nothing came" from "nothing was asked". One thread at a time.
//
// What a source kept while nobody listened (a start, sleep of the machine) counts for every tick that has not been
// judged yet, as if somebody had listened: it arrives, for the verdict, when it happened. What was judged stays.
class RolloutJudge {
public:
    explicit RolloutJudge(const Subject &subject);

    void take(const policy::RecordBatch &batch, qint64 nowMs);
    void mark(const policy::MarkRecord &mark);
    // At nextCloseMs(), or soon after it: a tick is over when it and its lateness are, whoever is silent.
    void advance(qint64 nowMs);
    [[nodiscard]] qint64 nextCloseMs() const { return m_closesMs; } // of the next tick; wall clock
    // A record as it was stored: in that order, before anything else.
    void replay(const policy::Record &record);

    // All verdicts of one tick end, of the policies whose tick it is.
    struct Tick {
        qint64 tickMs = 0;
        QList<Ladder::Judged> verdicts;
    };
    [[nodiscard]] QList<Tick> takeVerdicts(); // since the last call, in order
    [[nodiscard]] std::vector<policy::Record> takeRecords() { return std::exchange(m_records, {}); } // to be stored

    [[nodiscard]] const QList<Ladder::Judged> &latest() const { return m_latest; } // of each policy, by id
    // Sources that have not said yet what they kept: nothing is judged before they have.
    [[nodiscard]] bool isCatchingUp() const { return !m_behind.isEmpty(); }
    [[nodiscard]] qint64 judgedToMs() const { return m_heartbeatMs; } // 0: nothing yet

private:
    [[nodiscard]] QList<policy::SampleRecord> whole(const policy::RecordBatch &batch);
    void know(const policy::SampleRecord &record);
    void feed(const policy::SampleRecord &record); // once: a source that is asked anew tells what it told before
    void write(const policy::Record &record);
    void catchUp();
    void heartbeat(qint64 nowMs);
    void heard(qint64 atMs); // of everything until then
    [[nodiscard]] bool isGap(qint64 nowMs) const;

    std::vector<std::unique_ptr<policy::Evaluator>> m_evaluators;
    QHash<policy::SeriesKey, qint64> m_newest; // event time, by series
    // Of states: by source and object, and by instance as it was told last. What is not told any more is gone.
    struct Object {
        QString source;
        QString object;
        QMap<QString, policy::SampleRecord> there;
    };
    QList<Object> m_objects;
    QSet<QString> m_sources;                  // of series: those with a past
    QSet<QString> m_behind;                   // their past is still to come
    std::vector<policy::SampleRecord> m_past; // of what is behind, until it is whole
    std::vector<policy::Record> m_records;    // not taken yet
    std::map<qint64, Tick> m_ticks;           // not taken yet
    QList<Ladder::Judged> m_latest;
    qint64 m_heartbeatMs = 0;
    qint64 m_behindSinceMs = 0;
    qint64 m_closesMs = 0;
    qint64 m_tickMs = 0;     // the shortest
    qint64 m_latenessMs = 0; // the longest
};

} // namespace astern::guard
