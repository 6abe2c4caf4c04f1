// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"
#include "tests/support/fakedoors.h"
#include "tests/support/samples.h"

#include <cmath>

// A shop at samples::kNow: enough places, signals and trouble to look at every screen.
namespace astern::shop {

inline SignalSpec signal(const char *id, const char *title, SignalSpec::Kind kind, const char *unit,
                         std::optional<double> above = {}, std::optional<double> below = {})
{
    SignalSpec spec;
    spec.id = QLatin1String(id);
    spec.title = QLatin1String(title);
    spec.kind = kind;
    spec.unit = QLatin1String(unit);
    spec.source = QStringLiteral("prom");
    spec.scrapeMs = 5'000; // stale after 30 s
    spec.limitAbove = above;
    spec.limitBelow = below;
    return spec;
}

// argo and prom; staging with one cell, prod with two, protected. No service yet.
inline Workspace ground()
{
    Workspace all;
    all.name = QStringLiteral("shop");
    for (const char *id : {"argo", "prom"}) {
        BackendConfig backend;
        backend.id = QLatin1String(id);
        backend.type =
            QLatin1String(id) == QLatin1String("prom") ? QStringLiteral("prometheus") : QStringLiteral("argo-rollouts");
        all.backends.append(backend);
    }
    EnvironmentConfig staging{
        .id = QStringLiteral("staging"), .cells = {QStringLiteral("eu-1")}, .waves = {}, .at = {}};
    EnvironmentConfig prod{.id = QStringLiteral("prod"),
                           .cells = {QStringLiteral("eu-1"), QStringLiteral("us-1")},
                           .waves = {},
                           .isProtected = true,
                           .at = {}};
    all.environments = {staging, prod};
    return all;
}

// A service in all three cells, whose versions its metrics tell apart.
inline ServiceConfig service(const QString &name, const QString &owner)
{
    ServiceConfig service;
    service.id = name;
    service.owner = owner;
    service.newLabels = {{QStringLiteral("hash"), QStringLiteral("{hash}")}};
    service.stableLabels = {{QStringLiteral("hash"), QStringLiteral("{stable_hash}")}};
    for (const char *cell : {"prod/eu-1", "prod/us-1", "staging/eu-1"}) {
        const QStringList parts = QString::fromLatin1(cell).split(QLatin1Char('/'));
        Placement place;
        place.service = service.id;
        place.environment = parts.first();
        place.cell = parts.last();
        place.onlyCell = place.environment == QLatin1String("staging");
        place.object = {QStringLiteral("argo"), WorkloadKind::ArgoRollout,
                        place.environment + QLatin1Char('-') + place.cell, service.id};
        service.placements.append(place);
    }
    return service;
}

// Many services "service-0000" and so on, with the same signals, each in all three cells.
inline Workspace manyServices(int services, int teams = 1, const QList<SignalSpec> &specs = {})
{
    Workspace all = ground();
    for (int i = 0; i < services; ++i) {
        ServiceConfig made = service(QStringLiteral("service-%1").arg(i, 4, 10, QLatin1Char('0')),
                                     QStringLiteral("team-%1").arg(i % teams));
        made.signalSpecs = specs;
        all.services.append(made);
    }
    return all;
}

// Six signals, four of them with a limit.
inline QList<SignalSpec> sixSignals()
{
    return {
        signal("errors", "Error ratio", SignalSpec::Kind::Events, "%", 0.01),
        signal("slow", "Slower than 300 ms", SignalSpec::Kind::Events, "%", 0.05),
        signal("orders", "Orders", SignalSpec::Kind::Counter, "/min", {}, 10.0),
        signal("queue", "Queue", SignalSpec::Kind::Gauge, "jobs", 900.0),
        signal("requests", "Requests", SignalSpec::Kind::Counter, "req/s"),
        signal("memory", "Memory", SignalSpec::Kind::Gauge, "MiB"),
    };
}

inline Workspace workspace()
{
    Workspace all = ground();
    for (const char *name : {"checkout", "payments", "search", "cart", "catalog", "pricing", "accounts", "inventory",
                             "notifications", "recommendations", "media-resizer", "web-frontend"}) {
        const QString id = QLatin1String(name);
        ServiceConfig made = service(id, QStringLiteral("team-") + id);
        made.signalSpecs = {
            signal("errors", "Error ratio", SignalSpec::Kind::Events, "%", 0.01),
            signal("slow", "Slower than 300 ms", SignalSpec::Kind::Events, "%", 0.05),
            signal("requests", "Requests", SignalSpec::Kind::Counter, "req/s", {}),
            signal("orders", "Orders", SignalSpec::Kind::Counter, "/min", {}, 40.0),
        };
        made.links = {{QStringLiteral("dashboard"), QStringLiteral("https://grafana.shop.example/d/") + id},
                      {QStringLiteral("ci"), QStringLiteral("https://ci.shop.example/") + id},
                      {QStringLiteral("repository"), QStringLiteral("https://git.shop.example/shop/") + id},
                      {QStringLiteral("channel"), QStringLiteral("https://chat.shop.example/team-") + id}};
        all.services.append(made);
    }
    return all;
}

// A quarter of an hour of samples; `bad` rises over the limits two minutes before now.
inline void feed(Session &session, const Placement &place, bool bad)
{
    SampleBatch batch;
    batch.backend = QStringLiteral("prom");
    batch.arrivedMs = samples::kNow;
    const ServiceConfig *service = session.workspace().service(place.service);
    for (const SignalSpec &spec : service->signalSpecs) {
        for (const Role role : {Role::New, Role::Stable}) {
            SampleBatch::Series series{{place.key(), spec.id, role}, {}};
            for (qint64 at = samples::kNow - 900'000; at <= samples::kNow - 2'000; at += 5'000) {
                const double wave =
                    1 + 0.2 * std::sin(double(at % 90'000) / 9'000.0) + 0.1 * std::sin(double(at % 35'000) / 2'300.0);
                const double ill = bad && role == Role::New
                                       ? std::clamp(double(at - samples::kNow + 120'000) / 30'000.0, 0.0, 1.0)
                                       : 0.0;
                double value = 0.0021 * wave + 0.032 * ill * wave;
                if (spec.id == QLatin1String("slow"))
                    value = 0.012 * wave + 0.11 * ill * wave;
                else if (spec.id == QLatin1String("requests"))
                    value = (role == Role::New ? 214 : 641) * wave;
                else if (spec.id == QLatin1String("orders"))
                    value = 52 * wave - 22 * ill * wave;
                series.samples.append({at, value});
            }
            batch.series.append(series);
        }
    }
    session.addSamples(batch);
}

inline void setHealth(Session &session, const char *backend, bool live)
{
    const qint64 now = session.nowMs();
    BackendHealth health;
    health.backend = QLatin1String(backend);
    health.state = live ? BackendHealth::State::Live : BackendHealth::State::Retrying;
    health.lastAnswerMs = now - (live ? 2'000 : 134'000);
    health.sinceMs = samples::kNow - 134'000;
    health.nextTryMs = live ? 0 : now + 4'000;
    health.pollMs = 5'000;
    health.reason = live ? QString() : QStringLiteral("connection refused");
    session.setBackendHealth(health);
}

// Everything seen: one canary fails, one waits, one is held, one goes on, one was given up, the rest serves.
inline void open(Session &session)
{
    setHealth(session, "argo", true);
    setHealth(session, "prom", true);
    RolloutBatch batch;
    batch.backend = QStringLiteral("argo");
    batch.complete = true;
    for (const Placement &place : session.workspace().placements()) {
        Rollout rollout = samples::finished();
        const bool eu = place.environment == QLatin1String("prod") && place.cell == QLatin1String("eu-1");
        if (eu && place.service == QLatin1String("checkout"))
            rollout = samples::progressing();
        if (eu && place.service == QLatin1String("payments"))
            rollout = samples::canary();
        if (eu && (place.service == QLatin1String("pricing") || place.service == QLatin1String("catalog")))
            rollout = samples::progressing();
        if (eu && place.service == QLatin1String("catalog")) {
            rollout.control.pausedByPerson = true;
            rollout.control.pausedSinceMs = samples::kNow - 720'000;
        }
        if (eu && place.service == QLatin1String("search"))
            rollout = samples::aborted();
        rollout.ref = place.object;
        batch.changed.append(rollout);
        feed(session, place, eu && place.service == QLatin1String("checkout"));
    }
    session.observe(batch);
}

} // namespace astern::shop
