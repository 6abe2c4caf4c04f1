// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/commitment.h"

#include "models/journal/canonical.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringDecoder>

#include <sodium.h>

namespace astern {
namespace {

constexpr qsizetype kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr qsizetype kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr qsizetype kSalt = 32;
constexpr qsizetype kKey = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;

const unsigned char *raw(const QByteArray &bytes) { return reinterpret_cast<const unsigned char *>(bytes.constData()); }
unsigned char *raw(QByteArray &bytes) { return reinterpret_cast<unsigned char *>(bytes.data()); }
unsigned long long length(const QByteArray &bytes) { return static_cast<unsigned long long>(bytes.size()); }

QString tr(const char *text) { return QCoreApplication::translate("Journal", text); }

QByteArray encrypt(const QByteArray &plain, const QByteArray &bound, const QByteArray &key)
{
    QByteArray box = randomBytes(kNonce);
    box.resize(kNonce + plain.size() + kTag);
    crypto_aead_xchacha20poly1305_ietf_encrypt(raw(box) + kNonce, nullptr, raw(plain), length(plain), raw(bound),
                                               length(bound), nullptr, raw(box), raw(key));
    return box;
}

Result<QByteArray> decrypt(const QByteArray &box, const QByteArray &bound, const QByteArray &key)
{
    const Error wrong{.kind = Error::Kind::Malformed,
                      .message = tr("An encrypted value cannot be opened with its key")};
    if (box.size() < kNonce + kTag || key.size() != kKey)
        return wrong;
    ensureSodium();
    QByteArray plain(box.size() - kNonce - kTag, Qt::Uninitialized);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(raw(plain), nullptr, nullptr, raw(box) + kNonce,
                                                   static_cast<unsigned long long>(box.size() - kNonce), raw(bound),
                                                   length(bound), raw(box), raw(key)) != 0)
        return wrong;
    return plain;
}

QByteArray boundTo(const SealedOpening &sealed)
{
    return "astern opening\n" + sealed.entry.toUtf8() + '\n' + sealed.field.toUtf8() + '\n' + sealed.subject.toUtf8();
}

SealedOpening sealedFrom(const QJsonObject &object)
{
    SealedOpening sealed{object.value(QLatin1String("entry")).toString(),
                         object.value(QLatin1String("field")).toString(),
                         object.value(QLatin1String("subject")).toString(),
                         {}};
    if (const auto box = fromBase64(object.value(QLatin1String("box")).toString().toLatin1()))
        sealed.box = *box;
    return sealed;
}

} // namespace

QByteArray Commitment::newSalt() { return randomBytes(kSalt); }

QString Commitment::commit(const QByteArray &salt, const QString &text)
{
    ensureSodium();
    const auto value = toCanonical(QJsonValue(text));
    if (!value)
        return {};
    QByteArray mac(crypto_auth_hmacsha256_BYTES, Qt::Uninitialized);
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, raw(salt), size_t(salt.size()));
    crypto_auth_hmacsha256_update(&state, raw(*value), length(*value));
    crypto_auth_hmacsha256_final(&state, raw(mac));
    return QStringLiteral("hmac-sha256:") + QString::fromLatin1(mac.toHex());
}

QByteArray SealedOpening::frame() const
{
    const QJsonObject object{{QStringLiteral("box"), QString::fromLatin1(toBase64(box))},
                             {QStringLiteral("entry"), entry},
                             {QStringLiteral("field"), field},
                             {QStringLiteral("subject"), subject}};
    const auto bytes = toCanonical(object);
    return bytes ? *bytes : QByteArray();
}

Result<SealedOpening> SealedOpening::fromFrame(const QByteArray &frame)
{
    // Written again, the same bytes must come out: so it is canonical, and no other field is there.
    SealedOpening sealed = sealedFrom(QJsonDocument::fromJson(frame).object());
    if (sealed.frame() == frame)
        return sealed;
    const auto object = fromCanonical(frame);
    if (!object)
        return object.error();
    sealed = sealedFrom(*object);
    if (sealed.frame() != frame)
        return Error{.kind = Error::Kind::Malformed, .message = tr("An opening has fields that do not belong there")};
    return sealed;
}

SealedOpening sealOpening(const Opening &opening, const QByteArray &subjectKey)
{
    SealedOpening sealed{opening.entry, opening.field, opening.subject, {}};
    sealed.box = encrypt(opening.salt + opening.text.toUtf8(), boundTo(sealed), subjectKey);
    return sealed;
}

Result<Opening> openSealed(const SealedOpening &sealed, const QByteArray &subjectKey)
{
    const auto plain = decrypt(sealed.box, boundTo(sealed), subjectKey);
    if (!plain)
        return plain.error();
    if (plain->size() < kSalt)
        return Error{.kind = Error::Kind::Malformed, .message = tr("An opening is too short")};
    // Not fromUtf8(): it drops a U+FEFF at the beginning, and then the commitment would not fit.
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::ConvertInitialBom);
    return Opening{sealed.entry, sealed.field, sealed.subject, plain->left(kSalt), decoder(plain->mid(kSalt))};
}

QByteArray wrapKey(const QByteArray &key, const QString &subject, const QByteArray &wrappingKey)
{
    ensureSodium();
    return encrypt(key, "astern subject\n" + subject.toUtf8(), wrappingKey);
}

Result<QByteArray> unwrapKey(const QByteArray &wrapped, const QString &subject, const QByteArray &wrappingKey)
{
    return decrypt(wrapped, "astern subject\n" + subject.toUtf8(), wrappingKey);
}

} // namespace astern
