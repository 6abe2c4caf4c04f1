// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/policy/verdict/recordsource.h"
#include "models/rollout/rollout.h"

// States as samplerecord.h describes them, and who is asked for them: delivery backends about a rollout and its
// instances, alert managers about alerts.
namespace astern::policy {

// The objects that a delivery backend knows.
inline constexpr auto kReplicasObject =
    "replicas";                                   // each instance: pending, starting, unready, ready, crashed, unknown
inline constexpr auto kRolloutObject = "rollout"; // progressing, paused, degraded, aborted, healthy, unknown
// Of an alert manager: every alert of the place. Any other name is that of one alert. In its own words: active,
// silenced, inhibited, unprocessed.
inline constexpr auto kAlertsObject = "alerts";
inline constexpr auto kGoneState = "gone";

// What a source keeps telling for one rollout: all there is, every `everyMs`. It has no past to tell.
struct StateQuery {
    QString rollout;     // id of the rollout: answers name it
    QString source;      // workspace id of the backend
    QStringList objects; // as the policies' signals name them
    qint64 everyMs = 0;
    // Of the place.
    ObjectRef target;
    QString service;
    QString environment;
    QString cell;
    QMap<QString, QString> alertLabels; // that an alert of it carries; empty: the usual ones
    // Its versions: by their hashes, and by their ReplicaSets where those are known.
    QString newHash;
    QString stableHash;
    QString newSet;
    QString stableSet;
    // What tells a role by a record's labels: those of the judged rollout.
    QMap<QString, QString> newLabels;
    QMap<QString, QString> stableLabels;
    bool operator==(const StateQuery &) const = default;
};

} // namespace astern::policy

Q_DECLARE_METATYPE(QList<astern::policy::StateQuery>)
