// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/guard/cooldown.h"
#include "models/guard/ladder.h"
#include "models/workspace/policybook.h"

#include <QMetaType>

namespace astern::guard {

// What is said of one place, and what will be done about it: a snapshot for whoever shows it. A value.
struct PlaceVerdict {
    struct OfPolicy {
        PolicyFile policy;
        policy::Verdict verdict; // tickMs 0: none yet
        bool operator==(const OfPolicy &) const = default;
    };
    struct Span { // of the gravest class, from the end of a tick on
        qint64 fromMs = 0;
        policy::VerdictClass verdict = policy::VerdictClass::Unknown;
        bool operator==(const Span &) const = default;
    };
    struct Sent { // an act, and what became of it
        Act act;
        std::optional<Outcome::Result> result;
        QString words; // of its plan, or why it was not possible
        qint64 endedMs = 0;
        bool operator==(const Sent &) const = default;
    };
    // What happens unless things change, soonest first.
    struct Coming {
        qint64 atMs = 0; // the earliest; 0: at once when it is confirmed, whenever that is
        QString what;    // "rollback", as `do` says it
        QString policyId;
        QString ruleId; // whose `for` ends then; empty: a step's `after` or a question's time-out
        bool operator==(const Coming &) const = default;
    };

    QString place;   // Placement::key()
    QString rollout; // id
    policy::VerdictClass verdict = policy::VerdictClass::Unknown;
    bool critical = false;
    bool fresh = false;      // every enforcing rule answered at the last tick
    qint64 sinceMs = 0;      // end of the tick from which on it is in this class
    qint64 tickMs = 0;       // end of the last tick judged; 0: none yet
    qint64 judgedAtMs = 0;   // wall clock, when it was
    qint64 tickLengthMs = 0; // of the policy with the shortest
    qint64 latenessMs = 0;
    QList<OfPolicy> policies; // the gravest first
    QStringList reasons;      // "errors-continuous: continuous"
    QList<Span> timeline;     // since the rollout's start
    QList<Sent> sent;         // in order
    QList<Act> asks;          // that wait for an answer
    QList<Coming> coming;
    Recovery recovery = Recovery::None;
    bool holds = false;       // Astern holds it: nothing is promoted
    QString promotionRefused; // why nothing may be promoted now; empty: it may
    bool catchingUp = false;  // the past is still being read
    bool over = false;        // the rollout has ended; what follows is its recovery
    bool operator==(const PlaceVerdict &) const = default;

    // A verdict that is older than this says nothing about now.
    [[nodiscard]] qint64 goodUntilMs() const { return tickMs + latenessMs + 3 * tickLengthMs + 10'000; }
    [[nodiscard]] bool isStale(qint64 nowMs) const { return tickMs == 0 || nowMs > goodUntilMs(); }
};

// Who acts, and whether anybody does.
struct GuardState {
    bool judges = false; // this process judges
    bool acts = false;   // and it is the one that acts
    QString why;         // why it does not act: another one does, read-only…
    QString leader;      // "asternctl guard on ops-2"; empty: nobody
    qint64 leaderAliveMs = 0;
    QList<AutomationHold> holds;
    QList<CoolDown> coolDowns; // that are not over
    QString trouble;           // its store cannot be written…
    bool operator==(const GuardState &) const = default;

    [[nodiscard]] bool isAlive(qint64 nowMs) const { return !leader.isEmpty() && nowMs - leaderAliveMs < 15'000; }
    // 0: it does not cool down.
    [[nodiscard]] qint64 coolDownUntilMs(const QString &service, const QString &environment, qint64 nowMs) const
    {
        for (const CoolDown &one : coolDowns) {
            if (one.service == service && one.environment == environment && one.untilMs > nowMs)
                return one.untilMs;
        }
        return 0;
    }
    // nullptr: automation is not held there.
    [[nodiscard]] const AutomationHold *holdOf(const QString &place, qint64 nowMs) const
    {
        for (const AutomationHold &hold : holds) {
            if ((hold.place.isEmpty() || hold.place == place) && hold.untilMs > nowMs)
                return &hold;
        }
        return nullptr;
    }
};

// The verdict's words for people: "failing", "suspect".
[[nodiscard]] QString words(policy::VerdictClass verdict);
// A sentence without its stop; empty where nothing was rolled back.
[[nodiscard]] QString words(Recovery recovery);
// The questions that wait for an answer, whichever process has asked them.
[[nodiscard]] QList<Act> openAsks(const LadderState &ladder);
// What happens unless things change; the ladder says what, the rules of the last verdicts say when.
[[nodiscard]] QList<PlaceVerdict::Coming> comingOf(const QList<PlaceVerdict::OfPolicy> &policies,
                                                   const LadderState &ladder);

} // namespace astern::guard

Q_DECLARE_METATYPE(astern::guard::PlaceVerdict)
Q_DECLARE_METATYPE(astern::guard::GuardState)
