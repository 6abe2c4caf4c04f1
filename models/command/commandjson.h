// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/command/plan.h"

#include <QJsonObject>

namespace astern {

// Commands and expectations as the log has them: integers and texts only. Read back after a crash; absent where
// something is not known.
[[nodiscard]] QJsonObject toJson(const PlanCommand &command);
[[nodiscard]] std::optional<PlanCommand> commandFrom(const QJsonObject &object);
[[nodiscard]] QJsonObject toJson(const Expectation &expectation);
[[nodiscard]] std::optional<Expectation> expectationFrom(const QJsonObject &object);
[[nodiscard]] QJsonObject refJson(const ObjectRef &ref);
[[nodiscard]] std::optional<ObjectRef> refFrom(const QJsonObject &object);

} // namespace astern
