// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/options.h"
#include "connectors/postgres/pgconnection.h"
#include "models/journal/teamdevices.h"

namespace astern::app {

// Where --store or ASTERN_TEAM_STORE say that the team's database is.
[[nodiscard]] Result<connectors::PgOptions> teamStore(const VerbOptions &options);
// Id of the writer of the journal in this folder.
[[nodiscard]] Result<QString> writerOf(const QString &journalFolder);

// `message`, and on which device it may be said, where the device `own` is no administrator's.
[[nodiscard]] std::optional<Error> whyNoAdmin(const TeamDevices &devices, const QString &own, const QString &message);

// `team card`: what this device says of itself, signed by it.
int printCard(const VerbOptions &options, Streams streams);
// `team enrol`: lets a login write for a device, and has it count. Where the workspace has a gate before that, people
// are asked first, and nothing is done until they have approved exactly this.
int enrolDevice(const VerbOptions &options, connectors::PgConnection &connection, Streams streams);

} // namespace astern::app
