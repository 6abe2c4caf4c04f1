// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/approval/subject.h"
#include "models/journal/journal.h"

namespace astern {

// What the log says of a gate, one entry each. Times are of the signer's wall clock; `order` alone decides what came
// first: the index in the team's log where there is one, else in this device's.
struct ApprovalRecord {
    enum class Kind { Requested, Decided, Closed, Granted };
    enum class Standing {
        Counts,
        Forged,     // not signed by the device that it names
        Revoked,    // signed by a key after it was revoked
        Unapproved, // of a device that no administrator has taken in
        Lost,       // another one took its generation first
    };
    enum class Verdict {
        None,
        Approve,
        Reject,
        Delegate,
        Used,      // one plan goes
        Released,  // that plan ended before anything was sent: what had let it go lets another one go
        Cancelled, // by who asked
    };

    Kind kind = Kind::Requested;
    Standing standing = Standing::Counts;
    Verdict verdict = Verdict::None;
    quint64 order = 0;
    qint64 wallMs = 0;
    QString id;          // of the entry
    QString leaf;        // its hash
    QString request;     // id of the request that it belongs to; of Granted: of the plan
    Actor actor;         // as its device says: what is believed of that is decided by the judge
    QString claimedName; // of the actor, as the team's devices say: for people's eyes, and nothing is decided by it
    QString gate;        // id
    QString digest;      // of the subject
    QJsonObject subject; // of Requested and Granted
    QString linkId;      // of Decided and Closed: the request's entry
    QString linkLeaf;
    qint64 generation = 0;      // of Decided and Closed
    qint64 expiresMs = 0;       // of Requested: wall clock; of a review: until when it has to be done
    QString delegateTo;         // person
    QString plan;               // of Used, Released and Granted: the plan that it let go
    bool reason = false;        // it says why
    bool review = false;        // of Requested: of what somebody did past the gate, for a second person to countersign
    QString overrides;          // of a review: id of the Granted entry
    qint64 countersignByMs = 0; // of Granted
    QString writer;             // of the device
    quint64 seq = 0;

    bool operator==(const ApprovalRecord &) const = default;
};
[[nodiscard]] QString toString(ApprovalRecord::Verdict verdict); // "approve"

// Absent: the entry is of another kind, or says too little to be one.
[[nodiscard]] std::optional<ApprovalRecord> readApproval(const JournalEntry &entry);

// What is written. `reason` goes into the entry as a commitment only.
[[nodiscard]] QJsonObject actorJson(const Actor &actor); // {ref, role, auth, automation, person, roles}
[[nodiscard]] QString gateName(const QString &request);  // that generations are counted under
[[nodiscard]] Draft requestDraft(const QString &request, const ApprovalSubject &subject, const Actor &actor,
                                 const QString &reason, qint64 expiresMs, const QJsonArray &evidence);
[[nodiscard]] Draft decisionDraft(const ApprovalRecord &request, ApprovalRecord::Verdict verdict, const Actor &actor,
                                  const QString &reason, qint64 generation, const QJsonArray &evidence,
                                  const QString &delegateTo = {});
// Used by the plan of this id, Released by it, or Cancelled by who asked.
[[nodiscard]] Draft closingDraft(const ApprovalRecord &request, ApprovalRecord::Verdict verdict, const Actor &actor,
                                 qint64 generation, const QString &plan);
[[nodiscard]] Draft grantDraft(const ApprovalSubject &subject, const QString &plan, const Actor &actor,
                               const QString &reason, qint64 countersignByMs);
// Opens by itself behind a grant: a second person has to look.
[[nodiscard]] Draft reviewDraft(const QString &request, const ApprovalRecord &granted, const Actor &actor);
// Somebody was refused; once a plan.
[[nodiscard]] Draft refusedDraft(const Plan &plan, const Actor &actor, const QString &reason, const QString &where);

// Of an administrator: what the workspace says about people is meant so (Workspace::rulesDigest).
[[nodiscard]] Draft rulesDraft(const QString &digest, const Actor &actor, const QString &reason);

// "AP-<first 8 hex>-<last 4>": how people read and say the id of a request.
[[nodiscard]] QString shortRequest(const QString &request);

} // namespace astern
