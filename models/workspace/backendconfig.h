// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/document/issue.h"

#include <QMap>
#include <QString>
#include <QStringList>
#include <QUrl>

namespace astern {

// Kept as written (models/workspace/secretref.h); resolved by whoever opens the connection.
struct Secret {
    QString text;
    [[nodiscard]] bool isEmpty() const { return text.isEmpty(); }
    bool operator==(const Secret &) const = default;
};

struct BackendConfig {
    QString id;
    QString type; // one of backendtypes.h
    QUrl url;
    QString kubeconfig;     // path, ~ expanded; empty: KUBECONFIG or ~/.kube/config
    QString context;        // empty: current-context
    QStringList namespaces; // empty: all that the credentials may list
    Secret bearer;
    Secret token; // sent as it is, without "Bearer": flag servers
    QString basicUser;
    Secret basicPassword;
    QMap<QString, Secret> headers; // e.g. X-Scope-OrgID
    QString caFile;
    QString certFile;
    QString keyFile;
    bool allowPlainHttp = false; // plain HTTP to other hosts than loopback, said loudly
    QString tenant;              // of a VictoriaMetrics cluster: "0", "0:7"; empty: a single server, or the url has it
    // What a flag server calls an environment of the workspace.
    QMap<QString, QString> flagEnvironments; // only these have flags; empty: all of them
    QString flagEnvironment;                 // for all of them; empty: the same names
    qint64 pollMs = 5'000;
    SourcePosition at;
    // Empty: this server has no flags for it.
    [[nodiscard]] QString flagEnvironmentOf(const QString &environment) const;
    bool operator==(const BackendConfig &) const = default;
};

} // namespace astern
