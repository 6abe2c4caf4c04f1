// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/inbox.h"
#include "models/views/peoplemodel.h"

#include <QWidget>

class QComboBox;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace astern::ui {

class FactsView;
class RunsLabel;

// Opens under the initials and stays true while it is open: who is there, what they look at, who acts by policies, and
// who is on call, with the way to hand that over. Esc, or a click elsewhere, puts it away.
class TeamPopup : public QWidget {
    Q_OBJECT
public:
    TeamPopup(const Session &session, const TeamSight &team, QWidget *parent);
    void openBelow(const QPoint &globalRight); // its right upper corner

Q_SIGNALS:
    void placeRequested(const QString &placementKey);

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void build();
    void buildForm();
    void refresh();
    void refreshOnCall();
    void fillPeople();
    void fit();
    void openForm(bool open);
    void commit();
    void say(const QString &words, bool failed);

    const Session &m_session;
    const TeamSight &m_team;
    PeopleModel m_people;
    Inbox m_inbox;
    bool m_mine = false; // the form hands over; else it takes over
    bool m_busy = false;
    QVBoxLayout *m_column = nullptr;
    RunsLabel *m_head = nullptr;
    FactsView *m_list = nullptr;
    RunsLabel *m_automation = nullptr;
    RunsLabel *m_onCall = nullptr;
    RunsLabel *m_why = nullptr;
    QPushButton *m_begin = nullptr;
    QWidget *m_form = nullptr;
    QComboBox *m_to = nullptr;
    QLineEdit *m_reason = nullptr;
    QPushButton *m_commit = nullptr;
    RunsLabel *m_said = nullptr;
};

} // namespace astern::ui
