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

    void read(std::string_view bytes, const std::string &payloadType);
    [[nodiscard]] Json at(std::string_view key) const { return payload.root().at(key); }
    // Whether the signature is this key's (32 raw bytes) over type and payload. May be asked from any thread.
    [[nodiscard]] bool isSignedBy(std::string_view key, const std::string &payloadType) const;

private:
    bool readEnvelope(const std::string &payloadType);
    JsonDocument m_envelope;
};

} // namespace astern::verify
