// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/verify/json.h"

#include <array>

namespace astern::verify {

bool decodeBase64(std::string_view text, std::string &out)
{
    static constexpr auto kValues = [] {
        std::array<std::int8_t, 256> values{};
        values.fill(-1);
        constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (std::size_t i = 0; i < letters.size(); ++i)
            values[static_cast<unsigned char>(letters[i])] = std::int8_t(i);
        return values;
    }();
    out.clear();
    if (text.size() % 4 != 0)
        return false;
    if (text.empty())
        return true;
    const std::size_t padding = text.back() != '=' ? 0 : text[text.size() - 2] != '=' ? 1 : 2;
    out.resize(text.size() / 4 * 3);
    char *to = out.data();
    for (std::size_t at = 0; at < text.size(); at += 4) {
        const bool isLast = at + 4 == text.size();
        std::int32_t bits = 0;
        std::int32_t wrong = 0;
        for (std::size_t i = 0; i < 4; ++i) {
            const std::int32_t value =
                isLast && i >= 4 - padding ? 0 : kValues[static_cast<unsigned char>(text[at + i])];
            wrong |= value;
            bits = std::int32_t(std::uint32_t(bits) << 6U | (std::uint32_t(value) & 63U));
        }
        if (wrong < 0 || (isLast && padding == 1 && (bits & 0xff) != 0) ||
            (isLast && padding == 2 && (bits & 0xffff) != 0))
            return false;
        *to++ = static_cast<char>(bits >> 16);
        *to++ = static_cast<char>(bits >> 8 & 0xff);
        *to++ = static_cast<char>(bits & 0xff);
    }
    out.erase(out.size() - padding);
    return true;
}

std::optional<std::string> decodeBase64(std::string_view text)
{
    std::string out;
    if (!decodeBase64(text, out))
        return std::nullopt;
    return out;
}

std::string hexOf(std::string_view bytes)
{
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string out;
    out.reserve(bytes.size() * 2);
    for (const char c : bytes) {
        out += kDigits[static_cast<unsigned char>(c) >> 4];
        out += kDigits[static_cast<unsigned char>(c) & 15];
    }
    return out;
}

} // namespace astern::verify
