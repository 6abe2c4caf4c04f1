// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/policy/statistics/eprocess.h"

#include <optional>
#include <vector>

namespace astern::statistics {

struct Interval {
    double lower = 0;
    double upper = 0;
    bool operator==(const Interval &) const = default;
};

// A confidence sequence for the ratio of two error rates, for people: "canary errors are 3.1x to 9.8x stable (95 %,
// valid at any time)". A uniform mixture over a logarithmic grid of ratios is tested against each of them (Robbins
// 1970); what its e-value has ever brought to 1/alpha is ruled out for good, so the interval only ever narrows.
class RatioSequence {
public:
    explicit RatioSequence(double alpha = 0.05);

    void add(const TickCounts &tick, double eta); // likelihoods are raised to eta
    // From the least to the greatest ratio that is left; none when all are ruled out. Within 0.01…1000.
    [[nodiscard]] std::optional<Interval> interval() const;

private:
    std::vector<double> m_grid;
    std::vector<double> m_logs; // log likelihood up to a term common to all
    std::vector<bool> m_left;
    qint64 m_limit; // log 1/alpha in billionths
};

} // namespace astern::statistics
