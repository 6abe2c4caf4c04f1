// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/prometheus/promaccess.h"

#include "connectors/http/tls.h"

namespace astern::connectors {

Result<HttpOptions> prometheusOptions(const BackendConfig &config, const SecretResolver &secrets, const Clock &clock)
{
    const Result<OwnCredentials> own = ownCredentials(config, secrets);
    if (!own)
        return own.error();
    const Result<QSslConfiguration> tls = tlsFromFiles(config.caFile, config.certFile, config.keyFile);
    if (!tls)
        return tls.error();
    const Result<ProxyRules> proxy = ProxyRules::fromEnvironment();
    if (!proxy)
        return proxy.error();
    HttpOptions options;
    options.name = config.id;
    options.proxy = *proxy;
    options.clock = &clock;
    options.tls = *tls;
    options.allowPlainHttp = config.allowPlainHttp;
    options.credentials = [headers = own->fixed] { return headers; };
    options.source = own->source;
    return options;
}

} // namespace astern::connectors
