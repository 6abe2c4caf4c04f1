// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/sandbox/replicasets.h"

#include "connectors/sandbox/json.h"

#include <algorithm>

namespace astern::connectors::sandbox {

QString makeUid(Random &random)
{
    QString hex = QStringLiteral("%1%2")
                      .arg(random.next(), 16, 16, QLatin1Char('0'))
                      .arg(random.next(), 16, 16, QLatin1Char('0'));
    hex[12] = QLatin1Char('4');
    hex[16] = QLatin1Char("89ab"[random.next() % 4]);
    for (const int at : {20, 16, 12, 8})
        hex.insert(at, QLatin1Char('-'));
    return hex;
}

QString templateHash(const QJsonObject &podTemplate)
{
    quint32 hash = 2166136261U;
    for (const char c : compact(podTemplate)) {
        hash ^= quint8(c);
        hash *= 16777619U;
    }
    static constexpr char kLetters[] = "bcdfghjklmnpqrstvwxz2456789";
    QString out;
    for (const QChar digit : QString::number(hash))
        out += QLatin1Char(kLetters[digit.unicode() % 27]);
    return out;
}

QString imageTag(const QString &image)
{
    const QString name = image.section(QLatin1Char('@'), 0, 0).section(QLatin1Char('/'), -1);
    return name.section(QLatin1Char(':'), 1);
}

QString templateImage(const QJsonObject &podTemplate)
{
    const QJsonArray containers = get(podTemplate, {"spec"_L1, "containers"_L1}).toArray();
    return containers.isEmpty() ? QString() : containers.at(0).toObject().value("image"_L1).toString();
}

int ReplicaSets::Set::ready() const
{
    return int(std::count_if(pods.begin(), pods.end(), [](const Pod &pod) { return pod.ready && !pod.ending; }));
}

int ReplicaSets::Set::count() const
{
    return int(std::count_if(pods.begin(), pods.end(), [](const Pod &pod) { return !pod.ending; }));
}

bool ReplicaSets::Set::failing() const
{
    return std::any_of(pods.begin(), pods.end(), [](const Pod &pod) { return pod.fate != PodFate::Starts; });
}

QJsonObject ownerReference(const QJsonObject &owner)
{
    return {{u"apiVersion"_s, owner.value("apiVersion"_L1)},
            {u"kind"_s, owner.value("kind"_L1)},
            {u"name"_s, get(owner, {"metadata"_L1, "name"_L1})},
            {u"uid"_s, get(owner, {"metadata"_L1, "uid"_L1})},
            {u"controller"_s, true},
            {u"blockOwnerDeletion"_s, true}};
}

namespace {

QJsonObject withLabel(QJsonObject object, const QString &label, const QString &value)
{
    QJsonObject labels = get(object, {"metadata"_L1, "labels"_L1}).toObject();
    labels.insert(label, value);
    set(object, {"metadata"_L1, "labels"_L1}, labels);
    return object;
}

} // namespace

ReplicaSets::Set &ReplicaSets::create(const Recipe &recipe, Moment now)
{
    const QJsonObject meta = recipe.owner.value("metadata"_L1).toObject();
    const QString ns = meta.value("namespace"_L1).toString();
    const QString name = meta.value("name"_L1).toString() + QLatin1Char('-') + recipe.hash;
    Set made;
    made.key = ObjectStore::key(ns, name);
    made.owner = recipe.ownerResource + QLatin1Char('|') + ObjectStore::key(recipe.owner);
    made.hash = recipe.hash;
    made.image = templateImage(recipe.podTemplate);
    made.revision = recipe.revision;

    const QJsonObject podTemplate = withLabel(recipe.podTemplate, recipe.hashLabel, recipe.hash);
    QJsonObject selector = get(recipe.owner, {"spec"_L1, "selector"_L1, "matchLabels"_L1}).toObject();
    selector.insert(recipe.hashLabel, recipe.hash);
    const QJsonObject object{
        {u"apiVersion"_s, u"apps/v1"_s},
        {u"kind"_s, u"ReplicaSet"_s},
        {u"metadata"_s,
         QJsonObject{{u"name"_s, name},
                     {u"namespace"_s, ns},
                     {u"uid"_s, makeUid(m_random)},
                     {u"generation"_s, 1},
                     {u"creationTimestamp"_s, stamp(now.wall)},
                     {u"labels"_s, get(podTemplate, {"metadata"_L1, "labels"_L1})},
                     {u"annotations"_s, QJsonObject{{recipe.revisionAnnotation, QString::number(recipe.revision)}}},
                     {u"ownerReferences"_s, QJsonArray{ownerReference(recipe.owner)}}}},
        {u"spec"_s, QJsonObject{{u"replicas"_s, 0},
                                {u"selector"_s, QJsonObject{{u"matchLabels"_s, selector}}},
                                {u"template"_s, podTemplate}}},
    };
    m_store.put(u"replicasets"_s, object);
    Set &stored = m_sets[made.key] = std::move(made);
    auto &owned = m_byOwner[stored.owner];
    owned.push_back(stored.key);
    stored.desired = recipe.desired;
    for (int i = 0; i < recipe.desired; ++i)
        addPod(stored, now, recipe.settled);
    writeSet(stored);
    return stored;
}

std::vector<ReplicaSets::Set *> ReplicaSets::of(const QString &owner)
{
    std::vector<Set *> sets;
    const auto it = m_byOwner.find(owner);
    if (it == m_byOwner.end())
        return sets;
    for (const QString &key : it->second)
        sets.push_back(&m_sets.at(key));
    std::sort(sets.begin(), sets.end(), [](const Set *a, const Set *b) { return a->revision > b->revision; });
    return sets;
}

void ReplicaSets::addPod(Set &owner, Moment now, bool settled)
{
    static constexpr char kLetters[] = "bcdfghjklmnpqrstvwxz2456789";
    Pod pod;
    pod.name = owner.key.section(QLatin1Char('/'), 1) + QLatin1Char('-');
    for (int i = 0; i < 5; ++i)
        pod.name += QLatin1Char(kLetters[m_random.next() % 27]);
    pod.createdWall = now.wall;
    pod.turnsAt = now.sim + qint64(m_random.between(2'000, 5'000));
    pod.fate = m_images.fate(owner.image);
    pod.ready = settled;
    pod.readyWall = settled ? now.wall : 0;
    owner.pods.push_back(pod);
    if (!settled)
        m_moving.insert(owner.key);
    writePod(owner, pod);
}

void ReplicaSets::scale(Set &owner, int desired, Moment now)
{
    if (owner.desired == desired && owner.count() == desired)
        return;
    owner.desired = desired;
    int count = owner.count();
    for (; count < desired; ++count)
        addPod(owner, now, false);
    // Those that are not ready go first, then the youngest.
    for (const bool ready : {false, true})
        for (auto pod = owner.pods.rbegin(); pod != owner.pods.rend() && count > desired; ++pod)
            if (!pod->ending && pod->ready == ready) {
                pod->ending = true;
                pod->turnsAt = now.sim + qint64(m_random.between(500, 1'500));
                m_moving.insert(owner.key);
                --count;
            }
    writeSet(owner);
}

ReplicaSets::Set &ReplicaSets::ensure(Recipe recipe, Moment now)
{
    Set *found = nullptr;
    int newest = 0;
    for (Set *candidate : of(recipe.ownerResource + QLatin1Char('|') + ObjectStore::key(recipe.owner))) {
        newest = std::max(newest, candidate->revision);
        if (candidate->hash == recipe.hash)
            found = candidate;
    }
    if (!found) {
        recipe.revision = newest + 1;
        return create(recipe, now);
    }
    if (found->revision < newest)
        setRevision(*found, newest + 1, recipe.revisionAnnotation);
    return *found;
}

void ReplicaSets::setRevision(Set &owner, int revision, const QString &annotation)
{
    owner.revision = revision;
    QJsonObject object = *m_store.find(u"replicasets"_s, owner.key);
    QJsonObject annotations = get(object, {"metadata"_L1, "annotations"_L1}).toObject();
    // As both controllers do: a revision stays findable by the numbers that it had.
    const QString history = annotation + u"-history"_s;
    const QString before = annotations.value(history).toString();
    const QString past = annotations.value(annotation).toString();
    annotations.insert(history, before.isEmpty() ? past : before + QLatin1Char(',') + past);
    annotations.insert(annotation, QString::number(revision));
    set(object, {"metadata"_L1, "annotations"_L1}, annotations);
    m_store.put(u"replicasets"_s, object);
}

void ReplicaSets::remove(Set &owner)
{
    const QString ns = owner.key.section(QLatin1Char('/'), 0, 0);
    for (const Pod &pod : owner.pods)
        m_store.remove(u"pods"_s, ObjectStore::key(ns, pod.name));
    const QString key = owner.key;
    m_store.remove(u"replicasets"_s, key);
    std::erase(m_byOwner[owner.owner], key);
    m_moving.remove(key);
    m_sets.erase(key);
}

QSet<QString> ReplicaSets::advance(Moment now)
{
    QSet<QString> touched;
    QStringList moving = m_moving.values();
    moving.sort(); // a QSet's order differs from run to run
    for (const QString &key : moving) {
        Set &owner = m_sets.at(key);
        bool changed = false;
        bool waiting = false;
        const QString ns = key.section(QLatin1Char('/'), 0, 0);
        for (Pod &pod : owner.pods) {
            if ((pod.ready && !pod.ending) || now.sim < pod.turnsAt)
                continue;
            if (!pod.ending) {
                const PodFate fate = m_images.fate(owner.image);
                if (fate == PodFate::Crashes && now.sim >= pod.crashesAt)
                    crash(pod, now);
                changed = changed || fate != pod.fate || fate == PodFate::Starts;
                pod.fate = fate;
                pod.ready = fate == PodFate::Starts;
                if (pod.ready)
                    pod.readyWall = now.wall;
                if (!pod.ready) // asked again: an image may appear, a fault may go
                    pod.turnsAt = now.sim + 5'000;
                writePod(owner, pod);
            } else {
                changed = true;
                m_store.remove(u"pods"_s, ObjectStore::key(ns, pod.name));
            }
        }
        std::erase_if(owner.pods, [&](const Pod &pod) { return pod.ending && now.sim >= pod.turnsAt; });
        for (const Pod &pod : owner.pods)
            waiting = waiting || pod.ending || !pod.ready;
        if (!waiting)
            m_moving.remove(key);
        if (changed) {
            writeSet(owner);
            touched.insert(owner.owner);
        }
    }
    return touched;
}

std::vector<const ReplicaSets::Set *> ReplicaSets::failing() const
{
    std::vector<const Set *> found;
    for (const QString &key : m_moving) // a pod that does not come up is always on its way
        if (const Set &each = m_sets.at(key); each.failing())
            found.push_back(&each);
    return found;
}

void ReplicaSets::writeSet(const Set &owner)
{
    QJsonObject object = *m_store.find(u"replicasets"_s, owner.key);
    if (number(object, {"spec"_L1, "replicas"_L1}) != owner.desired)
        set(object, {"metadata"_L1, "generation"_L1}, number(object, {"metadata"_L1, "generation"_L1}) + 1);
    set(object, {"spec"_L1, "replicas"_L1}, owner.desired);
    const int count = owner.count();
    QJsonObject status{{u"replicas"_s, count},
                       {u"terminatingReplicas"_s, int(owner.pods.size()) - count},
                       {u"observedGeneration"_s, get(object, {"metadata"_L1, "generation"_L1})}};
    if (count > 0)
        status.insert(u"fullyLabeledReplicas"_s, count);
    if (const int ready = owner.ready(); ready > 0) {
        status.insert(u"readyReplicas"_s, ready);
        status.insert(u"availableReplicas"_s, ready);
    }
    object.insert(u"status"_s, status);
    m_store.put(u"replicasets"_s, object);
}

} // namespace astern::connectors::sandbox
