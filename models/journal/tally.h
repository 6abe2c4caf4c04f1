// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/sqlite.h"
#include "models/journal/summary.h"

namespace astern {

// Entries from `first` on and below `end`.
struct IndexRange {
    qint64 first = 0;
    qint64 end = 0;
};

// Counts of the index's entries by hour and by day, kept beside them: a year of a million entries is some thousand
// rows. Derived, so it follows when somebody asks and not when something is recorded; a bounded piece of work at a
// time, because appends wait behind it. Same file and thread as the index.
class Tally {
public:
    explicit Tally(Database &db, qint64 most = 4'000) : m_db(db), m_most(most) {}
    // Pieces of whole hours or days come from the counts, shorter ones from the entries themselves.
    [[nodiscard]] Result<JournalSummary> summary(const JournalSummaryQuery &query);
    // All entries of this time lie within, and not much more: what a question about a time has to look at.
    [[nodiscard]] Result<IndexRange> range(qint64 fromMs, qint64 toMs);

private:
    [[nodiscard]] Result<Ok> prepare();
    // False: entries are left to be counted.
    [[nodiscard]] Result<bool> follow();
    [[nodiscard]] Result<Ok> count(qint64 from, qint64 to);
    [[nodiscard]] Result<qint64> number(const QString &sql);
    [[nodiscard]] Result<JournalSummary> read(const QString &sql, const JournalSummaryQuery &query, qint64 unitMs);
    [[nodiscard]] Result<JournalSummary> readEntries(const JournalSummaryQuery &query, qint64 size);

    Database &m_db;
    qint64 m_most; // entries in one answer
    bool m_prepared = false;
};

} // namespace astern
