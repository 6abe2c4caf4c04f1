// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/verify/chain.h"

#include <sodium.h>

#include <algorithm>

namespace astern::verify {
namespace {

const unsigned char *raw(std::string_view bytes) { return reinterpret_cast<const unsigned char *>(bytes.data()); }

bool isUuid7(std::string_view id)
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

} // namespace

bool ShortMap::insert(std::uint64_t key, std::uint64_t value)
{
    if ((m_count + 1) * 4 > m_slots.size() * 3) {
        std::vector<Slot> old = std::move(m_slots);
        m_slots.assign(std::max<std::size_t>(1024, old.size() * 2), {});
        m_count = 0;
        for (const Slot &slot : old) {
            if (slot.key != 0)
                insert(slot.key, slot.value);
        }
    }
    Slot &slot = m_slots[place(key)];
    if (slot.key != 0)
        return false;
    slot = {key == 0 ? 1 : key, value};
    ++m_count;
    return true;
}

const std::uint64_t *ShortMap::find(std::uint64_t key) const
{
    const std::size_t at = m_slots.empty() ? 0 : place(key);
    return m_slots.empty() || m_slots[at].key == 0 ? nullptr : &m_slots[at].value;
}

std::size_t ShortMap::place(std::uint64_t key) const
{
    key = key == 0 ? 1 : key;
    std::size_t at = std::size_t(key) & (m_slots.size() - 1);
    while (m_slots[at].key != 0 && m_slots[at].key != key)
        at = (at + 1) & (m_slots.size() - 1);
    return at;
}

Chain::Chain(Rules rules) : m_rules(std::move(rules))
{
    if (sodium_init() < 0)
        std::abort();
    randombytes_buf(m_key.data(), m_key.size());
}

std::uint64_t Chain::shortOf(std::string_view text) const
{
    std::uint64_t out = 0;
    crypto_shorthash(reinterpret_cast<unsigned char *>(&out), raw(text), text.size(), m_key.data());
    return out;
}

Chain::Verdict Chain::next(const Entry &entry)
{
    Verdict verdict{entry.wrong, nullptr};
    if (m_size == 0) {
        m_journal = hexOf(viewOf(entry.hash));
        if (!m_rules.genesis.empty() && m_rules.genesis != m_journal)
            verdict.wrong.emplace_back("the genesis is not the trusted one");
    }
    if (entry.isRead) {
        checkKey(entry, verdict);
        checkChain(entry, verdict.wrong);
        checkTime(entry, verdict.wrong);
        checkLinks(entry, verdict.wrong);
        if (m_size > 0 && entry.at("kind").is("privacy.erase"))
            m_erased[entry.at("erase").at("subject").text()].push_back(m_size);
    }
    m_prev = entry.hash;
    ++m_size;
    return verdict;
}

void Chain::checkKey(const Entry &entry, Verdict &verdict)
{
    const bool isFirst = m_size == 0;
    std::vector<std::string> wrong;
    if (isFirst) {
        if (!entry.at("kind").is("journal.genesis"))
            wrong.emplace_back("the log does not begin with its genesis");
        m_keys.apply(entry, true, wrong);
    }
    if (m_runs.empty() || m_runs.back().keyId != entry.keyId)
        m_runs.push_back({m_size, m_size, entry.keyId});
    m_runs.back().last = m_size;
    std::string why;
    verdict.key = m_keys.at(entry.keyId, why);
    std::string own;
    if (!verdict.key) {
        own = KeyBook::ownKey(entry);
        if (own.empty())
            wrong.push_back(why);
        else
            verdict.key = std::make_shared<KeyBook::Key>(KeyBook::Key{own});
    } else if (!KeyBook::maySign(*verdict.key, entry)) {
        wrong.push_back("signed by " + entry.keyId + ", which signs emergencies only");
    }
    // What changes the keys is judged at once: what follows depends on it. Counts from the next entry on, and only when
    // it was itself signed by a key that counts.
    if (verdict.key && (isFirst || KeyBook::concerns(entry))) {
        if (!entry.isSignedBy(verdict.key->bytes, m_rules.payloadType))
            wrong.emplace_back("the signature does not belong to these bytes");
        else if (!isFirst && wrong.empty() && verdict.wrong.empty())
            m_keys.apply(entry, false, wrong);
        verdict.key.reset();
    }
    if (m_size < m_rules.from)
        verdict.key.reset();
    verdict.wrong.insert(verdict.wrong.end(), wrong.begin(), wrong.end());
}

void Chain::checkChain(const Entry &entry, std::vector<std::string> &wrong)
{
    const Json writer = entry.at("writer");
    if (m_size == 0) {
        m_writer = writer.at("id").text();
        if (entry.payload.root().has("journal"))
            wrong.emplace_back("a genesis names no journal");
    } else {
        if (!writer.at("id").is(m_writer))
            wrong.emplace_back("another writer");
        if (!entry.at("journal").is(m_journal))
            wrong.emplace_back("belongs to another journal");
    }
    if (writer.at("seq").number() != std::int64_t(m_size))
        wrong.push_back("its number is not " + std::to_string(m_size));
    if (!writer.at("prev").is(m_size == 0 ? std::string(64, '0') : hexOf(viewOf(m_prev))))
        wrong.emplace_back("does not follow the entry before it");
    if (!entry.at("v").number())
        wrong.emplace_back("has no version");
    if (entry.at("kind").text().empty())
        wrong.emplace_back("has no kind");
}

void Chain::checkTime(const Entry &entry, std::vector<std::string> &wrong)
{
    const Json time = entry.at("time");
    const auto mono = time.at("mono_ms").number();
    const std::string_view boot = time.at("boot").plain();
    if (!mono || !time.at("ms").number() || boot.empty()) {
        wrong.emplace_back("has no time");
        return;
    }
    // Between machine starts nothing can be said; inside one the clock that never steps must not fall.
    if (boot == m_boot && *mono < m_mono)
        wrong.emplace_back("its monotonic time is before that of the entry before it");
    if (boot != m_boot)
        m_boot = boot;
    m_mono = *mono;
}

void Chain::checkLinks(const Entry &entry, std::vector<std::string> &wrong)
{
    const std::string id = entry.at("id").text();
    if (!isUuid7(id))
        wrong.emplace_back("its id is not a UUIDv7");
    if (!m_ids.insert(shortOf(id), shortOf(hexOf(viewOf(entry.hash)))))
        wrong.emplace_back("its id was used before");
    if (!entry.at("links").size())
        return;
    for (const Json &link : entry.at("links").items()) {
        const auto target = m_ids.find(shortOf(link.at("id").text()));
        if (target && *target != shortOf(link.at("leaf").text()))
            wrong.emplace_back("links to other bytes than entry " + link.at("id").text() + " has");
    }
}

std::vector<Chain::Disputed> Chain::disputed() const
{
    std::vector<Disputed> all;
    for (const Signed &run : m_runs) {
        const auto revoked = m_keys.revoked().find(run.keyId);
        if (revoked == m_keys.revoked().end())
            continue;
        for (std::uint64_t index = run.first; index <= run.last; ++index) {
            if (std::int64_t(index) > revoked->second)
                all.push_back({index, run.keyId});
        }
    }
    return all;
}

const std::uint64_t *Chain::erasedBy(const std::string &person, std::uint64_t index) const
{
    const auto found = m_erased.find(person);
    if (found == m_erased.end() || found->second.back() < index)
        return nullptr;
    return &found->second.back();
}

} // namespace astern::verify
