// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/workspace.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTextStream>

#include <cstdio>

// For schema.py: a file's name a line comes in, what the reader says of it goes out as a line of JSON. One process for
// a thousand files, where one each would spend its time on starting.
int main()
{
    QTextStream in(stdin);
    QTextStream out(stdout);
    for (QString name = in.readLine(); !name.isNull(); name = in.readLine()) {
        QFile file(name);
        if (!file.open(QIODevice::ReadOnly))
            return 1;
        const astern::WorkspaceReading reading =
            astern::readWorkspaceText(file.readAll(), QStringLiteral("/workspace"));
        QJsonArray issues;
        for (const astern::WorkspaceIssue &issue : reading.issues)
            issues.append(
                QJsonObject{{QStringLiteral("code"), issue.code}, {QStringLiteral("message"), issue.message}});
        out << QString::fromUtf8(QJsonDocument(issues).toJson(QJsonDocument::Compact)) << Qt::endl;
    }
    return 0;
}
