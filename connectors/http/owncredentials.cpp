// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/http/secrets.h"
#include "connectors/http/storedcredentials.h"
#include "models/workspace/secretref.h"

#include <QCoreApplication>

namespace astern::connectors {
namespace {

using Header = StoredCredentials::Header;

QByteArray plain(const QString &value) { return value.toUtf8(); }
QByteArray bearer(const QString &value) { return "Bearer " + value.toUtf8(); }

Result<Ok> append(QList<Header> &headers, const QByteArray &name, const Secret &secret, const SecretResolver &secrets,
                  std::function<QByteArray(const QString &)> write)
{
    const std::optional<SecretRef> ref = secretRef(secret.text);
    if (ref && ref->kind == SecretRef::Kind::Keychain && secrets.keychain()) {
        headers.append({name, {}, ref->name, std::move(write)});
        return Ok{};
    }
    const Result<QString> value = secrets(secret);
    if (!value)
        return value.error();
    headers.append({name, *value, {}, std::move(write)});
    return Ok{};
}

QString tr(const char *text) { return QCoreApplication::translate("SignIn", text); }

QString placeOf(const Secret &secret)
{
    const std::optional<SecretRef> ref = secretRef(secret.text);
    return ref ? ref->toString() : QString();
}

} // namespace

QString signInWords(const BackendConfig &config)
{
    QStringList words;
    if (!config.bearer.isEmpty())
        words.append(tr("bearer token, %1").arg(placeOf(config.bearer)));
    else if (!config.token.isEmpty())
        words.append(tr("token, %1").arg(placeOf(config.token)));
    else if (!config.basicUser.isEmpty())
        words.append(tr("user and password, %1").arg(placeOf(config.basicPassword)));
    if (!config.certFile.isEmpty())
        words.append(tr("client certificate"));
    for (auto it = config.headers.begin(); it != config.headers.end(); ++it)
        words.append(tr("header %1, %2").arg(it.key(), placeOf(it.value())));
    return words.isEmpty() ? tr("without credentials") : words.join(QStringLiteral("; "));
}

Result<OwnCredentials> ownCredentials(const BackendConfig &config, const SecretResolver &secrets)
{
    QList<Header> headers;
    Result<Ok> good = Ok{};
    OwnCredentials own;
    own.authorizes = true;
    if (!config.bearer.isEmpty())
        good = append(headers, "Authorization", config.bearer, secrets, bearer);
    else if (!config.token.isEmpty())
        good = append(headers, "Authorization", config.token, secrets, plain);
    else if (!config.basicUser.isEmpty())
        good = append(headers, "Authorization", config.basicPassword, secrets,
                      [user = config.basicUser](const QString &password) {
                          return "Basic " + (user.toUtf8() + ':' + password.toUtf8()).toBase64();
                      });
    else
        own.authorizes = false;
    for (auto it = config.headers.begin(); good && it != config.headers.end(); ++it)
        good = append(headers, it.key().toUtf8(), it.value(), secrets, plain);
    if (!good)
        return good.error();
    const bool stored =
        std::any_of(headers.cbegin(), headers.cend(), [](const Header &header) { return !header.stored.isEmpty(); });
    if (stored) {
        own.source = [headers, store = secrets.keychain()](const Clock &) {
            return std::make_unique<StoredCredentials>(headers, *store);
        };
        return own;
    }
    for (const Header &header : std::as_const(headers))
        own.fixed.append({header.name, header.write(header.value)});
    return own;
}

} // namespace astern::connectors
