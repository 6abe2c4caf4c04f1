// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/outbox.h"
#include "models/views/entriesmodel.h"

namespace astern {

// An entry as people read it: what, who, why, what came of it, and what proves it. Values only.
struct EntryFact {
    enum class Sign { None, Check, Open, Bad, Doubt };
    QString name; // empty: the words stand alone
    QString words;
    QString note; // at the right: how long after
    Sign sign = Sign::None;
    std::optional<quint64> entry; // pressed, it opens
    QString copy;                 // pressed, this is copied
    bool operator==(const EntryFact &) const = default;
};

struct EntrySection {
    QString title;
    QString note;
    QList<EntryFact> facts;
    bool operator==(const EntrySection &) const = default;
};

struct EntryDetail {
    QString title;  // "Rollback intent"
    QString number; // "#48 103"
    QString when;   // "2026-11-23 14:30:31 +01:00, 34 min ago"
    QString glyph;
    EntryRow::Tone tone = EntryRow::Tone::Plain;
    QList<EntrySection> sections;
    struct Level {
        QString name;
        bool reached = false;
        bool operator==(const Level &) const = default;
    };
    QList<Level> levels; // where it is kept, nearest first
    QString leaf;        // hex
    QString signedText;  // the payload as it was signed, indented
    bool operator==(const EntryDetail &) const = default;
};

// "Rollback intent", "Verdict changed"; a kind that nobody knows is its own name.
[[nodiscard]] QString kindWords(const QString &kind);
// One word for a column: "rollback", "outcome", "verdict".
[[nodiscard]] QString kindWord(const QString &kind);
[[nodiscard]] QString kindGlyph(const QString &kind); // name of an icon
// As people know them where that may be read; a policy; else their pseudonym.
[[nodiscard]] QString whoWords(const JournalEntry &entry);
// "RB-01932f4c-77b0" for what goes back, else the whole id.
[[nodiscard]] QString sagaWords(const JournalEntry &entry);

// Places that every entry is copied to, as far as this process knows them.
struct EntryCopies {
    QList<SinkCursor> sinks;
    QStringList silent; // those among them that do not acknowledge: what they were handed may be lost
};
// `related`: other entries of its operation, in any order.
[[nodiscard]] EntryDetail detailOf(const JournalEntry &entry, QList<JournalEntry> related, const JournalState &state,
                                   qint64 nowMs, const EntryCopies &copies = {}, const Names &names = {});

} // namespace astern
