// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/statistics/dispersion.h"
#include "tests/models/policy/naivejudge.h"

#include <cmath>

namespace astern::test::naive {

using namespace astern::policy;
using statistics::TickCounts;

namespace {

// log q(rho)^e_c (1 - q(rho))^e_s against rho0, as the rule writes it.
double logRatio(const TickCounts &tick, double rho, double rho0)
{
    const auto bad = tick.canary.bad + tick.stable.bad;
    if (bad == 0 || tick.canary.total == 0 || tick.stable.total == 0)
        return 0;
    const double w = double(tick.canary.total) / double(tick.canary.total + tick.stable.total);
    const auto q = [w](double r) { return w * r / (w * r + 1 - w); };
    return double(tick.canary.bad) * std::log(q(rho) / q(rho0)) +
           double(tick.stable.bad) * std::log((1 - q(rho)) / (1 - q(rho0)));
}

double logRate(const statistics::ArmCounts &arm, double p, double p0)
{
    return double(arm.bad) * std::log(p / p0) + double(arm.total - arm.bad) * std::log((1 - p) / (1 - p0));
}

double logOfSum(const QList<double> &terms)
{
    double most = -INFINITY;
    for (const double term : terms)
        most = std::max(most, term);
    if (std::isinf(most))
        return most;
    double sum = 0;
    for (const double term : terms)
        sum += std::exp(term - most);
    return most + std::log(sum);
}

// sum over starts j in [first, t] and alternatives k of (1/R)(1/K) prod_{i=j..t} LR_k(i)^eta, and the reserve.
double evidence(qint64 first, qint64 t, qint64 every, qint64 starts, int alternatives, double eta,
                const std::function<double(int, qint64)> &logLr)
{
    QList<double> terms;
    qint64 used = 0;
    for (auto j = first; j <= t && used < starts; ++j) {
        if (j % every != 0)
            continue;
        ++used;
        for (int k = 0; k < alternatives; ++k) {
            double sum = 0;
            for (auto i = j; i <= t; ++i)
                sum += logLr(k, i);
            terms.append(eta * sum - std::log(double(starts)) - std::log(double(alternatives)));
        }
    }
    if (used < starts)
        terms.append(std::log(1 - double(used) / double(starts)));
    return logOfSum(terms);
}

qint64 e9(double value) { return statistics::toE9(value); }

} // namespace

bool Oracle::differ(const QString &signal, qint64 since, qint64 t, double eta) const
{
    const double ratios[]{1.25, 1.5, 2, 3, 5, 10, 20, 50};
    const auto every = ticks(60'000);
    const auto starts = qint64(std::ceil(double(ticks(m_policy.time.maxDurationMs)) / double(every)));
    const auto log = evidence(0, t - since, every, starts, 8, eta, [&](int k, qint64 i) {
        return logRatio({counts(signal, Role::New, since + i), counts(signal, Role::Stable, since + i)}, ratios[k], 1);
    });
    return e9(log) >= e9(std::log(100.0));
}

// kind: 0 higher is bad, 1 lower is bad, 2 budget. Ticks before `warm` are taken for empty.
QList<Oracle::Phase> Oracle::phases(const TwoPhase &rule, int kind, double tolerate, double bad, double floor,
                                    double badFloor, double eta, qint64 from, qint64 warm,
                                    const std::function<TickCounts(qint64)> &at) const
{
    const auto counts = [&](qint64 u) { return u < warm || u < from ? TickCounts() : at(u); };
    const auto alternatives = int(rule.ratios.size());
    const auto every = ticks(rule.restartEveryMs);
    const auto starts = qint64(std::ceil(double(ticks(m_policy.time.maxDurationMs)) / double(every)));
    QList<QList<double>> ratios(alternatives), rates(alternatives); // by alternative, from the first tick on
    for (qint64 u = 0; u <= m_last; ++u) {
        for (int k = 0; k < alternatives; ++k) {
            const double rho = kind == 1 ? tolerate / rule.ratios.at(k) : tolerate * rule.ratios.at(k);
            ratios[k].append(logRatio(counts(u), rho, tolerate));
            rates[k].append(kind == 1 ? 0
                                      : logRate(counts(u).canary, std::min(floor * rule.ratios.at(k), 0.98), floor));
        }
    }
    const auto ratioLr = [&](int k, qint64 u) { return ratios.at(k).at(u); };
    const auto rateLr = [&](int k, qint64 u) { return rates.at(k).at(u); };
    const auto smaller = [kind](double ratio, double rate) {
        return kind == 0 ? std::min(ratio, rate) : kind == 1 ? ratio : rate;
    };
    const auto harm = [&](qint64 first, qint64 last) { // one start, at the first confirming tick
        const auto log = [&](const auto &lr) {
            return evidence(0, last - first, last - first + 1, 1, alternatives, eta,
                            [&](int k, qint64 i) { return lr(k, first + i); });
        };
        return smaller(log(ratioLr), log(rateLr));
    };
    const auto isCritical = [&](qint64 u) {
        const auto length = rule.critical ? ticks(rule.critical->forMs) : 0;
        if (!rule.critical || kind == 1 || u - length + 1 < from)
            return false;
        qint64 total = 0;
        for (auto v = u - length + 1; v <= u; ++v) {
            const auto arm = counts(v).canary;
            if (arm.total == 0 || e9(double(arm.bad) / double(arm.total)) < e9(rule.critical->ratio))
                return false;
            total += arm.total;
        }
        return total >= rule.critical->minTotal;
    };

    QList<Phase> all;
    Phase phase;
    auto watchFrom = from;
    qint64 suspected = -1;
    double clear = 0;
    QList<qint64> raised;
    for (auto u = from; u <= m_last; ++u, all.append(phase)) {
        const auto E = [&](const auto &lr) { return evidence(watchFrom, u, every, starts, alternatives, eta, lr); };
        phase.evidence = smaller(E(ratioLr), E(rateLr));
        if (!phase.critical && isCritical(u)) {
            phase.critical = true;
            phase.state = 3;
            phase.why = Why::Critical;
        }
        if (phase.state == 0 && e9(phase.evidence) >= e9(std::log(1 / rule.alpha))) {
            suspected = u;
            phase.state = 1;
            phase.why = Why::Suspected;
            statistics::ArmCounts six;
            for (auto v = std::max(from, u - 5); v <= u; ++v) {
                six.total += counts(v).canary.total;
                six.bad += counts(v).canary.bad;
            }
            const double seen = six.total > 0 ? double(six.bad) / double(six.total) : 0;
            clear = std::min(0.5, std::max(badFloor, rule.clearFraction * seen));
            raised.append(u);
            const auto within = std::count_if(raised.begin(), raised.end(),
                                              [&](qint64 r) { return r > u - ticks(rule.recurrence.withinMs); });
            if (within >= rule.recurrence.episodes) {
                phase.state = 3;
                phase.why = Why::Recurrence;
            }
            continue;
        }
        const auto first = suspected + ticks(rule.transientMaxMs) + 1;
        if ((phase.state != 1 && phase.state != 2) || u < first)
            continue;
        double safeRatio = 0, safeRate = 0;
        for (auto v = first; v <= u; ++v) {
            safeRatio += eta * logRatio(counts(v), tolerate, bad);
            safeRate += eta * (kind == 1 ? 0 : logRate(counts(v).canary, floor, clear));
        }
        const auto safe = e9(std::log(2 / rule.betaClear));
        phase.evidence = harm(first, u);
        if (e9(phase.evidence) >= e9(std::log(1 / rule.alphaConfirm))) {
            phase.state = 3;
            phase.why = Why::Confirmed;
        } else if ((kind != 2 && e9(safeRatio) >= safe) || (kind != 1 && clear > floor && e9(safeRate) >= safe)) {
            phase.state = 0;
            phase.why = Why::Cleared;
            phase.ended = u;
            watchFrom = u + 1;
        } else if (phase.state == 1 && u - first + 1 >= ticks(rule.confirmTimeoutMs)) {
            phase.state = 2;
            phase.why = Why::Unconfirmed;
        }
    }
    return all;
}

RuleReading Oracle::phaseReading(const Answering &answering, qint64 from, qint64 t, const QList<Phase> &phases,
                                 const std::function<Outcome(qint64)> &answer) const
{
    RuleReading reading;
    const VerdictClass classes[]{VerdictClass::Unknown, VerdictClass::Transient, VerdictClass::Unknown,
                                 VerdictClass::Systemic};
    qint64 answered = -1;
    for (auto u = from; u <= t; ++u) {
        const auto &phase = phases.at(u - from);
        const auto outcome = answer(u);
        answered = outcome == Outcome::Ok ? u : answered;
        const auto told = reading.verdict;
        reading = {};
        reading.outcome = phase.state == 0 ? outcome : Outcome::Breach;
        reading.logEvidenceE9 = e9(phase.evidence);
        reading.suspects = phase.state != 0;
        reading.why = phase.critical ? Why::Critical : phase.why;
        reading.verdict = classes[phase.state];
        if (phase.state != 0)
            continue;
        const bool lately = phase.ended >= 0 && u - phase.ended < ticks(answering.clearForMs);
        if (outcome == Outcome::Ok)
            reading.verdict = lately ? VerdictClass::Transient : VerdictClass::Healthy;
        else if (answered >= 0 && u - answered <= ticks(answering.noDataHoldMs) && told != VerdictClass::Unknown)
            reading.verdict = told == VerdictClass::Healthy ? VerdictClass::Healthy : VerdictClass::Transient;
        reading.why = reading.verdict == VerdictClass::Unknown     ? Why::NoAnswer
                      : reading.verdict == VerdictClass::Transient ? Why::Cleared
                                                                   : Why::None;
    }
    return reading;
}

double Oracle::eta(const QString &signal, Role role, std::optional<double> phi, bool *assumed) const
{
    *assumed = false;
    if (phi)
        return 1 / *phi;
    qint64 m = 0, bad = 0, total = 0;
    for (auto t = -ticks(3'600'000); t < 0; ++t) {
        const auto one = counts(signal, role, t);
        m += one.total > 0 ? 1 : 0;
        bad += one.bad;
        total += one.total;
    }
    *assumed = m < 30 || bad < 10;
    if (*assumed)
        return 1 / 1.5;
    const double p = double(bad) / double(total);
    double chi2 = 0;
    for (auto t = -ticks(3'600'000); t < 0; ++t) {
        const auto one = counts(signal, role, t);
        if (one.total > 0)
            chi2 += std::pow(double(one.bad) - double(one.total) * p, 2) / (double(one.total) * p);
    }
    const double pearson = chi2 / double(m - 1);
    return pearson < 1.3 ? 1 : 1 / (std::ceil(2 * pearson) / 2);
}

} // namespace astern::test::naive
