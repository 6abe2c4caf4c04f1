// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/command/plan.h"
#include "models/workspace/workspace.h"

#include <QJsonArray>
#include <QJsonObject>

namespace astern {

// What exactly is approved: the plan as it would be sent, the manifests that it moves between, which rollout it is
// about, and the revisions of the rules that it is judged by. Made anew of what a backend tells now it has the same
// digest, or something that somebody signed for has changed.
struct ApprovalSubject {
    QString gate;       // its id
    QString gateDigest; // of its rule
    QString act;        // "promote"
    QString service;
    QString environment;
    QString cell;
    QString target; // ObjectRef::key()
    QString fromVersion;
    QString toVersion;
    int reach = 100;                 // percent of traffic or users that it leads to
    QJsonArray steps;                // what is sent: {id, command, precondition, effect}
    QString manifest;                // digest of the version that goes forward; empty: none is known
    QString stableManifest;          // of the one that serves meanwhile
    QString rollout;                 // rolloutId(); empty: it is about none
    QMap<QString, QString> policies; // digests of the revisions in force, by id

    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] QString digest() const;       // SHA-256 of the canonical JSON, lower-case hex
    [[nodiscard]] QString placementKey() const; // "service@environment/cell"
    bool operator==(const ApprovalSubject &) const = default;
};

// Digest of such an object as an entry has it; empty: it is not canonical, and nobody can have signed for it.
[[nodiscard]] QString subjectDigest(const QJsonObject &subject);

[[nodiscard]] std::optional<GatedAct> gatedActOf(PlanKind kind); // empty: nothing may stand before it
// Where the traffic or the users are once nobody holds it any more before the next person has to.
[[nodiscard]] int reachOf(const Plan &plan);
[[nodiscard]] bool covers(const GateConfig &gate, const Plan &plan);
[[nodiscard]] ApprovalSubject subjectOf(const GateConfig &gate, const Plan &plan, const Workspace &workspace);

// One field that is not as it was approved, in words: "manifest", "sha256:12…", "sha256:9f…".
struct SubjectChange {
    QString field;
    QString from;
    QString to;
    bool operator==(const SubjectChange &) const = default;
    [[nodiscard]] QString words() const;
};
[[nodiscard]] QList<SubjectChange> changesOf(const QJsonObject &approved, const QJsonObject &now);
[[nodiscard]] QString wordsOf(const QList<SubjectChange> &changes);

} // namespace astern
