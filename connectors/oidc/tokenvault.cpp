// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/oidc/tokenvault.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTimer>

namespace astern::connectors {
namespace {

Error noKeychain()
{
    return {.kind = Error::Kind::NotFound,
            .message = QCoreApplication::translate("Oidc", "No keychain keeps the sign-in on this machine")};
}

Result<Tokens> fromJson(const QString &text)
{
    const QJsonObject object = QJsonDocument::fromJson(text.toUtf8()).object();
    if (object.value(QLatin1String("v")).toInt() != 1)
        return Error{.kind = Error::Kind::NotFound,
                     .message =
                         QCoreApplication::translate("Oidc", "What the keychain keeps of the sign-in is damaged")};
    return Tokens{.refresh = object.value(QLatin1String("refresh")).toString(),
                  .id = object.value(QLatin1String("id")).toString(),
                  .nonce = object.value(QLatin1String("nonce")).toString(),
                  .obtainedMs = object.value(QLatin1String("obtained_ms")).toInteger(),
                  .askedMs = object.value(QLatin1String("asked_ms")).toInteger(),
                  .generation = object.value(QLatin1String("generation")).toString()};
}

QString toJson(const Tokens &tokens)
{
    const QJsonObject object{{QStringLiteral("v"), 1},
                             {QStringLiteral("refresh"), tokens.refresh},
                             {QStringLiteral("id"), tokens.id},
                             {QStringLiteral("nonce"), tokens.nonce},
                             {QStringLiteral("obtained_ms"), tokens.obtainedMs},
                             {QStringLiteral("asked_ms"), tokens.askedMs},
                             {QStringLiteral("generation"), tokens.generation}};
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

} // namespace

QString vaultName(const IdentityConfig &config)
{
    const QByteArray both = config.issuer.toEncoded() + '\n' + config.clientId.toUtf8();
    return QStringLiteral("sign-in.") +
           QString::fromLatin1(QCryptographicHash::hash(both, QCryptographicHash::Sha256).left(16).toHex());
}

TokenVault::TokenVault(const IdentityConfig &config, SecretStore *keychain)
    : m_name(vaultName(config)), m_keychain(keychain)
{
}

void TokenVault::read(QObject *context, Done<Tokens> done)
{
    if (!m_keychain)
        return QTimer::singleShot(0, context, [done] { done(noKeychain()); });
    m_keychain->read(m_name, context, [done](const Result<QString> &value) {
        done(value ? fromJson(*value) : Result<Tokens>(value.error()));
    });
}

void TokenVault::write(const Tokens &tokens, QObject *context, Done<Ok> done)
{
    if (!m_keychain)
        return QTimer::singleShot(0, context, [done] { done(noKeychain()); });
    m_keychain->write(m_name, toJson(tokens), context, std::move(done));
}

void TokenVault::remove(QObject *context, Done<Ok> done)
{
    if (!m_keychain)
        return QTimer::singleShot(0, context, [done] { done(Ok{}); });
    m_keychain->remove(m_name, context, [done](const Result<Ok> &removed) {
        done(removed || removed.error().kind == Error::Kind::NotFound ? Result<Ok>(Ok{}) : removed);
    });
}

} // namespace astern::connectors
