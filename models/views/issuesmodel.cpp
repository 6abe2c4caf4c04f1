// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/issuesmodel.h"

namespace astern {

void IssuesModel::setIssues(const QList<WorkspaceIssue> &issues, const QList<Unenforced> &unenforced)
{
    QList<IssueRow> rows;
    for (const WorkspaceIssue &issue : issues)
        rows.append({issue.toString(), issue.severity == WorkspaceIssue::Severity::Error, int(rows.size())});
    for (const Unenforced &item : unenforced)
        rows.append({item.note(), false, int(rows.size())});
    merge(rows);
}

int IssuesModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant IssuesModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const IssueRow &row = rowAt(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
        return row.text;
    case IdRole:
        return row.id();
    case SortRole:
        return row.number;
    case ToneRole:
        return row.wrong ? 2 : 3;
    default:
        return {};
    }
}

} // namespace astern
