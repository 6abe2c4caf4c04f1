// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/act.h"
#include "models/views/gaterows.h"

#include <functional>

// What the verbs share that have to do with gates.
namespace astern::app {

// As wait(), of what answers on another thread.
template <class T, class Ask>
std::optional<Result<T>> waitHome(Ask ask)
{
    QObject here;
    const Inbox inbox(&here);
    return wait<T>([&](Done<T> done) { ask(Done<T>(inbox.wrap(std::move(done)))); });
}

// docs/gates.md has the fields.
[[nodiscard]] QJsonObject toJson(const GateRow &row);
[[nodiscard]] QJsonObject toJson(const GateStanding &standing);
[[nodiscard]] QJsonObject toJson(const Decision &decision);
// Until the log has been read; false: it cannot be, and that was said, or a signal came.
[[nodiscard]] bool gatesAreKnown(Engine &engine, const VerbOptions &options, Streams streams, int &exitCode);
// The same, and the log is known as it is now; else false, and why was said. For what would be refused anyway.
[[nodiscard]] bool gatesAreCurrent(Engine &engine, const VerbOptions &options, Streams streams, int &exitCode);
// An engine that has the log of its team as it is now, and knows who is signed in; a null pointer: there is no team, or
// it has not, and that was said. The first takes the workspace that the options name.
[[nodiscard]] std::unique_ptr<Engine> engineOfTeam(const VerbOptions &options, Streams streams, int &exitCode);
[[nodiscard]] std::unique_ptr<Engine> engineOfTeam(const Workspace &workspace, const VerbOptions &options,
                                                   Streams streams, int &exitCode);
// Until the signals that a gate before this plan asks about have been read; not for ever.
// That somebody was refused `act` of refusedOfDevice(), in this device's log.
void recordRefusal(Session &session, const QString &act, const QString &device, const Error &why);
// Looks until it is so, as long as this device's copy of the team's log may be behind the log. False: it is not, or a
// signal came.
[[nodiscard]] bool readBack(const std::function<bool()> &isSo);
void awaitHealth(Engine &engine, const Plan &plan);
// A gate of this workspace asks how a place is.
[[nodiscard]] bool asksHealth(const Workspace &workspace, const Placement &placement);

// The plan was refused for want of approvals alone: asks for them, says with which requests, and ends with 2.
[[nodiscard]] int askForApproval(Engine &engine, const Plan &plan, const VerbOptions &options, Streams streams);
// The same of what is no plan: at those of its gates that are shut.
[[nodiscard]] int askForApproval(Engine &engine, QList<GateStanding> standings, const VerbOptions &options,
                                 Streams streams);
// Goes past every gate that is shut; false: it may not, and that was said.
[[nodiscard]] bool breakGlass(Engine &engine, const Plan &plan, const VerbOptions &options, Streams streams,
                              int &exitCode);

} // namespace astern::app
