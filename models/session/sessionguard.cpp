// SPDX-License-Identifier: GPL-3.0-or-later
// What a person says to the policies of a place.
#include "models/session/policyedits.h"
#include "models/session/session.h"

#include <algorithm>

namespace astern {

AuthorityAnswer Session::mayDecide(const QString &placementKey) const
{
    // Where there is nothing to go back to, by what else could be done there.
    for (const PlanKind kind : {PlanKind::Rollback, PlanKind::Abort, PlanKind::Pause, PlanKind::Resume}) {
        if (const Result<Plan> one = plan(kind, placementKey))
            return may(*one);
    }
    return {.allowed = false, .reason = tr("Nothing can be decided here"), .where = {}, .hint = {}};
}

Result<Ok> Session::answer(const QString &placementKey, const QString &askKey, guard::Answer::Choice choice)
{
    if (const AuthorityAnswer may = mayDecide(placementKey); !may.allowed)
        return Error{.kind = Error::Kind::NotPermitted, .message = may.reason, .where = may.where, .hint = may.hint};
    const guard::PlaceVerdict *now = verdict(placementKey);
    const bool open = now && std::any_of(now->asks.cbegin(), now->asks.cend(),
                                         [&askKey](const guard::Act &ask) { return ask.key == askKey; });
    if (!open)
        return Error{.kind = Error::Kind::NotFound, .message = tr("The question is no longer open")};
    if (!m_doors.answer)
        return Error{.kind = Error::Kind::Unsupported, .message = tr("This session judges nothing")};
    m_doors.answer({.key = askKey, .choice = choice, .by = self().ref, .atMs = nowMs()});
    return Ok{};
}

Result<Ok> Session::holdAutomation(const QString &placementKey, qint64 untilMs, const QString &reason)
{
    if (const AuthorityAnswer may = mayDecide(placementKey); !may.allowed)
        return Error{.kind = Error::Kind::NotPermitted, .message = may.reason, .where = may.where, .hint = may.hint};
    if (!m_doors.holdAutomation)
        return Error{.kind = Error::Kind::Unsupported, .message = tr("This session judges nothing")};
    // A hold protects, and waits for nothing; that automation goes on overrides somebody's hold.
    const Placement *place = placement(placementKey);
    if (untilMs <= nowMs()) {
        const LogVerdict log = judgeLog(LogAction::Override, place ? place->environment : QString(), logSight());
        if (log.refused)
            return *log.refused;
    }
    m_doors.holdAutomation({.place = placementKey, .untilMs = untilMs, .reason = reason.trimmed(), .by = self().ref});
    return Ok{};
}

void Session::recordPolicyEdit(const QString &name, const QByteArray &text, const QByteArray &base, Done<Ok> done)
{
    if (!m_doors.recordNeeding)
        return done(Ok{});
    m_doors.recordNeeding(LogAction::Policy, {}, policyEditDraft(name, text, base, self()),
                          [done = std::move(done)](const Result<Receipt> &receipt) {
                              done(receipt ? Result<Ok>(Ok{}) : Result<Ok>(receipt.error()));
                          });
}

Result<Ok> Session::acknowledge(const QString &escalationId)
{
    if (!m_doors.readOnly.isEmpty())
        return Error{.kind = Error::Kind::NotPermitted, .message = m_doors.readOnly};
    if (!m_doors.acknowledge)
        return Error{.kind = Error::Kind::Unsupported, .message = tr("This session tells nobody")};
    m_doors.acknowledge(escalationId, self());
    return Ok{};
}

void Session::setEscalations(const escalation::Sight &sight)
{
    if (m_escalations == sight)
        return;
    m_escalations = sight;
    Q_EMIT escalationsChanged();
}

} // namespace astern
