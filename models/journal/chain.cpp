// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/chain.h"

#include "models/journal/canonical.h"
#include "models/journal/envelope.h"
#include "models/journal/journal.h"
#include "models/journal/keystore.h"

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

bool Chain::concerns(const QString &kind)
{
    return kind == QLatin1String("journal.genesis") || kind.startsWith(QLatin1String("key."));
}

bool Chain::maySignStandingIn(const QString &kind)
{
    return isEmergency(Draft{.kind = kind}) || kind == QLatin1String("clock.step");
}

bool Chain::counts(const QString &keyId, quint64 index) const
{
    const auto key = keys.constFind(keyId);
    return key != keys.constEnd() && index >= key->from && index <= key->last;
}

Result<QJsonObject> Chain::check(quint64 index, const QByteArray &leaf, const Hash &prev) const
{
    const auto opened = Envelope::open(leaf);
    if (!opened)
        return opened.error();
    const auto payload = fromCanonical(opened->payload);
    if (!payload)
        return damage(tr("Entry %1 is not in canonical form").arg(index), {});
    Key key = counts(opened->keyId, index) ? keys.value(opened->keyId) : Key();
    if (index == 0) {
        const auto admins = payload->value(QLatin1String("admins")).toArray();
        for (const auto admin : admins) {
            if (textOf(admin.toObject(), "keyid") == opened->keyId)
                key.bytes = fromBase64(textOf(admin.toObject(), "public").toLatin1()).value_or(QByteArray());
        }
    }
    if (key.bytes.isEmpty() || !Envelope::verify(*opened, key.bytes))
        return damage(tr("Entry %1 has no valid signature").arg(index), {});
    if (key.standsIn && !maySignStandingIn(textOf(*payload, "kind")))
        return damage(tr("Entry %1 is none that its key may sign").arg(index), {});
    const QJsonObject by = payload->value(QLatin1String("writer")).toObject();
    if (by.value(QLatin1String("seq")).toInteger(-1) != qint64(index) || textOf(by, "prev") != toHex(prev) ||
        (index > 0 && (textOf(by, "id") != writer || textOf(*payload, "journal") != journal)))
        return damage(tr("Entry %1 does not continue the chain").arg(index), {});
    return *payload;
}

Result<Ok> Chain::enrol(quint64 index, const QJsonObject &key, quint64 from, bool isAdmin)
{
    const QString id = textOf(key, "keyid");
    const auto bytes = fromBase64(textOf(key, "public").toLatin1());
    if (!bytes || keyIdOf(*bytes) != id)
        return damage(tr("Entry %1 enrols a key under another id").arg(index), {});
    const QString role = textOf(key, "role");
    if (role == QLatin1String("log") || role == QLatin1String("witness") || keys.contains(id))
        return Ok{}; // signs heads and no entries; or is known, and does not begin anew
    keys.insert(id, {.bytes = *bytes, .from = from, .isAdmin = isAdmin, .standsIn = role == kStandInName});
    return Ok{};
}

Result<Ok> Chain::rotate(const FiledEntry &entry, const QJsonObject &payload)
{
    const auto opened = Envelope::open(entry.leaf);
    if (!opened)
        return opened.error();
    const auto old = keys.find(opened->keyId);
    if (old == keys.end() || old->standsIn || !counts(opened->keyId, entry.index))
        return Ok{}; // read a second time
    if (auto done = enrol(entry.index, payload.value(QLatin1String("key")).toObject(), entry.index + 1, old->isAdmin);
        !done)
        return done;
    keys[opened->keyId].last = entry.index;
    return Ok{};
}

Result<Ok> Chain::adopt(const FiledEntry &entry, const QJsonObject &payload)
{
    if (entry.index == 0) {
        if (entry.kind != QLatin1String("journal.genesis"))
            return damage(tr("The log does not begin with its genesis"), {});
        journal = toHex(entry.leafHash);
        writer = textOf(payload.value(QLatin1String("writer")).toObject(), "id");
        const auto admins = payload.value(QLatin1String("admins")).toArray();
        for (const auto admin : admins) {
            if (auto done = enrol(0, admin.toObject(), 0, true); !done)
                return done;
        }
        return Ok{};
    }
    if (entry.kind == QLatin1String("key.enrol"))
        return enrol(entry.index, payload.value(QLatin1String("key")).toObject(), entry.index + 1, false);
    if (entry.kind == QLatin1String("key.rotate"))
        return rotate(entry, payload);
    if (entry.kind == QLatin1String("key.revoke")) {
        const QJsonObject revoke = payload.value(QLatin1String("revoke")).toObject();
        if (const auto key = keys.find(textOf(revoke, "keyid")); key != keys.end()) {
            key->last = std::min(key->last, entry.index);
            key->lastGood = quint64(revoke.value(QLatin1String("last_good_seq")).toInteger());
        }
    }
    return Ok{};
}

} // namespace astern
