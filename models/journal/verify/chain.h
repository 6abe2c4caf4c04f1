// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/verify/keybook.h"

namespace astern::verify {

// Numbers by numbers, 16 bytes each and a third of them free.
class ShortMap {
public:
    bool insert(std::uint64_t key, std::uint64_t value); // false: it is there
    [[nodiscard]] const std::uint64_t *find(std::uint64_t key) const;

private:
    struct Slot {
        std::uint64_t key = 0, value = 0; // key 0: free
    };
    [[nodiscard]] std::size_t place(std::uint64_t key) const;
    std::vector<Slot> m_slots; // a power of two
    std::size_t m_count = 0;
};

// Follows one writer's chain from its genesis on: order, key known at that place, time, links, erasures. What it must
// remember of an entry is some 20 bytes, whatever its size.
class Chain {
public:
    struct Rules {
        std::string payloadType;
        std::string genesis;    // leaf hash that the first entry must have; empty: its own
        std::uint64_t from = 0; // signatures of entries below are not checked one by one
    };
    explicit Chain(Rules rules);

    struct Verdict {
        std::vector<std::string> wrong;
        // The signature is still to be checked with this key; null: nothing is left to check.
        std::shared_ptr<const KeyBook::Key> key;
    };
    // The next entry; what is wrong with it, and with which key it must be signed. The chain goes on with what it
    // found.
    [[nodiscard]] Verdict next(const Entry &entry);

    [[nodiscard]] std::uint64_t size() const { return m_size; }
    [[nodiscard]] const std::string &journal() const { return m_journal; }
    [[nodiscard]] const std::string &writer() const { return m_writer; }
    [[nodiscard]] const KeyBook &keys() const { return m_keys; }

    // Entries that a revoked key signed behind its last good number.
    struct Disputed {
        std::uint64_t index = 0;
        std::string keyId;
    };
    [[nodiscard]] std::vector<Disputed> disputed() const;
    // The entry that erased what entries up to itself said of this person, if there is one at `index` or above: who
    // erases oneself loses that entry's own words, too.
    [[nodiscard]] const std::uint64_t *erasedBy(const std::string &person, std::uint64_t index) const;

private:
    void checkChain(const Entry &entry, std::vector<std::string> &wrong);
    void checkTime(const Entry &entry, std::vector<std::string> &wrong);
    void checkLinks(const Entry &entry, std::vector<std::string> &wrong);
    void checkKey(const Entry &entry, Verdict &verdict);
    [[nodiscard]] std::uint64_t shortOf(std::string_view text) const;

    Rules m_rules;
    KeyBook m_keys;
    std::uint64_t m_size = 0;
    std::string m_journal;
    std::string m_writer;
    Digest m_prev{};
    std::string m_boot;
    std::int64_t m_mono = 0;
    // Keyed hashes of id and leaf under a key of this run: nobody can make entries that collide in it.
    std::array<unsigned char, 16> m_key{};
    ShortMap m_ids;
    struct Signed {
        std::uint64_t first = 0, last = 0; // runs of entries of one key
        std::string keyId;
    };
    std::vector<Signed> m_runs;
    std::map<std::string, std::vector<std::uint64_t>> m_erased;
};

} // namespace astern::verify
