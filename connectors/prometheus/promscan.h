// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/health/signal.h"

#include <string_view>
#include <vector>

// The hot part of reading Prometheus answers: numbers, and lists of samples as every known server writes them.
namespace astern::connectors::promscan {

// "1.5", "-2e-07", "NaN", "+Inf", "Inf", "-Inf"; nothing around it, nothing else.
[[nodiscard]] bool parseValue(std::string_view text, double &value);
// Rounded to the millisecond; false for what is no time of this or the next thousand years.
[[nodiscard]] bool toMilliseconds(double seconds, qint64 &ms);
// `[[1795446612,"10"],[1795446613.25,"NaN"]]` without white space: appends the samples and returns true, or
// returns false, with part of them appended, when a single byte is not as expected.
[[nodiscard]] bool scan(std::string_view json, std::vector<Sample> &out);

} // namespace astern::connectors::promscan
