// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/kubernetes/kubeprobe.h"

#include "connectors/kubernetes/accessreview.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

namespace astern::connectors {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Kubernetes", text); }

QString versionOf(const HttpResponse &answer)
{
    const QString version = QJsonDocument::fromJson(answer.body).object().value(QLatin1String("gitVersion")).toString();
    return version.isEmpty() ? QString() : tr("Kubernetes %1").arg(version.left(60));
}

} // namespace

ProbePlan kubeProbe(const KubeAccess &access, const BackendConfig &config, const WorkloadKindInfo &info,
                    const QStringList &namespaces)
{
    ProbePlan plan;
    plan.backend = config.id;
    plan.type = config.type;
    plan.http = access.http;
    plan.address = access.server;
    plan.signIn = access.signIn;
    plan.warnings = access.warnings;
    plan.hello.url = access.url(QStringLiteral("/version"));
    plan.hello.headers = KubeAccess::headers();
    plan.version = versionOf;
    plan.explain = [id = config.id](const Error &error, const HttpResponse &answer) {
        return kubeError(error, answer, id);
    };
    const auto add = [&](const char *id, const QString &what, const QStringList &where,
                         const QList<AccessQuestion> &questions) {
        ProbePlan::Action action{QLatin1String(id), what, {}};
        for (const QString &ns : where) {
            for (AccessQuestion question : questions) {
                question.ns = ns;
                action.questions.append(
                    {ns, accessReview(access, question), [question, backend = config.id](const HttpResponse &answer) {
                         return readAccessReview(answer, question, backend);
                     }});
            }
        }
        plan.actions.append(action);
    };
    // Watching follows the backend's own list of namespaces, or all of them at once.
    const QStringList watched = config.namespaces.isEmpty() ? QStringList{QString()} : config.namespaces;
    const QStringList used = namespaces.isEmpty() ? watched : namespaces;
    const auto workload = [&info](const char *verb, const char *subresource = "") {
        return AccessQuestion{.verb = QLatin1String(verb),
                              .group = info.group,
                              .resource = info.resource,
                              .subresource = QLatin1String(subresource)};
    };
    const bool argo = info.kind == WorkloadKind::ArgoRollout;
    const AccessQuestion sets{
        .verb = QStringLiteral("list"), .group = QStringLiteral("apps"), .resource = QStringLiteral("replicasets")};
    add("may-read", argo ? tr("May read rollouts") : tr("May read Deployments"), watched, {workload("list"), sets});
    add("may-watch", tr("May watch"), watched, {workload("watch")});
    add("may-promote", tr("May promote"), used, {workload("patch", argo ? "status" : "")});
    add("may-pause", tr("May pause"), used, {workload("patch")});
    if (argo)
        add("may-abort", tr("May abort"), used, {workload("patch", "status")});
    add("may-undo", tr("May roll back"), used, {workload("get"), workload("patch")});
    add("may-pods", tr("May read pods"), used, {{.verb = QStringLiteral("list"), .resource = QStringLiteral("pods")}});
    add("may-logs", tr("May read logs"), used,
        {{.verb = QStringLiteral("get"), .resource = QStringLiteral("pods"), .subresource = QStringLiteral("log")}});
    add("may-events", tr("May read events"), used,
        {{.verb = QStringLiteral("list"), .resource = QStringLiteral("events")}});
    return plan;
}

} // namespace astern::connectors
