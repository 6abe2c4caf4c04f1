// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/health/seriesstore.h"

#include <cmath>

namespace astern {

QList<SeriesId> SeriesStore::add(const SampleBatch &batch)
{
    QList<SeriesId> changed;
    for (const SampleBatch::Series &series : batch.series) {
        if (series.samples.isEmpty() || m_capacity <= 0)
            continue;
        Ring &ring = m_rings[series.id];
        bool news = prepend(ring, series.samples);
        for (const Sample &sample : series.samples) {
            const size_t size = ring.samples.size();
            // The newest sits just before `start` once the ring is full, at the end before that.
            if (size > 0 && sample.atMs <= ring.samples[(ring.start + size - 1) % size].atMs)
                continue;
            if (size < size_t(m_capacity)) {
                ring.samples.push_back(sample);
            } else {
                ring.samples[ring.start] = sample;
                ring.start = (ring.start + 1) % size;
            }
            news = true;
        }
        if (news && !changed.contains(series.id))
            changed.append(series.id);
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
    ring.samples.insert(ring.samples.begin(), past.begin(), past.end());
    return !past.empty();
}

void SeriesStore::forget(const SeriesId &id) { m_rings.remove(id); }

SeriesStore::View SeriesStore::view(const SeriesId &id) const
{
    const auto found = m_rings.constFind(id);
    if (found == m_rings.cend())
        return {};
    const std::span<const Sample> all(found->samples);
    return {all.subspan(found->start), all.first(found->start)};
}

std::optional<Sample> SeriesStore::last(const SeriesId &id) const
{
    const View seen = view(id);
    return seen.isEmpty() ? std::nullopt : std::optional(seen.last());
}

namespace {

// What one sample says by itself; a number that is none says nothing.
LimitReading::State judge(const SignalSpec &spec, double value)
{
    using State = LimitReading::State;
    if (!std::isfinite(value))
        return State::NoData;
    if (!spec.limitAbove && !spec.limitBelow)
        return State::NoLimit;
    // Exactly at the limit is within it.
    const bool over = (spec.limitAbove && value > *spec.limitAbove) || (spec.limitBelow && value < *spec.limitBelow);
    return over ? State::OverLimit : State::Within;
}

} // namespace

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
    reading.state = judge(spec, newest.value);
    reading.sinceMs = newest.atMs;
    for (qsizetype i = view.size() - 2; i >= 0; --i) {
        const Sample &sample = view.at(i);
        // A hole is not "without a break": nobody knows what happened in it.
        if (judge(spec, sample.value) != reading.state || reading.sinceMs - sample.atMs > staleAfter)
            break;
        reading.sinceMs = sample.atMs;
    }
    return reading;
}

} // namespace astern
