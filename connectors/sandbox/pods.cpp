// SPDX-License-Identifier: GPL-3.0-or-later
// How a pod looks through the API, and what the kubelet does with one that crashes.
#include "connectors/sandbox/json.h"
#include "connectors/sandbox/replicasets.h"

#include <algorithm>

namespace astern::connectors::sandbox {

static constexpr qint64 kFirstBackOffMs = 10'000;
static constexpr qint64 kLongestBackOffMs = 300'000;
static constexpr qint64 kRunMs = 260; // of a process that crashes at its start

quint64 numberOf(const QString &text)
{
    quint64 hash = 14695981039346656037ULL;
    for (const char c : text.toUtf8()) {
        hash ^= quint8(c);
        hash *= 1099511628211ULL;
    }
    return hash;
}

QString ReplicaSets::Pod::node() const
{
    const quint64 number = numberOf(name);
    return QStringLiteral("pool-%1-%2").arg(QLatin1Char("ab"[number % 2])).arg(number / 2 % 6 + 1);
}

void ReplicaSets::crash(Pod &pod, Moment now)
{
    ++pod.restarts;
    pod.endedWall = now.wall;
    pod.backOffMs = pod.backOffMs == 0 ? kFirstBackOffMs : std::min(kLongestBackOffMs, pod.backOffMs * 2);
    pod.crashesAt = now.sim + pod.backOffMs;
}

namespace {

QJsonObject condition(QLatin1String type, bool status, const QString &since)
{
    return {{u"type"_s, type},
            {u"status"_s, status ? u"True"_s : u"False"_s},
            {u"lastProbeTime"_s, QJsonValue()},
            {u"lastTransitionTime"_s, since}};
}

QJsonObject waiting(const QString &reason, const QString &message = {})
{
    QJsonObject state{{u"reason"_s, reason}};
    if (!message.isEmpty())
        state.insert(u"message"_s, message);
    return {{u"waiting"_s, state}};
}

QString backOff(qint64 ms)
{
    const qint64 seconds = ms / 1000;
    return seconds < 60 ? QStringLiteral("%1s").arg(seconds)
                        : QStringLiteral("%1m%2s").arg(seconds / 60).arg(seconds % 60);
}

QJsonObject stateOf(const ReplicaSets::Set &owner, const ReplicaSets::Pod &pod, const QString &ns, const QString &uid,
                    const QString &container)
{
    if (pod.fate == PodFate::CannotPull && !pod.ready)
        return waiting(u"ImagePullBackOff"_s, u"Back-off pulling image \""_s + owner.image +
                                                  u"\": ErrImagePull: rpc error: code = NotFound desc = failed to pull "
                                                  "and unpack image: manifest unknown"_s);
    if (pod.fate == PodFate::Crashes && !pod.ready && pod.restarts > 0)
        return waiting(u"CrashLoopBackOff"_s, QStringLiteral("back-off %1 restarting failed container=%2 pod=%3_%4(%5)")
                                                  .arg(backOff(pod.backOffMs), container, pod.name, ns, uid));
    if (!pod.ready)
        return waiting(u"ContainerCreating"_s);
    return {{u"running"_s, QJsonObject{{u"startedAt"_s, stamp(pod.readyWall)}}}};
}

QJsonObject lastStateOf(const ReplicaSets::Pod &pod)
{
    if (pod.endedWall == 0)
        return {};
    return {{u"terminated"_s, QJsonObject{{u"exitCode"_s, 1},
                                          {u"reason"_s, u"Error"_s},
                                          {u"startedAt"_s, stamp(pod.endedWall - kRunMs)},
                                          {u"finishedAt"_s, stamp(pod.endedWall)}}}};
}

} // namespace

void ReplicaSets::writePod(const Set &owner, const Pod &pod)
{
    const QJsonObject setObject = *m_store.find(u"replicasets"_s, owner.key);
    const QString ns = owner.key.section(QLatin1Char('/'), 0, 0);
    const QJsonObject *old = m_store.find(u"pods"_s, ObjectStore::key(ns, pod.name));
    const QString created = stamp(pod.createdWall);
    QJsonObject spec = get(setObject, {"spec"_L1, "template"_L1, "spec"_L1}).toObject();
    spec.insert(u"nodeName"_s, pod.node());
    const QString container = spec.value("containers"_L1).toArray().at(0).toObject().value("name"_L1).toString();
    const QString uid = old ? get(*old, {"metadata"_L1, "uid"_L1}).toString() : makeUid(m_random);
    const QString readySince = stamp(pod.ready ? pod.readyWall : pod.createdWall);
    QJsonObject unready = condition("ContainersReady"_L1, pod.ready, readySince);
    if (!pod.ready) {
        unready.insert(u"reason"_s, u"ContainersNotReady"_s);
        unready.insert(u"message"_s, QStringLiteral("containers with unready status: [%1]").arg(container));
    }
    QJsonObject ready = unready;
    ready.insert(u"type"_s, u"Ready"_s);
    const bool pulled = pod.fate != PodFate::CannotPull || pod.ready;
    const QString imageId = pulled ? owner.image.section(QLatin1Char(':'), 0, 0) + QLatin1Char('@') +
                                         m_images.digest(owner.image, pod.createdWall)
                                   : QString();
    const bool runs = pod.ready || (pod.fate == PodFate::Crashes && pod.restarts > 0);
    const QJsonObject object{
        {u"apiVersion"_s, u"v1"_s},
        {u"kind"_s, u"Pod"_s},
        {u"metadata"_s, QJsonObject{{u"name"_s, pod.name},
                                    {u"generateName"_s, owner.key.section(QLatin1Char('/'), 1) + QLatin1Char('-')},
                                    {u"namespace"_s, ns},
                                    {u"uid"_s, uid},
                                    {u"creationTimestamp"_s, created},
                                    {u"labels"_s, get(setObject, {"metadata"_L1, "labels"_L1})},
                                    {u"ownerReferences"_s, QJsonArray{ownerReference(setObject)}}}},
        {u"spec"_s, spec},
        {u"status"_s,
         QJsonObject{
             {u"phase"_s, runs ? u"Running"_s : u"Pending"_s},
             {u"startTime"_s, created},
             {u"qosClass"_s, u"BestEffort"_s},
             {u"conditions"_s, QJsonArray{condition("PodScheduled"_L1, true, created),
                                          condition("Initialized"_L1, true, created), unready, ready}},
             {u"containerStatuses"_s, QJsonArray{QJsonObject{{u"name"_s, container},
                                                             {u"image"_s, owner.image},
                                                             {u"imageID"_s, imageId},
                                                             {u"ready"_s, pod.ready},
                                                             {u"started"_s, pod.ready},
                                                             {u"restartCount"_s, pod.restarts},
                                                             {u"lastState"_s, lastStateOf(pod)},
                                                             {u"state"_s, stateOf(owner, pod, ns, uid, container)}}}}}},
    };
    m_store.put(u"pods"_s, object);
}

} // namespace astern::connectors::sandbox
