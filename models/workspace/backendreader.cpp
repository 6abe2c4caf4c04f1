// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/reader.h"

#include "models/workspace/backendtypes.h"
#include "models/workspace/secretref.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace astern {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Workspace", text); }

constexpr qint64 kFlagPollMs = 15'000; // as the programs behind the flags ask

bool isLoopback(const QString &host)
{
    static const QRegularExpression v4(QStringLiteral("^127(\\.[0-9]{1,3}){3}$"));
    return host == QLatin1String("localhost") || host == QLatin1String("::1") || v4.match(host).hasMatch();
}

QUrl readUrl(Section &section, bool required, bool allowPlainHttp)
{
    const YamlNode *node = required ? section.require("url") : section.take("url");
    if (!node)
        return {};
    const QString path = section.path(QStringLiteral("url"));
    const QUrl url(node->text, QUrl::StrictMode);
    const QString scheme = url.scheme();
    const auto refuse = [&](const char *code, const QString &message, const QString &allowed) {
        section.context().error(node->at, code, message, allowed);
        return QUrl();
    };
    if (node->kind != YamlNode::Kind::Scalar || !url.isValid() || url.host().isEmpty() ||
        (scheme != QLatin1String("https") && scheme != QLatin1String("http")))
        return refuse("W-URL", tr("%1 is not an address").arg(path), tr("https://host[:port][/path]"));
    // The address is not repeated: it holds a password.
    if (!url.userInfo().isEmpty())
        return refuse("W-SECRET", tr("%1 holds a user or password").arg(path),
                      tr("auth: {user: …, password: \"${keychain:NAME}\"}"));
    if (scheme == QLatin1String("http") && !isLoopback(url.host()) && !allowPlainHttp)
        return refuse("W-PLAIN-HTTP", tr("%1 is plain HTTP to another host").arg(path),
                      tr("https://…, or plain_http: true where everybody on the way may read along"));
    return url;
}

void readAuth(Section &section, BackendConfig &backend)
{
    const YamlNode *node = section.take("auth");
    if (!node)
        return;
    Section auth(section.context(), *node, section.path(QStringLiteral("auth")));
    const bool nothing = node->kind == YamlNode::Kind::Map && node->entries.empty();
    const auto incomplete = [&](const QString &allowed) {
        section.context().error(node->at, "W-VALUE",
                                tr("%1 is not complete, or says two things").arg(section.path(QStringLiteral("auth"))),
                                allowed);
    };
    if (flagTypes().contains(backend.type)) {
        backend.token = secretIn(auth, "token");
        if (nothing)
            incomplete(tr("{token: …}"));
        auth.finish();
        return;
    }
    backend.bearer = secretIn(auth, "bearer");
    backend.basicUser = auth.text("user");
    backend.basicPassword = secretIn(auth, "password");
    if (nothing || !backend.basicUser.isEmpty() != !backend.basicPassword.isEmpty() ||
        (!backend.bearer.isEmpty() && !backend.basicUser.isEmpty()))
        incomplete(tr("{bearer: …} or {user: …, password: …}"));
    auth.finish();
}

void readHeaders(Section &section, BackendConfig &backend)
{
    static const QRegularExpression secretName(QStringLiteral("auth|token|key|secret|cookie|password"),
                                               QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression fieldName(QStringLiteral("^[A-Za-z0-9-]+$"));
    const YamlNode *node = section.take("headers");
    if (!node)
        return;
    const QString path = section.path(QStringLiteral("headers"));
    if (node->kind != YamlNode::Kind::Map) {
        section.context().type(*node, path, tr("a map of texts"));
        return;
    }
    for (const YamlNode::Entry &entry : node->entries) {
        const QString name = path + QLatin1Char('.') + entry.key;
        if (!fieldName.match(entry.key).hasMatch())
            section.context().error(entry.keyAt, "W-VALUE", tr("%1 is not the name of a header").arg(name),
                                    tr("letters, digits and '-'"));
        else if (secretName.match(entry.key).hasMatch() || entry.value.text.startsWith(QLatin1String("${")))
            backend.headers.insert(entry.key, secretOf(section.context(), entry.value, name));
        else if (entry.value.kind == YamlNode::Kind::Scalar && !entry.value.text.contains(QLatin1Char('\n')))
            backend.headers.insert(entry.key, {entry.value.text});
        else
            section.context().type(entry.value, name, tr("text on one line"));
    }
}

// Of a cluster, whose addresses are /select/<tenant>/prometheus.
QString readTenant(Section &section, const QUrl &url)
{
    static const QRegularExpression form(QStringLiteral("^([0-9]{1,10}(:[0-9]{1,10})?|multitenant)$"));
    const YamlNode *node = section.scalar("tenant");
    if (!node)
        return {};
    const QString path = section.path(QStringLiteral("tenant"));
    if (!form.match(node->text).hasMatch())
        section.context().error(node->at, "W-VALUE", tr("%1 is \"%2\"").arg(path, node->text.left(60)),
                                tr("an account, an account and a project, or multitenant: 0, \"0:7\", multitenant"));
    else if (url.path().contains(QLatin1String("/select/")))
        section.context().error(node->at, "W-VALUE", tr("%1 is said twice: the url has one, too").arg(path),
                                tr("tenant: and the url before /select/…, or the whole url"));
    return node->text;
}

// How the server calls the workspace's environments: one name for all, or a map.
void readFlagEnvironments(Section &section, BackendConfig &backend)
{
    const YamlNode *one = section.scalar("environment");
    const YamlNode *several = section.take("environments");
    backend.flagEnvironment = one ? one->text : QString();
    backend.flagEnvironments = section.textMap("environments");
    if (one && several)
        section.context().error(several->at, "W-VALUE",
                                tr("%1 is said twice").arg(section.path(QStringLiteral("environments"))),
                                tr("environment: production, or environments: {prod: production}"));
}

BackendConfig readBackend(Section &section, const QString &id, const QString &type)
{
    BackendConfig backend;
    backend.id = id;
    backend.type = type;
    backend.allowPlainHttp = section.boolean("plain_http", false);
    const bool kubernetes = deliveryTypes().contains(type);
    if (kubernetes) {
        backend.kubeconfig = section.file("kubeconfig");
        backend.context = section.text("context");
        backend.namespaces = section.texts("namespaces");
    }
    backend.url = readUrl(section, !kubernetes, backend.allowPlainHttp);
    if (kubernetes && section.take("url") && section.take("kubeconfig"))
        section.context().error(section.take("url")->at, "W-VALUE",
                                tr("%1 has a url and a kubeconfig").arg(section.path({})),
                                tr("kubeconfig (and context), or url (and auth)"));
    if (type == QLatin1String("victoriametrics"))
        backend.tenant = readTenant(section, backend.url);
    if (flagTypes().contains(type)) {
        readFlagEnvironments(section, backend);
        backend.pollMs = kFlagPollMs;
    }
    readAuth(section, backend);
    readHeaders(section, backend);
    backend.caFile = section.file("ca");
    backend.certFile = section.file("cert");
    backend.keyFile = section.file("key");
    backend.pollMs = section.duration("poll", backend.pollMs, 500, 600'000);
    section.finish();
    return backend;
}

} // namespace

void readHttpConnection(Section &section, BackendConfig &backend)
{
    backend.allowPlainHttp = section.boolean("plain_http", false);
    backend.url = readUrl(section, true, backend.allowPlainHttp);
    readAuth(section, backend);
    readHeaders(section, backend);
    backend.caFile = section.file("ca");
    backend.certFile = section.file("cert");
    backend.keyFile = section.file("key");
}

Secret secretOf(ReadingContext &context, const YamlNode &node, const QString &path)
{
    if (node.kind == YamlNode::Kind::Scalar && secretRef(node.text))
        return {node.text};
    // What was found may be the secret itself, so it is not repeated.
    context.error(node.at, "W-SECRET",
                  node.kind == YamlNode::Kind::Scalar ? tr("%1 is written out").arg(path)
                                                      : tr("%1 is %2").arg(path, node.kindWords()),
                  secretForms());
    return {};
}

Secret secretIn(Section &section, const char *key)
{
    const YamlNode *node = section.take(key);
    return node ? secretOf(section.context(), *node, section.path(QLatin1String(key))) : Secret();
}

void readBackends(ReadingContext &context, const YamlNode &node, Workspace &workspace, References &references)
{
    eachId(context, node, QStringLiteral("backends"), [&](const QString &id, const YamlNode::Entry &entry) {
        Section section(context, entry.value, QStringLiteral("backends.") + id);
        if (!section.isMap() || !section.require("type"))
            return;
        const QString type =
            section.oneOf("type", deliveryTypes() + signalTypes() + alertTypes() + flagTypes() + laterTypes(), {});
        references.backendTypes.insert(id, type);
        if (type.isEmpty()) // without a type nobody knows which keys belong here
            return;
        if (laterTypes().contains(type)) {
            context.ignored.append({QStringLiteral("backends.") + id,
                                    tr("backends of type %1 are not used by this version").arg(type), entry.keyAt});
            return;
        }
        BackendConfig backend = readBackend(section, id, type);
        backend.at = entry.keyAt;
        workspace.backends.append(backend);
    });
}

} // namespace astern
