// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/policy/statistics/ratiosequence.h"

#include <optional>
#include <span>

// Whether one sample tends to be larger than another, whatever their laws: Mann and Whitney 1947. Only at a look that
// was fixed beforehand; asked every tick it would reject for certain in the end.
namespace astern::statistics {

enum class RankMethod { Exact, Normal, Degenerate }; // counted; with ties and continuity corrected; all values equal
enum class RankClass { Higher, Lower, NotDistinguishable, Insufficient }; // the canary is …

struct RankSettings {
    double alpha = 0.02;     // each side gets the half
    qint64 minSamples = 5;   // in each arm
    double effectA12 = 0.64; // above 0.5
    bool operator==(const RankSettings &) const = default;
};

struct RankResult {
    double u = 0;   // of the canary, from midranks
    double a12 = 0; // U/(nm): Vargha and Delaney 2000; 0.56 small, 0.64 medium, 0.71 large
    double sigma = 0;
    double greater = 1; // P values: the canary is larger, smaller, either
    double less = 1;
    double either = 1;
    RankMethod method = RankMethod::Degenerate;
    double shift = 0;                // Hodges and Lehmann 1963: the median of all pairwise differences
    Interval shiftInterval;          // by order statistics, confidence 1 - alpha
    std::optional<double> meanRatio; // canary/stable; none when stable's mean is 0: reported, never a hindrance
    RankClass answer = RankClass::Insufficient;
    bool operator==(const RankResult &) const = default;
};

// All values finite. Counts exactly without ties and up to 50 values together, else by the normal approximation with
// the variance corrected for ties (Lehmann 1975) and 0.5 for continuity. Nothing but the class without a value.
[[nodiscard]] RankResult compareRanks(std::span<const double> canary, std::span<const double> stable,
                                      const RankSettings &settings);

} // namespace astern::statistics
