// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/command/planner.h"
#include "models/policy/verdict/probequery.h"
#include "models/policy/verdict/rulejudge.h"
#include "models/workspace/workspace.h"

namespace astern::guard {

// One rollout under policies: what is judged, by which rules, and what a plan for it needs to know. A value.
struct Subject {
    // Of the rollout: its place, the version that is rolled out, and when that was asked for.
    QString id;
    bool onItsWay = false; // else the place is only looked at: something that was begun there may have to be ended
    Placement placement;
    PlanContext context;
    Rollout rollout; // as it was seen last
    policy::JudgedRollout judged;
    QList<QMap<QString, QString>> selectors; // of its series: new, stable and all, as far as the workspace tells them
    QString newHash;                         // pod-template hashes of its versions, as it began
    QString stableHash;
    QMap<Role, QString> hosts;          // that {role} of a probe stands for
    QMap<QString, QString> alertLabels; // that an alert of its place carries; empty: the usual ones
    QList<PolicyFile> policies;         // in force for it, by id; never empty

    [[nodiscard]] QString place() const { return placement.key(); }
};

// The hash of the version that a rollout's id names.
[[nodiscard]] QString hashOfRollout(const QString &id);

// Absent: no policy applies to it.
[[nodiscard]] std::optional<Subject> subjectOf(const Workspace &workspace, const Placement &placement,
                                               const Rollout &rollout);

// What a source is asked for one signal; nothing where the signal comes from elsewhere.
struct WantedSeries {
    QString source;
    QString series;
    double bound = 0; // of a histogram, seconds; 0: none
};
[[nodiscard]] QList<WantedSeries> wantedBy(const policy::Signal &signal);

// What its sources have to record, a query for each of them.
[[nodiscard]] QList<policy::RecordQuery> recordQueries(const Subject &subject);
// The same of states.
[[nodiscard]] QList<policy::StateQuery> stateQueries(const Subject &subject);
// What has to be probed for its probe rules, and nothing else: of the rule's own role, and of stable to tell whose
// trouble it is. A role whose host nobody knows is not probed.
[[nodiscard]] QList<policy::ProbeQuery> probeQueries(const Subject &subject);

} // namespace astern::guard
