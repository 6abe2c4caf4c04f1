// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/verify/notes.h"

#include "models/journal/verify/json.h"

#include <sodium.h>

namespace astern::verify {
namespace {

constexpr std::string_view kDash = "\xe2\x80\x94 ";
constexpr std::size_t kMostLines = 100;
constexpr std::size_t kMostBytes = 1'000'000;

const unsigned char *raw(std::string_view bytes) { return reinterpret_cast<const unsigned char *>(bytes.data()); }

// UTF-8, and no control character but the line end. JSON's reader knows what UTF-8 is.
bool isPlain(std::string_view text)
{
    std::string quoted = "\"";
    for (const char c : text) {
        if (static_cast<unsigned char>(c) < 0x20 && c != '\n')
            return false;
        if (c == '\n')
            quoted += ' ';
        else if (c == '"' || c == '\\')
            quoted += '.';
        else
            quoted += c;
    }
    quoted += '"';
    std::string why;
    JsonDocument document;
    return document.parse(quoted, why);
}

// No plus sign, and no space of Unicode's, which are few.
bool isName(std::string_view name)
{
    if (name.empty())
        return false;
    for (std::size_t i = 0; i < name.size(); ++i) {
        const auto c = static_cast<unsigned char>(name[i]);
        if (c <= 0x20 || c == '+')
            return false;
        const std::string_view two = name.substr(i, 2);
        const std::string_view three = name.substr(i, 3);
        if (two == "\xc2\x85" || two == "\xc2\xa0" || three == "\xe1\x9a\x80" || three == "\xe2\x80\xa8" ||
            three == "\xe2\x80\xa9" || three == "\xe2\x80\xaf" || three == "\xe2\x81\x9f" || three == "\xe3\x80\x80")
            return false;
        if (three.size() == 3 && three.substr(0, 2) == "\xe2\x80" && static_cast<unsigned char>(three[2]) <= 0x8a)
            return false;
    }
    return true;
}

bool verifies(std::string_view signature, std::string_view message, std::string_view key)
{
    return signature.size() == crypto_sign_BYTES && key.size() == crypto_sign_PUBLICKEYBYTES &&
           crypto_sign_verify_detached(raw(signature), raw(message), message.size(), raw(key)) == 0;
}

bool verifies(const Note::Line &line, const VKey &key, const std::string &body)
{
    if (key.type == 1)
        return verifies(line.bytes, body, key.key);
    if (line.bytes.size() != 8 + crypto_sign_BYTES)
        return false;
    std::uint64_t at = 0;
    for (int i = 0; i < 8; ++i)
        at = at << 8 | static_cast<unsigned char>(line.bytes[std::size_t(i)]);
    return at >> 63 == 0 && verifies(std::string_view(line.bytes).substr(8),
                                     "cosignature/v1\ntime " + std::to_string(at) + "\n" + body, key.key);
}

// Takes the next line, without its end; nullopt: none is left that ends.
std::optional<std::string_view> nextLine(std::string_view &rest)
{
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos)
        return std::nullopt;
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    return line;
}

std::optional<Digest> readHash(std::string_view line)
{
    const auto bytes = decodeBase64(line);
    Digest digest{};
    if (!bytes || !toDigest(*bytes, digest))
        return std::nullopt;
    return digest;
}

} // namespace

std::optional<std::uint64_t> readDecimal(std::string_view text)
{
    if (text.empty() || text.size() > 19 || (text.size() > 1 && text[0] == '0'))
        return std::nullopt;
    std::uint64_t number = 0;
    for (const char c : text) {
        if (c < '0' || c > '9')
            return std::nullopt;
        number = number * 10 + std::uint64_t(c - '0');
    }
    if (number >> 63 != 0)
        return std::nullopt;
    return number;
}

std::optional<VKey> readVKey(std::string_view text)
{
    const std::size_t first = text.find('+');
    const std::size_t second = first == std::string_view::npos ? first : text.find('+', first + 1);
    if (second == std::string_view::npos)
        return std::nullopt;
    const auto bytes = decodeBase64(text.substr(second + 1));
    VKey key{std::string(text.substr(0, first)), 0, {}, {}, std::string(text)};
    if (!bytes || bytes->size() != 1 + crypto_sign_PUBLICKEYBYTES || !isName(key.name) || !isPlain(key.name))
        return std::nullopt;
    key.type = static_cast<unsigned char>(bytes->front());
    key.key = bytes->substr(1);
    const Digest digest = digestOf(key.name, "\n", *bytes);
    key.hash = std::string(viewOf(digest).substr(0, 4));
    if ((key.type != 1 && key.type != 4) || text.substr(first + 1, second - first - 1) != hexOf(key.hash))
        return std::nullopt;
    return key;
}

std::optional<Note> readNote(std::string_view text)
{
    const std::size_t split = text.rfind("\n\n");
    if (text.size() > kMostBytes || split == std::string_view::npos || split == 0 || text.back() != '\n' ||
        split + 2 == text.size() || !isPlain(text))
        return std::nullopt;
    Note note{std::string(text.substr(0, split + 1)), {}};
    std::string_view rest = text.substr(split + 2);
    while (!rest.empty()) {
        const auto line = nextLine(rest);
        if (!line || line->substr(0, kDash.size()) != kDash || note.lines.size() == kMostLines)
            return std::nullopt;
        const std::size_t space = line->find(' ', kDash.size());
        if (space == std::string_view::npos)
            return std::nullopt;
        const std::string_view name = line->substr(kDash.size(), space - kDash.size());
        const auto bytes = decodeBase64(line->substr(space + 1));
        if (!isName(name) || !bytes || bytes->size() < 5)
            return std::nullopt;
        note.lines.push_back({std::string(name), bytes->substr(0, 4), bytes->substr(4)});
    }
    return note;
}

Judged judge(const Note &note, const std::vector<VKey> &keys)
{
    Judged judged;
    for (const Note::Line &line : note.lines) {
        for (const VKey &key : keys) {
            if (line.name != key.name || line.hash != key.hash)
                continue;
            if (!verifies(line, key, note.body))
                return {Verdict::False, {key}};
            judged.signers.push_back(key);
        }
    }
    judged.verdict = judged.signers.empty() ? Verdict::Unsigned : Verdict::Signed;
    return judged;
}

std::optional<Head> readHead(std::string_view body)
{
    const auto origin = nextLine(body);
    const auto size = nextLine(body);
    const auto root = nextLine(body);
    if (!root || !body.empty() || !isName(*origin) || !isPlain(*origin))
        return std::nullopt;
    const auto number = readDecimal(*size);
    const auto digest = readHash(*root);
    if (!number || !digest)
        return std::nullopt;
    return Head{std::string(*origin), *number, *digest};
}

std::optional<Proof> readProof(std::string_view text)
{
    if (nextLine(text) != "c2sp.org/tlog-proof@v1")
        return std::nullopt;
    auto line = nextLine(text);
    if (line && line->substr(0, 6) == "extra ") {
        const auto extra = decodeBase64(line->substr(6));
        if (!extra || extra->empty())
            return std::nullopt;
        line = nextLine(text);
    }
    if (!line || line->substr(0, 6) != "index ")
        return std::nullopt;
    const auto index = readDecimal(line->substr(6));
    if (!index)
        return std::nullopt;
    Proof proof{*index, {}, {}};
    for (line = nextLine(text); line && !line->empty(); line = nextLine(text)) {
        const auto digest = readHash(*line);
        if (!digest || proof.path.size() == 63)
            return std::nullopt;
        proof.path.push_back(*digest);
    }
    if (!line || !readNote(text))
        return std::nullopt;
    proof.checkpoint = std::string(text);
    return proof;
}

std::optional<std::vector<Digest>> readHashes(std::string_view text)
{
    std::vector<Digest> hashes;
    while (!text.empty()) {
        const auto line = nextLine(text);
        const auto digest = line ? readHash(*line) : std::nullopt;
        if (!digest)
            return std::nullopt;
        hashes.push_back(*digest);
    }
    return hashes;
}

} // namespace astern::verify
