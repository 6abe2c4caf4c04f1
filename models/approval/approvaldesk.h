// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/approval/gates.h"
#include "models/base/clock.h"

#include <functional>

namespace astern {

// What people do at gates: each is an entry, recorded as safely as an approval must be, and read back in the log's
// order before anybody is told that it counts. Holds nothing itself: every call may come from any thread, answers come
// on the journal's or on that of whoever reads the team's log (wrap them with an Inbox).
class ApprovalDesk {
public:
    struct Doors {
        Journal *journal = nullptr; // outlives it, as the rest does
        ApprovalBook *book = nullptr;
        const Clock *clock = nullptr;
        // The level that such an entry needs there.
        std::function<JournalLevel(LogAction, const QString &environment)> level;
        // In a team: answers once the book has this entry at its place in the team's order; any thread. False, and no
        // answer: there is no team, this device's own log has the order. Empty: the same.
        std::function<bool(const QString &entry, const Done<Ok> &done)> whenPlaced = {};
    };
    explicit ApprovalDesk(Doors doors) : m_doors(std::move(doors)) {}

    // Asks for approval of what stands before the gate now; the answer is the request's id. One that is open for the
    // same is not asked for twice: its id is the answer.
    void request(const GateStanding &standing, const Actor &actor, const QString &reason, Done<QString> done) const;
    // Approve or Reject. `standing` is of a fresh look: what is not what was asked for is refused, and the error says
    // what changed. The answer is how the request stands then.
    void decide(const QString &request, ApprovalRecord::Verdict verdict, const GateStanding &standing,
                const Actor &actor, const QString &reason, Done<Decision> done) const;
    // Hands the own approval of this request to another person.
    void delegate(const QString &request, const GateStanding &standing, const Actor &actor, const QString &toPerson,
                  const QString &reason, Done<Decision> done) const;
    void cancel(const QString &request, const Actor &actor, Done<Ok> done) const; // of who asked
    // A second person looked at what went past the gate.
    void countersign(const QString &review, const GateConfig &gate, const Actor &actor, const QString &reason,
                     Done<Ok> done) const;
    // Goes past the gate with this plan, and opens its review. Loud by itself: the entry is an override.
    void breakGlass(const GateStanding &standing, const Plan &plan, const Actor &actor, const QString &reason,
                    Done<Ok> done) const;
    // Uses up what lets the plan go, before anything is sent; every standing must be open. Of rivals one wins: the
    // other is refused. The answer is for the plan's intent: {gate, request, digest, approvals: [{person, entry}]}.
    void pass(const QList<GateStanding> &standings, const Plan &plan, const Actor &actor, Done<QJsonArray> done) const;

    // The plan ended before anything of it was sent: what it used up lets another plan go. Answers once that is in this
    // device's log, or cannot be.
    void giveBack(const Plan &plan, const Actor &actor, Done<Ok> done) const;
    // The same of plans whose process died before their first intent. `isDead`: nobody is at this plan; any thread.
    // Asked about what was used up before `monoMs` only: what this process does itself it knows better.
    void giveBackLeft(qint64 monoMs, const std::function<bool(const QString &plan)> &isDead, const Actor &actor) const;

private:
    using Judged = std::function<void(const Result<Decision> &)>;
    void append(const Draft &draft, LogAction action, const QString &environment, Done<Receipt> done) const;
    void learn(const Receipt &receipt, const QString &saga, Done<Ok> done) const;
    void settle(const Receipt &receipt, const ApprovalRecord &request, const GateConfig &gate, const GateFacts &facts,
                Judged judged) const;
    void pass(QList<GateStanding> left, QJsonArray passed, const Plan &plan, const Actor &actor,
              Done<QJsonArray> done) const;
    void cast(const ApprovalRecord &request, ApprovalRecord::Verdict verdict, const Draft &draft,
              const GateStanding &standing, Done<Decision> done) const;
    void release(QList<ApprovalRecord> used, const Actor &actor, Done<Ok> done) const;
    [[nodiscard]] Result<ApprovalRecord> fresh(const QString &request, const GateStanding &standing) const;
    [[nodiscard]] qint64 nextGeneration(const ApprovalRecord &request, const GateConfig &gate,
                                        const GateFacts &facts) const;

    Doors m_doors;
};

} // namespace astern
