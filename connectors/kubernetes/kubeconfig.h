// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/kubernetes/execplugin.h"
#include "models/base/result.h"
#include "models/workspace/workspace.h"

#include <QByteArray>
#include <QMap>
#include <QString>
#include <QStringList>

namespace astern::connectors {

// Entries of kubeconfig files as written; files that they name are already made absolute.
struct KubeCluster {
    QString server;
    QString caFile;
    QByteArray caData; // PEM
    bool insecure = false;
    QString tlsServerName;
    QString proxyUrl;
    QJsonValue execConfig; // for plugins: the extension client.authentication.k8s.io/exec
    SourcePosition at;
    SourcePosition insecureAt;
};

struct KubeUser {
    QString token;
    QString tokenFile;
    QString certFile;
    QByteArray certData; // PEM
    QString keyFile;
    QByteArray keyData; // PEM
    QString basicUser;
    QString basicPassword;
    QString impersonate;
    std::optional<ExecPlugin> exec;
    QString authProvider; // the kind that came before exec
    SourcePosition at;
    SourcePosition helperAt; // of auth-provider
    std::optional<Error>
        problem; // what is wrong with the plugin's entry: told to the contexts that use it, and to no other
};

struct KubeContext {
    QString cluster;
    QString user;
    QString ns;
    SourcePosition at;
};

struct Kubeconfig {
    QStringList files; // that were read
    QString currentContext;
    QMap<QString, KubeContext> contexts;
    QMap<QString, KubeCluster> clusters;
    QMap<QString, KubeUser> users;
};

// The files that apply: `path`, else KUBECONFIG (several, separated by ':'), else ~/.kube/config.
[[nodiscard]] QStringList kubeconfigFiles(const QString &path);
// Merged as kubectl does it: the first file that says a thing wins. Of several files some may be missing.
[[nodiscard]] Result<Kubeconfig> readKubeconfig(const QStringList &files);

struct KubeChoice {
    QString context;
    KubeCluster cluster;
    KubeUser user;
    QString ns;
};
// The context of that name, or the current one, with what it refers to; refuses what cannot be spoken here.
[[nodiscard]] Result<KubeChoice> chooseContext(const Kubeconfig &config, const QString &context);

// The most similar of `candidates`, or empty when none is near.
[[nodiscard]] QString nearestText(const QString &text, const QStringList &candidates);

} // namespace astern::connectors
