// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/health/seriesstore.h"

#include <algorithm>
#include <cmath>

namespace astern {

namespace {

// What one sample says by itself; a number that is none says nothing.
LimitReading::State judge(const std::optional<double> &above, const std::optional<double> &below, double value)
{
    using State = LimitReading::State;
    if (!std::isfinite(value))
        return State::NoData;
    if (!above && !below)
        return State::NoLimit;
    // Exactly at the limit is within it.
    const bool over = (above && value > *above) || (below && value < *below);
    return over ? State::OverLimit : State::Within;
}

// How much room the series number `ring` takes when it has `size` samples. A source asks for all of its series at once,
// so all are as long: of as much room for each, ten thousand would be moved and their new pages cleared in one second,
// for the length of a frame or two. So each takes another share: a quarter to a half more.
size_t roomFor(size_t size, size_t ring, size_t most)
{
    const size_t quarter = std::max<size_t>(size / 4, 8);
    return std::min(most, size + quarter + quarter * (ring * 37 % 64) / 64);
}

} // namespace

QList<SeriesStore::News> SeriesStore::add(const SampleBatch &batch)
{
    QList<News> changed;
    changed.reserve(batch.series.size());
    size_t at = m_rings.size(); // the one before this
    for (qsizetype i = 0; i < batch.series.size(); ++i) {
        const SampleBatch::Series &series = batch.series.at(i);
        if (series.samples.isEmpty() || m_capacity <= 0)
            continue;
        Ring &ring = ringOf(series.id, at);
        at = size_t(&ring - m_rings.data());
        bool news = prepend(ring, series.samples);
        if (news)
            ring.run = {};
        bool turns = news;
        for (const Sample &sample : series.samples) {
            const size_t size = ring.samples.size();
            if (size > 0) {
                // The newest sits just before `start` once the ring is full, at the end before that.
                const qint64 newestMs = ring.samples[(ring.start + size - 1) % size].atMs;
                if (sample.atMs <= newestMs)
                    continue;
                turns = follow(ring.run, sample, newestMs) || turns;
            } else {
                turns = true;
            }
            if (size < size_t(m_capacity)) {
                if (size == ring.samples.capacity())
                    ring.samples.reserve(roomFor(size, at, size_t(m_capacity)));
                ring.samples.push_back(sample);
            } else {
                ring.samples[ring.start] = sample;
                ring.start = (ring.start + 1) % size;
            }
            news = true;
        }
        if (news)
            changed.append({i, turns});
    }
    return changed;
}

// The past may arrive after the present: a source asks for live values first. Keeps as much of it as has room.
bool SeriesStore::prepend(Ring &ring, const QList<Sample> &samples) const
{
    const size_t size = ring.samples.size();
    if (size == 0 || size >= size_t(m_capacity))
        return false;
    std::vector<Sample> past; // the ring is not full, so it begins at its first element
    for (const Sample &sample : samples) {
        if (sample.atMs < ring.samples.front().atMs && (past.empty() || sample.atMs > past.back().atMs))
            past.push_back(sample);
    }
    const size_t room = size_t(m_capacity) - size;
    if (past.size() > room)
        past.erase(past.begin(), past.end() - std::ptrdiff_t(room));
    if (past.empty())
        return false;
    if (size + past.size() > ring.samples.capacity())
        ring.samples.reserve(roomFor(size + past.size(), size_t(&ring - m_rings.data()), size_t(m_capacity)));
    ring.samples.insert(ring.samples.begin(), past.begin(), past.end());
    return true;
}

SeriesStore::Ring &SeriesStore::ringOf(const SeriesId &id, size_t after)
{
    // Ids of a source share their texts with those that were seen first, so this touches no text.
    const auto isSame = [](const QString &a, const QString &b) {
        return a.constData() == b.constData() && a.size() == b.size();
    };
    const size_t next = after + 1 < m_rings.size() ? after + 1 : 0;
    if (next < m_rings.size()) {
        Ring &ring = m_rings[next];
        if (ring.id.role == id.role && isSame(ring.id.place, id.place) && isSame(ring.id.signal, id.signal))
            return ring;
    }
    const auto known = m_index.constFind(id);
    if (known != m_index.cend())
        return m_rings[*known];
    m_index.insert(id, m_rings.size());
    return m_rings.emplace_back(Ring{.id = id, .samples = {}, .run = {}});
}

const SeriesStore::Ring *SeriesStore::find(const SeriesId &id) const
{
    const auto known = m_index.constFind(id);
    return known == m_index.cend() || m_rings[*known].samples.empty() ? nullptr : &m_rings[*known];
}

void SeriesStore::forget(const SeriesId &id)
{
    const auto known = m_index.constFind(id);
    if (known == m_index.cend())
        return;
    Ring &ring = m_rings[*known];
    ring.samples = {};
    ring.start = 0;
    ring.run = {};
}

qsizetype SeriesStore::View::firstNotBefore(qint64 atMs) const
{
    qsizetype low = 0;
    qsizetype high = size();
    while (low < high) {
        const qsizetype middle = low + (high - low) / 2;
        if (at(middle).atMs < atMs)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

SeriesStore::View SeriesStore::view(const SeriesId &id) const
{
    const Ring *ring = find(id);
    return ring ? ring->view() : View{};
}

std::optional<Sample> SeriesStore::last(const SeriesId &id) const
{
    const View seen = view(id);
    return seen.isEmpty() ? std::nullopt : std::optional(seen.last());
}

bool SeriesStore::follow(Run &run, const Sample &sample, qint64 previousMs)
{
    if (run.staleAfterMs == 0)
        return false; // nobody has asked since it began, so nothing rests on what it was
    const LimitReading::State state = judge(run.above, run.below, sample.value);
    // A hole is not "without a break": nobody knows what happened in it.
    const bool goesOn = state == run.state && sample.atMs - previousMs <= run.staleAfterMs;
    if (!goesOn)
        run.sinceMs = sample.atMs;
    run.state = state;
    return !goesOn;
}

LimitReading SeriesStore::reading(const SeriesId &id, const SignalSpec &spec, qint64 nowMs) const
{
    const Ring *ring = find(id);
    if (!ring)
        return {};
    const View seen = ring->view();
    const Sample &newest = seen.last();
    const qint64 staleAfter = spec.staleAfterMs();
    Run &run = ring->run;
    if (!run.isFor(spec)) {
        const LimitReading now = readLimit(spec, seen, newest.atMs);
        run = {spec.limitAbove, spec.limitBelow, staleAfter, now.state, now.sinceMs};
    }
    if (nowMs - newest.atMs > staleAfter)
        return {LimitReading::State::Stale, newest.value, newest.atMs, newest.atMs + staleAfter};
    return {run.state, newest.value, newest.atMs, run.sinceMs};
}

LimitReading readLimit(const SignalSpec &spec, const SeriesStore::View &view, qint64 nowMs)
{
    LimitReading reading;
    if (view.isEmpty())
        return reading;
    const Sample &newest = view.last();
    const qint64 staleAfter = spec.staleAfterMs();
    reading.value = newest.value;
    reading.atMs = newest.atMs;
    if (nowMs - newest.atMs > staleAfter) {
        reading.state = LimitReading::State::Stale;
        reading.sinceMs = newest.atMs + staleAfter;
        return reading;
    }
    reading.state = judge(spec.limitAbove, spec.limitBelow, newest.value);
    reading.sinceMs = newest.atMs;
    for (qsizetype i = view.size() - 2; i >= 0; --i) {
        const Sample &sample = view.at(i);
        // A hole is not "without a break": nobody knows what happened in it.
        if (judge(spec.limitAbove, spec.limitBelow, sample.value) != reading.state ||
            reading.sinceMs - sample.atMs > staleAfter)
            break;
        reading.sinceMs = sample.atMs;
    }
    return reading;
}

} // namespace astern
