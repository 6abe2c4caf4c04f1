// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/workspacepane.h"

#include "models/base/format.h"
#include "ui/rollout/factsview.h"
#include "ui/rollout/runslabel.h"
#include "ui/widgets/controls.h"

#include <QDesktopServices>
#include <QDir>
#include <QHBoxLayout>
#include <QPushButton>
#include <QUrl>
#include <QVBoxLayout>

namespace astern::ui {

WorkspacePane::WorkspacePane(Session &session, QWidget *parent) : QWidget(parent), m_session(session)
{
    setObjectName(QStringLiteral("workspacePane"));
    const Theme &theme = Theme::of(this);
    m_state = new RunsLabel(this);
    m_state->setObjectName(QStringLiteral("workspaceState"));
    m_path = new RunsLabel(this);
    m_path->setObjectName(QStringLiteral("workspacePath"));
    m_read = new RunsLabel(this);
    using Sign = FactColumn::Sign;
    m_list = new FactsView({{IssuesModel::TextColumn, TextStyle::Small, Tone::InkPrimary, 0, false, Sign::Tone,
                             IssuesModel::ToneRole, false, Qt::ElideRight}},
                           this);
    m_list->setObjectName(QStringLiteral("workspaceIssues"));
    m_list->setAccessibleName(tr("What is wrong with the workspace"));
    m_list->setModel(&m_issues);
    m_list->setEmptyText(tr("Nothing is wrong with it."));
    QPushButton *open = makeButton(tr("Open folder"), nullptr, {}, this);
    open->setObjectName(QStringLiteral("openFolder"));
    connect(open, &QPushButton::clicked, this,
            [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(m_session.workspace().folder)); });
    auto *row = new QHBoxLayout;
    row->addWidget(m_path, 1);
    row->addWidget(open, 0, Qt::AlignTop);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme.px(12));
    column->addLayout(row);
    column->addWidget(m_state);
    column->addWidget(m_read);
    column->addWidget(m_list, 1);
    setTabOrder(open, m_list);
    connect(&session, &Session::workspaceNewsChanged, this, &WorkspacePane::refresh);
    connect(&session, &Session::workspaceChanged, this, &WorkspacePane::refresh);
    connect(&session, &Session::workspaceRead, this, &WorkspacePane::refresh);
    refresh();
}

void WorkspacePane::refresh()
{
    const Workspace &workspace = m_session.workspace();
    const WorkspaceNews &news = m_session.workspaceNews();
    m_path->setRuns(
        {{QDir(workspace.folder).filePath(QLatin1String(kWorkspaceFile)), Tone::InkPrimary, TextStyle::Mono}});
    if (!news.issues.isEmpty()) {
        m_state->setRuns(
            {{tr("Not valid."), Tone::CriticalText, TextStyle::Strong},
             {QLatin1Char(' ') + tr("What was read before stays in force."), Tone::InkPrimary, TextStyle::Body}});
    } else {
        QString words =
            QLatin1Char(' ') + tr("%1: %n service(s).", nullptr, int(workspace.services.size())).arg(workspace.name);
        if (!news.waits.isEmpty())
            words += QLatin1Char(' ') + news.waits;
        m_state->setRuns(
            {{tr("Valid."), Tone::InkPrimary, TextStyle::Strong}, {words, Tone::InkPrimary, TextStyle::Body}});
    }
    m_read->setRuns({{tr("Read %1. It is read again whenever it is saved.")
                          .arg(format::clock(m_session.workspaceReadMs(), m_session.nowMs())),
                      Tone::InkSecondary, TextStyle::Small}});
    m_issues.setIssues(news.issues, workspace.unenforced);
}

} // namespace astern::ui
