// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/rollout/rollout.h"

#include <QList>
#include <QString>

// The delivery strategy as a person reads it: a weight and the wait after it are one rung.
namespace astern::ui {

struct Rung {
    enum class Kind { Weight, Wait, Check, End };
    enum class State { Done, Current, Rest };
    Kind kind = Kind::Weight;
    State state = State::Rest;
    QString title; // "25 %", "Gate", "100 %"
    QString note;  // "10 min", "until somebody promotes", "8 s of 10 min"
    int first = 0; // steps of the strategy that it stands for
    int last = 0;
    bool operator==(const Rung &) const = default;
};

[[nodiscard]] QList<Rung> ladder(const Rollout &rollout, qint64 nowMs);
// The rung that is under way; -1 when there is none.
[[nodiscard]] int currentRung(const QList<Rung> &rungs);
// The weight that the next promotion leads to: 50, or 100 behind the last one; -1 when nothing follows.
[[nodiscard]] int nextWeight(const Rollout &rollout);

} // namespace astern::ui
