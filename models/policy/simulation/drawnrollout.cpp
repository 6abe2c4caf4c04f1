// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/simulation/drawnrollout.h"

#include "models/policy/simulation/signalfeed.h"
#include "models/policy/verdict/evaluator.h"

#include <algorithm>
#include <cmath>

namespace astern::policy::simulation {
namespace {

constexpr qint64 kHourMs = 3'600'000;
constexpr qint64 kArrivalMs = 200; // after the event, where lateness allows it

qint64 clustered(double mean, double size, Random &random)
{
    qint64 count = 0;
    for (auto left = random.poisson(mean / size); left > 0; --left)
        count += 1 + qint64(std::floor(std::log(1 - random.uniform()) / std::log1p(-1 / size)));
    return count;
}

JudgedRollout simulatedRollout()
{
    return {.id = QStringLiteral("simulated/1"),
            .startMs = kSimulatedStartMs + 1,
            .newLabels = {{QStringLiteral("version"), QStringLiteral("new")}},
            .stableLabels = {{QStringLiteral("version"), QStringLiteral("stable")}},
            .sameSlots = {}};
}

// Tells every count and every heartbeat in order.
template <class Count, class Tick>
void play(const DrawnRollout &rollout, Count count, Tick over)
{
    const auto before = qint64(rollout.before.size());
    for (qint64 i = 0; i < before; ++i)
        count(Role::Stable, rollout.before[size_t(i)], kSimulatedStartMs - (before - 1 - i) * rollout.tickMs);
    for (qint64 tick = 0; tick < qint64(rollout.ticks.size()); ++tick) {
        const auto endMs = kSimulatedStartMs + (tick + 1) * rollout.tickMs;
        const auto &counts = rollout.ticks[size_t(tick)];
        if (!rollout.isSilent(tick))
            count(Role::New, counts.canary, endMs);
        count(Role::Stable, counts.stable, endMs);
        if (!over(tick, endMs))
            return;
    }
}

} // namespace

DrawnRollout draw(const Scenario &scenario, qint64 tickMs, Random &random)
{
    const double perTick = scenario.perSecond * double(tickMs) / 1000;
    const auto bad = [&](qint64 total, double ratio) {
        if (scenario.cluster > 0)
            return std::min(total, clustered(double(total) * ratio, scenario.cluster, random));
        return random.binomial(total, ratio);
    };
    DrawnRollout rollout{.tickMs = tickMs};
    const auto first = scenario.onsetFromMs / tickMs;
    const auto last = std::max(first, scenario.onsetToMs / tickMs);
    rollout.onset = first + qint64(random.uniform() * double(last - first + 1));
    const auto onsetMs = rollout.onset * tickMs;
    rollout.silentTicks = scenario.silentMs / tickMs;
    for (qint64 i = 0; i < kHourMs / tickMs; ++i) {
        const auto total = random.poisson(perTick);
        rollout.before.push_back({total, bad(total, ratioAt(scenario, false, -1, onsetMs))});
    }
    for (qint64 tick = 0; tick < scenario.durationMs() / tickMs; ++tick) {
        const auto ms = tick * tickMs;
        const double share = scenario.shares.at(ms / scenario.stepMs);
        statistics::TickCounts counts;
        counts.canary.total = random.poisson(perTick * share);
        counts.stable.total = random.poisson(perTick * (1 - share));
        counts.canary.bad = bad(counts.canary.total, ratioAt(scenario, true, ms, onsetMs));
        counts.stable.bad = bad(counts.stable.total, ratioAt(scenario, false, ms, onsetMs));
        rollout.ticks.push_back(counts);
    }
    return rollout;
}

const Signal *eventsSignal(const Policy &policy)
{
    const auto found = std::find_if(policy.signalSpecs.cbegin(), policy.signalSpecs.cend(),
                                    [](const Signal &signal) { return std::holds_alternative<Events>(signal.body); });
    return found == policy.signalSpecs.cend() ? nullptr : &*found;
}

QList<Record> recordsOf(const DrawnRollout &rollout, const Policy &policy)
{
    QList<Record> records;
    SignalFeed feed(*eventsSignal(policy), simulatedRollout());
    const auto lateness = policy.time.latenessMs;
    play(
        rollout,
        [&](Role role, const statistics::ArmCounts &counts, qint64 endMs) {
            records += feed.records(role, counts, endMs, endMs + std::min(kArrivalMs, lateness));
        },
        [&](qint64, qint64 endMs) {
            records.append(HeartbeatRecord{endMs + lateness});
            return true;
        });
    return records;
}

PolicyFound judge(const DrawnRollout &rollout, const Policy &policy)
{
    const auto judged = simulatedRollout();
    Evaluator evaluator(policy, judged);
    SignalFeed feed(*eventsSignal(policy), judged);
    std::vector<int> handles;
    for (const auto &key : feed.series())
        handles.push_back(evaluator.intake().series(key));
    const auto lateness = policy.time.latenessMs;
    PolicyFound found;
    play(
        rollout,
        [&](Role role, const statistics::ArmCounts &counts, qint64 endMs) {
            for (const auto &value : feed.count(role, counts))
                evaluator.intake().add(handles[value.series], endMs, endMs + std::min(kArrivalMs, lateness),
                                       value.value);
        },
        [&](qint64 tick, qint64 endMs) {
            evaluator.intake().heartbeat(endMs + lateness);
            evaluator.advance([&](const Verdict &verdict) {
                if (verdict.verdict >= VerdictClass::Transient && !found.hold)
                    found.hold = tick;
                if (verdict.verdict == VerdictClass::Systemic && !found.systemic)
                    found.systemic = tick;
            });
            return !found.systemic;
        });
    return found;
}

} // namespace astern::policy::simulation
