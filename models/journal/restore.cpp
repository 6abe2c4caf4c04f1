// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/restore.h"

#include "models/journal/logio.h"
#include "models/journal/repair.h"
#include "models/journal/segmentlog.h"
#include "models/journal/sharedmirror.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace astern::Repair {
namespace {

constexpr quint64 kPage = 1'000; // rows of the copy that are read at once
constexpr qsizetype kMostInGroup = 64;

QString tr(const char *text) { return QCoreApplication::translate("Journal", text); }

// Whose key it is, also where another has followed it.
QString writerOf(const SharedChain &chain, const QByteArray &deviceKey)
{
    for (auto it = chain.writers().cbegin(); it != chain.writers().cend(); ++it) {
        if (std::find(it->keys.cbegin(), it->keys.cend(), deviceKey) != it->keys.cend())
            return it.key();
    }
    return {};
}

Result<QList<QByteArray>> leavesOf(SharedMirror &mirror, const QString &writer)
{
    QList<QByteArray> leaves;
    for (quint64 from = 0; from < mirror.size(); from += kPage) {
        const auto rows = mirror.rows(from, std::min(from + kPage, mirror.size()));
        if (!rows)
            return rows.error();
        for (const SharedRow &row : *rows) {
            if (row.writer == writer && row.seq == quint64(leaves.size()))
                leaves.append(row.leaf);
        }
    }
    return leaves;
}

Result<Ok> writeLog(const QString &folder, const QList<QByteArray> &leaves)
{
    auto io = openPosixFolder(folder);
    if (!io)
        return io.error();
    SegmentLog log(**io);
    if (auto done = log.load(); !done)
        return done;
    if (auto done = log.resume({}); !done)
        return done;
    Group group;
    for (qsizetype at = 0; at < leaves.size(); at += group.entries.size()) {
        group.entries = leaves.mid(at, kMostInGroup);
        if (auto done = log.reserve(group.paddedSize()); !done)
            return done;
        if (const auto where = log.append(group.encode()); !where)
            return where.error();
        group.prev = group.self;
        ++group.number;
        group.first += quint64(group.entries.size());
    }
    return Ok{};
}

} // namespace

Result<Restored> fromMirror(const QString &folder, const QString &mirrorFile, const QByteArray &deviceKey,
                            const QString &stamp)
{
    if (!QFileInfo::exists(mirrorFile))
        return Error{.kind = Error::Kind::NotFound,
                     .message = tr("This device has no copy of a shared log"),
                     .where = mirrorFile,
                     .hint = tr("Restore the journal from a backup")};
    auto mirror = SharedMirror::open(mirrorFile);
    if (!mirror)
        return mirror.error();
    const auto leaves = leavesOf(**mirror, writerOf(mirror.value()->chain(), deviceKey));
    if (!leaves)
        return leaves.error();
    if (leaves->isEmpty())
        return Error{.kind = Error::Kind::NotFound,
                     .message = tr("The copy of the shared log has nothing of this device"),
                     .where = mirrorFile,
                     .hint = tr("Restore the journal from a backup")};
    auto aside = setIndexAside(folder, stamp);
    if (!aside)
        return aside.error();
    const QString log = QDir(folder).filePath(QStringLiteral("log"));
    if (QFileInfo::exists(log) && !QDir().rename(log, log + QStringLiteral(".aside-") + stamp))
        return Error{.kind = Error::Kind::Storage, .message = tr("The log cannot be moved aside"), .where = log};
    if (auto done = writeLog(log, *leaves); !done)
        return done.error();
    return Restored{*aside, quint64(leaves->size())};
}

} // namespace astern::Repair
