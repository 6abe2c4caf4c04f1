// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"

#include <QByteArray>
#include <QList>
#include <QStringList>

#include <optional>

namespace astern::connectors {

// The public keys of a provider (JWKS, RFC 7517). Secret keys, encryption keys, RSA keys below 2048 bits and kinds that
// nothing here verifies with are left out.
class KeySet {
public:
    static constexpr qint64 kMostBytes = 256 * 1024;
    [[nodiscard]] static Result<KeySet> read(const QByteArray &json);

    struct Key {
        QString id;
        QString type;      // "RSA", "EC"
        QString algorithm; // it is for this one only; empty: nobody said
        QByteArray json;
    };
    [[nodiscard]] const QList<Key> &keys() const { return m_keys; }

private:
    QList<Key> m_keys;
};

// What an ID token says of a person; only of one that was verified.
struct IdClaims {
    QString issuer;
    QString subject;
    QString name;
    QString mail;
    QStringList groups;
    qint64 issuedMs = 0;
    qint64 endsMs = 0;
    qint64 authenticatedMs = 0; // 0: it does not say
    bool operator==(const IdClaims &) const = default;
};

struct IdExpectation {
    QString issuer;
    QString clientId;
    QString groupsClaim = QStringLiteral("groups");
    std::optional<QString> nonce; // the token must have this one; absent: none was sent
    QString subject;              // must be the same person; empty: anybody
    qint64 nowMs = 0;
    qint64 skewMs = 0;
};

inline constexpr qsizetype kMostTokenBytes = 64 * 1024;

// Signature, then issuer, audience, times, nonce and subject (OpenID Connect Core 3.1.3.7). Only RS, PS and ES with
// 256, 384 or 512 bits are taken, whatever the token says: never "none", never one with a shared secret. NotFound:
// signed with a key that is not in the set. Anything else does not get better with newer keys.
[[nodiscard]] Result<IdClaims> verifyIdToken(const QByteArray &token, const KeySet &keys,
                                             const IdExpectation &expected);

// What it says without any proof, for words alone: who it was, and when it ends.
[[nodiscard]] IdClaims unprovenClaims(const QByteArray &token);

} // namespace astern::connectors
