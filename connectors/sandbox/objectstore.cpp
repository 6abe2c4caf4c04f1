// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/sandbox/objectstore.h"

#include "connectors/sandbox/json.h"

#include <algorithm>

namespace astern::connectors::sandbox {

const QList<ResourceType> &resourceTypes()
{
    static const QList<ResourceType> types{
        {{}, u"v1"_s, u"configmaps"_s, u"configmap"_s, u"ConfigMap"_s, {u"cm"_s}, true, false, true},
        {{}, u"v1"_s, u"events"_s, u"event"_s, u"Event"_s, {u"ev"_s}, true, false, false},
        {{}, u"v1"_s, u"namespaces"_s, u"namespace"_s, u"Namespace"_s, {u"ns"_s}, false, false, false},
        {{}, u"v1"_s, u"pods"_s, u"pod"_s, u"Pod"_s, {u"po"_s}, true, false, false},
        {u"apps"_s, u"v1"_s, u"deployments"_s, u"deployment"_s, u"Deployment"_s, {u"deploy"_s}, true, false, true},
        {u"apps"_s, u"v1"_s, u"replicasets"_s, u"replicaset"_s, u"ReplicaSet"_s, {u"rs"_s}, true, false, false},
        {u"batch"_s, u"v1"_s, u"jobs"_s, u"job"_s, u"Job"_s, {}, true, false, false},
        {u"argoproj.io"_s, u"v1alpha1"_s, u"rollouts"_s, u"rollout"_s, u"Rollout"_s, {u"ro"_s}, true, true, true},
        {u"argoproj.io"_s,
         u"v1alpha1"_s,
         u"analysisruns"_s,
         u"analysisrun"_s,
         u"AnalysisRun"_s,
         {u"ar"_s},
         true,
         true,
         false},
        {u"argoproj.io"_s,
         u"v1alpha1"_s,
         u"experiments"_s,
         u"experiment"_s,
         u"Experiment"_s,
         {u"exp"_s},
         true,
         true,
         false},
    };
    return types;
}

const ResourceType *resourceType(const QString &group, const QString &version, const QString &plural)
{
    for (const ResourceType &type : resourceTypes())
        if (type.group == group && type.version == version && type.plural == plural)
            return &type;
    return nullptr;
}

const ResourceType &resourceType(const QString &plural)
{
    const auto &types = resourceTypes();
    return *std::find_if(types.begin(), types.end(), [&](const ResourceType &t) { return t.plural == plural; });
}

QString ObjectStore::key(const QJsonObject &object)
{
    const QJsonObject meta = object.value("metadata"_L1).toObject();
    return key(meta.value("namespace"_L1).toString(), meta.value("name"_L1).toString());
}

const ObjectStore::Objects &ObjectStore::all(const QString &resource) const
{
    static const Objects none;
    const auto it = m_objects.find(resource);
    return it == m_objects.end() ? none : it->second;
}

const QJsonObject *ObjectStore::find(const QString &resource, const QString &key) const
{
    const Objects &objects = all(resource);
    const auto it = objects.find(key);
    return it == objects.end() ? nullptr : &it->second;
}

bool ObjectStore::put(const QString &resource, QJsonObject object)
{
    Objects &objects = m_objects[resource];
    const QString at = key(object);
    const auto it = objects.find(at);
    Event event;
    event.resource = resource;
    if (it != objects.end()) {
        set(object, {"metadata"_L1, "resourceVersion"_L1}, get(it->second, {"metadata"_L1, "resourceVersion"_L1}));
        if (object == it->second)
            return false;
        event.type = Event::Type::Modified;
        event.before = it->second;
    }
    set(object, {"metadata"_L1, "resourceVersion"_L1}, QString::number(++m_version));
    event.version = m_version;
    event.object = object;
    objects.insert_or_assign(at, std::move(object));
    record(std::move(event));
    return true;
}

void ObjectStore::remove(const QString &resource, const QString &key)
{
    Objects &objects = m_objects[resource];
    const auto it = objects.find(key);
    if (it == objects.end())
        return;
    Event event;
    event.type = Event::Type::Deleted;
    event.resource = resource;
    event.object = it->second;
    event.version = ++m_version;
    // The API tells the version of the deletion, not that of the last change.
    set(event.object, {"metadata"_L1, "resourceVersion"_L1}, QString::number(m_version));
    objects.erase(it);
    record(std::move(event));
}

void ObjectStore::record(Event event)
{
    m_events.push_back(std::move(event));
    while (m_events.size() > m_limit) {
        m_floor = m_events.front().version;
        m_events.pop_front();
    }
}

void ObjectStore::expire()
{
    m_events.clear();
    m_floor = ++m_version;
}

const ObjectStore::Event *ObjectStore::firstAfter(qint64 version) const
{
    const auto it = std::upper_bound(m_events.begin(), m_events.end(), version,
                                     [](qint64 v, const Event &event) { return v < event.version; });
    return it == m_events.end() ? nullptr : &*it;
}

} // namespace astern::connectors::sandbox
