// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace astern::verify {

// A JSON value as the journal's canonical form allows it. The verifier has a reader of its own, which shares
// nothing with the writer's, so that one mistake cannot hide in both.
struct Json {
    using Array = std::vector<Json>;
    using Object = std::map<std::string, Json>;
    std::variant<std::nullptr_t, bool, std::int64_t, std::string, Array, Object> value = nullptr;

    // The member of an object, or null.
    [[nodiscard]] const Json &at(const char *key) const;
    [[nodiscard]] bool has(const char *key) const;
    [[nodiscard]] std::string text() const; // empty when it is no text
    [[nodiscard]] std::optional<std::int64_t> number() const;
    [[nodiscard]] const Array &array() const;
    [[nodiscard]] const Object &object() const;
};

// Byte by byte: sorted ASCII keys without repetition, no white space, the one form of each escape, whole numbers
// within ±(2^53-1), valid UTF-8. Otherwise nullopt, and `why` says where.
[[nodiscard]] std::optional<Json> parseCanonical(std::string_view bytes, std::string &why);

// RFC 4648 section 4, padded, without stray bits.
[[nodiscard]] std::optional<std::string> decodeBase64(std::string_view text);
[[nodiscard]] std::string hexOf(std::string_view bytes);

} // namespace astern::verify
