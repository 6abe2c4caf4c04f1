// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/workspace/workspace.h"

namespace astern {

// Everything in a workspace that a plan for one place rests on, wherever in the file it stands: equal grounds make
// the same plan of the same observation.
struct PlanGround {
    Placement placement;
    BackendConfig backend; // that delivers
    bool isProtected = false;
    bool readOnly = false;
    QList<SignalSpec> signalSpecs; // that recovery is judged by
    QList<BackendConfig> sources;  // that they are read from
    QStringList protections;       // declared for this place: what is not enforceable, and gates by their digests
    bool operator==(const PlanGround &) const = default;
};
// Absent: the workspace has no such place.
[[nodiscard]] std::optional<PlanGround> planGround(const Workspace &workspace, const QString &placementKey);
// What differs, as the end of a sentence: "its signals and limits", "the place is gone". Empty: nothing.
[[nodiscard]] QString groundChange(const std::optional<PlanGround> &before, const std::optional<PlanGround> &after);

// Connections to end and to open; a backend with other settings is in both lists.
struct BackendChanges {
    QStringList closed;
    QList<BackendConfig> opened;
};
[[nodiscard]] BackendChanges backendChanges(const Workspace &before, const Workspace &after);

// A place that a plan under way acts on.
struct PlaceUnderWay {
    QString service;
    QString environment;
    QString backend;
};
// `next`, but with everything that the places under way rest on as it is `now`: a plan ends under the workspace that
// it was made with.
[[nodiscard]] Workspace keepUnderWay(const Workspace &now, Workspace next, const QList<PlaceUnderWay> &underWay);

// Says the same, wherever in the file.
[[nodiscard]] bool sameContent(const Workspace &a, const Workspace &b);
// What is different, in a line for people and the log: "backends: prom changed; services: cart added".
[[nodiscard]] QString changeWords(const Workspace &before, const Workspace &after);

} // namespace astern
