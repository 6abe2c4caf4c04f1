// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/sandbox/json.h"
#include "connectors/sandbox/kubeapi.h"

namespace astern::connectors::sandbox::kubestatus {

static QJsonObject object(int code, QLatin1String reason, const QString &message, const QJsonObject &details)
{
    QJsonObject status{{u"kind"_s, u"Status"_s},
                       {u"apiVersion"_s, u"v1"_s},
                       {u"metadata"_s, QJsonObject()},
                       {u"status"_s, u"Failure"_s},
                       {u"message"_s, message},
                       {u"reason"_s, reason},
                       {u"code"_s, code}};
    if (!details.isEmpty())
        status.insert(u"details"_s, details);
    return status;
}

ApiResponse make(int code, QLatin1String reason, const QString &message, const QJsonObject &details)
{
    return {code, "application/json", compact(object(code, reason, message, details)), {}};
}

static QJsonObject detailsOf(const ResourceType &type, const QString &name)
{
    QJsonObject details{{u"name"_s, name}, {u"kind"_s, type.plural}};
    if (!type.group.isEmpty())
        details.insert(u"group"_s, type.group);
    return details;
}

ApiResponse notFound(const ResourceType &type, const QString &name)
{
    return make(404, "NotFound"_L1, type.qualified() + u" \""_s + name + u"\" not found"_s, detailsOf(type, name));
}

ApiResponse conflict(const ResourceType &type, const QString &name)
{
    return make(
        409, "Conflict"_L1,
        u"Operation cannot be fulfilled on "_s + type.qualified() + u" \""_s + name +
            u"\": the object has been modified; please apply your changes to the latest version and try again"_s,
        detailsOf(type, name));
}

QJsonObject expired(const QString &message) { return object(410, "Expired"_L1, message, {}); }

} // namespace astern::connectors::sandbox::kubestatus
