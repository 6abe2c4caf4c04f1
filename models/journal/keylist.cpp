// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/keylist.h"

#include "models/journal/envelope.h"
#include "models/journal/keystore.h"

#include <QJsonArray>

#include <algorithm>

namespace astern {
namespace {

QString textOf(const QJsonObject &object, const char *key) { return object.value(QLatin1String(key)).toString(); }

class Book {
public:
    void take(const JournalReader::Entry &entry, const QJsonObject &payload)
    {
        if (entry.index == 0) {
            const QJsonArray admins = payload.value(QLatin1String("admins")).toArray();
            for (const QJsonValue &admin : admins)
                add(admin.toObject(), 0, true, true);
        } else if (entry.kind == QLatin1String("key.enrol")) {
            add(payload.value(QLatin1String("key")).toObject(), entry.index + 1, false, find(signer(entry)) != nullptr);
        } else if (entry.kind == QLatin1String("key.rotate")) {
            rotate(entry, payload.value(QLatin1String("key")).toObject());
        } else if (entry.kind == QLatin1String("key.revoke")) {
            const QJsonObject revoke = payload.value(QLatin1String("revoke")).toObject();
            if (KeyFacts *key = find(textOf(revoke, "keyid"))) {
                key->lastGood = quint64(revoke.value(QLatin1String("last_good_seq")).toInteger());
                key->last = std::min(key->last.value_or(entry.index), entry.index);
            }
        }
    }
    QList<KeyFacts> keys;

private:
    [[nodiscard]] static QString signer(const JournalReader::Entry &entry)
    {
        const auto opened = Envelope::open(entry.leaf);
        return opened ? opened->keyId : QString();
    }
    [[nodiscard]] KeyFacts *find(const QString &id)
    {
        const auto key = std::find_if(keys.begin(), keys.end(), [&id](const KeyFacts &one) { return one.id == id; });
        return key == keys.end() ? nullptr : &*key;
    }
    void add(const QJsonObject &key, quint64 from, bool isAdmin, bool counts)
    {
        const QString id = textOf(key, "keyid");
        if (id.isEmpty() || find(id))
            return;
        const QString role = textOf(key, "role");
        keys.append({.id = id,
                     .role = role == kStandInName ? KeyFacts::Role::StandIn
                             : role == QLatin1String("log") || role == QLatin1String("witness") ? KeyFacts::Role::Heads
                             : counts ? KeyFacts::Role::Entries
                                      : KeyFacts::Role::Waiting,
                     .isAdmin = isAdmin,
                     .from = from,
                     .last = {},
                     .lastGood = {},
                     .followedBy = {}});
    }
    void rotate(const JournalReader::Entry &entry, const QJsonObject &key)
    {
        KeyFacts *old = find(signer(entry));
        if (!old)
            return;
        old->last = entry.index;
        old->followedBy = textOf(key, "keyid");
        add(key, entry.index + 1, old->isAdmin, true);
    }
};

} // namespace

QString toString(KeyFacts::Role role)
{
    switch (role) {
    case KeyFacts::Role::Entries:
        return QStringLiteral("entries");
    case KeyFacts::Role::StandIn:
        return kStandInName;
    case KeyFacts::Role::Heads:
        return QStringLiteral("heads");
    case KeyFacts::Role::Waiting:
        return QStringLiteral("waiting");
    }
    return {};
}

Result<QList<KeyFacts>> listKeys(JournalReader &reader)
{
    Book book;
    for (const char *kind : {"journal.genesis", "key."}) {
        const auto entries = reader.ofKind(QLatin1String(kind));
        if (!entries)
            return entries.error();
        for (const JournalReader::Entry &entry : *entries) {
            const auto payload = entry.payload();
            if (!payload)
                return payload.error();
            book.take(entry, *payload);
        }
    }
    return book.keys;
}

Draft revocationDraft(const QString &keyId, quint64 lastGood, const QJsonObject &actor, const QString &reason,
                      const QString &device)
{
    QJsonObject revoke{{QStringLiteral("keyid"), keyId}, {QStringLiteral("last_good_seq"), qint64(lastGood)}};
    if (!device.isEmpty())
        revoke.insert(QStringLiteral("device"), device);
    Draft draft{.kind = QStringLiteral("key.revoke")};
    draft.fields = {{QStringLiteral("revoke"), revoke}, {QStringLiteral("actor"), actor}};
    draft.personal = {{QStringLiteral("rationale"), reason.trimmed()}};
    return draft;
}

} // namespace astern
