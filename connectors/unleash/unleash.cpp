// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/unleash/unleash.h"

#include "connectors/http/pollhealth.h"
#include "connectors/unleash/unleashcommands.h"
#include "connectors/unleash/unleashsource.h"

namespace astern::connectors {

Result<std::unique_ptr<FlagBackend>> makeUnleashFlags(const BackendConfig &config, const SecretResolver &secrets,
                                                      const Clock &clock)
{
    const auto open = [config, secrets, &clock] { return httpOptions(config, secrets, clock); };
    const Result<HttpOptions> http = open();
    if (!http)
        return http.error();
    return std::unique_ptr<FlagBackend>(std::make_unique<UnleashFlags>(config, *http, open, clock));
}

std::unique_ptr<FlagSource> makeUnleashSource(const BackendConfig &config, const SecretResolver &secrets,
                                              const Clock &clock)
{
    return std::make_unique<UnleashSource>(config, secrets, clock);
}

} // namespace astern::connectors
