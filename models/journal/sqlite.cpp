// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/sqlite.h"

#include <QCoreApplication>
#include <QFile>

#include <sqlite3.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace astern {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Journal", text); }

Error failure(sqlite3 *db, int code)
{
    Error error{.kind = Error::Kind::Storage, .message = tr("The index of the log cannot be used")};
    switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        error.message = tr("Another program holds the index of the log locked");
        error.hint = tr("Close what has the file open; recording goes on meanwhile");
        break;
    case SQLITE_FULL:
        error.message = tr("The disk with the index of the log is full");
        error.hint = tr("Free space on this disk; the index follows the log by itself");
        break;
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
        error.hint = tr("Make the folder writable for this user");
        break;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        error.kind = Error::Kind::Malformed;
        error.message = tr("The index of the log is damaged");
        break;
    case SQLITE_CONSTRAINT:
        error.kind = Error::Kind::Conflict;
        error.message = tr("The index of the log holds something that contradicts this");
        break;
    default:
        break;
    }
    if (db) {
        error.where = QFile::decodeName(sqlite3_db_filename(db, "main"));
        error.detail = QString::fromUtf8(sqlite3_errmsg(db)) + QStringLiteral(" (%1)").arg(code);
    }
    return error;
}

} // namespace

bool isDamage(const Error &error) { return error.kind == Error::Kind::Malformed; }

Statement &Statement::bind(int at, qint64 value)
{
    note(sqlite3_bind_int64(m_statement, at, value));
    return *this;
}

Statement &Statement::bind(int at, const QString &value)
{
    if (value.isNull()) {
        note(sqlite3_bind_null(m_statement, at));
        return *this;
    }
    const QByteArray utf8 = value.toUtf8();
    note(sqlite3_bind_text64(m_statement, at, utf8.constData(), sqlite3_uint64(utf8.size()), SQLITE_TRANSIENT,
                             SQLITE_UTF8));
    return *this;
}

Statement &Statement::bind(int at, QByteArrayView value)
{
    note(sqlite3_bind_blob64(m_statement, at, value.data() ? value.data() : "", sqlite3_uint64(value.size()),
                             SQLITE_TRANSIENT));
    return *this;
}

void Statement::note(int code)
{
    if (m_unbound == SQLITE_OK)
        m_unbound = code;
}

Result<bool> Statement::step()
{
    if (const int code = std::exchange(m_unbound, SQLITE_OK); code != SQLITE_OK) {
        reset();
        return failure(m_db, code);
    }
    const int code = sqlite3_step(m_statement);
    if (code == SQLITE_ROW)
        return true;
    if (code == SQLITE_DONE) {
        reset();
        return false;
    }
    const Error error = failure(m_db, sqlite3_extended_errcode(m_db));
    reset();
    return error;
}

Result<Ok> Statement::run()
{
    const auto more = step();
    if (!more)
        return more.error();
    reset();
    return Ok{};
}

void Statement::reset()
{
    if (m_statement)
        sqlite3_reset(m_statement);
}

qint64 Statement::integer(int column) const { return sqlite3_column_int64(m_statement, column); }

QString Statement::text(int column) const
{
    const auto *text = reinterpret_cast<const char *>(sqlite3_column_text(m_statement, column));
    return text ? QString::fromUtf8(text, sqlite3_column_bytes(m_statement, column)) : QString();
}

QByteArray Statement::blob(int column) const
{
    const auto *bytes = static_cast<const char *>(sqlite3_column_blob(m_statement, column));
    return bytes ? QByteArray(bytes, sqlite3_column_bytes(m_statement, column)) : QByteArray();
}

Database::~Database()
{
    for (const auto &[sql, statement] : m_statements)
        sqlite3_finalize(statement);
    sqlite3_close_v2(m_db);
}

Result<std::unique_ptr<Database>> Database::open(const QString &path, Mode mode, int busyMs)
{
    const QByteArray name = QFile::encodeName(path);
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    if (mode == Mode::ReadWrite) {
        // SQLite would make the file readable for others; its WAL takes over the mode of the file.
        const int file = ::open(name.constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
        if (file < 0) {
            return Error{
                .kind = Error::Kind::Storage,
                .message =
                    tr("The index of the log cannot be made: %1").arg(QString::fromLocal8Bit(std::strerror(errno))),
                .where = path,
                .hint = tr("Make the folder writable for this user")};
        }
        ::close(file);
        flags |= SQLITE_OPEN_READWRITE;
    } else {
        flags |= SQLITE_OPEN_READONLY;
    }
    sqlite3 *db = nullptr;
    const int code = sqlite3_open_v2(name.constData(), &db, flags, nullptr);
    if (code != SQLITE_OK) {
        const Error error = failure(db, code);
        sqlite3_close_v2(db);
        return error;
    }
    sqlite3_busy_timeout(db, busyMs);
    return std::unique_ptr<Database>(new Database(db, path));
}

Result<std::unique_ptr<Database>> Database::openErasable(const QString &path, int busyMs)
{
    auto db = open(path, Mode::ReadWrite, busyMs);
    if (!db)
        return db;
    for (const char *pragma : {"journal_mode=delete", "synchronous=EXTRA", "secure_delete=ON", "trusted_schema=OFF"}) {
        if (const auto set = (*db)->pragma(QString::fromLatin1(pragma)); !set)
            return set.error();
    }
    return db;
}

Result<Ok> Database::exec(const char *sql)
{
    const int code = sqlite3_exec(m_db, sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK)
        return failure(m_db, code);
    return Ok{};
}

Result<Statement> Database::prepare(const QString &sql)
{
    if (const auto known = m_statements.find(sql); known != m_statements.end()) {
        sqlite3_reset(known->second);
        return Statement(m_db, known->second);
    }
    sqlite3_stmt *statement = nullptr;
    const QByteArray utf8 = sql.toUtf8();
    const int code =
        sqlite3_prepare_v3(m_db, utf8.constData(), int(utf8.size()), SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK)
        return failure(m_db, code);
    m_statements.emplace(sql, statement);
    return Statement(m_db, statement);
}

Result<QString> Database::pragma(const QString &name)
{
    sqlite3_stmt *statement = nullptr;
    const QByteArray sql = "PRAGMA " + name.toLatin1();
    int code = sqlite3_prepare_v2(m_db, sql.constData(), -1, &statement, nullptr);
    if (code != SQLITE_OK)
        return failure(m_db, code);
    code = sqlite3_step(statement);
    QString answer;
    if (code == SQLITE_ROW)
        answer = QString::fromUtf8(reinterpret_cast<const char *>(sqlite3_column_text(statement, 0)));
    const int extended = sqlite3_extended_errcode(m_db);
    sqlite3_finalize(statement);
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        return failure(m_db, extended);
    return answer;
}

void Database::setBusyTimeout(int ms) { sqlite3_busy_timeout(m_db, ms); }

void Database::stopWhen(const std::atomic<bool> *stop)
{
    sqlite3_progress_handler(
        m_db, 100'000, [](void *flag) { return static_cast<const std::atomic<bool> *>(flag)->load() ? 1 : 0; },
        const_cast<std::atomic<bool> *>(stop));
}

Transaction::~Transaction()
{
    if (m_open)
        (void)m_db.exec("ROLLBACK");
}

Result<Ok> Transaction::begin()
{
    auto done = m_db.exec("BEGIN IMMEDIATE");
    m_open = done.ok();
    return done;
}

Result<Ok> Transaction::commit()
{
    auto done = m_db.exec("COMMIT");
    if (done)
        m_open = false;
    return done;
}

} // namespace astern
