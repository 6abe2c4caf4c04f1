// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/kubernetes/kubeinventory.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUrlQuery>

namespace astern::connectors {
namespace {

constexpr int kPage = 250;
constexpr qsizetype kMost = 20'000; // objects of one kind; beyond, a person must say which

QString plural(WorkloadKind kind)
{
    return kind == WorkloadKind::ArgoRollout ? QStringLiteral("rollouts") : QStringLiteral("deployments");
}

QString pathOf(WorkloadKind kind, const QString &ns)
{
    const QString group = kind == WorkloadKind::ArgoRollout ? QStringLiteral("/apis/argoproj.io/v1alpha1")
                                                            : QStringLiteral("/apis/apps/v1");
    return ns.isEmpty() ? QStringLiteral("%1/%2").arg(group, plural(kind))
                        : QStringLiteral("%1/namespaces/%2/%3")
                              .arg(group, QString::fromLatin1(QUrl::toPercentEncoding(ns)), plural(kind));
}

// The cluster's own works are no services of a company.
bool isSystem(const QString &ns) { return ns.startsWith(QLatin1String("kube-")); }

} // namespace

Result<InventoryPage> readInventoryPage(const QByteArray &body, WorkloadKind kind)
{
    QJsonParseError error;
    const QJsonObject root = QJsonDocument::fromJson(body, &error).object();
    const QJsonValue items = root.value(QLatin1String("items"));
    if (error.error != QJsonParseError::NoError || !items.isArray())
        return Error{.kind = Error::Kind::Malformed,
                     .message = KubeInventory::tr("The list of %1 cannot be read").arg(plural(kind)),
                     .where = error.error != QJsonParseError::NoError ? error.errorString() : QStringLiteral("items"),
                     .hint = {}};
    InventoryPage page;
    page.next = root.value(QLatin1String("metadata")).toObject().value(QLatin1String("continue")).toString();
    const QJsonArray list = items.toArray();
    for (const QJsonValue &item : list) {
        const QJsonObject metadata = item[QLatin1String("metadata")].toObject();
        FoundWorkload workload;
        workload.kind = kind;
        workload.name = metadata.value(QLatin1String("name")).toString();
        workload.ns = metadata.value(QLatin1String("namespace")).toString();
        if (workload.name.isEmpty() || workload.ns.isEmpty()) {
            ++page.strange;
            continue;
        }
        const QJsonObject labels = metadata.value(QLatin1String("labels")).toObject();
        for (auto it = labels.begin(); it != labels.end(); ++it)
            workload.labels.insert(it.key(), it.value().toString());
        const QJsonValue spec = item[QLatin1String("spec")];
        workload.runs = spec[QLatin1String("workloadRef")][QLatin1String("name")].toString();
        if (!isSystem(workload.ns))
            page.workloads.append(workload);
    }
    return page;
}

KubeInventory::KubeInventory(const KubeAccess &access, const QString &context, QObject *parent)
    : QObject(parent), m_access(access), m_client(access.http)
{
    m_all.found.name = context;
    m_all.doubts = access.warnings;
}

void KubeInventory::start(Done<Inventory> done)
{
    m_done = std::move(done);
    m_waiting = {{WorkloadKind::ArgoRollout, {}}, {WorkloadKind::Deployment, {}}};
    ask();
}

void KubeInventory::ask(const QString &next)
{
    const Question &question = m_waiting.constFirst();
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("limit"), QString::number(kPage));
    if (!next.isEmpty())
        query.addQueryItem(QStringLiteral("continue"), QString::fromLatin1(QUrl::toPercentEncoding(next)));
    HttpRequest request;
    request.url = m_access.url(pathOf(question.kind, question.ns), query.toString(QUrl::FullyEncoded));
    request.headers = KubeAccess::headers();
    HttpJob *job = m_client.send(request);
    connect(job, &HttpJob::finished, this, [this, job](const Result<HttpResponse> &result) { answered(*job, result); });
}

void KubeInventory::answered(const HttpJob &job, const Result<HttpResponse> &result)
{
    const Question question = m_waiting.constFirst();
    QString next;
    if (result) {
        const Result<InventoryPage> page = readInventoryPage(result->body, question.kind);
        if (page) {
            ++m_answered;
            m_all.found.workloads += page->workloads;
            next = page->next;
            if (page->strange > 0)
                m_all.doubts.append(tr("%1: %2 of the %3 have no name.")
                                        .arg(m_all.found.name)
                                        .arg(page->strange)
                                        .arg(plural(question.kind)));
        } else {
            m_error = page.error();
        }
    } else if (question.kind == WorkloadKind::ArgoRollout && job.status() == 404) {
        m_all.rolloutsServed = false; // nothing is wrong: a cluster without it has no Rollouts
    } else if (job.status() == 403 && question.ns.isEmpty()) {
        // Not everything, then what the context means.
        m_all.found.everywhere = false;
        m_waiting.append({question.kind, m_access.ns.isEmpty() ? QStringLiteral("default") : m_access.ns});
        m_all.doubts.append(tr("%1: the credentials may not list the %2 of all namespaces; only %3 was looked at.")
                                .arg(m_all.found.name, plural(question.kind), m_waiting.constLast().ns));
    } else {
        m_error = kubeError(result.error(), job.answer(), m_all.found.name);
        m_all.doubts.append(
            tr("%1: the %2 could not be listed: %3.").arg(m_all.found.name, plural(question.kind), m_error->message));
    }
    if (!next.isEmpty() && m_all.found.workloads.size() < kMost)
        return ask(next);
    if (!next.isEmpty())
        m_all.doubts.append(
            tr("%1: there are more than %2 objects; the rest was not read.").arg(m_all.found.name).arg(kMost));
    m_waiting.removeFirst();
    if (m_waiting.isEmpty())
        finish();
    else
        ask();
}

void KubeInventory::finish()
{
    if (m_answered == 0 && m_error)
        m_done(*m_error);
    else
        m_done(m_all);
}

} // namespace astern::connectors
