// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"

#include <QNetworkProxy>
#include <QStringList>
#include <QUrl>

namespace astern::connectors {

// The proxy that a request goes through. `url` empty: none.
struct ProxyChoice {
    QUrl url;
    QString from; // who says so: "HTTPS_PROXY", "proxy-url in config:5:3"

    [[nodiscard]] bool isNone() const { return url.isEmpty(); }
    [[nodiscard]] QString shown() const; // "http://proxy.example:3128 (HTTPS_PROXY)"; never its password
    bool operator==(const ProxyChoice &) const = default;
};

// Decides as the programs beside which Astern works (kubectl and all others in Go): one proxy for everything, or by
// scheme, with exceptions. Default: none at all.
class ProxyRules {
public:
    // HTTPS_PROXY, HTTP_PROXY and NO_PROXY, in capitals or not. Loopback never goes through a proxy by these.
    [[nodiscard]] static Result<ProxyRules> fromEnvironment();
    // For every request, loopback too. Where `url` is empty: none.
    [[nodiscard]] static Result<ProxyRules> always(const QString &url, const QString &from);

    [[nodiscard]] ProxyChoice choiceFor(const QUrl &target) const;
    // NO_PROXY's rules: "*"; host or ".suffix" (with or without port); address; "10.0.0.0/8".
    [[nodiscard]] static bool isExempt(const QStringList &noProxy, const QUrl &target);

private:
    ProxyChoice m_always;
    ProxyChoice m_https;
    ProxyChoice m_http;
    QStringList m_noProxy;
};

// For Qt. The password of a plain HTTP request's proxy goes into its header instead, so that no body is sent twice.
[[nodiscard]] QNetworkProxy networkProxy(const ProxyChoice &choice, const QUrl &target);
[[nodiscard]] QByteArray proxyAuthorization(const ProxyChoice &choice, const QUrl &target); // empty: none is needed

} // namespace astern::connectors
