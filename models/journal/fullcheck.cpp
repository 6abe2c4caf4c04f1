// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/fullcheck.h"

#include <QCoreApplication>

namespace astern {
namespace {

constexpr qsizetype kMostFindings = 20;

QString tr(const char *text) { return QCoreApplication::translate("Journal", text); }

} // namespace

FullCheck::FullCheck(LogIo &log, QString database, const Until &until)
    : m_log(log), m_database(std::move(database)), m_until(until)
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
    }
    while (groups-- > 0) {
        if (m_at.index >= m_until.size()) {
            if (m_tree.root() != m_until.root)
                found(tr("the entries do not give the head that the log had"));
            return false;
        }
        const auto more = nextGroup();
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
        m_last = entry.leafHash;
        ++index;
    }
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

} // namespace astern
