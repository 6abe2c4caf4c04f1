// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/verify/tree.h"

#include <optional>
#include <string>
#include <vector>

namespace astern::verify {

// C2SP's signed notes, checkpoints, cosignatures and proofs, by readers of the verifier's own.

// A key that may sign notes.
struct VKey {
    std::string name;
    unsigned char type = 0; // 1: over the body; 4: cosignature over body and time
    std::string key;        // 32 bytes
    std::string hash;       // 4 bytes
    std::string text;
    bool operator==(const VKey &other) const { return text == other.text; }
};
[[nodiscard]] std::optional<VKey> readVKey(std::string_view text);

struct Note {
    struct Line {
        std::string name, hash, bytes;
    };
    std::string body;
    std::vector<Line> lines;
};
[[nodiscard]] std::optional<Note> readNote(std::string_view text);

enum class Verdict {
    Unsigned, // by none of these keys
    False,    // a line of one of these keys does not verify
    Signed,
};
struct Judged {
    Verdict verdict = Verdict::Unsigned;
    std::vector<VKey> signers;
};
[[nodiscard]] Judged judge(const Note &note, const std::vector<VKey> &keys);

struct Head {
    std::string origin;
    std::uint64_t size = 0;
    Digest root{};
};
[[nodiscard]] std::optional<Head> readHead(std::string_view body);

struct Proof {
    std::uint64_t index = 0;
    std::vector<Digest> path;
    std::string checkpoint;
};
[[nodiscard]] std::optional<Proof> readProof(std::string_view text);

// Hashes, one a line in base64, every line ended.
[[nodiscard]] std::optional<std::vector<Digest>> readHashes(std::string_view text);
[[nodiscard]] std::optional<std::uint64_t> readDecimal(std::string_view text);

} // namespace astern::verify
