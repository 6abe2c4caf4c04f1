// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/rollout/runslabel.h"

#include <QPointer>

namespace astern {
class Session;
class TeamSight;
} // namespace astern

namespace astern::ui {

// "Jo Berg also looks at this": two people who may both act see each other first. Gone while nobody else looks.
class AlsoHere : public RunsLabel {
    Q_OBJECT
public:
    explicit AlsoHere(const Session &session, QWidget *parent = nullptr);
    void setTeam(const TeamSight *team); // nullptr: nobody knows who is there
    void setPlaces(const QStringList &placementKeys);
    void refresh(); // ages

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Session &m_session;
    QPointer<const TeamSight> m_team;
    QStringList m_places;
    bool m_stale = false;
};

} // namespace astern::ui
