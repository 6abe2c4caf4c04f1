// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/postgres/pgstore.h"

#include <QCoreApplication>
#include <QHash>

namespace astern::connectors {
namespace {

constexpr int kVersion = 4; // of resources/team: what the statements here cannot do without

QString tr(const char *text) { return QCoreApplication::translate("Postgres", text); }

Error malformed(const QString &where)
{
    return {.kind = Error::Kind::Malformed, .message = tr("The team store answered something else"), .where = where};
}

std::optional<Filed::Status> statusOf(const QString &word)
{
    static const QHash<QString, Filed::Status> words{{QStringLiteral("ok"), Filed::Status::Ok},
                                                     {QStringLiteral("dup"), Filed::Status::Dup},
                                                     {QStringLiteral("stale"), Filed::Status::Stale},
                                                     {QStringLiteral("gap"), Filed::Status::Gap},
                                                     {QStringLiteral("fork"), Filed::Status::Fork},
                                                     {QStringLiteral("not-yours"), Filed::Status::NotYours},
                                                     {QStringLiteral("malformed"), Filed::Status::Malformed}};
    const auto found = words.find(word);
    return found == words.end() ? std::nullopt : std::optional(*found);
}

} // namespace

Result<Ok> PgStore::connect()
{
    m_connection.reset();
    auto connection = PgConnection::open(m_options, m_waker);
    if (!connection)
        return connection.error();
    m_connection = std::move(connection).value();
    if (auto done = m_connection->run("LISTEN journal"); !done)
        return done;
    const auto version = query("SELECT max(version)::bigint FROM journal.version");
    if (!version) {
        Error error = version.error();
        if (error.kind == Error::Kind::NotFound)
            error = {.kind = Error::Kind::NotFound,
                     .message = tr("This database holds no team journal"),
                     .where = m_options.where(),
                     .hint = tr("Prepare it with `asternctl team init`")};
        m_connection.reset();
        return error;
    }
    if (version->integer(0, 0) >= kVersion)
        return Ok{};
    const qint64 old = version->integer(0, 0);
    m_connection.reset();
    return Error{.kind = Error::Kind::Unsupported,
                 .message = tr("The team's database is of version %1; this Astern needs %2").arg(old).arg(kVersion),
                 .where = m_options.where(),
                 .hint = tr("Bring it up with `asternctl team init --yes`, as its administrator")};
}

Result<PgRows> PgStore::query(const char *sql, const QList<PgValue> &values)
{
    if (!m_connection)
        return Error{.kind = Error::Kind::Unreachable, .message = tr("The team store is not connected")};
    return m_connection->query(sql, values);
}

Result<Filed> PgStore::append(const QByteArray &leaf)
{
    const auto rows = query("SELECT status, at, why FROM journal.append($1::bytea)", {PgValue::bytes(leaf)});
    if (!rows)
        return rows.error();
    const auto status = rows->size() == 1 ? statusOf(rows->text(0, 0)) : std::nullopt;
    if (!status)
        return malformed(m_options.where());
    return Filed{*status, quint64(rows->integer(0, 1)), rows->text(0, 2)};
}

Result<SharedHead> PgStore::head()
{
    const auto size = query("SELECT size FROM journal.head");
    if (!size)
        return size.error();
    if (size->size() != 1)
        return malformed(m_options.where());
    SharedHead head{quint64(size->integer(0, 0)), {}};
    QStringList wanted;
    quint64 first = 0;
    for (int level = 62; level >= 0; --level) {
        if (!((head.size >> level) & 1))
            continue;
        wanted.append(QStringLiteral("(%1,%2)").arg(level).arg(first >> level));
        first += quint64(1) << level;
    }
    if (wanted.isEmpty())
        return head;
    const QString sql = QStringLiteral("SELECT hash FROM journal.node WHERE (level,pos) IN (%1) ORDER BY level DESC")
                            .arg(wanted.join(QLatin1Char(',')));
    const auto nodes = query(sql.toLatin1().constData());
    if (!nodes)
        return nodes.error();
    // A node that is not there leaves the list short, which no tree of this size has.
    for (int row = 0; row < nodes->size(); ++row)
        head.roots.append(hashFromBytes(nodes->bytes(row, 0)).value_or(Hash{}));
    return head;
}

Result<QList<SharedRow>> PgStore::rows(quint64 from, int most)
{
    const auto rows = query("SELECT idx, leaf, leaf_hash, writer, wseq, id, kind, saga, gate, gate_gen, gate_won "
                            "FROM journal.entry WHERE idx >= $1::bigint ORDER BY idx LIMIT $2::bigint",
                            {qint64(from), qint64(most)});
    if (!rows)
        return rows.error();
    QList<SharedRow> list;
    for (int row = 0; row < rows->size(); ++row)
        list.append({.index = quint64(rows->integer(row, 0)),
                     .leaf = rows->bytes(row, 1),
                     .leafHash = hashFromBytes(rows->bytes(row, 2)).value_or(Hash{}),
                     .writer = rows->text(row, 3),
                     .seq = quint64(rows->integer(row, 4)),
                     .id = rows->text(row, 5),
                     .kind = rows->text(row, 6),
                     .saga = rows->text(row, 7),
                     .gate = rows->text(row, 8),
                     .gateGen = rows->integer(row, 9),
                     .gateWon = rows->integer(row, 10) != 0});
    return list;
}

Result<Hash> PgStore::digest(quint64 from, quint64 to)
{
    // The same bytes as SharedRow::digestBytes().
    const auto rows = query("SELECT pg_catalog.sha256(coalesce(pg_catalog.string_agg(pg_catalog.sha256('\\x00'::bytea "
                            "|| leaf) || leaf_hash || "
                            "pg_catalog.convert_to(pg_catalog.concat_ws(pg_catalog.chr(31), idx, writer, wseq, id, "
                            "kind, coalesce(saga, ''), "
                            "coalesce(gate, ''), coalesce(gate_gen, 0), CASE WHEN gate_won THEN 1 ELSE 0 END), "
                            "'UTF8'), ''::bytea ORDER BY idx), "
                            "''::bytea)) FROM journal.entry WHERE idx >= $1::bigint AND idx < $2::bigint",
                            {qint64(from), qint64(to)});
    if (!rows)
        return rows.error();
    const auto hash = rows->size() == 1 ? hashFromBytes(rows->bytes(0, 0)) : std::nullopt;
    return hash ? Result<Hash>(*hash) : Result<Hash>(malformed(m_options.where()));
}

Result<quint64> PgStore::nextSeq(const QString &writer)
{
    const auto rows =
        query("SELECT coalesce(max(wseq) + 1, 0)::bigint FROM journal.entry WHERE writer = $1::text", {writer});
    if (!rows)
        return rows.error();
    return quint64(rows->integer(0, 0));
}

Result<Ok> PgStore::putOpening(const SealedOpening &opening)
{
    const auto done = query("SELECT journal.put_opening($1::text, $2::text, $3::text, $4::bytea)",
                            {opening.entry, opening.field, opening.subject, PgValue::bytes(opening.box)});
    return done ? Result<Ok>(Ok{}) : Result<Ok>(done.error());
}

Result<quint64> PgStore::eraseOpenings(const QString &entry)
{
    const auto rows = query("SELECT journal.erase_own($1::text)", {entry});
    if (!rows)
        return rows.error();
    if (rows->size() != 1 || rows->integer(0, 0) < 0)
        return malformed(m_options.where());
    return quint64(rows->integer(0, 0));
}

Result<QList<SaidName>> readSaidNames(PgConnection &connection)
{
    const auto rows = connection.query("SELECT db_user::text, writer, ref, person, name, wseq FROM journal.person_name "
                                       "ORDER BY writer, ref LIMIT 10000");
    if (!rows)
        return rows.error().kind == Error::Kind::NotFound ? Result<QList<SaidName>>(QList<SaidName>())
                                                          : Result<QList<SaidName>>(rows.error());
    QList<SaidName> said;
    for (int row = 0; row < rows->size(); ++row)
        said.append({rows->text(row, 0), rows->text(row, 1), rows->text(row, 2), rows->text(row, 3), rows->text(row, 4),
                     quint64(rows->integer(row, 5))});
    return said;
}

Result<QList<SaidName>> PgStore::names()
{
    if (!m_connection)
        return Error{.kind = Error::Kind::Unreachable, .message = tr("The team store is not connected")};
    return readSaidNames(*m_connection);
}

Result<Ok> PgStore::sayName(const QString &entry, const QString &name)
{
    if (!isName(name))
        return Ok{};
    const auto done = query("SELECT journal.say_name($1::text, $2::text)", {entry, name});
    if (done)
        return Ok{};
    // A database from before names, or one with a longer list of what they may not be: people see pseudonyms, and the
    // log goes on.
    const bool without =
        done.error().kind == Error::Kind::NotFound || sqlStateOf(done.error()) == QLatin1String("23514");
    return without ? Result<Ok>(Ok{}) : Result<Ok>(done.error());
}

Result<Ok> PgStore::publishCheckpoint(quint64 size, const QByteArray &note)
{
    const auto done = query("INSERT INTO journal.checkpoint (size, note) VALUES ($1::bigint, $2::text)",
                            {qint64(size), QString::fromUtf8(note)});
    // Signed before a restart: the one that is there has the same body, or the signer would not have signed.
    return done || sqlStateOf(done.error()) == QLatin1String("23505") ? Result<Ok>(Ok{}) : Result<Ok>(done.error());
}

Result<Ok> PgStore::publishCosignature(quint64 size, const QString &writer, const QByteArray &note)
{
    const auto done =
        query("INSERT INTO journal.cosignature (size, writer, note) VALUES ($1::bigint, $2::text, $3::text)",
              {qint64(size), writer, QString::fromUtf8(note)});
    return done || sqlStateOf(done.error()) == QLatin1String("23505") ? Result<Ok>(Ok{}) : Result<Ok>(done.error());
}

Result<QList<PublishedHead>> PgStore::heads(quint64 fromSize)
{
    const auto rows =
        query("SELECT size, ''::text, note FROM journal.checkpoint WHERE size >= $1::bigint UNION ALL "
              "SELECT size, writer, note FROM journal.cosignature WHERE size >= $1::bigint ORDER BY 1 DESC "
              "LIMIT 1000",
              {qint64(fromSize)});
    if (!rows)
        return rows.error();
    QList<PublishedHead> heads;
    for (int row = 0; row < rows->size(); ++row)
        heads.append({quint64(rows->integer(row, 0)), rows->text(row, 1), rows->bytes(row, 2)});
    return heads;
}

Result<bool> PgStore::signsHeads()
{
    const auto rows =
        query("SELECT pg_catalog.has_column_privilege(session_user, 'journal.checkpoint', 'note', 'INSERT')");
    if (!rows)
        return rows.error();
    return rows->integer(0, 0) != 0;
}

Result<Ok> PgStore::notify()
{
    if (!m_connection)
        return Error{.kind = Error::Kind::Unreachable, .message = tr("The team store is not connected")};
    return m_connection->run("NOTIFY journal");
}

Result<bool> PgStore::waitForNotice(int ms)
{
    if (!m_connection)
        return Error{.kind = Error::Kind::Unreachable, .message = tr("The team store is not connected")};
    return m_connection->waitForNotice(ms);
}

} // namespace astern::connectors
