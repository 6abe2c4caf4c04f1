// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/simulation/scenario.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace astern::policy::simulation {
namespace {

constexpr qint64 kSecond = 1'000;
constexpr qint64 kMinute = 60'000;

double changed(double before, const Phase &phase, qint64 ms, qint64 onsetMs)
{
    auto since = ms - (phase.fromStart ? 0 : onsetMs) - phase.fromMs;
    if (since < 0 || ms < 0)
        return before;
    if (phase.everyMs > 0)
        since %= phase.everyMs;
    if (phase.forMs && since >= *phase.forMs)
        return before;
    const double target = phase.ratio.value_or(before * phase.times);
    if (since >= phase.rampMs)
        return target;
    return before + (target - before) * double(since) / double(phase.rampMs);
}

Scenario healthy(const char *id) { return {.id = QLatin1String(id), .truth = Truth::Healthy}; }

Scenario harm(const char *id, Phase canary, double perSecond = 100)
{
    return {.id = QLatin1String(id), .truth = Truth::Systemic, .perSecond = perSecond, .canary = {canary}};
}

Scenario burst(const char *id, qint64 seconds, double ratio)
{
    auto scenario = harm(id, {.forMs = seconds * kSecond, .ratio = ratio});
    scenario.truth = Truth::Transient;
    return scenario;
}

Scenario orders(const char *id, double kept)
{
    Scenario scenario{.id = QLatin1String(id), .subject = Subject::Orders, .ratio = 0.05, .drift = 1.5};
    if (kept < 1) {
        scenario.truth = Truth::Systemic;
        scenario.canary = {{.times = kept}};
    }
    return scenario;
}

QList<Scenario> healthyOnes()
{
    auto drift = healthy("healthy_drift_common");
    drift.drift = 4;
    auto ramp = healthy("healthy_drift_step_with_ramp");
    ramp.both = {{.fromStart = true, .fromMs = 1600 * kSecond, .times = 4}};
    auto clusters = healthy("healthy_clustered_errors");
    clusters.cluster = 5;
    auto outage2 = healthy("healthy_common_outage_2m_5pct");
    outage2.both = {{.forMs = 2 * kMinute, .ratio = 0.05}};
    auto outage10 = healthy("healthy_common_outage_10m_5pct");
    outage10.both = {{.forMs = 10 * kMinute, .ratio = 0.05}};
    auto low = healthy("healthy_low_traffic_2rps");
    low.perSecond = 2;
    auto veryLow = healthy("healthy_very_low_0.2rps");
    veryLow.perSecond = 0.2;
    auto gone = healthy("healthy_metric_outage_5m");
    gone.silentMs = 5 * kMinute;
    return {healthy("healthy"),
            drift,
            ramp,
            clusters,
            outage2,
            outage10,
            low,
            veryLow,
            gone,
            burst("transient_30s_30pct", 30, 0.3),
            burst("transient_30s_5pct", 30, 0.05),
            burst("transient_60s_20pct", 60, 0.2)};
}

QList<Scenario> harmfulOnes()
{
    auto leak = harm("leak_latency_ramp_0.5_to_30pct_20m", {.rampMs = 20 * kMinute, .ratio = 0.3});
    leak.subject = Subject::Slow;
    leak.ratio = 0.005;
    return {harm("systemic_step_0.2pct", {.ratio = 0.002}),
            harm("systemic_step_0.5pct", {.ratio = 0.005}),
            harm("systemic_step_1pct", {.ratio = 0.01}),
            harm("systemic_step_2pct", {.ratio = 0.02}),
            harm("systemic_step_5pct", {.ratio = 0.05}),
            harm("systemic_step_20pct", {.ratio = 0.2}),
            harm("systemic_step_100pct", {.ratio = 1}),
            harm("systemic_low_traffic_2rps_20pct", {.ratio = 0.2}, 2),
            harm("systemic_low_traffic_2rps_100pct", {.ratio = 1}, 2),
            leak,
            harm("flapping_20s_of_120s_10pct", {.forMs = 20 * kSecond, .everyMs = 120 * kSecond, .ratio = 0.1}),
            orders("business_healthy_diurnal", 1),
            orders("business_drop_10pct", 0.9),
            orders("business_drop_20pct", 0.8),
            orders("business_drop_50pct", 0.5)};
}

} // namespace

double ratioAt(const Scenario &scenario, bool canary, qint64 ms, qint64 onsetMs)
{
    double ratio = scenario.ratio;
    if (scenario.drift != 1.0) {
        const double turn = double(std::max<qint64>(0, ms)) / double(scenario.durationMs());
        ratio *= (scenario.drift + 1) / 2 - (scenario.drift - 1) / 2 * std::cos(2 * std::numbers::pi * turn);
    }
    for (const auto &phase : scenario.both)
        ratio = changed(ratio, phase, ms, onsetMs);
    if (canary) {
        for (const auto &phase : scenario.canary)
            ratio = changed(ratio, phase, ms, onsetMs);
    }
    return std::clamp(ratio, 0.0, 1.0);
}

const QList<Scenario> &scenarios()
{
    static const QList<Scenario> all = healthyOnes() + harmfulOnes();
    return all;
}

QByteArray policyTextFor(Subject subject)
{
    QByteArray text = "policy: astern/v1\n"
                      "id: simulated\n"
                      "revision: 1\n"
                      "owner: simulation\n"
                      "applies_to: {service: simulated, environments: [prod], strategies: [canary]}\n"
                      "time: {tick: 10s, lateness: 15s, max_duration: 40m}\n"
                      "signals:\n"
                      "  http: {kind: events, scrape: 10s, total: {source: prom, series: events_total}, "
                      "bad: {source: prom, series: events_total, where: {counted: \"yes\"}}}\n"
                      "rules:\n"
                      "  - {id: versus-stable, type: compare.ratio, signal: http, ";
    if (subject == Subject::Orders)
        text += "direction: lower_is_bad, bad_ratio: 0.8";
    else
        text +=
            subject == Subject::Slow ? "direction: higher_is_bad, floor: 1%" : "direction: higher_is_bad, floor: 0.1%";
    return text + "}\n"
                  "  - {id: gone, type: missing, signal: http, role: new, stale_after: 60s, unknown_after: 2m}\n"
                  "ladder:\n"
                  "  on_transient: [{do: hold}]\n"
                  "  on_systemic: [{do: rollback}]\n"
                  "  on_unknown: [{do: hold}]\n"
                  "  on_external: [{do: hold}]\n";
}

} // namespace astern::policy::simulation
