// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/postgres/pgstore.h"
#include "connectors/postgres/teamsetup.h"
#include "tests/support/realpostgres.h"
#include "tests/support/testwriter.h"

namespace astern::test {

// A database with the team's journal in it, and how to come into it.
struct TeamRig {
    RealPostgres server;
    connectors::PgWaker waker;

    explicit TeamRig(RealPostgres::Kind kind) : server(kind) {}

    [[nodiscard]] connectors::PgOptions as(const QString &user,
                                           const QString &database = QStringLiteral("postgres")) const
    {
        connectors::PgOptions options{.host = server.socketFolder(), .database = database, .user = user};
        if (server.port() != 0)
            options.port = QString::number(server.port());
        return options;
    }
    [[nodiscard]] std::unique_ptr<connectors::PgConnection> connect(const QString &user)
    {
        auto connection = connectors::PgConnection::open(as(user), waker);
        return connection ? std::move(connection).value() : nullptr;
    }
    // Answers with what went wrong, or nothing.
    [[nodiscard]] QString start()
    {
        if (const QString wrong = server.start(); !wrong.isEmpty())
            return wrong;
        const auto admin = connect(QStringLiteral("postgres"));
        if (!admin)
            return QStringLiteral("no connection as the administrator");
        connectors::TeamSetup setup(*admin);
        const auto plan = setup.plan();
        const auto done = plan ? setup.apply(*plan) : Result<Ok>(plan.error());
        return done ? QString() : done.error().toString() + done.error().detail;
    }
    void login(const QString &name, const QString &roles)
    {
        const QString said =
            server.sql(QStringLiteral("CREATE ROLE %1 LOGIN; %2")
                           .arg(name, roles.isEmpty() ? QString() : QStringLiteral("GRANT %1 TO %2").arg(roles, name)));
        if (said.startsWith(QLatin1String("ERROR")))
            qFatal("%s", qPrintable(said));
    }
    void allow(const QString &writer, const QString &role)
    {
        const QString said = server.sql(
            QStringLiteral("INSERT INTO journal.writer_role (writer, role) VALUES ('%1', '%2')").arg(writer, role));
        if (said.startsWith(QLatin1String("ERROR")))
            qFatal("%s", qPrintable(said));
    }
};

} // namespace astern::test
