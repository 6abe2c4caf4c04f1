// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/verify/entrycheck.h"

#include <sodium.h>

namespace astern::verify {
namespace {

const unsigned char *raw(std::string_view bytes) { return reinterpret_cast<const unsigned char *>(bytes.data()); }

bool isUuid7(const std::string &id)
{
    if (id.size() != 36 || id[14] != '7' || std::string_view("89ab").find(id[19]) == std::string_view::npos)
        return false;
    for (std::size_t i = 0; i < id.size(); ++i) {
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        const bool hex = (id[i] >= '0' && id[i] <= '9') || (id[i] >= 'a' && id[i] <= 'f');
        if (dash ? id[i] != '-' : !hex)
            return false;
    }
    return true;
}

bool endsWith(const std::string &text, std::string_view end)
{
    return text.size() >= end.size() && std::string_view(text).substr(text.size() - end.size()) == end;
}

} // namespace

Digest digestOf(std::string_view a, std::string_view b, std::string_view c)
{
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    for (const std::string_view part : {a, b, c})
        crypto_hash_sha256_update(&state, raw(part), part.size());
    Digest digest{};
    crypto_hash_sha256_final(&state, digest.data());
    return digest;
}

Digest leafDigest(std::string_view leaf) { return digestOf(std::string_view("\0", 1), leaf); }
Digest nodeDigest(const Digest &left, const Digest &right)
{
    return digestOf(std::string_view("\1", 1), viewOf(left), viewOf(right));
}

void Tree::add(const Digest &leaf)
{
    Digest digest = leaf;
    for (std::size_t level = 0;; ++level) {
        if (level == m_levels.size())
            m_levels.emplace_back();
        m_levels[level].push_back(digest);
        if (m_levels[level].size() % 2 == 1)
            return;
        digest = nodeDigest(m_levels[level][m_levels[level].size() - 2], digest);
    }
}

const Digest *Tree::node(std::size_t level, std::uint64_t pos) const
{
    return level < m_levels.size() && pos < m_levels[level].size() ? &m_levels[level][pos] : nullptr;
}

std::uint64_t Tree::nodes(std::size_t level) const { return level < m_levels.size() ? m_levels[level].size() : 0; }

Digest Tree::root(std::uint64_t size) const
{
    if (size == 0)
        return digestOf({});
    // From the smallest complete subtree on the right edge to the largest on the left.
    std::optional<Digest> digest;
    for (std::size_t level = 0; size >> level; ++level) {
        if (!(size >> level & 1U))
            continue;
        const Digest *left = node(level, (size >> level) - 1);
        if (!left)
            return {};
        digest = digest ? nodeDigest(*left, *digest) : *left;
    }
    return *digest;
}

EntryCheck::EntryCheck(std::string payloadType, std::string genesis)
    : m_type(std::move(payloadType)), m_genesis(std::move(genesis))
{
    if (sodium_init() < 0)
        std::abort();
}

std::vector<std::string> EntryCheck::next(std::string_view leaf, CheckedEntry &out)
{
    std::vector<std::string> wrong;
    out = {};
    out.leaf = leafDigest(leaf);
    const bool first = m_tree.size() == 0;
    if (first) {
        m_journal = hexOf(viewOf(out.leaf));
        if (!m_genesis.empty() && m_genesis != m_journal)
            wrong.emplace_back("the genesis is not the trusted one");
    }
    checkEnvelope(leaf, out, wrong);
    if (std::holds_alternative<Json::Object>(out.payload.value)) {
        checkChain(out.payload, wrong);
        checkTime(out.payload, wrong);
        checkLinks(out, wrong);
    }
    m_prev = out.leaf;
    m_tree.add(out.leaf);
    return wrong;
}

void EntryCheck::checkEnvelope(std::string_view leaf, CheckedEntry &out, std::vector<std::string> &wrong)
{
    std::string why;
    if (leaf.size() > 65535)
        wrong.emplace_back("envelope larger than 65,535 bytes");
    const auto envelope = parseCanonical(leaf, why);
    if (!envelope) {
        wrong.push_back("envelope is not canonical: " + why);
        return;
    }
    const auto &signatures = envelope->at("signatures").array();
    if (envelope->object().size() != 3 || signatures.size() != 1 || signatures.front().object().size() != 2) {
        wrong.emplace_back("envelope has other members than payload, payloadType and one signature");
        return;
    }
    const std::string type = envelope->at("payloadType").text();
    const auto payload = decodeBase64(envelope->at("payload").text());
    const auto signature = decodeBase64(signatures.front().at("sig").text());
    const std::string keyId = signatures.front().at("keyid").text();
    if (type != m_type)
        wrong.push_back("payload type is " + type);
    if (!payload || !signature || signature->size() != crypto_sign_BYTES) {
        wrong.emplace_back("base64 is not strict, or the signature has another size");
        return;
    }
    if (payload->size() > 32 * 1024)
        wrong.emplace_back("payload larger than 32 KiB");
    auto parsed = parseCanonical(*payload, why);
    if (!parsed || !std::holds_alternative<Json::Object>(parsed->value)) {
        wrong.push_back("payload is not canonical: " + why);
        return;
    }
    out.payload = std::move(*parsed);
    out.id = out.payload.at("id").text();
    const std::string kind = out.payload.at("kind").text();
    if (m_tree.size() == 0) {
        if (kind != "journal.genesis")
            wrong.emplace_back("the log does not begin with its genesis");
        for (const Json &admin : out.payload.at("admins").array())
            enrol(admin, wrong);
    }
    const auto key = m_keys.find(keyId);
    if (key == m_keys.end()) {
        wrong.push_back("signed by " + keyId + ", which is not enrolled here");
    } else {
        const std::string message = "DSSEv1 " + std::to_string(type.size()) + " " + type + " " +
                                    std::to_string(payload->size()) + " " + *payload;
        if (crypto_sign_verify_detached(raw(*signature), raw(message), message.size(), raw(key->second)) != 0)
            wrong.emplace_back("the signature does not belong to these bytes");
    }
    // Counts from the next entry on, and only when it was itself signed by a key that counts.
    if (wrong.empty() && kind == "key.enrol")
        enrol(out.payload.at("key"), wrong);
}

void EntryCheck::enrol(const Json &key, std::vector<std::string> &wrong)
{
    const auto bytes = decodeBase64(key.at("public").text());
    if (!bytes || bytes->size() != crypto_sign_PUBLICKEYBYTES ||
        key.at("keyid").text() != "ed25519:" + hexOf(viewOf(digestOf(*bytes)))) {
        wrong.emplace_back("enrols a key under another id");
        return;
    }
    m_keys.emplace(key.at("keyid").text(), *bytes);
}

void EntryCheck::checkChain(const Json &payload, std::vector<std::string> &wrong)
{
    const std::uint64_t index = m_tree.size();
    const Json &writer = payload.at("writer");
    if (index == 0) {
        m_writer = writer.at("id").text();
        if (payload.has("journal"))
            wrong.emplace_back("a genesis names no journal");
    } else {
        if (writer.at("id").text() != m_writer)
            wrong.emplace_back("another writer");
        if (payload.at("journal").text() != m_journal)
            wrong.emplace_back("belongs to another journal");
    }
    if (writer.at("seq").number() != std::int64_t(index))
        wrong.emplace_back("its number is not " + std::to_string(index));
    if (writer.at("prev").text() != (index == 0 ? std::string(64, '0') : hexOf(viewOf(m_prev))))
        wrong.emplace_back("does not follow the entry before it");
    if (!payload.at("v").number())
        wrong.emplace_back("has no version");
    if (payload.at("kind").text().empty())
        wrong.emplace_back("has no kind");
}

void EntryCheck::checkTime(const Json &payload, std::vector<std::string> &wrong)
{
    const Json &time = payload.at("time");
    const auto mono = time.at("mono_ms").number();
    const std::string boot = time.at("boot").text();
    if (!mono || !time.at("ms").number() || boot.empty()) {
        wrong.emplace_back("has no time");
        return;
    }
    // Between machine starts nothing can be said; inside one the clock that never steps must not fall.
    if (boot == m_boot && *mono < m_mono)
        wrong.emplace_back("its monotonic time is before that of the entry before it");
    m_boot = boot;
    m_mono = *mono;
}

void EntryCheck::checkLinks(const CheckedEntry &entry, std::vector<std::string> &wrong)
{
    if (!isUuid7(entry.id))
        wrong.emplace_back("its id is not a UUIDv7");
    if (!m_ids.emplace(entry.id, entry.leaf).second)
        wrong.emplace_back("its id was used before");
    if (endsWith(entry.payload.at("kind").text(), ".intent"))
        m_openIntents.insert(entry.id);
    for (const Json &link : entry.payload.at("links").array()) {
        const auto target = m_ids.find(link.at("id").text());
        if (target != m_ids.end() && hexOf(viewOf(target->second)) != link.at("leaf").text())
            wrong.emplace_back("links to other bytes than entry " + link.at("id").text() + " has");
        if (link.at("rel").text() == "outcome-of")
            m_openIntents.erase(link.at("id").text());
    }
}

} // namespace astern::verify
