// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/kubernetes/accessreview.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

namespace astern::connectors {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Kubernetes", text); }

} // namespace

QString AccessQuestion::what() const
{
    return resource + (group.isEmpty() ? QString() : QLatin1Char('.') + group) +
           (subresource.isEmpty() ? QString() : QLatin1Char('/') + subresource);
}

HttpRequest accessReview(const KubeAccess &access, const AccessQuestion &question)
{
    QJsonObject attributes{{QStringLiteral("namespace"), question.ns},
                           {QStringLiteral("verb"), question.verb},
                           {QStringLiteral("group"), question.group},
                           {QStringLiteral("resource"), question.resource},
                           {QStringLiteral("name"), question.name}};
    if (!question.subresource.isEmpty())
        attributes.insert(QStringLiteral("subresource"), question.subresource);
    const QJsonObject review{{QStringLiteral("apiVersion"), QStringLiteral("authorization.k8s.io/v1")},
                             {QStringLiteral("kind"), QStringLiteral("SelfSubjectAccessReview")},
                             {QStringLiteral("spec"), QJsonObject{{QStringLiteral("resourceAttributes"), attributes}}}};
    HttpRequest request;
    request.method = "POST";
    request.url = access.url(QStringLiteral("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"));
    request.headers = KubeAccess::headers("application/json");
    request.body = QJsonDocument(review).toJson(QJsonDocument::Compact);
    request.idempotency = Idempotency::Safe; // a question, whatever its method is called
    return request;
}

Result<Permission> readAccessReview(const HttpResponse &answer, const AccessQuestion &question, const QString &backend)
{
    const QJsonObject status = QJsonDocument::fromJson(answer.body).object().value(QLatin1String("status")).toObject();
    if (!status.value(QLatin1String("allowed")).isBool())
        return notUnderstood(tr("The answer about permissions cannot be understood"), backend);
    Permission permission;
    permission.allowed = status.value(QLatin1String("allowed")).toBool();
    permission.reason = status.value(QLatin1String("reason")).toString();
    if (!permission.allowed && permission.reason.isEmpty()) {
        permission.reason = question.ns.isEmpty() ? tr("The credentials of %1 may not %2 %3 in all namespaces")
                                                        .arg(backend, question.verb, question.what())
                                                  : tr("The credentials of %1 may not %2 %3 in namespace %4")
                                                        .arg(backend, question.verb, question.what(), question.ns);
    }
    return permission;
}

} // namespace astern::connectors
