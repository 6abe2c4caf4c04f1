// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/postgres/pgconnection.h"
#include "models/rollout/connectiontest.h"

namespace astern::connectors {

// Looks at a team's database with a connection of its own, on a thread of its own: whether it answers and how fast,
// what is in it, and whether this login may file entries. Changes nothing there.
[[nodiscard]] std::unique_ptr<ConnectionTest> makeTeamTest(const QString &name, const PgOptions &options);

} // namespace astern::connectors
