// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/approval/gatejudge.h"

#include "models/approval/ballot.h"
#include "models/base/format.h"

#include <QCoreApplication>

#include <algorithm>

namespace astern {
namespace {

using Kind = ApprovalRecord::Kind;
using Standing = ApprovalRecord::Standing;
using Verdict = ApprovalRecord::Verdict;

QString tr(const char *text) { return QCoreApplication::translate("Approval", text); }

QString sentence(const QString &text) { return text.isEmpty() ? text : QString(text + QLatin1Char('.')); }

// Proofs that this version cannot have: the gate says so before anybody signs in vain.
QString missingProof(const GateConfig &gate, const GateFacts &facts)
{
    if (gate.approvals.notAuthor && gate.approvals.count > 0 && facts.authors.isEmpty())
        return tr("the author of the change may not approve it, and nothing says who that is: the manifest has no "
                  "annotation astern.dev/author");
    if (gate.require.drillWithinMs > 0 && !facts.drilledMs)
        return tr("a rehearsed rollback is asked for, and no rehearsal is recorded");
    if (gate.require.readiness && !facts.ready)
        return tr("readiness is asked for, and nothing measures it yet");
    return {};
}

// What time and signals bring, without anybody signing.
QStringList unmet(const GateConfig &gate, const GateFacts &facts, qint64 nowMs)
{
    QStringList missing;
    const GateRequire &require = gate.require;
    if (require.healthyForMs > 0) {
        const qint64 healthy = facts.healthySinceMs > 0 ? std::max<qint64>(0, nowMs - facts.healthySinceMs) : 0;
        if (facts.healthySinceMs <= 0)
            missing.append(tr("it is not healthy, or has no fresh signal with a limit; %1 of that are asked for")
                               .arg(format::duration(require.healthyForMs)));
        else if (healthy < require.healthyForMs)
            missing.append(tr("it has been healthy for %1 of %2")
                               .arg(format::duration(healthy), format::duration(require.healthyForMs)));
    }
    if (require.drillWithinMs > 0 && facts.drilledMs && nowMs - *facts.drilledMs > require.drillWithinMs)
        missing.append(tr("the last rehearsed rollback is %1 old, %2 is allowed")
                           .arg(format::duration(nowMs - *facts.drilledMs), format::duration(require.drillWithinMs)));
    if (require.readiness && facts.ready && !*facts.ready)
        missing.append(tr("its readiness is not green"));
    return missing;
}

QString seatsWords(const GateConfig &gate, const Decision &decision)
{
    const GateApprovals &approvals = gate.approvals;
    const int open = approvals.count - int(decision.seats.size());
    const QString who = approvals.roles.isEmpty() ? tr("anybody") : approvals.roles.join(tr(" or "));
    return open == 1 ? tr("1 more approval of %1 (%2 of %3)").arg(who).arg(decision.seats.size()).arg(approvals.count)
                     : tr("%4 more approvals of %1 (%2 of %3)")
                           .arg(who)
                           .arg(decision.seats.size())
                           .arg(approvals.count)
                           .arg(open);
}

// Best first: what is open, then what waits, then what says no.
int rank(const Decision &decision) { return int(decision.state); }

// Of the newest request for this gate at this place that is neither over nor about the same thing.
const ApprovalRecord *lastOther(const QString &digest, const ApprovalSubject &subject,
                                const QList<ApprovalRecord> &history, qint64 nowMs)
{
    const ApprovalRecord *last = nullptr;
    // Of these there are several at one place, or at none.
    const bool byTarget = subject.act == toString(GatedAct::PolicyEdit) || subject.act == toString(GatedAct::KeyEnrol);
    for (const ApprovalRecord &record : history) {
        const bool about = record.kind == Kind::Requested && !record.review && record.standing == Standing::Counts &&
                           record.gate == subject.gate && record.digest != digest && record.expiresMs > nowMs &&
                           record.subject.value(QLatin1String("service")).toString() == subject.service &&
                           record.subject.value(QLatin1String("environment")).toString() == subject.environment &&
                           record.subject.value(QLatin1String("cell")).toString() == subject.cell &&
                           (!byTarget || record.subject.value(QLatin1String("target")).toString() == subject.target);
        if (about && !isClosed(record, history) && (!last || record.order > last->order))
            last = &record;
    }
    return last;
}

std::optional<Decision> brokenGlass(const GateConfig &gate, const QString &digest, const QList<ApprovalRecord> &history,
                                    const GateFacts &facts)
{
    if (facts.plan.isEmpty())
        return std::nullopt;
    for (const ApprovalRecord &record : history) {
        if (record.kind != Kind::Granted || record.standing != Standing::Counts || record.digest != digest ||
            record.plan != facts.plan || !whyNoBreakGlass(gate, record.actor).isEmpty())
            continue;
        Decision decision;
        decision.state = Decision::State::Open;
        decision.byBrokenGlass = true;
        decision.requester = record.actor.who();
        decision.requesterName = shownName(record);
        return decision;
    }
    return std::nullopt;
}

} // namespace

QString toString(Decision::State state)
{
    switch (state) {
    case Decision::State::Open:
        return QStringLiteral("open");
    case Decision::State::Waiting:
        return QStringLiteral("waiting");
    case Decision::State::Refused:
        return QStringLiteral("refused");
    case Decision::State::Void:
        return QStringLiteral("void");
    }
    return {};
}

QString Decision::words() const
{
    switch (state) {
    case State::Open:
        return byBrokenGlass ? tr("Open: somebody broke the glass, and a second person has to look.")
                             : tr("Open, %1 of %2 have approved.").arg(seats.size()).arg(wanted);
    case State::Refused:
        return sentence(reason);
    case State::Void:
        return tr("What was approved is not what would be done now: %1.").arg(wordsOf(changes));
    case State::Waiting:
        break;
    }
    if (request.isEmpty() && asksPeople)
        return tr("Nobody has asked yet. It needs %1.").arg(missing.join(QStringLiteral("; ")));
    return tr("It waits: %1.").arg(missing.join(QStringLiteral("; ")));
}

QString whyNoBreakGlass(const GateConfig &gate, const Actor &actor)
{
    const QStringList &roles = gate.breakGlass.roles;
    if (roles.isEmpty())
        return tr("nobody may break the glass of this gate");
    if (actor.automation)
        return tr("a machine may not break the glass");
    if (actor.who().isEmpty())
        return tr("nobody proved who this is");
    const bool named =
        std::any_of(roles.cbegin(), roles.cend(), [&actor](const QString &role) { return actor.roles.contains(role); });
    return named ? QString() : tr("only %1 may break the glass").arg(roles.join(tr(" or ")));
}

QString whyNot(const GateConfig &gate, const ApprovalRecord &request, const QList<ApprovalRecord> &history,
               const GateFacts &facts, const Actor &actor, bool reason, qint64 nowMs)
{
    Ballot ballot(gate, request, facts);
    ballot.count(history);
    if (!ballot.closed().isEmpty())
        return ballot.closed();
    if (!request.review && nowMs >= request.expiresMs)
        return tr("the request has expired");
    ApprovalRecord record;
    record.kind = Kind::Decided;
    record.verdict = Verdict::Approve;
    record.request = request.request;
    record.gate = request.gate;
    record.digest = request.digest;
    record.linkId = request.id;
    record.linkLeaf = request.leaf;
    record.actor = actor;
    record.reason = reason;
    record.wallMs = nowMs;
    return ballot.whyNot(record);
}

Decision judgeRequest(const GateConfig &gate, const ApprovalRecord &request, const QList<ApprovalRecord> &history,
                      const GateFacts &facts, qint64 nowMs)
{
    Ballot ballot(gate, request, facts);
    ballot.count(history);
    Decision decision;
    decision.request = request.request;
    decision.requester = request.actor.who();
    decision.requesterName = shownName(request);
    decision.wanted = ballot.wanted();
    decision.seats = ballot.seats();
    decision.discounted = ballot.discounted();
    decision.nextGeneration = ballot.nextGeneration();
    decision.expiresMs = request.expiresMs;
    const auto refuse = [&decision](const QString &why, bool asksPeople) {
        decision.state = Decision::State::Refused;
        decision.reason = why;
        decision.asksPeople = asksPeople; // of another request
        return decision;
    };
    if (!ballot.closed().isEmpty())
        return refuse(ballot.closed(), true);
    if (facts.provenPeople && request.actor.person.isEmpty())
        return refuse(tr("nobody proved who asked for it"), true);
    // Only what was let go in time goes on: its plan is under way.
    const bool used = !facts.plan.isEmpty() && ballot.usedBy() == facts.plan;
    if (used) {
        decision.state = Decision::State::Open;
        return decision;
    }
    if (!ballot.usedBy().isEmpty())
        return refuse(tr("the approval has been used: one lets one plan go"), true);
    if (const QString proof = request.review ? QString() : missingProof(gate, facts); !proof.isEmpty())
        return refuse(proof, false);
    if (!request.review && nowMs >= request.expiresMs) {
        decision.missing.append(tr("a new request: the last one expired"));
        decision.asksPeople = true;
        return decision;
    }
    if (int(decision.seats.size()) < decision.wanted) {
        decision.missing.append(request.review ? tr("a second person to countersign") : seatsWords(gate, decision));
        decision.asksPeople = true;
    } else if (ballot.lacksOwner()) {
        decision.missing.append(tr("one of them has to be of %1, who own it").arg(facts.owner));
        decision.asksPeople = true;
    }
    if (!request.review)
        decision.missing += unmet(gate, facts, nowMs);
    decision.state = decision.missing.isEmpty() ? Decision::State::Open : Decision::State::Waiting;
    return decision;
}

Decision judgeGate(const GateConfig &gate, const ApprovalSubject &subject, const QList<ApprovalRecord> &history,
                   const GateFacts &facts, qint64 nowMs)
{
    const QString digest = subject.digest();
    if (const std::optional<Decision> broken = brokenGlass(gate, digest, history, facts))
        return *broken;
    Decision none;
    none.wanted = gate.approvals.count;
    if (const QString proof = missingProof(gate, facts); !proof.isEmpty()) {
        none.state = Decision::State::Refused;
        none.reason = proof;
        return none;
    }
    if (gate.approvals.count == 0) { // proofs are all that it asks for
        none.missing = unmet(gate, facts, nowMs);
        none.state = none.missing.isEmpty() ? Decision::State::Open : Decision::State::Waiting;
        return none;
    }
    std::optional<Decision> best;
    for (const ApprovalRecord &request : history) {
        if (request.kind != Kind::Requested || request.review || request.standing != Standing::Counts ||
            request.gate != gate.id || request.digest != digest)
            continue;
        const Decision decision = judgeRequest(gate, request, history, facts, nowMs);
        if (!best || rank(decision) < rank(*best) || (rank(decision) == rank(*best) && !decision.isOpen()))
            best = decision; // of equals the newer one
    }
    // What was used or refused is over: whoever wants it again asks again.
    if (best && best->state != Decision::State::Refused)
        return *best;
    if (const ApprovalRecord *other = best ? nullptr : lastOther(digest, subject, history, nowMs)) {
        none.state = Decision::State::Void;
        none.request = other->request;
        none.changes = changesOf(other->subject, subject.toJson());
        none.asksPeople = true;
        return none;
    }
    if (best)
        return *best;
    none.missing.append(seatsWords(gate, none));
    none.missing += unmet(gate, facts, nowMs);
    none.asksPeople = true;
    return none;
}

QList<Countersign> dueCountersigns(const QList<GateConfig> &gates, const QList<ApprovalRecord> &history, qint64 nowMs)
{
    QList<Countersign> due;
    for (const ApprovalRecord &granted : history) {
        if (granted.kind != Kind::Granted || granted.standing != Standing::Counts)
            continue;
        Countersign open{granted, {}, nowMs > granted.countersignByMs};
        bool signedNow = false;
        for (const ApprovalRecord &review : history) {
            if (review.kind != Kind::Requested || !review.review || review.overrides != granted.id ||
                review.digest != granted.digest || review.standing != Standing::Counts)
                continue;
            open.request = review.request;
            const auto gate = std::find_if(gates.cbegin(), gates.cend(),
                                           [&granted](const GateConfig &one) { return one.id == granted.gate; });
            // A gate that is gone meanwhile does not take the debt with it.
            GateConfig rule = gate == gates.cend() ? GateConfig() : *gate;
            rule.id = granted.gate;
            signedNow = signedNow || judgeRequest(rule, review, history, {}, nowMs).isOpen();
        }
        if (!signedNow)
            due.append(open);
    }
    return due;
}

} // namespace astern
