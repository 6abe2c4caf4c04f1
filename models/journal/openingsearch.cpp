// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/openingsearch.h"

#include "models/journal/index.h"

#include <QFile>

namespace astern {
namespace {

constexpr char kSchema[] = R"(
BEGIN IMMEDIATE;
CREATE TABLE said(row INTEGER PRIMARY KEY, idx INTEGER NOT NULL, subject TEXT NOT NULL) STRICT;
CREATE INDEX said_subject ON said(subject, idx);
CREATE TABLE upto(one INTEGER PRIMARY KEY CHECK(one=1), next INTEGER NOT NULL) STRICT;
INSERT INTO upto(one,next) VALUES(1,0);
CREATE VIRTUAL TABLE said_text USING fts5(said, tokenize='unicode61 remove_diacritics 2');
PRAGMA application_id=0x4153544f;
PRAGMA user_version=1;
COMMIT;
)";

} // namespace

void OpeningSearch::remove(const QString &path)
{
    for (const char *part : {"", "-journal", "-wal", "-shm"})
        QFile::remove(path + QString::fromLatin1(part));
}

Result<std::unique_ptr<OpeningSearch>> OpeningSearch::tryOpen(const QString &path)
{
    auto db = Database::openErasable(path, 2000);
    if (!db)
        return db.error();
    const auto version = (*db)->pragma(QStringLiteral("user_version"));
    if (!version)
        return version.error();
    if (*version == QLatin1String("0")) {
        if (auto done = (*db)->exec(kSchema); !done)
            return done.error();
    } else if (*version != QLatin1String("1")) {
        return Error{.kind = Error::Kind::Malformed, .message = QStringLiteral("another shape"), .where = path};
    }
    auto query = (*db)->prepare(QStringLiteral("SELECT next FROM upto"));
    if (!query)
        return query.error();
    const auto row = query->step();
    if (!row || !*row)
        return row ? Error{.kind = Error::Kind::Malformed, .message = QStringLiteral("no end"), .where = path}
                   : row.error();
    const quint64 upTo = query->position(0);
    query->reset();
    auto search = std::unique_ptr<OpeningSearch>(new OpeningSearch(std::move(db).value()));
    search->m_next = upTo;
    return search;
}

Result<std::unique_ptr<OpeningSearch>> OpeningSearch::open(const QString &path)
{
    auto search = tryOpen(path);
    if (search)
        return search;
    remove(path);
    return tryOpen(path);
}

Result<Ok> OpeningSearch::setNext(quint64 next)
{
    auto query = m_db->prepare(QStringLiteral("UPDATE upto SET next=?"));
    if (!query)
        return query.error();
    auto done = query->bind(1, next).run();
    if (done)
        m_next = next;
    return done;
}

Result<Ok> OpeningSearch::add(quint64 index, const QList<Said> &said)
{
    auto row = m_db->prepare(QStringLiteral("INSERT INTO said(idx,subject) VALUES(?,?)"));
    auto text =
        m_db->prepare(QStringLiteral("INSERT INTO said_text(rowid,said) VALUES((SELECT max(row) FROM said),?)"));
    if (!row || !text)
        return !row ? row.error() : text.error();
    for (const Said &one : said) {
        if (auto done = row->bind(1, index).bind(2, one.subject).run(); !done)
            return done;
        if (auto done = text->bind(1, one.text).run(); !done)
            return done;
    }
    return setNext(index + 1);
}

Result<Ok> OpeningSearch::together(const std::function<Result<Ok>()> &body)
{
    const quint64 before = m_next;
    Transaction transaction(*m_db);
    auto done = transaction.begin();
    if (done)
        done = body();
    if (done)
        done = transaction.commit();
    if (!done)
        m_next = before;
    return done;
}

Result<qint64> OpeningSearch::rowOf(quint64 index)
{
    auto last = m_db->prepare(QStringLiteral("SELECT coalesce(max(row),0) FROM said"));
    auto next = m_db->prepare(QStringLiteral("SELECT row,idx FROM said WHERE row>=? ORDER BY row LIMIT 1"));
    if (!last || !next)
        return !last ? last.error() : next.error();
    if (const auto row = last->step(); !row)
        return row.error();
    qint64 low = 1;
    qint64 high = last->integer(0) + 1;
    last->reset();
    while (low < high) {
        const qint64 middle = low + (high - low) / 2;
        const auto row = next->bind(1, middle).step();
        if (!row)
            return row.error();
        const bool isBefore = *row && next->position(1) < index;
        const qint64 behind = isBefore ? next->integer(0) + 1 : middle;
        next->reset();
        (isBefore ? low : high) = behind;
    }
    return low;
}

Result<QString> OpeningSearch::find(const QString &word, quint64 from, quint64 to)
{
    const auto first = rowOf(from);
    const auto end = rowOf(to);
    if (!first || !end)
        return !first ? first.error() : end.error();
    auto query = m_db->prepare(QStringLiteral(
        "SELECT json_group_array(idx) FROM said WHERE row IN (SELECT rowid FROM said_text WHERE said_text MATCH ? "
        "AND rowid>=? AND rowid<?)"));
    if (!query)
        return query.error();
    const auto row = query->bind(1, Index::matchOf(word)).bind(2, *first).bind(3, *end).step();
    if (!row)
        return row.error();
    QString found = *row ? query->text(0) : QStringLiteral("[]");
    query->reset();
    return found;
}

Result<Ok> OpeningSearch::erase(const QString &subject, quint64 before)
{
    const char *const steps[] = {
        "DELETE FROM said_text WHERE rowid IN (SELECT row FROM said WHERE subject=?1 AND idx<?2)",
        "DELETE FROM said WHERE subject=?1 AND idx<?2"};
    bool any = false;
    {
        auto query = m_db->prepare(QStringLiteral("SELECT count(*) FROM said WHERE subject=?1 AND idx<?2"));
        if (!query)
            return query.error();
        const auto row = query->bind(1, subject).bind(2, before).step();
        if (!row)
            return row.error();
        any = *row && query->integer(0) > 0;
        query->reset();
    }
    if (!any)
        return Ok{};
    auto done = together([&]() -> Result<Ok> {
        for (const char *sql : steps) {
            auto query = m_db->prepare(QString::fromLatin1(sql));
            if (!query)
                return query.error();
            if (auto gone = query->bind(1, subject).bind(2, before).run(); !gone)
                return gone;
        }
        return Ok{};
    });
    // The full-text index keeps words of deleted rows until its parts are merged; VACUUM then writes the file anew.
    if (done)
        done = m_db->exec("INSERT INTO said_text(said_text) VALUES('optimize')");
    if (done)
        done = m_db->exec("VACUUM");
    return done;
}

} // namespace astern
