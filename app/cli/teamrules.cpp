// SPDX-License-Identifier: GPL-3.0-or-later
// team rules: what the workspace says about people, and whether an administrator stands behind it.
#include "app/cli/teamrules.h"
#include "app/cli/gateparts.h"
#include "app/cli/json.h"
#include "app/unixsignals.h"

#include <QCoreApplication>
#include <QJsonDocument>

namespace astern::app {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

int say(const Workspace &workspace, const QString &pinned, bool json, Streams streams)
{
    const bool same = !pinned.isEmpty() && pinned == workspace.rulesDigest;
    if (json)
        streams.out << QString::fromUtf8(QJsonDocument(QJsonObject{{QStringLiteral("rules"), workspace.rulesDigest},
                                                                   {QStringLiteral("pinned"), pinned},
                                                                   {QStringLiteral("same"), same}})
                                             .toJson(QJsonDocument::Compact))
                    << Qt::endl;
    else
        streams.out << tr("rules   %1").arg(workspace.rulesDigest.isEmpty() ? tr("none") : workspace.rulesDigest)
                    << '\n'
                    << tr("pinned  %1").arg(pinned.isEmpty() ? tr("nothing: what goes forward is refused") : pinned)
                    << Qt::endl;
    return same || workspace.rulesDigest.isEmpty() ? ExitDone : ExitRefused;
}

} // namespace

int runTeamRules(const VerbOptions &options, Streams streams)
{
    int exitCode = ExitDone;
    const std::optional<Workspace> workspace = loadWorkspace(options, streams, exitCode);
    if (!workspace)
        return exitCode;
    if (workspace->journal.team.isEmpty())
        return fail(streams,
                    {.kind = Error::Kind::Invalid,
                     .message = tr("The workspace has no team: nobody else could pin its rules"),
                     .where = QStringLiteral("astern.yaml: journal.team")},
                    options.json());
    const bool pins = options.isSet(QStringLiteral("pin"));
    auto engine = Engine::create(
        *workspace,
        {.dataFolder = options.dataFolder(), .watch = false, .recover = false, .readOnly = false, .actor = {}});
    if (!engine)
        return fail(streams, engine.error(), options.json());
    (*engine)->start();
    waitForIdentity(**engine);
    if (!gatesAreCurrent(**engine, options, streams, exitCode))
        return exitCode;
    Session &session = (*engine)->session();
    if (pins) {
        if (!confirmed(workspace->name, options, streams, exitCode))
            return exitCode;
        const JournalLevel level = workspace->journal.need(LogAction::Policy, {});
        const auto done = waitHome<Receipt>([&](Done<Receipt> answer) {
            session.journal()->append(
                rulesDraft(workspace->rulesDigest, session.self(), options.value(QStringLiteral("reason"))), level,
                std::move(answer));
        });
        if (!done)
            return 128 + receivedUnixSignal();
        if (!done->ok())
            return fail(streams, done->error(), options.json());
        streams.err << tr("Pinned. It counts where this device is an administrator's.") << Qt::endl;
    }
    return say(*workspace, pins ? workspace->rulesDigest : session.doors().approvals->pinnedRules(), options.json(),
               streams);
}

} // namespace astern::app
