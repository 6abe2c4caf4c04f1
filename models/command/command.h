// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/flag/flagbackend.h"
#include "models/release/configbackend.h"
#include "models/rollout/deliverybackend.h"

#include <functional>
#include <variant>

namespace astern {

// What a step of a plan sends, and what is read of the target that it changes.
using PlanCommand = std::variant<DeliveryCommand, FlagCommand, ConfigCommand>;
using Observation = std::variant<Rollout, FlagState, ConfigState>;

[[nodiscard]] QString targetKey(const PlanCommand &command); // unique in the workspace
[[nodiscard]] QString backendOf(const PlanCommand &command);
// "abort", "flag-off", "restore-config": with the target it is what permission is asked for.
[[nodiscard]] QString actionWord(const PlanCommand &command);
// Ties the command to the state that was read where a lost update would act on something nobody looked at. Aborts and
// pauses are state flags: tied to a version they would lose against a busy controller, which is when they are needed.
void tieTo(const Observation &read, PlanCommand &command);

// The backends by their ids; each answers nullptr where there is none. On the command thread.
struct CommandDoors {
    std::function<DeliveryCommands *(const QString &backend)> backend;
    std::function<FlagBackend *(const QString &backend)> flags = {};
    std::function<ConfigBackend *(const QString &backend)> configs = {};

    // The same calls for each kind of target, as their interfaces have them. An answer without a door comes at once.
    [[nodiscard]] bool opens(const PlanCommand &command) const;
    void read(const PlanCommand &command, Done<Observation> done) const;
    [[nodiscard]] Capability capability(const PlanCommand &command, const Observation &now) const;
    void mayI(const PlanCommand &command, Done<Permission> done) const;
    void apply(const LoggedIntent &intent, const PlanCommand &command, Done<Accepted> done) const;
};

} // namespace astern
