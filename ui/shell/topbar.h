// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/views/backendsmodel.h"

#include <QPointer>
#include <QWidget>

class QPushButton;

namespace astern {
class TeamSight;
}

namespace astern::ui {

class TeamButton;
class ZoneChip;

// Where this is (workspace, zone), how every connection is doing, who of the team is there, who acts, and, always at
// the same place, Emergency.
class TopBar : public QWidget {
    Q_OBJECT
public:
    TopBar(Session &session, BackendsModel &backends, QWidget *parent = nullptr);
    [[nodiscard]] QPushButton *emergency() const { return m_emergency; }
    [[nodiscard]] QPushButton *themeButton() const { return m_theme; }
    void setTeam(const TeamSight *team); // nullptr: there is none
    void openTeam();                     // the list of who is there; nothing where there is no team
    [[nodiscard]] TeamButton *teamButton() const { return m_team; }     // hidden while nobody is there
    [[nodiscard]] QPushButton *identityButton() const { return m_who; } // hidden while nobody is known
    [[nodiscard]] QSize sizeHint() const override;
    // The chips as they are painted, for hovering and for assistive technology.
    [[nodiscard]] QString connectionWords() const;

Q_SIGNALS:
    void emergencyRequested();
    void themeRequested();
    void identityRequested(); // its settings
    void placeRequested(const QString &placementKey);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool event(QEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    struct Chip {
        QRectF rect;
        bool well = true;
        QString name; // a connection, or "6 live" for all that are well, where there is no room for each
        QString note;
        QString hint;
        QString backend; // empty: several
    };
    [[nodiscard]] QList<Chip> chips() const;
    [[nodiscard]] double chipsLeft() const;
    void arrange();
    void refreshWho();
    void refreshTeam();
    void openWho();
    void open(const Chip &chip);

    Session &m_session;
    BackendsModel &m_backends;
    QPointer<const TeamSight> m_sight;
    ZoneChip *m_zone = nullptr;
    TeamButton *m_team = nullptr;
    QPushButton *m_who = nullptr;
    QPushButton *m_theme = nullptr;
    QPushButton *m_emergency = nullptr;
    qsizetype m_current = 0; // the chip that the keyboard is on
    bool m_ring = false;     // shown to those who use it
};

} // namespace astern::ui
