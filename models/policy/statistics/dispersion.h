// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/policy/statistics/eprocess.h"

#include <optional>
#include <span>

namespace astern::statistics {

// How much wider than the binomial law bad events scatter: retries, one bad client, one bad host. Evidence is raised
// to eta = 1/phi. Pearson's chi² over its degrees of freedom (McCullagh and Nelder 1989, 4.5), of the ticks with
// traffic; none with fewer than two of them or without a bad event.
struct Dispersion {
    double phi = 1;
    double eta = 1;
    bool assumed = false; // too little to estimate it from: 1.5 taken, and the verdict says so

    bool operator==(const Dispersion &) const = default;
};

[[nodiscard]] std::optional<double> pearsonDispersion(std::span<const ArmCounts> ticks);
// Below 1.3 it is noise: 1; else up to the next half.
[[nodiscard]] double usedDispersion(double pearson);
// Of the stable arm over the hour before the rollout; assumed with fewer than 30 ticks of traffic or 10 bad events.
[[nodiscard]] Dispersion estimateDispersion(std::span<const ArmCounts> ticks);
[[nodiscard]] Dispersion fixedDispersion(double phi);

} // namespace astern::statistics
