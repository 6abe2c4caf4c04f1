// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/workspace/workspace.h"

namespace astern {

// What a look at a company's systems found, before anybody has said what it means.
struct FoundWorkload {
    WorkloadKind kind = WorkloadKind::Deployment;
    QString ns;
    QString name;
    QMap<QString, QString> labels;
    QString runs; // of a Rollout: the Deployment whose pods it took over
    bool operator==(const FoundWorkload &) const = default;
};
struct FoundContext {
    QString name; // of the kubeconfig
    QList<FoundWorkload> workloads;
    bool everywhere = true; // every namespace could be listed; else only those that are found
};
// A metric that has samples now, and every combination of the labels that tell services, places and answers apart.
struct FoundMetric {
    QString name;
    QList<QMap<QString, QString>> labels;
};
struct Found {
    QString name; // of the workspace to be
    QString kubeconfig;
    QList<FoundContext> contexts;
    QString prometheus; // address; empty: none
    QString prometheusType = QStringLiteral("prometheus");
    QList<FoundMetric> metrics;
};

// Metrics worth looking for, and the labels to look at: what is asked decides what can be recognised.
[[nodiscard]] QStringList knownMetrics();
[[nodiscard]] QStringList tellingLabels();

// The text of a first astern.yaml. What is guessed says so in a comment beside it; nothing is called protected, and no
// limit is set, because those are decisions.
struct FirstWorkspace {
    QByteArray yaml;
    QStringList doubts; // what could not be told, a sentence each
    int services = 0;
    int places = 0;
    int measured = 0; // services with signals
};
[[nodiscard]] FirstWorkspace firstWorkspace(const Found &found);

// What a name says about where it is: "shop-prod-eu-1" is prod, and "shop-eu-1" is left. No word for it: empty.
struct WhereGuess {
    QString environment;
    QString rest;
};
[[nodiscard]] WhereGuess guessWhere(const QString &name);

} // namespace astern
