// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/yamlreader.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

namespace astern {
namespace {

constexpr qint64 kMaxFile = 4 << 20;

QString tr(const char *text) { return QCoreApplication::translate("Workspace", text); }

const QStringList kUsedBackends{QStringLiteral("argo-rollouts"), QStringLiteral("kubernetes"),
                                QStringLiteral("prometheus")};
// Read and kept, not spoken to by this version.
const QStringList kLaterBackends{QStringLiteral("alertmanager"), QStringLiteral("unleash"), QStringLiteral("oci"),
                                 QStringLiteral("nomad")};

QString expandHome(const QString &path)
{
    return path.startsWith(QLatin1String("~/")) ? QDir::homePath() + path.mid(1) : path;
}

QString inFolder(const QString &folder, const QString &path)
{
    return path.isEmpty() ? path : QDir(folder).absoluteFilePath(expandHome(path));
}

// Builds one Workspace from one document; everything wrong is told to the reader.
class Builder {
public:
    Builder(YamlReader &reader, QString folder) : m_read(reader) { m_workspace.folder = std::move(folder); }

    Workspace build(const YAML::Node &root)
    {
        m_read.checkShape(root);
        if (!m_read.isMap(root, tr("The workspace")))
            return m_workspace;
        m_read.onlyKeys(root, {QStringLiteral("astern"), QStringLiteral("name"), QStringLiteral("time_zone"),
                               QStringLiteral("sandbox"), QStringLiteral("read_only"), QStringLiteral("backends"),
                               QStringLiteral("journal"), QStringLiteral("environments"), QStringLiteral("people"),
                               QStringLiteral("services"), QStringLiteral("gates")});
        const YAML::Node version = root["astern"];
        if (!version)
            m_read.error(root, QStringLiteral("W-MISSING"), tr("The key \"astern\" is missing"),
                         QStringLiteral("astern: workspace/v1"));
        else
            (void)m_read.oneOf(version, QStringLiteral("astern"), {QStringLiteral("workspace/v1")});
        m_workspace.name = m_read.text(root["name"], QStringLiteral("name"));
        if (m_workspace.name.isEmpty())
            m_read.error(root, QStringLiteral("W-MISSING"), tr("The workspace needs a name"),
                         QStringLiteral("name: shop"));
        m_workspace.timeZone = m_read.text(root["time_zone"], QStringLiteral("time_zone"));
        m_workspace.sandbox = m_read.flag(root["sandbox"], QStringLiteral("sandbox"), false);
        m_workspace.readOnly = m_read.flag(root["read_only"], QStringLiteral("read_only"), false);
        readBackends(root["backends"]);
        readEnvironments(root["environments"]);
        readServices(root["services"]);
        readProtection(root);
        return m_workspace;
    }

private:
    void readBackends(const YAML::Node &node)
    {
        if (!node || !m_read.isMap(node, QStringLiteral("backends")))
            return;
        for (const auto &pair : node) {
            if (!m_read.isMap(pair.second, tr("A backend")))
                continue;
            readBackend(m_read.text(pair.first, tr("A backend's id")), pair.first, pair.second);
        }
    }

    void readBackend(const QString &id, const YAML::Node &key, const YAML::Node &node)
    {
        BackendConfig config;
        config.id = id;
        config.at = m_read.at(key);
        if (!node["type"]) {
            m_read.error(key, QStringLiteral("W-MISSING"), tr("The backend %1 needs a type").arg(id),
                         (kUsedBackends + kLaterBackends).join(QStringLiteral(", ")));
            return;
        }
        config.type = m_read.oneOf(node["type"], tr("The type of %1").arg(id), kUsedBackends + kLaterBackends);
        if (kUsedBackends.contains(config.type)) {
            m_read.onlyKeys(node, {QStringLiteral("type"), QStringLiteral("url"), QStringLiteral("kubeconfig"),
                                   QStringLiteral("context"), QStringLiteral("namespaces"), QStringLiteral("auth"),
                                   QStringLiteral("headers"), QStringLiteral("ca"), QStringLiteral("cert"),
                                   QStringLiteral("key"), QStringLiteral("plain_http"), QStringLiteral("poll")});
        }
        config.url = QUrl(m_read.text(node["url"], QStringLiteral("url")), QUrl::StrictMode);
        if (node["url"] && (!config.url.isValid() || config.url.host().isEmpty()))
            m_read.error(node["url"], QStringLiteral("W-URL"), tr("This is no address"),
                         QStringLiteral("https://host[:port][/path]"));
        if (config.type == QLatin1String("prometheus") && !node["url"])
            m_read.error(key, QStringLiteral("W-MISSING"), tr("The backend %1 needs a url").arg(id),
                         QStringLiteral("url: https://prometheus.example"));
        config.kubeconfig = inFolder(m_workspace.folder, m_read.text(node["kubeconfig"], QStringLiteral("kubeconfig")));
        config.context = m_read.text(node["context"], QStringLiteral("context"));
        config.namespaces = m_read.texts(node["namespaces"], QStringLiteral("namespaces"));
        config.caFile = inFolder(m_workspace.folder, m_read.text(node["ca"], QStringLiteral("ca")));
        config.certFile = inFolder(m_workspace.folder, m_read.text(node["cert"], QStringLiteral("cert")));
        config.keyFile = inFolder(m_workspace.folder, m_read.text(node["key"], QStringLiteral("key")));
        config.allowPlainHttp = m_read.flag(node["plain_http"], QStringLiteral("plain_http"), false);
        config.pollMs = m_read.durationMs(node["poll"], QStringLiteral("poll"), config.pollMs);
        const QMap<QString, QString> headers = m_read.textMap(node["headers"], QStringLiteral("headers"));
        for (auto it = headers.cbegin(); it != headers.cend(); ++it)
            config.headers.insert(it.key(), {it.value()});
        if (const YAML::Node auth = node["auth"]; auth && m_read.isMap(auth, QStringLiteral("auth"))) {
            m_read.onlyKeys(auth, {QStringLiteral("bearer"), QStringLiteral("token"), QStringLiteral("user"),
                                   QStringLiteral("password")});
            config.bearer = {m_read.text(auth["bearer"], QStringLiteral("bearer"))};
            config.basicUser = m_read.text(auth["user"], QStringLiteral("user"));
            config.basicPassword = {m_read.text(auth["password"], QStringLiteral("password"))};
        }
        m_workspace.backends.append(config);
    }

    void readEnvironments(const YAML::Node &node)
    {
        if (!node || !m_read.isMap(node, QStringLiteral("environments")))
            return;
        for (const auto &pair : node) {
            EnvironmentConfig config;
            config.id = m_read.text(pair.first, tr("An environment's id"));
            config.at = m_read.at(pair.first);
            if (!m_read.isMap(pair.second, tr("An environment")))
                continue;
            m_read.onlyKeys(pair.second,
                            {QStringLiteral("cells"), QStringLiteral("waves"), QStringLiteral("protected")});
            config.cells = m_read.texts(pair.second["cells"], QStringLiteral("cells"));
            config.isProtected = m_read.flag(pair.second["protected"], QStringLiteral("protected"), false);
            if (const YAML::Node waves = pair.second["waves"]; waves && m_read.isList(waves, QStringLiteral("waves"))) {
                for (const auto &wave : waves)
                    config.waves.append(m_read.texts(wave, tr("A wave")));
            }
            m_workspace.environments.append(config);
        }
    }

    void readServices(const YAML::Node &node)
    {
        if (!node || !m_read.isMap(node, QStringLiteral("services")))
            return;
        for (const auto &pair : node) {
            if (m_read.isMap(pair.second, tr("A service")))
                readService(m_read.text(pair.first, tr("A service's id")), pair.first, pair.second);
        }
    }

    void readService(const QString &id, const YAML::Node &key, const YAML::Node &node)
    {
        m_read.onlyKeys(node, {QStringLiteral("owner"), QStringLiteral("criticality"), QStringLiteral("runbook"),
                               QStringLiteral("rollouts"), QStringLiteral("roles"), QStringLiteral("signals"),
                               QStringLiteral("links"), QStringLiteral("hosts"), QStringLiteral("artifact"),
                               QStringLiteral("flags"), QStringLiteral("config"), QStringLiteral("policies")});
        ServiceConfig service;
        service.id = id;
        service.at = m_read.at(key);
        service.owner = m_read.text(node["owner"], QStringLiteral("owner"));
        service.criticality = m_read.text(node["criticality"], QStringLiteral("criticality"));
        service.runbook = m_read.text(node["runbook"], QStringLiteral("runbook"));
        service.links = m_read.textMap(node["links"], QStringLiteral("links"));
        if (const YAML::Node rollouts = node["rollouts"];
            rollouts && m_read.isList(rollouts, QStringLiteral("rollouts"))) {
            for (const auto &item : rollouts) {
                if (m_read.isMap(item, tr("A rollout")))
                    readPlacement(service, item);
            }
        }
        if (const YAML::Node roles = node["roles"]; roles && m_read.isMap(roles, QStringLiteral("roles"))) {
            m_read.onlyKeys(roles, {QStringLiteral("new"), QStringLiteral("stable")});
            service.newLabels = m_read.textMap(roles["new"], QStringLiteral("roles.new"));
            service.stableLabels = m_read.textMap(roles["stable"], QStringLiteral("roles.stable"));
        }
        if (const YAML::Node list = node["signals"]; list && m_read.isMap(list, QStringLiteral("signals"))) {
            for (const auto &pair : list) {
                if (m_read.isMap(pair.second, tr("A signal")))
                    readSignal(service, m_read.text(pair.first, tr("A signal's id")), pair.second);
            }
        }
        if (const YAML::Node policies = node["policies"]; policies && policies.IsSequence() && policies.size() > 0)
            unenforced(policies, tr("the policies of %1").arg(id), {}, id);
        m_workspace.services.append(service);
    }

    void readPlacement(ServiceConfig &service, const YAML::Node &node)
    {
        m_read.onlyKeys(node, {QStringLiteral("environment"), QStringLiteral("cell"), QStringLiteral("backend"),
                               QStringLiteral("namespace"), QStringLiteral("name")});
        Placement placement;
        placement.service = service.id;
        placement.at = m_read.at(node);
        placement.environment = m_read.text(node["environment"], QStringLiteral("environment"));
        placement.cell = m_read.text(node["cell"], QStringLiteral("cell"));
        placement.object.backend = m_read.text(node["backend"], QStringLiteral("backend"));
        placement.object.ns = m_read.text(node["namespace"], QStringLiteral("namespace"), QStringLiteral("default"));
        placement.object.name = m_read.text(node["name"], QStringLiteral("name"), service.id);
        checkEnvironment(placement, node);
        const BackendConfig *backend = m_workspace.backend(placement.object.backend);
        if (!backend ||
            (backend->type != QLatin1String("argo-rollouts") && backend->type != QLatin1String("kubernetes"))) {
            QStringList ids;
            for (const BackendConfig &known : std::as_const(m_workspace.backends)) {
                if (known.type == QLatin1String("argo-rollouts") || known.type == QLatin1String("kubernetes"))
                    ids.append(known.id);
            }
            m_read.error(node["backend"] ? node["backend"] : node, QStringLiteral("W-REF"),
                         tr("There is no delivery backend \"%1\"").arg(placement.object.backend),
                         ids.join(QStringLiteral(", ")), nearestOf(placement.object.backend, ids));
            return;
        }
        placement.object.kind =
            backend->type == QLatin1String("kubernetes") ? WorkloadKind::Deployment : WorkloadKind::ArgoRollout;
        service.placements.append(placement);
    }

    void checkEnvironment(const Placement &placement, const YAML::Node &node)
    {
        const EnvironmentConfig *environment = m_workspace.environment(placement.environment);
        if (!environment) {
            QStringList ids;
            for (const EnvironmentConfig &known : std::as_const(m_workspace.environments))
                ids.append(known.id);
            m_read.error(node["environment"] ? node["environment"] : node, QStringLiteral("W-REF"),
                         tr("There is no environment \"%1\"").arg(placement.environment),
                         ids.join(QStringLiteral(", ")), nearestOf(placement.environment, ids));
        } else if (!environment->cells.contains(placement.cell) &&
                   !(placement.cell.isEmpty() && environment->cells.isEmpty())) {
            m_read.error(node["cell"] ? node["cell"] : node, QStringLiteral("W-REF"),
                         tr("%1 has no cell \"%2\"").arg(placement.environment, placement.cell),
                         environment->cells.join(QStringLiteral(", ")), nearestOf(placement.cell, environment->cells));
        }
    }

    SeriesSelector readSelector(const YAML::Node &node, SignalSpec &spec, const QStringList &extra = {})
    {
        SeriesSelector selector;
        if (!m_read.isMap(node, tr("A series")))
            return selector;
        m_read.onlyKeys(node, QStringList{QStringLiteral("source"), QStringLiteral("series"), QStringLiteral("where")} +
                                  extra);
        spec.source = m_read.text(node["source"], QStringLiteral("source"));
        const BackendConfig *backend = m_workspace.backend(spec.source);
        if (!backend || backend->type != QLatin1String("prometheus")) {
            QStringList ids;
            for (const BackendConfig &known : std::as_const(m_workspace.backends)) {
                if (known.type == QLatin1String("prometheus"))
                    ids.append(known.id);
            }
            m_read.error(node["source"] ? node["source"] : node, QStringLiteral("W-REF"),
                         tr("There is no metric source \"%1\"").arg(spec.source), ids.join(QStringLiteral(", ")),
                         nearestOf(spec.source, ids));
        }
        selector.series = m_read.text(node["series"], QStringLiteral("series"));
        selector.where = m_read.textMap(node["where"], QStringLiteral("where"));
        return selector;
    }

    void readSignal(ServiceConfig &service, const QString &id, const YAML::Node &node)
    {
        m_read.onlyKeys(node, {QStringLiteral("kind"), QStringLiteral("title"), QStringLiteral("unit"),
                               QStringLiteral("scrape"), QStringLiteral("total"), QStringLiteral("bad"),
                               QStringLiteral("histogram"), QStringLiteral("value"), QStringLiteral("per"),
                               QStringLiteral("limit"), QStringLiteral("error_class")});
        SignalSpec spec;
        spec.id = id;
        spec.title = m_read.text(node["title"], QStringLiteral("title"), id);
        const QString kind =
            node["kind"] ? m_read.oneOf(node["kind"], tr("The kind of %1").arg(id),
                                        {QStringLiteral("events"), QStringLiteral("counter"), QStringLiteral("gauge")})
                         : QStringLiteral("events");
        spec.kind = kind == QLatin1String("counter") ? SignalSpec::Kind::Counter
                    : kind == QLatin1String("gauge") ? SignalSpec::Kind::Gauge
                                                     : SignalSpec::Kind::Events;
        spec.scrapeMs = m_read.durationMs(node["scrape"], QStringLiteral("scrape"), spec.scrapeMs);
        if (node["total"])
            spec.total = readSelector(node["total"], spec);
        if (node["value"])
            spec.total = readSelector(node["value"], spec);
        if (node["bad"])
            spec.bad = readSelector(node["bad"], spec);
        if (const YAML::Node histogram = node["histogram"]) {
            spec.histogram = readSelector(histogram, spec, {QStringLiteral("over")});
            spec.overSeconds = double(m_read.durationMs(histogram["over"], QStringLiteral("over"), 0)) / 1000;
        }
        const bool complete = spec.kind == SignalSpec::Kind::Events
                                  ? (!spec.total.series.isEmpty() && !spec.bad.series.isEmpty()) ||
                                        (!spec.histogram.series.isEmpty() && spec.overSeconds > 0)
                                  : !spec.total.series.isEmpty();
        if (!complete) {
            m_read.error(node, QStringLiteral("W-MISSING"), tr("The signal %1 does not say what to count").arg(id),
                         tr("events: total and bad, or histogram with over; counter and gauge: value"));
        }
        spec.perSeconds = double(m_read.durationMs(node["per"], QStringLiteral("per"), 1000)) / 1000;
        spec.unit = m_read.text(node["unit"], QStringLiteral("unit"),
                                spec.kind == SignalSpec::Kind::Events ? QStringLiteral("%") : QString());
        if (const YAML::Node limit = node["limit"]; limit && m_read.isMap(limit, QStringLiteral("limit"))) {
            m_read.onlyKeys(limit, {QStringLiteral("above"), QStringLiteral("below")});
            const auto value = [&](const YAML::Node &bound) {
                return spec.kind == SignalSpec::Kind::Events ? m_read.ratio(bound, QStringLiteral("limit"))
                                                             : m_read.number(bound, QStringLiteral("limit"));
            };
            if (limit["above"])
                spec.limitAbove = value(limit["above"]);
            if (limit["below"])
                spec.limitBelow = value(limit["below"]);
        }
        spec.better = spec.limitBelow && !spec.limitAbove ? SignalSpec::Better::Higher : SignalSpec::Better::Lower;
        service.signalSpecs.append(spec);
    }

    // Declared protection that nobody would enforce: silence about it would be a lie at the worst moment.
    void readProtection(const YAML::Node &root)
    {
        if (const YAML::Node journal = root["journal"]; journal && m_read.isMap(journal, QStringLiteral("journal"))) {
            m_read.onlyKeys(journal, {QStringLiteral("team"), QStringLiteral("sinks")});
            if (journal["team"])
                unenforced(journal["team"], tr("the team store"), {}, {});
            if (const YAML::Node sinks = journal["sinks"]; sinks && m_read.isList(sinks, QStringLiteral("sinks"))) {
                for (const auto &sink : sinks)
                    unenforced(sink,
                               tr("the log sink %1")
                                   .arg(sink.IsMap() ? m_read.text(sink["id"], QStringLiteral("id")) : QString()),
                               {}, {});
            }
        }
        if (const YAML::Node gates = root["gates"]; gates && m_read.isList(gates, QStringLiteral("gates"))) {
            for (const auto &gate : gates) {
                if (!m_read.isMap(gate, tr("A gate")))
                    continue;
                const YAML::Node when = gate["when"];
                unenforced(gate, tr("the gate %1").arg(m_read.text(gate["id"], QStringLiteral("id"))),
                           when && when.IsMap() ? m_read.text(when["environment"], QStringLiteral("environment"))
                                                : QString(),
                           when && when.IsMap() ? m_read.text(when["service"], QStringLiteral("service")) : QString());
            }
        }
    }

    void unenforced(const YAML::Node &node, const QString &what, const QString &environment, const QString &service)
    {
        m_workspace.unenforced.append({what, m_read.at(node), environment, service});
    }

    YamlReader &m_read;
    Workspace m_workspace;
};

} // namespace

WorkspaceReading readWorkspace(const QString &folder)
{
    const QString path = QDir(folder).filePath(QStringLiteral("astern.yaml"));
    YamlReader reader(QStringLiteral("astern.yaml"));
    const SourcePosition start{.file = path, .line = 0, .column = 0};
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        reader.error(start, QStringLiteral("W-FILE"), tr("Cannot read it: %1").arg(file.errorString()));
        return {std::nullopt, reader.issues()};
    }
    if (file.size() > kMaxFile) {
        reader.error(start, QStringLiteral("W-SIZE"), tr("The file is too large"), tr("up to 4 MiB"));
        return {std::nullopt, reader.issues()};
    }
    const QByteArray bytes = file.readAll();
    // yaml-cpp speaks in exceptions; none leaves this function. Aliases are refused before it expands them.
    try {
        const std::vector<YAML::Node> documents = YAML::LoadAll(bytes.toStdString());
        if (documents.size() != 1) {
            reader.error(start, QStringLiteral("W-DOC"), tr("The file holds %1 documents").arg(documents.size()),
                         tr("exactly one"));
            return {std::nullopt, reader.issues()};
        }
        Workspace workspace = Builder(reader, QFileInfo(folder).absoluteFilePath()).build(documents.front());
        if (reader.hasErrors())
            return {std::nullopt, reader.issues()};
        return {std::move(workspace), reader.issues()};
    } catch (const YAML::Exception &exception) {
        reader.error(SourcePosition{QStringLiteral("astern.yaml"), exception.mark.line + 1, exception.mark.column + 1},
                     QStringLiteral("W-YAML"), QString::fromStdString(exception.msg));
        return {std::nullopt, reader.issues()};
    }
}

} // namespace astern
