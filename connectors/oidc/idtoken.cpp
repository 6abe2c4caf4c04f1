// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/oidc/idtoken.h"

#include "models/base/format.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cjose/cjose.h>

#include <array>
#include <cstdlib>
#include <memory>

namespace astern::connectors {
namespace {

constexpr qsizetype kMostKeys = 50;
constexpr qsizetype kMostGroups = 1'000;
constexpr qsizetype kMostText = 300;
constexpr qsizetype kLeastRsaBytes = 2048 / 8;

QString tr(const char *text) { return QCoreApplication::translate("Oidc", text); }

Error refused(const QString &message, const QString &hint = {})
{
    return {.kind = Error::Kind::Unauthorized, .message = message, .hint = hint};
}

struct Algorithm {
    const char *name;
    const char *keyType;
    const char *curve; // of an EC key
};
constexpr std::array kAlgorithms{
    Algorithm{"RS256", "RSA", ""},     Algorithm{"RS384", "RSA", ""},     Algorithm{"RS512", "RSA", ""},
    Algorithm{"PS256", "RSA", ""},     Algorithm{"PS384", "RSA", ""},     Algorithm{"PS512", "RSA", ""},
    Algorithm{"ES256", "EC", "P-256"}, Algorithm{"ES384", "EC", "P-384"}, Algorithm{"ES512", "EC", "P-521"},
};

const Algorithm *algorithm(const char *name)
{
    for (const Algorithm &one : kAlgorithms) {
        if (name && qstrcmp(one.name, name) == 0)
            return &one;
    }
    return nullptr;
}

using Jws = std::unique_ptr<cjose_jws_t, decltype(&cjose_jws_release)>;
struct ReleaseKey {
    void operator()(cjose_jwk_t *key) const { cjose_jwk_release(key); }
};
using Jwk = std::unique_ptr<cjose_jwk_t, ReleaseKey>;

bool verifies(const Jws &jws, const KeySet::Key &key)
{
    cjose_err error{};
    const Jwk imported(cjose_jwk_import(key.json.constData(), size_t(key.json.size()), &error));
    return imported && cjose_jws_verify(jws.get(), imported.get(), &error);
}

bool fits(const KeySet::Key &key, const Algorithm &algorithm, const QString &id)
{
    if (key.type != QLatin1String(algorithm.keyType) || (!id.isEmpty() && key.id != id) ||
        (!key.algorithm.isEmpty() && key.algorithm != QLatin1String(algorithm.name)))
        return false;
    const QJsonObject object = QJsonDocument::fromJson(key.json).object();
    return *algorithm.curve == 0 || object.value(QLatin1String("crv")).toString() == QLatin1String(algorithm.curve);
}

// The payload, and nothing of it before its signature is good.
Result<QByteArray> verifiedPayload(const QByteArray &token, const KeySet &keys)
{
    if (token.size() > kMostTokenBytes || token.count('.') != 2)
        return refused(tr("The provider's answer holds no signed ID token"));
    cjose_err error{};
    const Jws jws(cjose_jws_import(token.constData(), size_t(token.size()), &error), &cjose_jws_release);
    cjose_header_t *header = jws ? cjose_jws_get_protected(jws.get()) : nullptr;
    if (!header)
        return refused(tr("The provider's answer holds no signed ID token"));
    // Read by the one who verifies, so that both mean the same words.
    const char *name = cjose_header_get(header, CJOSE_HDR_ALG, &error);
    const Algorithm *by = algorithm(name);
    if (!by)
        return refused(tr("The ID token is signed with \"%1\", which proves nothing here")
                           .arg(QString::fromUtf8(name ? name : "").left(20)),
                       tr("The provider has to sign with RS256, PS256, ES256 or a longer one of these."));
    if (const std::unique_ptr<char, decltype(&std::free)> critical(cjose_header_get_raw(header, "crit", &error),
                                                                   &std::free);
        critical)
        return refused(tr("The ID token asks for something that is not understood here"));
    const QString id = QString::fromUtf8(cjose_header_get(header, CJOSE_HDR_KID, &error));
    bool known = false;
    for (const KeySet::Key &key : keys.keys()) {
        if (!fits(key, *by, id))
            continue;
        known = true;
        if (!verifies(jws, key))
            continue;
        uint8_t *bytes = nullptr; // of the token itself
        size_t size = 0;
        if (!cjose_jws_get_plaintext(jws.get(), &bytes, &size, &error))
            break;
        return QByteArray(reinterpret_cast<const char *>(bytes), qsizetype(size));
    }
    if (known)
        return refused(tr("The signature of the ID token is wrong"));
    return Error{.kind = Error::Kind::NotFound,
                 .message = tr("The ID token is signed with a key that the provider does not show")};
}

QStringList textsOf(const QJsonValue &value)
{
    if (value.isString())
        return {value.toString()};
    QStringList list;
    const QJsonArray array = value.toArray();
    for (const QJsonValue &one : array) {
        if (one.isString() && one.toString().size() <= kMostText && list.size() < kMostGroups)
            list.append(one.toString());
    }
    return list;
}

qint64 msOf(const QJsonObject &object, const char *key)
{
    const double seconds = object.value(QLatin1String(key)).toDouble();
    return seconds > 0 && seconds < 1e11 ? qint64(seconds * 1000) : 0;
}

IdClaims claimsOf(const QJsonObject &object, const QString &groupsClaim)
{
    IdClaims claims;
    claims.issuer = object.value(QLatin1String("iss")).toString();
    claims.subject = object.value(QLatin1String("sub")).toString();
    claims.mail = object.value(QLatin1String("email")).toString().left(kMostText);
    for (const char *key : {"name", "preferred_username", "email", "sub"}) {
        claims.name = object.value(QLatin1String(key)).toString().simplified().left(kMostText);
        if (!claims.name.isEmpty())
            break;
    }
    claims.groups = textsOf(object.value(groupsClaim));
    claims.issuedMs = msOf(object, "iat");
    claims.endsMs = msOf(object, "exp");
    claims.authenticatedMs = msOf(object, "auth_time");
    return claims;
}

// Whom it is for: this program, and nobody with it (azp) who is not this program.
bool isForUs(const QJsonObject &object, const QString &clientId)
{
    const QStringList audience = textsOf(object.value(QLatin1String("aud")));
    const QJsonValue party = object.value(QLatin1String("azp"));
    if (!audience.contains(clientId) || (audience.size() > 1 && !party.isString()))
        return false;
    return party.isUndefined() || party.toString() == clientId;
}

Result<Ok> inTime(const IdClaims &claims, const IdExpectation &expected)
{
    if (claims.issuedMs == 0 || claims.endsMs == 0)
        return refused(tr("The ID token does not say when it was made and when it ends"));
    const qint64 ahead = claims.issuedMs - expected.nowMs;
    const QString clocks =
        tr("Set the clock of this machine, or that of the provider; identity.clock_skew allows up to 5m.");
    if (ahead > expected.skewMs)
        return refused(tr("The ID token comes from the future: this machine's clock is %1 behind the provider's")
                           .arg(format::duration(ahead)),
                       clocks);
    if (expected.nowMs - expected.skewMs >= claims.endsMs)
        return refused(tr("The ID token ended %1 ago").arg(format::duration(expected.nowMs - claims.endsMs)),
                       tr("Sign in again; if it was just made, compare the clocks."));
    return Ok{};
}

} // namespace

Result<KeySet> KeySet::read(const QByteArray &json)
{
    const QJsonObject document = QJsonDocument::fromJson(json).object();
    const QJsonArray keys = document.value(QLatin1String("keys")).toArray();
    if (!document.value(QLatin1String("keys")).isArray() || keys.size() > kMostKeys)
        return Error{.kind = Error::Kind::Malformed, .message = tr("The provider's answer is no set of keys")};
    KeySet set;
    for (const QJsonValue &value : keys) {
        const QJsonObject key = value.toObject();
        const QString type = key.value(QLatin1String("kty")).toString();
        const QString use = key.value(QLatin1String("use")).toString();
        const bool rsa = type == QLatin1String("RSA");
        const bool large =
            QByteArray::fromBase64(key.value(QLatin1String("n")).toString().toLatin1(), QByteArray::Base64UrlEncoding)
                .size() >= kLeastRsaBytes;
        if ((!rsa && type != QLatin1String("EC")) || (rsa && !large) || key.contains(QLatin1String("d")) ||
            (!use.isEmpty() && use != QLatin1String("sig")))
            continue;
        set.m_keys.append({.id = key.value(QLatin1String("kid")).toString(),
                           .type = type,
                           .algorithm = key.value(QLatin1String("alg")).toString(),
                           .json = QJsonDocument(key).toJson(QJsonDocument::Compact)});
    }
    return set;
}

Result<IdClaims> verifyIdToken(const QByteArray &token, const KeySet &keys, const IdExpectation &expected)
{
    const Result<QByteArray> payload = verifiedPayload(token, keys);
    if (!payload)
        return payload.error();
    const QJsonObject object = QJsonDocument::fromJson(*payload).object();
    const IdClaims claims = claimsOf(object, expected.groupsClaim);
    if (claims.issuer != expected.issuer || claims.subject.isEmpty())
        return refused(tr("The ID token is of another provider: %1").arg(claims.issuer.left(kMostText)));
    if (!isForUs(object, expected.clientId))
        return refused(tr("The ID token is for another program, not for %1").arg(expected.clientId),
                       tr("Compare identity.client_id in astern.yaml with the provider's list of clients."));
    if (const Result<Ok> good = inTime(claims, expected); !good)
        return good.error();
    if (expected.nonce && object.value(QLatin1String("nonce")).toString() != *expected.nonce)
        return refused(tr("The ID token answers another question than ours (nonce)"),
                       tr("Somebody may have tried to pass a foreign sign-in to you. Sign in again."));
    if (!expected.subject.isEmpty() && claims.subject != expected.subject)
        return refused(tr("The provider renewed the sign-in of another person"));
    return claims;
}

IdClaims unprovenClaims(const QByteArray &token)
{
    const QList<QByteArray> parts = token.split('.');
    if (parts.size() != 3 || token.size() > kMostTokenBytes)
        return {};
    return claimsOf(
        QJsonDocument::fromJson(QByteArray::fromBase64(parts.at(1), QByteArray::Base64UrlEncoding)).object(), {});
}

} // namespace astern::connectors
