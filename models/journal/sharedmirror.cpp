// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/sharedmirror.h"

#include "models/journal/merkle.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <bit>

namespace astern {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("SharedLog", text); }

constexpr char kSchema[] = R"sql(
PRAGMA application_id=0x434b4a4d;
CREATE TABLE IF NOT EXISTS entry(idx INTEGER PRIMARY KEY CHECK(idx>=0), leaf BLOB NOT NULL, leaf_hash BLOB NOT NULL UNIQUE,
  writer TEXT NOT NULL, wseq INTEGER NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, saga TEXT NOT NULL, gate TEXT NOT NULL,
  gate_gen INTEGER NOT NULL, gate_won INTEGER NOT NULL, verdict INTEGER NOT NULL, UNIQUE(writer,wseq)) STRICT;
CREATE TABLE IF NOT EXISTS loss(n INTEGER PRIMARY KEY, first INTEGER NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL,
  at_ms INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS lost(loss INTEGER NOT NULL REFERENCES loss(n), idx INTEGER NOT NULL, leaf BLOB NOT NULL,
  leaf_hash BLOB NOT NULL, writer TEXT NOT NULL, wseq INTEGER NOT NULL, PRIMARY KEY(loss,idx)) STRICT;
CREATE INDEX IF NOT EXISTS lost_leaf ON lost(leaf_hash);
CREATE TABLE IF NOT EXISTS signed(role TEXT PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL, note BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS kept(what TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS entry_privacy ON entry(kind,idx) WHERE kind IN ('privacy.erase','privacy.acknowledged');
PRAGMA user_version=1;
)sql";

constexpr char kColumns[] = "idx,leaf,leaf_hash,writer,wseq,id,kind,saga,gate,gate_gen,gate_won";

SharedRow rowOf(const Statement &at)
{
    return {.index = at.position(0),
            .leaf = at.blob(1),
            .leafHash = hashFromBytes(at.blob(2)).value_or(Hash{}),
            .writer = at.text(3),
            .seq = at.position(4),
            .id = at.text(5),
            .kind = at.text(6),
            .saga = at.text(7),
            .gate = at.text(8),
            .gateGen = at.integer(9),
            .gateWon = at.integer(10) != 0};
}

QString present(const QString &text) { return text.isNull() ? QStringLiteral("") : text; }

} // namespace

Result<std::unique_ptr<SharedMirror>> SharedMirror::open(const QString &path)
{
    auto db = Database::open(path, Database::Mode::ReadWrite, 5'000);
    if (!db)
        return db.error();
    const auto version = (*db)->pragma(QStringLiteral("user_version"));
    if (!version)
        return version.error();
    if (version->toInt() > 1)
        return Error{.kind = Error::Kind::Unsupported,
                     .message = tr("The copy of the shared log was written by a newer Astern"),
                     .where = path};
    // Heads must be on disk before they are cosigned.
    if (auto done = (*db)->exec("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                                "PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON;");
        !done)
        return done.error();
    if (auto done = (*db)->exec(kSchema); !done)
        return done.error();
    std::unique_ptr<SharedMirror> mirror(new SharedMirror(std::move(db).value()));
    if (auto done = mirror->load(); !done)
        return done.error();
    return mirror;
}

// Everything again from the bytes, but for the signatures, which were checked before the rows were kept.
Result<Ok> SharedMirror::load()
{
    m_chain = {};
    m_levels.clear();
    auto statement =
        m_db->prepare(QStringLiteral("SELECT %1,verdict FROM entry ORDER BY idx").arg(QLatin1String(kColumns)));
    if (!statement)
        return statement.error();
    while (true) {
        const auto more = statement->step();
        if (!more)
            return more.error();
        if (!*more)
            return Ok{};
        const SharedRow row = rowOf(*statement);
        const bool wasVoid = statement->integer(11) == int(SharedChain::Verdict::Kind::Void);
        const auto verdict = m_chain.take(row, wasVoid);
        if (verdict.kind == SharedChain::Verdict::Kind::Tampered) {
            statement->reset();
            return Error{.kind = Error::Kind::Malformed,
                         .message = tr("This device's copy of the shared log is damaged: %1").arg(verdict.words),
                         .where = m_db->path(),
                         .hint = tr("Move the file away: it is fetched again from the store")};
        }
        grow(row.leafHash);
    }
}

void SharedMirror::grow(const Hash &leaf)
{
    Hash hash = leaf;
    for (int level = 0;; ++level) {
        if (m_levels.size() <= level)
            m_levels.append(QList<Hash>());
        QList<Hash> &nodes = m_levels[level];
        nodes.append(hash);
        if (nodes.size() % 2 != 0)
            return;
        hash = Merkle::nodeHash(nodes.at(nodes.size() - 2), nodes.last());
    }
}

Hash SharedMirror::nodeAt(int level, quint64 pos) const { return m_levels.at(level).at(qsizetype(pos)); }

Hash SharedMirror::rootAt(quint64 size) const
{
    return Merkle::rootAt(size, [this](int level, quint64 pos) { return nodeAt(level, pos); });
}

QList<Hash> SharedMirror::subtrees(quint64 size) const
{
    QList<Hash> roots;
    quint64 first = 0;
    for (int level = 63; level >= 0; --level) {
        if (!((size >> level) & 1))
            continue;
        roots.append(nodeAt(level, first >> level));
        first += quint64(1) << level;
    }
    return roots;
}

Result<QList<SharedRow>> SharedMirror::rows(quint64 from, quint64 to)
{
    auto statement = m_db->prepare(
        QStringLiteral("SELECT %1 FROM entry WHERE idx>=?1 AND idx<?2 ORDER BY idx").arg(QLatin1String(kColumns)));
    if (!statement)
        return statement.error();
    statement->bind(1, from).bind(2, to);
    QList<SharedRow> rows;
    while (true) {
        const auto more = statement->step();
        if (!more)
            return more.error();
        if (!*more)
            return rows;
        rows.append(rowOf(*statement));
    }
}

Result<Hash> SharedMirror::digest(quint64 from, quint64 to)
{
    QByteArray bytes;
    for (quint64 at = from; at < to; at += 1000) {
        const auto some = rows(at, std::min(at + 1000, to));
        if (!some)
            return some.error();
        for (const SharedRow &row : *some)
            bytes += row.digestBytes();
    }
    return sha256(bytes);
}

Result<std::optional<quint64>> SharedMirror::indexOf(const QString &writer, quint64 seq)
{
    auto statement = m_db->prepare(QStringLiteral("SELECT idx FROM entry WHERE writer=?1 AND wseq=?2"));
    if (!statement)
        return statement.error();
    const auto more = statement->bind(1, writer).bind(2, seq).step();
    if (!more)
        return more.error();
    std::optional<quint64> index;
    if (*more)
        index = statement->position(0);
    statement->reset();
    return index;
}

Result<SharedMirror::Taken> SharedMirror::take(const QList<SharedRow> &rows, qint64 nowMs)
{
    using Kind = SharedChain::Verdict::Kind;
    Taken taken;
    Transaction transaction(*m_db);
    if (auto done = transaction.begin(); !done)
        return done.error();
    auto insert =
        m_db->prepare(QStringLiteral("INSERT INTO entry(%1,verdict) VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12)")
                          .arg(QLatin1String(kColumns)));
    if (!insert)
        return insert.error();
    std::optional<Error> error;
    for (const SharedRow &row : rows) {
        const auto verdict = m_chain.take(row);
        if (verdict.kind == Kind::Tampered) {
            taken.stopped = SharedAlarm{SharedAlarm::Kind::Changed, row.index, verdict.words, {}, nowMs};
            break;
        }
        if (verdict.kind == Kind::Disputed)
            taken.alarms.append({SharedAlarm::Kind::Disputed, row.index, verdict.words,
                                 tr("Somebody uses a key that was revoked: find out who, and take the login of this "
                                    "writer away"),
                                 nowMs});
        if (verdict.kind == Kind::Void)
            taken.alarms.append({SharedAlarm::Kind::Void, row.index, verdict.words,
                                 tr("Find out who holds the login of this writer, and take it away"), nowMs});
        // What its writer had seen of this log when it was signed, against what is here.
        const QJsonObject seen = verdict.payload.value(QLatin1String("seen")).toObject();
        const auto seenSize = quint64(seen.value(QLatin1String("size")).toInteger());
        if (verdict.kind == Kind::Good && !seen.isEmpty() &&
            seen.value(QLatin1String("origin")).toString().endsWith(m_chain.journal()) &&
            (seenSize > size() || seen.value(QLatin1String("root")).toString() != toHex(rootAt(seenSize))))
            taken.alarms.append({SharedAlarm::Kind::TwoHistories, row.index,
                                 tr("Entry %1 was written over another history: its writer had seen %2 entries that "
                                    "are not the ones here")
                                     .arg(row.index)
                                     .arg(seenSize),
                                 tr("Compare the copies of both devices, and ask the database's administrator"),
                                 nowMs});
        insert->bind(1, row.index)
            .bind(2, QByteArrayView(row.leaf))
            .bind(3, viewOf(row.leafHash))
            .bind(4, row.writer)
            .bind(5, row.seq);
        insert->bind(6, present(row.id)).bind(7, present(row.kind)).bind(8, present(row.saga));
        insert->bind(9, present(row.gate)).bind(10, row.gateGen).bind(11, qint64(row.gateWon));
        if (auto done = insert->bind(12, qint64(verdict.kind)).run(); !done) {
            error = done.error();
            break;
        }
        grow(row.leafHash);
        ++taken.good;
    }
    if (!error) {
        if (auto done = transaction.commit(); !done)
            error = done.error();
    }
    if (!error)
        return taken;
    // Nothing of it was kept: memory goes back to what the file has.
    (void)m_db->exec("ROLLBACK");
    if (auto done = load(); !done)
        return done.error();
    return *error;
}

Result<Ok> SharedMirror::rewind(quint64 to, qint64 nowMs)
{
    if (to >= size())
        return Ok{};
    Transaction transaction(*m_db);
    if (auto done = transaction.begin(); !done)
        return done;
    auto loss = m_db->prepare(QStringLiteral("INSERT INTO loss(first,size,root,at_ms) VALUES(?1,?2,?3,?4)"));
    auto keep =
        m_db->prepare(QStringLiteral("INSERT INTO lost SELECT (SELECT max(n) FROM loss),idx,leaf,leaf_hash,writer,"
                                     "wseq FROM entry WHERE idx>=?1"));
    auto drop = m_db->prepare(QStringLiteral("DELETE FROM entry WHERE idx>=?1"));
    for (const auto *statement : {&loss, &keep, &drop}) {
        if (!*statement)
            return statement->error();
    }
    const Hash root = rootAt(size());
    if (auto done = loss->bind(1, to).bind(2, size()).bind(3, viewOf(root)).bind(4, nowMs).run(); !done)
        return done;
    if (auto done = keep->bind(1, to).run(); !done)
        return done;
    if (auto done = drop->bind(1, to).run(); !done)
        return done;
    if (auto done = transaction.commit(); !done)
        return done;
    return load();
}

Result<std::optional<quint64>> SharedMirror::lostAt(const Hash &leafHash)
{
    auto statement = m_db->prepare(QStringLiteral("SELECT max(l.idx) FROM lost l LEFT JOIN entry e USING(leaf_hash) "
                                                  "WHERE l.leaf_hash=?1 AND e.idx IS NULL HAVING count(*)>0"));
    if (!statement)
        return statement.error();
    const auto more = statement->bind(1, viewOf(leafHash)).step();
    if (!more)
        return more.error();
    std::optional<quint64> index;
    if (*more)
        index = statement->position(0);
    statement->reset();
    return index;
}

Result<QList<SharedMirror::Loss>> SharedMirror::losses()
{
    auto statement = m_db->prepare(
        QStringLiteral("SELECT first,size,root,(SELECT count(*) FROM lost t LEFT JOIN entry e USING(leaf_hash) "
                       "WHERE t.loss=n AND e.idx IS NULL) FROM loss ORDER BY n"));
    if (!statement)
        return statement.error();
    QList<Loss> all;
    while (true) {
        const auto more = statement->step();
        if (!more)
            return more.error();
        if (!*more)
            return all;
        all.append({statement->position(0), statement->position(1), hashFromBytes(statement->blob(2)).value_or(Hash{}),
                    statement->position(3)});
    }
}

Result<SharedMirror::Witnessed> SharedMirror::lastSigned(const QString &role)
{
    auto statement = m_db->prepare(QStringLiteral("SELECT size,root FROM signed WHERE role=?1"));
    if (!statement)
        return statement.error();
    const auto more = statement->bind(1, role).step();
    if (!more)
        return more.error();
    Witnessed last{0, Merkle::emptyRoot()};
    if (*more)
        last = {statement->position(0), hashFromBytes(statement->blob(1)).value_or(Hash{})};
    statement->reset();
    return last;
}

Result<Ok> SharedMirror::setSigned(const QString &role, quint64 size, const Hash &root, const QByteArray &note)
{
    auto statement = m_db->prepare(
        QStringLiteral("INSERT INTO signed VALUES(?1,?2,?3,?4) ON CONFLICT(role) DO UPDATE SET size=excluded.size,"
                       "root=excluded.root,note=excluded.note WHERE excluded.size>=size"));
    if (!statement)
        return statement.error();
    return statement->bind(1, role).bind(2, size).bind(3, viewOf(root)).bind(4, QByteArrayView(note)).run();
}

Result<quint64> SharedMirror::kept(const QString &what)
{
    auto statement = m_db->prepare(QStringLiteral("SELECT value FROM kept WHERE what=?1"));
    if (!statement)
        return statement.error();
    const auto more = statement->bind(1, what).step();
    if (!more)
        return more.error();
    const quint64 value = *more ? statement->position(0) : 0;
    statement->reset();
    return value;
}

Result<Ok> SharedMirror::keep(const QString &what, quint64 value)
{
    auto statement = m_db->prepare(
        QStringLiteral("INSERT INTO kept VALUES(?1,?2) ON CONFLICT(what) DO UPDATE SET value=excluded.value"));
    return statement ? statement->bind(1, what).bind(2, value).run() : Result<Ok>(statement.error());
}

} // namespace astern
