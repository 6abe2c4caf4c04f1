// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/keystore.h"

#include <QHash>
#include <QJsonObject>
#include <QStringList>

#include <mutex>

namespace astern::connectors {

// Secrets of this device in one 0600 file; with a passphrase each is sealed (Argon2id, XSalsa20-Poly1305), but for the
// key that stands in. Refuses a file that others could read or that is not this user's. What is destroyed is
// overwritten where it lay, as far as the file system lets one.
class FileKeyStore final : public KeyStore {
public:
    explicit FileKeyStore(QString path, QString passphrase = {});
    Result<QByteArray> load(const QString &name) override;
    Result<Ok> store(const QString &name, const QByteArray &secret) override;
    Result<Ok> replace(const QString &name, const QString &from) override;
    Result<Ok> forget(const QString &name) override;
    // In "<key file>.heads", which holds no secrets.
    Result<QByteArray> recall(const QString &name) override;
    Result<Ok> remember(const QString &name, const QByteArray &value) override;
    [[nodiscard]] bool mayLock() const override { return !m_passphrase.isEmpty(); }

    // What is in the file, beside the secrets themselves.
    struct Facts {
        QStringList plain;
        QStringList sealed;
        QString keychain;      // id under which others are in the keychain; empty: none ever was
        QStringList elsewhere; // those
        [[nodiscard]] bool has(const QString &name) const { return plain.contains(name) || sealed.contains(name); }
    };
    [[nodiscard]] Result<Facts> facts();
    // Notes which secrets are in the keychain, under which id, and destroys those of `gone` here: in one step.
    [[nodiscard]] Result<Ok> noteElsewhere(const QString &id, const QStringList &names, const QStringList &gone = {});

private:
    struct Content {
        QHash<QString, QByteArray> secrets; // those that are sealed: under "<name>.sealed"
        QString keychain;
        QStringList elsewhere;
    };
    [[nodiscard]] Result<Content> read() const;
    [[nodiscard]] Result<Ok> write(const Content &content) const;
    [[nodiscard]] Result<QByteArray> open(const Content &content, const QString &name) const;
    [[nodiscard]] Result<Ok> put(Content &content, const QString &name, const QByteArray &secret) const;
    [[nodiscard]] Result<QJsonObject> readHeads() const;
    std::mutex m_mutex;
    QString m_path;
    QString m_passphrase;
};

} // namespace astern::connectors
