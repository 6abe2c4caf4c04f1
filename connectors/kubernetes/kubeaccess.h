// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/http/http.h"
#include "connectors/kubernetes/kubernetes.h"

#include <functional>

namespace astern::connectors {

// All that is needed to speak to one API server.
struct KubeAccess {
    HttpOptions http;       // TLS and credentials
    QUrl server;            // may have a path of its own (a proxy, Rancher)
    QString ns;             // the context's namespace; empty: none said
    QString signIn;         // how it signs in, for people: kinds, no secret
    QStringList warnings;   // said loudly wherever the backend's health is shown
    QStringList files;      // that it was read from: when one changes, it has to be opened anew
    QByteArray fingerprint; // of what they hold; never shown
    std::function<Result<KubeAccess>()> reopen;

    [[nodiscard]] QUrl url(const QString &path, const QString &query = {}) const;
    [[nodiscard]] static HttpHeaders headers(const QByteArray &contentType = {});
};

[[nodiscard]] Result<KubeAccess> openKubeAccess(const BackendConfig &config, const SecretResolver &secrets);

// What an answer of 400 and above means, in the server's words where it has some.
[[nodiscard]] Error kubeError(const Error &transport, const HttpResponse &answer, const QString &backend);
// An answer that cannot be read as what was asked for; `what` says how.
[[nodiscard]] Error notUnderstood(const QString &what, const QString &backend);
// An answer that no API server gives for a path it serves: the group or resource is not there at all.
[[nodiscard]] bool isNotServed(const HttpResponse &answer);
// `warning: 299 - "…"` headers, their texts.
[[nodiscard]] QString kubeWarnings(const HttpResponse &answer);

} // namespace astern::connectors
