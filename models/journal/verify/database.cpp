// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/verify/sources.h"

#include <QFile>
#include <QFileInfo>
#include <QUrl>

#include <sqlite3.h>

#include <array>

namespace astern::verify {
namespace {

constexpr std::size_t kBatchEntries = 2048;
constexpr int kLevels = 64;

// Valid until the statement moves on.
std::string_view blob(sqlite3_stmt *row, int column)
{
    const void *bytes = sqlite3_column_blob(row, column);
    const int size = sqlite3_column_bytes(row, column);
    return bytes ? std::string_view(static_cast<const char *>(bytes), std::size_t(size)) : std::string_view();
}

QString entryOf(std::uint64_t index) { return QStringLiteral("journal.db, entry %1").arg(index); }

} // namespace

Database::Statement Database::prepare(const char *sql)
{
    sqlite3_stmt *statement = nullptr;
    sqlite3_prepare_v2(m_db, sql, -1, &statement, nullptr);
    return {statement, sqlite3_finalize};
}

bool Database::Cursor::next()
{
    if (step != SQLITE_DONE && statement)
        step = sqlite3_step(statement.get());
    stands = step == SQLITE_ROW;
    if (!stands && step != SQLITE_DONE)
        statement.reset(); // an error stays one
    return stands;
}

Database::Database(const QString &file) : m_file(file)
{
    sqlite3_open_v2(QFile::encodeName(file).constData(), &m_db, SQLITE_OPEN_READONLY, nullptr);
    if (!m_db)
        return;
    sqlite3_busy_timeout(m_db, 10'000);
    // The first SELECT sets the instant, and all that follow see it.
    sqlite3_exec(m_db, "BEGIN", nullptr, nullptr, nullptr);
    Statement last = prepare("SELECT coalesce(max(idx)+1,0) FROM entry");
    // A copy on a medium that nobody can write: SQLite wants to make its shared memory beside it. Without a WAL there
    // is nothing in it.
    if ((!last || sqlite3_step(last.get()) != SQLITE_ROW) && sqlite3_errcode(m_db) == SQLITE_CANTOPEN &&
        !QFile::exists(file + QStringLiteral("-wal"))) {
        last.reset();
        sqlite3_close(m_db);
        const QByteArray name = QUrl::fromLocalFile(QFileInfo(file).absoluteFilePath()).toEncoded() + "?immutable=1";
        sqlite3_open_v2(name.constData(), &m_db, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, nullptr);
        sqlite3_exec(m_db, "BEGIN", nullptr, nullptr, nullptr);
        last = prepare("SELECT coalesce(max(idx)+1,0) FROM entry");
        if (!last || sqlite3_step(last.get()) != SQLITE_ROW)
            return;
    }
    m_size = last ? std::uint64_t(sqlite3_column_int64(last.get(), 0)) : 0;
}

Database::~Database()
{
    for (Cursor *cursor : {&m_leaves, &m_rows, &m_openings})
        cursor->statement.reset();
    m_nodes.clear();
    sqlite3_close(m_db);
}

void Database::unreadable(Report &report) const
{
    report.add(Finding::Kind::Unreadable, QFileInfo(m_file).fileName(),
               m_db ? QString::fromUtf8(sqlite3_errmsg(m_db)) : QStringLiteral("cannot be opened"));
}

void Database::tampered(Report &report, const QString &where, const char *what) const
{
    report.add(Finding::Kind::Tampered, where, QString::fromLatin1(what));
}

bool Database::isRead(Report &report)
{
    m_leaves.statement = prepare("SELECT idx,leaf FROM entry ORDER BY idx");
    m_rows.statement = prepare("SELECT idx,id,kind,coalesce(saga,''),coalesce(service,''),coalesce(environment,''),"
                               "coalesce(cell,''),wall_ms,leaf,leaf_hash,grp FROM entry ORDER BY idx");
    m_openings.statement = prepare("SELECT grp,frame FROM opening ORDER BY grp,nth");
    const Statement nodes = prepare("SELECT level,pos,hash FROM node");
    if (!m_leaves.statement || !m_rows.statement || !m_openings.statement || !nodes) {
        unreadable(report);
        return false;
    }
    return true;
}

bool Database::load(Batch &batch, Report &report)
{
    batch.clear();
    batch.bytes.clear();
    std::vector<std::pair<std::size_t, std::size_t>> places;
    while (places.size() < kBatchEntries && m_leaves.next()) {
        const auto index = std::uint64_t(sqlite3_column_int64(m_leaves.statement.get(), 0));
        if (index != m_nextLeaf)
            report.add(Finding::Kind::Tampered, QStringLiteral("journal.db"),
                       QStringLiteral("entry %1 is missing").arg(m_nextLeaf));
        m_nextLeaf = index + 1;
        const std::string_view leaf = blob(m_leaves.statement.get(), 1);
        places.emplace_back(batch.bytes.size(), leaf.size());
        batch.bytes.append(leaf.data(), qsizetype(leaf.size()));
    }
    if (!m_leaves.statement)
        unreadable(report);
    for (const auto &[at, size] : places)
        batch.leaves.emplace_back(batch.bytes.constData() + at, size);
    batch.reserve();
    return !places.empty();
}

void Database::check(std::uint64_t index, const Entry &entry, Report &report)
{
    sqlite3_stmt *row = m_rows.statement.get();
    while (m_rows.stay() && std::uint64_t(sqlite3_column_int64(row, 0)) < index)
        m_rows.leave();
    // The index may lag by what was never filed.
    if (!m_rows.stands || std::uint64_t(sqlite3_column_int64(row, 0)) != index) {
        if (index < m_size)
            report.add(Finding::Kind::Tampered, QStringLiteral("journal.db"),
                       QStringLiteral("entry %1 is missing").arg(index));
        return;
    }
    if (blob(row, 8) != entry.leaf)
        report.add(Finding::Kind::Tampered, QStringLiteral("entry %1").arg(index),
                   QStringLiteral("log and journal.db hold different bytes"));
    if (blob(row, 9) != viewOf(entry.hash))
        tampered(report, entryOf(index), "its hash is not that of its bytes");
    const Json subject = entry.at("subject");
    const std::array<Json, 6> signedTexts{entry.at("id"),        entry.at("kind"),          entry.at("saga"),
                                          subject.at("service"), subject.at("environment"), subject.at("cell")};
    bool isSame = sqlite3_column_int64(row, 7) == entry.at("time").at("ms").number().value_or(0);
    for (std::size_t column = 0; column < signedTexts.size(); ++column) {
        const std::string_view kept = blob(row, int(column) + 1);
        isSame = isSame &&
                 (signedTexts[column].is(kept) || (kept.empty() && signedTexts[column].kind() != Json::Kind::Text));
    }
    if (!isSame)
        tampered(report, entryOf(index), "a column says something else than the signed bytes");
    ++report.passed;
}

bool Database::hasOpening(std::uint64_t index, const std::string &id, const std::string &field)
{
    sqlite3_stmt *row = m_rows.statement.get();
    if (!m_rows.stands || std::uint64_t(sqlite3_column_int64(row, 0)) != index)
        return false;
    const std::int64_t group = sqlite3_column_int64(row, 10);
    if (group != m_group) {
        m_group = group;
        m_current.clear();
        sqlite3_stmt *opening = m_openings.statement.get();
        for (; m_openings.stay() && sqlite3_column_int64(opening, 0) <= group; m_openings.leave()) {
            if (sqlite3_column_int64(opening, 0) == group)
                m_current.emplace_back().read(blob(opening, 1));
        }
    }
    for (const SealedFrame &opening : m_current) {
        if (opening.entry == id && opening.field == field)
            return true;
    }
    return false;
}

void Database::checkNode(int level, std::uint64_t pos, const Digest &digest, Report &report)
{
    if (level >= kLevels || ((pos + 1) << level) > m_size)
        return;
    while (int(m_nodes.size()) <= level) {
        Cursor &cursor = m_nodes.emplace_back();
        cursor.statement = prepare("SELECT pos,hash FROM node WHERE level=? ORDER BY pos");
        sqlite3_bind_int(cursor.statement.get(), 1, int(m_nodes.size()) - 1);
    }
    Cursor &cursor = m_nodes[std::size_t(level)];
    sqlite3_stmt *row = cursor.statement.get();
    // Put into words only when something is wrong: there are as many nodes as entries.
    const auto wrong = [&](const char *what) {
        tampered(report, QStringLiteral("journal.db, node %1/%2").arg(level).arg(pos), what);
    };
    for (; cursor.stay() && std::uint64_t(sqlite3_column_int64(row, 0)) < pos; cursor.leave())
        wrong("another node stands before it");
    if (!cursor.stands || std::uint64_t(sqlite3_column_int64(row, 0)) != pos) {
        wrong("is missing");
        return;
    }
    if (blob(row, 1) != viewOf(digest))
        wrong("is not what the entries give");
    cursor.leave();
    ++report.passed;
}

void Database::finish(std::uint64_t entries, Report &report)
{
    if (m_size > entries)
        report.add(Finding::Kind::Tampered, QStringLiteral("log"),
                   QStringLiteral("ends at entry %1, journal.db goes on to %2").arg(entries).arg(m_size));
    // What the tree does not have: a level behind its last node, or a level that there is not.
    for (std::size_t level = 1; level < m_nodes.size(); ++level) {
        if (m_nodes[level].stay())
            tampered(report, QStringLiteral("journal.db, level %1").arg(level), "has nodes that the tree has not");
    }
    const Statement other = prepare("SELECT count(*) FROM node WHERE level<1 OR level>=?");
    sqlite3_bind_int(other.get(), 1, std::max(1, int(m_nodes.size())));
    if (!other || sqlite3_step(other.get()) != SQLITE_ROW)
        unreadable(report);
    else if (sqlite3_column_int64(other.get(), 0) > 0)
        tampered(report, QStringLiteral("journal.db"), "has nodes of levels that the tree has not");
}

std::vector<Database::Kept> Database::notes(Report &report)
{
    std::vector<Kept> kept;
    const Statement there = prepare("SELECT 1 FROM sqlite_schema WHERE type='table' AND name='note'");
    if (!there || sqlite3_step(there.get()) != SQLITE_ROW)
        return kept; // an index of the first version
    const Statement rows = prepare("SELECT origin,size,root,note FROM note ORDER BY size,origin");
    if (!rows) {
        unreadable(report);
        return kept;
    }
    while (sqlite3_step(rows.get()) == SQLITE_ROW)
        kept.push_back({std::string(blob(rows.get(), 0)), std::string(blob(rows.get(), 2)),
                        std::string(blob(rows.get(), 3)), std::uint64_t(sqlite3_column_int64(rows.get(), 1))});
    return kept;
}

} // namespace astern::verify
