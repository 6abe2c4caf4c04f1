// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/index.h"

#include <QHash>

namespace astern {

// What an entry must be to continue a writer's chain: canonical, signed by a key that the chain has enrolled, numbered,
// and naming the one before.
struct Chain {
    QString journal; // leaf hash of the genesis; empty: nothing was adopted
    QString writer;
    QHash<QString, QByteArray> enrolled; // key id -> public key

    // The payload of the entry, when it is the one behind `prev`.
    [[nodiscard]] Result<QJsonObject> check(quint64 index, const QByteArray &leaf, const Hash &prev) const;
    // What a checked entry establishes for those behind it.
    [[nodiscard]] Result<Ok> adopt(const FiledEntry &entry, const QJsonObject &payload);
};

} // namespace astern
