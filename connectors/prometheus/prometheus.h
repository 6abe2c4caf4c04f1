// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/http/secrets.h"
#include "models/base/clock.h"
#include "models/health/signal.h"

#include <memory>

namespace astern::connectors {

// Anything that speaks the Prometheus query API: Prometheus, Thanos, Mimir (type prometheus), VictoriaMetrics (type
// victoriametrics). Light until start():
// make it anywhere, move it to its thread, start it there. `clock` must outlive it. Secrets are resolved when the
// connection is opened; one that is missing shows as NeedsLogin with its name.
[[nodiscard]] std::unique_ptr<SignalSource> makePrometheusSource(const BackendConfig &config,
                                                                 const SecretResolver &secrets, const Clock &clock,
                                                                 qint64 historyMs = 3'600'000);

} // namespace astern::connectors
