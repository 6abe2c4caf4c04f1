// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"
#include "models/views/issuesmodel.h"

#include <QWidget>

namespace astern::ui {

class FactsView;
class RunsLabel;

// The workspace's file: where it is, whether it can be read, and what is wrong with it.
class WorkspacePane : public QWidget {
    Q_OBJECT
public:
    explicit WorkspacePane(Session &session, QWidget *parent = nullptr);

private:
    void refresh();

    Session &m_session;
    IssuesModel m_issues;
    RunsLabel *m_state = nullptr;
    RunsLabel *m_path = nullptr;
    RunsLabel *m_read = nullptr;
    FactsView *m_list = nullptr;
};

} // namespace astern::ui
