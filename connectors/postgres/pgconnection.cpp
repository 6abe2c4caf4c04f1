// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/postgres/pgconnection.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QFile>

#include <libpq-fe.h>

#include <array>
#include <cerrno>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace astern::connectors {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Postgres", text); }

enum class Ready { Socket, Woken, Late };

Ready waitOn(int socket, short events, PgWaker &waker, const QDeadlineTimer &deadline, bool wakes)
{
    std::array<pollfd, 2> files{pollfd{socket, events, 0}, pollfd{waker.descriptor(), POLLIN, 0}};
    while (!waker.cancelled()) {
        const qint64 left = deadline.remainingTime();
        const int count = ::poll(files.data(), files.size(), int(std::min<qint64>(left, 1'000'000)));
        if (count < 0 && errno != EINTR)
            return Ready::Late;
        if (count > 0 && files[1].revents) {
            // A wake that was meant for a wait for notices must be there when that wait begins.
            if (wakes || waker.cancelled())
                return Ready::Woken;
            files[1].fd = -1;
        }
        if (count > 0 && files[0].revents)
            return Ready::Socket;
        if (deadline.hasExpired())
            return Ready::Late;
    }
    return Ready::Woken;
}

Error::Kind kindOf(const QString &state)
{
    if (state.startsWith(QLatin1String("28")))
        return Error::Kind::Unauthorized;
    if (state == QLatin1String("42501"))
        return Error::Kind::NotPermitted;
    if (state == QLatin1String("57014"))
        return Error::Kind::TimedOut;
    if (state.startsWith(QLatin1String("08")) || state.startsWith(QLatin1String("57")) ||
        state.startsWith(QLatin1String("53")) || state.startsWith(QLatin1String("25006")))
        return Error::Kind::Unavailable;
    if (state.startsWith(QLatin1String("40")))
        return Error::Kind::Conflict;
    if (state.startsWith(QLatin1String("3D")) || state.startsWith(QLatin1String("3F")) ||
        state.startsWith(QLatin1String("42P01")) || state.startsWith(QLatin1String("42883")))
        return Error::Kind::NotFound;
    return state.startsWith(QLatin1String("XX")) || state.startsWith(QLatin1String("58")) ? Error::Kind::Storage
                                                                                          : Error::Kind::Refused;
}

} // namespace

QString sqlStateOf(const Error &error)
{
    static const QString mark = QStringLiteral("SQLSTATE ");
    return error.detail.startsWith(mark) ? error.detail.mid(mark.size(), 5) : QString();
}

Result<PgOptions> PgOptions::parse(const QString &text)
{
    const auto invalid = [](const QString &message, const QString &hint = {}) {
        return Error{
            .kind = Error::Kind::Invalid, .message = message, .where = QStringLiteral("team store"), .hint = hint};
    };
    char *why = nullptr;
    PQconninfoOption *parsed = PQconninfoParse(text.toUtf8().constData(), &why);
    if (!parsed) {
        PQfreemem(why); // may repeat what was typed
        return invalid(tr("This is not the address of a PostgreSQL database"),
                       tr("Write postgresql://user@host:5432/database"));
    }
    PgOptions options;
    std::optional<Error> error;
    for (const PQconninfoOption *option = parsed; option->keyword && !error; ++option) {
        const QString name = QString::fromLatin1(option->keyword);
        const QString value = QString::fromUtf8(option->val);
        if (!option->val)
            continue;
        if (name == QLatin1String("host"))
            options.host = value;
        else if (name == QLatin1String("port"))
            options.port = value;
        else if (name == QLatin1String("dbname"))
            options.database = value;
        else if (name == QLatin1String("user"))
            options.user = value;
        else if (name == QLatin1String("sslrootcert"))
            options.rootCertificate = value;
        else if (name == QLatin1String("sslcert"))
            options.certificate = value;
        else if (name == QLatin1String("sslkey"))
            options.key = value;
        else if (name == QLatin1String("password") || name == QLatin1String("sslpassword"))
            error = invalid(tr("The address must not hold a password"),
                            tr("Use a client certificate, or libpq's password file"));
        else if (name != QLatin1String("sslmode") || value != QLatin1String("verify-full"))
            error = invalid(tr("\"%1\" cannot be chosen in the address of a team store").arg(name),
                            tr("The server's certificate is always checked in full"));
    }
    PQconninfoFree(parsed);
    if (!error && (options.host.isEmpty() || options.database.isEmpty() || options.user.isEmpty()))
        error =
            invalid(tr("The address needs a host, a user and a database"), tr("Write postgresql://user@host/database"));
    if (error)
        return *error;
    return options;
}

QString PgOptions::where() const { return QStringLiteral("postgresql://%1@%2:%3/%4").arg(user, host, port, database); }

PgWaker::PgWaker() : m_event(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {}
PgWaker::~PgWaker() { ::close(m_event); }
void PgWaker::wake()
{
    const quint64 one = 1;
    [[maybe_unused]] const auto written = ::write(m_event, &one, sizeof one);
}
void PgWaker::cancel()
{
    m_cancelled = true;
    wake();
}
void PgWaker::drain()
{
    quint64 count = 0;
    [[maybe_unused]] const auto taken = ::read(m_event, &count, sizeof count);
}

PgValue PgValue::bytes(const QByteArray &bytes)
{
    PgValue value;
    value.m_bytes = bytes;
    value.m_null = false;
    value.m_binary = true;
    return value;
}

PgRows::~PgRows() { PQclear(m_result); }
int PgRows::size() const { return PQntuples(m_result); }
bool PgRows::isNull(int row, int column) const { return PQgetisnull(m_result, row, column) != 0; }
qint64 PgRows::integer(int row, int column) const
{
    const QByteArray raw = bytes(row, column);
    quint64 value = !raw.isEmpty() && raw.at(0) < 0 && raw.size() > 1 ? ~quint64(0) : 0;
    for (const char byte : raw)
        value = (value << 8) | static_cast<unsigned char>(byte);
    return qint64(value);
}
QString PgRows::text(int row, int column) const { return QString::fromUtf8(bytes(row, column)); }
QByteArray PgRows::bytes(int row, int column) const
{
    return {PQgetvalue(m_result, row, column), PQgetlength(m_result, row, column)};
}

PgConnection::PgConnection(pg_conn *connection, PgOptions options, PgWaker &waker)
    : m_connection(connection), m_options(std::move(options)), m_waker(waker)
{
}

PgConnection::~PgConnection() { PQfinish(m_connection); }

Result<std::unique_ptr<PgConnection>> PgConnection::open(const PgOptions &options, PgWaker &waker)
{
    const bool local = options.host.startsWith(QLatin1Char('/'));
    // Also against a server that takes connections and says nothing more, and one whose machine has gone away.
    const QList<std::pair<const char *, QString>> settings{
        {"host", options.host},
        {"port", options.port},
        {"dbname", options.database},
        {"user", options.user},
        {"sslmode", local ? QStringLiteral("disable") : QStringLiteral("verify-full")},
        {"sslrootcert", options.rootCertificate},
        {"sslcert", options.certificate},
        {"sslkey", options.key},
        {"ssl_min_protocol_version", QStringLiteral("TLSv1.2")},
        {"gssencmode", QStringLiteral("disable")},
        {"connect_timeout", QString::number(std::max(2, options.connectMs / 1000))},
        {"keepalives_idle", QStringLiteral("10")},
        {"keepalives_interval", QStringLiteral("5")},
        {"keepalives_count", QStringLiteral("3")},
        {"tcp_user_timeout", QString::number(options.answerMs)},
        {"target_session_attrs", QStringLiteral("read-write")}, // never a standby: an append there cannot be
        {"application_name", QStringLiteral("astern")},
        {"client_encoding", QStringLiteral("UTF8")},
        // The server gives up a little before we do, so that nothing goes on there that nobody waits for.
        {"options", QStringLiteral("-c default_transaction_isolation=read\\ committed -c statement_timeout=%1 "
                                   "-c idle_in_transaction_session_timeout=%1 -c search_path=pg_catalog")
                        .arg(options.answerMs * 9 / 10)},
    };
    QList<QByteArray> kept;
    std::vector<const char *> keys;
    std::vector<const char *> values;
    for (const auto &[key, value] : settings) {
        if (value.isEmpty())
            continue;
        kept.append(value.toUtf8());
        keys.push_back(key);
        values.push_back(kept.last().constData());
    }
    keys.push_back(nullptr);
    values.push_back(nullptr);
    std::unique_ptr<PgConnection> made(
        new PgConnection(PQconnectStartParams(keys.data(), values.data(), 0), options, waker));
    pg_conn *connection = made->m_connection;
    const QDeadlineTimer deadline(options.connectMs);
    PostgresPollingStatusType wanted = PGRES_POLLING_WRITING;
    while (connection && PQstatus(connection) != CONNECTION_BAD) {
        const Ready ready =
            waitOn(PQsocket(connection), wanted == PGRES_POLLING_READING ? POLLIN : POLLOUT, waker, deadline, false);
        if (ready != Ready::Socket)
            return ready == Ready::Woken
                       ? made->lost(Error::Kind::Cancelled, tr("Connecting to the team store was given up"))
                       : made->lost(Error::Kind::TimedOut, tr("The team store does not answer"));
        wanted = PQconnectPoll(connection);
        if (wanted == PGRES_POLLING_OK) {
            PQsetnonblocking(connection, 1);
            PQsetNoticeProcessor(connection, [](void *, const char *) {}, nullptr);
            return made;
        }
        if (wanted == PGRES_POLLING_FAILED)
            break;
    }
    return made->failure(nullptr);
}

int PgConnection::serverVersion() const { return PQserverVersion(m_connection); }

Error PgConnection::lost(Error::Kind kind, const QString &message)
{
    // Nobody knows any more what the server is about to answer. No PQcancel(): on a server that stands still it waits
    // for ever. statement_timeout ends the statement, and closing the connection what is left.
    m_usable = false;
    return {.kind = kind,
            .message = message,
            .where = m_options.where(),
            .hint = kind == Error::Kind::Cancelled ? QString() : tr("It is tried again by itself")};
}

Error PgConnection::failure(const pg_result *result)
{
    const char *state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : nullptr;
    if (state) {
        const QString code = QString::fromLatin1(state);
        const QString words = QString::fromUtf8(PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY));
        // Class 57: the server is going down, or somebody ended this session.
        m_usable = m_usable && !code.startsWith(QLatin1String("57P")) && PQstatus(m_connection) == CONNECTION_OK;
        return {.kind = kindOf(code),
                .message = tr("The team store refused: %1").arg(words),
                .where = m_options.where(),
                .detail = QStringLiteral("SQLSTATE %1").arg(code)};
    }
    m_usable = false;
    // libpq's own words name host, user and files, and never a password or a key.
    const QString words = QString::fromUtf8(PQerrorMessage(m_connection)).simplified();
    Error error{.kind = Error::Kind::Unreachable,
                .message = tr("The team store cannot be reached: %1").arg(words.left(500)),
                .where = m_options.where()};
    if (words.contains(QLatin1String("certificate")) || words.contains(QLatin1String("authentication")) ||
        words.contains(QLatin1String("pg_hba")) || words.contains(QLatin1String("private key"))) {
        error.kind = Error::Kind::Unauthorized;
        error.hint = tr("Check the certificates of this client and of the server, and the server's pg_hba.conf");
    } else if (words.contains(QLatin1String("CONNECT"))) { // the name of the right, in every language of the server
        error.kind = Error::Kind::NotPermitted;
        error.message = tr("The team store lets this login in once an administrator has enrolled this device: "
                           "`asternctl team enrol`, with the card that `asternctl team card` prints here");
    }
    return error;
}

Result<PgRows> PgConnection::results(qint64 ms)
{
    const QDeadlineTimer deadline(ms);
    PgRows kept(nullptr);
    std::optional<Error> error;
    while (true) {
        while (true) {
            const int unsent = PQflush(m_connection);
            if (unsent == 0 && !PQisBusy(m_connection))
                break;
            if (unsent < 0)
                return failure(nullptr);
            const Ready ready =
                waitOn(PQsocket(m_connection), short(unsent ? POLLIN | POLLOUT : POLLIN), m_waker, deadline, false);
            if (ready != Ready::Socket)
                return ready == Ready::Woken
                           ? lost(Error::Kind::Cancelled, tr("Waiting for the team store was given up"))
                           : lost(Error::Kind::TimedOut, tr("The team store does not answer"));
            if (!PQconsumeInput(m_connection))
                return failure(nullptr);
        }
        pg_result *result = PQgetResult(m_connection);
        if (!result)
            break;
        PgRows rows(result);
        const ExecStatusType status = PQresultStatus(result);
        if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && !error)
            error = failure(result);
        kept = std::move(rows);
    }
    if (error)
        return *error;
    if (PQstatus(m_connection) != CONNECTION_OK)
        return failure(nullptr);
    return kept;
}

Result<PgRows> PgConnection::query(const char *sql, const QList<PgValue> &values)
{
    std::vector<const char *> data;
    std::vector<int> lengths;
    std::vector<int> formats;
    for (const PgValue &value : values) {
        data.push_back(value.isNull() ? nullptr : value.data().constData());
        lengths.push_back(int(value.data().size()));
        formats.push_back(value.isBinary());
    }
    if (!m_usable || !PQsendQueryParams(m_connection, sql, int(values.size()), nullptr, data.data(), lengths.data(),
                                        formats.data(), 1))
        return failure(nullptr);
    return results(m_options.answerMs);
}

Result<Ok> PgConnection::run(const QByteArray &sql)
{
    if (!m_usable || !PQsendQuery(m_connection, sql.constData()))
        return failure(nullptr);
    if (auto done = results(m_options.answerMs); !done)
        return done.error();
    return Ok{};
}

Result<bool> PgConnection::waitForNotice(int ms)
{
    const QDeadlineTimer deadline(ms);
    while (true) {
        if (!PQconsumeInput(m_connection) || PQstatus(m_connection) != CONNECTION_OK)
            return failure(nullptr);
        bool noticed = false;
        while (PGnotify *notice = PQnotifies(m_connection)) {
            PQfreemem(notice);
            noticed = true;
        }
        if (noticed)
            return true;
        switch (waitOn(PQsocket(m_connection), POLLIN, m_waker, deadline, true)) {
        case Ready::Socket:
            break;
        case Ready::Woken:
            if (m_waker.cancelled())
                return lost(Error::Kind::Cancelled, tr("Waiting for the team store was given up"));
            m_waker.drain();
            return false;
        case Ready::Late:
            return false;
        }
    }
}

} // namespace astern::connectors
