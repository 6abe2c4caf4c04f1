// SPDX-License-Identifier: GPL-3.0-or-later
// What the index keeps beside the entries: how far verification, sinks, notes and search are; holds and erasures.
#include "models/journal/index.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

namespace astern {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Journal", text); }

QString toText(const QList<quint64> &numbers)
{
    QJsonArray list;
    for (const quint64 number : numbers)
        list.append(qint64(number));
    return QString::fromUtf8(QJsonDocument(list).toJson(QJsonDocument::Compact));
}

QList<quint64> numbersFrom(const QString &text)
{
    QList<quint64> numbers;
    const auto list = QJsonDocument::fromJson(text.toUtf8()).array();
    for (const auto value : list)
        numbers.append(quint64(value.toInteger()));
    return numbers;
}

} // namespace

Result<std::optional<Index::Verified>> Index::verified()
{
    auto query = m_db->prepare(QStringLiteral("SELECT size,root FROM head WHERE origin='verified'"));
    if (!query)
        return query.error();
    const auto row = query->step();
    if (!row)
        return row.error();
    if (!*row)
        return std::optional<Verified>();
    const Verified verified{query->position(0), hashFromBytes(query->blob(1)).value_or(Hash{})};
    query->reset();
    return std::optional(verified);
}

Result<Ok> Index::setVerified(const Verified &verified)
{
    auto query = m_db->prepare(QStringLiteral("INSERT OR REPLACE INTO head(origin,size,root) VALUES('verified',?,?)"));
    if (!query)
        return query.error();
    return query->bind(1, verified.size).bind(2, viewOf(verified.root)).run();
}

Result<Index::Checked> Index::checked()
{
    auto query = m_db->prepare(QStringLiteral("SELECT size,at_ms,found FROM checked"));
    if (!query)
        return query.error();
    const auto row = query->step();
    if (!row)
        return row.error();
    if (!*row)
        return Checked{};
    const Checked checked{query->position(0), query->integer(1), query->text(2)};
    query->reset();
    return checked;
}

Result<Ok> Index::setChecked(const Checked &checked)
{
    auto query = m_db->prepare(QStringLiteral("INSERT OR REPLACE INTO checked(one,size,at_ms,found) VALUES(1,?,?,?)"));
    if (!query)
        return query.error();
    query->bind(1, checked.size).bind(2, checked.atMs);
    return query->bind(3, checked.found.isNull() ? QStringLiteral("") : checked.found).run();
}

Result<std::optional<Index::Note>> Index::note(const QString &origin)
{
    auto query = m_db->prepare(QStringLiteral("SELECT size,root,note,at_ms FROM note WHERE origin=?"));
    if (!query)
        return query.error();
    const auto row = query->bind(1, origin).step();
    if (!row)
        return row.error();
    if (!*row)
        return std::optional<Note>();
    const Note note{origin, query->position(0), hashFromBytes(query->blob(1)).value_or(Hash{}), query->blob(2),
                    query->integer(3)};
    query->reset();
    return std::optional(note);
}

Result<Ok> Index::setNote(const Note &note)
{
    auto query =
        m_db->prepare(QStringLiteral("INSERT OR REPLACE INTO note(origin,size,root,note,at_ms) VALUES(?,?,?,?,?)"));
    if (!query)
        return query.error();
    query->bind(1, note.origin).bind(2, note.size).bind(3, viewOf(note.root));
    return query->bind(4, QByteArrayView(note.note)).bind(5, note.atMs).run();
}

Result<QList<SinkCursor>> Index::cursors()
{
    auto query = m_db->prepare(QStringLiteral("SELECT name,acked,at_ms,proof,rejected FROM sink ORDER BY name"));
    if (!query)
        return query.error();
    QList<SinkCursor> cursors;
    while (true) {
        const auto row = query->step();
        if (!row)
            return row.error();
        if (!*row)
            return cursors;
        cursors.append(
            {query->text(0), query->position(1), query->integer(2), query->blob(3), numbersFrom(query->text(4))});
    }
}

Result<Ok> Index::setCursor(const SinkCursor &cursor)
{
    const auto known = cursors();
    if (!known)
        return known.error();
    for (const SinkCursor &one : *known) {
        if (one.sink == cursor.sink && one.acked > cursor.acked)
            return Error{.kind = Error::Kind::Conflict,
                         .message = tr("%1 acknowledged %2 entries before; a cursor does not go back to %3")
                                        .arg(cursor.sink)
                                        .arg(one.acked)
                                        .arg(cursor.acked)};
    }
    auto query =
        m_db->prepare(QStringLiteral("INSERT OR REPLACE INTO sink(name,acked,at_ms,proof,rejected) VALUES(?,?,?,?,?)"));
    if (!query)
        return query.error();
    query->bind(1, cursor.sink).bind(2, cursor.acked).bind(3, cursor.atMs);
    return query->bind(4, QByteArrayView(cursor.proof)).bind(5, toText(cursor.rejected)).run();
}

Result<Ok> Index::filePrivacy(const FiledEntry &entry)
{
    const bool erased = entry.kind == kEraseKind;
    if (entry.person.isEmpty() || (!erased && entry.kind != kHoldKind))
        return Ok{};
    const char *sql = erased         ? "INSERT OR IGNORE INTO erased(subject,idx) VALUES(?1,?2)"
                      : entry.lifted ? "DELETE FROM hold WHERE subject=?1 AND idx<?2"
                                     : "INSERT OR REPLACE INTO hold(subject,idx) VALUES(?1,?2)";
    auto query = m_db->prepare(QString::fromLatin1(sql));
    if (!query)
        return query.error();
    return query->bind(1, entry.person).bind(2, entry.index).run();
}

Result<QList<Index::Erased>> Index::erased()
{
    auto query = m_db->prepare(QStringLiteral("SELECT subject,idx FROM erased ORDER BY idx"));
    if (!query)
        return query.error();
    QList<Erased> all;
    while (true) {
        const auto row = query->step();
        if (!row)
            return row.error();
        if (!*row)
            return all;
        all.append({query->text(0), query->position(1)});
    }
}

Result<std::optional<quint64>> Index::holdOn(const QString &subject)
{
    auto query = m_db->prepare(QStringLiteral("SELECT idx FROM hold WHERE subject=? OR subject='*' ORDER BY idx"));
    if (!query)
        return query.error();
    const auto row = query->bind(1, subject).step();
    if (!row)
        return row.error();
    const auto found = *row ? std::optional(query->position(0)) : std::nullopt;
    query->reset();
    return found;
}

Result<quint64> Index::kept(const QString &what)
{
    auto query = m_db->prepare(QStringLiteral("SELECT value FROM kept WHERE what=?"));
    if (!query)
        return query.error();
    const auto row = query->bind(1, what).step();
    if (!row)
        return row.error();
    const quint64 value = *row ? query->position(0) : 0;
    query->reset();
    return value;
}

Result<Ok> Index::keep(const QString &what, quint64 value)
{
    auto query = m_db->prepare(QStringLiteral("INSERT OR REPLACE INTO kept(what,value) VALUES(?,?)"));
    if (!query)
        return query.error();
    return query->bind(1, what).bind(2, value).run();
}

Result<Ok> Index::addText(quint64 index, const QString &text)
{
    auto query = m_db->prepare(QStringLiteral("INSERT INTO entry_text(rowid,said) VALUES(?,?)"));
    if (!query)
        return query.error();
    return query->bind(1, index).bind(2, text).run();
}

Result<Ok> Index::emptyWal() { return m_db->exec("PRAGMA wal_checkpoint(TRUNCATE)"); }

Result<Ok> Index::checkpoint() { return m_db->exec("PRAGMA wal_checkpoint(PASSIVE)"); }

} // namespace astern
