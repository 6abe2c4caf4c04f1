// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/sharedchain.h"
#include "models/journal/sharedstate.h"
#include "models/journal/sqlite.h"

#include <memory>

namespace astern {

// A copy of the whole shared log in a file of its own, every entry verified before it is kept, and the log's tree. What
// the store loses later is kept here as evidence. One thread.
class SharedMirror {
public:
    [[nodiscard]] static Result<std::unique_ptr<SharedMirror>> open(const QString &path);

    [[nodiscard]] quint64 size() const { return quint64(m_levels.isEmpty() ? 0 : m_levels.first().size()); }
    [[nodiscard]] Hash rootAt(quint64 size) const;
    [[nodiscard]] QList<Hash> subtrees(quint64 size) const; // as SharedHead has them
    [[nodiscard]] const SharedChain &chain() const { return m_chain; }
    [[nodiscard]] Result<QList<SharedRow>> rows(quint64 from, quint64 to);
    [[nodiscard]] Result<Hash> digest(quint64 from, quint64 to);
    [[nodiscard]] Result<std::optional<quint64>> indexOf(const QString &writer, quint64 seq);

    struct Taken {
        quint64 good = 0;
        std::optional<SharedAlarm> stopped; // at a row that was not taken
        QList<SharedAlarm> alarms;
    };
    // Rows behind the ones that are here, durable when it returns.
    [[nodiscard]] Result<Taken> take(const QList<SharedRow> &rows, qint64 nowMs);
    // The store no longer has what is here from `to` on: kept as evidence, and forgotten as part of the log.
    [[nodiscard]] Result<Ok> rewind(quint64 to, qint64 nowMs);
    // Where a lost entry stood; nullopt: it never was lost, or is back.
    [[nodiscard]] Result<std::optional<quint64>> lostAt(const Hash &leafHash);
    struct Loss {
        quint64 from = 0;
        quint64 size = 0; // of the log before
        Hash root{};
        quint64 missing = 0; // entries that are not back
        [[nodiscard]] bool isWhole(const SharedMirror &mirror) const
        {
            return mirror.size() >= size && mirror.rootAt(size) == root;
        }
    };
    [[nodiscard]] Result<QList<Loss>> losses();

    // The newest head that this device put its name to; never one that contradicts it. Durable when it returns.
    struct Witnessed {
        quint64 size = 0;
        Hash root{};
    };
    [[nodiscard]] Result<Witnessed> lastSigned(const QString &role);
    [[nodiscard]] Result<Ok> setSigned(const QString &role, quint64 size, const Hash &root, const QByteArray &note);

    // A small number that survives a restart; 0 where none was kept.
    [[nodiscard]] Result<quint64> kept(const QString &what);
    [[nodiscard]] Result<Ok> keep(const QString &what, quint64 value);

    // An erasure that an approved device recorded, and who said that nothing is left there.
    struct Erased {
        quint64 index = 0;
        QString writer;
        quint64 seq = 0;
        QString entry;
        QString leafHash; // hex
        QString subject;
        qint64 atMs = 0; // as its writer's clock had it
        QSet<QString> acknowledged;
    };
    [[nodiscard]] Result<QList<Erased>> erasures();

private:
    explicit SharedMirror(std::unique_ptr<Database> db) : m_db(std::move(db)) {}
    [[nodiscard]] Result<Ok> load();
    void grow(const Hash &leaf);
    [[nodiscard]] Hash nodeAt(int level, quint64 pos) const;

    std::unique_ptr<Database> m_db;
    SharedChain m_chain;
    QList<QList<Hash>> m_levels; // complete subtrees, leaves first
};

} // namespace astern
