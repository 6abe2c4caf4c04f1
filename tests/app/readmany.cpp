// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/reader.h"
#include "models/workspace/workspace.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTextStream>

#include <cstdio>

// For agreement.py: a file's name a line comes in, the errors that the reader finds in it go out as a line of JSON. One
// process for a thousand files, where one each would spend its time on starting.
int main(int argc, char **argv)
{
    const bool policies = argc > 1 && QLatin1String(argv[1]) == QLatin1String("policy");
    QTextStream in(stdin);
    QTextStream out(stdout);
    for (QString name = in.readLine(); !name.isNull(); name = in.readLine()) {
        QFile file(name);
        if (!file.open(QIODevice::ReadOnly))
            return 1;
        const QList<astern::DocumentIssue> found =
            policies ? astern::policy::readText(file.readAll(), QStringLiteral("policy.yaml")).issues
                     : astern::readWorkspaceText(file.readAll(), QStringLiteral("/workspace")).issues;
        QJsonArray issues;
        for (const astern::DocumentIssue &issue : found) {
            if (issue.severity == astern::DocumentIssue::Severity::Error)
                issues.append(
                    QJsonObject{{QStringLiteral("code"), issue.code}, {QStringLiteral("message"), issue.message}});
        }
        out << QString::fromUtf8(QJsonDocument(issues).toJson(QJsonDocument::Compact)) << Qt::endl;
    }
    return 0;
}
