// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/index.h"

#include "models/journal/indexschema.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

namespace astern {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Journal", text); }

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
    if (entry.kind == kEraseKind) {
        entry.person = textOf(payload.value(QLatin1String("erase")).toObject(), "subject");
    } else if (entry.kind == kHoldKind) {
        const QJsonObject hold = payload.value(QLatin1String("hold")).toObject();
        entry.person = textOf(hold, "subject");
        entry.lifted = hold.value(QLatin1String("lifted")).toBool();
    }
    return entry;
}

Result<std::unique_ptr<Index>> Index::open(const QString &path, int busyMs)
{
    const auto migrated = migrateIndex(path, busyMs);
    if (!migrated)
        return migrated.error();
    auto db = Database::open(path, Database::Mode::ReadWrite, busyMs);
    if (!db)
        return db.error();
    auto index = std::unique_ptr<Index>(new Index(std::move(db).value()));
    index->m_migrated = *migrated;
    if (auto done = setUpIndex(*index->m_db); !done)
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

// What contradicts the log is no index of it.
Result<Ok> Index::file(const QList<FiledGroup> &groups)
{
    auto done = fileGroups(groups);
    if (done || done.error().kind != Error::Kind::Conflict)
        return done;
    Error error = done.error();
    error.kind = Error::Kind::Malformed;
    return error;
}

Result<Ok> Index::fileGroups(const QList<FiledGroup> &groups)
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
        // Where memory ends, SQLite gives the transaction up by itself: what came behind it would be kept alone.
        if (error)
            return;
        if (const auto done = m_addNode.bind(1, qint64(level)).bind(2, pos).bind(3, viewOf(hash)).run(); !done)
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
    return filePrivacy(entry);
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

} // namespace astern
