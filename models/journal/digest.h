// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <array>
#include <optional>

namespace astern {

using Hash = std::array<unsigned char, 32>;

// Must be called before any function of libsodium; cheap after the first time.
void ensureSodium();

[[nodiscard]] Hash sha256(QByteArrayView bytes);
[[nodiscard]] Hash sha256(QByteArrayView first, QByteArrayView second, QByteArrayView third = {});
[[nodiscard]] QByteArray randomBytes(qsizetype size);

[[nodiscard]] inline QByteArrayView viewOf(const Hash &hash) { return {hash.data(), qsizetype(hash.size())}; }
[[nodiscard]] QString toHex(const Hash &hash);                   // lower case
[[nodiscard]] std::optional<Hash> hashFromHex(QStringView text); // lower case only
[[nodiscard]] std::optional<Hash> hashFromBytes(QByteArrayView bytes);

// RFC 4648 section 4 with padding. The reader takes exactly what the writer makes: no line breaks, no missing
// padding, and no stray bits behind the last character, so that one value has one text.
[[nodiscard]] QByteArray toBase64(QByteArrayView bytes);
[[nodiscard]] std::optional<QByteArray> fromBase64(QByteArrayView text);

} // namespace astern
