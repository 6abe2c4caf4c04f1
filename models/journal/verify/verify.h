// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

#include <functional>

namespace astern::verify {

struct Finding {
    enum class Kind {
        Tampered,   // what is there contradicts itself, a signature or another copy
        Incomplete, // nothing wrong, but something is missing that should be there, or somebody disputes it
        Unreadable,
    };
    Kind kind = Kind::Tampered;
    QString where; // "entry 17", "00000000.seg at 8192", "journal.db"
    QString what;
};

struct Report {
    quint64 passed = 0; // checks: groups, entries, rows, checkpoints, the mark
    quint64 entries = 0;
    QString journal; // leaf hash of the genesis: the anchor of trust
    QString root;    // of the tree over all entries that were read in order
    // At most 1000, the first ones of each kind first; `more` were left out.
    QList<Finding> findings;
    quint64 more = 0;
    QStringList erased;   // openings that are gone because an entry says so: nothing wrong with that
    quint64 vouched = 0;  // entries below stand under a checkpoint whose signature was verified
    QStringList vouchers; // whose

    void add(Finding::Kind kind, const QString &where, const QString &what);
    [[nodiscard]] quint64 failed() const { return quint64(findings.size()) + more; }
    // 0 whole, 1 tampered, 2 incomplete, 4 unreadable.
    [[nodiscard]] int exitCode() const;

private:
    bool m_has[3] = {};
};

struct Sources {
    QString log;      // folder of the segments; empty: not looked at
    QString database; // SQLite file; empty: not looked at
    QString mark;     // high-water mark; empty or missing: not looked at
    QString genesis;  // leaf hash that the genesis must have; empty: the log's own
    QString payloadType = QStringLiteral("application/vnd.astern.journal.entry.v1+json");
    QStringList trust;   // vkeys: checkpoints must be signed by one of these, not by keys that the log itself names
    QStringList witness; // files: signed checkpoints of this log that were kept elsewhere
    quint64 since = 0;   // entries below: chain, hashes and tree against a signed checkpoint, not each signature
    std::function<bool(quint64 entries)> progress; // now and then, on the calling thread; false: stop
};

// Checks a journal from its bytes alone, with a parser of its own: shares no code with what writes it. Uses all cores;
// memory does not grow with the size of entries (some 20 bytes an entry).
[[nodiscard]] Report run(const Sources &sources);

struct BundleSources {
    QString file;
    QString genesis;   // as above
    QStringList trust; // as above
    QStringList witness;
    QString payloadType = QStringLiteral("application/vnd.astern.journal.entry.v1+json");
};
// Checks an evidence bundle (*.astern-evidence.tar) without the journal that it comes from.
[[nodiscard]] Report runBundle(const BundleSources &sources);

// Where two copies of a log part. A copy is a journal's folder, a folder of segments or a database file.
struct Difference {
    bool isRead = false;
    QString words;          // why not
    quint64 size[2] = {};   // entries of each
    quint64 common = 0;     // entries from the first one on that both have, byte for byte
    QString id[2], kind[2]; // of the entry behind them, where there is one
    [[nodiscard]] bool isSame() const { return isRead && common == size[0] && common == size[1]; }
};
[[nodiscard]] Difference compare(const QString &one, const QString &other);

} // namespace astern::verify
