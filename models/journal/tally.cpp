// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/tally.h"

#include <algorithm>
#include <array>

namespace astern {
namespace {

constexpr qint64 kHourMs = 3'600'000;
constexpr qint64 kDayMs = 24 * kHourMs;

// Not part of the schema's version: an index without them is as good, and they are made when first asked for.
constexpr char kTables[] = R"(
CREATE TABLE IF NOT EXISTS tally(unit INTEGER NOT NULL, start INTEGER NOT NULL, kind TEXT NOT NULL, service TEXT NOT NULL,
  environment TEXT NOT NULL, cell TEXT NOT NULL, n INTEGER NOT NULL,
  PRIMARY KEY(unit,start,kind,service,environment,cell)) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS tallied(one INTEGER PRIMARY KEY CHECK(one=1), upto INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS zone(block INTEGER PRIMARY KEY, lo INTEGER NOT NULL, hi INTEGER NOT NULL) STRICT;
INSERT OR IGNORE INTO tallied VALUES(1,0);
)";

constexpr char kAdd[] = R"(
INSERT INTO tally SELECT ?3,(wall_ms/?3)*?3,kind,coalesce(service,''),coalesce(environment,''),coalesce(cell,''),count(*)
  FROM entry WHERE idx>=?1 AND idx<?2 GROUP BY 2,3,4,5,6
  ON CONFLICT DO UPDATE SET n=n+excluded.n)";

// The times of every 1024 entries: clocks are set back, so the order of the log is not quite that of time.
constexpr qint64 kBlock = 1024;
constexpr char kZones[] = R"(
INSERT INTO zone SELECT idx/1024,min(wall_ms),max(wall_ms) FROM entry WHERE idx>=?1 AND idx<?2 GROUP BY 1
  ON CONFLICT(block) DO UPDATE SET lo=min(lo,excluded.lo), hi=max(hi,excluded.hi))";

qint64 below(qint64 ms, qint64 unit) { return ms / unit * unit; }
qint64 above(qint64 ms, qint64 unit) { return (ms + unit - 1) / unit * unit; }

QString filters(const JournalSummaryQuery &query)
{
    QString sql;
    const std::array<std::pair<const char *, const QString *>, 3> all{
        {{"service", &query.service}, {"environment", &query.environment}, {"cell", &query.cell}}};
    for (size_t i = 0; i < all.size(); ++i) {
        if (!all[i].second->isEmpty())
            sql += QStringLiteral(" AND %1=?%2").arg(QLatin1String(all[i].first)).arg(i + 4);
    }
    return sql;
}

void bindFilters(Statement &statement, const JournalSummaryQuery &query)
{
    int at = 4;
    for (const QString *value : {&query.service, &query.environment, &query.cell}) {
        if (!value->isEmpty())
            statement.bind(at, *value);
        ++at;
    }
}

} // namespace

Result<Ok> Tally::prepare()
{
    if (!m_prepared) {
        if (auto made = m_db.exec(kTables); !made)
            return made;
        m_prepared = true;
    }
    return Ok{};
}

Result<qint64> Tally::number(const QString &sql)
{
    auto statement = m_db.prepare(sql);
    if (!statement)
        return statement.error();
    const auto row = statement->step();
    if (!row)
        return row.error();
    const qint64 value = *row ? statement->integer(0) : 0;
    statement->reset();
    return value;
}

Result<Ok> Tally::count(qint64 from, qint64 to)
{
    Transaction transaction(m_db);
    if (auto begun = transaction.begin(); !begun)
        return begun;
    auto add = m_db.prepare(QString::fromLatin1(kAdd));
    auto zones = m_db.prepare(QString::fromLatin1(kZones));
    auto note = m_db.prepare(QStringLiteral("UPDATE tallied SET upto=?"));
    if (!add || !zones || !note)
        return !add ? add.error() : !zones ? zones.error() : note.error();
    if (auto mapped = zones->bind(1, from).bind(2, to).run(); !mapped)
        return mapped;
    for (const qint64 unit : {kHourMs, kDayMs}) {
        if (auto added = add->bind(1, from).bind(2, to).bind(3, unit).run(); !added)
            return added;
    }
    if (auto noted = note->bind(1, to).run(); !noted)
        return noted;
    return transaction.commit();
}

Result<bool> Tally::follow()
{
    const auto size = number(QStringLiteral("SELECT coalesce(max(idx)+1,0) FROM entry"));
    const auto upto = number(QStringLiteral("SELECT upto FROM tallied"));
    if (!size || !upto)
        return !size ? size.error() : upto.error();
    if (*upto >= *size)
        return true;
    const qint64 to = std::min(*size, *upto + m_most);
    if (auto counted = count(*upto, to); !counted)
        return counted.error();
    return to == *size;
}

Result<IndexRange> Tally::range(qint64 fromMs, qint64 toMs)
{
    if (auto ready = prepare(); !ready)
        return ready.error();
    (void)follow(); // what it cannot map now may lie anywhere
    const auto size = number(QStringLiteral("SELECT coalesce(max(idx)+1,0) FROM entry"));
    const auto upto = number(QStringLiteral("SELECT upto FROM tallied"));
    if (!size || !upto)
        return !size ? size.error() : upto.error();
    auto blocks = m_db.prepare(QStringLiteral("SELECT min(block),max(block),count(*) FROM zone WHERE hi>=? AND lo<?"));
    if (!blocks)
        return blocks.error();
    const auto row = blocks->bind(1, fromMs).bind(2, toMs).step();
    if (!row)
        return row.error();
    IndexRange range{*upto, *upto};
    if (*row && blocks->integer(2) > 0)
        range = {blocks->integer(0) * kBlock, std::min(*upto, (blocks->integer(1) + 1) * kBlock)};
    blocks->reset();
    if (*upto < *size)
        range.end = *size;
    return range;
}

Result<JournalSummary> Tally::summary(const JournalSummaryQuery &query)
{
    if (auto ready = prepare(); !ready)
        return ready.error();
    const qint64 piece = std::max<qint64>(query.pieceMs, 1'000);
    JournalSummaryQuery whole = query;
    whole.pieceMs = piece;
    whole.fromMs = below(std::max<qint64>(query.fromMs, 0), piece);
    whole.toMs = above(std::max<qint64>(query.toMs, 0), piece);
    if (piece % kHourMs != 0) {
        const auto size = number(QStringLiteral("SELECT coalesce(max(idx)+1,0) FROM entry"));
        return size ? readEntries(whole, *size) : Result<JournalSummary>(size.error());
    }
    const auto followed = follow();
    if (!followed)
        return followed.error();
    if (!*followed) {
        JournalSummary later;
        later.nextMs = std::max<qint64>(whole.fromMs, 1);
        return later;
    }
    const auto size = number(QStringLiteral("SELECT upto FROM tallied"));
    if (!size)
        return size.error();
    auto found =
        read(QStringLiteral("SELECT (start/?3)*?3,kind,sum(n) FROM tally WHERE unit=?7 AND start>=?1 AND start<?2%1 "
                            "GROUP BY 1,2 ORDER BY 1,2")
                 .arg(filters(whole)),
             whole, piece % kDayMs == 0 ? kDayMs : kHourMs);
    if (found)
        found->size = quint64(*size);
    return found;
}

Result<JournalSummary> Tally::read(const QString &sql, const JournalSummaryQuery &query, qint64 unitMs)
{
    auto statement = m_db.prepare(sql);
    if (!statement)
        return statement.error();
    statement->bind(1, query.fromMs).bind(2, query.toMs).bind(3, query.pieceMs);
    bindFilters(statement.value(), query);
    if (unitMs != 0)
        statement->bind(7, unitMs);
    JournalSummary summary;
    while (true) {
        const auto row = statement->step();
        if (!row)
            return row.error();
        if (!*row)
            return summary;
        summary.pieces.append({statement->integer(0), statement->text(1), statement->integer(2)});
    }
}

// Of a busy stretch only so much that appends do not wait: up to the piece in which the limit was reached.
Result<JournalSummary> Tally::readEntries(const JournalSummaryQuery &query, qint64 size)
{
    auto limit = m_db.prepare(QStringLiteral(
        "SELECT wall_ms FROM entry WHERE wall_ms>=?1 AND wall_ms<?2 ORDER BY wall_ms LIMIT 1 OFFSET ?3"));
    if (!limit)
        return limit.error();
    const auto more = limit->bind(1, query.fromMs).bind(2, query.toMs).bind(3, m_most).step();
    if (!more)
        return more.error();
    JournalSummaryQuery part = query;
    qint64 next = 0;
    if (*more) {
        next = std::max(below(limit->integer(0), query.pieceMs), query.fromMs + query.pieceMs);
        next = next < query.toMs ? next : 0;
        limit->reset();
    }
    if (next > 0)
        part.toMs = next;
    auto found =
        read(QStringLiteral("SELECT (wall_ms/?3)*?3,kind,count(*) FROM entry WHERE wall_ms>=?1 AND wall_ms<?2%1 "
                            "GROUP BY 1,2 ORDER BY 1,2")
                 .arg(filters(query)),
             part, 0);
    if (found) {
        found->size = quint64(size);
        found->nextMs = next;
    }
    return found;
}

} // namespace astern
