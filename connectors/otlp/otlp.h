// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/http/secrets.h"
#include "models/journal/ship.h"
#include "models/rollout/connectiontest.h"
#include "models/workspace/journalconfig.h"

namespace astern::connectors {

// A collector that speaks OTLP over HTTP, in JSON. Status 200 without rejected records is an acknowledgement: of this
// hop, not of what stands behind the collector. After trouble the connection is made anew, with its secrets and
// certificates read again. `clock` must outlive it.
[[nodiscard]] std::unique_ptr<JournalSink> makeOtlpSink(const SinkConfig &config, const SecretResolver &secrets,
                                                        const Clock &clock);
// Sends an empty request: a collector takes it and keeps nothing.
[[nodiscard]] Result<std::unique_ptr<ConnectionTest>> makeOtlpTest(const SinkConfig &config,
                                                                   const SecretResolver &secrets, const Clock &clock);

} // namespace astern::connectors
