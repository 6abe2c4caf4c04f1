// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/verify/json.h"
#include "models/journal/verify/tree.h"

namespace astern::verify {

// One leaf taken apart: everything that can be said of it without knowing what stands before it. Kept and filled again,
// so that a million entries need no million allocations.
struct Entry {
    std::string_view leaf; // lies in the batch
    Digest hash{};
    JsonDocument payload;
    std::string keyId;
    std::string signature;
    std::string payloadBytes; // for the signature
    std::vector<std::string> wrong;
    bool isRead = false; // the payload could be read

    // The one form that a writer gives an envelope is read off its bytes; every other one, and Parsed, goes through the
    // reader of JSON, which says what is wrong with it. Both say the same of the same bytes.
    enum class Way { Any, Parsed };
    void read(std::string_view bytes, const std::string &payloadType, Way way = Way::Any);
    [[nodiscard]] Json at(std::string_view key) const { return payload.root().at(key); }
    // Whether the signature is this key's (32 raw bytes) over type and payload. May be asked from any thread.
    [[nodiscard]] bool isSignedBy(std::string_view key, const std::string &payloadType) const;

private:
    bool readPlain(const std::string &payloadType);
    bool readEnvelope(const std::string &payloadType);
    bool readPayload();
    JsonDocument m_envelope;
};

} // namespace astern::verify
