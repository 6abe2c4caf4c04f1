// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

namespace astern::connectors {

// One try of a request: how many times its deadline it may take, and the pause before the next one.
struct RetryStep {
    int timesDeadline = 1;
    int waitMs = 0;
};

// With the default deadline of 10 s: {10 s, 1 s}, {20 s, 4 s}, {30 s, 15 s}. A slow server gets more time each
// try instead of the same load again.
inline constexpr std::array kRetry{RetryStep{1, 1'000}, RetryStep{2, 4'000}, RetryStep{3, 15'000}};

} // namespace astern::connectors
