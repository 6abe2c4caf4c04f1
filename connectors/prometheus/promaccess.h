// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/http/http.h"
#include "connectors/http/secrets.h"

namespace astern::connectors {

// All that is needed to speak to one Prometheus: certificates, proxy, credentials. Files and secrets are read now.
[[nodiscard]] Result<HttpOptions> prometheusOptions(const BackendConfig &config, const SecretResolver &secrets,
                                                    const Clock &clock);

} // namespace astern::connectors
