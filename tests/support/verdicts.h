// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/guard/placeverdict.h"
#include "tests/support/samples.h"

// What a guard says of a rollout, made by hand: a policy with a rule of each kind that a canary has.
namespace astern::samples {

inline constexpr auto kGuard = "asternctl guard on ops-2";

inline guard::GuardState guardActs()
{
    return {.judges = true,
            .acts = false,
            .why = QStringLiteral("asternctl guard on ops-2 acts"),
            .leader = QLatin1String(kGuard),
            .leaderAliveMs = kNow - 2'000,
            .holds = {},
            .trouble = {}};
}

inline policy::Policy sloPolicy(const QString &service = QStringLiteral("checkout"))
{
    using namespace policy;
    const auto counted = [](const char *id) {
        const Query total{QStringLiteral("prom"), {QStringLiteral("http_requests_total"), {}}};
        Signal signal{.id = QLatin1String(id), .body = Events{.from = Events::Counters{.total = total, .bad = total}}};
        return signal;
    };
    Policy made;
    made.id = service + QStringLiteral("-slo");
    made.revision = 12;
    made.owner = QStringLiteral("team-") + service;
    made.appliesTo = {service, {QStringLiteral("prod")}, {Strategy::Canary}};
    made.signalSpecs = {counted("http"), counted("slow"),
                        Signal{.id = QStringLiteral("queue"),
                               .body = Gauge{.query = {QStringLiteral("prom"), {QStringLiteral("queue_length"), {}}},
                                             .unit = QStringLiteral("jobs")}}};
    CompareRatio compare;
    compare.signal = QStringLiteral("http");
    Threshold slow;
    slow.signal = QStringLiteral("slow");
    slow.above = 0.05;
    slow.clear = 0.04;
    slow.windowMs = 30'000;
    slow.forMs = 60'000;
    Threshold queue;
    queue.signal = QStringLiteral("queue");
    queue.above = 900;
    queue.clear = 720;
    queue.windowMs = 30'000;
    queue.forMs = 120'000;
    queue.aggregate = Threshold::Aggregate::Mean;
    Missing gone;
    gone.signal = QStringLiteral("http");
    gone.staleAfterMs = 45'000;
    gone.unknownAfterMs = 60'000;
    made.rules = {{.id = QStringLiteral("errors-vs-stable"), .body = compare},
                  {.id = QStringLiteral("slow"), .body = slow},
                  {.id = QStringLiteral("queue"), .mode = Mode::Observe, .body = queue},
                  {.id = QStringLiteral("gone"), .body = gone}};
    made.ladder.onTransient = {{.act = Hold()}};
    made.ladder.onSystemic = {{.act = Rollback()},
                              {.act = Page{QStringLiteral("oncall")}, .when = Step::When::NotConfirmed}};
    made.ladder.onUnknown = {
        {.act = Hold()},
        {.act = Ask{QStringLiteral("release-manager"), 1'800'000, Ask::Default::Rollback}, .afterMs = 600'000}};
    made.ladder.onExternal = {{.act = Hold()}, {.act = Page{QStringLiteral("oncall-platform")}}};
    return made;
}

// Everything well for five minutes, judged three seconds ago.
inline guard::PlaceVerdict wellVerdict(const QString &place, const policy::Policy &by = sloPolicy())
{
    using namespace policy;
    const qint64 since = kNow - 270'000;
    const auto reading = [since](qint64 valueE9, qint64 limitE9) {
        RuleReading one;
        one.outcome = policy::Outcome::Ok;
        one.verdict = VerdictClass::Healthy;
        one.valueE9 = valueE9;
        one.limitE9 = limitE9;
        one.coverageE9 = 1'000'000'000;
        one.sinceMs = since;
        one.samples = 1'204;
        return one;
    };
    guard::PlaceVerdict::OfPolicy of;
    of.policy = {.name = QStringLiteral("policies/") + by.id + QStringLiteral(".yaml"),
                 .text = {},
                 .digest = QStringLiteral("9f31c2a7e0b84d15"),
                 .policy = std::make_shared<const Policy>(by),
                 .issues = {}};
    of.verdict.tickMs = kNow - 18'000;
    of.verdict.verdict = VerdictClass::Healthy;
    of.verdict.fresh = true;
    of.verdict.sinceMs = since;
    of.verdict.rules = {reading(2'100'000, 6'907'755'279), reading(12'000'000, 50'000'000),
                        reading(412'000'000'000, 900'000'000'000), reading(2'000'000'000, 45'000'000'000)};
    of.verdict.rules[0].logEvidenceE9 = 120'000'000;
    guard::PlaceVerdict verdict;
    verdict.place = place;
    verdict.rollout = place + QStringLiteral("#new");
    verdict.verdict = VerdictClass::Healthy;
    verdict.fresh = true;
    verdict.sinceMs = since;
    verdict.tickMs = of.verdict.tickMs;
    verdict.judgedAtMs = kNow - 3'000;
    verdict.tickLengthMs = 10'000;
    verdict.latenessMs = 15'000;
    verdict.policies = {of};
    verdict.timeline = {{kNow - 300'000, VerdictClass::Unknown}, {since, VerdictClass::Healthy}};
    return verdict;
}

// One rule of it, and with it the whole, is in this class since then.
inline guard::PlaceVerdict saying(guard::PlaceVerdict verdict, policy::VerdictClass what, policy::Why why,
                                  qint64 sinceMs, size_t rule = 0)
{
    guard::PlaceVerdict::OfPolicy &of = verdict.policies.first();
    policy::RuleReading &reading = of.verdict.rules[rule];
    reading.verdict = what;
    reading.why = why;
    reading.sinceMs = sinceMs;
    reading.outcome = what == policy::VerdictClass::Unknown ? policy::Outcome::NoData : policy::Outcome::Breach;
    reading.suspects = what != policy::VerdictClass::Unknown;
    of.verdict.verdict = what;
    of.verdict.sinceMs = sinceMs;
    of.verdict.reasons = {of.policy.policy->rules.at(qsizetype(rule)).id + QStringLiteral(": ") + policy::wordFor(why)};
    verdict.verdict = what;
    verdict.sinceMs = sinceMs;
    verdict.reasons = of.verdict.reasons;
    verdict.timeline.append({sinceMs, what});
    return verdict;
}

inline guard::Act actOf(const char *key, guard::Act::What what, policy::VerdictClass cause, qint64 dueMs)
{
    guard::Act act;
    act.key = QLatin1String(key);
    act.what = std::move(what);
    act.cause = cause;
    act.episode = 1;
    act.policyId = QStringLiteral("checkout-slo");
    act.dueMs = dueMs;
    return act;
}

// Confirmed for 38 s; held since it was suspected, and the rollback is on its way.
inline guard::PlaceVerdict failingVerdict(const QString &place)
{
    using policy::VerdictClass;
    guard::PlaceVerdict verdict =
        saying(wellVerdict(place), VerdictClass::Transient, policy::Why::Suspected, kNow - 110'000);
    verdict = saying(verdict, VerdictClass::Systemic, policy::Why::Confirmed, kNow - 38'000);
    verdict.policies.first().verdict.rules[0].valueE9 = 34'200'000;
    verdict.policies.first().verdict.rules[0].logEvidenceE9 = 9'210'340'372;
    verdict.sent = {{actOf("hold", policy::Hold(), VerdictClass::Transient, kNow - 92'000),
                     guard::Outcome::Result::Confirmed, QStringLiteral("It is paused.")},
                    {actOf("rollback", policy::Rollback(), VerdictClass::Systemic, kNow - 20'000), std::nullopt, {}}};
    verdict.holds = true;
    return verdict;
}

// Over a limit for 38 s, which is confirmed in 22 s.
inline guard::PlaceVerdict suspectVerdict(const QString &place)
{
    guard::PlaceVerdict verdict =
        saying(wellVerdict(place), policy::VerdictClass::Transient, policy::Why::Breach, kNow - 38'000, 1);
    verdict.policies.first().verdict.rules[1].valueE9 = 127'000'000;
    verdict.coming = {
        {kNow + 7'000, QStringLiteral("rollback"), verdict.policies.first().policy.policy->id, QStringLiteral("slow")}};
    verdict.sent = {{actOf("hold", policy::Hold(), policy::VerdictClass::Transient, kNow - 20'000),
                     guard::Outcome::Result::Confirmed, QStringLiteral("It is paused.")}};
    verdict.holds = true;
    return verdict;
}

// Nothing to judge by, and people are asked what to do.
inline guard::PlaceVerdict askingVerdict(const QString &place)
{
    guard::PlaceVerdict verdict =
        saying(wellVerdict(place), policy::VerdictClass::Unknown, policy::Why::NoAnswer, kNow - 640'000, 3);
    guard::Act ask =
        actOf("ask-1", policy::Ask{QStringLiteral("release-manager"), 1'800'000, policy::Ask::Default::Rollback},
              policy::VerdictClass::Unknown, kNow - 40'000);
    ask.deadlineMs = kNow + 1'760'000;
    verdict.asks = {ask};
    verdict.sent = {{ask, std::nullopt, {}}};
    verdict.coming = {{ask.deadlineMs, QStringLiteral("rollback"), QStringLiteral("checkout-slo"), {}}};
    verdict.holds = true;
    return verdict;
}

inline guard::PlaceVerdict externalVerdict(const QString &place)
{
    guard::PlaceVerdict verdict =
        saying(wellVerdict(place), policy::VerdictClass::External, policy::Why::StableToo, kNow - 240'000);
    verdict.holds = true;
    return verdict;
}

} // namespace astern::samples
