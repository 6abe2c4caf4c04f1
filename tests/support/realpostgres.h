// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QTemporaryDir>

namespace astern::test {

// Debian's PostgreSQL 15 in a folder of its own, reached by a socket in that folder alone: no port, and nobody else's
// server can answer. Does not sync; nothing of it outlives the test.
class RealPostgres {
public:
    RealPostgres() = default;
    ~RealPostgres();
    RealPostgres(const RealPostgres &) = delete;
    RealPostgres &operator=(const RealPostgres &) = delete;

    [[nodiscard]] QString start(); // answers with why not, or nothing
    void stop();
    // The folder of the socket: what clients take as host. User and database are "postgres", without a password.
    [[nodiscard]] QString socketFolder() const { return m_folder.path(); }

private:
    [[nodiscard]] QString run(const QString &program, const QStringList &arguments) const;

    QTemporaryDir m_folder;
    QProcess m_process;
};

} // namespace astern::test
