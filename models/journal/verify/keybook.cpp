// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/verify/keybook.h"

#include <algorithm>

namespace astern::verify {
namespace {

constexpr std::size_t kKeyBytes = 32;

// The raw bytes of a key under its own id, or nothing.
std::string bytesOf(const Json &key)
{
    const auto bytes = decodeBase64(key.at("public").text());
    if (!bytes || bytes->size() != kKeyBytes || key.at("keyid").text() != "ed25519:" + hexOf(viewOf(digestOf(*bytes))))
        return {};
    return *bytes;
}

bool signsNotes(const Json &key) { return key.at("role").is("log") || key.at("role").is("witness"); }

} // namespace

std::shared_ptr<const KeyBook::Key> KeyBook::at(const std::string &keyId, std::string &why) const
{
    const auto found = m_keys.find(keyId);
    if (found == m_keys.end())
        why = "signed by " + keyId + ", which is not enrolled here";
    else if (found->second->isRevoked)
        why = "signed by " + keyId + ", which was revoked before";
    else if (found->second->isRetired)
        why = "signed by " + keyId + ", which another key has followed";
    else
        return found->second;
    return nullptr;
}

bool KeyBook::maySign(const Key &key, const Entry &entry)
{
    const std::string_view kind = entry.at("kind").plain();
    return !key.standsIn || kind.substr(0, 9) == "rollback." || kind.substr(0, 6) == "guard." || kind == "clock.step";
}

std::string KeyBook::ownKey(const Entry &entry)
{
    const Json key = entry.at("key");
    return entry.at("kind").is("key.enrol") && key.at("keyid").is(entry.keyId) ? bytesOf(key) : std::string();
}

bool KeyBook::concerns(const Entry &entry)
{
    const std::string_view kind = entry.at("kind").plain();
    return kind == "journal.genesis" || kind.substr(0, 4) == "key." || kind == "approval.decided";
}

void KeyBook::learn(const std::string &text, const std::string &key, std::vector<std::string> &wrong)
{
    const auto vkey = readVKey(text);
    if (!vkey || (!key.empty() && vkey->key != key))
        wrong.emplace_back("enrols a verifier key that is of another key");
    else if (std::find(m_noteKeys.begin(), m_noteKeys.end(), *vkey) == m_noteKeys.end())
        m_noteKeys.push_back(*vkey);
}

void KeyBook::enrol(const Json &key, bool isAdmin, std::vector<std::string> &wrong)
{
    const std::string bytes = bytesOf(key);
    if (bytes.empty()) {
        wrong.emplace_back("enrols a key under another id");
        return;
    }
    if (key.has("vkey"))
        learn(key.at("vkey").text(), bytes, wrong);
    if (signsNotes(key))
        return;
    const auto known = m_keys.find(key.at("keyid").text());
    if (known == m_keys.end())
        m_keys.emplace(key.at("keyid").text(),
                       std::make_shared<Key>(Key{bytes, isAdmin, key.at("role").is("standin")}));
    else if (known->second->isRevoked || known->second->isRetired)
        wrong.emplace_back("enrols a key that does not count any more");
}

void KeyBook::apply(const Entry &entry, bool isFirst, std::vector<std::string> &wrong)
{
    const std::string_view kind = entry.at("kind").plain();
    if (isFirst) {
        for (const Json &admin : entry.at("admins").items())
            enrol(admin, true, wrong);
        return;
    }
    const auto signer = m_keys.find(entry.keyId);
    const bool isKnown = signer != m_keys.end();
    if (kind == "key.enrol") {
        if (isKnown && entry.at("log").has("vkey"))
            learn(entry.at("log").at("vkey").text(), {}, wrong);
        if (isKnown)
            enrol(entry.at("key"), false, wrong);
        else
            m_waiting[hexOf(viewOf(entry.hash))] = {entry.keyId, ownKey(entry)};
    } else if (kind == "approval.decided" && isKnown && signer->second->isAdmin) {
        if (!entry.at("decision").at("verdict").is("approve"))
            return;
        for (const Json &link : entry.at("links").items()) {
            const auto waiting = m_waiting.find(link.at("leaf").text());
            if (!link.at("rel").is("approves") || waiting == m_waiting.end())
                continue;
            m_keys.emplace(waiting->second.first, std::make_shared<Key>(Key{waiting->second.second}));
            m_waiting.erase(waiting);
        }
    } else if (kind == "key.rotate" && isKnown) {
        const bool isAdmin = signer->second->isAdmin;
        const std::size_t before = wrong.size();
        enrol(entry.at("key"), isAdmin, wrong);
        // Entries on their way keep the old record: the key counted where they stand.
        if (wrong.size() == before && !signsNotes(entry.at("key"))) {
            signer->second = std::make_shared<Key>(*signer->second);
            signer->second->isRetired = true;
        }
    } else if (kind == "key.revoke" && isKnown) {
        const Json revoke = entry.at("revoke");
        const auto key = m_keys.find(revoke.at("keyid").text());
        const auto last = revoke.at("last_good_seq").number();
        // Of another device of the team: whether it has that key is said by the shared log alone.
        if (signer->second->isAdmin && key == m_keys.end() && last && *last >= 0 && revoke.has("device") &&
            !revoke.at("device").is(entry.at("writer").at("id").text()))
            return;
        if (!signer->second->isAdmin || key == m_keys.end() || !last || *last < 0) {
            wrong.emplace_back("revokes what it may not, or without saying from where on");
            return;
        }
        m_revoked[key->first] = *last;
        key->second = std::make_shared<Key>(*key->second);
        key->second->isRevoked = true;
        key->second->lastGood = *last;
    }
}

} // namespace astern::verify
