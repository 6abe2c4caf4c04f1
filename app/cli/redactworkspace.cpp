// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/redactworkspace.h"

#include "connectors/http/http.h"
#include "models/workspace/backendtypes.h"
#include "models/workspace/firstsignals.h"
#include "models/workspace/reader.h"
#include "models/workspace/secretref.h"

#include <QHash>
#include <QUrl>

namespace astern::app {
namespace {

// Paths whose values are shown, a star for any one key; below a list the path stays that of the list. What is not
// named here is not shown: a new key is safe before anybody has thought about it.
const QStringList &shown()
{
    static const QStringList paths{
        QStringLiteral("astern"),
        QStringLiteral("name"),
        QStringLiteral("time_zone"),
        QStringLiteral("sandbox"),
        QStringLiteral("read_only"),
        QStringLiteral("backends.*.type"),
        QStringLiteral("backends.*.url"),
        QStringLiteral("backends.*.plain_http"),
        QStringLiteral("backends.*.tenant"),
        QStringLiteral("backends.*.context"),
        QStringLiteral("backends.*.namespaces"),
        QStringLiteral("backends.*.poll"),
        QStringLiteral("backends.*.environment"),
        QStringLiteral("backends.*.environments.*"),
        QStringLiteral("environments.*.cells"),
        QStringLiteral("environments.*.waves"),
        QStringLiteral("environments.*.protected"),
        QStringLiteral("services.*.owner"),
        QStringLiteral("services.*.criticality"),
        QStringLiteral("services.*.rollouts.environment"),
        QStringLiteral("services.*.rollouts.cell"),
        QStringLiteral("services.*.rollouts.backend"),
        QStringLiteral("services.*.rollouts.namespace"),
        QStringLiteral("services.*.rollouts.name"),
        QStringLiteral("services.*.roles.*.*"),
        QStringLiteral("services.*.alerts.match.*"),
        QStringLiteral("services.*.flags.backend"),
        QStringLiteral("services.*.flags.project"),
        QStringLiteral("services.*.flags.names"),
        QStringLiteral("services.*.config.id"),
        QStringLiteral("services.*.config.backend"),
        QStringLiteral("services.*.config.namespace"),
        QStringLiteral("services.*.config.name"),
        QStringLiteral("services.*.config.environment"),
        QStringLiteral("services.*.config.safe"),
        QStringLiteral("services.*.policies"),
        QStringLiteral("services.*.signals.*.kind"),
        QStringLiteral("services.*.signals.*.title"),
        QStringLiteral("services.*.signals.*.scrape"),
        QStringLiteral("services.*.signals.*.unit"),
        QStringLiteral("services.*.signals.*.per"),
        QStringLiteral("services.*.signals.*.better"),
        QStringLiteral("services.*.signals.*.limit.*"),
        QStringLiteral("services.*.signals.*.*.source"),
        QStringLiteral("services.*.signals.*.*.series"),
        QStringLiteral("services.*.signals.*.*.over"),
        QStringLiteral("services.*.signals.*.*.where.*"),
        QStringLiteral("identity.type"),
        QStringLiteral("identity.client_id"),
        QStringLiteral("identity.scopes"),
        QStringLiteral("identity.groups_claim"),
        QStringLiteral("identity.clock_skew"),
        QStringLiteral("identity.pin"),
        QStringLiteral("gates.id"),
        QStringLiteral("gates.when.plan"),
        QStringLiteral("gates.when.environment"),
        QStringLiteral("gates.when.service"),
    };
    return paths;
}

bool isShown(const QStringList &path)
{
    for (const QString &pattern : shown()) {
        const QStringList parts = pattern.split(QLatin1Char('.'));
        if (parts.size() != path.size())
            continue;
        bool same = true;
        for (qsizetype i = 0; same && i < parts.size(); ++i)
            same = parts.at(i) == QLatin1String("*") || parts.at(i) == path.at(i);
        if (same)
            return true;
    }
    return false;
}

// Where the format has words of its own, anything else stands there by mistake.
bool isWordOf(const QString &key, const QString &value)
{
    static const QHash<QString, QStringList> words{
        {QStringLiteral("astern"), {QStringLiteral("workspace/v1")}},
        {QStringLiteral("type"), deliveryTypes() + signalTypes() + alertTypes() + flagTypes() + laterTypes()},
        {QStringLiteral("kind"), {QStringLiteral("events"), QStringLiteral("counter"), QStringLiteral("gauge")}},
        {QStringLiteral("better"), {QStringLiteral("lower"), QStringLiteral("higher")}},
        {QStringLiteral("criticality"),
         {QStringLiteral("low"), QStringLiteral("medium"), QStringLiteral("high"), QStringLiteral("critical")}},
        {QStringLiteral("sandbox"), {QStringLiteral("true"), QStringLiteral("false")}},
        {QStringLiteral("read_only"), {QStringLiteral("true"), QStringLiteral("false")}},
        {QStringLiteral("protected"), {QStringLiteral("true"), QStringLiteral("false")}},
        {QStringLiteral("plain_http"), {QStringLiteral("true"), QStringLiteral("false")}},
    };
    const auto known = words.constFind(key);
    return known == words.cend() || known->contains(value);
}

QString valueText(const YamlNode &node, const QStringList &path)
{
    if (node.kind == YamlNode::Kind::Null)
        return QStringLiteral("null");
    if (secretRef(node.text))
        return yamlText(node.text);
    if (!isShown(path) || !isWordOf(path.constLast(), node.text))
        return QStringLiteral("\"***\"");
    if (path.constLast() == QLatin1String("url"))
        return yamlText(bareAddress(node.text));
    return yamlText(connectors::HttpClient::redact(node.text));
}

void write(QByteArray &out, const YamlNode &node, const QStringList &path, int depth)
{
    const QByteArray indent(depth * 2, ' ');
    for (const YamlNode::Entry &entry : node.entries) {
        const YamlNode &value = entry.value;
        const QStringList below = path + QStringList{entry.key};
        out += indent + yamlText(connectors::HttpClient::redact(entry.key)).toUtf8() + ':';
        const bool empty = value.entries.empty() && value.items.empty();
        if (value.kind == YamlNode::Kind::Map || value.kind == YamlNode::Kind::Sequence) {
            out += empty ? (value.kind == YamlNode::Kind::Map ? " {}\n" : " []\n") : "\n";
            write(out, value, below, depth + 1);
        } else {
            out += ' ' + valueText(value, below).toUtf8() + '\n';
        }
    }
    for (const YamlNode &item : node.items) {
        if (item.kind == YamlNode::Kind::Map || item.kind == YamlNode::Kind::Sequence) {
            out += indent + "-\n";
            write(out, item, path, depth + 1);
        } else {
            out += indent + "- " + valueText(item, path).toUtf8() + '\n';
        }
    }
}

} // namespace

QString bareAddress(const QString &address)
{
    const QUrl url(address, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty())
        return QStringLiteral("***");
    return url.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment);
}

QByteArray redactedWorkspace(const QByteArray &text)
{
    QList<WorkspaceIssue> issues;
    const YamlNode root = parseYaml(text, QLatin1String(kWorkspaceFile), kWorkspaceDialect, issues);
    if (root.kind != YamlNode::Kind::Map)
        return "# It is not a map in YAML, so it could not be cleaned and is left out.\n";
    QByteArray out = "# Values that could hold a secret are \"***\"; comments are left out.\n";
    write(out, root, {}, 0);
    return out;
}

} // namespace astern::app
