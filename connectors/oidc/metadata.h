// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"

#include <QByteArray>
#include <QUrl>

namespace astern::connectors {

// What a provider says of itself (OpenID Connect Discovery 1.0, RFC 8414). Addresses that it does not offer are empty.
struct OidcMetadata {
    QString issuer; // letter by letter as its tokens say it
    QUrl authorization;
    QUrl token;
    QUrl keys;
    QUrl device;
    QUrl revocation;
    QUrl endSession;
    bool namesIssuer = false; // in its redirects (RFC 9207): one without it is refused
};

inline constexpr qint64 kMostMetadataBytes = 256 * 1024;

[[nodiscard]] QUrl metadataUrl(const QUrl &issuer);
// Refused: another issuer than `expected`, no code flow, no S256 where the challenges are listed, an address that is
// neither https nor on this machine.
[[nodiscard]] Result<OidcMetadata> readOidcMetadata(const QByteArray &json, const QUrl &expected);

} // namespace astern::connectors
