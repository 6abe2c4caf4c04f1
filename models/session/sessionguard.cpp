// SPDX-License-Identifier: GPL-3.0-or-later
// What a person says to the policies of a place.
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
    m_doors.holdAutomation({.place = placementKey, .untilMs = untilMs, .reason = reason.trimmed(), .by = self().ref});
    return Ok{};
}

} // namespace astern
