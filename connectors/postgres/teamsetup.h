// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/postgres/pgconnection.h"

#include <QHash>
#include <QJsonObject>
#include <QStringList>

namespace astern::connectors {

// What an administrator of the database does for a team, once and for each device. Blocks; connects as an
// administrator.
class TeamSetup {
public:
    explicit TeamSetup(PgConnection &connection) : m_connection(connection) {}

    struct Plan {
        int installed = 0; // version that is there; 0: none
        int wanted = 0;    // version that this Astern brings
        QStringList steps; // in words, what apply() will do; empty: nothing
    };
    // Refuses a database that holds something else, one that a newer Astern prepared, and a server that is too old.
    [[nodiscard]] Result<Plan> plan();
    [[nodiscard]] Result<Ok> apply(const Plan &plan); // in one transaction

    // What a device says of itself; see `asternctl team card`.
    struct Card {
        QString writer;
        QString enrolId;   // of the entry that the first administrator's approval links to
        QString enrolLeaf; // its leaf hash, hex
        QString keyId;
        QByteArray enrolment; // the bytes of that entry; empty: an older Astern wrote the card
        QString journal;      // what they say: leaf hash of the device's genesis,
        QString origin;       // and what its log is called
        [[nodiscard]] QJsonObject toJson() const;
        // Refuses one that says otherwise than the entry that it carries, or whose entry its key did not sign.
        [[nodiscard]] static Result<Card> fromJson(const QByteArray &json);
        // Whether all that it says is what its key signed.
        [[nodiscard]] bool isSigned() const { return !enrolment.isEmpty(); }
    };
    // Lets the login `role` write for this device. False: it could already. The login must exist.
    [[nodiscard]] Result<bool> enrol(const Card &card, const QString &role, bool signsHeads);
    // Logins by device; for whoever may read the log.
    [[nodiscard]] Result<QHash<QString, QString>> logins();
    // No login writes for this device any more, and one that wrote for no other writes nothing. The answer is which
    // did. Reading is left to them.
    [[nodiscard]] Result<QStringList> disown(const QString &writer);
    // The same as the owner of the database says it; `login` empty: nobody knows which it is.
    [[nodiscard]] static QString disownStatement(const QString &writer, const QString &login);

private:
    PgConnection &m_connection;
};

} // namespace astern::connectors
