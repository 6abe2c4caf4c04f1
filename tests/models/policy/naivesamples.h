// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/policy/verdict/evaluator.h"

#include <QMap>
#include <QSet>

// The evaluator's oracle, first half: from all records to what each tick holds, by the words of the rule and from the
// beginning each time. Slow on purpose, and shares nothing with the evaluator but the matching of series to signals.
namespace astern::test::naive {

struct Accepted {
    policy::SeriesKey key;
    qint64 eventMs = 0;
    qint64 arrivedMs = 0;
    double value = 0;
};

struct ArmView {
    QMap<qint64, statistics::ArmCounts> counts; // by tick
    QSet<qint64> sampled;                       // ticks with a sample that counts as data
    QList<qint64> events;                       // their event times
    QSet<qint64> invalid;
    QMap<qint64, double> gauge;
    QMap<qint64, double> raw;
    QMap<qint64, QMap<QString, policy::InstanceState>> instances; // as known at the end of the tick
    QList<policy::ProbeResult> results;
    QMap<qint64, qint64> samples; // accepted, by tick

    [[nodiscard]] std::optional<qint64> newest(qint64 untilMs) const;
};

class Samples {
public:
    // What counts for the ticks up to `last`, of records in the order in which they were written down.
    Samples(const policy::Policy &policy, const policy::JudgedRollout &rollout, const QList<policy::Record> &records,
            qint64 last);

    [[nodiscard]] const ArmView &arm(const QString &signal, Role role) const;
    [[nodiscard]] qint64 late(const QString &signal) const { return m_late.value(signal); }
    [[nodiscard]] bool marked(policy::MarkRecord::Kind kind, qint64 tick) const;
    [[nodiscard]] bool hasData(const QString &signal, Role role, qint64 tick) const;
    [[nodiscard]] qint64 firstData(const QString &signal, Role role) const; // max(): none

private:
    void accept(const QList<policy::Record> &records, qint64 last);
    void book(const policy::Signal &signal, Role role, qint64 last);
    void instancesOf(const policy::Signal &signal, const QList<Accepted> &samples, Role role, qint64 last);

    const policy::Policy &m_policy;
    const policy::JudgedRollout &m_rollout;
    QList<Accepted> m_accepted; // by event, source, series, arrival, labels
    QMap<QString, qint64> m_late;
    QList<std::pair<policy::MarkRecord::Kind, qint64>> m_marks;
    QMap<QString, std::array<ArmView, 3>> m_arms; // by signal and role
};

} // namespace astern::test::naive
