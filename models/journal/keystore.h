// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"

#include <QByteArray>
#include <QString>

namespace astern {

// Of the key that signs emergencies while the device's own cannot be had. Never out of reach: see KeyStore::mayLock().
inline const QString kStandInName = QStringLiteral("standin");
// Of the key that is to follow the device's own; only while a rotation is under way.
inline const QString kNextName = QStringLiteral("device.next");

// Where secrets of this device live: a sealed file, a keychain. Thread safe.
class KeyStore {
public:
    virtual ~KeyStore() = default;
    // Error::Kind::NotFound when there is none; any other error means that it may be there. Never waits for a person:
    // a keychain that does not answer soon is asked on, and the next call may have its answer.
    virtual Result<QByteArray> load(const QString &name) = 0;
    // Durable when it returns. Never replaces a secret that is there.
    virtual Result<Ok> store(const QString &name, const QByteArray &secret) = 0;
    // Makes the secret of `from` that of `name`, whose old one is destroyed, and forgets `from`. Cut short and done
    // again it ends the same way.
    virtual Result<Ok> replace(const QString &name, const QString &from) = 0;
    virtual Result<Ok> forget(const QString &name) = 0; // fine, too, when there is none
    // What this device must not forget about what it signed, beside its keys and apart from the journal: no secret, and
    // replaced by a newer value. Durable when remember() returns.
    virtual Result<QByteArray> recall(const QString &name) = 0; // NotFound when there is none
    virtual Result<Ok> remember(const QString &name, const QByteArray &value) = 0;

    // Whether secrets may be out of reach for a while: a keychain that is locked, a passphrase that nobody gave. Then
    // the journal keeps a key that stands in for emergencies, under kStandInName, which this store must always have.
    [[nodiscard]] virtual bool mayLock() const { return false; }
    // Brings the secrets where they are to be, once the journal can do without them. Off the journal's thread.
    virtual Result<Ok> settle() { return Ok{}; }
};

} // namespace astern
