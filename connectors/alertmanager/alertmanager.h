// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/http/secrets.h"
#include "models/base/clock.h"
#include "models/health/alert.h"
#include "models/rollout/connectiontest.h"

#include <memory>

namespace astern::connectors {

// Polls an Alertmanager (API v2). Light until start(): make it anywhere, move it to its thread, start it there.
// `clock` must outlive it. Secrets are resolved when the connection is opened; one that is missing shows as NeedsLogin
// with its name.
[[nodiscard]] std::unique_ptr<AlertSource> makeAlertmanagerSource(const BackendConfig &config,
                                                                  const SecretResolver &secrets, const Clock &clock);
[[nodiscard]] Result<std::unique_ptr<ConnectionTest>>
makeAlertmanagerTest(const BackendConfig &config, const SecretResolver &secrets, const Clock &clock);

} // namespace astern::connectors
