// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/kubernetes/kubeaccess.h"

#include "connectors/kubernetes/jsonview.h"
#include "connectors/kubernetes/kubeconfig.h"
#include "connectors/kubernetes/tokenfile.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QFile>
#include <QSslCertificate>
#include <QSslKey>

namespace astern::connectors {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Kubernetes", text); }

Error invalid(const QString &message, const QString &where, const QString &hint = {})
{
    Error error;
    error.kind = Error::Kind::Invalid;
    error.message = message;
    error.where = where;
    error.hint = hint.isEmpty() ? tr("Correct it in the kubeconfig, or set ca, cert and key of the backend in the "
                                     "workspace: PEM files.")
                                : hint;
    return error;
}

Result<QByteArray> fileOr(const QString &path, const QByteArray &data)
{
    if (!data.isEmpty() || path.isEmpty())
        return data;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return invalid(tr("The file cannot be read: %1").arg(file.errorString()), path);
    return file.read(4 << 20);
}

Result<QSslKey> readKey(const QByteArray &pem, const QString &where)
{
    for (const QSsl::KeyAlgorithm algorithm : {QSsl::Rsa, QSsl::Ec, QSsl::Dsa}) {
        const QSslKey key(pem, algorithm, QSsl::Pem, QSsl::PrivateKey);
        if (!key.isNull())
            return key;
    }
    return invalid(tr("The client key is not readable"), where, tr("It must be an unencrypted PEM key (RSA or EC)."));
}

struct Identity {
    QString caFile;
    QByteArray ca;
    QString certFile;
    QByteArray cert;
    QString keyFile;
    QByteArray key;
    bool insecure = false;
    QString where;
};

Result<QSslConfiguration> makeTls(const Identity &identity)
{
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    const Result<QByteArray> ca = fileOr(identity.caFile, identity.ca);
    const Result<QByteArray> cert = fileOr(identity.certFile, identity.cert);
    const Result<QByteArray> key = fileOr(identity.keyFile, identity.key);
    for (const Result<QByteArray> *part : {&ca, &cert, &key}) {
        if (!*part)
            return part->error();
    }
    if (!ca->isEmpty()) {
        const QList<QSslCertificate> authorities = QSslCertificate::fromData(*ca);
        if (authorities.isEmpty())
            return invalid(tr("The certificate authority holds no certificate"), identity.where);
        tls.setCaCertificates(authorities); // its own only: the system's authorities do not speak for a cluster
    }
    if (cert->isEmpty() != key->isEmpty())
        return invalid(tr("A client certificate needs its key, and a key its certificate"), identity.where);
    if (!cert->isEmpty()) {
        const QList<QSslCertificate> chain = QSslCertificate::fromData(*cert);
        const Result<QSslKey> secret = readKey(*key, identity.where);
        if (chain.isEmpty())
            return invalid(tr("The client certificate is not readable"), identity.where);
        if (!secret)
            return secret.error();
        tls.setLocalCertificateChain(chain);
        tls.setPrivateKey(*secret);
    }
    return tls;
}

QByteArray fingerprintOf(const QStringList &files)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const QString &name : files) {
        QFile file(name);
        const bool open = file.open(QIODevice::ReadOnly);
        const QByteArray bytes = open ? file.read(8 << 20) : QByteArray();
        hash.addData(name.toUtf8() + '\0' + QByteArray::number(open ? bytes.size() : -1) + '\0');
        hash.addData(bytes);
    }
    return hash.result();
}

HttpHeaders basic(const QString &user, const QString &password)
{
    const QByteArray pair = user.toUtf8() + ':' + password.toUtf8();
    return {{"Authorization", "Basic " + pair.toBase64()}};
}

QString kubeSignInWords(const BackendConfig &config, const KubeUser &user, bool hasOwn)
{
    QStringList words;
    if (hasOwn || !config.headers.isEmpty() || !config.certFile.isEmpty())
        words.append(signInWords(config));
    if (!hasOwn && !user.tokenFile.isEmpty())
        words.append(tr("token file %1").arg(user.tokenFile));
    else if (!hasOwn && !user.token.isEmpty())
        words.append(tr("token of the kubeconfig"));
    else if (!hasOwn && !user.basicUser.isEmpty())
        words.append(tr("user and password of the kubeconfig"));
    else if (!hasOwn && user.exec)
        words.append(tr("sign-in by %1").arg(user.exec->command));
    if (config.certFile.isEmpty() && (!user.certFile.isEmpty() || !user.certData.isEmpty()))
        words.append(tr("client certificate of the kubeconfig"));
    if (!user.impersonate.isEmpty())
        words.append(tr("as %1").arg(user.impersonate));
    return words.isEmpty() ? signInWords(config) : words.join(QStringLiteral("; "));
}

// What the workspace itself says about credentials goes before the kubeconfig's.
Result<Ok> useCredentials(KubeAccess &access, const KubeUser &user, const KubeCluster &cluster,
                          const OwnCredentials &own)
{
    const bool hasOwn = own.authorizes;
    const bool fetched = !hasOwn && (!user.tokenFile.isEmpty() ||
                                     (user.token.isEmpty() && user.basicUser.isEmpty() && user.exec.has_value()));
    if (own.source && fetched) {
        return invalid(tr("A header from the keychain cannot go beside a sign-in that the kubeconfig fetches"),
                       access.http.name, tr("Write ${env:NAME} or ${file:/path} for the header."));
    }
    HttpHeaders fixed = own.fixed;
    access.http.source = own.source;
    if (!user.impersonate.isEmpty())
        fixed.append({"Impersonate-User", user.impersonate.toUtf8()});
    // As kubectl does it: a file goes before a token, either before a plugin; a certificate alone does not keep a
    // plugin from being asked.
    if (!hasOwn && !user.tokenFile.isEmpty())
        access.http.source = [file = user.tokenFile](const Clock &) { return std::make_unique<TokenFile>(file); };
    else if (!hasOwn && !user.token.isEmpty())
        fixed.append({"Authorization", "Bearer " + user.token.toUtf8()});
    else if (!hasOwn && !user.basicUser.isEmpty())
        fixed += basic(user.basicUser, user.basicPassword);
    else if (!hasOwn && user.exec)
        access.http.source = [plugin = *user.exec, info = execInfo(*user.exec, cluster)](const Clock &clock) {
            return std::make_unique<ExecCredentials>(plugin, info, clock);
        };
    access.http.credentials = [fixed] { return fixed; };
    return Ok{};
}

} // namespace

QUrl KubeAccess::url(const QString &path, const QString &query) const
{
    QUrl url = server;
    QString base = url.path();
    while (base.endsWith(QLatin1Char('/')))
        base.chop(1);
    url.setPath(base + path);
    if (!query.isEmpty())
        url.setQuery(query);
    return url;
}

HttpHeaders KubeAccess::headers(const QByteArray &contentType)
{
    // Never a name that begins like a browser's: the server would answer indented JSON, twice the size.
    HttpHeaders headers{{"Accept", "application/json"}, {"User-Agent", "astern/" ASTERN_VERSION}};
    if (!contentType.isEmpty())
        headers.append({"Content-Type", contentType});
    return headers;
}

Result<KubeAccess> openKubeAccess(const BackendConfig &config, const SecretResolver &secrets)
{
    KubeAccess access;
    access.http.name = config.id;
    access.http.allowPlainHttp = config.allowPlainHttp;
    Identity identity;
    identity.where = config.at.file.isEmpty()
                         ? config.id
                         : QStringLiteral("%1:%2:%3").arg(config.at.file).arg(config.at.line).arg(config.at.column);
    KubeUser user;
    KubeCluster server;
    if (!config.url.isEmpty()) {
        access.server = config.url;
    } else {
        const Result<Kubeconfig> file = readKubeconfig(kubeconfigFiles(config.kubeconfig));
        if (!file)
            return file.error();
        Kubeconfig usable = *file;
        // A token in the workspace stands in for a login that cannot be done here.
        if (!config.bearer.isEmpty()) {
            for (KubeUser &each : usable.users) {
                each.exec.reset();
                each.authProvider.clear();
            }
        }
        const Result<KubeChoice> choice = chooseContext(usable, config.context);
        if (!choice)
            return choice.error();
        const KubeCluster &cluster = choice->cluster;
        server = cluster;
        user = choice->user;
        access.files = file->files;
        access.server = QUrl(cluster.server);
        access.ns = choice->ns;
        identity = {cluster.caFile,
                    cluster.caData,
                    user.certFile,
                    user.certData,
                    user.keyFile,
                    user.keyData,
                    cluster.insecure,
                    QStringLiteral("%1:%2:%3").arg(cluster.at.file).arg(cluster.at.line).arg(cluster.at.column)};
        if (cluster.insecure)
            access.warnings.append(tr("The identity of %1 is NOT verified: insecure-skip-tls-verify in %2:%3")
                                       .arg(access.server.host(), cluster.insecureAt.file)
                                       .arg(cluster.insecureAt.line));
    }
    if (!config.caFile.isEmpty())
        identity.caFile = config.caFile, identity.ca.clear();
    if (!config.certFile.isEmpty())
        identity.certFile = config.certFile, identity.cert.clear();
    if (!config.keyFile.isEmpty())
        identity.keyFile = config.keyFile, identity.key.clear();
    access.files += QStringList{identity.caFile, identity.certFile, identity.keyFile};
    access.files.removeAll(QString());
    access.fingerprint = fingerprintOf(access.files);
    access.reopen = [config, secrets] { return openKubeAccess(config, secrets); };
    const Result<QSslConfiguration> tls = makeTls(identity);
    if (!tls)
        return tls.error();
    access.http.tls = *tls;
    const Result<ProxyRules> proxy =
        server.proxyUrl.isEmpty()
            ? ProxyRules::fromEnvironment()
            : ProxyRules::always(server.proxyUrl, tr("proxy-url in %1:%2").arg(server.at.file).arg(server.at.line));
    if (!proxy)
        return proxy.error();
    access.http.proxy = *proxy;
    access.http.verifyPeer = !identity.insecure;
    const Result<OwnCredentials> own = ownCredentials(config, secrets);
    if (!own)
        return own.error();
    if (const Result<Ok> used = useCredentials(access, user, server, *own); !used)
        return used.error();
    access.signIn = kubeSignInWords(config, user, own->authorizes);
    return access;
}

Error notUnderstood(const QString &what, const QString &backend)
{
    Error error;
    error.kind = Error::Kind::Malformed;
    error.message = what;
    error.where = backend;
    error.hint = tr("Check the address in the workspace, and any proxy in between: this is not what a Kubernetes API "
                    "server answers.");
    return error;
}

bool isNotServed(const HttpResponse &answer)
{
    // An object that is not there is answered with a Status; a path that is not there with plain text.
    return answer.status == 404 && !answer.body.trimmed().startsWith('{');
}

QString kubeWarnings(const HttpResponse &answer)
{
    QStringList texts;
    for (const auto &[name, value] : answer.headers) {
        if (name.toLower() != "warning" || !value.startsWith("299"))
            continue;
        const qsizetype first = value.indexOf('"');
        const qsizetype last = value.lastIndexOf('"');
        texts.append(QString::fromUtf8(last > first ? value.mid(first + 1, last - first - 1) : value.mid(3).trimmed())
                         .replace(QLatin1String("\\\""), QLatin1String("\"")));
    }
    return texts.join(QStringLiteral("; "));
}

Error kubeError(const Error &transport, const HttpResponse &answer, const QString &backend)
{
    Error error = transport;
    if (error.where.isEmpty())
        error.where = backend;
    if (answer.status < 400)
        return error;
    QString words;
    QString reason;
    QStringList causes;
    simdjson::dom::parser parser;
    simdjson::dom::element document;
    if (!parser.parse(answer.body.constData(), static_cast<size_t>(answer.body.size())).get(document) &&
        document.is_object()) {
        JsonReader reader(document);
        const JsonView root = reader.root();
        words = root["message"].text();
        reason = root["reason"].text();
        root["details"]["causes"].eachItem([&](const JsonView &cause) {
            causes.append(cause["field"].text() + QStringLiteral(": ") + cause["message"].text());
        });
    } else {
        words = QString::fromUtf8(answer.body.left(300)).trimmed();
    }
    words = HttpClient::redact(words);
    error.detail = words;
    const QString server = words.isEmpty()
                               ? tr("The server answers with status %1, without a reason").arg(answer.status)
                               : tr("The server says: %1").arg(words);
    using Kind = Error::Kind;
    switch (answer.status) {
    case 400:
        error.kind = Kind::Invalid;
        error.message = server;
        break;
    case 401:
        error.kind = Kind::Unauthorized;
        error.message = tr("The server does not accept the credentials");
        error.hint = tr("The token or certificate is missing, expired or of another cluster: log in again.");
        break;
    case 403:
        error.kind = Kind::NotPermitted;
        error.message = words.isEmpty() ? tr("The server refuses this") : words;
        error.hint = tr("Ask the cluster's administrators for this right, or use other credentials.");
        break;
    case 404:
        error.kind = Kind::NotFound;
        error.message = words.isEmpty() ? tr("Not found") : words;
        break;
    case 409:
        error.kind = Kind::Conflict;
        error.message = tr("Somebody else changed the object first");
        error.hint = tr("Look at it again, then decide.");
        break;
    case 410:
        error.kind = Kind::Gone;
        error.message = server;
        error.hint = tr("Look at it again: what was asked about is no longer there.");
        break;
    case 422: {
        // A JSON patch whose test fails is answered without a cause and without saying so: these words, no more.
        if (causes.isEmpty() && words.startsWith(QLatin1String("the server rejected our request due to an error"))) {
            error.kind = Kind::Conflict;
            error.message = tr("Somebody else changed the object first");
            error.hint = tr("Look at it again, then decide.");
        } else {
            error.kind = Kind::Unprocessable;
            error.message = causes.isEmpty()
                                ? server
                                : tr("The server refuses the content: %1").arg(causes.join(QStringLiteral("; ")));
        }
        break;
    }
    case 429:
        error.kind = Kind::Throttled;
        error.message = tr("The server asks to wait");
        break;
    default:
        error.kind = answer.status >= 500 ? Kind::Unavailable : Kind::Invalid;
        error.message = server;
        break;
    }
    if (error.retryAfterMs == 0) {
        bool number = false;
        const int seconds = answer.header("Retry-After").toInt(&number);
        if (number)
            error.retryAfterMs = seconds * 1000LL;
    }
    return error;
}

} // namespace astern::connectors
