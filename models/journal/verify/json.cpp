// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/verify/json.h"

#include <cstring>
#include <limits>

namespace astern::verify {
namespace {

constexpr int kDeepest = 64;
constexpr std::int64_t kLargest = 9007199254740991;

// How many bytes at the front can stand in a text as they are: ASCII, no quote, no backslash, no control character.
// Eight at a time, since nearly all of a log is such runs. Each term is not 0 where a byte of the word is what it looks
// for; what a borrow adds behind it only sends the word to the loop below.
std::size_t plainRun(std::string_view bytes)
{
    constexpr std::uint64_t kOnes = 0x0101010101010101U;
    constexpr std::uint64_t kHigh = 0x8080808080808080U;
    const auto zeroIn = [](std::uint64_t word) { return (word - kOnes) & ~word & kHigh; };
    std::size_t at = 0;
    for (; at + 8 <= bytes.size(); at += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes.data() + at, sizeof word);
        const std::uint64_t control = (word - kOnes * 0x20U) & ~word & kHigh;
        if (((word & kHigh) | control | zeroIn(word ^ (kOnes * '"')) | zeroIn(word ^ (kOnes * '\\'))) != 0)
            break;
    }
    const auto isPlain = [](char c) {
        const auto code = static_cast<unsigned char>(c);
        return code >= 0x20 && code < 0x80 && c != '"' && c != '\\';
    };
    while (at < bytes.size() && isPlain(bytes[at]))
        ++at;
    return at;
}

bool isDigit(int c) { return c >= '0' && c <= '9'; }

// What a \u00xx escape stands for, or -1: only control characters that have no short form are written so, in lower
// case.
int controlOf(std::string_view digits)
{
    static constexpr std::string_view kDigits = "0123456789abcdef";
    if (digits.size() < 4 || digits.substr(0, 2) != "00")
        return -1;
    const auto high = kDigits.find(digits[2]);
    const auto low = kDigits.find(digits[3]);
    if (high > 1 || low == std::string_view::npos)
        return -1;
    const int code = int(high * 16 + low);
    return code == '\b' || code == '\f' || code == '\n' || code == '\r' || code == '\t' ? -1 : code;
}

int shortEscape(int c)
{
    switch (c) {
    case '"':
    case '\\':
        return c;
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    default:
        return -1;
    }
}

// Length of the UTF-8 character at the start of `bytes`, or 0.
std::size_t characterSize(std::string_view bytes)
{
    const auto lead = static_cast<unsigned char>(bytes[0]);
    std::size_t more = 0;
    std::uint32_t code = lead;
    if (lead >= 0xf0 && lead <= 0xf4) {
        more = 3;
        code = lead & 7U;
    } else if (lead >= 0xe0) {
        more = 2;
        code = lead & 15U;
    } else if (lead >= 0xc2) {
        more = 1;
        code = lead & 31U;
    } else if (lead >= 0x80) {
        return 0;
    }
    if (lead > 0xf4 || more >= bytes.size())
        return 0;
    for (std::size_t i = 1; i <= more; ++i) {
        const auto next = static_cast<unsigned char>(bytes[i]);
        if ((next & 0xc0U) != 0x80)
            return 0;
        code = (code << 6U) | (next & 0x3fU);
    }
    if ((more == 2 && (code < 0x800 || (code >= 0xd800 && code <= 0xdfff))) ||
        (more == 3 && (code < 0x10000 || code > 0x10ffff)))
        return 0;
    return more + 1;
}

} // namespace

std::string unescaped(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '\\') {
            out += text[at];
        } else if (text[++at] == 'u') {
            out += char(controlOf(text.substr(at + 1, 4)));
            at += 4;
        } else {
            out += char(shortEscape(text[at]));
        }
    }
    return out;
}

class JsonParser {
public:
    JsonParser(std::string_view bytes, std::vector<JsonDocument::Node> &nodes) : m_bytes(bytes), m_nodes(nodes) {}

    bool document(std::string &why)
    {
        m_nodes.clear();
        if (m_bytes.size() < std::numeric_limits<std::uint32_t>::max() && value(0, 0, 0) &&
            (m_at == m_bytes.size() || fail("bytes follow the value")))
            return true;
        why = m_why + " at byte " + std::to_string(m_at);
        m_nodes.clear();
        return false;
    }

private:
    using Kind = Json::Kind;

    bool fail(const char *why)
    {
        if (m_why.empty())
            m_why = why;
        return false;
    }
    [[nodiscard]] int peek() const { return m_at < m_bytes.size() ? static_cast<unsigned char>(m_bytes[m_at]) : -1; }
    bool take(char c)
    {
        if (peek() != static_cast<unsigned char>(c))
            return false;
        ++m_at;
        return true;
    }
    bool word(std::string_view text, std::size_t node, Kind kind)
    {
        if (m_bytes.substr(m_at, text.size()) != text)
            return fail("unknown word");
        m_nodes[node].kind = kind;
        m_nodes[node].begin = std::uint32_t(m_at);
        m_at += text.size();
        return true;
    }

    bool value(int depth, std::uint32_t keyBegin, std::uint32_t keySize)
    {
        if (depth > kDeepest)
            return fail("nested too deeply");
        const std::size_t node = m_nodes.size();
        m_nodes.emplace_back();
        m_nodes[node].keyBegin = keyBegin;
        m_nodes[node].keySize = keySize;
        if (!content(depth, node))
            return false;
        m_nodes[node].next = std::uint32_t(m_nodes.size());
        return true;
    }

    bool content(int depth, std::size_t node)
    {
        switch (peek()) {
        case '{':
            return object(depth, node);
        case '[':
            return array(depth, node);
        case '"': {
            std::uint32_t begin = 0;
            std::uint32_t size = 0;
            bool escaped = false;
            if (!string(begin, size, escaped))
                return false;
            m_nodes[node].kind = Kind::Text;
            m_nodes[node].begin = begin;
            m_nodes[node].size = size;
            m_nodes[node].escaped = escaped;
            return true;
        }
        case 't':
            return word("true", node, Kind::Bool);
        case 'f':
            return word("false", node, Kind::Bool);
        case 'n':
            return word("null", node, Kind::Null);
        default:
            return number(node);
        }
    }

    bool number(std::size_t node)
    {
        const bool minus = take('-');
        if (!isDigit(peek()))
            return fail("not a value");
        m_nodes[node].kind = Kind::Number;
        if (peek() == '0') {
            ++m_at;
            return !(minus || isDigit(peek())) || fail("not the one form of a number");
        }
        std::int64_t number = 0;
        while (isDigit(peek())) {
            number = number * 10 + (peek() - '0');
            if (number > kLargest)
                return fail("number out of range");
            ++m_at;
        }
        if (peek() == '.' || peek() == 'e' || peek() == 'E')
            return fail("not a whole number");
        m_nodes[node].number = minus ? -number : number;
        return true;
    }

    bool array(int depth, std::size_t node)
    {
        ++m_at;
        std::uint32_t count = 0;
        if (!take(']')) {
            do {
                if (!value(depth + 1, 0, 0))
                    return false;
                ++count;
            } while (take(','));
            if (!take(']'))
                return fail("list not closed");
        }
        m_nodes[node].kind = Kind::Array;
        m_nodes[node].size = count;
        return true;
    }

    bool object(int depth, std::size_t node)
    {
        ++m_at;
        std::uint32_t count = 0;
        std::string_view last;
        bool lastEscaped = false;
        if (!take('}')) {
            do {
                std::uint32_t begin = 0;
                std::uint32_t size = 0;
                bool escaped = false;
                if (peek() != '"' || !string(begin, size, escaped))
                    return fail("name expected");
                if (!m_isAscii)
                    return fail("name is not ASCII");
                const std::string_view key = m_bytes.substr(begin, size);
                if (count > 0 && !(escaped || lastEscaped ? unescaped(last) < unescaped(key) : last < key))
                    return fail("names are not in order");
                last = key;
                lastEscaped = escaped;
                if (!take(':'))
                    return fail("colon expected");
                if (!value(depth + 1, begin, size))
                    return false;
                ++count;
            } while (take(','));
            if (!take('}'))
                return fail("object not closed");
        }
        m_nodes[node].kind = Kind::Object;
        m_nodes[node].size = count;
        return true;
    }

    bool string(std::uint32_t &begin, std::uint32_t &size, bool &escaped)
    {
        begin = std::uint32_t(++m_at);
        m_isAscii = true;
        while (true) {
            m_at += plainRun(m_bytes.substr(m_at));
            const int c = peek();
            if (c < 0x20)
                return fail("text not closed, or a control character in it");
            if (c == '"') {
                size = std::uint32_t(m_at) - begin;
                ++m_at;
                return true;
            }
            if (c == '\\') {
                escaped = true;
                if (!escape())
                    return false;
            } else {
                m_isAscii = false;
                const std::size_t length = characterSize(m_bytes.substr(m_at));
                // The quote that ends the text must still follow.
                if (length == 0 || m_at + length >= m_bytes.size())
                    return fail("not UTF-8");
                m_at += length;
            }
        }
    }

    bool escape()
    {
        ++m_at;
        const int c = peek();
        if (c == 'u') {
            if (controlOf(m_bytes.substr(m_at + 1, 4)) < 0)
                return fail("escape that is not needed, or not the short one");
            m_at += 5;
            return true;
        }
        if (shortEscape(c) < 0)
            return fail("unknown escape");
        ++m_at;
        return true;
    }

private:
    std::string_view m_bytes;
    std::vector<JsonDocument::Node> &m_nodes;
    std::size_t m_at = 0;
    bool m_isAscii = true; // the text that was read last
    std::string m_why;
};

bool JsonDocument::parse(std::string_view bytes, std::string &why)
{
    m_isOwn = false;
    m_view = bytes;
    return read(why);
}

bool JsonDocument::parseOwn(std::string bytes, std::string &why)
{
    m_isOwn = true;
    m_own = std::move(bytes);
    return read(why);
}

bool JsonDocument::read(std::string &why)
{
    const bool good = JsonParser(bytes(), m_nodes).document(why);
    if (!good)
        clear(); // half of a document would be asked about members that it does not have
    return good;
}

std::optional<JsonDocument> parseCanonical(std::string_view bytes, std::string &why)
{
    std::optional<JsonDocument> document(std::in_place);
    if (!document->parseOwn(std::string(bytes), why))
        return std::nullopt;
    return document;
}

} // namespace astern::verify
