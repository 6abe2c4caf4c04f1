// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"
#include "models/journal/commitment.h"
#include "models/journal/digest.h"
#include "models/presence/names.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace astern {

// An entry as the shared store files it. All but leaf and index is said by the leaf too: readers compare.
struct SharedRow {
    quint64 index = 0;
    QByteArray leaf;
    Hash leafHash{};
    QString writer;
    quint64 seq = 0;
    QString id;
    QString kind;
    QString saga;
    QString gate;
    qint64 gateGen = 0;   // 0: no gate
    bool gateWon = false; // it was the first with this generation

    // What a digest of the store takes of a row: SHA-256 leaf hash of the leaf, the hash as filed, and the fields.
    [[nodiscard]] QByteArray digestBytes() const;
    bool operator==(const SharedRow &) const = default;
};

// What append() answered.
struct Filed {
    enum class Status { Ok, Dup, Stale, Gap, Fork, NotYours, Malformed };
    Status status = Status::Ok;
    quint64 at = 0; // index of the entry; of Gap and Fork: the seq that is wanted
    QString why;
};

struct SharedHead {
    quint64 size = 0;
    QList<Hash> roots; // of the complete subtrees, largest first
};

// A head that the operator signed (no writer) or a device cosigned. Nothing is checked yet.
struct PublishedHead {
    quint64 size = 0;
    QString writer;
    QByteArray note;
};

// The store that a team shares. For one thread, which it may block, never for longer than it was told; wake() and
// cancel() may come from any thread.
class SharedStore {
public:
    virtual ~SharedStore() = default;
    virtual Result<Ok> connect() = 0; // again after an answer that says that the store is away
    [[nodiscard]] virtual bool connected() const = 0;
    // Answers after what it says is durable. After an error nobody knows: sent again, it is Dup.
    virtual Result<Filed> append(const QByteArray &leaf) = 0;
    virtual Result<SharedHead> head() = 0;
    virtual Result<QList<SharedRow>> rows(quint64 from, int most) = 0;
    // SHA-256 of the digestBytes() of these rows, computed from the table as it is now.
    virtual Result<Hash> digest(quint64 from, quint64 to) = 0;
    virtual Result<quint64> nextSeq(const QString &writer) = 0;
    // An encrypted opening of an entry that is filed; what was erased stays erased.
    virtual Result<Ok> putOpening(const SealedOpening &opening) = 0;
    // What the own privacy.erase entry of this id says: openings of entries before it. How many went.
    virtual Result<quint64> eraseOpenings(const QString &entry) = 0;
    // What devices call who speaks on them; nothing where the store does not keep that.
    virtual Result<QList<SaidName>> names() = 0;
    // What the person is called who speaks in this own entry. What was erased, and what no name may be, is passed over.
    virtual Result<Ok> sayName(const QString &entry, const QString &name) = 0;
    virtual Result<Ok> publishCheckpoint(quint64 size, const QByteArray &note) = 0;
    virtual Result<Ok> publishCosignature(quint64 size, const QString &writer, const QByteArray &note) = 0;
    virtual Result<QList<PublishedHead>> heads(quint64 fromSize) = 0;
    virtual Result<bool> signsHeads() = 0; // whether this login may publish the log's own checkpoints
    virtual Result<Ok> notify() = 0;       // others look then; never part of an append
    // True: somebody notified; false: time over, or woken.
    virtual Result<bool> waitForNotice(int ms) = 0;
    virtual void wake() = 0;
    virtual void cancel() = 0; // every call answers at once from now on
};

} // namespace astern
