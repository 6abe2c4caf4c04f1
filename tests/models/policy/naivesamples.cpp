// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/models/policy/naivesamples.h"

#include <algorithm>
#include <cmath>

namespace astern::test::naive {

using namespace astern::policy;

namespace {

// The tick whose span ((k-1) tick, k tick] holds the time.
qint64 tickHolding(qint64 ms, qint64 tickMs)
{
    auto tick = ms / tickMs - 2;
    while (tick * tickMs < ms)
        ++tick;
    return tick;
}

} // namespace

std::optional<qint64> ArmView::newest(qint64 untilMs) const
{
    const auto after = std::upper_bound(events.begin(), events.end(), untilMs); // they are in order
    return after == events.begin() ? std::nullopt : std::optional(*std::prev(after));
}

Samples::Samples(const Policy &policy, const JudgedRollout &rollout, const QList<Record> &records, qint64 last)
    : m_policy(policy), m_rollout(rollout)
{
    accept(records, last);
    for (const auto &signal : policy.signalSpecs) {
        for (const auto role : {Role::New, Role::Stable, Role::All})
            book(signal, role, last);
    }
}

void Samples::accept(const QList<Record> &records, qint64 last)
{
    const auto tickMs = m_policy.time.tickMs;
    const auto start = tickHolding(m_rollout.startMs, tickMs);
    const auto closes = [&](qint64 tick) { return std::max(tick, start) * tickMs + m_policy.time.latenessMs; };
    qint64 latest = std::numeric_limits<qint64>::min();
    qint64 promised = std::numeric_limits<qint64>::min();
    const auto isOver = [&](qint64 tick) { return latest > closes(tick) || promised >= closes(tick); };
    for (const auto &record : records) {
        if (const auto *heartbeat = std::get_if<HeartbeatRecord>(&record)) {
            promised = std::max(promised, heartbeat->atMs);
            continue;
        }
        if (const auto *mark = std::get_if<MarkRecord>(&record)) {
            auto tick = std::max(start, tickHolding(mark->atMs, tickMs));
            while (isOver(tick))
                ++tick;
            m_marks.append({mark->kind, tick});
            continue;
        }
        const auto &sample = std::get<SampleRecord>(record);
        latest = std::max(latest, sample.arrivedMs);
        const auto tick = tickHolding(sample.eventMs, tickMs);
        const bool ahead = sample.eventMs > sample.arrivedMs + 60'000;
        const bool behind = sample.eventMs >= m_rollout.startMs && sample.arrivedMs - sample.eventMs > 600'000;
        if (ahead || behind)
            continue;
        const Accepted accepted{
            {sample.source, sample.series, sample.labels}, sample.eventMs, sample.arrivedMs, sample.value};
        if (!isOver(tick)) {
            if (tick <= last)
                m_accepted.append(accepted);
            continue;
        }
        const auto arrived = std::max(latest, promised == std::numeric_limits<qint64>::min() ? promised : promised + 1);
        if (arrived > closes(last))
            continue; // nobody knew of it at that tick
        for (const auto &feed : feedsOf(accepted.key, m_policy, m_rollout))
            ++m_late[m_policy.signalSpecs.at(feed.signal).id];
    }
    std::stable_sort(m_accepted.begin(), m_accepted.end(), [](const Accepted &a, const Accepted &b) {
        return std::tie(a.eventMs, a.key.source, a.key.series, a.arrivedMs) <
                   std::tie(b.eventMs, b.key.source, b.key.series, b.arrivedMs) ||
               (std::tie(a.eventMs, a.key.source, a.key.series, a.arrivedMs) ==
                    std::tie(b.eventMs, b.key.source, b.key.series, b.arrivedMs) &&
                a.key < b.key);
    });
}

void Samples::book(const Signal &signal, Role role, qint64 last)
{
    auto &arm = m_arms[signal.id][size_t(role)];
    const auto tickMs = m_policy.time.tickMs;
    const auto start = tickHolding(m_rollout.startMs, tickMs);
    QMap<QString, QList<Accepted>> counters; // by series and part
    QMap<qint64, qint64> total, bad, within;
    QList<Accepted> states;
    qint64 boundFrom = std::numeric_limits<qint64>::max();
    const auto counted = [&](const QString &key, const Accepted &sample, QMap<qint64, qint64> &into) -> bool {
        auto &before = counters[key];
        if (!before.isEmpty() && before.constLast().eventMs == sample.eventMs)
            return false;
        double increase = 0;
        if (before.isEmpty()) {
            const auto rule = std::get<Events>(signal.body).seriesStart;
            if (rule == SeriesStart::Zero || (rule == SeriesStart::ZeroIfNew && sample.eventMs >= m_rollout.startMs))
                increase = sample.value;
        } else if (sample.eventMs - before.constLast().eventMs <= signal.staleAfterMs) {
            const double old = before.constLast().value;
            increase = sample.value >= old ? sample.value - old : sample.value;
        }
        before.append(sample);
        into[tickHolding(sample.eventMs, tickMs)] += qint64(increase);
        return true;
    };
    for (const auto &sample : m_accepted) {
        const auto tick = tickHolding(sample.eventMs, tickMs);
        bool once = false; // counted
        for (const auto &feed : feedsOf(sample.key, m_policy, m_rollout)) {
            if (m_policy.signalSpecs.at(feed.signal).id != signal.id ||
                std::find(feed.roles.begin(), feed.roles.end(), role) == feed.roles.end())
                continue;
            const bool finite = std::isfinite(sample.value);
            if (feed.part == Feed::Part::Gauge) {
                arm.raw[tick] = sample.value;
                if (finite)
                    arm.gauge[tick] = sample.value;
            }
            if (!finite)
                continue;
            QString key = sample.key.series + QString::number(int(feed.part));
            for (auto label = sample.key.labels.begin(); label != sample.key.labels.end(); ++label)
                key += label.key() + QLatin1Char('=') + label.value() + QLatin1Char(';');
            bool isData = true, books = true;
            switch (feed.part) {
            case Feed::Part::Total:
            case Feed::Part::BucketAll:
                books = counted(key, sample, total);
                break;
            case Feed::Part::Bad:
                books = counted(key, sample, bad);
                isData = false;
                break;
            case Feed::Part::BucketWithin:
                books = counted(key, sample, within);
                boundFrom = std::min(boundFrom, tick);
                isData = false;
                break;
            case Feed::Part::Instance:
                states.append(sample);
                break;
            case Feed::Part::Probe:
                arm.results.append(
                    {sample.key.labels.value(QStringLiteral("location")), sample.eventMs, sample.value > 0});
                break;
            case Feed::Part::Gauge:
            case Feed::Part::SignOfLife:
                break;
            }
            if (!books)
                continue;
            if (tick >= start && !once)
                ++arm.samples[tick];
            once = true;
            if (isData) {
                arm.sampled.insert(tick);
                arm.events.append(sample.eventMs);
            }
        }
    }
    const auto *events = std::get_if<Events>(&signal.body);
    if (!events) {
        instancesOf(signal, states, role, last);
        return;
    }
    qint64 surplus = 0, streak = 0;
    auto ticks = arm.sampled.values();
    std::sort(ticks.begin(), ticks.end());
    for (const auto tick : ticks) {
        const auto all = total.value(tick);
        auto own = bad.value(tick);
        if (std::holds_alternative<Events::Histogram>(events->from)) {
            own = std::max<qint64>(0, all - within.value(tick));
            if (boundFrom > tick)
                arm.invalid.insert(tick);
        }
        const auto carried = std::min(surplus, all);
        const auto fits = std::min(own, all - carried);
        streak = carried < surplus || fits < own ? streak + 1 : 0;
        surplus = own - fits;
        arm.counts[tick] = {all, carried + fits};
        if (streak >= 3)
            arm.invalid.insert(tick);
    }
}

void Samples::instancesOf(const Signal &signal, const QList<Accepted> &samples, Role role, qint64 last)
{
    const auto *states = std::get_if<States>(&signal.body);
    if (!states)
        return;
    auto &arm = m_arms[signal.id][size_t(role)];
    const auto tickMs = m_policy.time.tickMs;
    QMap<QString, InstanceState> known;
    qsizetype next = 0;
    for (auto tick = tickHolding(m_rollout.startMs, tickMs); tick <= last; ++tick) {
        for (; next < samples.size() && samples.at(next).eventMs <= tick * tickMs; ++next) {
            const auto &sample = samples.at(next);
            const auto id = sample.key.labels.value(QStringLiteral("instance"));
            const auto word = sample.key.labels.value(QStringLiteral("state"));
            const auto state = int(states->states.indexOf(word));
            const bool first = !known.contains(id);
            auto &one = known[id];
            if (first || one.state != state)
                one.sinceMs = sample.eventMs;
            if (first)
                one.startedMs =
                    sample.key.labels.value(QStringLiteral("started"), QString::number(sample.eventMs)).toLongLong();
            one.id = id;
            one.state = state;
            one.restarts = qint64(sample.value);
            one.seenMs = sample.eventMs;
            one.gone = word == QLatin1String("gone");
        }
        arm.instances.insert(tick, known);
    }
}

const ArmView &Samples::arm(const QString &signal, Role role) const
{
    return m_arms.constFind(signal)->at(size_t(role));
}

bool Samples::marked(MarkRecord::Kind kind, qint64 tick) const { return m_marks.contains(std::pair(kind, tick)); }

bool Samples::hasData(const QString &signal, Role role, qint64 tick) const
{
    const auto &view = arm(signal, role);
    const auto end = tick * m_policy.time.tickMs;
    const auto newest = view.newest(end);
    return newest && (*newest > end - m_policy.time.tickMs || end - *newest < m_policy.signal(signal)->scrapeMs);
}

qint64 Samples::firstData(const QString &signal, Role role) const
{
    const auto &view = arm(signal, role);
    return view.sampled.isEmpty() ? std::numeric_limits<qint64>::max()
                                  : *std::min_element(view.sampled.begin(), view.sampled.end());
}

} // namespace astern::test::naive
