// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/policy/statistics/elementary.h"

#include <QtGlobal>

#include <vector>

// Evidence that may be looked at whenever one likes. An e-process has expectation at most 1 while the null holds, at
// every stopping time; by Ville's inequality it ever reaches 1/alpha with probability at most alpha.
// References: Robbins 1970 (mixtures); Howard, Ramdas, McAuliffe, Sekhon, Annals of Statistics 49 (2021);
// Shin, Ramdas, Rinaldo, "E-detectors" (2022) for the restarts; Lindon and Malek, NeurIPS 2022, for counts.
// Values without owner, any thread.
namespace astern::statistics {

// Events of one arm in one tick.
struct ArmCounts {
    qint64 total = 0;
    qint64 bad = 0; // 0…total

    bool operator==(const ArmCounts &) const = default;
};
struct TickCounts {
    ArmCounts canary;
    ArmCounts stable;

    bool operator==(const TickCounts &) const = default;
};

// Canary against stable. Given e = e_c + e_s bad events and the canary's share w of the traffic, e_c is
// Binomial(e, q) with q(rho) = w rho / (w rho + 1 - w) when the rates have the ratio rho. The log likelihood ratio
// of rho against rho0 is e_c log(rho/rho0) + e log((w rho0 + 1 - w) / (w rho + 1 - w)); no factorial, so that ten
// million events a tick stay within double. 0 where one arm has no traffic or nobody an error.
class RatioAlternative {
public:
    RatioAlternative(double rho, double rho0);
    [[nodiscard]] double logLikelihoodRatio(const TickCounts &tick) const;
    [[nodiscard]] double rho() const { return m_rho; }

private:
    double m_rho;
    double m_rho0;
    double m_log; // log(rho / rho0)
};

// One arm against a fixed rate: Bernoulli(p) against Bernoulli(p0), both within (0, 1).
class RateAlternative {
public:
    RateAlternative(double p, double p0);
    [[nodiscard]] double logLikelihoodRatio(const ArmCounts &arm) const;
    [[nodiscard]] double p() const { return m_p; }

private:
    double m_p;
    double m_bad;  // log(p / p0)
    double m_good; // log((1 - p) / (1 - p0))
};

// A grid of K alternatives, each begun anew every `every` ticks, at most `starts` (R) times in the life of a rollout:
//     E_t = (1/K) sum_k sum_{starts j <= t} (1/R) prod_{i = j..t} LR_k(i)^eta  +  1 - used/R
// The last term is the reserve of the starts to come. Per k: A <- (A + 1/R at a start tick) LR^eta, in logarithms.
class RestartMixture {
public:
    RestartMixture() = default;
    RestartMixture(int alternatives, int starts, int every);
    // One start, at the first tick told, with no reserve after it.
    static RestartMixture once(int alternatives) { return {alternatives, 1, 0}; }

    // `tick` counts from the one that holds the rollout's start; starts are at its multiples of `every`. `logLr` has K
    // values. eta in (0, 1] tempers them for clustered events (E[LR^eta] <= E[LR]^eta <= 1).
    void advance(qint64 tick, std::span<const double> logLr, double eta);
    // Nothing of what was seen is kept; R is, and the starts count from zero again.
    void reset();

    [[nodiscard]] double logEvidence() const { return m_evidence; } // what decides: with the reserve
    [[nodiscard]] double logMixture() const { return m_mixture; }   // without it
    [[nodiscard]] int used() const { return m_used; }
    [[nodiscard]] const std::vector<double> &logs() const { return m_logs; } // the K values of log A

    bool operator==(const RestartMixture &) const = default;

private:
    std::vector<double> m_logs;
    int m_starts = 1;
    int m_every = 0; // 0: only once
    int m_used = 0;
    double m_logWeight = 0;       // -log R
    double m_logAlternatives = 0; // log K
    double m_logReserve = 0;
    double m_mixture = kNothing; // of the above: most ticks change little
    double m_evidence = 0;
};

} // namespace astern::statistics
