// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/views/entriesmodel.h"

#include <array>

namespace astern {

// What happened, sorted into lanes of one time axis. Values only.
enum class TimelineLane { Rollouts, Verdicts, Decisions, Commands, Flags, Journal };
inline constexpr int kTimelineLanes = 6;
[[nodiscard]] QString laneName(TimelineLane lane);

// The lanes in which entries of a kind stand, and how grave they are by their kind alone: what can be said of entries
// that were only counted. Flags are switched by commands, so counting cannot tell them apart.
struct KindLook {
    std::array<bool, kTimelineLanes> lanes{};
    EntryRow::Tone tone = EntryRow::Tone::Plain;
};
[[nodiscard]] KindLook lookOfKind(const QString &kind);

struct TimelineItem {
    enum class Shape { Event, Span };
    QString key; // unique: the same entry may stand in several lanes
    TimelineLane lane = TimelineLane::Journal;
    Shape shape = Shape::Event;
    QString entryId; // what opens
    quint64 index = 0;
    QString saga;
    QString place; // "checkout prod/eu-1"; empty: of none
    qint64 fromMs = 0;
    qint64 toMs = 0;   // of an event: fromMs
    bool open = false; // it has not ended: toMs is now
    enum class Verdict { None, Healthy, Suspect, External, Unknown, Failing };
    Verdict verdict = Verdict::None; // of the lane of verdicts
    int attempts = 0;                // of a command that was sent again
    EntryRow::Tone tone = EntryRow::Tone::Plain;
    QString glyph;   // of an event
    QString label;   // short, drawn
    QString details; // the whole sentence
    [[nodiscard]] QString id() const { return key; }
    bool operator==(const TimelineItem &) const = default;
};

// Items of the entries, by time. Intent, attempts and outcome become one span; what has no outcome yet is open until
// `nowMs`, and so is the last verdict of every place and policy.
[[nodiscard]] QList<TimelineItem> timelineItems(QList<JournalEntry> entries, qint64 nowMs, const Names &names = {});

} // namespace astern
