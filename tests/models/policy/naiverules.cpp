// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/statistics/ranktest.h"
#include "tests/models/policy/naivejudge.h"

#include <cmath>

namespace astern::test::naive {

using namespace astern::policy;

namespace {

qint64 e9(double value) { return statistics::toE9(value); }
std::optional<qint64> ratioE9(const statistics::ArmCounts &counts)
{
    return counts.total > 0 ? std::optional(e9(double(counts.bad) / double(counts.total))) : std::nullopt;
}

} // namespace

RuleReading Oracle::read(const Threshold &rule, qsizetype index, qint64 t)
{
    const bool isEvents = std::holds_alternative<Events>(m_policy.signal(rule.signal)->body);
    const auto length = ticks(rule.windowMs);
    const auto from = m_afresh.at(index);
    struct Found {
        Outcome outcome;
        std::optional<qint64> value;
        qint64 coverage;
    };
    const auto look = [&](Role role, qint64 u, bool full = false) -> Found {
        const auto seen = window(rule.signal, role, u, length, full ? INT64_MIN : windowFrom(index), rule.answering);
        QList<double> values;
        for (auto v = u - seen.ticks + 1; v <= u; ++v) {
            const auto one = counts(rule.signal, role, v);
            const auto gauge = m_samples.arm(rule.signal, role).gauge.constFind(m_start + v);
            if (isEvents ? one.total > 0 : gauge != m_samples.arm(rule.signal, role).gauge.constEnd())
                values.append(isEvents ? double(one.bad) / double(one.total) : *gauge);
        }
        Found found{seen.outcome, {}, seen.coverageE9()};
        if (!isEvents && found.outcome != Outcome::Invalid && found.outcome != Outcome::NoData)
            found.outcome = values.isEmpty() ? Outcome::NoData : Outcome::Ok;
        if (found.outcome == Outcome::NoData || values.isEmpty() || (!isEvents && found.outcome != Outcome::Ok))
            return found;
        if (isEvents && rule.aggregate == Threshold::Aggregate::Ratio)
            found.value = ratioE9(seen.counts);
        else if (rule.aggregate == Threshold::Aggregate::Max)
            found.value = e9(*std::max_element(values.begin(), values.end()));
        else if (rule.aggregate == Threshold::Aggregate::Min)
            found.value = e9(*std::min_element(values.begin(), values.end()));
        else if (rule.aggregate == Threshold::Aggregate::Last)
            found.value = e9(values.constLast());
        else
            found.value = e9(std::accumulate(values.begin(), values.end(), 0.0) / double(values.size()));
        return found;
    };
    const auto over = [&](Role role, qint64 u, bool in, bool full) -> std::optional<bool> {
        if (full && !reaches(rule.signal, u, length))
            return std::nullopt;
        const auto found = look(role, u, full);
        if (found.outcome != Outcome::Ok)
            return std::nullopt;
        const auto limit = e9(in ? rule.clear : rule.above.value_or(rule.below.value_or(0)));
        return rule.above ? *found.value > limit : *found.value < limit;
    };
    const auto found = look(rule.role, t);
    RuleReading reading;
    if (rule.role == Role::New && t < ticks(m_policy.time.warmUpMs)) {
        reading.outcome = Outcome::Pending;
    } else {
        reading = attributed(index, t, rule.signal, rule.role, rule.answering, ticks(rule.forMs), rule.recurrence, true,
                             over);
        const bool breached = reading.why == Why::Breach ||
                              line(std::max(from, rule.role == Role::New ? ticks(m_policy.time.warmUpMs) : 0), t,
                                   rule.answering, ticks(rule.forMs), rule.recurrence, [&](qint64 u, bool in) {
                                       return over(rule.role, u, in, false);
                                   }).breachSince >= 0;
        reading.outcome = found.outcome == Outcome::Ok && breached ? Outcome::Breach : found.outcome;
    }
    reading.limitE9 = e9(rule.above.value_or(rule.below.value_or(0)));
    reading.valueE9 = found.value;
    reading.coverageE9 = found.coverage;
    return reading;
}

RuleReading Oracle::read(const CompareRatio &rule, qsizetype index, qint64 t)
{
    const auto look = [&](Role role, qint64 u) { return window(rule.signal, role, u, 6, INT64_MIN, rule.answering); };
    statistics::ArmCounts hour;
    for (auto u = -ticks(3'600'000); u < 0; ++u) {
        hour.total += counts(rule.signal, Role::All, u).total;
        hour.bad += counts(rule.signal, Role::All, u).bad;
    }
    const bool lower = rule.direction == Direction::LowerIsBad;
    const bool suspectSource = hour.total >= rule.answering.minTotal && hour.bad == (lower ? 0 : hour.total);
    bool assumed = false;
    const double tempered = eta(rule.signal, Role::Stable, rule.phases.dispersion, &assumed);
    const auto warm = ticks(m_policy.time.warmUpMs);
    const auto from = m_afresh.at(index);
    auto &all = m_phases[{index, from}];
    if (all.isEmpty())
        all = phases(rule.phases, lower ? 1 : 0, rule.tolerateRatio, rule.badRatio, rule.floor, rule.badFloor, tempered,
                     from, warm, [&](qint64 u) {
                         return statistics::TickCounts{counts(rule.signal, Role::New, u),
                                                       counts(rule.signal, Role::Stable, u)};
                     });
    RuleReading reading;
    if (t >= warm) {
        const auto first = std::max(from, warm);
        reading = phaseReading(rule.answering, first, t, all.mid(first - from), [&](qint64 u) {
            const auto canary = look(Role::New, u).outcome;
            return suspectSource ? Outcome::Invalid : canary == Outcome::Ok ? look(Role::Stable, u).outcome : canary;
        });
        if (all.at(t - from).critical)
            m_severity = Severity::Critical;
        if (suspectSource && reading.verdict != VerdictClass::Systemic)
            reading.verdict = VerdictClass::Unknown;
    }
    reading.assumedDispersion = assumed;
    reading.limitE9 = e9(std::log(1 / rule.phases.alpha));
    reading.valueE9 = ratioE9(look(Role::New, t).counts);
    reading.coverageE9 = std::min(look(Role::New, t).coverageE9(), look(Role::Stable, t).coverageE9());
    return reading;
}

// Only where no stable version serves: nothing to attribute harm to but the new one.
RuleReading Oracle::read(const Budget &rule, qsizetype index, qint64 t)
{
    const auto look = [&](qint64 u) { return window(rule.signal, rule.role, u, 6, INT64_MIN, rule.answering); };
    bool assumed = false;
    const double tempered =
        eta(rule.signal, rule.role == Role::New ? Role::Stable : rule.role, rule.phases.dispersion, &assumed);
    const auto warm = rule.role == Role::New ? ticks(m_policy.time.warmUpMs) : 0;
    const auto from = m_afresh.at(index);
    auto &all = m_phases[{index, from}];
    if (all.isEmpty())
        all = phases(rule.phases, 2, 1, 2, rule.budget, rule.badBudget, tempered, from, warm,
                     [&](qint64 u) { return statistics::TickCounts{counts(rule.signal, rule.role, u), {}}; });
    RuleReading reading;
    if (t >= warm) {
        const auto first = std::max(from, warm);
        reading =
            phaseReading(rule.answering, first, t, all.mid(first - from), [&](qint64 u) { return look(u).outcome; });
        if (all.at(t - from).critical)
            m_severity = Severity::Critical;
    }
    reading.assumedDispersion = assumed;
    reading.limitE9 = e9(std::log(1 / rule.phases.alpha));
    reading.valueE9 = ratioE9(look(t).counts);
    reading.coverageE9 = look(t).coverageE9();
    return reading;
}

RuleReading Oracle::read(const BurnRate &rule, qsizetype index, qint64 t)
{
    const Answering answering;
    const auto from = m_afresh.at(index);
    auto shortest = ticks(rule.pairs.at(0).shortMs);
    for (const auto &pair : rule.pairs)
        shortest = std::min(shortest, ticks(pair.shortMs));
    const auto burn = [&](Role role, qint64 u, qint64 ms) -> std::optional<qint64> {
        const auto sum =
            window(rule.signal, role, u, ticks(ms), u > 0 ? windowFrom(index) : INT64_MIN, answering).counts;
        if (sum.total == 0)
            return std::nullopt;
        return e9(double(sum.bad) / double(sum.total) / (1 - rule.slo));
    };
    const auto breaches = [&](Role role, qint64 u, const BurnRate::Pair &pair) {
        return window(rule.signal, role, u, ticks(pair.longMs), u > 0 ? windowFrom(index) : INT64_MIN, answering)
                       .counts.bad >= rule.minBad &&
               burn(role, u, pair.longMs).value_or(0) > e9(pair.factor) &&
               burn(role, u, pair.shortMs).value_or(0) > e9(pair.factor);
    };
    const auto gravest = [&](Role role, qint64 u) -> const BurnRate::Pair * {
        const BurnRate::Pair *found = nullptr;
        for (const auto &pair : rule.pairs) {
            if (breaches(role, u, pair) && (!found || pair.severity > found->severity))
                found = &pair;
        }
        return found;
    };
    const auto outcome = [&](Role role, qint64 u) {
        return window(rule.signal, role, u, shortest, windowFrom(index), answering).outcome;
    };
    const auto of = [&](Role role, qint64 u, bool, bool full) -> std::optional<bool> {
        if (!full) {
            const auto answer = outcome(role, u);
            if (answer == Outcome::NoData || answer == Outcome::Invalid)
                return std::nullopt;
            return gravest(role, u) ? std::optional(true) : answer == Outcome::Ok ? std::optional(false) : std::nullopt;
        }
        std::optional<bool> found;
        for (const auto &pair : rule.pairs) {
            if (reaches(rule.signal, u, ticks(std::max(pair.longMs, pair.shortMs))))
                found = found.value_or(false) || breaches(role, u, pair);
        }
        return found;
    };
    const auto answer = outcome(rule.role, t);
    const bool asked = answer != Outcome::NoData && answer != Outcome::Invalid;
    const auto *shown = asked ? gravest(rule.role, t) : nullptr;
    RuleReading reading;
    if (rule.role != Role::New || t >= ticks(m_policy.time.warmUpMs)) {
        reading = attributed(index, t, rule.signal, rule.role, answering, 0, {0, 0}, rule.sinceStart, of);
        reading.outcome = shown ? Outcome::Breach : answer;
        if (reading.verdict == VerdictClass::Systemic) {
            // The gravest pair since it was systemic.
            auto severity = Severity::Minor;
            for (auto u = t; u >= 0 && (u == t || m_readings.at(u).at(index).verdict == VerdictClass::Systemic); --u) {
                if (of(rule.role, u, false, false).value_or(false))
                    severity = std::max(severity, gravest(rule.role, u)->severity);
                if (u < from)
                    break;
            }
            m_severity = severity;
        }
    }
    const auto &pair = shown ? *shown : rule.pairs.at(0);
    reading.limitE9 = e9(pair.factor);
    reading.valueE9 = burn(rule.role, t, pair.longMs);
    reading.coverageE9 = window(rule.signal, rule.role, t, shortest, windowFrom(index), answering).coverageE9();
    return reading;
}

RuleReading Oracle::read(const Missing &rule, qsizetype index, qint64 t)
{
    RuleReading reading;
    const auto newest = m_samples.arm(rule.signal, rule.role).newest(end(t));
    const auto age = end(t) - newest.value_or(m_rollout.startMs);
    reading.valueE9 = age * 1'000'000;
    reading.limitE9 = rule.staleAfterMs * 1'000'000;
    reading.escalates = rule.escalateAfterMs && age > *rule.escalateAfterMs;
    bool systemic = false;
    for (auto u = m_afresh.at(index); u <= t && !rule.systemicIf.isEmpty(); ++u) {
        const auto then = m_samples.arm(rule.signal, rule.role).newest(end(u));
        bool all = end(u) - then.value_or(m_rollout.startMs) > rule.staleAfterMs;
        for (qsizetype i = 0; i < m_policy.rules.size(); ++i) {
            if (rule.systemicIf.contains(m_policy.rules.at(i).id))
                all = all && (m_readings.at(u).at(i).suspects || m_readings.at(u).at(i).outcome == Outcome::Breach);
        }
        systemic = systemic || all;
    }
    if (systemic) {
        reading.outcome = Outcome::Breach;
        reading.verdict = VerdictClass::Systemic;
        reading.why = Why::MissingInBreach;
        reading.suspects = true;
        return reading;
    }
    reading.outcome = age > rule.staleAfterMs ? Outcome::NoData : newest ? Outcome::Ok : Outcome::Pending;
    const bool well = newest && age <= rule.unknownAfterMs;
    reading.verdict = well ? VerdictClass::Healthy : VerdictClass::Unknown;
    reading.why = well ? Why::None : Why::NoAnswer;
    return reading;
}

RuleReading Oracle::read(const LowTraffic &rule, qsizetype, qint64 t)
{
    RuleReading reading;
    const auto seen = window(rule.signal, rule.role, t, ticks(rule.withinMs), INT64_MIN, {});
    reading.valueE9 = seen.counts.total * 1'000'000'000;
    reading.limitE9 = rule.needTotal * 1'000'000'000;
    reading.coverageE9 = seen.coverageE9();
    const bool enough = seen.counts.total >= rule.needTotal;
    reading.outcome = enough ? Outcome::Ok : Outcome::Insufficient;
    reading.verdict = enough ? VerdictClass::Healthy : VerdictClass::Unknown;
    reading.why = enough ? Why::None : Why::LowTraffic;
    reading.carries = enough || rule.then != LowTraffic::Then::RelyOn;
    return reading;
}

RuleReading Oracle::read(const Quorum &rule, qsizetype index, qint64 t)
{
    RuleReading reading;
    const auto from = m_afresh.at(index);
    const auto within = rule.withinMs ? ticks(*rule.withinMs) : 1;
    qint64 counting = 0, answering = 0;
    bool systemic = false;
    for (auto u = from; u <= t; ++u) {
        qint64 members = 0;
        for (qsizetype i = 0; i < m_policy.rules.size(); ++i) {
            if (rule.of.contains(m_policy.rules.at(i).id) && m_policy.enforces(m_policy.rules.at(i)))
                members += m_readings.at(u).at(i).verdict == VerdictClass::Systemic ? 1 : 0;
        }
        systemic = systemic || members >= rule.need;
    }
    for (qsizetype i = 0; i < m_policy.rules.size(); ++i) {
        if (!rule.of.contains(m_policy.rules.at(i).id) || !m_policy.enforces(m_policy.rules.at(i)))
            continue;
        const auto outcome = m_readings.at(t).at(i).outcome;
        answering += outcome == Outcome::Ok || outcome == Outcome::Breach ? 1 : 0;
        for (auto u = std::max(from, t - within + 1); u <= t; ++u) {
            if (m_readings.at(u).at(i).suspects) {
                ++counting;
                break;
            }
        }
    }
    const bool breach = systemic || counting >= rule.need;
    reading.valueE9 = counting * 1'000'000'000;
    reading.limitE9 = rule.need * 1'000'000'000;
    reading.suspects = breach;
    reading.outcome = breach ? Outcome::Breach : answering < rule.need ? Outcome::NoData : Outcome::Ok;
    if (breach)
        reading.verdict = systemic ? VerdictClass::Systemic : VerdictClass::Transient;
    else
        reading.verdict = answering < rule.need ? VerdictClass::Unknown : VerdictClass::Healthy;
    reading.why = breach ? Why::Quorum : answering < rule.need ? Why::NoAnswer : Why::None;
    return reading;
}

} // namespace astern::test::naive
