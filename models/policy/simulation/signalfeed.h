// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/policy/statistics/eprocess.h"
#include "models/policy/verdict/rulejudge.h"
#include "models/policy/verdict/samplerecord.h"
#include "models/policy/verdict/serieskey.h"

#include <vector>

namespace astern::policy::simulation {

// Counts per tick as the cumulative counters that a source would have told of one events signal of a policy: the
// series, labels and bounds that its queries ask for, for both roles. Whoever has counts can so play them through an
// Evaluator, or write them down.
class SignalFeed {
public:
    // The signal is of kind events.
    SignalFeed(const Signal &signal, const JudgedRollout &rollout);

    struct Value {
        size_t series = 0; // index into series()
        double value = 0;
    };
    [[nodiscard]] const std::vector<SeriesKey> &series() const { return m_keys; }
    // What the counters of a role show after some more events. Valid until the next call.
    [[nodiscard]] const std::vector<Value> &count(Role role, const statistics::ArmCounts &more);
    // The same as records of that time.
    [[nodiscard]] QList<Record> records(Role role, const statistics::ArmCounts &more, qint64 eventMs, qint64 arrivedMs);

private:
    enum class Part { Total, Bad, Good };
    struct Line {
        Role role;
        Part part;
        qint64 sum = 0;
    };
    void add(const Query &query, const QMap<QString, QString> &labels, Role role, Part part);

    std::vector<SeriesKey> m_keys;
    std::vector<Line> m_lines;
    std::vector<Value> m_values;
};

// A value that a `where` pattern takes ("5xx": 500), and one that it does not.
[[nodiscard]] QString valueOf(const QString &pattern);
[[nodiscard]] QString valueBeside(const QString &pattern);

} // namespace astern::policy::simulation
