// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/canonical.h"
#include "models/policy/verdict/evaluator.h"

#include <QTest>

// Policies and rollouts made in code, and a rollout told second by second.
namespace astern::test {

inline constexpr qint64 kTick = 10'000;

inline policy::Signal httpSignal(const QString &id = QStringLiteral("http"))
{
    policy::Signal signal{.id = id, .scrapeMs = 10'000, .staleAfterMs = 30'000};
    const auto source = QStringLiteral("prom");
    signal.body = policy::Events{
        .from = policy::Events::Counters{
            .total = {source, {id + QStringLiteral("_requests_total"), {}}},
            .bad = {source,
                    {id + QStringLiteral("_requests_total"), {{QStringLiteral("status"), QStringLiteral("5xx")}}}}}};
    return signal;
}

inline policy::Rule rule(const QString &id, policy::RuleBody body, policy::Severity severity = policy::Severity::Major)
{
    return {.id = id, .severity = severity, .body = std::move(body)};
}

inline policy::Threshold threshold(double above, qint64 windowMs, qint64 forMs)
{
    return {.signal = QStringLiteral("http"),
            .above = above,
            .clear = 0.8 * above,
            .windowMs = windowMs,
            .forMs = forMs,
            .recurrence = {},
            .answering = {}};
}

inline policy::CompareRatio compareRatio(const QString &signal = QStringLiteral("http"))
{
    policy::CompareRatio compare;
    compare.signal = signal;
    compare.phases.ratios = {1.25, 1.5, 2, 3, 5, 10, 20, 50};
    compare.phases.dispersion = 1;
    return compare;
}

inline policy::Policy policyOf(QList<policy::Rule> rules)
{
    policy::Policy policy;
    policy.id = QStringLiteral("shop-policy");
    policy.signalSpecs = {httpSignal()};
    policy.rules = std::move(rules);
    return policy;
}

// A rollout that starts one second into the tick that ends at `tick`, with a stable version beside the new one.
inline policy::JudgedRollout rolloutAt(qint64 tick)
{
    return {.id = QStringLiteral("checkout/7"),
            .startMs = (tick - 1) * kTick + 1000,
            .newLabels = {{QStringLiteral("version"), QStringLiteral("new")}},
            .stableLabels = {{QStringLiteral("version"), QStringLiteral("old")}},
            .sameSlots = {}};
}

// What happens tick by tick, as counters that are scraped at the end of each: cumulative series by version and status.
class Traffic {
public:
    explicit Traffic(policy::Evaluator &evaluator) : m_evaluator(evaluator) {}

    qint64 latenessMs = 200; // of each sample

    // Good and bad requests of a version within the tick.
    void requests(qint64 tick, const char *version, qint64 total, qint64 bad)
    {
        count(tick, version, "200", total - bad);
        if (bad > 0 || m_counts.contains(key(version, "500")))
            count(tick, version, "500", bad);
    }
    void count(qint64 tick, const char *version, const char *status, qint64 more)
    {
        auto &sum = m_counts[key(version, status)];
        sum += more;
        sample(QStringLiteral("http_requests_total"),
               {{QStringLiteral("version"), QLatin1String(version)}, {QStringLiteral("status"), QLatin1String(status)}},
               tick * kTick, double(sum));
    }
    void restart(const char *version, const char *status) { m_counts[key(version, status)] = 0; }
    void sample(const QString &series, const QMap<QString, QString> &labels, qint64 eventMs, double value,
                const QString &source = QStringLiteral("prom"))
    {
        m_evaluator.add(policy::SampleRecord{source, series, labels, eventMs, eventMs + latenessMs, value});
    }
    void mark(policy::MarkRecord::Kind kind, qint64 tick) { m_evaluator.add(policy::MarkRecord{kind, tick * kTick}); }
    // The tick is over; what is said of it.
    policy::Verdict end(qint64 tick)
    {
        m_evaluator.add(policy::HeartbeatRecord{tick * kTick + m_evaluator.policy().time.latenessMs});
        policy::Verdict last;
        m_evaluator.advance([&](const policy::Verdict &verdict) {
            last = verdict;
            verdicts.push_back(verdict);
        });
        return last;
    }

    std::vector<policy::Verdict> verdicts; // all that was said

private:
    static QString key(const char *version, const char *status)
    {
        return QLatin1String(version) + QLatin1Char('/') + QLatin1String(status);
    }

    policy::Evaluator &m_evaluator;
    QMap<QString, qint64> m_counts;
};

} // namespace astern::test
