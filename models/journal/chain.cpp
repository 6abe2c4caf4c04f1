// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/chain.h"

#include "models/journal/canonical.h"
#include "models/journal/envelope.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace astern {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Journal", text); }

Error damage(const QString &message, const QString &where)
{
    return {.kind = Error::Kind::Malformed, .message = message, .where = where};
}

QString textOf(const QJsonObject &object, const char *key) { return object.value(QLatin1String(key)).toString(); }

} // namespace

Result<QJsonObject> Chain::check(quint64 index, const QByteArray &leaf, const Hash &prev) const
{
    const auto opened = Envelope::open(leaf);
    if (!opened)
        return opened.error();
    const auto payload = fromCanonical(opened->payload);
    if (!payload)
        return damage(tr("Entry %1 is not in canonical form").arg(index), {});
    QByteArray key = enrolled.value(opened->keyId);
    if (index == 0) {
        const auto admins = payload->value(QLatin1String("admins")).toArray();
        for (const auto admin : admins) {
            if (textOf(admin.toObject(), "keyid") == opened->keyId)
                key = fromBase64(textOf(admin.toObject(), "public").toLatin1()).value_or(QByteArray());
        }
    }
    if (key.isEmpty() || !Envelope::verify(*opened, key))
        return damage(tr("Entry %1 has no valid signature").arg(index), {});
    const QJsonObject by = payload->value(QLatin1String("writer")).toObject();
    if (by.value(QLatin1String("seq")).toInteger(-1) != qint64(index) || textOf(by, "prev") != toHex(prev) ||
        (index > 0 && (textOf(by, "id") != writer || textOf(*payload, "journal") != journal)))
        return damage(tr("Entry %1 does not continue the chain").arg(index), {});
    return *payload;
}

Result<Ok> Chain::adopt(const FiledEntry &entry, const QJsonObject &payload)
{
    QJsonArray keys;
    if (entry.index == 0) {
        if (entry.kind != QLatin1String("journal.genesis"))
            return damage(tr("The log does not begin with its genesis"), {});
        journal = toHex(entry.leafHash);
        writer = textOf(payload.value(QLatin1String("writer")).toObject(), "id");
        keys = payload.value(QLatin1String("admins")).toArray();
    } else if (entry.kind == QLatin1String("key.enrol")) {
        keys = {payload.value(QLatin1String("key"))};
    }
    for (const auto value : keys) {
        const QJsonObject key = value.toObject();
        const auto bytes = fromBase64(textOf(key, "public").toLatin1());
        if (!bytes || keyIdOf(*bytes) != textOf(key, "keyid"))
            return damage(tr("Entry %1 enrols a key under another id").arg(entry.index), {});
        enrolled.insert(textOf(key, "keyid"), *bytes);
    }
    return Ok{};
}

} // namespace astern
