// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/http/secrets.h"
#include "models/base/clock.h"
#include "models/flag/flagbackend.h"
#include "models/rollout/connectiontest.h"

#include <memory>

namespace astern::connectors {

// The admin API of an Unleash server (7.x, open source): flags of its projects in its environments. The objects are
// light until their first use: make them anywhere, move them to their thread, then use them. `clock` must outlive them.
// Its traps, all of them seen on a real server: a flag that is switched on in an environment without a strategy gets
// one for everybody by itself; every percentage is accepted; there is no compare-and-set; changes by a shared admin
// token are remembered under one name, so give each person a token of their own.
[[nodiscard]] Result<std::unique_ptr<FlagBackend>> makeUnleashFlags(const BackendConfig &config,
                                                                    const SecretResolver &secrets, const Clock &clock);
[[nodiscard]] std::unique_ptr<FlagSource> makeUnleashSource(const BackendConfig &config, const SecretResolver &secrets,
                                                            const Clock &clock);
[[nodiscard]] Result<std::unique_ptr<ConnectionTest>>
makeUnleashTest(const BackendConfig &config, const SecretResolver &secrets, const Clock &clock);

} // namespace astern::connectors
