// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/clocks.h"
#include "tests/support/shop.h"

// The smallest shop that shows every state, with a clock that the test moves.
namespace astern::small {

inline ServiceConfig service(const char *name, const char *owner, bool measured)
{
    ServiceConfig service = shop::service(QLatin1String(name), QLatin1String(owner));
    if (!measured) {
        service.newLabels.clear();
        service.stableLabels.clear();
        return service;
    }
    service.signalSpecs = {shop::signal("errors", "Error ratio", SignalSpec::Kind::Events, "%", 0.01),
                           shop::signal("orders", "Orders", SignalSpec::Kind::Counter, "/min", {}, 40.0),
                           shop::signal("requests", "Requests", SignalSpec::Kind::Counter, "req/s")};
    return service;
}

// checkout is measured, cart and web are not; each in prod/eu-1, prod/us-1 and staging.
inline Workspace workspace()
{
    Workspace all = shop::ground();
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
