// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/realpostgres.h"
#include "tests/support/realserver.h"

namespace astern::test {

// A real Unleash 7.4.1 (tests/support/unleash) with a database of its own. It says nothing to anybody outside.
class RealUnleash final : public RealServer {
public:
    RealUnleash();
    ~RealUnleash();

    // Instead of start(): fetches it where it is not in the cache yet, and starts the database first.
    [[nodiscard]] QString open();
    [[nodiscard]] QByteArray token() const { return m_token; } // of an administrator, sent as it is
    // Makes a flag. False: the server refuses it.
    [[nodiscard]] bool create(const QByteArray &flag);

protected:
    [[nodiscard]] QString program() const override { return m_home + QStringLiteral("/bin/node"); }
    [[nodiscard]] QStringList arguments(quint16 port) const override;
    [[nodiscard]] QStringList environment(quint16 port) const override;
    [[nodiscard]] int readyMs() const override { return 120'000; }
    [[nodiscard]] bool isReadyAndMine() override;

private:
    QString m_home;
    QByteArray m_token;
    RealPostgres m_database;
};

} // namespace astern::test
