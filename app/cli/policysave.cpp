// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/policysave.h"

#include "app/cli/gateparts.h"
#include "app/cli/json.h"
#include "app/unixsignals.h"
#include "models/guard/policydraft.h"
#include "models/session/policyedits.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace astern::app {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

std::optional<Error> whyNot(const Workspace &workspace, const QString &name)
{
    QStringList names;
    for (const PolicyFile &file : workspace.policies)
        names.append(file.name);
    if (!names.contains(name))
        return Error{.kind = Error::Kind::NotFound,
                     .message = tr("The workspace has no policy file of this name"),
                     .where = name,
                     .hint = names.isEmpty() ? tr("A policy is a file in the workspace's folder policies/.")
                                             : tr("It has %1").arg(names.join(QStringLiteral(", ")))};
    if (workspace.readOnly)
        return Error{.kind = Error::Kind::NotPermitted,
                     .message = tr("The workspace is read-only (astern.yaml: read_only)."),
                     .where = name,
                     .hint = {}};
    return std::nullopt;
}

// A text with errors would never come into force: it is refused here, where nobody looks at it any more.
Result<QByteArray> textOf(const QString &file, const QString &name, const Workspace &workspace, Streams streams)
{
    QFile source(file);
    if (!source.open(QIODevice::ReadOnly))
        return Error{.kind = Error::Kind::Storage,
                     .message = tr("The new text cannot be read"),
                     .where = file,
                     .hint = source.errorString()};
    const QByteArray text = source.readAll();
    const PolicyFile read = readPolicy(name, text, workspace, workspace.policies);
    for (const DocumentIssue &issue : read.issues)
        streams.err << issue.toString() << '\n';
    streams.err.flush();
    if (read.isRefused())
        return Error{.kind = Error::Kind::Invalid,
                     .message = tr("The text has errors: it would not come into force"),
                     .where = file,
                     .hint = tr("Mend what is listed above, then save it again.")};
    return text;
}

Result<Ok> recordAndWrite(Engine &engine, const QString &name, const QByteArray &text, const QByteArray &base)
{
    Session &session = engine.session();
    const auto recorded =
        waitHome<Ok>([&](Done<Ok> done) { session.recordPolicyEdit(name, text, base, std::move(done)); });
    if (!recorded)
        return Error{.kind = Error::Kind::Cancelled, .message = tr("interrupted")};
    const Result<Ok> done =
        *recorded ? guard::savePolicyFile(session.workspace().folder, session.doors().dataFolder, name, text, base)
                  : *recorded;
    if (!done)
        (void)waitHome<Ok>(
            [&](const Done<Ok> &told) { recordPolicyUnwritten(session, name, text, base, done.error(), told); });
    return done;
}

} // namespace

int savePolicy(const VerbOptions &options, const QString &name, const QString &file, Streams streams)
{
    int exitCode = ExitDone;
    const std::optional<Workspace> workspace = loadWorkspace(options, streams, exitCode);
    if (!workspace)
        return exitCode;
    if (const auto refused = whyNot(*workspace, name))
        return fail(streams, *refused, options.json());
    const auto disk = guard::readPolicyFile(workspace->folder, {}, name);
    if (!disk)
        return fail(streams, disk.error(), options.json());
    const auto text = textOf(file, name, *workspace, streams);
    if (!text)
        return fail(streams, text.error(), options.json());
    const bool same = *text == disk->text;
    if (!same) {
        auto engine = Engine::create(
            *workspace, {.dataFolder = options.dataFolder(), .watch = false, .recover = false, .actor = {}});
        if (!engine)
            return fail(streams, engine.error(), options.json());
        (*engine)->start();
        const auto done = recordAndWrite(**engine, name, *text, disk->text);
        if (!done && done.error().kind == Error::Kind::Cancelled && receivedUnixSignal())
            return 128 + receivedUnixSignal();
        if (!done)
            return fail(streams, done.error(), options.json());
    }
    if (options.json())
        streams.out << QString::fromUtf8(
                           QJsonDocument(QJsonObject{{QStringLiteral("file"), name}, {QStringLiteral("saved"), !same}})
                               .toJson(QJsonDocument::Compact))
                    << Qt::endl;
    else
        streams.out
            << (same ? tr("%1 says that already; nothing was written") : tr("%1 was recorded and written")).arg(name)
            << Qt::endl;
    return ExitDone;
}

} // namespace astern::app
