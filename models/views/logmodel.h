// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/views/entriesmodel.h"
#include "models/views/journalfilter.h"

#include <QAbstractTableModel>
#include <QCache>

namespace astern {

// The log as a table, newest first, of any length: every row has its place at once, and only the pages that are looked
// at are read and kept. Filtered, rows are those that were found so far, and fetchMore() finds on.
class LogModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { NumberColumn, TimeColumn, KindColumn, PlaceColumn, WhoColumn, TextColumn, ProofColumn, ColumnCount };
    enum EntryRole { IdRole = Qt::UserRole, SortRole, KindRole, GlyphRole, IndexRole, ToneRole, LoadedRole, ProofRole };
    static constexpr int kPage = 128;

    explicit LogModel(Session &session, QObject *parent = nullptr);
    void setFilter(const QString &text);
    [[nodiscard]] const JournalFilter &filter() const { return m_filter; }
    void reload();
    // Reads the pages of these rows where they are not there; loaded() tells.
    void need(int first, int last);
    // nullptr: not read (yet), or no longer.
    [[nodiscard]] const EntryRow *rowAt(int row) const;
    // Where the entry stands; -1: not among the rows that are known.
    [[nodiscard]] int rowOf(quint64 index) const;
    [[nodiscard]] bool isFiltered() const { return !m_filter.isEmpty(); }
    [[nodiscard]] bool isReading() const { return m_open > 0; }
    [[nodiscard]] bool isWhole() const { return !isFiltered() || !m_more; } // every match is a row
    // Places in the log of everything that the filter found; absent: not all of it was read, or is still kept.
    [[nodiscard]] std::optional<QList<quint64>> found() const;
    [[nodiscard]] const std::optional<Error> &error() const { return m_error; }
    [[nodiscard]] int pagesKept() const { return int(m_pages.count()); }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : int(ColumnCount);
    }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

Q_SIGNALS:
    void loaded(); // something that was asked for is there, or failed

private:
    // Rows that one question found, in order of the log: where the question began and how many it found.
    struct Chunk {
        quint64 id = 0;     // of its page
        quint64 before = 0; // 0: from the newest
        int rows = 0;
    };
    struct Place {
        quint64 page = 0;
        int row = 0; // in it
        int chunk = -1;
    };
    using Rows = QList<EntryRow>;
    [[nodiscard]] Place placeOf(int row) const;
    void readPage(quint64 page, const Chunk *chunk);
    void readNewest();
    void findMore();
    void findNewer();
    void takeFound(const QList<JournalEntry> &page, quint64 before);
    void grow(quint64 size);
    void addEntry(const JournalEntry &entry);
    [[nodiscard]] Rows rowsOf(const QList<JournalEntry> &entries) const;

    Session &m_session;
    Inbox m_inbox;
    QString m_text;
    JournalFilter m_filter;
    quint64 m_size = 0;    // of the log, as far as there are rows
    QList<Chunk> m_chunks; // filtered; newest first
    int m_found = 0;       // rows of all chunks
    quint64 m_next = 0;    // where finding goes on: below this index
    quint64 m_newest = 0;  // entries up to this index were looked at, plus one
    bool m_more = false;
    bool m_finding = false;
    bool m_newer = false;
    bool m_again = false;
    quint64 m_chunkId = 0;
    quint64 m_generation = 0;
    int m_open = 0;
    QCache<quint64, Rows> m_pages;
    QSet<quint64> m_asked;
    std::optional<Error> m_error;
};

} // namespace astern
