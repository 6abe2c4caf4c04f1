// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/release/manifest.h"

#include <QList>
#include <QMetaType>
#include <QSet>
#include <QString>

#include <limits>
#include <optional>

namespace astern {

enum class WorkloadKind { ArgoRollout, Deployment };

// Names one object of one delivery backend. `backend` is the workspace's backend id.
struct ObjectRef {
    QString backend;
    WorkloadKind kind = WorkloadKind::ArgoRollout;
    QString ns;
    QString name;

    // "backend/kind/namespace/name": unique in the workspace, stable across restarts.
    [[nodiscard]] QString key() const;
    bool operator==(const ObjectRef &) const = default;
};

// A version in the backend's history that can be gone back to.
struct Revision {
    int number = 0;     // as the backend counts them
    QString hash;       // pod-template hash: the label by which its pods and metrics are found
    QString objectName; // the ReplicaSet that holds the template
    Manifest manifest;
    qint64 createdMs = 0; // wall clock
    int pods = 0;
    int readyPods = 0;
    bool operator==(const Revision &) const = default;
};

// Fact 1: what serves traffic now.
struct Serving {
    struct Share {
        QString hash;
        int revision = 0;   // 0: unknown
        double percent = 0; // of traffic, 0…100
        int readyPods = 0;
        int pods = 0;
        bool operator==(const Share &) const = default;
    };
    QList<Share> shares;           // largest first; empty: nothing serves
    bool measuredByRouter = false; // true: a traffic router reported weights; false: derived from ready pods
    qint64 sinceMs = 0;            // wall clock when the largest share became the only one; 0: not known
    bool operator==(const Serving &) const = default;
};

// Fact 2: what somebody asked for.
struct Desired {
    Manifest manifest;
    QString hash; // pod-template hash of it, when the backend tells it
    int replicas = 0;
    bool paused = false; // spec.paused
    bool operator==(const Desired &) const = default;
};

// One step of a delivery strategy.
struct RolloutStep {
    enum class Kind { SetWeight, Pause, Analysis, Experiment, SetCanaryScale, Other };
    Kind kind = Kind::Other;
    int weight = 0;         // percent, for SetWeight
    qint64 durationMs = -1; // for Pause; -1: until somebody resumes
    QString text;           // for the kinds without a field of their own
    bool operator==(const RolloutStep &) const = default;
};

// Fact 3: what the controller is doing about it.
struct Control {
    enum class Phase { Unknown, Healthy, Progressing, Paused, Degraded };
    Phase phase = Phase::Unknown;
    QString message;  // the controller's own words
    QString strategy; // "canary", "blue-green", "rolling"
    QList<RolloutStep> steps;
    int currentStep = -1; // index into steps; steps.size(): all done; -1: has no steps
    bool aborted = false;
    bool promotingFully = false;
    bool pausedByPerson = false; // spec.paused
    bool waitsForPerson = false; // paused at a step, or blue-green switch, that only a person ends
    QString pauseReason;         // e.g. "CanaryPauseStep"
    qint64 pausedSinceMs = 0;    // wall clock; 0: not paused
    bool sawLatest = true;       // observedGeneration has caught up with generation
    QString failure;             // empty, or why it cannot go on ("ProgressDeadlineExceeded: …")
    bool operator==(const Control &) const = default;
};
[[nodiscard]] QString toString(Control::Phase phase); // "progressing"

// A tool that owns the object's spec and will revert what others change in it.
struct GitOwner {
    QString tool; // "Argo CD", "Flux"
    QString application;
    bool operator==(const GitOwner &) const = default;
};

// One workload as its backend shows it: three facts kept apart, the history, and how old the knowledge is.
// A value: made on the io or command thread, passed on by copy.
struct Rollout {
    ObjectRef ref;
    QString uid;
    QString resourceVersion; // opaque; for compare-and-set only
    Serving serving;
    Desired desired;
    Control control;
    QString stableHash;        // the version to which an abort returns; empty: none yet
    QList<Revision> revisions; // newest first
    std::optional<GitOwner> owner;
    bool sharedTemplate = false; // the template lives in another object (workloadRef)
    int historyLimit = 10;       // revisionHistoryLimit
    qint64 startedMs = 0;        // wall clock when the desired version was asked for; 0: not known
    qint64 startedStampMs = 0;   // the same by its backend's clock: says which rollout it is, whatever ours does
    qint64 observedMs = 0;       // wall clock of the answer it was read from
    QString unknownReason;       // not empty: the answer could not be understood; facts are the last known ones

    // The desired version is not (yet) the stable one and nobody gave up on it.
    [[nodiscard]] bool inProgress() const;
    // Every step is done and the desired version is the only one that serves.
    [[nodiscard]] bool finished() const;
    // Aborted, and the old version serves everything.
    [[nodiscard]] bool rolledBack() const;
    // Percent of traffic that the desired version gets, 0…100.
    [[nodiscard]] double newPercent() const;
    [[nodiscard]] const Revision *revision(int number) const;
    [[nodiscard]] const Revision *revisionByHash(const QString &hash) const;
    // What served before the version that is (or was) being rolled out: the default target of a rollback.
    [[nodiscard]] const Revision *previousRevision() const;
    bool operator==(const Rollout &) const = default;
};

// Names one rollout for good: its place, the version that was asked for, and when, by the backend's clock: a correction
// of ours must not make another rollout of it.
[[nodiscard]] QString rolloutId(const QString &placementKey, const Rollout &rollout);

// What a watch has seen since its last batch.
struct RolloutBatch {
    QString backend;
    bool complete = false; // a full list: what is not in it is gone
    QList<Rollout> changed;
    QStringList gone;   // ObjectRef::key() of deleted objects
    QSet<QString> told; // of a full list in pieces: what the earlier ones had; not gone
};

// How a connection to one backend is doing.
struct BackendHealth {
    enum class State { Connecting, Live, Retrying, NeedsLogin, Refused };
    QString backend; // workspace id
    QString type;    // "argo-rollouts", "prometheus"…
    State state = State::Connecting;
    qint64 lastAnswerMs = 0;     // wall clock of the last good answer; 0: never
    qint64 sinceMs = 0;          // wall clock when `state` began
    qint64 nextTryMs = 0;        // wall clock; 0: no retry planned
    qint64 pollMs = 0;           // expected distance of answers; older than 3 of them is stale
    QString reason;              // the other side's words, redacted
    QString hint;                // what to do
    qint64 signInUntilMs = 0;    // wall clock when the credentials end; 0: not known
    qint64 signInWarnFromMs = 0; // wall clock from when that is worth a word
    bool renewable = false;      // a plugin or a file can bring new credentials
    qint64 clockSkewMs = 0;      // the other side's clock minus ours; 0: about the same, or not known

    // The last instant at which what it told may be taken for the present: three polls after its last answer; none once
    // it takes our credentials no more, or has to be asked anew after a sleep of this machine. The end of time where
    // there is no answer.
    [[nodiscard]] qint64 staleAtMs() const
    {
        if (lastAnswerMs > 0 && (state == State::NeedsLogin || state == State::Connecting))
            return lastAnswerMs - 1;
        return lastAnswerMs > 0 && pollMs > 0 ? lastAnswerMs + 3 * pollMs : std::numeric_limits<qint64>::max();
    }
    [[nodiscard]] bool isStale(qint64 nowMs) const { return nowMs > staleAtMs(); }
    // The credentials hold, but not for long, and a person may have to do something about it.
    [[nodiscard]] bool signInEndsSoon(qint64 nowMs) const
    {
        return state == State::Live && signInUntilMs > 0 && nowMs >= signInWarnFromMs;
    }
    bool operator==(const BackendHealth &) const = default;
};

} // namespace astern

Q_DECLARE_METATYPE(astern::Rollout)
Q_DECLARE_METATYPE(astern::RolloutBatch)
Q_DECLARE_METATYPE(astern::BackendHealth)
