// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/keystore.h"

#include <QHash>
#include <QJsonObject>

#include <mutex>

namespace astern::connectors {

// Secrets of this device in one 0600 file; with a passphrase each is sealed (Argon2id, XSalsa20-Poly1305). Refuses a
// file that others could read or that is not this user's.
class FileKeyStore final : public KeyStore {
public:
    explicit FileKeyStore(QString path, QString passphrase = {});
    Result<QByteArray> load(const QString &name) override;
    Result<Ok> store(const QString &name, const QByteArray &secret) override;
    // In "<key file>.heads", which holds no secrets.
    Result<QByteArray> recall(const QString &name) override;
    Result<Ok> remember(const QString &name, const QByteArray &value) override;

private:
    [[nodiscard]] Result<QHash<QString, QByteArray>> read() const;
    [[nodiscard]] Result<QJsonObject> readHeads() const;
    std::mutex m_mutex;
    QString m_path;
    QString m_passphrase;
};

} // namespace astern::connectors
