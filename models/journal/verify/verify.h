// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace astern::verify {

struct Finding {
    enum class Kind {
        Tampered,   // what is there contradicts itself, a signature or another copy
        Incomplete, // nothing wrong, but something is missing that should be there
        Unreadable,
    };
    Kind kind = Kind::Tampered;
    QString where; // "entry 17", "00000000.seg at 8192", "journal.db"
    QString what;
};

struct Report {
    quint64 passed = 0; // checks: groups, entries, rows, the mark
    quint64 entries = 0;
    QString journal; // leaf hash of the genesis: the anchor of trust
    QString root;    // of the tree over all entries that were read in order
    QList<Finding> findings;

    [[nodiscard]] quint64 failed() const { return quint64(findings.size()); }
    // 0 whole, 1 tampered, 2 incomplete, 4 unreadable.
    [[nodiscard]] int exitCode() const;
};

struct Sources {
    QString log;      // folder of the segments; empty: not looked at
    QString database; // SQLite file; empty: not looked at
    QString mark;     // high-water mark; empty or missing: not looked at
    QString genesis;  // leaf hash that the genesis must have; empty: the log's own
    QString payloadType = QStringLiteral("application/vnd.astern.journal.entry.v1+json");
};

// Checks a journal from its bytes alone, with a parser of its own: shares no code with what writes it.
[[nodiscard]] Report run(const Sources &sources);

} // namespace astern::verify
