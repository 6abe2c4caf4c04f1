// SPDX-License-Identifier: GPL-3.0-or-later
// Of a session: who acts, and that they are here.
#include "models/session/session.h"

#include "models/identity/personrule.h"

namespace astern {

void Session::setSignedIn(const SignedIn &signedIn)
{
    if (m_signedIn == signedIn)
        return;
    // The PIN was that of who was signed in then.
    if (m_signedIn.identity.person != signedIn.identity.person)
        m_present.clear();
    m_signedIn = signedIn;
    Q_EMIT signedInChanged();
}

void Session::provePresence(const QString &planId, const QString &pin, Done<Ok> done)
{
    if (!m_doors.identity.checkPin)
        return done(Error{.kind = Error::Kind::Unsupported, .message = tr("This session has no PIN to check")});
    const QString person = m_signedIn.identity.person;
    m_doors.identity.checkPin(pin, m_inbox.wrap([this, planId, person, done](const Result<Ok> &right) {
        if (right && person == m_signedIn.identity.person)
            m_present.insert(planId);
        done(right);
    }));
}

// What goes back is never marked with a proof that it does not need.
Actor Session::actorFor(const Plan &plan) const
{
    Actor actor = self();
    if (m_present.contains(plan.id) && !isProtective(plan.kind))
        actor.auth = QLatin1String(kPinAuth);
    return actor;
}

} // namespace astern
