// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/reader.h"

#include "models/workspace/backendtypes.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace astern {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Workspace", text); }

class PlacementReader {
public:
    PlacementReader(ReadingContext &context, const Workspace &workspace, const References &references,
                    const QString &service)
        : m_context(context), m_workspace(workspace), m_references(references), m_service(service)
    {
    }

    std::optional<Placement> read(const YamlNode &node, const QString &path)
    {
        const qsizetype before = m_context.issues.size();
        Section section(m_context, node, path);
        if (!section.isMap())
            return std::nullopt;
        Placement placement;
        placement.service = m_service;
        placement.at = node.at;
        readWhere(section, placement);
        readObject(section, placement.object);
        section.finish();
        if (m_context.issues.size() > before)
            return std::nullopt;
        return placement;
    }

private:
    void readWhere(Section &section, Placement &placement)
    {
        QStringList environments;
        for (const EnvironmentConfig &environment : m_workspace.environments)
            environments.append(environment.id);
        const YamlNode *node = section.require("environment");
        const YamlNode *cell = section.take("cell");
        if (!node || !m_context.reference(*node, tr("environment"), environments))
            return;
        placement.environment = node->text;
        const QStringList cells = m_workspace.environment(node->text)->cells;
        placement.onlyCell = cells.size() == 1;
        if (cell && m_context.reference(*cell, tr("cell of %1").arg(node->text), cells))
            placement.cell = cell->text;
        else if (!cell && cells.size() == 1)
            placement.cell = cells.first();
        else if (!cell)
            (void)section.require("cell");
    }
    void readObject(Section &section, ObjectRef &object)
    {
        const YamlNode *backend = section.require("backend");
        QString onlyNamespace;
        if (backend &&
            m_context.reference(*backend, tr("delivery backend"), m_references.backendsOf(deliveryTypes()))) {
            object.backend = backend->text;
            object.kind = m_references.backendTypes.value(backend->text) == QLatin1String("kubernetes")
                              ? WorkloadKind::Deployment
                              : WorkloadKind::ArgoRollout;
            const BackendConfig *config = m_workspace.backend(backend->text);
            if (config && config->namespaces.size() == 1)
                onlyNamespace = config->namespaces.first();
            if (const YamlNode *ns = section.scalar("namespace"); ns && config && !config->namespaces.isEmpty())
                m_context.reference(*ns, tr("namespace of %1").arg(backend->text), config->namespaces);
        }
        object.ns =
            kubernetesName(section, "namespace", onlyNamespace.isEmpty() ? QStringLiteral("default") : onlyNamespace);
        object.name = kubernetesName(section, "name", m_service.toLower());
    }

    ReadingContext &m_context;
    const Workspace &m_workspace;
    const References &m_references;
    QString m_service;
};

void readPlacements(Section &section, const References &references, const Workspace &workspace, ServiceConfig &service)
{
    const YamlNode *node = section.list("rollouts", tr("places"));
    if (!node)
        return;
    ReadingContext &context = section.context();
    PlacementReader reader(context, workspace, references, service.id);
    QList<Placement> all = workspace.placements();
    for (size_t i = 0; i < node->items.size(); ++i) {
        const YamlNode &item = node->items[i];
        const std::optional<Placement> placement =
            reader.read(item, section.path(QStringLiteral("rollouts[%1]").arg(i)));
        if (!placement)
            continue;
        const auto taken = std::find_if(all.cbegin(), all.cend(), [&](const Placement &other) {
            return other.key() == placement->key() || other.object == placement->object;
        });
        if (taken != all.cend()) {
            context.error(
                item.at, "W-DUPLICATE-ID",
                tr("%1 (%2) is already in line %3").arg(placement->key(), placement->object.key()).arg(taken->at.line),
                tr("each place and each object once"));
            continue;
        }
        service.placements.append(*placement);
        all.append(*placement);
    }
}

const QStringList &placeWords()
{
    static const QStringList words{QStringLiteral("service"), QStringLiteral("environment"), QStringLiteral("cell"),
                                   QStringLiteral("namespace"), QStringLiteral("name")};
    return words;
}

void checkPlaceholders(ReadingContext &context, const YamlNode &node, const QMap<QString, QString> &labels,
                       const QStringList &known)
{
    static const QRegularExpression placeholder(QStringLiteral("\\{([^}]*)\\}"));
    for (const QString &value : labels) {
        const QRegularExpressionMatch match = placeholder.match(value);
        if (match.hasMatch() && !known.contains(match.captured(1)))
            context.error(node.at, "W-VALUE", tr("%1 is not filled in").arg(match.captured(0)),
                          tr("one of {%1}").arg(known.join(QStringLiteral("}, {"))),
                          nearestText(match.captured(1), known));
    }
}

void readRoles(Section &section, ServiceConfig &service)
{
    const YamlNode *node = section.take("roles");
    if (!node)
        return;
    Section roles(section.context(), *node, section.path(QStringLiteral("roles")));
    service.newLabels = roles.textMap("new");
    service.stableLabels = roles.textMap("stable");
    service.allLabels = roles.textMap("all");
    const QStringList known = QStringList{QStringLiteral("hash"), QStringLiteral("stable_hash")} + placeWords();
    for (const auto &labels : {service.newLabels, service.stableLabels, service.allLabels})
        checkPlaceholders(section.context(), *node, labels, known);
    roles.finish();
}

// Where {role} of a probe leads.
void readHosts(Section &section, ServiceConfig &service)
{
    const YamlNode *node = section.take("hosts");
    if (!node)
        return;
    ReadingContext &context = section.context();
    Section hosts(context, *node, section.path(QStringLiteral("hosts")));
    static const QRegularExpression form(QStringLiteral("^(\\[[0-9A-Fa-f:.]+\\]|[^\\s/?#@:\\[\\]]+)(:[0-9]{1,5})?\\z"));
    for (const Role role : {Role::New, Role::Stable, Role::All}) {
        const QByteArray key = toString(role).toLatin1();
        const QString host = hosts.isMap() ? hosts.text(key.constData()) : QString();
        if (host.isEmpty())
            continue;
        if (!form.match(host).hasMatch())
            context.error(hosts.take(key.constData())->at, "W-VALUE",
                          tr("%1 is \"%2\"").arg(hosts.path(QString::fromLatin1(key)), host.left(60)),
                          tr("a host, with its port where it is not the usual one: canary.shop.example:8443"));
        else
            service.hosts.insert(role, host);
    }
    const QStringList known = QStringList{QStringLiteral("hash"), QStringLiteral("stable_hash")} + placeWords();
    QMap<QString, QString> values;
    for (auto host = service.hosts.cbegin(); host != service.hosts.cend(); ++host)
        values.insert(toString(host.key()), host.value());
    checkPlaceholders(context, *node, values, known);
    hosts.finish();
}

// Which alerts are about this service; without it the usual labels tell.
void readAlerts(Section &section, ServiceConfig &service)
{
    const YamlNode *node = section.take("alerts");
    if (!node)
        return;
    ReadingContext &context = section.context();
    Section alerts(context, *node, section.path(QStringLiteral("alerts")));
    if (const YamlNode *match = alerts.isMap() ? alerts.require("match") : nullptr) {
        service.alertLabels = alerts.textMap("match");
        checkPlaceholders(context, *match, service.alertLabels, placeWords());
        // It would be every alert of the company.
        if (match->kind == YamlNode::Kind::Map && match->entries.empty())
            context.error(match->at, "W-VALUE", tr("%1 is empty").arg(alerts.path(QStringLiteral("match"))),
                          tr("labels: {team_service: \"{service}\", region: \"{cell}\"}"));
    }
    alerts.finish();
}

// Keys of later versions: their references are checked, so that they are right when they come to life.
void readLater(Section &section, const References &references)
{
    if (const YamlNode *node = section.take("artifact")) {
        for (const YamlNode::Entry &entry : node->entries) {
            if (entry.key == QLatin1String("backend"))
                section.context().reference(entry.value, tr("backend"), references.backendTypes.keys());
        }
    }
    section.later("artifact", tr("registries are not read by this version"));
}

// Pages of the service that a person opens in a browser: nothing else may start from a click.
void readLinks(Section &section, ServiceConfig &service)
{
    const YamlNode *node = section.take("links");
    if (!node)
        return;
    ReadingContext &context = section.context();
    if (node->kind != YamlNode::Kind::Map) {
        context.type(*node, section.path(QStringLiteral("links")), tr("names and web addresses"));
        return;
    }
    for (const YamlNode::Entry &entry : node->entries) {
        const QString path = section.path(QStringLiteral("links.") + entry.key);
        if (entry.value.kind != YamlNode::Kind::Scalar) {
            context.type(entry.value, path, tr("a web address"));
            continue;
        }
        const QUrl url(entry.value.text, QUrl::StrictMode);
        const bool web = url.scheme() == QLatin1String("https") || url.scheme() == QLatin1String("http");
        // The address is not repeated where it may hold a password.
        if (!url.userInfo().isEmpty())
            context.error(entry.value.at, "W-SECRET", tr("%1 holds a user or password").arg(path),
                          tr("an address without: whoever opens it logs in there"));
        else if (!url.isValid() || !web || url.host().isEmpty())
            context.error(entry.value.at, "W-URL", tr("%1 is not a web address").arg(path),
                          tr("https://host[:port][/path], or http://"),
                          url.isRelative() && url.path().contains(QLatin1Char('.'))
                              ? QString(QStringLiteral("https://") + entry.value.text)
                              : QString());
        else
            service.links.insert(entry.key, entry.value.text);
    }
}

ServiceConfig readService(ReadingContext &context, const QString &id, const YamlNode::Entry &entry,
                          const References &references, Workspace &workspace)
{
    const QString path = QStringLiteral("services.") + id;
    ServiceConfig service;
    service.id = id;
    service.at = entry.keyAt;
    Section section(context, entry.value, path);
    if (!section.isMap())
        return service;
    service.owner = section.text("owner");
    service.criticality = section.oneOf(
        "criticality",
        {QStringLiteral("low"), QStringLiteral("medium"), QStringLiteral("high"), QStringLiteral("critical")}, {});
    service.runbook = section.text("runbook");
    readPlacements(section, references, workspace, service);
    readRoles(section, service);
    readHosts(section, service);
    readAlerts(section, service);
    if (const YamlNode *list = section.take("signals")) {
        eachId(context, *list, path + QStringLiteral(".signals"),
               [&](const QString &signalId, const YamlNode::Entry &signal) {
                   if (const auto spec = readSignal(context, signalId, signal.value,
                                                    QStringLiteral("%1.signals.%2").arg(path, signalId), references))
                       service.signalSpecs.append(*spec);
               });
    }
    readLinks(section, service);
    readMitigations(section, references, workspace, service);
    readLater(section, references);
    if (const YamlNode *policies = section.take("policies")) {
        service.policies = section.texts("policies");
        service.policiesAt = policies->at;
    }
    section.finish();
    return service;
}

} // namespace

QStringList References::backendsOf(const QStringList &types) const
{
    QStringList ids;
    for (auto it = backendTypes.cbegin(); it != backendTypes.cend(); ++it) {
        if (types.contains(it.value()))
            ids.append(it.key());
    }
    return ids;
}

void readServices(ReadingContext &context, const YamlNode &node, const References &references, Workspace &workspace)
{
    eachId(context, node, QStringLiteral("services"), [&](const QString &id, const YamlNode::Entry &entry) {
        workspace.services.append(readService(context, id, entry, references, workspace));
    });
}

} // namespace astern
