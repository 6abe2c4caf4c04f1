// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/reader.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace astern {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Workspace", text); }

const QStringList kScopes{QStringLiteral("openid"), QStringLiteral("profile"), QStringLiteral("email"),
                          QStringLiteral("groups"), QStringLiteral("offline_access")};

bool isLoopback(const QString &host)
{
    static const QRegularExpression v4(QStringLiteral("^127(\\.[0-9]{1,3}){3}$"));
    return host == QLatin1String("localhost") || host == QLatin1String("::1") || v4.match(host).hasMatch();
}

// Compared letter by letter with what tokens say, so it is kept as it is written.
QUrl issuerIn(Section &section)
{
    const YamlNode *node = section.require("issuer");
    if (!node)
        return {};
    const QUrl url(node->text, QUrl::StrictMode);
    const bool safe =
        url.scheme() == QLatin1String("https") || (url.scheme() == QLatin1String("http") && isLoopback(url.host()));
    if (node->kind == YamlNode::Kind::Scalar && url.isValid() && !url.host().isEmpty() && safe &&
        url.userInfo().isEmpty() && !url.hasQuery() && !url.hasFragment())
        return url;
    section.context().error(
        node->at, "W-URL",
        tr("%1 is not the address of an OpenID provider").arg(section.path(QStringLiteral("issuer"))),
        tr("https://host[/path], as its tokens name it; http only to this machine"));
    return {};
}

// One text, or a list of them.
QStringList namesIn(Section &section, const char *key)
{
    const YamlNode *node = section.take(key);
    if (!node)
        return {};
    const QString path = section.path(QLatin1String(key));
    QList<const YamlNode *> nodes{node};
    if (node->kind == YamlNode::Kind::Sequence) {
        nodes.clear();
        for (const YamlNode &item : node->items)
            nodes.append(&item);
    }
    QStringList names;
    for (const YamlNode *one : std::as_const(nodes)) {
        if (one->kind == YamlNode::Kind::Scalar && !one->text.isEmpty() && one->text.size() <= 200)
            names.append(one->text);
        else
            section.context().type(*one, path, tr("a name, or a list of names"));
    }
    return names;
}

} // namespace

void readIdentity(ReadingContext &context, const YamlNode &node, Workspace &workspace)
{
    Section section(context, node, QStringLiteral("identity"));
    IdentityConfig &identity = workspace.identity;
    identity.at = node.at;
    if (!section.isMap() || !section.require("type"))
        return;
    const QString type = section.oneOf("type", {QStringLiteral("os"), QStringLiteral("oidc")}, {});
    if (type.isEmpty()) // without a type nobody knows which keys belong here
        return;
    if (type == QLatin1String("oidc")) {
        identity.type = IdentityConfig::Type::Oidc;
        identity.issuer = issuerIn(section);
        identity.clientId = section.requiredText("client_id");
        identity.scopes = section.texts("scopes");
        if (identity.scopes.isEmpty())
            identity.scopes = kScopes;
        else if (!identity.scopes.contains(QLatin1String("openid")))
            context.error(section.take("scopes")->at, "W-VALUE", tr("identity.scopes lacks openid"),
                          kScopes.join(QStringLiteral(", ")));
        if (const QString claim = section.text("groups_claim"); !claim.isEmpty())
            identity.groupsClaim = claim;
        identity.caFile = section.file("ca");
        identity.skewMs = section.duration("clock_skew", identity.skewMs, 0, IdentityConfig::kMostSkewMs);
    }
    identity.pin = section.boolean("pin", identity.isOidc());
    section.finish();
}

// A role that nothing proves here (a group of a provider, and no provider) is simply nobody's: gates refuse by
// themselves.
void readRoles(ReadingContext &context, const YamlNode &node, Workspace &workspace)
{
    if (node.kind != YamlNode::Kind::Map)
        return context.type(node, QStringLiteral("people.roles"), tr("a map from role to its members"));
    eachId(context, node, QStringLiteral("people.roles"), [&](const QString &id, const YamlNode::Entry &entry) {
        Section section(context, entry.value, QStringLiteral("people.roles.") + id);
        RoleRule rule;
        rule.role = id;
        rule.at = entry.keyAt;
        rule.oidcGroups = namesIn(section, "oidc_group");
        rule.osUsers = namesIn(section, "os_user");
        rule.osGroups = namesIn(section, "os_group");
        section.finish();
        workspace.roles.append(rule);
    });
}

} // namespace astern
