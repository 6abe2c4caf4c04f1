// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/document/issue.h"

#include <QCoreApplication>

#include <algorithm>

namespace astern {

QString SourcePosition::toString() const
{
    QString text = file;
    if (line > 0)
        text += QLatin1Char(':') + QString::number(line);
    if (line > 0 && column > 0)
        text += QLatin1Char(':') + QString::number(column);
    return text;
}

QString DocumentIssue::toString() const
{
    QString text = QStringLiteral("%1: %2: %3").arg(at.toString(), code, message);
    if (!allowed.isEmpty())
        text += QCoreApplication::translate("Workspace", "; allowed: %1").arg(allowed);
    if (!nearest.isEmpty())
        text += QCoreApplication::translate("Workspace", "; did you mean \"%1\"?").arg(nearest);
    return text;
}

bool hasErrors(const QList<DocumentIssue> &issues)
{
    return std::any_of(issues.cbegin(), issues.cend(),
                       [](const DocumentIssue &issue) { return issue.severity == DocumentIssue::Severity::Error; });
}

QList<DocumentIssue> inFileOrder(QList<DocumentIssue> issues)
{
    if (issues.size() > kMaxIssues) {
        std::stable_sort(issues.begin(), issues.end(), [](const auto &a, const auto &b) {
            return a.severity == DocumentIssue::Severity::Error && b.severity != DocumentIssue::Severity::Error;
        });
        const auto warnings = std::find_if(issues.begin(), issues.end(), [](const auto &issue) {
            return issue.severity != DocumentIssue::Severity::Error;
        });
        if (warnings - issues.begin() < kMaxIssues)
            issues = issues.mid(0, kMaxIssues);
        else
            issues.erase(warnings, issues.end());
    }
    std::stable_sort(issues.begin(), issues.end(), [](const DocumentIssue &a, const DocumentIssue &b) {
        return a.at.line != b.at.line ? a.at.line < b.at.line : a.at.column < b.at.column;
    });
    return issues.mid(0, kMaxIssues);
}

} // namespace astern
