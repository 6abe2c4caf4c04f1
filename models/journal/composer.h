// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"
#include "models/journal/commitment.h"
#include "models/journal/envelope.h"
#include "models/journal/journal.h"

namespace astern {

struct EntryTime {
    qint64 wallMs = 0;
    qint64 monoMs = 0;
    QString boot;
    QString sync;
    qint64 maxErrorMs = 0;

    [[nodiscard]] static EntryTime now(const Clock &clock);
    [[nodiscard]] static EntryTime fromPayload(const QJsonObject &payload);
    [[nodiscard]] QJsonObject toJson() const;
    // How far the wall clock moved against the clock that never steps; 0 across a restart of the machine.
    [[nodiscard]] qint64 stepSince(const EntryTime &before) const;
};
inline constexpr qint64 kClockStepMs = 2000;

// What the journal itself adds to a draft.
struct EntryFrame {
    QString journal; // leaf hash of the genesis entry; empty in the genesis itself
    QString writer;
    quint64 seq = 0;
    Hash prev{};
    EntryTime time;
};

struct Composed {
    QJsonObject payload;
    QByteArray bytes; // canonical
    QList<Opening> openings;
};

// Refuses what must not or cannot be recorded; says which field.
[[nodiscard]] Result<Ok> checkDraft(const QString &id, const Draft &draft);
[[nodiscard]] Result<Composed> compose(const QString &id, const Draft &draft, const EntryFrame &frame);

} // namespace astern
