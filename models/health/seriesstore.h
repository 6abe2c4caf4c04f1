// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/health/signal.h"

#include <span>
#include <vector>

namespace astern {

// What a limit alone says about a signal. Without a policy nothing is ever "healthy".
struct LimitReading {
    enum class State {
        NoData,  // no sample yet
        Stale,   // newest sample is older than SignalSpec::staleAfterMs()
        NoLimit, // the signal has no limit: no verdict
        Within,
        OverLimit, // beyond limitAbove or limitBelow
    };
    State state = State::NoData;
    double value = 0;
    qint64 atMs = 0;    // of the newest sample
    qint64 sinceMs = 0; // since when state holds without a break, as far as the store reaches
};

// The recent past of every series: a ring of samples each, newest last. A value store that belongs to one thread;
// whoever owns it feeds it and reads it.
class SeriesStore {
public:
    // Samples kept for each series (default: one hour at one a second).
    explicit SeriesStore(int capacity = 3600) : m_capacity(capacity) {}

    // Takes samples newer than the newest it has, and older than the oldest while there is room; repeated ones, and
    // what would lie in between, change nothing.
    // A series that got something new.
    struct News {
        qsizetype series = 0; // index into batch.series
        // What reading() has told may be another state now, or hold since another time; false: only the value and its
        // age differ, or nobody has asked since the series began.
        bool turns = true;
        bool operator==(const News &) const = default;
    };
    QList<News> add(const SampleBatch &batch); // ascending by series
    void forget(const SeriesId &id);

    struct View {
        std::span<const Sample> older; // the ring's two pieces, in time order: older, then newer
        std::span<const Sample> newer;
        [[nodiscard]] qsizetype size() const { return qsizetype(older.size() + newer.size()); }
        [[nodiscard]] bool isEmpty() const { return size() == 0; }
        [[nodiscard]] const Sample &at(qsizetype i) const
        {
            return size_t(i) < older.size() ? older[size_t(i)] : newer[size_t(i) - older.size()];
        }
        [[nodiscard]] const Sample &last() const { return at(size() - 1); }
        // Index of the first sample that is not before `atMs`; size(): all are.
        [[nodiscard]] qsizetype firstNotBefore(qint64 atMs) const;
    };
    // Valid until the next change of the store.
    [[nodiscard]] View view(const SeriesId &id) const;
    [[nodiscard]] std::optional<Sample> last(const SeriesId &id) const;
    // readLimit() of the series, at a cost that does not grow with its past: how long its state has held is kept up
    // to date with each sample, from the first time that somebody asks. It also outlives what the ring still holds.
    [[nodiscard]] LimitReading reading(const SeriesId &id, const SignalSpec &spec, qint64 nowMs) const;
    [[nodiscard]] int capacity() const { return m_capacity; }

private:
    // What the newest samples have in common, for the limit that was asked about last.
    struct Run {
        std::optional<double> above;
        std::optional<double> below;
        qint64 staleAfterMs = 0; // 0: nobody has asked yet
        LimitReading::State state = LimitReading::State::NoData;
        qint64 sinceMs = 0;
        [[nodiscard]] bool isFor(const SignalSpec &spec) const
        {
            return staleAfterMs == spec.staleAfterMs() && above == spec.limitAbove && below == spec.limitBelow;
        }
    };
    struct Ring {
        SeriesId id;
        std::vector<Sample> samples; // empty: forgotten
        size_t start = 0;
        mutable Run run; // made while reading, so that nobody has to say beforehand which limits matter
        [[nodiscard]] View view() const
        {
            const std::span<const Sample> all(samples);
            return {all.subspan(start), all.first(start)};
        }
    };
    // False: the sample goes on as the ones before it.
    static bool follow(Run &run, const Sample &sample, qint64 previousMs);
    [[nodiscard]] bool prepend(Ring &ring, const QList<Sample> &samples) const;

    int m_capacity;
    // The ring of a series; made when there is none. Batches repeat each other: what follows the ring `after` is tried
    // first, without a hash.
    Ring &ringOf(const SeriesId &id, size_t after);
    [[nodiscard]] const Ring *find(const SeriesId &id) const; // nullptr: there is none, or it is empty

    QHash<SeriesId, size_t> m_index; // into m_rings
    std::vector<Ring> m_rings;       // in the order in which series were seen first
};

// The same for any view, by looking back as far as the state holds.
[[nodiscard]] LimitReading readLimit(const SignalSpec &spec, const SeriesStore::View &view, qint64 nowMs);

} // namespace astern
