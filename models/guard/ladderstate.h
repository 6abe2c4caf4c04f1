// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"
#include "models/guard/act.h"

#include <QMap>

#include <optional>

namespace astern::guard {

// One step of the ladder that is being climbed.
struct StepState {
    enum class Is {
        Pending,
        Running, // sent; no outcome yet
        Done,
        Skipped,
        Spared, // a mitigation had helped: not needed, as long as that lasts
    };
    Is is = Is::Pending;
    QString key; // of the act whose outcome is the step's
    std::optional<Outcome::Result> result;
    qint64 endedMs = 0;    // when the outcome was told
    qint64 deadlineMs = 0; // no outcome by then: timed out
    bool operator==(const StepState &) const = default;
};

// A class that the rollout is in, from when on, and how far its ladder has been climbed.
struct Episode {
    policy::VerdictClass verdict = policy::VerdictClass::Unknown;
    QString policyId; // whose ladder; empty: nothing was judged yet
    int number = 0;   // of this class, from 1
    bool critical = false;
    qint64 beganMs = 0; // end of the tick
    bool ended = false; // a person decided, or the rollout is over: no further step
    QList<StepState> steps;
    bool operator==(const Episode &) const = default;
};

// The last verdict of a policy, as far as the ladder needs it.
struct Standing {
    QString policyId;
    qint64 tickMs = 0;
    policy::VerdictClass verdict = policy::VerdictClass::Unknown;
    bool critical = false;
    bool fresh = false;
    bool stillSystemic = false;
    bool raising = false;   // an enforced rule that may roll back says systemic at this very tick
    bool escalates = false; // data are missing for so long that people are told at once
    // Of the absolute rules on role all: healthy since then; none: one of them is not healthy.
    std::optional<qint64> wellSinceMs;
    QStringList reasons;
    bool operator==(const Standing &) const = default;
};

struct OpenAsk {
    QString key;
    int step = 0;
    qint64 deadlineMs = 0;
    policy::Ask::Default otherwise = policy::Ask::Default::Hold;
    bool operator==(const OpenAsk &) const = default;
};

enum class Recovery {
    None,      // nothing was rolled back
    Watching,  // for five minutes
    Recovered, // and so it is
    NotJudged, // no rule can tell
    Failed,    // people were told
};
[[nodiscard]] QString wordFor(Recovery recovery); // "not_judged", for the log and for programs
[[nodiscard]] std::optional<Recovery> recoveryFrom(const QString &word);

// The one rollback of this rollout.
struct RollbackState {
    QString key; // empty: none
    std::optional<Outcome::Result> result;
    qint64 issuedMs = 0;
    qint64 deadlineMs = 0; // no outcome by then: timed out
    qint64 endedMs = 0;
    policy::VerdictClass cause = policy::VerdictClass::Systemic;
    int episode = 0;
    int step = 0;
    QString policyId;
    Recovery recovery = Recovery::None;
    bool operator==(const RollbackState &) const = default;
};

// What a policy does about a class; nothing where it is healthy.
[[nodiscard]] const QList<policy::Step> &stepsOf(const policy::Policy &policy, policy::VerdictClass verdict);
// Whether it has an enforced threshold, budget or probe rule on role all, which judges whichever version serves.
[[nodiscard]] bool judgesRecovery(const policy::Policy &policy);

// Everything that a Ladder knows. A value; as JSON it has whole numbers and words only.
struct LadderState {
    qint64 nowMs = 0;
    QMap<QString, Standing> standings; // by policy id
    QMap<QString, int> episodes;       // how many of each class, by its word
    Episode episode;
    QList<OpenAsk> asks;
    QStringList issued; // keys of all acts, in order
    // Acts that were issued and of which no outcome has been told, in order: whoever carries them out goes on with
    // them after a restart. A freeze and a withdrawal have none; an ask is open until it is answered or over.
    QList<Act> open;
    QList<policy::Mitigate> mitigated;
    QList<qint64> rollbacks; // automatic ones of the service and environment, this one's too, in order
    RollbackState rollback;
    QString holdKey;   // of the pause that is in place or on its way; empty: none
    bool held = false; // nothing is promoted by Astern
    bool shrunk = false;
    bool frozen = false;
    bool finished = false;
    bool operator==(const LadderState &) const = default;
};

// Without what changes with every verdict that says the same: what is left is worth keeping when it changes.
[[nodiscard]] LadderState withoutTime(LadderState state);
[[nodiscard]] QJsonObject toJson(const LadderState &state, const QString &rolloutId);
// Refused: another rollout's, or not what toJson() writes.
[[nodiscard]] Result<LadderState> ladderStateFrom(const QJsonObject &json, const QString &rolloutId);

} // namespace astern::guard
