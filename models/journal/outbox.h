// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"
#include "models/journal/commitment.h"
#include "models/journal/digest.h"

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QString>

namespace astern {

// An entry as it lies in the log, byte for byte.
struct LoggedLeaf {
    quint64 index = 0;
    QByteArray leaf;
    Hash leafHash{};
    QMap<QString, QString> personal; // openings that are present
    QList<SealedOpening> sealed;     // the same, as they lie in the log
};

// How far one sink is. The log itself is the queue, so nothing can be trimmed, and an append writes no row for a sink.
struct SinkCursor {
    QString sink;            // e.g. "otlp.collector-a"
    quint64 acked = 0;       // entries below were acknowledged
    qint64 atMs = 0;         // wall clock of the last acknowledgement
    QByteArray proof;        // what the sink answered
    QList<quint64> rejected; // entries below `acked` that the sink will not take
    bool operator==(const SinkCursor &) const = default;
};

// The log as whoever ships it sees it. Thread safe; answers come on the journal's thread. What is new is told by
// Journal::appended, how many there are by JournalState::size.
class Outbox {
public:
    virtual ~Outbox() = default;
    // In order, `from` included, at most `most` (and at most 1 MiB of leaves, but always one).
    virtual void leaves(quint64 from, int most, Done<QList<LoggedLeaf>> done) = 0;
    virtual void cursors(Done<QList<SinkCursor>> done) = 0;
    // Only upward: a cursor that would go back is refused. Durable when answered. A cursor that was lost with the
    // index is begun again at 0, so sinks must know an entry that comes twice by its leaf hash.
    virtual void advance(const SinkCursor &cursor, Done<Ok> done) = 0;
};

} // namespace astern
