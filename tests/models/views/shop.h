// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"
#include "tests/support/fakedoors.h"
#include "tests/support/samples.h"

// The smallest shop that shows every state, with a clock that the test moves.
namespace astern::small {

class ManualClock final : public Clock {
public:
    [[nodiscard]] qint64 wallMs() const override { return m_wall; }
    [[nodiscard]] qint64 monoMs() const override { return m_mono; }
    void pass(qint64 ms)
    {
        m_wall += ms;
        m_mono += ms;
    }

private:
    qint64 m_wall = samples::kNow;
    qint64 m_mono = 1'000'000;
};

inline SignalSpec signal(const char *id, const char *title, SignalSpec::Kind kind, const char *unit)
{
    SignalSpec spec;
    spec.id = QLatin1String(id);
    spec.title = QLatin1String(title);
    spec.kind = kind;
    spec.unit = QLatin1String(unit);
    spec.source = QStringLiteral("prom");
    spec.scrapeMs = 5'000; // stale after 30 s
    return spec;
}

inline ServiceConfig service(const char *name, const char *owner, bool measured)
{
    ServiceConfig service;
    service.id = QLatin1String(name);
    service.owner = QLatin1String(owner);
    for (const char *where : {"prod/eu-1", "prod/us-1", "staging/eu-1"}) {
        const QStringList parts = QString::fromLatin1(where).split(QLatin1Char('/'));
        Placement place;
        place.service = service.id;
        place.environment = parts.first();
        place.cell = parts.last();
        place.onlyCell = place.environment == QLatin1String("staging");
        place.object = {QStringLiteral("argo"), WorkloadKind::ArgoRollout, parts.join(QLatin1Char('-')), service.id};
        service.placements.append(place);
    }
    if (!measured)
        return service;
    service.newLabels = {{QStringLiteral("hash"), QStringLiteral("{hash}")}};
    service.stableLabels = {{QStringLiteral("hash"), QStringLiteral("{stable_hash}")}};
    SignalSpec errors = signal("errors", "Error ratio", SignalSpec::Kind::Events, "%");
    errors.limitAbove = 0.01;
    SignalSpec orders = signal("orders", "Orders", SignalSpec::Kind::Counter, "/min");
    orders.limitBelow = 40.0;
    const SignalSpec requests = signal("requests", "Requests", SignalSpec::Kind::Counter, "req/s"); // without a limit
    service.signalSpecs = {errors, orders, requests};
    return service;
}

// checkout is measured, cart and web are not; each in prod/eu-1, prod/us-1 and staging.
inline Workspace workspace()
{
    Workspace all;
    all.name = QStringLiteral("shop");
    for (const char *id : {"argo", "prom"}) {
        BackendConfig backend;
        backend.id = QLatin1String(id);
        all.backends.append(backend);
    }
    EnvironmentConfig staging;
    staging.id = QStringLiteral("staging");
    staging.cells = {QStringLiteral("eu-1")};
    EnvironmentConfig prod;
    prod.id = QStringLiteral("prod");
    prod.cells = {QStringLiteral("eu-1"), QStringLiteral("us-1")};
    prod.isProtected = true;
    all.environments = {staging, prod};
    all.services = {service("checkout", "payments-team", true), service("cart", "basket-team", false),
                    service("web", "front-team", false)};
    return all;
}

// A session over it, fed by hand. Nothing is seen at first.
class Shop {
public:
    ManualClock clock;
    FakeAuthority authority;
    FakeJournal journal;
    Session session{workspace(), Session::Doors{.clock = &clock, .authority = &authority, .journal = &journal}};

    void observe(const QString &key, Rollout rollout)
    {
        rollout.ref = session.placement(key)->object;
        session.observe({.backend = QStringLiteral("argo"), .complete = false, .changed = {rollout}, .gone = {}});
    }
    void observeAll(const Rollout &rollout)
    {
        for (const Placement &place : session.workspace().placements())
            observe(place.key(), rollout);
    }
    // A sample that is `agoMs` old.
    void sample(const QString &key, const char *signal, Role role, double value, qint64 agoMs = 0)
    {
        session.addSamples({QStringLiteral("prom"),
                            clock.wallMs(),
                            {{{key, QLatin1String(signal), role}, {{clock.wallMs() - agoMs, value}}}}});
    }
    // Fresh samples within every limit.
    void well(const QString &key, Role role, qint64 agoMs = 0)
    {
        sample(key, "errors", role, 0.002, agoMs);
        sample(key, "orders", role, 52, agoMs);
    }
    void health(const char *backend, BackendHealth::State state, qint64 lastAnswerMs, const char *reason = "")
    {
        BackendHealth health;
        health.backend = QLatin1String(backend);
        health.state = state;
        health.lastAnswerMs = lastAnswerMs;
        health.pollMs = 5'000;
        health.reason = QLatin1String(reason);
        session.setBackendHealth(health);
    }
    void alive() { health("argo", BackendHealth::State::Live, clock.wallMs()); }
    // A plan of this kind under way at the place.
    void goBack(const QString &key, PlanKind kind, qint64 startedMs)
    {
        const Result<Plan> plan = session.plan(kind, key);
        Q_ASSERT(plan);
        PlanRun run;
        run.plan = *plan;
        run.startedMs = startedMs;
        run.steps.resize(plan->steps.size());
        session.setRun(run);
    }
};

} // namespace astern::small
