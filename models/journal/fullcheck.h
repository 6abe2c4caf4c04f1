// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/chain.h"
#include "models/journal/logio.h"
#include "models/journal/segmentlog.h"

#include <atomic>

namespace astern {

// Verifies a log from its first entry on, and the index against it, while its owner goes on: reads the segments, which
// do not change below their end, and the index through a connection of its own that cannot write. One thread.
class FullCheck {
public:
    struct Until {
        LogCursor end;
        Hash root{};
        [[nodiscard]] quint64 size() const { return end.index; }
    };
    // `stop`: looked at while SQLite checks its file; may be null.
    FullCheck(LogIo &log, QString database, const Until &until, const std::atomic<bool> *stop = nullptr);

    // The next groups; false: it is through, or has found what keeps it from going on. An error is none of the log's
    // but of reading it: nothing is known then.
    [[nodiscard]] Result<bool> step(int groups);
    [[nodiscard]] quint64 done() const { return m_at.index; }
    [[nodiscard]] const QStringList &findings() const { return m_findings; }

private:
    [[nodiscard]] Result<bool> nextGroup();
    [[nodiscard]] Result<Ok> compare(const FiledEntry &entry);
    [[nodiscard]] Result<Ok> compareLinks(const FiledEntry &entry);
    [[nodiscard]] Result<Ok> compareOpenings(const Group &group);
    [[nodiscard]] Result<Ok> compareIntents();
    [[nodiscard]] Result<Ok> checkFile();
    [[nodiscard]] Result<Ok> compareNode(int level, quint64 pos, const Hash &hash);
    void found(const QString &what);

    LogIo &m_log;
    QString m_database;
    Until m_until;
    std::unique_ptr<Database> m_db;
    LogCursor m_at;
    QByteArray m_segment;
    bool m_loaded = false; // m_segment is the one of m_at
    Chain m_chain;
    Hash m_last{};
    Merkle::Frontier m_tree;
    QStringList m_findings;
    QHash<QString, quint64> m_intents; // without an outcome so far
    const std::atomic<bool> *m_stop;
};

} // namespace astern
