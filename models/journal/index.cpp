// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/index.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <array>
#include <limits>

namespace astern {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Journal", text); }

constexpr char kSchema[] = R"(
BEGIN IMMEDIATE;
CREATE TABLE entry(idx INTEGER PRIMARY KEY CHECK(idx>=0), id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, saga TEXT,
  service TEXT, environment TEXT, cell TEXT, wall_ms INTEGER NOT NULL, grp INTEGER NOT NULL,
  leaf BLOB NOT NULL CHECK(length(leaf) BETWEEN 2 AND 65535),
  leaf_hash BLOB NOT NULL UNIQUE CHECK(length(leaf_hash)=32)) STRICT;
CREATE INDEX entry_saga ON entry(saga, idx) WHERE saga IS NOT NULL;
CREATE INDEX entry_service ON entry(service, environment, cell, idx) WHERE service IS NOT NULL;
CREATE INDEX entry_kind ON entry(kind, idx);
CREATE TABLE node(level INTEGER NOT NULL, pos INTEGER NOT NULL, hash BLOB NOT NULL CHECK(length(hash)=32),
  PRIMARY KEY(level,pos)) STRICT, WITHOUT ROWID;
CREATE TABLE grp(number INTEGER PRIMARY KEY, first INTEGER NOT NULL, count INTEGER NOT NULL, segment INTEGER NOT NULL,
  offset INTEGER NOT NULL, prev BLOB NOT NULL, hash BLOB NOT NULL) STRICT;
CREATE TABLE opening(grp INTEGER NOT NULL, nth INTEGER NOT NULL, entry_id TEXT NOT NULL, frame BLOB NOT NULL,
  PRIMARY KEY(grp,nth)) STRICT, WITHOUT ROWID;
CREATE INDEX opening_entry ON opening(entry_id);
CREATE TABLE link(idx INTEGER NOT NULL, rel TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY(idx,rel,id)) STRICT, WITHOUT ROWID;
CREATE INDEX link_id ON link(id);
CREATE TABLE open_intent(id TEXT PRIMARY KEY, idx INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE head(origin TEXT PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL) STRICT;
CREATE TRIGGER entry_insert BEFORE INSERT ON entry BEGIN
  SELECT RAISE(ABORT,'an entry is there already') WHERE EXISTS(SELECT 1 FROM entry
    WHERE idx=NEW.idx OR id=NEW.id OR leaf_hash=NEW.leaf_hash);
  SELECT RAISE(ABORT,'entries have no gaps') WHERE NEW.idx<>(SELECT coalesce(max(idx)+1,0) FROM entry); END;
CREATE TRIGGER entry_update BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT,'entries do not change'); END;
CREATE TRIGGER entry_delete BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT,'entries are not removed'); END;
CREATE TRIGGER node_insert BEFORE INSERT ON node WHEN EXISTS(SELECT 1 FROM node WHERE level=NEW.level AND pos=NEW.pos)
  BEGIN SELECT RAISE(ABORT,'a node is there already'); END;
CREATE TRIGGER node_update BEFORE UPDATE ON node BEGIN SELECT RAISE(ABORT,'nodes do not change'); END;
CREATE TRIGGER node_delete BEFORE DELETE ON node BEGIN SELECT RAISE(ABORT,'nodes are not removed'); END;
CREATE TRIGGER grp_insert BEFORE INSERT ON grp WHEN NEW.number<>(SELECT coalesce(max(number)+1,0) FROM grp)
  BEGIN SELECT RAISE(ABORT,'groups have no gaps'); END;
CREATE TRIGGER grp_update BEFORE UPDATE ON grp BEGIN SELECT RAISE(ABORT,'groups do not change'); END;
CREATE TRIGGER grp_delete BEFORE DELETE ON grp BEGIN SELECT RAISE(ABORT,'groups are not removed'); END;
CREATE TRIGGER link_update BEFORE UPDATE ON link BEGIN SELECT RAISE(ABORT,'links do not change'); END;
CREATE TRIGGER link_delete BEFORE DELETE ON link BEGIN SELECT RAISE(ABORT,'links are not removed'); END;
PRAGMA application_id=0x4153544a;
PRAGMA user_version=1;
COMMIT;
)";

struct Pragma {
    const char *name;
    const char *value;
};
// synchronous=NORMAL: the log is what an answer rests on; this file follows it and is replayed from its tail.
constexpr std::array kPragmas{
    Pragma{"journal_mode", "wal"},     Pragma{"synchronous", "1"},    Pragma{"foreign_keys", "1"},
    Pragma{"recursive_triggers", "1"}, Pragma{"trusted_schema", "0"}, Pragma{"cell_size_check", "1"},
    Pragma{"secure_delete", "1"},      Pragma{"mmap_size", "0"},      Pragma{"wal_autocheckpoint", "0"}};

Result<Ok> setUp(Database &db)
{
    for (const Pragma &pragma : kPragmas) {
        const QString name = QString::fromLatin1(pragma.name);
        if (const auto set = db.pragma(name + QLatin1Char('=') + QString::fromLatin1(pragma.value)); !set)
            return set.error();
        const auto got = db.pragma(name);
        if (!got)
            return got.error();
        if (*got != QLatin1String(pragma.value)) {
            return Error{
                .kind = Error::Kind::Storage,
                .message =
                    tr("SQLite runs with %1=%2 where %3 is needed").arg(name, *got, QString::fromLatin1(pragma.value)),
                .where = db.path()};
        }
    }
    const auto version = db.pragma(QStringLiteral("user_version"));
    if (!version)
        return version.error();
    if (*version == QLatin1String("0"))
        return db.exec(kSchema);
    const auto application = db.pragma(QStringLiteral("application_id"));
    if (!application)
        return application.error();
    if (*application != QString::number(0x4153544a))
        return Error{.kind = Error::Kind::Malformed,
                     .message = tr("The file is not an index of Astern's log"),
                     .where = db.path()};
    if (*version != QLatin1String("1"))
        return Error{.kind = Error::Kind::Unsupported,
                     .message = tr("The index was written by a newer Astern (version %1)").arg(*version),
                     .where = db.path(),
                     .hint = tr("Start the newer version")};
    return Ok{};
}

const QStringList &relNames()
{
    static const QStringList names{QStringLiteral("outcome-of"), QStringLiteral("attempt-of"),
                                   QStringLiteral("approves"),   QStringLiteral("overrides"),
                                   QStringLiteral("supersedes"), QStringLiteral("erases"),
                                   QStringLiteral("corrects")};
    return names;
}

} // namespace

QString toString(EntryLink::Rel rel) { return relNames().at(int(rel)); }

std::optional<EntryLink::Rel> relFromString(const QString &text)
{
    const auto at = relNames().indexOf(text);
    return at < 0 ? std::nullopt : std::optional(EntryLink::Rel(int(at)));
}

FiledEntry describe(quint64 index, const QByteArray &leaf, const QJsonObject &payload)
{
    FiledEntry entry{.index = index, .leaf = leaf, .leafHash = Merkle::leafHash(leaf)};
    const auto textOf = [](const QJsonObject &object, const char *key) {
        return object.value(QLatin1String(key)).toString(); // a null text where it is missing
    };
    const QJsonObject subject = payload.value(QLatin1String("subject")).toObject();
    entry.id = textOf(payload, "id");
    entry.kind = textOf(payload, "kind");
    entry.saga = textOf(payload, "saga");
    entry.service = textOf(subject, "service");
    entry.environment = textOf(subject, "environment");
    entry.cell = textOf(subject, "cell");
    entry.wallMs = payload.value(QLatin1String("time")).toObject().value(QLatin1String("ms")).toInteger();
    const auto links = payload.value(QLatin1String("links")).toArray();
    for (const auto value : links) {
        const QJsonObject link = value.toObject();
        if (const auto rel = relFromString(textOf(link, "rel")))
            entry.links.append({*rel, textOf(link, "id"), textOf(link, "leaf")});
    }
    return entry;
}

Result<std::unique_ptr<Index>> Index::open(const QString &path, int busyMs)
{
    auto db = Database::open(path, Database::Mode::ReadWrite, busyMs);
    if (!db)
        return db.error();
    auto index = std::unique_ptr<Index>(new Index(std::move(db).value()));
    if (auto done = setUp(*index->m_db); !done)
        return done.error();
    if (auto done = index->prepareAll(); !done)
        return done.error();
    return index;
}

Result<Ok> Index::prepareAll()
{
    const struct {
        Statement *statement;
        const char *sql;
    } all[] = {
        {&m_addEntry, "INSERT INTO entry(idx,id,kind,saga,service,environment,cell,wall_ms,grp,leaf,leaf_hash) "
                      "VALUES(?,?,?,?,?,?,?,?,?,?,?)"},
        {&m_addNode, "INSERT INTO node(level,pos,hash) VALUES(?,?,?)"},
        {&m_addOpening, "INSERT INTO opening(grp,nth,entry_id,frame) VALUES(?,?,?,?)"},
        {&m_addGroup, "INSERT INTO grp(number,first,count,segment,offset,prev,hash) VALUES(?,?,?,?,?,?,?)"},
        {&m_addLink, "INSERT OR IGNORE INTO link(idx,rel,id) VALUES(?,?,?)"},
        {&m_addIntent, "INSERT OR IGNORE INTO open_intent(id,idx) VALUES(?,?)"},
        {&m_endIntent, "DELETE FROM open_intent WHERE id=?"},
        {&m_leafHash, "SELECT leaf_hash FROM entry WHERE idx=?"},
        {&m_node, "SELECT hash FROM node WHERE level=? AND pos=?"},
        {&m_find, "SELECT idx,leaf_hash FROM entry WHERE id=?"},
    };
    for (const auto &one : all) {
        auto statement = m_db->prepare(QString::fromLatin1(one.sql));
        if (!statement)
            return statement.error();
        *one.statement = *statement;
    }
    return Ok{};
}

Result<std::optional<Index::Head>> Index::head()
{
    auto query = m_db->prepare(
        QStringLiteral("SELECT number,first,count,segment,offset,hash FROM grp ORDER BY number DESC LIMIT 1"));
    if (!query)
        return query.error();
    const auto row = query->step();
    if (!row)
        return row.error();
    if (!*row)
        return std::optional<Head>();
    Head head;
    const auto hash = hashFromBytes(query->blob(5));
    head.last = {quint32(query->integer(3)), query->integer(4)};
    head.next.number = query->position(0) + 1;
    head.next.index = query->position(1) + query->position(2);
    query->reset();
    if (!hash)
        return Error{
            .kind = Error::Kind::Malformed, .message = tr("The index of the log is damaged"), .where = m_db->path()};
    head.next.prev = *hash;
    head.lastHash = *hash;
    return std::optional(head);
}

Result<Hash> Index::node(int level, quint64 pos)
{
    Statement &query = level == 0 ? m_leafHash : m_node;
    if (level == 0)
        query.bind(1, pos);
    else
        query.bind(1, qint64(level)).bind(2, pos);
    const auto row = query.step();
    if (!row)
        return row.error();
    const auto hash = *row ? hashFromBytes(query.blob(0)) : std::nullopt;
    query.reset();
    if (!hash)
        return Error{.kind = Error::Kind::Malformed,
                     .message = tr("A node of the tree is missing in the index"),
                     .where = m_db->path()};
    return *hash;
}

Result<Merkle::Frontier> Index::frontier()
{
    if (m_frontier)
        return *m_frontier;
    const auto now = head();
    if (!now)
        return now.error();
    std::optional<Error> error;
    Merkle::Frontier frontier(*now ? (*now)->next.index : 0, [&](int level, quint64 pos) {
        const auto hash = node(level, pos);
        if (!hash)
            error = hash.error();
        return hash ? *hash : Hash{};
    });
    if (error)
        return *error;
    m_frontier = frontier;
    return frontier;
}

Result<Hash> Index::rootAt(quint64 size)
{
    std::optional<Error> error;
    const Hash root = Merkle::rootAt(size, [&](int level, quint64 pos) {
        const auto hash = node(level, pos);
        if (!hash)
            error = hash.error();
        return hash ? *hash : Hash{};
    });
    if (error)
        return *error;
    return root;
}

Result<Ok> Index::file(const QList<FiledGroup> &groups)
{
    auto grown = frontier();
    if (!grown)
        return grown.error();
    Transaction transaction(*m_db);
    if (auto done = transaction.begin(); !done)
        return done;
    for (const FiledGroup &filed : groups) {
        const Group &group = filed.group;
        for (const FiledEntry &entry : filed.entries) {
            if (auto done = fileEntry(entry, group.number, grown.value()); !done)
                return done;
        }
        for (qsizetype i = 0; i < group.openings.size(); ++i) {
            const QJsonObject opening = QJsonDocument::fromJson(group.openings.at(i)).object();
            m_addOpening.bind(1, group.number).bind(2, qint64(i));
            m_addOpening.bind(3, opening.value(QLatin1String("entry")).toString(QStringLiteral("")));
            m_addOpening.bind(4, QByteArrayView(group.openings.at(i)));
            if (auto done = m_addOpening.run(); !done)
                return done;
        }
        m_addGroup.bind(1, group.number).bind(2, group.first).bind(3, qint64(group.entries.size()));
        m_addGroup.bind(4, qint64(filed.at.segment)).bind(5, filed.at.offset);
        m_addGroup.bind(6, viewOf(group.prev)).bind(7, viewOf(group.self));
        if (auto done = m_addGroup.run(); !done)
            return done;
    }
    if (auto done = transaction.commit(); !done)
        return done;
    m_frontier = *grown;
    return Ok{};
}

Result<Ok> Index::fileEntry(const FiledEntry &entry, quint64 group, Merkle::Frontier &frontier)
{
    m_addEntry.bind(1, entry.index).bind(2, entry.id).bind(3, entry.kind).bind(4, entry.saga);
    m_addEntry.bind(5, entry.service).bind(6, entry.environment).bind(7, entry.cell).bind(8, entry.wallMs);
    m_addEntry.bind(9, group).bind(10, QByteArrayView(entry.leaf)).bind(11, viewOf(entry.leafHash));
    if (auto done = m_addEntry.run(); !done)
        return done;
    std::optional<Error> error;
    frontier.append(entry.leafHash, [&](int level, quint64 pos, const Hash &hash) {
        const auto done = m_addNode.bind(1, qint64(level)).bind(2, pos).bind(3, viewOf(hash)).run();
        if (!done && !error)
            error = done.error();
    });
    if (error)
        return *error;
    if (entry.kind.endsWith(QLatin1String(".intent"))) {
        if (auto done = m_addIntent.bind(1, entry.id).bind(2, entry.index).run(); !done)
            return done;
    }
    for (const EntryLink &link : entry.links) {
        if (auto done = m_addLink.bind(1, entry.index).bind(2, toString(link.rel)).bind(3, link.id).run(); !done)
            return done;
        if (link.rel != EntryLink::Rel::OutcomeOf)
            continue;
        if (auto done = m_endIntent.bind(1, link.id).run(); !done)
            return done;
    }
    return Ok{};
}

Result<std::optional<Receipt>> Index::find(const QString &id)
{
    const auto row = m_find.bind(1, id).step();
    if (!row)
        return row.error();
    if (!*row)
        return std::optional<Receipt>();
    const Receipt receipt{m_find.position(0), id, QString::fromLatin1(m_find.blob(1).toHex()), JournalLevel::Local};
    m_find.reset();
    return std::optional(receipt);
}

namespace {

Result<QList<FiledEntry>> readRows(Statement &query)
{
    QList<FiledEntry> rows;
    while (true) {
        const auto row = query.step();
        if (!row)
            return row.error();
        if (!*row)
            return rows;
        FiledEntry entry{.index = query.position(0), .leaf = query.blob(1)};
        entry.leafHash = Merkle::leafHash(entry.leaf);
        if (QByteArrayView(query.blob(2)) != viewOf(entry.leafHash)) {
            query.reset();
            return Error{.kind = Error::Kind::Malformed,
                         .message = tr("Entry %1 differs from the hash it was recorded under").arg(entry.index),
                         .hint = tr("Run: asternctl journal verify")};
        }
        rows.append(entry);
    }
}

} // namespace

Result<QByteArray> Index::leaf(quint64 index)
{
    auto query = m_db->prepare(QStringLiteral("SELECT idx,leaf,leaf_hash FROM entry WHERE idx=?"));
    if (!query)
        return query.error();
    query->bind(1, index);
    const auto rows = readRows(query.value());
    if (!rows)
        return rows.error();
    return rows->isEmpty() ? QByteArray() : rows->first().leaf;
}

Result<QList<FiledEntry>> Index::entries(const JournalQuery &wanted)
{
    // The columns are compared only where something is asked for, so that their index can be used.
    QString sql = QStringLiteral("SELECT idx,leaf,leaf_hash FROM entry WHERE idx<?1");
    const struct {
        const char *column;
        const QString &value;
    } filters[] = {
        {"service", wanted.service}, {"environment", wanted.environment}, {"cell", wanted.cell}, {"saga", wanted.saga}};
    for (int i = 0; i < 4; ++i) {
        if (!filters[i].value.isEmpty())
            sql += QStringLiteral(" AND %1=?%2").arg(QLatin1String(filters[i].column)).arg(i + 3);
    }
    if (!wanted.kind.isEmpty())
        sql += QStringLiteral(" AND kind>=?7 AND kind<?8");
    sql += QStringLiteral(" ORDER BY idx DESC LIMIT ?2");
    auto query = m_db->prepare(sql);
    if (!query)
        return query.error();
    query->bind(1, wanted.before == 0 ? std::numeric_limits<qint64>::max() : qint64(wanted.before));
    query->bind(2, qint64(std::clamp(wanted.limit, 0, 10'000)));
    for (int i = 0; i < 4; ++i) {
        if (!filters[i].value.isEmpty())
            query->bind(i + 3, filters[i].value);
    }
    if (!wanted.kind.isEmpty())
        query->bind(7, wanted.kind).bind(8, wanted.kind + QChar(0x7f)); // kinds are ASCII below 0x7f
    return readRows(query.value());
}

Result<QList<FiledEntry>> Index::unresolved()
{
    auto query = m_db->prepare(QStringLiteral(
        "SELECT e.idx,e.leaf,e.leaf_hash FROM open_intent o JOIN entry e ON e.idx=o.idx ORDER BY e.idx"));
    if (!query)
        return query.error();
    return readRows(query.value());
}

Result<QList<QByteArray>> Index::openings(const QString &entryId)
{
    auto query = m_db->prepare(QStringLiteral("SELECT frame FROM opening WHERE entry_id=? ORDER BY grp,nth"));
    if (!query)
        return query.error();
    query->bind(1, entryId);
    QList<QByteArray> frames;
    while (true) {
        const auto row = query->step();
        if (!row)
            return row.error();
        if (!*row)
            return frames;
        frames.append(query->blob(0));
    }
}

Result<QList<FiledGroup>> Index::groups(quint64 number, quint64 count)
{
    auto query = m_db->prepare(QStringLiteral(
        "SELECT number,first,segment,offset,prev,hash FROM grp WHERE number>=? ORDER BY number LIMIT ?"));
    auto leaves = m_db->prepare(QStringLiteral("SELECT idx,leaf,leaf_hash FROM entry WHERE grp=? ORDER BY idx"));
    auto frames = m_db->prepare(QStringLiteral("SELECT frame FROM opening WHERE grp=? ORDER BY nth"));
    if (!query || !leaves || !frames)
        return !query ? query.error() : !leaves ? leaves.error() : frames.error();
    query->bind(1, number).bind(2, count);
    QList<FiledGroup> groups;
    while (true) {
        const auto row = query->step();
        if (!row)
            return row.error();
        if (!*row)
            return groups;
        FiledGroup filed;
        filed.group.number = query->position(0);
        filed.group.first = query->position(1);
        filed.at = {quint32(query->integer(2)), query->integer(3)};
        filed.group.prev = hashFromBytes(query->blob(4)).value_or(Hash{});
        const Hash expected = hashFromBytes(query->blob(5)).value_or(Hash{});
        leaves->bind(1, filed.group.number);
        auto rows = readRows(leaves.value());
        if (!rows)
            return rows.error();
        filed.entries = *rows;
        for (const FiledEntry &entry : filed.entries)
            filed.group.entries.append(entry.leaf);
        frames->bind(1, filed.group.number);
        while (true) {
            const auto frame = frames->step();
            if (!frame)
                return frame.error();
            if (!*frame)
                break;
            filed.group.openings.append(frames->blob(0));
        }
        (void)filed.group.encode();
        if (filed.group.self != expected || filed.entries.isEmpty())
            return Error{.kind = Error::Kind::Malformed,
                         .message = tr("Group %1 of the second copy differs from its hash").arg(filed.group.number),
                         .where = m_db->path()};
        groups.append(filed);
    }
}

Result<quint64> Index::verifiedTo()
{
    auto query = m_db->prepare(QStringLiteral("SELECT size FROM head WHERE origin='verified'"));
    if (!query)
        return query.error();
    const auto row = query->step();
    if (!row)
        return row.error();
    const quint64 size = *row ? query->position(0) : 0;
    query->reset();
    return size;
}

Result<Ok> Index::setVerified(quint64 size, const Hash &root)
{
    auto query = m_db->prepare(QStringLiteral("INSERT OR REPLACE INTO head(origin,size,root) VALUES('verified',?,?)"));
    if (!query)
        return query.error();
    return query->bind(1, size).bind(2, viewOf(root)).run();
}

Result<Ok> Index::checkpoint() { return m_db->exec("PRAGMA wal_checkpoint(PASSIVE)"); }

} // namespace astern
