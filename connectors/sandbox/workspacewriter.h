// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/sandbox/company.h"

#include <QByteArray>
#include <QString>

namespace astern::connectors::sandbox {

// What a workspace on the sandbox needs to know of it.
struct WorkspaceFacts {
    struct ClusterFacts {
        QString context; // "prod-eu-1"
        QString url;
    };
    QList<ClusterFacts> clusters; // in the order of cells()
    QString prometheus;
    QByteArray adminToken;
    QByteArray viewerToken;
    QList<ServiceSpec> services;
    int scrapeMs = 5'000;
    QString unleash;       // empty: no flags
    bool policies = false; // false: a company that has none yet
};

// astern.yaml, with `sandbox: true`. `tokenFile` is the absolute path of what signs in to the flag server.
[[nodiscard]] QByteArray workspaceYaml(const WorkspaceFacts &facts, const QString &tokenFile);
// One context for each cell and user: "prod-eu-1", and "prod-eu-1-viewer" who may only look.
[[nodiscard]] QByteArray kubeconfigYaml(const WorkspaceFacts &facts);
// Writes both, and what services name: the runbook, the policies. The error, or nothing.
[[nodiscard]] QString writeWorkspace(const QString &folder, const WorkspaceFacts &facts);

} // namespace astern::connectors::sandbox
