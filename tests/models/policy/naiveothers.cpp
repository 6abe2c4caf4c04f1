// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/statistics/ranktest.h"
#include "tests/models/policy/naivejudge.h"

#include <cmath>

namespace astern::test::naive {

using namespace astern::policy;

namespace {

constexpr qint64 kOne = 1'000'000'000;

} // namespace

RuleReading Oracle::read(const Deadline &rule, qsizetype index, qint64 t)
{
    const auto &arm = m_samples.arm(rule.signal, rule.role);
    const auto &states = std::get<States>(m_policy.signal(rule.signal)->body).states;
    const auto expected = states.indexOf(rule.expect);
    const auto staleAfter = m_policy.signal(rule.signal)->staleAfterMs;
    QSet<QString> wereReady;
    auto progress = m_rollout.startMs;
    bool held = false;
    Why latched = Why::None;
    RuleReading reading;
    for (qint64 u = 0; u <= t; ++u) {
        const auto now = end(u);
        qint64 all = 0, ready = 0;
        bool late = false, loops = false;
        for (const auto &one : arm.instances.value(m_start + u)) {
            if (one.gone)
                continue;
            ++all;
            loops = loops || one.restarts >= rule.crashLoops;
            if (one.state == expected && one.sinceMs + rule.healthyForMs <= now) {
                ++ready;
                if (!wereReady.contains(one.id))
                    progress = now;
                wereReady.insert(one.id);
            } else {
                late = late || (!wereReady.contains(one.id) && one.startedMs + rule.eachWithinMs <= now);
            }
        }
        const auto wanted = rule.quorum.kind == Deadline::Quorum::Kind::All ? all
                            : rule.quorum.kind == Deadline::Quorum::Kind::Count
                                ? rule.quorum.count
                                : qint64(std::ceil(rule.quorum.percent * double(all) - 1e-9));
        const bool holds = all > 0 && ready >= wanted;
        held = held || holds;
        const auto newest = arm.newest(now);
        const bool fresh = newest && now - *newest <= staleAfter;
        if (u < m_afresh.at(index))
            latched = Why::None;
        if (latched == Why::None && fresh && arm.instances.value(m_start + u).isEmpty() &&
            m_rollout.startMs + rule.eachWithinMs <= now)
            latched = Why::NoInstance;
        else if (latched == Why::None && fresh && !arm.instances.value(m_start + u).isEmpty() && !holds)
            latched = loops                                              ? Why::CrashLoop
                      : late                                             ? Why::Deadline
                      : !held && progress + rule.progressWithinMs <= now ? Why::NoProgress
                                                                         : Why::None;
        if (u < m_afresh.at(index))
            latched = Why::None;
        reading = {};
        reading.valueE9 = ready * kOne;
        reading.limitE9 = wanted * kOne;
        if (latched != Why::None) {
            reading.outcome = Outcome::Breach;
            reading.verdict = VerdictClass::Systemic;
            reading.why = latched;
            reading.suspects = true;
        } else if (!fresh) {
            reading.outcome = newest ? Outcome::NoData : Outcome::Pending;
            reading.why = Why::SourceDown;
        } else if (held) {
            reading.outcome = holds ? Outcome::Ok : Outcome::Breach;
            reading.verdict = holds ? VerdictClass::Healthy : VerdictClass::Transient;
            reading.why = holds ? Why::None : Why::Breach;
            reading.suspects = !holds;
        }
    }
    return reading;
}

RuleReading Oracle::read(const ProbeRule &rule, qsizetype index, qint64 t)
{
    const auto silent = 3 * std::get<Probe>(m_policy.signal(rule.signal)->body).everyMs;
    struct Count {
        qint64 up = 0, down = 0, reporting = 0;
    };
    const auto look = [&](Role role, qint64 from, qint64 u) {
        QMap<QString, QList<ProbeResult>> by;
        for (const auto &result : m_samples.arm(rule.signal, role).results) {
            if (result.atMs <= end(u) && result.atMs > end(from - 1) &&
                result.atMs >= m_rollout.startMs + rule.initialDelayMs)
                by[result.location].append(result);
        }
        Count count;
        for (const auto &results : by) {
            if (end(u) - results.constLast().atMs > silent)
                continue;
            ++count.reporting;
            int state = 0;
            qint64 row = 0;
            for (qsizetype i = 0; i < results.size(); ++i) {
                row = i > 0 && results.at(i - 1).success == results.at(i).success ? row + 1 : 1;
                if (results.at(i).success && row >= rule.recoverAfter)
                    state = 1;
                if (!results.at(i).success && row >= rule.failAfter)
                    state = -1;
            }
            count.up += state > 0 ? 1 : 0;
            count.down += state < 0 ? 1 : 0;
        }
        return count;
    };
    const auto from = m_afresh.at(index);
    bool latched = false;
    for (auto u = from; u <= t; ++u)
        latched = latched || (look(rule.role, from, u).down >= rule.locations &&
                              (rule.role == Role::Stable || look(Role::Stable, 0, u).down < rule.locations));
    const auto count = look(rule.role, from, t);
    RuleReading reading;
    reading.valueE9 = count.down * kOne;
    reading.limitE9 = rule.locations * kOne;
    reading.suspects = latched || count.down > 0;
    reading.outcome = reading.suspects       ? Outcome::Breach
                      : count.reporting == 0 ? Outcome::NoData
                      : count.up > 0         ? Outcome::Ok
                                             : Outcome::Pending;
    if (latched)
        reading.verdict = VerdictClass::Systemic;
    else if (count.down >= rule.locations)
        reading.verdict = VerdictClass::External;
    else if (count.down > 0)
        reading.verdict = VerdictClass::Transient;
    else
        reading.verdict = count.up > 0 ? VerdictClass::Healthy : VerdictClass::Unknown;
    const Why whys[]{Why::None, count.reporting == 0 ? Why::NoAnswer : Why::None, Why::Breach, Why::StableToo,
                     Why::ProbeFailed};
    reading.why = whys[int(reading.verdict)];
    return reading;
}

RuleReading Oracle::read(const StateRule &rule, qsizetype index, qint64 t)
{
    const auto &signal = *m_policy.signal(rule.signal);
    const auto bad = [&](Role role, qint64 u, bool, bool) -> std::optional<bool> {
        const auto &arm = m_samples.arm(rule.signal, role);
        const auto newest = arm.newest(end(u));
        if (!newest || end(u) - *newest > signal.staleAfterMs)
            return std::nullopt;
        bool any = false;
        for (const auto &one : arm.instances.value(m_start + u))
            any = any || (!one.gone && one.state >= 0 &&
                          rule.bad.contains(std::get<States>(signal.body).states.at(one.state)));
        return any;
    };
    RuleReading reading;
    if (rule.role == Role::New && t < ticks(m_policy.time.warmUpMs))
        return reading;
    reading = attributed(index, t, rule.signal, rule.role, {}, ticks(rule.forMs), {0, 0}, false, bad);
    const auto now = bad(rule.role, t, false, false);
    reading.outcome = !now ? Outcome::NoData : *now ? Outcome::Breach : Outcome::Ok;
    return reading;
}

RuleReading Oracle::read(const Sampled &rule, qsizetype index, qint64 t)
{
    const auto every = ticks(rule.everyMs);
    const auto &raw = m_samples.arm(rule.signal, rule.role).raw;
    qint64 done = 0, failures = 0, inconclusive = 0, errors = 0, row = 0;
    std::optional<double> value;
    RuleReading reading;
    for (auto u = m_afresh.at(index); u <= t && reading.outcome == Outcome::Pending; ++u) {
        if ((u + 1) % every != 0)
            continue;
        std::optional<double> read;
        for (auto v = std::max<qint64>(0, u - every + 1); v <= u; ++v) {
            if (raw.contains(m_start + v))
                read = raw.value(m_start + v);
        }
        if (!read) {
            if (++errors > rule.maxSourceErrors) {
                reading.outcome = Outcome::Invalid;
                reading.why = Why::NoAnswer;
            }
            continue;
        }
        errors = 0;
        value = read;
        ++done;
        const bool fails = rule.fail ? rule.fail->holds(*read) : !rule.pass->holds(*read);
        const bool passes = !fails && (!rule.pass || rule.pass->holds(*read));
        failures += fails;
        inconclusive += !fails && !passes;
        row = passes ? row + 1 : 0;
        if (failures > rule.maxFailures) {
            reading.outcome = Outcome::Breach;
            reading.verdict = VerdictClass::Systemic;
            reading.why = Why::Measured;
            reading.suspects = true;
        } else if (inconclusive > rule.maxInconclusive) {
            reading.outcome = Outcome::Invalid;
            reading.why = Why::NoAnswer;
        } else if (rule.needSuccessesInARow ? row >= *rule.needSuccessesInARow : done >= rule.count) {
            reading.outcome = Outcome::Ok;
            reading.verdict = VerdictClass::Healthy;
        }
    }
    if (value && std::isfinite(*value))
        reading.valueE9 = statistics::toE9(*value);
    return reading;
}

RuleReading Oracle::read(const CompareRank &rule, qsizetype index, qint64 t)
{
    RuleReading reading;
    reading.carries = false;
    for (auto u = m_afresh.at(index); u <= t && reading.verdict != VerdictClass::Systemic; ++u) {
        const bool atEnd = m_samples.marked(MarkRecord::Kind::RolloutEnd, m_start + u);
        const bool atStep = m_samples.marked(MarkRecord::Kind::StepEnd, m_start + u);
        if (!atEnd && !(atStep && rule.at == CompareRank::Look::StepEnd))
            continue;
        const auto minute = 60'000 / m_policy.time.tickMs;
        const auto ratios = [&](Role role) {
            std::vector<double> found;
            for (qint64 first = 0; first + minute - 1 <= u; first += minute) {
                statistics::ArmCounts sum;
                for (auto v = first; v < first + minute; ++v) {
                    sum.total += counts(rule.signal, role, v).total;
                    sum.bad += counts(rule.signal, role, v).bad;
                }
                if (sum.total > 0)
                    found.push_back(double(sum.bad) / double(sum.total));
            }
            return found;
        };
        const auto result = statistics::compareRanks(ratios(Role::New), ratios(Role::Stable),
                                                     {rule.alpha, rule.minSamples, rule.effectA12});
        const bool higher = result.answer == statistics::RankClass::Higher;
        const bool lower = result.answer == statistics::RankClass::Lower;
        const bool bad = rule.direction == Direction::Either        ? higher || lower
                         : rule.direction == Direction::HigherIsBad ? higher
                                                                    : lower;
        reading = {};
        reading.valueE9 = statistics::toE9(result.a12);
        reading.limitE9 = statistics::toE9(rule.effectA12);
        if (result.answer == statistics::RankClass::Insufficient) {
            reading.outcome = Outcome::Insufficient;
            reading.why = Why::NoAnswer;
            continue;
        }
        reading.outcome = bad ? Outcome::Breach : Outcome::Ok;
        reading.verdict = bad ? VerdictClass::Systemic : VerdictClass::Healthy;
        reading.why = bad ? Why::FixedLook : Why::None;
        reading.suspects = bad;
    }
    return reading;
}

} // namespace astern::test::naive
