// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/local/filekeystore.h"
#include "models/workspace/secretstore.h"

#include <atomic>
#include <memory>

namespace astern::connectors {

struct DeviceKeyOptions {
    QString path;                          // the key file
    QString passphrase;                    // seals what is in it; empty: its mode alone protects it
    std::shared_ptr<SecretStore> keychain; // null: nobody may be asked
    bool preferKeychain = false;           // new secrets go there, when it works
    bool move = false;                     // settle() brings those there that are in the file
    int waitMs = 1'000;                    // how long a start waits for the keychain, all its questions together
};

// The secrets of this device, in the system keychain or in the key file; the file says which are where. Before a secret
// leaves the one it was read back from the other. Emergencies must not wait for a keychain that is locked, absent or
// hangs: load() waits `waitMs` once, then answers with an error at once until the keychain has answered.
class DeviceKeys final : public KeyStore {
public:
    explicit DeviceKeys(DeviceKeyOptions options);
    ~DeviceKeys() override;

    Result<QByteArray> load(const QString &name) override;
    Result<Ok> store(const QString &name, const QByteArray &secret) override;
    Result<Ok> replace(const QString &name, const QString &from) override;
    Result<Ok> forget(const QString &name) override;
    Result<QByteArray> recall(const QString &name) override { return m_file.recall(name); }
    Result<Ok> remember(const QString &name, const QByteArray &value) override { return m_file.remember(name, value); }
    [[nodiscard]] bool mayLock() const override;
    Result<Ok> settle() override;

    // Both wait for a person who unlocks the keychain, and may be done again after a cut.
    [[nodiscard]] Result<Ok> moveToKeychain();
    [[nodiscard]] Result<Ok> moveToFile();

private:
    class Asker;
    [[nodiscard]] Result<Ok> put(const QString &id, const QString &name, const QByteArray &secret, int waitMs);
    [[nodiscard]] Result<Ok> storeInKeychain(const FileKeyStore::Facts &facts, const QString &name,
                                             const QByteArray &secret);

    const DeviceKeyOptions m_options;
    mutable FileKeyStore m_file;
    std::unique_ptr<Asker> m_asker;     // null: no keychain
    std::mutex m_changing;              // what changes secrets does so alone
    std::mutex m_mutex;                 // of what follows
    std::optional<Error> m_sealed;      // the passphrase does not open the file: not derived again
    std::atomic<bool> m_failed = false; // the keychain did not take a new secret
};

} // namespace astern::connectors
