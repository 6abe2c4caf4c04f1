// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/sandbox/companypolicies.h"

#include "connectors/sandbox/json.h"

namespace astern::connectors::sandbox {

namespace {

// A canary beside a stable version: the comparison decides, the limit tells people when at the latest. A person is
// asked before production goes back, because trying the emergency control is what most come here for.
constexpr auto kCheckoutCanary = R"(policy: astern/v1
id: checkout-canary
revision: 4
owner: team-payments
applies_to: {service: checkout, environments: [prod], strategies: [canary]}
time: {tick: 5s, lateness: 10s, max_duration: 60m}
signals:
  http:
    kind: events
    scrape: @SCRAPE@
    total: {source: prom, series: http_requests_total}
    bad: {source: prom, series: http_requests_total, where: {status: "5xx"}}
    error_class: server_error
  slow:                               # what is too slow is counted, so that it is judged as exactly as errors are
    kind: events
    scrape: @SCRAPE@
    histogram: {source: prom, series: http_request_duration_seconds, over: 300ms}
    error_class: slow
rules:
  - {id: errors-vs-stable, type: compare.ratio, signal: http, direction: higher_is_bad, floor: 0.2%, transient_max: 60s, severity: major}
  - {id: slow-vs-stable, type: compare.ratio, signal: slow, direction: higher_is_bad, floor: 1%, transient_max: 60s, severity: major}
  - {id: errors-limit, type: threshold, signal: http, role: new, above: 3%, window: 30s, for: 3m, severity: major}
  - {id: recovery, type: threshold, signal: http, role: all, above: 2%, window: 30s, for: 15m, clear_for: 30s, severity: minor}   # tells whether a rollback helped
  - {id: errors-missing, type: missing, signal: http, role: new, stale_after: 30s, unknown_after: 60s, escalate_after: 10m}
  - {id: slow-missing, type: missing, signal: slow, role: new, stale_after: 30s, unknown_after: 60s, escalate_after: 10m}
ladder:
  on_transient: [{do: hold}]
  on_systemic:
    - {do: hold}
    - {do: ask, to: release-manager, timeout: 15m, default: rollback}   # nobody answers: back it goes
    - {do: page, to: oncall-payments, when: not_confirmed}
  on_unknown: [{do: hold, after: 2m}, {do: ask, to: release-manager, after: 10m, timeout: 30m, default: hold}]
  on_external: [{do: hold}, {do: page, to: oncall-platform}]
)";

// How fast the whole service's error budget goes, whoever serves it.
constexpr auto kCheckoutSlo = R"(policy: astern/v1
id: checkout-slo
revision: 2
owner: team-payments
applies_to: {service: checkout, environments: [prod], strategies: [canary]}
time: {tick: 5s, lateness: 10s, max_duration: 60m}
signals:
  http:
    kind: events
    scrape: @SCRAPE@
    total: {source: prom, series: http_requests_total}
    bad: {source: prom, series: http_requests_total, where: {status: "5xx"}}
    error_class: server_error
rules:
  - id: burn
    type: burn_rate
    signal: http
    role: all
    slo: 99%
    period: 30d
    min_bad: 20
    pairs:
      - {long: 30m, short: 5m, factor: 14.4, severity: critical}
      - {long: 1h, short: 10m, factor: 6, severity: major}
    attribute: since_start            # what burned before the rollout is not its fault
  - {id: missing, type: missing, signal: http, role: all, stale_after: 30s, unknown_after: 60s, escalate_after: 10m}
ladder:
  on_transient: [{do: hold}]
  on_systemic: [{do: rollback, retries: 3, backoff: 5s, timeout: 5m}, {do: page, to: oncall-payments, when: not_confirmed}]
  on_unknown: [{do: hold, after: 2m}, {do: ask, to: release-manager, after: 10m, timeout: 30m, default: hold}]
  on_external: [{do: hold}, {do: page, to: oncall-payments}]
)";

// The whole ladder: hold, the flag off, then back, without a person.
constexpr auto kSearchCanary = R"(policy: astern/v1
id: search-canary
revision: 7
owner: team-discovery
applies_to: {service: search, environments: [prod], strategies: [canary]}
time: {tick: 5s, lateness: 10s, max_duration: 60m}
signals:
  http:
    kind: events
    scrape: @SCRAPE@
    total: {source: prom, series: http_requests_total}
    bad: {source: prom, series: http_requests_total, where: {status: "5xx"}}
    error_class: server_error
  slow:
    kind: events
    scrape: @SCRAPE@
    histogram: {source: prom, series: http_request_duration_seconds, over: 300ms}
    error_class: slow
rules:
  - {id: errors-vs-stable, type: compare.ratio, signal: http, direction: higher_is_bad, floor: 0.2%, transient_max: 60s, severity: major}
  - {id: slow-vs-stable, type: compare.ratio, signal: slow, direction: higher_is_bad, floor: 1%, transient_max: 60s, severity: major}
  - {id: recovery, type: threshold, signal: http, role: all, above: 2%, window: 30s, for: 15m, clear_for: 30s, severity: minor}
  - {id: errors-missing, type: missing, signal: http, role: new, stale_after: 30s, unknown_after: 60s, escalate_after: 10m}
  - {id: slow-missing, type: missing, signal: slow, role: new, stale_after: 30s, unknown_after: 60s, escalate_after: 10m}
guards: {cool_down: 10m, max_auto_rollbacks: {count: 2, within: 24h}}
ladder:
  on_transient: [{do: hold}, {do: shrink, to: 5%}]
  on_systemic:
    - {do: hold}
    - {do: mitigate, flag: search-ranker-v2, set: "off", wait: 90s, unless: critical}
    - {do: rollback, retries: 3, backoff: 5s, timeout: 5m, when: still_systemic}
    - {do: page, to: oncall-discovery, when: not_confirmed}
  on_unknown: [{do: hold, after: 2m}, {do: ask, to: release-manager, after: 10m, timeout: 30m, default: hold}]
  on_external: [{do: hold}, {do: page, to: oncall-platform}]
)";

// A Deployment: no stable version stays beside the new one, so it is judged by limits.
constexpr auto kFrontendRolling = R"(policy: astern/v1
id: web-frontend-rolling
revision: 3
owner: team-storefront
applies_to: {service: web-frontend, environments: [staging, prod], strategies: [rolling]}
time: {tick: 5s, lateness: 10s, max_duration: 30m}
signals:
  http:
    kind: events
    scrape: @SCRAPE@
    total: {source: prom, series: http_requests_total}
    bad: {source: prom, series: http_requests_total, where: {status: "5xx"}}
    error_class: server_error
rules:
  - {id: errors-continuous, type: threshold, signal: http, role: new, above: 2%, clear: 1%, window: 30s, for: 90s, severity: major}
  - {id: recovery, type: threshold, signal: http, role: all, above: 2%, window: 30s, for: 15m, clear_for: 30s, severity: minor}
  - {id: errors-missing, type: missing, signal: http, role: new, stale_after: 30s, unknown_after: 60s, escalate_after: 10m}
ladder:
  on_transient: [{do: hold}]
  on_systemic: [{do: rollback, retries: 3, backoff: 5s, timeout: 5m}, {do: page, to: oncall-storefront, when: not_confirmed}]
  on_unknown: [{do: notify, to: storefront-room, after: 3m}, {do: ask, to: release-manager, after: 10m, timeout: 30m, default: hold}]
  on_external: [{do: hold}, {do: page, to: oncall-platform}]
)";

} // namespace

QList<CompanyPolicy> companyPolicies(int scrapeMs)
{
    const QByteArray scrape = QByteArray::number(scrapeMs) + "ms";
    const auto made = [&scrape](const QString &id, const QString &service, const char *yaml) {
        return CompanyPolicy{id, service, QByteArray(yaml).replace("@SCRAPE@", scrape)};
    };
    return {made(u"checkout-canary"_s, u"checkout"_s, kCheckoutCanary),
            made(u"checkout-slo"_s, u"checkout"_s, kCheckoutSlo), made(u"search-canary"_s, u"search"_s, kSearchCanary),
            made(u"web-frontend-rolling"_s, u"web-frontend"_s, kFrontendRolling)};
}

} // namespace astern::connectors::sandbox
