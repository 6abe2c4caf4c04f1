// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/release/configset.h"

#include "models/journal/canonical.h"
#include "models/journal/digest.h"

#include <QCoreApplication>

#include <algorithm>

namespace astern {

QString ConfigRef::key() const { return QStringLiteral("%1/configmap/%2/%3").arg(backend, ns, name); }

Result<QByteArray> configContent(const QJsonObject &data, const QJsonObject &binaryData)
{
    if (binaryData.isEmpty())
        return toCanonical(data);
    return toCanonical(QJsonObject{{QStringLiteral("binaryData"), binaryData}, {QStringLiteral("data"), data}});
}

QString configDigest(const QByteArray &content) { return QStringLiteral("sha256:") + toHex(sha256(content)); }

Result<ConfigData> configData(const QByteArray &content)
{
    const Result<QJsonObject> object = fromCanonical(content);
    if (!object)
        return object.error();
    // Values of `data` are texts; an object there can only be the outer form.
    const QJsonValue binary = object->value(QLatin1String("binaryData"));
    if (binary.isObject())
        return ConfigData{object->value(QLatin1String("data")).toObject(), binary.toObject()};
    return ConfigData{*object, {}};
}

QString shortDigest(const QString &digest)
{
    return digest.startsWith(QLatin1String("sha256:")) ? digest.mid(7, 8) : digest;
}

} // namespace astern
