// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/error.h"
#include "models/policy/verdict/samplerecord.h"

#include <QList>
#include <QMetaType>
#include <QStringList>

#include <optional>

// How the samples that a verdict is computed from come in: raw, one by one, with the event times of their source.
namespace astern::policy {

// What a source is asked to keep recording for one rollout.
struct RecordQuery {
    QString rollout;      // id of the rollout: answers name it
    QString source;       // workspace id of the monitoring backend
    QStringList series;   // metric names; a histogram's with _bucket
    QList<double> bounds; // seconds: the buckets of histograms that are wanted, beside +Inf
    // Label sets, matched exactly; a series has to have one of them whole. Empty: any series.
    QList<QMap<QString, QString>> selectors;
    qint64 fromMs = 0;  // no older event is of use (UTC): the rollout's start less the look-back
    qint64 everyMs = 0; // how often it is asked; 0: as often as the source polls
    bool operator==(const RecordQuery &) const = default;
};

// One answer, told after every poll, also when nothing new came or when it failed: who judges knows then that nothing
// older is under way.
struct RecordBatch {
    QString rollout;
    QString source;
    qint64 arrivedMs = 0; // wall clock at the answer, the same in each record
    // Ascending by event time; each sample once. Event times are by our clock.
    QList<SampleRecord> records;
    // The first answer, or the first after a gap (a start, sleep of the machine, an outage): part of the past that the
    // source kept. Several follow each other until the past is read.
    bool catchUp = false;
    std::optional<Error> error; // nothing could be read
};

} // namespace astern::policy

Q_DECLARE_METATYPE(astern::policy::RecordBatch)
Q_DECLARE_METATYPE(QList<astern::policy::RecordQuery>)
