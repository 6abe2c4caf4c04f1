// SPDX-License-Identifier: GPL-3.0-or-later
// The verbs that change the world. They make the same plans as the buttons and send them through the same door.
#include "app/cli/act.h"
#include "app/cli/gateparts.h"
#include "app/cli/json.h"
#include "app/cli/options.h"
#include "app/cli/verbs.h"
#include "app/engine/engine.h"
#include "app/unixsignals.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace astern::app {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

struct Act {
    PlanKind kind;
    QString verb;
    QString summary;
    QString example;
};

int runPlan(Engine &engine, const Placement &placement, PlanKind kind, const VerbOptions &options, Streams streams)
{
    Session &session = engine.session();
    auto observed = wait<Rollout>([&](Done<Rollout> done) { engine.read(placement.object, std::move(done)); });
    if (!observed)
        return 128 + receivedUnixSignal();
    if (!observed->ok())
        return fail(streams, observed->error(), options.json());
    session.observe(
        {.backend = placement.object.backend, .complete = false, .changed = {observed->value()}, .gone = {}});

    int toRevision = 0;
    if (kind == PlanKind::Rollback && options.isSet(QStringLiteral("to-revision"))) {
        bool isNumber = false;
        toRevision = options.value(QStringLiteral("to-revision")).toInt(&isNumber);
        if (!isNumber || toRevision < 1)
            return options.usageError(streams, tr("--to-revision takes a number above 0"));
    }
    Mitigation mitigation = Mitigation::None;
    // The other verbs have no such option.
    if (const QString how = kind == PlanKind::Rollback ? options.value(QStringLiteral("mitigate")) : QString();
        !how.isEmpty()) {
        if (how != QLatin1String("first") && how != QLatin1String("only"))
            return options.usageError(streams, tr("--mitigate takes first or only"));
        mitigation = how == QLatin1String("first") ? Mitigation::First : Mitigation::Only;
        readMitigations(engine, placement, streams);
    }
    const Result<Plan> plan = session.plan(kind, placement.key(), toRevision, mitigation);
    if (!plan) {
        // A plan that cannot be made is a refusal, whatever it is that is missing: everything could be read.
        fail(streams, plan.error(), options.json());
        return ExitRefused;
    }
    return carryOut(engine, *plan, options, streams);
}

int act(const Act &what, const QStringList &args, Streams streams)
{
    VerbOptions options(
        what.verb, what.summary,
        what.kind == PlanKind::Rollback
            ? QStringLiteral(
                  "SERVICE [--environment E] [--cell C | --cell all | --cell C,C] [--waves | --at-once] "
                  "[--on-refusal stop|go-on] [--mitigate first|only] --reason TEXT [--dry-run] [--yes] [--json]")
        : isProtective(what.kind)
            ? QStringLiteral("SERVICE [--environment E] [--cell C] --reason TEXT [--dry-run] [--yes] [--json]")
            : QStringLiteral(
                  "SERVICE [--environment E] [--cell C] --reason TEXT [--break-glass] [--dry-run] [--yes] [--json]"),
        what.example);
    options.add({{QStringLiteral("e"), QStringLiteral("environment")},
                 tr("Where, if the service runs in several."),
                 QStringLiteral("E")});
    options.add({{QStringLiteral("c"), QStringLiteral("cell")},
                 what.kind == PlanKind::Rollback ? tr("Which cell of it; \"all\", or several: eu-1,us-1.")
                                                 : tr("Which cell of it."),
                 QStringLiteral("C")});
    options.add({{QStringLiteral("r"), QStringLiteral("reason")},
                 tr("Why; kept in the log. May follow later for what goes back."),
                 QStringLiteral("TEXT")});
    options.addSendOptions();
    if (what.kind == PlanKind::Rollback || what.kind == PlanKind::Abort)
        options.add(
            {QStringLiteral("unrecorded"),
             tr("Where nothing can be recorded: go back all the same. Takes the name of the service; the record "
                "is printed instead."),
             QStringLiteral("SERVICE")});
    if (what.kind == PlanKind::Rollback) {
        options.add({QStringLiteral("waves"), tr("Several cells: in the order of the environment's waves.")});
        options.add({QStringLiteral("at-once"), tr("Several cells: all side by side (default).")});
        options.add({QStringLiteral("on-refusal"),
                     tr("Several cells: what to do before the next wave when one was refused or failed: go-on "
                        "(default: a cell that refuses must not keep the bad version serving elsewhere) or stop."),
                     QStringLiteral("stop|go-on")});
        options.add({QStringLiteral("mitigate"),
                     tr("Flags off and configuration back first, or only: the release stays."),
                     QStringLiteral("first|only")});
        options.add(
            {QStringLiteral("to-revision"), tr("An older release (default: the previous one)."), QStringLiteral("N")});
    }
    if (what.kind == PlanKind::Promote)
        options.add({QStringLiteral("full"), tr("Skip the remaining steps.")});
    if (!isProtective(what.kind))
        options.addBreakGlass();
    int exitCode = ExitDone;
    if (!options.parse(args, streams, exitCode))
        return exitCode;
    if (options.positional().size() != 1)
        return options.usageError(streams, tr("name one SERVICE"));
    PlanKind kind = what.kind;
    if (kind == PlanKind::Promote && options.isSet(QStringLiteral("full")))
        kind = PlanKind::PromoteFull;
    if (kind == PlanKind::Rollback && !namesSeveral(options)) {
        for (const char *name : {"waves", "at-once", "on-refusal"}) {
            if (options.isSet(QLatin1String(name)))
                return options.usageError(
                    streams, tr("--%1 is for several cells: --cell all, or --cell eu-1,us-1").arg(QLatin1String(name)));
        }
    }
    if (kind == PlanKind::Rollback && namesSeveral(options) && options.isSet(QStringLiteral("mitigate")))
        return options.usageError(streams, tr("--mitigate is for one cell"));
    if (kind == PlanKind::Rollback && namesSeveral(options) && options.isSet(QStringLiteral("unrecorded")))
        return options.usageError(streams, tr("--unrecorded is for one cell"));
    const bool dryRun = options.isSet(QStringLiteral("dry-run"));
    if (!isProtective(kind) && !dryRun && options.value(QStringLiteral("reason")).trimmed().size() < 10)
        return options.usageError(streams, tr("say why with --reason, in at least 10 characters"));

    const std::optional<Workspace> workspace = loadWorkspace(options, streams, exitCode);
    if (!workspace)
        return exitCode;
    if (kind == PlanKind::Rollback && namesSeveral(options))
        return rollBackSeveral(*workspace, options, streams);
    const Result<Placement> placement =
        findPlacement(*workspace, options.positional().constFirst(), options.value(QStringLiteral("environment")),
                      options.value(QStringLiteral("cell")));
    if (!placement) {
        fail(streams, placement.error(), options.json());
        return ExitUsage;
    }
    // A rollback watches the signals for recovery; the others need only the command connections.
    auto engine = Engine::create(*workspace, {.dataFolder = options.dataFolder(),
                                              .watch = (kind == PlanKind::Rollback && !dryRun) ||
                                                       (!isProtective(kind) && asksHealth(*workspace, *placement)),
                                              .recover = !dryRun,
                                              .readOnly = false,
                                              .actor = {}});
    if (!engine)
        return fail(streams, engine.error(), options.json());
    (*engine)->start();
    return runPlan(**engine, *placement, kind, options, streams);
}

// What is in no log belongs into somebody's hands before this process ends.
void printUnrecorded(const Session &session, Streams streams)
{
    if (session.unrecorded().isEmpty())
        return;
    streams.err
        << tr("Nothing of this could be recorded. Keep the lines below; `asternctl journal gap FILE` records them "
              "when the log can be written again:")
        << Qt::endl;
    streams.out << session.unrecorded() << Qt::flush;
}

int follow(Engine &engine, const Plan &asked, const QString &reason, const VerbOptions &options, Streams streams)
{
    Session &session = engine.session();
    Plan plan = asked;
    PlanRun last;
    QList<StepRun> shown;
    QEventLoop loop;
    QObject::connect(&session, &Session::runChanged, &loop, [&](const PlanRun &run) {
        if (run.plan.id != plan.id)
            return;
        last = run;
        if (!options.json())
            printProgress(run, {}, shown, streams);
        if (run.state != PlanRun::State::Running)
            loop.quit();
    });
    if (options.isGiven(QStringLiteral("unrecorded"))) {
        const Result<Plan> committed =
            session.commitUnrecorded(plan, reason, options.value(QStringLiteral("unrecorded")));
        if (!committed)
            return fail(streams, committed.error(), options.json());
        plan = *committed;
    } else if (const Result<Ok> committed = session.commit(plan, reason); !committed) {
        return fail(streams, committed.error(), options.json());
    }
    loop.exec();
    printUnrecorded(session, streams);
    if (last.plan.id.isEmpty()) {
        last.plan = plan;
        last.reason = reason;
    }
    if (options.json())
        streams.out << QString::fromUtf8(QJsonDocument(runToJson(last)).toJson(QJsonDocument::Compact)) << Qt::endl;
    if (last.error)
        streams.err << "asternctl: " << last.error->toString() << '\n';
    if (last.mayGoUnrecorded && (last.state == PlanRun::State::Refused || last.state == PlanRun::State::Failed))
        streams.err << tr("If it cannot wait until the log can be written: the same with --unrecorded \"%1\".")
                           .arg(plan.service)
                    << '\n';
    if (last.state == PlanRun::State::Running) {
        streams.err << tr("Interrupted: what was sent goes on. The next start reads what became of it.") << Qt::endl;
        return ExitIncomplete;
    }
    streams.err << last.summary << Qt::endl;
    return exitCodeOf(last);
}

} // namespace

int carryOut(Engine &engine, const Plan &plan, const VerbOptions &options, Streams streams)
{
    Session &session = engine.session();
    const bool dryRun = options.isSet(QStringLiteral("dry-run"));
    int exitCode = ExitDone;
    if (!isProtective(plan.kind))
        waitForIdentity(engine);
    // What goes back waits neither for the log nor for signals.
    const Workspace &rules = session.workspace();
    const bool pinned = !rules.journal.team.isEmpty() && !rules.rulesDigest.isEmpty();
    if (!isProtective(plan.kind) && (pinned || !rules.gates.isEmpty() || !rules.budgets.isEmpty())) {
        if (!gatesAreKnown(engine, options, streams, exitCode))
            return exitCode;
        if (const Placement *place = session.placement(plan.placementKey());
            place && asksHealth(session.workspace(), *place))
            awaitHealth(engine, plan);
    }
    AuthorityAnswer may = session.may(plan);
    const bool breaks = !isProtective(plan.kind) && options.isSet(QStringLiteral("break-glass"));
    if (!may.allowed && !may.presence && !dryRun && breaks) {
        printPlan(plan, {}, session.nowMs(), streams);
        if (!confirmed(plan.service, options, streams, exitCode) ||
            !breakGlass(engine, plan, options, streams, exitCode))
            return exitCode;
        may = session.may(plan);
        if (may.allowed)
            return follow(engine, plan, options.value(QStringLiteral("reason")), options, streams);
    }
    if (!may.allowed && may.waits && !dryRun)
        return askForApproval(engine, plan, options, streams);
    if (!may.allowed && !may.presence) {
        if (!dryRun)
            session.noteRefusal(plan, may);
        return fail(streams,
                    {.kind = Error::Kind::NotPermitted, .message = may.reason, .where = may.where, .hint = may.hint},
                    options.json());
    }
    if (dryRun) {
        const QList<Proof> proofs = proofsOf(engine, plan);
        if (options.json()) {
            QJsonObject object = planToJson(plan);
            QJsonArray list;
            for (const Proof &proof : proofs) {
                list.append(QJsonObject{{QStringLiteral("step"), proof.step},
                                        {QStringLiteral("allowed"), proof.permission.allowed},
                                        {QStringLiteral("words"), proofWords(proof)}});
            }
            object.insert(QStringLiteral("proofs"), list);
            streams.out << QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact)) << Qt::endl;
        } else {
            printPlan(plan, proofs, session.nowMs(), streams);
        }
        const bool allAllowed =
            std::all_of(proofs.cbegin(), proofs.cend(), [](const Proof &p) { return p.permission.allowed; });
        return allAllowed ? ExitDone : ExitNotPermitted;
    }
    if (!options.json())
        printPlan(plan, {}, session.nowMs(), streams);
    if (!confirmed(plan.service, options, streams, exitCode))
        return exitCode;
    if (may.presence && !provenPresent(engine, plan, options, streams, exitCode))
        return exitCode;
    return follow(engine, plan, options.value(QStringLiteral("reason")), options, streams);
}

int runRollback(const QStringList &args, Streams streams)
{
    return act(
        {PlanKind::Rollback, QStringLiteral("rollback"),
         tr("Returns a service to its previous release, or to --to-revision, until that serves 100 %. With several "
            "cells the exit code is 0 when all are back, 2 when some are not (refused, failed, left out or not "
            "begun), and when none is the code of the reason, or 1 when there are several."),
         QStringLiteral("asternctl rollback checkout --environment prod --cell eu-1 --reason \"errors at 3 %\"")},
        args, streams);
}

int runPromote(const QStringList &args, Streams streams)
{
    return act(
        {PlanKind::Promote, QStringLiteral("promote"), tr("Goes one step on from where a rollout waits."),
         QStringLiteral("asternctl promote checkout --environment prod --cell eu-1 --reason \"canary looks good\"")},
        args, streams);
}

int runPause(const QStringList &args, Streams streams)
{
    return act({PlanKind::Pause, QStringLiteral("pause"), tr("Holds a rollout where it is."),
                QStringLiteral("asternctl pause checkout --environment prod --cell eu-1")},
               args, streams);
}

int runResume(const QStringList &args, Streams streams)
{
    return act(
        {PlanKind::Resume, QStringLiteral("resume"), tr("Ends a pause that a person made."),
         QStringLiteral("asternctl resume checkout --environment prod --cell eu-1 --reason \"dashboards are back\"")},
        args, streams);
}

int runAbort(const QStringList &args, Streams streams)
{
    return act({PlanKind::Abort, QStringLiteral("abort"), tr("Returns traffic to the stable release."),
                QStringLiteral("asternctl abort checkout --environment prod --cell eu-1 --reason \"errors\"")},
               args, streams);
}

int runRetry(const QStringList &args, Streams streams)
{
    return act(
        {PlanKind::Retry, QStringLiteral("retry"), tr("Starts an aborted rollout again."),
         QStringLiteral("asternctl retry checkout --environment prod --cell eu-1 --reason \"cause was a bad node\"")},
        args, streams);
}

} // namespace astern::app
