// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/options.h"
#include "app/engine/engine.h"
#include "models/command/plan.h"

#include <QEventLoop>

#include <optional>

// What the verbs that change the world share, for one place and for several.
namespace astern::app {

// Asks the engine and waits for the one answer on the main thread.
template <class T, class Ask>
std::optional<Result<T>> wait(Ask ask)
{
    std::optional<Result<T>> answer;
    QEventLoop loop;
    ask([&](Result<T> result) {
        answer = std::move(result);
        loop.quit();
    });
    if (!answer)
        loop.exec();
    return answer; // nothing: interrupted
}

// What a backend says of one step.
struct Proof {
    QString step;
    Permission permission;
    std::optional<Error> error;
};

[[nodiscard]] QList<Proof> proofsOf(Engine &engine, const Plan &plan);
[[nodiscard]] QString proofWords(const Proof &proof);

void printPlan(const Plan &plan, const QList<Proof> &proofs, qint64 nowMs, Streams streams);
// What is new since `shown`, which is brought up to date. `where` stands before each line.
void printProgress(const PlanRun &run, const QString &where, QList<StepRun> &shown, Streams streams);
// On a terminal `word` is typed; anywhere else --yes is the only way. False: `exitCode` says how the verb ends.
[[nodiscard]] bool confirmed(const QString &word, const VerbOptions &options, Streams streams, int &exitCode);
// For what goes forward: whoever is signed in is known by then, or it has taken too long.
void waitForIdentity(Engine &engine);
// Asks for the PIN of who is signed in, on the terminal. False: `exitCode` says how the verb ends.
[[nodiscard]] bool provenPresent(Engine &engine, const Plan &plan, const VerbOptions &options, Streams streams,
                                 int &exitCode);
// The rest of a verb once it has its plan: with --dry-run proofs, else the question, the commit, and how it goes.
[[nodiscard]] int carryOut(Engine &engine, const Plan &plan, const VerbOptions &options, Streams streams);
// Reads the place's flags and configuration sets into the session; what cannot be read is said, and left out.
void readMitigations(Engine &engine, const Placement &placement, Streams streams);
[[nodiscard]] int exitCodeOf(const PlanRun &run);
// All back: 0. Some: 2. None: the code that their reasons share, else 1.
[[nodiscard]] int exitCodeOf(const CampaignRun &run);

// Rolls several cells of a service back in one commit, as --cell, --waves or --at-once and --on-refusal say.
[[nodiscard]] bool namesSeveral(const VerbOptions &options);
[[nodiscard]] int rollBackSeveral(const Workspace &workspace, const VerbOptions &options, Streams streams);

} // namespace astern::app
