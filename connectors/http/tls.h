// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"

#include <QByteArray>
#include <QSslConfiguration>

namespace astern::connectors {

// What a backend's configuration says about TLS, as PEM. Empty members: the system's authorities, no certificate.
struct TlsMaterial {
    QByteArray caPem;   // these authorities alone are trusted
    QByteArray certPem; // client certificate, with its chain
    QByteArray keyPem;
};

// Certificates are always checked, host names too; there is no way to turn that off.
[[nodiscard]] Result<QSslConfiguration> tlsConfiguration(const TlsMaterial &material);
// The same from files, each may be empty. Errors name the file.
[[nodiscard]] Result<QSslConfiguration> tlsFromFiles(const QString &caFile, const QString &certFile,
                                                     const QString &keyFile);

} // namespace astern::connectors
