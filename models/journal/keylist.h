// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/journalvalues.h"
#include "models/journal/reader.h"

namespace astern {

// What became of a key, as the entries of a log tell it; who must not believe them verifies the log first.
struct KeyFacts {
    enum class Role {
        Entries,
        StandIn, // emergencies only
        Heads,   // of a log or a witness
        Waiting, // enrolled itself, and nobody has approved it
    };
    QString id;
    Role role = Role::Entries;
    bool isAdmin = false;
    quint64 from = 0;                // entries from here on
    std::optional<quint64> last;     // up to here
    std::optional<quint64> lastGood; // of a revoked one: later ones are disputed
    QString followedBy;
};
[[nodiscard]] QString toString(KeyFacts::Role role); // "standin"

[[nodiscard]] Result<QList<KeyFacts>> listKeys(JournalReader &reader); // oldest first

// What an administrator says of a key that is believed no longer. `device`: its writer, where that is another one than
// who says so; a log of one device does not know that key.
[[nodiscard]] Draft revocationDraft(const QString &keyId, quint64 lastGood, const QJsonObject &actor,
                                    const QString &reason, const QString &device = {});

} // namespace astern
