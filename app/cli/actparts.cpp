// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/act.h"
#include "app/cli/hidden.h"
#include "models/base/format.h"

#include <QCoreApplication>

#include <cstdio>
#include <unistd.h>

namespace astern::app {
namespace {

constexpr int kIdentityMs = 20'000;
constexpr int kPinTries = 3;

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

} // namespace

QList<Proof> proofsOf(Engine &engine, const Plan &plan)
{
    QList<Proof> proofs;
    for (const PlanStep &step : plan.steps) {
        if (step.kind != PlanStep::Kind::Command)
            continue;
        auto answer = wait<Permission>([&](Done<Permission> done) { engine.mayI(step.command, std::move(done)); });
        Proof proof{step.id, {}, std::nullopt};
        if (answer && answer->ok())
            proof.permission = answer->value();
        else if (answer)
            proof.error = answer->error();
        proofs.append(proof);
    }
    return proofs;
}

QString proofWords(const Proof &proof)
{
    if (proof.error)
        return tr("not proven: %1").arg(proof.error->message);
    return proof.permission.allowed ? tr("the credentials may do it")
                                    : tr("not permitted: %1").arg(proof.permission.reason);
}

void printPlan(const Plan &plan, const QList<Proof> &proofs, qint64 nowMs, Streams streams)
{
    streams.err << tr("%1 %2 in %3/%4: %5 → %6")
                       .arg(toString(plan.kind), plan.service, plan.environment, plan.cell, plan.fromVersion,
                            plan.toVersion)
                << (plan.production ? tr("  PRODUCTION") : QString()) << '\n';
    int number = 0;
    qsizetype proof = 0;
    for (const PlanStep &step : plan.steps) {
        streams.err << "  " << ++number << ". " << step.title;
        if (step.expectedMs > 0)
            streams.err << "  (" << tr("about %1").arg(format::duration(step.expectedMs)) << ')';
        streams.err << '\n';
        if (!step.detail.isEmpty())
            streams.err << "     " << step.detail << '\n';
        if (step.kind == PlanStep::Kind::Command && proof < proofs.size())
            streams.err << "     " << proofWords(proofs.at(proof++)) << '\n';
    }
    for (const QString &line : plan.stays)
        streams.err << "  = " << line << '\n';
    for (const QString &line : plan.warnings)
        streams.err << "  ! " << line << '\n';
    streams.err << tr("  seen %1 ago").arg(format::duration(nowMs - plan.seen.observedMs)) << Qt::endl;
}

bool confirmed(const QString &word, const VerbOptions &options, Streams streams, int &exitCode)
{
    if (options.isSet(QStringLiteral("yes")))
        return true;
    if (!streams.terminal || isatty(fileno(stdin)) == 0) {
        exitCode = options.usageError(streams, tr("nothing was sent: there is no terminal to ask on; add --yes"));
        return false;
    }
    streams.err << tr("Type %1 to go on: ").arg(word) << Qt::flush;
    QTextStream in(stdin);
    if (in.readLine().trimmed() == word)
        return true;
    streams.err << tr("Nothing was sent.") << Qt::endl;
    exitCode = ExitRefused;
    return false;
}

void waitForIdentity(Engine &engine)
{
    QEventLoop loop;
    bool known = false;
    engine.whenIdentityKnown(kIdentityMs, [&known, &loop] {
        known = true;
        loop.quit();
    });
    if (!known)
        loop.exec();
}

bool provenPresent(Engine &engine, const Plan &plan, const VerbOptions &options, Streams streams, int &exitCode)
{
    for (int tries = 0; tries < kPinTries; ++tries) {
        const std::optional<QString> pin = askHidden(tr("PIN (not shown): "), streams);
        if (!pin) {
            exitCode =
                fail(streams,
                     {.kind = Error::Kind::NotPermitted,
                      .message = tr("Nothing was sent: this goes forward in production, and there is no terminal "
                                    "to ask for the PIN on"),
                      .hint = tr("Run it on a terminal. Rolling back needs no PIN.")},
                     options.json());
            return false;
        }
        const auto proved =
            wait<Ok>([&](Done<Ok> done) { engine.session().provePresence(plan.id, *pin, std::move(done)); });
        if (proved && proved->ok())
            return true;
        const Error error =
            proved ? proved->error() : Error{.kind = Error::Kind::Cancelled, .message = tr("Interrupted")};
        const bool again = error.kind == Error::Kind::NotPermitted && error.hint.isEmpty();
        if (!again || tries + 1 == kPinTries) {
            fail(streams, error, options.json());
            exitCode = ExitNotPermitted;
            return false;
        }
        streams.err << error.message << Qt::endl;
    }
    return false;
}

int exitCodeOf(const PlanRun &run)
{
    switch (run.state) {
    case PlanRun::State::Succeeded:
        return ExitDone;
    case PlanRun::State::Unknown:
    case PlanRun::State::Stopped:
    case PlanRun::State::Running:
        return ExitIncomplete;
    case PlanRun::State::Refused: {
        // Nothing was sent: whatever was waited for in vain, no effect is still to come.
        const ExitCode code = run.error ? exitCodeFor(*run.error) : ExitRefused;
        return code == ExitIncomplete ? ExitUnreachable : code;
    }
    case PlanRun::State::Failed:
        return run.error ? exitCodeFor(*run.error) : ExitRefused;
    }
    return ExitRefused;
}

void printProgress(const PlanRun &run, const QString &where, QList<StepRun> &shown, Streams streams)
{
    for (qsizetype i = 0; i < run.steps.size(); ++i) {
        const StepRun &step = run.steps.at(i);
        if (step.state == StepRun::State::Waiting || step.words.isEmpty())
            continue;
        if (i < shown.size() && shown.at(i).words == step.words && step.outcomeIndex == shown.at(i).outcomeIndex)
            continue;
        streams.err << "  " << where << (i + 1) << ". " << run.plan.steps.at(i).title << ": " << step.words;
        if (step.outcomeIndex)
            streams.err << "  " << format::entry(qint64(step.outcomeIndex - 1));
        streams.err << '\n';
    }
    streams.err.flush();
    shown = run.steps;
}

} // namespace astern::app
