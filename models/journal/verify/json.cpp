// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/verify/json.h"

#include <cctype>

namespace astern::verify {
namespace {

constexpr int kDeepest = 64;
constexpr std::int64_t kLargest = 9007199254740991;

class Parser {
public:
    explicit Parser(std::string_view bytes) : m_bytes(bytes) {}

    std::optional<Json> document(std::string &why)
    {
        Json json;
        if (value(json, 0) && (m_at == m_bytes.size() || fail("bytes follow the value")))
            return json;
        why = m_why + " at byte " + std::to_string(m_at);
        return std::nullopt;
    }

private:
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
    bool word(std::string_view text)
    {
        if (m_bytes.substr(m_at, text.size()) != text)
            return fail("unknown word");
        m_at += text.size();
        return true;
    }

    bool value(Json &out, int depth)
    {
        if (depth > kDeepest)
            return fail("nested too deeply");
        switch (peek()) {
        case '{':
            return object(out, depth);
        case '[':
            return array(out, depth);
        case '"': {
            std::string text;
            if (!string(text))
                return false;
            out.value = std::move(text);
            return true;
        }
        case 't':
            out.value = true;
            return word("true");
        case 'f':
            out.value = false;
            return word("false");
        case 'n':
            out.value = nullptr;
            return word("null");
        default:
            return number(out);
        }
    }

    bool number(Json &out)
    {
        const bool minus = take('-');
        if (!std::isdigit(peek()))
            return fail("not a value");
        if (peek() == '0') {
            ++m_at;
            if (minus || std::isdigit(peek()))
                return fail("not the one form of a number");
            out.value = std::int64_t(0);
            return true;
        }
        std::int64_t number = 0;
        while (std::isdigit(peek())) {
            number = number * 10 + (peek() - '0');
            if (number > kLargest)
                return fail("number out of range");
            ++m_at;
        }
        if (peek() == '.' || peek() == 'e' || peek() == 'E')
            return fail("not a whole number");
        out.value = minus ? -number : number;
        return true;
    }

    bool array(Json &out, int depth)
    {
        ++m_at;
        Json::Array items;
        if (!take(']')) {
            do {
                if (!value(items.emplace_back(), depth + 1))
                    return false;
            } while (take(','));
            if (!take(']'))
                return fail("list not closed");
        }
        out.value = std::move(items);
        return true;
    }

    bool object(Json &out, int depth)
    {
        ++m_at;
        Json::Object members;
        std::string last;
        if (!take('}')) {
            do {
                std::string key;
                if (peek() != '"' || !string(key))
                    return fail("name expected");
                for (const char c : key) {
                    if (static_cast<unsigned char>(c) > 0x7f)
                        return fail("name is not ASCII");
                }
                if (!members.empty() && !(last < key))
                    return fail("names are not in order");
                if (!take(':'))
                    return fail("colon expected");
                if (!value(members[key], depth + 1))
                    return false;
                last = key;
            } while (take(','));
            if (!take('}'))
                return fail("object not closed");
        }
        out.value = std::move(members);
        return true;
    }

    bool string(std::string &out)
    {
        ++m_at;
        while (true) {
            const int c = peek();
            if (c < 0x20)
                return fail("text not closed, or a control character in it");
            if (c == '"') {
                ++m_at;
                return true;
            }
            if (c == '\\') {
                if (!escape(out))
                    return false;
            } else if (!utf8(out)) {
                return fail("not UTF-8");
            }
        }
    }

    bool escape(std::string &out)
    {
        ++m_at;
        const int c = peek();
        ++m_at;
        switch (c) {
        case '"':
            out += '"';
            return true;
        case '\\':
            out += '\\';
            return true;
        case 'b':
            out += '\b';
            return true;
        case 'f':
            out += '\f';
            return true;
        case 'n':
            out += '\n';
            return true;
        case 'r':
            out += '\r';
            return true;
        case 't':
            out += '\t';
            return true;
        case 'u':
            break;
        default:
            return fail("unknown escape");
        }
        // Only control characters that have no short form are written as \u00xx, in lower case.
        if (m_bytes.substr(m_at, 2) != "00")
            return fail("escape that is not needed");
        static constexpr std::string_view kDigits = "0123456789abcdef";
        const auto high = kDigits.find(m_at + 2 < m_bytes.size() ? m_bytes[m_at + 2] : 'z');
        const auto low = kDigits.find(m_at + 3 < m_bytes.size() ? m_bytes[m_at + 3] : 'z');
        if (high > 1 || low == std::string_view::npos)
            return fail("escape that is not needed");
        const char code = static_cast<char>(high * 16 + low);
        if (code == '\b' || code == '\f' || code == '\n' || code == '\r' || code == '\t')
            return fail("escape that is not the short one");
        m_at += 4;
        out += code;
        return true;
    }

    bool utf8(std::string &out)
    {
        const auto lead = static_cast<unsigned char>(m_bytes[m_at]);
        int more = 0;
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
            return false;
        }
        if (lead > 0xf4 || m_at + std::size_t(more) >= m_bytes.size())
            return false;
        for (int i = 1; i <= more; ++i) {
            const auto next = static_cast<unsigned char>(m_bytes[m_at + std::size_t(i)]);
            if ((next & 0xc0U) != 0x80)
                return false;
            code = (code << 6U) | (next & 0x3fU);
        }
        if ((more == 2 && (code < 0x800 || (code >= 0xd800 && code <= 0xdfff))) ||
            (more == 3 && (code < 0x10000 || code > 0x10ffff)))
            return false;
        out.append(m_bytes.substr(m_at, std::size_t(more) + 1));
        m_at += std::size_t(more) + 1;
        return true;
    }

    std::string_view m_bytes;
    std::size_t m_at = 0;
    std::string m_why;
};

} // namespace

const Json &Json::at(const char *key) const
{
    static const Json none;
    const auto *members = std::get_if<Object>(&value);
    if (!members)
        return none;
    const auto found = members->find(key);
    return found == members->end() ? none : found->second;
}

bool Json::has(const char *key) const { return object().contains(key); }

std::string Json::text() const
{
    const auto *text = std::get_if<std::string>(&value);
    return text ? *text : std::string();
}

std::optional<std::int64_t> Json::number() const
{
    const auto *number = std::get_if<std::int64_t>(&value);
    return number ? std::optional(*number) : std::nullopt;
}

const Json::Array &Json::array() const
{
    static const Array none;
    const auto *items = std::get_if<Array>(&value);
    return items ? *items : none;
}

const Json::Object &Json::object() const
{
    static const Object none;
    const auto *members = std::get_if<Object>(&value);
    return members ? *members : none;
}

std::optional<Json> parseCanonical(std::string_view bytes, std::string &why) { return Parser(bytes).document(why); }

std::optional<std::string> decodeBase64(std::string_view text)
{
    static constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    if (text.size() % 4 != 0)
        return std::nullopt;
    std::string out;
    out.reserve(text.size() / 4 * 3);
    for (std::size_t at = 0; at < text.size(); at += 4) {
        const bool last = at + 4 == text.size();
        const int padding = last ? (text[at + 3] == '=') + (text[at + 3] == '=' && text[at + 2] == '=') : 0;
        std::uint32_t bits = 0;
        for (std::size_t i = 0; i < 4; ++i) {
            const auto letter = i >= 4 - std::size_t(padding) ? 0 : kLetters.find(text[at + i]);
            if (letter == std::string_view::npos)
                return std::nullopt;
            bits = bits << 6U | static_cast<std::uint32_t>(letter);
        }
        if ((padding == 1 && (bits & 0xffU) != 0) || (padding == 2 && (bits & 0xffffU) != 0))
            return std::nullopt;
        for (int i = 0; i < 3 - padding; ++i)
            out += static_cast<char>(bits >> (16U - 8U * unsigned(i)) & 0xffU);
    }
    return out;
}

std::string hexOf(std::string_view bytes)
{
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string out;
    for (const char c : bytes) {
        out += kDigits[static_cast<unsigned char>(c) >> 4];
        out += kDigits[static_cast<unsigned char>(c) & 15];
    }
    return out;
}

} // namespace astern::verify
