// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/policies/policydesk.h"
#include "ui/settings/settings.h"
#include "ui/shell/mainwindow.h"
#include "ui/theme/theme.h"

#include <QList>

namespace astern::ui {

// All windows over one session, the texts of policies that they edit together, and what a person set up in them, which
// outlives them: how the board looks, light or dark, the size of a window. A window that is opened later begins as the
// last one that was set up; open ones keep their own look. Lives as long as the application.
class Windows : public QObject {
    Q_OBJECT
public:
    // `language`: the one that the program speaks. `settings` must outlive this.
    Windows(Session &session, Theme &theme, Settings &settings, const QString &language, QObject *parent = nullptr);
    ~Windows() override;
    // Shows another window, on this place's own screen unless it is empty. Gone when the person closes it.
    MainWindow &open(const QString &placementKey = {});
    // Brings the window that was opened first to the front, on the place's screen; empty: on the board.
    void bringUp(const QString &placementKey);
    [[nodiscard]] QList<MainWindow *> all() const { return m_windows; }
    // For the windows that are opened from now on; see MainWindow::setEvidence().
    void setEvidence(EvidenceDoor *door) { m_evidence = door; }
    void setTeam(TeamSight *team) { m_team = team; } // outlives them
    // The theme that a person chose last.
    [[nodiscard]] static Theme::Mode keptMode(const Settings &settings);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    Session &m_session;
    Theme &m_theme;
    Settings &m_settings;
    QString m_language;
    PolicyDesk m_desk;
    EvidenceDoor *m_evidence = nullptr;
    TeamSight *m_team = nullptr;
    QList<MainWindow *> m_windows; // in the order in which they were opened
};

} // namespace astern::ui
