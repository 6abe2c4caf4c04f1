// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/envelope.h"

#include "models/journal/canonical.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <sodium.h>

#include <algorithm>
#include <optional>

namespace astern {
namespace {

Error malformed(const QString &message) { return {.kind = Error::Kind::Malformed, .message = message}; }
QString tr(const char *text) { return QCoreApplication::translate("Journal", text); }

const unsigned char *raw(QByteArrayView bytes) { return reinterpret_cast<const unsigned char *>(bytes.data()); }

QByteArray envelopeBytes(QByteArrayView payload64, QByteArrayView type, QByteArrayView keyId, QByteArrayView sig64)
{
    QByteArray out;
    out.reserve(payload64.size() + 320);
    out.append(R"({"payload":")").append(payload64);
    out.append(R"(","payloadType":")").append(type);
    out.append(R"(","signatures":[{"keyid":")").append(keyId);
    out.append(R"(","sig":")").append(sig64).append(R"("}]})");
    return out;
}

// Up to the next quote of `text`, which `behind` must follow; both are taken off it.
std::optional<QByteArrayView> upTo(QByteArrayView &text, QByteArrayView behind)
{
    const qsizetype end = text.indexOf('"');
    if (end < 0 || !text.sliced(end).startsWith(behind))
        return std::nullopt;
    const QByteArrayView part = text.first(end);
    text = text.sliced(end + behind.size());
    return part;
}

// The one form of an envelope, read off its bytes: a log is read a page at a time, and JSON would be most of it.
// Nothing: it has another form, or it is none.
std::optional<Envelope::Opened> openPlain(QByteArrayView text, QByteArrayView type)
{
    constexpr QByteArrayView kBegin(R"({"payload":")");
    if (!text.startsWith(kBegin))
        return std::nullopt;
    text = text.sliced(kBegin.size());
    const auto payload64 = upTo(text, R"(","payloadType":")");
    const auto named = payload64 ? upTo(text, R"(","signatures":[{"keyid":")") : std::nullopt;
    const auto keyId = named && *named == type ? upTo(text, R"(","sig":")") : std::nullopt;
    const auto sig64 = keyId ? upTo(text, R"("}]})") : std::nullopt;
    if (!sig64 || !text.isEmpty())
        return std::nullopt;
    // Whatever could stand for something else inside of a JSON text.
    if (std::any_of(keyId->begin(), keyId->end(), [](char c) { return c < 0x20 || c > 0x7e || c == '\\'; }))
        return std::nullopt;
    auto payload = fromBase64(*payload64);
    auto sig = fromBase64(*sig64);
    if (!payload || !sig)
        return std::nullopt;
    return Envelope::Opened{std::move(*payload), QString::fromLatin1(*keyId), std::move(*sig)};
}

} // namespace

QString keyIdOf(QByteArrayView publicKey) { return QStringLiteral("ed25519:") + toHex(sha256(publicKey)); }

DeviceKey::DeviceKey(QByteArrayView seed)
{
    ensureSodium();
    sodium_mlock(m_secret.data(), m_secret.size()); // best effort: a limit of 0 must not stop a rollback
    m_public.resize(crypto_sign_PUBLICKEYBYTES);
    crypto_sign_seed_keypair(reinterpret_cast<unsigned char *>(m_public.data()), m_secret.data(), raw(seed));
    m_id = keyIdOf(m_public);
}

DeviceKey::~DeviceKey() { sodium_munlock(m_secret.data(), m_secret.size()); }

QByteArray DeviceKey::sign(QByteArrayView message) const
{
    QByteArray signature(crypto_sign_BYTES, Qt::Uninitialized);
    crypto_sign_detached(reinterpret_cast<unsigned char *>(signature.data()), nullptr, raw(message),
                         static_cast<unsigned long long>(message.size()), m_secret.data());
    return signature;
}

QByteArray Envelope::preAuth(QByteArrayView type, QByteArrayView payload)
{
    QByteArray out;
    out.reserve(payload.size() + type.size() + 40);
    out.append("DSSEv1 ").append(QByteArray::number(type.size())).append(' ').append(type);
    out.append(' ').append(QByteArray::number(payload.size())).append(' ').append(payload);
    return out;
}

QByteArray Envelope::seal(const DeviceKey &key, const QByteArray &payload, const char *type)
{
    const QByteArray signature = key.sign(preAuth(type, payload));
    return envelopeBytes(toBase64(payload), type, key.id().toLatin1(), toBase64(signature));
}

Result<Envelope::Opened> Envelope::open(const QByteArray &envelope, const char *type)
{
    if (envelope.size() > kMaxEnvelope)
        return malformed(tr("The envelope is larger than 65,535 bytes"));
    if (auto plain = openPlain(envelope, type);
        plain && plain->signature.size() == crypto_sign_BYTES && plain->payload.size() <= kMaxPayload)
        return std::move(*plain);
    // What is wrong with it.
    const auto object = fromCanonical(envelope);
    if (!object)
        return malformed(object.error().toString());
    const QJsonArray signatures = object->value(QLatin1String("signatures")).toArray();
    if (signatures.size() != 1)
        return malformed(tr("An envelope carries exactly one signature"));
    const QJsonObject signature = signatures.first().toObject();
    const QByteArray payload64 = object->value(QLatin1String("payload")).toString().toLatin1();
    const QByteArray keyId = signature.value(QLatin1String("keyid")).toString().toLatin1();
    const QByteArray sig64 = signature.value(QLatin1String("sig")).toString().toLatin1();
    // Written again, the same bytes must come out: so no other field and no other type is there.
    if (envelopeBytes(payload64, type, keyId, sig64) != envelope)
        return malformed(tr("The envelope has fields or a type that do not belong there"));
    const auto payload = fromBase64(payload64);
    const auto sig = fromBase64(sig64);
    if (!payload || !sig || sig->size() != crypto_sign_BYTES)
        return malformed(tr("The envelope holds base64 that is not strict"));
    if (payload->size() > kMaxPayload)
        return malformed(tr("The entry is larger than 32 KiB"));
    return Opened{*payload, QString::fromLatin1(keyId), *sig};
}

bool Envelope::verify(const Opened &opened, QByteArrayView publicKey, const char *type)
{
    ensureSodium();
    if (publicKey.size() != crypto_sign_PUBLICKEYBYTES || keyIdOf(publicKey) != opened.keyId)
        return false;
    const QByteArray message = preAuth(type, opened.payload);
    return crypto_sign_verify_detached(raw(opened.signature), raw(message),
                                       static_cast<unsigned long long>(message.size()), raw(publicKey)) == 0;
}

} // namespace astern
