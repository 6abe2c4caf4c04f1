// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/views/backendsmodel.h"
#include "models/views/boardmodel.h"
#include "models/views/inboxmodel.h"
#include "models/views/palettemodel.h"

#include <QKeySequence>
#include <QTimer>
#include <QWidget>

#include <functional>

class QStackedWidget;

namespace astern {
class EvidenceDoor;
class TeamSight;
} // namespace astern

namespace astern::ui {

class ApprovalsPage;
class BoardPage;
class DueLine;
class EmergencySheet;
class InterruptedLine;
class LogPage;
class NavItem;
class NavList;
class Palette;
class PoliciesPage;
class PolicyDesk;
class RolloutPage;
class SettingsPage;
class StatusLine;
class Theme;
class TimelinePage;
class TopBar;

class WorkspaceLine;

// The window: shows only what exists. Board, approvals, one rollout, timeline, policies, the log, settings; Emergency
// over any of them.
class MainWindow : public QWidget {
    Q_OBJECT
public:
    // `desk`: the policies that are edited, where several windows show them; it outlives this. nullptr: its own.
    MainWindow(Session &session, Theme &theme, PolicyDesk *desk = nullptr, QWidget *parent = nullptr);
    ~MainWindow() override;

    enum Page {
        BoardScreen,
        ApprovalsScreen,
        TimelineScreen,
        PoliciesScreen,
        LogScreen,
        SettingsScreen,
        RolloutScreen
    };
    void showPage(Page page);
    void openRollout(const QString &placementKey);
    void openSettings(int section);           // SettingsPage::Section
    void openPolicy(const QString &nameOrId); // file or id
    void openRequest(const QString &id);      // for approval, or a review
    void openTimeline(quint64 index);         // an entry of the log, in its time
    void showInTimeline(const QString &placementKey);
    void openEmergency(const QString &placementKey = {}, int toRevision = 0);
    [[nodiscard]] BoardModel &board() { return m_model; }
    [[nodiscard]] BoardPage &boardPage() const { return *m_board; }
    [[nodiscard]] InboxModel &inbox() { return m_inbox; }
    // Made when they are first asked for, or one after the other once the board has been painted: the board is there at
    // once, and what opens later need not be made first.
    [[nodiscard]] ApprovalsPage &approvalsPage();
    [[nodiscard]] LogPage &logPage();
    [[nodiscard]] TimelinePage &timelinePage();
    [[nodiscard]] PoliciesPage &policiesPage();
    [[nodiscard]] RolloutPage &rolloutPage();
    [[nodiscard]] SettingsPage &settingsPage();
    [[nodiscard]] EmergencySheet &emergency();
    [[nodiscard]] Palette &commandPalette();
    void openPalette();
    // Who makes evidence of the log; it outlives this. nullptr: nothing can be exported here.
    void setEvidence(EvidenceDoor *door);
    // Who of the team is there, and who is told what this window shows; it outlives this. nullptr: there is no team.
    void setTeam(TeamSight *team);
    // A signal of a place in a window of its own that ends with this one; again: the same window. Without a signal:
    // the one that is worst.
    void openSignal(const QString &placementKey, const QString &signalId = {});

Q_SIGNALS:
    // Another window over the same session; on this place's own screen unless it is empty.
    void windowRequested(const QString &placementKey);
    void themeSwitched();                     // by the person
    void languageChosen(const QString &code); // by the person; empty: the system's

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool focusNextPrevChild(bool next) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void makeNextScreen();
    void makeShortcuts();
    void arrange();
    void tellWhere();
    void refreshTitle();
    void refreshCounts();
    void openEntry(quint64 index);
    void switchTheme();
    void follow(const PaletteModel::Item &item, bool emergency);
    // What the keys and the palette can do.
    struct Action {
        QString id;
        QString title;
        QKeySequence keys;
        std::function<void()> act;
    };
    [[nodiscard]] QList<Action> makeActions();
    [[nodiscard]] QString currentPlace() const; // of the rollout's own screen, or selected on the board
    void refreshPaletteItems();

    Session &m_session;
    Theme &m_theme;
    BoardModel m_model;
    BackendsModel m_backends;
    InboxModel m_inbox;
    TopBar *m_top = nullptr;
    NavList *m_nav = nullptr;
    NavItem *m_boardItem = nullptr;
    NavItem *m_approvalsItem = nullptr;
    QStackedWidget *m_stack = nullptr;
    BoardPage *m_board = nullptr;
    PolicyDesk *m_desk;
    EvidenceDoor *m_evidence = nullptr;
    TeamSight *m_team = nullptr;
    PoliciesPage *m_policies = nullptr;
    ApprovalsPage *m_approvals = nullptr;
    LogPage *m_log = nullptr;
    TimelinePage *m_timeline = nullptr;
    SettingsPage *m_settings = nullptr;
    RolloutPage *m_rollout = nullptr;
    StatusLine *m_status = nullptr;
    WorkspaceLine *m_workspaceLine = nullptr;
    DueLine *m_dueLine = nullptr;
    InterruptedLine *m_interruptedLine = nullptr;
    EmergencySheet *m_sheet = nullptr;
    Palette *m_palette = nullptr;
    Page m_page = BoardScreen;
    QTimer m_makeNext; // running from the first picture until every screen is made
    QList<Action> m_actions;
};

} // namespace astern::ui
