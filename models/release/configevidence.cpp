// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/release/configevidence.h"

#include "models/journal/digest.h"

namespace astern {
namespace {

const QString kAlgorithm = QStringLiteral("sha256:");

QString digestIn(const QJsonObject &payload, const char *part)
{
    return payload.value(QLatin1String(part)).toObject().value(QLatin1String("digest")).toString();
}

} // namespace

QList<Bundle::Evidence> configEvidence(const ConfigStore &store, const QJsonObject &payload)
{
    const QJsonObject command = payload.value(QLatin1String("command")).toObject();
    if (command.value(QLatin1String("kind")).toString() != QLatin1String("configmap"))
        return {};
    QList<Bundle::Evidence> all;
    for (const char *part : {"precondition", "command"}) {
        const QString digest = digestIn(payload, part);
        const QString hash = digest.startsWith(kAlgorithm) ? digest.mid(kAlgorithm.size()) : QString();
        if (!hashFromHex(hash))
            continue; // whoever wrote the entry does not choose the file that is read
        const auto content = store.content(digest);
        all.append(
            {hash, QStringLiteral("configuration"), content ? std::optional<QByteArray>(*content) : std::nullopt});
    }
    return all;
}

} // namespace astern
