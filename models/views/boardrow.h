// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/views/alertwords.h"

#include <array>

namespace astern {

// What a row of the board says about a place. Only a policy's verdict ever makes one "healthy".
enum class BoardState {
    Failing,           // a policy has confirmed harm of the new version
    OverLimit,         // a signal with a limit is beyond it
    FailingToProgress, // the controller cannot go on (Degraded, ProgressDeadlineExceeded)
    RollingBack,       // a plan goes back, or an abort is still returning traffic
    Suspect,           // a policy sees harm that is not confirmed
    WaitsForYou,       // paused at a step, or a switch, that only a person ends
    Unknown,    // the observation, the verdict, or the samples a limit needs, are stale, missing or not understood
    External,   // harm that a rollback would not end: the stable version suffers, too, or it was there before
    Running,    // on its way; nothing is measured
    Held,       // a person's pause
    Healthy,    // on its way, and every rule of its policies is content
    NoVerdict,  // on its way, measured, within limits or without them
    RolledBack, // aborted, the old version serves everything
    Serving,    // nothing on its way: what serves, and since when
};
[[nodiscard]] QString toString(BoardState state); // "over-limit", "waits": for the filter and JSON
[[nodiscard]] QString words(BoardState state);    // "over limit", "waits for you": for people
// 1: needs a person most. The order of the board; equal ranks sort by how long the state has held.
[[nodiscard]] int rankOf(BoardState state);
// Needs a person: carries a bar at the left edge and stands above the calm rows.
[[nodiscard]] bool isUrgent(BoardState state);
// Top priority: what is wrong now, not what waits or cannot be seen.
[[nodiscard]] bool isFailing(BoardState state);

// One signal of a row.
struct BoardSignal {
    SeriesId series; // what the sparkline draws; an empty signal id: the service has none for this column
    SignalSpec spec;
    LimitReading reading;
    QString text; // "3.42 %", "812 ms"; "48 s old" when stale; empty: no data
    [[nodiscard]] bool isEmpty() const { return series.signal.isEmpty(); }
    [[nodiscard]] bool stale() const { return reading.state == LimitReading::State::Stale; }
    [[nodiscard]] bool over() const { return reading.state == LimitReading::State::OverLimit; }
    bool operator==(const BoardSignal &other) const;
};

// Everything that the board shows of one placement, as values. Made by makeBoardRow(), a pure function of the session.
struct BoardRow {
    Placement placement;
    bool production = false;
    BoardState state = BoardState::Unknown;
    qint64 sinceMs = 0;  // wall clock when `state` began; 0: not known
    QString stateReason; // "error ratio 3.42 % is above 1 %", "CanaryPauseStep", why it is unknown
    QString oldVersion;  // what serves beside (or served before) the new one; empty when there is nothing on its way
    QString newVersion;  // the version that is on its way, or the one that serves
    bool inProgress = false;
    double percent = 0;                 // of traffic to newVersion
    int step = 0;                       // passed steps
    int steps = 0;                      // 0: the strategy has none
    std::array<BoardSignal, 2> columns; // the board's two signal columns
    AlertWords alerts;                  // beside the state, never a part of it
    QString rollbackTo;                 // version of the default rollback target; empty: there is none
    QString notReady;                   // why going back is not possible
    qint64 provenMs = 0;                // wall clock of the observation that proves the target; 0: never
    QString next;                       // what happens next unless a person acts; `nextAtMs` is appended as time left
    qint64 nextAtMs = 0;                // wall clock; 0: no time is known
    QString nextBy;                     // id of the policy that does it; empty: no policy
    bool judged = false;                // the state is a policy's verdict
    bool stale = false;                 // the delivery backend's knowledge is older than three polls
    qint64 observedMs = 0;
    bool seen = false; // its backend has told something about it

    [[nodiscard]] QString id() const { return placement.key(); }
    [[nodiscard]] int rank() const { return rankOf(state); }
    bool operator==(const BoardRow &other) const;
};

// What the place of a row in the board's order rests on. A few lookups and no words, so that every place can be judged
// in each tick, while the words of a BoardRow are made for those that are looked at.
struct BoardStanding {
    BoardState state = BoardState::Unknown;
    qint64 sinceMs = 0;
    bool operator==(const BoardStanding &) const = default;
};
struct BoardJudgement {
    BoardStanding standing;
    // Wall clock. Until then time alone does not change it: no signal and no connection grows stale.
    qint64 holdsUntilMs = 0;
};
[[nodiscard]] BoardJudgement judgeBoardPlace(const Session &session, const QString &placementKey, qint64 nowMs);
// What serves beside the new version (empty: nothing is on its way), and the new version, as in BoardRow.
struct BoardVersions {
    QString oldVersion;
    QString newVersion;
};
[[nodiscard]] BoardVersions boardVersions(const Session &session, const Placement &placement);
// Its state and `sinceMs` are those of judgeBoardPlace().
[[nodiscard]] BoardRow makeBoardRow(const Session &session, const Placement &placement, qint64 nowMs);
[[nodiscard]] QString releaseWords(const BoardRow &row); // "4.7.1 → 4.8.0", or what serves
// Why it is so; where nothing is wrong, what comes next. Of a verdict first what comes, and when.
[[nodiscard]] QString whyWords(const BoardRow &row, qint64 nowMs);
[[nodiscard]] QString nextWords(const BoardRow &row, qint64 nowMs); // "rolls back in 22 s"
// Reading of one signal for one role at `nowMs`.
[[nodiscard]] BoardSignal readSignal(const Session &session, const QString &placementKey, const SignalSpec &spec,
                                     Role role, qint64 nowMs);
// The role whose samples stand for the place now: new while something is on its way, else all (stable where the
// workspace cannot ask for all).
[[nodiscard]] Role shownRole(const Session &session, const Placement &placement);

} // namespace astern
