// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/verify/json.h"
#include "models/journal/verify/verify.h"

#include <array>
#include <map>
#include <set>
#include <unordered_map>

namespace astern::verify {

using Digest = std::array<unsigned char, 32>;

[[nodiscard]] Digest digestOf(std::string_view a, std::string_view b = {}, std::string_view c = {});
[[nodiscard]] Digest leafDigest(std::string_view leaf);
[[nodiscard]] Digest nodeDigest(const Digest &left, const Digest &right);
[[nodiscard]] inline std::string_view viewOf(const Digest &digest)
{
    return {reinterpret_cast<const char *>(digest.data()), digest.size()};
}

// The tree over leaf hashes, level by level, as RFC 6962 draws it.
class Tree {
public:
    void add(const Digest &leaf);
    [[nodiscard]] std::uint64_t size() const { return m_levels.empty() ? 0 : m_levels.front().size(); }
    [[nodiscard]] Digest root(std::uint64_t size) const;
    // Hash of a complete subtree, when it is complete.
    [[nodiscard]] const Digest *node(std::size_t level, std::uint64_t pos) const;
    [[nodiscard]] std::uint64_t nodes(std::size_t level) const;
    [[nodiscard]] std::size_t levels() const { return m_levels.size(); }

private:
    std::vector<std::vector<Digest>> m_levels;
};

// What an entry says once it was found good.
struct CheckedEntry {
    Digest leaf{};
    Json payload;
    std::string id;
};

// Follows one writer's chain from its genesis: form, signature, key known at that place, order.
class EntryCheck {
public:
    EntryCheck(std::string payloadType, std::string genesis);
    // The next entry. Empty when all is well, else every reason why not; the chain goes on with what was found.
    [[nodiscard]] std::vector<std::string> next(std::string_view leaf, CheckedEntry &out);
    [[nodiscard]] const Tree &tree() const { return m_tree; }
    [[nodiscard]] const std::string &journal() const { return m_journal; }
    [[nodiscard]] const std::set<std::string> &openIntents() const { return m_openIntents; }

private:
    void checkEnvelope(std::string_view leaf, CheckedEntry &out, std::vector<std::string> &wrong);
    void checkChain(const Json &payload, std::vector<std::string> &wrong);
    void checkTime(const Json &payload, std::vector<std::string> &wrong);
    void checkLinks(const CheckedEntry &entry, std::vector<std::string> &wrong);
    void enrol(const Json &key, std::vector<std::string> &wrong);

    std::string m_type;
    std::string m_genesis;
    std::string m_journal;
    std::string m_writer;
    Digest m_prev{};
    Tree m_tree;
    std::map<std::string, std::string> m_keys; // key id -> raw public key
    std::unordered_map<std::string, Digest> m_ids;
    std::set<std::string> m_openIntents;
    std::string m_boot;
    std::int64_t m_mono = 0;
};

} // namespace astern::verify
