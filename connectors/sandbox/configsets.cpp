// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/sandbox/configsets.h"

#include "connectors/sandbox/company.h"
#include "connectors/sandbox/json.h"

#include <QCryptographicHash>

namespace astern::connectors::sandbox {

QString configSetName(const QString &service) { return service + u"-config"_s; }
QString sharedConfigSet() { return u"shop-settings"_s; }

QString configRevision(const QJsonObject &data)
{
    return u"sha256:"_s +
           QString::fromLatin1(QCryptographicHash::hash(compact(data), QCryptographicHash::Sha256).toHex());
}

const QList<ConfigSet> &ConfigReader::read(const ObjectStore &store, const QString &service)
{
    QList<std::pair<QString, const QJsonObject *>> found;
    QString versions;
    for (const QString &name : {configSetName(service), sharedConfigSet()})
        if (const QJsonObject *map = store.find(u"configmaps"_s, ObjectStore::key(nameSpace(), name))) {
            found.append({name, map});
            versions += text(*map, {"metadata"_L1, "resourceVersion"_L1}) + QLatin1Char(' ');
        }
    if (versions == m_versions)
        return m_sets;
    m_versions = versions;
    m_sets.clear();
    for (const auto &[name, map] : found) {
        const QJsonObject data = map->value("data"_L1).toObject();
        m_sets.append({name, data, configRevision(data)});
    }
    return m_sets;
}

} // namespace astern::connectors::sandbox
