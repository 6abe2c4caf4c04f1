// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/models/policy/naivejudge.h"

#include <cmath>

namespace astern::test::naive {

using namespace astern::policy;

namespace {

qint64 e9(double value) { return statistics::toE9(value); }

} // namespace

Oracle::Oracle(const Policy &policy, const JudgedRollout &rollout, const QList<Record> &records, qint64 last)
    : m_policy(policy), m_rollout(rollout), m_samples(policy, rollout, records, last),
      m_start(qint64(std::ceil(double(rollout.startMs) / double(policy.time.tickMs)))),
      m_afresh(policy.rules.size(), 0), m_last(last - m_start)
{
    for (qint64 t = 0; m_start + t <= last; ++t) {
        m_readings.append(QList<RuleReading>(policy.rules.size()));
        QSet<qsizetype> done;
        // Low traffic first, then whoever reads nobody, then the others.
        for (int round = 0; round < 4; ++round) {
            for (qsizetype i = 0; i < policy.rules.size(); ++i) {
                const auto &body = policy.rules.at(i).body;
                const auto *missing = std::get_if<Missing>(&body);
                const bool reads = std::holds_alternative<Quorum>(body) || (missing && !missing->systemicIf.isEmpty());
                const int when = std::holds_alternative<LowTraffic>(body) ? 0 : !reads ? 1 : missing ? 2 : 3;
                if (when == round)
                    m_readings[t][i] = judge(i, t);
            }
        }
        combine(t);
    }
}

statistics::ArmCounts Oracle::counts(const QString &signal, Role role, qint64 t) const
{
    return m_samples.arm(signal, role).counts.value(m_start + t);
}

qint64 Oracle::Window::coverageE9() const { return ticks == 0 ? 0 : e9(double(data) / double(ticks)); }

Oracle::Window Oracle::window(const QString &signal, Role role, qint64 t, qint64 length, qint64 from,
                              const Answering &answering) const
{
    const auto first = m_samples.firstData(signal, role);
    const auto exists =
        role == Role::New ? 0 : std::min<qint64>(0, first == std::numeric_limits<qint64>::max() ? 0 : first - m_start);
    Window found;
    for (auto u = std::max({t - length + 1, exists, from}); u <= t; ++u) {
        ++found.ticks;
        found.data += m_samples.hasData(signal, role, m_start + u) ? 1 : 0;
        found.counts.total += counts(signal, role, u).total;
        found.counts.bad += counts(signal, role, u).bad;
    }
    if (m_samples.arm(signal, role).invalid.contains(m_start + t))
        found.outcome = Outcome::Invalid;
    else if (found.data == 0 || found.coverageE9() < e9(answering.minCoverage))
        found.outcome = Outcome::NoData;
    else if (found.counts.total == 0)
        found.outcome = Outcome::NoTraffic;
    else
        found.outcome = found.counts.total < answering.minTotal ? Outcome::Insufficient : Outcome::Ok;
    return found;
}

bool Oracle::reaches(const QString &signal, qint64 t, qint64 length) const
{
    const auto first = m_samples.firstData(signal, Role::All);
    return first != std::numeric_limits<qint64>::max() && m_start + t - length + 1 >= first;
}

Oracle::Line Oracle::line(qint64 from, qint64 t, const Answering &answering, qint64 forTicks,
                          const Recurrence &recurrence, const Condition &condition) const
{
    Line now;
    qint64 frozen = 0, ok = 0, answered = -1;
    QList<qint64> ended;
    for (auto u = from; u <= t; ++u) {
        now.confirmed = Why::None;
        const auto breached = condition(u, now.breachSince >= 0);
        if (!breached) {
            frozen += now.breachSince >= 0 ? 1 : 0;
            if (answered < 0 || u - answered > ticks(answering.noDataHoldMs)) {
                now.verdict = VerdictClass::Unknown;
                now.breachSince = -1;
                ok = 0;
            }
            continue;
        }
        answered = u;
        if (*breached) {
            if (now.breachSince < 0) {
                now.breachSince = u;
                frozen = 0;
            }
            ok = 0;
            now.verdict = VerdictClass::Transient;
            if (u - now.breachSince - frozen >= forTicks)
                now.confirmed = Why::Continuous;
            continue;
        }
        if (now.breachSince >= 0) {
            now.breachSince = -1;
            ended.append(u);
            const auto lately =
                std::count_if(ended.begin(), ended.end(), [&](qint64 e) { return e > u - ticks(recurrence.withinMs); });
            if (recurrence.episodes > 0 && lately >= recurrence.episodes)
                now.confirmed = Why::Recurrence;
        }
        if (++ok >= ticks(answering.clearForMs)) {
            now.verdict = VerdictClass::Healthy;
            now.everHealthy = true;
        }
    }
    return now;
}

RuleReading Oracle::attributed(qsizetype index, qint64 t, const QString &signal, Role role, const Answering &answering,
                               qint64 forTicks, const Recurrence &recurrence, bool sinceStart,
                               const std::function<std::optional<bool>(Role, qint64, bool, bool)> &condition)
{
    RuleReading reading;
    const auto warm = role == Role::New ? ticks(m_policy.time.warmUpMs) : 0;
    const auto from = std::max(m_afresh.at(index), warm);
    // Whether an arm breaches at a tick does not depend on when one asks.
    const auto of = [&](Role asked, qint64 u, bool in, bool full) -> std::optional<bool> {
        const auto key = std::tuple(index, m_afresh.at(index), int(asked), u, in, full);
        const auto found = m_asked.constFind(key);
        return found != m_asked.constEnd() ? *found : *m_asked.insert(key, condition(asked, u, in, full));
    };
    bool before = false, known = false;
    if (sinceStart && role != Role::Stable) {
        const auto hour = ticks(3'600'000);
        for (qint64 u = 0; u < hour; ++u) { // counted from the hour's beginning
            const auto there = line(0, u, answering, forTicks, recurrence,
                                    [&](qint64 v, bool in) { return of(Role::All, v - hour + 1, in, true); });
            known = known || of(Role::All, u - hour + 1, false, true).has_value();
            before = before || there.breachSince >= 0;
        }
        reading.withoutHistory = !known;
    }
    const Condition own = [&](qint64 u, bool in) { return of(role, u, in, false); };
    bool assumed = false;
    const double tempered = eta(signal, Role::Stable, {}, &assumed);
    Why latched = Why::None, external = Why::None;
    Line now;
    for (auto u = from; u <= t; ++u) {
        now = line(from, u, answering, forTicks, recurrence, own);
        external = Why::None;
        if (now.confirmed != Why::None && latched == Why::None) {
            bool stableToo = false;
            if (role != Role::Stable && !m_rollout.stableLabels.isEmpty()) {
                const auto stable = line(from, u, answering, forTicks, recurrence,
                                         [&](qint64 v, bool in) { return of(Role::Stable, v, in, false); });
                stableToo = stable.breachSince >= 0 || stable.confirmed != Why::None;
                // Of a breach that has just ended: what was known of it at its last tick.
                auto last = u;
                auto since = now.breachSince;
                for (; since < 0; --last)
                    since = line(from, last - 1, answering, forTicks, recurrence, own).breachSince;
                stableToo = stableToo && !differ(signal, since, last, tempered);
            }
            if (before && m_firstHealthy.value(index, u) >= u)
                external = Why::BeforeStart;
            else if (stableToo)
                external = Why::StableToo;
            else
                latched = now.confirmed;
        }
        if (now.verdict == VerdictClass::Healthy && latched == Why::None && !m_firstHealthy.contains(index))
            m_firstHealthy.insert(index, u);
    }
    reading.verdict = now.verdict;
    reading.why = now.breachSince >= 0                     ? Why::Breach
                  : now.verdict == VerdictClass::Transient ? Why::Cleared
                  : now.verdict == VerdictClass::Unknown   ? Why::NoAnswer
                                                           : Why::None;
    if (latched != Why::None) {
        reading.verdict = VerdictClass::Systemic;
        reading.why = latched;
    } else if (external != Why::None) {
        reading.verdict = VerdictClass::External;
        reading.why = external;
    }
    reading.suspects = now.breachSince >= 0 || latched != Why::None;
    return reading;
}

RuleReading Oracle::judge(qsizetype index, qint64 t)
{
    const auto &rule = m_policy.rules.at(index);
    m_severity.reset();
    auto reading = std::visit([&](const auto &body) { return read(body, index, t); }, rule.body);
    reading.severity = m_severity.value_or(rule.severity);
    const auto *signal = m_policy.signal(rule.signal());
    const bool volume = signal && std::holds_alternative<Events>(signal->body) &&
                        !std::holds_alternative<LowTraffic>(rule.body) && !std::holds_alternative<Missing>(rule.body);
    for (qsizetype i = 0; volume && i < m_policy.rules.size(); ++i) {
        const auto *low = std::get_if<LowTraffic>(&m_policy.rules.at(i).body);
        if (!low || low->signal != rule.signal() || !m_policy.enforces(m_policy.rules.at(i)))
            continue;
        if (m_readings.at(t).at(i).outcome == Outcome::Insufficient && reading.verdict < VerdictClass::Transient) {
            reading.outcome = Outcome::Insufficient;
            reading.verdict = VerdictClass::Unknown;
            reading.why = Why::LowTraffic;
            reading.carries = reading.carries && low->then != LowTraffic::Then::RelyOn;
        }
    }
    if (signal) {
        const bool two =
            std::holds_alternative<CompareRatio>(rule.body) || std::holds_alternative<CompareRank>(rule.body);
        for (qint64 u = 0; u <= t; ++u) {
            reading.samples += m_samples.arm(signal->id, rule.role()).samples.value(m_start + u);
            reading.samples += two ? m_samples.arm(signal->id, Role::Stable).samples.value(m_start + u) : 0;
        }
        reading.late = m_samples.late(signal->id); // as of the last tick
    }
    reading.sinceMs = end(t);
    if (t > 0 && m_readings.at(t - 1).at(index).verdict == reading.verdict)
        reading.sinceMs = m_readings.at(t - 1).at(index).sinceMs;
    return reading;
}

void Oracle::combine(qint64 t)
{
    Verdict verdict;
    verdict.tickMs = end(t);
    verdict.rules.assign(m_readings.at(t).begin(), m_readings.at(t).end());
    const auto classOf = [&](qsizetype i) {
        const auto &reading = m_readings.at(t).at(i);
        const bool holds = reading.verdict == VerdictClass::Systemic && reading.severity == Severity::Minor;
        return holds ? VerdictClass::Transient : reading.verdict;
    };
    QList<qsizetype> carrying;
    for (qsizetype i = 0; i < m_policy.rules.size(); ++i) {
        if (m_policy.enforces(m_policy.rules.at(i)) && m_readings.at(t).at(i).carries)
            carrying.append(i);
    }
    const auto any = [&](VerdictClass wanted) {
        return std::any_of(carrying.begin(), carrying.end(), [&](qsizetype i) { return classOf(i) == wanted; });
    };
    verdict.critical = t > 0 && m_verdicts.at(t - 1).critical;
    for (const auto i : carrying) {
        if (classOf(i) != VerdictClass::Systemic)
            continue;
        m_raised.insert(i);
        verdict.critical = verdict.critical || m_readings.at(t).at(i).severity == Severity::Critical;
    }
    verdict.fresh = !carrying.isEmpty() && std::all_of(carrying.begin(), carrying.end(), [&](qsizetype i) {
        const auto outcome = m_readings.at(t).at(i).outcome;
        return outcome == Outcome::Ok || outcome == Outcome::Breach;
    });
    const bool overdue = t >= ticks(m_policy.time.maxDurationMs);
    if (!m_raised.isEmpty())
        verdict.verdict = VerdictClass::Systemic;
    else if (any(VerdictClass::External))
        verdict.verdict = VerdictClass::External;
    else if (any(VerdictClass::Transient))
        verdict.verdict = VerdictClass::Transient;
    else if (any(VerdictClass::Unknown) || carrying.isEmpty() || overdue)
        verdict.verdict = VerdictClass::Unknown;
    else
        verdict.verdict = VerdictClass::Healthy;
    verdict.sinceMs = t > 0 && m_verdicts.at(t - 1).verdict == verdict.verdict ? m_verdicts.at(t - 1).sinceMs : end(t);
    for (qsizetype i = 0; i < m_policy.rules.size(); ++i) {
        if (m_raised.isEmpty()
                ? !carrying.contains(i) || classOf(i) != verdict.verdict || verdict.verdict == VerdictClass::Healthy
                : !m_raised.contains(i))
            continue;
        const auto why = wordFor(m_readings.at(t).at(i).why);
        verdict.reasons.append(m_policy.rules.at(i).id + (why.isEmpty() ? QString() : QStringLiteral(": ") + why));
    }
    if (overdue)
        verdict.reasons.append(QStringLiteral("rollout: overdue"));
    verdict.stillSystemic = std::any_of(m_raising.begin(), m_raising.end(), [&](qsizetype i) {
        const auto &reading = m_readings.at(t).at(i);
        return reading.verdict != VerdictClass::Healthy && reading.why != Why::Cleared;
    });
    if (m_samples.marked(MarkRecord::Kind::Mitigated, m_start + t)) {
        const QList<qsizetype> before = std::exchange(m_raising, {});
        for (qsizetype i = 0; i < m_policy.rules.size(); ++i) {
            const auto &reading = m_readings.at(t).at(i);
            const bool well = reading.verdict == VerdictClass::Healthy || reading.why == Why::Cleared;
            if (reading.verdict == VerdictClass::Systemic || (before.contains(i) && !well)) {
                m_raising.append(i);
                m_afresh[i] = t + 1;
            }
        }
        verdict.stillSystemic = !m_raising.isEmpty();
    }
    if (m_raised.isEmpty())
        verdict.stillSystemic = false;
    m_verdicts.append(verdict);
}

} // namespace astern::test::naive
