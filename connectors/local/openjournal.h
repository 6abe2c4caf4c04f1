// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"
#include "models/journal/journal.h"
#include "models/journal/keystore.h"
#include "models/workspace/secretstore.h"

#include <memory>

namespace astern::connectors {

struct JournalOptions {
    // The key file of this device; empty: "<folder>.keys" beside the folder. Made 0600 on the first start.
    QString keyFile;
    // Seals the key file; empty: it is protected by its mode alone.
    QString passphrase;
    // High-water mark, outside the folder, so that a restored folder is noticed; empty: "<folder>.mark".
    QString markFile;
    std::shared_ptr<KeyStore> keys; // instead of what follows
    // Where the file says that secrets are, and where new ones go when that is wanted and works; null: a file is all
    // there is.
    std::shared_ptr<SecretStore> keychain;
    bool preferKeychain = false;
    bool moveToKeychain = false;        // those of the file, too, once the journal is open
    std::shared_ptr<const Clock> clock; // null: the system's
    qint64 segmentBytes = 0;            // 0: 4 MiB
    QString domain;                     // of the log's origin; empty: as it says itself; a new log: astern.local
    int keepOpeningsDays = 0;           // see LocalJournalOptions; 0: what people said is kept
    int levelWithinMs = 10'000;         // how long an append waits for a level above Local
    int answerWithinMs = 15'000; // how long a process without the lock waits for the owner; never less than a level
};

// The journal in `folder`, for any number of processes of one user. The first one owns it; the others append, read
// and hear `appended` through it, and one of them takes over when it ends or dies: what was on its way then is
// sent again under its own id and never recorded twice.
//
// Thread safe: every call may come from any thread, answers come on a thread of the journal's (wrap them with an
// Inbox). Returns at once; what is wrong with the folder is told by state(), stateChanged and every append.
// Destroying it answers what was asked for (appends that reached the disk as recorded, others as cancelled), brings
// index and mark up to the log and frees the lock. No call may be made while it is destroyed.
[[nodiscard]] std::unique_ptr<Journal> openJournal(const QString &folder, const JournalOptions &options = {});

} // namespace astern::connectors
