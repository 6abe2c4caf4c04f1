// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/journal.h"
#include "models/journal/merkle.h"
#include "models/journal/segmentlog.h"
#include "models/journal/sqlite.h"

#include <optional>

namespace astern {

// An entry as the index files it: everything here is derived from the signed bytes.
struct FiledEntry {
    quint64 index = 0;
    QByteArray leaf;
    Hash leafHash{};
    QString id, kind, saga, service, environment, cell;
    qint64 wallMs = 0;
    QList<EntryLink> links;
};
// Reads the fields of a payload that the index files.
[[nodiscard]] FiledEntry describe(quint64 index, const QByteArray &leaf, const QJsonObject &payload);
[[nodiscard]] QString toString(EntryLink::Rel rel); // "outcome-of"
[[nodiscard]] std::optional<EntryLink::Rel> relFromString(const QString &text);

struct FiledGroup {
    Group group;
    LogPosition at;
    QList<FiledEntry> entries;
};

// SQLite as index and second copy of the log. Owner only; one thread.
class Index {
public:
    // Opens or makes the file, reads every pragma back and refuses to run on other values.
    [[nodiscard]] static Result<std::unique_ptr<Index>> open(const QString &path, int busyMs);

    struct Head {
        LogCursor next;   // behind the last filed group
        LogPosition last; // where that group lies
        Hash lastHash{};
    };
    [[nodiscard]] Result<std::optional<Head>> head();
    [[nodiscard]] Result<Ok> file(const QList<FiledGroup> &groups); // one transaction

    [[nodiscard]] Result<Merkle::Frontier> frontier();
    [[nodiscard]] Result<Hash> rootAt(quint64 size);
    [[nodiscard]] Result<std::optional<Receipt>> find(const QString &id);
    [[nodiscard]] Result<QByteArray> leaf(quint64 index);
    [[nodiscard]] Result<QList<FiledEntry>>
    entries(const JournalQuery &query);                   // newest first; leaf, hash and index set
    [[nodiscard]] Result<QList<FiledEntry>> unresolved(); // oldest first
    [[nodiscard]] Result<QList<QByteArray>> openings(const QString &entryId);
    // Groups as they were written, from `number` on: to make a damaged log whole.
    [[nodiscard]] Result<QList<FiledGroup>> groups(quint64 number, quint64 count);
    [[nodiscard]] Result<quint64> verifiedTo();
    [[nodiscard]] Result<Ok> setVerified(quint64 size, const Hash &root);
    // Moves the WAL into the file; when nobody waits.
    [[nodiscard]] Result<Ok> checkpoint();
    [[nodiscard]] Database &database() { return *m_db; }

private:
    explicit Index(std::unique_ptr<Database> db) : m_db(std::move(db)) {}
    [[nodiscard]] Result<Ok> prepareAll();
    [[nodiscard]] Result<Ok> fileEntry(const FiledEntry &entry, quint64 group, Merkle::Frontier &frontier);
    [[nodiscard]] Result<Hash> node(int level, quint64 pos);

    std::unique_ptr<Database> m_db;
    std::optional<Merkle::Frontier> m_frontier;
    Statement m_addEntry, m_addNode, m_addOpening, m_addGroup, m_addLink, m_addIntent, m_endIntent, m_leafHash, m_node,
        m_find;
};

} // namespace astern
