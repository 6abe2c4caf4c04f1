// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/alertmanager/alertmanager.h"
#include "connectors/http/pollhealth.h"
#include "connectors/http/probe.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

namespace astern::connectors {
namespace {

QUrl apiUrl(const QUrl &address, const QString &call)
{
    QUrl url = address;
    QString path = url.path();
    while (path.endsWith(QLatin1Char('/')))
        path.chop(1);
    url.setPath(path + QStringLiteral("/api/v2/") + call);
    return url;
}

QString versionOf(const HttpResponse &answer)
{
    return QJsonDocument::fromJson(answer.body)
        .object()
        .value(QLatin1String("versionInfo"))
        .toObject()
        .value(QLatin1String("version"))
        .toString()
        .left(60);
}

} // namespace

Result<std::unique_ptr<ConnectionTest>> makeAlertmanagerTest(const BackendConfig &config, const SecretResolver &secrets,
                                                             const Clock &clock)
{
    const Result<HttpOptions> http = httpOptions(config, secrets, clock);
    if (!http)
        return http.error();
    ProbePlan plan;
    plan.backend = config.id;
    plan.type = config.type;
    plan.http = *http;
    plan.address = config.url;
    plan.signIn = signInWords(config);
    plan.hello.url = apiUrl(config.url, QStringLiteral("status"));
    plan.version = versionOf;
    plan.explain = [](const Error &error, const HttpResponse &) { return error; };
    HttpRequest alerts;
    alerts.url = apiUrl(config.url, QStringLiteral("alerts/groups"));
    // None of them: whether it may be asked is the question.
    alerts.url.setQuery(QStringLiteral("active=false&silenced=false&inhibited=false"));
    plan.actions.append(
        {QStringLiteral("may-alerts"),
         QCoreApplication::translate("Alertmanager", "May read alerts"),
         {{{}, alerts, [](const HttpResponse &) { return Result<Permission>(Permission{true, {}}); }}}});
    return std::unique_ptr<ConnectionTest>(std::make_unique<Probe>(std::move(plan), clock));
}

} // namespace astern::connectors
