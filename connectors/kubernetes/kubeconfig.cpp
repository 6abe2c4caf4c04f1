// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/kubernetes/kubeconfig.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonObject>

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <numeric>
#include <optional>

namespace astern::connectors {
namespace {

constexpr qint64 kMaxBytes = 8 << 20;

QString tr(const char *text) { return QCoreApplication::translate("Kubeconfig", text); }

QString placeText(const SourcePosition &at)
{
    return QStringLiteral("%1:%2:%3").arg(at.file).arg(at.line).arg(at.column);
}

Error invalid(const SourcePosition &at, const QString &message, const QString &hint = {})
{
    Error error;
    error.kind = Error::Kind::Invalid;
    error.message = message;
    error.where = placeText(at);
    error.hint =
        hint.isEmpty() ? tr("Correct it there; “kubectl config view” shows how kubectl reads the file.") : hint;
    return error;
}

// One file. Keeps the first thing that is wrong; everything read after that is of no use.
class Reader {
public:
    explicit Reader(const QString &file) : m_file(file), m_folder(QFileInfo(file).absoluteDir()) {}

    Result<Kubeconfig> read(const QByteArray &text)
    {
        try {
            const YAML::Node root = YAML::Load(text.toStdString());
            if (!root.IsNull() && !root.IsMap())
                fail(root, tr("A kubeconfig must be a map of clusters, users and contexts"));
            else if (root.IsMap())
                readRoot(root);
        } catch (const YAML::Exception &problem) {
            const SourcePosition at{m_file, problem.mark.line + 1, problem.mark.column + 1};
            return invalid(at, tr("Not valid YAML: %1").arg(QString::fromStdString(problem.msg)));
        }
        if (m_error)
            return *m_error;
        m_config.files = QStringList{m_file};
        return m_config;
    }

private:
    [[nodiscard]] SourcePosition at(const YAML::Node &node) const
    {
        const YAML::Mark mark = node.Mark();
        return {m_file, mark.line + 1, mark.column + 1};
    }
    void fail(const YAML::Node &node, const QString &message, const QString &hint = {})
    {
        if (!m_error)
            m_error = invalid(at(node), message, hint);
    }
    QString text(const YAML::Node &map, const char *key)
    {
        const YAML::Node value = map[key];
        if (!value.IsDefined() || value.IsNull())
            return {};
        if (!value.IsScalar()) {
            fail(value, tr("%1 must be a text").arg(QLatin1String(key)));
            return {};
        }
        return QString::fromStdString(value.Scalar());
    }
    QString path(const YAML::Node &map, const char *key)
    {
        const QString written = text(map, key);
        return written.isEmpty() ? written : QDir::cleanPath(m_folder.absoluteFilePath(written));
    }
    QByteArray data(const YAML::Node &map, const char *key)
    {
        const QString written = text(map, key);
        if (written.isEmpty())
            return {};
        const auto decoded = QByteArray::fromBase64Encoding(written.simplified().remove(QLatin1Char(' ')).toLatin1(),
                                                            QByteArray::AbortOnBase64DecodingErrors);
        if (!decoded || !decoded.decoded.contains("-----BEGIN"))
            fail(map[key], tr("%1 must be base64 of a PEM text").arg(QLatin1String(key)));
        return decoded.decoded;
    }
    bool flag(const YAML::Node &map, const char *key)
    {
        const QString written = text(map, key);
        if (written.isEmpty() || written == QLatin1String("false"))
            return false;
        if (written != QLatin1String("true"))
            fail(map[key], tr("%1 must be true or false, found “%2”").arg(QLatin1String(key), written));
        return true;
    }

    template <class F>
    void each(const YAML::Node &root, const char *list, const char *body, F visit)
    {
        const YAML::Node entries = root[list];
        if (!entries.IsDefined() || entries.IsNull())
            return;
        if (!entries.IsSequence())
            return fail(entries, tr("%1 must be a list").arg(QLatin1String(list)));
        for (const YAML::Node &entry : entries) {
            if (!entry.IsMap())
                return fail(
                    entry,
                    tr("Each entry of %1 must have a name and “%2”").arg(QLatin1String(list), QLatin1String(body)));
            const QString name = text(entry, "name");
            if (name.isEmpty())
                return fail(entry, tr("An entry of %1 has no name").arg(QLatin1String(list)));
            const YAML::Node value = entry[body];
            if (value.IsDefined() && !value.IsNull() && !value.IsMap())
                return fail(value, tr("“%1” of %2 must be a map").arg(QLatin1String(body), name));
            visit(name, value.IsDefined() && value.IsMap() ? value : YAML::Node(YAML::NodeType::Map), at(entry));
        }
    }

    void readRoot(const YAML::Node &root)
    {
        m_config.currentContext = text(root, "current-context");
        each(root, "clusters", "cluster",
             [this](const QString &name, const YAML::Node &node, const SourcePosition &place) {
                 if (!m_config.clusters.contains(name))
                     m_config.clusters.insert(name, readCluster(node, place));
             });
        each(root, "users", "user", [this](const QString &name, const YAML::Node &node, const SourcePosition &place) {
            if (!m_config.users.contains(name))
                m_config.users.insert(name, readUser(node, place));
        });
        each(root, "contexts", "context",
             [this](const QString &name, const YAML::Node &node, const SourcePosition &place) {
                 if (!m_config.contexts.contains(name))
                     m_config.contexts.insert(
                         name, {text(node, "cluster"), text(node, "user"), text(node, "namespace"), place});
             });
    }

    KubeCluster readCluster(const YAML::Node &node, const SourcePosition &place)
    {
        KubeCluster cluster;
        cluster.at = place;
        cluster.server = text(node, "server");
        cluster.caFile = path(node, "certificate-authority");
        cluster.caData = data(node, "certificate-authority-data");
        cluster.insecure = flag(node, "insecure-skip-tls-verify");
        if (cluster.insecure)
            cluster.insecureAt = at(node["insecure-skip-tls-verify"]);
        cluster.tlsServerName = text(node, "tls-server-name");
        cluster.proxyUrl = text(node, "proxy-url");
        cluster.execConfig = extension(node, "client.authentication.k8s.io/exec");
        return cluster;
    }

    ExecPlugin readExec(const YAML::Node &node, std::optional<Error> &problem)
    {
        const std::optional<Error> before = std::exchange(m_error, std::nullopt);
        ExecPlugin plugin = readPlugin(node);
        problem = std::exchange(m_error, before);
        return plugin;
    }

    ExecPlugin readPlugin(const YAML::Node &node)
    {
        ExecPlugin plugin;
        plugin.at = at(node);
        if (!node.IsMap()) {
            fail(node, tr("“%1” of %2 must be a map").arg(QStringLiteral("exec"), tr("a user")));
            return plugin;
        }
        plugin.apiVersion = text(node, "apiVersion");
        const QString group = QStringLiteral("client.authentication.k8s.io/");
        if (plugin.apiVersion != group + QLatin1String("v1") && plugin.apiVersion != group + QLatin1String("v1beta1"))
            fail(node,
                 tr("apiVersion of the plugin must be %1v1 or %1v1beta1, found “%2”").arg(group, plugin.apiVersion),
                 tr("Newer versions of the plugin write the entry anew; its command usually has an update for that."));
        plugin.command = text(node, "command");
        if (plugin.command.isEmpty())
            fail(node, tr("The plugin has no command"));
        else if (plugin.command.contains(QLatin1Char('/')))
            plugin.command = path(node, "command");
        if (const YAML::Node args = node["args"]; args.IsDefined() && !args.IsNull()) {
            if (!args.IsSequence())
                fail(args, tr("%1 must be a list").arg(QStringLiteral("args")));
            else
                for (const YAML::Node &arg : args)
                    plugin.args.append(QString::fromStdString(arg.IsScalar() ? arg.Scalar() : std::string()));
        }
        if (const YAML::Node env = node["env"]; env.IsDefined() && !env.IsNull()) {
            if (!env.IsSequence())
                fail(env, tr("%1 must be a list").arg(QStringLiteral("env")));
            for (const YAML::Node &entry : env) {
                if (!entry.IsMap())
                    fail(entry, tr("Each entry of %1 must have a name and “%2”")
                                    .arg(QStringLiteral("env"), QStringLiteral("value")));
                else
                    plugin.environment.append({text(entry, "name"), text(entry, "value")});
            }
        }
        plugin.installHint = text(node, "installHint");
        plugin.provideClusterInfo = flag(node, "provideClusterInfo");
        const QString mode = text(node, "interactiveMode");
        if (mode == QLatin1String("Never"))
            plugin.interactive = ExecPlugin::Interactive::Never;
        else if (mode == QLatin1String("Always"))
            plugin.interactive = ExecPlugin::Interactive::Always;
        else if (!mode.isEmpty() && mode != QLatin1String("IfAvailable"))
            fail(node["interactiveMode"],
                 tr("interactiveMode must be Never, IfAvailable or Always, found “%1”").arg(mode));
        else if (mode.isEmpty() && plugin.apiVersion == group + QLatin1String("v1"))
            fail(node, tr("interactiveMode of the plugin is missing: v1 wants it"));
        return plugin;
    }

    // What stands under the extension of that name in a cluster entry.
    static QJsonValue extension(const YAML::Node &node, const char *name)
    {
        const YAML::Node all = node["extensions"];
        if (!all.IsDefined() || !all.IsSequence())
            return {};
        for (const YAML::Node &one : all) {
            if (one.IsMap() && one["name"].IsDefined() && one["name"].IsScalar() && one["name"].Scalar() == name)
                return toJson(one["extension"], 0);
        }
        return {};
    }
    static QJsonValue toJson(const YAML::Node &node, int depth)
    {
        constexpr int kDeepest = 32;
        if (!node.IsDefined() || node.IsNull() || depth > kDeepest)
            return {};
        if (node.IsSequence()) {
            QJsonArray list;
            for (const YAML::Node &item : node)
                list.append(toJson(item, depth + 1));
            return list;
        }
        if (node.IsMap()) {
            QJsonObject map;
            for (const auto &entry : node) {
                if (entry.first.IsScalar())
                    map.insert(QString::fromStdString(entry.first.Scalar()), toJson(entry.second, depth + 1));
            }
            return map;
        }
        const QString text = QString::fromStdString(node.Scalar());
        if (node.Tag() != "?") // in quotes
            return text;
        if (text == QLatin1String("true") || text == QLatin1String("false"))
            return text == QLatin1String("true");
        bool number = false;
        const double value = text.toDouble(&number);
        return number ? QJsonValue(value) : QJsonValue(text);
    }

    KubeUser readUser(const YAML::Node &node, const SourcePosition &place)
    {
        KubeUser user;
        user.at = place;
        user.token = text(node, "token");
        user.tokenFile = path(node, "tokenFile");
        user.certFile = path(node, "client-certificate");
        user.certData = data(node, "client-certificate-data");
        user.keyFile = path(node, "client-key");
        user.keyData = data(node, "client-key-data");
        user.basicUser = text(node, "username");
        user.basicPassword = text(node, "password");
        user.impersonate = text(node, "as");
        if (const YAML::Node helper = node["exec"]; helper.IsDefined() && !helper.IsNull())
            user.exec = readExec(helper, user.problem);
        if (const YAML::Node helper = node["auth-provider"]; helper.IsDefined() && helper.IsMap()) {
            user.authProvider = text(helper, "name");
            user.helperAt = at(helper);
        }
        return user;
    }

    QString m_file;
    QDir m_folder;
    Kubeconfig m_config;
    std::optional<Error> m_error;
};

int distance(const QString &a, const QString &b)
{
    std::vector<int> row(static_cast<size_t>(b.size()) + 1);
    std::iota(row.begin(), row.end(), 0);
    for (qsizetype i = 0; i < a.size(); ++i) {
        int diagonal = row[0];
        row[0] = static_cast<int>(i) + 1;
        for (size_t j = 1; j < row.size(); ++j) {
            const int change = diagonal + (a.at(i).toLower() == b.at(static_cast<qsizetype>(j) - 1).toLower() ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, change});
        }
    }
    return row.back();
}

Error unknownName(const SourcePosition &at, const QString &message, const QString &name, const QStringList &known)
{
    const QString nearest = nearestText(name, known);
    QString hint = known.isEmpty() ? tr("There is none in these files.")
                                   : tr("There are: %1.").arg(known.join(QStringLiteral(", ")));
    if (!nearest.isEmpty())
        hint.prepend(tr("Did you mean “%1”? ").arg(nearest));
    return invalid(at, message, hint);
}

Error unsupported(const SourcePosition &at, const QString &message, const QString &hint)
{
    Error error = invalid(at, message, hint);
    error.kind = Error::Kind::Unsupported;
    return error;
}

std::optional<Error> cannotSpeak(const KubeChoice &choice)
{
    const KubeUser &user = choice.user;
    const QString instead = tr("Give the backend a token of its own in the workspace instead: auth: {bearer: "
                               "\"${env:NAME}\"}, for example of a service account (kubectl create token NAME).");
    const bool hasOther =
        !user.token.isEmpty() || !user.tokenFile.isEmpty() || !user.certFile.isEmpty() || !user.certData.isEmpty();
    if (!user.authProvider.isEmpty() && !user.exec && !hasOther)
        return unsupported(
            user.helperAt,
            tr("This user logs in through the auth provider “%1”, which Astern does not run").arg(user.authProvider),
            instead);
    if (!choice.cluster.tlsServerName.isEmpty())
        return unsupported(choice.cluster.at, tr("tls-server-name is not supported"),
                           tr("Use a server address that is in the certificate."));
    return std::nullopt;
}

} // namespace

QString nearestText(const QString &text, const QStringList &candidates)
{
    QString best;
    int bestDistance = std::max(2, static_cast<int>(text.size()) / 3) + 1;
    for (const QString &candidate : candidates) {
        const int d = distance(text, candidate);
        if (d < bestDistance) {
            bestDistance = d;
            best = candidate;
        }
    }
    return best;
}

QStringList kubeconfigFiles(const QString &path)
{
    if (!path.isEmpty())
        return {path};
    const QString list = qEnvironmentVariable("KUBECONFIG");
    if (!list.isEmpty())
        return list.split(QDir::listSeparator(), Qt::SkipEmptyParts);
    return {QDir::home().filePath(QStringLiteral(".kube/config"))};
}

Result<Kubeconfig> readKubeconfig(const QStringList &files)
{
    Kubeconfig merged;
    for (const QString &name : files) {
        QFile file(name);
        if (files.size() > 1 && !file.exists())
            continue;
        if (!file.open(QIODevice::ReadOnly)) {
            Error error;
            error.kind = file.exists() ? Error::Kind::NotPermitted : Error::Kind::NotFound;
            error.message = tr("The kubeconfig cannot be read: %1").arg(file.errorString());
            error.where = name;
            error.hint = tr("Name a readable file with “kubeconfig:” in the workspace or in the variable KUBECONFIG.");
            return error;
        }
        if (file.size() > kMaxBytes)
            return invalid({name, 1, 1}, tr("The kubeconfig is larger than 8 MiB"));
        const Result<Kubeconfig> one = Reader(name).read(file.readAll());
        if (!one)
            return one.error();
        merged.files += one->files;
        if (merged.currentContext.isEmpty())
            merged.currentContext = one->currentContext;
        const auto add = [](auto &into, const auto &from) {
            for (auto it = from.begin(); it != from.end(); ++it) {
                if (!into.contains(it.key()))
                    into.insert(it.key(), it.value());
            }
        };
        add(merged.contexts, one->contexts);
        add(merged.clusters, one->clusters);
        add(merged.users, one->users);
    }
    if (merged.files.isEmpty()) {
        Error error;
        error.kind = Error::Kind::NotFound;
        error.message = tr("None of the kubeconfig files exists");
        error.where = files.join(QStringLiteral(", "));
        error.hint = tr("Correct the variable KUBECONFIG or name a file with “kubeconfig:” in the workspace.");
        return error;
    }
    return merged;
}

Result<KubeChoice> chooseContext(const Kubeconfig &config, const QString &context)
{
    const SourcePosition top{config.files.join(QStringLiteral(", ")), 1, 1};
    const QString name = context.isEmpty() ? config.currentContext : context;
    if (name.isEmpty())
        return unknownName(top, tr("No context is named and the kubeconfig has no current-context"), name,
                           config.contexts.keys());
    if (!config.contexts.contains(name))
        return unknownName(top, tr("The kubeconfig has no context “%1”").arg(name), name, config.contexts.keys());
    const KubeContext chosen = config.contexts.value(name);
    if (!config.clusters.contains(chosen.cluster))
        return unknownName(chosen.at,
                           tr("Context “%1” names the cluster “%2”, which is not there").arg(name, chosen.cluster),
                           chosen.cluster, config.clusters.keys());
    if (!chosen.user.isEmpty() && !config.users.contains(chosen.user))
        return unknownName(chosen.at, tr("Context “%1” names the user “%2”, which is not there").arg(name, chosen.user),
                           chosen.user, config.users.keys());
    const KubeChoice choice{name, config.clusters.value(chosen.cluster), config.users.value(chosen.user), chosen.ns};
    if (choice.user.problem)
        return *choice.user.problem;
    const QUrl server(choice.cluster.server);
    if (!server.isValid() || server.host().isEmpty() ||
        (server.scheme() != QLatin1String("https") && server.scheme() != QLatin1String("http")))
        return invalid(choice.cluster.at,
                       tr("The server of cluster “%1” is no address: “%2”").arg(chosen.cluster, choice.cluster.server),
                       tr("It must look like https://HOST:PORT."));
    if (const std::optional<Error> refusal = cannotSpeak(choice))
        return *refusal;
    return choice;
}

} // namespace astern::connectors
