// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace astern::verify {

using Digest = std::array<unsigned char, 32>;

[[nodiscard]] Digest digestOf(std::string_view a, std::string_view b = {}, std::string_view c = {});
[[nodiscard]] Digest leafDigest(std::string_view leaf);
[[nodiscard]] Digest nodeDigest(const Digest &left, const Digest &right);
[[nodiscard]] inline std::string_view viewOf(const Digest &digest)
{
    return {reinterpret_cast<const char *>(digest.data()), digest.size()};
}
[[nodiscard]] bool toDigest(std::string_view bytes, Digest &out);

// The tree over leaf hashes as RFC 6962 draws it: only its right edge is kept, 64 hashes at most.
class Tree {
public:
    // Tells every complete subtree of 2^level leaves (level 1 and up) that the leaf closes.
    using OnNode = std::function<void(int level, std::uint64_t pos, const Digest &digest)>;
    void add(const Digest &leaf, const OnNode &onNode = {});
    [[nodiscard]] std::uint64_t size() const { return m_size; }
    [[nodiscard]] Digest root() const;

private:
    std::uint64_t m_size = 0;
    std::vector<Digest> m_edge; // complete subtrees, largest first
};

// RFC 9162 sections 2.1.3.2 and 2.1.4.2.
[[nodiscard]] bool isIncluded(std::uint64_t index, std::uint64_t size, const Digest &leaf,
                              const std::vector<Digest> &path, const Digest &root);
[[nodiscard]] bool isConsistent(std::uint64_t oldSize, std::uint64_t newSize, const Digest &oldRoot,
                                const Digest &newRoot, const std::vector<Digest> &path);

} // namespace astern::verify
