// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QMetaType>
#include <QString>

namespace astern {

// How many entries of which kind fall into pieces of time: what a long stretch of the log looks like without reading
// it.
struct JournalSummaryQuery {
    qint64 fromMs = 0; // wall clock, both rounded outwards to whole pieces
    qint64 toMs = 0;   // not included
    qint64 pieceMs = 3'600'000;
    QString service; // empty: all
    QString environment;
    QString cell;
};

struct JournalSummary {
    struct Piece {
        qint64 startMs = 0;
        QString kind;
        qint64 count = 0;
        bool operator==(const Piece &) const = default;
    };
    QList<Piece> pieces; // by start; of those without entries there is none
    quint64 size = 0;    // entries below this index are counted
    // No answer takes long: what it has not reached yet starts here, and is asked for again. 0: this is all.
    qint64 nextMs = 0;
};

} // namespace astern

Q_DECLARE_METATYPE(astern::JournalSummary)
