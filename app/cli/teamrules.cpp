// SPDX-License-Identifier: GPL-3.0-or-later
// team rules: what the workspace says about people, and whether an administrator stands behind it.
#include "app/cli/teamrules.h"
#include "app/cli/gateparts.h"
#include "app/cli/journalparts.h"
#include "app/cli/json.h"
#include "app/cli/teamenrol.h"
#include "app/unixsignals.h"

#include <QCoreApplication>
#include <QJsonDocument>

#include <algorithm>

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
        if (workspace->rulesDigest.isEmpty())
            return fail(streams,
                        {.kind = Error::Kind::Invalid,
                         .message = tr("The workspace says nothing about people, roles and gates: there is nothing to "
                                       "pin"),
                         .where = QStringLiteral("astern.yaml")},
                        options.json());
        const QString folder = journalFolder(options, streams, exitCode); // the engine has made it
        if (folder.isEmpty())
            return exitCode;
        TeamDevices devices;
        const auto own = writerOf(folder);
        const auto read = own ? devices.readOn(mirrorBeside(folder)) : Result<Ok>(own.error());
        if (!read)
            return fail(streams, read.error(), options.json());
        // Told before it is recorded: what another device pins counts for nothing.
        if (const auto refused = whyNoAdmin(
                devices, *own, tr("Only an administrator's device may pin the rules, and this one is none"))) {
            recordRefusal(session, QStringLiteral("rules-pin"), *own, *refused);
            return fail(streams, *refused, options.json());
        }
        if (!confirmed(workspace->name, options, streams, exitCode))
            return exitCode;
        // In the team's log at least: elsewhere it pins nothing.
        const JournalLevel level = std::max(JournalLevel::Shared, workspace->journal.need(LogAction::Policy, {}));
        const auto done = waitHome<Receipt>([&](Done<Receipt> answer) {
            session.journal()->append(
                rulesDraft(workspace->rulesDigest, session.self(), options.value(QStringLiteral("reason"))), level,
                std::move(answer));
        });
        if (!done)
            return 128 + receivedUnixSignal();
        if (!done->ok())
            return fail(streams, done->error(), options.json());
        // Whoever says the next thing on this device must not be told that nothing is pinned.
        if (!readBack([&] { return session.doors().approvals->pinnedRules() == workspace->rulesDigest; })) {
            streams.err << tr("It is in the log; this device's copy does not show it yet. `asternctl team rules` says "
                              "when.")
                        << Qt::endl;
            (void)say(*workspace, session.doors().approvals->pinnedRules(), options.json(), streams);
            return ExitIncomplete;
        }
        streams.err << tr("Pinned.") << Qt::endl;
    }
    return say(*workspace, session.doors().approvals->pinnedRules(), options.json(), streams);
}

} // namespace astern::app
