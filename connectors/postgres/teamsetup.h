// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/postgres/pgconnection.h"

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
        [[nodiscard]] QJsonObject toJson() const;
        [[nodiscard]] static Result<Card> fromJson(const QByteArray &json);
    };
    // Lets the login `role` write for this device. False: it could already. The login must exist.
    [[nodiscard]] Result<bool> enrol(const Card &card, const QString &role, bool signsHeads);

private:
    PgConnection &m_connection;
};

} // namespace astern::connectors
