// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/http/http.h"
#include "connectors/http/proxy.h"

#include <QList>
#include <QNetworkReply>
#include <QSslError>

namespace astern::connectors {

// How the failures of HTTP become errors for people: what happened, where, what to do. All pure. Texts of the
// other side are not redacted here; the client does that in one place.

// Scheme, host, port and path: what may be shown of a URL. No user, no query, no fragment.
[[nodiscard]] QString displayUrl(const QUrl &url);

// The other side answered with 3xx (one that may not be followed) or 400 and above.
[[nodiscard]] Error statusError(const QString &backend, const QUrl &url, const HttpResponse &answer);
// What the body of such an answer says: Kubernetes `Status`, Prometheus and other JSON shapes, plain text.
[[nodiscard]] QString bodyMessage(const QByteArray &body);
// `Retry-After` in seconds or as an HTTP date; 0: absent or not understood. At most a day.
[[nodiscard]] qint64 retryAfterMs(const QByteArray &header, qint64 nowMs);

// No (complete) answer came.
[[nodiscard]] Error transportError(const QString &backend, const QUrl &url, QNetworkReply::NetworkError code,
                                   const QString &qtText, bool answerBegun);
[[nodiscard]] Error tlsError(const QString &backend, const QUrl &url, const QList<QSslError> &errors,
                             const QString &qtText);
// The proxy in between is the trouble, not the backend.
[[nodiscard]] bool isProxyError(const ProxyChoice &proxy, const QUrl &url, QNetworkReply::NetworkError code,
                                const QString &qtText);
[[nodiscard]] Error proxyError(const QString &backend, const QUrl &url, const ProxyChoice &proxy,
                               QNetworkReply::NetworkError code, const QString &qtText);
[[nodiscard]] Error deadlineError(const QString &backend, const QUrl &url, int ms);
[[nodiscard]] Error idleError(const QString &backend, const QUrl &url, int ms, bool answerBegun);
[[nodiscard]] Error tooLargeError(const QString &backend, const QUrl &url, qint64 maxBytes);
[[nodiscard]] Error encodingError(const QString &backend, const QUrl &url);
[[nodiscard]] Error cancelledError(const QString &backend, const QUrl &url);
// This machine slept while the request was under way.
[[nodiscard]] Error sleptError(const QString &backend, const QUrl &url);
[[nodiscard]] Error pausedError(const QString &backend, const QUrl &url, qint64 waitMs);

// Rules about where a request may go at all; a value when it may.
[[nodiscard]] Result<Ok> checkTarget(const QString &backend, const HttpRequest &request, bool allowPlainHttp);
[[nodiscard]] bool isLoopback(const QString &host);
// Same scheme, host and port.
[[nodiscard]] bool sameOrigin(const QUrl &a, const QUrl &b);

} // namespace astern::connectors
