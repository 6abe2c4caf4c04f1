// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/presence/presence.h"
#include "models/session/handover.h"

namespace astern {

// Who of the team is there, for windows: what a Presence tells from its own thread, brought home to the session's, and
// who is on call. Where the workspace has no team, nobody is there.
class TeamSight : public QObject {
    Q_OBJECT
public:
    TeamSight(const Session &session, Presence &presence, QObject *parent = nullptr); // both outlive this
    [[nodiscard]] bool hasTeam() const { return !m_session.workspace().journal.team.isEmpty(); }
    [[nodiscard]] const TeamPresence &now() const { return m_now; }
    // Wall clock of what now() has, where it is not known now; 0: it is, or never was.
    [[nodiscard]] qint64 asOfMs() const { return m_asOfMs; }
    [[nodiscard]] const OnCall &onCall() const { return m_onCall; }
    // What the window shows that a person looks at; empty: no place in particular.
    void look(const QString &placementKey);

Q_SIGNALS:
    void changed();

private:
    void take();

    const Session &m_session;
    Presence &m_presence;
    TeamPresence m_now;
    OnCall m_onCall;
    qint64 m_asOfMs = 0;
};

// As others of the team know the place; empty: the workspace has no such place.
[[nodiscard]] Whereabouts whereaboutsOf(const Session &session, const QString &placementKey);

} // namespace astern
