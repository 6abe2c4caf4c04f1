// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/index.h"

#include <QHash>

#include <limits>

namespace astern {

// What an entry must be to continue a writer's chain: canonical, signed by a key that counts at this place, numbered,
// and naming the one before. Keys count by position, as the verifier judges them.
struct Chain {
    struct Key {
        QByteArray bytes;
        quint64 from = 0; // entries from here on
        quint64 last = std::numeric_limits<quint64>::max();
        bool isAdmin = false;
        bool standsIn = false;                // signs emergencies only
        std::optional<quint64> lastGood = {}; // of a revoked one
    };
    QString journal; // leaf hash of the genesis; empty: nothing was adopted
    QString writer;
    QHash<QString, Key> keys; // by key id

    [[nodiscard]] bool counts(const QString &keyId, quint64 index) const;
    // The payload of the entry, when it is the one behind `prev`.
    [[nodiscard]] Result<QJsonObject> check(quint64 index, const QByteArray &leaf, const Hash &prev) const;
    // What a checked entry establishes for those behind it.
    [[nodiscard]] Result<Ok> adopt(const FiledEntry &entry, const QJsonObject &payload);
    // Whether adopt() has something to learn of it.
    [[nodiscard]] static bool concerns(const QString &kind);
    // What a key that stands in may sign.
    [[nodiscard]] static bool maySignStandingIn(const QString &kind);

private:
    [[nodiscard]] Result<Ok> enrol(quint64 index, const QJsonObject &key, quint64 from, bool isAdmin);
    [[nodiscard]] Result<Ok> rotate(const FiledEntry &entry, const QJsonObject &payload);
};

} // namespace astern
