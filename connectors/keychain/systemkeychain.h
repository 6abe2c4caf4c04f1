// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/workspace/secretstore.h"

#include <memory>

namespace astern::connectors {

// The keychain of the desktop through QtKeychain: Secret Service (GNOME Keyring, KeePassXC) or KWallet. Works on a
// thread of its own, begun with the first question, since the libraries behind it wait for D-Bus where they like.
// QtKeychain keeps a queue that belongs to the thread which used it first: one of these a process.
class SystemKeychain final : public SecretStore {
public:
    // Long enough for a person to unlock the keychain when its own dialog asks.
    static constexpr int kTimeoutMs = 60'000;
    // Under which everything is kept there, so that `secret-tool` finds it: server "astern", user NAME.
    static constexpr auto kService = "astern";

    explicit SystemKeychain(int timeoutMs = kTimeoutMs);
    // Whoever still waits is not answered. A service that hangs does not hold this up.
    ~SystemKeychain() override;

    void read(const QString &name, QObject *context, Done<QString> done) override;
    void write(const QString &name, const QString &value, QObject *context, Done<Ok> done) override;
    void remove(const QString &name, QObject *context, Done<Ok> done) override;

private:
    class Worker;
    template <class T>
    void ask(const QString &name, QObject *context, Done<T> done, std::function<void(Worker &, Done<T>)> question);

    const int m_timeoutMs;
    struct Home;
    std::shared_ptr<Home> m_home;
};

} // namespace astern::connectors
