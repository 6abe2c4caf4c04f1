// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/escalation/escalation.h"
#include "models/journal/journalvalues.h"

namespace astern::escalation {

// Events as the log has them, and back. Of an outcome the link to its intent is the caller's.
inline constexpr auto kRaisedKind = "escalation.raised";
inline constexpr auto kAcknowledgedKind = "escalation.acknowledged";
inline constexpr auto kPassedKind = "escalation.passed";
inline constexpr auto kResolvedKind = "escalation.resolved";
inline constexpr auto kIntentKind = "notify.intent";
inline constexpr auto kOutcomeKind = "notify.outcome";
inline constexpr auto kHeldKind = "notify.held";

// `concern`: what it is about, for its subject; nullptr: not known (any more).
[[nodiscard]] Draft draftOf(const Event &event, const Concern *concern);
// Absent: the entry is about something else, or is of a later version.
[[nodiscard]] std::optional<Event> eventOf(const JournalEntry &entry);
// Kinds for a query that finds them all.
[[nodiscard]] QStringList recordedKinds();

} // namespace astern::escalation
