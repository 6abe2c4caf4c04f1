// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

namespace astern::statistics {

// What one thinks will happen: for the editor, which says how long a compare rule would take to see it.
struct ExpectedTraffic {
    double perSecond = 0; // requests, both arms
    double share = 0;     // the canary's, 0…1
    double healthy = 0;   // error ratio of the stable arm
    double bad = 0;       // error ratio of the bad canary

    bool operator==(const ExpectedTraffic &) const = default;
};
struct ExpectedTest {
    double alpha = 0.001;
    double alphaConfirm = 0.01;
    int alternatives = 8;     // K
    int starts = 60;          // R
    double transientMax = 60; // seconds

    bool operator==(const ExpectedTest &) const = default;
};
struct ExpectedDelay {
    double information = 0; // nats a second
    double suspect = 0;     // seconds from the onset, without lateness and scrape
    double rollback = 0;    // seconds

    bool operator==(const ExpectedDelay &) const = default;
};

// (ln 1/alpha + ln K + ln R) / I with I = (r w p1 + r (1 - w) p0) KL(q(p1/p0) || w), Wald's approximation (1945).
// None where nothing can be learnt: no traffic, one arm alone, no difference.
[[nodiscard]] std::optional<ExpectedDelay> expectedDelay(const ExpectedTraffic &traffic, const ExpectedTest &test);

} // namespace astern::statistics
