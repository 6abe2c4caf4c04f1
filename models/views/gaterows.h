// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/approval/approvaldesk.h"
#include "models/session/session.h"

namespace astern {

// One line of the inbox of gates: what waits for a person, wherever that is declared.
struct GateRow {
    enum class Kind {
        Request, // somebody asked for approval of a plan
        Pause,   // the backend itself waits: a step without an end, or a pause that a person made
        Review,  // somebody went past a gate: a second person has to look
    };
    Kind kind = Kind::Request;
    QString request; // id; of a Pause: of what was asked for to end it, or empty
    QString gate;    // id; of a Pause: the first that is shut before it, or empty
    QString rule;    // "astern.yaml:58: gate into-production"
    QString service;
    QString environment;
    QString cell;
    QString act; // "promote": what it is that waits; of a Pause what ends it
    QString fromVersion;
    QString toVersion;
    Decision decision;
    bool over = false; // used up, refused, taken back, expired or signed: of the past
    bool overdue = false;
    ApprovalRecord::Verdict ended = ApprovalRecord::Verdict::None; // used, rejected or taken back
    qint64 sinceMs = 0;                                            // wall clock
    QString backend;                                               // of a Pause
    QString pause;                                                 // its words: "step 2 of 6, until somebody resumes"
    QString words;                                                 // how it stands, one sentence
    ApprovalRecord record;                                         // of Request and Review
    [[nodiscard]] QString placementKey() const;
    bool operator==(const GateRow &) const = default;
};
[[nodiscard]] QString toString(GateRow::Kind kind); // "request"

// What ends a pause of the backend that waits for a person; empty: none does.
[[nodiscard]] std::optional<PlanKind> opensPause(const Rollout &rollout);
// The plan that a request is about, made of what the session knows now: nothing is sent. Refused where what it was
// about is over, not known or no plan.
[[nodiscard]] Result<Plan> planOf(const Session &session, const ApprovalRecord &request);
// The gate of a request as it stands before that now: before its plan, the edit of a policy that waits, or the device
// that is to be taken in.
[[nodiscard]] Result<GateStanding> standingOf(const Session &session, const ApprovalRecord &request);
[[nodiscard]] bool isPolicyEdit(const ApprovalRecord &request);
[[nodiscard]] bool isEnrolment(const ApprovalRecord &request);
[[nodiscard]] bool isOfPlan(const ApprovalRecord &request); // of neither
// How a request stands: compared with what would be done now, where that is known. `history`: what the log says of
// this request at least.
[[nodiscard]] GateRow gateRow(const Session &session, const ApprovalRecord &request,
                              const QList<ApprovalRecord> &history);
[[nodiscard]] GateRow gateRow(const Session &session, const ApprovalRecord &request);
// The pause that the backend itself makes at this place, until a person ends it; empty: it makes none.
[[nodiscard]] std::optional<GateRow> pauseRow(const Session &session, const Placement &place);
// What stands before the next step of this place now; empty: nothing, or nobody knows (the log has not been read).
[[nodiscard]] std::optional<GateRow> gateBefore(const Session &session, const Placement &place);
// Requests and reviews alone, in no order.
[[nodiscard]] QList<GateRow> requestRows(const Session &session, bool past = false);
// What waits first, reviews before all, the newest request before older ones; then, with `past`, what is over.
[[nodiscard]] QList<GateRow> gateRows(const Session &session, bool past = false);

} // namespace astern
