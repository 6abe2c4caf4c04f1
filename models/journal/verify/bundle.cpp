// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/verify/bundleparts.h"
#include "models/journal/verify/sources.h"

#include <QFile>

#include <algorithm>

namespace astern::verify {
namespace {

using Kind = Finding::Kind;

class BundleReading {
public:
    BundleReading(const BundleSources &sources, Report &report)
        : m_sources(sources), m_report(report), m_type(sources.payloadType.toStdString()), m_heads(sources, report),
          m_chain({m_type, sources.genesis.toStdString(), 0})
    {
    }

    void run()
    {
        QFile file(m_sources.file);
        if (!file.open(QIODevice::ReadOnly))
            return m_report.add(Kind::Unreadable, m_sources.file, file.errorString());
        m_bytes = file.readAll();
        std::string why;
        auto members = readTar({m_bytes.constData(), std::size_t(m_bytes.size())}, why);
        if (!members)
            return m_report.add(Kind::Tampered, m_sources.file, toQString(why));
        m_members = std::move(*members);
        if (!readManifest() || !m_heads.read(m_members, m_manifest.root()))
            return;
        m_isWhole = member("log/" + hexOf(viewOf(digestOf(m_heads.head().origin))) + "/checkpoint") != nullptr;
        if (m_isWhole)
            readWholeLog();
        else
            readChosen();
        checkManifestNote();
        m_heads.check();
        m_openings.check(m_members, m_chain, m_report);
        m_evidence.check(m_members, m_manifest.root(), m_report);
        checkTrust();
    }

private:
    // An entry of the bundle, by its place in the log.
    struct Shown {
        std::string leaf;
        bool isProved = false; // by a proof to the head
        bool isChosen = false; // asked for, or the erasure of what was said in one
        std::string id;        // as the file name says
    };

    void tampered(const std::string &where, const char *what)
    {
        m_report.add(Kind::Tampered, toQString(where), QString::fromUtf8(what));
    }
    [[nodiscard]] const std::string_view *member(const std::string &name) const
    {
        const auto found = m_members.find(name);
        return found == m_members.end() ? nullptr : &found->second;
    }

    void take(const Entry &entry)
    {
        m_openings.commit(entry);
        m_evidence.name(entry);
    }

    bool readManifest()
    {
        const auto *text = member("manifest.json");
        std::string why;
        if (!text || !m_manifest.parse(*text, why) || !m_manifest.root().at("format").is("astern.evidence/v1")) {
            tampered("manifest.json", "is missing, not canonical or of another format");
            return false;
        }
        const std::vector<Json> listed = m_manifest.root().at("members").items();
        for (const Json &one : listed) {
            const std::string name(one.key());
            const auto *bytes = member(name);
            if (!bytes || !one.is(hexOf(viewOf(digestOf(*bytes)))))
                tampered(name, "is not what the manifest says");
            else
                ++m_report.passed;
        }
        // All but the manifest and its signature.
        if (listed.size() + 2 != m_members.size() || !member("manifest.note"))
            tampered("manifest.json", "does not list just the files that are there");
        return true;
    }

    void readWholeLog()
    {
        const std::string folder = "log/" + hexOf(viewOf(digestOf(m_heads.head().origin))) + "/";
        if (*member(folder + "checkpoint") != *member("head/checkpoint"))
            tampered(folder + "checkpoint", "is another one than head/checkpoint");
        const Rebuilt rebuilt = rebuild(
            m_members, folder, m_heads.head().size, m_chain, m_type, [this](const Entry &entry) { take(entry); },
            m_report);
        if (rebuilt.tree.size() != m_heads.head().size || rebuilt.tree.root() != m_heads.head().root)
            tampered(folder, "the entries do not give the root of the checkpoint");
        else
            ++m_report.passed;
        m_keys = m_chain.keys();
        m_report.entries = m_chain.size();
        m_report.journal = toQString(m_chain.journal());
        for (const Chain::Disputed &disputed : m_chain.disputed())
            m_report.add(Kind::Incomplete, QStringLiteral("entry %1").arg(disputed.index),
                         QStringLiteral("disputed: its key was revoked from before it on"));
    }

    // Every entry that is there, with its proof, by its index.
    void collect(const std::string &folder, const std::string &proofs, bool isChosen)
    {
        for (auto it = m_members.lower_bound(folder);
             it != m_members.end() && it->first.compare(0, folder.size(), folder) == 0; ++it) {
            const std::string &name = it->first;
            if (name.size() < folder.size() + 5 || name.substr(name.size() - 5) != ".json")
                continue;
            const std::string stem = name.substr(folder.size(), name.size() - folder.size() - 5);
            const auto *text = member(proofs + stem + ".tlog-proof");
            const auto proof = text ? readProof(*text) : std::nullopt;
            if (!proof) {
                tampered(name, "has no proof");
                continue;
            }
            if (proof->checkpoint != *member("head/checkpoint") ||
                !isIncluded(proof->index, m_heads.head().size, leafDigest(it->second), proof->path,
                            m_heads.head().root)) {
                tampered(name, "its proof does not lead to the head");
                continue;
            }
            Shown &shown = m_shown[proof->index];
            shown.leaf = std::string(it->second);
            shown.isProved = true;
            shown.isChosen = shown.isChosen || isChosen;
            if (isChosen)
                shown.id = stem;
            ++m_report.passed;
        }
    }

    void readChosen()
    {
        collect("keys/", "keys/", false);
        collect("entry/", "proof/", true);
        for (auto it = m_members.lower_bound("chain/"); it != m_members.end() && it->first.compare(0, 6, "chain/") == 0;
             ++it) {
            const auto index = readIndex(it->first.substr(6));
            if (!index || m_shown.count(*index) > 0)
                tampered(it->first, "has no place in the log, or one that is taken");
            else
                m_shown[*index].leaf = std::string(it->second);
        }
        const auto first = m_shown.find(0);
        if (first == m_shown.end() || !first->second.isProved)
            return tampered("keys/", "the genesis is missing");
        m_journal = hexOf(viewOf(leafDigest(first->second.leaf)));
        m_report.journal = toQString(m_journal);
        if (!m_sources.genesis.isEmpty() && m_sources.genesis.toStdString() != m_journal)
            tampered("keys/", "the genesis is not the trusted one");
        std::set<std::uint64_t> listed;
        for (const Json &entry : m_manifest.root().at("entries").items())
            listed.insert(std::uint64_t(entry.at("index").number().value_or(-1)));
        std::set<std::uint64_t> chosen;
        for (auto &[index, shown] : m_shown) {
            judge(index, shown);
            if (shown.isChosen)
                chosen.insert(index);
        }
        if (listed != chosen)
            tampered("manifest.json", "lists other entries than are there");
        for (const std::uint64_t index : chosen)
            checkNeighbours(index);
        m_report.entries = chosen.size();
    }
    static std::optional<std::uint64_t> readIndex(std::string_view name)
    {
        if (name.size() != 12 + 5 || name.substr(12) != ".json")
            return std::nullopt;
        const std::size_t digits = std::min(name.find_first_not_of('0'), std::size_t(11));
        return readDecimal(name.substr(digits, 12 - digits));
    }

    // What can be said of an entry whose neighbours may not be there.
    void judge(std::uint64_t index, Shown &shown)
    {
        const std::string where = "entry " + std::to_string(index);
        Entry entry;
        entry.read(shown.leaf, m_type);
        std::vector<std::string> wrong = entry.wrong;
        if (entry.isRead) {
            const Json writer = entry.at("writer");
            if (index == 0)
                m_writer = writer.at("id").text();
            if (writer.at("seq").number() != std::int64_t(index) || !writer.at("id").is(m_writer) ||
                (index > 0 && !entry.at("journal").is(m_journal)))
                wrong.emplace_back("names another place, writer or journal than its proof");
            if (shown.isChosen && !entry.at("id").is(shown.id))
                wrong.emplace_back("has another id than its file");
            checkKey(index, entry, wrong);
            if (shown.isChosen)
                take(entry);
            if (shown.isChosen && entry.at("kind").is("privacy.erase"))
                m_openings.erase(entry.at("erase").at("subject").text(), index);
        }
        for (const std::string &what : wrong)
            tampered(where, what.c_str());
        m_report.passed += wrong.empty() ? 1 : 0;
    }

    void checkKey(std::uint64_t index, const Entry &entry, std::vector<std::string> &wrong)
    {
        if (index == 0 && !entry.at("kind").is("journal.genesis"))
            wrong.emplace_back("the log does not begin with its genesis");
        if (index == 0)
            m_keys.apply(entry, true, wrong);
        std::string why;
        const auto key = m_keys.at(entry.keyId, why);
        const std::string bytes = key ? key->bytes : KeyBook::ownKey(entry);
        if (bytes.empty())
            wrong.push_back(why);
        else if (!entry.isSignedBy(bytes, m_type))
            wrong.emplace_back("the signature does not belong to these bytes");
        else if (index > 0 && KeyBook::concerns(entry) && wrong.empty())
            m_keys.apply(entry, false, wrong);
        m_signers[index] = entry.keyId;
    }

    void checkNeighbours(std::uint64_t index)
    {
        const auto here = m_shown.find(index);
        for (const std::uint64_t other : {index - 1, index + 1}) {
            if (other >= m_heads.head().size)
                continue;
            const auto there = m_shown.find(other);
            if (there == m_shown.end()) {
                m_report.add(Kind::Incomplete, QStringLiteral("entry %1").arg(index),
                             QStringLiteral("its neighbour, entry %1, is not in the bundle").arg(other));
                continue;
            }
            const Shown &earlier = other < index ? there->second : here->second;
            const Shown &later = other < index ? here->second : there->second;
            Entry entry;
            entry.read(later.leaf, m_type);
            if (!entry.at("writer").at("prev").is(hexOf(viewOf(leafDigest(earlier.leaf)))))
                tampered("entry " + std::to_string(std::max(index, other)), "does not follow the entry before it");
            else
                ++m_report.passed;
        }
    }

    void checkManifestNote()
    {
        const auto *text = member("manifest.note");
        const auto note = text ? readNote(*text) : std::nullopt;
        const std::string body = "astern.evidence/v1\n" + hexOf(viewOf(digestOf(*member("manifest.json")))) + "\n";
        if (!note || note->body != body)
            return tampered("manifest.note", "is no note over the manifest");
        // By a key that may sign entries of this log; the key itself says which.
        std::vector<VKey> signers;
        for (const VKey &key : m_heads.vkeys()) {
            std::string why;
            const auto known = m_keys.at("ed25519:" + hexOf(viewOf(digestOf(key.key))), why);
            if (known && key.type == 1 && key.name == m_heads.head().origin + "/evidence")
                signers.push_back(key);
        }
        if (verify::judge(*note, signers).verdict != Verdict::Signed)
            return tampered("manifest.note", "is not signed by a device of this log");
        ++m_report.passed;
    }

    void checkTrust()
    {
        if (m_sources.genesis.isEmpty() && m_sources.trust.isEmpty())
            m_report.add(
                Kind::Incomplete, m_sources.file,
                QStringLiteral("it fits together, but is anchored in nothing: name the genesis or a key that you "
                               "have from elsewhere"));
        for (const auto &[index, keyId] : m_signers) {
            const auto revoked = m_keys.revoked().find(keyId);
            if (revoked != m_keys.revoked().end() && std::int64_t(index) > revoked->second)
                m_report.add(Kind::Incomplete, QStringLiteral("entry %1").arg(index),
                             QStringLiteral("disputed: its key was revoked from before it on"));
        }
    }

    const BundleSources &m_sources;
    Report &m_report;
    std::string m_type;
    QByteArray m_bytes;
    Members m_members;
    JsonDocument m_manifest;
    BundleHeads m_heads;
    bool m_isWhole = false;
    std::map<std::uint64_t, Shown> m_shown;
    std::map<std::uint64_t, std::string> m_signers;
    std::string m_journal, m_writer;
    Chain m_chain;
    KeyBook m_keys;
    BundleOpenings m_openings;
    BundleEvidence m_evidence;
};

} // namespace

Report runBundle(const BundleSources &sources)
{
    Report report;
    BundleReading(sources, report).run();
    return report;
}

} // namespace astern::verify
