// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/verify/sources.h"

#include <QFileInfo>

#include <sqlite3.h>

#include <memory>

namespace astern::verify {
namespace {

using Statement = std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)>;

Statement prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement = nullptr;
    sqlite3_prepare_v2(db, sql, -1, &statement, nullptr);
    return {statement, sqlite3_finalize};
}

std::string blob(sqlite3_stmt *row, int column)
{
    const int size = sqlite3_column_bytes(row, column);
    const void *bytes = sqlite3_column_blob(row, column);
    return bytes ? std::string(static_cast<const char *>(bytes), std::size_t(size)) : std::string();
}

} // namespace

Database::Database(const QString &file) : m_file(file)
{
    sqlite3_open_v2(file.toUtf8().constData(), &m_db, SQLITE_OPEN_READONLY, nullptr);
    if (!m_db)
        return;
    sqlite3_busy_timeout(m_db, 10'000);
    // The first SELECT sets the instant, and all that follow see it.
    sqlite3_exec(m_db, "BEGIN", nullptr, nullptr, nullptr);
}

Database::~Database() { sqlite3_close(m_db); }

void Database::unreadable(Report &report) const
{
    report.findings.append({Finding::Kind::Unreadable, QFileInfo(m_file).fileName(),
                            m_db ? QString::fromUtf8(sqlite3_errmsg(m_db)) : QStringLiteral("cannot be opened")});
}

Leaves Database::leaves(Report &report)
{
    Leaves leaves;
    const Statement rows = prepare(m_db, "SELECT idx, leaf, leaf_hash FROM entry ORDER BY idx");
    if (!rows) {
        unreadable(report);
        return leaves;
    }
    int step = SQLITE_ROW;
    while ((step = sqlite3_step(rows.get())) == SQLITE_ROW) {
        const auto index = std::uint64_t(sqlite3_column_int64(rows.get(), 0));
        std::string leaf = blob(rows.get(), 1);
        if (index != leaves.leaves.size())
            report.findings.append({Finding::Kind::Tampered, QStringLiteral("journal.db"),
                                    QStringLiteral("entry %1 is missing").arg(leaves.leaves.size())});
        if (blob(rows.get(), 2) != viewOf(leafDigest(leaf)))
            report.findings.append({Finding::Kind::Tampered, QStringLiteral("journal.db, entry %1").arg(index),
                                    QStringLiteral("its hash is not that of its bytes")});
        leaves.leaves.push_back(std::move(leaf));
        ++report.passed;
    }
    leaves.read = step == SQLITE_DONE;
    if (!leaves.read)
        unreadable(report);
    return leaves;
}

void Database::checkColumns(const std::vector<CheckedEntry> &entries, const Tree &tree, Report &report)
{
    const Statement rows =
        prepare(m_db, "SELECT idx, id, kind, coalesce(saga,''), coalesce(service,'') FROM entry ORDER BY idx");
    if (!rows)
        return unreadable(report);
    while (sqlite3_step(rows.get()) == SQLITE_ROW) {
        const auto index = std::size_t(sqlite3_column_int64(rows.get(), 0));
        if (index >= entries.size())
            continue;
        const Json &payload = entries[index].payload;
        const std::array<std::string, 4> signedTexts{payload.at("id").text(), payload.at("kind").text(),
                                                     payload.at("saga").text(),
                                                     payload.at("subject").at("service").text()};
        for (int column = 0; column < 4; ++column) {
            if (blob(rows.get(), column + 1) != signedTexts[std::size_t(column)])
                report.findings.append({Finding::Kind::Tampered, QStringLiteral("journal.db, entry %1").arg(index),
                                        QStringLiteral("a column says something else than the signed bytes")});
        }
        ++report.passed;
    }
    const Statement nodes = prepare(m_db, "SELECT level, pos, hash FROM node");
    if (!nodes)
        return unreadable(report);
    while (sqlite3_step(nodes.get()) == SQLITE_ROW) {
        const auto level = std::size_t(sqlite3_column_int64(nodes.get(), 0));
        const auto pos = std::uint64_t(sqlite3_column_int64(nodes.get(), 1));
        const Digest *expected = tree.node(level, pos);
        if (!expected || blob(nodes.get(), 2) != viewOf(*expected))
            report.findings.append({Finding::Kind::Tampered,
                                    QStringLiteral("journal.db, node %1/%2").arg(level).arg(pos),
                                    QStringLiteral("is not what the entries give")});
        ++report.passed;
    }
}

} // namespace astern::verify
