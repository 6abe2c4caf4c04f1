// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"
#include "models/journal/digest.h"

#include <QString>

namespace astern {

// Personal data stays out of the leaves. An entry holds a salted commitment; the opening (salt and value) lies
// beside it, encrypted under the key of the person it is about, and can be erased without touching the tree.
namespace Commitment {

// "hmac-sha256:" + HMAC-SHA-256 with the 32-byte salt as key over the canonical JSON of the text.
[[nodiscard]] QString commit(const QByteArray &salt, const QString &text);
[[nodiscard]] QByteArray newSalt();

} // namespace Commitment

struct Opening {
    QString entry;   // id of the entry
    QString field;   // key in its `pd`
    QString subject; // pseudonym of the person; names the key
    QByteArray salt;
    QString text;
};

// An encrypted opening as it lies in the log (a frame of its entry's group) and in SQLite: canonical JSON.
struct SealedOpening {
    QString entry;
    QString field;
    QString subject;
    QByteArray box; // 24-byte nonce, XChaCha20-Poly1305 of salt and text; entry, field and subject are bound to it

    [[nodiscard]] QByteArray frame() const;
    [[nodiscard]] static Result<SealedOpening> fromFrame(const QByteArray &frame);
};

[[nodiscard]] SealedOpening sealOpening(const Opening &opening, const QByteArray &subjectKey);
[[nodiscard]] Result<Opening> openSealed(const SealedOpening &sealed, const QByteArray &subjectKey);

// Wraps a subject key under the device's wrapping key, with the subject's name bound to it.
[[nodiscard]] QByteArray wrapKey(const QByteArray &key, const QString &subject, const QByteArray &wrappingKey);
[[nodiscard]] Result<QByteArray> unwrapKey(const QByteArray &wrapped, const QString &subject,
                                           const QByteArray &wrappingKey);

} // namespace astern
