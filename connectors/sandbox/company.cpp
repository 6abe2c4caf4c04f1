// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/sandbox/company.h"

#include "connectors/sandbox/configsets.h"
#include "connectors/sandbox/json.h"

namespace astern::connectors::sandbox {

const QList<CellSpec> &cells()
{
    static const QList<CellSpec> all{
        {u"staging"_s, u"eu-1"_s, 0.3}, {u"prod"_s, u"eu-1"_s, 1.0}, {u"prod"_s, u"us-1"_s, 0.7}};
    return all;
}

const QList<ServiceSpec> &shopServices()
{
    using enum Strategy;
    static const QList<ServiceSpec> all{
        {u"checkout"_s,
         u"team-payments"_s,
         u"high"_s,
         CanaryRouted,
         6,
         60,
         85,
         0.002,
         {{u"4.6.2"_s, 212}, {u"4.7.0"_s, 118}, {u"4.7.1"_s, 26}},
         {{u"payments"_s, 0.8}, {u"cart"_s, 0.6}, {u"pricing"_s, 0.3}, {u"inventory"_s, 0.3}},
         u"orders_completed_total"_s,
         0.08},
        {u"payments"_s,
         u"team-payments"_s,
         u"high"_s,
         CanaryRouted,
         4,
         22,
         110,
         0.0015,
         {{u"2.18.0"_s, 310}, {u"2.18.3"_s, 150}, {u"2.19.0"_s, 47}},
         {{u"accounts"_s, 0.3}},
         u"payments_authorized_total"_s,
         0.9},
        {u"search"_s,
         u"team-discovery"_s,
         u"medium"_s,
         CanaryRouted,
         8,
         140,
         70,
         0.001,
         {{u"1.41.0"_s, 260}, {u"1.42.0"_s, 91}, {u"1.43.2"_s, 30}},
         {{u"catalog"_s, 0.4}},
         {},
         0},
        {u"cart"_s,
         u"team-payments"_s,
         u"high"_s,
         BlueGreen,
         4,
         75,
         35,
         0.0008,
         {{u"3.3.0"_s, 400}, {u"3.4.0"_s, 120}, {u"3.4.1"_s, 52}},
         {{u"pricing"_s, 0.3}},
         {},
         0},
        {u"catalog"_s,
         u"team-discovery"_s,
         u"medium"_s,
         CanaryRouted,
         6,
         190,
         28,
         0.0005,
         {{u"7.0.4"_s, 330}, {u"7.1.0"_s, 140}, {u"7.1.2"_s, 66}},
         {},
         {},
         0},
        {u"pricing"_s,
         u"team-offers"_s,
         u"high"_s,
         CanaryRouted,
         4,
         120,
         22,
         0.0006,
         {{u"5.9.0"_s, 500}, {u"5.10.0"_s, 190}, {u"5.10.1"_s, 74}},
         {},
         {},
         0},
        {u"accounts"_s,
         u"team-identity"_s,
         u"high"_s,
         CanaryRouted,
         4,
         65,
         48,
         0.001,
         {{u"2.6.0"_s, 350}, {u"2.7.0"_s, 170}, {u"2.7.1"_s, 98}},
         {},
         {},
         0},
        {u"notifications"_s,
         u"team-messaging"_s,
         u"low"_s,
         Deployment,
         3,
         18,
         100,
         0.003,
         {{u"0.17.2"_s, 220}, {u"0.18.0"_s, 96}, {u"0.18.1"_s, 20}},
         {},
         {},
         0},
        {u"inventory"_s,
         u"team-warehouse"_s,
         u"medium"_s,
         CanaryPods,
         5,
         55,
         40,
         0.001,
         {{u"3.0.0"_s, 280}, {u"3.1.0"_s, 160}, {u"3.1.4"_s, 44}},
         {},
         {},
         0},
        {u"recommendations"_s,
         u"team-discovery"_s,
         u"low"_s,
         CanaryPods,
         4,
         85,
         95,
         0.002,
         {{u"11.2.0"_s, 180}, {u"11.3.0"_s, 70}, {u"11.4.0"_s, 9}},
         {{u"catalog"_s, 0.2}},
         {},
         0},
        {u"shipping-quotes"_s,
         u"team-warehouse"_s,
         u"medium"_s,
         CanaryRouted,
         3,
         26,
         105,
         0.0025,
         {{u"1.8.0"_s, 420}, {u"1.9.0"_s, 130}, {u"1.9.3"_s, 61}},
         {},
         {},
         0},
        {u"web-frontend"_s,
         u"team-storefront"_s,
         u"high"_s,
         Deployment,
         8,
         260,
         45,
         0.0008,
         {{u"2026.46.2"_s, 190}, {u"2026.47.0"_s, 75}, {u"2026.47.3"_s, 28}},
         {{u"catalog"_s, 0.3}, {u"search"_s, 0.2}, {u"cart"_s, 0.2}, {u"checkout"_s, 0.15}},
         {},
         0},
        {u"media-resizer"_s,
         u"team-storefront"_s,
         u"low"_s,
         CanaryRouted,
         3,
         45,
         75,
         0.001,
         {{u"0.9.7"_s, 240}, {u"0.9.8"_s, 110}, {u"0.10.0"_s, 3.2}},
         {},
         {},
         0},
    };
    return all;
}

ServiceSpec fleetService(int index)
{
    ServiceSpec service;
    service.id = QStringLiteral("fleet-%1").arg(index, 4, 10, QLatin1Char('0'));
    service.owner = u"team-fleet"_s;
    service.criticality = u"low"_s;
    service.replicas = 2;
    service.requestsPerSecond = 4 + index % 17;
    service.releases = {{u"1.0.0"_s, 200}, {u"1.0.1"_s, double(20 + index % 50)}};
    service.fleet = true;
    return service;
}

QString nameSpace() { return u"shop"_s; }

QString image(const QString &service, const QString &tag)
{
    return u"registry.shop.example/"_s + service + QLatin1Char(':') + tag;
}

QString workloadResource(const ServiceSpec &service)
{
    return service.strategy == Strategy::Deployment ? u"deployments"_s : u"rollouts"_s;
}

QJsonObject podTemplate(const ServiceSpec &service, const CellSpec &cell, const QString &tag)
{
    const QJsonArray environment{QJsonObject{{u"name"_s, u"CELL"_s}, {u"value"_s, cell.cell}},
                                 QJsonObject{{u"name"_s, u"ENVIRONMENT"_s}, {u"value"_s, cell.environment}}};
    QJsonObject container{{u"name"_s, service.id},
                          {u"image"_s, image(service.id, tag)},
                          {u"ports"_s, QJsonArray{QJsonObject{{u"containerPort"_s, 8080}, {u"protocol"_s, u"TCP"_s}}}},
                          {u"env"_s, environment},
                          {u"resources"_s, QJsonObject()}};
    if (!service.fleet)
        container.insert(
            u"envFrom"_s,
            QJsonArray{QJsonObject{{u"configMapRef"_s, QJsonObject{{u"name"_s, sharedConfigSet()}}}},
                       QJsonObject{{u"configMapRef"_s, QJsonObject{{u"name"_s, configSetName(service.id)}}}}});
    return {{u"metadata"_s, QJsonObject{{u"labels"_s, QJsonObject{{u"app"_s, service.id}}}}},
            {u"spec"_s, QJsonObject{{u"containers"_s, QJsonArray{container}},
                                    {u"restartPolicy"_s, u"Always"_s},
                                    {u"terminationGracePeriodSeconds"_s, 30},
                                    {u"dnsPolicy"_s, u"ClusterFirst"_s},
                                    {u"securityContext"_s, QJsonObject()},
                                    {u"schedulerName"_s, u"default-scheduler"_s}}}};
}

namespace {

QJsonObject weight(int percent) { return {{u"setWeight"_s, percent}}; }
QJsonObject pause(const QString &duration)
{
    return {{u"pause"_s, duration.isEmpty() ? QJsonObject() : QJsonObject{{u"duration"_s, duration}}}};
}

QJsonObject strategy(const ServiceSpec &service)
{
    if (service.strategy == Strategy::BlueGreen)
        return {{u"blueGreen"_s, QJsonObject{{u"activeService"_s, service.id + u"-active"_s},
                                             {u"previewService"_s, service.id + u"-preview"_s},
                                             {u"autoPromotionEnabled"_s, false},
                                             {u"scaleDownDelaySeconds"_s, 30}}}};
    QJsonObject canary;
    if (service.id == "checkout"_L1)
        canary.insert(u"steps"_s,
                      QJsonArray{weight(5), pause(u"2m"_s), weight(25), pause(u"5m"_s), weight(50), pause(u"5m"_s)});
    else if (service.criticality == "high"_L1)
        canary.insert(u"steps"_s,
                      QJsonArray{weight(5), pause(u"10m"_s), weight(20), pause({}), weight(50), pause(u"10m"_s)});
    else
        canary.insert(u"steps"_s, QJsonArray{weight(10), pause(u"10m"_s), weight(30), pause(u"10m"_s), weight(60),
                                             pause(u"10m"_s)});
    if (service.strategy == Strategy::CanaryRouted) {
        canary.insert(u"canaryService"_s, service.id + u"-canary"_s);
        canary.insert(u"stableService"_s, service.id + u"-stable"_s);
        canary.insert(u"trafficRouting"_s, QJsonObject{{u"nginx"_s, QJsonObject{{u"stableIngress"_s, service.id}}}});
    } else {
        canary.insert(u"maxSurge"_s, 1);
        canary.insert(u"maxUnavailable"_s, 0);
    }
    return {{u"canary"_s, canary}};
}

} // namespace

QJsonObject workload(const ServiceSpec &service, const CellSpec &cell)
{
    const bool plain = service.strategy == Strategy::Deployment;
    QJsonObject spec{{u"replicas"_s, service.replicas},
                     {u"progressDeadlineSeconds"_s, 120},
                     {u"revisionHistoryLimit"_s, 10},
                     {u"selector"_s, QJsonObject{{u"matchLabels"_s, QJsonObject{{u"app"_s, service.id}}}}},
                     {u"template"_s, podTemplate(service, cell, service.releases.last().tag)}};
    if (plain)
        spec.insert(u"strategy"_s, QJsonObject{{u"type"_s, u"RollingUpdate"_s},
                                               {u"rollingUpdate"_s, QJsonObject{{u"maxSurge"_s, u"25%"_s},
                                                                                {u"maxUnavailable"_s, u"25%"_s}}}});
    else
        spec.insert(u"strategy"_s, strategy(service));
    return {
        {u"apiVersion"_s, plain ? u"apps/v1"_s : u"argoproj.io/v1alpha1"_s},
        {u"kind"_s, plain ? u"Deployment"_s : u"Rollout"_s},
        {u"metadata"_s, QJsonObject{{u"name"_s, service.id},
                                    {u"namespace"_s, nameSpace()},
                                    {u"generation"_s, int(service.releases.size())},
                                    {u"labels"_s, QJsonObject{{u"app"_s, service.id}, {u"team"_s, service.owner}}}}},
        {u"spec"_s, spec}};
}

QJsonObject configMap(const ServiceSpec &service, const CellSpec &cell)
{
    return {{u"apiVersion"_s, u"v1"_s},
            {u"kind"_s, u"ConfigMap"_s},
            {u"metadata"_s, QJsonObject{{u"name"_s, configSetName(service.id)}, {u"namespace"_s, nameSpace()}}},
            {u"data"_s, QJsonObject{{u"log_level"_s, cell.environment == "prod"_L1 ? u"info"_s : u"debug"_s},
                                    {u"request_timeout_ms"_s, u"800"_s},
                                    {u"pool_size"_s, u"32"_s},
                                    {u"region"_s, cell.cell}}}};
}

QJsonObject sharedConfigMap(const CellSpec &cell)
{
    return {{u"apiVersion"_s, u"v1"_s},
            {u"kind"_s, u"ConfigMap"_s},
            {u"metadata"_s, QJsonObject{{u"name"_s, sharedConfigSet()}, {u"namespace"_s, nameSpace()}}},
            {u"data"_s, QJsonObject{{u"currency"_s, cell.cell == "us-1"_L1 ? u"USD"_s : u"EUR"_s},
                                    {u"dns_timeout_ms"_s, u"500"_s},
                                    {u"tls_min_version"_s, u"1.2"_s}}}};
}

} // namespace astern::connectors::sandbox
