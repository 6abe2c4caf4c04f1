// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/http/probe.h"
#include "connectors/oidc/oidcprovider.h"

#include <QCoreApplication>

namespace astern::connectors {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Oidc", text); }

} // namespace

Result<std::unique_ptr<ConnectionTest>> makeOidcTest(const IdentityConfig &config, const Clock &clock)
{
    const Result<HttpOptions> http = oidcHttp(config, clock);
    if (!http)
        return http.error();
    ProbePlan plan;
    plan.backend = QStringLiteral("identity");
    plan.type = QStringLiteral("oidc");
    plan.http = *http;
    plan.address = config.issuer;
    plan.signIn = tr("as the client %1, without a secret").arg(config.clientId);
    plan.hello.url = metadataUrl(config.issuer);
    plan.hello.headers = {{"Accept", "application/json"}};
    plan.hello.maxBytes = kMostMetadataBytes;
    plan.explain = [](const Error &error, const HttpResponse &) { return error; };
    const auto says = [&plan, issuer = config.issuer](const char *id, const QString &what,
                                                      std::function<QString(const OidcMetadata &)> lacks) {
        plan.actions.append({QLatin1String(id),
                             what,
                             {{{}, plan.hello, [issuer, lacks](const HttpResponse &answer) -> Result<Permission> {
                                   const Result<OidcMetadata> metadata = readOidcMetadata(answer.body, issuer);
                                   if (!metadata)
                                       return Permission{false, metadata.error().message};
                                   const QString why = lacks(*metadata);
                                   return Permission{why.isEmpty(), why};
                               }}}});
    };
    says("browser", tr("Browser"), [](const OidcMetadata &) { return QString(); });
    says("device", tr("Other device"), [](const OidcMetadata &metadata) {
        return metadata.device.isEmpty() ? tr("it does not offer that: `asternctl login --device` cannot be used")
                                         : QString();
    });
    says("revoke", tr("Sign out"), [](const OidcMetadata &metadata) {
        return metadata.revocation.isEmpty() ? tr("it cannot be told: the sign-in is forgotten here alone") : QString();
    });
    return std::unique_ptr<ConnectionTest>(std::make_unique<Probe>(std::move(plan), clock));
}

} // namespace astern::connectors
