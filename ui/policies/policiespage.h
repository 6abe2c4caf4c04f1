// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/views/policiesmodel.h"
#include "models/views/policyissuesmodel.h"
#include "ui/policies/policydesk.h"

#include <QWidget>

#include <memory>

class QPushButton;
class QStackedWidget;
class QTabBar;

namespace astern::ui {

class BacktestPane;
class EmptyState;
class FactsView;
class NowPane;
class PolicyEditor;
class RunsLabel;

// The policies of the workspace: their files, what of them is in force, an editor that checks while one types, and what
// the edited text says of a rollout on its way and would have done in a recorded one.
class PoliciesPage : public QWidget {
    Q_OBJECT
public:
    // `desk`: shared with other windows; nullptr: its own.
    PoliciesPage(Session &session, PolicyDesk *desk, QWidget *parent = nullptr);
    ~PoliciesPage() override;

    enum Section { ProblemsSection, NowSection, BacktestSection };
    void showSection(Section section);
    void openPolicy(const QString &nameOrId);               // file or id
    void focusList();                                       // where the keyboard begins
    [[nodiscard]] QString policy() const { return m_name; } // the file that is shown; empty: none
    [[nodiscard]] PolicyEditor &editor() const { return *m_editor; }
    [[nodiscard]] BacktestPane &backtest() const { return *m_backtest; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    QWidget *makeHead();
    QWidget *makeRight();
    void choose(const QString &name);
    void reread();
    void refresh(const QString &name);
    void refreshNotice(const PolicyBuffers::Buffer &buffer);
    void checkNow();
    void takeCheck(const guard::ReadPolicy &read);
    void turn(const QString &knobId, const QString &value);
    [[nodiscard]] QString whyReadOnly() const; // a sentence; empty: it may be changed
    [[nodiscard]] const PolicyFile *fileOf(const QString &name) const;
    [[nodiscard]] const PolicyEdit *editOf(const QString &name) const;
    void propose();

    Session &m_session;
    std::unique_ptr<PolicyDesk> m_ownDesk;
    PolicyBuffers &m_buffers;
    guard::PolicyBench m_bench; // its questions are about what this window shows
    PoliciesModel m_policies;
    PolicyIssuesModel m_issues;
    QString m_name;
    guard::ReadPolicy m_read; // of the text that is shown, as it was checked last
    QString m_turning;        // the knob that was turned last: one drag is one step for Undo
    bool m_inTurn = false;    // the text changes by it, and not by a person's typing
    QTimer m_checkSoon;
    Inbox m_inbox{this};

    RunsLabel *m_count = nullptr;
    FactsView *m_list = nullptr;
    QStackedWidget *m_stack = nullptr; // empty, or the rest
    EmptyState *m_empty = nullptr;
    RunsLabel *m_title = nullptr;
    QWidget *m_notice = nullptr;
    RunsLabel *m_noticeWords = nullptr;
    QPushButton *m_takeTheirs = nullptr;
    QPushButton *m_propose = nullptr;
    QPushButton *m_keepMine = nullptr;
    QPushButton *m_discard = nullptr;
    QPushButton *m_save = nullptr;
    PolicyEditor *m_editor = nullptr;
    QTabBar *m_tabs = nullptr;
    QStackedWidget *m_panes = nullptr;
    FactsView *m_issueList = nullptr;
    NowPane *m_now = nullptr;
    BacktestPane *m_backtest = nullptr;
};

} // namespace astern::ui
