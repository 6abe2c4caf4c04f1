// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/verify/tree.h"

#include <sodium.h>

#include <cstring>

namespace astern::verify {
namespace {

const unsigned char *raw(std::string_view bytes) { return reinterpret_cast<const unsigned char *>(bytes.data()); }

// Follows a path from the leaf upwards. `index` and `last` lose a bit at every level.
template <class OnLeft, class OnRight>
bool climb(std::uint64_t index, std::uint64_t last, const std::vector<Digest> &path, std::size_t from, OnLeft onLeft,
           OnRight onRight)
{
    for (std::size_t i = from; i < path.size(); ++i) {
        if (last == 0)
            return false;
        if ((index & 1) != 0 || index == last) {
            onLeft(path[i]);
            while ((index & 1) == 0 && index != 0) {
                index >>= 1;
                last >>= 1;
            }
        } else {
            onRight(path[i]);
        }
        index >>= 1;
        last >>= 1;
    }
    return last == 0;
}

} // namespace

Digest digestOf(std::string_view a, std::string_view b, std::string_view c)
{
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    for (const std::string_view part : {a, b, c}) {
        if (!part.empty())
            crypto_hash_sha256_update(&state, raw(part), part.size());
    }
    Digest digest{};
    crypto_hash_sha256_final(&state, digest.data());
    return digest;
}

Digest leafDigest(std::string_view leaf) { return digestOf(std::string_view("\0", 1), leaf); }
Digest nodeDigest(const Digest &left, const Digest &right)
{
    return digestOf(std::string_view("\1", 1), viewOf(left), viewOf(right));
}

bool toDigest(std::string_view bytes, Digest &out)
{
    if (bytes.size() != out.size())
        return false;
    std::memcpy(out.data(), bytes.data(), out.size());
    return true;
}

void Tree::add(const Digest &leaf, const OnNode &onNode)
{
    Digest digest = leaf;
    int level = 0;
    for (std::uint64_t n = m_size; (n & 1) != 0; n >>= 1) {
        digest = nodeDigest(m_edge.back(), digest);
        m_edge.pop_back();
        ++level;
        if (onNode)
            onNode(level, m_size >> level, digest);
    }
    m_edge.push_back(digest);
    ++m_size;
}

Digest Tree::root() const
{
    if (m_edge.empty())
        return digestOf({});
    Digest digest = m_edge.back();
    for (std::size_t i = m_edge.size() - 1; i-- > 0;)
        digest = nodeDigest(m_edge[i], digest);
    return digest;
}

bool isIncluded(std::uint64_t index, std::uint64_t size, const Digest &leaf, const std::vector<Digest> &path,
                const Digest &root)
{
    Digest digest = leaf;
    return index < size &&
           climb(
               index, size - 1, path, 0, [&](const Digest &left) { digest = nodeDigest(left, digest); },
               [&](const Digest &right) { digest = nodeDigest(digest, right); }) &&
           digest == root;
}

bool isConsistent(std::uint64_t oldSize, std::uint64_t newSize, const Digest &oldRoot, const Digest &newRoot,
                  const std::vector<Digest> &path)
{
    if (oldSize > newSize)
        return false;
    if (oldSize == newSize)
        return path.empty() && oldRoot == newRoot;
    if (oldSize == 0)
        return path.empty() && oldRoot == digestOf({});
    // Where the old size is a power of two, the proof leaves out the old root, which the reader has.
    const bool isPower = (oldSize & (oldSize - 1)) == 0;
    if (!isPower && path.empty())
        return false;
    std::uint64_t index = oldSize - 1;
    std::uint64_t last = newSize - 1;
    while ((index & 1) != 0) {
        index >>= 1;
        last >>= 1;
    }
    Digest before = isPower ? oldRoot : path.front();
    Digest after = before;
    return climb(
               index, last, path, isPower ? 0 : 1,
               [&](const Digest &left) {
                   before = nodeDigest(left, before);
                   after = nodeDigest(left, after);
               },
               [&](const Digest &right) { after = nodeDigest(after, right); }) &&
           before == oldRoot && after == newRoot;
}

} // namespace astern::verify
