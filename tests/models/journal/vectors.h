// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/envelope.h"
#include "tests/support/places.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonValue>

namespace astern::test {

// The file of test vectors: what ASTERN_JOURNAL_VECTORS names, by default the project's copy.
inline QJsonObject loadVectors()
{
    QFile file(qEnvironmentVariable("ASTERN_JOURNAL_VECTORS", test::sourcePath("tests/data/journal/vectors.json")));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no test vectors: %s", qPrintable(file.fileName()));
    const QJsonObject all = QJsonDocument::fromJson(file.readAll()).object();
    if (all.isEmpty())
        qFatal("no test vectors in %s", qPrintable(file.fileName()));
    return all;
}

inline Hash hashOf(const QJsonValue &base64)
{
    const auto bytes = fromBase64(base64.toString().toLatin1());
    const auto hash = bytes ? hashFromBytes(*bytes) : std::nullopt;
    if (!hash)
        qFatal("not a hash: %s", qPrintable(base64.toString()));
    return *hash;
}

// The key whose seed is the SHA-256 of a text, as the file says in `key_seeds`.
inline std::unique_ptr<DeviceKey> vectorKey(const char *text)
{
    return std::make_unique<DeviceKey>(viewOf(sha256(QByteArrayView(text))));
}

} // namespace astern::test
