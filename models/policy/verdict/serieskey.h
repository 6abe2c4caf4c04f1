// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/policy/policy.h"
#include "models/policy/verdict/rulejudge.h"

#include <vector>

namespace astern::policy {

// One series of one source.
struct SeriesKey {
    QString source;
    QString series;
    QMap<QString, QString> labels;
    bool operator==(const SeriesKey &) const = default;
};
[[nodiscard]] size_t qHash(const SeriesKey &key, size_t seed = 0);
// By source, then name, then labels: never by a hash.
[[nodiscard]] bool operator<(const SeriesKey &a, const SeriesKey &b);

// What a series is to a signal.
struct Feed {
    enum class Part {
        Total,
        Bad,
        BucketAll,    // le="+Inf"
        BucketWithin, // le=the limit: not slower
        Gauge,
        Instance,
        SignOfLife, // of the source of states
        Probe,
    };
    qsizetype signal = 0;
    Part part = Part::Total;
    std::vector<Role> roles; // always with All, but for a probe
    bool operator==(const Feed &) const = default;
};

// A `where` value: exact; "5xx" any three characters that begin with 5; "a|b" either; a leading "!" none of them.
[[nodiscard]] bool matchesValue(const QString &pattern, const QString &value);

// All signals that a series feeds; none: it is not of this policy.
[[nodiscard]] std::vector<Feed> feedsOf(const SeriesKey &key, const Policy &policy, const JudgedRollout &rollout);

} // namespace astern::policy
