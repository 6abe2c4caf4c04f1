// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/policy/statistics/eprocess.h"
#include "models/policy/statistics/ratiosequence.h"

// One error ratio, or two, at a look that was fixed beforehand: for reports and the review, never for a verdict that
// is asked every tick. Confidence is two-sided, e.g. 0.95, unless the name says otherwise; arms have total > 0.
namespace astern::statistics {

[[nodiscard]] Interval clopperPearson(const ArmCounts &arm, double confidence);    // exact; Biometrika 26 (1934)
[[nodiscard]] double clopperPearsonUpper(const ArmCounts &arm, double confidence); // one-sided
[[nodiscard]] Interval wilson(const ArmCounts &arm, double confidence);            // score; JASA 22 (1927)
[[nodiscard]] Interval jeffreys(const ArmCounts &arm, double confidence); // Beta(bad + 1/2, good + 1/2), equal tails

// P values for "the canary is worse": given all bad events, hypergeometric (Fisher 1935), and binomial with the
// canary's share of the traffic, which is what the e-process rests on.
[[nodiscard]] double fisherGreater(const TickCounts &counts);
[[nodiscard]] double conditionalBinomialGreater(const TickCounts &counts);
// Canary's ratio less stable's, hybrid score interval: method 10 of Newcombe, Statistics in Medicine 17 (1998).
[[nodiscard]] Interval newcombeDifference(const TickCounts &counts, double confidence);

} // namespace astern::statistics
