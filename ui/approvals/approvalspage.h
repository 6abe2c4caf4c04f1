// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/views/inboxmodel.h"

#include <QTimer>
#include <QWidget>

class QPushButton;
class QStackedWidget;

namespace astern {
class TeamSight;
}

namespace astern::ui {

class Banner;
class EmptyState;
class GatePane;
class InboxList;
class RunsLabel;

// Approvals: the inbox of what waits for a person, and the one that is chosen with all that a decision rests on.
class ApprovalsPage : public QWidget {
    Q_OBJECT
public:
    // `model` is the window's, which counts for the navigation, and outlives this.
    ApprovalsPage(Session &session, InboxModel &model, QWidget *parent = nullptr);
    void openRequest(const QString &id); // chosen and in sight, also when it is over
    void focusList();                    // where the keyboard begins
    void setTeam(const TeamSight *team); // whom an approval can be handed to; nullptr: only whom the log names
    [[nodiscard]] InboxList &list() const { return *m_list; }
    [[nodiscard]] GatePane &pane() const { return *m_pane; }
    [[nodiscard]] QString troubleWords() const; // empty: none

Q_SIGNALS:
    void entryRequested(quint64 index);
    void rolloutRequested(const QString &placementKey);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void build();
    [[nodiscard]] QWidget *makeHead();
    void refresh();
    void refreshTrouble();
    void choose(const QString &id);
    void say(const QString &words);

    Session &m_session;
    InboxModel &m_model;
    QString m_wanted;          // to be chosen once it is there
    bool m_listWanted = false; // the keyboard goes there once it has lines
    RunsLabel *m_counts = nullptr;
    RunsLabel *m_said = nullptr; // what was just recorded: its line may be gone
    QTimer m_forget;
    QPushButton *m_past = nullptr;
    Banner *m_trouble = nullptr;
    QStackedWidget *m_stack = nullptr;
    EmptyState *m_empty = nullptr;
    InboxList *m_list = nullptr;
    GatePane *m_pane = nullptr;
};

} // namespace astern::ui
