// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/simulation/signalfeed.h"

namespace astern::policy::simulation {
namespace {

QMap<QString, QString> valuesOf(const QMap<QString, QString> &where)
{
    QMap<QString, QString> labels;
    for (auto it = where.cbegin(); it != where.cend(); ++it)
        labels.insert(it.key(), valueOf(*it));
    return labels;
}

} // namespace

QString valueOf(const QString &pattern)
{
    if (pattern.startsWith(QLatin1Char('!')))
        return valueBeside(pattern.mid(1));
    const auto first = pattern.section(QLatin1Char('|'), 0, 0);
    return first.size() == 3 && first.endsWith(QLatin1String("xx")) ? first.first(1) + QStringLiteral("00") : first;
}

QString valueBeside(const QString &pattern)
{
    if (pattern.startsWith(QLatin1Char('!')))
        return valueOf(pattern.mid(1));
    for (const auto *other : {"200", "500", "other", "another"}) {
        if (!matchesValue(pattern, QLatin1String(other)))
            return QLatin1String(other);
    }
    return pattern + QStringLiteral("-not");
}

SignalFeed::SignalFeed(const Signal &signal, const JudgedRollout &rollout)
{
    const auto &events = std::get<Events>(signal.body);
    for (const auto role : {Role::New, Role::Stable}) {
        const auto &own = role == Role::New ? rollout.newLabels : rollout.stableLabels;
        if (own.isEmpty())
            continue; // the role has no series
        if (const auto *histogram = std::get_if<Events::Histogram>(&events.from)) {
            Query buckets = histogram->query;
            buckets.selector.series += QStringLiteral("_bucket");
            auto labels = own;
            labels.insert(QStringLiteral("le"), QStringLiteral("+Inf"));
            add(buckets, labels, role, Part::Total);
            labels.insert(QStringLiteral("le"), QString::number(double(histogram->overMs) / 1000, 'g', 15));
            add(buckets, labels, role, Part::Good);
            continue;
        }
        const auto &counters = std::get<Events::Counters>(events.from);
        const bool together = counters.total.source == counters.bad.source &&
                              counters.total.selector.series == counters.bad.selector.series;
        add(counters.bad, own, role, Part::Bad);
        if (!together) {
            add(counters.total, own, role, Part::Total);
            continue;
        }
        auto labels = own; // of what is counted in the total alone
        const auto &where = counters.bad.selector.where;
        for (auto it = where.cbegin(); it != where.cend(); ++it) {
            if (!counters.total.selector.where.contains(it.key()))
                labels.insert(it.key(), valueBeside(*it));
        }
        add(counters.total, labels, role, Part::Good);
    }
}

void SignalFeed::add(const Query &query, const QMap<QString, QString> &labels, Role role, Part part)
{
    auto all = valuesOf(query.selector.where);
    for (auto it = labels.cbegin(); it != labels.cend(); ++it)
        all.insert(it.key(), *it);
    m_keys.push_back({query.source, query.selector.series, all});
    m_lines.push_back({role, part});
}

const std::vector<SignalFeed::Value> &SignalFeed::count(Role role, const statistics::ArmCounts &more)
{
    m_values.clear();
    for (size_t i = 0; i < m_lines.size(); ++i) {
        auto &line = m_lines[i];
        if (line.role != role)
            continue;
        line.sum += line.part == Part::Total ? more.total : line.part == Part::Bad ? more.bad : more.total - more.bad;
        m_values.push_back({i, double(line.sum)});
    }
    return m_values;
}

QList<Record> SignalFeed::records(Role role, const statistics::ArmCounts &more, qint64 eventMs, qint64 arrivedMs)
{
    QList<Record> records;
    for (const auto &value : count(role, more)) {
        const auto &key = m_keys[value.series];
        records.append(SampleRecord{key.source, key.series, key.labels, eventMs, arrivedMs, value.value});
    }
    return records;
}

} // namespace astern::policy::simulation
