// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/escalation/escalation.h"
#include "models/views/gaterows.h"

// What gates want people to know, as concerns: that somebody asked for approval, that somebody went past a gate and a
// second person has to look, and that nobody has by the deadline. Pure, any thread.
namespace astern::escalation {

// Of requests and reviews that wait for people; what may go on, is void or over asks nobody.
[[nodiscard]] QList<Concern> gateConcerns(const QList<GateRow> &rows);

} // namespace astern::escalation
