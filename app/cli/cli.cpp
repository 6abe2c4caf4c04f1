// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/cli.h"

#include "app/cli/exitcodes.h"
#include "app/cli/verbs.h"

#include <QCoreApplication>

#include <algorithm>

namespace astern::app {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

void printHelp(QTextStream &out)
{
    out << tr("usage: asternctl VERB [ARGUMENTS]") << "\n\n";
    for (const Verb &verb : verbs())
        out << "  " << verb.name.leftJustified(18) << verb.summary << '\n';
    out << '\n'
        << tr("`asternctl VERB --help` explains one with an example.") << '\n'
        << tr("Exit codes: 0 done, 1 refused or found wrong, 2 incomplete, 3 usage, 4 unreadable or unreachable, "
              "5 not permitted.")
        << Qt::endl;
}

} // namespace

const QList<Verb> &verbs()
{
    static const QList<Verb> all{
        {QStringLiteral("status"), tr("every service: what serves, what is wanted, what the controller does"),
         runStatus},
        {QStringLiteral("why"), tr("why a service does not come up: pods, events, the end of the log"), runWhy},
        {QStringLiteral("rollback"), tr("return a service to its previous or a chosen release"), runRollback},
        {QStringLiteral("promote"), tr("go one step on, or with --full all the way"), runPromote},
        {QStringLiteral("pause"), tr("hold a rollout where it is"), runPause},
        {QStringLiteral("resume"), tr("end a pause"), runResume},
        {QStringLiteral("abort"), tr("return traffic to the stable release"), runAbort},
        {QStringLiteral("retry"), tr("start an aborted rollout again"), runRetry},
        {QStringLiteral("gates"), tr("what waits for people: approvals, reviews, pauses"), runGates},
        {QStringLiteral("approve"), tr("sign for what somebody asked approval of"), runApprove},
        {QStringLiteral("reject"), tr("say no to it"), runReject},
        {QStringLiteral("flag"), tr("list, show and switch feature flags"), runFlag},
        {QStringLiteral("config"), tr("list, show and restore versions of configuration sets"), runConfig},
        {QStringLiteral("journal"), tr("verify or read the decision log"), runJournal},
        {QStringLiteral("doctor"), tr("check workspace, backends, permissions and log"), runDoctor},
        {QStringLiteral("discover"), tr("write a first workspace from what the backends say"), runDiscover},
        {QStringLiteral("secret"), tr("keep the workspace's secrets in the keychain of this desktop"), runSecret},
        {QStringLiteral("login"), tr("sign in with the workspace's identity provider"), runLogin},
        {QStringLiteral("logout"), tr("sign out, here and at the provider"), runLogout},
        {QStringLiteral("whoami"), tr("who is signed in, with which roles, until when"), runWhoami},
        {QStringLiteral("identity"), tr("the PIN that promotions into production ask for"), runIdentity},
        {QStringLiteral("workspace"), tr("check a workspace's file, or print its schema for editors"), runWorkspace},
        {QStringLiteral("policy"), tr("check policies, say in plain words what one means, or print their schema"),
         runPolicy},
        {QStringLiteral("backtest"), tr("judge recorded samples again: verdicts, and what the ladder would have done"),
         runBacktest},
        {QStringLiteral("simulate"), tr("play rollouts whose truth is known through a policy"), runSimulate},
        {QStringLiteral("guard"), tr("watch rollouts by their policies, and act as these say"), runGuard},
        {QStringLiteral("ack"), tr("take over what people were told of"), runAck},
        {QStringLiteral("notify"), tr("say whom the workspace tells, or send one of them a test"), runNotify},
        {QStringLiteral("team"), tr("prepare, enrol for and look at the journal that a team shares"), runTeam},
        {QStringLiteral("sandbox"), tr("run the simulated company on this machine"), runSandboxVerb},
    };
    return all;
}

int runCli(const QStringList &args, Streams streams)
{
    if (args.isEmpty() || args.first() == QLatin1String("--help") || args.first() == QLatin1String("-h") ||
        args.first() == QLatin1String("help")) {
        printHelp(args.isEmpty() ? streams.err : streams.out);
        return args.isEmpty() ? ExitUsage : ExitDone;
    }
    if (args.first() == QLatin1String("--version")) {
        streams.out << "asternctl " << QCoreApplication::applicationVersion() << Qt::endl;
        return ExitDone;
    }
    const auto verb =
        std::find_if(verbs().cbegin(), verbs().cend(), [&](const Verb &v) { return v.name == args.first(); });
    if (verb == verbs().cend()) {
        streams.err << tr("asternctl: unknown verb \"%1\"").arg(args.first()) << "\n\n";
        printHelp(streams.err);
        return ExitUsage;
    }
    return verb->run(args.mid(1), streams);
}

} // namespace astern::app
