// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/verify/entry.h"
#include "models/journal/verify/notes.h"

#include <map>
#include <memory>
#include <set>

namespace astern::verify {

// Which key counts at which place of the log. Judged by position, never by a clock.
//
//   journal.genesis  admins[]          the first keys; they may enrol and revoke
//   key.enrol        key               signed by a key that counts: counts from the next entry on. Signed by the new
//   key
//                                      itself: waits until an admin's approval.decided links to it (rel approves).
//                                      key.role "log" or "witness": signs checkpoints and no entries; log.vkey names
//                                      the key of the log's own checkpoints beside it. key.role "standin": signs
//                                      emergencies and nothing else
//   key.rotate       key               the key that signed it is followed by this one, and counts no more
//   key.revoke       revoke            {keyid, last_good_seq}, by an admin: later entries of the key are disputed
class KeyBook {
public:
    struct Key {
        std::string bytes;
        bool isAdmin = false;
        bool standsIn = false;  // signs emergencies only
        bool isRetired = false; // by a rotation
        bool isRevoked = false;
        std::int64_t lastGood = 0; // of a revoked one
    };
    // The key that an entry of this id must be signed with here, or null; `why` says why there is none.
    [[nodiscard]] std::shared_ptr<const Key> at(const std::string &keyId, std::string &why) const;
    // Whether this key may sign an entry of this kind.
    [[nodiscard]] static bool maySign(const Key &key, const Entry &entry);
    // A self-signed enrolment brings its own key.
    [[nodiscard]] static std::string ownKey(const Entry &entry);
    // Whether what this entry says can change the book, so that its signature must be known first.
    [[nodiscard]] static bool concerns(const Entry &entry);
    // Takes over what a good entry says. Reports what it may not say.
    void apply(const Entry &entry, bool isFirst, std::vector<std::string> &wrong);

    // Keys of logs and witnesses that entries made known.
    [[nodiscard]] const std::vector<VKey> &noteKeys() const { return m_noteKeys; }
    // Revoked keys: entries that they signed after `lastGood` are disputed.
    [[nodiscard]] const std::map<std::string, std::int64_t> &revoked() const { return m_revoked; }

private:
    void learn(const std::string &vkey, const std::string &key, std::vector<std::string> &wrong);
    void enrol(const Json &key, bool isAdmin, std::vector<std::string> &wrong);

    std::map<std::string, std::shared_ptr<Key>> m_keys;
    std::map<std::string, std::pair<std::string, std::string>> m_waiting; // leaf of the enrolment -> key id, bytes
    std::map<std::string, std::int64_t> m_revoked;
    std::vector<VKey> m_noteKeys;
};

} // namespace astern::verify
