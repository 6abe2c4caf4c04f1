// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/escalation/book.h"
#include "models/guard/placeverdict.h"

// What policies want people to know, as concerns, and when that is over. Pure functions of values, any thread.
namespace astern::escalation {

// Of a notify, page or ask. `verdict`: of the place, as it is when the act is due.
[[nodiscard]] Concern concernOf(const guard::PlaceVerdict &verdict, const guard::Act &act);
// The questions of the place that wait for an answer.
[[nodiscard]] QList<Concern> questionsOf(const guard::PlaceVerdict &verdict);
// Why an open item about this place needs nobody any more, in a sentence without its stop; absent: it does.
// - A question: answered, or taken back.
// - The place is healthy again, or recovered after the rollback.
// - The rollout has ended, and somebody has taken it over. One that went back and did not recover stays open until
// then.
[[nodiscard]] std::optional<QString> whyOver(const Item &item, const guard::PlaceVerdict &verdict);

} // namespace astern::escalation
