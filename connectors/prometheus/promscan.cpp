// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/prometheus/promscan.h"

#include <charconv>
#include <cmath>
#include <limits>

namespace astern::connectors::promscan {
namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }

// A finite number in the form that JSON and Go agree on; `at` moves behind it.
bool readNumber(const char *&at, const char *end, double &value)
{
    const char *first = at;
    if (first < end && *first == '-')
        ++first;
    // from_chars would also take "inf", "nan(x)" and ".5".
    if (first == end || !isDigit(*first))
        return false;
    const auto [after, error] = std::from_chars(at, end, value);
    if (error != std::errc())
        return false;
    at = after;
    return true;
}

bool readWord(const char *&at, const char *end, std::string_view word)
{
    if (size_t(end - at) < word.size() || std::string_view(at, word.size()) != word)
        return false;
    at += word.size();
    return true;
}

bool readValue(const char *&at, const char *end, double &value)
{
    if (readNumber(at, end, value))
        return true;
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    if (readWord(at, end, "NaN")) {
        value = std::numeric_limits<double>::quiet_NaN();
        return true;
    }
    if (readWord(at, end, "+Inf") || readWord(at, end, "Inf")) {
        value = kInfinity;
        return true;
    }
    if (readWord(at, end, "-Inf")) {
        value = -kInfinity;
        return true;
    }
    return false;
}

// "1795446612" or "1795446612.213": whole milliseconds, without floating point. Anything else (an exponent, more
// decimals) is left to the general parser.
bool readTime(const char *&at, const char *end, qint64 &ms)
{
    const char *const first = at;
    qint64 seconds = 0;
    while (at < end && isDigit(*at) && at - first < 12)
        seconds = seconds * 10 + (*at++ - '0');
    // JSON knows no leading zeros.
    if (at == first || (*first == '0' && at - first > 1))
        return false;
    qint64 fraction = 0;
    if (at < end && *at == '.') {
        ++at;
        int digits = 0;
        for (; at < end && isDigit(*at); ++at, ++digits)
            fraction = fraction * 10 + (*at - '0');
        if (digits < 1 || digits > 3)
            return false;
        for (; digits < 3; ++digits)
            fraction *= 10;
    }
    ms = seconds * 1000 + fraction;
    return true;
}

} // namespace

bool parseValue(std::string_view text, double &value)
{
    const char *at = text.data();
    const char *const end = at + text.size();
    return readValue(at, end, value) && at == end;
}

bool toMilliseconds(double seconds, qint64 &ms)
{
    constexpr double kLimit = 1e11;
    if (!(std::abs(seconds) < kLimit))
        return false;
    ms = std::llround(seconds * 1000);
    return true;
}

bool scan(std::string_view json, std::vector<Sample> &out)
{
    const char *at = json.data();
    const char *end = at + json.size();
    const auto take = [&](char c) { return at < end && *at == c && (++at, true); };
    // The piece comes with the white space that follows it in the document.
    while (end > at && (end[-1] == ' ' || end[-1] == '\n' || end[-1] == '\r' || end[-1] == '\t'))
        --end;
    if (!take('['))
        return false;
    if (take(']'))
        return at == end;
    do {
        Sample sample;
        if (!take('[') || !readTime(at, end, sample.atMs) || !take(',') || !take('"') ||
            !readValue(at, end, sample.value) || !take('"') || !take(']'))
            return false;
        out.push_back(sample);
    } while (take(','));
    return take(']') && at == end;
}

} // namespace astern::connectors::promscan
