// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QTemporaryDir>

namespace astern::test {

// Debian's PostgreSQL 15 in a folder of its own, reached by a socket in that folder: nobody else's server can answer.
// Nothing of it outlives the test.
class RealPostgres {
public:
    enum class Kind {
        Fast,    // does not sync, and listens on no port
        Durable, // syncs, and takes TLS with client certificates (TestCertificates) on a port of 127.0.0.1
    };
    explicit RealPostgres(Kind kind = Kind::Fast) : m_kind(kind) {}
    ~RealPostgres();
    RealPostgres(const RealPostgres &) = delete;
    RealPostgres &operator=(const RealPostgres &) = delete;

    [[nodiscard]] QString start(); // answers with why not, or nothing; again after stop(): same data, same port
    void stop();                   // at once, as `pg_ctl stop -m immediate` does: the next start recovers
    // Runs statements as the superuser: their output, unaligned; what psql said of an error, after "ERROR".
    [[nodiscard]] QString sql(const QString &statements, const QString &database = QStringLiteral("postgres")) const;
    // The data as they lie there, while the server is stopped: to come back to an older state of them.
    [[nodiscard]] QString keepCopy();
    [[nodiscard]] QString restoreCopy();
    [[nodiscard]] qint64 pid() const { return m_process.processId(); }

    // The folder of the socket: what clients take as host. User and database are "postgres", without a password.
    [[nodiscard]] QString socketFolder() const { return m_folder.path(); }
    [[nodiscard]] quint16 port() const { return m_port; } // of Durable

private:
    [[nodiscard]] QString run(const QString &program, const QStringList &arguments) const;
    [[nodiscard]] QString make(const QString &data);
    [[nodiscard]] QString secure(const QString &data);
    [[nodiscard]] QString data() const { return m_folder.filePath(QStringLiteral("data")); }

    Kind m_kind;
    quint16 m_port = 0;
    QTemporaryDir m_folder;
    QProcess m_process;
};

} // namespace astern::test
