// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/json.h"
#include "app/cli/options.h"
#include "app/cli/verbs.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

namespace astern::app {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

} // namespace

int runWorkspace(const QStringList &args, Streams streams)
{
    VerbOptions options(QStringLiteral("workspace"),
                        tr("Checks a workspace: every error with line and column, all in one go. Or prints the JSON "
                           "Schema of the format, for editors."),
                        QStringLiteral("check [--workspace DIR] [--json] | schema"),
                        QStringLiteral("asternctl workspace check --workspace ./shop"));
    int exitCode = ExitDone;
    if (!options.parse(args, streams, exitCode))
        return exitCode;
    if (options.positional() == QStringList{QStringLiteral("schema")})
        return printSchema(streams, QStringLiteral("workspace"));
    if (options.positional() != QStringList{QStringLiteral("check")})
        return options.usageError(streams, tr("say `workspace check` or `workspace schema`"));
    if (!QFileInfo(options.workspaceFolder()).isDir()) {
        return fail(streams,
                    Error{.kind = Error::Kind::NotFound,
                          .message = tr("There is no such folder"),
                          .where = options.workspaceFolder(),
                          .hint = {}},
                    options.json());
    }
    const WorkspaceReading reading = readWorkspace(options.workspaceFolder());
    int errors = 0;
    QJsonArray list;
    for (const WorkspaceIssue &issue : reading.issues) {
        errors += issue.severity == WorkspaceIssue::Severity::Error ? 1 : 0;
        list.append(issueToJson(issue));
        if (!options.json())
            streams.out << issue.toString() << '\n';
    }
    if (options.json()) {
        streams.out << QString::fromUtf8(QJsonDocument(list).toJson(QJsonDocument::Compact)) << Qt::endl;
    } else if (reading.workspace) {
        for (const Unenforced &item : reading.workspace->unenforced)
            streams.out << item.note() << '\n';
        streams.out << QCoreApplication::translate("Cli", "%1 is in order: %n service(s)", nullptr,
                                                   int(reading.workspace->services.size()))
                           .arg(reading.workspace->name)
                    << Qt::endl;
    }
    streams.out.flush();
    return errors > 0 || !reading.workspace ? ExitRefused : ExitDone;
}

} // namespace astern::app
