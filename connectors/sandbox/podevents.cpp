// SPDX-License-Identifier: GPL-3.0-or-later
// Events in the words of the scheduler, the kubelet and the controllers.
#include "connectors/sandbox/json.h"
#include "connectors/sandbox/podnews.h"

#include <algorithm>

namespace astern::connectors::sandbox {

namespace {

constexpr qint64 kKeptMs = 3'600'000;
constexpr qint64 kPullEveryMs = 20'000;

struct About {
    QString kind;
    QString apiVersion;
    QString ns;
    QString name;
    QString uid;
    QString fieldPath;
};

struct News {
    QLatin1String reason;
    QString message;
    qint64 first = 0; // wall
    qint64 last = 0;
    qint64 count = 1;
    bool warning = false;
    QLatin1String component;
};

class Writer {
public:
    Writer(ObjectStore::Objects &out, const std::optional<Selector> &fields, Moment now)
        : m_out(out), m_fields(fields), m_now(now)
    {
    }
    void write(const About &about, const News &news)
    {
        if (news.last < m_now.wall - kKeptMs || news.last > m_now.wall)
            return;
        const quint64 id = numberOf(about.uid + news.reason + news.message);
        const QString name =
            about.name + QLatin1Char('.') + QString::number(id, 16).rightJustified(16, QLatin1Char('0'));
        QJsonObject object{{u"kind"_s, about.kind},
                           {u"namespace"_s, about.ns},
                           {u"name"_s, about.name},
                           {u"uid"_s, about.uid},
                           {u"apiVersion"_s, about.apiVersion}};
        if (!about.fieldPath.isEmpty())
            object.insert(u"fieldPath"_s, about.fieldPath);
        Random random(id);
        const QJsonObject event{{u"kind"_s, u"Event"_s},
                                {u"apiVersion"_s, u"v1"_s},
                                {u"metadata"_s, QJsonObject{{u"name"_s, name},
                                                            {u"namespace"_s, about.ns},
                                                            {u"uid"_s, makeUid(random)},
                                                            {u"resourceVersion"_s, QString::number(m_out.size() + 1)},
                                                            {u"creationTimestamp"_s, stamp(news.first)}}},
                                {u"involvedObject"_s, object},
                                {u"reason"_s, news.reason},
                                {u"message"_s, news.message},
                                {u"source"_s, QJsonObject{{u"component"_s, news.component}}},
                                {u"firstTimestamp"_s, stamp(news.first)},
                                {u"lastTimestamp"_s, stamp(news.last)},
                                {u"count"_s, news.count},
                                {u"type"_s, news.warning ? u"Warning"_s : u"Normal"_s},
                                {u"eventTime"_s, QJsonValue()},
                                {u"reportingComponent"_s, news.component},
                                {u"reportingInstance"_s, QString()}};
        if (!m_fields || m_fields->matches(event))
            m_out.insert_or_assign(ObjectStore::key(about.ns, name), event);
    }

private:
    ObjectStore::Objects &m_out;
    const std::optional<Selector> &m_fields;
    Moment m_now;
};

About aboutOf(const QJsonObject &object)
{
    return {object.value("kind"_L1).toString(),
            object.value("apiVersion"_L1).toString(),
            text(object, {"metadata"_L1, "namespace"_L1}),
            text(object, {"metadata"_L1, "name"_L1}),
            text(object, {"metadata"_L1, "uid"_L1}),
            {}};
}

void pullNews(Writer &writer, const About &pod, const About &container, const ReplicaSets::Set &set, qint64 created,
              qint64 now)
{
    const qint64 tries = std::min<qint64>(4, (now - created) / kPullEveryMs + 1);
    const qint64 lastTry = created + (tries - 1) * kPullEveryMs;
    const QString image = QLatin1Char('"') + set.image + QLatin1Char('"');
    writer.write(container, {"Pulling"_L1, u"Pulling image "_s + image, created, lastTry, tries, false, "kubelet"_L1});
    writer.write(container, {"Failed"_L1,
                             u"Failed to pull image "_s + image +
                                 u": rpc error: code = NotFound desc = failed to pull and unpack image "_s + image +
                                 u": failed to resolve reference "_s + image + u": manifest unknown"_s,
                             created, lastTry, tries, true, "kubelet"_L1});
    writer.write(container, {"Failed"_L1, u"Error: ErrImagePull"_s, created, lastTry, tries, true, "kubelet"_L1});
    const qint64 waits = (now - created) / 10'000;
    if (waits > 0)
        writer.write(pod, {"BackOff"_L1, u"Back-off pulling image "_s + image, created + 10'000,
                           created + waits * 10'000, waits, true, "kubelet"_L1});
}

} // namespace

ObjectStore::Objects PodNews::events(const std::optional<Selector> &fields) const
{
    ObjectStore::Objects all;
    const qint64 now = m_when.now.wall;
    Writer writer(all, fields, m_when.now);
    const QString wanted = fields ? fields->equalTo(u"involvedObject.name"_s) : QString();
    const auto isWanted = [&wanted](const QString &name) { return wanted.isEmpty() || wanted == name; };
    const ObjectStore &store = m_cluster.store();
    for (const auto &[key, set] : m_cluster.sets().all()) {
        const QString ns = key.section(QLatin1Char('/'), 0, 0);
        const QString name = key.section(QLatin1Char('/'), 1);
        const QString ownerResource = set.owner.section(QLatin1Char('|'), 0, 0);
        const QString ownerKey = set.owner.section(QLatin1Char('|'), 1);
        const bool argo = ownerResource == "rollouts"_L1;
        const QJsonObject *setObject = store.find(u"replicasets"_s, key);
        const QJsonObject *owner = store.find(ownerResource, ownerKey);
        if (!setObject || !owner)
            continue;
        if (isWanted(ownerKey.section(QLatin1Char('/'), 1))) {
            const About about = aboutOf(*owner);
            const qint64 made = parseStamp(text(*setObject, {"metadata"_L1, "creationTimestamp"_L1}));
            writer.write(about,
                         {argo ? "NewReplicaSetCreated"_L1 : "ScalingReplicaSet"_L1,
                          argo ? QStringLiteral("Created ReplicaSet %1 (revision %2)").arg(name).arg(set.revision)
                               : QStringLiteral("Scaled up replica set %1 from 0 to 1").arg(name),
                          made, made, 1, false, argo ? "rollouts-controller"_L1 : "deployment-controller"_L1});
            if (const QString aborted = text(*owner, {"status"_L1, "abortedAt"_L1}); argo && !aborted.isEmpty())
                writer.write(about, {"RolloutAborted"_L1, text(*owner, {"status"_L1, "message"_L1}),
                                     parseStamp(aborted), parseStamp(aborted), 1, true, "rollouts-controller"_L1});
        }
        for (const ReplicaSets::Pod &pod : set.pods) {
            if (isWanted(name))
                writer.write(aboutOf(*setObject),
                             {"SuccessfulCreate"_L1, u"Created pod: "_s + pod.name, pod.createdWall, pod.createdWall, 1,
                              false, "replicaset-controller"_L1});
            const QJsonObject *object = store.find(u"pods"_s, ObjectStore::key(ns, pod.name));
            if (!object || !isWanted(pod.name))
                continue;
            const About about = aboutOf(*object);
            const QString container =
                get(*object, {"spec"_L1, "containers"_L1}).toArray().at(0).toObject().value("name"_L1).toString();
            About inside = about;
            inside.fieldPath = u"spec.containers{"_s + container + QLatin1Char('}');
            writer.write(about, {"Scheduled"_L1,
                                 QStringLiteral("Successfully assigned %1/%2 to %3").arg(ns, pod.name, pod.node()),
                                 pod.createdWall, pod.createdWall, 1, false, "default-scheduler"_L1});
            if (pod.fate == PodFate::CannotPull && !pod.ready) {
                pullNews(writer, about, inside, set, pod.createdWall, now);
                continue;
            }
            if (!pod.ready && pod.restarts == 0)
                continue; // its container is being made
            const qint64 last = pod.endedWall > 0 ? pod.endedWall : pod.createdWall;
            const qint64 runs = pod.restarts + 1;
            writer.write(inside, {"Pulled"_L1, u"Container image \""_s + set.image + u"\" already present on machine"_s,
                                  pod.createdWall, last, runs, false, "kubelet"_L1});
            writer.write(inside, {"Created"_L1, u"Created container: "_s + container, pod.createdWall, last, runs,
                                  false, "kubelet"_L1});
            writer.write(inside, {"Started"_L1, u"Started container "_s + container, pod.createdWall, last, runs, false,
                                  "kubelet"_L1});
            // The kubelet says it again every ten seconds while it waits.
            if (pod.fate == PodFate::Crashes && pod.restarts > 0)
                writer.write(inside,
                             {"BackOff"_L1,
                              QStringLiteral("Back-off restarting failed container %1 in pod %2_%3(%4)")
                                  .arg(container, pod.name, ns, about.uid),
                              pod.createdWall + 5'000, std::max(last, now - now % 10'000),
                              std::max<qint64>(pod.restarts, (now - pod.createdWall) / 10'000), true, "kubelet"_L1});
        }
    }
    return all;
}

} // namespace astern::connectors::sandbox
