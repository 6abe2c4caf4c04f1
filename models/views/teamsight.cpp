// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/teamsight.h"

#include "models/approval/approvalbook.h"

namespace astern {

Whereabouts whereaboutsOf(const Session &session, const QString &placementKey)
{
    const Placement *place = session.placement(placementKey);
    return place ? Whereabouts{place->service, place->environment, place->cell} : Whereabouts();
}

TeamSight::TeamSight(const Session &session, Presence &presence, QObject *parent)
    : QObject(parent), m_session(session), m_presence(presence), m_onCall(onCallOf(session))
{
    // Asked for as it is now, not as it was told on its way here: what a team that was left told late says nothing.
    connect(&presence, &Presence::changed, this, &TeamSight::take);
    take();
    connect(&session, &Session::workspaceChanged, this, &TeamSight::changed);
    connect(&session, &Session::signedInChanged, this, &TeamSight::changed);
    connect(&session, &Session::approvalsChanged, this, [this] {
        take(); // names may be others
        const OnCall onCall = onCallOf(m_session);
        if (onCall == m_onCall)
            return;
        m_onCall = onCall;
        Q_EMIT changed();
    });
}

void TeamSight::take()
{
    TeamPresence now = m_presence.now();
    // As they are kept beside the log: a database that is asked every few seconds need not tell them each time.
    if (const ApprovalBook *book = m_session.doors().approvals)
        now.names = book->names();
    if (now == m_now)
        return;
    // From known to not: what is shown from now on is of this moment.
    if (now.trouble.isEmpty())
        m_asOfMs = 0;
    else if (m_asOfMs == 0 && m_now.known && m_now.trouble.isEmpty())
        m_asOfMs = m_session.nowMs();
    m_now = now;
    Q_EMIT changed();
}

void TeamSight::look(const QString &placementKey) { m_presence.look(whereaboutsOf(m_session, placementKey)); }

} // namespace astern
