// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"

#include <QByteArray>
#include <QString>

#include <atomic>
#include <map>
#include <memory>

struct sqlite3;
struct sqlite3_stmt;

namespace astern {

// A thin owner of SQLite's C API: bound values only, every result checked.
class Statement {
public:
    Statement() = default;
    Statement(sqlite3 *db, sqlite3_stmt *statement) : m_db(db), m_statement(statement) {}

    Statement &bind(int at, qint64 value);
    Statement &bind(int at, quint64 value) { return bind(at, qint64(value)); }
    Statement &bind(int at, const QString &value); // null when the text is null
    Statement &bind(int at, QByteArrayView value);
    // True: a row is there. Resets itself at the end and on an error, so that no lock stays behind.
    [[nodiscard]] Result<bool> step();
    // For statements without rows.
    [[nodiscard]] Result<Ok> run();
    void reset();

    [[nodiscard]] qint64 integer(int column) const;
    [[nodiscard]] quint64 position(int column) const { return quint64(integer(column)); }
    [[nodiscard]] QString text(int column) const;
    [[nodiscard]] QByteArray blob(int column) const;
    explicit operator bool() const { return m_statement != nullptr; }

private:
    void note(int code);

    sqlite3 *m_db = nullptr;
    sqlite3_stmt *m_statement = nullptr;
    int m_unbound = 0; // why a value could not be bound: SQLite would go on with null
};

class Database {
public:
    ~Database();
    Database(const Database &) = delete;
    Database &operator=(const Database &) = delete;

    enum class Mode { ReadWrite, ReadOnly };
    // Makes the file 0600 when it is missing (read-write only).
    [[nodiscard]] static Result<std::unique_ptr<Database>> open(const QString &path, Mode mode, int busyMs);

    // The same without a WAL: what is committed is durable with its folder entry, and what is erased leaves no copy.
    [[nodiscard]] static Result<std::unique_ptr<Database>> openErasable(const QString &path, int busyMs);

    [[nodiscard]] Result<Ok> exec(const char *sql);
    // Prepared once for each text, kept until the end; comes back reset.
    [[nodiscard]] Result<Statement> prepare(const QString &sql);
    [[nodiscard]] Result<QString> pragma(const QString &name);
    void setBusyTimeout(int ms);
    // Long statements end with an error when it becomes true; it must outlive this.
    void stopWhen(const std::atomic<bool> *stop);
    [[nodiscard]] const QString &path() const { return m_path; }

private:
    Database(sqlite3 *db, QString path) : m_db(db), m_path(std::move(path)) {}
    sqlite3 *m_db;
    QString m_path;
    std::map<QString, sqlite3_stmt *> m_statements;
};

// Takes what is written back unless commit() was reached.
class Transaction {
public:
    explicit Transaction(Database &db) : m_db(db) {}
    ~Transaction();
    [[nodiscard]] Result<Ok> begin(); // BEGIN IMMEDIATE
    [[nodiscard]] Result<Ok> commit();

private:
    Database &m_db;
    bool m_open = false;
};

// Damage of the file itself, as opposed to a lock or a full disk.
[[nodiscard]] bool isDamage(const Error &error);

} // namespace astern
