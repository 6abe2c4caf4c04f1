// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/guard/policytexts.h"

#include "models/base/savewhole.h"
#include "models/document/yamltree.h"
#include "models/journal/digest.h"

#include <QDir>
#include <QFile>

namespace astern::guard {
namespace {

QString pathOf(const QString &dataFolder, const QString &sha256)
{
    return QDir(dataFolder).filePath(QStringLiteral("policytexts/%1.yaml").arg(sha256));
}

} // namespace

Result<Ok> keepPolicyText(const QString &dataFolder, const QByteArray &text)
{
    if (dataFolder.isEmpty())
        return Ok{};
    const QString path = pathOf(dataFolder, toHex(sha256(QByteArrayView(text))));
    if (QFile::exists(path))
        return Ok{};
    QDir(dataFolder).mkpath(QStringLiteral("policytexts"));
    return saveWhole(path, text, QFileDevice::ReadOwner | QFileDevice::WriteOwner);
}

QList<Bundle::Evidence> editEvidence(const QString &dataFolder, const QJsonObject &payload)
{
    const QJsonObject edit = payload.value(QLatin1String("policy")).toObject();
    if (payload.value(QLatin1String("kind")).toString() != QLatin1String("policy.edit") ||
        edit.contains(QLatin1String("unwritten")))
        return {};
    QList<Bundle::Evidence> all;
    for (const char *end : {"from_sha256", "to_sha256"}) {
        const QString hash = edit.value(QLatin1String(end)).toString();
        if (!hashFromHex(hash))
            continue; // whoever wrote the entry does not choose the file that is read
        QFile file(pathOf(dataFolder, hash));
        std::optional<QByteArray> text;
        if (file.open(QIODevice::ReadOnly) && file.size() <= 2 * kMaxDocumentBytes)
            text = file.readAll();
        all.append({hash, QStringLiteral("policy file"), text});
    }
    return all;
}

} // namespace astern::guard
