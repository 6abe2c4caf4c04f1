// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/verdict/intake.h"

#include <algorithm>
#include <cmath>

namespace astern::policy {

namespace {

constexpr qint64 kMostAheadMs = 60'000;       // a source whose clock runs further ahead is not believed
constexpr qint64 kMostBehindMs = 10 * 60'000; // nor one that is further behind
constexpr int kMostSurplus = 3;               // ticks in a row with more bad than all

bool isCounter(Feed::Part part)
{
    return part == Feed::Part::Total || part == Feed::Part::Bad || part == Feed::Part::BucketAll ||
           part == Feed::Part::BucketWithin;
}

} // namespace

Intake::Intake(const Policy &policy, const JudgedRollout &rollout)
    : m_policy(policy), m_rollout(rollout), m_tickMs(policy.time.tickMs),
      m_startTick(tickOf(rollout.startMs, m_tickMs)), m_oldestTick(m_startTick - Arms(policy).lookBack()),
      m_signals(size_t(policy.signalSpecs.size())), m_armStates(size_t(policy.signalSpecs.size()) * 3)
{
}

int Intake::series(const SeriesKey &key)
{
    const auto found = m_handles.constFind(key);
    if (found != m_handles.constEnd())
        return *found;
    auto feeds = feedsOf(key, m_policy, m_rollout);
    if (feeds.empty()) {
        m_handles.insert(key, -1);
        return -1;
    }
    Series series{.key = key, .feeds = std::move(feeds)};
    for (const auto &feed : series.feeds) {
        const auto &signal = m_policy.signalSpecs.at(feed.signal);
        const auto *events = std::get_if<Events>(&signal.body);
        series.counters.emplace_back(events ? events->seriesStart : SeriesStart::ZeroIfNew, signal.staleAfterMs);
    }
    series.instance = key.labels.value(QStringLiteral("instance"));
    series.state = key.labels.value(QStringLiteral("state"));
    series.location = key.labels.value(QStringLiteral("location"));
    bool ok = false;
    const auto started = key.labels.value(QStringLiteral("started")).toLongLong(&ok);
    if (ok)
        series.startedMs = started;
    const auto handle = int(m_series.size());
    m_series.push_back(std::move(series));
    m_handles.insert(key, handle);
    m_ranked = false;
    return handle;
}

qint64 Intake::closesAt(qint64 tick) const { return std::max(tick, m_startTick) * m_tickMs + m_policy.time.latenessMs; }

void Intake::add(const SampleRecord &record)
{
    // What nobody asks for has arrived all the same.
    m_watermark = std::max({m_watermark, record.arrivedMs});
    const auto isExpected = [&](const SeriesKey &key) {
        return key.series == record.series && key.labels == record.labels && key.source == record.source;
    };
    const bool expected = m_expected < m_series.size() && isExpected(m_series[m_expected].key);
    const int handle = expected ? int(m_expected) : series({record.source, record.series, record.labels});
    if (handle >= 0)
        m_expected = size_t(handle) + 1 < m_series.size() ? size_t(handle) + 1 : 0;
    add(handle, record.eventMs, record.arrivedMs, record.value);
}

void Intake::add(int handle, qint64 eventMs, qint64 arrivedMs, double value)
{
    // Written down later, so arrived later: a sample cannot slip into a tick that is over.
    m_watermark = std::max(m_watermark, arrivedMs);
    const auto arrived = m_promise >= m_watermark ? m_promise + 1 : m_watermark;
    if (handle < 0)
        return;
    const auto tick = tickOf(eventMs, m_tickMs);
    if (tick < m_oldestTick)
        return;
    const auto each = [&](auto count) {
        for (const auto &feed : m_series[size_t(handle)].feeds)
            count(m_signals[size_t(feed.signal)].notes);
    };
    const auto behind = std::max(kMostBehindMs, m_policy.time.latenessMs);
    if (eventMs - arrivedMs > kMostAheadMs || (eventMs >= m_rollout.startMs && arrivedMs - eventMs > behind)) {
        each([](SampleNotes &notes) { ++notes.invalid; });
        return;
    }
    if (arrived > closesAt(tick)) {
        each([](SampleNotes &notes) { ++notes.late; });
        for (const auto &feed : m_series[size_t(handle)].feeds)
            m_late.push_back({arrived, feed.signal});
        return;
    }
    m_pending[tick].push_back({handle, eventMs, arrivedMs, value});
}

void Intake::heartbeat(qint64 atMs) { m_promise = std::max(m_promise, atMs); }

void Intake::mark(const MarkRecord &mark)
{
    // What is told only after its tick was over belongs to the first that is not, however often ticks are taken.
    constexpr auto never = std::numeric_limits<qint64>::min();
    auto tick = std::max(tickOf(mark.atMs, m_tickMs), m_startTick);
    if (m_watermark != never)
        tick = std::max(tick, tickOf(m_watermark - m_policy.time.latenessMs, m_tickMs));
    if (m_promise != never)
        tick = std::max(tick, tickOf(m_promise - m_policy.time.latenessMs + 1, m_tickMs));
    m_marks[tick].push_back(mark);
}

bool Intake::isTickOver() const
{
    const auto closes = closesAt(m_next.value_or(m_startTick));
    return m_watermark > closes || m_promise >= closes;
}

Intake::Taken Intake::take(Arms &arms)
{
    if (!m_next) { // history first, as far as there is any
        const auto oldest = m_pending.empty() ? m_startTick : m_pending.begin()->first;
        m_next = std::min(m_startTick, std::max(oldest, m_oldestTick));
    }
    const auto tick = *m_next;
    for (auto &state : m_armStates) {
        state.total = state.bad = state.all = state.within = 0;
        state.sampled = state.hasGauge = state.hasRaw = false;
    }
    for (size_t i = 0; i < m_signals.size(); ++i) {
        for (const auto role : {Role::New, Role::Stable, Role::All})
            arms.at(qsizetype(i), role).results.clear();
    }
    for (; !m_late.empty() && m_late.front().arrivedMs <= closesAt(tick); m_late.pop_front())
        ++arms.late(m_late.front().signal);
    const auto samples = m_pending.find(tick);
    if (samples != m_pending.end()) {
        rankSeries();
        auto &list = samples->second;
        const auto before = [this](const Pending &a, const Pending &b) { return comesBefore(a, b); };
        if (!std::is_sorted(list.begin(), list.end(), before))
            std::stable_sort(list.begin(), list.end(), before);
        for (const auto &sample : list)
            fold(sample, arms, tick);
        m_pending.erase(samples);
    }
    close(arms, tick);
    Taken taken{.tick = tick};
    const auto marks = m_marks.find(tick);
    if (marks != m_marks.end()) {
        taken.marks = std::move(marks->second);
        m_marks.erase(marks);
    }
    m_next = tick + 1;
    return taken;
}

void Intake::rankSeries()
{
    if (m_ranked)
        return;
    std::vector<Series *> sorted;
    for (auto &series : m_series)
        sorted.push_back(&series);
    std::sort(sorted.begin(), sorted.end(), [](const Series *a, const Series *b) { return a->key < b->key; });
    for (size_t i = 0; i < sorted.size(); ++i) {
        const bool same = i > 0 && sorted[i]->key.source == sorted[i - 1]->key.source &&
                          sorted[i]->key.series == sorted[i - 1]->key.series;
        sorted[i]->rank = int(i);
        sorted[i]->group = same ? sorted[i - 1]->group : int(i);
    }
    m_ranked = true;
}

bool Intake::comesBefore(const Pending &a, const Pending &b) const
{
    if (a.eventMs != b.eventMs)
        return a.eventMs < b.eventMs;
    const auto &one = m_series[size_t(a.series)];
    const auto &other = m_series[size_t(b.series)];
    if (one.group != other.group)
        return one.group < other.group;
    if (a.arrivedMs != b.arrivedMs)
        return a.arrivedMs < b.arrivedMs;
    return one.rank < other.rank;
}

void Intake::fold(const Pending &sample, Arms &arms, qint64 tick)
{
    auto &series = m_series[size_t(sample.series)];
    for (size_t i = 0; i < series.feeds.size(); ++i) {
        const auto &feed = series.feeds[i];
        auto &notes = m_signals[size_t(feed.signal)].notes;
        std::optional<qint64> increase;
        if (!std::isfinite(sample.value)) {
            ++notes.invalid;
            if (feed.part != Feed::Part::Gauge)
                continue;
        } else if (isCounter(feed.part)) {
            increase = series.counters[i].take(sample.eventMs, sample.value, m_rollout.startMs, notes);
            if (!increase)
                continue;
        }
        foldInto(series, i, sample, increase, arms, tick);
    }
}

void Intake::foldInto(const Series &series, size_t at, const Pending &sample, std::optional<qint64> increase,
                      Arms &arms, qint64 tick)
{
    const auto &feed = series.feeds[at];
    for (const auto role : feed.roles) {
        auto &state = m_armStates[size_t(feed.signal) * 3 + size_t(role)];
        auto &arm = arms.at(feed.signal, role);
        const bool finite = std::isfinite(sample.value);
        switch (feed.part) {
        case Feed::Part::Total:
            state.total += *increase;
            break;
        case Feed::Part::Bad:
            state.bad += *increase;
            break;
        case Feed::Part::BucketAll:
            state.all += *increase;
            break;
        case Feed::Part::BucketWithin:
            state.within += *increase;
            state.boundSeen = true;
            break;
        case Feed::Part::Gauge:
            state.raw = sample.value;
            state.hasRaw = true;
            if (finite) {
                state.gauge = sample.value;
                state.hasGauge = true;
            }
            break;
        case Feed::Part::Instance:
            tellInstance(series, feed, sample, arm);
            break;
        case Feed::Part::SignOfLife:
            break;
        case Feed::Part::Probe:
            arm.results.push_back({series.location, sample.eventMs, sample.value > 0});
            break;
        }
        if (!finite)
            continue;
        if (feed.part != Feed::Part::Bad && feed.part != Feed::Part::BucketWithin) {
            state.sampled = true;
            state.newestMs = sample.eventMs;
            arm.lastEventMs = sample.eventMs;
        }
        // A series that is all and bad at once is one sample.
        const bool again = at > 0 && series.feeds[at - 1].signal == feed.signal;
        arm.samples += tick >= m_startTick && !again ? 1 : 0;
    }
}

void Intake::tellInstance(const Series &series, const Feed &feed, const Pending &sample, Arm &arm) const
{
    const auto &states = std::get<States>(m_policy.signalSpecs.at(feed.signal).body).states;
    auto at = std::lower_bound(arm.instances.begin(), arm.instances.end(), series.instance,
                               [](const InstanceState &one, const QString &id) { return one.id < id; });
    const auto state = int(states.indexOf(series.state));
    if (at == arm.instances.end() || at->id != series.instance) {
        at = arm.instances.insert(at, {.id = series.instance, .state = state, .sinceMs = sample.eventMs});
        at->startedMs = series.startedMs.value_or(sample.eventMs);
    }
    if (at->state != state)
        at->sinceMs = sample.eventMs;
    at->state = state;
    at->restarts = std::llround(sample.value);
    at->seenMs = sample.eventMs;
    at->gone = state < 0 && series.state == QLatin1String("gone");
}

void Intake::close(Arms &arms, qint64 tick)
{
    for (qsizetype i = 0; i < m_policy.signalSpecs.size(); ++i) {
        const auto &signal = m_policy.signalSpecs.at(i);
        for (const auto role : {Role::New, Role::Stable, Role::All})
            arms.at(i, role).history.add(tick, closeArm(m_armStates[size_t(i) * 3 + size_t(role)], signal, tick));
    }
}

ArmTick Intake::closeArm(ArmState &state, const Signal &signal, qint64 tick) const
{
    ArmTick arm;
    // Between two scrapes that are further apart than ticks there is nothing to miss.
    arm.data = state.sampled || (state.newestMs && tick * m_tickMs - *state.newestMs < signal.scrapeMs);
    if (state.hasGauge)
        arm.gauge = state.gauge;
    if (state.hasRaw) {
        arm.raw = state.raw;
        arm.read = true;
    }
    const auto *events = std::get_if<Events>(&signal.body);
    if (!events || !state.sampled)
        return arm;
    if (std::holds_alternative<Events::Histogram>(events->from)) {
        arm.invalid = !state.boundSeen; // no such bound
        state.total = state.all;
        state.bad = std::max<qint64>(0, state.all - state.within);
    }
    // Scraped a moment apart, bad may run ahead of all: once it goes over to the next tick, for long it is a fault.
    const auto carried = std::min(state.carry, state.total);
    const auto own = std::min(state.bad, state.total - carried);
    state.surplus = own < state.bad || carried < state.carry ? state.surplus + 1 : 0;
    state.carry = state.bad - own;
    arm.counts = {state.total, carried + own};
    arm.invalid = arm.invalid || state.surplus >= kMostSurplus;
    return arm;
}

} // namespace astern::policy
