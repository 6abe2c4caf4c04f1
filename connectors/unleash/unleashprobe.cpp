// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/http/pollhealth.h"
#include "connectors/http/probe.h"
#include "connectors/unleash/unleash.h"
#include "connectors/unleash/unleashdecode.h"

#include <QCoreApplication>

namespace astern::connectors {

Result<std::unique_ptr<ConnectionTest>> makeUnleashTest(const BackendConfig &config, const SecretResolver &secrets,
                                                        const Clock &clock)
{
    const Result<HttpOptions> http = httpOptions(config, secrets, clock);
    if (!http)
        return http.error();
    const auto get = [&config](const QStringList &path, const QString &query = {}) {
        HttpRequest request;
        request.url = unleash::adminUrl(config.url, path, query);
        request.headers = {{"Accept", "application/json"}};
        return request;
    };
    const auto allowed = [](const HttpResponse &) { return Result<Permission>(Permission{true, {}}); };
    ProbePlan plan;
    plan.backend = config.id;
    plan.type = config.type;
    plan.http = *http;
    plan.address = config.url;
    plan.signIn = signInWords(config);
    plan.hello = get({QStringLiteral("environments")});
    plan.version = [](const HttpResponse &) { return QString(); };
    plan.explain = [](const Error &error, const HttpResponse &) { return error; };
    plan.actions = {
        {QStringLiteral("may-flags"),
         QCoreApplication::translate("Unleash", "May read flags"),
         {{{}, get({QStringLiteral("projects")}), allowed}}},
        {QStringLiteral("may-changes"),
         QCoreApplication::translate("Unleash", "May read who changed a flag"),
         {{{}, get({QStringLiteral("search"), QStringLiteral("events")}, QStringLiteral("limit=1")), allowed}}}};
    return std::unique_ptr<ConnectionTest>(std::make_unique<Probe>(std::move(plan), clock));
}

} // namespace astern::connectors
