// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace astern::verify {

class JsonDocument;

// A value inside a document, as the journal's canonical form allows it. Null where something is missing. Lives no
// longer than the document.
class Json {
public:
    enum class Kind : std::uint8_t { Null, Bool, Number, Text, Array, Object };

    Json() = default;
    Json(const JsonDocument *document, std::uint32_t node) : m_document(document), m_node(node) {}

    [[nodiscard]] Kind kind() const;
    [[nodiscard]] bool isObject() const { return kind() == Kind::Object; }
    [[nodiscard]] Json at(std::string_view key) const; // member of an object
    [[nodiscard]] bool has(std::string_view key) const { return at(key).m_document != nullptr; }
    [[nodiscard]] std::string text() const;             // empty when it is no text
    [[nodiscard]] std::string_view plain() const;       // text without escapes in it, else empty
    [[nodiscard]] std::string_view quoted() const;      // text as it is written, with its quotes
    [[nodiscard]] bool is(std::string_view text) const; // it is this text
    [[nodiscard]] std::optional<std::int64_t> number() const;
    [[nodiscard]] bool isTrue() const;
    [[nodiscard]] std::size_t size() const; // of an array or object
    // Members or items, in their order.
    [[nodiscard]] std::vector<Json> items() const;
    [[nodiscard]] std::string_view key() const; // of a member; keys have no escapes worth reading here

private:
    const JsonDocument *m_document = nullptr;
    std::uint32_t m_node = 0;
};

// One text read into a flat list of nodes, which is kept and used again: verifying a log reads a million of them. The
// verifier has a reader of its own, which shares nothing with the writer's, so that one mistake cannot hide in both.
class JsonDocument {
public:
    // Byte by byte: sorted ASCII keys without repetition, no white space, the one form of each escape, whole numbers
    // within ±(2^53-1), valid UTF-8. Otherwise false, `why` says where, and the root is null. `bytes` must outlive the
    // document, or clear() comes first.
    [[nodiscard]] bool parse(std::string_view bytes, std::string &why);
    // The same of bytes that the document keeps.
    [[nodiscard]] bool parseOwn(std::string bytes, std::string &why);
    void clear() { m_nodes.clear(); }
    [[nodiscard]] Json root() const { return m_nodes.empty() ? Json() : Json(this, 0); }

private:
    friend class Json;
    friend class JsonParser;
    struct Node {
        Json::Kind kind = Json::Kind::Null;
        bool escaped = false;
        std::uint32_t keyBegin = 0, keySize = 0;
        std::uint32_t begin = 0, size = 0; // text: its bytes; array, object: number of items
        std::uint32_t next = 0;            // the node behind this one and all that is in it
        std::int64_t number = 0;
    };
    [[nodiscard]] bool read(std::string &why);
    [[nodiscard]] std::string_view bytes() const { return m_isOwn ? std::string_view(m_own) : m_view; }

    std::string m_own;
    std::string_view m_view;
    bool m_isOwn = false;
    std::vector<Node> m_nodes;
};

// What stands between the quotes of a text that was read, without its escapes.
[[nodiscard]] std::string unescaped(std::string_view text);

// A document of its own.
[[nodiscard]] std::optional<JsonDocument> parseCanonical(std::string_view bytes, std::string &why);

// RFC 4648 section 4, padded, without stray bits.
[[nodiscard]] bool decodeBase64(std::string_view text, std::string &out);
[[nodiscard]] std::optional<std::string> decodeBase64(std::string_view text);
[[nodiscard]] std::string hexOf(std::string_view bytes);

} // namespace astern::verify
