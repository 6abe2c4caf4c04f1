// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

#include <deque>
#include <functional>
#include <map>

namespace astern::connectors::sandbox {

// One kind of object that the API serves.
struct ResourceType {
    QString group; // empty: core
    QString version;
    QString plural;
    QString singular;
    QString kind;
    QStringList shortNames;
    bool namespaced = true;
    bool custom = false; // a CRD: other answers than built-in types in details
    bool writable = false;

    [[nodiscard]] QString apiVersion() const { return group.isEmpty() ? version : group + QLatin1Char('/') + version; }
    // "rollouts.argoproj.io", as the API names it in messages.
    [[nodiscard]] QString qualified() const { return group.isEmpty() ? plural : plural + QLatin1Char('.') + group; }
};
[[nodiscard]] const QList<ResourceType> &resourceTypes();
[[nodiscard]] const ResourceType *resourceType(const QString &group, const QString &version, const QString &plural);
[[nodiscard]] const ResourceType &resourceType(const QString &plural);

// The objects of one cluster, their versions and the recent past that watches read. One resourceVersion counts
// for all of them, as with etcd.
class ObjectStore {
public:
    struct Event {
        enum class Type { Added, Modified, Deleted };
        qint64 version = 0;
        Type type = Type::Added;
        QString resource; // plural
        QJsonObject object;
        QJsonObject before; // for Modified: what a label selector saw until now
    };
    using Objects = std::map<QString, QJsonObject>; // "namespace/name" -> object, in the API's order

    explicit ObjectStore(size_t history = 5000) : m_limit(history) {}

    [[nodiscard]] const Objects &all(const QString &resource) const;
    [[nodiscard]] const QJsonObject *find(const QString &resource, const QString &key) const;
    // Adds or replaces; returns false (and makes no new version) when nothing would change.
    bool put(const QString &resource, QJsonObject object);
    void remove(const QString &resource, const QString &key);

    [[nodiscard]] qint64 version() const { return m_version; }
    // A watch from before this version has lost events: 410.
    [[nodiscard]] qint64 floor() const { return m_floor; }
    // Forgets the past: every watch that is behind gets 410.
    void expire();
    // The first event after `version`; valid until the next change.
    [[nodiscard]] const Event *firstAfter(qint64 version) const;

    static QString key(const QJsonObject &object);
    static QString key(const QString &ns, const QString &name) { return ns + QLatin1Char('/') + name; }

private:
    void record(Event event);

    std::map<QString, Objects> m_objects;
    std::deque<Event> m_events;
    size_t m_limit;
    qint64 m_version = 1;
    qint64 m_floor = 0;
};

} // namespace astern::connectors::sandbox
