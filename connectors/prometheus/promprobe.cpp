// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/http/pollhealth.h"
#include "connectors/http/probe.h"
#include "connectors/prometheus/promdialect.h"
#include "connectors/prometheus/prometheus.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

namespace astern::connectors {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Prometheus", text); }

QString versionOf(const HttpResponse &answer)
{
    const QJsonObject data = QJsonDocument::fromJson(answer.body).object().value(QLatin1String("data")).toObject();
    return data.value(QLatin1String("version")).toString().left(60);
}

Result<Permission> readQuery(const HttpResponse &answer)
{
    const QJsonObject root = QJsonDocument::fromJson(answer.body).object();
    if (root.value(QLatin1String("status")).toString() == QLatin1String("success"))
        return Permission{true, {}};
    return Error{.kind = Error::Kind::Malformed,
                 .message = tr("The answer is not one of a Prometheus"),
                 .where = {},
                 .hint = tr("Check the address in the workspace: the path before /api/v1 belongs to it.")};
}

} // namespace

Result<std::unique_ptr<ConnectionTest>> makePrometheusTest(const BackendConfig &config, const SecretResolver &secrets,
                                                           const Clock &clock)
{
    const Result<HttpOptions> http = httpOptions(config, secrets, clock);
    if (!http)
        return http.error();
    const PromDialect dialect = PromDialect::of(config);
    ProbePlan plan;
    plan.backend = config.id;
    plan.type = config.type;
    plan.http = *http;
    plan.address = config.url;
    plan.signIn = signInWords(config);
    plan.hello.url = dialect.apiUrl(config.url, QStringLiteral("status/buildinfo"));
    plan.version = versionOf;
    plan.explain = [](const Error &error, const HttpResponse &) { return error; };
    HttpRequest query;
    query.url = dialect.apiUrl(config.url, QStringLiteral("query"));
    query.url.setQuery(QStringLiteral("query=vector(1)"));
    plan.actions.append({QStringLiteral("may-query"), tr("May query"), {{{}, query, readQuery}}});
    return std::unique_ptr<ConnectionTest>(std::make_unique<Probe>(std::move(plan), clock));
}

} // namespace astern::connectors
