// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/journal.h"
#include "models/journal/merkle.h"
#include "models/journal/outbox.h"
#include "models/journal/segmentlog.h"
#include "models/journal/sqlite.h"

#include <optional>

namespace astern {

inline const QString kEraseKind = QStringLiteral("privacy.erase");
inline const QString kHoldKind = QStringLiteral("privacy.hold");

// An entry as the index files it: everything here is derived from the signed bytes.
struct FiledEntry {
    quint64 index = 0;
    QByteArray leaf;
    Hash leafHash{};
    QString id, kind, saga, service, environment, cell;
    qint64 wallMs = 0;
    QList<EntryLink> links;
    QString person; // whom a privacy.erase or privacy.hold is about
    bool lifted = false;
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
    // One transaction. An index that holds something that contradicts them is damaged.
    [[nodiscard]] Result<Ok> file(const QList<FiledGroup> &groups);

    [[nodiscard]] Result<Merkle::Frontier> frontier();
    [[nodiscard]] Result<Hash> rootAt(quint64 size);
    [[nodiscard]] Result<std::optional<Receipt>> find(const QString &id);
    [[nodiscard]] Result<QByteArray> leaf(quint64 index);
    // A part of the log: a text is looked for from one to the next, so that a word that is everywhere costs no more
    // than its first page, and nobody waits for all of a long log.
    struct Window {
        quint64 from = 0;
        quint64 to = 0; // not included
    };
    // Leaf, hash and index set. `said`: for each word of the query a JSON list of the entries in the window whose
    // openings have it.
    [[nodiscard]] Result<QList<FiledEntry>> entries(const JournalQuery &query, const QStringList &said = {},
                                                    const std::optional<Window> &within = {});
    [[nodiscard]] Result<QStringList> kindsLike(const QStringList &wanted); // "rollback." stands for all of these
    [[nodiscard]] Result<QList<FiledEntry>> leaves(quint64 from, int most); // oldest first
    [[nodiscard]] Result<QList<FiledEntry>> unresolved();                   // oldest first
    [[nodiscard]] Result<QList<QByteArray>> openings(const QString &entryId);
    // Ids of the entries with openings of `subject`.
    [[nodiscard]] Result<QStringList> spokenBy(const QString &subject);
    // Who said something, the last of it before this moment, and is not erased since.
    [[nodiscard]] Result<QStringList> silentSince(qint64 beforeMs);
    // Groups as they were written, from `number` on: to make a damaged log whole.
    [[nodiscard]] Result<QList<FiledGroup>> groups(quint64 number, quint64 count);

    struct Verified {
        quint64 size = 0;
        Hash root{};
    };
    [[nodiscard]] Result<std::optional<Verified>> verified();
    [[nodiscard]] Result<Ok> setVerified(const Verified &verified);
    // The last verification of the whole log.
    struct Checked {
        quint64 size = 0;
        qint64 atMs = 0;
        QString found;
    };
    [[nodiscard]] Result<Checked> checked();
    [[nodiscard]] Result<Ok> setChecked(const Checked &checked);
    // The newest signed head of a log; heads only grow.
    struct Note {
        QString origin;
        quint64 size = 0;
        Hash root{};
        QByteArray note; // C2SP signed note
        qint64 atMs = 0;
    };
    [[nodiscard]] Result<std::optional<Note>> note(const QString &origin);
    [[nodiscard]] Result<Ok> setNote(const Note &note);
    [[nodiscard]] Result<QList<SinkCursor>> cursors();
    [[nodiscard]] Result<Ok> setCursor(const SinkCursor &cursor);

    struct Erased {
        QString subject;
        quint64 index = 0; // of the privacy.erase: what entries below said of the subject is gone
    };
    [[nodiscard]] Result<QList<Erased>> erased();
    // The entry that holds erasures of `subject`, if one does.
    [[nodiscard]] Result<std::optional<quint64>> holdOn(const QString &subject);

    // Small numbers that survive a restart; 0 when never kept.
    [[nodiscard]] Result<quint64> kept(const QString &what);
    [[nodiscard]] Result<Ok> keep(const QString &what, quint64 value);
    // Full text of what an entry says without its openings, filed when nobody waits.
    [[nodiscard]] Result<Ok> addText(quint64 index, const QString &text);
    [[nodiscard]] static QStringList searchWords(const QString &text);
    [[nodiscard]] static QString matchOf(const QString &word); // as FTS5 takes it

    // Brought to this version by this opening.
    [[nodiscard]] bool wasMigrated() const { return m_migrated; }
    // Moves the WAL into the file; when nobody waits.
    [[nodiscard]] Result<Ok> checkpoint();
    [[nodiscard]] Result<Ok> emptyWal();
    [[nodiscard]] Database &database() { return *m_db; }

private:
    explicit Index(std::unique_ptr<Database> db) : m_db(std::move(db)) {}
    [[nodiscard]] Result<Ok> prepareAll();
    [[nodiscard]] Result<Ok> fileGroups(const QList<FiledGroup> &groups);
    [[nodiscard]] Result<Ok> fileEntry(const FiledEntry &entry, quint64 group, Merkle::Frontier &frontier);
    [[nodiscard]] Result<Ok> filePrivacy(const FiledEntry &entry);
    [[nodiscard]] Result<Hash> node(int level, quint64 pos);

    std::unique_ptr<Database> m_db;
    bool m_migrated = false;
    std::optional<Merkle::Frontier> m_frontier;
    Statement m_addEntry, m_addNode, m_addOpening, m_addGroup, m_addLink, m_addIntent, m_endIntent, m_leafHash, m_node,
        m_find;
};

} // namespace astern
