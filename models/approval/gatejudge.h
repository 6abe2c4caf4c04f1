// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/approval/record.h"

#include <optional>

namespace astern {

// What is known beside the log. What is unknown is said to be so, and counts as not fulfilled.
struct GateFacts {
    qint64 healthySinceMs = 0; // wall clock, since when every signal with a limit is under it; 0: not, or not known
    QStringList authors;       // who made the change, as the manifest names them; empty: it names nobody
    std::optional<qint64> drilledMs; // wall clock of the last rehearsed rollback
    std::optional<bool> ready;
    QString owner;             // role of the service's owner
    bool provenPeople = false; // only those count who proved who they are: a sign-in vouches for people
    QString plan;              // id of the plan that asks: what it was let go by stays its own
    bool operator==(const GateFacts &) const = default;
};

// Somebody whose approval counts.
struct Seat {
    QString person;
    QString name; // for people; empty: it was erased, or is not known here
    QString role; // that let them
    bool owner = false;
    QString delegatedBy; // person
    QString delegatedByName;
    QString entry; // id
    qint64 atMs = 0;
    bool operator==(const Seat &) const = default;
};

struct Decision {
    enum class State {
        Open,    // it may go on
        Waiting, // for people, or for time
        Refused, // somebody said no, or a proof that is asked for does not exist
        Void,    // something that was signed for has changed
    };
    State state = State::Waiting;
    QString request;   // its id; empty: nobody has asked
    QString requester; // person
    QString requesterName;
    QString why; // of the request
    QList<Seat> seats;
    int wanted = 0;
    QStringList missing;          // what it waits for, as sentences without a full stop
    QString reason;               // of Refused
    QList<SubjectChange> changes; // of Void
    QStringList discounted;       // entries that do not count, and why
    qint64 expiresMs = 0;         // of the request
    qint64 nextGeneration = 1;
    bool byBrokenGlass = false;
    bool asksPeople = false; // an approval would help; where the request is over, another request
    bool operator==(const Decision &) const = default;
    [[nodiscard]] bool isOpen() const { return state == State::Open; }
    [[nodiscard]] QString words() const; // one sentence
};
[[nodiscard]] QString toString(Decision::State state); // "waiting"

// The rule, pure: whatever order the records came in, and whoever wrote them. `history` may be of other gates, too.
[[nodiscard]] Decision judgeGate(const GateConfig &gate, const ApprovalSubject &subject,
                                 const QList<ApprovalRecord> &history, const GateFacts &facts, qint64 nowMs);
// The same for one request, whatever else there is: what its screen shows.
[[nodiscard]] Decision judgeRequest(const GateConfig &gate, const ApprovalRecord &request,
                                    const QList<ApprovalRecord> &history, const GateFacts &facts, qint64 nowMs);

// Why an approval of this person would not count on that request now; empty: it would. `reason`: one is given.
[[nodiscard]] QString whyNot(const GateConfig &gate, const ApprovalRecord &request,
                             const QList<ApprovalRecord> &history, const GateFacts &facts, const Actor &actor,
                             bool reason, qint64 nowMs);
// Why this person may not go past the gate; empty: they may. What goes back needs no gate, and so none of this.
[[nodiscard]] QString whyNoBreakGlass(const GateConfig &gate, const Actor &actor);

// Of what went past a gate and nobody else has signed since, oldest first.
struct Countersign {
    ApprovalRecord granted;
    QString request; // of its review; empty: none was opened
    bool overdue = false;
};
[[nodiscard]] QList<Countersign> dueCountersigns(const QList<GateConfig> &gates, const QList<ApprovalRecord> &history,
                                                 qint64 nowMs);

} // namespace astern
