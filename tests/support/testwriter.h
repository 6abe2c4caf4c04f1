// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/uuid7.h"
#include "models/journal/canonical.h"
#include "models/journal/composer.h"
#include "models/journal/merkle.h"
#include "models/journal/sharedstore.h"

#include <QJsonArray>

#include <memory>

namespace astern::test {

// A writer's chain, made by hand.
struct TestWriter {
    std::shared_ptr<const DeviceKey> key = std::make_shared<const DeviceKey>(randomBytes(32));
    QString id = Uuid7::next();
    quint64 seq = 0;
    Hash prev{};
    QString journal;

    [[nodiscard]] QJsonObject keyObject() const
    {
        return {{QStringLiteral("alg"), QStringLiteral("ed25519")},
                {QStringLiteral("keyid"), key->id()},
                {QStringLiteral("public"), QString::fromLatin1(toBase64(key->publicKey()))}};
    }
    // Without going on.
    [[nodiscard]] QByteArray leaf(const QString &kind = QStringLiteral("test.entry"), const QJsonObject &fields = {},
                                  const QList<EntryLink> &links = {}, const QString &saga = {}) const
    {
        Draft draft{.kind = kind, .saga = saga};
        draft.fields = fields;
        draft.links = links;
        if (seq == 0)
            draft = {.kind = QStringLiteral("journal.genesis"),
                     .fields = {{QStringLiteral("admins"), QJsonArray{keyObject()}}, {QStringLiteral("quorum"), 1}}};
        const SystemClock clock;
        const auto composed = compose(Uuid7::next(), draft, {journal, id, seq, prev, EntryTime::now(clock)});
        return composed ? Envelope::seal(*key, composed->bytes) : QByteArray();
    }
    void went(const QByteArray &leaf)
    {
        prev = Merkle::leafHash(leaf);
        if (seq++ == 0)
            journal = toHex(prev);
    }
    QByteArray next(const QString &kind = QStringLiteral("test.entry"), const QJsonObject &fields = {},
                    const QList<EntryLink> &links = {}, const QString &saga = {})
    {
        const QByteArray made = leaf(kind, fields, links, saga);
        went(made);
        return made;
    }
};

// As the shared store files it, `index` from the beginning of the log.
[[nodiscard]] inline SharedRow sharedRow(quint64 index, const QByteArray &leaf)
{
    const auto payload = fromCanonical(Envelope::open(leaf)->payload);
    const auto text = [&payload](const char *key) { return payload->value(QLatin1String(key)).toString(); };
    const QJsonObject writer = payload->value(QLatin1String("writer")).toObject();
    SharedRow row;
    row.index = index;
    row.leaf = leaf;
    row.leafHash = Merkle::leafHash(leaf);
    row.writer = writer.value(QLatin1String("id")).toString();
    row.seq = quint64(writer.value(QLatin1String("seq")).toInteger());
    row.id = text("id");
    row.kind = text("kind");
    row.saga = text("saga");
    return row;
}

} // namespace astern::test
