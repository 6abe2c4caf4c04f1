// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/oidc/metadata.h"

#include "connectors/http/httperror.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace astern::connectors {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Oidc", text); }

Error malformed(const QUrl &issuer, const QString &message)
{
    return {.kind = Error::Kind::Malformed,
            .message = message,
            .where = displayUrl(metadataUrl(issuer)),
            .hint = tr("Compare identity.issuer in astern.yaml with what the provider says of itself.")};
}

bool isSafe(const QUrl &url)
{
    return url.isValid() && !url.host().isEmpty() && url.userInfo().isEmpty() && !url.hasFragment() &&
           (url.scheme() == QLatin1String("https") ||
            (url.scheme() == QLatin1String("http") && isLoopback(url.host())));
}

} // namespace

QUrl metadataUrl(const QUrl &issuer)
{
    QUrl url = issuer;
    QString path = url.path();
    while (path.endsWith(QLatin1Char('/')))
        path.chop(1);
    url.setPath(path + QStringLiteral("/.well-known/openid-configuration"));
    return url;
}

Result<OidcMetadata> readOidcMetadata(const QByteArray &json, const QUrl &expected)
{
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    if (object.isEmpty())
        return malformed(expected, tr("There is no OpenID provider here: the answer is no description of one"));
    OidcMetadata metadata;
    metadata.issuer = object.value(QLatin1String("issuer")).toString();
    if (QUrl(metadata.issuer, QUrl::StrictMode) != expected)
        return malformed(expected, tr("The provider calls itself %1").arg(metadata.issuer.left(200)));
    const QJsonArray challenges = object.value(QLatin1String("code_challenge_methods_supported")).toArray();
    if (!challenges.isEmpty() && !challenges.contains(QStringLiteral("S256")))
        return malformed(expected, tr("The provider does not take PKCE with S256"));
    const QJsonArray types = object.value(QLatin1String("response_types_supported")).toArray();
    if (!types.isEmpty() && !types.contains(QStringLiteral("code")))
        return malformed(expected, tr("The provider has no authorization code flow"));
    const auto address = [&object](const char *key) {
        return QUrl(object.value(QLatin1String(key)).toString(), QUrl::StrictMode);
    };
    metadata.authorization = address("authorization_endpoint");
    metadata.token = address("token_endpoint");
    metadata.keys = address("jwks_uri");
    metadata.device = address("device_authorization_endpoint");
    metadata.revocation = address("revocation_endpoint");
    metadata.endSession = address("end_session_endpoint");
    metadata.namesIssuer = object.value(QLatin1String("authorization_response_iss_parameter_supported")).toBool();
    for (const QUrl &needed : {metadata.authorization, metadata.token, metadata.keys}) {
        if (!isSafe(needed))
            return malformed(expected, tr("The provider lacks an address for signing in, or has one that is not safe"));
    }
    for (QUrl *other : {&metadata.device, &metadata.revocation, &metadata.endSession}) {
        if (!isSafe(*other))
            *other = QUrl();
    }
    return metadata;
}

} // namespace astern::connectors
