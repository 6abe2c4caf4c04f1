// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/error.h"
#include "models/rollout/rollout.h"

#include <QList>
#include <QMetaType>
#include <QObject>
#include <QString>

#include <functional>
#include <optional>

namespace astern {

// What a pod's worst container is doing, worst first: the order in which pods are looked at.
enum class PodHealth {
    Crashing,    // its process ends again and again, or just did
    CannotStart, // no image, no room, no configuration: its process never ran
    NotReady,    // runs, and fails its readiness probe
    Unknown,     // nobody has heard of it for a while, or it says something new
    Starting,
    Ready,
    Ended, // ran to its end, as a job does
    Ending // is being taken away
};

// One pod, with what the worst of its containers says.
struct Pod {
    QString name;
    QString uid;
    QString hash;    // pod-template hash: of which version it is
    QString setName; // the ReplicaSet that owns it
    QString node;    // empty: not placed yet
    QString phase;   // "Running", in Kubernetes' words
    PodHealth health = PodHealth::Unknown;
    bool ready = false;
    int containers = 0;
    int readyContainers = 0;
    int restarts = 0;  // of all containers
    QString container; // the worst one
    QString image;     // of it
    QString reason;    // "CrashLoopBackOff", "ImagePullBackOff", "Unschedulable"; empty: nothing is wrong
    QString message;   // what goes with it, redacted
    // How the worst container's process ended the last time.
    std::optional<int> exitCode; // absent: it never ended
    QString endReason;           // "OOMKilled", "Error"
    QString endMessage;          // what it left as its last words, redacted
    qint64 endedMs = 0;          // wall clock; 0: not known
    bool running = false;        // the worst container has a process now
    qint64 createdMs = 0;        // wall clock
    bool operator==(const Pod &) const = default;
};

// Something that the cluster noticed about an object. Kept there for an hour or so: no history.
struct ClusterEvent {
    QString uid;
    bool warning = false;
    QString reason; // "BackOff"
    QString message;
    QString kind;   // of the object: "Pod"
    QString object; // its name
    int count = 1;  // how often it was seen
    qint64 firstMs = 0;
    qint64 lastMs = 0; // wall clock when it was last seen; 0: not told
    bool operator==(const ClusterEvent &) const = default;
};

// A condition of the workload, in its controller's words.
struct WorkloadCondition {
    QString type;
    QString status; // "True", "False", "Unknown"
    QString reason;
    QString message;
    qint64 sinceMs = 0;
    [[nodiscard]] bool bad() const; // says that something is wrong
    bool operator==(const WorkloadCondition &) const = default;
};

struct LogLine {
    qint64 atMs = 0; // wall clock; 0: the line told no time
    QString text;    // redacted, without control characters
    bool operator==(const LogLine &) const = default;
};

// The end of what one container wrote.
struct LogTail {
    QString pod;
    QString container;
    bool previous = false; // of the run before this one: the one that crashed
    bool cut = false;      // there was more than is taken at once; what is missing is the newest
    QList<LogLine> lines;  // oldest first
    bool operator==(const LogTail &) const = default;
};

// One part of an answer. The parts fail by themselves: who may not read logs still sees pods.
template <class T>
struct DiagnosisPart {
    T value{};                  // the last that was known
    qint64 atMs = 0;            // wall clock when it was; 0: never
    std::optional<Error> error; // why there is nothing newer
    [[nodiscard]] bool answered() const { return atMs > 0 || error.has_value(); }
    bool operator==(const DiagnosisPart &) const = default;
};

struct DiagnosisQuestion {
    ObjectRef ref;
    QString uid;        // of the workload; empty: not known
    QString newHash;    // pod-template hash of the desired version
    QString stableHash; // may be the same, or empty
    QString newSet;     // their ReplicaSets; empty: not known
    QString stableSet;
    QString logPod; // whose log; empty: the worst pod of the new version
    bool operator==(const DiagnosisQuestion &) const = default;
};
[[nodiscard]] DiagnosisQuestion questionAbout(const Rollout &rollout);

// Why a place is as it is: what its pods, events, conditions and log say.
struct Diagnosis {
    DiagnosisQuestion question;
    DiagnosisPart<QList<Pod>> pods;            // worst first
    bool morePods = false;                     // there are more than are asked for
    DiagnosisPart<QList<ClusterEvent>> events; // newest first
    DiagnosisPart<QList<WorkloadCondition>> conditions;
    DiagnosisPart<LogTail> log;
    bool complete = false; // every part has answered

    [[nodiscard]] bool isNew(const Pod &pod) const { return pod.hash == question.newHash; }
    // Takes what `later` brings; a part that failed there, or was not answered yet, stays as it was, with its error.
    void take(const Diagnosis &later);
    bool operator==(const Diagnosis &) const = default;
};
// Worst first; of equals the new version first, then the most restarts.
void sortPods(QList<Pod> &pods, const QString &newHash);

// Answers for one place at a time, and only while somebody looks. Lives on the io thread, with connections of its own.
class DiagnosisSource : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    using Told = std::function<void(const Diagnosis &)>;
    // `told` is called on this thread whenever a part has come, never from inside the call; the last time with
    // `complete`. `ticket` names the question for cancel().
    virtual void ask(quint64 ticket, const DiagnosisQuestion &question, Told told) = 0;
    // Nothing more is told of it, and its requests end.
    virtual void cancel(quint64 ticket) = 0;
};

} // namespace astern

Q_DECLARE_METATYPE(astern::Diagnosis)
