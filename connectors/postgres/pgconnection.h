// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <atomic>
#include <memory>
#include <optional>

struct pg_conn;
struct pg_result;

namespace astern::connectors {

// Where a database is and how it is reached. Other machines only by TLS with the server's name checked; a folder as
// host (beginning with "/") is a socket of this machine. Nothing here is a secret: the key file stays where it is.
struct PgOptions {
    QString host; // several with commas: the first that takes writes
    QString port = QStringLiteral("5432");
    QString database;
    QString user;
    QString rootCertificate; // PEM file of the authority
    QString certificate;     // PEM file of this client
    QString key;             // its key, mode 0600
    int connectMs = 5'000;
    int answerMs = 8'000; // a statement that takes longer is given up, and the connection with it

    // "postgresql://user@host:port/database?sslrootcert=FILE&sslcert=FILE&sslkey=FILE" or "host=… user=…". Refuses
    // passwords (use a certificate, or libpq's password file) and anything less than verify-full.
    [[nodiscard]] static Result<PgOptions> parse(const QString &text);
    [[nodiscard]] QString where() const; // "postgresql://user@host:port/database", for people
};

// Ends a wait from any thread. One for each thread that waits.
class PgWaker {
public:
    PgWaker();
    ~PgWaker();
    PgWaker(const PgWaker &) = delete;
    PgWaker &operator=(const PgWaker &) = delete;
    void wake();   // ends a wait for notices, not a statement
    void cancel(); // ends everything, now and later
    [[nodiscard]] bool cancelled() const { return m_cancelled; }
    [[nodiscard]] int descriptor() const { return m_event; }
    void drain();

private:
    int m_event;
    std::atomic<bool> m_cancelled = false;
};

// A parameter: text, bytes (sent as they are) or null.
class PgValue {
public:
    PgValue() = default; // null
    PgValue(const QString &text) : m_bytes(text.toUtf8()), m_null(false) {}
    PgValue(qint64 number) : m_bytes(QByteArray::number(number)), m_null(false) {}
    [[nodiscard]] static PgValue bytes(const QByteArray &bytes);
    [[nodiscard]] const QByteArray &data() const { return m_bytes; }
    [[nodiscard]] bool isNull() const { return m_null; }
    [[nodiscard]] bool isBinary() const { return m_binary; }

private:
    QByteArray m_bytes;
    bool m_null = true;
    bool m_binary = false;
};

// Rows of an answer, in the binary format.
class PgRows {
public:
    explicit PgRows(pg_result *result) : m_result(result) {}
    ~PgRows();
    PgRows(PgRows &&other) noexcept : m_result(std::exchange(other.m_result, nullptr)) {}
    PgRows &operator=(PgRows &&other) noexcept
    {
        std::swap(m_result, other.m_result);
        return *this;
    }
    [[nodiscard]] int size() const;
    [[nodiscard]] bool isNull(int row, int column) const;
    [[nodiscard]] qint64 integer(int row, int column) const; // int2, int4, int8, bool
    [[nodiscard]] QString text(int row, int column) const;
    [[nodiscard]] QByteArray bytes(int row, int column) const;

private:
    pg_result *m_result;
};

// One connection of libpq. For one thread, which it blocks, never longer than the options say.
class PgConnection {
public:
    [[nodiscard]] static Result<std::unique_ptr<PgConnection>> open(const PgOptions &options, PgWaker &waker);
    ~PgConnection();
    PgConnection(const PgConnection &) = delete;
    PgConnection &operator=(const PgConnection &) = delete;

    // One statement. Errors carry the SQLSTATE (see sqlStateOf) and never a credential.
    [[nodiscard]] Result<PgRows> query(const char *sql, const QList<PgValue> &values = {});
    // Several statements, no parameters, no rows wanted.
    [[nodiscard]] Result<Ok> run(const QByteArray &sql);
    // True: a notice has come; false: the time is over or the waker woke.
    [[nodiscard]] Result<bool> waitForNotice(int ms);
    [[nodiscard]] bool usable() const { return m_usable; }
    [[nodiscard]] int serverVersion() const; // 150018 for 15.18

private:
    PgConnection(pg_conn *connection, PgOptions options, PgWaker &waker);
    [[nodiscard]] Result<PgRows> results(qint64 deadline);
    [[nodiscard]] Error failure(const pg_result *result);
    [[nodiscard]] Error lost(Error::Kind kind, const QString &message);

    pg_conn *m_connection;
    PgOptions m_options;
    PgWaker &m_waker;
    bool m_usable = true;
};

// Five characters, or empty where the server did not answer.
[[nodiscard]] QString sqlStateOf(const Error &error);

} // namespace astern::connectors
