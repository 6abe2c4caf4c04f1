// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/policyissuesmodel.h"

#include <algorithm>

namespace astern {

void PolicyIssuesModel::setIssues(const QList<DocumentIssue> &issues)
{
    QList<PolicyIssueRow> rows;
    for (const DocumentIssue &issue : issues)
        rows.append({issue, int(rows.size())});
    merge(rows);
}

int PolicyIssuesModel::errors() const
{
    return int(std::count_if(rows().cbegin(), rows().cend(), [](const PolicyIssueRow &row) {
        return row.issue.severity == DocumentIssue::Severity::Error;
    }));
}

int PolicyIssuesModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant PolicyIssuesModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const DocumentIssue &issue = rowAt(index.row()).issue;
    const QString place = QStringLiteral("%1:%2").arg(issue.at.line).arg(issue.at.column);
    QString mend;
    if (!issue.nearest.isEmpty())
        mend = tr("did you mean %1?").arg(issue.nearest);
    if (!issue.allowed.isEmpty())
        mend += (mend.isEmpty() ? QString() : QStringLiteral("  ")) + tr("allowed: %1").arg(issue.allowed);
    const bool wrong = issue.severity == DocumentIssue::Severity::Error;
    switch (role) {
    case Qt::DisplayRole:
        return index.column() == PlaceColumn ? place : index.column() == TextColumn ? issue.message : issue.code;
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
        return QStringLiteral("%1 %2: %3 %4")
            .arg(wrong ? tr("error") : tr("warning"), place, issue.message, mend)
            .trimmed();
    case IdRole:
        return index.row();
    case ToneRole:
        return wrong ? 2 : 4;
    case DetailRole:
        return mend;
    default:
        return {};
    }
}

QVariant PolicyIssuesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    static const char *const kNames[] = {QT_TR_NOOP("line"), QT_TR_NOOP("what is wrong"), QT_TR_NOOP("code")};
    return section < ColumnCount ? tr(kNames[section]) : QString();
}

} // namespace astern
