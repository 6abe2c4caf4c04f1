// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

namespace astern::connectors::sandbox {

// A place where services run: one cluster each.
struct CellSpec {
    QString environment;
    QString cell;
    double traffic = 1; // share of the busiest cell's
    [[nodiscard]] QString context() const { return environment + QLatin1Char('-') + cell; } // "prod-eu-1"
};

enum class Strategy { CanaryRouted, CanaryPods, BlueGreen, Deployment };

// A release that got here: its tag, and how many hours ago it served for the first time.
struct ReleaseSpec {
    QString tag;
    double hoursAgo = 0;
};

struct DependencySpec {
    QString service;
    double strength = 0.5; // share of its failures that its caller's requests suffer
};

struct ServiceSpec {
    QString id;
    QString owner;
    QString criticality;
    Strategy strategy = Strategy::CanaryRouted;
    int replicas = 4;
    double requestsPerSecond = 50;
    double medianMs = 60;
    double errorRatio = 0.001;
    QList<ReleaseSpec> releases; // oldest first; the last one serves
    QList<DependencySpec> dependencies;
    QString business;         // a counter of what the company lives from, or empty
    double businessRatio = 0; // of it per good request
    bool fleet = false;       // one of many made by --rollouts: light metrics
};

[[nodiscard]] const QList<CellSpec> &cells();
[[nodiscard]] const QList<ServiceSpec> &shopServices();
// A plain service number `index` of a large fleet.
[[nodiscard]] ServiceSpec fleetService(int index);
[[nodiscard]] QString nameSpace(); // "shop"
[[nodiscard]] QString image(const QString &service, const QString &tag);

// The pod template of a release in a cell. Each cell's has another hash, as its settings differ.
[[nodiscard]] QJsonObject podTemplate(const ServiceSpec &service, const CellSpec &cell, const QString &tag);
// The Rollout or Deployment, without status.
[[nodiscard]] QJsonObject workload(const ServiceSpec &service, const CellSpec &cell);
[[nodiscard]] QString workloadResource(const ServiceSpec &service); // "rollouts" or "deployments"
[[nodiscard]] QJsonObject configMap(const ServiceSpec &service, const CellSpec &cell);
[[nodiscard]] QJsonObject sharedConfigMap(const CellSpec &cell); // what all services of a cell read

} // namespace astern::connectors::sandbox
