// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMap>
#include <QString>

#include <variant>

// What a verdict is computed from, in the order in which it was written down. Event time and arrival time are kept
// apart; all times are milliseconds UTC. Nothing else reaches the evaluator: no clock, no configuration of the day.
namespace astern::policy {

// Counters and gauges as their source names them. Besides:
//  - a histogram's buckets are the series `<name>_bucket` with the bound in the label `le`;
//  - a probe's result is source "probe", the signal's id as series, labels `role` ("new", "stable") and `location`,
//    value 1 for success and 0 for failure;
//  - an instance's state is the signal's object as series, labels `instance`, `state` and, where known, `started`
//    (milliseconds UTC), value its restarts so far; the state "gone": it is no more. The same series without the
//    label `instance` is the source's sign of life, so that "no instance" can be told from "no source".
struct SampleRecord {
    QString source;
    QString series;
    QMap<QString, QString> labels;
    qint64 eventMs = 0;
    qint64 arrivedMs = 0;
    double value = 0;
    bool operator==(const SampleRecord &) const = default;
};

// Whatever had arrived by then stands before it: makes "nothing came" replayable.
struct HeartbeatRecord {
    qint64 atMs = 0;
    bool operator==(const HeartbeatRecord &) const = default;
};

// What happened to the rollout itself and matters to the rules; belongs to the tick of its time.
struct MarkRecord {
    enum class Kind {
        StepEnd,    // a step of the rollout is over: fixed looks
        RolloutEnd, // so is the rollout
        Mitigated,  // a mitigation is confirmed: the rules that raised systemic start afresh
    };
    Kind kind = Kind::StepEnd;
    qint64 atMs = 0;
    bool operator==(const MarkRecord &) const = default;
};

using Record = std::variant<SampleRecord, HeartbeatRecord, MarkRecord>;

} // namespace astern::policy
