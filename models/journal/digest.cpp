// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/digest.h"

#include <sodium.h>

#include <cstdlib>
#include <cstring>

namespace astern {
namespace {

const unsigned char *raw(QByteArrayView bytes) { return reinterpret_cast<const unsigned char *>(bytes.data()); }

void add(crypto_hash_sha256_state &state, QByteArrayView bytes)
{
    if (!bytes.isEmpty())
        crypto_hash_sha256_update(&state, raw(bytes), static_cast<unsigned long long>(bytes.size()));
}

} // namespace

void ensureSodium()
{
    // Without a source of randomness nothing here may go on: a key or a salt could be guessed.
    static const int ready = sodium_init();
    if (ready < 0)
        std::abort();
}

Hash sha256(QByteArrayView bytes) { return sha256(bytes, {}); }

Hash sha256(QByteArrayView first, QByteArrayView second, QByteArrayView third)
{
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    add(state, first);
    add(state, second);
    add(state, third);
    Hash hash{};
    crypto_hash_sha256_final(&state, hash.data());
    return hash;
}

QByteArray randomBytes(qsizetype size)
{
    ensureSodium();
    QByteArray bytes(size, Qt::Uninitialized);
    randombytes_buf(bytes.data(), size_t(size));
    return bytes;
}

QString toHex(const Hash &hash) { return QString::fromLatin1(viewOf(hash).toByteArray().toHex()); }

std::optional<Hash> hashFromHex(QStringView text)
{
    if (text.size() != 64)
        return std::nullopt;
    const QByteArray latin = text.toLatin1();
    const QByteArray bytes = QByteArray::fromHex(latin);
    if (bytes.toHex() != latin)
        return std::nullopt;
    return hashFromBytes(bytes);
}

std::optional<Hash> hashFromBytes(QByteArrayView bytes)
{
    Hash hash{};
    if (bytes.size() != qsizetype(hash.size()))
        return std::nullopt;
    std::memcpy(hash.data(), bytes.data(), hash.size());
    return hash;
}

QByteArray toBase64(QByteArrayView bytes) { return QByteArray::fromRawData(bytes.data(), bytes.size()).toBase64(); }

std::optional<QByteArray> fromBase64(QByteArrayView text)
{
    const auto encoded = QByteArray::fromRawData(text.data(), text.size());
    const auto decoded = QByteArray::fromBase64Encoding(encoded, QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded || decoded.decoded.toBase64() != text)
        return std::nullopt;
    return decoded.decoded;
}

} // namespace astern
