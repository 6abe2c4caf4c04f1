// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/workspace.h"
#include "tests/fuzz/mutator.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace astern;

class FuzzWorkspace : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void mutations()
    {
        const fuzz::Mutator mutator(
            {fuzz::fileBytes("resources/workspaces/sample/astern.yaml"),
             "astern: workspace/v1\nname: shop\nbackends:\n  argo: {type: argo-rollouts}\nenvironments:\n"
             "  prod: {cells: [eu-1]}\nservices:\n  web:\n    rollouts: [{environment: prod, cell: eu-1, backend: "
             "argo, name: web}]\n"},
            fuzz::yamlWords() + QList<QByteArray>{"99999999999h", "${env:X}", "${keychain:", "services:", "signals:",
                                                  "limit: {above: 1%}", "environments:"});
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("astern.yaml"));
        const quint64 done = fuzz::run(mutator, [&](const QByteArray &input) -> QByteArray {
            QFile file(path);
            if (!file.open(QIODevice::WriteOnly) || file.write(input) != input.size())
                return "cannot write the workspace";
            file.close();
            const WorkspaceReading reading = readWorkspace(folder.path());
            const bool wrong =
                std::any_of(reading.issues.cbegin(), reading.issues.cend(), [](const WorkspaceIssue &issue) {
                    return issue.severity == WorkspaceIssue::Severity::Error;
                });
            if (reading.workspace.has_value() == wrong)
                return wrong ? "a workspace in spite of errors" : "no workspace, and no error";
            const int lines = int(input.count('\n') + input.count('\r')) + 1;
            for (const WorkspaceIssue &issue : reading.issues) {
                if (issue.at.line < 1 || issue.at.line > lines + 1 || issue.at.column < 1 || issue.message.isEmpty())
                    return "an issue without a place: " + issue.toString().toUtf8();
            }
            return {};
        });
        QVERIFY(done > 0);
    }
};

QTEST_GUILESS_MAIN(FuzzWorkspace)
#include "fuzz_workspace.moc"
