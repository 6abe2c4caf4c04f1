// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/verify/entry.h"

#include <sodium.h>

namespace astern::verify {
namespace {

constexpr std::size_t kMostEnvelope = 65'535;
constexpr std::size_t kMostPayload = 32 * 1024;

const unsigned char *raw(std::string_view bytes) { return reinterpret_cast<const unsigned char *>(bytes.data()); }

} // namespace

void Entry::read(std::string_view bytes, const std::string &payloadType)
{
    leaf = bytes;
    hash = leafDigest(bytes);
    wrong.clear();
    keyId.clear();
    isRead = readEnvelope(payloadType);
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
