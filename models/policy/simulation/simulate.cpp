// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/simulation/simulate.h"

#include "models/policy/simulation/baselines.h"
#include "models/policy/statistics/quantiles.h"

#include <array>
#include <atomic>
#include <thread>

namespace astern::policy::simulation {
namespace {

constexpr std::array kMethods{"policy", "argo", "flagger", "sre-burn"};

// Of one run and method: the ticks at which it held and acted.
struct Found {
    std::optional<qint64> hold;
    std::optional<qint64> act;
};
struct Run {
    DrawnRollout rollout;
    std::array<Found, kMethods.size()> found;
};

qint64 failedRequests(const Run &run, const Found &found, Subject subject)
{
    const auto &ticks = run.rollout.ticks;
    const bool stops = found.act && *found.act >= run.rollout.onset;
    const auto last = stops ? *found.act : qint64(ticks.size()) - 1;
    qint64 failed = 0;
    for (auto tick = run.rollout.onset; tick <= last; ++tick) {
        const auto &counts = ticks[size_t(tick)].canary;
        failed += subject == Subject::Orders ? counts.total - counts.bad : counts.bad;
    }
    return failed;
}

QJsonValue orNull(const std::optional<double> &value)
{
    return value ? QJsonValue(*value) : QJsonValue(QJsonValue::Null);
}

Row rowOf(const Order &order, const std::vector<Run> &runs, size_t method)
{
    Row row{.method = QLatin1String(kMethods[method]),
            .scenario = order.scenario.id,
            .runs = order.runs,
            .seed = order.seed};
    std::vector<double> delays;
    std::vector<double> holds;
    int wrong = 0;
    int held = 0;
    double failed = 0;
    const bool harm = order.scenario.truth == Truth::Systemic;
    for (const auto &run : runs) {
        const auto &found = run.found[method];
        const auto seconds = [&](qint64 tick) {
            return double((tick - run.rollout.onset + 1) * run.rollout.tickMs) / 1000;
        };
        held += found.hold.has_value();
        if (found.hold && *found.hold >= run.rollout.onset)
            holds.push_back(seconds(*found.hold));
        if (found.act && (!harm || *found.act < run.rollout.onset))
            ++wrong;
        else if (found.act)
            delays.push_back(seconds(*found.act));
        failed += double(failedRequests(run, found, order.scenario.subject));
    }
    const double all = std::max<double>(1, double(runs.size()));
    row.falsePer1000 = 1000 * wrong / all;
    if (harm) {
        row.detectedPct = 100 * double(delays.size()) / all;
        row.medianS = statistics::median(delays);
        row.p95S = statistics::quantile(delays, 0.95);
        if (order.scenario.subject != Subject::Orders) // lost orders cannot be told from those that never were
            row.failedRequests = failed / all;
    }
    if (method == 0) {
        row.holdPer1000 = 1000 * held / all;
        if (order.scenario.truth != Truth::Healthy)
            row.holdMedianS = statistics::median(holds);
    }
    return row;
}

} // namespace

QJsonObject toJson(const Row &row)
{
    return {{QStringLiteral("method"), row.method},
            {QStringLiteral("scenario"), row.scenario},
            {QStringLiteral("runs"), row.runs},
            {QStringLiteral("seed"), QJsonValue(qint64(row.seed))},
            {QStringLiteral("false_per_1000"), row.falsePer1000},
            {QStringLiteral("detected_pct"), orNull(row.detectedPct)},
            {QStringLiteral("median_s"), orNull(row.medianS)},
            {QStringLiteral("p95_s"), orNull(row.p95S)},
            {QStringLiteral("failed_requests"), orNull(row.failedRequests)},
            {QStringLiteral("hold_median_s"), orNull(row.holdMedianS)}};
}

DrawnRollout drawRun(const Order &order, int run)
{
    auto random = Random::stream(order.seed, order.scenario.id + QLatin1Char('/') + QString::number(run));
    return draw(order.scenario, order.policy.time.tickMs, random);
}

QList<Row> simulate(const Order &order)
{
    std::vector<Run> runs(size_t(std::max(0, order.runs)));
    std::atomic<int> next = 0;
    std::atomic<bool> stop = false;
    const auto work = [&](bool tells) {
        for (int i = next++; i < order.runs && !stop; i = next++) {
            auto &run = runs[size_t(i)];
            run.rollout = drawRun(order, i);
            const auto found = judge(run.rollout, order.policy);
            const auto subject = order.scenario.subject;
            run.found = {Found{found.hold, found.systemic}, Found{{}, argoStyle(run.rollout, subject)},
                         Found{{}, flaggerStyle(run.rollout, subject)}, Found{{}, sreBurn(run.rollout, subject)}};
            if (tells && order.progress && !order.progress(i + 1))
                stop = true;
        }
    };
    const auto cores = order.threads > 0 ? order.threads : int(std::max(1U, std::thread::hardware_concurrency()));
    std::vector<std::thread> others;
    for (int i = 1; i < std::min(cores, order.runs); ++i)
        others.emplace_back(work, false);
    work(true);
    for (auto &other : others)
        other.join();
    QList<Row> rows;
    for (size_t method = 0; method < kMethods.size(); ++method) {
        if (order.scenario.subject == Subject::Orders && QLatin1String(kMethods[method]) == QLatin1String("sre-burn"))
            continue; // no objective of that kind
        rows.append(rowOf(order, runs, method));
    }
    return rows;
}

} // namespace astern::policy::simulation
