// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/local/openjournal.h"
#include "models/workspace/journalconfig.h"

namespace astern::app {

// How the programs open a journal: with which keychain, and whether its keys go there. `isHome`: it lies where a
// workspace's data belongs. Keys of a folder that somebody named stay in it, so that it can be carried away.
[[nodiscard]] connectors::JournalOptions journalOptions(KeyPlace place, bool isHome,
                                                        std::shared_ptr<SecretStore> keychain);
// The passphrase that seals the key file: ASTERN_KEY_PASSPHRASE; empty: none was given.
[[nodiscard]] QString keyPassphrase();

// Where the keys of this journal are, in words, and what could be better about it; asks no keychain.
struct KeyWords {
    QString words;
    QString hint;
    bool isGood = true;
};
[[nodiscard]] KeyWords keyWords(const QString &folder);

} // namespace astern::app
