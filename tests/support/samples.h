// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/command/planner.h"
#include "models/rollout/rollout.h"

// Observations as a backend would make them, for tests of everything that reads one.
namespace astern::samples {

inline constexpr qint64 kNow = 1'764'000'000'000; // wall ms that the observations were made at

inline Manifest manifest(const QString &version)
{
    Manifest result;
    result.digest = QStringLiteral("sha256:") + version;
    result.podTemplate = QByteArray("{\"version\":\"") + version.toUtf8() + "\"}";
    result.images = {{QStringLiteral("app"), QStringLiteral("registry.example/shop/checkout:") + version, {}}};
    return result;
}

inline Revision revision(int number, const QString &version, const QString &hash, int pods = 0)
{
    Revision result;
    result.number = number;
    result.hash = hash;
    result.objectName = QStringLiteral("checkout-") + hash;
    result.manifest = manifest(version);
    result.createdMs = kNow - (100 - number) * 60'000;
    result.pods = pods;
    result.readyPods = pods;
    return result;
}

inline ObjectRef argoRef(const QString &name = QStringLiteral("checkout"))
{
    return {QStringLiteral("argo"), WorkloadKind::ArgoRollout, QStringLiteral("shop"), name};
}

// A canary of 4.8.0 at 25 %, waiting at a step without an end; 4.7.1 is stable; 4.7.0 is older.
inline Rollout canary(const QString &name = QStringLiteral("checkout"))
{
    Rollout r;
    r.ref = argoRef(name);
    r.uid = QStringLiteral("uid-") + name;
    r.resourceVersion = QStringLiteral("100");
    r.revisions = {revision(9, QStringLiteral("4.8.0"), QStringLiteral("new"), 3),
                   revision(8, QStringLiteral("4.7.1"), QStringLiteral("old"), 12),
                   revision(7, QStringLiteral("4.7.0"), QStringLiteral("older"))};
    r.serving.shares = {{QStringLiteral("old"), 8, 75, 12, 12}, {QStringLiteral("new"), 9, 25, 3, 3}};
    r.serving.measuredByRouter = true;
    r.desired.manifest = manifest(QStringLiteral("4.8.0"));
    r.desired.hash = QStringLiteral("new");
    r.desired.replicas = 12;
    r.stableHash = QStringLiteral("old");
    r.control.phase = Control::Phase::Paused;
    r.control.strategy = QStringLiteral("canary");
    r.control.steps = {{RolloutStep::Kind::SetWeight, 25, -1, {}},
                       {RolloutStep::Kind::Pause, 0, -1, {}},
                       {RolloutStep::Kind::SetWeight, 50, -1, {}},
                       {RolloutStep::Kind::Pause, 0, 60'000, {}}};
    r.control.currentStep = 1;
    r.control.waitsForPerson = true;
    r.control.pauseReason = QStringLiteral("CanaryPauseStep");
    r.control.pausedSinceMs = kNow - 120'000;
    r.startedMs = kNow - 300'000;
    r.observedMs = kNow;
    return r;
}

inline Rollout progressing()
{
    Rollout r = canary();
    r.control.phase = Control::Phase::Progressing;
    r.control.currentStep = 2;
    r.control.waitsForPerson = false;
    r.control.pauseReason.clear();
    r.control.pausedSinceMs = 0;
    return r;
}

// Given up: 4.7.1 serves everything, the template still says 4.8.0.
inline Rollout aborted()
{
    Rollout r = canary();
    r.resourceVersion = QStringLiteral("101");
    r.serving.shares = {{QStringLiteral("old"), 8, 100, 12, 12}};
    r.control.aborted = true;
    r.control.phase = Control::Phase::Degraded;
    r.control.message = QStringLiteral("RolloutAborted: Rollout aborted update to revision 9");
    r.control.currentStep = 0;
    r.control.waitsForPerson = false;
    r.control.pauseReason.clear();
    r.control.pausedSinceMs = 0;
    return r;
}

// 4.8.0 finished hours ago and serves everything.
inline Rollout finished(const QString &name = QStringLiteral("checkout"))
{
    Rollout r = canary(name);
    r.serving.shares = {{QStringLiteral("new"), 9, 100, 12, 12}};
    r.serving.sinceMs = kNow - 3 * 3'600'000;
    r.revisions[0].pods = r.revisions[0].readyPods = 12;
    r.revisions[1].pods = r.revisions[1].readyPods = 0;
    r.stableHash = QStringLiteral("new");
    r.control.phase = Control::Phase::Healthy;
    r.control.currentStep = 4;
    r.control.waitsForPerson = false;
    r.control.pauseReason.clear();
    r.control.pausedSinceMs = 0;
    r.startedMs = kNow - 4 * 3'600'000;
    return r;
}

// After the rollback of either: 4.7.1 is desired, stable, and serves everything (with a new revision number).
inline Rollout back(const QString &name = QStringLiteral("checkout"))
{
    Rollout r = finished(name);
    r.revisions[1].number = 10;
    r.revisions[1].pods = r.revisions[1].readyPods = 12;
    r.revisions[0].pods = r.revisions[0].readyPods = 0;
    r.serving.shares = {{QStringLiteral("old"), 10, 100, 12, 12}};
    r.serving.sinceMs = kNow;
    r.desired.manifest = manifest(QStringLiteral("4.7.1"));
    r.desired.hash = QStringLiteral("old");
    r.stableHash = QStringLiteral("old");
    std::swap(r.revisions[0], r.revisions[1]);
    return r;
}

inline Rollout blueGreen()
{
    Rollout r = canary();
    r.control.strategy = QStringLiteral("blue-green");
    r.control.steps.clear();
    r.control.currentStep = -1;
    r.control.pauseReason = QStringLiteral("BlueGreenPause");
    r.serving.shares = {{QStringLiteral("old"), 8, 100, 12, 12}};
    return r;
}

inline Rollout firstDeploy()
{
    Rollout r = finished();
    r.revisions = {r.revisions.first()};
    return r;
}

inline Rollout deployment()
{
    Rollout r = finished();
    r.ref.kind = WorkloadKind::Deployment;
    r.ref.backend = QStringLiteral("k8s");
    r.control.strategy = QStringLiteral("rolling");
    r.control.steps.clear();
    r.control.currentStep = -1;
    return r;
}

inline PlanContext context(bool hasSignals = true)
{
    return {QStringLiteral("checkout"), QStringLiteral("prod"), QStringLiteral("eu-1"), true, hasSignals};
}

} // namespace astern::samples
