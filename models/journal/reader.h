// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/commitment.h"
#include "models/journal/merkle.h"
#include "models/journal/note.h"
#include "models/journal/sqlite.h"

#include <QJsonObject>

#include <optional>

namespace astern {

// The index as a file, read only, as it was when it was opened: also while another process owns and fills it, and on a
// copy that somebody sent. Believes the file; who must not, verifies it first. One thread.
class JournalReader {
public:
    // Fails on a file that is no index, or one of a newer version.
    [[nodiscard]] static Result<std::unique_ptr<JournalReader>> open(const QString &file);

    struct Entry {
        quint64 index = 0;
        QString id, kind, saga;
        qint64 wallMs = 0;
        QByteArray leaf; // the envelope
        Hash leafHash{};

        [[nodiscard]] Result<QJsonObject> payload() const;
    };
    [[nodiscard]] quint64 size() const { return m_size; }
    [[nodiscard]] Result<Entry> entry(quint64 index);
    // By its id, or by "RB-…" or the whole id of an operation: everything that belongs to it, oldest first.
    [[nodiscard]] Result<QList<Entry>> find(const QString &idOrSaga);
    [[nodiscard]] Result<QList<Entry>> between(qint64 fromMs, qint64 toMs); // both included
    [[nodiscard]] Result<QList<Entry>> ofKind(const QString &prefix);
    [[nodiscard]] Result<QList<QByteArray>> leaves(quint64 first, int count); // exactly so many

    // Of the leaf (level 0) or a complete subtree of 2^level leaves.
    [[nodiscard]] Result<Hash> node(int level, quint64 pos);
    [[nodiscard]] Result<Hash> rootAt(quint64 size);
    [[nodiscard]] Result<QList<Hash>> inclusionPath(quint64 index, quint64 size);
    [[nodiscard]] Result<QList<Hash>> consistencyPath(quint64 oldSize, quint64 newSize);

    struct KeptNote {
        QString origin;
        quint64 size = 0;
        Hash root{};
        QByteArray note;
    };
    [[nodiscard]] Result<QList<KeptNote>> notes(); // smallest first
    [[nodiscard]] Result<QList<SealedOpening>> openings(const QString &entryId);

private:
    explicit JournalReader(std::unique_ptr<Database> db) : m_db(std::move(db)) {}
    [[nodiscard]] Result<QList<Entry>> select(const QString &where, const QList<QVariant> &values);
    template <class F>
    [[nodiscard]] auto withNodes(F work) -> Result<decltype(work(Merkle::NodeSource{}))>;

    std::unique_ptr<Database> m_db;
    quint64 m_size = 0;
    bool m_hasNotes = false;
};

} // namespace astern
