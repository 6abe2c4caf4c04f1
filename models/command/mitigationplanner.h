// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/command/planner.h"
#include "models/release/configstore.h"
#include "models/workspace/workspace.h"

namespace astern {

// What can be done about a release before it is taken back, and instead of it: pure functions.

// Which of it goes before a rollback.
enum class Mitigation {
    None,
    First, // and then the rollback
    Only,  // the release stays
};

// The flags of a service in an environment; none where a server has no such environment.
[[nodiscard]] QList<FlagRef> flagsOf(const Workspace &workspace, const Placement &place);
struct ConfigOf {
    ConfigRef ref;
    ConfigUse use;
    bool operator==(const ConfigOf &) const = default;
};
// Its configuration sets, where the place has them.
[[nodiscard]] QList<ConfigOf> configsOf(const Workspace &workspace, const Placement &place);

// The version that a configuration set should go back to; empty: it should stay. That is the one that the workspace
// calls safe, else the one before, if the present one came with the release: an older one would be a change nobody
// asked for.
[[nodiscard]] QString versionToRestore(const ConfigUse &use, const ConfigState &now, const ConfigStore &store,
                                       qint64 releaseStartedMs);

// The whole digest of the version that somebody asks for, by a part of it; empty: the one that the workspace calls
// safe, else the one before. Refused: it was never seen here.
[[nodiscard]] Result<QString> versionAskedFor(const QString &asked, const ConfigUse &use, const ConfigState &now,
                                              const ConfigStore &store);

struct ConfigGoal {
    ConfigState now;
    QString digest; // whole; what is there already needs no step
};
// Flags that are on, off first: that takes effect soonest. What is not known is left out.
[[nodiscard]] QList<PlanStep> mitigationSteps(const QList<FlagState> &flags, const QList<ConfigGoal> &configs);

// One flag, or one configuration set, for a place of a service. `percent`: for FlagPercent, and before FlagOn; -1: as
// it is.
[[nodiscard]] Result<Plan> planFlag(PlanKind kind, const FlagState &now, int percent, const PlanContext &context,
                                    const ObjectRef &place);
[[nodiscard]] Result<Plan> planConfig(const ConfigState &now, const QString &digest, const PlanContext &context,
                                      const ObjectRef &place);

} // namespace astern
