// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/uuid7.h"
#include "models/journal/canonical.h"
#include "models/journal/envelope.h"
#include "models/journal/merkle.h"
#include "models/journal/outbox.h"

#include <QJsonObject>

namespace astern::test {

// Entries as the log has them, signed by a key of the test's own.
inline const QString kLog = QStringLiteral("1f").repeated(32);

inline LoggedLeaf leafOf(quint64 index, const QString &kind, const QString &saga, const QJsonObject &more = {})
{
    static const DeviceKey key(QByteArray(32, 'k'));
    QJsonObject payload{{QStringLiteral("v"), 1},
                        {QStringLiteral("id"), Uuid7::next()},
                        {QStringLiteral("journal"), kLog},
                        {QStringLiteral("kind"), kind},
                        {QStringLiteral("saga"), saga},
                        {QStringLiteral("writer"), QJsonObject{{QStringLiteral("id"), QStringLiteral("w-1")},
                                                               {QStringLiteral("seq"), qint64(index)}}},
                        {QStringLiteral("time"), QJsonObject{{QStringLiteral("ms"), 1'794'790'000'123LL}}},
                        {QStringLiteral("subject"), QJsonObject{{QStringLiteral("service"), QStringLiteral("checkout")},
                                                                {QStringLiteral("environment"), QStringLiteral("prod")},
                                                                {QStringLiteral("cell"), QStringLiteral("eu-1")}}}};
    for (auto it = more.begin(); it != more.end(); ++it)
        payload.insert(it.key(), it.value());
    LoggedLeaf leaf;
    leaf.index = index;
    leaf.leaf = Envelope::seal(key, *toCanonical(payload));
    leaf.leafHash = Merkle::leafHash(leaf.leaf);
    leaf.personal = {{QStringLiteral("rationale"), QStringLiteral("errors at 3 percent")}};
    return leaf;
}

inline QList<LoggedLeaf> leafLog(int count)
{
    QList<LoggedLeaf> log;
    for (int i = 0; i < count; ++i)
        log.append(leafOf(quint64(i), i == 0 ? QStringLiteral("journal.genesis") : QStringLiteral("promotion.intent"),
                          Uuid7::next()));
    return log;
}

inline QStringList hashesOf(const QList<LoggedLeaf> &log)
{
    QStringList hashes;
    for (const LoggedLeaf &leaf : log)
        hashes.append(toHex(leaf.leafHash));
    return hashes;
}

} // namespace astern::test
