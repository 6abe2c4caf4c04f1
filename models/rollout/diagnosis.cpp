// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/rollout/diagnosis.h"

#include <algorithm>
#include <tuple>

namespace astern {
namespace {

template <class T>
void takePart(DiagnosisPart<T> &now, const DiagnosisPart<T> &later)
{
    if (later.atMs > 0)
        now = later;
    else if (later.error)
        now.error = later.error;
}

} // namespace

bool WorkloadCondition::bad() const
{
    // Of Argo Rollouts and Deployments: the first say what is right, the second what is wrong. "Healthy" and
    // "Completed" are also False while all goes well.
    static const QStringList rights{QStringLiteral("Available"), QStringLiteral("Progressing")};
    static const QStringList wrongs{QStringLiteral("ReplicaFailure"), QStringLiteral("InvalidSpec")};
    return (rights.contains(type) && status == QLatin1String("False")) ||
           (wrongs.contains(type) && status == QLatin1String("True"));
}

DiagnosisQuestion questionAbout(const Rollout &rollout)
{
    DiagnosisQuestion question;
    question.ref = rollout.ref;
    question.uid = rollout.uid;
    question.newHash = rollout.desired.hash;
    question.stableHash = rollout.stableHash;
    if (const Revision *revision = rollout.revisionByHash(question.newHash))
        question.newSet = revision->objectName;
    if (const Revision *revision = rollout.revisionByHash(question.stableHash))
        question.stableSet = revision->objectName;
    return question;
}

void Diagnosis::take(const Diagnosis &later)
{
    // Another pod's log is not an older state of this one. Without pods nobody knows whose log was to be read.
    if (!later.log.value.pod.isEmpty() && later.log.value.pod != log.value.pod)
        log = {};
    question = later.question;
    if (later.pods.atMs > 0)
        morePods = later.morePods;
    takePart(pods, later.pods);
    takePart(events, later.events);
    takePart(conditions, later.conditions);
    takePart(log, later.log);
    complete = later.complete;
}

void sortPods(QList<Pod> &pods, const QString &newHash)
{
    std::sort(pods.begin(), pods.end(), [&newHash](const Pod &a, const Pod &b) {
        const auto rank = [&newHash](const Pod &pod) {
            return std::make_tuple(int(pod.health), pod.hash == newHash ? 0 : 1, -pod.restarts);
        };
        return rank(a) != rank(b) ? rank(a) < rank(b) : a.name < b.name;
    });
}

} // namespace astern
