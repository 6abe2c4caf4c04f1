// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/prometheus/promscan.h"

#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>
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

// Eight digits at once; false: they are not all digits.
bool readEightDigits(const char *at, qint64 &value)
{
    static_assert(std::endian::native == std::endian::little);
    quint64 bytes = 0;
    std::memcpy(&bytes, at, sizeof bytes);
    if (((bytes & (bytes + 0x0606'0606'0606'0606)) & 0xf0f0'f0f0'f0f0'f0f0) != 0x3030'3030'3030'3030)
        return false;
    // Neighbours are joined: eight digits, four numbers of two, two of four, one of eight.
    bytes = (bytes & 0x0f0f'0f0f'0f0f'0f0f) * 2561 >> 8;
    bytes = (bytes & 0x00ff'00ff'00ff'00ff) * 6553601 >> 16;
    value = qint64((bytes & 0x0000'ffff'0000'ffff) * 42949672960001 >> 32);
    return true;
}

// "1795446612" or "1795446612.213": whole milliseconds, without floating point. Anything else (an exponent, more
// decimals) is left to the general parser.
bool readTime(const char *&at, const char *end, qint64 &ms)
{
    const char *const first = at;
    qint64 seconds = 0;
    // Every time of this century has ten digits.
    if (end - at >= 16 && readEightDigits(at, seconds))
        at += 8;
    while (at < end && isDigit(*at) && at - first < 11) // more is no time: toMilliseconds()
        seconds = seconds * 10 + (*at++ - '0');
    // JSON knows no leading zeros.
    if (at == first || (*first == '0' && at - first > 1))
        return false;
    qint64 fraction = 0;
    if (at < end && *at == '.') {
        ++at;
        int digits = 0;
        for (; at < end && isDigit(*at) && digits < 4; ++at, ++digits)
            fraction = fraction * 10 + (*at - '0');
        if (digits < 1 || digits > 3)
            return false;
        for (; digits < 3; ++digits)
            fraction *= 10;
    }
    ms = seconds * 1000 + fraction;
    return true;
}

class Cursor {
public:
    explicit Cursor(std::string_view text) : m_at(text.data()), m_end(text.data() + text.size()) {}

    [[nodiscard]] bool isAtEnd() const { return m_at == m_end; }
    bool take(char c) { return m_at < m_end && *m_at == c && (++m_at, true); }
    bool take(std::string_view word) { return readWord(m_at, m_end, word); }

    // `[1795446612,"10"]`
    bool readSample(Sample &sample)
    {
        return take('[') && readTime(m_at, m_end, sample.atMs) && take(',') && take('"') &&
               readValue(m_at, m_end, sample.value) && take('"') && take(']');
    }

    bool readSamples(std::vector<Sample> &out)
    {
        if (!take('['))
            return false;
        if (take(']'))
            return true;
        // Room is made for many at a time: a push_back for each costs as much as reading its time.
        size_t count = out.size();
        bool good = true;
        do {
            if (count == out.size())
                out.resize(count + kRoom);
            good = readSample(out[count]);
            count += good ? 1 : 0;
        } while (good && take(','));
        out.resize(count);
        return good && take(']');
    }

    // A text without escapes, in ASCII: what is in the answer is what it means.
    bool readText(std::string_view &text)
    {
        if (!take('"'))
            return false;
        const char *const first = m_at;
        while (m_at < m_end && isPlain(*m_at))
            ++m_at;
        text = {first, size_t(m_at - first)};
        return take('"');
    }

    // `{"service":"payments","cell":"eu-1"}`
    bool readLabels(std::vector<PromDecoder::Label> &out)
    {
        if (!take('{'))
            return false;
        if (take('}'))
            return true;
        do {
            PromDecoder::Label label;
            if (!readText(label.name) || !take(':') || !readText(label.value))
                return false;
            out.push_back(label);
        } while (take(','));
        return take('}');
    }

private:
    static constexpr size_t kRoom = 512;
    static bool isPlain(char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; }

    const char *m_at;
    const char *m_end;
};

std::string_view withoutSpaceBehind(std::string_view json)
{
    const size_t last = json.find_last_not_of(" \n\r\t");
    return json.substr(0, last == std::string_view::npos ? 0 : last + 1);
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
    // The piece comes with the white space that follows it in the document.
    Cursor cursor(withoutSpaceBehind(json));
    return cursor.readSamples(out) && cursor.isAtEnd();
}

bool scanAnswer(std::string_view json, Content &out, PromDecoder::Type &type)
{
    constexpr std::string_view kEnd = "]}}";
    json = withoutSpaceBehind(json);
    // Looked at first, so that an answer with something behind its data is not read twice.
    if (!json.ends_with(kEnd))
        return false;
    Cursor cursor(json);
    if (!cursor.take(R"({"status":"success","data":{"resultType":")"))
        return false;
    const bool isMatrix = cursor.take("matrix");
    if ((!isMatrix && !cursor.take("vector")) || !cursor.take(R"(","result":[)"))
        return false;
    type = isMatrix ? PromDecoder::Type::Matrix : PromDecoder::Type::Vector;
    if (cursor.take(kEnd))
        return cursor.isAtEnd();
    do {
        Content::Range range{out.labels.size(), 0, out.samples.size(), 0};
        if (!cursor.take(R"({"metric":)") || !cursor.readLabels(out.labels))
            return false;
        if (isMatrix) {
            if (!cursor.take(R"(,"values":)") || !cursor.readSamples(out.samples))
                return false;
        } else {
            Sample sample;
            if (!cursor.take(R"(,"value":)") || !cursor.readSample(sample))
                return false;
            out.samples.push_back(sample);
        }
        if (!cursor.take('}'))
            return false;
        range.labelCount = out.labels.size() - range.firstLabel;
        range.sampleCount = out.samples.size() - range.firstSample;
        out.ranges.push_back(range);
    } while (cursor.take(','));
    return cursor.take(kEnd) && cursor.isAtEnd();
}

} // namespace astern::connectors::promscan
