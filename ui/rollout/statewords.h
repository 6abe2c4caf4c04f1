// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/views/boardrow.h"
#include "ui/rollout/runslabel.h"
#include "ui/theme/status.h"

// What a place is doing and what comes next, in sentences: the head of the Rollout screen and of Emergency.
namespace astern::ui {

[[nodiscard]] Status statusOf(BoardState state);
[[nodiscard]] Tone textTone(BoardState state);

// "over limit for 38 s": the state with the time it has held.
[[nodiscard]] QString stateFor(const BoardRow &row, qint64 nowMs);
// "over limit for 38 s  error ratio 3.42 % is above 1 %. Nothing acts by itself: …".
[[nodiscard]] QList<TextRun> headline(const BoardRow &row, qint64 nowMs);
// One signal that is beyond its limit: "error ratio 3.42 % of 1 %".
struct Excess {
    QString title;
    QString value;
    QString limit;
};
[[nodiscard]] QList<Excess> excesses(const Session &session, const Placement &placement, qint64 nowMs);

} // namespace astern::ui
