// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/workspace/peopleconfig.h"
#include "models/workspace/secretstore.h"

#include <QObject>

#include <memory>

namespace astern::connectors {

// What a sign-in leaves: never in clear on a disk, in no log and in no error.
struct Tokens {
    QString refresh;       // empty: the provider gave none, it cannot be renewed
    QString id;            // the ID token as it came
    QString nonce;         // it was asked for with this one; empty: none
    qint64 obtainedMs = 0; // wall clock
    qint64 askedMs = 0;    // wall clock; when the person proved to the provider who it is; 0: nobody said
    QString generation;    // another one with every change
    bool operator==(const Tokens &) const = default;
};

// The tokens of one person at one provider, in the keychain, for all windows and processes of this user. Answers as
// SecretStore does. Without a keychain they are kept in memory alone and end with the process.
class TokenVault {
public:
    // `keychain`: nullptr: there is none.
    TokenVault(const IdentityConfig &config, SecretStore *keychain);

    void read(QObject *context, Done<Tokens> done); // NotFound: there are none
    void write(const Tokens &tokens, QObject *context, Done<Ok> done);
    void remove(QObject *context, Done<Ok> done);

private:
    const QString m_name;
    SecretStore *m_keychain;
};

// Of the keychain, and of the lock: one for each issuer and client.
[[nodiscard]] QString vaultName(const IdentityConfig &config);

} // namespace astern::connectors
