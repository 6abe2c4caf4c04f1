// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/verify/chain.h"
#include "models/journal/verify/notes.h"
#include "models/journal/verify/verify.h"

#include <map>
#include <set>

namespace astern::verify {

// The members of a tar by name, when it is just as an exporter makes it: plain ustar headers, names in order, each
// once, no time, no owner, nothing behind the end. They point into `bytes`.
using Members = std::map<std::string, std::string_view>;
[[nodiscard]] std::optional<Members> readTar(std::string_view bytes, std::string &why);

// "hmac-sha256:" and the code of a canonical JSON text (with its quotes) under a salt.
[[nodiscard]] std::string commitmentOf(std::string_view salt, std::string_view quoted);

// What entries committed to, what the bundle opens of it, and what it says of the rest.
class BundleOpenings {
public:
    void commit(const Entry &entry);
    void erase(const std::string &person, std::uint64_t by) { m_erased[person] = by; }
    void check(const Members &members, const Chain &chain, Report &report);

private:
    using Key = std::pair<std::string, std::string>; // id of the entry, field
    struct Committed {
        std::string code, person;
        std::uint64_t index = 0;
    };
    void withheld(const Json &one, const Chain &chain, std::set<Key> &said, Report &report);

    std::map<Key, Committed> m_committed;
    std::map<std::string, std::uint64_t> m_erased;
};

// The heads that a bundle stands on, and the keys that come with it.
class BundleHeads {
public:
    BundleHeads(const BundleSources &sources, Report &report) : m_sources(sources), m_report(report) {}
    // The checkpoint that all proofs are of; false: there is none. `members` outlive this.
    bool read(const Members &members, const Json &manifest);
    // Its signatures, the later head that somebody else has seen, and the notes of witnesses.
    void check();
    [[nodiscard]] const Head &head() const { return m_head; }
    [[nodiscard]] std::vector<VKey> vkeys(); // that the bundle brings

private:
    void tampered(const std::string &where, const char *what);
    [[nodiscard]] const std::string_view *member(const char *name) const;
    [[nodiscard]] std::vector<VKey> trusted();
    bool judgeHead(const std::string &where, const Note &note, const std::vector<VKey> &keys);
    void checkLater(const std::vector<VKey> &keys);
    void checkWitness(const QString &name, const std::vector<VKey> &keys);

    const BundleSources &m_sources;
    Report &m_report;
    const Members *m_members = nullptr;
    Head m_head;
    Note m_note;
};

// Documents that entries name: each is what its name says, and what a verdict names is there or said to be absent.
class BundleEvidence {
public:
    void name(const Entry &entry);
    void check(const Members &members, const Json &manifest, Report &report) const;

private:
    std::set<std::string> m_named;
};

// Rebuilds a log from the tiles under `folder`: every entry in its chain, every tile what the entries give. Reports
// what is wrong; the tree is that of all entries.
struct Rebuilt {
    Tree tree;
    std::vector<Digest> leaves;
};
[[nodiscard]] Rebuilt rebuild(const Members &members, const std::string &folder, std::uint64_t size, Chain &chain,
                              const std::string &payloadType, const std::function<void(const Entry &)> &onEntry,
                              Report &report);

} // namespace astern::verify
