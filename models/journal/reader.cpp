// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/reader.h"

#include "models/base/uuid7.h"
#include "models/journal/canonical.h"
#include "models/journal/envelope.h"

#include <QCoreApplication>
#include <QVariant>

namespace astern {
namespace {

constexpr int kBusyMs = 10'000;
constexpr int kApplication = 0x4153544a; // see Index

QString tr(const char *text) { return QCoreApplication::translate("Journal", text); }

Error notFound(const QString &message, const QString &where)
{
    return {.kind = Error::Kind::NotFound, .message = message, .where = where};
}

} // namespace

Result<QJsonObject> JournalReader::Entry::payload() const
{
    const auto opened = Envelope::open(leaf);
    if (!opened)
        return opened.error();
    return fromCanonical(opened->payload);
}

Result<std::unique_ptr<JournalReader>> JournalReader::open(const QString &file)
{
    auto db = Database::open(file, Database::Mode::ReadOnly, kBusyMs);
    if (!db)
        return db.error();
    auto reader = std::unique_ptr<JournalReader>(new JournalReader(std::move(db).value()));
    // The first reading sets the instant that all later ones see.
    if (auto done = reader->m_db->exec("BEGIN"); !done)
        return done.error();
    const auto application = reader->m_db->pragma(QStringLiteral("application_id"));
    if (!application)
        return application.error();
    if (*application != QString::number(kApplication))
        return Error{
            .kind = Error::Kind::Malformed, .message = tr("The file is not an index of Astern's log"), .where = file};
    // Of a newer version, too: versions only add, and what is asked for here was there from the first one on.
    auto facts = reader->m_db->prepare(QStringLiteral(
        "SELECT (SELECT coalesce(max(idx)+1,0) FROM entry), (SELECT count(*) FROM sqlite_schema WHERE name='note')"));
    if (!facts)
        return facts.error();
    if (const auto row = facts->step(); !row)
        return row.error();
    reader->m_size = facts->position(0);
    reader->m_hasNotes = facts->integer(1) > 0;
    facts->reset();
    return reader;
}

Result<QList<JournalReader::Entry>> JournalReader::select(const QString &where, const QList<QVariant> &values)
{
    auto query = m_db->prepare(
        QStringLiteral("SELECT idx,id,kind,coalesce(saga,''),wall_ms,leaf,leaf_hash FROM entry WHERE %1 ORDER BY idx")
            .arg(where));
    if (!query)
        return query.error();
    for (qsizetype i = 0; i < values.size(); ++i) {
        if (values.at(i).typeId() == QMetaType::QString)
            query->bind(int(i) + 1, values.at(i).toString());
        else
            query->bind(int(i) + 1, values.at(i).toLongLong());
    }
    QList<Entry> entries;
    while (true) {
        const auto row = query->step();
        if (!row)
            return row.error();
        if (!*row)
            return entries;
        const auto hash = hashFromBytes(query->blob(6));
        if (!hash) {
            query->reset();
            return Error{.kind = Error::Kind::Malformed,
                         .message = tr("The index of the log is damaged"),
                         .where = m_db->path()};
        }
        entries.append({query->position(0), query->text(1), query->text(2), query->text(3), query->integer(4),
                        query->blob(5), *hash});
    }
}

Result<JournalReader::Entry> JournalReader::entry(quint64 index)
{
    const auto rows = select(QStringLiteral("idx=?1"), {qint64(index)});
    if (!rows)
        return rows.error();
    if (rows->isEmpty())
        return notFound(tr("There is no entry %1").arg(index), m_db->path());
    return rows->first();
}

Result<QList<JournalReader::Entry>> JournalReader::find(const QString &idOrSaga)
{
    auto rows = select(QStringLiteral("id=?1"), {idOrSaga});
    if (rows && rows->isEmpty())
        rows = select(QStringLiteral("saga=?1"), {idOrSaga});
    if (!rows || !rows->isEmpty())
        return rows;
    // "RB-0191e2a4-7c1d" says the first eight and the last four digits of the operation's id.
    if (idOrSaga.size() == 16 && idOrSaga.startsWith(QLatin1String("RB-")) && idOrSaga.at(11) == QLatin1Char('-'))
        rows = select(QStringLiteral("substr(saga,1,8)=?1 AND substr(saga,33)=?2"),
                      {idOrSaga.mid(3, 8), idOrSaga.mid(12)});
    if (!rows)
        return rows;
    if (rows->isEmpty())
        return notFound(tr("No entry and no operation has this id"), idOrSaga);
    for (const Entry &entry : *rows) {
        if (entry.saga != rows->first().saga)
            return Error{.kind = Error::Kind::Invalid,
                         .message = tr("More than one operation has this short id"),
                         .where = idOrSaga,
                         .hint = tr("Say the whole id of the operation")};
    }
    return rows;
}

Result<QList<JournalReader::Entry>> JournalReader::between(qint64 fromMs, qint64 toMs)
{
    return select(QStringLiteral("wall_ms BETWEEN ?1 AND ?2"), {fromMs, toMs});
}

Result<QList<JournalReader::Entry>> JournalReader::ofKind(const QString &prefix)
{
    return select(QStringLiteral("substr(kind,1,length(?1))=?1"), {prefix});
}

Result<QList<QByteArray>> JournalReader::leaves(quint64 first, int count)
{
    const auto rows = select(QStringLiteral("idx BETWEEN ?1 AND ?2"), {qint64(first), qint64(first) + count - 1});
    if (!rows)
        return rows.error();
    if (rows->size() != count)
        return notFound(tr("Entries are missing in the index"), m_db->path());
    QList<QByteArray> leaves;
    for (const Entry &row : *rows)
        leaves.append(row.leaf);
    return leaves;
}

Result<Hash> JournalReader::node(int level, quint64 pos)
{
    auto query = level == 0 ? m_db->prepare(QStringLiteral("SELECT leaf_hash FROM entry WHERE idx=?1"))
                            : m_db->prepare(QStringLiteral("SELECT hash FROM node WHERE pos=?1 AND level=?2"));
    if (!query)
        return query.error();
    query->bind(1, pos);
    if (level > 0)
        query->bind(2, qint64(level));
    const auto row = query->step();
    if (!row)
        return row.error();
    const auto hash = *row ? hashFromBytes(query->blob(0)) : std::nullopt;
    query->reset();
    if (!hash)
        return Error{.kind = Error::Kind::Malformed,
                     .message = tr("A node of the tree is missing in the index"),
                     .where = m_db->path()};
    return *hash;
}

template <class F>
auto JournalReader::withNodes(F work) -> Result<decltype(work(Merkle::NodeSource{}))>
{
    std::optional<Error> error;
    auto answer = work([&](int level, quint64 pos) {
        const auto hash = node(level, pos);
        if (!hash && !error)
            error = hash.error();
        return hash ? *hash : Hash{};
    });
    if (error)
        return *error;
    return answer;
}

Result<Hash> JournalReader::rootAt(quint64 size)
{
    if (size > m_size)
        return notFound(tr("The log has only %1 entries").arg(m_size), m_db->path());
    return withNodes([size](const Merkle::NodeSource &nodes) { return Merkle::rootAt(size, nodes); });
}

Result<QList<Hash>> JournalReader::inclusionPath(quint64 index, quint64 size)
{
    if (size > m_size || index >= size)
        return notFound(tr("There is no entry %1 in a log of %2").arg(index).arg(std::min(size, m_size)), m_db->path());
    return withNodes(
        [index, size](const Merkle::NodeSource &nodes) { return Merkle::inclusionPath(index, size, nodes); });
}

Result<QList<Hash>> JournalReader::consistencyPath(quint64 oldSize, quint64 newSize)
{
    if (newSize > m_size || oldSize > newSize)
        return notFound(tr("The log has only %1 entries").arg(m_size), m_db->path());
    // Of nothing, and of the same tree, there is nothing to show.
    if (oldSize == 0 || oldSize == newSize)
        return QList<Hash>{};
    return withNodes([oldSize, newSize](const Merkle::NodeSource &nodes) {
        return Merkle::consistencyPath(oldSize, newSize, nodes);
    });
}

Result<QList<JournalReader::KeptNote>> JournalReader::notes()
{
    QList<KeptNote> notes;
    if (!m_hasNotes)
        return notes;
    auto query = m_db->prepare(QStringLiteral("SELECT origin,size,root,note FROM note ORDER BY size,origin"));
    if (!query)
        return query.error();
    while (true) {
        const auto row = query->step();
        if (!row)
            return row.error();
        if (!*row)
            return notes;
        if (const auto root = hashFromBytes(query->blob(2)))
            notes.append({query->text(0), query->position(1), *root, query->blob(3)});
    }
}

Result<QList<SealedOpening>> JournalReader::openings(const QString &entryId)
{
    auto query = m_db->prepare(QStringLiteral("SELECT frame FROM opening WHERE entry_id=?1 ORDER BY grp,nth"));
    if (!query)
        return query.error();
    query->bind(1, entryId);
    QList<SealedOpening> openings;
    while (true) {
        const auto row = query->step();
        if (!row)
            return row.error();
        if (!*row)
            return openings;
        if (const auto sealed = SealedOpening::fromFrame(query->blob(0)))
            openings.append(*sealed);
    }
}

} // namespace astern
