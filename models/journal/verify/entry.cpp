// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/verify/entry.h"

#include <sodium.h>

#include <algorithm>

namespace astern::verify {
namespace {

constexpr std::size_t kMostEnvelope = 65'535;
constexpr std::size_t kMostPayload = 32 * 1024;

const unsigned char *raw(std::string_view bytes) { return reinterpret_cast<const unsigned char *>(bytes.data()); }

// Stands for itself in a text.
bool isPlain(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) >= 0x20 && static_cast<unsigned char>(c) < 0x7f && c != '"' && c != '\\';
    });
}

} // namespace

void Entry::read(std::string_view bytes, const std::string &payloadType, Way way)
{
    leaf = bytes;
    hash = leafDigest(bytes);
    wrong.clear();
    keyId.clear();
    payload.clear(); // what it reads from is written anew; nothing of the entry before may be taken for this one's
    isRead = ((way == Way::Any && readPlain(payloadType)) || readEnvelope(payloadType)) && readPayload();
}

// False: it has another form, and nothing is said of it.
bool Entry::readPlain(const std::string &payloadType)
{
    std::string_view rest = leaf;
    const auto take = [&rest](std::string_view text) {
        if (rest.substr(0, text.size()) != text)
            return false;
        rest.remove_prefix(text.size());
        return true;
    };
    const auto upToQuote = [&rest] {
        const std::string_view part = rest.substr(0, rest.find('"'));
        rest.remove_prefix(part.size());
        return part;
    };
    if (leaf.size() > kMostEnvelope || !take(R"({"payload":")"))
        return false;
    const std::string_view payload64 = upToQuote();
    if (!take(R"(","payloadType":")") || !take(payloadType) || !isPlain(payloadType) ||
        !take(R"(","signatures":[{"keyid":")"))
        return false;
    const std::string_view key = upToQuote();
    if (!isPlain(key) || !take(R"(","sig":")"))
        return false;
    const std::string_view signature64 = upToQuote();
    if (rest != R"("}]})" || !decodeBase64(payload64, payloadBytes) || !decodeBase64(signature64, signature) ||
        signature.size() != crypto_sign_BYTES)
        return false;
    keyId = key;
    return true;
}

bool Entry::readEnvelope(const std::string &payloadType)
{
    std::string why;
    if (leaf.size() > kMostEnvelope)
        wrong.emplace_back("envelope larger than 65,535 bytes");
    if (!m_envelope.parse(leaf, why)) {
        wrong.push_back("envelope is not canonical: " + why);
        return false;
    }
    const Json envelope = m_envelope.root();
    const std::vector<Json> signatures = envelope.at("signatures").items();
    if (!envelope.isObject() || envelope.size() != 3 || signatures.size() != 1 || !signatures.front().isObject() ||
        signatures.front().size() != 2) {
        wrong.emplace_back("envelope has other members than payload, payloadType and one signature");
        return false;
    }
    if (!envelope.at("payloadType").is(payloadType))
        wrong.push_back("payload type is " + envelope.at("payloadType").text());
    keyId = signatures.front().at("keyid").text();
    if (!decodeBase64(envelope.at("payload").plain(), payloadBytes) ||
        !decodeBase64(signatures.front().at("sig").plain(), signature) || signature.size() != crypto_sign_BYTES) {
        wrong.emplace_back("base64 is not strict, or the signature has another size");
        return false;
    }
    return true;
}

bool Entry::readPayload()
{
    std::string why;
    if (payloadBytes.size() > kMostPayload)
        wrong.emplace_back("payload larger than 32 KiB");
    if (!payload.parse(payloadBytes, why) || !payload.root().isObject()) {
        wrong.push_back("payload is not canonical: " + why);
        return false;
    }
    return true;
}

bool Entry::isSignedBy(std::string_view key, const std::string &payloadType) const
{
    if (key.size() != crypto_sign_PUBLICKEYBYTES || signature.size() != crypto_sign_BYTES)
        return false;
    const std::string head = "DSSEv1 " + std::to_string(payloadType.size()) + " " + payloadType + " " +
                             std::to_string(payloadBytes.size()) + " ";
    std::string message;
    message.reserve(head.size() + payloadBytes.size());
    message += head;
    message += payloadBytes;
    return crypto_sign_verify_detached(raw(signature), raw(message), message.size(), raw(key)) == 0;
}

} // namespace astern::verify
