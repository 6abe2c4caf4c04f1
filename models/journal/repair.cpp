// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/repair.h"

#include "models/journal/merkle.h"
#include "models/journal/sqlite.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

namespace astern::Repair {
namespace {

constexpr int kBusyMs = 2000;

QString tr(const char *text) { return QCoreApplication::translate("Journal", text); }

QString indexOf(const QString &folder) { return QDir(folder).filePath(QStringLiteral("journal.db")); }

Result<Ok> drawNodes(Database &db)
{
    // The guards against our own mistakes are put back with the nodes.
    auto trigger =
        db.prepare(QStringLiteral("SELECT sql FROM sqlite_schema WHERE type='trigger' AND name='node_delete'"));
    if (!trigger)
        return trigger.error();
    const auto hasTrigger = trigger->step();
    if (!hasTrigger)
        return hasTrigger.error();
    const QByteArray sql = *hasTrigger ? trigger->text(0).toUtf8() : QByteArray();
    trigger->reset();
    if (auto done = db.exec("DROP TRIGGER IF EXISTS node_delete; DELETE FROM node"); !done)
        return done;
    auto leaves = db.prepare(QStringLiteral("SELECT idx,leaf,leaf_hash FROM entry ORDER BY idx"));
    auto add = db.prepare(QStringLiteral("INSERT INTO node(level,pos,hash) VALUES(?,?,?)"));
    if (!leaves)
        return leaves.error();
    if (!add)
        return add.error();
    Merkle::Frontier tree;
    std::optional<Error> error;
    while (true) {
        const auto row = leaves->step();
        if (!row)
            return row.error();
        if (!*row)
            break;
        const Hash hash = Merkle::leafHash(leaves->blob(1));
        if (leaves->position(0) != tree.size() || leaves->blob(2) != viewOf(hash)) {
            leaves->reset();
            return Error{.kind = Error::Kind::Malformed,
                         .message = tr("Entry %1 of the index is itself damaged").arg(tree.size()),
                         .where = db.path(),
                         .hint = tr("Make the index anew from the log: fsck --from-log")};
        }
        tree.append(hash, [&](int level, quint64 pos, const Hash &node) {
            const auto done = add->bind(1, qint64(level)).bind(2, pos).bind(3, viewOf(node)).run();
            if (!done && !error)
                error = done.error();
        });
        if (error) {
            leaves->reset();
            return *error;
        }
    }
    return sql.isEmpty() ? Result<Ok>(Ok{}) : db.exec(sql.constData());
}

} // namespace

Result<QString> setIndexAside(const QString &folder, const QString &stamp)
{
    const QString index = indexOf(folder);
    const QString aside = index + QStringLiteral(".aside-") + stamp;
    for (const char *suffix : {"-wal", "-shm", ""}) {
        const QString from = index + QLatin1String(suffix);
        if (QFile::exists(from) && !QFile::rename(from, aside + QLatin1String(suffix)))
            return Error{.kind = Error::Kind::Storage, .message = tr("The index cannot be moved aside"), .where = from};
    }
    return aside;
}

Result<QString> rebuildNodes(const QString &folder, const QString &stamp)
{
    const QString index = indexOf(folder);
    const QString aside = index + QStringLiteral(".aside-") + stamp;
    if (!QFile::exists(index))
        return Error{.kind = Error::Kind::NotFound, .message = tr("There is no index here"), .where = index};
    auto db = Database::open(index, Database::Mode::ReadWrite, kBusyMs);
    if (!db)
        return db.error();
    // All of the WAL into the file, then the file as it is: a damaged one is kept just so.
    if (const auto moved = (*db)->pragma(QStringLiteral("wal_checkpoint(TRUNCATE)")); !moved)
        return moved.error();
    if (!QFile::copy(index, aside))
        return Error{.kind = Error::Kind::Storage, .message = tr("The index cannot be copied"), .where = aside};
    Transaction transaction(**db);
    if (auto done = transaction.begin(); !done)
        return done.error();
    if (auto done = drawNodes(**db); !done)
        return done.error();
    if (auto done = transaction.commit(); !done)
        return done.error();
    return aside;
}

} // namespace astern::Repair
