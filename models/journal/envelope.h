// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"
#include "models/journal/digest.h"

#include <QJsonObject>

#include <memory>

namespace astern {

inline constexpr char kEntryType[] = "application/vnd.astern.journal.entry.v1+json";
inline constexpr qsizetype kMaxPayload = 32 * 1024;
inline constexpr qsizetype kMaxEnvelope = 65'535; // what the uint16 before a frame can say

// "ed25519:" + SHA-256 of the raw public key, lower-case hex.
[[nodiscard]] QString keyIdOf(QByteArrayView publicKey);

// The Ed25519 key of this device. The secret half is locked memory and wiped at the end.
class DeviceKey {
public:
    explicit DeviceKey(QByteArrayView seed); // 32 bytes
    ~DeviceKey();
    DeviceKey(const DeviceKey &) = delete;
    DeviceKey &operator=(const DeviceKey &) = delete;

    [[nodiscard]] const QByteArray &publicKey() const { return m_public; }
    [[nodiscard]] const QString &id() const { return m_id; }
    [[nodiscard]] QByteArray sign(QByteArrayView message) const; // 64 bytes

private:
    QByteArray m_public;
    QString m_id;
    std::array<unsigned char, 64> m_secret{};
};

// A DSSE envelope with one signature, in canonical JSON. Its bytes are the leaf; they are never written again.
namespace Envelope {

struct Opened {
    QByteArray payload; // the signed bytes
    QString keyId;
    QByteArray signature;
};

// What is signed: DSSE's PAE of type and payload.
[[nodiscard]] QByteArray preAuth(QByteArrayView type, QByteArrayView payload);
[[nodiscard]] QByteArray seal(const DeviceKey &key, const QByteArray &payload, const char *type = kEntryType);
// Takes apart what seal() makes and nothing else. Does not check the signature: the reader must know the key first.
[[nodiscard]] Result<Opened> open(const QByteArray &envelope, const char *type = kEntryType);
[[nodiscard]] bool verify(const Opened &opened, QByteArrayView publicKey, const char *type = kEntryType);

} // namespace Envelope
} // namespace astern
