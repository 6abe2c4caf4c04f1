// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/policy/statistics/eprocess.h"

#include <deque>

namespace astern::statistics {

// What a RestartMixture would say had one window of `window` ticks never been: the least over all such windows,
// wherever they lie, those included that are still open. Under the null "outside of some window that long nothing is
// wrong" the mixture without that window is an e-process, and the least of all is below it at every tick: so it reaches
// 1/alpha with probability at most alpha, whenever one looks. Harm that one burst of that length explains says nothing
// here; harm that lasts longer does, and need not wait for data that come after a suspicion. The least is taken for
// each alternative by itself, which only lowers it and makes it K numbers a tick. Value, any thread.
class SustainedMixture {
public:
    SustainedMixture() = default;
    SustainedMixture(int alternatives, int starts, int window);

    // After `mixture`, which has the same alternatives and starts, has been told the same.
    void advance(const RestartMixture &mixture, std::span<const double> logLr, double eta);
    void reset();
    [[nodiscard]] double logMixture() const { return m_mixture; } // without the reserve of starts to come

    bool operator==(const SustainedMixture &) const = default;

private:
    // The mixture as it was after a tick.
    struct Past {
        std::vector<double> logs;
        int used = 0;
        bool operator==(const Past &) const = default;
    };
    size_t m_window = 1;
    double m_logWeight = 0; // of a start
    double m_logAlternatives = 0;
    std::deque<Past> m_past;      // of the last `window` ticks, oldest first, and the one before them
    std::vector<double> m_closed; // per alternative the least over windows that are over
    bool m_anyClosed = false;
    std::vector<double> m_least;
    double m_mixture = kNothing;
};

} // namespace astern::statistics
