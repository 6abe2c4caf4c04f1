// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/http/credentials.h"
#include "models/base/clock.h"
#include "models/base/result.h"
#include "models/workspace/secretstore.h"
#include "models/workspace/workspace.h"

#include <concepts>
#include <functional>
#include <memory>

namespace astern::connectors {

// Turns a secret as the workspace writes it into the secret itself. What can be read at once (`${env:NAME}`,
// `${file:/path}`) is, when a connection is opened and on the thread that opens it; `${keychain:NAME}` is asked for by
// the connection itself, since the answer may take a person's time.
class SecretResolver {
public:
    SecretResolver() = default; // every text is itself
    template <std::invocable<const Secret &> F>
    SecretResolver(F now, SecretStore *keychain = nullptr) : m_now(std::move(now)), m_keychain(keychain)
    {
    }
    [[nodiscard]] Result<QString> operator()(const Secret &secret) const
    {
        return m_now ? m_now(secret) : Result<QString>(secret.text);
    }
    [[nodiscard]] SecretStore *keychain() const { return m_keychain; } // nullptr: there is none

private:
    std::function<Result<QString>(const Secret &)> m_now;
    SecretStore *m_keychain = nullptr;
};

// What the workspace itself says about how to sign in to a backend.
struct OwnCredentials {
    HttpHeaders fixed; // whole, where nothing is in the keychain; else empty
    // Where something is: brings all of them.
    std::function<std::unique_ptr<CredentialSource>(const Clock &)> source;
    bool authorizes = false; // an Authorization header is among them
};
[[nodiscard]] Result<OwnCredentials> ownCredentials(const BackendConfig &config, const SecretResolver &secrets);
// How that signs in, for people: the kind and where it is kept. "without credentials" where it says nothing.
[[nodiscard]] QString signInWords(const BackendConfig &config);

} // namespace astern::connectors
