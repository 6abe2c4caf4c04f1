// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/gatesight.h"

#include "models/approval/ballot.h"
#include "models/base/format.h"
#include "models/identity/personrule.h"

#include <QCoreApplication>

#include <algorithm>
#include <limits>

namespace astern {
namespace {

using Kind = GateRow::Kind;
using State = Decision::State;
using Verdict = ApprovalRecord::Verdict;

QString tr(const char *text) { return QCoreApplication::translate("GateSight", text); }

QString sentence(QString text)
{
    if (text.isEmpty())
        return text;
    text[0] = text.at(0).toUpper();
    return text.endsWith(QLatin1Char('.')) ? text : text + QLatin1Char('.');
}

// What forbids everything here, whoever asks.
QString whyNothing(const Session &session)
{
    if (!session.doors().readOnly.isEmpty())
        return sentence(session.doors().readOnly);
    if (session.workspace().readOnly)
        return tr("The workspace is read-only.");
    if (!session.doors().approvalDesk || !session.doors().authority)
        return tr("This session can only look.");
    if (!session.approvalsRead())
        return tr("The log has not been read: nobody knows what was signed.");
    return {};
}

ApprovalRecord voteOf(const GateSight &sight, Verdict verdict, const Actor &who, qint64 nowMs, const QString &to = {})
{
    ApprovalRecord vote;
    vote.kind = ApprovalRecord::Kind::Decided;
    vote.verdict = verdict;
    vote.request = sight.row.record.request;
    vote.gate = sight.row.record.gate;
    vote.digest = sight.row.record.digest;
    vote.linkId = sight.row.record.id;
    vote.linkLeaf = sight.row.record.leaf;
    vote.actor = who;
    vote.delegateTo = to;
    vote.reason = true;
    vote.wallMs = nowMs;
    return vote;
}

// Why a vote of this person would not count, by the very rule that counts it. That a reason is given, and to whom it is
// handed, is asked for where it is chosen.
QString whyNoVote(const GateSight &sight, Verdict verdict, qint64 nowMs)
{
    Ballot ballot(sight.gate, sight.row.record, sight.facts);
    ballot.count(sight.history);
    if (!ballot.closed().isEmpty())
        return ballot.closed();
    if (!ballot.usedBy().isEmpty())
        return tr("it has been used already");
    const QString toAnybody = verdict == Verdict::Delegate ? QStringLiteral("?") : QString();
    return ballot.whyNot(voteOf(sight, verdict, sight.self, nowMs, toAnybody));
}

// Who it is comes before what they may; the PIN is asked for last.
AuthorityAnswer knownNow(const Session &session, const Plan &plan)
{
    return knownWellEnough(session.workspace().identity, session.signedIn(), plan, session.self(), session.nowMs());
}

void lookAtRequest(const Session &session, GateSight &sight)
{
    const ApprovalRecord &record = sight.row.record;
    const qint64 now = session.nowMs();
    if (const Result<Plan> plan = isOfPlan(record) ? planOf(session, record) : Result<Plan>(Error{}))
        sight.plan = *plan;
    if (const Result<GateStanding> standing = standingOf(session, record)) {
        sight.standing = *standing;
        sight.gate = standing->gate;
        sight.facts = standing->facts;
        sight.facts.plan.clear(); // of this look, which lets nothing go
        if (sight.plan)
            sight.uncertain = whySilent(session, sight.plan->target.backend);
    } else {
        sight.uncertain = sentence(standing.error().message);
    }
    const QString nothing = whyNothing(session);
    const auto vote = [&](GateMove &move, Verdict verdict) {
        move.offered = !sight.row.over;
        move.why = nothing;
        if (move.why.isEmpty() && sight.row.decision.state == State::Void)
            move.why = tr("What was asked for is not what would be done now. Whoever wants it asks again.");
        if (move.why.isEmpty())
            move.why = sight.uncertain;
        const AuthorityAnswer known = sight.plan ? knownNow(session, *sight.plan) : AuthorityAnswer{.allowed = true};
        if (move.why.isEmpty() && !known.allowed && !known.presence)
            move.why =
                known.hint.isEmpty() ? sentence(known.reason) : sentence(known.reason) + QLatin1Char(' ') + known.hint;
        if (move.why.isEmpty())
            move.why = sentence(whyNoVote(sight, verdict, now));
        move.presence = move.why.isEmpty() && known.presence;
    };
    vote(sight.approve, Verdict::Approve);
    vote(sight.reject, Verdict::Reject);
    sight.reject.presence = false; // nothing goes forward by it
    // Who may not approve has nothing to hand on.
    if (sight.gate.delegation && sight.approve.possible())
        vote(sight.handOn, Verdict::Delegate);
    sight.takeBack.offered = !sight.row.over && samePerson(sight.self, record.actor);
    sight.takeBack.why = nothing;
}

void lookAtReview(const Session &session, GateSight &sight)
{
    sight.countersign.offered = !sight.row.over;
    sight.countersign.why = whyNothing(session);
    if (sight.countersign.why.isEmpty())
        sight.countersign.why = sentence(whyNoVote(sight, Verdict::Approve, session.nowMs()));
}

void lookAtPause(const Session &session, GateSight &sight)
{
    const Placement *place = session.placement(sight.row.placementKey());
    const Rollout *rollout = place ? session.rollout(place->object) : nullptr;
    const std::optional<PlanKind> kind = rollout ? opensPause(*rollout) : std::nullopt;
    sight.end.offered = kind.has_value();
    if (!kind) {
        sight.end.why = tr("The backend no longer waits.");
        return;
    }
    const Result<Plan> plan = session.plan(*kind, place->key());
    if (!plan) {
        sight.end.why = sentence(plan.error().message);
        return;
    }
    sight.plan = *plan;
    sight.uncertain = whySilent(session, plan->target.backend);
    const AuthorityAnswer answer = session.may(*plan);
    sight.end.presence = answer.presence;
    if (!answer.allowed && !answer.presence)
        sight.end.why = sentence(answer.reason);
    sight.ask.offered = answer.waits;
    sight.ask.why = whyNothing(session);
    if (sight.ask.why.isEmpty())
        sight.ask.why = sight.uncertain; // others would sign for what nobody sees
    for (const GateStanding &standing : session.gates(*plan)) {
        if (standing.gate.id == sight.row.gate)
            sight.standing = standing;
    }
}

} // namespace

// A watch tells of a rollout only when it changes, so that the age of the backend's last answer decides.
QString whySilent(const Session &session, const QString &backend)
{
    const BackendHealth *health = session.backend(backend);
    if (!health || health->lastAnswerMs == 0)
        return tr("%1 has told nothing yet, so what was asked for cannot be compared with what would be done now.")
            .arg(backend);
    if (!health->isStale(session.nowMs()))
        return {};
    return tr("%1 has been silent for %2, so what was asked for cannot be compared with what would be done now.")
        .arg(backend, format::duration(std::max<qint64>(0, session.nowMs() - health->lastAnswerMs)));
}

// By the very rule again: handed to them, their signature would count.
QList<NamedPerson> handOnChoices(const Session &session, const GateSight &sight, QList<NamedPerson> people)
{
    const auto isKnown = [&people](const QString &person) {
        return std::any_of(people.cbegin(), people.cend(),
                           [&person](const NamedPerson &one) { return one.person == person; });
    };
    for (const ApprovalRecord &record : session.approvals()) {
        const Actor &who = record.actor;
        const QString name = shownName(record);
        const bool counts = record.standing == ApprovalRecord::Standing::Counts && !who.automation;
        if (counts && !who.person.isEmpty() && !name.isEmpty() && !isKnown(who.person))
            people.append({.person = who.person, .name = name, .login = {}});
    }
    const qint64 now = session.nowMs();
    Ballot before(sight.gate, sight.row.record, sight.facts);
    before.count(sight.history);
    people.removeIf([&](const NamedPerson &one) {
        ApprovalRecord handed = voteOf(sight, Verdict::Delegate, sight.self, now, one.person);
        handed.generation = before.nextGeneration();
        handed.order = std::numeric_limits<quint64>::max();
        if (one.person == sight.self.who() || !before.whyNot(handed).isEmpty())
            return true;
        Ballot then(sight.gate, sight.row.record, sight.facts);
        then.count(sight.history + QList<ApprovalRecord>{handed});
        Actor who{.ref = one.person, .name = one.name};
        who.person = one.person;
        return !then.whyNot(voteOf(sight, Verdict::Approve, who, now)).isEmpty();
    });
    return people;
}

bool GateSight::waitsForPeople() const
{
    return row.kind == Kind::Request && row.decision.state == State::Waiting &&
           int(row.decision.seats.size()) < row.decision.wanted;
}

bool GateSight::yours() const
{
    if (row.over)
        return false;
    switch (row.kind) {
    case Kind::Request:
        if (row.decision.state == State::Open)
            return takeBack.offered; // who asked can go on
        return approve.possible() && waitsForPeople();
    case Kind::Review:
        return countersign.possible();
    case Kind::Pause:
        return end.possible() || ask.possible();
    }
    return false;
}

GateSight sightOf(const Session &session, const GateRow &row) { return sightOf(session, row, session.approvals()); }

GateSight sightOf(const Session &session, const GateRow &row, const QList<ApprovalRecord> &history)
{
    GateSight sight;
    sight.row = row;
    sight.self = session.self();
    sight.gate.id = row.gate;
    if (const GateConfig *known = session.workspace().gate(row.gate))
        sight.gate = *known;
    if (const ServiceConfig *service = session.workspace().service(row.service))
        sight.facts.owner = service->owner;
    sight.facts.provenPeople = !session.workspace().journal.team.isEmpty();
    for (const ApprovalRecord &record : history) {
        if (!row.request.isEmpty() && (record.request == row.request || record.id == row.record.overrides))
            sight.history.append(record);
    }
    if (row.kind == Kind::Pause)
        lookAtPause(session, sight);
    else if (row.kind == Kind::Review)
        lookAtReview(session, sight);
    else if (!row.over)
        lookAtRequest(session, sight);
    return sight;
}

QList<GateStanding> shutGates(const Session &session, const Plan &plan)
{
    QList<GateStanding> list = session.gates(plan);
    list.removeIf([](const GateStanding &standing) { return standing.decision.isOpen(); });
    return list;
}

QString whyNoGlass(const Session &session, const Plan &plan)
{
    if (const QString nothing = whyNothing(session); !nothing.isEmpty())
        return nothing;
    // All or none: half of the gates passed would leave overrides behind for nothing.
    for (const GateStanding &standing : shutGates(session, plan)) {
        if (const QString why = whyNoBreakGlass(standing.gate, session.self()); !why.isEmpty())
            return tr("The glass of %1 stays whole: %2.").arg(standing.gate.id, why);
    }
    return {};
}

QString readDigest(const QString &digest)
{
    const QString hex = digest.section(QLatin1Char(':'), -1);
    return hex.size() <= 8 ? hex : hex.left(4) + QLatin1Char(' ') + hex.mid(4, 4);
}

QString shortDevice(const QString &writer) { return writer.left(8); }

} // namespace astern
