// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/fullcheck.h"

#include "models/journal/commitment.h"

#include <QCoreApplication>

namespace astern {
namespace {

constexpr qsizetype kMostFindings = 20;

QString tr(const char *text) { return QCoreApplication::translate("Journal", text); }

} // namespace

FullCheck::FullCheck(LogIo &log, QString database, const Until &until, const std::atomic<bool> *stop)
    : m_log(log), m_database(std::move(database)), m_until(until), m_stop(stop)
{
}

void FullCheck::found(const QString &what)
{
    if (m_findings.size() < kMostFindings)
        m_findings.append(what);
}

Result<bool> FullCheck::step(int groups)
{
    if (!m_db) {
        auto db = Database::open(m_database, Database::Mode::ReadOnly, 2000);
        if (!db)
            return db.error();
        m_db = std::move(db).value();
        if (m_stop)
            m_db->stopWhen(m_stop);
    }
    while (groups-- > 0) {
        if (m_at.index >= m_until.size()) {
            if (m_tree.root() != m_until.root)
                found(tr("the entries do not give the head that the log had"));
            if (auto done = compareIntents(); !done)
                return done.error();
            if (auto done = checkFile(); !done)
                return done.error();
            return false;
        }
        const auto more = nextGroup();
        if (!more && more.error().kind == Error::Kind::Malformed) { // of the index: the log's is found, and told
            found(more.error().message);
            return false;
        }
        if (!more || !*more)
            return more;
    }
    return true;
}

Result<bool> FullCheck::nextGroup()
{
    if (!m_loaded) {
        const auto file = m_log.open(SegmentLog::nameOf(m_at.at.segment));
        if (!file && file.error().kind != Error::Kind::NotFound)
            return file.error();
        m_segment.clear();
        if (file) {
            const LogFile guard(m_log, *file);
            const auto size = m_log.size(*file);
            const auto bytes = size ? m_log.read(*file, 0, *size) : Result<QByteArray>(size.error());
            if (!bytes)
                return bytes.error();
            m_segment = *bytes;
        }
        m_loaded = true;
    }
    const qint64 at = m_at.at.offset;
    const auto group =
        at + kBlock <= m_segment.size() ? Group::decode(QByteArrayView(m_segment).sliced(at)) : std::nullopt;
    if (!group || group->number != m_at.number || group->first != m_at.index || group->prev != m_at.prev) {
        const bool restIsZero = isZero(QByteArrayView(m_segment).sliced(std::min<qint64>(at, m_segment.size())));
        if (restIsZero && m_at.at.segment < m_until.end.at.segment && !m_segment.isEmpty()) {
            m_at.at = {m_at.at.segment + 1, 0};
            m_loaded = false;
            return true;
        }
        found(tr("group %1 is missing or changed, %2").arg(m_at.number).arg(m_at.at.toString()));
        return false;
    }
    quint64 index = group->first;
    for (const QByteArray &leaf : group->entries) {
        const auto payload = m_chain.check(index, leaf, m_last);
        if (!payload) {
            found(payload.error().message);
            return false;
        }
        const FiledEntry entry = describe(index, leaf, *payload);
        if (auto done = m_chain.adopt(entry, *payload); !done) {
            found(done.error().message);
            return false;
        }
        if (auto done = compare(entry); !done)
            return done.error();
        if (auto done = compareLinks(entry); !done)
            return done.error();
        m_last = entry.leafHash;
        ++index;
    }
    if (auto done = compareOpenings(*group); !done)
        return done.error();
    m_at = {{m_at.at.segment, at + group->paddedSize()}, group->number + 1, index, group->self};
    return true;
}

Result<Ok> FullCheck::compare(const FiledEntry &entry)
{
    auto query = m_db->prepare(
        QStringLiteral("SELECT leaf,leaf_hash,id,kind,saga,service,environment,cell,wall_ms FROM entry WHERE idx=?"));
    if (!query)
        return query.error();
    const auto row = query->bind(1, entry.index).step();
    if (!row)
        return row.error();
    if (!*row) {
        found(tr("entry %1 is missing in the index").arg(entry.index));
    } else {
        const QString columns[] = {entry.id, entry.kind, entry.saga, entry.service, entry.environment, entry.cell};
        bool same = query->blob(0) == entry.leaf && QByteArrayView(query->blob(1)) == viewOf(entry.leafHash) &&
                    query->integer(8) == entry.wallMs;
        for (int i = 0; i < 6; ++i)
            same = same && query->text(2 + i) == columns[i];
        if (!same)
            found(tr("entry %1 is another one in the index").arg(entry.index));
    }
    query->reset();
    std::optional<Error> error;
    m_tree.append(entry.leafHash, [&](int level, quint64 pos, const Hash &hash) {
        if (const auto done = compareNode(level, pos, hash); !done)
            error = done.error();
    });
    if (error)
        return *error;
    return Ok{};
}

Result<Ok> FullCheck::compareNode(int level, quint64 pos, const Hash &hash)
{
    auto query = m_db->prepare(QStringLiteral("SELECT hash FROM node WHERE level=? AND pos=?"));
    if (!query)
        return query.error();
    const auto row = query->bind(1, qint64(level)).bind(2, pos).step();
    if (!row)
        return row.error();
    if (!*row || QByteArrayView(query->blob(0)) != viewOf(hash))
        found(tr("node %1/%2 of the index is not what the entries give").arg(level).arg(pos));
    query->reset();
    return Ok{};
}

Result<Ok> FullCheck::compareLinks(const FiledEntry &entry)
{
    if (entry.kind.endsWith(QLatin1String(".intent")))
        m_intents.insert(entry.id, entry.index);
    QStringList expected;
    for (const EntryLink &link : entry.links) {
        expected.append(toString(link.rel) + QLatin1Char(' ') + link.id);
        if (link.rel == EntryLink::Rel::OutcomeOf)
            m_intents.remove(link.id);
    }
    auto query = m_db->prepare(QStringLiteral("SELECT rel,id FROM link WHERE idx=?"));
    if (!query)
        return query.error();
    query->bind(1, entry.index);
    QStringList links;
    while (true) {
        const auto row = query->step();
        if (!row)
            return row.error();
        if (!*row)
            break;
        links.append(query->text(0) + QLatin1Char(' ') + query->text(1));
    }
    links.sort();
    expected.sort();
    expected.removeDuplicates();
    if (links != expected)
        found(tr("entry %1 is linked to others in the index").arg(entry.index));
    return Ok{};
}

Result<Ok> FullCheck::compareOpenings(const Group &group)
{
    auto query = m_db->prepare(QStringLiteral("SELECT frame,entry_id FROM opening WHERE grp=? ORDER BY nth"));
    if (!query)
        return query.error();
    query->bind(1, group.number);
    QList<QByteArray> frames;
    bool same = true;
    while (true) {
        const auto row = query->step();
        if (!row)
            return row.error();
        if (!*row)
            break;
        frames.append(query->blob(0));
        const auto opening = SealedOpening::fromFrame(frames.last());
        same = same && (!opening || opening->entry == query->text(1));
    }
    if (!same || frames != group.openings)
        found(tr("what was said in group %1 is something else in the index").arg(group.number));
    return Ok{};
}

// Intents that wait for their outcome; one may have got it since.
Result<Ok> FullCheck::compareIntents()
{
    auto rows = m_db->prepare(QStringLiteral("SELECT id,idx FROM open_intent WHERE idx<?"));
    auto ended = m_db->prepare(QStringLiteral("SELECT count(*) FROM link WHERE id=? AND rel='outcome-of' AND idx>=?"));
    if (!rows || !ended)
        return !rows ? rows.error() : ended.error();
    rows->bind(1, m_until.size());
    QHash<QString, quint64> filed;
    while (true) {
        const auto row = rows->step();
        if (!row)
            return row.error();
        if (!*row)
            break;
        filed.insert(rows->text(0), rows->position(1));
    }
    for (auto it = m_intents.constBegin(); it != m_intents.constEnd(); ++it) {
        if (filed.contains(it.key()) && filed.take(it.key()) == it.value())
            continue;
        const auto row = ended->bind(1, it.key()).bind(2, m_until.size()).step();
        if (!row)
            return row.error();
        if (ended->integer(0) == 0)
            found(tr("the index does not know that entry %1 has no outcome").arg(it.value()));
        ended->reset();
    }
    if (!filed.isEmpty())
        found(tr("the index says of entry %1 that it has no outcome").arg(*filed.constBegin()));
    return Ok{};
}

// That what is found by an index of SQLite's is what is in its tables.
Result<Ok> FullCheck::checkFile()
{
    const auto whole = m_db->pragma(QStringLiteral("integrity_check(1)"));
    if (!whole && whole.error().kind != Error::Kind::Malformed)
        return whole.error();
    if (!whole || *whole != QLatin1String("ok"))
        found(tr("the file of the index is damaged: %1").arg(whole ? *whole : whole.error().detail));
    return Ok{};
}

} // namespace astern
