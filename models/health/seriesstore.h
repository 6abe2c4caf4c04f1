// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/health/signal.h"

#include <span>
#include <vector>

namespace astern {

// The recent past of every series: a ring of samples each, newest last. A value store without a thread of its
// own; whoever owns it feeds it and reads it.
class SeriesStore {
public:
    // Samples kept for each series (default: one hour at one a second).
    explicit SeriesStore(int capacity = 3600) : m_capacity(capacity) {}

    // Takes samples newer than the newest it has, and older than the oldest while there is room; repeated ones, and
    // what would lie in between, change nothing.
    // Returns the ids that got something new.
    QList<SeriesId> add(const SampleBatch &batch);
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
    };
    // Valid until the next change of the store.
    [[nodiscard]] View view(const SeriesId &id) const;
    [[nodiscard]] std::optional<Sample> last(const SeriesId &id) const;
    [[nodiscard]] int capacity() const { return m_capacity; }

private:
    struct Ring {
        std::vector<Sample> samples;
        size_t start = 0;
    };
    [[nodiscard]] bool prepend(Ring &ring, const QList<Sample> &samples) const;

    int m_capacity;
    QHash<SeriesId, Ring> m_rings;
};

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
[[nodiscard]] LimitReading readLimit(const SignalSpec &spec, const SeriesStore::View &view, qint64 nowMs);

} // namespace astern
