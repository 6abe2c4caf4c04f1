// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/verify/json.h"

#include <limits>

namespace astern::verify {
namespace {

constexpr int kDeepest = 64;
constexpr std::int64_t kLargest = 9007199254740991;

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
        m_at += text.size();
        m_nodes[node].kind = kind;
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
                const std::string_view key = m_bytes.substr(begin, size);
                for (const char c : key) {
                    if (static_cast<unsigned char>(c) > 0x7f)
                        return fail("name is not ASCII");
                }
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
        while (true) {
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
            } else if (c < 0x80) {
                ++m_at;
            } else {
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

public:
    static std::string unescaped(std::string_view text)
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

private:
    std::string_view m_bytes;
    std::vector<JsonDocument::Node> &m_nodes;
    std::size_t m_at = 0;
    std::string m_why;
};

bool JsonDocument::parse(std::string_view bytes, std::string &why)
{
    m_isOwn = false;
    m_view = bytes;
    return JsonParser(bytes, m_nodes).document(why);
}

bool JsonDocument::parseOwn(std::string bytes, std::string &why)
{
    m_isOwn = true;
    m_own = std::move(bytes);
    return JsonParser(m_own, m_nodes).document(why);
}

Json::Kind Json::kind() const { return m_document ? m_document->m_nodes[m_node].kind : Kind::Null; }

Json Json::at(std::string_view key) const
{
    if (kind() != Kind::Object)
        return {};
    const auto &nodes = m_document->m_nodes;
    const std::uint32_t end = nodes[m_node].next;
    for (std::uint32_t node = m_node + 1; node < end; node = nodes[node].next) {
        if (m_document->bytes().substr(nodes[node].keyBegin, nodes[node].keySize) == key)
            return {m_document, node};
    }
    return {};
}

std::string Json::text() const
{
    if (kind() != Kind::Text)
        return {};
    const JsonDocument::Node &node = m_document->m_nodes[m_node];
    const std::string_view text = m_document->bytes().substr(node.begin, node.size);
    return node.escaped ? JsonParser::unescaped(text) : std::string(text);
}

std::string_view Json::plain() const
{
    if (kind() != Kind::Text || m_document->m_nodes[m_node].escaped)
        return {};
    const JsonDocument::Node &node = m_document->m_nodes[m_node];
    return m_document->bytes().substr(node.begin, node.size);
}

std::string_view Json::quoted() const
{
    if (kind() != Kind::Text)
        return {};
    const JsonDocument::Node &node = m_document->m_nodes[m_node];
    return m_document->bytes().substr(node.begin - 1, node.size + 2);
}

bool Json::is(std::string_view text) const
{
    if (kind() != Kind::Text)
        return false;
    return m_document->m_nodes[m_node].escaped ? this->text() == text : plain() == text;
}

std::optional<std::int64_t> Json::number() const
{
    return kind() == Kind::Number ? std::optional(m_document->m_nodes[m_node].number) : std::nullopt;
}

std::size_t Json::size() const
{
    return kind() == Kind::Array || kind() == Kind::Object ? m_document->m_nodes[m_node].size : 0;
}

std::vector<Json> Json::items() const
{
    std::vector<Json> items;
    if (kind() != Kind::Array && kind() != Kind::Object)
        return items;
    const auto &nodes = m_document->m_nodes;
    for (std::uint32_t node = m_node + 1; node < nodes[m_node].next; node = nodes[node].next)
        items.emplace_back(m_document, node);
    return items;
}

std::string_view Json::key() const
{
    if (!m_document)
        return {};
    const JsonDocument::Node &node = m_document->m_nodes[m_node];
    return m_document->bytes().substr(node.keyBegin, node.keySize);
}

std::optional<JsonDocument> parseCanonical(std::string_view bytes, std::string &why)
{
    std::optional<JsonDocument> document(std::in_place);
    if (!document->parseOwn(std::string(bytes), why))
        return std::nullopt;
    return document;
}

} // namespace astern::verify
