// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/policy/policy.h"
#include "models/policy/verdict/verdict.h"

#include <QJsonObject>

#include <variant>

// What the ladder of a policy wants done now, and what became of it. Values, any thread; all times are milliseconds
// UTC.
namespace astern::guard {

struct Freeze { // nothing is promoted until a person lifts it
    bool operator==(const Freeze &) const = default;
};
struct Release {               // Astern's own hold ends
    bool restoreShare = false; // the traffic had been shrunk, too
    bool operator==(const Release &) const = default;
};
struct Withdraw { // a question that nobody needs to answer any more
    QString ask;  // its key
    bool operator==(const Withdraw &) const = default;
};

struct Act {
    // In the order of `kActWords`; the first seven are a policy's own steps.
    using What = std::variant<policy::Hold, policy::Shrink, policy::Mitigate, policy::Rollback, policy::Notify,
                              policy::Page, policy::Ask, Freeze, Release, Withdraw>;
    enum class Because {
        Step,             // the policy says so
        RollbackUnsafe,   // a rollback is refused (rollback_safe: false): asked instead
        TooManyRollbacks, // max_auto_rollbacks is reached: asked instead
        Answered,         // a person decided
        NobodyAnswered,   // a question's default
        NotConfirmed,     // a rollback was not confirmed, and no step of the policy says what then
        NotRecovered,     // rolled back, and still not healthy
        Healthy,          // for clear_for
        Over,             // the class it was about is gone, or graver
    };

    QString key; // actKey(): an act with this key is sent once in the life of the world
    What what;
    Because because = Because::Step;
    policy::VerdictClass cause = policy::VerdictClass::Unknown;
    int episode = 0; // of that class in this rollout, from 1
    int step = 0;    // index into the ladder of that class
    QString policyId;
    qint64 dueMs = 0; // when it became due, as the ladder's input tells the time
    // An ask: its default takes effect then. Others: from then on a missing outcome counts as "timed out".
    qint64 deadlineMs = 0;
    bool automatic = true; // false: a person decided it, whose name is `decidedBy`
    QString decidedBy;
    QStringList reasons; // of all policies that say the class: "checkout-canary/errors: confirmed"

    [[nodiscard]] QString name() const; // "rollback", "release"
    bool operator==(const Act &) const = default;
};

// Hexadecimal SHA-256 of the canonical JSON array [rollout id, class, episode, step index, do].
[[nodiscard]] QString actKey(const QString &rolloutId, policy::VerdictClass cause, int episode, int step,
                             const QString &does);

// For people's logs and other programs: {key, do, because, class, episode, step, policy, due_ms, deadline_ms,
// automatic, decided_by, reasons} and what the act itself needs (to, flag, set, config, apply, share_e9, default,
// ask…).
[[nodiscard]] QJsonObject toJson(const Act &act);
// Exactly what toJson() writes; anything else is none.
[[nodiscard]] std::optional<Act> actFrom(const QJsonObject &json);
[[nodiscard]] QString wordFor(Act::Because because); // "nobody_answered"

// What was observed of an act, not what was promised.
struct Outcome {
    enum class Result {
        Confirmed,
        Partly,
        Failed,
        Unknown,
        TimedOut,
        NotPossible, // the backend has no such verb here: the ladder goes on at once
    };
    QString key;
    Result result = Result::Unknown;
    qint64 atMs = 0;
    bool operator==(const Outcome &) const = default;
};
[[nodiscard]] QString wordFor(Outcome::Result result); // "timed_out"
[[nodiscard]] std::optional<Outcome::Result> resultFrom(const QString &word);

// What a person says to an ask.
struct Answer {
    enum class Choice {
        Hold,     // stay as it is; the ladder of this episode ends
        Rollback, // now, whatever rollback_safe and max_auto_rollbacks say
        Freeze,
        Continue, // the hold ends, and with it the ladder of this episode
    };
    QString key; // of the ask
    Choice choice = Choice::Hold;
    QString by;
    qint64 atMs = 0;
    bool operator==(const Answer &) const = default;
};

} // namespace astern::guard
