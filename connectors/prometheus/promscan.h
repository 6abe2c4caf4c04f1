// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/prometheus/promdecode.h"

#include <string_view>
#include <vector>

// The hot part of reading Prometheus answers: numbers, lists of samples and whole answers as Prometheus writes them.
namespace astern::connectors::promscan {

// What an answer holds; the pieces of one series lie side by side.
struct Content {
    struct Range {
        size_t firstLabel, labelCount, firstSample, sampleCount;
    };
    std::vector<Sample> samples;
    std::vector<PromDecoder::Label> labels;
    std::vector<Range> ranges;
};

// "1.5", "-2e-07", "NaN", "+Inf", "Inf", "-Inf"; nothing around it, nothing else.
[[nodiscard]] bool parseValue(std::string_view text, double &value);
// Rounded to the millisecond; false for what is no time of this or the next thousand years.
[[nodiscard]] bool toMilliseconds(double seconds, qint64 &ms);
// `[[1795446612,"10"],[1795446613.25,"NaN"]]` without white space: appends the samples and returns true, or
// returns false, with part of them appended, when a single byte is not as expected.
[[nodiscard]] bool scan(std::string_view json, std::vector<Sample> &out);
// A whole answer, successful, a vector or a matrix, byte by byte in the form that Prometheus gives it, with plain
// ASCII in the labels. The same rule: false, with part of it appended, when it is anything else.
[[nodiscard]] bool scanAnswer(std::string_view json, Content &out, PromDecoder::Type &type);

} // namespace astern::connectors::promscan
