// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/indexschema.h"

#include "models/journal/logio.h"
#include "models/journal/merkle.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

#include <array>
#include <fcntl.h>
#include <unistd.h>

namespace astern {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Journal", text); }

// What each version added, from an empty file on. Only additions: entries are never written again.
constexpr std::array<const char *, kIndexVersion> kLadder{
    R"(
CREATE TABLE entry(idx INTEGER PRIMARY KEY CHECK(idx>=0), id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, saga TEXT,
  service TEXT, environment TEXT, cell TEXT, wall_ms INTEGER NOT NULL, grp INTEGER NOT NULL,
  leaf BLOB NOT NULL CHECK(length(leaf) BETWEEN 2 AND 65535),
  leaf_hash BLOB NOT NULL UNIQUE CHECK(length(leaf_hash)=32)) STRICT;
CREATE INDEX entry_saga ON entry(saga, idx) WHERE saga IS NOT NULL;
CREATE INDEX entry_service ON entry(service, idx, environment, cell, kind) WHERE service IS NOT NULL;
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
)",
    R"(
CREATE INDEX entry_wall ON entry(wall_ms, idx);
CREATE TABLE note(origin TEXT PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL CHECK(length(root)=32),
  note BLOB NOT NULL, at_ms INTEGER NOT NULL) STRICT;
CREATE TRIGGER note_insert BEFORE INSERT ON note WHEN EXISTS(SELECT 1 FROM note WHERE origin=NEW.origin AND
  (size>NEW.size OR (size=NEW.size AND root<>NEW.root))) BEGIN SELECT RAISE(ABORT,'heads only grow'); END;
CREATE TABLE sink(name TEXT PRIMARY KEY, acked INTEGER NOT NULL, at_ms INTEGER NOT NULL, proof BLOB NOT NULL,
  rejected TEXT NOT NULL) STRICT;
CREATE TRIGGER sink_insert BEFORE INSERT ON sink WHEN EXISTS(SELECT 1 FROM sink WHERE name=NEW.name AND acked>NEW.acked)
  BEGIN SELECT RAISE(ABORT,'a cursor does not go back'); END;
CREATE TABLE erased(subject TEXT NOT NULL, idx INTEGER NOT NULL, PRIMARY KEY(subject,idx)) STRICT, WITHOUT ROWID;
CREATE TABLE hold(subject TEXT PRIMARY KEY, idx INTEGER NOT NULL) STRICT;
CREATE TABLE checked(one INTEGER PRIMARY KEY CHECK(one=1), size INTEGER NOT NULL, at_ms INTEGER NOT NULL,
  found TEXT NOT NULL) STRICT;
CREATE TABLE kept(what TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
CREATE VIRTUAL TABLE entry_text USING fts5(said, content='', tokenize='unicode61 remove_diacritics 2');
)"};

struct Pragma {
    const char *name;
    const char *value;
};
// synchronous=NORMAL: the log is what an answer rests on; this file follows it and is replayed from its tail.
constexpr std::array kPragmas{
    Pragma{"journal_mode", "wal"},     Pragma{"synchronous", "1"},    Pragma{"foreign_keys", "1"},
    Pragma{"recursive_triggers", "1"}, Pragma{"trusted_schema", "0"}, Pragma{"cell_size_check", "1"},
    Pragma{"secure_delete", "1"},      Pragma{"mmap_size", "0"},      Pragma{"wal_autocheckpoint", "0"}};

Error failed(const QString &message, const QString &where)
{
    return {.kind = Error::Kind::Storage, .message = message, .where = where};
}

Result<Ok> climb(Database &db, int from)
{
    Transaction transaction(db);
    if (auto done = transaction.begin(); !done)
        return done;
    for (int version = from; version < kIndexVersion; ++version) {
        if (auto done = db.exec(kLadder.at(std::size_t(version))); !done)
            return done;
    }
    if (auto done = db.exec(QByteArray("PRAGMA user_version=" + QByteArray::number(kIndexVersion)).constData()); !done)
        return done;
    return transaction.commit();
}

Result<int> versionOf(Database &db)
{
    const auto version = db.pragma(QStringLiteral("user_version"));
    if (!version)
        return version.error();
    return version->toInt();
}

// Of the entries' bytes, not of the nodes that are stored beside them.
Result<Hash> rootOfLeaves(Database &db)
{
    auto rows = db.prepare(QStringLiteral("SELECT leaf FROM entry ORDER BY idx"));
    if (!rows)
        return rows.error();
    Merkle::Frontier tree;
    while (true) {
        const auto row = rows->step();
        if (!row)
            return row.error();
        if (!*row)
            return tree.root();
        tree.append(Merkle::leafHash(rows->blob(0)));
    }
}

Result<Ok> syncPath(const QString &path, int flags)
{
    const int file = ::open(QFile::encodeName(path).constData(), flags | O_CLOEXEC);
    const bool synced = file >= 0 && ::fsync(file) == 0;
    if (file >= 0)
        ::close(file);
    if (!synced)
        return failed(tr("The new index of the log could not be synced"), path);
    return Ok{};
}

Result<Ok> makeCopy(Database &old, const QString &copy, int from, int busyMs)
{
    for (const char *part : {"", "-wal", "-shm", "-journal"})
        QFile::remove(copy + QString::fromLatin1(part));
    auto into = Database::open(copy, Database::Mode::ReadWrite, busyMs); // made 0600, and empty still
    if (!into)
        return into.error();
    into.value().reset();
    QString quoted = copy;
    quoted.replace(QLatin1Char('\''), QStringLiteral("''"));
    if (auto done = old.exec(QStringLiteral("VACUUM INTO '%1'").arg(quoted).toUtf8().constData()); !done)
        return done;
    auto db = Database::open(copy, Database::Mode::ReadWrite, busyMs);
    if (!db)
        return db.error();
    if (auto done = climb(**db, from); !done)
        return done;
    const auto before = rootOfLeaves(old);
    const auto after = rootOfLeaves(**db);
    if (!before || !after)
        return !before ? before.error() : after.error();
    if (*before != *after)
        return Error{.kind = Error::Kind::Malformed,
                     .message = tr("The new index does not hold what the old one does"),
                     .where = copy};
    db.value().reset();
    return syncPath(copy, O_RDWR);
}

} // namespace

Result<Ok> setUpIndex(Database &db)
{
    for (const Pragma &pragma : kPragmas) {
        const QString name = QString::fromLatin1(pragma.name);
        if (const auto set = db.pragma(name + QLatin1Char('=') + QString::fromLatin1(pragma.value)); !set)
            return set.error();
        const auto got = db.pragma(name);
        if (!got)
            return got.error();
        if (*got != QLatin1String(pragma.value))
            return failed(
                tr("SQLite runs with %1=%2 where %3 is needed").arg(name, *got, QString::fromLatin1(pragma.value)),
                db.path());
    }
    const auto version = versionOf(db);
    if (!version)
        return version.error();
    if (*version == 0)
        return climb(db, 0);
    const auto application = db.pragma(QStringLiteral("application_id"));
    if (!application)
        return application.error();
    if (*application != QString::number(0x4153544a))
        return Error{.kind = Error::Kind::Malformed,
                     .message = tr("The file is not an index of Astern's log"),
                     .where = db.path()};
    if (*version != kIndexVersion)
        return Error{.kind = Error::Kind::Unsupported,
                     .message = tr("The index was written by a newer Astern (version %1)").arg(*version),
                     .where = db.path(),
                     .hint = tr("Start the newer version")};
    return Ok{};
}

Result<bool> migrateIndex(const QString &path, int busyMs)
{
    if (QFileInfo(path).size() == 0)
        return false;
    int version = 0;
    const QString copy = path + QStringLiteral(".migrating");
    {
        auto old = Database::open(path, Database::Mode::ReadWrite, busyMs);
        if (!old)
            return old.error();
        const auto has = versionOf(**old);
        if (!has)
            return has.error();
        version = *has;
        if (version == 0 || version >= kIndexVersion)
            return false;
        // All of it must be in the file itself: a WAL that stayed behind would be taken for the new file's.
        const auto moved = (*old)->pragma(QStringLiteral("wal_checkpoint(TRUNCATE)"));
        if (!moved)
            return moved.error();
        if (*moved != QLatin1String("0"))
            return Error{.kind = Error::Kind::Storage,
                         .message = tr("Another program holds the index of the log locked"),
                         .where = path,
                         .hint = tr("Close what has the file open, then start again")};
        if (auto done = makeCopy(**old, copy, version, busyMs); !done)
            return done.error();
    }
    const QString kept = path + QStringLiteral(".v%1").arg(version);
    QFile::remove(kept);
    QFile::remove(path + QStringLiteral("-wal"));
    QFile::remove(path + QStringLiteral("-shm"));
    if (::link(QFile::encodeName(path).constData(), QFile::encodeName(kept).constData()) != 0 &&
        !QFile::copy(path, kept))
        return failed(tr("The old index of the log cannot be kept"), kept);
    if (::rename(QFile::encodeName(copy).constData(), QFile::encodeName(path).constData()) != 0)
        return failed(tr("The new index of the log cannot be put in its place"), path);
    if (auto done = syncPath(QFileInfo(path).absolutePath(), O_RDONLY | O_DIRECTORY); !done)
        return done.error();
    return true;
}

void forgetOldIndex(const QString &path)
{
    for (int version = 1; version < kIndexVersion; ++version)
        QFile::remove(path + QStringLiteral(".v%1").arg(version));
}

} // namespace astern
