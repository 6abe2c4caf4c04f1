// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/sandbox/workspacewriter.h"

#include "connectors/sandbox/companypolicies.h"
#include "connectors/sandbox/configsets.h"
#include "connectors/sandbox/json.h"
#include "models/base/savewhole.h"

#include <QDir>
#include <QFile>
#include <QHash>

namespace astern::connectors::sandbox {

namespace {

QByteArray signalsYaml(const ServiceSpec &service, int scrapeMs)
{
    const QByteArray scrape = QByteArray::number(scrapeMs) + "ms";
    QByteArray out = "    signals:\n"
                     "      errors:\n"
                     "        kind: events\n"
                     "        title: Error rate\n"
                     "        scrape: " +
                     scrape +
                     "\n"
                     "        total: {source: prom, series: http_requests_total}\n"
                     "        bad: {source: prom, series: http_requests_total, where: {status: \"5xx\"}}\n"
                     "        limit: {above: 1%}\n";
    if (!service.fleet)
        out += "      slow:\n"
               "        kind: events\n"
               "        title: Slower than 300 ms\n"
               "        scrape: " +
               scrape +
               "\n"
               "        histogram: {source: prom, series: http_request_duration_seconds, over: 300ms}\n"
               "        limit: {above: 5%}\n";
    out += "      throughput:\n"
           "        kind: counter\n"
           "        title: Requests\n"
           "        unit: req/s\n"
           "        better: higher\n"
           "        scrape: " +
           scrape +
           "\n"
           "        value: {source: prom, series: http_requests_total}\n";
    if (service.business.isEmpty())
        return out;
    const bool orders = service.business.startsWith("orders"_L1);
    out +=
        orders ? "      orders:\n        title: Orders\n" : "      authorized:\n        title: Payments authorized\n";
    out += "        kind: counter\n"
           "        unit: /min\n"
           "        per: 1m\n"
           "        better: higher\n"
           "        scrape: " +
           scrape +
           "\n"
           "        value: {source: prom, series: " +
           service.business.toUtf8() + "}\n";
    // Half of what the quietest cell sees in the quietest hour.
    const double quietest = service.requestsPerSecond * 0.3 * 0.75 * service.businessRatio * 60;
    return out + "        limit: {below: " + QByteArray::number(int(quietest / 2)) + "}\n";
}

QByteArray serviceYaml(const ServiceSpec &service, const WorkspaceFacts &facts)
{
    const bool deployment = service.strategy == Strategy::Deployment;
    const QByteArray hash = deployment ? "pod_template_hash" : "rollouts_pod_template_hash";
    const QByteArray place = R"(service: "{service}", environment: "{environment}", cell: "{cell}")";
    QByteArray out = "  " + service.id.toUtf8() +
                     ":\n"
                     "    owner: " +
                     service.owner.toUtf8() +
                     "\n"
                     "    criticality: " +
                     service.criticality.toUtf8() + "\n";
    if (!service.fleet)
        out += "    runbook: runbooks/going-back.md\n"
               "    links: {dashboard: \"https://grafana.shop.example/d/" +
               service.id.toUtf8() + "\", ci: \"https://ci.shop.example/" + service.id.toUtf8() +
               "\", repository: \"https://git.shop.example/shop/" + service.id.toUtf8() +
               "\", channel: \"https://chat.shop.example/channels/" + service.owner.toUtf8() + "\"}\n";
    QByteArrayList policies;
    for (const CompanyPolicy &policy : facts.policies ? companyPolicies(facts.scrapeMs) : QList<CompanyPolicy>())
        if (policy.service == service.id)
            policies.append(policy.id.toUtf8());
    if (!policies.isEmpty())
        out += "    policies: [" + policies.join(", ") + "]\n";
    out += "    rollouts:\n";
    for (qsizetype i = 0; i < cells().size(); ++i) {
        const CellSpec &cell = cells().at(i);
        out += "      - {environment: " + cell.environment.toUtf8() + ", cell: " + cell.cell.toUtf8() +
               ", backend: " + facts.clusters.at(i).context.toUtf8() + (deployment ? "-deployments" : "-rollouts") +
               ", namespace: " + nameSpace().toUtf8() + ", name: " + service.id.toUtf8() + "}\n";
    }
    out += "    roles:\n"
           "      new: {" +
           place + ", " + hash +
           ": \"{hash}\"}\n"
           "      stable: {" +
           place + ", " + hash +
           ": \"{stable_hash}\"}\n"
           "      all: {" +
           place + "}\n";
    // Unleash has no cells, and calls what the company calls staging "development".
    static const QHash<QString, QByteArray> flags{{u"checkout"_s, "new-checkout-flow"},
                                                  {u"search"_s, "search-ranker-v2"},
                                                  {u"payments"_s, "payments-retry"},
                                                  {u"recommendations"_s, "carousel"}};
    if (const QByteArray flag = flags.value(service.id); !flag.isEmpty() && !facts.unleash.isEmpty())
        out += "    flags: {backend: unleash, names: [" + flag + "]}\n";
    if (!service.fleet)
        out += "    config: [{id: " + configSetName(service.id).toUtf8() + "}]\n";
    return out + signalsYaml(service, facts.scrapeMs);
}

QString save(const QString &path, const QByteArray &bytes, QFileDevice::Permissions permissions)
{
    const Result<Ok> saved = saveWhole(path, bytes, permissions);
    return saved ? QString() : QStringLiteral("%1 (%2)").arg(saved.error().message, saved.error().where);
}

// Before the workspace's file, which names them.
QString writePolicies(const QDir &dir, const WorkspaceFacts &facts, QFileDevice::Permissions permissions)
{
    if (!facts.policies)
        return {};
    if (!dir.mkpath(QStringLiteral("policies")))
        return QStringLiteral("cannot make the folder %1").arg(dir.filePath(QStringLiteral("policies")));
    for (const CompanyPolicy &policy : companyPolicies(facts.scrapeMs)) {
        const QString file = dir.filePath(QStringLiteral("policies/%1.yaml").arg(policy.id));
        if (const QString error = save(file, policy.yaml, permissions); !error.isEmpty())
            return error;
    }
    return {};
}

constexpr auto kRunbook = R"(# Going back

1. Look at the error rate of the new version beside the stable one, not at the sum.
2. A canary is under way: roll back. Traffic returns to the stable version at once.
3. The release finished hours ago: roll back to the revision before it. The old version comes up first,
   then takes over everything.
4. Watch recovery for a minute before you leave.
)";

} // namespace

QByteArray workspaceYaml(const WorkspaceFacts &facts, const QString &tokenFile)
{
    QByteArray out =
        "# A company in a box, made by asternctl sandbox. Nothing in it is real; it ends with its process.\n"
        "astern: workspace/v1\n"
        "name: sandbox\n"
        "sandbox: true\n\n"
        "backends:\n";
    for (const auto &cluster : facts.clusters)
        for (const char *kind : {"rollouts", "deployments"})
            out += "  " + cluster.context.toUtf8() + '-' + kind +
                   ": {type: " + (kind == QByteArray("rollouts") ? "argo-rollouts" : "kubernetes") +
                   ", kubeconfig: kubeconfig, context: " + cluster.context.toUtf8() + ", namespaces: [" +
                   nameSpace().toUtf8() + "]}\n";
    out += "  prom: {type: prometheus, url: \"" + facts.prometheus.toUtf8() +
           "\", poll: " + QByteArray::number(facts.scrapeMs) + "ms}\n";
    if (!facts.unleash.isEmpty())
        out += "  unleash: {type: unleash, url: \"" + facts.unleash.toUtf8() +
               "\", auth: {token: \"${file:" + tokenFile.toUtf8() +
               "}\"}, environments: {staging: development, prod: production}, poll: " +
               QByteArray::number(facts.scrapeMs) + "ms}\n";
    out += "\n"
           "environments:\n"
           "  staging: {cells: [eu-1]}\n"
           "  prod: {cells: [eu-1, us-1], waves: [[eu-1], [us-1]], protected: true}\n\n"
           "services:\n";
    for (const ServiceSpec &service : facts.services)
        out += serviceYaml(service, facts);
    return out;
}

QByteArray kubeconfigYaml(const WorkspaceFacts &facts)
{
    QByteArray clusters;
    QByteArray contexts;
    for (const auto &cluster : facts.clusters) {
        const QByteArray name = cluster.context.toUtf8();
        clusters += "- name: " + name + "\n  cluster: {server: \"" + cluster.url.toUtf8() + "\"}\n";
        contexts += "- name: " + name + "\n  context: {cluster: " + name + ", user: admin, namespace: shop}\n";
        contexts += "- name: " + name + "-viewer\n  context: {cluster: " + name + ", user: viewer, namespace: shop}\n";
    }
    return "apiVersion: v1\nkind: Config\ncurrent-context: " + facts.clusters.at(1).context.toUtf8() + "\nclusters:\n" +
           clusters + "contexts:\n" + contexts + "users:\n- name: admin\n  user: {token: " + facts.adminToken +
           "}\n- name: viewer\n  user: {token: " + facts.viewerToken + "}\n";
}

QString writeWorkspace(const QString &folder, const WorkspaceFacts &facts)
{
    const QDir dir(folder);
    if (!dir.mkpath(QStringLiteral("runbooks")))
        return QStringLiteral("cannot make the folder %1").arg(folder);
    const QString tokenFile = QDir(dir.absolutePath()).filePath(QStringLiteral("unleash.token"));
    const QFileDevice::Permissions mine = QFileDevice::ReadOwner | QFileDevice::WriteOwner;
    const QFileDevice::Permissions all = mine | QFileDevice::ReadGroup | QFileDevice::ReadOther;
    for (const QString &error :
         {save(dir.filePath(QStringLiteral("kubeconfig")), kubeconfigYaml(facts), mine),
          save(tokenFile, facts.adminToken, mine),
          save(dir.filePath(QStringLiteral("runbooks/going-back.md")), kRunbook, all), writePolicies(dir, facts, all),
          save(dir.filePath(QStringLiteral("astern.yaml")), workspaceYaml(facts, tokenFile), all)})
        if (!error.isEmpty())
            return error;
    return {};
}

} // namespace astern::connectors::sandbox
